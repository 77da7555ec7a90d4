from alerts.recorded import restarts
from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS
from grafana_kit import Environment, Query, Rows, dashboard, panels, promql, row, variables
from grafana_kit.metrics import Counter
from metrics import cadvisor

CHOSEN = {"name": promql.matches("$container")}

CPU = cadvisor.container_cpu_usage_seconds_total.where(**CHOSEN).per_second(by="name")
MEMORY = cadvisor.container_memory_working_set_bytes.where(**CHOSEN).sum("name")
LIMIT = cadvisor.container_spec_memory_limit_bytes.where(**CHOSEN).sum("name")
# A container without a limit reports the limit 0, and anything divided by 0 would be infinitely near to it.
SHARE_OF_LIMIT = MEMORY / (LIMIT > 0)
NO_LIMIT = "no container has a limit"


def throughput(counter: Counter) -> Query:
    """Return how fast a counter grows, by container."""
    return counter.where(**CHOSEN).per_second(by="name")


@dashboard(
    "Meme Maker containers",
    uid="meme-maker-containers",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
    variables=[
        variables.label_values(
            "container",
            cadvisor.container_last_seen.where(name=promql.is_not("")),
            "name",
            title="Container",
            multi=True,
            include_all=True,
            all_value=".+",  # cgroups that are no container have no name
        )
    ],
)
def containers(env: Environment) -> Rows:
    """Which container is hungry?"""
    near_limit = {"red": env.number("container.memory.share")}
    window = env.duration("container.restarts.window")
    yield row(
        "Now",
        panels.bar_gauge(
            "CPU by container",
            CPU,
            unit="suffix:cores",
            decimals=2,
            width=8,
            height=7,
            description="Cores in use: 1 is one core, all the time.",
        ),
        panels.bar_gauge(
            "Memory by container",
            MEMORY,
            unit="bytes",
            width=8,
            height=7,
            description="The working set: what cannot be taken away when memory is short.",
        ),
        panels.bar_gauge(
            "Memory of the limit",
            SHARE_OF_LIMIT,
            unit="percentunit",
            min=0,
            max=1,
            thresholds=near_limit,
            no_value=NO_LIMIT,
            width=8,
            height=7,
            description="At 100 % the kernel kills the container; containers without a limit are not shown.",
        ),
    )
    yield row(
        "Over time",
        panels.timeseries(
            "CPU",
            CPU,
            unit="suffix:cores",
            description="Cores in use: 1 is one core, all the time.",
        ),
        panels.timeseries(
            "Memory",
            MEMORY,
            unit="bytes",
            soft_min=0,
            description="The working set: what cannot be taken away when memory is short.",
        ),
        panels.timeseries(
            "Memory against limit",
            SHARE_OF_LIMIT,
            unit="percentunit",
            soft_min=0,
            thresholds=near_limit,
            threshold_style="dashed",
            no_value=NO_LIMIT,
            description="Only containers that have a limit; the dashed line is where the alert begins.",
        ),
        panels.timeseries(
            "Restarts",
            restarts(window).binary("and", MEMORY, on="name"),
            legend="{{name}}",
            unit="short",
            decimals=0,
            style="bars",
            thresholds={"red": env.number("container.restarts")},
            threshold_style="dashed",
            description=f"Starts within {window}, of the same container or of a new one of its name.",
        ),
    )
    yield row(
        "Held back, disk and network",
        panels.timeseries(
            "Throttled",
            promql.ratio(
                cadvisor.container_cpu_cfs_throttled_periods_total.where(**CHOSEN),
                cadvisor.container_cpu_cfs_periods_total.where(**CHOSEN),
                by="name",
            ),
            unit="percentunit",
            soft_min=0,
            width=8,
            no_value="no container has a CPU limit",
            description="Share of the periods in which a CPU limit stopped the container.",
        ),
        panels.timeseries(
            "Disk I/O",
            [
                panels.target(throughput(cadvisor.container_fs_reads_bytes_total), legend="{{name}} read"),
                panels.target(
                    throughput(cadvisor.container_fs_writes_bytes_total), legend="{{name}} written"
                ),
            ],
            unit="Bps",
            width=8,
            description="Bytes per second from and to disks.",
        ),
        panels.timeseries(
            "Network I/O",
            [
                panels.target(
                    throughput(cadvisor.container_network_receive_bytes_total), legend="{{name}} received"
                ),
                panels.target(
                    throughput(cadvisor.container_network_transmit_bytes_total), legend="{{name}} sent"
                ),
            ],
            unit="Bps",
            width=8,
            description="Bytes per second over all networks of the container.",
        ),
        collapsed=True,
    )
