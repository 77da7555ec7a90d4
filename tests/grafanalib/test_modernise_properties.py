"""What holds of every dashboard that is brought up to date, whatever JSON it is made of."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from grafana_kit.render.modernise import modernise

Json = dict[str, Any]

_KINDS = """
alertlist annolist barchart bargauge canvas dashlist gauge geomap grafana-piechart-panel
grafana-worldmap-panel graph heatmap histogram logs natel-discrete-panel news piechart row
singlestat some-plugin-panel stat state-timeline status-history table table-old text timeseries
xychart
"""
KINDS = _KINDS.split()
# The words of dashboard JSON, so that made-up JSON comes close to what is found in the wild.
_WORDS = """
A $ds ${ds} ${DS_X} [[ds]] default null Prometheus connected current avg left right series histogram
time 250px 1,2 All $__all value hidden red /x/ legend markdown tsbuckets 12 up
"""
WORDS = [*_WORDS.split(), "-- Mixed --", "-- Grafana --"]
_KEYS = """
type title id targets datasource refId expr fieldConfig defaults overrides custom options thresholds
steps value color mode mappings links url unit decimals min max yaxes xaxis format logBase show
label legend values seriesOverrides alias bars lines yaxis fill stack percentage nullPointMode
tooltip shared sort gauge colors prefix postfix valueName valueMaps rangeMaps from to text styles
pattern columns transform fieldOptions calcs reduceOptions collapsed collapse panels span height
gridPos x y w h repeat minSpan maxDataPoints transformations matcher properties name query multi
includeAll current selected allValue refresh hide regex displayMode stateFilter content alert cards
dataFormat yAxis
"""
KEYS = _KEYS.split()

scalars = st.none() | st.booleans() | st.integers(-3, 60) | st.floats(-9, 9) | st.sampled_from(WORDS)
shallow = (
    scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.sampled_from(KEYS), scalars, max_size=3)
)
json_values = (
    shallow | st.dictionaries(st.sampled_from(KEYS), shallow, max_size=4) | st.lists(shallow, max_size=2)
)
objects = st.dictionaries(st.sampled_from(KEYS), json_values, max_size=6)
places = st.fixed_dictionaries({side: st.integers(0, 30) for side in "xywh"}) | json_values
queries = st.builds(lambda rest, expr: {**rest, "expr": expr}, objects, st.sampled_from(WORDS)) | objects
titles = st.sampled_from(["", "a", "b", "c"]) | scalars


def _panel(rest: Json, kind: str, title: Any, number: Any, targets: Any, place: Any, extra: Json) -> Json:
    return {**extra, **rest, "type": kind, "title": title, "id": number, "targets": targets, "gridPos": place}


panels = st.builds(
    _panel,
    objects,
    st.sampled_from(KINDS),
    titles,
    st.none() | st.integers(-1, 5),
    st.lists(queries, max_size=4) | json_values,
    places,
    st.fixed_dictionaries({}, optional={"fieldConfig": objects, "options": objects, "legend": objects}),
)
row_panels = st.builds(
    lambda panel, inner, collapsed: {**panel, "type": "row", "panels": inner, "collapsed": collapsed},
    panels,
    st.lists(panels, max_size=3),
    st.booleans(),
)
rows = st.builds(lambda rest, inner: {**rest, "panels": inner}, objects, st.lists(panels, max_size=4))
variables = st.builds(
    lambda rest, kind: {**rest, "type": kind},
    objects,
    st.sampled_from(["query", "custom", "interval", "datasource", "constant", "textbox", "adhoc", "new"]),
)
dashboards = st.fixed_dictionaries(
    {"title": titles},
    optional={
        "panels": st.lists(panels | row_panels, max_size=5),
        "rows": st.lists(rows, max_size=3),
        "templating": st.fixed_dictionaries({"list": st.lists(variables, max_size=3)}) | json_values,
        "annotations": st.fixed_dictionaries({"list": st.lists(objects, max_size=2)}) | json_values,
        "links": st.lists(objects, max_size=2),
        "timepicker": objects | json_values,
        "schemaVersion": st.sampled_from([12, 16, 27, 36, 38]) | scalars,
        "graphTooltip": scalars,
        "sharedCrosshair": scalars,
        "refresh": scalars,
        "__inputs": st.lists(objects, max_size=2),
    },
)
thorough = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def _inside(panel: Json) -> list[Json]:
    found = panel.get("panels") if panel.get("type") == "row" else None
    inner = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [each for panel in inner for each in (panel, *_inside(panel))]


def _all_panels(dashboard: Json) -> list[Json]:
    return [each for panel in dashboard["panels"] for each in (panel, *_inside(panel))]


def _queries(panel: Json) -> list[Json]:
    found = panel.get("targets")
    return [query for query in found if isinstance(query, dict)] if isinstance(found, list) else []


def _known(name: str) -> Json:
    return {"type": "prometheus", "uid": name.lower()}


@thorough
@given(dashboards, st.sampled_from([None, _known]))
def test_input_is_not_changed(dashboard: Json, datasource: Any) -> None:
    """The dashboard that is given is the author's: it stays as it is, at any depth."""
    before = copy.deepcopy(dashboard)
    modernise(dashboard, datasource=datasource)
    assert dashboard == before


