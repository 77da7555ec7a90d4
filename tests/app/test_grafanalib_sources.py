"""grafanalib files in a project's own source folders are built with its definitions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import yaml

PROJECT = """project: old
environments:
  prod: {grafana: {datasource: {name: Main, uid: main-prom}}}
"""
DASHBOARD = """from grafanalib.core import Dashboard, GridPos, Target, TimeSeries

dashboard = Dashboard(title="Old", panels=[
    TimeSeries(title="Up", dataSource="Main", gridPos=GridPos(h=8, w=12, x=0, y=0), targets=[Target(expr="up")]),
])
"""
MIXED = """from grafana_kit import dashboard, panels, row
from grafanalib.core import Stat, Target

@dashboard("Mixed", uid="mixed", folder="Team")
def mixed(env):
    yield row(
        "Side by side",
        panels.stat("Ours", "up"),
        Stat(title="Theirs", dataSource="Main", targets=[Target(expr="up", refId="A")]),
        {"type": "text", "title": "Plain", "options": {"content": "hello"}},
    )
"""


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build a project through the command line."""
    program = Path(sys.executable).parent / "grafana-kit"
    return subprocess.run(
        [program, "build", *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def project(root: Path, **files: str) -> None:
    """Write a project with these dashboards."""
    (root / "grafana-kit.yaml").write_text(PROJECT)
    (root / "dashboards").mkdir()
    for name, text in files.items():
        (root / "dashboards" / name.replace("__", ".")).write_text(text)


def test_a_grafanalib_file_is_built_beside_our_own(tmp_path: Path) -> None:
    """It gets a uid from its name, the current schema, the environment's data source and a provider."""
    project(tmp_path, old__dashboard__py=DASHBOARD, mixed__py=MIXED)
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    grafana = tmp_path / "infra/grafana/prod"
    board = json.loads((grafana / "dashboards/general/old.json").read_text())
    assert (board["uid"], board["id"], board["schemaVersion"]) == ("old", None, 38)
    assert board["panels"][0]["datasource"] == {"type": "prometheus", "uid": "main-prom"}
    providers = yaml.safe_load((grafana / "provisioning/dashboards/dashboards.yaml").read_text())["providers"]
    assert [one["options"]["path"].rpartition("/")[2] for one in providers] == ["general", "team"]


def test_panels_of_three_kinds_share_a_row(tmp_path: Path) -> None:
    """Ours, grafanalib's and plain JSON stand side by side, each with an id and a place."""
    project(tmp_path, mixed__py=MIXED)
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    board = json.loads((tmp_path / "infra/grafana/prod/dashboards/team/mixed.json").read_text())
    row, ours, theirs, plain = board["panels"]
    assert [panel["title"] for panel in (row, ours, theirs, plain)] == [
        "Side by side",
        "Ours",
        "Theirs",
        "Plain",
    ]
    assert theirs["datasource"] == {"type": "prometheus", "uid": "main-prom"}
    assert len({panel["id"] for panel in board["panels"]}) == 4
    assert ours["gridPos"]["x"] + ours["gridPos"]["w"] == theirs["gridPos"]["x"]


def test_a_broken_grafanalib_file_is_told_with_all_else(tmp_path: Path) -> None:
    """Both files' mistakes are told at once, and nothing is written."""
    project(
        tmp_path, old__dashboard__py="dashboard = 1 / 0\n", mixed__py=MIXED.replace('"mixed"', '"mi xed"')
    )
    done = build(tmp_path)
    assert done.returncode == 1
    assert "division by zero" in done.stderr
    assert "is no uid" in done.stderr
    assert not (tmp_path / "infra").exists()
