"""How a plan looks: what a person can act on, whatever the plan holds."""

from __future__ import annotations

import json
from typing import Any

import click
import pytest
from attrs import evolve

from grafana_kit.cli.plan_json import plan_json
from grafana_kit.cli.plan_text import clean, plan_lines, shown
from grafana_kit.model.change import Change, Conflict, Difference, Plan, Seen
from grafana_kit.model.source import Source
from grafana_kit.planning.differences import differences

PANEL: dict[str, Any] = {
    "id": 1,
    "type": "timeseries",
    "title": "p95",
    "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
    "targets": [{"refId": "A", "expr": "up"}],
    "fieldConfig": {"defaults": {"unit": "s"}},
}
BOARD: dict[str, Any] = {"uid": "jobs", "title": "Jobs", "panels": [PANEL]}
SEEN = Seen("dashboard", "jobs", "Jobs", BOARD, "team", 3)


def board(*panels: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return the dashboard with these panels."""
    return {**BOARD, "panels": list(panels), **values}


def update(wanted: dict[str, Any], **values: Any) -> Change:
    """Return an update of the dashboard."""
    change = Change("update", "dashboard", "jobs", "Jobs", wanted, "Team", "team", SEEN, origin="code")
    return evolve(change, differences=differences("dashboard", BOARD, wanted), **values)


def text(*changes: Change, **options: Any) -> str:
    """Return a plan as plain text."""
    plan = Plan("dev", changes, options.pop("prunable", ()), options.pop("notes", ()))
    return click.unstyle("\n".join(plan_lines(plan, **options)))


def test_a_changed_panel_is_told_by_part() -> None:
    """Query, unit and place, old beside new; long values one below the other."""
    long = "histogram_quantile(0.95, sum by (le) (rate(clip_job_latency_seconds_bucket[5m])))"
    changed = {
        **PANEL,
        "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
        "targets": [{"refId": "A", "expr": long}, {"refId": "B", "expr": "down"}],
        "fieldConfig": {"defaults": {"unit": "ms"}},
    }
    assert text(update(board(changed))) == "\n".join(
        [
            "~ change    dashboard  Team/Jobs  (jobs)  changed in code",
            '    > panel "p95": x=0 y=0, 12x8 → x=12 y=0, 12x8',
            '    ~ panel "p95"',
            "        ~ query A, expression:",
            "            - up",
            f"            + {long}",
            "        + query B: down",
            "        ~ unit: s → ms",
            "Plan: 1 to change.",
        ]
    )


def test_panels_that_come_and_go_are_named() -> None:
    """Their whole JSON is only in the full difference."""
    new = {**PANEL, "id": 2, "title": "p99"}
    assert text(update(board(new))).splitlines()[1:3] == ['    - panel "p95"', '    + panel "p99"']


def test_values_outside_panels_stand_alone() -> None:
    """A title, and a value inside another."""
    lines = text(update(board(PANEL, title="Work", time={"from": "now-1h"}))).splitlines()
    assert lines[1:3] == ['    + time: {"from": "now-1h"}', "    ~ title: Jobs → Work"]


def test_a_conflict_says_who_when_what_and_what_next() -> None:
    """The edit that is in the way, what the code wants, and the command to run."""
    edits = (Difference(('panel "p95"', "unit"), "changed", "s", "ms"),)
    conflict = Conflict("it was edited", "alice", "2026-11-24T10:00:00Z", edits, "grafana-kit push --adopt")
    change = update(board(PANEL, title="Work"), action="conflict", conflict=conflict, origin="both")
    assert text(change).splitlines() == (
        [
            "! conflict  dashboard  Team/Jobs  (jobs)  changed in code and on the server",
            "    it was edited",
            "    last written by alice at 2026-11-24T10:00:00Z",
            "    edited there, against what was pushed last:",
            '      ~ panel "p95"',
            "          ~ unit: s → ms",
            "    what the code wants, against what is there:",
            "      ~ title: Jobs → Work",
            "    next: grafana-kit push --adopt",
            "Plan: 1 in conflict.",
        ]
    )


def test_every_action_has_its_line() -> None:
    """Create with its size, move, delete, and unchanged only when asked for."""
    rules = {"rules": [{"uid": "a"}, {"uid": "b"}]}
    changes = [
        Change("create", "dashboard", "new", "New", board(PANEL, {"type": "row", "panels": [PANEL]})),
        Change("create", "grafana-rules", "group", "Group", rules, "Team"),
        Change("create", "folder", "team", "Team", {"uid": "team"}),
        evolve(update(BOARD), action="move", differences=(Difference(("folder",), "moved", "a", "b"),)),
        evolve(update(BOARD), action="delete", wanted=None),
        evolve(update(BOARD), action="unchanged"),
        update(board(PANEL, title="Forced"), forced=True),
    ]
    gone = Seen("dashboard", "old", "Old", {})
    printed = text(*changes, prunable=(gone,), notes=("nested folders are off",))
    assert printed.splitlines() == [
        "+ create    dashboard  New  (new)  2 panels",
        "+ create    grafana-rules  Team/Group  (group)  2 rules",
        "+ create    folder  Team  (team)",
        "> move      dashboard  Team/Jobs  (jobs)  changed in code",
        "    > folder: a → b",
        "- delete    dashboard  Team/Jobs  (jobs)",
        "~ change    dashboard  Team/Jobs  (jobs)  changed in code, forced over the conflict, a copy is kept",
        "    ~ title: Jobs → Forced",
        "No longer in the code, and kept (1 resource; --prune deletes them):",
        "    dashboard  Old  (old)",
        "note: nested folders are off",
        "Plan: 3 to create, 1 to change, 1 to move, 1 to delete, 1 unchanged.",
    ]
    assert "= unchanged dashboard" in text(*changes, unchanged=True)


def test_the_whole_difference_is_there_when_asked_for() -> None:
    """As a unified diff of the normalised JSON."""
    printed = text(update(board(PANEL, title="Work")), full=True)
    assert '    -  "title": "Jobs",' in printed or '    -  "title": "Jobs"' in printed
    assert '    +  "title": "Work"' in printed
    deleted = text(evolve(update(BOARD), action="delete", wanted=None), full=True)
    assert '    -  "title": "Jobs"' in deleted


def test_an_empty_plan_says_so() -> None:
    """Nothing is defined, nothing differs."""
    assert text() == "Plan: nothing to do."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        ("", '""'),
        ("  ", '"  "'),
        (None, "null"),
        (True, "true"),
        ({"a": [1, "ü"]}, '{"a": [1, "ü"]}'),
        ("two\nlines", "two⏎ lines"),
        ("x" * 400, "x" * 150 + " … " + "x" * 150),
    ],
)
def test_values_are_short_and_on_one_line(value: object, expected: str) -> None:
    """Texts as they are, the rest as JSON."""
    assert shown(value) == expected


def test_nothing_from_a_server_steers_the_terminal() -> None:
    """Escape sequences and characters that turn the direction of text are shown, not obeyed."""
    assert clean("a\x1b[2Jb\x9bc\u202ed") == "a\\x1b[2Jb\\x9bc\\x202ed"
    evil = Seen("dashboard", "e", "\x1b]0;owned\x07", {})
    assert "\x1b" not in text(prunable=(evil,))


def test_a_plan_for_machines_holds_the_same() -> None:
    """Everything of a change, JSON-able; both bodies only when asked for."""
    conflict = Conflict("it was edited", "alice", "now", (Difference(("unit",), "added", None, "s"),))
    change = update(board(title="W"), action="conflict", conflict=conflict, source=Source("a.py", 3))
    model = plan_json(Plan("dev", (change,), (SEEN,), ("note",)))
    assert json.loads(json.dumps(model)) == model
    assert model["counts"] == {"conflict": 1}
    assert model["prunable"] == [{"kind": "dashboard", "uid": "jobs", "title": "Jobs"}]
    found = model["changes"][0]
    assert (found["action"], found["origin"], found["source"]) == ("conflict", "code", "a.py:3")
    assert found["conflict"]["differences"] == [{"where": ["unit"], "how": "added", "old": None, "new": "s"}]
    assert {"how": "changed", "where": ["title"], "old": "Jobs", "new": "W"} in found["differences"]
    assert "wanted" not in found
    assert plan_json(Plan("dev", (change,)), full=True)["changes"][0]["there"] == BOARD
