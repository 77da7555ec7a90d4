"""What a run did, written as it goes: one JSON line per event, on disk before the request that it tells of.

A receipt holds the whole state before every change, so that a run can be undone. A process that is killed
leaves all lines but perhaps a torn last one; whatever was started and has no result may have happened or
not, and reading the server again tells which. Lines go straight to the operating system: nothing that a
killed process still held in memory is missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs
from attrs import frozen

from grafana_kit.errors import OutputError
from grafana_kit.planning.normalise import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.destinations.base import Applied
    from grafana_kit.errors import KitError
    from grafana_kit.model.change import Change, Key, Seen
    from grafana_kit.model.resource import Kind

FORMAT = 1
FOLDER = ".grafana-kit"

Result: TypeAlias = Literal["complete", "conflicts", "partial", "failed", "interrupted"]
"""How a run ended. A receipt without one was left by a process that was killed."""

_FILE_MODE, _FOLDER_MODE = 0o600, 0o700
_NAME_LENGTH = 80
# Never written to disk: a server does not give them back, and nobody needs them to undo a run.
_SECRET = ("secureJsonData", "secureSettings")


@frozen
class Header:
    """Who ran what, where and when.

    Attributes:
        url: the server, without credentials.
        who: user and machine.
        undoes: the runs that this one rolls back, newest first.
    """

    run: str
    command: str
    environment: str
    project: str
    url: str
    org_id: int
    who: str
    when: str
    undoes: tuple[str, ...] = ()


@frozen
class Store:
    """Where one environment's receipts and copies are.

    Attributes:
        base: the project's ``.grafana-kit``, or the folder that was given instead.
        environment: its name.
    """

    base: Path
    environment: str

    @property
    def runs(self) -> Path:
        """The folder of the receipts."""
        return self.base / self.environment / "runs"

    def receipt(self, run: str) -> Path:
        """Return the path of one run's receipt."""
        return self.runs / f"{run}.jsonl"

    def open(self, header: Header) -> Receipt:
        """Begin a receipt.

        Raises:
            OutputError: it cannot be written; nothing has been sent then.
        """
        path = self.receipt(header.run)
        with _told(path):
            self._make(path.parent)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            receipt = Receipt(path, os.open(path, flags, _FILE_MODE))
        receipt.write("run", format=FORMAT, **attrs.asdict(header))
        return receipt

    def keep_copy(self, run: str, seen: Seen) -> Path:
        """Write what is about to be overwritten by force, and return the path of the copy.

        Raises:
            OutputError: it cannot be written.
        """
        folder = self.base / self.environment / "backup" / run / seen.kind
        path = folder / f"{file_name(seen.uid)}.json"
        with _told(path):
            self._make(folder)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE_MODE), "w") as file:
                json.dump(_plain(seen.body), file, indent=2)
                file.write("\n")
        return path

    def _make(self, folder: Path) -> None:
        if not self.base.exists():
            self.base.mkdir(parents=True)
        if self.base.name == FOLDER and not (self.base / ".gitignore").exists():
            (self.base / ".gitignore").write_text("*\n")  # whatever the project's own says
        own = self.base / self.environment
        for one in [*reversed([one for one in folder.parents if one.is_relative_to(own)]), folder]:
            one.mkdir(mode=_FOLDER_MODE, exist_ok=True)


