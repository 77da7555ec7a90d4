"""What makes each alert fire and what must not, in one table.

The numbers are those of the plan's table, written out again here: a wrong setting fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from attrs import field, frozen

from grafana_kit.metrics import Metric
from metrics import alertmanager, backend, cadvisor, node, prometheus, redis, scrape, worker
from tests.meme_maker.series import (
    INSTANCES,
    MINUTE,
    Series,
    Values,
    World,
    between,
    falling,
    growing,
    steady,
    step,
    stops,
)
from tests.meme_maker.world import (
    GB,
    LATENCY,
    ROOT_DISK,
    START,
    container,
    cpu,
    disk,
    jobs,
    memory,
    queued,
    requests,
    stored,
)


@frozen
class Limits:
    """The plan's table for one environment."""

    queue_high: int
    queue_critical: int
    slow: float
    failed: float


LIMITS = {
    "dev": Limits(queue_high=5, queue_critical=10, slow=0.20, failed=0.20),
    "staging": Limits(queue_high=15, queue_critical=25, slow=0.05, failed=0.05),
    "prod": Limits(queue_high=20, queue_critical=40, slow=0.05, failed=0.05),
}

Make: TypeAlias = Callable[[World, Limits], World]


@frozen
class Fire:
    """Data that makes an alert fire.

    Attributes:
        make: changes the healthy world.
        onset: the minute in which the condition becomes true; or the job whose second sample makes it true.
        settled: instead, the minute in which it fires at last, where the onset depends on the window's filling.
        labels: of the firing alert, besides its name, severity and environment.
        also: other alerts that may fire by then.
        title, says: the summary and the description that people get in production.
    """

    make: Make
    labels: Mapping[str, str]
    onset: float | str = 0
    settled: float | None = None
    also: tuple[str, ...] = ()
    title: str = ""
    says: str = ""


@frozen
class Case:
    """One alert: what makes it fire, what is just below, and what it may only think of.

    Attributes:
        for_: how long the condition must hold; where environments differ, by environment.
        fires: what it is → data that makes it fire.
        silent: what it is → data in which the condition is never true.
        calm: what it is → data in which the condition is true for a while, and the alert never fires.
        minutes: how long silent and calm data is watched.
    """

    alert: str
    severity: str
    for_: str | Mapping[str, str]
    fires: Mapping[str, Fire]
    silent: Mapping[str, Make] = field(factory=dict)
    calm: Mapping[str, Make] = field(factory=dict)
    minutes: int = 15


QUEUE = {"job": redis.JOB, "queue": "clips"}
WORKER = {"job": worker.JOB}
BACKEND = {"job": backend.JOB}
NODE = {"instance": INSTANCES[node.JOB]}
FLOOD = 240
"""Jobs or requests per minute: so many that every floor is passed with the second sample."""


def target(job: str) -> dict[str, str]:
    """Return the labels of a target."""
    return {"job": job, "instance": INSTANCES[job]}


def shares(bad: float, per_minute: float = FLOOD) -> tuple[Values, Values]:
    """Return two counters: the good, and a bad share of all."""
    return growing(per_minute * (1 - bad)), growing(per_minute * bad)


def slow(share: float, per_minute: float = FLOOD) -> tuple[Series, ...]:
    """Jobs of which a share takes an hour."""
    quick, hour = shares(share, per_minute)
    return jobs("done", {4: quick, 3600: hour})


def failing(share: float, per_minute: float = FLOOD) -> tuple[Series, ...]:
    """Jobs of which a share fails."""
    done, error = shares(share, per_minute)
    return (*jobs("done", {4: done}), *jobs("error", {4: error}))


def answered_5xx(share: float, per_minute: float = FLOOD) -> tuple[Series, ...]:
    """Requests of which a share is answered 5xx."""
    good, bad = shares(share, per_minute)
    return requests(good), requests(bad, status="5xx")


def idle_worker(world: World) -> World:
    """A worker that has finished nothing yet."""
    return world.put(*jobs("done", {4: steady(0)}))


def without_requests(world: World) -> World:
    """An API of whose users nothing is to be seen: only health checks and scrapes are counted."""
    return world.drop(backend.http_requests_total, handler="/api/v1/jobs")


