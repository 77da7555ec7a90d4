"""What servers and browsers add makes no difference; what an author changes always does."""

from __future__ import annotations

import copy
import json
import math
import random
import re
from pathlib import Path as File
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grafana_kit.model.resource import Kind
from grafana_kit.planning import defaults
from grafana_kit.planning.normalise import MARK_JSON, canonical, digest, normalise
from tests.fakes.grafana.migration import migrated
from tests.planning.samples import (
    BOARDS,
    OTHERS,
    RULE_GROUPS,
    Json,
    another,
    at,
    board,
    dotted,
    leaves,
    marked,
    panel,
    plain,
    replaced,
    rule,
)

# Where a dashboard may differ and still say the same → why.
SAYS_NOTHING = {
    r"(id|schemaVersion|version)": "the server's own",
    r"annotations\.list\[\]\.(builtIn|datasource\.\w+|type)": "of the annotations that every dashboard has",
    r"panels\[\](\.panels\[\])?\.targets\[\]\.range": "without instant=true a query is over a range anyhow",
    r".*\.thresholds\.steps\[\]\.value": "the base step's, which counts from minus infinity",
    r".*\.properties\[\]\.value\.steps\[\]\.value": "the same in an override",
    r"templating\.list\[\]\.options.*": "made of the query when the dashboard is shown",
    r"templating\.list\[\]\.current.*": "what the last person chose, but for the value of three kinds",
    r"templating\.list\[\]\.definition": "repeats the query",
    r"templating\.list\[\]\.query\.refId": "the editor's own",
    r"templating\.list\[\]\.refresh": "data sources and intervals are refreshed whatever it says",
}
CHOSEN_COUNTS = ("custom", "interval", "textbox")
SETTLED = settings(deadline=None)


def says_nothing(model: Json, path: tuple[str | int, ...]) -> bool:
    """Return whether a value at a path makes no difference, by the table above."""
    name = dotted(path)
    if not any(re.fullmatch(pattern, name) for pattern in SAYS_NOTHING):
        return False
    holder = at(model, path[:-1])
    if name.endswith(".range"):
        return not holder.get("instant")
    if ".steps[]." in name:
        return path[-2] == 0
    if name.startswith("annotations"):
        return bool(at(model, path[:3]).get("builtIn"))
    if ".current" in name:
        counts = at(model, path[:3])["type"] in CHOSEN_COUNTS
        return not (counts and "value" in path)
    if name.endswith(".refresh"):
        return bool(holder["type"] in ("datasource", "interval"))
    return True


EVERY_LEAF = [(number, path) for number, model in enumerate(BOARDS) for path in leaves(plain(model))]


def test_every_value_of_a_dashboard_counts_unless_a_table_says_why_not() -> None:
    """Another value at any place of any rendered dashboard gives another digest, but for what says nothing."""
    digests = [digest("dashboard", model) for model in BOARDS]
    for number, path in EVERY_LEAF:
        model = plain(BOARDS[number])
        value = at(model, path)
        changed = digest("dashboard", replaced(model, path, another(value)))
        assert (changed == digests[number]) == says_nothing(model, path), (dotted(path), value)


def test_every_reason_of_the_table_is_needed() -> None:
    """The table names nothing that no dashboard has."""
    names = {dotted(path) for _, path in EVERY_LEAF}
    unused = [one for one in SAYS_NOTHING if not any(re.fullmatch(one, name) for name in names)]
    assert unused == []


@SETTLED
@given(st.sampled_from(EVERY_LEAF), st.data())
def test_a_part_that_is_taken_away_counts_as_its_default(leaf: tuple[int, Any], data: st.DataObject) -> None:
    """Removing any member is a difference unless its value was a default: then putting it in is none either."""
    number, path = leaf
    model = plain(BOARDS[number])
    depth = data.draw(st.integers(1, len(path)))
    key, holder = path[depth - 1], at(model, path[: depth - 1])
    if isinstance(key, int):
        return
    value = holder.pop(key)
    without = digest("dashboard", model)
    if without == digest("dashboard", BOARDS[number]):
        holder[key] = value
        assert digest("dashboard", model) == without
        holder[key] = None
        assert digest("dashboard", model) == without


# --- what makes no difference -----------------------------------------------------------------------


