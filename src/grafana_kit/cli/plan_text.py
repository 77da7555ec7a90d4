"""How a plan looks to a person: per resource, inside a dashboard per panel, inside a group per rule."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grafana_kit.model.change import Action, Change, Conflict, Difference, Plan

# what it is called, its sign and its colour
ACTIONS: Mapping[Action, tuple[str, str, str | None]] = {
    "create": ("create", "+", "green"),
    "update": ("change", "~", "yellow"),
    "move": ("move", ">", "yellow"),
    "delete": ("delete", "-", "red"),
    "conflict": ("conflict", "!", "magenta"),
    "unchanged": ("unchanged", "=", None),
}
_SIGNS = {
    "added": ("+", "green"),
    "removed": ("-", "red"),
    "moved": (">", "yellow"),
    "changed": ("~", "yellow"),
}
_ORIGINS = {
    "code": "changed in code",
    "server": "changed on the server",
    "both": "changed in code and on the server",
}
_COUNTED: Mapping[Action, str] = {
    "create": "to create",
    "update": "to change",
    "move": "to move",
    "delete": "to delete",
    "conflict": "in conflict",
    "unchanged": "unchanged",
}
_LONGEST = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def plan_lines(plan: Plan, *, full: bool = False, unchanged: bool = False, width: int = 100) -> Iterator[str]:
    """Yield the lines of a plan.

    Args:
        plan: what is shown.
        full: with the whole difference of each resource's JSON.
        unchanged: also name what does not change.
        width: the columns that there are.
    """
    for change in plan.changes:
        if change.action != "unchanged" or unchanged:
            yield from change_lines(change, full=full, width=width)
    if plan.prunable:
        yield f"No longer in the code, and kept ({_number(len(plan.prunable))}; --prune deletes them):"
        yield from (f"    {one.kind}  {clean(one.title)}  ({clean(one.uid)})" for one in plan.prunable)
    yield from (f"note: {clean(note)}" for note in plan.notes)
    yield summary(plan)


def summary(plan: Plan) -> str:
    """Return the plan in one line."""
    counts = plan.counts()
    found = [f"{counts[one]} {word}" for one, word in _COUNTED.items() if counts.get(one)]
    return f"Plan: {', '.join(found) or 'nothing to do'}."


def change_lines(change: Change, *, full: bool = False, width: int = 100) -> Iterator[str]:
    """Yield the lines of one change."""
    word, sign, colour = ACTIONS[change.action]
    place = f"{change.folder}/{change.title}" if change.folder else change.title
    why = _why(change)
    head = f"{sign} {word:9} {change.kind}  {clean(place)}  ({clean(change.uid)})"
    yield click.style(head, fg=colour) + (f"  {why}" if why else "")
    if change.conflict is not None:
        yield from _conflict(change, change.conflict, width)
    elif change.action != "create":
        yield from difference_lines(change.differences, "    ", width)
    if full and change.action != "unchanged":
        from grafana_kit.planning.differences import full as whole_difference

        there = None if change.seen is None else change.seen.body
        wanted = change.wanted if change.wanted is not None or change.action == "delete" else there
        for line in whole_difference(change.kind, there, wanted):
            yield "    " + click.style(clean(line), fg={"+": "green", "-": "red"}.get(line[:1]))


def _why(change: Change) -> str:
    if change.action == "create":
        return _size(change)
    forced = "forced over the conflict, a copy is kept" if change.forced else ""
    origin = _ORIGINS[change.origin] if change.origin and change.action not in ("delete", "unchanged") else ""
    return ", ".join(word for word in (origin, forced) if word)


def _size(change: Change) -> str:
    wanted = change.wanted or {}
    for key, word in (("panels", "panel"), ("rules", "rule")):
        if isinstance(wanted.get(key), list):
            count = sum(one.get("type") != "row" for one in _flat(wanted[key]))
            return f"{count} {word}{'' if count == 1 else 's'}"
    return ""


def _flat(panels: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for panel in panels:
        yield panel
        yield from panel.get("panels") or ()


def _conflict(change: Change, conflict: Conflict, width: int) -> Iterator[str]:
    yield f"    {clean(conflict.reason)}"
    who = " ".join(
        part
        for part in (
            f"by {clean(conflict.who)}" if conflict.who else "",
            f"at {clean(conflict.when)}" if conflict.when else "",
        )
        if part
    )
    if who:
        yield f"    last written {who}"
    if conflict.differences:
        yield "    edited there, against what was pushed last:"
        yield from difference_lines(conflict.differences, "      ", width)
    if change.differences:
        yield "    what the code wants, against what is there:"
        yield from difference_lines(change.differences, "      ", width)
    if conflict.hint:
        yield click.style(f"    next: {clean(conflict.hint)}", fg="cyan")


def difference_lines(differences: Sequence[Difference], indent: str, width: int) -> Iterator[str]:
    """Yield differences, those of one panel or rule below its name."""
    for named, group in groupby(differences, key=_named):
        if not named:
            for one in group:
                yield from _difference(one, one.where, indent, width)
            continue
        inside = list(group)
        alone = [one for one in inside if len(one.where) == 1]
        for one in alone:
            yield from _difference(one, one.where, indent, width)
        rest = [one for one in inside if len(one.where) > 1]
        if rest:
            yield f"{indent}{click.style('~', fg='yellow')} {clean(named)}"
        for one in rest:
            yield from _difference(one, one.where[1:], f"{indent}    ", width)


def _named(difference: Difference) -> str:
    """Return the named part, such as ``panel "p95"``, that a difference is in."""
    return difference.where[0] if '"' in difference.where[0] else ""


def _difference(one: Difference, where: Sequence[str], indent: str, width: int) -> Iterator[str]:
    sign, colour = _SIGNS[one.how]
    label = clean(", ".join(where))
    head = f"{indent}{click.style(sign, fg=colour)} {label}"
    part = '"' in where[0] and len(where) == 1
    if part and one.how in ("added", "removed"):
        text = shown(one.new if one.how == "added" else one.old)
        detail = "" if isinstance(one.new or one.old, dict) else text
        yield f"{head}{f': {detail}' if detail else ''}"
        return
    old, new = (
        (None if one.how == "added" else shown(one.old)),
        (None if one.how == "removed" else shown(one.new)),
    )
    beside = " → ".join(text for text in (old, new) if text is not None)
    fits = len(indent) + len(label) + len(beside) + 4 <= width and "\n" not in beside
    if fits or old is None or new is None:
        yield f"{head}: {beside}"
        return
    yield f"{head}:"
    yield f"{indent}    {click.style(f'- {old}', fg='red')}"
    yield f"{indent}    {click.style(f'+ {new}', fg='green')}"


def shown(value: Any) -> str:
    """Return a value for people: texts as they are, the rest as JSON; the long middle is left out."""
    text = value if isinstance(value, str) and value.strip() else json.dumps(value, ensure_ascii=False)
    text = clean(text)
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} … {text[-half:]}"
    return text


def clean(text: str) -> str:
    """Return text from elsewhere without what would steer the terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text).replace("\n", "⏎ ")


def _number(count: int) -> str:
    return f"{count} resource{'' if count == 1 else 's'}"
