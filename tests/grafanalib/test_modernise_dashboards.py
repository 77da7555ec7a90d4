"""Rows, places, ids, data sources, variables and annotations of dashboards of any age."""

from __future__ import annotations

import json
from typing import Any

import pytest
from grafanalib import core as g
from grafanalib._gen import DashboardEncoder

from grafana_kit.render.modernise import modernise

Json = dict[str, Any]


def _json(made: Any) -> Any:
    return json.loads(json.dumps(made, cls=DashboardEncoder))


def _dashboard(made: Any, **settings: Any) -> Json:
    return modernise(_json(made), **settings).dashboard


def _places(panels: list[Json]) -> list[tuple[Any, ...]]:
    return [(panel.get("title"), *(panel["gridPos"][side] for side in "xywh")) for panel in panels]


def _panel(title: str, *place: int, **rest: Any) -> Json:
    return {"type": "stat", "title": title, **rest} | (
        {"gridPos": dict(zip("xywh", place, strict=True))} if place else {}
    )


def _row(title: str, *place: int, panels: list[Json] | None = None, collapsed: bool = False) -> Json:
    return {**_panel(title, *place), "type": "row", "panels": panels or [], "collapsed": collapsed}


# The dashboard itself


def test_dead_fields_are_gone() -> None:
    """Nothing is left of what grafanalib writes and Grafana no longer reads."""
    made = g.Dashboard(title="t", inputs=[g.ConstantInput("C", "c", "v")], gnetId=7, version=3, id=5)
    found = _dashboard(made)
    assert set(found) == {
        *("annotations", "editable", "graphTooltip", "id", "links", "panels", "refresh", "schemaVersion"),
        *("tags", "templating", "time", "timepicker", "timezone", "title"),
    }
    assert found["id"] is None
    assert set(found["timepicker"]) == {"refresh_intervals"}


def test_settings_are_kept() -> None:
    """What was set stays: uid, refresh, time, tags, description, picker, links."""
    made = g.Dashboard(
        title="t",
        uid="u",
        refresh="1m",
        tags=["a"],
        description="d",
        editable=False,
        time=g.Time("now-6h", "now"),
        timezone="browser",
        timePicker=g.TimePicker(["5m"], ["1h"], nowDelay="1m", hidden=True),
        links=[g.ExternalLink(uri="/x", title="l"), g.DashboardLink(title="d", tags=["a"])],
    )
    found = _dashboard(made, schema_version=41)
    expected = {
        "uid": "u",
        "refresh": "1m",
        "tags": ["a"],
        "description": "d",
        "editable": False,
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "timepicker": {"refresh_intervals": ["5m"], "nowDelay": "1m", "hidden": True},
        "schemaVersion": 41,
    }
    assert {key: found[key] for key in expected} == expected
    required = {
        "asDropdown",
        "icon",
        "includeVars",
        "keepTime",
        "tags",
        "targetBlank",
        "title",
        "tooltip",
        "type",
        "url",
    }
    assert [set(link) for link in found["links"]] == [required, required]
    assert [link["type"] for link in found["links"]] == ["link", "dashboards"]


@pytest.mark.parametrize(("refresh", "expected"), [("10s", "10s"), (False, ""), ("", "")])
def test_refresh(refresh: Any, expected: str) -> None:
    """No refresh is an empty text; old dashboards say false."""
    assert _dashboard({"title": "t", "refresh": refresh})["refresh"] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"graphTooltip": 2}, 2),
        ({"graphTooltip": 1, "sharedCrosshair": False}, 1),
        ({"sharedCrosshair": True}, 1),
        ({}, 0),
    ],
)
def test_shared_tooltip(settings: Json, expected: int) -> None:
    """The tooltip is what the author set; Grafana alone would forget it with grafanalib's schema version."""
    assert _dashboard(g.Dashboard(title="t", **settings))["graphTooltip"] == expected


def test_constants_of_an_export_are_filled_in() -> None:
    """A constant of an exported dashboard stands wherever its name did."""
    made = {
        "__inputs": [
            {"name": "VAR_X", "type": "constant", "value": "1h"},
            {"name": "VAR_Y", "type": "constant"},
        ],
        "panels": [{"type": "stat", "title": "${VAR_X} ${VAR_Y}"}],
    }
    assert _dashboard(made)["panels"][0]["title"] == "1h ${VAR_Y}"


