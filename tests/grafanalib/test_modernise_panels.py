"""Every panel kind that grafanalib knows comes out as Grafana writes it today."""

from __future__ import annotations

import json
from typing import Any

import pytest
from grafanalib import core as g
from grafanalib._gen import DashboardEncoder

from grafana_kit.render.modernise import modernise

Json = dict[str, Any]


def _panel(panel: Any, **settings: Any) -> Json:
    document = json.loads(json.dumps(panel, cls=DashboardEncoder))
    found: Json = modernise({"panels": [document], **settings}).dashboard["panels"][0]
    return found


def _notes(panel: Any) -> tuple[str, ...]:
    return modernise({"panels": [json.loads(json.dumps(panel, cls=DashboardEncoder))]}).notes


def _defaults(panel: Json) -> Json:
    found: Json = panel["fieldConfig"]["defaults"]
    return found


def _some(holder: Json, expected: Json) -> Json:
    return {key: holder.get(key) for key in expected}


# Gauges and single values


def test_threshold_of_grafanalib() -> None:
    """The base's value is null, not the text "null", and a step has a value and a colour."""
    made = [g.Threshold("green", 0, 0.0), g.Threshold("red", 1, 80.0), g.Threshold("blue", 2, 5.0)]
    steps = _defaults(_panel(g.Stat(thresholds=made)))["thresholds"]["steps"]
    assert steps == [
        {"color": "green", "value": None},
        {"color": "blue", "value": 5.0},
        {"color": "red", "value": 80.0},
    ]


def test_first_step_is_the_base() -> None:
    """The lowest step holds for everything below the next, so its value says nothing."""
    made = [{"color": "red", "value": 10}, {"color": "green", "value": "3"}, {"value": 1}]
    steps = _defaults(_panel(g.Stat(thresholds=made)))["thresholds"]["steps"]
    assert [(step["color"], step["value"]) for step in steps] == [("green", None), ("red", 10)]


def test_percentage_thresholds() -> None:
    """Thresholds in percent stay so."""
    panel = _panel(g.Stat(thresholds=[{"color": "red", "value": None}], thresholdType="percentage"))
    assert _defaults(panel)["thresholds"]["mode"] == "percentage"


def test_stat_of_defaults() -> None:
    """What grafanalib writes without meaning is left out: empty thresholds, "none" for no value."""
    panel = _panel(g.Stat())
    assert _defaults(panel) == {"unit": "none"}
    assert panel["options"]["reduceOptions"] == {"calcs": ["mean"], "fields": "", "values": False}


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (
            g.StatValueMappings(
                g.StatValueMappingItem("up", "1", "green"), g.StatValueMappingItem("down", "0")
            ),
            {"type": "value", "options": {"1": {"text": "up", "color": "green"}, "0": {"text": "down"}}},
        ),
        (
            g.StatRangeMappings("few", 0, 5, index=1),
            {"type": "range", "options": {"from": 0, "to": 5, "result": {"text": "few", "index": 1}}},
        ),
        (
            g.StatMapping("one", mapValue="1"),
            {"type": "value", "options": {"1": {"text": "one", "index": 0}}},
        ),
        (
            g.StatRangeMapping("some", startValue="1", endValue="5"),
            {"type": "range", "options": {"from": 1, "to": 5, "result": {"text": "some"}}},
        ),
        (
            {"value": "null", "text": "N/A"},
            {"type": "special", "options": {"match": "null", "result": {"text": "N/A"}}},
        ),
        ({"type": "value", "options": {"1": "odd"}}, {"type": "value", "options": {"1": "odd"}}),
    ],
)
def test_value_mappings(mapping: Any, expected: Json) -> None:
    """Mappings of any age are in the shape of today; colour and index only where given."""
    assert _defaults(_panel(g.Stat(mappings=[mapping])))["mappings"] == [expected]


