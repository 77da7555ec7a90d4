"""Variables of every kind, annotations, links, rows of every kind."""

from __future__ import annotations

from grafana_kit import (
    Environment,
    Record,
    Rows,
    Rules,
    annotation,
    dashboard,
    firing_alerts,
    panels,
    promql,
    row,
    rule_group,
    variables,
)
from grafana_kit.metrics import Counter, Gauge, Histogram

UP = Gauge("up", labels={})
REQUESTS = Counter(
    "http_requests_total", job="backend", labels={"handler": ("/jobs",), "status": ("2xx", "5xx")}
)
LATENCY = Histogram("job_latency_seconds", job="worker", labels={"status": ("done",)}, buckets=(1, 30))
RATE = Record("job:http_requests:rate5m", REQUESTS.per_second(by="job", over="5m"), labels={"kind": "all"})


@dashboard(
    "Other", uid="other", folder="", refresh="", time=("now-1h", "now"), timezone="utc", tooltip="tooltip"
)
def other(env: Environment) -> Rows:
    """A dashboard outside of any folder, without rows."""
    yield panels.text("Alone", "nothing", width=6)
    yield panels.stat("Recorded", RATE)
    yield panels.timeseries("Smoothed", promql.avg_over_time(RATE, "1h"))


@dashboard(
    "Everything around panels",
    uid="around",
    folder="Golden/Boards",
    tags=["golden", "test"],
    description="Given by hand.",
    variables=[
        variables.datasource(description="Where from", regex="/prom/"),
        variables.label_values("handler", REQUESTS, multi=True, include_all=True, title="Handler"),
        variables.label_values("status", REQUESTS.where(handler="/jobs"), default="5xx", refresh="load"),
        variables.label_values("worker", LATENCY, "instance", include_all=True, all_value=".*", hide="label"),
        variables.label_values(
            "job", "up", multi=True, default=("backend", "worker"), regex="/b.*/", description="Jobs"
        ),
        variables.query("result", "query_result(up == 0)", hide="variable"),
        variables.custom("size", ["small", "a, b", "large"], default="a, b"),
        variables.custom("named", {"one hour": "1h", "one day": "1d"}, multi=True, include_all=True),
        variables.custom("chosen", ["a", "b", "c"], multi=True, default=("a", "c")),
        variables.custom("any", ["a"], include_all=True, default="$__all"),
        variables.interval("window", auto=30, title="Window"),
        variables.interval("step", ["1m", "5m"], default="5m"),
        variables.text_box("search", "abc", title="Search"),
        variables.constant("region", "eu"),
        variables.ad_hoc(title="Filters"),
    ],
    annotations=[
        annotation("Restarts", promql.changes(UP, "5m") > 0, title="restart of {{job}}", tags=["job"]),
        annotation(
            "Deployments",
            'deployed{env="$region"}',
            text="{{version}}",
            color="purple",
            enable=False,
            hide=True,
        ),
        firing_alerts(severity=("critical", "warning")),
    ],
    links=[
        other,
        panels.link("Manual", "https://example.org", new_tab=True, tooltip="Read"),
        panels.link("Same choice", other, keep_variables=True, keep_time=False),
    ],
    editable=False,
)
def around(env: Environment) -> Rows:
    """The docstring is not used here."""
    yield panels.timeseries("Before any row", REQUESTS.where(handler=promql.matches("$handler")).per_second())
    yield row(
        "Open",
        panels.stat(
            "First", UP.sum(), links=[panels.link("Over there", "/d/x?var-a=1", keep_variables=True)]
        ),
        panels.stat("Tall", UP.count(), height=9),
        panels.stat("Wide", UP.min(), width=18),
        panels.stat("Third line", UP.max(), width=24),
    )
    yield row(
        "Placed",
        panels.stat("Flows", UP.avg(), width=8),
        panels.stat("Fixed", UP.topk(1), x=8, y=0, width=8, height=8),
        panels.stat("Flows around", UP.bottomk(1), width=12),
    )
    yield row(
        "Closed",
        panels.stat("Hidden", UP.sum("job")),
        panels.stat("Hidden too", UP.sum("instance")),
        collapsed=True,
    )
    yield row(
        "Repeated $handler",
        panels.stat("Of $handler", REQUESTS.where(handler="$handler").per_minute()),
        repeat="handler",
    )
    yield row(
        "Repeated panels",
        panels.stat("Repeat", UP, repeat="job", max_per_row=4),
        panels.stat("Down", UP, repeat="job", repeat_direction="v"),
    )
    yield panels.text("After all rows", "the end")


@rule_group("recorded", folder="Golden", every="1m")
def recorded(env: Environment) -> Rules:
    """Record what the other dashboard reads."""
    yield RATE