def test_copies_that_grafana_made_are_left_out() -> None:
    """Panels that Grafana repeated and saved are made again by Grafana."""
    made = {"panels": [_panel("a"), _panel("b", repeatPanelId=1), _panel("c", repeatByRow=True)]}
    assert [panel["title"] for panel in _dashboard(made)["panels"]] == ["a"]
    assert len(_dashboard({**made, "schemaVersion": 27})["panels"]) == 3


# Rows and places


def test_legacy_rows_become_a_grid() -> None:
    """Spans of twelve become columns of twenty-four, heights in pixels grid rows, as in Grafana."""
    rows = [
        {"panels": [_panel("a", span=4), _panel("b", span=8)]},
        {
            "height": "300px",
            "panels": [_panel("c", span=12), _panel("d", span=6, height=150), _panel("e", span=6)],
        },
        {"height": 50, "panels": [_panel("f")]},
    ]
    assert _places(_dashboard({"rows": rows})["panels"]) == [
        ("a", 0, 0, 8, 7),
        ("b", 8, 0, 16, 7),
        ("c", 0, 7, 24, 8),
        ("d", 0, 15, 12, 4),
        ("e", 12, 15, 12, 8),
        ("f", 0, 23, 8, 3),
    ]


def test_panels_of_a_legacy_row_stand_under_shorter_neighbours() -> None:
    """A low panel leaves room below it, which the next one takes, as in Grafana."""
    row = {
        "height": "228px",
        "panels": [_panel("a", span=6), *(_panel(n, span=6, height="114px") for n in "bc")],
    }
    assert _places(_dashboard({"rows": [row]})["panels"]) == [
        ("a", 0, 0, 12, 6),
        ("b", 12, 0, 12, 3),
        ("c", 12, 3, 12, 3),
    ]


def test_legacy_rows_that_are_too_full() -> None:
    """A panel that does not fit beside the others starts a new line."""
    row = {"panels": [_panel("a", span=8), _panel("b", span=8), _panel("c", span=4)]}
    places = [("a", 0, 0, 16, 7), ("b", 0, 7, 16, 7), ("c", 16, 7, 8, 7)]
    assert _places(_dashboard({"rows": [row, {"panels": [_panel("d", span=12)]}]})["panels"]) == [
        *places,
        ("d", 0, 14, 24, 7),
    ]


def test_a_legacy_panel_stands_below_all_to_its_right() -> None:
    """Grafana puts a panel under the lowest of the free steps, even where a higher place is free."""
    spans = [("a", 6, 380), ("b", 3, 114), ("c", 3, 190), ("d", 3, 114)]
    row = {"height": 380, "panels": [_panel(name, span=span, height=height) for name, span, height in spans]}
    assert _places(_dashboard({"rows": [row]})["panels"])[-1] == ("d", 12, 5, 6, 3)


def test_titles_of_legacy_rows() -> None:
    """Row panels are there if one row has a title, is collapsed or repeated; a collapsed one holds its panels."""
    rows = [
        {"title": "one", "showTitle": True, "panels": [_panel("a")]},
        {"title": "two", "collapse": True, "panels": [_panel("b")], "repeat": "v"},
        {"title": "three", "panels": [_panel("c")]},
        {"title": "copy", "repeatIteration": 1, "panels": [_panel("x")]},
    ]
    panels = _dashboard({"rows": rows})["panels"]
    assert _places(panels) == [
        ("one", 0, 0, 24, 1),
        ("a", 0, 1, 8, 7),
        ("two", 0, 8, 24, 1),
        ("three", 0, 9, 24, 1),
        ("c", 0, 10, 8, 7),
    ]
    assert _places(panels[2]["panels"]) == [("b", 0, 9, 8, 7)]
    assert panels[2]["repeat"] == "v"
    assert [panel["collapsed"] for panel in panels if panel["type"] == "row"] == [False, True, False]


def test_rows_of_grafanalib() -> None:
    """Rows of grafanalib share their width among panels without a span."""
    made = g.Dashboard(title="t", rows=[g.Row(panels=[g.Graph(title=name) for name in "abc"])])
    assert _places(_dashboard(made)["panels"]) == [("a", 0, 0, 8, 7), ("b", 8, 0, 8, 7), ("c", 16, 0, 8, 7)]


