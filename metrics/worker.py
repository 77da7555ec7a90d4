"""Metrics of the job meme-maker-worker, written by `grafana-kit metrics capture SOURCE --job meme-maker-worker`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram

JOB = "meme-maker-worker"

clip_job_latency_seconds = Histogram(
    "clip_job_latency_seconds",
    job=JOB,
    labels={"status": ("done", "error")},
    buckets=(0.5, 1, 2.5, 5, 10, 30),
    help="End-to-end processing time per job",
)
clip_jobs_inflight = Gauge("clip_jobs_inflight", job=JOB, help="Number of jobs currently working")
clip_jobs_queued_total = Counter("clip_jobs_queued_total", job=JOB, help="Jobs accepted via POST /jobs")
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