def shuffled(value: Any, chance: random.Random) -> Any:
    """Return a copy with the members of all objects in another order."""
    if isinstance(value, dict):
        entries = list(value.items())
        chance.shuffle(entries)
        return {key: shuffled(item, chance) for key, item in entries}
    return [shuffled(item, chance) for item in value] if isinstance(value, list | tuple) else value


def filled(value: Json, known: Json) -> Json:
    """Return an object with all of the defaults that it does not hold, as a browser saves it."""
    result = copy.deepcopy(value)
    for key, default in known.items():
        if isinstance(default, dict) and isinstance(result.get(key, {}), dict):
            result[key] = filled(result.get(key, {}), default)
        else:
            result.setdefault(key, copy.deepcopy(default))
    return result


def saved_panel(one: Json) -> Json:
    """Return a panel as a browser saves it."""
    kind = one["type"]
    result = {**one, "panels": [saved_panel(inner) for inner in one.get("panels", [])]}
    if kind == "row":
        return {"repeatDirection": "h", "datasource": None, "targets": [{"refId": "A"}], **result}
    config = plain(one.get("fieldConfig", {}))
    field = filled(config.get("defaults", {}), {**defaults.FIELD, "custom": defaults.CUSTOM.get(kind, {})})
    if kind in defaults.COLOR:
        field.setdefault("color", defaults.COLOR[kind])
    steps = field["thresholds"]["steps"]
    steps[0] = {**steps[0], "value": 0 if kind == "stat" else None}
    result["fieldConfig"] = {"overrides": [], **config, "defaults": field}
    result["options"] = filled(plain(one.get("options", {})), defaults.OPTIONS.get(kind, {}))
    result["pluginVersion"] = "11.2.0"
    result["targets"] = [saved_target(target, one.get("datasource")) for target in one.get("targets", [])]
    return filled(result, {key: item for key, item in defaults.PANEL.items() if item != {}})


def saved_target(target: Json, source: Any) -> Json:
    """Return a query as a browser saves it."""
    kind = (target.get("datasource") or source or {}).get("type")
    known = defaults.PROMETHEUS_TARGET if kind == "prometheus" else {}
    return filled({"datasource": source, **target}, {**defaults.TARGET, **known})


def saved_in_browser(model: Json) -> Json:
    """Return a dashboard as somebody's browser saves it who opened it and changed nothing."""
    result = filled(plain(model), {**defaults.DASHBOARD, "id": 17, "version": 4, "iteration": 1})
    result["panels"] = [saved_panel(one) for one in result["panels"]]
    result["templating"] = {
        "list": [
            {**filled(one, defaults.VARIABLE), "options": [{"text": "a", "value": "a", "selected": False}]}
            for one in result.get("templating", {}).get("list", [])
        ]
    }
    return result


@pytest.mark.parametrize("model", BOARDS, ids=lambda one: f"{one['uid']}-{one['schemaVersion']}")
def test_a_save_in_the_browser_that_changes_nothing_is_no_edit(model: Json) -> None:
    """All defaults of panels, queries, fields and variables say the same as their absence."""
    assert normalise("dashboard", saved_in_browser(model)) == normalise("dashboard", model)
    assert digest("dashboard", saved_in_browser(model)) == digest("dashboard", model)


@pytest.mark.parametrize("model", BOARDS, ids=lambda one: f"{one['uid']}-{one['schemaVersion']}")
def test_the_migration_of_a_new_server_is_no_edit(model: Json) -> None:
    """What 13 makes of a dashboard says the same, however often it is saved."""
    once = migrated(model)
    assert digest("dashboard", once) == digest("dashboard", model)
    assert digest("dashboard", migrated(saved_in_browser(once))) == digest("dashboard", model)


@SETTLED
@given(st.sampled_from(BOARDS), st.randoms(use_true_random=False), st.data())
def test_order_and_numbers_of_the_server_are_no_edit(
    model: Json, chance: random.Random, data: st.DataObject
) -> None:
    """Members in any order, panels in any order, other ids and versions, nulls and our tag make no difference."""
    changed = shuffled(plain(model), chance)
    chance.shuffle(changed["panels"])
    numbers = st.none() | st.integers()
    for key in ("id", "version", "iteration", "schemaVersion", "gnetId", "folderId", "weird"):
        changed[key] = data.draw(numbers) if key != "weird" else None
    changed |= {"folderUid": "f", "__inputs": [{"name": "DS"}], "__requires": [{"type": "grafana"}]}
    changed["tags"] = ["grafana-kit:shop", *reversed(changed["tags"])]
    assert digest("dashboard", changed) == digest("dashboard", model)


