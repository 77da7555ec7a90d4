"""Panels that show one number per series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from grafana_kit.panels.base import Calc, LegendPlacement, PanelOptions, Queries, make, reduce_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.dashboard import Panel

Orientation = Literal["auto", "horizontal", "vertical"]


def stat(
    title: str,
    queries: Queries,
    *,
    calc: Calc = "lastNotNull",
    color_mode: Literal["none", "value", "background", "background_solid"] = "value",
    sparkline: bool = True,
    text_mode: Literal["auto", "value", "value_and_name", "name", "none"] = "auto",
    orientation: Orientation = "auto",
    fields: str = "",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show one big number per series.

    Args:
        title: what people see above the panel.
        queries: see :mod:`grafana_kit.panels`.
        calc: how a series becomes one number.
        color_mode: colour the number or the background by the thresholds.
        sparkline: draw the series behind the number.
        text_mode: show values, names or both.
        orientation: how several numbers are laid out.
        fields: a regular expression for the fields to show, as ``/.*/`` for text fields too.
        common: see :class:`PanelOptions`.
    """
    options = {
        "colorMode": color_mode,
        "graphMode": "area" if sparkline else "none",
        "justifyMode": "auto",
        "orientation": orientation,
        "reduceOptions": reduce_options(calc, fields=fields),
        "textMode": text_mode,
        "wideLayout": True,
    }
    return make("stat", title, queries, (6, 4), options, {}, common)


def gauge(
    title: str,
    queries: Queries,
    *,
    calc: Calc = "lastNotNull",
    show_threshold_labels: bool = False,
    show_threshold_markers: bool = True,
    orientation: Orientation = "auto",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show a number on a dial between ``min`` and ``max``."""
    options = {
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": orientation,
        "reduceOptions": reduce_options(calc),
        "showThresholdLabels": show_threshold_labels,
        "showThresholdMarkers": show_threshold_markers,
        "sizing": "auto",
    }
    return make("gauge", title, queries, (6, 6), options, {}, common)


def bar_gauge(
    title: str,
    queries: Queries,
    *,
    calc: Calc = "lastNotNull",
    display: Literal["basic", "gradient", "lcd"] = "gradient",
    value_mode: Literal["color", "text", "hidden"] = "color",
    orientation: Orientation = "horizontal",
    show_unfilled: bool = True,
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show one bar per series, for comparing many."""
    options = {
        "displayMode": display,
        "minVizHeight": 10,
        "minVizWidth": 0,
        "orientation": orientation,
        "reduceOptions": reduce_options(calc),
        "showUnfilled": show_unfilled,
        "valueMode": value_mode,
    }
    return make("bargauge", title, queries, (12, 8), options, {}, common)


def pie_chart(
    title: str,
    queries: Queries,
    *,
    calc: Calc = "lastNotNull",
    donut: bool = False,
    labels: Sequence[Literal["name", "value", "percent"]] = (),
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "right",
    legend_values: Sequence[Literal["value", "percent"]] = ("value",),
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show the shares of a whole."""
    legend: dict[str, Any] = {
        "displayMode": "list" if legend_display == "hidden" else legend_display,
        "placement": legend_placement,
        "showLegend": legend_display != "hidden",
        "values": list(legend_values),
    }
    options = {
        "displayLabels": list(labels),
        "legend": legend,
        "pieType": "donut" if donut else "pie",
        "reduceOptions": reduce_options(calc),
        "tooltip": {"mode": "single", "sort": "none"},
    }
    return make("piechart", title, queries, (8, 8), options, {}, common)
