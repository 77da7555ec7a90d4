"""Every check, with what passes it and what does not; both places are named where there are two."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from grafana_kit import Alert, Record, checks, panels
from grafana_kit.checks import alert_unique, dashboard_unique, dashboard_valid, folder_valid, promql_syntax
from grafana_kit.metrics import Gauge
from grafana_kit.model.problem import Problem
from grafana_kit.model.resource import Board, Bundle, Group
from grafana_kit.model.source import Source
from tests.author.builders import ENVIRONMENT, board, environment, good_bundle, group

UP = Gauge("up", labels={})
STAT = panels.stat("Up", UP)


def at(line: int, one: Board) -> Board:
    """Return a dashboard that is defined at this line of boards.py."""
    return Board(evolve(one.definition, source=Source("boards.py", line)), one.rows)


def grouped(line: int, one: Group) -> Group:
    """Return a group that is defined at this line of rules.py."""
    return Group(evolve(one.definition, source=Source("rules.py", line)), one.rules)


def alert(name: str = "Down", when: Any = UP == 0, line: int = 0) -> Alert:
    """Return an alert that stands at this line of rules.py."""
    one = Alert(name, when=when, severity="info", summary="s", description="d")
    return evolve(one, source=Source("rules.py", line))


def told(problems: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return problems as message, place and further places."""
    return [(one.message, str(one.source), tuple(map(str, one.also))) for one in problems]


def boards(*many: Board) -> Bundle:
    """Return a bundle of dashboards."""
    return good_bundle(boards=many)


def test_what_is_right_passes_every_check() -> None:
    """Dashboards in and outside of folders, both engines."""
    made = good_bundle(
        boards=[
            board(STAT),
            board(STAT, title="Other", uid="other", folder=""),
            board(STAT, title="Board", uid="x", folder="Shop/Jobs"),
        ],
        groups=[group(alert(), Record("a:b", UP.sum())), group(alert("Up", "up > 1"), name="other")],
        env=environment(engine="both"),
    )
    assert list(checks.run(made)) == []


def test_all_checks_run() -> None:
    """Each module of this package that has an id."""
    modules = (dashboard_valid, folder_valid, dashboard_unique, alert_unique, promql_syntax)
    assert set(checks.CHECKS) == set(modules)
    assert len({module.ID for module in modules}) == len(modules)
    broken = board(panels.stat("Up", "up +"), title=" ", uid="not a uid", folder="General")
    found = {problem.check for problem in checks.run(boards(broken))}
    assert found == {"dashboard/valid", "folder/valid", "promql/syntax"}


def test_a_problem_is_an_error_with_its_places() -> None:
    """As the command line prints it."""
    error = Problem("a/b", "wrong", Source("x.py", 3), "do this", (Source("y.py", 4),)).error()
    assert (error.summary, error.where, error.hint) == ("wrong [a/b]", "x.py:3", "do this")
    assert error.details == ("and at y.py:4",)


# --- dashboard/valid --------------------------------------------------------------------------------


@pytest.mark.parametrize("uid", ["", "a b", "../x", "ü", "a" * 41, "a/b", "a\n"])
def test_an_illegal_uid_is_a_problem(uid: str) -> None:
    """At most 40 letters, digits, dashes and underscores."""
    (problem,) = dashboard_valid.check(boards(at(3, board(STAT, uid=uid))))
    assert problem.message == f'"{uid}" ({len(uid)} characters) is no uid'
    assert str(problem.source) == "boards.py:3"


@pytest.mark.parametrize("uid", ["a", "A-b_9", "a" * 40, "-"])
def test_a_legal_uid_is_none(uid: str) -> None:
    """As Grafana takes it."""
    assert not list(dashboard_valid.check(boards(board(STAT, uid=uid))))


def test_a_dashboard_has_a_title_and_panels() -> None:
    """Rows alone show nothing."""
    assert told(dashboard_valid.check(boards(at(1, board(STAT, title=" "))))) == [
        ("the dashboard board has no title", "boards.py:1", ())
    ]
    assert told(dashboard_valid.check(boards(at(2, board())))) == [
        ('the dashboard "Board" has no panels', "boards.py:2", ())
    ]


