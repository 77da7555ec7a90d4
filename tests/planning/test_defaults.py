"""The tables of defaults against the values of Grafana's own SDK, which are generated from Grafana's schemas."""

from __future__ import annotations

import importlib
import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from grafana_kit.planning import defaults
from grafana_kit.planning.defaults import without_defaults
from tests.planning.samples import BOARDS, at, leaves, plain

with warnings.catch_warnings():  # "Prefer using dashboardv2": the classic model is what is compared
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.models import dashboard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.planning.samples import Json, Path

MODULES = {
    "barchart": "barchart",
    "bargauge": "bargauge",
    "dashlist": "dashboardlist",
    "gauge": "gauge",
    "heatmap": "heatmap",
    "histogram": "histogram",
    "logs": "logs",
    "piechart": "piechart",
    "stat": "stat",
    "state-timeline": "statetimeline",
    "status-history": "statushistory",
    "table": "table",
    "text": "text",
    "timeseries": "timeseries",
    "xychart": "xychart",
}
"""Panel kind → the SDK's module."""

SDK_IS_WRONG = {
    ("legend", "showLegend"): "the schema gives no default; panels show legends unless told (bargauge: not)",
    ("tooltip", "sort"): "the schema gives no default, the SDK takes its first value; panels do not sort",
    ("reduceOptions", "calcs"): "the schema gives no default; panels take the last value that is not null",
    ("footer", "reducer"): "the schema gives no default; the table's editor writes the sum",
    ("enableLogDetails",): "the schema gives no default; the panel has it on",
}
NOT_LISTED = {
    (
        "text",
        "content",
    ): "an author always gives it; a new panel's example text is no default of a rendered one",
}


def sdk(name: str, part: str) -> Json:
    """Return the default values of a part of the SDK, as JSON."""
    module = importlib.import_module(f"grafana_foundation_sdk.models.{name}")
    made = getattr(module, part, None)
    values: Json = json.loads(json.dumps(made(), cls=JSONEncoder)) if made is not None else {}
    return values


def value_at(value: Any, path: Path) -> Any:
    """Return the value at a path; ``...`` where there is none."""
    try:
        return at(value, path)
    except (KeyError, IndexError, TypeError):
        return ...


def disagreements(kind: str, ours: Mapping[str, Any], theirs: Json) -> list[str]:
    """Return what the SDK has otherwise than our table, without the exceptions."""
    found = []
    for path in leaves(theirs):
        known = value_at(ours, path)
        told = path in SDK_IS_WRONG or (kind, *path) in NOT_LISTED
        empty = value_at(theirs, path) in ({}, []) and (known is ... or isinstance(known, dict))
        if known != value_at(theirs, path) and not told and not empty:
            found.append(f"{'.'.join(map(str, path))}: {known} here, {value_at(theirs, path)} there")
    return found


@pytest.mark.parametrize("kind", MODULES)
def test_options_and_fields_of_panels_are_the_schemas(kind: str) -> None:
    """Every default that Grafana's schemas name is in our tables with the same value, or an exception says why not."""
    assert disagreements(kind, defaults.OPTIONS.get(kind, {}), sdk(MODULES[kind], "Options")) == []
    assert disagreements(kind, defaults.CUSTOM.get(kind, {}), sdk(MODULES[kind], "FieldConfig")) == []


def test_every_exception_is_needed() -> None:
    """An exception that the SDK no longer needs goes."""
    wrong = {
        path
        for kind, module in MODULES.items()
        for part, ours in (("Options", defaults.OPTIONS), ("FieldConfig", defaults.CUSTOM))
        for path in leaves(sdk(module, part))
        if value_at(ours.get(kind, {}), path) != value_at(sdk(module, part), path)
    }
    assert set(SDK_IS_WRONG) <= wrong
    assert {path[1:] for path in NOT_LISTED} <= wrong


def test_the_tables_cover_the_panels_that_authors_make() -> None:
    """Every kind of panel in the golden dashboards has a table, or no defaults that a schema knows."""
    panels = [one for model in BOARDS for one in model["panels"]]
    kinds = {one["type"] for outer in panels for one in (outer, *outer.get("panels", []))} - {"row"}
    without_table = {"alertlist", "canvas", "candlestick", "geomap", "graph"}
    assert kinds - set(defaults.OPTIONS) <= without_table


@pytest.mark.parametrize(
    ("name", "ours", "known"),
    [
        ("Dashboard", defaults.DASHBOARD, {"annotations", "schemaVersion", "templating", "timezone"}),
        ("Panel", defaults.PANEL, {"type"}),
        ("VariableModel", defaults.VARIABLE, {"name"}),
        ("DashboardLink", defaults.LINK, {"icon", "placement", "title", "type"}),
        ("TimePickerConfig", defaults.DASHBOARD["timepicker"], set()),
    ],
)
def test_parts_of_dashboards_are_the_schemas(name: str, ours: Json, known: set[str]) -> None:
    """The same for dashboards, panels, variables and links; ``known`` is compared elsewhere or always given."""
    theirs = {key: value for key, value in sdk("dashboard", name).items() if key not in known}
    assert {key: ours.get(key) for key in theirs} == theirs
    assert known <= set(sdk("dashboard", name))


def test_the_sdk_reads_what_it_knows() -> None:
    """The oracle itself has values: an empty one would agree with everything."""
    assert dashboard.VariableModel().auto_count == 30
    assert sum(len(list(leaves(sdk(module, "Options")))) for module in MODULES.values()) > 100


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("timeseries", ("legend", "showLegend"), True),
        ("bargauge", ("legend", "showLegend"), False),
        ("piechart", ("tooltip", "sort"), "none"),
        ("stat", ("reduceOptions", "calcs"), ["lastNotNull"]),
        ("table", ("footer", "reducer"), ["sum"]),
        ("logs", ("enableLogDetails",), True),
    ],
)
def test_where_the_sdk_is_wrong_grafana_s_editor_is_right(kind: str, path: Path, value: Any) -> None:
    """What the panels' own editors write into a dashboard for each of the exceptions."""
    assert at(defaults.OPTIONS[kind], path) == value


@pytest.mark.parametrize("kind", sorted(defaults.OPTIONS))
def test_all_defaults_together_leave_nothing(kind: str) -> None:
    """What Grafana fills in alone disappears; what is not in the table stays, also inside."""
    options = plain(defaults.OPTIONS[kind])
    assert without_defaults(options, defaults.OPTIONS[kind]) == {}
    for path in leaves(options):
        first = path[0]
        assert isinstance(first, str)
        other = plain(options)
        at(other, path[:-1])[path[-1]] = "another"
        assert set(without_defaults(other, defaults.OPTIONS[kind])) == {first}


@pytest.mark.parametrize(
    ("value", "known", "left"),
    [
        ({"a": 1}, {}, {"a": 1}),
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, {"a": {"c": 2}}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}, {}),
        ({"a": {}}, {"a": {"b": 1}}, {}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
        ({"a": {}}, {"a": 1}, {"a": {}}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": 1}),
        ({"a": [1]}, {"a": [1, 2]}, {"a": [1]}),
        ({"a": ""}, {"b": ""}, {"a": ""}),
    ],
)
def test_what_is_left_without_defaults(value: Json, known: Json, left: Json) -> None:
    """Members go where they equal their default, and objects when nothing is left in them."""
    assert without_defaults(value, known) == left
