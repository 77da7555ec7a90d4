"""The graph panel becomes the panel that took its place, and shows what it showed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from grafanalib import core as g
from grafanalib._gen import DashboardEncoder

from grafana_kit.render.modernise import modernise

Json = dict[str, Any]


def _panel(panel: Any) -> Json:
    """Return a panel's JSON, from grafanalib's own or as it is, brought up to date."""
    document = json.loads(json.dumps(panel, cls=DashboardEncoder))
    found: Json = modernise({"panels": [document]}).dashboard["panels"][0]
    return found


def _notes(panel: Any) -> tuple[str, ...]:
    return modernise({"panels": [json.loads(json.dumps(panel, cls=DashboardEncoder))]}).notes


def _custom(**settings: Any) -> Json:
    found: Json = _panel(g.Graph(**settings))["fieldConfig"]["defaults"]["custom"]
    return found


def _overrides(panel: Json) -> dict[Any, Json]:
    return {
        json.dumps(rule["matcher"]["options"]).strip('"'): {
            each["id"].removeprefix("custom."): each["value"] for each in rule["properties"]
        }
        for rule in panel["fieldConfig"]["overrides"]
    }


def test_default_graph() -> None:
    """A graph of grafanalib's defaults is a time series of lines."""
    panel = _panel(g.Graph(title="t", targets=[g.Target(expr="up")]))
    assert panel["type"] == "timeseries"
    assert panel["fieldConfig"]["defaults"] == {
        "unit": "short",
        "custom": {
            "drawStyle": "line",
            "lineWidth": 2,
            "showPoints": "never",
            "spanNulls": True,
            "fillOpacity": 10,
            "stacking": {"group": "A", "mode": "none"},
        },
    }
    assert panel["options"] == {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "none"},
    }
    assert set(panel) == {"type", "title", "id", "gridPos", "targets", "options", "fieldConfig"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"bars": True, "lines": False}, {"drawStyle": "bars", "fillOpacity": 100}),
        ({"lines": False}, {"drawStyle": "points", "showPoints": "always"}),
        ({"points": True, "pointRadius": 3}, {"drawStyle": "line", "showPoints": "always", "pointSize": 8}),
        ({"fill": 0}, {"fillOpacity": 0}),
        ({"fill": 10}, {"fillOpacity": 100}),
        ({"extraJson": {"fillGradient": 5}}, {"fillOpacity": 50, "gradientMode": "opacity"}),
        ({"lineWidth": 4}, {"lineWidth": 4}),
        ({"steppedLine": True}, {"lineInterpolation": "stepAfter"}),
        ({"stack": True}, {"stacking": {"group": "A", "mode": "normal"}}),
        ({"stack": True, "percentage": True}, {"stacking": {"group": "A", "mode": "percent"}}),
        ({"nullPointMode": g.NULL_CONNECTED}, {"spanNulls": True}),
        ({"nullPointMode": g.NULL_AS_NULL}, {"spanNulls": False}),
        ({"seriesOverrides": [g.SeriesOverride(alias="a", fillBelowTo="b")]}, {"fillOpacity": 35}),
        (
            {"extraJson": {"dashes": True, "dashLength": 4}},
            {"lineStyle": {"fill": "dash", "dash": [4, 10]}},
        ),
    ],
)
def test_how_series_are_drawn(settings: dict[str, Any], expected: Json) -> None:
    """Lines, bars, points, fill, stacking and gaps look as they did."""
    custom = _custom(**settings)
    assert {key: custom[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        (g.YAxis(format="s"), {"unit": "s"}),
        (g.YAxis(min=0, max="100", decimals=2), {"min": 0, "max": 100, "decimals": 2}),
        (g.YAxis(min="0.5", max="auto"), {"min": 0.5}),
        (g.YAxis(label="req"), {"custom": {"axisLabel": "req"}}),
        (g.YAxis(show=False), {"custom": {"axisPlacement": "hidden"}}),
        (g.YAxis(logBase=10), {"custom": {"scaleDistribution": {"type": "log", "log": 10}}}),
        (g.YAxis(logBase=2), {"custom": {"scaleDistribution": {"type": "log", "log": 2}}}),
        (g.YAxis(logBase=1024), {"custom": {"scaleDistribution": {"type": "log", "log": 2}}}),
    ],
)
def test_left_axis(axis: Any, expected: Json) -> None:
    """Unit, limits, label and scale of the left axis are the fields' own."""
    defaults = _panel(g.Graph(yAxes=g.YAxes(left=axis)))["fieldConfig"]["defaults"]
    custom = {key: defaults["custom"].get(key) for key in expected.get("custom", {})}
    found = {key: defaults.get(key) for key in expected if key != "custom"} | (
        {"custom": custom} if custom else {}
    )
    assert found == expected
    assert "max" in expected or "max" not in defaults


