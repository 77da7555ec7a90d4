"""Files of grafanalib code, as they are: found, run in an import context of their own, and read.

A file is run with its folder and the folders above it on the import path, up to the project's root, and
with the caller's working directory. Where it then misses a file that lies beside it or in a folder above,
it is run again from there: projects differ in where they expect to be run.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from types import GeneratorType, ModuleType
from typing import Any, TypeVar

from attrs import frozen
from grafanalib._gen import DashboardEncoder

from grafana_kit.errors import AuthorError, KitError
from grafana_kit.loading.grafanalib_search import SUFFIXES, Kind, find, import_folders
from grafana_kit.loading.isolation import author_code, isolated, run_module
from grafana_kit.model.jsonable import checked
from grafana_kit.model.source import Source
from grafana_kit.render.grafanalib_alerts import alert_document

T = TypeVar("T")

_TELLING = ("collapse", "collapsed", "groups", "name", "panels", "rows", "rules", "schemaVersion")
_WRAPPED = frozenset({"dashboard", "folderId", "folderUid", "inputs", "message", "meta", "overwrite"})


@frozen
class Loaded:
    """One dashboard, or one set of alert groups, that a grafanalib file defines.

    Attributes:
        object: what the author made.
        kind: whether it is a dashboard or alert groups, by what it is.
        source: the file.
        stem: the output's name without a suffix: the file's, numbered where the file defines a list.
        document: the object as plain JSON; rows and panels both, and the panel that an alert names.
        as_is: the bytes that grafanalib's own generator writes, where they were asked for.
    """

    object: object
    kind: Kind
    source: Source
    stem: str
    document: dict[str, Any]
    as_is: bytes | None = None


def load(
    paths: Sequence[Path], *, variable: str | None = None, as_is: bool = False
) -> tuple[list[Loaded], list[KitError]]:
    """Return everything that grafanalib files define, and the errors of those that do not load.

    Args:
        paths: files of any name, and folders, which are searched for ``*.dashboard.py`` and
            ``*.alertgroup.py``; with ``variable`` also for every Python file that defines it.
        variable: the name to read; a file with one of the two suffixes that lacks it is read by its own.
            It may hold an object, its JSON, a callable that returns one, or a list of these.
        as_is: also make the bytes that grafanalib itself would write.
    """
    files, errors = find(paths, variable)
    loaded: list[Loaded] = []
    for folder, group in groupby(files.items(), key=lambda item: item[0].parent):
        together = list(group)
        above = import_folders(folder, [given for _, given in together])
        with isolated(above[-1], *above):
            for path, _ in together:
                found, failed = _load_file(path, above, variable, as_is=as_is)
                loaded += found
                errors += failed
    return loaded, errors


def as_is(document: object) -> bytes:
    """Return the bytes that grafanalib's ``generate-dashboard`` and ``generate-alertgroup`` write.

    They are made whole before anything is written, so that an error leaves no half a file; and unlike
    grafanalib's own they are JSON in any case: NaN and infinity are errors.

    Raises:
        AuthorError: the object cannot be written as JSON.
    """
    with contextlib.redirect_stdout(sys.stderr), author_code(""):
        data = document.to_json_data() if hasattr(document, "to_json_data") else document
        text = json.dumps(data, sort_keys=True, indent=2, cls=DashboardEncoder, allow_nan=False)
    return f"{text}\n".encode("ascii")


def _load_file(
    path: Path, folders: list[Path], variable: str | None, *, as_is: bool
) -> tuple[list[Loaded], list[KitError]]:
    try:
        return _from_best_folder(lambda: _read(path, variable, as_is=as_is), folders), []
    except KitError as error:
        return [], [error]


def _from_best_folder(read: Callable[[], T], folders: list[Path]) -> T:
    """Run from the caller's working directory; if a file is missing, from a folder that has it."""
    try:
        return read()
    except AuthorError as error:
        folder = _folder_with(error.__cause__, folders)
        if folder is None:
            raise
        with contextlib.chdir(folder):
            return read()


def _folder_with(cause: BaseException | None, folders: list[Path]) -> Path | None:
    missing = cause.filename if isinstance(cause, FileNotFoundError) else None
    if not isinstance(missing, str | os.PathLike) or Path(missing).is_absolute():
        return None
    return next((folder for folder in folders if (folder / missing).exists()), None)


def _read(path: Path, variable: str | None, *, as_is: bool) -> list[Loaded]:
    module = run_module(path, "grafanalib_file_" + re.sub(r"\W", "_", str(path)))
    name = _variable_of(module, path, variable)
    with author_code(path):
        value = _called(getattr(module, name))
    several = isinstance(value, list | tuple)
    values = [_called(each) for each in value] if several else [value]
    return [
        _loaded(each, path, _stem(path) + (f"-{index}" if several else ""), name, as_is=as_is)
        for index, each in enumerate(values, 1)
    ]