def restarted(times: int) -> Series:
    """A worker's container that is restarted in place, once a minute."""
    values: Values = lambda at: START + MINUTE * min(at // MINUTE, times)  # noqa: E731
    return Series(cadvisor.container_start_time_seconds, values, container("meme-maker-worker"))


def recreated(world: World, times: int) -> World:
    """A worker's container that is thrown away and made anew, once a minute: each has its own id."""
    gone = world.drop(cadvisor.container_start_time_seconds, name="meme-maker-worker")
    return gone.put(
        *(
            Series(
                cadvisor.container_start_time_seconds,
                between(turn, turn + 1 if turn < times else 1000, steady(START + MINUTE * turn)),
                container("meme-maker-worker", id=f"/docker/{turn}"),
            )
            for turn in range(times + 1)
        )
    )


def used_memory(share: float) -> Series:
    """How much of its limit of 0.5 GB the backend's container uses."""
    labels = container("meme-maker-backend")
    return Series(cadvisor.container_memory_working_set_bytes, steady(0.5 * GB * share), labels)


def lost(metric: Metric, **labels: str) -> Fire:
    """A target that answers, without one of the metrics that alerts need."""
    expected = {"metric": metric.name, "job": metric.job or ""}
    return Fire(lambda world, _: world.drop(metric, **labels), expected, also=("ApiTrafficStopped",))


def is_down(name: str, job: str, severity: str, title: str, says: str, also: tuple[str, ...] = ()) -> Case:
    """The case of an alert that a target is down."""
    up = {"job": job}
    return Case(
        name,
        severity,
        "2m",
        fires={
            "the target does not answer": Fire(
                lambda world, _: world.without_target(job), target(job), also=also, title=title, says=says
            ),
            "there is no such target": Fire(lambda world, _: world.without_job(job), up, also=also),
        },
        calm={
            "one scrape in three minutes fails": lambda world, _: world.put(
                Series(scrape.up, lambda at: float(at % 180 >= MINUTE), up)
            ),
        },
        minutes=10,
    )


def gauge(metric: Metric, value: float) -> Make:
    """One gauge has another value."""
    return lambda world, _: world.put(Series(metric, steady(value)))


PLANNED = [
    Case(
        "QueueDepthHigh",
        "warning",
        {"dev": "2m", "staging": "5m", "prod": "5m"},
        fires={
            "one job more than the limit": Fire(
                lambda world, limits: world.put(queued(limits.queue_high + 1)),
                QUEUE,
                title="21 clip jobs are waiting",
                says="21 jobs wait to be worked on; more than 20 for 5m.",
            ),
            "a newer exporter names the script": Fire(
                lambda world, limits: world.drop(redis.redis_script_values, key="memejobs_queued").put(
                    stored("queued", steady(limits.queue_high + 1), filename="/scripts/memejobs.lua")
                ),
                QUEUE,
            ),
        },
        silent={"as many jobs as the limit": lambda world, limits: world.put(queued(limits.queue_high))},
        calm={
            "a peak of a minute and a half": lambda world, _: world.put(
                stored("queued", lambda at: 100 if at < 1.5 * MINUTE else 0)
            )
        },
    ),
    Case(
        "QueueDepthCritical",
        "critical",
        "2m",
        fires={
            "one job more than the limit": Fire(
                lambda world, limits: world.put(queued(limits.queue_critical + 1)),
                QUEUE,
                also=("QueueDepthHigh",),
                title="41 clip jobs are waiting: users wait for minutes",
                says="41 jobs wait to be worked on; more than 40 for 2m. The worker is too slow or stands still.",
            ),
        },
        silent={"as many jobs as the limit": lambda world, limits: world.put(queued(limits.queue_critical))},
    ),
    Case(
        "HighJobLatency",
        "warning",
        {"dev": "1m", "staging": "3m", "prod": "5m"},
        fires={
            "a share just above the limit": Fire(
                lambda world, limits: world.put(*slow(limits.slow + 0.01)),
                WORKER,
                onset=worker.JOB,
                title="6% of clip jobs take longer than 30 s",
                says="Of the jobs that ended in the last 5 minutes 6% took longer than 30 s.",
            ),
            "every job takes an hour": Fire(
                lambda world, _: world.put(*slow(1)),
                WORKER,
                onset=worker.JOB,
            ),
            # Where every job is slow few end: a floor on ended jobs would silence this.
            "one worker, and each job takes 100 s": Fire(
                lambda world, _: world.put(*jobs("done", {100: growing(0.6)})), WORKER, settled=20
            ),
        },
        silent={
            "a share just below the limit": lambda world, limits: world.put(*slow(limits.slow - 0.001)),
            "every job takes as long as the bound": lambda world, _: world.put(
                *jobs("done", {30: growing(FLOOD)})
            ),
            "one slow job in a quiet hour": lambda world, _: world.put(
                *jobs("done", {4: growing(0.1), 3600: step(10, 0, 1)})
            ),
            "no job at all": lambda world, _: idle_worker(world),
        },
    ),
    Case(
        "HighErrorRate",
        "critical",
        "2m",
        fires={
            "a share just above the limit": Fire(
                lambda world, limits: world.put(*failing(limits.failed + 0.01)),
                WORKER,
                onset=worker.JOB,
                title="6% of clip jobs fail",
                says="Of the jobs that ended in the last 5 minutes 6% failed.",
            ),
            "every job fails, and there are just enough": Fire(
                lambda world, _: world.put(*failing(1, per_minute=1.1)),
                WORKER,
                settled=20,
                also=("AllJobsFail",),
            ),
            # increase() alone sees nothing here: the series is born with all its errors.
            "the first errors of a worker that does not initialise its labels": Fire(
                lambda world, _: world.put(
                    *jobs("done", {4: growing(2)}), *jobs("error", {4: step(10, None, 4)})
                ),
                WORKER,
                onset=10,
            ),
        },
        silent={
            "a share just below the limit": lambda world, limits: world.put(*failing(limits.failed - 0.001)),
            "one job in a hundred": lambda world, _: world.put(*failing(0.01)),
            "every job fails, and there are fewer than one in a minute": lambda world, _: world.put(
                *failing(1, per_minute=0.9)
            ),
            "no job at all": lambda world, _: idle_worker(world),
            # All errors since the worker's start come back with the first scrape after an outage.
            "the worker comes back with old errors": lambda world, _: world.put(
                Series(scrape.up, step(8, 0, 1), WORKER),
                *jobs("done", {4: lambda at: 1000 + at / 10 if at >= 8 * MINUTE else None}),
                *jobs("error", {4: step(8, None, 900)}),
            ),
        },
    ),
]

WORK = [
    Case(
        "JobsStuck",
        "critical",
        "10m",
        fires={
            "jobs wait and none ends": Fire(
                lambda world, _: idle_worker(world).put(queued(3)),
                QUEUE,
                title="3 clip jobs wait and none is finished",
                says="3 jobs are queued. For 10m jobs waited while none had ended within the last 5 minutes.",
            ),
            "jobs wait and nothing is known of the worker": Fire(
                lambda world, _: world.without_job(worker.JOB).put(queued(3)), QUEUE, also=("WorkerDown",)
            ),
        },
        silent={
            "nothing waits": lambda world, _: idle_worker(world),
        },
        calm={
            "a job ends every eight minutes": lambda world, _: world.put(
                queued(3), *jobs("done", {100: lambda at: at // (8 * MINUTE)})
            ),
        },
        minutes=40,
    ),
    Case(
        "AllJobsFail",
        "critical",
        "2m",
        fires={
            "three jobs of a quiet hour": Fire(
                lambda world, _: idle_worker(world).put(*jobs("error", {4: step(10, 0, 3)})),
                WORKER,
                onset=10,
                title="Every clip job of the last hour failed",
                says="3 jobs failed in the last hour and none succeeded. "
                "This counts also when there are too few jobs for HighErrorRate.",
            ),
        },
        silent={
            "two jobs": lambda world, _: idle_worker(world).put(*jobs("error", {4: step(10, 0, 2)})),
            "one job was done": lambda world, _: world.put(
                *jobs("done", {4: step(5, 0, 1)}), *jobs("error", {4: step(10, 0, 9)})
            ),
        },
    ),
]

AVAILABILITY = [
    is_down(
        "BackendDown",
        backend.JOB,
        "critical",
        "The backend is down",
        "For 2m Prometheus could not scrape the backend, or has no such target.",
    ),
    is_down(
        "WorkerDown",
        worker.JOB,
        "critical",
        "The worker is down",
        "For 2m Prometheus could not scrape the worker, or has no such target: clip jobs are not worked on, "
        "or nobody can see whether they are.",
    ),
    Case(
        "RedisDown",
        "critical",
        "2m",
        fires={
            # What the exporter shows when Redis is gone: it is up, and has nothing to say but this.
            "the exporter does not reach Redis": Fire(
                lambda world, _: world.drop(redis.redis_script_values).put(Series(redis.redis_up, steady(0))),
                target(redis.JOB),
                title="Redis is down",
                says="For 2m the exporter could not reach Redis, or the exporter itself is gone.",
            ),
            "the exporter does not answer": Fire(
                lambda world, _: world.without_target(redis.JOB),
                {"job": redis.JOB},
                also=("RedisExporterDown",),
            ),
        },
    ),
    Case(
        "HighHttpErrorRatio",
        "critical",
        "5m",
        fires={
            "a share just above the limit": Fire(
                lambda world, _: world.put(*answered_5xx(0.06)),
                BACKEND,
                onset=backend.JOB,
                title="6% of API requests fail",
                says="Of the requests in the last 5 minutes 6% were answered 5xx.",
            ),
            "hidden among health checks": Fire(
                lambda world, _: world.put(
                    *answered_5xx(0.06), requests(growing(9000), handler="/health", method="GET")
                ),
                BACKEND,
                onset=backend.JOB,
            ),
        },
        silent={
            "a share just below the limit": lambda world, _: world.put(*answered_5xx(0.049)),
            "every request fails, and there are fewer than two in a minute": lambda world, _: world.put(
                *answered_5xx(1, per_minute=1.9)
            ),
            "users' own mistakes": lambda world, _: world.put(requests(growing(FLOOD), status="4xx")),
        },
    ),
    Case(
        "ApiTrafficStopped",
        "warning",
        "10m",
        fires={
            "requests are refused before they are counted": Fire(
                lambda world, _: world.put(requests(stops(30, growing(60)))),
                BACKEND,
                onset=35,
                title="The API answers no requests any more",
                says="The API had 40.0 requests per minute over the last hour, and has had none for 10m.",
            ),
            "the backend restarts and counts nothing any more": Fire(
                lambda world, _: without_requests(world).put(
                    requests(lambda at: at if at < 30 * MINUTE else None)
                ),
                BACKEND,
                onset=35,
            ),
        },
        silent={
            "traffic goes on": lambda world, _: world,
            "traffic was always thin": lambda world, _: world.put(requests(stops(30, growing(5)))),
        },
        calm={
            "a pause of twelve minutes": lambda world, _: world.put(
                requests(lambda at: at if at < 30 * MINUTE else max(30 * MINUTE, at - 12 * MINUTE))
            ),
        },
        minutes=60,
    ),
]

HOST = [
    Case(
        "DiskFilling",
        "critical",
        "30m",
        fires={
            "little is free and it shrinks": Fire(
                lambda world, _: world.put(*disk(falling(19 * GB, per_hour=1 * GB))),
                {**target(node.JOB), **ROOT_DISK},
                onset=node.JOB,
                title="/ is filling up",
                says="18.49% of / is free. At the pace of the last 6 hours it is full in less than 24h, "
                "or it nearly is already.",
            ),
            "full, so that the forecast does not fall any more": Fire(
                lambda world, _: world.put(*disk(steady(0))), {**target(node.JOB), **ROOT_DISK}
            ),
        },
        silent={
            "it shrinks and much is free": lambda world, _: world.put(
                *disk(falling(60 * GB, per_hour=9 * GB))
            ),
            "little is free and it stays so": lambda world, _: world.put(*disk(steady(6 * GB))),
            "little is free, and it lasts for more than a day": lambda world, _: world.put(
                *disk(falling(19 * GB, per_hour=0.7 * GB))
            ),
        },
        minutes=60,
    ),
    Case(
        "HighMemory",
        "warning",
        "10m",
        fires={
            "just above the limit": Fire(
                lambda world, _: world.put(*memory(0.09)),
                NODE,
                title="Memory is short",
                says="91% of memory is in use on node_exporter:9100.",
            )
        },
        silent={"just below the limit": lambda world, _: world.put(*memory(0.101))},
    ),
    Case(
        "HighCpu",
        "warning",
        "15m",
        fires={
            "just above the limit": Fire(
                lambda world, _: world.put(*cpu(0.09)),
                NODE,
                onset=node.JOB,
                title="The CPUs are busy",
                says="91% of CPU time is in use on node_exporter:9100.",
            )
        },
        silent={"just below the limit": lambda world, _: world.put(*cpu(0.101))},
    ),
]

CONTAINERS = [
    Case(
        "ContainerNearMemoryLimit",
        "warning",
        "5m",
        fires={
            "just above the share": Fire(
                lambda world, _: world.put(used_memory(0.91)),
                {"name": "meme-maker-backend"},
                title="meme-maker-backend is near its memory limit",
                says="meme-maker-backend uses 91% of its memory limit; at 100% it is killed.",
            )
        },
        silent={
            "just below the share": lambda world, _: world.put(used_memory(0.899)),
            "much memory and no limit": lambda world, _: world.put(
                Series(
                    cadvisor.container_memory_working_set_bytes,
                    steady(7 * GB),
                    container("meme-maker-redis"),
                )
            ),
        },
    ),
    Case(
        "ContainerRestarting",
        "critical",
        "2m",
        fires={
            "four restarts": Fire(
                lambda world, _: world.put(restarted(4)),
                {"name": "meme-maker-worker"},
                onset=4,
                title="meme-maker-worker restarts again and again",
                says="meme-maker-worker was restarted or recreated 4 times in 15m.",
            ),
            "made anew four times": Fire(
                lambda world, _: recreated(world, 4), {"name": "meme-maker-worker"}, onset=4
            ),
        },
        silent={
            "three restarts": lambda world, _: world.put(restarted(3)),
            "made anew three times": lambda world, _: recreated(world, 3),
        },
    ),
]

MONITORING = [
    is_down(
        "RedisExporterDown",
        redis.JOB,
        "warning",
        "Prometheus cannot scrape the Redis exporter",
        "For 2m Prometheus could not scrape the Redis exporter, or has no such target: queue and Redis alerts "
        "are blind.",
        also=("RedisDown",),
    ),
    is_down(
        "NodeExporterDown",
        node.JOB,
        "warning",
        "Prometheus cannot scrape the node exporter",
        "For 2m Prometheus could not scrape the node exporter, or has no such target: alerts on the machine "
        "are blind.",
    ),
    is_down(
        "CadvisorDown",
        cadvisor.JOB,
        "warning",
        "Prometheus cannot scrape cAdvisor",
        "For 2m Prometheus could not scrape cAdvisor, or has no such target: alerts on containers are blind.",
    ),
    is_down(
        "AlertmanagerDown",
        alertmanager.JOB,
        "critical",
        "Prometheus cannot scrape the Alertmanager",
        "For 2m Prometheus could not scrape the Alertmanager, or has no such target: nobody is notified of "
        "anything.",
    ),
    is_down(
        "PrometheusScrapeDown",
        prometheus.JOB,
        "warning",
        "Prometheus cannot scrape itself",
        "For 2m Prometheus could not scrape itself, or has no such target: alerts on the monitoring are blind.",
    ),
    Case(
        "KeyMetricAbsent",
        "warning",
        "5m",
        fires={
            "the exporter runs without its script": Fire(
                lambda world, _: world.drop(redis.redis_script_values),
                {"metric": "redis_queue_length", "queue": "clips"},
                title="The metric redis_queue_length is missing",
                says="Its target answers, but redis_queue_length is not in the answer: the alerts and panels "
                "that read it are dead.",
            ),
            "accepted jobs": lost(backend.clip_jobs_queued_total),
            "requests": lost(backend.http_requests_total),
            "the worker's histogram": lost(LATENCY.count),
            "free disk": lost(node.node_filesystem_avail_bytes),
            "disk size": lost(node.node_filesystem_size_bytes),
            "only memory file systems are seen": lost(node.node_filesystem_avail_bytes, **ROOT_DISK),
            "available memory": lost(node.node_memory_MemAvailable_bytes),
            "all memory": lost(node.node_memory_MemTotal_bytes),
            "CPU time": lost(node.node_cpu_seconds_total),
            "containers' starts": lost(cadvisor.container_start_time_seconds),
            "containers' memory": lost(cadvisor.container_memory_working_set_bytes),
            "containers' limits": lost(cadvisor.container_spec_memory_limit_bytes),
            "the last reload": lost(prometheus.prometheus_config_last_reload_successful),
            "failed evaluations": lost(prometheus.prometheus_rule_evaluation_failures_total),
            "known Alertmanagers": lost(prometheus.prometheus_notifications_alertmanagers_discovered),
            "dropped notifications": lost(prometheus.prometheus_notifications_dropped_total),
            "failed notifications": lost(alertmanager.alertmanager_notifications_failed_total),
        },
        silent={
            "a target that is down has its own alert": lambda world, _: world.without_target(backend.JOB),
            "so has Redis": lambda world, _: world.drop(redis.redis_script_values).put(
                Series(redis.redis_up, steady(0))
            ),
        },
        minutes=10,
    ),
    Case(
        "PrometheusReloadFailed",
        "warning",
        "5m",
        fires={
            "the last reload failed": Fire(
                gauge(prometheus.prometheus_config_last_reload_successful, 0),
                target(prometheus.JOB),
                title="Prometheus does not read its configuration",
                says="The last reload failed: Prometheus goes on with the configuration it had before.",
            )
        },
    ),
    Case(
        "RuleEvaluationFailing",
        "warning",
        "5m",
        fires={
            "a rule fails at every evaluation": Fire(
                lambda world, _: world.put(
                    Series(
                        prometheus.prometheus_rule_evaluation_failures_total,
                        growing(4),
                        {"rule_group": "/etc/prometheus/rules/jobs.yml;jobs"},
                    )
                ),
                {"rule_group": "/etc/prometheus/rules/jobs.yml;jobs"},
                onset=prometheus.JOB,
                title="Rules of /etc/prometheus/rules/jobs.yml;jobs cannot be evaluated",
                says="4 evaluations failed just now: these alerts are dead.",
            )
        },
        silent={
            "it failed before the last reload": lambda world, _: world.put(
                Series(
                    prometheus.prometheus_rule_evaluation_failures_total,
                    steady(40),
                    {"rule_group": "/etc/prometheus/rules/jobs.yml;jobs"},
                )
            )
        },
    ),
    Case(
        "AlertmanagerUnreachable",
        "critical",
        "5m",
        fires={
            "no Alertmanager is known": Fire(
                gauge(prometheus.prometheus_notifications_alertmanagers_discovered, 0),
                target(prometheus.JOB),
                title="Prometheus knows no Alertmanager",
                says="Prometheus sends its alerts to 0 Alertmanagers: nobody is notified.",
            )
        },
    ),
    Case(
        "NotificationsFailing",
        "critical",
        "5m",
        fires={
            "the receiver refuses one": Fire(
                lambda world, _: world.put(
                    Series(
                        alertmanager.alertmanager_notifications_failed_total,
                        step(3, 0, 1),
                        {"integration": "webhook"},
                    )
                ),
                {"job": alertmanager.JOB, "integration": "webhook"},
                onset=3,
                title="Notifications do not arrive",
                says="1 notifications were not delivered in 15 minutes.",
            ),
            "Prometheus drops one": Fire(
                lambda world, _: world.put(
                    Series(prometheus.prometheus_notifications_dropped_total, step(3, 0, 1))
                ),
                {"job": prometheus.JOB},
                onset=3,
            ),
            "the Alertmanager refuses one": Fire(
                lambda world, _: world.put(
                    Series(
                        prometheus.prometheus_notifications_errors_total,
                        step(3, 0, 1),
                        {"alertmanager": "http://alertmanager:9093/api/v2/alerts"},
                    )
                ),
                {"job": prometheus.JOB},
                onset=3,
            ),
        },
        silent={
            "one failed long ago": lambda world, _: world.put(
                Series(
                    alertmanager.alertmanager_notifications_failed_total,
                    steady(1),
                    {"integration": "webhook"},
                )
            )
        },
    ),
    Case(
        "Watchdog",
        "none",
        "0s",
        fires={
            "always": Fire(
                lambda world, _: world,
                {},
                title="Alerts are evaluated and delivered",
                says="Always firing (1): the receiver at the far end raises the alarm when this stops arriving.",
            )
        },
    ),
]

CASES = {case.alert: case for case in (*PLANNED, *WORK, *AVAILABILITY, *HOST, *CONTAINERS, *MONITORING)}
