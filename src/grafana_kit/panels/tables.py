"""Panels of rows, text and lists, and the way in for every other kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import Panel
from grafana_kit.model.jsonable import checked
from grafana_kit.model.source import caller
from grafana_kit.panels.base import PanelOptions, Queries, make

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OLD = frozenset({"graph", "singlestat", "table-old", "grafana-piechart-panel", "grafana-worldmap-panel"})
"""Angular panels: off in Grafana 11, gone in 12."""


def table(
    title: str,
    queries: Queries,
    *,
    sort_by: str | None = None,
    descending: bool = True,
    show_header: bool = True,
    filterable: bool = False,
    columns: Mapping[str, str] | None = None,
    hide: Sequence[str] = ("Time",),
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show the queries' last values as a table, one column per label and one ``Value`` per query.

    Args:
        title: what people see above the panel.
        queries: see :mod:`grafana_kit.panels`; several are joined by their common labels.
        sort_by: the column to sort by.
        descending: largest first.
        show_header: show the names of the columns.
        filterable: let people filter by column.
        columns: field → the name to show.
        hide: fields to leave out.
        common: see :class:`PanelOptions`.
    """
    options: dict[str, Any] = {
        "cellHeight": "sm",
        "frameIndex": 0,
        "showHeader": show_header,
    }
    if sort_by is not None:
        options["sortBy"] = [{"desc": descending, "displayName": sort_by}]
    organize: dict[str, Any] = {
        "excludeByName": dict.fromkeys(hide, True),
        "indexByName": {},
        "renameByName": dict(columns or {}),
    }
    if "transformations" not in common:
        common["transformations"] = [
            {"id": "merge", "options": {}},
            {"id": "organize", "options": organize},
        ]
    custom = {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": filterable, "inspect": False}
    return make("table", title, queries, (12, 8), options, custom, common)


def text(
    title: str,
    content: str,
    *,
    mode: Literal["markdown", "html", "code"] = "markdown",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show text."""
    options: dict[str, Any] = {"content": content, "mode": mode}
    if mode == "code":
        options["code"] = {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False}
    return make("text", title, (), (12, 4), options, {}, common)


def logs(
    title: str,
    queries: Queries,
    *,
    show_time: bool = True,
    wrap: bool = True,
    newest_first: bool = True,
    deduplicate: Literal["none", "exact", "numbers", "signature"] = "none",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show log lines; give the log data source with ``datasource=``, and its queries as ``target({"expr": …})``."""
    options = {
        "dedupStrategy": deduplicate,
        "enableLogDetails": True,
        "prettifyLogMessage": False,
        "showCommonLabels": False,
        "showLabels": False,
        "showTime": show_time,
        "sortOrder": "Descending" if newest_first else "Ascending",
        "wrapLogMessage": wrap,
    }
    return make("logs", title, queries, (24, 8), options, {}, common)


def alert_list(
    title: str,
    *,
    name: str = "",
    labels: str = "",
    datasource_name: str | None = None,
    states: Sequence[Literal["firing", "pending", "noData", "normal", "error"]] = (
        "firing",
        "pending",
        "error",
    ),
    group_by: Sequence[str] = (),
    this_dashboard: bool = False,
    limit: int = 20,
    **common: Unpack[PanelOptions],
) -> Panel:
    """List alerts by state.

    Args:
        title: what people see above the panel.
        name: show alerts whose name contains this.
        labels: show alerts with matching labels, as ``{severity="critical"}``.
        datasource_name: only rules of this data source; ``grafana`` for Grafana's own.
        states: which states to show.
        group_by: labels to group by.
        this_dashboard: only alerts that belong to this dashboard.
        limit: how many at most.
        common: see :class:`PanelOptions`.
    """
    options: dict[str, Any] = {
        "alertInstanceLabelFilter": labels,
        "alertName": name,
        "dashboardAlerts": this_dashboard,
        "groupBy": list(group_by),
        "groupMode": "custom" if group_by else "default",
        "maxItems": limit,
        "sortOrder": 1,
        "stateFilter": {
            state: state in states for state in ("error", "firing", "noData", "normal", "pending")
        },
        "viewMode": "list",
    }
    if datasource_name is not None:
        options["datasource"] = datasource_name
    return make("alertlist", title, (), (12, 8), options, {}, common)


def dashboard_list(
    title: str,
    *,
    tags: Sequence[str] = (),
    query: str = "",
    folder_uid: str | None = None,
    starred: bool = False,
    recent: bool = False,
    headings: bool = False,
    limit: int = 10,
    **common: Unpack[PanelOptions],
) -> Panel:
    """List dashboards, by tags or by a search word."""
    options: dict[str, Any] = {
        "includeVars": False,
        "keepTime": True,
        "maxItems": limit,
        "query": query,
        "showHeadings": headings,
        "showRecentlyViewed": recent,
        "showSearch": bool(tags or query or folder_uid),
        "showStarred": starred,
        "tags": list(tags),
    }
    if folder_uid is not None:
        options["folderUID"] = folder_uid
    return make("dashlist", title, (), (12, 8), options, {}, common)


def raw(json: Mapping[str, Any], *, width: int | None = None, height: int | None = None) -> Panel:
    """Take any panel as Grafana's own JSON: canvas, geomap, a plugin, or what you copied from the browser.

    Its place and id are the kit's, unless width and height say otherwise or the JSON has its own id;
    everything else is written as given.
    """
    where = caller()
    panel = checked(dict(json), where, "panel")
    kind, title = panel.get("type"), panel.get("title", "")
    if not isinstance(kind, str) or not kind:
        raise AuthorError(
            'panel JSON without a "type"', where=where, hint='for example {"type": "canvas", …}'
        )
    if not isinstance(title, str):
        raise AuthorError(f"panel JSON with the title {title!r}", where=where, hint="a title is text")
    if kind in _OLD:
        raise AuthorError(
            f'panel JSON of the type "{kind}", which Grafana has no longer',
            where=where,
            hint="put the JSON into the row without panels.raw(): it is brought to the current form then",
        )
    if kind == "row":
        raise AuthorError("panel JSON of a row", where=where, hint="use row()")
    place = panel.get("gridPos") or {}
    if not isinstance(place, dict):
        raise AuthorError(f'panel JSON with the "gridPos" {place!r}', where=where, hint='{"w": 12, "h": 8}')
    common: PanelOptions = {
        "width": width or place.get("w", 12),
        "height": height or place.get("h", 8),
        "id": panel.get("id"),
    }
    made = make(kind, title, (), (12, 8), {}, {}, common)
    return Panel(
        kind=kind, title=title, raw=panel, width=made.width, height=made.height, id=made.id, source=where
    )