def test_panels_without_ids_get_those_that_a_server_would_give() -> None:
    """Hand-written panels without ids, with one id twice, and queries without refIds are as 13 stores them."""
    query = {"expr": "up"}
    panels = [
        panel("a", gridPos={"x": 0, "y": 9, "w": 6, "h": 3}, targets=[query, {**query, "refId": "A"}, query]),
        panel("b", number=4),
        panel("c", number=4, gridPos={"x": 12, "y": 0, "w": 12, "h": 8}),
        {
            "type": "row",
            "title": "r",
            "collapsed": True,
            "gridPos": {"x": 0, "y": 20, "w": 24, "h": 1},
            "panels": [panel("d"), panel("e", number=-3)],
        },
    ]
    model: Json = {"uid": "u", "title": "T", "panels": panels}
    assert digest("dashboard", migrated(model)) == digest("dashboard", model)
    said = normalise("dashboard", model)
    assert [(one["title"], one["id"]) for one in said["panels"]] == [("b", 4), ("c", 6), ("a", 5), ("r", 7)]
    assert [one["refId"] for one in said["panels"][2]["targets"]] == ["B", "A", "C"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"refresh": "1s"}, {"refresh": "5s"}, True, id="raised to the server's lowest"),
        pytest.param({"refresh": "60s"}, {"refresh": "1m"}, True, id="one duration in two spellings"),
        pytest.param({"refresh": "10s"}, {"refresh": "20s"}, False, id="another refresh"),
        pytest.param({"refresh": False}, {}, True, id="no refresh"),
        pytest.param({"refresh": "1M"}, {"refresh": "1y"}, False, id="a unit that only Grafana knows"),
        pytest.param({"refresh": 5}, {}, True, id="a refresh of a wrong type is none"),
        pytest.param({"timezone": ""}, {}, True, id="the default time zone"),
        pytest.param({"timezone": "browser"}, {}, False, id="another time zone"),
        pytest.param({"time": {"from": "now-6h", "to": "now"}}, {}, True, id="the default range"),
        pytest.param({"time": {"from": "now-1h"}}, {}, False, id="another range"),
        pytest.param({"timepicker": {"refresh_intervals": ["5s"]}}, {}, False, id="other refresh intervals"),
        pytest.param({"title": " T "}, {"title": "T"}, True, id="a trimmed title"),
        pytest.param({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, True, id="the order of tags"),
        pytest.param({"tags": ["grafana-kit:other"]}, {"tags": []}, True, id="a mark"),
        pytest.param({"tags": ["a"]}, {"tags": []}, False, id="a tag"),
        pytest.param({"tags": "a"}, {}, True, id="tags of a wrong type are none"),
        pytest.param({"editable": False}, {}, False, id="not editable"),
    ],
)
def test_settings_of_a_dashboard(one: Json, other: Json, same: bool) -> None:  # noqa: FBT001
    """What says the same for a dashboard as a whole, and what does not."""
    assert (digest("dashboard", one) == digest("dashboard", other)) == same


TABLE = {"type": "prometheus", "uid": "p"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"instant": True}, {"instant": True, "range": False}, True, id="instant alone"),
        pytest.param({"instant": True}, {"instant": True, "range": True}, False, id="instant and range"),
        pytest.param({"range": True}, {"range": False}, True, id="a range either way"),
        pytest.param({"instant": True}, {}, False, id="instant or range"),
        pytest.param({"legendFormat": ""}, {}, True, id="no legend"),
        pytest.param({"legendFormat": "__auto"}, {}, False, id="an automatic legend is not the whole name"),
        pytest.param({"datasource": TABLE}, {}, True, id="the panel's data source, repeated"),
        pytest.param({"datasource": {**TABLE, "uid": "q"}}, {}, False, id="another data source"),
        pytest.param({"hide": False}, {}, True, id="not hidden"),
        pytest.param({"hide": True}, {}, False, id="hidden"),
        pytest.param({"key": "Q-1"}, {}, True, id="the editor's key"),
        pytest.param({"editorMode": "code"}, {}, True, id="the editor"),
        pytest.param({"format": "time_series"}, {}, True, id="the format that is one anyhow"),
        pytest.param({"format": "table"}, {}, False, id="another format"),
        pytest.param({"exemplar": True}, {}, False, id="exemplars"),
    ],
)
def test_settings_of_a_query(one: Json, other: Json, same: bool) -> None:  # noqa: FBT001
    """What says the same for a Prometheus query, and what does not."""
    query = {"refId": "A", "expr": "up"}
    digests = {
        digest("dashboard", {"panels": [panel(datasource=TABLE, targets=[{**query, **more}])]})
        for more in (one, other)
    }
    assert (len(digests) == 1) == same


