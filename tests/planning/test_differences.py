"""Differences are told in the author's words, and something is told if and only if the digests differ."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grafana_kit.model.change import Difference
from grafana_kit.model.resource import Kind
from grafana_kit.planning.differences import differences, full
from grafana_kit.planning.normalise import digest
from tests.planning.samples import (
    BOARDS,
    OTHERS,
    RULE_GROUPS,
    Json,
    a_folder,
    another,
    at,
    group,
    leaves,
    panel,
    plain,
    replaced,
    rule,
)
from tests.planning.test_normalise import ANY_JSON, EVERY_LEAF

if TYPE_CHECKING:
    from collections.abc import Callable

P95 = 'panel "p95"'


def told(old: Json, new: Json, kind: Kind = "dashboard") -> list[tuple[str, str, Any, Any]]:
    """Return differences in a short form."""
    return [(", ".join(one.where), one.how, one.old, one.new) for one in differences(kind, old, new)]


def of_panels(*panels: Json) -> Json:
    """Return a dashboard with these panels."""
    return {"uid": "u", "title": "T", "panels": list(panels)}


def of_panel(old: Json, new: Json) -> list[tuple[str, str, Any, Any]]:
    """Return what is told of one panel that is otherwise the same."""
    return told(of_panels(panel(number=1, **old)), of_panels(panel(number=1, **new)))


# --- panels -----------------------------------------------------------------------------------------


def test_nothing_is_told_of_two_that_say_the_same() -> None:
    """Server fields and defaults are no differences."""
    one = of_panels(panel(number=1))
    other = {**of_panels(panel(number=1, transparent=False, pluginVersion="11")), "id": 3, "version": 9}
    assert told(one, other) == []


def test_a_panel_is_added_removed_renamed() -> None:
    """A panel's title names it; with another title but its id it is the same panel."""
    first, second = panel("a", number=1), panel("b", number=2, gridPos={"x": 12, "y": 0, "w": 12, "h": 8})
    [(where, how, old, new)] = told(of_panels(first), of_panels(first, second))
    assert (where, how, old, new["id"], new["title"]) == ('panel "b"', "added", None, 2, "b")
    assert "row" not in new
    [(where, how, old, new)] = told(of_panels(first, second), of_panels(second))
    assert (where, how, old["title"], new) == ('panel "a"', "removed", "a", None)
    renamed = {**second, "title": "c"}
    assert told(of_panels(first, second), of_panels(first, renamed)) == [
        ('panel "c", title', "changed", "b", "c")
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            {"expr": "up"},
            {"expr": "up == 0"},
            [(f"{P95}, query A, expression", "changed", "up", "up == 0")],
            id="expr",
        ),
        pytest.param(
            {"targets": [{"refId": "A", "expr": "a", "legendFormat": "x"}]},
            {"targets": [{"refId": "A", "expr": "a", "legendFormat": "y"}]},
            [(f"{P95}, query A, legend", "changed", "x", "y")],
            id="legend",
        ),
        pytest.param(
            {"fieldConfig": {"defaults": {"unit": "s"}}},
            {"fieldConfig": {"defaults": {"unit": "ms"}}},
            [(f"{P95}, unit", "changed", "s", "ms")],
            id="unit",
        ),
        pytest.param(
            {"fieldConfig": {"defaults": {"thresholds": {"steps": [{"color": "green"}]}}}},
            {"fieldConfig": {"defaults": {"thresholds": {"steps": [{"color": "red"}]}}}},
            [(f"{P95}, thresholds, steps", "changed", [{"color": "green"}], [{"color": "red"}])],
            id="thresholds",
        ),
        pytest.param(
            {"fieldConfig": {"overrides": []}},
            {"fieldConfig": {"overrides": [{"matcher": {}}]}},
            [(f"{P95}, overrides", "added", None, [{"matcher": {}}])],
            id="overrides",
        ),
        pytest.param(
            {}, {"description": "d"}, [(f"{P95}, description", "added", None, "d")], id="description"
        ),
        pytest.param(
            {"transparent": True}, {}, [(f"{P95}, transparent", "removed", True, None)], id="transparent"
        ),
        pytest.param(
            {"options": {"legend": {"showLegend": False}}},
            {"options": {"legend": {"calcs": ["max"]}}},
            [
                (f"{P95}, options, legend, calcs", "added", None, ["max"]),
                (f"{P95}, options, legend, showLegend", "removed", False, None),
            ],
            id="inside the options",
        ),
        pytest.param(
            {"gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}},
            {"gridPos": {"x": 6, "y": 2, "w": 12, "h": 9}},
            [(P95, "moved", "x=0 y=0, 12x8", "x=6 y=2, 12x9")],
            id="place",
        ),
        pytest.param(
            {"gridPos": {}},
            {"gridPos": {"new": 1}},
            [(P95, "moved", "x=0 y=0, 6x3", "x=0 y=0, 6x3, new 1")],
            id="a part of places that nobody knows yet",
        ),
        pytest.param(
            {"targets": [{"refId": "A", "expr": "a"}, {"refId": "B", "expr": "b"}]},
            {"targets": [{"refId": "B", "expr": "b"}, {"refId": "A", "expr": "a"}]},
            [(f"{P95}, queries", "moved", ["A", "B"], ["B", "A"])],
            id="the order of queries",
        ),
        pytest.param(
            {"targets": [{"refId": "A", "expr": "a"}]},
            {"targets": [{"refId": "A", "expr": "a"}, {"refId": "B", "expr": "b"}]},
            [(f"{P95}, query B", "added", None, "b")],
            id="a query more",
        ),
        pytest.param(
            {"targets": [{"refId": "A", "expr": "a"}, {"refId": "B", "query": "sql"}]},
            {"targets": [{"refId": "A", "expr": "a"}]},
            [(f"{P95}, query B", "removed", {"refId": "B", "query": "sql"}, None)],
            id="a query of another language less",
        ),
        pytest.param(
            {"targets": [{"refId": "A", "expr": "a"}]},
            {"targets": [{"refId": "A", "expr": "a", "instant": True}]},
            [
                (f"{P95}, query A, instant", "added", None, True),
                (f"{P95}, query A, range", "added", None, False),
            ],
            id="instant",
        ),
    ],
)
def test_what_changed_in_a_panel(old: Json, new: Json, expected: list[Any]) -> None:
    """Expression, legend, unit, thresholds, place and options are named, with old and new value."""
    assert of_panel(old, new) == expected