class Receipt:
    """A receipt that is being written, from several threads."""

    def __init__(self, path: Path, handle: int) -> None:
        """Take an open file and its path."""
        self.path = path
        self._handle = handle
        self._lock = threading.Lock()
        self._numbers: dict[Key, int] = {}

    def plan(self, changes: Sequence[Change]) -> None:
        """Note all that is about to be done, with the state before."""
        for number, change in enumerate(changes):
            self._numbers[change.key] = number
            self.write(
                "plan",
                n=number,
                action=change.action,
                kind=change.kind,
                uid=change.uid,
                title=change.title,
                folder=change.folder,
                folder_uid=change.folder_uid,
                forced=change.forced,
                before=None if change.seen is None else seen_json(change.seen),
                wanted=None if change.wanted is None else _plain(change.wanted),
            )
        with _told(self.path):
            os.fsync(self._handle)

    def start(self, change: Change) -> None:
        """Note that the next request belongs to this change."""
        self.write("start", n=self._numbers[change.key], when=now())

    def done(self, change: Change, applied: Applied) -> None:
        """Note what the change left."""
        after = applied.seen
        state: dict[str, Any] = {"version": None, "digest": None, "folder_uid": ""}
        if after is not None:
            state = {
                "version": after.version,
                "digest": _left(after),
                "folder_uid": after.folder_uid,
            }
        self.write("done", n=self._numbers[change.key], note=applied.note, already=applied.already, **state)

    def refused(self, change: Change, error: KitError) -> None:
        """Note that somebody else was faster: the change was not carried out."""
        self._not_done("conflict", change, error)

    def failed(self, change: Change, error: KitError, *, unsure: bool) -> None:
        """Note why the change failed; ``unsure`` if it may have been carried out all the same, or in part."""
        self._not_done("failed", change, error, unsure=unsure)

    def _not_done(self, event: str, change: Change, error: KitError, **values: bool) -> None:
        self.write(
            event,
            n=self._numbers[change.key],
            error=error.summary,
            where=error.where,
            hint=error.hint,
            details=list(error.details),
            **values,
        )

    def skipped(self, change: Change, reason: str) -> None:
        """Note that the change was not even begun."""
        self.write("skipped", n=self._numbers[change.key], reason=reason)

    def end(self, result: Result, counts: Mapping[str, int]) -> None:
        """Note how the run ended; nothing is written after it."""
        self.write("end", result=result, counts=dict(counts), when=now())
        with _told(self.path):
            os.fsync(self._handle)

    def close(self) -> None:
        """Close the file; without an end before it the run counts as killed."""
        os.close(self._handle)

    def write(self, event: str, **values: Any) -> None:
        """Append one line.

        Raises:
            OutputError: it cannot be written, so nothing more may be sent.
        """
        line = json.dumps({"event": event, **values}, separators=(",", ":")).encode() + b"\n"
        with self._lock, _told(self.path):
            while line:  # a full disk may take only a part
                line = line[os.write(self._handle, line) :]


def new_run() -> str:
    """Return the id of a run; ids sort by time, also those of one second.

    The last six digits are the fraction of the second (16 bits) and a random number.
    """
    time = datetime.now(UTC)
    return f"{time:%Y%m%dT%H%M%SZ}-{time.microsecond * 0x10000 // 1_000_000:04x}{secrets.token_hex(1)}"


def now() -> str:
    """Return the time as receipts and servers write it."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def file_name(uid: str) -> str:
    """Return a file name for any uid; what had to be changed or cut is told apart by a hash.

    >>> file_name("clip-job-latency"), file_name("grafana-kit shadow (notifies nobody)")
    ('clip-job-latency', 'grafana-kit-shadow-notifies-nobody-6bd52c22')
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", uid).strip("-")[:_NAME_LENGTH]
    if plain == uid:
        return plain
    return f"{plain}-{hashlib.blake2b(uid.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def placeless(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body without the title of its folder: a server does not tell it of a rule group, only the uid."""
    return {**body, "folder": ""} if kind == "grafana-rules" else dict(body)


def _left(after: Seen) -> str:
    """Return the digest of what a change left; a dashboard's new mark holds it already, and it takes a while."""
    if after.kind == "dashboard" and after.mark is not None:
        return after.mark.digest
    return digest(after.kind, placeless(after.kind, after.body))


def seen_json(seen: Seen) -> dict[str, Any]:
    """Return a state as a receipt holds it."""
    values: dict[str, Any] = attrs.asdict(seen, recurse=False)
    values["mark"] = None if seen.mark is None else attrs.asdict(seen.mark)
    values["body"] = _plain(seen.body)
    del values["base"]  # the body of an older push: large, and only needed to explain a conflict
    return values


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in _SECRET}


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the receipt cannot be written: {error.strerror or error}",
            where=path,
            hint="free the disk or mend the permissions, or write it elsewhere: --receipts DIR",
        ) from error