def test_rows_below_panels() -> None:
    """Rows of a dashboard that has panels too stand below them, and that is noted."""
    made = {"panels": [_panel("p", 0, 0, 24, 5)], "rows": [{"panels": [_panel("r", span=12)]}]}
    result = modernise(made)
    assert _places(result.dashboard["panels"]) == [("p", 0, 0, 24, 5), ("r", 0, 5, 24, 7)]
    assert result.notes == ("rows and panels in one dashboard: the rows stand below the panels",)


def test_panels_of_an_open_row_are_behind_it() -> None:
    """An open row has its panels as siblings; grafanalib hides them inside."""
    row = _row("r", 0, 0, 24, 1, panels=[_panel("a", 0, 1, 12, 8), _panel("b", 12, 1, 12, 8)])
    panels = _dashboard({"panels": [row, _panel("c", 0, 9, 24, 4)]})["panels"]
    assert _places(panels) == [
        ("r", 0, 0, 24, 1),
        ("a", 0, 1, 12, 8),
        ("b", 12, 1, 12, 8),
        ("c", 0, 9, 24, 4),
    ]
    assert panels[0]["panels"] == []


def test_panels_of_an_open_row_take_their_room() -> None:
    """Panels that come out of a row push down what stood below the row."""
    row = _row("r", 0, 5, 24, 1, panels=[_panel("a", 0, 0, 12, 8)])
    panels = [
        _panel("top", 0, 0, 24, 5),
        row,
        _panel("c", 0, 6, 12, 4),
        _panel("d", 12, 6, 12, 4),
        _panel("e", 0, 10, 24, 1),
    ]
    assert _places(_dashboard({"panels": panels})["panels"]) == [
        ("top", 0, 0, 24, 5),
        ("r", 0, 5, 24, 1),
        ("a", 0, 6, 12, 8),
        ("c", 0, 14, 12, 4),
        ("d", 12, 14, 12, 4),
        ("e", 0, 18, 24, 1),
    ]


def test_collapsed_row_takes_the_panels_up_to_the_next() -> None:
    """A collapsed row that holds nothing holds what stands behind it: Grafana would show it open."""
    panels = [
        _panel("before", 0, 0, 24, 1),
        _row("r", 0, 1, 24, 1, collapsed=True),
        _panel("a", 0, 2, 12, 8),
        _row("next", 0, 10, 24, 1),
        _panel("b", 0, 11, 12, 8),
    ]
    found = _dashboard({"panels": panels})["panels"]
    assert [panel["title"] for panel in found] == ["before", "r", "next", "b"]
    assert [panel["title"] for panel in found[1]["panels"]] == ["a"]


def test_collapsed_row_with_panels_takes_no_others() -> None:
    """Panels behind a collapsed row that holds some are open, and stay so."""
    row = _row("r", 0, 0, 24, 1, panels=[_panel("a", 0, 1, 12, 8)], collapsed=True)
    found = _dashboard({"panels": [row, _panel("b", 0, 1, 12, 8)]})["panels"]
    assert [panel["title"] for panel in found] == ["r", "b"]


def test_row_in_a_row() -> None:
    """Grafana has no rows in rows: the panels of the inner one are the outer's."""
    inner = _row("inner", panels=[_panel("a")])
    found = _dashboard({"panels": [_row("outer", panels=[inner, _panel("b")], collapsed=True)]})["panels"]
    assert [panel["title"] for panel in found[0]["panels"]] == ["a", "b"]


def test_panels_without_a_place() -> None:
    """Panels without a place stand below the others, two in a line, rows in a line of their own."""
    panels = [_panel("a", 0, 0, 24, 4), _panel("b"), _panel("c"), _panel("d"), _row("r"), _panel("e")]
    assert _places(_dashboard({"panels": panels})["panels"]) == [
        ("a", 0, 0, 24, 4),
        ("b", 0, 4, 12, 8),
        ("c", 12, 4, 12, 8),
        ("d", 0, 12, 12, 8),
        ("r", 0, 20, 24, 1),
        ("e", 0, 21, 12, 8),
    ]