ROW: Json = {
    "id": 9,
    "type": "row",
    "title": "r",
    "collapsed": True,
    "gridPos": {"x": 0, "y": 9, "w": 24, "h": 1},
}


def test_rows_and_what_they_hold() -> None:
    """Panels in collapsed rows are told like others; going into a row is a move; a row is called one."""
    inner, outer = panel("in", number=2), panel("out", number=1)
    before = of_panels(outer, {**ROW, "panels": [inner]})
    changed = of_panels(outer, {**ROW, "panels": [{**inner, "description": "d"}]})
    assert told(before, changed) == [('panel "in", description', "added", None, "d")]
    assert told(before, of_panels(outer, inner, {**ROW, "panels": []})) == [
        ('panel "in"', "moved", 'in the row "r", x=0 y=0, 12x8', "x=0 y=0, 12x8")
    ]
    assert told(before, of_panels(outer, {**ROW, "collapsed": False, "panels": [inner]})) == [
        ('row "r", collapsed', "removed", True, None)
    ]
    removed = told(before, of_panels(outer))
    assert [(where, how) for where, how, *_ in removed] == [('row "r"', "removed"), ('panel "in"', "removed")]


def test_a_move_between_two_rows_of_one_title_is_told() -> None:
    """Even where no name tells the difference, it is not nothing."""
    inner, other = panel("in", number=2), {**ROW, "id": 10, "gridPos": {"x": 0, "y": 10, "w": 24, "h": 1}}
    before = of_panels({**ROW, "panels": [inner]}, {**other, "panels": []})
    after = of_panels({**ROW, "panels": []}, {**other, "panels": [inner]})
    assert told(before, after) == [("panels", "moved", [[9, 2], 10], [9, [10, 2]])]


def test_the_order_of_panels_at_one_place_is_told_alone() -> None:
    """Two panels on top of each other lie in an order."""
    one, other = panel("a", number=1), panel("b", number=2)
    assert told(of_panels(one, other), of_panels(other, one)) == [("panels", "moved", [1, 2], [2, 1])]


