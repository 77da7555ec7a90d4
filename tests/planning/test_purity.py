"""Planning is pure: the same input gives the same plan, on every machine and at any time."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import grafana_kit.planning
from grafana_kit.model import change

FOLDER = Path(str(grafana_kit.planning.__file__)).parent
FILES = [*sorted(FOLDER.glob("*.py")), Path(str(change.__file__))]

STANDARD = {
    *("__future__", "collections.abc", "difflib", "fnmatch", "hashlib", "itertools", "json", "typing"),
    "attrs",
}
"""What is imported from outside: nothing that reads a clock, a file, a socket or the environment."""
OWN = ("grafana_kit.errors", "grafana_kit.model", "grafana_kit.planning", "grafana_kit.render.provisioning")
CALLS = {"open", "print", "input", "exec", "eval", "__import__", "id", "hash"}
"""What reaches outside, or differs from run to run; ``id`` only where nothing of it is shown."""


def imported(tree: ast.AST) -> set[str]:
    """Return the names of all modules that a file imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_nothing_is_imported_that_reaches_outside(file: Path) -> None:
    """Only pure parts of the standard library, and the layers below."""
    names = imported(ast.parse(file.read_text()))
    assert {one for one in names if one not in STANDARD and not one.startswith(OWN)} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_nothing_is_called_that_reaches_outside(file: Path) -> None:
    """No files, no output, nothing that is another value in the next run."""
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    assert names & CALLS <= ({"id"} if file.name == "differences.py" else set())