@pytest.mark.parametrize(
    ("unit", "axis", "expected"),
    [("s", "short", "s"), ("s", None, "s"), ("s", "ms", "ms"), ("", "ms", "ms"), ("", None, None)],
)
def test_unit_of_grafanalibs_own(unit: str, axis: str | None, expected: str | None) -> None:
    """A unit that was given to the panel wins over the axis's default, not over a unit of the axis."""
    panel = _panel(g.Graph(unit=unit, yAxes=g.single_y_axis(format=axis)))
    assert panel["fieldConfig"]["defaults"].get("unit") == expected


def test_percent_stack_has_no_limits() -> None:
    """A stack in percent ends at the top by itself."""
    axes = g.single_y_axis(format="percent", min=0, max=100)
    defaults = _panel(g.Graph(stack=True, percentage=True, yAxes=axes))["fieldConfig"]["defaults"]
    assert not {"min", "max"} & defaults.keys()


def test_series_override_repeats_nothing() -> None:
    """An override of grafanalib, which writes every key, says only what it changes."""
    panel = _panel(
        g.Graph(seriesOverrides=[g.SeriesOverride(alias="a"), g.SeriesOverride(alias="b", fill=0)])
    )
    assert _overrides(panel) == {"b": {"fillOpacity": 0}}


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ({"bars": True}, {"drawStyle": "bars", "fillOpacity": 100}),
        ({"lines": False}, {"lineWidth": 0}),
        ({"color": "#fff"}, {"color": {"fixedColor": "#fff", "mode": "fixed"}}),
        ({"fillBelowTo": "low"}, {"fillBelowTo": "low"}),
        ({"dashes": True, "dashLength": 2}, {"lineStyle": {"fill": "dash", "dash": [2, 10]}}),
        ({"linewidth": 3}, {"lineWidth": 3}),
        ({"points": True, "pointradius": 2}, {"showPoints": "always", "pointSize": 6}),
        ({"points": False}, {"showPoints": "never"}),
        ({"stack": False}, {"stacking": {"group": "A", "mode": "none"}}),
        ({"stack": "B"}, {"stacking": {"group": "B", "mode": "normal"}}),
        ({"steppedLine": True}, {"lineInterpolation": "stepAfter"}),
        ({"nullPointMode": "connected"}, {"spanNulls": True}),
        ({"transform": "negative-Y"}, {"transform": "negative-Y"}),
        ({"transform": "constant"}, {"transform": "constant"}),
        ({"legend": False}, {"hideFrom": {"legend": True, "tooltip": False, "viz": False}}),
        (
            {"yaxis": 2},
            {
                "axisPlacement": "right",
                "unit": "percent",
                "max": 1,
                "axisLabel": "r",
                "scaleDistribution": {"type": "log", "log": 2},
            },
        ),
    ],
)
def test_series_overrides(override: Json, expected: Json) -> None:
    """What the old graph could say of one series is an override of today."""
    axes = g.YAxes(left=g.YAxis(format="s"), right=g.YAxis(format="percent", max=1, label="r", logBase=2))
    panel = _panel(g.Graph(yAxes=axes, seriesOverrides=[{"alias": "a", **override}]))
    assert _overrides(panel) == {"a": expected}


def test_right_axis_that_is_hidden() -> None:
    """A series on a hidden right axis has none."""
    axes = g.YAxes(right=g.YAxis(show=False))
    panel = _panel(g.Graph(yAxes=axes, seriesOverrides=[{"alias": "a", "yaxis": 2}]))
    assert _overrides(panel)["a"]["axisPlacement"] == "hidden"


