"""Panel functions: defaults, options, and what is refused at the author's line."""

from __future__ import annotations

import inspect
import math
from typing import Any

import pytest

from grafana_kit import Environment, Rows, dashboard, panels, row
from grafana_kit.errors import AuthorError
from grafana_kit.metrics import Counter, Gauge, Histogram
from grafana_kit.model.dashboard import Link, Panel, Thresholds
from tests.author.builders import environment, panel_json, rendered
from tests.author.projects import built

UP = Gauge("up", labels={})
LOAD = Gauge("load", job="node", labels={"mode": ("idle", "user")})
MEMORY = Gauge("memory_bytes", job="node")
REQUESTS = Counter("http_requests_total", job="api", labels={"status": ("2xx",)})
LATENCY = Histogram("job_seconds", job="worker", buckets=(1, 30))
HELPERS = {"color", "datasource", "link", "override", "range_mapping", "target", "thresholds"}
KINDS = sorted(
    name for name in panels.__all__ if inspect.isfunction(getattr(panels, name)) and name not in HELPERS
)
WITHOUT_QUERIES = {"alert_list", "dashboard_list", "raw", "text"}


def refused(function: Any, *arguments: Any, **options: Any) -> AuthorError:
    """Return the error of a call, whose place is the line of this call."""
    with pytest.raises(AuthorError) as error:
        function(*arguments, **options)
    assert "test_panels.py" in error.value.where, error.value.where
    return error.value


# --- what all kinds share ---------------------------------------------------------------------------


def test_every_kind_stands_in_the_golden_project() -> None:
    """A new panel function needs its golden files, its schema and its reader."""
    assert KINDS == [
        "alert_list", "bar_chart", "bar_gauge", "dashboard_list", "gauge", "heatmap", "histogram", "logs", "pie_chart",
        "raw", "stat", "state_timeline", "status_history", "table", "text", "timeseries", "xy_chart",
    ]  # fmt: skip
    types = {panel["type"] for one in built("panels")[0].of_kind("dashboard") for panel in one.body["panels"]}
    assert types == {
        "alertlist", "barchart", "bargauge", "dashlist", "gauge", "heatmap", "histogram", "logs", "piechart", "canvas",
        "stat", "state-timeline", "status-history", "table", "text", "timeseries", "xychart", "geomap", "row",
    }  # fmt: skip


@pytest.mark.parametrize("name", [kind for kind in KINDS if kind not in WITHOUT_QUERIES])
def test_every_kind_takes_the_options_of_all(name: str) -> None:
    """They reach the JSON of every kind that has fields."""
    links = [panels.link("Docs", "https://x.org"), other]
    panel = getattr(panels, name)(
        "Title",
        {"one": UP, "two": "up > 1"},
        unit="s",
        decimals=2,
        min=0,
        max=10.5,
        no_value="-",
        thresholds={"red": 5},
        description="What it says.",
        links=links,
        mappings={1: "up"},
        overrides=[panels.override(name="one", color="red")],
        transformations=[{"id": "reduce", "options": {}}],
        color=panels.color(mode="thresholds"),
        repeat="job",
        max_per_row=2,
        transparent=True,
        width=7,
        height=3,
        id=17,
        datasource=panels.datasource("else"),
        interval="1m",
        max_data_points=50,
        time_from="1d",
        time_shift="2h",
    )
    model = panel_json(panel)
    shared = {
        "title": "Title", "id": 17, "description": "What it says.", "repeat": "job", "repeatDirection": "h",
        "maxPerRow": 2, "transparent": True, "interval": "1m", "maxDataPoints": 50, "timeFrom": "1d", "timeShift": "2h",
        "datasource": {"type": "prometheus", "uid": "else"},
    }  # fmt: skip
    assert model.items() >= shared.items()
    assert (model["gridPos"]["w"], model["gridPos"]["h"]) == (7, 3)
    assert [link["title"] for link in model["links"]] == ["Docs", "Other"]
    assert model["transformations"] == ({"id": "reduce", "options": {}},)
    assert [target["expr"] for target in model["targets"]] == ["up", "up > 1"]
    assert [target["legendFormat"] for target in model["targets"]] == ["one", "two"]
    if name != "logs":
        defaults = model["fieldConfig"]["defaults"]
        assert defaults["unit"] == ("short" if name == "heatmap" else "s")
        assert defaults.items() >= {"decimals": 2, "min": 0, "max": 10.5, "noValue": "-"}.items()
        assert [step["value"] for step in defaults["thresholds"]["steps"]] == [None, 5]
        assert defaults["mappings"][0]["options"] == {"1": {"index": 0, "text": "up"}}
        assert model["fieldConfig"]["overrides"][0]["matcher"] == {"id": "byName", "options": "one"}


