"""Shell completion, through the shells' own protocol."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grafana_kit.cli import main

PROGRAM = str(Path(sys.executable).with_name("grafana-kit"))


def script(capsys: pytest.CaptureFixture[str], shell: str) -> str:
    """Return the script of a shell."""
    with pytest.raises(SystemExit) as exit_:
        main(["completion", shell])
    assert exit_.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_for_this_program(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It asks the program through the variable that click reads."""
    text = script(capsys, shell)
    assert f"_GRAFANA_KIT_COMPLETE={shell}_complete" in text
    assert "grafana-kit" in text


def complete(words: list[str], shell: str = "bash") -> list[str]:
    """Return what the program answers to a shell that completes the last of these words."""
    environ = {
        **os.environ,
        "_GRAFANA_KIT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    result = subprocess.run([PROGRAM], env=environ, capture_output=True, text=True, check=True)
    return result.stdout.split()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["grafana-kit", "confi"], ["plain,config"]),
        (["grafana-kit", "config", "s"], ["plain,show"]),
        (["grafana-kit", "config", "show", "-o", "j"], ["plain,json"]),
        (["grafana-kit", "completion", "z"], ["plain,zsh"]),
        (["grafana-kit", "config", "show", "--en"], ["plain,--env"]),
    ],
)
def test_commands_that_are_imported_late_are_completed(words: list[str], answer: list[str]) -> None:
    """Command, subcommand, option and choice: all levels of the lazy group."""
    assert complete(words) == answer


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_script_completes_in_a_real_bash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sourced by bash, its function fills the answer that bash would show."""
    file = tmp_path / "completion.bash"
    file.write_text(script(capsys, "bash"))
    ask = (
        f'source "{file}"; COMP_WORDS=(grafana-kit config ch); COMP_CWORD=2; '
        f'_grafana_kit_completion "{PROGRAM}"; echo "${{COMPREPLY[@]}}"'
    )
    result = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "check"


def test_another_shell_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, with the shells that are known."""
    with pytest.raises(SystemExit) as exit_:
        main(["completion", "tcsh"])
    assert exit_.value.code == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err
