"""Modules in, files out: what every definition of the golden projects becomes, byte for byte.

``pytest tests/golden --update-golden`` writes the expected files anew; review the difference as code.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.author.projects import GOLDEN, PROJECTS, built_files


def expected_files(case: str) -> dict[str, bytes]:
    """Return the golden files of a project, path → bytes."""
    folder = GOLDEN / case / "expected"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def difference(expected: dict[str, bytes], actual: dict[str, bytes]) -> str:
    """Return a unified diff of two sets of files."""
    lines: list[str] = []
    for path in sorted({*expected, *actual}):
        before, after = (side.get(path, b"").decode().splitlines() for side in (expected, actual))
        lines += difflib.unified_diff(before, after, f"expected/{path}", f"built/{path}", lineterm="", n=5)
    return "\n".join(lines)


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Replace the golden files of a project."""
    for old in [path for path in folder.rglob("*") if path.is_file()]:
        old.unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@pytest.mark.parametrize("case", PROJECTS)
def test_golden_projects_build_what_they_built_before(case: str, request: pytest.FixtureRequest) -> None:
    """Every panel kind, variable, row, annotation, link, alert and environment."""
    actual = built_files(case)
    if request.config.getoption("--update-golden"):
        write(GOLDEN / case / "expected", actual)
    different = difference(expected_files(case), actual)
    assert not different, f"{different}\n\nif this is meant: pytest tests/golden --update-golden"


def test_a_difference_names_the_file_and_the_lines() -> None:
    """The failure of a golden test can be read without any other tool."""
    text = difference({"a.json": b"one\ntwo\n", "gone": b"x\n"}, {"a.json": b"one\n2\n", "new": b"y\n"})
    assert "--- expected/a.json\n+++ built/a.json" in text
    assert "-two\n+2" in text
    assert "-x" in text
    assert "+y" in text