def test_defaults_of_prometheus_queries_are_those_of_no_other_data_source() -> None:
    """An SQL query's format is a table unless it says otherwise, a Loki query has its own range."""
    for kind in ("mysql", "loki"):
        digests = {
            digest(
                "dashboard", {"panels": [panel(datasource={"type": kind}, targets=[{"expr": "x", **more}])]}
            )
            for more in ({}, {"format": "time_series"}, {"range": True})
        }
        assert len(digests) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"targets": [{"refId": "A"}]}, {"targets": []}, True, id="an empty query"),
        pytest.param({"targets": [{"refId": "A", "expr": "up"}]}, {"targets": []}, False, id="a query"),
        pytest.param({"gridPos": {"h": 3, "w": 6, "x": 0, "y": 0}}, {"gridPos": None}, True, id="no place"),
        pytest.param({"gridPos": {"h": 4}}, {"gridPos": {}}, False, id="another height"),
        pytest.param({"gridPos": {"static": True}}, {"gridPos": {}}, True, id="a place's own key"),
        pytest.param({"repeat": ""}, {}, True, id="repeated for nothing"),
        pytest.param({"repeat": "job"}, {}, False, id="repeated"),
        pytest.param({"fieldConfig": {"defaults": {"unit": "s"}}}, {}, False, id="a unit"),
        pytest.param(
            {"fieldConfig": {"defaults": {"unit": ""}}}, {}, False, id="an empty unit is no default"
        ),
        pytest.param({"options": {"legend": {"showLegend": False}}}, {}, False, id="no legend"),
        pytest.param({"links": [{"title": "l", "url": "/", "targetBlank": True}]}, {}, False, id="a link"),
        pytest.param(
            {"links": [{"title": "l", "url": "/", "targetBlank": False}]},
            {"links": [{"title": "l", "url": "/"}]},
            True,
            id="a link in the same window",
        ),
        pytest.param(
            {"fieldConfig": {"defaults": {"color": {"mode": "fixed"}}}}, {}, False, id="another colour"
        ),
        pytest.param(
            {"fieldConfig": {"defaults": {"thresholds": {"mode": "percentage"}}}}, {}, False, id="percents"
        ),
        pytest.param({"fieldConfig": {"more": 1}}, {}, False, id="what nobody knows yet"),
    ],
)
def test_settings_of_a_panel(one: Json, other: Json, same: bool) -> None:  # noqa: FBT001
    """What says the same for a panel, and what does not."""
    digests = {digest("dashboard", {"panels": [panel(**more)]}) for more in (one, other)}
    assert (len(digests) == 1) == same


def test_the_base_of_thresholds_has_no_value() -> None:
    """Null, zero and nothing are minus infinity in the first step; in a later step a value counts."""

    def of(first: Json, second: float = 80, *, override: bool = False) -> str:
        steps = {"mode": "absolute", "steps": [{"color": "red", **first}, {"color": "blue", "value": second}]}
        one = {"id": "thresholds", "value": steps}
        config: Json = {"defaults": {"thresholds": steps}}
        if override:
            config = {"overrides": [{"matcher": {}, "properties": [one]}]}
        return digest("dashboard", {"panels": [panel(fieldConfig=config)]})

    for override in (False, True):
        assert len({of(first, override=override) for first in ({}, {"value": None}, {"value": 0})}) == 1
        assert of({}, 80, override=override) != of({}, 0, override=override)


