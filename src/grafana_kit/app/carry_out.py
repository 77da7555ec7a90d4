"""Carries a plan out, change by change, and writes down what became of each.

Changes run in the plan's order: what others need comes first and one at a time, dashboards several at a
time. What fails does not stop what does not depend on it, unless that was asked for. Every request is
announced in the receipt before it is sent, and a stop waits for the requests that are in flight.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from attrs import define, field, frozen

from grafana_kit.errors import AuthError, ConflictError, KitError, OutputError
from grafana_kit.planning.order import needs
from grafana_kit.transport.failures import NoAnswerError

if TYPE_CHECKING:
    from grafana_kit.destinations.base import Applied
    from grafana_kit.destinations.receipts import Receipt, Result
    from grafana_kit.model.change import Change, Key, Plan

OnError: TypeAlias = Literal["stop", "continue"]
Status: TypeAlias = Literal["done", "failed", "conflict", "skipped"]
Apply: TypeAlias = "Callable[[Change, str], Applied]"

_PARALLEL = ("dashboard",)
_SEVERAL_REQUESTS = ("folder", "grafana-rules", "notification-route")
_ALIKE = 2  # times the requests at a time: so many equal failures in a row will not be the last


@frozen(eq=False)
class Ended:
    """What became of one change.

    Attributes:
        error: why it failed, or is in conflict.
        note: what people should know about a change that was carried out, or why it was skipped.
    """

    change: Change
    status: Status
    error: KitError | None = None
    note: str = ""


@frozen(eq=False)
class Outcome:
    """What became of a plan: first its conflicts, then every change in the order in which it ended."""

    results: tuple[Ended, ...]
    result: Result

    def of(self, status: Status) -> tuple[Ended, ...]:
        """Return the changes that ended so."""
        return tuple(one for one in self.results if one.status == status)


class Watcher(Protocol):
    """Is told what happens, from several threads, one call at a time."""

    def started(self, change: Change) -> None:
        """A change is being carried out."""
        ...

    def ended(self, ended: Ended) -> None:
        """A change has ended."""
        ...


class Stop:
    """Asks a run to begin nothing more."""

    def __init__(self) -> None:
        """Begin without a reason to stop."""
        self._lock = threading.Lock()
        self._reason = ""
        self.interrupted = False

    def ask(self, reason: str, *, interrupted: bool = False) -> None:
        """Stop for this reason; an earlier one stays."""
        with self._lock:
            self._reason = self._reason or reason
            self.interrupted = self.interrupted or interrupted

    @property
    def reason(self) -> str:
        """Why to stop; empty to go on."""
        return self._reason


def carry_out(
    plan: Plan,
    apply: Apply,
    receipt: Receipt,
    run: str,
    *,
    jobs: int = 8,
    on_error: OnError = "continue",
    stop: Stop | None = None,
    watcher: Watcher | None = None,
    keep_copy: Callable[[Change], object] = lambda _change: None,
) -> Outcome:
    """Carry out everything of a plan that is pending.

    Args:
        plan: what was shown.
        apply: carries one change out, under the id of the run.
        receipt: where it is written down.
        run: the run's id.
        jobs: how many dashboards at a time.
        on_error: whether a failure ends it.
        stop: what another thread or a signal ends it with.
        watcher: is told of every change.
        keep_copy: called before a change is forced over what somebody made.

    Raises:
        OutputError: the receipt cannot be written any more; nothing was sent that it does not tell of.
    """
    work = _Work(apply, receipt, run, on_error, stop or Stop(), watcher, keep_copy, _ALIKE * jobs)
    try:
        work.begin(plan.conflicts)
        receipt.plan(plan.pending)
        for phase in _phases(plan.pending):
            workers = jobs if phase[0].kind in _PARALLEL else 1
            with ThreadPoolExecutor(min(workers, len(phase)), thread_name_prefix="push") as pool:
                # In threads even when one at a time: a signal is then handled here, never inside a request.
                for _ in pool.map(work.one, phase):
                    pass
        return work.finish()
    finally:
        receipt.close()


def _phases(changes: Sequence[Change]) -> Iterator[list[Change]]:
    for _, phase in groupby(changes, key=lambda one: (one.action == "delete", one.kind)):
        yield list(phase)


@define(eq=False)
class _Work:
    """What the threads of one run share.

    Attributes:
        absent: what is not there and will not be, and why.
        occupied: folders that hold something which was to go, and what.
    """

    send: Apply
    receipt: Receipt
    run: str
    on_error: OnError
    stop: Stop
    watcher: Watcher | None
    keep_copy: Callable[[Change], object]
    patience: int
    broken: OutputError | None = None
    results: list[Ended] = field(factory=list)
    lock: threading.Lock = field(factory=threading.Lock)
    absent: dict[Key, str] = field(factory=dict)
    occupied: dict[str, str] = field(factory=dict)

    def begin(self, conflicts: Sequence[Change]) -> None:
        for change in conflicts:
            self.record(Ended(change, "conflict"))

    def one(self, change: Change) -> None:
        try:
            self._one(change)
        except OutputError as error:
            self.broken = self.broken or error
            self.stop.ask("the receipt cannot be written")

    def _one(self, change: Change) -> None:
        reason = self.stop.reason or self.blocked(change)
        if reason:
            self.receipt.skipped(change, reason)
            self.record(Ended(change, "skipped", note=reason))
            return
        if change.forced:
            self.keep_copy(change)
        self.receipt.start(change)
        if self.watcher is not None:
            with self.lock:
                self.watcher.started(change)
        self.record(self.apply(change))

    def apply(self, change: Change) -> Ended:
        try:
            applied = self.send(change, self.run)
        except ConflictError as error:
            self.receipt.refused(change, error)
            if self.on_error == "stop":
                self.stop.ask("a conflict came up, and --on-error is stop")
            return Ended(change, "conflict", error)
        except Exception as error:  # noqa: BLE001 - the receipt tells of every change that was started
            told = _told(error)
            self.receipt.failed(change, told, unsure=_unsure(change, error))
            if self.on_error == "stop":
                self.stop.ask("a change failed, and --on-error is stop")
            elif self.hopeless(told):
                self.stop.ask(f"there is no point in going on: {told.summary}")
            return Ended(change, "failed", told)
        self.receipt.done(change, applied)
        return Ended(change, "done", note=applied.note)

    def hopeless(self, error: KitError) -> bool:
        """Return whether what failed says that everything else will: the server is gone, or our token is."""
        if isinstance(error, AuthError):  # without a permission other changes may still go
            return "(401)" in error.summary
        with self.lock:
            last = [one.error for one in self.results[-self.patience :]]
        return len(last) == self.patience and all(
            one is not None and (type(one), one.summary) == (type(error), error.summary) for one in last
        )

    def record(self, ended: Ended) -> None:
        change = ended.change
        with self.lock:
            self.results.append(ended)
            if ended.status != "done":
                if change.seen is None:
                    self.absent[change.key] = _WHY[ended.status]
                else:
                    self.occupied[change.seen.folder_uid] = f"{change.kind} {change.title} is still in it"
            if self.watcher is not None:
                self.watcher.ended(ended)

    def blocked(self, change: Change) -> str:
        if change.kind == "folder" and change.action == "delete":
            return self.occupied.get(change.uid, "")
        if change.action == "delete":
            return ""
        for key in needs(change):
            if key in self.absent:
                return f"it needs the {_NAMES.get(key[0], key[0])} {key[1]}, which {self.absent[key]}"
        return ""

    def finish(self) -> Outcome:
        if self.broken is not None:
            raise self.broken
        counts: dict[str, int] = {}
        for one in self.results:
            counts[one.status] = counts.get(one.status, 0) + 1
        result = self.result(counts)
        self.receipt.end(result, counts)
        return Outcome(tuple(self.results), result)

    def result(self, counts: Mapping[str, int]) -> Result:
        if self.stop.interrupted:
            return "interrupted"
        if "failed" in counts:
            return "partial" if "done" in counts else "failed"
        return "conflicts" if "conflict" in counts else "complete"


_WHY: Mapping[Status, str] = {
    "failed": "failed",
    "conflict": "is in conflict",
    "skipped": "was skipped",
}
_NAMES = {"contact-point": "contact point", "mute-timing": "mute timing", "datasource": "data source"}


def _unsure(change: Change, error: Exception) -> bool:
    """Return whether a change that failed may have been carried out all the same, or in part."""
    answered = isinstance(error, KitError) and not isinstance(error, NoAnswerError)
    return not answered or change.kind in _SEVERAL_REQUESTS


def _told(error: Exception) -> KitError:
    if isinstance(error, KitError):
        return error
    told = KitError(
        f"internal error: {type(error).__name__}: {error}",
        hint="this is a mistake of grafana-kit's: report what --debug prints",
    )
    told.__cause__ = error
    return told
