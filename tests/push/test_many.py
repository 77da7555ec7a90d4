"""Many dashboards: few requests, and none that writes what is there."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.grafana import GrafanaServer
from tests.push.chaos import Board, World


def test_an_unchanged_push_of_200_dashboards_asks_little_and_writes_nothing(
    grafana: GrafanaServer, tmp_path: Path
) -> None:
    """One request for each dashboard, and at most ten besides; a push of one change adds few."""
    world = World(grafana, tmp_path)
    world.code.boards |= {f"board-{number}": Board(f"Board {number}") for number in range(199)}
    world.push()
    grafana.clear_log()
    _, outcome = world.push()
    assert outcome is None
    counts = grafana.counts()
    assert counts["total"] <= 210
    assert counts["writes"] == 0
    world.code.boards["board-7"].query = "down"
    grafana.clear_log()
    world.push()
    assert grafana.counts()["writes"] == 1
    assert grafana.counts()["total"] <= 215
    world.roll_back(-1)
    world.roll_back(0)
    assert grafana.contents()["dashboards"] == {}
