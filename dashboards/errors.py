from alerts.recorded import FAILED, FAILED_SHARE, FINISHED, LATENCY, REQUESTS_FAILED_SHARE, grown
from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS, WHOLE_RANGE
from grafana_kit import Environment, Query, Rows, dashboard, panels, promql, row
from metrics import backend

REQUESTS = backend.http_requests_total.where(handler=promql.not_matches("/health|/metrics"))
TRAFFIC = REQUESTS.per_second(by="handler")


def share(status: str) -> Query:
    """Return the share of each handler's requests with a status; 0 where it has traffic and none of these."""
    of_these = REQUESTS.where(status=status).per_second(by="handler")
    return (of_these | (TRAFFIC * 0)) / (TRAFFIC > 0)


@dashboard(
    "Meme Maker errors",
    uid="meme-maker-errors",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
)
def errors(env: Environment) -> Rows:
    """What fails, and how often?"""
    job_steps = {"red": env.number("errors.share")}
    http_steps = {"red": env.number("http.errors.share")}
    ended = LATENCY.count
    failed = grown(ended.where(status="error"), WHOLE_RANGE).sum()
    yield row(
        "Now",
        panels.stat(
            "Jobs that fail",
            FAILED_SHARE.max(),
            unit="percentunit",
            mappings={None: "no jobs"},
            thresholds=job_steps,
            description="Of the jobs that ended in the last five minutes.",
        ),
        panels.stat(
            "Failed jobs in the time shown",
            panels.target(failed | (ended.increase(WHOLE_RANGE, by=()) * 0), instant=True),
            unit="suffix:jobs",
            decimals=0,
            thresholds={"orange": 1},
            description="Jobs that ended with the status error.",
        ),
        panels.stat(
            "Requests answered 5xx",
            REQUESTS_FAILED_SHARE.max(),
            unit="percentunit",
            mappings={None: "no traffic"},
            thresholds=http_steps,
            description="Of the users' requests of the last five minutes.",
        ),
        panels.stat(
            "Requests answered 4xx",
            promql.or_zero(REQUESTS.where(status="4xx").per_second(by=())) / (TRAFFIC.sum() > 0),
            unit="percentunit",
            no_value="no traffic",
            description="Many at once: a client went wrong, or somebody is probing.",
        ),
    )
    yield row(
        "Jobs",
        panels.timeseries(
            "Share of failed jobs",
            {"failed": FAILED_SHARE.max()},
            unit="percentunit",
            thresholds=job_steps,
            threshold_style="dashed",
            soft_min=0,
            description="The share that HighErrorRate watches; the dashed line is where it begins.",
        ),
        panels.timeseries(
            "Jobs by result",
            {"done": (FINISHED.sum() - FAILED.sum()) * 60, "failed": FAILED.sum() * 60},
            unit="suffix:jobs/min",
            style="bars",
            stack="normal",
            overrides=[panels.override(name="failed", color="red")],
            description="A share of few jobs says little: this is how many there were.",
        ),
    )
    yield row(
        "Requests",
        panels.timeseries(
            "5xx by handler",
            share("5xx"),
            unit="percentunit",
            thresholds=http_steps,
            threshold_style="dashed",
            soft_min=0,
            description="Our mistakes. The 503 of the overload protection are not counted: watch the traffic.",
        ),
        panels.timeseries(
            "4xx by handler",
            share("4xx"),
            unit="percentunit",
            soft_min=0,
            description="The clients' mistakes; the handler none is every path that does not exist.",
        ),
        panels.timeseries(
            "Traffic by handler",
            TRAFFIC,
            unit="reqps",
            description="What the shares are of. If it falls to nothing, the API may be refusing everybody.",
        ),
        panels.timeseries(
            "Traffic by status",
            REQUESTS.per_second(by="status"),
            unit="reqps",
            stack="normal",
            description="All handlers together.",
        ),
    )