def test_panels_of_a_row_without_places() -> None:
    """Panels of an open row without places stand below it."""
    made = {"panels": [_row("r", 0, 3, 24, 1, panels=[_panel("a"), _panel("b")])]}
    assert _places(_dashboard(made)["panels"])[1:] == [("a", 0, 4, 12, 8), ("b", 12, 4, 12, 8)]


def test_panels_stand_in_reading_order() -> None:
    """Panels are listed as they are read, whatever order they were written in."""
    panels = [_panel("c", 0, 8, 12, 8), _panel("b", 12, 0, 12, 8), _panel("a", 0, 0, 12, 8)]
    assert [panel["title"] for panel in _dashboard({"panels": panels})["panels"]] == ["a", "b", "c"]


def test_places_off_the_grid() -> None:
    """A place is made of whole numbers on the grid."""
    found = _dashboard({"panels": [_panel("a", 30, -1, 99, 0) | {"id": 3}, {**_panel("b"), "gridPos": {"x": "2", "y": 1.5, "w": 3, "h": 4}}]})  # fmt: skip
    assert _places(found["panels"]) == [("a", 23, 0, 24, 1), ("b", 2, 1, 3, 4)]


def test_row_has_the_keys_of_a_row() -> None:
    """A row panel carries no fields, queries or other things of a panel."""
    made = g.Dashboard(title="t", panels=[g.RowPanel(title="r", collapsed=True, panels=[g.Stat(title="s")])])
    row = _dashboard(made)["panels"][0]
    assert set(row) == {"collapsed", "gridPos", "id", "panels", "title", "type"}


# Ids


def test_ids_come_from_titles() -> None:
    """A panel's id is the same wherever it stands, and that of an equal title the next free one."""
    one = _dashboard({"panels": [_panel("a"), _panel("b"), _panel("a")]})["panels"]
    two = _dashboard({"panels": [_panel("new"), _panel("a"), _panel("a"), _panel("b")]})["panels"]
    ids = {panel["title"]: panel["id"] for panel in reversed(two)}
    assert [panel["id"] for panel in one] == [ids["a"], ids["b"], ids["a"] + 1]
    assert two[2]["id"] == ids["a"] + 1


def test_given_ids_stay() -> None:
    """An id of the author's stays, but for the second panel that has it."""
    made = {
        "panels": [
            _panel("a", id=7),
            _panel("b", id=7),
            _panel("c", id=0),
            _row("r", panels=[_panel("d", id=9)]),
        ]
    }
    found = {panel["title"]: panel["id"] for panel in _dashboard(made)["panels"]}
    assert (found["a"], found["d"]) == (7, 9)
    assert len(set(found.values())) == 5


def test_id_that_another_panel_was_given() -> None:
    """An id from a title gives way to one that an author gave, wherever the two stand."""
    title_id = _dashboard({"panels": [_panel("a")]})["panels"][0]["id"]
    found = _dashboard({"panels": [_panel("a"), _panel("b", id=title_id)]})["panels"]
    assert [panel["id"] for panel in found] == [title_id + 1, title_id]


# Data sources


def _known(name: str) -> Json:
    return {"type": "prometheus", "uid": f"uid-{name.lower()}"}


def _asked(
    *targets: Any, source: Any = None, datasource: Any = _known, **settings: Any
) -> tuple[Any, list[Any]]:
    panel = {
        "type": "stat",
        "datasource": source,
        "targets": [{"expr": "x", "datasource": each} for each in targets],
    }
    found = modernise({"panels": [panel], **settings}, datasource=datasource).dashboard["panels"][0]
    return found.get("datasource"), [query.get("datasource") for query in found.get("targets", [])]


MIXED = {"type": "datasource", "uid": "-- Mixed --"}


