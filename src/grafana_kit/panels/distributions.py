"""Panels that show how values are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from grafana_kit.model.metric import Histogram
from grafana_kit.model.query import Query
from grafana_kit.panels.base import LegendPlacement, PanelOptions, Queries, legend_options, make

if TYPE_CHECKING:
    from grafana_kit.model.dashboard import Panel


def heatmap(
    title: str,
    queries: Queries | Histogram,
    *,
    scheme: str = "Oranges",
    calculate: bool = False,
    show_legend: bool = True,
    **common: Unpack[PanelOptions],
) -> Panel:
    """Show how a distribution moves over time. A typed histogram may be given as it is.

    Args:
        title: what people see above the panel.
        queries: a histogram, or queries whose series are buckets with the label ``le``.
        scheme: a colour scheme, such as ``Oranges`` or ``Spectral``.
        calculate: the series are raw values, and Grafana sorts them into buckets.
        show_legend: show the colour scale.
        common: see :class:`PanelOptions`; ``unit`` is that of the axis.
    """
    unit = common.get("unit")
    if isinstance(queries, Histogram):
        unit = unit or queries.unit()
        queries = queries.spread()
    axis: dict[str, Any] = {"axisPlacement": "left", "reverse": False}
    if unit is not None:
        axis["unit"] = unit
    options: dict[str, Any] = {
        "calculate": calculate,
        "cellGap": 1,
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": scheme,
            "steps": 64,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": show_legend},
        "rowsFrame": {"layout": "auto"},
        # 10.2 reads "show", newer versions "mode"
        "tooltip": {"mode": "single", "show": True, "yHistogram": False},
        "yAxis": axis,
    }
    # The colours count observations: the panel's unit belongs to the axis alone.
    common["unit"] = "short" if unit is not None else None
    if not calculate and isinstance(queries, Query):
        common.setdefault("legend", "{{le}}")
    return make("heatmap", title, queries, (12, 8), options, {}, common)


def histogram(
    title: str,
    queries: Queries,
    *,
    bucket_size: float | None = None,
    combine: bool = False,
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Count how often each value occurs in the time range."""
    options: dict[str, Any] = {
        "bucketOffset": 0,
        "combine": combine,
        "legend": legend_options(legend_display, legend_placement),
        "tooltip": {"mode": "single", "sort": "none"},
    }
    if bucket_size is not None:
        options["bucketSize"] = bucket_size
    return make("histogram", title, queries, (12, 8), options, {"fillOpacity": 80, "lineWidth": 1}, common)


def xy_chart(
    title: str,
    queries: Queries,
    *,
    points: bool = True,
    lines: bool = False,
    legend_display: LegendPlacement = "list",
    legend_placement: Literal["bottom", "right"] = "bottom",
    **common: Unpack[PanelOptions],
) -> Panel:
    """Draw one field against another.

    The options are those of 10.2; Grafana 11.1 and newer migrate them when the dashboard is loaded.
    """
    options: dict[str, Any] = {
        "dims": {"frame": 0},
        "legend": legend_options(legend_display, legend_placement),
        "series": [],
        "seriesMapping": "auto",
        "tooltip": {"mode": "single", "sort": "none"},
    }
    show = {(True, True): "points+lines", (True, False): "points", (False, True): "lines"}.get(
        (points, lines), "points"
    )
    return make("xychart", title, queries, (12, 8), options, {"show": show}, common)
