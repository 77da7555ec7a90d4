"""What alerts and dashboards share: recorded series, and expressions that stand behind several of them.

Names follow level:metric:operations (https://prometheus.io/docs/practices/rules/), except the plan's own
``redis_queue_length``. Windows are five minutes in every environment: jobs are few and long, and a share
of one minute's jobs says nothing.
"""

from __future__ import annotations

from grafana_kit import Environment, Query, Record, Rules, promql, rule_group
from grafana_kit.metrics import Counter
from metrics import backend, cadvisor, node, redis, scrape, worker

WINDOW = "5m"
_WINDOW_SECONDS = 300

LATENCY = worker.clip_job_latency_seconds
SLOW = 30
"""Seconds after which a job counts as slow: one of the histogram's bounds, and today its largest."""

NAMED = {"name": promql.is_not("")}
"""Containers, without the cgroups that are none: cAdvisor names only what Docker started."""
REAL_DISKS = {"fstype": promql.not_matches("tmpfs|ramfs|devtmpfs|overlay|squashfs|iso9660|fuse.*|nfs.*")}

_CPU = node.node_cpu_seconds_total
_ANSWERED = backend.http_requests_total.where(handler=promql.not_matches("/health|/metrics|none"))


def grown(counter: Counter, over: str = WINDOW) -> Query:
    """Return by how much a counter grew, with what it already showed when it was first seen.

    A labelled series is born at its first event, at 1, and ``increase`` cannot see that: the first
    failed job after a start would be lost. A series that was not there a window ago has grown by its
    whole value, unless its target was not scraped then: after an outage old totals come back at once.
    """
    born = counter.total().unless(counter.total().offset(over))
    scraped = scrape.up.where(job=counter.job).offset(over) == 1
    return born.binary("and", scraped, on=("job", "instance")) | counter.increase(over)


def restarts(over: str) -> Query:
    """Count the restarts of each container within a window, by its name.

    A restarted container changes its start time; a recreated one is a new series (a new id).
    """
    started = cadvisor.container_start_time_seconds.where(**NAMED)
    in_place = promql.changes(started, over).sum("name")
    series = promql.over("present_over_time", started, over).count("name")
    return in_place + series - 1


def _jobs(status: str) -> Query:
    # Aggregated by job: exporters from 1.55 on add the label filename.
    return redis.redis_script_values.where(key=f"memejobs_{status}").max("job")


QUEUED = Record("redis_queue_length", _jobs("queued"), labels={"queue": "clips"})
"""Jobs that wait: hashes ``job:*`` with the status queued (the RQ list is never drained)."""
WORKING = Record("job:memejobs_working:max", _jobs("working"))
DONE = Record("job:memejobs_done:max", _jobs("done"))
"""Done within the last hour: then their hashes expire."""
ERROR = Record("job:memejobs_error:max", _jobs("error"))

ACCEPTED = Record(
    "job:clip_jobs_queued:rate5m", backend.clip_jobs_queued_total.per_second(by="job", over=WINDOW)
)
"""Jobs accepted by the API, per second."""
FINISHED = Record("job:clip_jobs_finished:rate5m", grown(LATENCY.count).sum("job") / _WINDOW_SECONDS)
"""Jobs that ended, well or not, per second."""
FAILED = Record(
    "job:clip_jobs_failed:rate5m",
    (grown(LATENCY.count.where(status="error")).sum("job") / _WINDOW_SECONDS) | (FINISHED * 0),
)
"""Jobs that failed, per second; 0 while none did."""
FAILED_SHARE = Record("job:clip_jobs_failed:ratio_rate5m", FAILED / FINISHED)
"""Failed jobs of all that ended, 0 to 1; NaN while none ended."""
SLOW_SHARE = Record("job:clip_jobs_slow:ratio_rate5m", LATENCY.share_above(SLOW, by="job", over=WINDOW))
"""Jobs slower than SLOW of all that ended, 0 to 1; NaN while none ended."""

REQUESTS = Record("job:http_requests:rate5m", grown(_ANSWERED).sum("job") / _WINDOW_SECONDS)
"""Requests of users per second: without health checks, scrapes and unknown paths."""
REQUESTS_FAILED = Record(
    "job:http_requests_failed:rate5m",
    (grown(_ANSWERED.where(status="5xx")).sum("job") / _WINDOW_SECONDS) | (REQUESTS * 0),
)
"""Requests of users that were answered 5xx, per second; 0 while none were."""
REQUESTS_FAILED_SHARE = Record("job:http_requests_failed:ratio_rate5m", REQUESTS_FAILED / REQUESTS)
"""Requests answered 5xx of all requests of users, 0 to 1; NaN without traffic."""

CPU_BUSY = Record(
    "instance:node_cpu_busy:ratio_rate5m",
    # Of the time that was counted, not of the clock's: right also in the first minutes of a series.
    1 - promql.ratio(_CPU.where(mode="idle"), _CPU, by="instance", over=WINDOW),
)
"""Share of CPU time that was not idle, 0 to 1."""
MEMORY_USED = Record(
    "instance:node_memory_used:ratio",
    1 - node.node_memory_MemAvailable_bytes.max("instance") / node.node_memory_MemTotal_bytes.max("instance"),
)
"""Share of memory that programs could not get, 0 to 1."""


@rule_group("meme_maker_{environment}_recording", folder="Meme Maker")
def recording(env: Environment) -> Rules:
    """Record what others read, in the order in which they need it of each other."""
    yield from (QUEUED, WORKING, DONE, ERROR)
    yield from (ACCEPTED, FINISHED, FAILED, FAILED_SHARE, SLOW_SHARE)
    yield from (REQUESTS, REQUESTS_FAILED, REQUESTS_FAILED_SHARE)
    yield from (CPU_BUSY, MEMORY_USED)
