"""Alerts on containers, by name: a recreated container has another id and is the same container to people."""

from __future__ import annotations

from alerts.recorded import NAMED, restarts
from dashboards.containers import containers as containers_board
from grafana_kit import Alert, Environment, Rules, rule_group
from metrics import cadvisor


@rule_group("meme_maker_{environment}_containers", folder="Meme Maker")
def containers(env: Environment) -> Rules:
    """Is a container about to be killed, or does it die again and again?"""
    used = cadvisor.container_memory_working_set_bytes.where(**NAMED).max("name")
    # cAdvisor reports the limit 0 where none is set: divided by, every such container would alert.
    limit = (cadvisor.container_spec_memory_limit_bytes.where(**NAMED) > 0).max("name")
    yield Alert(
        "ContainerNearMemoryLimit",
        when=used / limit > env.number("container.memory.share"),
        for_=env.duration("container.memory.for"),
        severity="warning",
        summary="{{ $labels.name }} is near its memory limit",
        description="{{ $labels.name }} uses {{ $value | humanizePercentage }} of its memory limit; at 100% it is killed.",
        panel=containers_board.panel("Memory against limit"),
    )
    window = env.duration("container.restarts.window")
    yield Alert(
        "ContainerRestarting",
        when=restarts(window) > env.number("container.restarts"),
        for_=env.duration("down.for"),
        severity="critical",
        summary="{{ $labels.name }} restarts again and again",
        description=f"{{{{ $labels.name }}}} was restarted or recreated {{{{ $value }}}} times in {window}.",
        panel=containers_board.panel("Restarts"),
    )
