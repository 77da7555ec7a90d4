"""The plan back: from what is there now to what was there before a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from grafana_kit.model.change import Change, Conflict, Key, Plan, Seen
from grafana_kit.planning import conflicts
from grafana_kit.planning.differences import differences
from grafana_kit.planning.normalise import digest, normalise
from grafana_kit.planning.order import in_order
from grafana_kit.planning.plan import compared


@frozen(eq=False)
class Written:
    """What one run did to one resource, as its receipt tells.

    Attributes:
        before: what was there; None if nothing.
        after: the digest of what the run left; None if it deleted it.
        wanted: the body that was sent; None for a deletion.
        folder_uid: the folder in which the run left it, or was to leave it.
        certain: False when no answer came: it may have happened, in part or not at all.
    """

    key: Key
    title: str
    folder: str
    before: Seen | None
    after: str | None
    wanted: Mapping[str, Any] | None = None
    folder_uid: str = ""
    certain: bool = True


def rollback(
    environment: str, written: Sequence[Written], seen: Mapping[Key, Seen], *, force: bool = False
) -> Plan:
    """Return the plan that undoes runs.

    Args:
        environment: whose runs they are.
        written: what the runs did, oldest first.
        seen: what is there now.
        force: undo also what somebody edited since, keeping copies.
    """
    oldest: dict[Key, Written] = {}
    newest: dict[Key, Written] = {}
    for one in written:
        oldest.setdefault(one.key, one)
        newest[one.key] = one
    changes = [_undo(oldest[key], newest[key], seen.get(key), force=force) for key in oldest]
    return Plan(environment, tuple(in_order(changes)))


def _undo(first: Written, last: Written, now: Seen | None, *, force: bool) -> Change:
    kind, uid = first.key
    before = first.before
    change = Change(
        "unchanged",
        kind,
        uid,
        first.title,
        None if before is None else before.body,
        first.folder,
        "" if before is None else before.folder_uid,
        now,
        exact=True,
    )
    if before is not None and before.folder_uid != first.folder_uid:
        change = evolve(change, folder="")  # only the receipt's own folder is known by its title
    if before is None:
        if now is None:
            return change
        change = evolve(change, action="delete", folder_uid=now.folder_uid)
    elif now is None:
        change = evolve(change, action="create")
    else:
        action, found = compared(now, before.body, before.folder_uid)
        if action == "unchanged":
            return change
        change = evolve(change, action=action, differences=found)
    conflict = _why_not(last, now)
    if conflict is None:
        return evolve(change, origin="code")
    if force and conflict.forcible:
        return evolve(change, forced=now is not None)
    return evolve(change, action="conflict", conflict=conflict)


def _why_not(last: Written, now: Seen | None) -> Conflict | None:
    if now is not None and now.provisioned:
        return conflicts.provisioned(now)
    return None if _as_left(last, now) else _edited(last, now)


def _same(before: Seen | None, now: Seen) -> bool:
    return before is not None and compared(now, before.body, before.folder_uid)[0] == "unchanged"


def _as_left(last: Written, now: Seen | None) -> bool:
    if not last.certain:
        return _as_if_stopped(last, now)
    if now is None or last.after is None:
        return now is None and last.after is None
    return _place(now) == _place(last) and digest(now.kind, now.body) == last.after


def _as_if_stopped(last: Written, now: Seen | None) -> bool:
    """Return whether this is what a run may have left that never heard the answer."""
    if now is None:
        return last.before is None or last.wanted is None
    if _same(last.before, now):
        return True
    if now.kind == "grafana-rules":
        return _half_written(last, now)
    if last.wanted is None or _place(now) != _place(last):
        return False
    return digest(now.kind, now.body) == digest(now.kind, last.wanted)


def _half_written(last: Written, now: Seen) -> bool:
    """Return whether a group is between two states: to write one may take several requests.

    At any time each of its rules is whole, as it was or as it was sent, and what is on both sides is there.
    """
    before = _rules(None if last.before is None else last.before.body)
    sent, there = _rules(last.wanted), _rules(now.body)
    known = all(rule in (before.get(uid), sent.get(uid)) for uid, rule in there.items())
    return known and before.keys() & sent.keys() <= there.keys()


def _rules(group: Mapping[str, Any] | None) -> dict[str, Any]:
    rules = [] if group is None else normalise("grafana-rules", group)["rules"]
    return {str(rule.get("uid")): rule for rule in rules}


def _place(one: Written | Seen) -> str:
    kind = one.kind if isinstance(one, Seen) else one.key[0]
    return one.folder_uid if kind in ("dashboard", "folder") else ""


def _edited(last: Written, now: Seen | None) -> Conflict:
    hint = "leave it as it is, or undo it all the same and keep a copy: --force"
    if now is None:
        return Conflict("it was deleted on the server since that run", hint=hint)
    edits = differences(now.kind, last.wanted, now.body) if last.wanted is not None else ()
    return Conflict("it was edited on the server since that run", now.changed_by, now.changed_at, edits, hint)
