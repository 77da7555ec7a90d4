"""Charts that stayed in Grafana and changed: heatmap, pie chart, bar chart, timelines, histogram."""

from __future__ import annotations

from typing import Any

from grafana_kit.render.modernise.fields import legend, reduce_options, reducer, tooltip
from grafana_kit.render.modernise.values import (
    Context,
    Json,
    child,
    defaults,
    items,
    mapping,
    number,
    text,
    without,
)

_X_AXIS = 35
"""The schema version since which a hidden axis of a time series is its y axis alone."""
# Longer names stand before the shorter ones that they contain.
_SCHEMES = (
    *("Spectral", "RdYlGn", "RdYlBu", "RdGy", "RdBu", "PuOr", "PRGn", "PiYG", "BrBG"),
    *("YlOrRd", "YlOrBr", "YlGnBu", "YlGn", "PuBuGn", "BuGn", "BuPu", "GnBu", "OrRd", "PuBu", "PuRd", "RdPu"),
    *("Blues", "Greens", "Greys", "Oranges", "Purples", "Reds"),
    *("Turbo", "Cividis", "Viridis", "Magma", "Inferno", "Plasma", "Warm", "Cool", "Cubehelix", "Rainbow"),
)
# The label of an upper bound says "up to here". Grafana's own migration has the two the other way round.
_LAYOUTS = {"upper": "le", "lower": "ge", "middle": "unknown"}
_STEPS = 64


def time_series(panel: Json, context: Context) -> None:
    """Complete a time series."""
    options = child(panel, "options")
    if isinstance(options.get("tooltipOptions"), dict):
        options["tooltip"] = options.pop("tooltipOptions")
    _with_legend_and_tooltip(panel, context)
    custom = mapping(mapping(mapping(panel.get("fieldConfig")).get("defaults")).get("custom"))
    if context.version < _X_AXIS and custom.get("axisPlacement") == "hidden":
        rule = {"id": "custom.axisPlacement", "value": "auto"}
        overrides = items(panel["fieldConfig"].get("overrides"))
        time_axis = {"matcher": {"id": "byType", "options": "time"}, "properties": [rule]}
        panel["fieldConfig"]["overrides"] = [*overrides, time_axis]


def _with_legend_and_tooltip(panel: Json, _: Context) -> None:
    options = child(panel, "options")
    legend(options)
    tooltip(options)


def bar_chart(panel: Json, context: Context) -> None:
    """Complete a bar chart."""
    _with_legend_and_tooltip(panel, context)
    defaults(
        child(panel, "options"),
        orientation="auto",
        showValue="auto",
        stacking="none",
        groupWidth=0.7,
        barWidth=0.97,
        xTickLabelRotation=0,
        xTickLabelMaxLength=0,
        fullHighlight=False,
    )


def state_timeline(panel: Json, context: Context) -> None:
    """Complete a state timeline."""
    _with_legend_and_tooltip(panel, context)
    defaults(child(panel, "options"), mergeValues=True, showValue="auto", alignValue="left", rowHeight=0.9)


def histogram(panel: Json, context: Context) -> None:
    """Complete a histogram."""
    _with_legend_and_tooltip(panel, context)


def pie_chart(panel: Json, context: Context) -> None:
    """Complete a pie chart."""
    _with_legend_and_tooltip(panel, context)
    options = child(panel, "options")
    reduce_options(options)
    defaults(options, pieType="pie", displayLabels=[])
    defaults(options["legend"], values=[])


def old_pie_chart(panel: Json, context: Context) -> None:
    """Turn the pie chart that was a plugin into the one that Grafana has."""
    old = mapping(panel.get("legend"))
    shown = [name for key, name in (("values", "value"), ("percentage", "percent")) if old.get(key)]
    on_graph = panel.get("legendType") == "On graph"
    overrides = [
        {
            "matcher": {"id": "byName", "options": alias},
            "properties": [{"id": "color", "value": {"fixedColor": color, "mode": "fixed"}}],
        }
        for alias, color in mapping(panel.get("aliasColors")).items()
        if text(color)
    ]
    settings = child(panel, "fieldConfig", "defaults")
    settings |= {"unit": panel.get("format"), "decimals": number(panel.get("decimals")) or 0}
    panel["fieldConfig"]["overrides"] = [*items(panel["fieldConfig"].get("overrides")), *overrides]
    panel["type"] = "piechart"
    panel["options"] = {
        "pieType": "donut" if panel.get("pieType") == "donut" else "pie",
        "displayLabels": ["name", *shown] if on_graph else [],
        "reduceOptions": {"calcs": [reducer(panel.get("valueName") or "current")]},
        "legend": {
            "displayMode": "table",
            "placement": "bottom" if panel.get("legendType") == "Under graph" else "right",
            "showLegend": old.get("show") is not False and not on_graph,
            "values": shown,
        },
    }
    pie_chart(panel, context)