@pytest.mark.parametrize(
    ("refresh", "good"),
    [
        ("", True),
        ("30s", True),
        ("1m", True),
        ("2h", True),
        ("1d", True),
        ("soon", False),
        ("1", False),
        ("1m30s", False),
    ],
)
def test_a_refresh_interval_is_one_that_grafana_reads(refresh: str, good: bool) -> None:  # noqa: FBT001
    """One number and one unit, or nothing for never."""
    found = told(dashboard_valid.check(boards(board(STAT, refresh=refresh))))
    assert [message for message, *_ in found] == ([] if good else [f'"{refresh}" is no refresh interval'])


def test_a_dashboard_of_others_may_have_no_refresh_at_all() -> None:
    """Grafanalib writes null or false there."""
    made = boards(board(STAT))
    for value in (None, False):
        made.of_kind("dashboard")[0].body["refresh"] = value
        assert not list(dashboard_valid.check(made))


# --- folder/valid -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["/", "A/", "/A", "A//B", " A", "A /B", "..", "A/../B", "."])
def test_a_folder_that_is_none_is_a_problem(folder: str) -> None:
    """Names, with slashes between them."""
    assert told(folder_valid.check(boards(at(4, board(STAT, folder=folder))))) == [
        (f'"{folder}" is no folder', "boards.py:4", ())
    ]


@pytest.mark.parametrize("folder", ["General", "general", "sharedwithme"])
def test_folders_of_grafanas_own_are_a_problem(folder: str) -> None:
    """They cannot be made."""
    assert [one.message for one in folder_valid.check(boards(board(STAT, folder=folder)))] == [
        f'Grafana keeps the folder "{folder}" for itself'
    ]


def test_rules_of_grafana_need_a_folder() -> None:
    """Rules of Prometheus do not."""
    grafana = good_bundle(groups=[grouped(5, group(alert(), folder=""))], env=environment(engine="grafana"))
    assert told(folder_valid.check(grafana)) == [('the group "shop" has no folder', "rules.py:5", ())]
    assert not list(folder_valid.check(good_bundle(groups=[group(alert(), folder="")])))


# --- dashboard/unique -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ({}, {"title": "Other"}, 'two dashboards have the uid "board"'),
        ({}, {"uid": "b"}, 'two dashboards are called "Board" in the folder "Shop"'),
        (
            {},
            {"uid": "b", "title": "board!"},
            'two dashboards are the same to Grafana ("board") in the folder "Shop"',
        ),
        (
            {},
            {"uid": "b", "title": "shop", "folder": "Else"},
            'the dashboard "shop" has the slug of the folder "Shop"',
        ),
        ({}, {"uid": "shop-folder", "title": "B"}, 'the dashboard "B" has the uid of the folder "Shop"'),
        (
            {},
            {"uid": "b", "title": "B", "folder": "shop"},
            'the folders "Shop" and "shop" have the same slug',
        ),
        (
            {"folder": "A B"},
            {"uid": "b", "title": "Z", "folder": "A/B"},
            'the folders "A B" and "A/B" have the same slug',
        ),
    ],
)
def test_dashboards_in_each_others_way_are_a_problem(
    first: dict[str, Any], second: dict[str, Any], message: str
) -> None:
    """Grafana 10 would save one over the other; both places are named."""
    found = told(dashboard_unique.check(boards(at(1, board(STAT, **first)), at(2, board(STAT, **second)))))
    assert [one[0] for one in found] == [message]
    assert {found[0][1], *found[0][2]} == {"boards.py:1", "boards.py:2"}


def test_the_same_title_in_two_folders_is_none() -> None:
    """Folders are there to tell them apart."""
    assert not list(dashboard_unique.check(boards(board(STAT), board(STAT, uid="b", folder="Other"))))


