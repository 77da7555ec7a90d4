"""What a destination reads of rule groups: whose they are, and every way in which somebody edits them."""

from __future__ import annotations

from typing import Any

import pytest

from grafana_kit.model.change import Mark, Seen
from grafana_kit.model.resource import Resource
from grafana_kit.planning.normalise import digest
from tests.destinations.grafana.helpers import HERE, RUN, Project, folders, group, opened, reads, rule
from tests.fakes.grafana import GrafanaServer

TEAM = folders("Team")
A, B = rule("a"), rule("b")
JOBS = group(A, B)
CHANGED = group(rule("a", expr="up > 2"), B)


def live_rule(**changes: Any) -> dict[str, Any]:
    """Return a rule as the browser sends it."""
    query = {"refId": "A", "relativeTimeRange": {"from": 600, "to": 0}, "datasourceUid": "p", "model": {}}
    return {"title": "By hand", "condition": "A", "data": [query], **changes}


def pushed(project: Project) -> Seen:
    """Push one group and return it as it is read."""
    project.push(*TEAM, JOBS)
    return project.seen(JOBS)


def test_a_group_is_read_in_the_form_of_the_file(project: Project) -> None:
    """With the digest of what was pushed, and nothing to write."""
    seen = pushed(project)
    assert seen.mark == Mark("shop", RUN, digest("grafana-rules", JOBS.body))
    assert (seen.since, seen.title, seen.folder_uid, seen.provisioned) == (
        "nothing",
        "jobs",
        "team-folder",
        False,
    )
    assert seen.body["folder"] == "Team"
    assert digest("grafana-rules", seen.body) == digest("grafana-rules", JOBS.body)
    project.settled(*TEAM, JOBS)


def test_groups_are_read_in_one_request_each(project: Project) -> None:
    """And one for all; a group that is not there is not asked for."""
    pushed(project)
    project.server.clear_log()
    project.read(*TEAM, JOBS, group(rule("c"), name="new"))
    found = [one for one in reads(project.server) if "/provisioning/" in one]
    assert found == [
        "/api/v1/provisioning/alert-rules",
        "/api/v1/provisioning/folder/team-folder/rule-groups/jobs",
    ]


def test_a_change_in_the_code_finds_that_nothing_happened_since(project: Project) -> None:
    """Every rule is as its mark says."""
    pushed(project)
    assert project.seen(CHANGED).since == "nothing"
    assert project.change(*TEAM, CHANGED).action == "update"