@dashboard("Other", uid="other", folder="")
def other(env: Environment) -> Rows:
    """Where the links lead."""
    yield panels.text("x", "y")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_refuses_what_it_does_not_know(name: str) -> None:
    """With the nearest that there is; the place is the author's line, not ours."""
    if name == "raw":
        with pytest.raises(TypeError):
            panels.raw({"type": "canvas", "title": "x"}, widht=3)  # type: ignore[call-arg]
        return
    arguments = ("x",) if name in ("alert_list", "dashboard_list") else ("x", "up")
    error = refused(getattr(panels, name), *arguments, widht=3)
    assert (error.summary, error.hint) == ("a panel has no option widht", 'did you mean "width"?')


@pytest.mark.parametrize(
    ("options", "summary"),
    [
        ({"width": 25}, '"P" is 25 columns wide'),
        ({"width": 0}, '"P" is 0 columns wide'),
        ({"width": 2.5}, '"P" is 2.5 columns wide'),
        ({"height": 0}, '"P" is 0 grid rows high'),
        ({"height": "tall"}, '"P" is tall grid rows high'),
        ({"x": 3}, '"P" has only one of x and y'),
        ({"y": 3}, '"P" has only one of x and y'),
        ({"x": 13, "y": 0}, '"P" at column 13, 12 wide, leaves the grid of 24 columns'),
        ({"x": -1, "y": 0}, "x is -1, not a whole number from 0 up"),
        ({"x": 0, "y": 1.5}, "y is 1.5, not a whole number from 0 up"),
        ({"x": math.nan, "y": 0}, "x is nan, which JSON cannot hold"),
        ({"id": 0}, '"P" has the id 0'),
        ({"id": True}, '"P" has the id True'),
        ({"id": 2**31}, '"P" has the id 2147483648'),
        ({"id": "A"}, "\"P\" has the id 'A'"),
        ({"unit": "secs"}, "Grafana has no unit 'secs'"),
        ({"unit": 5}, "Grafana has no unit 5"),
        ({"min": math.nan}, "min is nan, which JSON cannot hold"),
        ({"max": math.inf}, "max is inf, which JSON cannot hold"),
        ({"min": "0"}, "min is '0', not a number"),
        ({"decimals": 1.5}, "decimals is 1.5, not a whole number from 0 up"),
        ({"decimals": math.nan}, "decimals is nan, which JSON cannot hold"),
        ({"max_data_points": -1}, "max_data_points is -1, not a whole number from 0 up"),
        ({"thresholds": {"red": math.nan}}, "the threshold for red is nan, which JSON cannot hold"),
        ({"thresholds": {"red": "5"}}, "the threshold for red is '5', not a number"),
        ({"thresholds": {"red": 5, "orange": 3}}, "thresholds must rise from step to step"),
        ({"links": ["https://x.org"]}, "'https://x.org' is not a link"),
        ({"overrides": [{"value": math.nan}]}, "$[0].value is nan, which JSON cannot hold"),
        ({"transformations": [{"options": {1: 2}}]}, "$[0].options has the key 1; JSON keys are text"),
        ({"mappings": [{"options": math.inf}]}, "$[0].options is inf, which JSON cannot hold"),
        ({"mappings": {0: "a\ud800"}}, r"$[0].options.0.text is 'a\ud800', which has a lone surrogate and is not Unicode text"),
        ({"color": {"mode": math.nan}}, "$.mode is nan, which JSON cannot hold"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(options: dict[str, Any], summary: str) -> None:
    """At the author's line, with what is wrong."""
    assert refused(panels.timeseries, "P", "up", **options).summary == summary


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        (panels.timeseries, "soft_min"),
        (panels.timeseries, "soft_max"),
        (panels.timeseries, "fill"),
        (panels.timeseries, "line_width"),
        (panels.timeseries, "connect_gaps"),
        (panels.bar_chart, "bar_width"),
        (panels.state_timeline, "row_height"),
        (panels.status_history, "row_height"),
        (panels.status_history, "column_width"),
        (panels.histogram, "bucket_size"),
    ],
)
def test_no_number_of_a_kind_is_written_as_null(kind: Any, option: str) -> None:
    """Neither NaN nor infinity is a number in JSON."""
    for value in (math.nan, math.inf, -math.inf):
        assert "which JSON cannot hold" in refused(kind, "P", "up", **{option: value}).summary


@pytest.mark.parametrize("title", ["", "  ", None, 5])
def test_a_panel_has_a_title_or_an_id(title: Any) -> None:
    """Ids come from titles."""
    assert refused(panels.stat, title, "up").summary == "a panel without a title"
    assert panels.stat("", "up", id=3).id == 3


def test_units_of_ones_own_and_grafanas_are_known() -> None:
    """A misspelled one is drawn as plain text by Grafana, so it is refused; the nearest is named."""
    for unit in ("s", "bytes", "suffix:jobs", "prefix:~", "si:W", "none"):
        assert panels.stat("P", "up", unit=unit).unit == unit
    assert refused(panels.stat, "P", "up", unit="percentunits").hint == 'did you mean "percentunit"?'
    assert refused(panels.stat, "P", "up", unit="zzzzzz").hint == 'a text of your own is "suffix:jobs"'


@pytest.mark.parametrize("queries", [None, 5, object()])
def test_what_is_no_query_is_refused(queries: Any) -> None:
    """At the author's line."""
    assert refused(panels.stat, "P", queries).summary.endswith("is not a query")
    assert refused(panels.stat, "P", [queries] if queries != 5 else [None]).summary.endswith("is not a query")


# --- units, legends, refIds -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("panel", "unit"),
    [
        (panels.stat("P", MEMORY), "bytes"),
        (panels.stat("P", MEMORY, unit="short"), "short"),
        (panels.stat("P", [MEMORY, MEMORY.max()]), "bytes"),
        (panels.stat("P", [MEMORY, LATENCY.average()]), "short"),
        (panels.stat("P", "anything"), "short"),
        (panels.stat("P", panels.target({"query": "SELECT 1"})), "short"),
    ],
)
def test_the_unit_comes_from_the_metric_where_it_can(panel: Panel, unit: str) -> None:
    """If all queries of the panel agree."""
    assert panel_json(panel)["fieldConfig"]["defaults"]["unit"] == unit


