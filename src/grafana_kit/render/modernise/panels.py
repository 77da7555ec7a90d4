"""One panel: its kind brought up to date, then what every kind has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from grafana_kit.render.modernise import charts, graph, lists, stats, tables
from grafana_kit.render.modernise.fields import field_config, links
from grafana_kit.render.modernise.queries import clean_queries
from grafana_kit.render.modernise.values import Context, Json, items, mapping, number, objects, text

Conversion: TypeAlias = Callable[[Json, Context], None]

_CONVERSIONS: dict[str, Conversion] = {
    "alertlist": lists.alert_list,
    "barchart": charts.bar_chart,
    "bargauge": stats.bar_gauge,
    "dashlist": lists.dashboard_list,
    "gauge": stats.gauge,
    "grafana-piechart-panel": charts.old_pie_chart,
    "grafana-singlestat-panel": stats.single_stat,
    "graph": graph.graph,
    "graphite": graph.graph,
    "heatmap": charts.heatmap,
    "histogram": charts.histogram,
    "logs": lists.logs,
    "news": lists.news,
    "piechart": charts.pie_chart,
    "singlestat": stats.single_stat,
    "stat": stats.stat,
    "state-timeline": charts.state_timeline,
    "status-history": charts.histogram,
    "table": tables.table,
    "table-old": tables.table,
    "text": lists.text_panel,
    "timeseries": charts.time_series,
}
_UNCHANGED = frozenset(
    {"alertGroups", "annolist", "candlestick", "canvas", "datagrid", "debug", "flamegraph", "geomap"}
    | {"nodeGraph", "traces", "trend", "xychart"}
)
# Plugins that grafanalib has classes for and that no longer load: what to use in their place.
_GONE = {
    "ae3e-plotly-panel": "the plugin nline-plotlyjs-panel",
    "flant-statusmap-panel": "status-history",
    "grafana-worldmap-panel": "geomap",
    "larona-epict-panel": "canvas",
    "marcuscalidus-svg-panel": "canvas",
    "natel-discrete-panel": "state-timeline",
}
# Grafana's own keys of a panel (kinds/dashboard/dashboard_kind.cue).
_PANEL_KEYS = frozenset(
    {"cacheTimeout", "datasource", "description", "fieldConfig", "gridPos", "hideTimeOverride", "id"}
    | {"interval", "libraryPanel", "links", "maxDataPoints", "maxPerRow", "options", "pluginVersion"}
    | {"queryCachingTTL", "repeat", "repeatDirection", "targets", "timeCompare", "timeFrom", "timeShift"}
    | {"title", "transformations", "transparent", "type"}
)
_ROW_KEYS = frozenset({"collapsed", "gridPos", "id", "panels", "repeat", "title", "type"})
_NO_FIELDS = frozenset({"alertlist", "dashlist", "news", "text"})
_DEFAULT_POINTS = 100  # grafanalib's; Grafana then draws 100 points however wide the panel is
_PER_ROW = (1, 2, 3, 4, 6, 8, 12, 24)


def modernise_panel(panel: Json, context: Context) -> None:
    """Bring a panel up to date in place. A panel of a plugin stays as its author wrote it."""
    kind = text(panel.get("type"))
    if kind == "row":
        _row(panel)
    elif kind in _CONVERSIONS or kind in _UNCHANGED:
        _known(panel, kind, context)
    else:
        _foreign(panel, kind, context)


def _row(panel: Json) -> None:
    for key in [key for key in panel if key not in _ROW_KEYS or panel[key] is None]:
        del panel[key]
    panel.setdefault("title", "")


def _foreign(panel: Json, kind: str, context: Context) -> None:
    """Drop nulls among Grafana's own keys; what the plugin keeps beside them is its own."""
    for key in [key for key in _PANEL_KEYS if key in panel and panel[key] is None]:
        del panel[key]
    if kind in _GONE:
        message = f"{kind} is gone and shows nothing in Grafana 12: build the panel anew with {_GONE[kind]}"
        context.notes.add(message, panel)


def _known(panel: Json, kind: str, context: Context) -> None:
    if kind == "table-old":
        panel["type"] = "table"
    _transformed(panel, context)
    if kind in _CONVERSIONS:
        _CONVERSIONS[kind](panel, context)
    field_config(panel)
    clean_queries(panel)
    _limit_repeats(panel)
    _common(panel)


def _common(panel: Json) -> None:
    """Drop what says nothing, and what stood beside the type in Angular's time."""
    panel["links"] = links(panel.get("links"))
    if panel.get("maxDataPoints") == _DEFAULT_POINTS:
        del panel["maxDataPoints"]
    if panel["type"] in _NO_FIELDS and lists.is_empty(panel["fieldConfig"]):
        del panel["fieldConfig"]
    kept = {"options", "fieldConfig", "title"}
    for key in list(panel):
        if key not in _PANEL_KEYS or (key not in kept and _says_nothing(panel[key])):
            del panel[key]
    if "repeat" not in panel:
        panel.pop("repeatDirection", None)
        panel.pop("maxPerRow", None)


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _limit_repeats(panel: Json) -> None:
    """Turn the least width of a repeated panel into how many stand in a row (schema version 17)."""
    least = number(panel.get("minSpan"))
    if least and least > 0 and panel.get("maxPerRow") is None:
        panel["maxPerRow"] = max((each for each in _PER_ROW if each <= _PER_ROW[-1] / least), default=1)


def _transformed(panel: Json, context: Context) -> None:
    """Complete a panel's transformations, and bring them to the schema version that is written."""
    found: list[Any] = []
    for each in objects(panel.get("transformations")):
        step = {**each, "options": mapping(each.get("options"))}
        stats_of = step["options"].get("refIdToStat")
        if step.get("id") == "timeSeriesTable" and isinstance(stats_of, dict) and context.target >= 39:  # noqa: PLR2004
            step["options"] = {name: {"stat": stat} for name, stat in stats_of.items()}
        found.append(step)
        if step.get("id") == "labelsToFields" and context.version < 31:  # noqa: PLR2004 - as Grafana does then
            found.append({"id": "merge", "options": {}})
    if found or items(panel.get("transformations")):
        panel["transformations"] = found
