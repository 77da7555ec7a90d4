"""What a dashboard says, without what a server or a browser adds to it; never raises on any JSON.

What a migration of the schema completes is completed here in the same way: ids of panels, refIds, the
order of panels. So both sides come out the same, whether they have been through it or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.model.naming import ref_id
from grafana_kit.planning import defaults
from grafana_kit.planning.defaults import without_defaults

_LOWEST_REFRESH = 5000
"""Grafana raises a refresh interval below its ``min_refresh_interval`` (5s unless set) when it saves."""

_OF_SERVER = (
    *("id", "version", "iteration", "schemaVersion", "gnetId", "folderUid", "folderId"),
    *("__inputs", "__requires"),
)
_OF_LIBRARY = ("gridPos", "id", "maxPerRow", "repeat", "repeatDirection", "title")
_OF_ROW = ("collapsed", "description", "gridPos", "id", "links", "panels", "repeat", "title", "type")


def comparable(model: dict[str, Any]) -> dict[str, Any]:
    """Return the comparable form of a dashboard's model, which is used up."""
    for key in _OF_SERVER:
        model.pop(key, None)
    if isinstance(model.get("title"), str):
        model["title"] = model["title"].strip()
    model["tags"] = sorted(items(model.get("tags")), key=str)
    model["refresh"] = _refresh(model.get("refresh"))
    model["panels"] = _panels(model.get("panels"))
    model["links"] = [without_defaults(one, defaults.LINK) for one in objects(model.get("links"))]
    for key, said in (("templating", _variable), ("annotations", _annotation)):
        listed = [said(one) for one in objects(mapping(model.pop(key, None)).get("list"))]
        model[key] = {"list": [one for one in listed if one]}
    return without_defaults(model, defaults.DASHBOARD)


def _refresh(value: Any) -> str:
    if not value or not isinstance(value, str):
        return ""
    try:
        return canonical(max(milliseconds(value), _LOWEST_REFRESH))
    except (AuthorError, ValueError):
        return value


def _annotation(annotation: dict[str, Any]) -> dict[str, Any]:
    if annotation.get("builtIn"):
        known = defaults.BUILT_IN_ANNOTATION
        shown = {key: annotation.get(key, default) for key, default in known.items()}
        return {} if shown == known else {**shown, "builtIn": 1}
    return without_defaults(annotation, defaults.ANNOTATION)


# --- panels -----------------------------------------------------------------------------------------


def _panels(value: Any) -> list[dict[str, Any]]:
    panels = objects(value)
    _complete_ids(panels)
    return _in_order(panels)


