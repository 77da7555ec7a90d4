"""Panels that show one number per series."""

from __future__ import annotations

from grafana_kit import Environment, Rows, dashboard, panels, promql, row

from .exposed import LATENCY, MEMORY, PAUSE, QUEUED, REQUESTS


@dashboard("Values", uid="values", folder="Golden")
def values(env: Environment) -> Rows:
    """Every kind that shows one number per series."""
    yield row(
        "Stat",
        panels.stat("Plain", QUEUED.sum()),
        panels.stat(
            "Everything", promql.ratio(REQUESTS.where(status="5xx"), REQUESTS), calc="max", color_mode="background",
            sparkline=False, text_mode="value_and_name", orientation="horizontal", fields="/.*/",
            thresholds=panels.thresholds({"orange": 50, "red": 90}, percent=True),
            mappings=[
                {"type": "value", "options": {"1": {"index": 0, "text": "all"}}},
                panels.range_mapping(0, 0.01, "few", "green"),
                panels.range_mapping(None, 0, "impossible"),
            ],
        ),
        panels.stat("Fixed colour", LATENCY.share_above(30), color=panels.color("blue")),
    )  # fmt: skip
    yield row(
        "Gauges",
        panels.gauge("Gauge", MEMORY.max(), min=0, max=2**30),
        panels.gauge("Gauge, all", MEMORY, calc="mean", show_threshold_labels=True, show_threshold_markers=False, orientation="vertical"),
        panels.bar_gauge("Bar gauge", promql.topk(5, REQUESTS.per_second(by="handler"))),
        panels.bar_gauge("Bar gauge, all", QUEUED, calc="min", display="lcd", value_mode="hidden", orientation="auto", show_unfilled=False),
    )  # fmt: skip
    yield row(
        "Pie",
        panels.pie_chart("Pie", REQUESTS.increase("1d", by="status")),
        panels.pie_chart("Pie, all", [PAUSE.quantile(0.5), PAUSE.quantile(0.99)], calc="sum", donut=True, labels=["name", "percent"], legend_display="table", legend_placement="bottom", legend_values=["percent"]),
        panels.pie_chart("Pie without a legend", QUEUED, legend_display="hidden"),
    )  # fmt: skip