@pytest.mark.parametrize(
    ("panel", "legends"),
    [
        (panels.timeseries("P", LOAD), ["{{mode}}"]),
        (panels.timeseries("P", LOAD.sum()), ["P"]),
        (panels.timeseries("P", [LOAD.sum(), UP.sum()]), ["__auto", "__auto"]),
        (panels.timeseries("P", "anything"), ["__auto"]),
        (panels.timeseries("P", LOAD, legend="{{mode}} load"), ["{{mode}} load"]),
        (panels.timeseries("P", {"given": LOAD, "other": panels.target(UP)}), ["given", "other"]),
        (panels.timeseries("P", {"given": panels.target(UP, legend="own")}), ["own"]),
        (panels.timeseries("P", {"": UP}), [""]),
        (panels.heatmap("P", LATENCY), ["{{le}}"]),
        (panels.heatmap("P", LOAD, calculate=True), ["{{mode}}"]),
    ],
)
def test_series_have_names(panel: Panel, legends: list[str]) -> None:
    """The author's, or the labels that tell them apart, or the panel's title for a single one."""
    assert [target["legendFormat"] for target in panel_json(panel)["targets"]] == legends


def test_queries_have_letters() -> None:
    """A to Z, then AA; those given are kept, and no other query gets them."""
    many = panel_json(panels.timeseries("P", ["up"] * 28))["targets"]
    assert [one["refId"] for one in many][:2] + [one["refId"] for one in many][25:] == [
        "A",
        "B",
        "Z",
        "AA",
        "AB",
    ]
    named = panels.timeseries(
        "P", ["up", panels.target("up", ref_id="A"), panels.target({"refId": "C"}), "up", "up"]
    )
    assert [one["refId"] for one in panel_json(named)["targets"]] == ["B", "A", "C", "D", "E"]


