"""Alerts on clip jobs: the plan's four, and the two silent ways in which jobs stop being done."""

# A recorded series is written as a constant, and stands before what it is compared with.

from __future__ import annotations

from alerts.recorded import FAILED_SHARE, FINISHED, LATENCY, QUEUED, SLOW, SLOW_SHARE, grown
from dashboards.errors import errors
from dashboards.latency import latency
from dashboards.queue import queue
from grafana_kit import Alert, Environment, Rules, rule_group

_PER_MINUTE = 60
_PER_WINDOW = 300


@rule_group("meme_maker_{environment}_alerts", folder="Meme Maker")
def planned(env: Environment) -> Rules:
    """Is work piling up, slow or failing?"""
    yield Alert(
        "QueueDepthHigh",
        when=QUEUED > env.number("queue.high.jobs"),
        for_=env.duration("queue.high.for"),
        severity="warning",
        summary="{{ $value }} clip jobs are waiting",
        description=f"{{{{ $value }}}} jobs wait to be worked on; more than {env.number('queue.high.jobs')} "
        f"for {env.duration('queue.high.for')}.",
        panel=queue.panel("Jobs by state"),
    )
    yield Alert(
        "QueueDepthCritical",
        when=QUEUED > env.number("queue.critical.jobs"),
        for_=env.duration("queue.critical.for"),
        severity="critical",
        summary="{{ $value }} clip jobs are waiting: users wait for minutes",
        description=f"{{{{ $value }}}} jobs wait to be worked on; more than {env.number('queue.critical.jobs')} "
        f"for {env.duration('queue.critical.for')}. The worker is too slow or stands still.",
        panel=queue.panel("Jobs by state"),
    )
    # The floor counts slow jobs, not finished ones: where every job is slow, few finish.
    yield Alert(
        "HighJobLatency",
        when=(SLOW_SHARE > env.number("latency.slow.share"))
        & (SLOW_SHARE * FINISHED * _PER_WINDOW >= env.number("latency.min_slow_jobs")),
        for_=env.duration("latency.slow.for"),
        severity="warning",
        summary=f"{{{{ $value | humanizePercentage }}}} of clip jobs take longer than {SLOW} s",
        description=f"Of the jobs that ended in the last 5 minutes {{{{ $value | humanizePercentage }}}} took longer "
        f"than {SLOW} s.",
        panel=latency.panel("Slow jobs"),
    )
    yield Alert(
        "HighErrorRate",
        when=(FAILED_SHARE > env.number("errors.share"))
        & (FINISHED * _PER_MINUTE >= env.number("errors.min_jobs_per_minute")),
        for_=env.duration("errors.for"),
        severity="critical",
        summary="{{ $value | humanizePercentage }} of clip jobs fail",
        description="Of the jobs that ended in the last 5 minutes {{ $value | humanizePercentage }} failed.",
        panel=errors.panel("Share of failed jobs"),
    )


@rule_group("meme_maker_{environment}_jobs", folder="Meme Maker")
def halted(env: Environment) -> Rules:
    """Is work still done, even when there is little of it?"""
    # "unless": when the worker's metrics are gone the alert still fires.
    yield Alert(
        "JobsStuck",
        when=(QUEUED > 0).unless(FINISHED > 0, on=()),
        for_=env.duration("stuck.for"),
        severity="critical",
        summary="{{ $value }} clip jobs wait and none is finished",
        description=f"{{{{ $value }}}} jobs are queued. For {env.duration('stuck.for')} jobs waited while none had "
        "ended within the last 5 minutes.",
        panel=queue.panel("Accepted against finished"),
    )
    failed, done = (grown(LATENCY.count.where(status=one), "1h").sum("job") for one in ("error", "done"))
    yield Alert(
        "AllJobsFail",
        when=(failed >= env.number("errors.all_failed_jobs")).unless(done > 0, on="job"),
        for_=env.duration("errors.for"),
        severity="critical",
        summary="Every clip job of the last hour failed",
        description='{{ $value | printf "%.0f" }} jobs failed in the last hour and none succeeded. '
        "This counts also when there are too few jobs for HighErrorRate.",
        panel=errors.panel("Jobs by result"),
    )
