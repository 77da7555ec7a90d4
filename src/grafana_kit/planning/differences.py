"""What differs between two bodies, told in the words that an author uses: panels, queries, rules."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from grafana_kit.model.change import Difference
from grafana_kit.model.resource import Kind
from grafana_kit.planning.normalise import normalise

_TARGET_WORDS = {"expr": "expression", "legendFormat": "legend"}
_RULE_WORDS = {"keepFiringFor": "keep firing for"}
_MISSING = object()


def differences(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what differs, after normalising both: nothing if the two say the same."""
    before, after = normalise(kind, old), normalise(kind, new)
    if before == after:
        return ()
    if kind == "dashboard":
        return tuple(_dashboard(before, after))
    if kind == "grafana-rules":
        return tuple(_rules(before, after))
    return tuple(_values((), before, after))


def full(kind: Kind, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    """Return the whole difference as the lines of a unified diff of the normalised JSON."""
    there, wanted = (_lines(kind, body) for body in (old, new))
    return list(difflib.unified_diff(there, wanted, "there", "wanted", lineterm=""))


def _lines(kind: Kind, body: Mapping[str, Any] | None) -> list[str]:
    if body is None:
        return []
    return json.dumps(normalise(kind, body), indent=2, sort_keys=True, ensure_ascii=False).splitlines()


# --- dashboards -------------------------------------------------------------------------------------


def _dashboard(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    yield from _values(
        (),
        _without(old, "panels", "templating", "annotations"),
        _without(new, "panels", "templating", "annotations"),
    )
    yield from _named("variable", _list(old, "templating"), _list(new, "templating"))
    yield from _named("annotation", _list(old, "annotations"), _list(new, "annotations"))
    yield from _panels(dict(_all_panels(old)), dict(_all_panels(new)))


def _list(model: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    return {str(one.get("name")): one for one in (model.get(key) or {}).get("list") or []}


def _named(word: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        where = (f'{word} "{name}"',)
        if name not in new:
            yield Difference(where, "removed", old[name])
        elif name not in old:
            yield Difference(where, "added", None, new[name])
        else:
            yield from _values(where, old[name], new[name])


def _all_panels(model: dict[str, Any]) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """Yield every panel with what tells it apart: its id, or its kind and title, and its occurrence."""
    seen: dict[tuple[object, ...], int] = {}
    for panel in model.get("panels") or []:
        for one in (panel, *(panel.get("panels") or [])):
            key = (one.get("id") or (one.get("type"), one.get("title")),)
            seen[key] = seen.get(key, 0) + 1
            yield (*key, seen[key]), _without(one, "panels")


def _panels(old: dict[tuple[object, ...], Any], new: dict[tuple[object, ...], Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        panel = new.get(key) or old[key]
        where = (f'{"row" if panel.get("type") == "row" else "panel"} "{panel.get("title", "")}"',)
        if key not in new:
            yield Difference(where, "removed", old[key])
        elif key not in old:
            yield Difference(where, "added", None, new[key])
        elif old[key] != new[key]:
            yield from _panel(where, old[key], new[key])


def _panel(where: tuple[str, ...], old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    if old.get("gridPos") != new.get("gridPos"):
        yield Difference(where, "moved", _place(old), _place(new))
    apart = ("gridPos", "targets", "fieldConfig")
    yield from _values(where, _without(old, *apart), _without(new, *apart))
    yield from _queries(where, old.get("targets") or [], new.get("targets") or [])
    for part in ("defaults", "overrides"):
        before, after = ((panel.get("fieldConfig") or {}).get(part) for panel in (old, new))
        if part == "overrides":
            yield from _values(where, {"overrides": before}, {"overrides": after})
        else:
            yield from _values(where, before or {}, after or {})


def _place(panel: dict[str, Any]) -> str:
    grid = panel.get("gridPos") or {}
    return f"x={grid.get('x', 0)} y={grid.get('y', 0)}, {grid.get('w', 0)}x{grid.get('h', 0)}"


def _queries(where: tuple[str, ...], old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before = {str(one.get("refId")): one for one in old}
    after = {str(one.get("refId")): one for one in new}
    for ref in dict.fromkeys((*before, *after)):
        place = (*where, f"query {ref}")
        if ref not in after:
            yield Difference(place, "removed", before[ref].get("expr", before[ref]))
        elif ref not in before:
            yield Difference(place, "added", None, after[ref].get("expr", after[ref]))
        else:
            yield from _values(place, before[ref], after[ref], _TARGET_WORDS)


# --- rules ------------------------------------------------------------------------------------------


def _rules(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    yield from _values((), _without(old, "rules"), _without(new, "rules"))
    before = {str(rule.get("uid")): rule for rule in old["rules"]}
    after = {str(rule.get("uid")): rule for rule in new["rules"]}
    for uid in dict.fromkeys((*before, *after)):
        where = (f'rule "{(after.get(uid) or before[uid]).get("title")}"',)
        if uid not in after:
            yield Difference(where, "removed", _expression(before[uid]))
        elif uid not in before:
            yield Difference(where, "added", None, _expression(after[uid]))
        elif before[uid] != after[uid]:
            yield from _rule(where, before[uid], after[uid])


def _rule(where: tuple[str, ...], old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    if _expression(old) != _expression(new):
        yield Difference((*where, "expression"), "changed", _expression(old), _expression(new))
    elif old.get("data") != new.get("data"):
        yield Difference((*where, "data"), "changed", old.get("data"), new.get("data"))
    yield from _values(where, _without(old, "data"), _without(new, "data"), _RULE_WORDS)


def _expression(rule: dict[str, Any]) -> str:
    expressions = [(step.get("model") or {}).get("expr") for step in rule.get("data") or []]
    return next((text for text in expressions if text), "")


# --- values -----------------------------------------------------------------------------------------


def _values(
    where: tuple[str, ...],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    words: Mapping[str, str] | None = None,
) -> Iterator[Difference]:
    """Yield the differing members of two objects, going into objects inside them."""
    for key in sorted({*old, *new}):
        before, after = old.get(key, _MISSING), new.get(key, _MISSING)
        place = (*where, (words or {}).get(key, key))
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _values(place, before, after)
        elif before is _MISSING:
            yield Difference(place, "added", None, after)
        elif after is _MISSING:
            yield Difference(place, "removed", before)
        else:
            yield Difference(place, "changed", before, after)


def _without(value: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in keys}
