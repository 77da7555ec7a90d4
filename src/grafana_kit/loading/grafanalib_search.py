"""Where grafanalib code is: the files to run, and the folders that they import from."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from grafanalib._gen import ALERTGROUP_SUFFIX, DASHBOARD_SUFFIX

from grafana_kit.errors import InputError, KitError
from grafana_kit.model.source import Source

Kind: TypeAlias = Literal["dashboard", "alertgroup"]

SUFFIXES: dict[str, Kind] = {DASHBOARD_SUFFIX: "dashboard", ALERTGROUP_SUFFIX: "alertgroup"}
_ROOTS = (".git", ".hg", "grafana-kit.yaml", "pyproject.toml", "setup.cfg", "setup.py")
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


def find(paths: Sequence[Path], variable: str | None) -> tuple[dict[Path, Path], list[KitError]]:
    """Return the files to run, each with the folder it was found from; those of one folder together."""
    files: dict[Path, Path] = {}
    errors: list[KitError] = []
    for path in (Path(os.path.abspath(each)) for each in paths):  # noqa: PTH100 - resolve() follows links
        if path.is_dir():
            found = list(_search(path, variable))
            files = {**dict.fromkeys(found, path), **files}
            if not found:
                errors.append(_nothing_in(path, variable))
        elif path.exists():
            files.setdefault(path, path.parent)
        else:
            errors.append(InputError(f"there is no file or folder {Source(str(path))}"))
    return dict(sorted(files.items(), key=lambda item: (str(item[0].parent), item[0].name))), errors


def _nothing_in(folder: Path, variable: str | None) -> KitError:
    names = f"no *{DASHBOARD_SUFFIX} and no *{ALERTGROUP_SUFFIX}"
    if variable is not None:
        return InputError(f"there is {names}, and no file that defines {variable}", where=folder)
    return InputError(
        f"there is {names}", where=folder, hint="name the files, or the variable with --variable NAME"
    )


def _search(folder: Path, variable: str | None) -> Iterator[Path]:
    for found, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not _is_skipped(Path(found, each))]
        for name in names:
            path = Path(found, name)
            named = variable is not None and name.endswith(".py") and _binds(path, variable)
            if named or name.endswith(tuple(SUFFIXES)):
                yield path


def _is_skipped(folder: Path) -> bool:
    return folder.name in _SKIPPED or folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()


def _binds(path: Path, variable: str) -> bool:
    """Return whether a file gives a name a value of its own at its top level, without running it."""
    text = path.read_bytes().decode(errors="replace")
    if not re.search(rf"\b{re.escape(variable)}\b", text):
        return False
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return bool(re.search(rf"^(?:def\s+)?{re.escape(variable)}\b\s*[(:=]", text, re.MULTILINE))
    return any(variable in _bound(statement) for statement in tree.body)


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def import_folders(folder: Path, given: Sequence[Path]) -> list[Path]:
    """Return the folders to import from: the file's own, and those above it up to the project's root.

    The folder that was given on the command line is among them. Without anything that marks a root they
    end below the first folder that holds no Python file.
    """
    above = [folder, *folder.parents]
    marked = [index for index, each in enumerate(above) if any((each / name).exists() for name in _ROOTS)]
    versioned = [index for index in marked if (above[index] / ".git").exists()]
    bare = (index for index, each in enumerate(above) if index and not any(each.glob("*.py")))
    last = (versioned or marked)[0] if marked else next(bare, len(above)) - 1
    return above[: max(last, *(above.index(each) for each in given)) + 1]