def test_mappings_and_thresholds_in_overrides() -> None:
    """Overrides are brought up to date as the defaults are."""
    rule = {
        "matcher": {"id": "byName", "options": "a"},
        "properties": [
            {"id": "mappings", "value": [{"type": 1, "value": "1", "text": "one"}]},
            {"id": "thresholds", "value": {"steps": [{"color": "red", "value": "null", "index": 0}]}},
            {"id": "unit", "value": "s"},
        ],
    }
    found = _panel(g.Stat(overrides=[rule]))["fieldConfig"]["overrides"][0]["properties"]
    assert [each["value"] for each in found] == [
        [{"type": "value", "options": {"1": {"index": 0, "text": "one"}}}],
        {"mode": "absolute", "steps": [{"color": "red", "value": None}]},
        "s",
    ]


def test_gauge_options_are_where_grafana_looks() -> None:
    """Calculation, limit and markers are options; the label is the display name."""
    made = g.GaugePanel(calc="max", limit=3, allValues=True, label="l", thresholdLabels=True, min=1, max=9)
    panel = _panel(made)
    options = panel["options"]
    assert options["reduceOptions"] == {"calcs": ["max"], "fields": "", "limit": 3, "values": True}
    assert (options["showThresholdLabels"], options["showThresholdMarkers"]) == (True, True)
    assert _some(_defaults(panel), {"displayName": 0, "min": 0, "max": 0}) == {
        "displayName": "l",
        "min": 1,
        "max": 9,
    }
    assert not {"calcs", "limit", "values", "override", "title"} & _defaults(panel).keys()
    assert set(panel["fieldConfig"]) == {"defaults", "overrides"}


def test_gauge_that_was_put_right_by_hand() -> None:
    """Options that an author added beside grafanalib's win."""
    extra = {"options": {"reduceOptions": {"calcs": ["last"]}, "showThresholdMarkers": False}}
    options = _panel(g.GaugePanel(calc="max", extraJson=extra))["options"]
    assert options["reduceOptions"]["calcs"] == ["last"]
    assert options["showThresholdMarkers"] is False


def test_bar_gauge_options_of_grafana_6() -> None:
    """Field options of Grafana 6 are field settings and reduce options."""
    link = g.DataLink(title="l", linkUrl="/x")
    made = g.BarGauge(calc="last", label="l", format="s", dataLinks=[link], decimals=1, displayMode="basic")
    panel = _panel(made)
    assert panel["options"]["reduceOptions"] == {"calcs": ["last"], "fields": "", "values": False}
    assert panel["options"]["displayMode"] == "basic"
    assert not {"fieldOptions", "showThresholdLabels", "showThresholdMarkers"} & panel["options"].keys()
    expected = {"displayName": "l", "unit": "s", "decimals": 1, "links": [{"title": "l", "url": "/x"}]}
    assert _some(_defaults(panel), expected) == expected
    assert [step["color"] for step in _defaults(panel)["thresholds"]["steps"]] == ["green", "red"]


def test_value_maps_of_a_bar_gauge() -> None:
    """Value maps of Grafana 6 are mappings."""
    mappings = _defaults(_panel(g.BarGauge(valueMaps=[g.ValueMap("zero", "0"), g.RangeMap(1, 5, "few")])))[
        "mappings"
    ]
    assert mappings == [
        {"type": "value", "options": {"0": {"index": 0, "text": "zero"}}},
        {"type": "range", "options": {"from": 1, "to": 5, "result": {"text": "few"}}},
    ]


def test_single_stat_becomes_a_stat() -> None:
    """Value, unit, colours, mappings and the line behind the value are carried over."""
    made = g.SingleStat(
        title="s",
        format="bytes",
        decimals=1,
        valueName="current",
        nullText="no data",
        thresholds="10, 20",
        colorValue=True,
        sparkline=g.SparkLine(show=True),
        valueMaps=[g.ValueMap("zero", "0")],
        rangeMaps=[g.RangeMap(1, 2, "unused")],
        extraJson={"tableColumn": "col"},
    )
    panel = _panel(made)
    assert panel["type"] == "stat"
    assert _some(panel["options"], {"colorMode": 0, "graphMode": 0, "textMode": 0, "reduceOptions": 0}) == {
        "colorMode": "value",
        "graphMode": "area",
        "textMode": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "/^col$/", "values": False},
    }
    steps = _defaults(panel).pop("thresholds")["steps"]
    assert [step["value"] for step in steps] == [None, 10, 20]
    assert _defaults(panel) == {
        "unit": "bytes",
        "decimals": 1,
        "noValue": "no data",
        "mappings": [{"type": "value", "options": {"0": {"index": 0, "text": "zero"}}}],
    }
    assert not {"colors", "format", "sparkline", "valueName"} & panel.keys()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"colorMode": "none", "graphMode": "none"}),
        ({"colorBackground": True}, {"colorMode": "background"}),
        ({"valueName": "name"}, {"textMode": "name"}),
        ({"valueName": "total"}, {"reduceOptions": {"calcs": ["sum"], "fields": "", "values": False}}),
    ],
)
def test_single_stat_options(settings: Json, expected: Json) -> None:
    """A singlestat without colours has none as a stat."""
    assert _some(_panel(g.SingleStat(**settings))["options"], expected) == expected


