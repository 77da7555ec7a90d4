"""A user's mistakes through the real command line: what happened, where, what to do next, nothing written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("grafana-kit")
CASES = sorted((Path(__file__).parents[1] / "projects" / "broken").glob("*/expected.txt"))


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", [path.parent for path in CASES], ids=lambda path: path.name)
def test_mistake(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The command of a sample project prints exactly this error, exits so, and leaves every file as it was.

    With --update-golden what it prints becomes what is expected.
    """
    project = tmp_path / "project"
    shutil.copytree(case, project)
    expected = (project / "expected.txt").read_text()
    (project / "expected.txt").unlink()
    before = tree(tmp_path)
    command = expected.splitlines()[0]
    result = subprocess.run(
        [PROGRAM, *command.split()[2:]],
        cwd=project,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
        check=False,
    )
    printed = result.stderr.replace(str(project), "PROJECT")
    actual = f"{command}\n{printed}exit {result.returncode}\n"
    if request.config.getoption("--update-golden"):
        (case / "expected.txt").write_text(actual)
        expected = actual
    assert actual == expected
    assert result.stdout == ""
    assert result.returncode != 0
    assert "Traceback" not in printed
    assert tree(tmp_path) == before
