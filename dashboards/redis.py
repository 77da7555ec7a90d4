from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS, UP, WHOLE_RANGE
from grafana_kit import Environment, Rows, dashboard, panels, promql, row
from metrics import redis

USED = redis.redis_memory_used_bytes
LIMIT = redis.redis_memory_max_bytes > 0  # Redis reports 0 when it has none
HITS = redis.redis_keyspace_hits_total.per_second(by=())
READS = HITS + redis.redis_keyspace_misses_total.per_second(by=())


@dashboard(
    "Meme Maker Redis",
    uid="meme-maker-redis",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
)
def redis_server(env: Environment) -> Rows:
    """Is Redis healthy?"""
    memory = {"red": env.number("memory.share")}
    yield row(
        "Now",
        panels.stat(
            "Redis answers",
            promql.or_zero(redis.redis_up.min()),
            unit="short",
            mappings=UP,
            color_mode="background",
            sparkline=False,
            width=4,
            description="Asked by the exporter, which itself stays up when Redis is gone.",
        ),
        panels.stat(
            "Memory of the limit",
            USED / LIMIT,
            unit="percentunit",
            thresholds=memory,
            no_value="no limit",
            width=4,
            description="At the limit Redis evicts keys or refuses writes, as its policy says.",
        ),
        panels.stat(
            "Clients",
            redis.redis_connected_clients,
            unit="short",
            width=4,
            description="Connections, the exporter's own included.",
        ),
        panels.stat(
            "Reads that hit",
            HITS / READS,
            unit="percentunit",
            mappings={None: "no reads"},
            width=4,
            description="Of the reads of keys, those that found one.",
        ),
        panels.stat(
            "Evicted in the time shown",
            panels.target(redis.redis_evicted_keys_total.increase(WHOLE_RANGE), instant=True),
            unit="suffix:keys",
            decimals=0,
            thresholds={"red": 1},
            width=4,
            description="Keys thrown away because memory was full: each may have been a job.",
        ),
        panels.stat(
            "Slow commands in the time shown",
            panels.target(promql.delta(redis.redis_slowlog_last_id, over=WHOLE_RANGE), instant=True),
            unit="short",
            decimals=0,
            thresholds={"orange": 1},
            width=4,
            description="New entries of the slow log: commands that took longer than Redis's own bound.",
        ),
    )
    yield row(
        "Load",
        panels.timeseries(
            "Memory",
            {
                "used": USED,
                "held by the process": redis.redis_memory_used_rss_bytes,
                "peak": redis.redis_memory_used_peak_bytes,
                "limit": LIMIT,
            },
            unit="bytes",
            soft_min=0,
            description="If the process holds much more than is used, memory is fragmented.",
        ),
        panels.timeseries(
            "Clients over time",
            {
                "connected": redis.redis_connected_clients,
                "waiting for a key": redis.redis_blocked_clients,
            },
            unit="short",
            soft_min=0,
            description="A climbing line is a program that does not close its connections.",
        ),
        panels.timeseries(
            "Commands",
            promql.topk(7, redis.redis_commands_total.per_second(by="cmd")),
            unit="ops",
            width=8,
            description="Calls per second of the seven busiest commands.",
        ),
        panels.timeseries(
            "Time per command",
            promql.topk(
                7,
                promql.ratio(
                    redis.redis_commands_duration_seconds_total, redis.redis_commands_total, by="cmd"
                ),
            ),
            unit="s",
            width=8,
            description="Average duration of the seven slowest commands.",
        ),
        panels.timeseries(
            "Errors",
            {
                "failed or rejected calls": redis.redis_commands_failed_calls_total.per_second(by=())
                + redis.redis_commands_rejected_calls_total.per_second(by=()),
                "refused connections": redis.redis_rejected_connections_total.per_second(by=()),
            },
            unit="ops",
            width=8,
            description="Commands that went wrong and clients that were turned away, per second.",
        ),
    )
    yield row(
        "Keys",
        panels.timeseries(
            "Keys by database",
            redis.redis_db_keys > 0,
            legend="{{db}}",
            unit="suffix:keys",
            soft_min=0,
            width=8,
            description="Databases that hold any.",
        ),
        panels.timeseries(
            "Evicted and expired",
            {
                "evicted": redis.redis_evicted_keys_total.per_second(by=()),
                "expired": redis.redis_expired_keys_total.per_second(by=()),
            },
            unit="ops",
            width=8,
            description="Expiry is the plan (a job lives an hour); eviction is memory running out.",
        ),
        panels.timeseries(
            "Slow log",
            {
                "entries": redis.redis_slowlog_length,
                "latest took": redis.redis_last_slow_execution_duration_seconds,
            },
            unit="short",
            overrides=[panels.override(name="latest took", unit="s", axis_placement="right")],
            width=8,
            description="Commands over Redis's own bound; the log keeps the latest 128.",
        ),
    )