def _stem(path: Path) -> str:
    return path.name.removesuffix(".py").removesuffix(".dashboard").removesuffix(".alertgroup")


def _variable_of(module: ModuleType, path: Path, variable: str | None) -> str:
    suffixed = next((kind for suffix, kind in SUFFIXES.items() if path.name.endswith(suffix)), None)
    names = [variable, suffixed] if variable else [suffixed] if suffixed else ["dashboard", "alertgroup"]
    for name in names:
        if name is not None and hasattr(module, name):
            return name
    likely = _likely(module)
    raise AuthorError(
        f"the file defines no variable {' or '.join(str(name) for name in names if name)}",
        where=Source(str(path)),
        hint=f"name the one to build: --variable {likely[0]}" if likely else "",
        details=[f"variables that look like dashboards: {', '.join(likely)}"] if likely else [],
    )


def _likely(module: ModuleType) -> list[str]:
    """Return the names of a module's variables that look like dashboards or alert groups."""
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("__") and (_kind(value) is not None or _returns_dashboard(value, module))
    ]


def _returns_dashboard(value: object, module: ModuleType) -> bool:
    if not inspect.isfunction(value) or value.__module__ != module.__name__ or not _is_callable(value):
        return False
    return "dashboard" in f"{value.__name__} {value.__annotations__.get('return', '')}".lower()


def _is_callable(value: object) -> bool:
    """Return whether a value can be called without arguments."""
    if not callable(value) or (hasattr(value, "to_json_data") and not isinstance(value, type)):
        return False
    try:
        inspect.signature(value).bind()
    except (TypeError, ValueError):
        return False
    return True


def _called(value: object) -> Any:
    if callable(value) and _is_callable(value):
        value = value()
    return list(value) if isinstance(value, GeneratorType) else value


def _kind(value: object) -> Kind | None:
    """Return what a value is, by the keys or attributes that only such a thing has."""
    if isinstance(value, dict):
        names = set(value)
    elif hasattr(value, "to_json_data") and not isinstance(value, type):
        names = {name for name in _TELLING if hasattr(value, name)}
    else:
        return None
    if "schemaVersion" in names or ({"panels", "rows"} & names and not {"collapse", "collapsed"} & names):
        return "dashboard"
    return "alertgroup" if "groups" in names or {"rules", "name"} <= names else None


def _loaded(value: object, path: Path, stem: str, name: str, *, as_is: bool) -> Loaded:
    where = Source(str(path))
    with author_code(path):
        document = checked(_with_text_keys(_document(value)), where, name)
    document = _unwrapped(document)
    kind = _kind(document)
    if kind is None:
        raise AuthorError(*_no_dashboard(value, document, name), where=where)
    written = _bytes(value, where) if as_is else None
    return Loaded(value, kind, where, stem, document, written)


def _document(value: Any) -> Any:
    document = alert_document(value)
    if getattr(value, "rows", None) and getattr(value, "panels", None) and isinstance(document, dict):
        document["panels"] = alert_document(value.panels)  # grafanalib drops them beside rows
    return document


def _with_text_keys(value: Any) -> Any:
    """Return a JSON value with keys as ``json.dumps`` writes them: numbers, true, false, null as text."""
    if isinstance(value, dict):
        return {_key(key): _with_text_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_text_keys(item) for item in value]
    return value


def _key(key: object) -> object:
    return json.dumps(key) if key is None or isinstance(key, bool | int | float) else key


def _unwrapped(document: Any) -> Any:
    """Return the dashboard inside what Grafana's HTTP interface takes."""
    if (
        isinstance(document, dict)
        and document.keys() <= _WRAPPED
        and isinstance(document.get("dashboard"), dict)
    ):
        return document["dashboard"]
    return document


def _bytes(value: object, where: Source) -> bytes:
    try:
        return as_is(value)
    except KitError as error:
        error.where = error.where or str(where)
        raise


def _no_dashboard(value: object, document: Any, name: str) -> tuple[str]:
    if isinstance(document, dict) and {"spec", "kind"} & document.keys() and "apiVersion" in document:
        return (f"{name} is a Kubernetes-style resource of Grafana: give the dashboard inside it",)
    if isinstance(document, dict) and "elements" in document:
        return (f"{name} is a dashboard of schema v2, which is not read yet",)
    return (f"{name} is of type {type(value).__name__}, not a dashboard or an alert group",)
