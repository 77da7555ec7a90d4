from alerts.recorded import LATENCY, SLOW, SLOW_SHARE
from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS, WHOLE_RANGE
from grafana_kit import Environment, Rows, dashboard, panels, promql, row
from metrics import backend

# The application exposes two: one without labels whose many buckets give percentiles, and one by handler
# whose three buckets give shares.
REQUESTS = backend.http_request_duration_highr_seconds
BY_HANDLER = backend.http_request_duration_seconds.where(handler=promql.not_matches("/health|/metrics"))

PERCENTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
CAPPED = f"Estimated from buckets that end at {SLOW:g} s: never more than that."


@dashboard(
    "Meme Maker latency",
    uid="meme-maker-latency",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
)
def latency(env: Environment) -> Rows:
    """How long do jobs and requests take?"""
    slow_steps = {"red": env.number("latency.slow.share")}
    yield row(
        "In the time shown",
        *(
            panels.stat(
                f"Jobs {name}",
                panels.target(LATENCY.quantile(q, over=WHOLE_RANGE), instant=True),
                unit="s",
                mappings={None: "no jobs"},
                width=4,
                description=CAPPED,
            )
            for name, q in PERCENTILES.items()
        ),
        panels.stat(
            "Jobs on average",
            panels.target(LATENCY.average(over=WHOLE_RANGE), instant=True),
            unit="s",
            mappings={None: "no jobs"},
            width=4,
            description="Measured, not estimated: all seconds divided by all jobs.",
        ),
        panels.stat(
            f"Jobs over {SLOW:g} s",
            panels.target(LATENCY.share_above(SLOW, over=WHOLE_RANGE), instant=True),
            unit="percentunit",
            mappings={None: "no jobs"},
            thresholds=slow_steps,
            width=4,
            description="Slower than the largest bound: nothing is known of how much slower.",
        ),
        panels.stat(
            "Requests p95",
            panels.target(REQUESTS.quantile(0.95, over=WHOLE_RANGE), instant=True),
            unit="s",
            mappings={None: "no requests"},
            width=4,
            description="19 of 20 HTTP requests are answered faster than this.",
        ),
    )
    yield row(
        "Jobs",
        panels.timeseries(
            "Job percentiles",
            {name: LATENCY.quantile(q) for name, q in PERCENTILES.items()},
            unit="s",
            description=CAPPED,
        ),
        panels.heatmap(
            "Jobs by duration",
            LATENCY,
            unit="s",
            description="How many jobs ended, by how long they took; the darker, the more.",
        ),
        panels.bar_gauge(
            "Jobs slower than each bound",
            {f"over {bound:g} s": LATENCY.share_above(bound, over=WHOLE_RANGE) for bound in LATENCY.buckets},
            unit="percentunit",
            min=0,
            max=1,
            description="The share of the jobs in the time shown that took longer than each bucket's bound.",
        ),
        panels.timeseries(
            "Slow jobs",
            {f"over {SLOW:g} s": SLOW_SHARE.max()},
            unit="percentunit",
            thresholds=slow_steps,
            threshold_style="dashed",
            soft_min=0,
            description="The share that HighJobLatency watches; the dashed line is where it begins.",
        ),
    )
    yield row(
        "Requests",
        panels.timeseries(
            "Request percentiles",
            {name: REQUESTS.quantile(q) for name, q in PERCENTILES.items()},
            unit="s",
            description="All HTTP requests together, scrapes and health checks included.",
        ),
        panels.heatmap(
            "Requests by duration",
            REQUESTS,
            unit="s",
            description="How many requests were answered, by how long it took.",
        ),
    )
    yield row(
        "Requests by handler",
        panels.timeseries(
            "Average by handler",
            BY_HANDLER.average(by="handler"),
            unit="s",
            description="Seconds per request; where a line ends, the handler had no traffic.",
        ),
        panels.timeseries(
            "Slower than 1 s by handler",
            BY_HANDLER.share_above(1, by="handler"),
            unit="percentunit",
            soft_min=0,
            description="The share of each handler's requests that took longer than a second.",
        ),
        collapsed=True,
    )
