"""Tables: cell options, and the column styles of the table of Angular's time."""

from __future__ import annotations

from typing import Any

from grafana_kit.render.modernise.fields import steps_of
from grafana_kit.render.modernise.values import (
    Context,
    Json,
    child,
    defaults,
    items,
    mapping,
    number,
    objects,
    text,
    without,
)

_CELLS: dict[str, Json] = {
    "auto": {"type": "auto"},
    "color-text": {"type": "color-text"},
    "color-background": {"type": "color-background", "mode": "gradient"},
    "color-background-solid": {"type": "color-background", "mode": "basic"},
    "gradient-gauge": {"type": "gauge", "mode": "gradient"},
    "lcd-gauge": {"type": "gauge", "mode": "lcd"},
    "basic": {"type": "gauge", "mode": "basic"},
    "json-view": {"type": "json-view"},
    "image": {"type": "image"},
}
_COLOR_MODES = {"cell": "color-background", "row": "color-background", "value": "color-text"}
_TRANSFORMS = {
    "timeseries_to_rows": "seriesToRows",
    "timeseries_to_columns": "seriesToColumns",
    "timeseries_aggregations": "reduce",
    "table": "merge",
}
_COLUMNS = {"avg": "mean", "current": "lastNotNull", "total": "sum"}
_EVERY_COLUMN = "/.*/"


def table(panel: Json, context: Context) -> None:
    """Bring a table to today's options; settings that grafanalib writes beside its type count too."""
    if isinstance(panel.get("styles"), list) or text(panel.get("transform")):
        _from_styles(panel, context)
    settings = child(panel, "fieldConfig", "defaults")
    if "color" in panel and "color" not in settings:
        settings["color"] = panel["color"]
    if items(panel.get("mappings")):
        settings["mappings"] = [*items(settings.get("mappings")), *panel["mappings"]]
    _cell_options(settings)
    for override in objects(panel["fieldConfig"].get("overrides")):
        for rule in objects(override.get("properties")):
            if rule.get("id") == "custom.displayMode":
                rule.update(id="custom.cellOptions", value=_cell(rule.get("value")))
    options = child(panel, "options")
    if not items(options.get("sortBy")):
        options.pop("sortBy", None)
    footer = {"show": False, "reducer": ["sum"], "countRows": False}
    defaults(options, showHeader=True, frameIndex=0, cellHeight="sm", footer=footer)


def _cell(mode: Any) -> Json:
    return dict(_CELLS.get(text(mode), _CELLS["auto"]))


def _cell_options(settings: Json) -> None:
    custom = mapping(settings.get("custom"))
    if "displayMode" in custom:
        custom.setdefault("cellOptions", _cell(custom.pop("displayMode")))


def _from_styles(panel: Json, context: Context) -> None:
    """Turn column styles into overrides, as Grafana does (public/app/plugins/panel/table/migrations.ts)."""
    styles = list(objects(panel.get("styles")))
    transformations = [*items(panel.get("transformations")), *_transformation(panel)]
    panel["transformations"] = transformations
    settings = child(panel, "fieldConfig", "defaults")
    overrides = items(panel["fieldConfig"].get("overrides"))
    for style in styles:
        found = _style(style, context, panel)
        if style.get("pattern") == _EVERY_COLUMN:
            for key, item in found.items():
                holder = child(settings, "custom") if key.startswith("custom.") else settings
                holder[key.removeprefix("custom.")] = item
        elif found:
            overrides = [*overrides, _rule(text(style.get("pattern")), found)]
    panel["fieldConfig"]["overrides"] = overrides


def _rule(pattern: str, found: Json) -> Json:
    kind = "byRegexp" if pattern.startswith("/") and pattern.endswith("/") else "byName"
    properties = [{"id": key, "value": item} for key, item in found.items()]
    return {"matcher": {"id": kind, "options": pattern}, "properties": properties}


def _transformation(panel: Json) -> list[Json]:
    transform = _TRANSFORMS.get(text(panel.get("transform")))
    if transform is None:
        return []
    options: Json = {}
    if transform == "reduce":
        names = [text(column.get("value")) for column in objects(panel.get("columns"))]
        options = {"includeTimeField": False, "reducers": [_COLUMNS.get(name, name) for name in names]}
    return [{"id": transform, "options": options}]


def _style(style: Json, context: Context, panel: Json) -> Json:
    if style.get("type") == "hidden":
        return {"custom.hidden": True}
    if items(style.get("valueMaps")) or items(style.get("rangeMaps")):
        context.notes.add("value maps of table columns are not carried over: write them as mappings", panel)
    date = style.get("type") == "date"
    link = {
        "title": text(style.get("linkTooltip")),
        "url": text(style.get("linkUrl")),
        "targetBlank": bool(style.get("linkTargetBlank")),
    }
    mode = _COLOR_MODES.get(text(style.get("colorMode")))
    steps = steps_of(style.get("thresholds"), items(style.get("colors")))
    return without(
        {
            "displayName": style.get("alias") or None,
            "unit": f"time: {style.get('dateFormat')}" if date else style.get("unit") or None,
            "decimals": None if date else number(style.get("decimals")),
            "links": [link] if style.get("link") else None,
            "custom.cellOptions": {"type": mode} if mode else None,
            "custom.align": style.get("align") if style.get("align") not in ("auto", "") else None,
            "thresholds": {"mode": "absolute", "steps": steps} if steps else None,
        }
    )
