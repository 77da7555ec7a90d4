"""Metrics of every type, for the golden definitions."""

from __future__ import annotations

from grafana_kit.metrics import Counter, Gauge, Histogram, Summary

UP = Gauge("up", labels={})
QUEUED = Gauge("jobs_queued", job="backend", labels={"queue": ("clips", "thumbnails")})
MEMORY = Gauge("process_resident_memory_bytes", job="backend")
REQUESTS = Counter(
    "http_requests_total", job="backend", labels={"handler": ("/jobs", "/health"), "status": ("2xx", "5xx")}
)
SENT = Counter("http_response_size_bytes_total", job="backend", labels={"handler": ("/jobs",)})
LATENCY = Histogram(
    "job_latency_seconds",
    job="worker",
    labels={"status": ("done", "error")},
    buckets=(0.5, 1, 2.5, 5, 10, 30),
)
PAUSE = Summary("gc_pause_seconds", job="worker", quantiles=(0.5, 0.99))
