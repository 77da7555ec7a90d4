"""What differs between two bodies, told in the words that an author uses: panels, queries, rules."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from grafana_kit.model.change import Difference
from grafana_kit.model.resource import Kind
from grafana_kit.planning.dashboards import mapping, objects
from grafana_kit.planning.normalise import canonical, normalise

Object: TypeAlias = "dict[str, Any]"
Pair: TypeAlias = "tuple[Object | None, Object | None]"

_TARGET_WORDS = {"expr": "expression", "legendFormat": "legend"}
_RULE_WORDS = {"keepFiringFor": "keep firing for"}
_MISSING = object()


def differences(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what differs, after normalising both: nothing if, and only if, their digests are the same."""
    before, after = normalise(kind, old), normalise(kind, new)
    if _same(before, after):
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


def _dashboard(old: Object, new: Object) -> Iterator[Difference]:
    apart = ("annotations", "panels", "templating")
    yield from _values((), _without(old, *apart), _without(new, *apart))
    for key, word, words in (
        ("templating", "variable", "variables"),
        ("annotations", "annotation", "annotations"),
    ):
        before, after = (objects(mapping(one.get(key)).get("list")) for one in (old, new))
        pairs = _pair(before, after, _name)
        for one, other in pairs:
            yield from _named(f'{word} "{_name(other or one or {})}"', one, other)
        yield from _order((words,), before, after, pairs, _name)
    yield from _panels(old, new)


def _name(one: Object) -> str:
    return str(one.get("name"))


