"""Receipts read again: which runs there were, what each did, and what undoing them has to know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
from attrs import field, frozen

from grafana_kit.destinations.receipts import FORMAT, Header, Result, Store, placeless
from grafana_kit.errors import InputError, UsageError, nearest
from grafana_kit.model.change import Key, Mark, Seen
from grafana_kit.model.naming import UID_LENGTH, uid_from
from grafana_kit.planning.rollback import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

Status = Literal["planned", "started", "done", "failed", "conflict", "skipped"]

_TAIL = 64 * 1024
_EVENTS: Mapping[str, Status] = {
    "start": "started",
    "done": "done",
    "failed": "failed",
    "conflict": "conflict",
    "skipped": "skipped",
}


@frozen(eq=False)
class Entry:
    """One change of a run, and what became of it.

    Attributes:
        status: planned (never begun), started (nobody knows whether it happened), or how it ended.
        after: the digest of what it left; None for a deletion, or where it is not known.
        after_folder: the uid of the folder in which it left it.
        reason: why it was not done.
        unsure: it failed, and may have been carried out all the same, or in part.
        already: somebody else had done the same before.
    """

    action: str
    key: Key
    title: str
    folder: str
    folder_uid: str
    before: Seen | None
    wanted: dict[str, Any] | None
    status: Status = "planned"
    after: str | None = None
    after_folder: str = ""
    reason: str = ""
    unsure: bool = False
    already: bool = False

    def written(self) -> Written | None:
        """Return what a rollback has to know; None if nothing was carried out."""
        if self.already or (self.status not in ("started", "done") and not self.unsure):
            return None
        return Written(
            self._identity(),
            self.title,
            self.folder,
            self.before,
            self.after,
            self.wanted,
            folder_uid=self.after_folder if self.status == "done" else self.folder_uid,
            certain=self.status == "done",
        )

    def _identity(self) -> Key:
        """Return what names it in every run: a rule group that the code no longer has lost the uid it had there."""
        kind, uid = self.key
        if kind != "grafana-rules":
            return self.key
        body = self.wanted if self.wanted is not None else self.before.body if self.before else {}
        name = str(body.get("name", uid)).replace("$$", "$")
        return kind, uid_from(self.folder_uid, name)[:UID_LENGTH]


@frozen(eq=False)
class Run:
    """A receipt that was read.

    Attributes:
        result: how the run ended; None if its process was killed, or is still at work.
        counts: how many changes have which status.
        entries: its changes in the order of the plan; empty in a list of runs.
    """

    header: Header
    path: Path
    result: Result | None = None
    counts: Mapping[str, int] = field(factory=dict)
    entries: tuple[Entry, ...] = ()


def listed(store: Store) -> list[Run]:
    """Return all runs of the environment, newest first, without their entries.

    Raises:
        InputError: a receipt cannot be read.
    """
    every = (summary(path) for path in sorted(store.runs.glob("*.jsonl"), reverse=True))
    return [one for one in every if one is not None]


def chosen(store: Store, project: str, url: str, org_id: int, run: str | None = None) -> list[Run]:
    """Return the runs to undo, newest first: the named one (else the last) and all that came after it.

    Only runs of this project against the same server and organisation count: what another server held
    before says nothing about this one.

    Raises:
        UsageError: there is no such run.
    """
    every = listed(store)
    ours = [one for one in every if _belongs(one.header, project, url, org_id)]
    if run is None:
        if not ours:
            raise UsageError(
                f'there is no run against {url} to roll back in "{store.environment}"',
                where=store.runs,
                hint=f"grafana-kit runs --env {store.environment}",
            )
        return [read(ours[0].path)]
    names = [one.header.run for one in ours]
    if run not in names:
        raise _unknown(store, run, every, names)
    return [read(one.path) for one in ours[: names.index(run) + 1]]


def _unknown(store: Store, run: str, every: Sequence[Run], names: Sequence[str]) -> UsageError:
    for one in every:
        if one.header.run == run:
            return UsageError(
                f"the run {run} was against {one.header.url} (organisation {one.header.org_id})",
                where=one.path,
                hint="name that server: --url, GRAFANA_URL or grafana.url in grafana-kit.yaml",
            )
    hint = nearest(run, names) or f"grafana-kit runs --env {store.environment}"
    return UsageError(f"there is no run {run}", where=store.runs, hint=hint)


def _belongs(header: Header, project: str, url: str, org_id: int) -> bool:
    return (header.project, header.url, header.org_id) == (project, url, org_id)


def written(runs: Sequence[Run]) -> list[Written]:
    """Return what runs wrote, oldest first."""
    found = [entry.written() for run in reversed(runs) for entry in run.entries]
    return [one for one in found if one is not None]


def summary(path: Path) -> Run | None:
    """Return a run without its entries: only the receipt's two ends are read where it is whole.

    None stands for a process that was killed before it had written the first line, so before it did anything.
    """
    with path.open("rb") as file:
        first = file.readline()
        if not first.endswith(b"\n"):
            return None
        header = _header(path, first)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        last = _parsed(file.read().rstrip(b"\n").rpartition(b"\n")[2])
    if last is not None and last.get("event") == "end":
        return Run(header, path, last["result"], last["counts"])
    return attrs.evolve(read(path), entries=())


def read(path: Path) -> Run:
    """Return a whole receipt.

    Raises:
        InputError: it is not one; a torn last line is none of its faults.
    """
    with path.open("rb") as file:
        header = _header(path, file.readline())
        entries: dict[int, Entry] = {}
        result: Result | None = None
        for event in _events(path, file):
            if event["event"] == "end":
                result = event["result"]
            elif event["event"] == "plan":
                entries[event["n"]] = _entry(event)
            else:
                entries[event["n"]] = _with(entries[event["n"]], event)
    counts: dict[str, int] = {}
    for one in entries.values():
        counts[one.status] = counts.get(one.status, 0) + 1
    return Run(header, path, result, counts, tuple(entries.values()))


def _header(path: Path, line: bytes) -> Header:
    values = _parsed(line)
    if values is None or values.get("event") != "run":
        raise InputError("this is not a receipt", where=path, hint="move it out of this folder")
    if values.get("format") != FORMAT:
        raise InputError(
            f"this receipt has the format {values.get('format')}, not {FORMAT}",
            where=path,
            hint="use the version of grafana-kit that wrote it",
        )
    known = {one.name: values[one.name] for one in attrs.fields(Header)}
    return Header(**{**known, "undoes": tuple(known["undoes"])})


def _events(path: Path, lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 2):
        event = _parsed(line)
        if event is not None:
            yield event
        elif line.endswith(b"\n"):  # a process that is killed leaves half a line only at the end
            raise InputError("a line of this receipt is damaged", where=f"{path}:{number}")


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        values = json.loads(line)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _entry(event: Mapping[str, Any]) -> Entry:
    kind, before, wanted = event["kind"], event["before"], event["wanted"]
    return Entry(
        event["action"],
        (kind, event["uid"]),
        event["title"],
        event["folder"],
        event["folder_uid"],
        None if before is None else _seen(before),
        None if wanted is None else placeless(kind, wanted),
    )


def _seen(values: Mapping[str, Any]) -> Seen:
    mark = None if values["mark"] is None else Mark(**values["mark"])
    return Seen(**{**values, "mark": mark, "body": placeless(values["kind"], values["body"])})


def _with(entry: Entry, event: Mapping[str, Any]) -> Entry:
    status = _EVENTS[event["event"]]
    if status == "done":
        return attrs.evolve(
            entry,
            status=status,
            after=event["digest"],
            after_folder=event["folder_uid"],
            already=event["already"],
        )
    reason = event.get("reason") or event.get("error") or ""
    return attrs.evolve(entry, status=status, reason=reason, unsure=event.get("unsure", False))
