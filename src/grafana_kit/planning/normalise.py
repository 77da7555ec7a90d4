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
from grafana_kit.model import duration
from grafana_kit.model.resource import Kind
from grafana_kit.planning import dashboards, defaults
from grafana_kit.planning.dashboards import items, mapping, objects
from grafana_kit.planning.defaults import without_defaults

MARK_TAG = "grafana-kit:"
"""A dashboard's tag, with the project's name behind it."""
MARK_ANNOTATION = "grafana_kit"
"""An alert rule's annotation."""
MARK_JSON = "grafanaKit"
"""A key of a data source's ``jsonData``."""

_SERVER_RULE = (
    *("id", "updated", "provenance", "orgID", "orgId", "folderUID", "ruleGroup", "guid", "version"),
)
_EXPRESSION, _OLD_EXPRESSION = "__expr__", "-100"


def normalise(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the comparable form of a body; the body itself is not changed."""
    return _BY_KIND[kind](_copy(body))


def digest(kind: Kind, body: Mapping[str, Any]) -> str:
    """Return a hash of the comparable form, for a mark."""
    text = canonical(normalise(kind, body))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def canonical(value: Any) -> str:
    """Return a value's one spelling in JSON; unlike Python's ``==`` it tells ``true`` from ``1``."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _dashboard(model: dict[str, Any]) -> dict[str, Any]:
    tags = [tag for tag in items(model.get("tags")) if not str(tag).startswith(MARK_TAG)]
    return dashboards.comparable({**model, "tags": tags})


# --- alerting ---------------------------------------------------------------------------------------


def _rule_group(group: dict[str, Any]) -> dict[str, Any]:
    rules = sorted((_rule(rule) for rule in objects(group.get("rules"))), key=_uid)
    # Its folder is a title in files and a uid in the API; it is a part of the group's own uid.
    return {
        "interval": _duration(group.get("interval")),
        "name": group.get("name"),
        "rules": rules,
    }


def _uid(rule: dict[str, Any]) -> str:
    return str(rule.get("uid"))


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    for key in _SERVER_RULE:
        rule.pop(key, None)
    for key in ("for", "keepFiringFor"):
        rule[key] = _duration(rule.get(key))
    rule["annotations"] = _without(rule.get("annotations"), MARK_ANNOTATION)
    rule["data"] = [_step(step) for step in objects(rule.get("data"))]
    panel = str(rule.pop("panelId", ""))
    if panel not in ("", "0"):
        rule["panelId"] = panel  # a number in files, a text in the API
    return without_defaults(rule, defaults.RULE)


def _step(step: dict[str, Any]) -> dict[str, Any]:
    step["model"] = without_defaults(mapping(step.get("model")), defaults.RULE_MODEL)
    window = mapping(step.get("relativeTimeRange"))
    step["relativeTimeRange"] = {end: window.get(end, 0) for end in ("from", "to")}
    if step.get("datasourceUid") == _OLD_EXPRESSION:
        step["datasourceUid"] = _EXPRESSION
    return without_defaults(step, {"queryType": "", "relativeTimeRange": {"from": 0, "to": 0}})


def _duration(value: Any) -> Any:
    """Return a duration, or a number of seconds, in its one spelling; anything else as it is."""
    try:
        if isinstance(value, str):
            return duration.canonical(duration.milliseconds(value or "0"))
        return (
            duration.canonical(int((value or 0) * 1000)) if isinstance(value, int | float | None) else value
        )
    except (AuthorError, OverflowError, ValueError):
        return str(value)


def _contact_point(point: dict[str, Any]) -> dict[str, Any]:
    receivers = [
        {
            "uid": one.get("uid"),
            "type": one.get("type"),
            "settings": without_defaults(mapping(one.get("settings")), defaults.RECEIVER_SETTINGS),
            "disableResolveMessage": bool(one.get("disableResolveMessage")),
        }
        for one in objects(point.get("receivers"))
    ]
    return {"name": point.get("name"), "receivers": receivers}


def _mute_timing(timing: dict[str, Any]) -> dict[str, Any]:
    return {"name": timing.get("name"), "time_intervals": timing.get("time_intervals") or []}


def _route(route: dict[str, Any]) -> dict[str, Any]:
    for key in ("provenance", "orgId"):
        route.pop(key, None)
    return without_defaults(route, defaults.ROUTE)


# --- the rest ---------------------------------------------------------------------------------------


def _folder(folder: dict[str, Any]) -> dict[str, Any]:
    # Where it is says Seen.folder_uid, as for dashboards: being moved is not being changed.
    return {"title": folder.get("title"), "uid": folder.get("uid")}


def _datasource(source: dict[str, Any]) -> dict[str, Any]:
    known = ("name", "type", "uid", "url", *defaults.DATASOURCE)
    kept = {key: source[key] for key in known if key in source}
    kept["jsonData"] = _without(source.get("jsonData"), MARK_JSON)
    return without_defaults(kept, defaults.DATASOURCE)


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
    if isinstance(value, (str, int)):  # most of the thousands of values in a dashboard: asked first
        return value
    if isinstance(value, (list, tuple)):
        return [_copy(item) for item in value]
    if isinstance(value, (dict, Mapping)):  # dict by itself is found without asking the abstract class
        return {key: _copy(item) for key, item in value.items() if item is not None}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _without(value: Any, key: str) -> dict[str, Any]:
    return {name: item for name, item in mapping(value).items() if name != key}
