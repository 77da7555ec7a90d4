"""What mypy says of an author's code. It is read by ``mypy``, not run: every ignore here must be needed.

(``warn_unused_ignores`` turns an ignore without an error into an error.)
"""

from __future__ import annotations

from typing import assert_type

import grafana_kit
from grafana_kit import (
    Alert,
    Dashboard,
    Environment,
    Panel,
    Query,
    Record,
    Row,
    Rows,
    Rules,
    Variable,
    annotation,
    dashboard,
    firing_alerts,
    panels,
    promql,
    row,
    rule_group,
    variables,
)
from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary
from grafana_kit.model.alerting import RuleGroup

QUEUED = Gauge("jobs_queued", job="backend", labels={"queue": ("clips",), "id": OPEN})
REQUESTS = Counter("http_requests_total", job="backend", labels={"status": ("2xx", "5xx")})
LATENCY = Histogram("job_latency_seconds", job="worker", buckets=(0.5, 1, 30))
PAUSE = Summary("pause_seconds", quantiles=(0.5,))


@dashboard(
    "Jobs",
    uid="jobs",
    folder="Shop",
    tags=["jobs"],
    variables=[variables.label_values("queue", QUEUED, multi=True), variables.custom("size", {"small": "s"})],
    annotations=[annotation("Deployed", "deployed > 0"), firing_alerts(severity=("critical", "warning"))],
    links=[panels.link("Docs", "https://example.org")],
)
def jobs(env: Environment) -> Rows:
    """Are jobs done?"""
    yield row(
        "Now", panels.stat("Queued", QUEUED, unit="short", thresholds={"red": env.number("queue.high")})
    )
    yield panels.timeseries(
        "Rate", {"all": REQUESTS.per_second(), "text": "sum(up)"}, width=24, legend_calcs=["mean"]
    )
    yield panels.heatmap("Spread", LATENCY)
    yield row("Later", panels.table("Jobs", [QUEUED, panels.target("up", instant=True)]), collapsed=True)


@rule_group("jobs", folder="Shop", every="1m")
def rules(env: Environment) -> Rules:
    """Watch jobs."""
    yield Record("job:failed:ratio", promql.ratio(REQUESTS.where(status="5xx"), REQUESTS), labels={"a": "b"})
    yield Alert(
        "Failing",
        when=LATENCY.share_above(30) > env.number("slow"),
        for_=env.duration("slow.for"),
        severity="critical",
        summary="s",
        description="d",
        panel=jobs.panel("Queued"),
        labels={"team": "a"},
    )


def kinds() -> None:
    """What everything is."""
    assert_type(jobs, Dashboard)
    assert_type(rules, RuleGroup)
    assert_type(row("x"), Row)
    assert_type(panels.stat("x", "up"), Panel)
    assert_type(variables.text_box("x"), Variable)
    assert_type(QUEUED.where(queue="clips"), Gauge)
    assert_type(REQUESTS.where(status=("2xx", "5xx")).offset("1h"), Counter)
    assert_type(LATENCY.count, Counter)
    assert_type(REQUESTS.per_second(by="status"), Query)
    assert_type(QUEUED > 5, Query)
    assert_type(1 - QUEUED, Query)
    assert_type(QUEUED & REQUESTS.per_second(), Query)
    assert_type(PAUSE.quantile(0.5), Query)
    assert_type(promql.per_second(REQUESTS), Query)


def mistakes() -> None:
    """What mypy finds before anything is run."""
    panels.stat("x", "up", widht=3)  # type: ignore[call-arg]
    panels.stat("x", "up", calc="median_of_all")  # type: ignore[arg-type]
    panels.stat("x", 5)  # type: ignore[arg-type]
    panels.timeseries("x", QUEUED, unit=5)  # type: ignore[arg-type]
    panels.timeseries("x", QUEUED, style="curve")  # type: ignore[arg-type]
    panels.timeseries("x", QUEUED, thresholds=["red"])  # type: ignore[arg-type]
    promql.share_above(REQUESTS, 30)  # type: ignore[arg-type]
    REQUESTS.quantile(0.9)  # type: ignore[attr-defined]
    QUEUED.per_second()  # type: ignore[attr-defined]
    QUEUED + None  # type: ignore[operator]
    Alert("x", when=QUEUED > 1, severity="fatal", summary="s", description="d")  # type: ignore[arg-type]
    Alert("x", when=5, severity="info", summary="s", description="d")  # type: ignore[arg-type]
    Alert("x", when=QUEUED > 1, severity="info", summary="s")  # type: ignore[call-arg]
    row("x", colapsed=True)  # type: ignore[call-arg]
    dashboard("x", uid="x")  # type: ignore[call-arg]
    grafana_kit.dashbaord  # type: ignore[attr-defined]  # noqa: B018
