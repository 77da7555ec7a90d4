"""Alerts on the machine."""

# A recorded series is written as a constant, and stands before what it is compared with.

from __future__ import annotations

from alerts.recorded import CPU_BUSY, MEMORY_USED, REAL_DISKS
from dashboards.host import host as host_board
from grafana_kit import Alert, Environment, Rules, promql, rule_group
from metrics import node


@rule_group("meme_maker_{environment}_host", folder="Meme Maker")
def host(env: Environment) -> Rules:
    """Does the machine run out of anything?"""
    available = node.node_filesystem_avail_bytes.where(**REAL_DISKS)
    free = available / node.node_filesystem_size_bytes.where(**REAL_DISKS)
    forecast = promql.predict(available, over="6h", ahead=env.duration("disk.full_in"))
    # A full disk no longer changes, so the forecast alone would fall silent when it comes true.
    yield Alert(
        "DiskFilling",
        when=((free < env.number("disk.low")) & (forecast < 0)) | (free < env.number("disk.full")),
        for_=env.duration("disk.for"),
        severity="critical",
        summary="{{ $labels.mountpoint }} is filling up",
        description="{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} is free. At the pace of the last "
        f"6 hours it is full in less than {env.duration('disk.full_in')}, or it nearly is already.",
        panel=host_board.panel("Free disk space"),
    )
    yield Alert(
        "HighMemory",
        when=MEMORY_USED > env.number("memory.share"),
        for_=env.duration("memory.for"),
        severity="warning",
        summary="Memory is short",
        description="{{ $value | humanizePercentage }} of memory is in use on {{ $labels.instance }}.",
        panel=host_board.panel("Memory"),
    )
    yield Alert(
        "HighCpu",
        when=CPU_BUSY > env.number("cpu.share"),
        for_=env.duration("cpu.for"),
        severity="warning",
        summary="The CPUs are busy",
        description="{{ $value | humanizePercentage }} of CPU time is in use on {{ $labels.instance }}.",
        panel=host_board.panel("CPU by mode"),
    )