def test_line_colour_of_a_single_stat() -> None:
    """The line keeps its colour where the value has none."""
    line = g.SparkLine(show=True, lineColor=g.RGB(1, 2, 3))
    color = _defaults(_panel(g.SingleStat(sparkline=line)))["color"]
    assert color == {"mode": "fixed", "fixedColor": "rgb(1, 2, 3)"}


def test_single_stat_with_a_gauge_becomes_a_gauge() -> None:
    """What showed a gauge shows one."""
    made = g.SingleStat(gauge=g.Gauge(show=True, minValue=1, maxValue=9, thresholdLabels=True))
    panel = _panel(made)
    assert panel["type"] == "gauge"
    assert (_defaults(panel)["min"], _defaults(panel)["max"]) == (1, 9)
    assert panel["options"]["showThresholdLabels"] is True


@pytest.mark.parametrize(
    ("settings", "unit"),
    [
        ({"postfix": " jobs"}, "suffix:jobs"),
        ({"prefix": "~", "format": "short"}, "prefix:~"),
        ({"postfix": "/s", "format": "bytes"}, "bytes"),
        ({"prefix": "a", "postfix": "b"}, "none"),
    ],
)
def test_text_beside_the_value(settings: Json, unit: str) -> None:
    """A text before or after the value is the unit where there is no other, and noted where there is."""
    made = g.SingleStat(**settings)
    assert _defaults(_panel(made))["unit"] == unit
    assert bool(_notes(made)) == (not unit.startswith(("suffix", "prefix")))


@pytest.mark.parametrize(("kind", "text"), [(1, "value"), (2, "range")])
def test_chosen_mappings_of_a_single_stat(kind: int, text: str) -> None:
    """A singlestat used one kind of mapping, and so does the stat."""
    maps = {"valueMaps": [g.ValueMap("value", "0")], "rangeMaps": [g.RangeMap(0, 1, "range")]}
    (found,) = _defaults(_panel(g.SingleStat(mappingType=kind, **maps)))["mappings"]
    assert text in json.dumps(found)
    assert found["type"] == text


def test_null_mapping_of_a_single_stat() -> None:
    """A text for no value is a special mapping."""
    (found,) = _defaults(_panel(g.SingleStat(valueMaps=[g.ValueMap("N/A", "null")])))["mappings"]
    assert found == {"type": "special", "options": {"match": "null", "result": {"text": "N/A"}}}


# Charts


def test_time_series() -> None:
    """A time series keeps its settings; legend and tooltip are complete, nulls and empty settings gone."""
    panel = _panel(g.TimeSeries(legendCalcs=["max"], valueMax=3, stacking={"mode": "normal", "group": "B"}))
    assert panel["options"]["legend"]["showLegend"] is True
    assert panel["options"]["legend"]["calcs"] == ["max"]
    assert _defaults(panel)["max"] == 3
    custom = _defaults(panel)["custom"]
    assert custom["stacking"] == {"mode": "normal", "group": "B"}
    assert custom["scaleDistribution"] == {"type": "linear"}
    assert None not in custom.values()


def test_log_scale_of_a_time_series() -> None:
    """A base belongs to a logarithmic scale."""
    panel = _panel(g.TimeSeries(scaleDistributionType="log", scaleDistributionLog=10))
    assert _defaults(panel)["custom"]["scaleDistribution"] == {"type": "log", "log": 10}


