"""Where an author's Python runs: its own import context, and its failures told as errors with a place.

Two projects in one process, or two folders that each have a ``common.py``, never see each other's
modules. What an author prints goes to standard error: standard output belongs to the results.
"""

from __future__ import annotations

import contextlib
import importlib
import linecache
import os
import sys
import sysconfig
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from typing import TYPE_CHECKING

import grafana_kit
from grafana_kit.errors import AuthorError, KitError, KitErrors
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType, TracebackType

# Names that an author's folder never takes over: Python itself, and what definitions are made of. A
# project may well have a folder called "grafanalib".
_PROTECTED = sys.stdlib_module_names | {"attr", "attrs", "grafana_kit", "grafanalib"}
_SYSTEM = tuple(
    {os.path.realpath(sysconfig.get_path(name)) + os.sep for name in ("stdlib", "platstdlib", "purelib")}
    | {os.path.realpath(folder) + os.sep for folder in grafana_kit.__path__}
)
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


@contextlib.contextmanager
def isolated(root: Path, *paths: Path) -> Iterator[None]:
    """Run author code with its folders first on the import path, and leave no trace of it.

    Inside, ``import common`` finds the ``common`` of ``paths`` (in this order), then that of ``root``; a
    module of the same name from elsewhere is put aside and comes back afterwards. Modules that the block
    imports from these folders are forgotten at its end. No bytecode is written beside the author's files.
    The working directory is the caller's, and is the caller's again at the end if the author changes it.
    """
    folders = list(dict.fromkeys(str(path.absolute()) for path in (*paths, root)))
    real = tuple(os.path.realpath(folder).rstrip(os.sep) + os.sep for folder in folders)
    saved_path, saved_flag, saved_folder = list(sys.path), sys.dont_write_bytecode, _working_folder()
    foreign = _imported_from_elsewhere(folders, real)
    sys.path[:] = [*folders, *(entry for entry in sys.path if entry not in folders)]
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    hidden = _hide_strangers(foreign, real)
    before = set(sys.modules)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        # Before the path is restored: a folder without __init__.py finds its places anew along the path.
        for name in [name for name in sys.modules if name not in before and _lies_in(name, real)]:
            del sys.modules[name]
        sys.path[:] = saved_path
        sys.dont_write_bytecode = saved_flag
        if saved_folder is not None and _working_folder() != saved_folder:
            os.chdir(saved_folder)
        sys.modules.update(hidden)
        for folder in folders:
            sys.path_importer_cache.pop(folder, None)


def run_module(path: Path, name: str) -> ModuleType:
    """Execute one file and return it as a module, registered under ``name`` as an import would do.

    Raises:
        AuthorError: the file cannot be read, does not parse, fails or exits; the place is the author's line.
    """
    loader = SourceFileLoader(name, str(path.absolute()))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up here while the file still runs
    try:
        with author_code(path):
            loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


@contextlib.contextmanager
def author_code(path: Path | str) -> Iterator[None]:
    """Turn whatever an author's code raises into an error with the author's own line as its place.

    An error of grafana-kit itself keeps its summary and hint, and gets the place if it has none.

    Args:
        path: the place to name when no line of the author's is on the stack.
    """
    try:
        yield
    except KitError as error:
        for each in error.errors if isinstance(error, KitErrors) else (error,):
            each.where = each.where or str(_author_frame(error, path)[0])
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _author_error(error, path) from error


def is_author_file(filename: str) -> bool:
    """Return whether a file is an author's: not Python's, an installed package's or grafana-kit's own."""
    if filename.startswith("<"):
        return False
    real = os.path.realpath(filename)
    return not real.startswith(_SYSTEM) and not any(part in real for part in _INSTALLED)


