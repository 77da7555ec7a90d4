"""``grafana-kit init``: a project that builds, is typed, and tells the truth about a real Prometheus."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from grafana_kit.app.init import init, project_name
from grafana_kit.cli import main
from grafana_kit.errors import InputError, OutputError
from tests.servers import fetch, free_port, require, running

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("grafana-kit")


def kit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the real command line."""
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, built."""
    home = tmp_path_factory.mktemp("home")
    assert kit("init", "shop", cwd=home).returncode == 0
    assert kit("build", cwd=home / "shop").returncode == 0
    return home / "shop"


def test_a_new_project_builds_clean_at_once(project: Path) -> None:
    """Both environments, and a check of the output passes."""
    result = kit("build", "--check", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["dev", "prod"]
    rules = yaml.safe_load((project / "infra/prometheus/dev/rules/prometheus.yml").read_text())
    assert [rule["alert"] for rule in rules["groups"][0]["rules"]] == [
        "TargetDown_Dev",
        "PrometheusConfigRefused_Dev",
    ]
    assert kit("config", "check", cwd=project).returncode == 0


def test_it_bears_the_name_of_its_folder(project: Path) -> None:
    """In the project file and in the README, which is short."""
    assert yaml.safe_load((project / "grafana-kit.yaml").read_text())["project"] == "shop"
    readme = (project / "README.md").read_text()
    assert "Monitoring of shop" in readme
    assert len(readme.splitlines()) <= 15
    assert not [path for path in project.rglob("*") if path.is_file() and b"PROJECT" in path.read_bytes()]


def test_its_types_are_strict(project: Path) -> None:
    """As its README says."""
    command = [sys.executable, "-m", "mypy", "--strict", "--explicit-package-bases", "--cache-dir=/dev/null"]
    result = subprocess.run(
        [*command, "dashboards", "alerts", "metrics"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Success: no issues found in 3 source files" in result.stdout, result.stdout + result.stderr


def test_its_style_is_ours(project: Path) -> None:
    """Formatted and free of lint, by the rules that this repository has for its own definitions."""
    ignored = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["ignore"]
    check = ["check", "--select=ALL", f"--ignore={','.join([*ignored, 'D', 'INP001', 'ARG001'])}"]
    for command in (check, ["format", "--check"]):
        arguments = [
            *command,
            "--isolated",
            "--no-cache",
            "--line-length=110",
            "dashboards",
            "alerts",
            "metrics",
        ]
        result = subprocess.run(
            ["ruff", *arguments], cwd=project, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr


def test_its_ci_example_is_a_workflow_that_checks_the_output(project: Path) -> None:
    """It runs the command that fails when the output is stale."""
    workflow = yaml.safe_load((project / ".github/workflows/monitoring.yml").read_text())
    steps = [step.get("run") for step in workflow["jobs"]["build"]["steps"]]
    assert "grafana-kit build --check" in steps


def test_git_keeps_the_record_of_what_was_built(project: Path, tmp_path: Path) -> None:
    """Without it, build would not know its own files: only the memory of runs is ignored."""
    subprocess.run(["git", "init", "-q", str(tmp_path / "git")], check=True)
    result = subprocess.run(
        ["git", f"--git-dir={tmp_path}/git/.git", f"--work-tree={project}", "status", "--porcelain", "-uall"],
        capture_output=True,
        text=True,
        check=True,
    )
    files = {line[3:] for line in result.stdout.splitlines()}
    assert {"infra/.grafana-kit/dev.json", ".gitignore"} <= files
    assert not [name for name in files if name.startswith(".grafana-kit/") or "__pycache__" in name]


def test_existing_files_are_left_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte; the others are written, and the next commands are printed."""
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").symlink_to("elsewhere")
    with pytest.raises(SystemExit) as exit_:
        main(["init", str(tmp_path)])
    assert exit_.value.code == 0
    out, err = capsys.readouterr()
    assert (tmp_path / "README.md").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert f"left as it is: {tmp_path}/README.md" in out
    assert f"left as it is: {tmp_path}/.gitignore" in out
    assert f"written: {tmp_path}/dashboards/prometheus.py" in out
    assert f"  cd {tmp_path}\n  grafana-kit build\n" in err