def test_hidden_legend() -> None:
    """Hiding the legend is a setting of its own."""
    legend = _panel(g.TimeSeries(legendDisplayMode="hidden"))["options"]["legend"]
    assert (legend["displayMode"], legend["showLegend"]) == ("list", False)


@pytest.mark.parametrize(("version", "rules"), [(12, 1), (36, 0)])
def test_hidden_axis_of_a_time_series(version: int, rules: int) -> None:
    """Before schema version 35 a hidden axis was the y axis; later it is every axis."""
    panel = _panel(g.TimeSeries(axisPlacement="hidden"), schemaVersion=version)
    assert len(panel["fieldConfig"]["overrides"]) == rules


def test_old_tooltip_options() -> None:
    """Tooltip options of the first time series panels are the tooltip."""
    panel = _panel({"type": "timeseries", "options": {"tooltipOptions": {"mode": "multi"}}})
    assert panel["options"]["tooltip"] == {"mode": "multi", "sort": "none"}
    assert "tooltipOptions" not in panel["options"]


def test_heatmap() -> None:
    """A heatmap's settings, which stood beside its type, are its options."""
    made = g.Heatmap(
        dataFormat="tsbuckets",
        yAxis=g.YAxis(format="s", decimals=1, min="0", max="9", label="latency"),
        color=g.HeatmapColor(colorScheme="interpolateRdYlGn", colorScale="linear", min=9, max=1),
        hideZeroBuckets=True,
        reverseYBuckets=True,
        yBucketBound="upper",
        cards={"cardPadding": 4, "cardRound": 2},
        legend={"show": True},
        tooltip=g.Tooltip(),
    )
    panel = _panel(made)
    expected = {
        "calculate": False,
        "cellGap": 4,
        "cellRadius": 2,
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "le"},
        "yAxis": {
            "axisPlacement": "left",
            "axisLabel": "latency",
            "decimals": 1,
            "max": 9,
            "min": 0,
            "reverse": True,
            "unit": "s",
        },
    }
    assert _some(panel["options"], expected) == expected
    color = panel["options"]["color"]
    assert (color["mode"], color["scheme"], color["scale"]) == ("scheme", "RdYlGn", "linear")
    assert (color["min"], color["max"], color["reverse"]) == (1, 9, True)
    assert set(panel) == {"fieldConfig", "gridPos", "id", "options", "title", "type"}


def test_heatmap_that_calculates() -> None:
    """Buckets of a heatmap that makes them from series keep their size or number."""
    made = g.Heatmap(
        xBucketSize="1m", yBucketNumber=10, color=g.HeatmapColor(mode="opacity", cardColor="#123456")
    )
    options = _panel(made)["options"]
    assert options["calculate"] is True
    assert options["calculation"] == {
        "xBuckets": {"mode": "size", "value": "1m"},
        "yBuckets": {"mode": "count", "value": "10"},
    }
    assert (options["color"]["mode"], options["color"]["fill"]) == ("opacity", "#123456")
    assert options["color"]["scheme"] == "Oranges"


def test_heatmap_on_a_log_scale() -> None:
    """A logarithmic axis splits the buckets."""
    made = g.Heatmap(yAxis=g.YAxis(logBase=2), extraJson={"yAxis": {"splitFactor": 4}})
    assert _panel(made)["options"]["calculation"]["yBuckets"] == {
        "mode": "count",
        "value": "4",
        "scale": {"type": "log", "log": 2},
    }


def test_heatmap_of_today() -> None:
    """A heatmap that has options keeps them."""
    options = {"calculate": True, "yAxis": {"unit": "s"}, "tooltip": {"show": False}}
    found = _panel(g.Heatmap(dataFormat="tsbuckets", extraJson={"options": options}))["options"]
    assert _some(found, options) == options
    assert found["color"]["steps"] == 64


