"""The graph panel of Angular's time, as the panels that took its place.

The way is Grafana's own (public/app/plugins/panel/timeseries/migrations.ts), with three differences: a
unit that was given to grafanalib's ``Graph`` wins over its axes' default; what an override merely
repeats is left out; and values per series become a bar gauge, with or without a legend.
"""

from __future__ import annotations

import re
from typing import Any

from grafana_kit.render.modernise.fields import reducer
from grafana_kit.render.modernise.values import (
    Context,
    Json,
    child,
    items,
    mapping,
    number,
    objects,
    text,
    without,
)

_LEGEND_VALUES = ("min", "max", "avg", "current", "total")
_LEGEND_NAMES = {"min": "Min", "max": "Max", "avg": "Mean", "current": "Last *", "total": "Total"}
_SORTS = {1: "asc", 2: "desc"}
_UNSET_UNITS = ("", "short", "none")
_REGEX = re.compile(r"/.*/[gimsuy]*")
_BASE_2 = (2, 32, 1024)
_THRESHOLD_COLORS = {"critical": "red", "warning": "orange", "ok": "green"}
_NO_ZEROS = "missing values were drawn as zero, which no panel does today: add `or vector(0)` to the query"


def graph(panel: Json, context: Context) -> None:
    """Turn a graph into a time series, a bar gauge (a bar per series) or a histogram."""
    mode = mapping(panel.get("xaxis")).get("mode")
    _lost(panel, context)
    defaults = _defaults(panel)
    overrides = [*items(mapping(panel.get("fieldConfig")).get("overrides")), *_overrides(panel, defaults)]
    panel["fieldConfig"] = {"defaults": defaults, "overrides": overrides}
    if mode == "series":
        _per_series(panel, defaults)
    elif mode == "histogram":
        _histogram(panel, defaults)
    else:
        panel["type"] = "timeseries"
        panel["options"] = {"legend": _legend(panel), "tooltip": _tooltip(panel)}


def _lost(panel: Json, context: Context) -> None:
    if panel.get("alert"):
        context.notes.add("the panel's own alert is gone in Grafana 11: write it as an alert rule", panel)
    if panel.get("nullPointMode") == "null as zero":
        context.notes.add(_NO_ZEROS, panel)
    if panel.get("timeRegions"):
        context.notes.add("time regions are annotations now: add one of type Time regions", panel)
    if any(each.get("zindex") for each in objects(panel.get("seriesOverrides"))):
        context.notes.add("series are drawn in the order of their queries: zindex has no successor", panel)


def _per_series(panel: Json, defaults: Json) -> None:
    values = [text(each) for each in items(mapping(panel.get("xaxis")).get("values"))]
    panel["type"] = "bargauge"
    defaults.pop("custom", None)
    panel["options"] = {
        "orientation": "vertical",
        "reduceOptions": {"calcs": [reducer(values[0] if values else "total")]},
    }


def _histogram(panel: Json, defaults: Json) -> None:
    panel["type"] = "histogram"
    custom = mapping(defaults.get("custom"))
    defaults["custom"] = {key: custom[key] for key in ("lineWidth", "fillOpacity") if key in custom}
    buckets = number(mapping(panel.get("xaxis")).get("buckets"))
    panel["options"] = without({"legend": _legend(panel), "tooltip": _tooltip(panel), "bucketCount": buckets})


def _axis(axis: Json) -> Json:
    """Return what an old axis says, as field settings; ``custom`` among them."""
    custom: Json = {}
    if axis.get("show") is False:
        custom["axisPlacement"] = "hidden"
    if text(axis.get("label")):
        custom["axisLabel"] = axis["label"]
    base = axis.get("logBase")
    if base in (*_BASE_2, 10):
        custom["scaleDistribution"] = {"type": "log", "log": 10 if base == 10 else 2}  # noqa: PLR2004
    limits = {key: number(axis.get(key)) for key in ("min", "max", "decimals")}
    return without({"unit": axis.get("format"), **limits, "custom": custom})


def _axes(panel: Json) -> tuple[Json, Json]:
    axes = [_axis(mapping(each)) for each in items(panel.get("yaxes"))[:2]]
    return (axes[0] if axes else {"custom": {}}), (axes[1] if len(axes) > 1 else {"custom": {}})


