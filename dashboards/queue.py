from alerts.recorded import ACCEPTED, FINISHED, QUEUED, WORKING
from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS, queue_steps
from grafana_kit import Environment, Rows, dashboard, panels, row
from metrics import redis

WAITING = QUEUED.sum()
FINISHING = FINISHED.sum()
# An empty queue is drained already; a queue of which nothing finishes has no such time at all.
TIME_TO_DRAIN = WAITING / (FINISHING > 0) | (WAITING == 0)
NEVER = "nothing finishes"


@dashboard(
    "Meme Maker queue",
    uid="meme-maker-queue",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
)
def queue(env: Environment) -> Rows:
    """Is work piling up?"""
    steps = queue_steps(env)
    yield row(
        "Now",
        panels.stat(
            "Waiting",
            WAITING,
            unit="suffix:jobs",
            thresholds=steps,
            width=5,
            description="Jobs with the status queued, counted in Redis.",
        ),
        panels.stat(
            "In work",
            WORKING.sum(),
            unit="suffix:jobs",
            width=5,
            description="Jobs with the status working; 0 while jobs wait means that no worker takes them.",
        ),
        panels.stat(
            "Time to drain",
            TIME_TO_DRAIN,
            unit="s",
            no_value=NEVER,
            width=5,
            description="How long the waiting jobs take at the present pace if no more are accepted.",
        ),
        panels.stat(
            "Growth",
            (ACCEPTED.sum() - FINISHING) * 60,
            unit="suffix:jobs/min",
            thresholds={"orange": 1},
            width=5,
            description="Jobs accepted less jobs finished: above 0 the backlog grows.",
        ),
        panels.stat(
            "Redis memory",
            redis.redis_memory_used_bytes,
            unit="bytes",
            width=4,
            description="The queue lives in Redis: when its memory is full, jobs are refused or lost.",
        ),
    )
    yield row(
        "Is it growing?",
        panels.timeseries(
            "Jobs by state",
            {"waiting": WAITING, "in work": WORKING.sum()},
            unit="suffix:jobs",
            thresholds=steps,
            threshold_style="dashed",
            description="The dashed lines are where QueueDepthHigh and QueueDepthCritical begin.",
        ),
        panels.timeseries(
            "Accepted against finished",
            {"accepted": ACCEPTED.sum() * 60, "finished": FINISHING * 60},
            unit="suffix:jobs/min",
            description="Work piles up while the first line stays above the second.",
        ),
        panels.timeseries(
            "Time to drain over time",
            {"time to drain": TIME_TO_DRAIN},
            unit="s",
            no_value=NEVER,
            description="Gaps are times in which jobs waited and none finished.",
        ),
        panels.timeseries(
            "Redis memory over time",
            {"used": redis.redis_memory_used_bytes, "limit": redis.redis_memory_max_bytes > 0},
            unit="bytes",
            soft_min=0,
            description="What Redis uses, and its limit where one is set.",
        ),
    )
