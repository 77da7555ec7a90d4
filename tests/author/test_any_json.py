"""Whatever JSON-like value an author hands in: it is written as it is, or refused clearly."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit import panels, variables
from grafana_kit.errors import AuthorError, KitErrors
from grafana_kit.metrics import Gauge
from grafana_kit.model.dashboard import DatasourceRef, Link, Panel
from grafana_kit.render.encode import json_bytes
from tests.author.builders import rendered

UP = Gauge("up", labels={})
GOOD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ANY_TEXT = st.text(alphabet=st.characters())  # surrogates too
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.binary(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(ANY_TEXT | st.integers() | st.none(), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES: dict[str, Callable[[Any], Panel]] = {
    "raw": lambda value: panels.raw({"type": "canvas", "title": "P", "extra": value}),
    "raw options": lambda value: panels.raw({"type": "canvas", "title": "P", "options": value}),
    "raw targets": lambda value: panels.raw({"type": "canvas", "title": "P", "targets": value}),
    "override": lambda value: panels.stat("P", UP, overrides=[panels.override(name="x", **{"custom.x": value})]),
    "overrides": lambda value: panels.stat("P", UP, overrides=value),
    "transformations": lambda value: panels.stat("P", UP, transformations=[{"id": "x", "options": value}]),
    "mappings": lambda value: panels.stat("P", UP, mappings=[{"type": "value", "options": value}]),
    "mapping": lambda value: panels.stat("P", UP, mappings=value),
    "mapped text": lambda value: panels.stat("P", UP, mappings={1: value}),
    "color": lambda value: panels.stat("P", UP, color={"mode": value}),
    "target": lambda value: panels.stat("P", panels.target({"query": value})),
    "thresholds": lambda value: panels.stat("P", UP, thresholds=value),
    "threshold": lambda value: panels.stat("P", UP, thresholds={"red": value}),
    "links": lambda value: panels.stat("P", UP, links=value),
    "link": lambda value: panels.stat("P", UP, links=[Link(value, "/d/x")]),
    "link url": lambda value: panels.stat("P", UP, links=[panels.link("x", value)]),
    "queries": lambda value: panels.stat("P", value),
    "legend": lambda value: panels.stat("P", {"x": panels.target(UP, legend=value)}),
    "datasource": lambda value: panels.stat("P", UP, datasource=DatasourceRef(value, "x")),
    "no data source": lambda value: panels.stat("P", UP, datasource=value),
    **{
        name: lambda value, name=name: panels.timeseries("P", UP, **{name: value})  # type: ignore[misc]
        for name in ("unit", "decimals", "min", "max", "no_value", "description", "repeat", "max_per_row", "width",
                     "height", "x", "id", "interval", "max_data_points", "time_from", "transparent", "fill",
                     "soft_min", "legend_calcs", "connect_gaps", "axis_label", "threshold_style", "legend_display")
    },
}  # fmt: skip


def without_null_for_nan(value: Any) -> Any:
    """Fail if a value holds a number that JSON would turn into null."""
    if isinstance(value, float):
        assert math.isfinite(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            without_null_for_nan(part)


@pytest.mark.parametrize("place", PLACES)
@given(value=ANYTHING)
def test_any_value_is_written_or_refused(place: str, value: Any) -> None:
    """Never another exception than ours while rendering, and never null instead of a number.

    While the author's own call runs, Python's own errors may come: the loader names the author's line.
    """
    try:
        panel = PLACES[place](value)
    except (AuthorError, TypeError, ValueError, AttributeError):
        return
    with contextlib.suppress(AuthorError, KitErrors):
        body = rendered(panel).body
        written = json_bytes(body, panel.source)
        without_null_for_nan(body)
        assert json.loads(written)["panels"][0]["title"] == "P"


@given(GOOD)
def test_good_values_are_written_as_they_are(value: Any) -> None:
    """Raw panels and queries, transformations, mappings and overrides keep every digit."""
    override = panels.override(name="x", **{"custom.x": value})
    panel = panels.stat(
        "P",
        panels.target({"query": value}),
        overrides=[override],
        transformations=[{"id": "x", "options": value}],
        mappings=[{"type": "value", "options": value}],
    )
    raw = {"type": "canvas", "title": "R", "extra": value}
    ours, other = json.loads(json_bytes(rendered(panel, panels.raw(raw)).body))["panels"]
    assert ours["targets"][0]["query"] == value
    assert ours["transformations"][0]["options"] == value
    assert ours["fieldConfig"]["defaults"]["mappings"][0]["options"] == value
    assert ours["fieldConfig"]["overrides"][0]["properties"][0]["value"] == value
    assert other["extra"] == value


@pytest.mark.parametrize("name", ["default", "title", "description", "regex"])
@given(value=ANYTHING)
def test_any_value_in_a_variable_is_written_or_refused(name: str, value: Any) -> None:
    """Defaults too."""
    options: dict[str, Any] = {name: value}
    with contextlib.suppress(AuthorError):
        body = rendered(panels.stat("P", UP), variables=[variables.label_values("job", UP, **options)]).body
        json_bytes(body)
        without_null_for_nan(body)