def _all(panels: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for panel in panels:
        yield panel
        yield from _all(objects(panel.get("panels")))


def _complete_ids(panels: list[dict[str, Any]]) -> None:
    """Give an id to panels that have none, or one that is taken, as Grafana does when it opens a dashboard."""
    every = list(_all(panels))
    following = count(max((0, *(_whole(one.get("id")) for one in every))) + 1)
    taken: set[int] = set()
    for one in every:
        number = _whole(one.get("id"))
        one["id"] = number if number > 0 and number not in taken else next(following)
        taken.add(one["id"])


def _in_order(panels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for panel in panels:
        panel["gridPos"] = {**defaults.PLACE, **mapping(panel.get("gridPos"))}
    ordered = sorted(panels, key=lambda one: tuple(_whole(one["gridPos"][key]) for key in "yx"))
    return [_panel(panel) for panel in ordered]


def _panel(panel: dict[str, Any]) -> dict[str, Any]:
    kind = str(panel.get("type"))
    library = panel.get("libraryPanel")
    if isinstance(library, dict):
        # All else is in the library: some versions repeat it here, some leave it out.
        panel = {key: item for key, item in panel.items() if key in _OF_LIBRARY}
        panel["libraryPanel"] = {key: library.get(key, "") for key in ("uid", "name")}
    if kind == "row":
        # A row runs no queries; Grafana gives it the parts of a panel all the same.
        panel = {key: item for key, item in panel.items() if key in _OF_ROW}
    panel.pop("pluginVersion", None)
    panel["gridPos"].pop("static", None)
    panel["panels"] = _in_order(objects(panel.get("panels")))
    panel["targets"] = _targets(panel)
    panel["links"] = [without_defaults(one, defaults.LINK) for one in objects(panel.get("links"))]
    panel["fieldConfig"] = _fields(kind, mapping(panel.get("fieldConfig")))
    options = mapping(panel.get("options"))
    panel["options"] = without_defaults(options, defaults.OPTIONS.get(kind, {}))
    return without_defaults(panel, defaults.PANEL)


def _targets(panel: dict[str, Any]) -> list[dict[str, Any]]:
    targets = objects(panel.get("targets"))
    taken = [one.get("refId") for one in targets]
    free = (name for name in map(ref_id, count()) if name not in taken)
    for one in targets:
        one["refId"] = one.get("refId") or next(free)
    said = [_target(one, panel.get("datasource")) for one in targets]
    return [] if said == [{"refId": "A"}] else said  # what Grafana gives to a panel without queries


def _target(target: dict[str, Any], of_panel: Any) -> dict[str, Any]:
    source = target.get("datasource", of_panel)
    if source == of_panel:
        target.pop("datasource", None)  # the schema's migrations repeat the panel's in every query
    target.pop("key", None)
    if "expr" in target and mapping(source).get("type", "prometheus") == "prometheus":
        target = _prometheus(target)
    return without_defaults(target, defaults.TARGET)


def _prometheus(target: dict[str, Any]) -> dict[str, Any]:
    """Return a query to Prometheus; one that is neither a range nor an instant one is a range query."""
    instant, over_range = bool(target.pop("instant", False)), bool(target.pop("range", False))
    if instant:
        target |= {"instant": True, "range": over_range}
    return without_defaults(target, defaults.PROMETHEUS_TARGET)


def _fields(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    own = mapping(fields.get("defaults"))
    if isinstance(own.get("custom"), dict):
        own["custom"] = without_defaults(own["custom"], defaults.CUSTOM.get(kind, {}))
    if own.get("color") == defaults.COLOR.get(kind):
        own.pop("color", None)
    _free_base(own.get("thresholds"))
    for override in objects(fields.get("overrides")):
        for one in objects(override.get("properties")):
            if one.get("id") == "thresholds":
                _free_base(one.get("value"))
    fields["defaults"] = without_defaults(own, defaults.FIELD)
    return without_defaults(fields, {"defaults": {}, "overrides": []})


def _free_base(thresholds: Any) -> None:
    """Take away the first step's value: it counts from minus infinity on, whatever stands there."""
    for base in objects(mapping(thresholds).get("steps"))[:1]:
        base.pop("value", None)


# --- variables --------------------------------------------------------------------------------------


def _variable(variable: dict[str, Any]) -> dict[str, Any]:
    kind = variable.get("type")
    current = variable.pop("current", None)
    variable.pop("options", None)  # Grafana makes them of the query
    if kind in ("custom", "interval", "textbox"):  # for the others: what the last person chose
        variable["chosen"] = mapping(current).get("value", "")
    if kind in ("datasource", "interval"):
        variable.pop("refresh", None)  # always: on load, and when the time range changes
    if kind == "query":
        variable.pop("definition", None)  # repeats the query
        variable["query"] = _plain_query(variable.get("query", ""))
    return without_defaults(variable, {**defaults.VARIABLE, "chosen": "", "query": ""})


def _plain_query(query: Any) -> Any:
    if not isinstance(query, dict):
        return query
    said = {key: item for key, item in query.items() if key not in ("refId", "qryType")}
    return said["query"] if said.keys() == {"query"} else said


# --- any JSON ---------------------------------------------------------------------------------------


def mapping(value: Any) -> dict[str, Any]:
    """Return an object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return a list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    return [one for one in items(value) if isinstance(one, dict)]


def _whole(value: Any) -> int:
    try:
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0
    except (OverflowError, ValueError):  # no number of JSON's, but of Python's reader of JSON
        return 0