def test_panels_without_ids_are_known_by_their_titles() -> None:
    """An insertion before them gives them other ids; that is told, and not that one became another."""
    places = [{"x": 0, "y": 8 * at_, "w": 12, "h": 8} for at_ in range(3)]
    before = of_panels(panel("a", gridPos=places[0]), panel("b", gridPos=places[1]))
    after = of_panels(
        panel("new", gridPos=places[0]), panel("a", gridPos=places[1]), panel("b", gridPos=places[2])
    )
    found = told(before, after)
    assert [(where, how) for where, how, *_ in found] == [
        ('panel "new"', "added"),
        ('panel "a"', "moved"),
        ('panel "a", id', "changed"),
        ('panel "b"', "moved"),
        ('panel "b", id', "changed"),
    ]


def test_panels_of_one_title_are_told_apart_by_their_ids() -> None:
    """Of three panels with one title the one in the middle goes."""
    three = [
        panel("x", number=number, expr=f"e{number}", gridPos={"x": 0, "y": number, "w": 6, "h": 1})
        for number in (1, 2, 3)
    ]
    [(where, how, old, new)] = told(of_panels(*three), of_panels(three[0], three[2]))
    assert (where, how, old["id"], new) == ('panel "x"', "removed", 2, None)


def test_panels_of_one_title_without_ids() -> None:
    """The n-th goes with the n-th."""
    one = panel("x", expr="a")
    other = panel("x", expr="b", gridPos={"x": 0, "y": 8, "w": 12, "h": 8})
    changed = {**other, "targets": [{**other["targets"][0], "expr": "c"}]}
    assert told(of_panels(one, other), of_panels(one, changed)) == [
        ('panel "x", query A, expression', "changed", "b", "c")
    ]


def test_a_panel_without_a_title_has_an_empty_one() -> None:
    """Nothing is made up."""
    assert told(of_panels(), of_panels({"type": "text", "id": 1}))[0][:2] == ('panel ""', "added")


def test_the_dashboard_itself() -> None:
    """Settings of the dashboard stand before its panels, without a panel's name."""
    old: Json = {"title": "T", "tags": ["a"], "refresh": "10s", "time": {"from": "now-1h"}}
    new: Json = {"title": "U", "tags": ["a", "b"], "refresh": "1m", "time": {"from": "now-2h"}}
    assert told(old, new) == [
        ("refresh", "changed", "10s", "1m"),
        ("tags", "changed", ["a"], ["a", "b"]),
        ("time, from", "changed", "now-1h", "now-2h"),
        ("title", "changed", "T", "U"),
    ]


@pytest.mark.parametrize(("key", "word"), [("templating", "variable"), ("annotations", "annotation")])
def test_variables_and_annotations(key: str, word: str) -> None:
    """They are told by name; their order counts, and so do two of one name."""

    def of(*entries: Json) -> Json:
        return {key: {"list": list(entries)}}

    one, two = {"name": "a", "type": "x", "query": "q"}, {"name": "b", "type": "x", "query": "q"}
    assert told(of(one), of(one, two)) == [(f'{word} "b"', "added", None, two)]
    assert told(of(one, two), of(two)) == [(f'{word} "a"', "removed", one, None)]
    assert told(of(one), of({**one, "query": "r"})) == [(f'{word} "a", query', "changed", "q", "r")]
    assert told(of(one, two), of(two, one)) == [(f"{word}s", "moved", ["a", "b"], ["b", "a"])]
    three = {"name": "c", "type": "x", "query": "q"}
    assert told(of(one, two), of(one, three, two)) == [(f'{word} "c"', "added", None, three)]
    assert told(of(one, one), of(one)) == [(f'{word} "a"', "removed", one, None)]


# --- rules ------------------------------------------------------------------------------------------


def of_rules(*rules: Json, **more: Any) -> Json:
    """Return a rule group."""
    return {"name": "g", "interval": "1m", "rules": list(rules), **more}


