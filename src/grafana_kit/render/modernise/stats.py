"""Panels that show single values: stat, gauge, bar gauge, and singlestat, which became one of them."""

from __future__ import annotations

from typing import Any

from grafana_kit.render.modernise.fields import mappings, reduce_options, reducer, steps_of
from grafana_kit.render.modernise.values import (
    Context,
    Json,
    child,
    defaults,
    items,
    mapping,
    number,
    text,
)

_UNSET_UNITS = ("", "none", "short")
_RANGES = 2


def stat(panel: Json, _: Context) -> None:
    """Complete the options of a stat panel."""
    options = child(panel, "options")
    _from_field_options(panel, options)
    reduce_options(options)
    defaults(
        options,
        colorMode="value",
        graphMode="area",
        justifyMode="auto",
        orientation="auto",
        textMode="auto",
        wideLayout=True,
        showPercentChange=False,
        percentChangeColorMode="standard",
    )


def gauge(panel: Json, _: Context) -> None:
    """Bring a gauge's options where Grafana looks for them: grafanalib wrote them into the field settings."""
    options = child(panel, "options")
    _from_field_options(panel, options)
    config = child(panel, "fieldConfig")
    settings = child(config, "defaults")
    _reduced(settings, options)
    for key in ("showThresholdLabels", "showThresholdMarkers"):
        if key in config:
            options.setdefault(key, config.pop(key))
    reduce_options(options)
    defaults(
        options,
        orientation="auto",
        showThresholdLabels=False,
        showThresholdMarkers=True,
        sizing="auto",
        minVizWidth=75,
        minVizHeight=75,
    )


def bar_gauge(panel: Json, _: Context) -> None:
    """Bring a bar gauge's options from Grafana 6's ``fieldOptions`` to where they are since 7."""
    options = child(panel, "options")
    _from_field_options(panel, options)
    for key in ("showThresholdLabels", "showThresholdMarkers"):
        options.pop(key, None)
    reduce_options(options)
    defaults(
        options,
        displayMode="gradient",
        orientation="auto",
        showUnfilled=True,
        valueMode="color",
        namePlacement="auto",
        sizing="auto",
        minVizWidth=8,
        minVizHeight=16,
        maxVizHeight=300,
    )


def _from_field_options(panel: Json, options: Json) -> None:
    """Move ``options.fieldOptions`` to the field settings and to ``reduceOptions`` (Grafana 6 to 7)."""
    old = mapping(options.pop("fieldOptions", None))
    if not old:
        return
    settings = child(panel, "fieldConfig", "defaults")
    settings |= mapping(old.get("defaults"))
    settings.setdefault("mappings", old.get("mappings"))
    if items(old.get("thresholds")):
        settings["thresholds"] = {"mode": "absolute", "steps": old["thresholds"]}
    overrides = items(mapping(panel["fieldConfig"]).get("overrides"))
    panel["fieldConfig"]["overrides"] = [*overrides, *items(old.get("overrides"))]
    _reduced({key: old.get(key) for key in ("calcs", "values", "limit")}, options)
    _titled(settings)


def _reduced(settings: Json, options: Json) -> None:
    """Move what grafanalib writes among field settings to ``reduceOptions``, unless they are there."""
    found = {key: settings.pop(key, None) for key in ("calcs", "values", "limit")}
    settings.pop("override", None)
    _titled(settings)
    if found["calcs"]:
        defaults(child(options, "reduceOptions"), **found)


def _titled(settings: Json) -> None:
    title = settings.pop("title", None)
    if text(title):
        settings.setdefault("displayName", title)


def single_stat(panel: Json, context: Context) -> None:
    """Turn a singlestat into a stat, or into a gauge if it showed one."""
    old_gauge = mapping(panel.get("gauge"))
    given = mapping(mapping(panel.get("fieldConfig")).get("defaults"))
    settings: Json = {key: item for key, item in given.items() if key != "thresholds"}
    settings |= {
        "unit": _unit(panel, context),
        "decimals": number(panel.get("decimals")),
        "noValue": panel.get("nullText"),
        "mappings": [*items(given.get("mappings")), *_old_mappings(panel)],
    }
    colors = [each for each in items(panel.get("colors")) if text(each)]
    if steps := steps_of(panel.get("thresholds"), colors) if colors else []:
        settings["thresholds"] = {"mode": "absolute", "steps": steps}
    overrides = items(mapping(panel.get("fieldConfig")).get("overrides"))
    panel["fieldConfig"] = {"defaults": settings, "overrides": overrides}
    if old_gauge.get("show"):
        settings |= {"min": number(old_gauge.get("minValue")), "max": number(old_gauge.get("maxValue"))}
        _as_gauge(panel, old_gauge, context)
    else:
        _as_stat(panel, settings, context)


def _calculated(panel: Json) -> Json:
    column = text(panel.get("tableColumn"))
    return {
        "calcs": [reducer(panel.get("valueName"))],
        "fields": f"/^{column}$/" if column else "",
        "values": False,
    }


def _as_gauge(panel: Json, old: Json, context: Context) -> None:
    panel["type"] = "gauge"
    panel["options"] = {
        "reduceOptions": _calculated(panel),
        "showThresholdLabels": bool(old.get("thresholdLabels")),
        "showThresholdMarkers": old.get("thresholdMarkers") is not False,
    }
    gauge(panel, context)


def _as_stat(panel: Json, settings: Json, context: Context) -> None:
    line = mapping(panel.get("sparkline"))
    color_mode = (
        "background" if panel.get("colorBackground") else "value" if panel.get("colorValue") else "none"
    )
    if color_mode == "none" and line.get("show") and text(line.get("lineColor")):
        settings["color"] = {"mode": "fixed", "fixedColor": line["lineColor"]}
    panel["type"] = "stat"
    panel["options"] = {
        "colorMode": color_mode,
        "graphMode": "area" if line.get("show") else "none",
        "orientation": "horizontal",
        "reduceOptions": _calculated(panel),
        "textMode": "name" if panel.get("valueName") == "name" else "auto",
    }
    stat(panel, context)


def _unit(panel: Json, context: Context) -> str | None:
    """Return the unit; a text before or after the value is a unit of its own where there is no other."""
    unit, before, after = (text(panel.get(key)).strip() for key in ("format", "prefix", "postfix"))
    if before or after:
        if unit in _UNSET_UNITS and not (before and after):
            return f"prefix:{before}" if before else f"suffix:{after}"
        context.notes.add("a stat has a unit or one text beside its value: prefix or postfix is lost", panel)
    return unit or None


def _old_mappings(panel: Json) -> list[Json]:
    kind: Any = panel.get("mappingType")
    chosen = panel.get("rangeMaps") if kind == _RANGES else panel.get("valueMaps")
    return mappings(items(chosen))