def test_old_pie_chart() -> None:
    """The pie chart that was a plugin is the one that Grafana has."""
    made = g.PieChart(
        pieType="donut",
        format="bytes",
        legendType="Under graph",
        aliasColors={"a": g.RED, "b": ""},
        showLegendPercentage=True,
        extraJson={"valueName": "avg"},
    )
    panel = _panel(made)
    assert panel["type"] == "piechart"
    assert panel["options"]["pieType"] == "donut"
    assert panel["options"]["reduceOptions"]["calcs"] == ["mean"]
    assert panel["options"]["legend"] == {
        "displayMode": "table",
        "placement": "bottom",
        "showLegend": True,
        "values": ["value", "percent"],
        "calcs": [],
    }
    assert _defaults(panel) == {"unit": "bytes", "decimals": 0}
    (rule,) = panel["fieldConfig"]["overrides"]
    assert rule["matcher"]["options"] == "a"
    assert rule["properties"][0]["value"]["fixedColor"] == "rgba(245, 54, 54, 0.9)"


def test_pie_chart_with_words_on_it() -> None:
    """A legend on the graph is labels."""
    options = _panel(g.PieChart(legendType="On graph"))["options"]
    assert options["displayLabels"] == ["name", "value"]
    assert options["legend"]["showLegend"] is False


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (g.PieChartv2(), {"displayLabels": [], "pieType": "pie"}),
        (g.BarChart(), {"xTickLabelMaxLength": 0, "fullHighlight": False}),
        (g.StateTimeline(), {"mergeValues": True, "rowHeight": 0.9}),
        (g.Histogram(bucketSize=3), {"bucketSize": 3, "bucketOffset": 0}),
        ({"type": "status-history"}, {}),
    ],
)
def test_charts_have_what_their_schema_requires(made: Any, expected: Json) -> None:
    """Keys that grafanalib leaves out and strict readers require are there."""
    options = _panel(made)["options"]
    assert _some(options, expected) == expected
    assert {"showLegend", "calcs", "displayMode", "placement"} <= options["legend"].keys()
    assert options["tooltip"] == {"mode": "single", "sort": "none"}


def test_colour_that_is_no_colour() -> None:
    """A bar chart's fixed colour "none" is left out where the colour is not fixed."""
    assert _defaults(_panel(g.BarChart()))["color"] == {"mode": "palette-classic"}
    fixed = _defaults(_panel(g.BarChart(colorMode="fixed", fixedColor="none")))["color"]
    assert fixed == {"mode": "fixed", "fixedColor": "none"}
    assert _defaults(_panel(g.Stat(color="red")))["color"] == {"mode": "fixed", "fixedColor": "red"}


# Tables


@pytest.mark.parametrize(
    ("mode", "cell"),
    [
        ("auto", {"type": "auto"}),
        ("color-text", {"type": "color-text"}),
        ("color-background", {"type": "color-background", "mode": "gradient"}),
        ("color-background-solid", {"type": "color-background", "mode": "basic"}),
        ("gradient-gauge", {"type": "gauge", "mode": "gradient"}),
        ("lcd-gauge", {"type": "gauge", "mode": "lcd"}),
        ("basic", {"type": "gauge", "mode": "basic"}),
        ("json-view", {"type": "json-view"}),
        ("odd", {"type": "auto"}),
    ],
)
def test_cells_of_a_table(mode: str, cell: Json) -> None:
    """How a cell looks is an object since schema version 38, in overrides too."""
    rule = {
        "matcher": {"id": "byName", "options": "a"},
        "properties": [{"id": "custom.displayMode", "value": mode}],
    }
    panel = _panel(g.Table(displayMode=mode, overrides=[rule]))
    custom = _defaults(panel)["custom"]
    assert custom["cellOptions"] == cell
    assert "displayMode" not in custom
    assert panel["fieldConfig"]["overrides"][0]["properties"] == [{"id": "custom.cellOptions", "value": cell}]


def test_table_settings_that_grafanalib_puts_elsewhere() -> None:
    """Colour and mappings of a table are its fields'."""
    mapping = g.StatRangeMappings("few", 0, 5)
    panel = _panel(
        g.Table(colorMode="palette-classic", mappings=[mapping], sortBy=[g.TableSortByField("a", desc=True)])
    )
    assert _defaults(panel)["color"] == {"mode": "palette-classic"}
    assert _defaults(panel)["mappings"][0]["type"] == "range"
    assert panel["options"]["sortBy"] == [{"displayName": "a", "desc": True}]
    assert not {"color", "columns", "fontSize", "mappings"} & panel.keys()