@pytest.mark.parametrize(
    ("settings", "override", "expected"),
    [
        ({"bars": True}, {"bars": False}, {"drawStyle": "line"}),
        ({"lines": False}, {"lines": True}, {"drawStyle": "line"}),
        ({"dashes": True}, {"dashes": False}, {"lineStyle": {"fill": "solid", "dash": [10, 10]}}),
        ({"fill": 3}, {"fill": 3}, None),
    ],
)
def test_series_override_against_its_panel(settings: Json, override: Json, expected: Json | None) -> None:
    """An override takes back what its panel does for every series."""
    panel = _panel({"type": "graph", **settings, "seriesOverrides": [{"alias": "a", **override}]})
    assert _overrides(panel).get("a") == expected


def test_which_series_an_override_is_for() -> None:
    """A name is a name, and a text between slashes a regular expression."""
    names = ["plain", "/^re.*/", "/re/i", ""]
    panel = _panel(g.Graph(seriesOverrides=[{"alias": name, "linewidth": 1} for name in names]))
    found = [tuple(rule["matcher"].values()) for rule in panel["fieldConfig"]["overrides"]]
    assert found == [("byName", "plain"), ("byRegexp", "/^re.*/"), ("byRegexp", "/re/i")]


def test_colours_of_aliases() -> None:
    """Each alias has its fixed colour."""
    panel = _panel(g.Graph(aliasColors={"a": "#111", "b": g.RGBA(1, 2, 3, 0.5), "c": None}))
    assert {name: found["color"]["fixedColor"] for name, found in _overrides(panel).items()} == {
        "a": "#111",
        "b": "rgba(1, 2, 3, 0.5)",
    }


def test_own_overrides_are_kept() -> None:
    """Overrides that were written beside the graph's own settings stay first."""
    rule = {"matcher": {"id": "byName", "options": "x"}, "properties": [{"id": "unit", "value": "s"}]}
    extra = {"fieldConfig": {"overrides": [rule], "defaults": {"custom": {"axisSoftMin": 1}}}}
    panel = _panel(g.Graph(aliasColors={"a": "red"}, extraJson=extra))
    assert list(_overrides(panel)) == ["x", "a"]
    assert panel["fieldConfig"]["defaults"]["custom"]["axisSoftMin"] == 1


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        (g.Legend(show=False), {"showLegend": False}),
        (g.Legend(alignAsTable=True, rightSide=True), {"displayMode": "table", "placement": "right"}),
        (
            g.Legend(avg=True, current=True, max=True, min=True),
            {"calcs": ["min", "max", "mean", "lastNotNull"]},
        ),
        (g.Legend(total=True, values=True), {"calcs": ["sum"]}),
        (g.Legend(avg=True, values=False), {"calcs": []}),
        (g.Legend(sideWidth=200), {"width": 200}),
        (
            g.Legend(alignAsTable=True, current=True, sort="current", sortDesc=True),
            {"sortBy": "Last *", "sortDesc": True},
        ),
    ],
)
def test_legend(legend: Any, expected: Json) -> None:
    """The legend shows the same values at the same place, in the same order."""
    found = _panel(g.Graph(legend=legend))["options"]["legend"]
    assert {key: found[key] for key in expected} == expected


def test_series_that_the_legend_leaves_out() -> None:
    """Series of zeros or of nothing are hidden from the legend, not from the graph."""
    panel = _panel(g.Graph(legend=g.Legend(hideZero=True, hideEmpty=True)))
    reducers = [rule["matcher"]["options"]["reducer"] for rule in panel["fieldConfig"]["overrides"]]
    assert reducers == ["allIsZero", "allIsNull"]


@pytest.mark.parametrize(
    ("tooltip", "expected"),
    [
        (g.Tooltip(shared=False, sort=2), {"mode": "single", "sort": "none"}),
        (g.Tooltip(sort=1), {"mode": "multi", "sort": "asc"}),
        (g.Tooltip(sort=2), {"mode": "multi", "sort": "desc"}),
    ],
)
def test_tooltip(tooltip: Any, expected: Json) -> None:
    """The tooltip shows one or all series, sorted as before."""
    assert _panel(g.Graph(tooltip=tooltip))["options"]["tooltip"] == expected


