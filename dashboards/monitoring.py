from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS, UP, WHOLE_RANGE
from grafana_kit import Environment, Query, Rows, dashboard, panels, promql, row
from grafana_kit.metrics import Counter
from metrics import alertmanager, prometheus, scrape

UNSENT = (prometheus.prometheus_notifications_dropped_total, prometheus.prometheus_notifications_errors_total)
# A rule group is named after its file; behind the semicolon stands the name that people know.
SHORT_NAMES = [{"id": "renameByRegex", "options": {"regex": ".*;(.*)", "renamePattern": "$1"}}]


def in_range(counter: Counter, *others: Counter) -> Query:
    """Return by how much counters grew in the time shown, together.

    The first one is there from the start: without it, its program is not scraped, and "0" would be a lie.
    """
    first = counter.increase(WHOLE_RANGE, by=())
    return sum((promql.or_zero(one.increase(WHOLE_RANGE, by=())) for one in others), first)


def incidents(title: str, query: Query, description: str) -> object:
    """Return a number that should be 0."""
    return panels.stat(
        title,
        panels.target(query, instant=True),
        unit="short",
        decimals=0,
        thresholds={"red": 1},
        width=4,
        description=description,
    )


@dashboard(
    "Meme Maker monitoring",
    uid="meme-maker-monitoring",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
)
def monitoring(env: Environment) -> Rows:
    """Can we trust the monitoring itself?"""
    retention = env.prometheus.retention
    yield row(
        "Now",
        incidents(
            "Targets down",
            promql.or_zero((scrape.up == 0).count()),
            "Targets that do not answer; what they measure is unknown.",
        ),
        incidents(
            "Rules that failed",
            in_range(
                prometheus.prometheus_rule_evaluation_failures_total,
                prometheus.prometheus_rule_group_iterations_missed_total,
            ),
            "Evaluations in the time shown that failed or were left out: an alert in them cannot fire.",
        ),
        incidents(
            "Alerts that were lost",
            in_range(*UNSENT),
            "Notifications in the time shown that Prometheus could not hand to Alertmanager.",
        ),
        incidents(
            "Messages that failed",
            in_range(alertmanager.alertmanager_notifications_failed_total),
            "Notifications in the time shown that Alertmanager could not deliver to people.",
        ),
        panels.stat(
            "Configuration",
            {
                "Prometheus": promql.or_zero(prometheus.prometheus_config_last_reload_successful.min()),
                "Alertmanager": promql.or_zero(alertmanager.alertmanager_config_last_reload_successful.min()),
            },
            unit="short",
            mappings={0: ("not loaded", "red"), 1: ("loaded", "green")},
            sparkline=False,
            width=4,
            description="Whether the last reload worked; if not, the configuration before it is in force.",
        ),
        panels.stat(
            "Watchdog",
            promql.or_zero(
                scrape.ALERTS.where(alertname=promql.matches("Watchdog.*"), alertstate="firing").max()
            ),
            unit="short",
            mappings={0: ("silent", "red"), 1: ("fires", "green")},
            sparkline=False,
            width=4,
            description="The alert that always fires: if it is silent, no other can be heard either.",
        ),
    )
    yield row(
        "Scrapes and rules",
        panels.state_timeline(
            "Targets",
            scrape.up.min("job"),
            unit="short",
            mappings=UP,
            description="Whether every target of a job answered; a gap is a job that was not configured.",
        ),
        panels.timeseries(
            "Scrape duration",
            scrape.scrape_duration_seconds.max("job"),
            unit="s",
            soft_min=0,
            description="The slowest target of each job; near the scrape timeout (10 s at most) it is lost.",
        ),
        panels.timeseries(
            "Rule evaluation time",
            prometheus.prometheus_rule_group_last_duration_seconds
            / prometheus.prometheus_rule_group_interval_seconds,
            unit="percentunit",
            transformations=SHORT_NAMES,
            thresholds={"red": 1},
            threshold_style="dashed",
            soft_min=0,
            description="Of the group's interval; at 100 % evaluations are left out.",
        ),
        panels.timeseries(
            "Rule failures",
            prometheus.prometheus_rule_evaluation_failures_total.per_second(by="rule_group"),
            unit="ops",
            transformations=SHORT_NAMES,
            soft_min=0,
            description="Failed evaluations per second, by rule group; there should be none.",
        ),
    )
    yield row(
        "Notifications and storage",
        panels.timeseries(
            "Notifications",
            {
                "sent to Alertmanager": prometheus.prometheus_notifications_sent_total.per_minute(by=()),
                "errors": prometheus.prometheus_notifications_errors_total.per_minute(by=()),
                "dropped": prometheus.prometheus_notifications_dropped_total.per_minute(by=()),
                "delivered or tried": alertmanager.alertmanager_notifications_total.per_minute(by=()),
                "not delivered": alertmanager.alertmanager_notifications_failed_total.per_minute(by=()),
            },
            unit="cpm",
            width=6,
            description="From Prometheus to Alertmanager, and from there to people.",
        ),
        panels.timeseries(
            "Series and samples",
            {
                "series": prometheus.prometheus_tsdb_head_series,
                "samples per second": prometheus.prometheus_tsdb_head_samples_appended_total.per_second(
                    by=()
                ),
            },
            unit="short",
            soft_min=0,
            width=6,
            description="A jump is a label with too many values.",
        ),
        panels.timeseries(
            "Disk",
            {
                "blocks": prometheus.prometheus_tsdb_storage_blocks_bytes,
                "limit": prometheus.prometheus_tsdb_retention_limit_bytes > 0,
            },
            unit="bytes",
            soft_min=0,
            width=6,
            description=f"What stored blocks take, and the limit ({retention.size or 'none is set'}).",
        ),
        panels.timeseries(
            "Retention",
            {"oldest sample": promql.since(prometheus.prometheus_tsdb_lowest_timestamp_seconds)},
            unit="s",
            soft_min=0,
            width=6,
            description=f"How far back one can look; {retention.time or '15d'} is what is configured.",
        ),
    )