@thorough
@given(dashboards, st.sampled_from([38, 42]), st.sampled_from([None, _known]))
def test_result_comes_back_the_same(dashboard: Json, version: int, datasource: Any) -> None:
    """Bringing a result up to date again changes nothing, and there is nothing more to note."""
    once = modernise(dashboard, schema_version=version, datasource=datasource).dashboard
    again = modernise(once, schema_version=version, datasource=datasource)
    assert again.dashboard == once


@thorough
@given(dashboards)
def test_ids_and_ref_ids_are_unique(dashboard: Json) -> None:
    """Every panel has an id of its own, and every query of a panel a refId of its own."""
    found = _all_panels(modernise(dashboard).dashboard)
    numbers = [panel["id"] for panel in found]
    assert all(isinstance(number, int) and 0 < number < 2**31 for number in numbers)
    assert len(set(numbers)) == len(numbers)
    for panel in found:
        names = [query["refId"] for query in _queries(panel)]
        assert all(names)
        assert len(set(names)) == len(names)


@thorough
@given(dashboards, st.sampled_from([None, _known]))
def test_data_sources_are_references(dashboard: Json, datasource: Any) -> None:
    """No data source is a name any more."""
    for panel in _all_panels(modernise(dashboard, datasource=datasource).dashboard):
        holders = [panel, *_queries(panel)]
        assert all(isinstance(holder.get("datasource", {}), dict) for holder in holders)


@thorough
@given(dashboards)
def test_places_are_on_the_grid(dashboard: Json) -> None:
    """Every panel has a place on the grid; the panels of a collapsed row are inside it, those of an open one not."""
    for panel in _all_panels(modernise(dashboard).dashboard):
        place = panel["gridPos"]
        assert all(isinstance(side, int) for side in place.values())
        assert 0 <= place["x"] < 24
        assert 1 <= place["w"] <= 24
        assert place["y"] >= 0
        assert place["h"] >= 1
        assert panel["type"] != "row" or panel["collapsed"] or panel["panels"] == []


@thorough
@given(dashboards)
def test_no_panel_is_lost(dashboard: Json) -> None:
    """As many panels come out as went in, wherever they stood, but for copies that Grafana had made."""
    given_panels = _all_panels({"panels": dashboard.get("panels", [])})
    in_rows = [panel for row in dashboard.get("rows", []) for panel in row["panels"]]
    expected = [panel for panel in [*given_panels, *in_rows] if panel["type"] != "row"]
    found = [panel for panel in _all_panels(modernise(dashboard).dashboard) if panel["type"] != "row"]
    assert len(found) == len([panel for panel in expected if isinstance(panel, dict)])


@thorough
@given(st.dictionaries(st.text(min_size=1), json_values), json_values)
def test_a_plugins_panel_keeps_what_is_its_own(own: Json, options: Any) -> None:
    """Whatever JSON a plugin keeps in its panel survives: its options, and keys of its own."""
    grafanas = {"targets", "datasource", "id", "gridPos", "type"}
    assume(not {"repeatByRow", "repeatPanelId"} & own.keys())  # Grafana's marks of a copy
    given_panel = {key: item for key, item in own.items() if item is not None} | {"options": options}
    panel = {**given_panel, "type": "some-plugin-panel"}
    found = modernise({"panels": [panel]}).dashboard["panels"][0]
    expected = {key: item for key, item in given_panel.items() if key not in grafanas}
    if options is None:
        del expected["options"]
    assert {key: item for key, item in found.items() if key not in grafanas} == expected


@thorough
@given(st.lists(titles, min_size=1, max_size=6), st.integers(0, 6), titles)
def test_an_insertion_changes_no_other_id(names: list[Any], index: int, new: Any) -> None:
    """Ids of panels with titles of their own survive the insertion of another panel."""
    made = [{"type": "stat", "title": name} for name in names]
    before = {panel["title"]: panel["id"] for panel in modernise({"panels": made}).dashboard["panels"]}
    made.insert(index, {"type": "stat", "title": f"new {new}"})
    after = {panel["title"]: panel["id"] for panel in modernise({"panels": made}).dashboard["panels"]}
    single = [name for name in before if names.count(name) == 1]
    assert {name: before[name] for name in single} == {name: after[name] for name in single}


@thorough
@given(dashboards)
def test_result_is_json(dashboard: Json) -> None:
    """The result is written as JSON without further ado, and holds no key of a legacy dashboard."""
    result = modernise(dashboard).dashboard
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert not {"rows", "__inputs", "style", "sharedCrosshair", "hideControls"} & result.keys()
    assert (result["id"], result["schemaVersion"]) == (None, 38)
