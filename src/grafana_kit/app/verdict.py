"""How a run ended, as the error that a user reads: everything that was not done, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.errors import AuthError, ConflictError, KitError, PartialError, ServerError, VersionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grafana_kit.app.carry_out import Ended
    from grafana_kit.app.target import Finished
    from grafana_kit.model.change import Change, Conflict

_CLASSES: tuple[type[KitError], ...] = (AuthError, VersionError, ServerError)


def verdict(finished: Finished, command: str) -> KitError | None:
    """Return what is wrong with the result of a run; None if all of it was carried out.

    Args:
        finished: the run.
        command: what to type to go on, as ``grafana-kit push --env dev``.
    """
    outcome = finished.outcome
    failed, conflicts, skipped = (outcome.of(one) for one in ("failed", "conflict", "skipped"))
    left = [line for one in (*failed, *skipped, *conflicts) for line in told(one)]
    where = f"the receipt {finished.receipt}"
    if failed:
        done = len(outcome.of("done"))
        total = done + len(failed) + len(skipped)
        summary = (
            f"{_count(len(failed), 'change')} of {total} failed, {len(skipped)} skipped, {done} carried out"
        )
        hint = f"mend the cause, then go on where this stopped: {command}"
        kind = PartialError if done else _class(failed)
        return kind(summary, where=where, details=left, hint=hint)
    if conflicts:
        return conflict_error([one.change for one in conflicts], command, where=where, details=left)
    return None


def conflict_error(
    conflicts: Sequence[Change], command: str, *, where: str = "", details: Sequence[str] = ()
) -> ConflictError:
    """Return the error that names conflicts: nothing of them was written."""
    lines = details or [line for one in conflicts if one.conflict for line in _lines(one, one.conflict)]
    some = _count(len(conflicts), "resource")
    return ConflictError(
        f"{some} not written: somebody else's work is in the way",
        where=where,
        details=lines,
        hint=f"{command} --adopt takes their version over as a file; --force overwrites it and keeps a copy"
        if "push" in command
        else f"{command} --force overwrites it and keeps a copy",
    )


def told(ended: Ended) -> Iterator[str]:
    """Yield the lines that say why one change was not carried out."""
    change = ended.change
    if ended.error is not None:
        yield f"{_name(change)}: {ended.error.summary}"
        yield from (f"    {line}" for line in ended.error.details)
        if ended.error.hint:
            yield f"    next: {ended.error.hint}"
    elif change.conflict is not None:
        yield from _lines(change, change.conflict)
    else:
        yield f"{_name(change)}: skipped: {ended.note}"


def _lines(change: Change, conflict: Conflict) -> Iterator[str]:
    by = f" by {conflict.who}" if conflict.who else ""
    at = f" at {conflict.when}" if conflict.when else ""
    yield f"{_name(change)}: {conflict.reason}{f' (last written{by}{at})' if by or at else ''}"
    edited = dict.fromkeys(one.where[0] for one in conflict.differences)
    if edited:
        yield f"    edited there: {', '.join(edited)}"
    if conflict.hint:
        yield f"    next: {conflict.hint}"


def _name(change: Change) -> str:
    return f"{change.kind}/{change.uid}"


def _class(failed: Sequence[Ended]) -> type[KitError]:
    """Return the class that all failures share: a run that did nothing failed for one reason."""
    for kind in _CLASSES:
        if all(isinstance(one.error, kind) for one in failed):
            return kind
    return KitError


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
