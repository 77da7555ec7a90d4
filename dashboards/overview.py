from alerts.recorded import FAILED, FAILED_SHARE, FINISHED, QUEUED, REQUESTS, SLOW, SLOW_SHARE, WORKING
from dashboards.common import EVENTS, FOLDER, TAGS, UP, queue_steps
from dashboards.containers import containers
from dashboards.errors import errors
from dashboards.host import host
from dashboards.latency import latency
from dashboards.monitoring import monitoring
from dashboards.queue import queue
from dashboards.redis import redis_server
from grafana_kit import Environment, Rows, dashboard, panels, promql, row
from metrics import alertmanager, backend, cadvisor, node, prometheus, redis, scrape, worker

# A job that is not scraped at all has no "up": it is as down as one that does not answer.
TARGETS = {
    module.JOB: promql.or_zero(scrape.up.where(job=module.JOB).min())
    for module in (backend, worker, redis, node, cadvisor, prometheus, alertmanager)
}
FIRING = scrape.ALERTS.where(alertstate="firing", severity=("critical", "warning")).count()
NO_JOBS = {None: "no jobs"}


@dashboard(
    "Meme Maker overview",
    uid="meme-maker-overview",
    folder=FOLDER,
    tags=TAGS,
    links=[queue, latency, errors, redis_server, containers, host, monitoring],
    annotations=EVENTS,
    time=("now-3h", "now"),
    refresh="30s",
)
def overview(env: Environment) -> Rows:
    """Is Meme Maker healthy right now?"""
    yield row(
        "Is everything there?",
        panels.stat(
            "Targets",
            TARGETS,
            unit="short",
            mappings=UP,
            color_mode="background",
            text_mode="value_and_name",
            sparkline=False,
            width=16,
            links=[monitoring],
            description="Whether each job's metrics can be read; what is down here is unknown below.",
        ),
        panels.stat(
            "Redis",
            promql.or_zero(redis.redis_up.min()),
            unit="short",
            mappings=UP,
            color_mode="background",
            sparkline=False,
            width=4,
            links=[redis_server],
            description="Whether Redis answers its exporter, which stays up when Redis is gone.",
        ),
        panels.stat(
            "Firing alerts",
            promql.or_zero(FIRING),
            unit="suffix:alerts",
            thresholds={"red": 1},
            sparkline=False,
            width=4,
            description="Warnings and critical ones; they are listed below.",
        ),
    )
    yield row(
        "Does it work?",
        panels.stat(
            "Queue",
            QUEUED.sum(),
            unit="suffix:jobs",
            thresholds=queue_steps(env),
            width=4,
            links=[queue],
            description="Jobs that wait for a worker.",
        ),
        panels.stat(
            "Jobs done",
            (FINISHED.sum() - FAILED.sum()) * 60,
            unit="suffix:/min",
            decimals=1,
            width=4,
            links=[queue],
            description="Jobs that ended well, per minute.",
        ),
        panels.stat(
            "Jobs failed",
            FAILED.sum() * 60,
            unit="suffix:/min",
            decimals=1,
            width=4,
            links=[errors],
            description="Jobs that ended with an error, per minute.",
        ),
        panels.stat(
            "Share of failed jobs",
            FAILED_SHARE.max(),
            unit="percentunit",
            mappings=NO_JOBS,
            thresholds={"red": env.number("errors.share")},
            width=4,
            links=[errors],
            description="Of the jobs that ended in the last five minutes.",
        ),
        panels.stat(
            "Share of slow jobs",
            SLOW_SHARE.max(),
            unit="percentunit",
            mappings=NO_JOBS,
            thresholds={"red": env.number("latency.slow.share")},
            width=4,
            links=[latency],
            description=f"Of the jobs that ended in the last five minutes, those that took over {SLOW:g} s.",
        ),
        panels.stat(
            "Requests",
            REQUESTS.sum(),
            unit="reqps",
            width=4,
            links=[errors],
            description="What users ask for, without health checks and scrapes.",
        ),
    )
    yield row(
        "Since when?",
        panels.timeseries(
            "Jobs in the queue",
            {"waiting": QUEUED.sum(), "in work": WORKING.sum()},
            unit="suffix:jobs",
            thresholds=queue_steps(env),
            threshold_style="dashed",
            links=[queue],
            description="The dashed lines are where QueueDepthHigh and QueueDepthCritical begin.",
        ),
        panels.timeseries(
            "Jobs per minute",
            {"done": (FINISHED.sum() - FAILED.sum()) * 60, "failed": FAILED.sum() * 60},
            unit="suffix:/min",
            style="bars",
            stack="normal",
            overrides=[panels.override(name="failed", color="red")],
            links=[errors],
            description="Jobs that ended, by how they ended.",
        ),
        panels.timeseries(
            "Requests by status",
            backend.http_requests_total.per_second(by="status"),
            unit="reqps",
            stack="normal",
            links=[errors],
            description="Everything that was answered; if it stops, the API may be refusing everybody.",
        ),
        panels.alert_list(
            "Alerts",
            datasource_name=env.grafana.datasource.name,
            states=("firing", "pending"),
            labels='{severity=~"critical|warning"}',
            description="What fires, and what will if it goes on.",
        ),
    )
