"""The overview is kept as text, so that --help starts at once; here it is held to what click renders."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from grafana_kit.cli import main, overview
from grafana_kit.cli.root import COMMANDS, cli

FILE = Path(importlib.import_module("grafana_kit.cli").__file__ or "").with_name("overview.txt")


def test_the_overview_is_what_click_renders(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --update-golden the text is written anew; with another option before it click renders --help."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["--no-color", "--help"])
    rendered = capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        FILE.write_text(rendered)
    assert overview() == rendered


def test_help_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, nothing on standard error."""
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    assert capsys.readouterr() == (overview(), "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_imported_and_explains_itself(name: str) -> None:
    """Each has a module of its name, with a help text."""
    result = CliRunner().invoke(cli, [name, "--help"])
    assert (result.exit_code, result.exception) == (0, None)
    assert f"Usage: cli {name}" in result.output