def test_column_styles_of_the_old_table() -> None:
    """Styles of columns are overrides, and that of every column the defaults."""
    styles = [
        g.ColumnStyle(pattern="/.*/", align="right", type=g.NumberColumnStyleType(unit="s", decimals=0)),
        g.ColumnStyle(pattern="Time", alias="When", type=g.DateColumnStyleType("YYYY")),
        g.ColumnStyle(pattern="/secret/", type=g.HiddenColumnStyleType()),
        g.ColumnStyle(
            pattern="a",
            link=True,
            linkUrl="/x",
            linkTooltip="open",
            type=g.NumberColumnStyleType(
                colorMode="cell", colors=["green", "orange", "red"], thresholds=["1", "5"]
            ),
        ),
    ]
    panel = _panel(g.Table(extraJson={"styles": json.loads(json.dumps(styles, cls=DashboardEncoder))}))
    assert _some(_defaults(panel), {"unit": 0, "decimals": 0}) == {"unit": "s", "decimals": 0}
    assert _defaults(panel)["custom"]["align"] == "right"
    found = {
        rule["matcher"]["options"]: {each["id"]: each["value"] for each in rule["properties"]}
        for rule in panel["fieldConfig"]["overrides"]
    }
    assert found["Time"] == {"displayName": "When", "unit": "time: YYYY"}
    assert found["/secret/"] == {"custom.hidden": True}
    assert found["a"]["links"] == [{"title": "open", "url": "/x", "targetBlank": False}]
    assert found["a"]["custom.cellOptions"] == {"type": "color-background"}
    assert [step["value"] for step in found["a"]["thresholds"]["steps"]] == [None, 1, 5]
    assert [rule["matcher"]["id"] for rule in panel["fieldConfig"]["overrides"]] == [
        "byName",
        "byRegexp",
        "byName",
    ]


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        (g.ROWS_TRANSFORM, [{"id": "seriesToRows", "options": {}}]),
        (g.COLUMNS_TRANSFORM, [{"id": "seriesToColumns", "options": {}}]),
        (g.TABLE_TRANSFORM, [{"id": "merge", "options": {}}]),
        (
            g.AGGREGATIONS_TRANSFORM,
            [{"id": "reduce", "options": {"includeTimeField": False, "reducers": ["mean", "max"]}}],
        ),
        (g.JSON_TRANSFORM, None),
    ],
)
def test_transform_of_the_old_table(transform: str, expected: Any) -> None:
    """The transform of the old table is a transformation."""
    columns = [g.Column("Avg", "avg"), g.Column("Max", "max")]
    panel = _panel({"type": "table-old", "transform": transform, "columns": json.loads(json.dumps(columns, cls=DashboardEncoder))})  # fmt: skip
    assert panel["type"] == "table"
    assert panel.get("transformations") == expected


def test_value_maps_of_columns_are_noted() -> None:
    """Value maps of table columns are not carried over, and that is said."""
    style = {"pattern": "a", "type": "string", "valueMaps": [{"value": "1", "text": "one"}]}
    assert "value maps of table columns" in _notes({"type": "table", "title": "T", "styles": [style]})[0]


# Text and lists


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (g.Text(content="a", mode="html"), {"content": "a", "mode": "html"}),
        (g.Text(content="a", mode="text"), {"content": "a", "mode": "markdown"}),
        ({"type": "text", "content": "old", "mode": "html"}, {"content": "old", "mode": "html"}),
        ({"type": "text"}, {"content": "", "mode": "markdown"}),
    ],
)
def test_text(made: Any, expected: Json) -> None:
    """A text's content and mode are options; plain text is Markdown."""
    panel = _panel(made)
    assert panel["options"] == expected
    assert "fieldConfig" not in panel


def test_dashboard_list() -> None:
    """A dashboard list's settings are its options."""
    made = g.DashboardList(showHeadings=False, showSearch=True, maxItems=3, searchQuery="q", searchTags=["a"])
    options = _panel(made)["options"]
    expected = {
        "showHeadings": False,
        "showSearch": True,
        "showStarred": True,
        "showRecentlyViewed": False,
        "maxItems": 3,
        "query": "q",
        "tags": ["a"],
    }
    assert _some(options, expected) == expected


