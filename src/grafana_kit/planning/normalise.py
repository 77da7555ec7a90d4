"""What a resource says, without what a server adds to it: two bodies are the same if this is the same.

Left out are fields that a server makes (numeric ids, versions, time stamps), what a schema migration
changes, defaults (see :mod:`grafana_kit.planning.defaults`), and this project's own mark. The list of
what servers change is that of the Grafana HTTP API's traps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import milliseconds
from grafana_kit.model.resource import Kind
from grafana_kit.planning import defaults

MARK_TAG = "grafana-kit:"
"""A dashboard's tag, with the project's name behind it."""
MARK_ANNOTATION = "grafana_kit"
"""An alert rule's annotation."""
MARK_JSON = "grafanaKit"
"""A key of a data source's ``jsonData``."""

_LOWEST_REFRESH = 5000
"""Grafana raises a refresh interval below its ``min_refresh_interval`` (5s unless set) when it saves."""


def normalise(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the comparable form of a body; the body itself is not changed."""
    return _BY_KIND[kind](_copy(body))


def digest(kind: Kind, body: Mapping[str, Any]) -> str:
    """Return a hash of the comparable form, for a mark."""
    text = json.dumps(normalise(kind, body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


# --- dashboards -------------------------------------------------------------------------------------


def _dashboard(model: dict[str, Any]) -> dict[str, Any]:
    for key in (
        "id",
        "version",
        "iteration",
        "schemaVersion",
        "gnetId",
        "folderUid",
        "folderId",
        "__inputs",
        "__requires",
    ):
        model.pop(key, None)
    model["tags"] = sorted(tag for tag in model.get("tags") or [] if not str(tag).startswith(MARK_TAG))
    model["refresh"] = _refresh(model.get("refresh"))
    model["panels"] = [_panel(panel) for panel in _dicts(model.get("panels"))]
    templating = model.get("templating") or {}
    model["templating"] = (
        {"list": [_variable(one) for one in _dicts(templating.get("list"))]} if templating.get("list") else {}
    )
    annotations = [_annotation(one) for one in _dicts((model.get("annotations") or {}).get("list"))]
    model["annotations"] = {"list": [one for one in annotations if not one.get("builtIn")]}
    model["links"] = [_plain_link(link) for link in _dicts(model.get("links"))]
    if model.get("timezone") == "":
        del model["timezone"]
    return _without_defaults(model, defaults.DASHBOARD)


def _refresh(value: Any) -> str:
    if not value or not isinstance(value, str):
        return ""
    try:
        return f"{max(milliseconds(value), _LOWEST_REFRESH)}ms"
    except AuthorError:
        return value


def _panel(panel: dict[str, Any]) -> dict[str, Any]:
    kind = str(panel.get("type"))
    panel.pop("pluginVersion", None)
    if isinstance(panel.get("libraryPanel"), dict):
        panel["libraryPanel"] = {name: panel["libraryPanel"].get(name) for name in ("uid", "name")}
    if isinstance(panel.get("gridPos"), dict):
        panel["gridPos"].pop("static", None)
    if kind == "row":
        # A row runs no queries; Grafana gives it the parts of a panel all the same.
        for key in ("datasource", "targets", "fieldConfig", "options"):
            panel.pop(key, None)
    panel["panels"] = [_panel(inner) for inner in _dicts(panel.get("panels"))]
    panel["targets"] = [_target(one, panel.get("datasource")) for one in _dicts(panel.get("targets"))]
    panel["links"] = [_without_defaults(one, {"targetBlank": False}) for one in _dicts(panel.get("links"))]
    fields = panel.get("fieldConfig") or {}
    panel["fieldConfig"] = _fields(kind, fields)
    options = panel.get("options")
    if isinstance(options, dict):
        panel["options"] = _without_defaults(options, defaults.OPTIONS.get(kind, {}))
    return _without_defaults(panel, defaults.PANEL)


def _fields(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    field = fields.get("defaults") or {}
    if isinstance(field.get("custom"), dict):
        field["custom"] = _without_defaults(field["custom"], defaults.CUSTOM.get(kind, {}))
    if field.get("color") == defaults.COLOR.get(kind):
        field.pop("color", None)
    field = _without_defaults(field, defaults.FIELD)
    result = {"defaults": field, "overrides": fields.get("overrides") or []}
    return _without_defaults(result, {"defaults": {}, "overrides": []})


def _target(target: dict[str, Any], datasource: Any) -> dict[str, Any]:
    if target.get("datasource") == datasource:
        target.pop("datasource", None)  # the schema's migrations repeat the panel's in every query
    target.pop("key", None)
    return _without_defaults(target, defaults.TARGET)


def _variable(variable: dict[str, Any]) -> dict[str, Any]:
    kind = variable.get("type")
    current = variable.pop("current", None)
    if kind in ("query", "datasource", "interval", "custom"):
        variable.pop("options", None)  # computed when the dashboard is shown
    if kind in ("custom", "interval", "textbox", "constant") and isinstance(current, dict):
        variable["chosen"] = current.get("value")  # for the others: what the last person chose
    if isinstance(variable.get("query"), dict):
        variable["query"].pop("refId", None)
        variable["query"].pop("qryType", None)
        variable["query"] = variable["query"].get("query", variable["query"])
    variable.pop("definition", None)  # repeats the query
    return _without_defaults(variable, defaults.VARIABLE)


def _annotation(annotation: dict[str, Any]) -> dict[str, Any]:
    return _without_defaults(
        annotation, {"hide": False, "step": "", "tagKeys": "", "textFormat": "", "titleFormat": ""}
    )


def _plain_link(link: dict[str, Any]) -> dict[str, Any]:
    return _without_defaults(link, {"tags": [], "tooltip": "", "targetBlank": False, "asDropdown": False})


# --- alerting ---------------------------------------------------------------------------------------


def _rule_group(group: dict[str, Any]) -> dict[str, Any]:
    rules = sorted(
        (_rule(rule) for rule in _dicts(group.get("rules"))), key=lambda rule: str(rule.get("uid"))
    )
    return {
        "folder": group.get("folder"),
        "interval": _duration(group.get("interval")),
        "name": group.get("name"),
        "rules": rules,
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    for key in ("id", "updated", "provenance", "orgID", "orgId", "folderUID", "ruleGroup", "guid", "version"):
        rule.pop(key, None)
    for key in ("for", "keepFiringFor"):
        rule[key] = _duration(rule.get(key))
    annotations = dict(rule.get("annotations") or {})
    annotations.pop(MARK_ANNOTATION, None)
    rule["annotations"] = annotations
    rule["data"] = [_step(step) for step in _dicts(rule.get("data"))]
    if rule.get("panelId") is not None:
        rule["panelId"] = str(rule["panelId"])
    empty = {"annotations": {}, "isPaused": False, "keepFiringFor": 0, "for": 0, "labels": {}, "panelId": "0"}
    return _without_defaults(rule, empty)


def _step(step: dict[str, Any]) -> dict[str, Any]:
    model = step.get("model") or {}
    step["model"] = _without_defaults(model, {"intervalMs": 1000, "maxDataPoints": 43200, "queryType": ""})
    window = step.get("relativeTimeRange") or {}
    step["relativeTimeRange"] = {"from": window.get("from", 0), "to": window.get("to", 0)}
    return _without_defaults(step, {"queryType": "", "relativeTimeRange": {"from": 0, "to": 0}})


def _duration(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value * 1000)
    try:
        return milliseconds(value) if isinstance(value, str) and value else 0
    except AuthorError:
        return value


def _contact_point(point: dict[str, Any]) -> dict[str, Any]:
    receivers = [
        {
            "uid": one.get("uid"),
            "type": one.get("type"),
            "settings": _without_defaults(one.get("settings") or {}, {"httpMethod": "POST", "maxAlerts": 0}),
            "disableResolveMessage": bool(one.get("disableResolveMessage")),
        }
        for one in _dicts(point.get("receivers"))
    ]
    return {"name": point.get("name"), "receivers": receivers}


def _mute_timing(timing: dict[str, Any]) -> dict[str, Any]:
    return {"name": timing.get("name"), "time_intervals": timing.get("time_intervals") or []}


def _route(route: dict[str, Any]) -> dict[str, Any]:
    for key in ("provenance", "orgId"):
        route.pop(key, None)
    return _without_defaults(route, {"continue": False, "routes": [], "group_by": []})


# --- the rest ---------------------------------------------------------------------------------------


def _folder(folder: dict[str, Any]) -> dict[str, Any]:
    return {
        "parentUid": folder.get("parentUid") or "",
        "title": folder.get("title"),
        "uid": folder.get("uid"),
    }


def _datasource(source: dict[str, Any]) -> dict[str, Any]:
    kept = {key: source.get(key) for key in ("name", "type", "uid", "url", *defaults.DATASOURCE)}
    settings = dict(source.get("jsonData") or {})
    settings.pop(MARK_JSON, None)
    kept["jsonData"] = settings
    return _without_defaults(kept, defaults.DATASOURCE)


def _prometheus_rules(group: dict[str, Any]) -> dict[str, Any]:
    return group


_BY_KIND: dict[Kind, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "dashboard": _dashboard,
    "folder": _folder,
    "datasource": _datasource,
    "contact-point": _contact_point,
    "mute-timing": _mute_timing,
    "notification-route": _route,
    "grafana-rules": _rule_group,
    "prometheus-rules": _prometheus_rules,
}


def _copy(value: Any) -> Any:
    """Return a deep copy without null members: Grafana drops and adds them as it likes."""
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _without_defaults(value: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that differ from their default, also inside members that are objects."""
    kept: dict[str, Any] = {}
    for key, item in value.items():
        default = known.get(key)
        if isinstance(item, dict) and isinstance(default, dict) and default:
            item = _without_defaults(item, default)  # noqa: PLW2901 - the member, less its own defaults
            if not item:
                continue
        elif item is None or (key in known and item == default):
            continue
        kept[key] = item
    return kept