def _named(name: str, old: Object | None, new: Object | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield _whole((name,), old, new)
    else:
        yield from _values((name,), old, new)


def _panels(old: Object, new: Object) -> Iterator[Difference]:
    before, after = list(_all_panels(old, "")), list(_all_panels(new, ""))
    # A panel is known by its id, or where ids were given anew, by its title; a changed title leaves the id.
    found = [one for pair in _pair(before, after, _id_and_title, _title, _id) for one in _panel(*pair)]
    yield from found
    if not found and _outline(old) != _outline(new):
        yield Difference(("panels",), "moved", _outline(old), _outline(new))


def _outline(holder: Object) -> list[Any]:
    """Return the panels' ids, with those of the panels inside them behind."""
    panels = objects(holder.get("panels"))
    return [[one["id"], *_outline(one)] if one.get("panels") else one["id"] for one in panels]


def _all_panels(holder: Object, row: str) -> Iterator[Object]:
    """Yield every panel, with the row that holds it."""
    for panel in objects(holder.get("panels")):
        yield {**_without(panel, "panels"), "row": row}
        yield from _all_panels(panel, str(panel.get("title", "")))


def _id(panel: Object) -> str:
    return str(panel["id"])


def _title(panel: Object) -> str:
    return f"{panel.get('type')} {panel.get('title', '')}"


def _id_and_title(panel: Object) -> str:
    return f"{_id(panel)} {_title(panel)}"


def _panel(old: Object | None, new: Object | None) -> Iterator[Difference]:
    shown = new or old or {}
    where = (f'{"row" if shown.get("type") == "row" else "panel"} "{shown.get("title", "")}"',)
    if old is None or new is None:
        yield _whole(where, *(None if one is None else _without(one, "row") for one in (old, new)))
        return
    if _place(old) != _place(new):
        yield Difference(where, "moved", _place(old), _place(new))
    apart = ("gridPos", "row", "targets", "fieldConfig")
    yield from _values(where, _without(old, *apart), _without(new, *apart))
    yield from _queries(where, objects(old.get("targets")), objects(new.get("targets")))
    before, after = (mapping(one.get("fieldConfig")) for one in (old, new))
    yield from _values(where, mapping(before.get("defaults")), mapping(after.get("defaults")))
    yield from _values(where, _without(before, "defaults"), _without(after, "defaults"))


def _place(panel: Object) -> str:
    grid = {key: canonical(item) for key, item in panel["gridPos"].items()}  # tells 4 from "4"
    more = "".join(f", {key} {item}" for key, item in sorted(_without(grid, *"xywh").items()))
    row = f'in the row "{panel["row"]}", ' if panel["row"] else ""
    return f"{row}x={grid['x']} y={grid['y']}, {grid['w']}x{grid['h']}{more}"


def _queries(where: tuple[str, ...], old: Sequence[Object], new: Sequence[Object]) -> Iterator[Difference]:
    pairs = _pair(old, new, _ref)
    for one, other in pairs:
        place = (*where, f"query {_ref(other or one or {})}")
        if one is None or other is None:
            yield _whole(
                place, *(None if query is None else query.get("expr", query) for query in (one, other))
            )
        else:
            yield from _values(place, one, other, _TARGET_WORDS)
    yield from _order((*where, "queries"), old, new, pairs, _ref)


def _ref(step: Object) -> str:
    return str(step.get("refId"))


# --- rules ------------------------------------------------------------------------------------------


def _rules(old: Object, new: Object) -> Iterator[Difference]:
    yield from _values((), _without(old, "rules"), _without(new, "rules"))
    for one, other in _pair(old["rules"], new["rules"], _uid):
        where = (f'rule "{(other or one or {}).get("title")}"',)
        if one is None or other is None:
            yield _whole(where, *(None if rule is None else _expression(rule) for rule in (one, other)))
        else:
            yield from _rule(where, one, other)


def _uid(rule: Object) -> str:
    return str(rule.get("uid"))


def _rule(where: tuple[str, ...], old: Object, new: Object) -> Iterator[Difference]:
    yield from _values(where, _without(old, "data"), _without(new, "data"), _RULE_WORDS)
    before, after = objects(old.get("data")), objects(new.get("data"))
    pairs = _pair(before, after, _ref)
    alone = len(list(filter(_text, after))) == 1
    for one, other in pairs:
        if one is None or other is None:
            yield _whole((*where, f"step {_ref(other or one or {})}"), one, other)
            continue
        place = where if alone and _text(one) and _text(other) else (*where, f"step {_ref(other)}")
        yield from _values(place, _without(one, "model"), _without(other, "model"))
        yield from _values(place, mapping(one.get("model")), mapping(other.get("model")), _TARGET_WORDS)
    yield from _order((*where, "steps"), before, after, pairs, _ref)


def _text(step: Object) -> Any:
    return mapping(step.get("model")).get("expr")


def _expression(rule: Object) -> Any:
    return next(filter(None, map(_text, objects(rule.get("data")))), "")


# --- lists of named things --------------------------------------------------------------------------


def _pair(old: Sequence[Object], new: Sequence[Object], *names: Callable[[Object], str]) -> list[Pair]:
    """Pair what has the same name, the surest name first; the n-th of a name goes with the n-th."""
    left, partner = list(range(len(old))), {}
    for name in names:
        waiting: dict[str, list[int]] = {}
        for at in left:
            waiting.setdefault(name(old[at]), []).append(at)
        for at, one in enumerate(new):
            if at not in partner and waiting.get(name(one)):
                partner[at] = waiting[name(one)].pop(0)
        left = [at for at in left if at not in partner.values()]
    paired: list[Pair] = [(old[partner[at]] if at in partner else None, one) for at, one in enumerate(new)]
    return [*((old[at], None) for at in left), *paired]


def _order(
    where: tuple[str, ...],
    old: Sequence[Object],
    new: Sequence[Object],
    pairs: Sequence[Pair],
    name: Callable[[Object], str],
) -> Iterator[Difference]:
    """Yield that what is on both sides is in another order."""
    places = {id(one): at for at, one in enumerate(old)}
    order = [places[id(one)] for one, other in pairs if one is not None and other is not None]
    if order != sorted(order):
        yield Difference(where, "moved", [name(one) for one in old], [name(one) for one in new])


# --- values -----------------------------------------------------------------------------------------


def _whole(where: tuple[str, ...], old: Any, new: Any) -> Difference:
    return Difference(where, "added" if old is None else "removed", old, new)


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
        if before is _MISSING:
            yield Difference(place, "added", None, after)
        elif after is _MISSING:
            yield Difference(place, "removed", before)
        elif _same(before, after):
            continue
        elif isinstance(before, dict) and isinstance(after, dict):
            yield from _values(place, before, after)
        else:
            yield Difference(place, "changed", before, after)


def _same(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)  # as digests see them; Python's == tells NaN from itself


def _without(value: Mapping[str, Any], *keys: str) -> Object:
    return {key: item for key, item in value.items() if key not in keys}