@pytest.mark.parametrize(
    ("thresholds", "steps", "mode"),
    [
        (
            [{"value": 5.0}, {"value": 1.0, "colorMode": "warning"}],
            [(None, "transparent"), (1, "orange"), (5, "red")],
            "line+area",
        ),
        ([{"value": 1.0, "op": "lt", "line": False}], [(None, "red"), (1, "transparent")], "area"),
        (
            [{"value": 1.0, "op": "lt", "fill": False}, {"value": 5.0, "fill": False}],
            [(None, "red"), (1, "transparent"), (5, "red")],
            "line",
        ),
        (
            [{"value": 1.0, "op": "lt"}, {"value": 5.0, "op": "lt", "colorMode": "ok"}],
            [(None, "red"), (1, "green"), (5, "transparent")],
            "line+area",
        ),
        (
            [{"value": 1.0, "colorMode": "custom", "fillColor": g.RGB(1, 2, 3)}],
            [(None, "transparent"), (1, "rgb(1, 2, 3)")],
            "line+area",
        ),
    ],
)
def test_thresholds(thresholds: list[Json], steps: list[Any], mode: str) -> None:
    """Lines and areas at values are steps: a colour holds up to the next one."""
    graph = g.Graph(thresholds=[g.GraphThreshold(**each) for each in thresholds])
    defaults = _panel(graph)["fieldConfig"]["defaults"]
    assert [(step["value"], step["color"]) for step in defaults["thresholds"]["steps"]] == steps
    assert defaults["custom"]["thresholdsStyle"] == {"mode": mode}


def test_data_links() -> None:
    """Data links are the fields', with the variables of today."""
    link = g.DataLink(title="l", linkUrl="/d/x?var-a=${__series_name}&b=$__series_name", isNewTab=True)
    links = _panel(g.Graph(dataLinks=[link]))["fieldConfig"]["defaults"]["links"]
    assert links == [
        {"title": "l", "url": "/d/x?var-a=${__series.name}&b=${__series.name}", "targetBlank": True}
    ]


@pytest.mark.parametrize(("values", "calc"), [(["avg"], "mean"), (["current"], "lastNotNull"), ([], "sum")])
def test_values_per_series(values: list[str], calc: str) -> None:
    """A graph with series on its x axis is a bar for each of them."""
    panel = _panel(g.Graph(xAxis=g.XAxis(mode="series", values=values)))
    assert panel["type"] == "bargauge"
    assert panel["options"]["reduceOptions"]["calcs"] == [calc]
    assert panel["options"]["orientation"] == "vertical"
    assert "custom" not in panel["fieldConfig"]["defaults"]


def test_histogram() -> None:
    """A graph with a histogram on its x axis is a histogram of as many buckets."""
    panel = _panel(
        {"type": "graph", "xaxis": {"mode": "histogram", "buckets": 12}, "linewidth": 1, "fill": 2}
    )
    assert panel["type"] == "histogram"
    assert panel["options"]["bucketCount"] == 12
    assert panel["fieldConfig"]["defaults"]["custom"] == {"lineWidth": 1, "fillOpacity": 20}


def test_hidden_time_axis() -> None:
    """A hidden x axis stays hidden."""
    panel = _panel(g.Graph(xAxis=g.XAxis(show=False)))
    assert _overrides(panel) == {"time": {"axisPlacement": "hidden"}}


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (g.Graph(title="T", nullPointMode=g.NULL_AS_ZERO), "or vector(0)"),
        (g.Graph(title="T", alert={"name": "a"}), "alert rule"),
        (g.Graph(title="T", extraJson={"timeRegions": [{}]}), "Time regions"),
        (g.Graph(title="T", seriesOverrides=[g.SeriesOverride(alias="a", zindex=2)]), "zindex"),
    ],
)
def test_what_is_lost_is_said(graph: Any, words: str) -> None:
    """What no panel of today can show is noted with the panel's title."""
    (note,) = _notes(graph)
    assert words in note
    assert '"T"' in note


def test_notes_name_a_few_panels() -> None:
    """One line for each loss, however many panels have it."""
    made = [{"type": "graph", "title": f"p{index}", "nullPointMode": "null as zero"} for index in range(5)]
    notes = modernise({"panels": [*made, {"type": "graph", "nullPointMode": "null as zero"}]}).notes
    assert len(notes) == 1
    assert notes[0].endswith('("p0", "p1", "p2" and 3 more)')


def test_decimals_beside_the_axes() -> None:
    """Decimals of the legend are the fields' where the axis has none."""
    assert _panel({"type": "graph", "decimals": 3})["fieldConfig"]["defaults"]["decimals"] == 3
    axes = {"type": "graph", "decimals": 3, "yaxes": [{"decimals": 1}]}
    assert _panel(axes)["fieldConfig"]["defaults"]["decimals"] == 1
