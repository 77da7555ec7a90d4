"""The runbooks: one section per alert, each with what a person who is woken needs, and nothing that is not there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest

from tests.meme_maker.conftest import ROOT
from tests.meme_maker.exposed import exposed

if TYPE_CHECKING:
    from tests.meme_maker.built import Built

TEXT = (ROOT / "docs/runbooks.md").read_text()
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE))
PARTS = ("Means", "Users notice", "First look", "Do", "False alarm")
in_each_section = pytest.mark.parametrize("alert", SECTIONS)


def test_every_alert_has_a_section_and_every_section_an_alert(built: Built) -> None:
    """In the order of the files' own groups nothing is forgotten, and nothing old is left."""
    assert set(SECTIONS) == set(built.alerts("prod"))
    assert len(re.findall(r"^## ", TEXT, re.MULTILINE)) == len(SECTIONS)


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_every_alerts_link_leads_to_its_section(name: str, built: Built) -> None:
    """The anchor in the annotation is the one that the heading gets."""
    anchors = {heading.lower() for heading in SECTIONS}
    for rule in built.alerts(name).values():
        assert rule["annotations"]["runbook_url"].partition("#")[2] in anchors


@in_each_section
def test_a_section_says_all_that_is_needed(alert: str) -> None:
    """Meaning, effect, first look, steps and false alarms, in this order, none of them empty."""
    parts = re.findall(r"^\*\*([\w ]+):\*\*\s*(\S)", SECTIONS[alert], re.MULTILINE)
    assert [part for part, _ in parts] == list(PARTS)


@in_each_section
def test_the_panels_of_a_section_exist(alert: str, built: Built) -> None:
    """Dashboards and panels are called what they are called; the alert's own panel is among them."""
    boards = _panels(built)
    named = re.findall(r"`(meme-maker-\w+)`, panel\s+\"([^\"]+)\"", SECTIONS[alert])
    assert named
    assert [(uid, title) for uid, title in named if title not in boards.get(uid, {}).values()] == []
    link = re.search(
        r"/d/([\w-]+)\?viewPanel=(\d+)", built.alerts("prod")[alert]["annotations"]["dashboard_url"]
    )
    assert link is not None
    assert named[0] == (link[1], boards[link[1]][int(link[2])])


@in_each_section
def test_the_queries_of_a_section_can_be_asked(alert: str, built: Built) -> None:
    """They parse, and select what somebody exposes or a rule records, by labels that it has."""
    known = exposed() | {rule["record"]: set() for rule in built.rules("prod") if "record" in rule}
    queries = [
        line
        for block in re.findall(r"```promql\n(.*?)```", SECTIONS[alert], re.DOTALL)
        for line in block.splitlines()
    ]
    assert queries
    for query in queries:
        for name, labels in _selected(query):
            assert not name or name in known, f"{query}: nobody exposes {name}"
            assert not name or not known[name] or labels <= known[name] | {"job", "instance"}, query


@in_each_section
def test_the_settings_that_a_section_names_exist(alert: str, built: Built) -> None:
    """A threshold that somebody is told to change is there to be changed."""
    settings = built.environment("prod").settings
    groups = "queue|latency|errors|http|down|absent|monitoring|stuck|disk|memory|cpu|container"
    for name in re.findall(rf"`((?:{groups})\.[a-z_.]+)`", SECTIONS[alert]):
        assert name in settings, name


def _panels(built: Built) -> dict[str, dict[int, str]]:
    """Return panel id → title by dashboard."""
    found = {}
    for file in (built.output / "grafana/prod/dashboards").rglob("*.json"):
        board: dict[str, Any] = json.loads(file.read_text())
        panels = [*board["panels"], *(one for row in board["panels"] for one in row.get("panels", ()))]
        found[board["uid"]] = {panel["id"]: panel["title"] for panel in panels}
    return found


def _selected(query: str) -> list[tuple[str, set[str]]]:
    """Return the metrics that a query selects, with the labels that it matches on."""
    found: list[tuple[str, set[str]]] = []

    def visit(node: object) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append((node.name or "", {one.name for one in node.matchers.matchers}))

    promql_parser.walk(promql_parser.parse(query), pre_visit=visit)
    return found