def heatmap(panel: Json, _: Context) -> None:
    """Turn the heatmap of Angular's time, whose settings stood beside its type, into today's."""
    options = mapping(panel.get("options"))
    if not options:
        options = _heatmap_options(panel)
    panel["options"] = defaults(
        options,
        calculate=False,
        cellGap=1,
        color=_color({}),
        exemplars={"color": "rgba(255,0,255,0.7)"},
        legend={"show": True},
        showValue="never",
        tooltip={"show": True, "mode": "single", "yHistogram": False, "showColorScale": False},
        yAxis={"axisPlacement": "left"},
    )


def _heatmap_options(panel: Json) -> Json:
    calculate = panel.get("dataFormat") != "tsbuckets"
    cards, axis, tip = (mapping(panel.get(key)) for key in ("cards", "yAxis", "tooltip"))
    padding = number(cards.get("cardPadding"))
    options: Json = {
        "calculate": calculate,
        "calculation": _calculation(panel) if calculate else None,
        "color": _color(mapping(panel.get("color"))),
        "cellGap": 2 if padding is None else int(padding) or 1,
        "cellRadius": number(cards.get("cardRound")),
        "legend": {"show": bool(mapping(panel.get("legend")).get("show"))},
        "rowsFrame": {"layout": _LAYOUTS.get(text(panel.get("yBucketBound")), "auto")},
        "tooltip": {
            "show": tip.get("show") is not False,
            "mode": "none" if tip.get("show") is False else "single",
            "yHistogram": bool(tip.get("showHistogram")),
            "showColorScale": False,
        },
        "yAxis": _y_axis(axis, reverse=bool(panel.get("reverseYBuckets"))),
    }
    if panel.get("hideZeroBuckets"):
        options["filterValues"] = {"le": 1e-9}
    return without(options)


def _y_axis(axis: Json, *, reverse: bool) -> Json:
    return without(
        {
            "axisPlacement": "hidden" if axis.get("show") is False else "left",
            "axisLabel": axis.get("label") or None,
            "axisWidth": number(axis.get("width")),
            "decimals": number(axis.get("decimals")),
            "max": number(axis.get("max")),
            "min": number(axis.get("min")),
            "reverse": reverse,
            "unit": axis.get("format"),
        }
    )


def _calculation(panel: Json) -> Json:
    found: Json = {}
    for axis in ("x", "y"):
        size, count = (panel.get(f"{axis}Bucket{what}") for what in ("Size", "Number"))
        if size or count:
            found[f"{axis}Buckets"] = {"mode": "size" if size else "count", "value": str(size or count)}
    axis_settings = mapping(panel.get("yAxis"))
    base = number(axis_settings.get("logBase")) or 1
    if base > 1:
        scale = {"type": "log", "log": base}
        factor = number(axis_settings.get("splitFactor"))
        found["yBuckets"] = without(
            {"mode": "count", "value": str(factor) if factor else None, "scale": scale}
        )
    return found


def _color(old: Json) -> Json:
    low, high = number(old.get("min")), number(old.get("max"))
    swapped = low is not None and high is not None and low > high
    opacity = old.get("mode") == "opacity"
    found: Json = {
        "mode": "opacity" if opacity else "scheme",
        "scheme": _scheme(old.get("colorScheme")),
        "fill": text(old.get("cardColor")) or "dark-orange",
        "scale": "linear" if old.get("colorScale") == "linear" else "exponential",
        "exponent": number(old.get("exponent")) or 0.5,
        "steps": 128 if old else _STEPS,  # the old scales had no steps: the most that there are
        "reverse": swapped,
        "min": high if swapped else low,
        "max": low if swapped else high,
    }
    return without(found)


def _scheme(old: Any) -> str:
    """Return a colour scheme by the name that d3 has for it: ``interpolateOranges`` is ``Oranges``."""
    return next((name for name in _SCHEMES if name in text(old)), "Oranges")
