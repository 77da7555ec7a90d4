"""grafanalib files and folders are built by their paths, without a project or beside one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECTS = Path(__file__).parents[1] / "grafanalib_projects"
BIN = Path(sys.executable).parent
SIMPLE = """from grafanalib.core import Dashboard, Graph, Target
dashboard = Dashboard(title="Old", rows=[], panels=[Graph(title="Up", targets=[Target(expr="up")])])
"""


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build through the command line."""
    return subprocess.run(
        [BIN / "grafana-kit", "build", *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def test_a_folder_without_a_project_is_built(tmp_path: Path) -> None:
    """Dashboards and alerts of every subfolder, in the current schema, under a folder of that name."""
    shutil.copytree(PROJECTS / "shop", tmp_path / "shop")
    done = build(tmp_path, "shop")
    assert done.returncode == 0, done.stderr
    grafana = tmp_path / "infra/grafana/default"
    boards = {
        path.name: json.loads(path.read_text()) for path in grafana.glob("dashboards/monitoring/*.json")
    }
    assert boards
    for board in boards.values():
        assert (board["id"], board["schemaVersion"]) == (None, 38)
        assert board["uid"]
        assert not {panel["type"] for panel in board["panels"]} & {"graph", "singlestat"}
    (rules,) = grafana.glob("provisioning/alerting/*.yaml")
    (group,) = yaml.safe_load(rules.read_text())["groups"]
    assert all(rule["title"] and rule["uid"] for rule in group["rules"])
    assert "note: " in done.stderr, "what could not be carried over is said"


def test_as_is_is_what_grafanalib_writes(tmp_path: Path) -> None:
    """Byte for byte, as its own generator leaves beside the source."""
    source = tmp_path / "old.dashboard.py"
    source.write_text(SIMPLE)
    subprocess.run([BIN / "generate-dashboards", source], check=True, capture_output=True)
    done = build(tmp_path, str(source), "--as-is", "--out", "out")
    assert done.returncode == 0, done.stderr
    ours = tmp_path / "out/grafana/default/dashboards/general/old.json"
    assert ours.read_bytes() == (tmp_path / "old.json").read_bytes()


def test_alerts_as_is_are_kept_away_from_provisioning(tmp_path: Path) -> None:
    """As grafanalib writes them they would keep Grafana from starting."""
    shutil.copytree(PROJECTS / "shop", tmp_path / "shop")
    done = build(tmp_path, "shop", "--as-is", "--out", "out")
    assert done.returncode == 0, done.stderr
    grafana = tmp_path / "out/grafana/default"
    assert list(grafana.glob("alertgroups/monitoring/*.json"))
    assert not (grafana / "provisioning").exists()


def test_files_of_any_name_with_a_named_variable(tmp_path: Path) -> None:
    """The variable is the author's; without it the error lists what looks like a dashboard."""
    (tmp_path / "board.py").write_text(SIMPLE.replace("dashboard =", "main_board ="))
    refused = build(tmp_path, "board.py")
    assert refused.returncode == 1
    assert "main_board" in refused.stderr
    done = build(tmp_path, "board.py", "--variable", "main_board")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "infra/grafana/default/dashboards/general/board.json").exists()


def test_one_broken_file_is_told_with_all_others(tmp_path: Path) -> None:
    """Every broken file is named, nothing is written, and no traceback is shown."""
    shutil.copytree(PROJECTS / "mixed", tmp_path / "mixed")
    done = build(tmp_path, "mixed")
    assert done.returncode == 1
    assert done.stderr.count("error: ") > 3
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "infra").exists()


def test_what_was_built_before_stays(tmp_path: Path) -> None:
    """A part that is built by its path does not remove the rest."""
    (tmp_path / "grafana-kit.yaml").write_text("project: p\nenvironments: {dev: {}, prod: {}}\n")
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards/ours.py").write_text(
        "from grafana_kit import dashboard, panels\n"
        "@dashboard('Ours', uid='ours', folder='F')\ndef ours(env):\n    yield panels.stat('Up', 'up')\n"
    )
    (tmp_path / "old.py").write_text(SIMPLE)
    assert build(tmp_path).returncode == 0
    done = build(tmp_path, "old.py", "--env", "dev")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "infra/grafana/dev/dashboards/general/old.json").exists()
    assert (tmp_path / "infra/grafana/dev/dashboards/f/ours.json").exists()
    assert not (tmp_path / "infra/grafana/prod/dashboards/general").exists()


def test_two_files_of_one_uid_are_refused(tmp_path: Path) -> None:
    """Both places are named."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.dashboard.py").write_text(
            SIMPLE.replace('title="Old"', f'title="{name}", uid="same"')
        )
    done = build(tmp_path, ".")
    assert done.returncode == 1
    assert "a.dashboard.py" in done.stderr
    assert "b.dashboard.py" in done.stderr


def test_a_query_that_the_parser_refuses_is_a_note(tmp_path: Path) -> None:
    """It built before, so it builds; it is worth a look."""
    (tmp_path / "old.dashboard.py").write_text(
        SIMPLE.replace("dashboard =", "board =").replace('Target(expr="up")', 'Target(expr="sum(up")')
        + "dashboard = board\n"
    )
    (tmp_path / "grafana-kit.yaml").write_text(
        "project: p\nenvironments: {dev: {grafana: {datasource: {name: default}}}}\n"
    )
    done = build(tmp_path, "old.dashboard.py")
    assert done.returncode == 0, done.stderr
    assert "note: old.dashboard.py: panel" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("--as-is",), ("--variable", "x"), ("p.py", "--check"), ("p.py", "--fresh")]
)
def test_options_that_do_not_go_together(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """They are a mistake in the command, exit 2."""
    assert build(tmp_path, *arguments).returncode == 2