def test_alert_list() -> None:
    """An alert list's filters, which Grafana did not find, are its options."""
    made = g.AlertList(
        nameFilter="job",
        limit=3,
        sortOrder=2,
        onlyAlertsOnDashboard=True,
        stateFilter=["alerting", "no_data"],
    )
    options = _panel(made)["options"]
    expected = {
        "alertName": "job",
        "maxItems": 3,
        "sortOrder": 2,
        "dashboardAlerts": True,
        "viewMode": "list",
        "stateFilter": {"normal": False, "noData": True, "error": False, "firing": True, "pending": False},
    }
    assert _some(options, expected) == expected


def test_alert_list_that_shows_every_state() -> None:
    """A list without a choice of states shows all of them."""
    states = _panel(g.AlertList(alertName="a"))["options"]["stateFilter"]
    assert set(states.values()) == {True}


def test_alert_list_of_grafana_8() -> None:
    """States in options are renamed, and those of today stay."""
    old = _panel({"type": "alertlist", "options": {"stateFilter": {"ok": True, "alerting": False}}})
    assert old["options"]["stateFilter"]["normal"] is True
    assert old["options"]["stateFilter"]["firing"] is False
    new = {"firing": True, "recovering": True}
    assert _panel({"type": "alertlist", "options": {"stateFilter": new}})["options"]["stateFilter"] == new


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (g.AlertList(title="T", show="changes"), "changes"),
        (g.AlertList(title="T", dashboardTags=["a"]), "tags"),
    ],
)
def test_alert_list_notes(made: Any, words: str) -> None:
    """What an alert list can no longer do is said."""
    assert words in _notes(made)[0]


def test_news_and_logs() -> None:
    """News has no proxy any more; logs keep their options."""
    assert _panel(g.News(feedUrl="u", useProxy=True))["options"] == {"feedUrl": "u", "showImage": True}
    logs = _panel(g.Logs(wrapLogMessages=True, sortOrder="Ascending"))["options"]
    assert (logs["wrapLogMessage"], logs["sortOrder"]) == (True, "Ascending")


# What every panel has in common


def test_common_settings() -> None:
    """What grafanalib writes without meaning is left out, and what was set is kept."""
    made = g.TimeSeries(
        description="d",
        interval="1m",
        maxDataPoints=500,
        repeat=g.Repeat("v", "instance", 4),
        timeFrom="1h",
        timeShift="1d",
        transparent=True,
        hideTimeOverride=True,
        cacheTimeout="60",
        links=[g.ExternalLink(uri="/x?a=1", title="l", keepTime=True)],
        transformations=[{"id": "merge"}],
    )
    panel = _panel(made)
    expected = {
        "description": "d",
        "interval": "1m",
        "maxDataPoints": 500,
        "repeat": "instance",
        "repeatDirection": "v",
        "maxPerRow": 4,
        "timeFrom": "1h",
        "timeShift": "1d",
        "transparent": True,
        "hideTimeOverride": True,
        "cacheTimeout": "60",
        "links": [{"title": "l", "url": "/x?a=1&$__url_time_range"}],
        "transformations": [{"id": "merge", "options": {}}],
    }
    assert _some(panel, expected) == expected
    bare = set(_panel(g.TimeSeries(repeat=g.Repeat("v"))))
    assert bare == {"fieldConfig", "gridPos", "id", "options", "title", "type"}


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ({"dashboard": "A b", "dashUri": "db/a-b", "includeVars": True}, "dashboard/db/a-b?$__all_variables"),
        ({"url": "/x", "params": "a=1"}, "/x?a=1"),
        ({"url": "/x?y", "params": "a=1", "keepTime": True}, "/x?y&$__url_time_range&a=1"),
        ({}, "/"),
    ],
)
def test_old_panel_links(link: Json, url: str) -> None:
    """Links to dashboards by name, and their time and variables, are URLs."""
    assert _panel({"type": "stat", "links": [{"title": "t", "type": "dashboard", **link}]})["links"] == [
        {"title": "t", "url": url}
    ]


