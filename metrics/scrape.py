"""Series that no job exposes: Prometheus itself makes them, one per target of every scrape and per active alert.

Written by hand in the form of the captured modules; they have no job of their own, so narrow them with
``where(job=...)``. An alert's series carries all labels of the alert; the ones listed are those that every
alert has.
"""

from grafana_kit.metrics import OPEN, Gauge

ALERTS = Gauge(
    "ALERTS",
    labels={"alertname": OPEN, "alertstate": ("firing", "pending"), "environment": OPEN, "severity": OPEN},
    help="1 for each alert that is pending or firing.",
)
ALERTS_FOR_STATE = Gauge(
    "ALERTS_FOR_STATE",
    labels={"alertname": OPEN, "environment": OPEN, "severity": OPEN},
    help="When the condition of each active alert became true, in seconds since 1970.",
)
scrape_duration_seconds = Gauge("scrape_duration_seconds", help="How long the scrape took.")
scrape_samples_post_metric_relabeling = Gauge(
    "scrape_samples_post_metric_relabeling", help="Samples that were left after metric relabeling."
)
scrape_samples_scraped = Gauge("scrape_samples_scraped", help="Samples that the target exposed.")
scrape_series_added = Gauge(
    "scrape_series_added", help="Series in this scrape that were not in the one before, approximately."
)
up = Gauge("up", help="1 if the last scrape of the target worked, 0 if it failed.")
