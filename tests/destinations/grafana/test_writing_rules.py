"""Writing rule groups: compared right before, replaced whole, and nothing left by a crash that looks like an edit."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from attrs import evolve

from grafana_kit.errors import AuthError, ConflictError, ServerError
from grafana_kit.model.change import Change, Mark
from grafana_kit.model.resource import Resource
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.failures import NoAnswerError
from tests.destinations.grafana.helpers import (
    RUN,
    Project,
    datasource,
    exact,
    folders,
    group,
    opened,
    rule,
    writes,
)
from tests.destinations.grafana.test_reading_rules import live_rule
from tests.fakes.grafana import GrafanaServer, faults

TEAM = folders("Team")
A, B, C = rule("a"), rule("b"), rule("c")
JOBS = group(A, B)
CHANGED = group(rule("a", expr="up > 2"), B)
RULES = "/api/v1/provisioning/alert-rules"
GROUP = "/api/v1/provisioning/folder/team-folder/rule-groups/jobs"


def prepared(project: Project, action: str) -> Change:
    """Return a change that creates, updates or deletes the group, with the log cleared."""
    project.push(*TEAM) if action == "create" else project.push(*TEAM, JOBS)
    wanted: dict[str, list[Resource]] = {"create": [JOBS], "update": [CHANGED], "delete": []}
    change = project.change(*TEAM, *wanted[action], prune=True, prune_all=True)
    assert change.action == action
    project.server.clear_log()
    return change


def live(project: Project) -> Any:
    """Return the rules that the server holds."""
    return project.server.contents()["rules"]


def by_hand(project: Project, uid: str = "mine") -> None:
    """Add a rule to our group."""
    project.server.ui("add_rule", folder="team-folder", group="jobs", rule=live_rule(uid=uid, title=uid))


def test_a_new_group(project: Project) -> None:
    """Before 11.5.2 its rules are made one by one first: a group that names new ones is refused."""
    applied = project.apply(prepared(project, "create"))
    posts = [("POST", RULES)] * 2 if project.server.profile == "10.2" else []
    assert writes(project.server) == [*posts, ("PUT", GROUP)]
    assert list(live(project)) == ["a", "b"]
    assert {one["interval"] for one in live(project).values()} == {60}
    assert applied.seen is not None
    mark = Mark("shop", RUN, digest("grafana-rules", JOBS.body))
    assert (applied.seen.mark, applied.seen.since) == (mark, "nothing")
    assert digest("grafana-rules", applied.seen.body) == mark.digest
    project.settled(*TEAM, JOBS)


def test_every_rule_carries_the_mark_of_itself_and_of_its_group(project: Project) -> None:
    """Project, run, digest of the rule, of the uids, of the whole."""
    project.apply(prepared(project, "create"))
    texts = [one["annotations"]["grafana_kit"] for one in live(project).values()]
    assert all(text.startswith(f"project=shop run={RUN} sha=") for text in texts)
    assert len({text.partition("group=")[2] for text in texts}) == 1
    assert len(set(texts)) == 2


def test_a_changed_group_is_replaced_once(project: Project) -> None:
    """With the rules that it keeps."""
    project.apply(prepared(project, "update"))
    assert writes(project.server) == [("PUT", GROUP)]
    assert live(project)["a"]["data"][0]["model"]["expr"] == "up > 2"
    project.settled(*TEAM, CHANGED)


def test_rules_come_go_and_change_order(project: Project) -> None:
    """And another interval is one more difference."""
    project.push(*TEAM, JOBS)
    new = group(C, A, every="2m")
    project.push(*TEAM, new, prune=True)
    assert {uid: one["interval"] for uid, one in live(project).items()} == {"a": 120, "c": 120}
    project.settled(*TEAM, new)


def test_a_name_may_have_any_characters(project: Project) -> None:
    """It is part of an address."""
    odd = group(A, name="jobs / 50% ünd $$more")
    project.push(*TEAM, odd)
    assert live(project)["a"]["group"] == "jobs / 50% ünd $more"
    project.settled(*TEAM, odd)
    project.push(*TEAM, prune=True, prune_all=True)
    assert live(project) == {}


# --- provenance -------------------------------------------------------------------------------------


@pytest.mark.parametrize("provenance", ["api", "none"])
def test_the_provenance_is_the_same_on_every_write(grafana: GrafanaServer, provenance: str) -> None:
    """One by one, as a group, when deleting."""
    with opened(grafana, provenance=provenance) as destination:
        project = Project(destination, grafana)
        project.push(*TEAM, JOBS)
        project.push(*TEAM, group(A, C), prune=True)
        assert {one["provenance"] for one in live(project).values()} == {"api" if provenance == "api" else ""}
        project.settled(*TEAM, group(A, C))
        project.push(*TEAM, prune=True, prune_all=True)
    sent = [one for one in grafana.requests(writes=True) if "/provisioning/" in one.path]
    assert len(sent) >= 3
    assert {"x-disable-provenance" in one.headers for one in sent} == {provenance == "none"}


def test_another_provenance_is_refused_with_what_to_set(grafana: GrafanaServer) -> None:
    """500 before 11, 409 after; it is sent once."""
    with opened(grafana) as destination:
        Project(destination, grafana).push(*TEAM, JOBS)
    with opened(grafana, provenance="none") as destination:
        project = Project(destination, grafana)
        change = project.change(*TEAM, CHANGED)
        grafana.clear_log()
        with pytest.raises(ServerError, match="was written with another provenance") as caught:
            project.apply(change)
    assert "{provenance: api}" in caught.value.hint
    assert len(writes(grafana)) == 1


# --- locks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_a_rule_that_somebody_added_since_the_plan_is_a_conflict(project: Project, action: str) -> None:
    """The server would have deleted it without a word."""
    change = prepared(project, action)
    by_hand(project)
    with pytest.raises(ConflictError, match=r'rule group "jobs" .* was changed on the server'):
        project.apply(change)
    assert "mine" in live(project)
    assert writes(project.server) == []


@pytest.mark.parametrize("action", ["update", "delete"])
@pytest.mark.parametrize("edit", ["delete_rule", "edit_rule"])
def test_any_other_edit_since_the_plan_is_a_conflict(project: Project, action: str, edit: str) -> None:
    """A rule that is gone, a label."""
    change = prepared(project, action)
    more: dict[str, Any] = {"changes": {"labels": {"x": "y"}}, "anyway": True} if edit == "edit_rule" else {}
    project.server.ui(edit, uid="b", **more)
    with pytest.raises(ConflictError):
        project.apply(change)
    assert writes(project.server) == []


def test_a_group_that_is_gone(project: Project) -> None:
    """Nothing to delete; an update is a conflict."""
    update, delete = prepared(project, "update"), prepared(project, "delete")
    for uid in "ab":
        project.server.ui("delete_rule", uid=uid)
    assert project.apply(delete).note == "it was gone already"
    with pytest.raises(ConflictError):
        project.apply(update)


@pytest.mark.parametrize("taken", ["uid", "title"])
def test_a_name_that_was_taken_since_the_plan_is_a_conflict(project: Project, taken: str) -> None:
    """Before anything is written."""
    change = prepared(project, "create")
    theirs = live_rule(uid="a") if taken == "uid" else live_rule(title="A")
    project.server.ui("add_rule", folder="team-folder", group="mine", rule=theirs)
    if taken == "title" and project.server.profile == "13":
        project.apply(change)
    else:
        with pytest.raises(ConflictError, match=f"has the {taken} of one of ours"):
            project.apply(change)
        assert writes(project.server) == []


def test_force_replaces_what_the_plan_showed(project: Project) -> None:
    """Rules that were added by hand go with it, as a copy was kept."""
    project.push(*TEAM, JOBS)
    by_hand(project)
    change = project.change(*TEAM, JOBS, force=True)
    by_hand(project, "later")
    with pytest.raises(ConflictError):
        project.apply(change)
    project.apply(project.change(*TEAM, JOBS, force=True))
    assert list(live(project)) == ["a", "b"]
    project.settled(*TEAM, JOBS)


# --- deleting ---------------------------------------------------------------------------------------


def test_a_group_is_deleted(project: Project) -> None:
    """In one request where the server can; else all rules but one go with a group, and then that one."""
    project.apply(prepared(project, "delete"))
    old = [("PUT", GROUP), ("DELETE", f"{RULES}/a")]
    assert writes(project.server) == (old if project.server.profile == "10.2" else [("DELETE", GROUP)])
    assert live(project) == {}


def test_a_group_of_one_rule_is_deleted_in_one_request(project: Project) -> None:
    """On any version."""
    project.push(*TEAM, group(A))
    change = project.change(*TEAM, prune=True, prune_all=True)
    project.server.clear_log()
    project.apply(change)
    assert len(writes(project.server)) == 1
    assert live(project) == {}


def test_a_deletion_without_what_the_plan_saw_is_refused(project: Project) -> None:
    """Nothing is deleted blindly."""
    change = prepared(project, "delete")
    with pytest.raises(ConflictError):
        project.apply(evolve(change, seen=None))


# --- rules that move between groups -----------------------------------------------------------------

FIRST, SECOND = group(A, B, name="first"), group(C, name="second")
MOVED = [group(A, name="first"), group(C, B, name="second")]


def test_a_rule_moves_from_one_group_to_another(project: Project) -> None:
    """In any order, and with changes on the way."""
    project.push(*TEAM, FIRST, SECOND)
    project.push(*TEAM, *MOVED)
    assert {uid: one["group"] for uid, one in live(project).items()} == {
        "a": "first",
        "b": "second",
        "c": "second",
    }
    project.settled(*TEAM, *MOVED)
    back = [group(rule("a", expr="up > 7"), B, name="first"), SECOND]
    project.push(*TEAM, *back)
    project.settled(*TEAM, *back)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_run_that_stops_between_the_two_groups_leaves_no_edit(
    project: Project, order: tuple[int, int]
) -> None:
    """The next push finishes the work."""
    project.push(*TEAM, FIRST, SECOND)
    wanted = [group(rule("a", expr="up > 7"), name="first"), MOVED[1]]
    pending = project.plan(*TEAM, *wanted, prune=True).pending
    assert len(pending) == 2
    project.apply(pending[order[0]])
    project.push(*TEAM, *wanted, prune=True)
    project.settled(*TEAM, *wanted)


def test_a_rule_that_somebody_moved_is_an_edit_of_both_groups(project: Project) -> None:
    """What a run of ours leaves looks different."""
    project.push(*TEAM, FIRST, SECOND)
    state = project.server.dump()
    state["rules"]["b"]["group"] = "second"
    project.server.load(state)
    found = project.read(*TEAM, FIRST, SECOND)
    assert {one.title: one.since for one in found.values() if one.kind == "grafana-rules"} == {
        "first": "edited",
        "second": "edited",
    }


def test_all_rules_of_a_group_may_move(project: Project) -> None:
    """Then there is nothing left to delete."""
    project.push(*TEAM, FIRST)
    other = group(A, B, name="other")
    deletion = evolve(project.plan(*TEAM, other).changes[-1], action="delete", seen=project.seen(FIRST))
    project.push(*TEAM, other, prune=True, prune_all=True)
    assert project.apply(deletion).note == "it was gone already"
    project.settled(*TEAM, other)


def test_a_group_that_lost_all_its_rules_to_another_is_made_anew(project: Project) -> None:
    """Compared with what is left of what the plan saw."""
    project.push(*TEAM, group(A, name="first"), group(C, name="second"))
    wanted = [group(rule("d"), name="first"), group(C, A, name="second")]
    by_title = {one.title: one for one in project.plan(*TEAM, *wanted, prune=True).pending}
    project.apply(by_title["second"])
    project.apply(by_title["first"])
    project.settled(*TEAM, *wanted)


# --- answers that do not come -----------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_a_lost_answer_to_any_request_is_looked_after(project: Project, action: str, when: str) -> None:
    """Written once, and the next push writes nothing."""
    for skip in range(3):
        project.server.reset()
        change = prepared(project, action)
        project.server.fault(method="POST|PUT|DELETE", skip=skip, cut=when)
        project.apply(change)
        project.server.clear_faults()
        if action == "delete":
            assert live(project) == {}
        else:
            project.settled(*TEAM, JOBS if action == "create" else CHANGED)


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_a_run_that_dies_at_any_request_leaves_no_edit(project: Project, action: str) -> None:
    """Before the request or after it: the next push finishes the work."""
    for skip in range(3):
        for when in ("before", "after"):
            project.server.reset()
            change = prepared(project, action)
            project.server.fault(method="POST|PUT|DELETE", skip=skip, times=None, cut=when)
            with opened(project.server) as dying, contextlib.suppress(NoAnswerError):
                dying.apply(change, RUN)
            project.server.clear_faults()
            wanted = {"create": [JOBS], "update": [CHANGED], "delete": []}[action]
            project.push(*TEAM, *wanted, prune=True, prune_all=True)
            project.settled(*TEAM, *wanted)


@pytest.mark.parametrize("action", ["create", "update"])
def test_an_edit_in_place_of_a_lost_answer_is_a_conflict(project: Project, action: str) -> None:
    """Neither as before nor ours."""
    change = prepared(project, action)
    project.server.fault(method="PUT", cut="before")
    project.server.fault(method="GET", path="rule-groups", skip=1, hold="before")
    from threading import Thread  # noqa: PLC0415

    def act() -> None:
        assert project.server.wait_held()
        by_hand(project)
        project.server.clear_faults()

    thread = Thread(target=act)
    thread.start()
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)
    thread.join()
    assert "mine" in live(project)


def test_a_rule_in_place_of_a_lost_answer_is_a_conflict(old_project: Project) -> None:
    """One of ours made one by one, and somebody was faster with its uid."""
    change = prepared(old_project, "create")
    old_project.server.fault(method="POST", cut="before")
    old_project.server.fault(method="GET", path=f"{RULES}/a", hold="before")
    from threading import Thread  # noqa: PLC0415

    def act() -> None:
        assert old_project.server.wait_held()
        old_project.server.ui("add_rule", folder="team-folder", group="x", rule=live_rule(uid="a"))
        old_project.server.clear_faults()

    thread = Thread(target=act)
    thread.start()
    with pytest.raises(ConflictError, match=r'rule "A" \(a\) was changed on the server'):
        old_project.apply(change)
    thread.join()


def test_a_server_that_stays_away_is_an_error(project: Project) -> None:
    """Looked after each time, and then given up."""
    change = prepared(project, "update")
    project.server.fault(method="PUT", times=None, status=502, body="")
    with pytest.raises(NoAnswerError):
        project.apply(change)
    assert len(writes(project.server)) == 3


def test_what_the_server_does_not_like_is_told_in_its_words(project: Project) -> None:
    """Once: again would be the same."""
    change = prepared(project, "create")
    assert change.wanted is not None
    wrong = evolve(change, wanted={**change.wanted, "rules": [rule("a", condition="nothing")]})
    with pytest.raises(ServerError, match="invalid alert rule: condition nothing does not exist"):
        project.apply(wrong)
    assert len(writes(project.server)) == 1


def test_rights_that_are_missing_are_named(project: Project) -> None:
    """By their action, which depends on the version."""
    change = prepared(project, "create")
    read = {"alert.provisioning:read": ["*"], "folders:read": ["*"]}
    project.server.permit(read)
    with pytest.raises(AuthError, match=r"we lack the permission .*alert\.provisioning:write"):
        project.apply(change)


# --- putting back -----------------------------------------------------------------------------------


def test_an_earlier_state_is_put_back_with_the_marks_that_it_had(project: Project) -> None:
    """Ours stays ours; to the byte, but for the order of what the server lists."""
    project.push(*TEAM, JOBS)
    before, contents = project.seen(CHANGED), project.server.contents()
    project.run = "20261124T111111Z-ffffff"
    project.push(*TEAM, group(rule("a", expr="up > 2"), C), prune=True)
    project.apply(exact(("grafana-rules", JOBS.uid), before, project.seen(JOBS)))
    assert project.server.contents() == contents
    project.settled(*TEAM, JOBS)
    assert project.seen(CHANGED).since == "nothing"


def test_what_somebody_wrote_is_put_back_without_a_mark(project: Project) -> None:
    """And is a conflict again."""
    project.push(*TEAM)
    by_hand(project)
    project.server.ui("set_rule_provenance", uid="mine", provenance="api")
    before, contents = project.seen(JOBS), project.server.contents()
    project.push(*TEAM, JOBS, force=True)
    project.apply(exact(("grafana-rules", JOBS.uid), before, project.seen(JOBS)))
    assert project.server.contents() == contents
    assert (project.seen(JOBS).mark, project.seen(JOBS).since) == (None, "unknown")


def test_a_deleted_group_is_made_again(project: Project) -> None:
    """As ours, by the marks on its rules."""
    project.push(*TEAM, JOBS)
    before = project.seen(CHANGED)
    project.push(*TEAM, prune=True, prune_all=True)
    project.apply(exact(("grafana-rules", JOBS.uid), before, None))
    project.settled(*TEAM, JOBS)
    assert project.seen(CHANGED).since == "nothing"


def test_a_run_of_everything_needs_no_order_of_its_own(project: Project) -> None:
    """The plan's order is enough; too many requests at once are waited for."""
    project.server.fault(method="PUT", **faults.too_many("1"))
    every = [datasource(), *TEAM, JOBS]
    project.push(*every)
    project.settled(*every)