@pytest.mark.parametrize(("least", "per_row"), [(4, 6), (5, 4), (24, 1), (1, 24)])
def test_least_width_of_repeated_panels(least: int, per_row: int) -> None:
    """A least width is how many panels fit into a row."""
    panel = _panel(g.Stat(minSpan=least, repeat=g.Repeat("h", "v")))
    assert panel["maxPerRow"] == per_row


@pytest.mark.parametrize(("version", "steps"), [(12, ["labelsToFields", "merge"]), (36, ["labelsToFields"])])
def test_labels_to_fields(version: int, steps: list[str]) -> None:
    """Before schema version 31 the transformation merged its results too."""
    panel = _panel(g.Table(transformations=[{"id": "labelsToFields"}]), schemaVersion=version)
    assert [each["id"] for each in panel["transformations"]] == steps


@pytest.mark.parametrize(
    ("version", "options"), [(38, {"refIdToStat": {"A": "mean"}}), (39, {"A": {"stat": "mean"}})]
)
def test_time_series_table(version: int, options: Json) -> None:
    """The transformation has the options that the schema version to write knows."""
    step = {"id": "timeSeriesTable", "options": {"refIdToStat": {"A": "mean"}}}
    result = modernise({"panels": [{"type": "table", "transformations": [step]}]}, schema_version=version)
    assert result.dashboard["panels"][0]["transformations"][0]["options"] == options


@pytest.mark.parametrize(
    ("made", "successor"),
    [
        (g.Worldmap(title="T"), "geomap"),
        (g.Discrete(title="T"), "state-timeline"),
        (g.Statusmap(title="T"), "status-history"),
        (g.Svg(title="T"), "canvas"),
        (g.ePict(title="T"), "canvas"),
        (g.Ae3ePlotly(title="T"), "nline-plotlyjs-panel"),
    ],
)
def test_plugins_that_are_gone(made: Any, successor: str) -> None:
    """A panel of a plugin that no longer loads stays as it is, and is noted with what to use instead."""
    document = json.loads(json.dumps(made, cls=DashboardEncoder))
    own = {
        key: item for key, item in document.items() if key not in {"id", "gridPos", "targets", "datasource"}
    }
    found = _panel(made)
    assert {key: found.get(key) for key in own} == own
    (note,) = _notes(made)
    assert successor in note
    assert '"T"' in note


# Queries


def test_query_of_grafanalib() -> None:
    """A query says what was asked, without what grafanalib always says beside it."""
    made = g.Stat(targets=[g.Target(expr="up", legendFormat="{{a}}", instant=True, interval="1m", hide=True)])
    assert _panel(made)["targets"] == [
        {
            "expr": "up",
            "format": "time_series",
            "legendFormat": "{{a}}",
            "instant": True,
            "range": False,
            "interval": "1m",
            "hide": True,
            "refId": "A",
        }
    ]


def test_resolution_that_was_chosen() -> None:
    """A coarser resolution than grafanalib's default was meant."""
    assert (
        _panel(g.Stat(targets=[g.Target(expr="up", intervalFactor=4)]))["targets"][0]["intervalFactor"] == 4
    )


def test_queries_in_other_languages() -> None:
    """Graphite, SQL and other queries keep what is theirs."""
    made = g.Stat(
        targets=[g.Target(target="a.b.*"), g.SqlTarget(rawSql="SELECT 1"), {"measurement": "m", "step": 10}]
    )
    graphite, sql, influx = _panel(made)["targets"]
    assert graphite == {"format": "time_series", "target": "a.b.*", "refId": "A"}
    assert sql == {"format": "time_series", "rawSql": "SELECT 1", "rawQuery": True, "refId": "B"}
    assert influx == {"measurement": "m", "step": 10, "refId": "C"}


def test_ref_ids() -> None:
    """Queries without a refId get the next free letter; the second of two with one refId a new one."""
    made = g.Stat(
        targets=[g.Target(expr=str(n), refId=name) for n, name in enumerate(["", "A", "", "X", "X"])]
    )
    assert [query["refId"] for query in _panel(made)["targets"]] == ["B", "A", "C", "X", "D"]
    many = _panel(g.Stat(targets=[g.Target(expr="x")] * 28))["targets"]
    assert [query["refId"] for query in many[24:]] == ["Y", "Z", "AA", "AB"]
