"""Alerts on what users reach: the application's parts, and how the API answers."""

# A recorded series is written as a constant, and stands before what it is compared with.

from __future__ import annotations

from alerts.recorded import REQUESTS, REQUESTS_FAILED_SHARE
from alerts.targets import down
from dashboards.errors import errors
from dashboards.overview import overview
from dashboards.redis import redis_server
from grafana_kit import Alert, Environment, Rules, promql, rule_group
from metrics import backend, redis, worker

_PER_MINUTE = 60


@rule_group("meme_maker_{environment}_availability", folder="Meme Maker")
def availability(env: Environment) -> Rules:
    """Is every part there, and does the API answer?"""
    after = env.duration("down.for")
    yield Alert(
        "BackendDown",
        when=down(backend.JOB),
        for_=after,
        severity="critical",
        summary="The backend is down",
        description=f"For {after} Prometheus could not scrape the backend, or has no such target.",
        panel=overview.panel("Targets"),
    )
    yield Alert(
        "WorkerDown",
        when=down(worker.JOB),
        for_=after,
        severity="critical",
        summary="The worker is down",
        description=f"For {after} Prometheus could not scrape the worker, or has no such target: "
        "clip jobs are not worked on, or nobody can see whether they are.",
        panel=overview.panel("Targets"),
    )
    # The exporter stays up when Redis goes: only redis_up tells.
    yield Alert(
        "RedisDown",
        when=(redis.redis_up == 0) | promql.absent(redis.redis_up),
        for_=after,
        severity="critical",
        summary="Redis is down",
        description=f"For {after} the exporter could not reach Redis, or the exporter itself is gone.",
        panel=redis_server.panel("Redis answers"),
    )
    yield Alert(
        "HighHttpErrorRatio",
        when=(REQUESTS_FAILED_SHARE > env.number("http.errors.share"))
        & (REQUESTS * _PER_MINUTE >= env.number("http.errors.min_requests_per_minute")),
        for_=env.duration("http.errors.for"),
        severity="critical",
        summary="{{ $value | humanizePercentage }} of API requests fail",
        description="Of the requests in the last 5 minutes {{ $value | humanizePercentage }} were answered 5xx.",
        panel=errors.panel("5xx by handler"),
    )
    # The queue guard's 503 never reaches the request counter: an outage looks like silence.
    usual = promql.avg_over_time(REQUESTS, "1h") * _PER_MINUTE
    yield Alert(
        "ApiTrafficStopped",
        when=(usual > env.number("http.stopped.min_requests_per_minute")).unless(REQUESTS > 0),
        for_=env.duration("http.stopped.for"),
        severity="warning",
        summary="The API answers no requests any more",
        description='The API had {{ $value | printf "%.1f" }} requests per minute over the last hour, and '
        f"has had none for {env.duration('http.stopped.for')}.",
        panel=errors.panel("Traffic by status"),
    )
