"""Has nothing changed since the last build? Then there is nothing to do, and little to import.

A build remembers every file and folder it read (its author modules, what they opened or listed, the
modules of every library), the environment variables, and every file it wrote, each with its time stamps
and size. When all of them are as they were, the next build would write the same bytes and is skipped.
What leaves no trace in these (the clock, the network, another program) makes a build forgettable:
nothing is remembered when author code connects somewhere or starts a program.

Only the standard library is imported here: the answer should not cost more than the question.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FILE = os.path.join(".grafana-kit", "cache", "build.json")  # noqa: PTH118 - pathlib costs more than all of this
_VERSION = 1
# These differ from shell to shell and say nothing about what is built.
_IGNORED = frozenset({"_", "OLDPWD", "SHLVL", "WINDOWID", "COLUMNS", "LINES", "TERM_SESSION_ID"})
_UNFORGIVING = (
    "socket.connect",
    "socket.getaddrinfo",
    "sqlite3.connect",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
)
_RACE_NANOSECONDS = 100_000_000
"""A file changed this shortly before it was read may change again within one tick of its time stamp."""

_active: list[Recorder] = []
_hooks: list[object] = []


class Recorder:
    """Notes what is read while it is active, by Python's audit events (PEP 578)."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.inputs: dict[str, list[int] | None] = {}
        self.forgettable = False

    def note(self, path: str) -> None:
        """Note a file or folder as it is now."""
        if path not in self.inputs:
            self.inputs[path] = stamp(path)


@contextlib.contextmanager
def recording() -> Iterator[Recorder]:
    """Note everything that the block reads."""
    if not _hooks:
        sys.addaudithook(_hook)  # cannot be taken away again; with nothing active it does nothing
        _hooks.append(_hook)
    _active.append(Recorder())
    try:
        yield _active[-1]
    finally:
        _active.pop()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:  # pragma: no cover - Python traces no audit hooks
    if not _active:
        return
    if event in ("open", "os.listdir", "os.scandir"):
        path = arguments[0]
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str) and not (event == "open" and _writes(arguments)):
            _active[-1].note(os.path.abspath(path))  # noqa: PTH100 - text in, text out
    elif event in _UNFORGIVING:
        _active[-1].forgettable = True


def _writes(arguments: tuple[Any, ...]) -> bool:  # pragma: no cover - as above
    flags = arguments[2] if len(arguments) > 2 else 0  # noqa: PLR2004 - path, mode, flags
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def stamp(path: str) -> list[int] | None:
    """Return what changes when a file does; None when there is none."""
    try:
        now = os.stat(path)  # noqa: PTH116 - see the module's docstring
    except OSError:
        return None
    return [now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino]


def find_root(start: str) -> str | None:
    """Return the folder of the project file, upwards from ``start``."""
    folder = os.path.abspath(start)  # noqa: PTH100
    while not os.path.isfile(os.path.join(folder, "grafana-kit.yaml")):  # noqa: PTH113, PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return None
        folder = parent
    return folder


def recall(root: str, request: list[str]) -> list[str] | None:
    """Return what the last build of the same request reported, if it would do the same again."""
    try:
        with open(os.path.join(root, _FILE), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            memory = json.load(file)
        if memory["key"] != _key(request):
            return None
        if any(
            stamp(path) != known for part in ("inputs", "outputs") for path, known in memory[part].items()
        ):
            return None
        return list(memory["report"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # no memory, or not one of ours: build


def remember(
    root: str, request: list[str], recorder: Recorder, output: str, outputs: Iterable[str], report: list[str]
) -> None:
    """Remember a build that succeeded; quietly not, if it cannot be relied on or written.

    Args:
        root: the project's folder.
        request: what was asked for.
        recorder: what was read.
        output: the output folder; what was read there is no input, it is looked at file by file.
        outputs: the files in it that were built.
        report: what to say when the next build is skipped.
    """
    below = os.path.join(output, "")  # noqa: PTH118
    recorder.inputs = {path: seen for path, seen in recorder.inputs.items() if not path.startswith(below)}
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if isinstance(path, str):
            recorder.note(path)
    newest = time.time_ns() - _RACE_NANOSECONDS
    if recorder.forgettable or any(known and known[0] > newest for known in recorder.inputs.values()):
        return
    path = os.path.join(root, _FILE)  # noqa: PTH118
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        written = [*outputs, path]
        # Writing the output changed the folders around it; that is no change of what was read.
        for folder in {os.path.dirname(one) for one in written} | {root}:  # noqa: PTH120
            if folder in recorder.inputs:
                recorder.inputs[folder] = stamp(folder)
        memory = {
            "key": _key(request),
            "inputs": recorder.inputs,
            "outputs": {one: stamp(one) for one in written[:-1]},
            "report": report,
        }
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(memory, file, separators=(",", ":"))
        os.replace(temporary, path)  # noqa: PTH105


def _key(request: list[str]) -> list[Any]:
    # The values of variables may be secrets: only their hash is kept.
    variables = sorted((name, value) for name, value in os.environ.items() if name not in _IGNORED)
    digest = hashlib.blake2b(repr(variables).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return [_VERSION, request, os.getcwd(), sys.version, sys.prefix, digest]  # noqa: PTH109
