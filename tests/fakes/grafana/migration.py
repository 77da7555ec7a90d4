"""What Grafana 13 does to a dashboard's model when it is saved: newest schema, defaults in, other defaults out.

From the documented behaviour of the schema migrations: the constructor defaults of dashboards are filled in, panel
properties that equal the panel's defaults are dropped, nulls go, panels are ordered by position, ids and refIds are
made complete. The per-version rewriting of old panel types is not repeated here.
"""

from __future__ import annotations

import copy
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.grafana.values import Object

SCHEMA_VERSION = 42

_DASHBOARD_DEFAULTS: dict[str, Any] = {
    "annotations": {},
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "links": [],
    "panels": [],
    "tags": [],
    "templating": {},
    "time": {"from": "now-6h", "to": "now"},
    "timepicker": {},
    "timezone": "",
    "weekStart": "",
}
_BUILT_IN_ANNOTATION: dict[str, Any] = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}
_PANEL_DEFAULTS: dict[str, Any] = {
    "fieldConfig": {"defaults": {}, "overrides": []},
    "gridPos": {"x": 0, "y": 0, "h": 3, "w": 6},
    "links": [],
    "options": {},
    "targets": [{"refId": "A"}],
    "title": "",
    "transformations": [],
    "transparent": False,
}


def migrated(model: Object) -> Object:
    """The model as the server stores it."""
    result = copy.deepcopy(model)
    for name, value in _DASHBOARD_DEFAULTS.items():
        wrong_container = isinstance(value, dict | list) and not isinstance(result.get(name), type(value))
        if result.get(name) is None or wrong_container:
            result[name] = copy.deepcopy(value)
    if result.get("gnetId") is None:
        result.pop("gnetId", None)
    result["schemaVersion"] = max(SCHEMA_VERSION, _whole(result.get("schemaVersion")))
    _annotations(result)
    _variables(result)
    _panels(result)
    return result


def _annotations(model: Object) -> None:
    entries = model["annotations"]["list"] = model["annotations"].get("list") or []
    if not any(isinstance(entry, dict) and entry.get("builtIn") == 1 for entry in entries):
        entries.insert(0, copy.deepcopy(_BUILT_IN_ANNOTATION))


def _variables(model: Object) -> None:
    model["templating"] = _without_nulls(model["templating"])
    for variable in model["templating"].setdefault("list", []):
        kind = variable.get("type")
        if kind == "query":
            variable.setdefault("options", [])
        elif kind == "datasource":
            variable["options"] = []
        elif kind == "constant":
            variable.pop("options", None)


def _panels(model: Object) -> None:
    model["panels"] = [_without_nulls(panel) for panel in model["panels"] if isinstance(panel, dict)]
    every = list(_all_panels(model["panels"]))
    _complete_ids(every)
    for panel in every:
        _complete_ref_ids(panel.get("targets") or [])
        _drop_defaults(panel)
    model["panels"].sort(key=_position)


def _all_panels(panels: list[Object]) -> Iterator[Object]:
    for panel in panels:
        yield panel
        yield from panel.get("panels") or []


def _complete_ids(panels: list[Object]) -> None:
    seen: set[int] = set()
    following = max((_whole(panel.get("id")) for panel in panels), default=0) + 1
    for panel in panels:
        number = _whole(panel.get("id"))
        if number <= 0 or number in seen:
            panel["id"], following = following, following + 1
        seen.add(panel["id"])


def _complete_ref_ids(targets: list[Object]) -> None:
    taken = {target.get("refId") for target in targets}
    free = (letter for letter in ascii_uppercase if letter not in taken)
    for target in targets:
        if target.get("refId") is None:
            target["refId"] = next(free, "A")


def _drop_defaults(panel: Object) -> None:
    config = panel.get("fieldConfig")
    if isinstance(config, dict):
        config.setdefault("defaults", {})
        config.setdefault("overrides", [])
    for name, value in _PANEL_DEFAULTS.items():
        if name in panel and panel[name] == value:
            del panel[name]
    if panel.get("type") == "row" and panel.get("repeat") == "":
        del panel["repeat"]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _position(panel: Object) -> tuple[float, float]:
    place = panel.get("gridPos") or {}
    return (place.get("y") or 0, place.get("x") or 0)


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0