def test_a_row_runs_no_queries() -> None:
    """The parts of a panel that Grafana gives to rows say nothing; the row's own do."""
    row: Json = {"type": "row", "title": "r", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}}
    noise = {"datasource": TABLE, "targets": [{"refId": "A"}], "options": {"a": 1}, "fieldConfig": {"b": 1}}
    assert digest("dashboard", {"panels": [{**row, **noise}]}) == digest("dashboard", {"panels": [row]})
    for change in ({"title": "s"}, {"collapsed": True}, {"repeat": "job"}, {"panels": [panel()]}):
        assert digest("dashboard", {"panels": [row | change]}) != digest("dashboard", {"panels": [row]})


def test_a_panel_of_the_library_is_its_name_and_place() -> None:
    """Some versions put the library's panel into the dashboard, some leave only its uid and name."""
    place = {"id": 1, "gridPos": {"x": 0, "y": 0, "w": 6, "h": 3}, "title": "t"}
    known = {"uid": "lib", "name": "Lib"}
    bare: Json = {**place, "libraryPanel": known}
    whole = {**panel("t"), **place, "libraryPanel": {**known, "version": 3, "meta": {"folderName": "f"}}}
    assert digest("dashboard", {"panels": [whole]}) == digest("dashboard", {"panels": [bare]})
    other = {**bare, "libraryPanel": {**known, "uid": "else"}}
    assert digest("dashboard", {"panels": [other]}) != digest("dashboard", {"panels": [bare]})


BUILT_IN = {
    "builtIn": 1,
    "datasource": "-- Grafana --",
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "target": {"limit": 100},
    "type": "dashboard",
}


def test_annotations_that_every_dashboard_has() -> None:
    """Grafana's own annotations are there whether a model says so or not; switched off is a difference."""

    def of(*entries: Json) -> str:
        return digest("dashboard", {"annotations": {"list": list(entries)}})

    assert of(BUILT_IN) == of({"builtIn": 1}) == of() == digest("dashboard", {"annotations": "none"})
    assert of({**BUILT_IN, "enable": False}) != of()
    assert of({"name": "Deploys", "expr": "x"}) != of()
    own = {"name": "Deploys", "expr": "x"}
    assert of(BUILT_IN, {**own, "hide": False, "tagKeys": ""}) == of(own)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"query": "a", "definition": "a"}, {"query": "a"}, True, id="the query, repeated"),
        pytest.param(
            {"query": {"query": "a", "refId": "B", "qryType": 1}}, {"query": "a"}, True, id="as object"
        ),
        pytest.param({"query": {"query": "a", "more": 1}}, {"query": "a"}, False, id="more than the query"),
        pytest.param({"query": {"label": "a"}}, {"query": {"label": "b"}}, False, id="another language's"),
        pytest.param({"current": {"value": "a"}}, {}, True, id="what somebody chose"),
        pytest.param({"refresh": 1}, {"refresh": 2}, False, id="when it is asked"),
        pytest.param(
            {"type": "interval", "refresh": 1}, {"type": "interval", "refresh": 2}, True, id="interval"
        ),
        pytest.param({"multi": True}, {}, False, id="many"),
        pytest.param({"sort": 0, "label": "", "hide": 0}, {}, True, id="defaults"),
    ],
)
def test_settings_of_a_variable(one: Json, other: Json, same: bool) -> None:  # noqa: FBT001
    """What says the same for a variable, and what does not."""
    known = {"name": "job", "type": "query"}
    digests = {digest("dashboard", {"templating": {"list": [{**known, **more}]}}) for more in (one, other)}
    assert (len(digests) == 1) == same


@pytest.mark.parametrize("kind", ["custom", "interval", "textbox"])
def test_the_first_choice_of_a_variable_is_the_authors(kind: str) -> None:
    """Of options that the author wrote down the chosen one is too; how it is shown is not."""

    def of(**current: Any) -> str:
        return digest(
            "dashboard", {"templating": {"list": [{"type": kind, "name": "v", "current": current}]}}
        )

    assert of(value="a", text="A", selected=True) == of(value="a")
    assert of(value="a") != of(value="b") != of()


# --- rules and the rest -----------------------------------------------------------------------------

RULES_SAY_NOTHING = {
    r"(orgId|folder)": "where it is, not what it says",
}