def _author_error(error: BaseException, path: Path | str) -> AuthorError:
    where, function = _author_frame(error, path)
    message = str(_first_of_several(error)).strip()
    kind = f"{type(error).__name__}: {message}" if message else type(error).__name__
    details = [f"{where}, in {function}" if function else str(where)]
    if source_line := linecache.getline(where.path, where.line).strip():
        details.append(f"    {source_line}")
    return AuthorError(
        _summary(error, kind), where=where, hint=_hint(error), details=[*details, *kind.splitlines()]
    )


def _first_of_several(error: BaseException) -> object:
    """Return what a wrong value says of itself: validators of attrs attach the attribute, type and value."""
    several = type(error) in (TypeError, ValueError) and len(error.args) > 1
    return error.args[0] if several else error


def _summary(error: BaseException, kind: str) -> str:
    if isinstance(error, SyntaxError):
        return f"syntax error: {error.msg}"
    if isinstance(error, SystemExit):
        return f"the module ended the program (exit {error.code})"
    return kind.splitlines()[0]


def _hint(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = error.name.partition(".")[0]
        return (
            f"a module of yours: put {package} beside the file or in a folder above it; "
            f"a package: install it where grafana-kit is installed, for example pip install {package}"
        )
    if isinstance(error, FileNotFoundError) and error.filename:
        return "name files relative to the module: Path(__file__).parent / ..."
    return ""


def _author_frame(error: BaseException, path: Path | str) -> tuple[Source, str]:
    """Return the innermost place of the author's on an error's stack, and the function it is in."""
    if isinstance(error, SyntaxError) and error.filename and is_author_file(error.filename):
        return Source(error.filename, error.lineno or 0), ""
    frames = [frame for frame in _frames(error.__traceback__) if is_author_file(frame[0].path)]
    return frames[-1] if frames else (Source(str(path)), "")


def _frames(traceback: TracebackType | None) -> Iterator[tuple[Source, str]]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield Source(code.co_filename, traceback.tb_lineno), code.co_name
        traceback = traceback.tb_next


def _working_folder() -> str | None:
    with contextlib.suppress(OSError):  # it may have been deleted
        return os.getcwd()  # noqa: PTH109 - compared as text
    return None


def _imported_from_elsewhere(folders: Iterable[str], real: tuple[str, ...]) -> set[str]:
    """Return the names of these folders' modules under which something else was imported before.

    To be asked before the path changes: a package without ``__init__.py`` finds its places anew along the
    path, and would seem to lie in these folders from then on.
    """
    names = {name for folder in folders for name in _importable(folder)}
    return {name for name in names & set(sys.modules) - _PROTECTED if not _lies_in(name, real)}


def _hide_strangers(names: Iterable[str], real: tuple[str, ...]) -> dict[str, ModuleType]:
    """Take modules out of ``sys.modules`` that stand where a module of these folders belongs."""
    strangers = {name for name in names if _spec_in(PathFinder.find_spec(name, sys.path), real)}
    hidden = [name for name in sys.modules if name.partition(".")[0] in strangers]
    return {name: sys.modules.pop(name) for name in hidden}


def _importable(folder: str) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.removesuffix(".py")
            if name.isidentifier() and (entry.name.endswith(".py") or entry.is_dir()):
                yield name


def _lies_in(name: str, real: tuple[str, ...]) -> bool:
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    if spec is not None:
        return _spec_in(spec, real)
    filename = getattr(module, "__file__", None)  # a module that was made by hand has no spec
    return bool(filename) and _is_in(str(filename), real)


def _spec_in(spec: ModuleSpec | None, real: tuple[str, ...]) -> bool:
    if spec is None:
        return False
    if spec.origin is not None:
        return _is_in(spec.origin, real)
    return any(_is_in(location, real) for location in spec.submodule_search_locations or ())


def _is_in(filename: str, real: tuple[str, ...]) -> bool:
    """Return whether a file is the author's and lies in one of the folders: a project may hold its venv."""
    return (  # "built-in" and "frozen" are origins too, and are no files
        os.sep in filename and os.path.realpath(filename).startswith(real) and is_author_file(filename)
    )
