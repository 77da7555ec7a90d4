"""``grafana-kit build`` as a user meets it: what it writes, says, leaves alone and remembers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from grafana_kit.cli import main

YAML = """\
project: shop
environments:
  dev: {aliases: [development], alert_engine: grafana}
  prod: {alert_engine: both}
"""
BOARD = """
from grafana_kit import dashboard, panels, row

@dashboard("{title}", uid="{uid}", folder="Shop")
def board(env):
    yield row("Now", panels.stat("Up", "up"))
"""
RULES = """
from grafana_kit import Alert, rule_group

@rule_group("rules", folder="Shop", every="1m")
def rules(env):
    for name in {names}:
        yield Alert(name, when="up == 0", severity="critical", summary="down", description="It is down.")
"""
GONE = "infra/grafana/{}/provisioning/alerting/deleted-rules.yaml"


class Ran(NamedTuple):
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(name="run")
def fixture_run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as exit_:
            main(list(arguments))
        assert isinstance(exit_.value.code, int)
        return Ran(exit_.value.code, *capsys.readouterr())

    return run


def board(uid: str = "board") -> str:
    """Return a module with a dashboard."""
    return BOARD.format(uid=uid, title=uid.title())


def write(files: dict[str, str]) -> None:
    """Write files of the project in the working directory, in the past: a build in the same instant is not remembered."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for place in (path, *path.parents):
            os.utime(place, (1e9, 1e9))


def remove(name: str) -> None:
    """Remove a file of the project, in the past."""
    Path(name).unlink()
    os.utime(Path(name).parent, (2e8, 2e8))


def alerts(*names: str) -> None:
    """Write the rules of the project."""
    write({"alerts/rules.py": RULES.format(names=list(names))})


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a dashboard and two alerts, in the working directory."""
    home = tmp_path / "project"
    home.mkdir()
    monkeypatch.chdir(home)
    write({"grafana-kit.yaml": YAML, "dashboards/board.py": board()})
    alerts("Down", "Slow")
    return home


def tree() -> dict[str, tuple[bytes, int]]:
    """Return every file of the project with content and time stamp, but for what build remembers of itself."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in Path().rglob("*")
        if path.is_file() and path.parts[0] != ".grafana-kit"
    }


def test_what_it_says(run: Run, project: Path) -> None:
    """The result on standard output, what is about the work on standard error."""
    assert run("build") == (
        0,
        (
            "dev: 1 dashboard, 2 alerts in 1 group; 3 written, 0 removed, 0 unchanged\n"
            "prod: 1 dashboard, 2 alerts in 1 group; 5 written, 0 removed, 0 unchanged\n"
        ),
        f"written below {project}/infra\n",
    )
    Path("dashboards/board.py").unlink()
    write({"dashboards/other.py": board("other")})
    assert "dev: 1 dashboard, 2 alerts in 1 group; 1 written, 1 removed, 2 unchanged\n" in run("build").out