@pytest.mark.parametrize(
    ("source", "targets", "own", "theirs"),
    [
        ("Prom", [None], _known("prom"), [_known("prom")]),
        ({"type": "loki", "uid": "l"}, [None], {"type": "loki", "uid": "l"}, [{"type": "loki", "uid": "l"}]),
        (None, [None], _known("default"), [_known("default")]),
        ("default", [None], _known("default"), [_known("default")]),
        (None, ["A", "A"], _known("a"), [_known("a"), _known("a")]),
        (None, ["A", "B"], MIXED, [_known("a"), _known("b")]),
        (None, ["A", None], MIXED, [_known("a"), _known("default")]),
        ("-- Mixed --", ["A", None], MIXED, [_known("a"), _known("default")]),
        (None, ["A", {"type": "__expr__", "uid": "__expr__"}], _known("a"), [_known("a"), {"type": "__expr__", "uid": "__expr__"}]),
        ("-- Grafana --", [None], {"type": "grafana", "uid": "-- Grafana --"}, [{"type": "grafana", "uid": "-- Grafana --"}]),
        ("-- Dashboard --", [], {"type": "datasource", "uid": "-- Dashboard --"}, []),
        ({"type": None, "uid": None}, [{}], _known("default"), [_known("default")]),
        (None, [], None, []),
    ],
)  # fmt: skip
def test_data_sources(source: Any, targets: list[Any], own: Any, theirs: list[Any]) -> None:
    """Names become references, in panel and queries; a panel on the default follows its queries."""
    assert _asked(*targets, source=source) == (own, theirs)


@pytest.mark.parametrize("spelling", ["$ds", "${ds}", "[[ds]]", "${ds:raw}"])
def test_data_source_variables(spelling: str) -> None:
    """A variable of the dashboard stays one, with the plugin that it chooses from."""
    variables = {"list": [{"type": "datasource", "name": "ds", "query": "prometheus"}]}
    own, _ = _asked(source=spelling, templating=variables)
    assert own == {"type": "prometheus", "uid": "${ds}"}


@pytest.mark.parametrize("source", ["${DS_MAIN}", {"type": "prometheus", "uid": "${DS_MAIN}"}])
@pytest.mark.parametrize(
    ("datasource", "expected"),
    [(_known, _known("my prom")), (None, {"type": "prometheus", "uid": "My Prom"})],
)
def test_inputs_of_an_export(source: Any, datasource: Any, expected: Json) -> None:
    """An input of an exported dashboard is the data source that its label names."""
    inputs = [{"name": "DS_MAIN", "label": "My Prom", "type": "datasource", "pluginId": "prometheus"}]
    assert _asked(source=source, datasource=datasource, __inputs=inputs)[0] == expected


def test_unknown_variable() -> None:
    """A variable that the dashboard does not define stays as it is written."""
    assert _asked(source="$other")[0] == {"uid": "${other}"}


def test_without_a_mapping() -> None:
    """Without a mapping a name stands as uid, by which Grafana finds it, and the default is left open."""
    assert _asked(None, source="Prom", datasource=None) == ({"uid": "Prom"}, [{"uid": "Prom"}])
    assert _asked(None, datasource=None) == (None, [None])


def test_data_source_of_a_variable_and_an_annotation() -> None:
    """Variables and annotations refer to their data sources too."""
    made = g.Dashboard(
        title="t",
        templating=g.Templating(
            [g.Template("i", "label_values(i)", dataSource="Prom"), g.Template("j", "x")]
        ),
        annotations=g.Annotations([{"name": "a", "datasource": "Prom", "expr": "x"}]),
    )
    found = _dashboard(made, datasource=_known)
    assert [each["datasource"] for each in found["templating"]["list"]] == [_known("prom"), _known("default")]
    assert found["annotations"]["list"][0]["datasource"] == _known("prom")


# Variables and annotations


def _variable(version: int = 12, **settings: Any) -> Json:
    made = _json(g.Template(**{"name": "v", "query": "a,b", **settings}))
    found: Json = modernise({"schemaVersion": version, "templating": {"list": [made]}}).dashboard[
        "templating"
    ]["list"][0]
    return found


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, "includeAll multi options refresh sort"),
        ({"type": "custom"}, "current includeAll multi options"),
        ({"type": "datasource"}, "includeAll multi options refresh"),
        ({"type": "interval", "auto": True}, "auto auto_count auto_min current options refresh"),
        ({"type": "textbox"}, "current options"),
        ({"type": "constant", "hide": 2}, "current options"),
        ({"type": "adhoc"}, ""),
    ],
)
def test_variable_has_the_keys_of_its_kind(settings: Json, keys: str) -> None:
    """Of the twenty keys that grafanalib writes for every variable, those of its kind are left."""
    assert set(_variable(**settings)) == {"hide", "name", "query", "type", *keys.split()}


