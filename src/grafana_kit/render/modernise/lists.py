"""Panels without a chart: text, news, logs, lists of dashboards and of alerts."""

from __future__ import annotations

from typing import Any

from grafana_kit.render.modernise.values import Context, Json, child, defaults, items, mapping, text

_TEXT_MODES = ("markdown", "html", "code")
_DASHBOARDS = {
    "starred": "showStarred",
    "recent": "showRecentlyViewed",
    "search": "showSearch",
    "headings": "showHeadings",
    "limit": "maxItems",
    "query": "query",
    "tags": "tags",
    "folderId": "folderId",
}
# States of the alerts that Grafana had before version 9, and what they are called now.
_STATES = {
    "ok": "normal",
    "no_data": "noData",
    "execution_error": "error",
    "alerting": "firing",
    "pending": "pending",
}


def text_panel(panel: Json, _: Context) -> None:
    """Bring a text panel's content to its options; plain text is Markdown now."""
    options = child(panel, "options")
    for key in ("content", "mode"):
        if key not in options and key in panel:
            options[key] = panel[key]
    if options.get("mode") not in _TEXT_MODES:
        options["mode"] = "markdown"
    defaults(options, content="")


def news(panel: Json, _: Context) -> None:
    """Drop the proxy that Grafana no longer has."""
    options = child(panel, "options")
    options.pop("useProxy", None)
    defaults(options, feedUrl="", showImage=True)


def logs(panel: Json, _: Context) -> None:
    """Complete the options of a logs panel."""
    defaults(
        child(panel, "options"),
        dedupStrategy="none",
        enableLogDetails=True,
        prettifyLogMessage=False,
        showCommonLabels=False,
        showLabels=False,
        showTime=False,
        sortOrder="Descending",
        wrapLogMessage=False,
    )


def dashboard_list(panel: Json, _: Context) -> None:
    """Bring a dashboard list's settings, which stood beside its type, to its options."""
    options = child(panel, "options")
    for old, new in _DASHBOARDS.items():
        if options.get(new) is None and panel.get(old) is not None:
            options[new] = panel[old]
    defaults(
        options,
        includeVars=False,
        keepTime=False,
        maxItems=10,
        query="",
        showFolderNames=True,
        showHeadings=True,
        showRecentlyViewed=False,
        showSearch=False,
        showStarred=True,
        tags=[],
    )


def alert_list(panel: Json, context: Context) -> None:
    """Turn a list of old dashboard alerts into a list of Grafana's alert rules."""
    options = child(panel, "options")
    if panel.get("show") == "changes":
        context.notes.add("an alert list shows states: a list of changes has no successor", panel)
    if items(panel.get("dashboardTags")):
        context.notes.add("an alert list cannot choose by dashboard tags: use its label filter", panel)
    name = text(options.get("alertName")) or text(panel.get("nameFilter"))
    states: Any = options.get("stateFilter")
    if not isinstance(states, dict) or states.keys() & _STATES.keys() - {"pending"}:
        chosen = [state for state, shown in mapping(states).items() if shown]
        states = _states(chosen or items(panel.get("stateFilter")))
    options.update(alertName=name, stateFilter=states)
    defaults(
        options,
        dashboardAlerts=panel.get("onlyAlertsOnDashboard") is True,
        maxItems=panel.get("limit") or 10,
        sortOrder=panel.get("sortOrder") or 1,
        alertInstanceLabelFilter="",
        groupBy=[],
        groupMode="default",
        viewMode="list",
    )


def _states(chosen: list[Any]) -> Json:
    """Return which states are shown; an old list that chose none showed them all."""
    wanted = {_STATES.get(text(state)) for state in chosen}
    return {new: not chosen or new in wanted for new in _STATES.values()}


def is_empty(config: Any) -> bool:
    """Return whether a field configuration says nothing, as that of a panel without fields."""
    return not mapping(config).get("defaults") and not items(mapping(config).get("overrides"))
