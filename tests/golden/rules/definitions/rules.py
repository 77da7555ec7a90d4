"""Alerts and recording rules that use everything a rule can have."""

from __future__ import annotations

from grafana_kit import Alert, Environment, Record, Rows, Rules, dashboard, panels, promql, row, rule_group
from grafana_kit.metrics import Counter, Gauge, Histogram

UP = Gauge("up", labels={})
QUEUED = Gauge("jobs_queued", job="backend", labels={"queue": ("clips",)})
REQUESTS = Counter("http_requests_total", job="backend", labels={"status": ("2xx", "5xx")})
LATENCY = Histogram(
    "job_latency_seconds", job="worker", labels={"status": ("done", "error")}, buckets=(1, 30)
)

QUEUE = Record("redis_queue_length", QUEUED.max("job"), labels={"queue": "clips"})
FAILED = Record(
    "job:failed:ratio", promql.ratio(LATENCY.count.where(status="error"), LATENCY.count, by="job")
)


@dashboard("Jobs", uid="jobs", folder="Golden")
def jobs(env: Environment) -> Rows:
    """What the alerts point at."""
    yield row("Jobs", panels.timeseries("Failed", FAILED), collapsed=True)


@rule_group("recorded", folder="Golden", every="30s")
def recorded(env: Environment) -> Rules:
    """Record what is read twice."""
    yield QUEUE
    yield FAILED


@rule_group("jobs {environment}", folder="Golden", labels={"service": "jobs"})
def alerts(env: Environment) -> Rules:
    """Alert on everything that can be said in an alert."""
    yield Alert(
        "JobsFail",
        when=FAILED > env.number("jobs.failed"),  # noqa: SIM300 - a query, not a constant
        for_=env.duration("jobs.failed.for"),
        severity="critical",
        summary="{{ $value | humanizePercentage }} of jobs fail",
        description="Of {{ $labels.job }}: {{ .Value }} for $5.\nLook at the log.",
        panel=jobs.panel("Failed"),
        labels={"value": "{{ $value }}", "price": "$5"},
        annotations={"extra": "{{ with $x := $value }}{{ $x }}{{ end }} of {{ $labels.job }}"},
    )
    yield Alert(
        "QueueLong",
        when=promql.avg_over_time(QUEUE, "10m") > 20,
        severity="warning",
        summary="{{ $value }} jobs wait",
        description="The queue is long.",
        runbook="https://example.org/queue",
    )
    yield Alert(
        "Slow",
        when=LATENCY.share_above(30) > 0.1,
        severity="info",
        summary="slow",
        description="Jobs are slow.",
    )
    yield Alert(
        "Text",
        when='sum(rate(http_requests_total{handler=~"/api.*$"}[$__rate_interval])) == 0',
        for_="1h30m",
        severity="none",
        summary="no requests",
        description="Nobody is there.",
    )


@rule_group("keeps firing", folder="Golden/Late", environments=["dev", "shadow", "prod"])
def late(env: Environment) -> Rules:
    """Alert on after the end."""
    yield Alert(
        "Down",
        when=UP.where(job=("backend", "worker")) == 0,
        severity="critical",
        summary="{{ $labels.job }} is down",
        description="Restart it.",
        keep_firing_for="5m",
    )
    yield Alert(
        "Gone", when=promql.absent(REQUESTS.total()), severity="warning", summary="gone", description="Gone."
    )