@pytest.mark.parametrize("body", RULE_GROUPS, ids=lambda one: f"{one['folder']}-{one['name']}")
def test_every_value_of_a_rule_group_counts(body: Json) -> None:
    """Another value at any place of a rendered rule group gives another digest."""
    model = plain(body)
    for path in leaves(model):
        changed = digest("grafana-rules", replaced(model, path, another(at(model, path))))
        says_nothing = any(re.fullmatch(one, dotted(path)) for one in RULES_SAY_NOTHING)
        assert (changed == digest("grafana-rules", body)) == says_nothing, dotted(path)


def test_what_the_server_adds_to_rules_is_no_edit() -> None:
    """Numbers, times, provenance, our mark, filled-in models and the order of rules make no difference."""
    wanted = {"interval": "1m", "name": "g", "rules": [rule("a"), {**rule("b"), "for": "60s", "panelId": 4}]}
    second = marked({**rule("b"), "for": "1m", "panelId": "4"})
    first = rule("a", isPaused=False, noDataState="NoData", execErrState="Alerting", keepFiringFor="0s")
    for one in (first, second):
        one |= {
            "id": 4,
            "updated": "2026",
            "provenance": "api",
            "orgID": 1,
            "folderUID": "f",
            "ruleGroup": "g",
        }
        one["data"] = copy.deepcopy(one["data"])
        one["data"][0]["queryType"] = ""
        one["data"][0]["model"] |= {"intervalMs": 1000, "maxDataPoints": 43200}
    live = {"interval": 60, "name": "g", "orgId": 1, "rules": [second, first]}
    assert digest("grafana-rules", live) == digest("grafana-rules", wanted)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"for": "5m"}, {"for": 300}, True, id="seconds"),
        pytest.param({"for": "5m"}, {"for": "300s"}, True, id="spellings"),
        pytest.param({"for": ""}, {"for": None}, True, id="none"),
        pytest.param({"for": "5m"}, {"for": "6m"}, False, id="longer"),
        pytest.param({"for": "x"}, {"for": "y"}, False, id="no durations"),
        pytest.param({"for": {}}, {"for": [1]}, False, id="nonsense"),
        pytest.param({"panelId": 0}, {}, True, id="no panel"),
        pytest.param({"panelId": 1}, {}, False, id="a panel"),
        pytest.param(
            {"data": [{"datasourceUid": "-100"}]}, {"data": [{"datasourceUid": "__expr__"}]}, True, id="old"
        ),
        pytest.param({"execErrState": "Error"}, {}, False, id="a state"),
    ],
)
def test_settings_of_a_rule(one: Json, other: Json, same: bool) -> None:  # noqa: FBT001
    """What says the same for a rule, and what does not."""
    digests = {digest("grafana-rules", {"rules": [{**rule(), **more}]}) for more in (one, other)}
    assert (len(digests) == 1) == same


OTHERS_SAY_NOTHING = {
    ("datasource", "orgId"),
    ("datasource", "editable"),
    ("folder", "parentUid"),
}


def test_every_value_of_the_other_kinds_counts() -> None:
    """Another value of a folder, data source, contact point, mute timing or route gives another digest."""
    assert {kind for kind, _ in OTHERS} == set(get_args(Kind)) - {
        "dashboard",
        "grafana-rules",
        "prometheus-rules",
    }
    for kind, body in OTHERS:
        model = plain(body)
        for path in leaves(model):
            changed = digest(kind, replaced(model, path, another(at(model, path))))
            assert (changed == digest(kind, body)) == ((kind, dotted(path)) in OTHERS_SAY_NOTHING), path


def test_what_the_server_adds_to_the_other_kinds_is_no_edit() -> None:
    """Versions, ids, provenance, defaults and our mark make no difference."""
    more: dict[str, Json] = {
        "folder": {"id": 1, "version": 2, "url": "/", "parents": []},
        "datasource": {"id": 1, "version": 2, "typeLogoUrl": "x", "user": "", "basicAuth": False},
        "contact-point": {"provenance": "api"},
        "mute-timing": {"provenance": "api", "version": "x"},
        "notification-route": {"provenance": "api", "continue": False, "routes": [], "group_by": []},
    }
    for kind, body in OTHERS:
        live = {**plain(body), **more[kind]}
        if kind == "datasource":
            live["jsonData"] = {**live.get("jsonData", {}), MARK_JSON: "project=shop run=r sha=s"}
        for one in live.get("receivers", []):
            one |= {"provenance": "api", "name": live["name"]}
            one["settings"] |= {"httpMethod": "POST"}
        assert digest(kind, live) == digest(kind, body)