def test_rules_by_their_titles() -> None:
    """A rule is added, removed, renamed or changed; the group's own settings come first."""

    def told_rules(old: Json, new: Json) -> list[tuple[str, str, Any, Any]]:
        return told(old, new, "grafana-rules")

    one, two = rule("r1", "One"), rule("r2", "Two", "x > 1")
    assert told_rules(of_rules(one), of_rules(one, two)) == [('rule "Two"', "added", None, "x > 1")]
    assert told_rules(of_rules(one, two), of_rules(one)) == [('rule "Two"', "removed", "x > 1", None)]
    assert told_rules(of_rules(one), of_rules({**one, "title": "Eins"})) == [
        ('rule "Eins", title', "changed", "One", "Eins")
    ]
    assert told_rules(of_rules(two), of_rules(rule("r2", "Two", "x > 2", **{"for": "1m"}))) == [
        ('rule "Two", for', "changed", "5m", "1m"),
        ('rule "Two", expression', "changed", "x > 1", "x > 2"),
    ]
    assert told_rules(of_rules(one), of_rules({**one, "labels": {"severity": "critical"}})) == [
        ('rule "One", labels, severity', "changed", "warning", "critical")
    ]
    assert told_rules(of_rules(one), of_rules(one, interval="2m")) == [("interval", "changed", "1m", "2m")]
    assert told_rules(of_rules(one), of_rules({**one, "keepFiringFor": "2m"})) == [
        ('rule "One", keep firing for', "added", None, "2m")
    ]
    assert told_rules(of_rules(one, two), of_rules(two, one)) == []


def test_the_steps_of_a_rule() -> None:
    """Beside the expression each step of a rule is told: thresholds, windows, what comes and goes."""
    steps = rule()["data"]
    limit = {
        "refId": "C",
        "datasourceUid": "__expr__",
        "model": {"type": "threshold", "conditions": [{"evaluator": {"type": "gt", "params": [1]}}]},
    }
    higher = replaced(limit, ("model", "conditions", 0, "evaluator", "params", 0), 2)
    wide = replaced(steps[0], ("relativeTimeRange", "from"), 900)
    second = replaced(replaced(steps[0], ("refId",), "B"), ("model", "expr"), "other")

    def of_steps(old: list[Json], new: list[Json]) -> list[tuple[str, str]]:
        found = differences("grafana-rules", of_rules(rule(data=old)), of_rules(rule(data=new)))
        return [(", ".join(one.where[1:]), one.how) for one in found]

    assert of_steps([steps[0], limit], [steps[0], higher]) == [("step C, conditions", "changed")]
    assert of_steps([steps[0]], [wide]) == [("relativeTimeRange, from", "changed")]
    assert of_steps([steps[0]], [steps[0], limit]) == [("step C", "added")]
    assert of_steps([steps[0], limit], [steps[0]]) == [("step C", "removed")]
    assert of_steps([steps[0], limit], [limit, steps[0]]) == [("steps", "moved")]
    changed = replaced(second, ("model", "expr"), "another")
    assert of_steps([steps[0], second], [steps[0], changed]) == [("step B, expression", "changed")]
    assert of_steps([limit], [{**limit, "model": {"expr": "up"}}]) == [
        ("step C, conditions", "removed"),
        ("step C, expression", "added"),
        ("step C, type", "removed"),
    ]


def test_a_rule_without_an_expression() -> None:
    """A rule that has only expressions of Grafana's own is told by its title."""
    assert told(of_rules(), of_rules(rule(data=[])), "grafana-rules") == [
        ('rule "Alert r1"', "added", None, "")
    ]


def test_other_kinds_are_told_by_their_members() -> None:
    """What has no panels and no rules is told as it is."""
    before, after = a_folder("Shop").body, {**a_folder("Shop").body, "title": "Store", "parentUid": "x"}
    assert told(before, after, "folder") == [("title", "changed", "Shop", "Store")]
    receiver = {"uid": "u", "type": "webhook", "settings": {"url": "a"}}
    point: Json = {"name": "p", "receivers": [receiver]}
    found = told(point, {"name": "q", "receivers": [receiver]}, "contact-point")
    assert found == [("name", "changed", "p", "q")]


# --- if and only if ---------------------------------------------------------------------------------

SAMPLES: list[tuple[Kind, Json]] = [
    *(("dashboard", one) for one in BOARDS),
    *(("grafana-rules", one) for one in RULE_GROUPS),
    *OTHERS,
]
MUTATIONS: list[Callable[[Any], Any]] = [
    another,
    lambda _: None,
    lambda value: [value],
    lambda value: {"x": value},
    str,
]


