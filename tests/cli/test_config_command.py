"""``grafana-kit config`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.cli import main

TEXT = """\
project: shop
defaults:
  settings: {queue.high.jobs: 5}
environments:
  dev: {}
  prod:
    aliases: [production]
    protected: true
    grafana: {url: "https://example.org/grafana", token_env: PROD_TOKEN}
    settings: {queue.high.jobs: 20}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in the working directory, and a shell without Grafana's variables."""
    (tmp_path / "grafana-kit.yaml").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    for name in (
        "GRAFANA_URL",
        "GRAFANA_SERVER",
        "GRAFANA_TOKEN",
        "GRAFANA_SERVICE_ACCOUNT_TOKEN",
        "PROD_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return exit code, output and errors."""
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    captured = capsys.readouterr()
    assert isinstance(exit_.value.code, int)
    return exit_.value.code, captured.out, captured.err


def line(output: str, key: str) -> list[str]:
    """Return the words of the line of a key."""
    return next(words for words in map(str.split, output.splitlines()) if words[:1] == [key])


def test_show_prints_value_and_origin(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every layer is told apart, with its line."""
    code, output, _ = run(capsys, "config", "show", "--env", "production")
    assert code == 0
    assert line(output, "project") == ["project"]
    assert line(output, "settings.queue.high.jobs")[1:] == ["20", "environment", "(grafana-kit.yaml:10)"]
    assert line(output, "protected")[1:] == ["true", "environment", "(grafana-kit.yaml:8)"]
    assert line(output, "grafana.version")[1:] == ["10.2", "built", "in"]
    assert line(output, "grafana.token_env")[1:4] == ["PROD_TOKEN", "(not", "set)"]
    assert line(output, "aliases")[1] == "production"
    assert "\ndev\n" not in output


def test_show_prints_all_environments_in_the_files_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --env, dev stands before prod."""
    _, output, _ = run(capsys, "config", "show")
    assert output.index("\ndev\n") < output.index("\nprod\n")


def test_show_tells_a_variable_that_is_set_and_never_its_value(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both forms of output."""
    monkeypatch.setenv("PROD_TOKEN", "glsa_hunter2")
    monkeypatch.setenv("GRAFANA_TOKEN", "glsa_hunter3")
    for form in ("text", "json"):
        _, output, errors = run(capsys, "config", "show", "-o", form)
        assert "hunter" not in output + errors
    _, output, _ = run(capsys, "config", "show", "--env", "prod")
    assert line(output, "grafana.token_env")[1:3] == ["PROD_TOKEN", "(set)"]


def show_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Return what ``config show -o json`` prints."""
    code, output, _ = run(capsys, "config", "show", "-o", "json", *arguments)
    assert code == 0
    result: dict[str, Any] = json.loads(output)
    return result


def test_show_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for machines: value, layer, place."""
    monkeypatch.setenv("GRAFANA_SERVER", "https://other.example/")
    shown = show_json(capsys, "--env", "prod")
    assert shown["project"]["project"] == {
        "value": "shop",
        "from": "project file",
        "where": "grafana-kit.yaml:1",
    }
    assert shown["project"]["output"] == {"value": "infra", "from": "built in", "where": None}
    prod = shown["environments"]["prod"]
    assert list(shown["environments"]) == ["prod"]
    assert prod["settings.queue.high.jobs"] == {
        "value": 20,
        "from": "environment",
        "where": "grafana-kit.yaml:10",
    }
    assert prod["grafana.url"] == {
        "value": "https://other.example",
        "from": "environment variable",
        "where": "GRAFANA_SERVER",
    }
    assert prod["grafana.token_env"]["status"] == "not set"
    assert prod["grafana.token_env"]["note"].startswith("not sent")
    assert prod["aliases"]["value"] == ["production"]


def test_an_unknown_environment_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, the nearest name, no traceback."""
    code, output, errors = run(capsys, "config", "show", "--env", "prd")
    assert (code, output) == (2, "")
    assert "next: did you mean" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("environments", "words"), [("{a: {}}", "1 environment"), ("{a: {}, b: }", "2 environments")]
)
def test_check_says_how_many_environments_are_right(
    folder: Path, capsys: pytest.CaptureFixture[str], environments: str, words: str
) -> None:
    """One line, exit 0."""
    (folder / "grafana-kit.yaml").write_text(f"project: p\nenvironments: {environments}\n")
    assert run(capsys, "config", "check") == (0, f"ok: {words}\n", "")


def test_check_prints_every_error_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and all of them at once."""
    (folder / "grafana-kit.yaml").write_text("projct: p\nenvironments: {dev: {protected: 1}}\n")
    code, output, errors = run(capsys, "config", "check")
    assert (code, output) == (1, "")
    assert errors.count("error: ") == 3
    assert "at grafana-kit.yaml:2" in errors
    assert 'next: did you mean "project"?' in errors


def test_without_a_project_file_the_next_step_is_init(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newcomer's first error says how to begin."""
    monkeypatch.chdir(tmp_path)
    code, _, errors = run(capsys, "config", "check")
    assert code == 1
    assert "next: grafana-kit init" in errors
