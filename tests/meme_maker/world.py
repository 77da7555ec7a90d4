"""Meme Maker in good health: everything that is scraped while nothing is wrong."""

from __future__ import annotations

from metrics import alertmanager, backend, cadvisor, node, prometheus, redis, scrape, worker
from tests.meme_maker.series import INSTANCES, Series, Values, World, growing, observed, steady

GB = 1e9
START = 1_790_000_000.0
LATENCY = worker.clip_job_latency_seconds
ROOT_DISK = {"device": "/dev/vda1", "fstype": "ext4", "mountpoint": "/"}
CONTAINERS = {"meme-maker-backend": 0.5 * GB, "meme-maker-worker": 1 * GB, "meme-maker-redis": 0}
"""Container → its memory limit; 0 is how cAdvisor says that there is none."""


def ups() -> tuple[Series, ...]:
    """Every target answers."""
    return tuple(Series(scrape.up, steady(1), {"job": job}) for job in INSTANCES)


def jobs(status: str, seen: dict[float, Values]) -> tuple[Series, ...]:
    """Jobs that ended: seconds that they took → how many did."""
    return observed(LATENCY, seen, status=status)


def stored(status: str, values: Values, **labels: str) -> Series:
    """Job hashes in Redis, as the exporter's script counts them."""
    return Series(redis.redis_script_values, values, {"key": f"memejobs_{status}", **labels})


def queued(count: float) -> Series:
    """Jobs that wait."""
    return stored("queued", steady(count))


def requests(
    values: Values, status: str = "2xx", handler: str = "/api/v1/jobs", method: str = "POST"
) -> Series:
    """Requests that the API answered."""
    labels = {"handler": handler, "method": method, "status": status}
    return Series(backend.http_requests_total, values, labels)


def cpu(idle_share: float) -> tuple[Series, ...]:
    """Two CPUs that are idle for a share of the time."""
    return tuple(
        Series(node.node_cpu_seconds_total, growing(60 * share, start=1e6), {"cpu": cpu, "mode": mode})
        for cpu in ("0", "1")
        for mode, share in (("idle", idle_share), ("user", 1 - idle_share))
    )


def disk(available: Values, **labels: str) -> tuple[Series, ...]:
    """A file system of 100 GB."""
    where = labels or ROOT_DISK
    return (
        Series(node.node_filesystem_avail_bytes, available, where),
        Series(node.node_filesystem_size_bytes, steady(100 * GB), where),
    )


def memory(available_share: float) -> tuple[Series, ...]:
    """A machine with 8 GB."""
    return (
        Series(node.node_memory_MemAvailable_bytes, steady(8 * GB * available_share)),
        Series(node.node_memory_MemTotal_bytes, steady(8 * GB)),
    )


def container(name: str, **labels: str) -> dict[str, str]:
    """Return the labels that cAdvisor gives a container."""
    return {"name": name, "id": f"/docker/{name}", "image": name, **labels}


def containers() -> tuple[Series, ...]:
    """The application's containers, and the machine's own cgroup, which has no name."""
    machine = {"id": "/", "name": "", "image": ""}
    made = [
        Series(cadvisor.container_start_time_seconds, steady(START), machine),
        Series(cadvisor.container_memory_working_set_bytes, steady(7 * GB), machine),
        Series(cadvisor.container_spec_memory_limit_bytes, steady(0), machine),
    ]
    for name, limit in CONTAINERS.items():
        labels = container(name)
        made += [
            Series(cadvisor.container_start_time_seconds, steady(START), labels),
            Series(cadvisor.container_memory_working_set_bytes, steady(0.2 * GB), labels),
            Series(cadvisor.container_spec_memory_limit_bytes, steady(limit), labels),
        ]
    return tuple(made)


def own_health() -> tuple[Series, ...]:
    """Prometheus and Alertmanager about themselves."""
    group = {"rule_group": "/etc/prometheus/rules/jobs.yml;jobs"}
    return (
        Series(prometheus.prometheus_config_last_reload_successful, steady(1)),
        Series(prometheus.prometheus_rule_evaluation_failures_total, steady(0), group),
        Series(prometheus.prometheus_notifications_alertmanagers_discovered, steady(1)),
        Series(prometheus.prometheus_notifications_dropped_total, steady(0)),
        Series(
            prometheus.prometheus_notifications_errors_total,
            steady(0),
            {"alertmanager": "http://alertmanager:9093/api/v2/alerts"},
        ),
        Series(alertmanager.alertmanager_notifications_failed_total, steady(0), {"integration": "webhook"}),
    )


HEALTHY = World(
    (
        *ups(),
        Series(redis.redis_up, steady(1)),
        queued(0),
        stored("working", steady(1)),
        stored("done", steady(5)),
        stored("error", steady(0)),
        Series(backend.clip_jobs_queued_total, growing(6)),
        requests(growing(60)),
        requests(growing(0), status="5xx"),
        requests(growing(6), handler="/health", method="GET"),
        requests(growing(4), handler="/metrics", method="GET"),
        *jobs("done", {4: growing(6)}),
        *jobs("error", {4: growing(0)}),
        *disk(steady(60 * GB)),
        *disk(steady(0), device="tmpfs", fstype="tmpfs", mountpoint="/run"),
        *memory(0.5),
        *cpu(0.8),
        *containers(),
        *own_health(),
    )
)