EDITS: dict[str, dict[str, Any]] = {
    "a rule's labels": {"action": "edit_rule", "uid": "a", "changes": {"labels": {"x": "y"}}, "anyway": True},
    "a rule's pause": {"action": "edit_rule", "uid": "a", "changes": {"isPaused": True}, "anyway": True},
    "a mark taken away": {
        "action": "edit_rule",
        "uid": "a",
        "changes": {"annotations": {"summary": "too {{ $labels.job }}"}},
        "anyway": True,
    },
    "a rule added": {"action": "add_rule", "folder": "team-folder", "group": "jobs", "rule": live_rule()},
    "a rule deleted": {"action": "delete_rule", "uid": "b"},
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_seen(project: Project, edit: str) -> None:
    """Whatever the browser, or another client, can do."""
    pushed(project)
    project.server.ui(**EDITS[edit])
    seen = project.seen(JOBS)
    assert seen.since == "edited"
    assert seen.mark == Mark("shop", RUN, digest("grafana-rules", JOBS.body))
    assert seen.changed_at
    assert [one.kind for one in project.plan(*TEAM, CHANGED).conflicts] == ["grafana-rules"]


def test_another_interval_is_an_edit(project: Project) -> None:
    """It is the group's, and in no rule."""
    pushed(project)
    state = project.server.dump()
    for one in state["rules"].values():
        one["interval"] = 120
    project.server.load(state)
    assert project.seen(JOBS).since == "edited"


def test_a_copy_of_a_rule_is_an_edit_of_the_group_that_it_is_in(project: Project) -> None:
    """It has our mark, and another uid."""
    pushed(project)
    body = project.server.dump()["rules"]["a"]["body"]
    copy = {**body, "title": "Copy"}
    project.server.ui("add_rule", folder="team-folder", group="jobs", rule=copy)
    assert project.seen(JOBS).since == "edited"


def test_a_copy_of_a_rule_does_not_make_somebodys_group_ours(project: Project) -> None:
    """It is never deleted by a prune."""
    pushed(project)
    copy = {**project.server.dump()["rules"]["a"]["body"], "title": "Copy"}
    project.server.ui("add_rule", folder="team-folder", group="mine", rule=copy)
    assert project.plan(*TEAM, JOBS).prunable == ()


def test_what_was_there_before_is_unknown(project: Project) -> None:
    """No rule carries a mark."""
    project.push(*TEAM)
    project.server.ui("add_rule", folder="team-folder", group="jobs", rule=live_rule(uid="a"))
    seen = project.seen(JOBS)
    assert (seen.mark, seen.since) == (None, "unknown")
    assert [one.title for one in project.plan(*TEAM, JOBS).conflicts] == ["jobs"]


def test_another_projects_group_is_told_as_such(project: Project, grafana: GrafanaServer) -> None:
    """By the mark on its rules."""
    with opened(grafana, "other") as destination:
        Project(destination, grafana).push(*TEAM, JOBS)
    seen = project.seen(CHANGED)
    assert seen.mark is not None
    assert (seen.mark.project, seen.since) == ("other", "unknown")


@pytest.mark.parametrize("provenance", ["file", "converted_prometheus"])
def test_rules_that_something_else_provisions_are_told_in_the_plan(project: Project, provenance: str) -> None:
    """The API refuses to write them."""
    pushed(project)
    project.server.ui("set_rule_provenance", uid="a", provenance=provenance)
    assert project.seen(CHANGED).provisioned


def test_a_group_of_ours_that_is_no_longer_wanted_is_found(project: Project) -> None:
    """By its mark, and known to be as we left it though nobody knows its folder's title any more."""
    project.push(*TEAM, JOBS, group(rule("c"), name="old"))
    prunable = project.plan(*TEAM, JOBS).prunable
    assert [(one.title, one.since) for one in prunable] == [("old", "nothing")]
    project.server.ui("edit_rule", uid="c", changes={"isPaused": True}, anyway=True)
    assert project.plan(*TEAM, JOBS, prune=True).pending == ()


def test_two_groups_may_make_one_uid(project: Project) -> None:
    """A group that nobody wants gets another."""
    project.push(
        *TEAM, *folders("Team jobs"), group(A, name="jobs x"), group(B, name="x", folder="Team jobs")
    )
    state = project.server.dump()
    state["folders"]["team"] = {**state["folders"]["team-folder"], "uid": "team"}
    state["folders"]["team-jobs"] = {**state["folders"]["team-folder"], "uid": "team-jobs"}
    state["rules"]["a"]["folder"], state["rules"]["b"]["folder"] = "team", "team-jobs"
    project.server.load(state)
    found = project.read(*TEAM)
    assert len([key for key in found if key[0] == "grafana-rules"]) == 2


def test_a_group_whose_folder_is_not_known_is_found_by_its_uid(project: Project) -> None:
    """As receipts tell of it."""
    project.push(*TEAM, JOBS, group(rule("c"), name="old"))
    gone = project.plan(*TEAM, JOBS).prunable[0]
    known = Resource("grafana-rules", gone.uid, gone.title, "", gone.body, HERE)
    assert project.read(known)["grafana-rules", gone.uid].body == gone.body
    project.server.ui("delete_rule", uid="c")
    assert ("grafana-rules", gone.uid) not in project.read(known)


@pytest.mark.parametrize("taken", ["uid", "title"])
def test_rules_that_have_what_ours_need_are_told(project: Project, taken: str) -> None:
    """A uid is one rule's in the organisation; a title is one rule's in the folder, up to 11.6."""
    project.push(*TEAM)
    theirs = live_rule(uid="a") if taken == "uid" else live_rule(title="A")
    project.server.ui("add_rule", folder="team-folder", group="mine", rule=theirs)
    project.read(*TEAM, JOBS)
    notes = project.destination.notes
    if taken == "title" and project.server.profile == "13":
        assert notes == ()
    else:
        assert len(notes) == 1
        assert 'the rule "A" of team-jobs cannot be written' in notes[0]
        assert f"has its {taken}" in notes[0]


def test_a_group_that_lost_its_rules_while_we_read_is_not_there(project: Project) -> None:
    """Between the list and the look at it."""
    pushed(project)
    path = "rule-groups/jobs$"
    project.server.fault(method="GET", path=path, status=404, body='{"message": "rule group does not exist"}')
    assert ("grafana-rules", JOBS.uid) not in project.read(*TEAM, JOBS)
    project.server.fault(
        method="GET", path=path, status=200, body='{"title": "jobs", "interval": 60, "rules": []}'
    )
    assert ("grafana-rules", JOBS.uid) not in project.read(*TEAM, JOBS)
