"""Distributions, tables, text and lists, and the way in for any other kind."""

from __future__ import annotations

from grafana_kit import Environment, Rows, dashboard, panels, row

from .exposed import LATENCY, QUEUED, REQUESTS, UP

LOKI = panels.datasource("loki", "loki")


@dashboard("Others", uid="others", folder="Golden")
def others(env: Environment) -> Rows:
    """Every other kind."""
    yield row(
        "Distributions",
        panels.heatmap("Heatmap", LATENCY),
        panels.heatmap("Heatmap, all", LATENCY.where(status="done").spread("5m"), scheme="Spectral", show_legend=False, unit="s", legend="{{le}}"),
        panels.heatmap("Heatmap of values", QUEUED, calculate=True),
        panels.histogram("Histogram", QUEUED),
        panels.histogram("Histogram, all", QUEUED, bucket_size=2.5, combine=True, legend_display="table", legend_placement="right"),
        panels.xy_chart("XY", {"queued": QUEUED.sum(), "requests": REQUESTS.per_second(by=())}),
        panels.xy_chart("XY, all", [QUEUED.sum(), UP.count()], points=False, lines=True, legend_display="hidden", legend_placement="right"),
    )  # fmt: skip
    yield row(
        "Tables",
        panels.table("Table", UP),
        panels.table(
            "Table, all",
            [panels.target(REQUESTS.per_second(by=("handler", "status")), ref_id="Rate"), panels.target(REQUESTS.increase("1h", by=("handler", "status")), ref_id="Hour")],
            sort_by="Per second", descending=False, show_header=False, filterable=True,
            columns={"Value #Rate": "Per second", "Value #Hour": "In an hour"}, hide=("Time", "job"),
            overrides=[panels.override(name="Per second", unit="reqps", cell="color-background", width=120, align="right")],
        ),
        panels.table("Table with its own transformations", UP, transformations=[{"id": "reduce", "options": {}}]),
        panels.logs("Logs", panels.target({"expr": '{app="worker"}', "queryType": "range"}), datasource=LOKI),
        panels.logs("Logs, all", panels.target({"expr": '{app="worker"} |= "error"'}, legend="errors", ref_id="Errors", datasource=LOKI, hide=True), show_time=False, wrap=False, newest_first=False, deduplicate="exact"),
    )  # fmt: skip
    yield row(
        "Text and lists",
        panels.text("Text", "# Read me"),
        panels.text("HTML", "<b>bold</b>", mode="html"),
        panels.text("Code", "x = 1", mode="code"),
        panels.alert_list("Alerts"),
        panels.alert_list("Alerts, all", name="Queue", labels='{severity="critical"}', datasource_name="grafana", states=["firing"], group_by=["severity"], this_dashboard=True, limit=5),
        panels.dashboard_list("Dashboards", tags=["jobs"]),
        panels.dashboard_list("Dashboards, all", query="x", folder_uid="golden", starred=True, recent=True, headings=True, limit=3),
    )  # fmt: skip
    yield row(
        "Anything",
        panels.raw({"type": "canvas", "title": "Canvas", "gridPos": {"w": 8, "h": 5, "x": 3, "y": 9}, "options": {"root": {"elements": []}}}),
        panels.raw({"type": "geomap", "title": "Map", "id": 99, "targets": [{"expr": "up", "refId": "A"}]}, width=16, height=12),
        {"type": "text", "title": "Plain JSON", "gridPos": {"w": 4, "h": 3}, "options": {"content": "as it is", "mode": "markdown"}},
    )  # fmt: skip