def test_here_needs_no_cd(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without DIR the project is written into the working directory."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["init"])
    out, err = capsys.readouterr()
    assert "written: grafana-kit.yaml" in out
    assert "cd " not in err
    assert (tmp_path / "grafana-kit.yaml").exists()


def test_a_project_is_never_written_over(tmp_path: Path) -> None:
    """Nothing at all is written beside its project file."""
    (tmp_path / "grafana-kit.yaml").write_text("mine")
    with pytest.raises(InputError) as error:
        init(tmp_path)
    assert error.value.where.endswith("grafana-kit.yaml")
    assert error.value.hint == "build it: grafana-kit build"
    assert [path.name for path in tmp_path.iterdir()] == ["grafana-kit.yaml"]


def test_a_place_that_cannot_be_a_folder(tmp_path: Path) -> None:
    """The file in the way is named."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError) as error:
        init(tmp_path / "file")
    assert error.value.where.endswith("file")
    with pytest.raises(OutputError, match="cannot be written: Not a directory"):
        init(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("shop", "shop"),
        ("My Shop!", "My-Shop"),
        ("_.x", "x"),
        ("каталог", "monitoring"),
        ("a.b-c_d", "a.b-c_d"),
    ],
)
def test_names_of_projects(tmp_path: Path, folder: str, name: str) -> None:
    """What a project may be called is what the project file takes."""
    assert project_name(tmp_path / folder) == name
    init(tmp_path / folder)
    assert kit("config", "check", cwd=tmp_path / folder).returncode == 0


# --- against real servers ---------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_promtool_accepts_its_rules(project: Path, environment: str) -> None:
    """All of them, as rules that can be loaded."""
    rules = sorted((project / "infra/prometheus" / environment / "rules").glob("*.yml"))
    result = subprocess.run(
        [require("promtool"), "check", "rules", *map(str, rules)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "SUCCESS: 2 rules found" in result.stdout


@pytest.fixture(scope="module")
def prometheus(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prometheus that scrapes itself and evaluates the project's rules."""
    program, home, port = require("prometheus"), tmp_path_factory.mktemp("prometheus"), free_port()
    scrape = {"job_name": "prometheus", "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
    config = {
        "global": {"scrape_interval": "1s"},
        "rule_files": [str(project / "infra/prometheus/dev/rules/*.yml")],
        "scrape_configs": [scrape],
    }
    (home / "prometheus.yml").write_text(json.dumps(config))
    command = [
        program,
        f"--config.file={home}/prometheus.yml",
        f"--storage.tsdb.path={home}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    address = f"http://127.0.0.1:{port}"
    with running(command, lambda: fetch(f"{address}/-/ready") is not None, home / "log"):
        yield address


def ask(address: str, expression: str) -> list[Any]:
    """Return the series of an expression."""
    answer = json.loads(fetch(f"{address}/api/v1/query?query={quote(expression)}") or "{}")
    assert answer.get("status") == "success", answer
    return list(answer["data"]["result"])


def has_data(address: str, expression: str, patience: float = 60) -> bool:
    """Say whether an expression gets a value that is a number, once enough was scraped."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if any(series["value"][1] != "NaN" for series in ask(address, expression)):
            return True
        time.sleep(0.2)
    return False


@pytest.mark.servers
def test_every_panel_has_data_of_a_real_prometheus(project: Path, prometheus: str) -> None:
    """That scrapes itself and nothing else: the captured metrics are those it exposes."""
    dashboard = json.loads((project / "infra/grafana/dev/dashboards/monitoring/prometheus.json").read_text())
    expressions = {
        (panel["title"], target["expr"].replace("$__rate_interval", "4s"))
        for panel in dashboard["panels"]
        for target in panel.get("targets", ())
    }
    assert len(expressions) >= 8
    assert [title for title, expression in sorted(expressions) if not has_data(prometheus, expression)] == []


@pytest.mark.servers
def test_its_alerts_are_loaded_and_silent(project: Path, prometheus: str) -> None:
    """On a healthy server; turned round, each condition has a result: it can fire."""
    groups = json.loads(fetch(f"{prometheus}/api/v1/rules") or "{}")["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert [rule["name"] for rule in rules] == ["TargetDown_Dev", "PrometheusConfigRefused_Dev"]
    for rule in rules:
        assert rule["query"].endswith(" == 0")
        assert has_data(prometheus, rule["query"].replace("== 0", "== 1"))
        assert ask(prometheus, rule["query"]) == []
