"""Panels that are not ours, in a row beside ours: grafanalib's objects and plain panel JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import Panel
from grafana_kit.model.jsonable import checked
from grafana_kit.render.modernise import modernise

if TYPE_CHECKING:
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.source import Source
    from grafana_kit.render.modernise import DataSource

_OURS_TO_PLACE = ("id", "gridPos")


def named_sources(environment: Environment) -> DataSource:
    """Return the lookup from data source names, as old dashboards hold them, to references."""
    own = environment.grafana.datasource

    def find(name: str) -> dict[str, Any]:
        return own.ref() if name in ("default", own.name, own.uid) else {"uid": name}

    return find


def as_panel(item: object, where: Source, environment: Environment) -> Panel:
    """Return any panel that an author may put into a row as one of ours.

    Raises:
        AuthorError: the object is no panel.
    """
    if isinstance(item, Panel):
        return item
    if isinstance(item, Mapping) or hasattr(item, "to_json_data"):
        return _foreign(plain(item), where, environment)
    raise AuthorError(
        f"a row holds {type(item).__name__}, which is no panel",
        where=where,
        hint="give what a function of grafana_kit.panels returns, a grafanalib panel, or panel JSON",
    )


def plain(item: Any) -> Any:
    """Return grafanalib's objects, at any depth, as plain JSON values."""
    if hasattr(item, "to_json_data"):
        return plain(item.to_json_data())
    if isinstance(item, Mapping):
        return {key: plain(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [plain(value) for value in item]
    return item


def _foreign(json: Any, where: Source, environment: Environment) -> Panel:
    panel = checked(json, where, "panel")
    made = modernise(
        {"panels": [panel]},
        schema_version=environment.grafana.schema_version,
        datasource=named_sources(environment),
    )
    modern = made.dashboard["panels"][0]
    place = panel.get("gridPos") or {}
    title = str(modern.get("title") or "")
    number = panel.get("id") or None
    if not title and number is None:
        raise AuthorError("a panel without a title", where=where, hint="give a title, or an id of its own")
    raw = {key: value for key, value in modern.items() if key not in _OURS_TO_PLACE}
    return Panel(
        kind=str(modern.get("type")),
        title=title,
        raw=raw,
        width=place.get("w", 12),
        height=place.get("h", 8),
        id=number,
        source=where,
    )
