"""Metrics of the job meme-maker-backend, written by `grafana-kit metrics capture SOURCE --job meme-maker-backend`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary

JOB = "meme-maker-backend"

clip_job_latency_seconds = Histogram(
    "clip_job_latency_seconds", job=JOB, observed=False, help="End-to-end processing time per job"
)
clip_jobs_inflight = Gauge("clip_jobs_inflight", job=JOB, help="Number of jobs currently working")
clip_jobs_queued_total = Counter("clip_jobs_queued_total", job=JOB, help="Jobs accepted via POST /jobs")
http_request_duration_highr_seconds = Histogram(
    "http_request_duration_highr_seconds",
    job=JOB,
    buckets=(
        0.01,
        0.025,
        0.05,
        0.075,
        0.1,
        0.25,
        0.5,
        0.75,
        1,
        1.5,
        2,
        2.5,
        3,
        3.5,
        4,
        4.5,
        5,
        7.5,
        10,
        30,
        60,
    ),
    help="Latency with many buckets but no API specific labels. Made for more accurate percentile calculations.",
)
http_request_duration_seconds = Histogram(
    "http_request_duration_seconds",
    job=JOB,
    labels={
        "handler": (
            "/",
            "/api/v1/jobs",
            "/api/v1/jobs/{job_id}",
            "/api/v1/storage/metrics",
            "/debug/redis",
            "/health",
            "/metrics",
            "/openapi.json",
            "none",
        ),
        "method": ("GET", "POST"),
    },
    buckets=(0.1, 0.5, 1),
    help="Latency with only few buckets by handler. Made to be only used if aggregation by handler is important.",
)
http_request_size_bytes = Summary(
    "http_request_size_bytes",
    job=JOB,
    labels={
        "handler": (
            "/",
            "/api/v1/jobs",
            "/api/v1/jobs/{job_id}",
            "/api/v1/storage/metrics",
            "/debug/redis",
            "/health",
            "/metrics",
            "/openapi.json",
            "none",
        ),
    },
    help="Content length of incoming requests by handler. Only value of header is respected. Otherwise ignored. No percentile calculated.",
)
http_requests_total = Counter(
    "http_requests_total",
    job=JOB,
    labels={
        "handler": (
            "/",
            "/api/v1/jobs",
            "/api/v1/jobs/{job_id}",
            "/api/v1/storage/metrics",
            "/debug/redis",
            "/health",
            "/metrics",
            "/openapi.json",
            "none",
        ),
        "method": ("GET", "POST"),
        "status": ("2xx", "4xx", "5xx"),
    },
    help="Total number of requests by method, status and handler.",
)
http_response_size_bytes = Summary(
    "http_response_size_bytes",
    job=JOB,
    labels={
        "handler": (
            "/",
            "/api/v1/jobs",
            "/api/v1/jobs/{job_id}",
            "/api/v1/storage/metrics",
            "/debug/redis",
            "/health",
            "/metrics",
            "/openapi.json",
            "none",
        ),
    },
    help="Content length of outgoing responses by handler. Only value of header is respected. Otherwise ignored. No percentile calculated.",
)
process_cpu_seconds_total = Counter(
    "process_cpu_seconds_total", job=JOB, help="Total user and system CPU time spent in seconds."
)
process_max_fds = Gauge("process_max_fds", job=JOB, help="Maximum number of open file descriptors.")
process_open_fds = Gauge("process_open_fds", job=JOB, help="Number of open file descriptors.")
process_resident_memory_bytes = Gauge(
    "process_resident_memory_bytes", job=JOB, help="Resident memory size in bytes."
)
process_start_time_seconds = Gauge(
    "process_start_time_seconds", job=JOB, help="Start time of the process since unix epoch in seconds."
)
process_virtual_memory_bytes = Gauge(
    "process_virtual_memory_bytes", job=JOB, help="Virtual memory size in bytes."
)
python_gc_collections_total = Counter(
    "python_gc_collections_total",
    job=JOB,
    labels={"generation": ("0", "1", "2")},
    help="Number of times this generation was collected",
)
python_gc_objects_collected_total = Counter(
    "python_gc_objects_collected_total",
    job=JOB,
    labels={"generation": ("0", "1", "2")},
    help="Objects collected during gc",
)
python_gc_objects_uncollectable_total = Counter(
    "python_gc_objects_uncollectable_total",
    job=JOB,
    labels={"generation": ("0", "1", "2")},
    help="Uncollectable objects found during GC",
)
python_info = Gauge(
    "python_info",
    job=JOB,
    labels={"implementation": OPEN, "major": OPEN, "minor": OPEN, "patchlevel": OPEN, "version": OPEN},
    help="Python platform information",
)
