"""Alerts on the monitoring itself: silence must not look like health."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.recorded import LATENCY, NAMED, QUEUED, REAL_DISKS
from alerts.targets import down, up
from dashboards.monitoring import monitoring as monitoring_board
from grafana_kit import Alert, Environment, Query, Rules, promql, rule_group
from grafana_kit.metrics import Metric
from metrics import alertmanager, backend, cadvisor, node, prometheus, redis

_TARGETS = {
    "RedisExporterDown": (redis.JOB, "the Redis exporter", "queue and Redis alerts are blind"),
    "NodeExporterDown": (node.JOB, "the node exporter", "alerts on the machine are blind"),
    "CadvisorDown": (cadvisor.JOB, "cAdvisor", "alerts on containers are blind"),
    "AlertmanagerDown": (alertmanager.JOB, "the Alertmanager", "nobody is notified of anything"),
    "PrometheusScrapeDown": (prometheus.JOB, "itself", "alerts on the monitoring are blind"),
}

_NEEDED: tuple[Metric, ...] = (
    backend.clip_jobs_queued_total,
    backend.http_requests_total,
    LATENCY.count,
    node.node_filesystem_avail_bytes.where(**REAL_DISKS),
    node.node_filesystem_size_bytes.where(**REAL_DISKS),
    node.node_memory_MemAvailable_bytes,
    node.node_memory_MemTotal_bytes,
    node.node_cpu_seconds_total,
    cadvisor.container_start_time_seconds.where(**NAMED),
    cadvisor.container_memory_working_set_bytes.where(**NAMED),
    cadvisor.container_spec_memory_limit_bytes.where(**NAMED),
    prometheus.prometheus_config_last_reload_successful,
    prometheus.prometheus_rule_evaluation_failures_total,
    prometheus.prometheus_notifications_alertmanagers_discovered,
    prometheus.prometheus_notifications_dropped_total,
    alertmanager.alertmanager_notifications_failed_total,
)
"""Without these an alert is dead. A target that is down has its own alert."""


def _missing() -> Query:
    lost, *others = _each_missing()
    for other in others:
        lost = lost | other
    return lost


def _each_missing() -> Iterator[Query]:
    # Two metrics of one job would be one series without the label metric.
    yield _named(promql.absent(QUEUED), QUEUED.name).binary("and", redis.redis_up == 1, on=())
    for metric in _NEEDED:
        assert metric.job is not None
        lost = promql.absent(metric.text())
        yield _named(lost, metric.name).binary("and", up(metric.job) == 1, on="job")


def _named(query: Query, name: str) -> Query:
    return promql.call("label_replace", query, '"metric"', f'"{name}"', '""', '""')


def _undelivered() -> Query:
    # A notification counts as failed only when all its retries did: one in several minutes.
    per_integration = ("job", "integration")
    failed = promql.increase(alertmanager.alertmanager_notifications_failed_total, "15m", per_integration)
    dropped = promql.increase(prometheus.prometheus_notifications_dropped_total, "15m", "job")
    refused = promql.increase(prometheus.prometheus_notifications_errors_total, "15m", "job")
    return (failed > 0) | (dropped > 0) | (refused > 0)


@rule_group("meme_maker_{environment}_monitoring", folder="Meme Maker")
def monitoring(env: Environment) -> Rules:
    """Can the other alerts be trusted?"""
    yield from _blind(env)
    yield from _own_health(env)
    yield Alert(
        "Watchdog",
        when=promql.vector(1),
        severity="none",
        summary="Alerts are evaluated and delivered",
        description="Always firing ({{ $value }}): the receiver at the far end raises the alarm when this stops arriving.",
        panel=monitoring_board.panel("Watchdog"),
    )


def _blind(env: Environment) -> Rules:
    after = env.duration("down.for")
    for name, (job, what, consequence) in _TARGETS.items():
        yield Alert(
            name,
            when=down(job),
            for_=after,
            severity="critical" if job == alertmanager.JOB else "warning",
            summary=f"Prometheus cannot scrape {what}",
            description=f"For {after} Prometheus could not scrape {what}, or has no such target: {consequence}.",
            panel=monitoring_board.panel("Targets"),
        )
    yield Alert(
        "KeyMetricAbsent",
        when=_missing(),
        for_=env.duration("absent.for"),
        severity="warning",
        summary="The metric {{ $labels.metric }} is missing",
        description="Its target answers, but {{ $labels.metric }} is not in the answer: the alerts and panels "
        "that read it are dead.",
        panel=monitoring_board.panel("Series and samples"),
    )


def _own_health(env: Environment) -> Rules:
    after = env.duration("monitoring.for")
    yield Alert(
        "PrometheusReloadFailed",
        when=prometheus.prometheus_config_last_reload_successful == 0,
        for_=after,
        severity="warning",
        summary="Prometheus does not read its configuration",
        description="The last reload failed: Prometheus goes on with the configuration it had before.",
        panel=monitoring_board.panel("Configuration"),
    )
    yield Alert(
        "RuleEvaluationFailing",
        when=promql.increase(prometheus.prometheus_rule_evaluation_failures_total, by="rule_group") > 0,
        for_=after,
        severity="warning",
        summary="Rules of {{ $labels.rule_group }} cannot be evaluated",
        description='{{ $value | printf "%.0f" }} evaluations failed just now: these alerts are dead.',
        panel=monitoring_board.panel("Rule failures"),
    )
    yield Alert(
        "AlertmanagerUnreachable",
        when=prometheus.prometheus_notifications_alertmanagers_discovered < 1,
        for_=after,
        severity="critical",
        summary="Prometheus knows no Alertmanager",
        description="Prometheus sends its alerts to {{ $value }} Alertmanagers: nobody is notified.",
        panel=monitoring_board.panel("Notifications"),
    )
    yield Alert(
        "NotificationsFailing",
        when=_undelivered(),
        for_=after,
        severity="critical",
        summary="Notifications do not arrive",
        description='{{ $value | printf "%.0f" }} notifications were not delivered in 15 minutes.',
        panel=monitoring_board.panel("Notifications"),
    )
