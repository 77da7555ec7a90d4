from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.grafana.migration import migrated

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

PANEL: dict[str, Any] = {
    "id": 7,
    "type": "stat",
    "title": "p",
    "gridPos": {"x": 0, "y": 8, "w": 4, "h": 4},
    "transparent": False,
    "links": [],
    "options": {},
    "fieldConfig": {"defaults": {"thresholds": {"steps": [{"color": "green", "value": None}]}}},
    "targets": [{"expr": "up"}, {"expr": "down", "refId": "A"}],
}
FIRST: dict[str, Any] = {"id": 7, "type": "row", "title": "r", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}}


def test_the_new_version_rewrites_what_it_stores(new: Api) -> None:
    """Newest schema, defaults in, panel defaults out, nulls gone, panels by position, ids and refIds complete."""
    query = {"name": "job", "type": "query", "datasource": None}
    new.save(panels=[PANEL, FIRST], templating={"list": [query]})
    model = new.dashboard()["dashboard"]
    assert (model["schemaVersion"], model["timezone"], model["tags"]) == (42, "", [])
    assert model["annotations"]["list"][0]["builtIn"] == 1
    assert model["templating"]["list"] == [{"name": "job", "type": "query", "options": []}]
    row, stat = model["panels"]
    assert (row["type"], row["id"], stat["id"]) == ("row", 8, 7)
    assert not {"transparent", "links", "options"} & set(stat)
    assert stat["fieldConfig"] == {
        "defaults": {"thresholds": {"steps": [{"color": "green"}]}},
        "overrides": [],
    }
    assert [target["refId"] for target in stat["targets"]] == ["B", "A"]


def test_the_old_version_stores_what_it_gets(old: Api) -> None:
    """10.2 keeps the model as it is, but for id, uid and version."""
    old.save(panels=[PANEL, FIRST])
    model = old.dashboard()["dashboard"]
    assert model["panels"] == [PANEL, FIRST]
    assert set(model) == {"id", "uid", "version", "title", "schemaVersion", "panels"}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["annotations", "templating", "panels", "tags", "links", "x"]), _JSON))
def test_migrating_twice_changes_nothing_more(model: dict[str, Any]) -> None:
    """Any JSON in the known places is taken, and what was stored is stored again unchanged."""
    once = migrated(model)
    assert json.dumps(migrated(once), sort_keys=True) == json.dumps(once, sort_keys=True)