# --- alert/unique -----------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["prometheus", "grafana", "both"])
def test_an_alert_is_called_like_no_other(engine: Any) -> None:
    """In all groups of an environment, whoever evaluates it."""
    groups = [grouped(1, group(alert(line=2), name="a")), grouped(3, group(alert(line=4), name="b"))]
    made = good_bundle(groups=groups, env=environment(engine=engine))
    assert told(alert_unique.check(made)) == [('two alerts are called "Down"', "rules.py:4", ("rules.py:2",))]


@pytest.mark.parametrize("engine", ["prometheus", "grafana"])
def test_a_group_is_called_like_no_other(engine: Any) -> None:
    """Grafana puts groups of one name into one."""
    groups = [grouped(1, group(alert("A"))), grouped(3, group(alert("B")))]
    made = good_bundle(groups=groups, env=environment(engine=engine))
    assert told(alert_unique.check(made)) == [('two groups are called "shop"', "rules.py:3", ("rules.py:1",))]


def test_two_alerts_of_one_uid_are_a_problem() -> None:
    """Their names differ only in what a uid cannot hold."""
    made = good_bundle(
        groups=[group(alert("Is down", line=1), alert("Is-down", line=2))], env=environment(engine="grafana")
    )
    assert told(alert_unique.check(made)) == [
        ('the alerts "Is down" and "Is-down" have the same uid shop-is-down', "rules.py:2", ("rules.py:1",))
    ]


def test_names_have_a_length_that_grafana_takes() -> None:
    """190 characters, for alerts and groups."""
    long, fits = "A" * 191, "B" * 190
    made = good_bundle(
        groups=[grouped(7, group(alert(long, line=8), alert(fits), name=long)), group(alert("C"), name=fits)]
    )
    assert told(alert_unique.check(made)) == [
        (f"the group name {'A' * 40}… has 191 characters", "rules.py:7", ()),
        (f"the alert name {'A' * 40}… has 191 characters", "rules.py:8", ()),
    ]


def test_recorded_series_are_no_alerts() -> None:
    """One name may be recorded with several label sets, in several groups."""
    one, two = Record("a:b", UP, labels={"x": "1"}), Record("a:b", UP, labels={"x": "2"})
    assert not list(alert_unique.check(good_bundle(groups=[group(one), group(two, name="b")])))


# --- promql/syntax ----------------------------------------------------------------------------------


def test_what_is_no_promql_is_a_problem_at_its_place() -> None:
    """In panels and rules; the hint shows the expression."""
    panel = panels.timeseries("Rate", {"a": "up", "b": "rate(up)"})
    made = good_bundle(boards=[board(panel)], groups=[group(alert("Bad", "up ==", line=9))])
    first, second = promql_syntax.check(made)
    assert first.message.startswith('panel "Rate", query B: ')
    assert first.source == panel.source
    assert first.hint == "the expression is: rate(up)"
    assert second.message.startswith("rule Bad: ")
    assert str(second.source) == "rules.py:9"


def test_what_the_parser_does_not_know_is_no_problem() -> None:
    """Newer PromQL is not refused."""
    assert not list(promql_syntax.check(boards(board(panels.stat("Up", "rate(up[5m] anchored)")))))


@pytest.mark.parametrize("engine", ["prometheus", "grafana", "both"])
def test_a_rule_is_made_of_series(engine: Any) -> None:
    """A range or a text can neither fire nor be recorded; a panel that asks for one moment shows a range."""
    made = good_bundle(
        boards=[board(panels.table("Up", "up[5m]"))],
        groups=[group(alert("Bad", "up[5m]"))],
        env=environment(engine=engine),
    )
    assert [one.message for one in promql_syntax.check(made)] == [
        "rule Bad: a rule needs a vector or a scalar, and this is a range"
    ]


def test_both_engines_report_a_mistake_once() -> None:
    """The rule is one, though it is written twice."""
    made = good_bundle(groups=[group(alert("Bad", "up =="))], env=environment(engine="both"))
    assert len(list(promql_syntax.check(made))) == 1
    assert ENVIRONMENT.alert_engine == "prometheus"
