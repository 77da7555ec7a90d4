"""Bundles and states of a server for tests of planning, and what can be done to a JSON value."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from attrs import evolve

from grafana_kit.model.change import Key, Mark, Seen
from grafana_kit.model.resource import Bundle, Kind, Resource
from grafana_kit.model.source import Source
from grafana_kit.planning.normalise import MARK_ANNOTATION, digest
from grafana_kit.planning.plan import MARKED
from grafana_kit.render.provisioning import folder, folder_uid
from tests.author.builders import ENVIRONMENT
from tests.author.projects import built

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Path = tuple[str | int, ...]


def plain(value: Any) -> Any:
    """Return a deep copy with lists for tuples, as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


PROJECT = "shop"
SOURCE = Source("boards.py", 7)

BOARDS: list[Json] = [
    plain(one.body)
    for case in ("boards", "panels")
    for bundle in built(case)
    for one in bundle.of_kind("dashboard")
]
"""Dashboards of the golden projects: every panel kind, variable, row, link and annotation."""

RULE_GROUPS: list[Json] = [
    plain(one.body) for bundle in built("rules") for one in bundle.of_kind("grafana-rules")
]

OTHERS: list[tuple[Kind, Json]] = [
    (one.kind, plain(one.body))
    for case in ("boards", "rules")
    for bundle in built(case)
    for one in bundle.resources
    if one.kind not in ("dashboard", "grafana-rules", "prometheus-rules")
]


# --- resources --------------------------------------------------------------------------------------


def resource(kind: Kind, uid: str, body: Json, title: str = "", in_folder: str = "") -> Resource:
    """Return a resource."""
    return Resource(kind, uid, title or uid, in_folder, body, SOURCE)


def board(uid: str = "jobs", title: str = "", in_folder: str = "Shop", **more: Any) -> Resource:
    """Return a small dashboard; keywords go into its model."""
    panels = [panel("p95", expr="up")]
    model = {"uid": uid, "title": title or uid.title(), "panels": panels, "schemaVersion": 38, **more}
    return resource("dashboard", uid, model, model["title"], in_folder)


def panel(title: str = "p95", *, expr: str = "up", number: int | None = None, **more: Any) -> Json:
    """Return a panel with one query; without a number it has no id."""
    known: Json = {} if number is None else {"id": number}
    return {
        **known,
        "type": "timeseries",
        "title": title,
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": [{"refId": "A", "expr": expr, "legendFormat": "{{job}}"}],
        **more,
    }


def rule(uid: str = "r1", title: str = "", expr: str = "up == 0", *, run: str = "", **more: Any) -> Json:
    """Return an alert rule; with a run it carries our mark."""
    made: Json = {
        "uid": uid,
        "title": title or f"Alert {uid}",
        "condition": "A",
        "data": [
            {
                "refId": "A",
                "datasourceUid": "prometheus",
                "relativeTimeRange": {"from": 600, "to": 0},
                "model": {"refId": "A", "expr": expr, "instant": True, "range": False},
            }
        ],
        "for": "5m",
        "annotations": {"summary": "s"},
        "labels": {"severity": "warning"},
        **more,
    }
    return marked(made, run) if run else made


def marked(one: Json, run: str = "run1", project: str = PROJECT) -> Json:
    """Return a rule with a project's mark."""
    sha = digest("grafana-rules", {"rules": [one]})
    mark = {MARK_ANNOTATION: f"project={project} run={run} sha={sha}"}
    return {**one, "annotations": {**one.get("annotations", {}), **mark}}


def group(name: str = "jobs", *rules: Json, in_folder: str = "Shop", interval: str = "1m") -> Resource:
    """Return a rule group; its rules are one unless given."""
    body: Json = {
        "orgId": 1,
        "name": name,
        "folder": in_folder,
        "interval": interval,
        "rules": list(rules or (rule(),)),
    }
    return resource("grafana-rules", f"{folder_uid(in_folder)}-{name}", body, name, in_folder)


def a_folder(path: str) -> Resource:
    """Return a folder; a path of titles."""
    return folder(path, resource("dashboard", "x", {}))


def bundle(*resources: Resource) -> Bundle:
    """Return a bundle of the project."""
    return Bundle(evolve(ENVIRONMENT, project=PROJECT), resources)


# --- states -----------------------------------------------------------------------------------------


def there(one: Resource, body: Json | None = None, **changes: Any) -> Seen:
    """Return what a server holds right after we pushed a resource; keywords say what is different."""
    marked_ = one.kind in MARKED
    seen = Seen(
        one.kind,
        one.uid,
        one.title,
        copy.deepcopy(one.body if body is None else body),
        folder_uid(one.folder) if one.folder else "",
        version=1,
        mark=Mark(PROJECT, "run1", digest(one.kind, one.body)) if marked_ else None,
        since="nothing" if marked_ else "unknown",
    )
    return evolve(seen, **changes)


def edited(one: Resource, body: Json | None = None, **changes: Any) -> Seen:
    """Return a resource that somebody changed since we pushed it."""
    details = {"since": "edited", "base": one.body, "changed_by": "alice", "changed_at": "2026-11-24"}
    return there(one, body, **(details | changes))


def state(*seen: Seen) -> dict[Key, Seen]:
    """Return states by their keys."""
    return {one.key: one for one in seen}


# --- JSON values ------------------------------------------------------------------------------------


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of all values that hold no other values."""
    children: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list | tuple):
        children = list(enumerate(value))
    if not children:
        yield path
    for key, inner in children:
        yield from leaves(inner, (*path, key))


def at(value: Any, path: Path) -> Any:
    """Return the value at a path."""
    for key in path:
        value = value[key]
    return value


def replaced(value: Any, path: Path, new: Any) -> Any:
    """Return a copy with another value at a path."""
    result = plain(value)
    at(result, path[:-1])[path[-1]] = new
    return result


def another(value: Any) -> Any:
    """Return a value of the same type that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int | float):
        return value + 7
    return {"new": "x"} if isinstance(value, dict) else [{"new": "x"}]


def dotted(path: Path) -> str:
    """Return a path for patterns: list places are left out, as in ``panels[].targets[].expr``."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