def test_two_queries_of_one_letter_are_refused() -> None:
    """Overrides and expressions would mean either."""
    panel = panels.timeseries("P", [panels.target("up", ref_id="X"), panels.target({"refId": "X"})])
    with pytest.raises(AuthorError, match='two queries of "P" have one refId') as error:
        panel_json(panel)
    assert error.value.where == str(panel.source)


@pytest.mark.parametrize("name", ["", "1a", "a b", "Ä-"])
def test_a_letter_is_a_name(name: str) -> None:
    """Expressions refer to it."""
    assert refused(panels.target, "up", ref_id=name).summary == f'"{name}" cannot be a refId'


@pytest.mark.parametrize(
    ("panel", "keys"),
    [
        (panels.timeseries("P", UP), {}),
        (panels.stat("P", UP), {}),
        (panels.stat("P", panels.target(UP, instant=True)), {"range": False, "instant": True}),
        (panels.table("P", UP), {"range": False, "instant": True, "format": "table"}),
        (panels.bar_chart("P", UP), {"range": False, "instant": True, "format": "table"}),
        (panels.gauge("P", UP), {"range": False, "instant": True}),
        (panels.bar_gauge("P", panels.target(UP, instant=False)), {}),
        (panels.heatmap("P", LATENCY), {"format": "heatmap"}),
        (panels.heatmap("P", panels.target(LATENCY.spread(), format="time_series")), {"format": "time_series"}),
        (panels.timeseries("P", panels.target(UP, hide=True, exemplar=True, interval="1m")), {"hide": True, "exemplar": True, "interval": "1m"}),
    ],
)  # fmt: skip
def test_every_kind_asks_as_it_shows(panel: Panel, keys: dict[str, Any]) -> None:
    """One number needs one moment, a graph the whole time, a table rows."""
    (target,) = panel_json(panel)["targets"]
    common = {"refId", "expr", "legendFormat"}
    assert {key: value for key, value in target.items() if key not in common} == keys


def test_a_query_may_have_a_data_source_of_its_own() -> None:
    """Beside the panel's."""
    model = panel_json(
        panels.timeseries("P", [UP, panels.target({"expr": "x"}, datasource=panels.datasource("l", "loki"))])
    )
    assert model["datasource"] == {"type": "prometheus", "uid": "prometheus"}
    assert model["targets"][1] == {"expr": "x", "refId": "B", "datasource": {"type": "loki", "uid": "l"}}


# --- thresholds, colours, mappings, overrides, links ------------------------------------------------


def test_thresholds_are_steps_upon_a_base() -> None:
    """Absolute or percent; low may be bad; one colour may come twice."""
    assert panels.thresholds({"orange": 1, "red": 2}) == Thresholds("green", ((1, "orange"), (2, "red")))
    assert panels.thresholds([(0, "red"), (5, "green"), (9, "red")], base="blue").steps[2] == (9, "red")
    assert panels.thresholds({"red": 90}, percent=True).mode == "percentage"
    assert (
        refused(panels.thresholds, {"red": 101}, percent=True).summary
        == "percent thresholds lie between 0 and 100"
    )
    assert refused(panels.thresholds, {"red": -1}, percent=True)


