"""Typed metrics, as ``grafana-kit metrics capture`` writes them into your project's ``metrics/``.

>>> latency = Histogram("clip_job_latency_seconds", job="worker", buckets=(1, 5, 30))
>>> print(latency.quantile(0.95))
histogram_quantile(0.95, sum by (le) (rate(clip_job_latency_seconds_bucket{job="worker"}[$__rate_interval])))
"""

from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary, Untyped

__all__ = ["OPEN", "Counter", "Gauge", "Histogram", "Metric", "Summary", "Untyped"]