def test_from_a_folder_below(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project file is found upwards, and the output is beside it."""
    monkeypatch.chdir("dashboards")
    assert run("build").code == 0
    assert Path("../infra/grafana/dev").is_dir()
    assert run("build", "--check").code == 0


def test_another_output_folder(run: Run, tmp_path: Path, project: Path) -> None:
    """Relative to where the user stands; the project's own is not touched."""
    assert run("build", "--out", "../elsewhere").err == f"written below {project}/../elsewhere\n"
    assert (tmp_path / "elsewhere/prometheus/prod/rules/rules.yml").is_file()
    assert not Path("infra").exists()


def test_one_environment_leaves_the_others_alone(run: Run) -> None:
    """By name or alias, once or twice."""
    assert run("build").code == 0
    before = tree()
    write({"dashboards/board.py": board("new")})
    result = run("build", "--env", "development", "--env", "dev")
    assert result.out.splitlines() == [
        "dev: 1 dashboard, 2 alerts in 1 group; 1 written, 1 removed, 2 unchanged"
    ]
    changed = {name for name, state in tree().items() if before.get(name) != state}
    assert changed == {
        "dashboards/board.py",
        "infra/.grafana-kit/dev.json",
        "infra/grafana/dev/dashboards/shop/new.json",
    }


# --- check ------------------------------------------------------------------------------------------


def test_check_of_a_fresh_output(run: Run) -> None:
    """Exit 0, nothing written."""
    run("build")
    before = tree()
    assert run("build", "--check") == (
        0,
        (
            "dev: 1 dashboard, 2 alerts in 1 group; the output is fresh\n"
            "prod: 1 dashboard, 2 alerts in 1 group; the output is fresh\n"
        ),
        "",
    )
    assert tree() == before


def test_check_of_a_stale_output(run: Run) -> None:
    """Exit 8 and every file that a build would write, change or remove; nothing is written."""
    write({"dashboards/old.py": board("old")})
    run("build")
    Path("dashboards/old.py").unlink()
    write({"dashboards/new.py": board("new")})
    edited = Path("infra/grafana/dev/dashboards/shop/board.json")
    edited.write_text("{}")
    before = tree()
    result = run("build", "--check", "--env", "dev")
    assert (result.code, result.out) == (8, "")
    assert result.err == (
        "error: the output is not what the sources build\n"
        "  at infra\n"
        "  missing: grafana/dev/dashboards/shop/new.json\n"
        "  differs: grafana/dev/dashboards/shop/board.json\n"
        "  no longer written: grafana/dev/dashboards/shop/old.json\n"
        "  next: grafana-kit build\n"
    )
    assert tree() == before


def test_check_where_nothing_was_built(run: Run) -> None:
    """All is missing, and no folder is made."""
    result = run("build", "--check")
    assert result.code == 8
    assert result.err.count("missing: ") == 8
    assert not Path("infra").exists()


def test_check_sees_a_record_that_is_stale(run: Run) -> None:
    """Without it the next build would not know its own files."""
    run("build")
    Path("infra/.grafana-kit/dev.json").unlink()
    result = run("build", "--check")
    assert result.code == 8
    assert "differs: the record of what was built for dev" in result.err


# --- by hand ----------------------------------------------------------------------------------------


def test_an_edit_by_hand_stops_the_build_until_force(run: Run, project: Path) -> None:
    """Also when no source has changed, so that nothing else is to be done; the copy is named."""
    run("build")
    edited = Path("infra/grafana/dev/dashboards/shop/board.json")
    edited.write_text("by hand")
    before = tree()
    result = run("build")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(
        f"error: a file was edited since grafana-kit wrote it\n  at {edited}\n  next: take the edit over"
    )
    assert tree() == before
    forced = run("build", "--force")
    assert forced.code == 0
    assert f"copies of what was overwritten are in {project}/infra/.grafana-kit/backup\n" in forced.err
    (copy,) = Path("infra/.grafana-kit/backup").rglob("board.json.*")
    assert copy.read_text() == "by hand"
    assert edited.read_text() != "by hand"
    assert "copies" not in run("build", "--force").err


def test_a_removed_file_comes_back(run: Run) -> None:
    """The memory of the last build does not hide that it is gone."""
    run("build")
    run("build")
    Path("infra/grafana/dev/dashboards/shop/board.json").unlink()
    assert "dev: 1 dashboard, 2 alerts in 1 group; 1 written, 0 removed, 2 unchanged" in run("build").out


# --- rules that are no more -------------------------------------------------------------------------


def deleted(environment: str) -> list[str]:
    """Return the uids of the rules that Grafana is told to delete."""
    path = Path(GONE.format(environment))
    if not path.exists():
        return []
    model: Any = yaml.safe_load(path.read_text())
    assert {rule["orgId"] for rule in model["deleteRules"]} == {1}
    return [rule["uid"] for rule in model["deleteRules"]]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_removed_rule_is_deleted_in_grafana_until_it_comes_back(run: Run, environment: str) -> None:
    """The entry appears, stays over further builds, and goes with the rule's return."""
    run("build")
    assert deleted(environment) == []
    alerts("Slow")
    run("build")
    assert deleted(environment) == ["shop-down"]
    alerts("Slow", "Other")
    run("build")
    assert deleted(environment) == ["shop-down"]
    alerts("Down", "Slow")
    run("build")
    assert deleted(environment) == ["shop-other"]
    assert run("build", "--check").code == 0
    alerts("Down", "Slow", "Other")
    run("build")
    assert deleted(environment) == []


def test_a_change_of_engine_deletes_grafanas_rules(run: Run) -> None:
    """Otherwise both would notify."""
    run("build")
    write({"grafana-kit.yaml": YAML.replace("alert_engine: grafana", "alert_engine: prometheus")})
    assert run("build").code == 0
    assert deleted("dev") == ["shop-down", "shop-slow"]
    assert deleted("prod") == []


# --- environments that are no more ------------------------------------------------------------------


def test_an_environment_that_was_taken_out_is_removed(run: Run) -> None:
    """By a build of all environments, and by no other; a check tells it."""
    run("build")
    write({"grafana-kit.yaml": YAML.replace("  prod:", "  live:")})
    assert run("build", "--env", "dev").code == 0
    assert Path("infra/grafana/prod").exists()
    check = run("build", "--check")
    assert "no longer written: grafana/prod/dashboards/shop/board.json" in check.err
    assert run("build").out.splitlines()[-1] == "prod: no longer an environment; 5 removed"
    assert not Path("infra/grafana/prod").exists()
    assert not Path("infra/prometheus/prod").exists()
    assert not Path("infra/.grafana-kit/prod.json").exists()
    assert run("build", "--check").code == 0


def test_two_projects_cannot_build_into_one_folder(run: Run, tmp_path: Path) -> None:
    """Neither removes what the other wrote, be it for an environment of the same name or another one."""
    run("build", "--out", "../both")
    before = {path: path.read_bytes() for path in (tmp_path / "both").rglob("*.json")}
    for environments in ("{dev: {}, prod: {}}", "{live: {}}"):
        write({"grafana-kit.yaml": f"project: other\nenvironments: {environments}\n"})
        alerts("Other")
        result = run("build", "--out", "../both")
        assert {path: path.read_bytes() for path in before} == before
        if "dev" in environments:
            assert result.code == 1
            assert "a file is in the way that the project shop wrote" in result.err


# --- nothing to do ----------------------------------------------------------------------------------


def skipped(result: Ran) -> bool:
    """Say whether a build had nothing to do and did not look further."""
    assert result.code == 0, result.err
    lines = result.out.splitlines()
    assert {line.endswith("group; unchanged") for line in lines} in ({True}, {False})
    return lines[0].endswith("group; unchanged")


def remembered(run: Run) -> bool:
    """Say whether a build is skipped in the end: a file that is written meanwhile lets one more happen."""
    return any(skipped(run("build")) for _ in range(5))


def test_a_build_that_would_do_nothing_is_skipped(run: Run) -> None:
    """Until something it read has changed."""
    write({"helpers.py": "TITLE = 'One'\n", "dashboards/data.txt": "one"})
    text = "from pathlib import Path\nimport helpers\nPath(__file__).with_name('data.txt').read_text()\n"
    write({"dashboards/board.py": text + board()})
    assert not skipped(run("build"))
    assert remembered(run)
    assert not skipped(run("build", "--fresh"))
    changes: list[Callable[[], object]] = [
        lambda: write({"helpers.py": "TITLE = 'Two'\n"}),
        lambda: write({"dashboards/data.txt": "two"}),
        lambda: write({"dashboards/new.py": board("new")}),
        lambda: remove("dashboards/new.py"),
        lambda: write({"dashboards/team/other.py": board("other")}),
        lambda: write({"dashboards/team/third.py": board("third")}),
        lambda: write({"grafana-kit.yaml": YAML + "# a comment\n"}),
        lambda: Path("infra/grafana/prod/dashboards/shop/board.json").unlink(),
        lambda: os.environ.update(GRAFANA_KIT_TEST="1"),
    ]
    try:
        for number, change in enumerate(changes):
            change()
            assert not skipped(run("build")), number
            assert not skipped(run("build", "--fresh")), number
            assert remembered(run), number
    finally:
        os.environ.pop("GRAFANA_KIT_TEST", None)


def test_a_build_of_something_else_is_not_skipped(run: Run) -> None:
    """Other environments, another output folder."""
    run("build")
    assert not skipped(run("build", "--env", "dev"))
    assert not skipped(run("build", "--out", "../other"))


def test_a_build_that_failed_is_not_remembered(run: Run) -> None:
    """The error is told again and again."""
    run("build")
    write({"dashboards/bad.py": "1/0\n"})
    assert run("build").code == run("build").code == 1


def test_what_somebody_wrote_by_hand_is_seen_though_no_source_changed(run: Run) -> None:
    """The output is looked at too."""
    run("build")
    assert remembered(run)
    Path("infra/grafana/dev/dashboards/shop/board.json").write_text("by hand")
    assert run("build").code == 1