@pytest.mark.parametrize(
    ("panel", "has"),
    [(panels.stat("P", UP), True), (panels.timeseries("P", UP), False), (panels.table("P", UP), True)],
)
def test_panels_that_colour_by_thresholds_are_green_without(panel: Panel, has: bool) -> None:  # noqa: FBT001
    """Grafana's own default is red from 80 on, whatever the unit."""
    defaults = panel_json(panel)["fieldConfig"]["defaults"]
    assert ("thresholds" in defaults) is has
    if has:
        assert defaults["thresholds"]["steps"] == [{"color": "green", "value": None}]


def test_colours_are_fixed_or_a_scheme() -> None:
    """By name, or by one of Grafana's modes."""
    assert panels.color("red") == {"mode": "fixed", "fixedColor": "red"}
    assert panels.color(mode="thresholds", series_by="max") == {"mode": "thresholds", "seriesBy": "max"}
    assert panels.color("blue", mode="shades") == {"mode": "shades", "fixedColor": "blue"}


def test_values_are_shown_as_words() -> None:
    """Single values, ranges, and no value."""
    panel = panels.stat("P", UP, mappings={0: ("down", "red"), "x": "text", None: ("nothing", "blue")})
    assert panel.mappings == (
        {
            "type": "value",
            "options": {"0": {"index": 0, "text": "down", "color": "red"}, "x": {"index": 1, "text": "text"}},
        },
        {
            "type": "special",
            "options": {"match": "null+nan", "result": {"index": 2, "text": "nothing", "color": "blue"}},
        },
    )
    assert panels.range_mapping(1, None, "many") == {
        "type": "range", "options": {"from": 1, "to": None, "result": {"index": 0, "text": "many"}}
    }  # fmt: skip
    assert "which JSON cannot hold" in refused(panels.range_mapping, math.nan, 1, "x").summary


def test_overrides_change_some_fields() -> None:
    """Short names for the usual properties, Grafana's own ids for the others."""
    grid: dict[str, Any] = {"custom.axisGridShow": False}
    made = panels.override(
        regex="/p.*/",
        unit="ms",
        thresholds=panels.thresholds({"red": 1}),
        cell="gauge",
        **grid,
    )
    assert made["matcher"] == {"id": "byRegexp", "options": "/p.*/"}
    assert {one["id"]: one["value"] for one in made["properties"]} == {
        "unit": "ms",
        "thresholds": {
            "mode": "absolute",
            "steps": [{"color": "green", "value": None}, {"color": "red", "value": 1}],
        },
        "custom.cellOptions": {"type": "gauge"},
        "custom.axisGridShow": False,
    }
    assert panels.override(type="time", displayName="When")["properties"] == [
        {"id": "displayName", "value": "When"}
    ]


@pytest.mark.parametrize(
    ("options", "summary"),
    [
        ({"unit": "s"}, "an override takes one of name, regex, type and ref_id"),
        ({"name": "a", "regex": "b", "unit": "s"}, "an override takes one of name, regex, type and ref_id"),
        ({"name": "a"}, "an override that changes nothing"),
        ({"name": "a", "colour": "red"}, "an override has no property colour"),
        ({"name": "a", "unit": "secs"}, "Grafana has no unit 'secs'"),
        ({"name": "a", "min": math.nan}, "$[0].value is nan, which JSON cannot hold"),
        ({"name": "a", "thresholds": {"red": 2, "blue": 1}}, "thresholds must rise from step to step"),
    ],
)
def test_wrong_overrides_are_refused(options: dict[str, Any], summary: str) -> None:
    """At the author's line."""
    assert refused(panels.override, **options).summary == summary


@pytest.mark.parametrize("url", ["https://x.org", "http://x", "/d/a", "${link}"])
def test_a_link_leads_somewhere(url: str) -> None:
    """To a URL, a path of Grafana's, or what a variable holds."""
    assert panels.link("x", url) == Link("x", url)
    assert panels.link("x", other).url == "/d/other"


@pytest.mark.parametrize("url", ["x.org", "", "javascript:alert(1)", "d/a"])
def test_what_is_no_link_is_refused(url: str) -> None:
    """A browser would take it for a path of the page."""
    assert refused(panels.link, "x", url).summary == f'"{url}" is not a link'