def test_prometheus_rules_say_all_that_they_hold() -> None:
    """No server stands between their two sides."""
    assert normalise("prometheus-rules", {"name": "g", "rules": []}) == {"name": "g", "rules": []}


# --- any JSON ---------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [
        *("panels", "targets", "templating", "annotations", "list", "links", "tags", "type", "row", "id"),
        *("fieldConfig", "defaults", "overrides", "properties", "thresholds", "steps", "value", "color"),
        *(
            "custom",
            "options",
            "current",
            "query",
            "refId",
            "expr",
            "datasource",
            "gridPos",
            "y",
            "x",
            "instant",
        ),
        *("libraryPanel", "refresh", "time", "rules", "uid", "for", "data", "model", "relativeTimeRange"),
        *("annotations", "interval", "panelId", "receivers", "settings", "jsonData", "timeseries", "builtIn"),
    ]
)
_LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | _WORDS
    | st.sampled_from(["9" * 5000 + "s", "5m", "\ud800", "thresholds", 10**400])
)
ANY_JSON = st.recursive(
    _LEAF,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_WORDS | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(get_args(Kind)), st.dictionaries(_WORDS, ANY_JSON, max_size=6))
@example("dashboard", {"panels": [{"id": math.inf, "gridPos": {"y": math.nan}}]})
@example(
    "grafana-rules", {"interval": math.inf, "rules": [{"for": math.nan, "keepFiringFor": "9" * 5000 + "s"}]}
)
def test_no_json_makes_it_fail(kind: Kind, body: Json) -> None:
    """Whatever a server answers has a digest; the body itself is not changed, and saying it twice is the same."""
    before = repr(body)
    first = digest(kind, body)
    assert (digest(kind, body), repr(body)) == (first, before)
    again = normalise(kind, body)
    assert canonical(normalise(kind, copy.deepcopy(body))) == canonical(again)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EVERY_LEAF), ANY_JSON)
def test_no_value_in_a_real_dashboard_makes_it_fail(leaf: tuple[int, Any], value: Any) -> None:
    """Nonsense at any place of a dashboard is compared like anything else."""
    number, path = leaf
    for depth in range(1, len(path) + 1):
        digest("dashboard", replaced(BOARDS[number], path[:depth], value))


@SETTLED
@given(st.sampled_from(EVERY_LEAF), ANY_JSON)
def test_a_migration_of_any_dashboard_is_no_edit(leaf: tuple[int, Any], value: Any) -> None:
    """What 13 makes of a dashboard with nonsense in one panel still says the same."""
    number, path = leaf
    if path[0] != "panels" or "refId" in path or path[2:3] in (("id",), ("gridPos",), ("panels",)):
        return
    model = replaced(BOARDS[number], path, value)
    assert digest("dashboard", migrated(model)) == digest("dashboard", model)


def test_true_is_not_one() -> None:
    """JSON knows more values than Python's comparison tells apart."""
    assert canonical(True) != canonical(1)  # noqa: FBT003
    assert digest("dashboard", {"weird": True}) != digest("dashboard", {"weird": 1})
    assert digest("dashboard", {"weird": 1.0}) == digest("dashboard", {"weird": 1})


@pytest.mark.shared
@pytest.mark.parametrize("name", ["clip-overview", "meme-maker-overview"])
def test_old_dashboards_of_the_first_user(shared: File, name: str) -> None:
    """Dashboards exported by older versions are read, and their save in a browser or on 13 is no edit."""
    model = json.loads((shared / "baseline" / f"{name}.json").read_text())
    model = model.get("dashboard", model)
    assert digest("dashboard", migrated(model)) == digest("dashboard", model)
    assert digest("dashboard", saved_in_browser(model)) == digest("dashboard", model)
    for path in leaves(model):
        digest("dashboard", replaced(model, path, "x"))


def test_a_dashboard_without_anything_says_nothing() -> None:
    """The defaults of a dashboard as a whole leave nothing over."""
    model = board().body
    assert normalise("dashboard", {**defaults.DASHBOARD, "panels": [], "version": 3}) == normalise(
        "dashboard", {}
    )
    assert normalise("dashboard", model)["title"] == "Jobs"
