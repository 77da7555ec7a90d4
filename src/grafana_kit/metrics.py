"""Typed metrics, as ``grafana-kit metrics capture`` writes them into your project's ``metrics/``.

>>> latency = Histogram("clip_job_latency_seconds", job="worker", buckets=(1, 5, 30))
>>> print(latency.share_above(30))
1 - sum(rate(clip_job_latency_seconds_bucket{job="worker",le=~"30\\\\.0|30"}[$__rate_interval])) / \
sum(rate(clip_job_latency_seconds_count{job="worker"}[$__rate_interval]))
"""

from grafana_kit.model.metric import OPEN as OPEN
from grafana_kit.model.metric import Counter as Counter
from grafana_kit.model.metric import Gauge as Gauge
from grafana_kit.model.metric import Histogram as Histogram
from grafana_kit.model.metric import Metric as Metric
from grafana_kit.model.metric import Summary as Summary
from grafana_kit.model.metric import Untyped as Untyped

__all__ = ["OPEN", "Counter", "Gauge", "Histogram", "Metric", "Summary", "Untyped"]
