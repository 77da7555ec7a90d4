"""Meme Maker as Prometheus sees it, under steady work: its metrics as they were captured, with moving values.

Run as a program of its own: ``python application.py BACKEND_PORT WORKER_PORT CADVISOR_PORT``. cAdvisor is
told here too, because it needs a machine with Docker; a test compares the names and labels with the
captured modules.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from attrs import field, frozen
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    Summary,
    start_http_server,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP_SECONDS: Final = 0.2
JOB_BUCKETS = (0.5, 1, 2.5, 5, 10, 30)
# prometheus-fastapi-instrumentator 6.1's own (its metrics.py: latency_highr_buckets, latency_lowr_buckets).
FINE_BUCKETS = (
    *(0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30, 60),
)
COARSE_BUCKETS = (0.1, 0.5, 1)

JOBS: Final = (
    *((0.3, "done"), (0.8, "done"), (2.0, "done"), (4.0, "done"), (8.0, "done"), (20.0, "done")),
    *((45.0, "done"), (1.2, "error"), (1.8, "done"), (3.0, "done")),
)
"""Duration and status of the jobs that end, over and over: one in ten is slow, one in ten fails."""

REQUESTS: Final = (
    ("/api/v1/jobs", "POST", "2xx", 0.04),
    ("/api/v1/jobs/{job_id}", "GET", "2xx", 0.008),
    ("/api/v1/jobs/{job_id}", "GET", "2xx", 0.02),
    ("/health", "GET", "2xx", 0.002),
    ("/metrics", "GET", "2xx", 0.01),
    ("/api/v1/jobs", "POST", "4xx", 0.003),
    ("none", "GET", "4xx", 0.001),
    ("/api/v1/jobs", "POST", "5xx", 1.3),
)
"""Handler, method, status and duration of the requests, over and over."""


def registry() -> CollectorRegistry:
    """Return a registry with what every Python process exposes of itself."""
    made = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=made)
    return made


@frozen(eq=False)
class JobMetrics:
    """The application's own metrics (backend/app/metrics.py), which both processes register."""

    latency: Histogram
    inflight: Gauge
    queued: Counter

    @classmethod
    def of(cls, where: CollectorRegistry) -> JobMetrics:
        """Register them."""
        return cls(
            Histogram(
                "clip_job_latency_seconds",
                "End-to-end processing time per job",
                ["status"],
                buckets=JOB_BUCKETS,
                registry=where,
            ),
            Gauge("clip_jobs_inflight", "Number of jobs currently working", registry=where),
            Counter("clip_jobs_queued_total", "Jobs accepted via POST /jobs", registry=where),
        )


def backend(where: CollectorRegistry) -> Iterator[None]:
    """Accept a job and answer a request at every step."""
    jobs = JobMetrics.of(where)
    requests = Counter(
        "http_requests_total",
        "Total number of requests by method, status and handler.",
        ["method", "status", "handler"],
        registry=where,
    )
    sizes = [
        Summary(
            f"http_{what}_size_bytes", f"Content length of {what}s by handler.", ["handler"], registry=where
        )
        for what in ("request", "response")
    ]
    fine = Histogram(
        "http_request_duration_highr_seconds",
        "Latency with many buckets but no API specific labels.",
        buckets=FINE_BUCKETS,
        registry=where,
    )
    coarse = Histogram(
        "http_request_duration_seconds",
        "Latency with only few buckets by handler.",
        ["method", "handler"],
        buckets=COARSE_BUCKETS,
        registry=where,
    )
    for handler, method, status, seconds in itertools.cycle(REQUESTS):
        jobs.queued.inc()
        requests.labels(method, status, handler).inc()
        for size in sizes:
            size.labels(handler).observe(300)
        fine.observe(seconds)
        coarse.labels(method, handler).observe(seconds)
        yield


def worker(where: CollectorRegistry) -> Iterator[None]:
    """End a job at every step."""
    jobs = JobMetrics.of(where)
    for seconds, status in itertools.cycle(JOBS):
        jobs.latency.labels(status).observe(seconds)
        yield


_MIB = 2**20
CONTAINERS: Final = {"meme-maker-backend": 0, "meme-maker-worker": 512 * _MIB, "meme-maker-redis": 128 * _MIB}
"""Name → memory limit; 0 is what cAdvisor reports where there is none."""
RESTARTS_AT_STEP: Final = 60  # Prometheus takes five seconds before it scrapes for the first time

_GAUGES = (
    "container_last_seen container_memory_rss container_memory_usage_bytes container_memory_working_set_bytes "
    "container_spec_memory_limit_bytes container_start_time_seconds"
)
_COUNTERS = {
    "container_cpu_cfs_periods_total": (),
    "container_cpu_cfs_throttled_periods_total": (),
    "container_cpu_usage_seconds_total": ("cpu",),
    "container_fs_reads_bytes_total": ("device",),
    "container_fs_writes_bytes_total": ("device",),
    "container_network_receive_bytes_total": ("interface",),
    "container_network_transmit_bytes_total": ("interface",),
    "container_oom_events_total": (),
}
_OTHER_LABELS = {"cpu": "cpu00", "device": "/dev/sda", "interface": "eth0"}


@frozen(eq=False)
class ContainerMetrics:
    """The part of cAdvisor's metrics that tells about memory, CPU, disk, network and restarts."""

    where: CollectorRegistry
    gauges: dict[str, Gauge] = field(init=False)
    counters: dict[str, Counter] = field(init=False)

    @gauges.default
    def _gauges(self) -> dict[str, Gauge]:
        labels = ("id", "image", "name")
        return {name: Gauge(name, name, labels, registry=self.where) for name in _GAUGES.split()}

    @counters.default
    def _counters(self) -> dict[str, Counter]:
        return {
            name: Counter(name, name, ("id", "image", "name", *more), registry=self.where)
            for name, more in _COUNTERS.items()
        }

    def step(self, name: str, limit: int, started: float) -> None:
        """Move one container on; the root of all cgroups has no name."""
        who = (f"/docker/{name}" if name else "/", f"{name}:1" if name else "", name)
        used = (limit or 256 * _MIB) * 0.6
        values = dict.fromkeys(self.gauges, used)
        values |= {"container_spec_memory_limit_bytes": limit, "container_start_time_seconds": started}
        values["container_last_seen"] = time.time()
        for metric, value in values.items():
            self.gauges[metric].labels(*who).set(value)
        for metric, more in _COUNTERS.items():
            rare = metric in ("container_oom_events_total", "container_cpu_cfs_throttled_periods_total")
            labels = (*who, *(_OTHER_LABELS[label] for label in more))
            self.counters[metric].labels(*labels).inc(0 if rare else 0.05)


def cadvisor(where: CollectorRegistry) -> Iterator[None]:
    """Let containers work, and one of them restart once."""
    metrics = ContainerMetrics(where)
    started = time.time()
    for step in itertools.count():
        for name, limit in {"": 0, **CONTAINERS}.items():
            again = name == "meme-maker-worker" and step >= RESTARTS_AT_STEP
            metrics.step(name, limit, started + again)
        yield


def main() -> None:
    """Expose three programs and move them on until the process is ended."""
    ports = [int(argument) for argument in sys.argv[1:]]
    registries = [registry(), registry(), CollectorRegistry()]
    steps = [made(one) for made, one in zip((backend, worker, cadvisor), registries, strict=True)]
    for port, one in zip(ports, registries, strict=True):
        start_http_server(port, addr="127.0.0.1", registry=one)
    while True:
        for step in steps:
            next(step)
        threading.Event().wait(STEP_SECONDS)


if __name__ == "__main__":
    main()