def check(kind: Kind, old: Json, new: Json) -> None:
    """Something is told if and only if the digests differ, in both directions; what is told is no repetition."""
    same = digest(kind, old) == digest(kind, new)
    for before, after in ((old, new), (new, old)):
        found = differences(kind, before, after)
        assert (not found) == same
        assert all(one.where and all(isinstance(part, str) for part in one.where) for one in found)
        for one in found:
            assert one.how != "added" or one.old is None
            assert one.how != "removed" or one.new is None
    assert bool(full(kind, old, new)) != same


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_something_is_told_if_and_only_if_the_digests_differ(
    sample: tuple[Kind, Json], data: st.DataObject
) -> None:
    """Whatever changes anywhere in a rendered resource, what is told agrees with the digest."""
    kind, body = sample
    model = plain(body)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([path for path in leaves(model) if path]))
        depth = data.draw(st.integers(1, len(path)))
        where = path[:depth]
        mutate = data.draw(st.sampled_from(MUTATIONS))
        model = replaced(model, where, mutate(at(model, where)))
    check(kind, body, model)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EVERY_LEAF), st.data())
def test_lists_in_another_order_or_with_more_or_less(leaf: tuple[int, Any], data: st.DataObject) -> None:
    """Panels, queries, variables and steps that are shuffled, doubled or gone are told."""
    number, path = leaf
    model = plain(BOARDS[number])
    lists = [path[:depth] for depth, key in enumerate(path) if isinstance(key, int)]
    if not lists:
        return
    chosen = at(model, data.draw(st.sampled_from(lists)))
    action = data.draw(st.sampled_from(["shuffle", "double", "drop"]))
    if action == "shuffle":
        chosen[:] = data.draw(st.permutations(chosen))
    elif action == "double":
        chosen.append(copy.deepcopy(data.draw(st.sampled_from(chosen))))
    else:
        chosen.pop(data.draw(st.integers(0, len(chosen) - 1)))
    check("dashboard", BOARDS[number], model)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(get_args(Kind)),
    st.dictionaries(st.text(max_size=5), ANY_JSON, max_size=4),
    ANY_JSON,
    ANY_JSON,
)
@example("dashboard", {}, {"panels": [{"id": True}]}, {"panels": [{"id": 1}]})
@example("dashboard", {"x": 0}, True, 1)  # noqa: FBT003 - JSON
@example("dashboard", {}, {"panels": [{"panels": [{"panels": [{"title": "x"}]}]}]}, {"panels": []})
@example(
    "grafana-rules", {}, {"rules": [{"uid": "a"}, {"uid": "a", "title": "b"}]}, {"rules": [{"uid": "a"}]}
)
def test_of_any_json(kind: Kind, body: Json, one: Any, other: Any) -> None:
    """Nothing that a server may answer makes the telling fail."""
    for key in ("panels", "rules", "templating", "x"):
        check(kind, {**body, key: one}, {**body, key: other})
    if isinstance(one, dict) and isinstance(other, dict):
        check(kind, one, other)


def test_true_and_one_are_told() -> None:
    """They are equal to Python, and not in JSON."""
    assert differences("dashboard", {"weird": True}, {"weird": 1}) == (
        Difference(("weird",), "changed", old=True, new=1),
    )
    assert (
        len(differences("dashboard", of_panels(panel(number=1, x=[True])), of_panels(panel(number=1, x=[1]))))
        == 1
    )


# --- the whole --------------------------------------------------------------------------------------


def test_the_whole_difference_is_a_unified_diff() -> None:
    """Lines of the normalised JSON, with a few of context; nothing for two that say the same."""
    body = group().body
    lines = full("grafana-rules", body, {**body, "interval": "2m"})
    assert lines[:2] == ["--- there", "+++ wanted"]
    assert '-  "interval": "1m",' in lines
    assert '+  "interval": "2m",' in lines
    backwards = dict(reversed(body.items()))
    changed = full("grafana-rules", body, {**backwards, "interval": "2m"})
    assert changed == lines
    assert full("grafana-rules", body, backwards) == []


def test_the_whole_difference_does_not_depend_on_the_order_of_members() -> None:
    """Members are in one order on both sides, and texts as people write them."""
    one, other = (
        {"a": 1, "title": "Ünits", "b": {"c": 1, "d": 2}},
        {"b": {"d": 2, "c": 1}, "title": "Units", "a": 1},
    )
    found = full("dashboard", one, other)
    assert [line for line in found if line[0] in "+-"][2:] == ['-  "title": "Ünits"', '+  "title": "Units"']


def test_the_whole_of_what_is_created_or_deleted() -> None:
    """One side is empty then."""
    body: Json = {"name": "n", "time_intervals": []}
    assert [line[0] for line in full("mute-timing", None, body)[3:]] == ["+"] * 4
    assert [line[0] for line in full("mute-timing", body, None)[3:]] == ["-"] * 4
    assert full("mute-timing", None, None) == []
