from alerts.recorded import CPU_BUSY, MEMORY_USED, REAL_DISKS
from dashboards.common import EVENTS, FOLDER, OVERVIEW, TAGS
from grafana_kit import Environment, Query, Rows, dashboard, panels, promql, row, variables
from grafana_kit.metrics import Counter
from metrics import node

INSTANCE = "$instance"

CPU = node.node_cpu_seconds_total.where(instance=INSTANCE)
CORES = CPU.where(mode="idle").total().count()
INSTALLED = node.node_memory_MemTotal_bytes.where(instance=INSTANCE)
AVAILABLE = node.node_memory_MemAvailable_bytes.where(instance=INSTANCE)
SIZE = node.node_filesystem_size_bytes.where(instance=INSTANCE, **REAL_DISKS)
FREE = node.node_filesystem_avail_bytes.where(instance=INSTANCE, **REAL_DISKS)

PARTS_OF_DISKS = "(loop|ram|zram|dm-).*"  # and what is only in memory
INNER_NETWORKS = "lo|(veth|br-|docker|ifb).*"


def io(counter: Counter, without: str) -> Query:
    """Return how fast a counter of the host grows, by device."""
    return counter.where(instance=INSTANCE, device=promql.not_matches(without)).per_second(by="device")


@dashboard(
    "Meme Maker host",
    uid="meme-maker-host",
    folder=FOLDER,
    tags=TAGS,
    links=[OVERVIEW],
    annotations=EVENTS,
    variables=[variables.label_values("instance", node.node_boot_time_seconds, title="Host")],
)
def host(env: Environment) -> Rows:
    """Is the machine the bottleneck?"""
    cpu = {"red": env.number("cpu.share")}
    memory = {"red": env.number("memory.share")}
    ahead = env.duration("disk.full_in")
    forecast = promql.predict(FREE, over="6h", ahead=ahead)  # looks as far back as the alert DiskFilling
    full, low = env.number("disk.full"), env.number("disk.low")
    yield row(
        "Now",
        panels.stat(
            "CPU busy",
            CPU_BUSY.where(instance=INSTANCE),
            unit="percentunit",
            thresholds=cpu,
            width=5,
            description="Time in which the cores were not idle.",
        ),
        panels.stat(
            "Load per core",
            node.node_load5.where(instance=INSTANCE) / promql.call("scalar", CORES),
            unit="short",
            decimals=2,
            thresholds={"orange": 1, "red": 2},
            width=5,
            description="Above 1, programs wait for a core (or for the disk).",
        ),
        panels.stat(
            "Memory used",
            MEMORY_USED.where(instance=INSTANCE),
            unit="percentunit",
            thresholds=memory,
            width=5,
            description="What no program could get any more; caches do not count.",
        ),
        panels.stat(
            "Fullest disk: free",
            promql.min(FREE / SIZE),
            unit="percentunit",
            thresholds=panels.thresholds({"orange": full, "green": low}, base="red"),
            width=5,
            description="The disk with the least space left.",
        ),
        panels.stat(
            "Fullest disk: forecast",
            promql.min(forecast / SIZE),
            unit="percentunit",
            thresholds=panels.thresholds({"orange": 0, "green": full}, base="red"),
            width=4,
            description=f"What will be free in {ahead} if the last 6 hours go on; below 0 the disk is full.",
        ),
    )
    yield row(
        "CPU and memory",
        panels.timeseries(
            "CPU by mode",
            promql.avg(CPU.where(mode=promql.is_not("idle")).per_second(), "mode"),
            unit="percentunit",
            stack="normal",
            fill=40,
            max=1,
            description="user and system is work, iowait is waiting for a disk, steal is taken by other machines.",
        ),
        panels.timeseries(
            "Load against cores",
            {
                "1 min": node.node_load1.where(instance=INSTANCE),
                "5 min": node.node_load5.where(instance=INSTANCE),
                "15 min": node.node_load15.where(instance=INSTANCE),
                "cores": CORES,
            },
            unit="short",
            soft_min=0,
            overrides=[panels.override(name="cores", color="red", fill_opacity=0, line_width=2)],
            description="Programs that run or wait; above the cores they wait.",
        ),
        panels.timeseries(
            "Memory",
            {
                "installed": INSTALLED,
                "used": INSTALLED - AVAILABLE,
                "swapped out": node.node_memory_SwapTotal_bytes.where(instance=INSTANCE)
                - node.node_memory_SwapFree_bytes.where(instance=INSTANCE),
            },
            unit="bytes",
            soft_min=0,
            description="Used is what no program could get any more.",
        ),
        panels.timeseries(
            "Waiting for",
            {
                "CPU": node.node_pressure_cpu_waiting_seconds_total.where(instance=INSTANCE).per_second(),
                "disk": node.node_pressure_io_waiting_seconds_total.where(instance=INSTANCE).per_second(),
                "memory": node.node_pressure_memory_waiting_seconds_total.where(
                    instance=INSTANCE
                ).per_second(),
            },
            unit="percentunit",
            soft_min=0,
            description="Share of the time in which some program could not go on: the bottleneck has the highest line.",
        ),
    )
    yield row(
        "Disk and network",
        panels.timeseries(
            "Free disk space",
            FREE,
            legend="{{mountpoint}}",
            unit="bytes",
            soft_min=0,
            description="What programs can still write, by mount point.",
        ),
        panels.timeseries(
            "Disk space forecast",
            forecast,
            legend="{{mountpoint}}",
            unit="bytes",
            thresholds=panels.thresholds({"green": 0}, base="red"),
            threshold_style="area",
            description=f"What will be free in {ahead} if the last 6 hours go on; below 0 the disk is full.",
        ),
        panels.timeseries(
            "Disk I/O",
            [
                panels.target(io(node.node_disk_read_bytes_total, PARTS_OF_DISKS), legend="{{device}} read"),
                panels.target(
                    io(node.node_disk_written_bytes_total, PARTS_OF_DISKS), legend="{{device}} written"
                ),
            ],
            unit="Bps",
            width=8,
            description="Bytes per second from and to each disk.",
        ),
        panels.timeseries(
            "Disk busy",
            io(node.node_disk_io_time_seconds_total, PARTS_OF_DISKS),
            unit="percentunit",
            soft_max=1,
            width=8,
            description="Time in which a disk had something to do.",
        ),
        panels.timeseries(
            "Network I/O",
            [
                panels.target(
                    io(node.node_network_receive_bytes_total, INNER_NETWORKS), legend="{{device}} received"
                ),
                panels.target(
                    io(node.node_network_transmit_bytes_total, INNER_NETWORKS), legend="{{device}} sent"
                ),
            ],
            unit="Bps",
            width=8,
            description="Bytes per second over each network card.",
        ),
    )