def _defaults(panel: Json) -> Json:
    given = mapping(mapping(panel.get("fieldConfig")).get("defaults"))
    left = _axes(panel)[0]
    defaults = {**{key: item for key, item in given.items() if key != "thresholds"}, **left}
    if text(given.get("unit")) and text(left.get("unit")) in _UNSET_UNITS:
        defaults["unit"] = given["unit"]
    if (decimals := number(panel.get("decimals"))) is not None:
        defaults.setdefault("decimals", decimals)
    if panel.get("stack") and panel.get("percentage"):
        for key in ("min", "max"):
            defaults.pop(key, None)
    defaults["custom"] = {**mapping(given.get("custom")), **left["custom"], **_style(panel)}
    data_links = [*items(given.get("links")), *items(mapping(panel.get("options")).get("dataLinks"))]
    _thresholds(panel, defaults)
    return {**defaults, "links": data_links}


def _style(panel: Json) -> Json:
    """Return how lines, bars and points are drawn."""
    bars, lines = bool(panel.get("bars")), panel.get("lines", True) is not False
    style: Json = {
        "drawStyle": "bars" if bars else "line" if lines else "points",
        "lineWidth": number(panel.get("linewidth")),
        "showPoints": "always" if panel.get("points") or not (bars or lines) else "never",
        "spanNulls": panel.get("nullPointMode") == "connected",
        "fillOpacity": _opacity(panel),
        "stacking": _stacking(panel),
    }
    if panel.get("points") and number(panel.get("pointradius")) is not None:
        style["pointSize"] = 2 + 2 * (number(panel["pointradius"]) or 0)
    if (number(panel.get("fillGradient")) or 0) > 0:
        style["gradientMode"] = "opacity"
    if panel.get("steppedLine"):
        style["lineInterpolation"] = "stepAfter"
    if panel.get("dashes"):
        style["lineStyle"] = _dashes(panel, panel)
    return without(style)


def _opacity(panel: Json) -> float | None:
    if panel.get("bars"):
        return 100
    if any(each.get("fillBelowTo") for each in objects(panel.get("seriesOverrides"))):
        return 35  # bands had a fixed shade
    fill = number(panel.get("fillGradient")) or number(panel.get("fill"))
    return None if fill is None else fill * 10


def _stacking(panel: Json) -> Json:
    mode = "none" if not panel.get("stack") else "percent" if panel.get("percentage") else "normal"
    return {"group": "A", "mode": mode}


def _dashes(rule: Json, panel: Json) -> Json:
    lengths = [
        number(rule.get(key)) or number(panel.get(key)) or 10  # the old panel's own default
        for key in ("dashLength", "spaceLength")
    ]
    return {"fill": "dash" if rule.get("dashes") else "solid", "dash": lengths}


def _thresholds(panel: Json, defaults: Json) -> None:
    """Turn lines and areas at values into threshold steps: a colour holds up to the next step."""
    found = [each for each in objects(panel.get("thresholds")) if number(each.get("value")) is not None]
    if not found:
        return
    found.sort(key=lambda each: number(each["value"]) or 0)
    steps: list[Json] = []
    for each, following in zip(found, [*found[1:], {}], strict=True):
        color = _threshold_color(each)
        if each.get("op") == "lt":
            if not steps:
                steps.append({"value": None, "color": color})
            color = _threshold_color(following) if following.get("op") == "lt" else "transparent"
        steps.append({"value": number(each["value"]), "color": color})
    if steps[0]["value"] is not None:
        steps.insert(0, {"value": None, "color": "transparent"})
    area, line = (any(each.get(key) for each in found) for key in ("fill", "line"))
    mode = "line+area" if area and line else "area" if area else "line"
    child(defaults, "custom")["thresholdsStyle"] = {"mode": mode}
    defaults["thresholds"] = {"mode": "absolute", "steps": steps}


def _threshold_color(threshold: Json) -> str:
    if threshold.get("colorMode") == "custom":
        return text(threshold.get("fillColor")) or text(threshold.get("lineColor")) or "red"
    return _THRESHOLD_COLORS.get(text(threshold.get("colorMode")), "red")


def _overrides(panel: Json, defaults: Json) -> list[Json]:
    found = [
        _rule("byName", alias, [{"id": "color", "value": {"fixedColor": color, "mode": "fixed"}}])
        for alias, color in mapping(panel.get("aliasColors")).items()
        if text(color)
    ]
    for each in objects(panel.get("seriesOverrides")):
        if alias := text(each.get("alias")):
            matcher = "byRegexp" if _REGEX.fullmatch(alias) else "byName"
            found.append(_rule(matcher, alias, _series(each, panel, defaults)))
    found += [_unlisted(kind) for key, kind in _HIDDEN if mapping(panel.get("legend")).get(key)]
    axis = mapping(panel.get("xaxis"))
    if axis.get("show") is False and axis.get("mode", "time") == "time":
        found.append(_rule("byType", "time", [{"id": "custom.axisPlacement", "value": "hidden"}]))
    return [rule for rule in found if rule["properties"]]