def test_query_variable() -> None:
    """A query variable asks when the dashboard loads or the time changes; options are Grafana's to find."""
    found = _variable(
        query="label_values(x)", regex="/a/", label="l", allValue=".*", includeAll=True, refresh=0
    )
    expected = {
        "regex": "/a/",
        "label": "l",
        "allValue": ".*",
        "includeAll": True,
        "refresh": 1,
        "options": [],
    }
    assert {key: found[key] for key in expected} == expected
    assert _variable(refresh=2)["refresh"] == 2


@pytest.mark.parametrize(
    ("settings", "current"),
    [
        ({"default": "x"}, {"selected": True, "text": "x", "value": "x"}),
        ({"default": "x", "multi": True}, {"selected": True, "text": ["x"], "value": ["x"]}),
        ({"default": "All", "includeAll": True}, {"selected": True, "text": "All", "value": "$__all"}),
        (
            {"default": "All", "includeAll": True, "multi": True},
            {"selected": True, "text": ["All"], "value": ["$__all"]},
        ),
        ({"default": ["x", "y"]}, {"selected": True, "text": "x", "value": "x"}),
        ({}, None),
    ],
)
def test_current_value(settings: Json, current: Json | None) -> None:
    """The chosen value is one or several, as the variable is; without a default there is none."""
    assert _variable(**settings).get("current") == current


def test_custom_variable() -> None:
    """Options come from the text as Grafana reads it: trimmed, with names, escaped commas and all of them."""
    found = _variable(type="custom", query="a, b : B ,c\\,d", default="a", includeAll=True)
    assert [(each["text"], each["value"]) for each in found["options"]] == [
        ("All", "$__all"),
        ("a", "a"),
        ("b", "B"),
        ("c,d", "c,d"),
    ]
    assert found["current"] == {"selected": True, "text": "a", "value": "a"}


def test_custom_variable_without_a_default() -> None:
    """The first option is chosen."""
    assert _variable(type="custom")["current"] == {"selected": True, "text": "a", "value": "a"}
    chosen = _variable(type="custom", query="a,b", default="b")
    assert chosen["current"]["value"] == "b"
    assert _variable(type="custom", query="").get("current") is None


def test_options_of_the_authors_own() -> None:
    """Options that say something else than the text are kept."""
    options = [{"text": "one", "value": "1", "selected": True}]
    found = _variable(type="custom", query="x", options=options)
    assert found["options"] == options
    assert found["current"]["text"] == "one"


@pytest.mark.parametrize(
    ("version", "hide", "kind"), [(12, 0, "textbox"), (12, 2, "constant"), (30, 0, "constant")]
)
def test_constants(version: int, hide: int, kind: str) -> None:
    """A constant that showed was a box to type in, before schema version 27."""
    found = _variable(version, type="constant", hide=hide, query="x")
    assert found["type"] == kind
    assert found["current"] == {"selected": True, "text": "x", "value": "x"}


def test_variable_of_an_unknown_kind() -> None:
    """A variable of a kind that is not known keeps its keys, but for nulls."""
    made = {"type": "snapshot", "name": "n", "own": 1, "label": None}
    found = _dashboard({"templating": {"list": [made]}})["templating"]["list"][0]
    assert found == {"type": "snapshot", "name": "n", "own": 1}
    assert _dashboard({"templating": {"list": [{"name": "n"}]}})["templating"]["list"][0]["type"] == "query"


def test_annotations() -> None:
    """An annotation has a name, a colour and is on; a search for Grafana's own is a target."""
    made = [
        {"builtIn": 1, "datasource": "-- Grafana --", "name": "Annotations & Alerts", "type": "dashboard"},
        {"datasource": "-- Grafana --", "name": "Deploys", "type": "tags", "tags": ["deploy"], "limit": 10},
        {"expr": "changes(x[1m])", "enable": False, "iconColor": "red", "step": None},
    ]
    built_in, tagged, asked = _dashboard({"annotations": {"list": made}})["annotations"]["list"]
    assert built_in["datasource"] == {"type": "grafana", "uid": "-- Grafana --"}
    assert built_in["enable"] is True
    assert tagged["target"] == {"limit": 10, "tags": ["deploy"], "type": "tags"}
    assert not {"limit", "tags", "type"} & tagged.keys()
    assert asked == {"expr": "changes(x[1m])", "enable": False, "iconColor": "red", "name": "Annotation"}