# --- single kinds -----------------------------------------------------------------------------------


def test_a_table_joins_its_queries_and_names_its_columns() -> None:
    """Unless the author transforms by himself."""
    merge, organize = panel_json(panels.table("P", UP, columns={"job": "Job"}, sort_by="Job"))[
        "transformations"
    ]
    assert merge["id"] == "merge"
    assert organize["options"] == {
        "excludeByName": {"Time": True},
        "indexByName": {},
        "renameByName": {"job": "Job"},
    }
    own = panels.table("P", UP, transformations=[])
    assert own.transformations == ()
    assert own.options.get("sortBy") is None


def test_a_heatmap_of_a_histogram_has_its_unit_at_the_axis() -> None:
    """The colours count observations."""
    model = panel_json(panels.heatmap("P", LATENCY))
    assert model["options"]["yAxis"]["unit"] == "s"
    assert model["fieldConfig"]["defaults"]["unit"] == "short"
    assert "unit" not in panel_json(panels.heatmap("P", "x"))["options"]["yAxis"]


@pytest.mark.parametrize(
    ("points", "lines", "show"),
    [(True, False, "points"), (True, True, "points+lines"), (False, True, "lines"), (False, False, "points")],
)
def test_an_xy_chart_shows_something(points: bool, lines: bool, show: str) -> None:  # noqa: FBT001
    """Points where nothing is asked for."""
    panel = panels.xy_chart("P", UP, points=points, lines=lines)
    assert panel_json(panel)["fieldConfig"]["defaults"]["custom"] == {"show": show}


# --- raw --------------------------------------------------------------------------------------------


def test_raw_json_is_written_as_it_is() -> None:
    """But for its place and id."""
    given = {
        "type": "canvas",
        "title": "C",
        "gridPos": {"w": 5, "h": 6, "x": 9, "y": 9},
        "options": {"root": [1, {"a": None}]},
    }
    model = panel_json(panels.raw(given))
    assert model == {**given, "gridPos": {"w": 5, "h": 6, "x": 0, "y": 0}, "id": model["id"]}
    assert panel_json(panels.raw(given, width=7, height=8))["gridPos"] == {"w": 7, "h": 8, "x": 0, "y": 0}
    assert panel_json(panels.raw({**given, "gridPos": None, "id": 4}))["id"] == 4


@pytest.mark.parametrize(
    ("json", "summary"),
    [
        ({"title": "x"}, 'panel JSON without a "type"'),
        ({"type": 5}, 'panel JSON without a "type"'),
        ({"type": "canvas", "title": 5}, "panel JSON with the title 5"),
        ({"type": "canvas"}, "a panel without a title"),
        ({"type": "row", "title": "x"}, "panel JSON of a row"),
        ({"type": "graph", "title": "x"}, 'panel JSON of the type "graph", which Grafana has no longer'),
        ({"type": "canvas", "title": "x", "gridPos": []}, None),
        ({"type": "canvas", "title": "x", "gridPos": [1]}, 'panel JSON with the "gridPos" [1]'),
        ({"type": "canvas", "title": "x", "gridPos": {"w": 30}}, '"x" is 30 columns wide'),
        ({"type": "canvas", "title": "x", "a": math.nan}, "panel.a is nan, which JSON cannot hold"),
        ({"type": "canvas", "title": "x", "id": "7"}, "\"x\" has the id '7'"),
    ],
)
def test_raw_json_that_is_no_panel_is_refused(json: dict[str, Any], summary: str | None) -> None:
    """At the author's line."""
    if summary is None:
        assert panels.raw(json).width == 12
    else:
        assert refused(panels.raw, json).summary == summary


def test_old_panels_are_brought_up_to_date_in_a_row() -> None:
    """As the refusal of panels.raw() says: the JSON itself may stand in a row."""
    model = rendered(
        row("R", {"type": "graph", "title": "G", "targets": [{"expr": "up"}]}), env=environment("13.0")
    ).body
    assert model["panels"][1]["type"] == "timeseries"
