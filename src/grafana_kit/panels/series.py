"""Panels that show values over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from grafana_kit.panels.base import LegendPlacement, PanelOptions, Queries, legend_options, make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.dashboard import Panel


def timeseries(
    title: str,
    queries: Queries,
    *,
    style: Literal["line", "bars", "points"] = "line",
    stack: Literal["none", "normal", "percent"] = "none",
    fill: int = 10,
    line_width: int = 1,
    interpolation: Literal["linear", "smooth", "stepBefore", "stepAfter"] = "linear",
    points: Literal["auto", "always", "never"] = "never",
    connect_gaps: bool | int = False,
    log_base: Literal[2, 10] | None = None,
    axis_label: str = "",
    soft_min: float | None = None,
    soft_max: float | None = None,
    threshold_style: Literal["off", "line", "dashed", "area", "line+area"] = "off",
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    legend_calcs: Sequence[str] = (),
    tooltip: Literal["single", "multi", "none"] = "multi",
    tooltip_sort: Literal["none", "asc", "desc"] = "desc",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Draw values over time as lines, bars or points.

    Args:
        title: what people see above the panel.
        queries: see :mod:`grafana_kit.panels`.
        style: lines, bars or points.
        stack: pile the series upon each other; ``percent`` shows their shares.
        fill: opacity of the area below a line, 0 to 100.
        line_width: in pixels.
        interpolation: how two points are joined.
        points: mark the points themselves.
        connect_gaps: draw over missing values; a number joins gaps up to so many milliseconds.
        log_base: a logarithmic axis.
        axis_label: text beside the axis.
        soft_min: the axis reaches at least down to here.
        soft_max: the axis reaches at least up to here.
        threshold_style: draw the thresholds into the graph.
        legend_display: a list, a table, or none.
        legend_placement: below or beside the graph.
        legend_calcs: numbers shown per series, such as ``mean``, ``max``, ``lastNotNull``.
        tooltip: show one series, all, or nothing.
        tooltip_sort: the order of the series in the tooltip.
        common: see :class:`PanelOptions`.
    """
    custom: dict[str, Any] = {"fillOpacity": fill, "showPoints": points}
    if line_width != 1:
        custom["lineWidth"] = line_width
    if style != "line":
        custom["drawStyle"] = style
    if stack != "none":
        custom["stacking"] = {"group": "A", "mode": stack}
    if interpolation != "linear":
        custom["lineInterpolation"] = interpolation
    if connect_gaps is not False:
        custom["spanNulls"] = connect_gaps
    if log_base is not None:
        custom["scaleDistribution"] = {"log": log_base, "type": "log"}
    axis = {"axisLabel": axis_label or None, "axisSoftMin": soft_min, "axisSoftMax": soft_max}
    custom.update({key: value for key, value in axis.items() if value is not None})
    if threshold_style != "off":
        custom["thresholdsStyle"] = {"mode": threshold_style}
    options = {
        "legend": legend_options(legend_display, legend_placement, legend_calcs),
        "tooltip": {"mode": tooltip, "sort": tooltip_sort},
    }
    return make("timeseries", title, queries, (12, 8), options, custom, common)


def bar_chart(
    title: str,
    queries: Queries,
    *,
    x_field: str | None = None,
    horizontal: bool = False,
    stack: Literal["none", "normal", "percent"] = "none",
    show_values: Literal["auto", "always", "never"] = "auto",
    bar_width: float = 0.97,
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Compare categories as bars. The queries' results are read as a table; ``x_field`` names the categories."""
    options: dict[str, Any] = {
        "barRadius": 0,
        "barWidth": bar_width,
        "fullHighlight": False,
        "groupWidth": 0.7,
        "legend": legend_options(legend_display, legend_placement),
        "orientation": "horizontal" if horizontal else "auto",
        "showValue": show_values,
        "stacking": stack,
        "tooltip": {"mode": "single", "sort": "none"},
        "xTickLabelRotation": 0,
        "xTickLabelSpacing": 0,
    }
    if x_field is not None:
        options["xField"] = x_field
    return make("barchart", title, queries, (12, 8), options, {"fillOpacity": 80, "lineWidth": 1}, common)


def state_timeline(
    title: str,
    queries: Queries,
    *,
    merge: bool = True,
    show_values: Literal["auto", "always", "never"] = "auto",
    row_height: float = 0.9,
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show states as coloured spans over time; give ``mappings`` or ``thresholds`` for names and colours."""
    options = {
        "alignValue": "left",
        "legend": legend_options(legend_display, legend_placement),
        "mergeValues": merge,
        "rowHeight": row_height,
        "showValue": show_values,
        "tooltip": {"mode": "single", "sort": "none"},
    }
    return make(
        "state-timeline", title, queries, (12, 8), options, {"fillOpacity": 70, "lineWidth": 0}, common
    )


def status_history(
    title: str,
    queries: Queries,
    *,
    show_values: Literal["auto", "always", "never"] = "auto",
    row_height: float = 0.9,
    column_width: float = 0.9,
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show states as a grid of cells, one per point in time."""
    options = {
        "colWidth": column_width,
        "legend": legend_options(legend_display, legend_placement),
        "rowHeight": row_height,
        "showValue": show_values,
        "tooltip": {"mode": "single", "sort": "none"},
    }
    return make(
        "status-history", title, queries, (12, 8), options, {"fillOpacity": 70, "lineWidth": 1}, common
    )