_HIDDEN = (("hideZero", "allIsZero"), ("hideEmpty", "allIsNull"))


def _rule(matcher: str, options: Any, properties: list[Json]) -> Json:
    return {"matcher": {"id": matcher, "options": options}, "properties": properties}


def _unlisted(kind: str) -> Json:
    """Return the rule that keeps series of nothing but zeros, or nothing at all, out of the legend."""
    hidden = {"tooltip": True, "viz": False, "legend": True}
    return _rule(
        "byValue", {"reducer": kind, "op": "gte", "value": 0}, [{"id": "custom.hideFrom", "value": hidden}]
    )


def _series(rule: Json, panel: Json, defaults: Json) -> list[Json]:
    """Return the settings of one series; grafanalib writes every key, so repeated ones say nothing."""
    found: Json = {}
    if rule.get("bars"):
        found |= {"custom.drawStyle": "bars", "custom.fillOpacity": 100}
    elif rule.get("lines") is False:
        found["custom.lineWidth"] = 0
    elif (panel.get("bars") and "bars" in rule) or (panel.get("lines") is False and rule.get("lines")):
        found["custom.drawStyle"] = "line"
    fill = number(rule.get("fill"))
    if fill is not None and fill != number(panel.get("fill")) and not rule.get("bars"):
        found["custom.fillOpacity"] = fill * 10
    if rule.get("dashes") or (panel.get("dashes") and rule.get("dashes") is False):
        found["custom.lineStyle"] = _dashes(rule, panel)
    for key, (name, convert) in _SERIES.items():
        if rule.get(key) is not None:
            found[name] = convert(rule[key])
    if rule.get("yaxis") == 2:  # noqa: PLR2004 - the right axis
        found |= _right_axis(panel, defaults)
    return [{"id": key, "value": item} for key, item in found.items()]


_SERIES: dict[str, tuple[str, Any]] = {
    "fillBelowTo": ("custom.fillBelowTo", str),
    "color": ("color", lambda color: {"fixedColor": str(color), "mode": "fixed"}),
    "linewidth": ("custom.lineWidth", number),
    "points": ("custom.showPoints", lambda shown: "always" if shown else "never"),
    "pointradius": ("custom.pointSize", lambda radius: 2 + 2 * (number(radius) or 0)),
    "stack": (
        "custom.stacking",
        lambda group: {"group": text(group) or "A", "mode": "normal" if group else "none"},
    ),
    "steppedLine": ("custom.lineInterpolation", lambda stepped: "stepAfter" if stepped else "linear"),
    "nullPointMode": ("custom.spanNulls", lambda mode: mode == "connected"),
    "transform": ("custom.transform", lambda name: "negative-Y" if name == "negative-Y" else "constant"),
    "legend": (
        "custom.hideFrom",
        lambda shown: {"legend": not shown, "tooltip": False, "viz": False},
    ),
}


def _right_axis(panel: Json, defaults: Json) -> Json:
    right = _axes(panel)[1]
    placement = {"axisPlacement": "right"} | right.pop("custom")
    found: Json = {key: item for key, item in right.items() if item != defaults.get(key)}
    return found | {f"custom.{key}": item for key, item in placement.items()}


def _legend(panel: Json) -> Json:
    old = mapping(panel.get("legend"))
    shown = [key for key in _LEGEND_VALUES if old.get(key)] if old.get("values") else []
    table = bool(old.get("alignAsTable"))
    found: Json = {
        "displayMode": "table" if table else "list",
        "placement": "right" if old.get("rightSide") else "bottom",
        "showLegend": old.get("show") is not False,
        "calcs": [reducer(key) for key in shown],
    }
    if (width := number(old.get("sideWidth"))) is not None:
        found["width"] = width
    if table and old.get("sort") in shown:
        found |= {"sortBy": _LEGEND_NAMES[old["sort"]], "sortDesc": bool(old.get("sortDesc"))}
    return found


def _tooltip(panel: Json) -> Json:
    old = mapping(panel.get("tooltip"))
    shared = old.get("shared", True) is not False
    sort = old.get("sort")
    order = _SORTS.get(sort, "none") if shared and isinstance(sort, int) else "none"
    return {"mode": "multi" if shared else "single", "sort": order}
