"""Panels that show values over time."""

from __future__ import annotations

from grafana_kit import Environment, Rows, dashboard, panels, promql, row

from .exposed import LATENCY, MEMORY, QUEUED, REQUESTS, SENT, UP


@dashboard("Series", uid="series", folder="Golden")
def series(env: Environment) -> Rows:
    """Every kind that draws values over time."""
    yield row(
        "Time series",
        panels.timeseries("Plain", QUEUED),
        panels.timeseries("Text", "sum(rate(jobs_total[$__rate_interval]))"),
        panels.timeseries(
            "Everything",
            {f"p{q}": LATENCY.quantile(q / 100) for q in (50, 95)}
            | {
                "mean": panels.target(
                    LATENCY.average(), hide=True, exemplar=True, interval="1m", ref_id="Mean"
                )
            },
            style="bars",
            stack="percent",
            fill=30,
            line_width=2,
            interpolation="smooth",
            points="auto",
            connect_gaps=60000,
            log_base=10,
            axis_label="seconds",
            soft_min=0,
            soft_max=1.5,
            threshold_style="dashed",
            legend_display="table",
            legend_placement="right",
            legend_calcs=["mean", "lastNotNull"],
            tooltip="single",
            tooltip_sort="none",
            unit="s",
            decimals=1,
            min=0,
            max=60,
            no_value="none",
            color=panels.color(mode="palette-classic-by-name", series_by="max"),
            thresholds={"orange": 10, "red": 30},
            description="How long jobs take.",
            links=[panels.link("Documentation", "https://example.org/docs", new_tab=True), series],
            mappings={0: ("none", "green"), None: "no data"},
            overrides=[
                panels.override(
                    name="mean",
                    color="red",
                    draw_style="line",
                    hide_from={"legend": True, "tooltip": False, "viz": False},
                ),
                panels.override(regex="/^p/", unit="ms", line_style={"fill": "dash", "dash": [10, 10]}),
                panels.override(type="number", thresholds={"red": 1}, mappings={1: "one"}),
                panels.override(ref_id="A", **{"custom.lineInterpolation": "stepAfter"}),
            ],
            transformations=[
                {"id": "calculateField", "options": {"mode": "reduceRow", "reduce": {"reducer": "sum"}}}
            ],
            transparent=True,
            width=24,
            height=10,
            interval="30s",
            max_data_points=500,
            time_from="24h",
            time_shift="1h",
        ),
        panels.timeseries(
            "Rates", {"all": REQUESTS.per_second(), "minute": REQUESTS.per_minute(by="status")}
        ),
        panels.timeseries("Bytes", SENT.per_second(), legend_display="hidden", connect_gaps=True),
        panels.timeseries(
            "Other source",
            panels.target(UP, datasource=panels.datasource("other")),
            datasource=panels.datasource("mine"),
        ),
        panels.timeseries(
            "Narrow", MEMORY.where(instance=promql.matches("a.*")).offset("1d"), x=0, y=60, id=7
        ),
    )
    yield row(
        "Other",
        panels.bar_chart("Bars", REQUESTS.increase("1h", by="handler")),
        panels.bar_chart(
            "Bars, all",
            REQUESTS.increase("1h", by="handler"),
            x_field="handler",
            horizontal=True,
            stack="normal",
            show_values="always",
            bar_width=0.5,
            legend_display="hidden",
        ),
        panels.state_timeline("States", UP, mappings={0: ("down", "red"), 1: ("up", "green")}),
        panels.state_timeline(
            "States, all", UP, merge=False, show_values="never", row_height=0.5, legend_placement="right"
        ),
        panels.status_history("History", UP, thresholds=panels.thresholds([(0.5, "green")], base="red")),
        panels.status_history(
            "History, all", UP, show_values="always", row_height=1, column_width=1, legend_display="table"
        ),
    )
