"""Saving, moving and deleting dashboards: under the lock that the plan saw, once, and nobody's work is lost."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from grafana_kit.errors import AuthError, ConflictError, KitError, ServerError
from grafana_kit.model.change import Change, Mark
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.failures import NoAnswerError
from tests.destinations.grafana.helpers import (
    RUN,
    Project,
    dashboard,
    exact,
    folders,
    opened,
    panel,
    patience,
    writes,
)
from tests.fakes.grafana import GrafanaServer, faults

TEAM = folders("Team")
JOBS = dashboard(panels=[panel()], tags=["jobs"])
CHANGED = dashboard(panels=[panel(expr="changed")], tags=["jobs"])
SAVE = "/api/dashboards/db"


def prepared(project: Project, action: str) -> Change:
    """Return a change that creates, updates, moves or deletes one dashboard, with the log cleared."""
    server = project.server
    if action == "create":
        project.push(*TEAM)
    else:
        project.push(*TEAM, *folders("Other"), JOBS)
    wanted = {
        "create": [*TEAM, JOBS],
        "update": [*TEAM, CHANGED],
        "move": [*TEAM, *folders("Other"), dashboard(folder="Other", panels=[panel()], tags=["jobs"])],
        "delete": [*TEAM],
    }[action]
    change = project.change(*wanted, prune=True, prune_all=True)
    assert change.action == action
    server.clear_log()
    return change


def refused(project: Project, change: Change, kind: type[KitError] = ConflictError) -> KitError:
    """Return why a change is refused; nothing was changed by it."""
    before = project.server.contents()
    with pytest.raises(kind) as caught:
        project.apply(change)
    assert type(caught.value) is kind
    assert project.server.contents() == before
    return caught.value


def stored(project: Project, uid: str = "jobs") -> Any:
    """Return a dashboard as the server holds it."""
    return project.server.dump()["dashboards"][uid]


def test_a_new_dashboard(project: Project) -> None:
    """Saved once, with tag and message, and what comes back is what is there."""
    change = prepared(project, "create")
    applied = project.apply(change)
    assert writes(project.server) == [("POST", SAVE)]
    sent = project.server.requests(writes=True)[0].body
    assert (sent["overwrite"], sent["folderUid"]) == (False, "team-folder")
    assert (sent["dashboard"]["id"], sent["dashboard"]["uid"]) == (None, "jobs")
    assert sent["dashboard"]["tags"] == ["jobs", "grafana-kit:shop"]
    assert applied.note == ""
    assert applied.seen is not None
    assert (applied.seen.version, applied.seen.folder_uid, applied.seen.since) == (
        1,
        "team-folder",
        "nothing",
    )
    assert applied.seen.mark == Mark("shop", RUN, digest("dashboard", JOBS.body))
    assert digest("dashboard", applied.seen.body) == digest("dashboard", JOBS.body)
    project.settled(*TEAM, JOBS)


@pytest.mark.parametrize("action", ["update", "move"])
def test_a_changed_or_moved_dashboard_is_saved_under_its_version(project: Project, action: str) -> None:
    """One request, and the next push writes nothing."""
    change = prepared(project, action)
    applied = project.apply(change)
    assert writes(project.server) == [("POST", SAVE)]
    assert project.server.requests(writes=True)[0].body["dashboard"]["version"] == 1
    assert applied.seen is not None
    assert applied.seen.version == 2
    folder = "other-folder" if action == "move" else "team-folder"
    assert (applied.seen.folder_uid, stored(project)["folder"]) == (folder, folder)


def test_a_dashboard_without_a_folder_is_in_the_root(project: Project) -> None:
    """And stays there."""
    rooted = dashboard(folder="")
    project.push(rooted)
    assert stored(project)["folder"] == ""
    project.settled(rooted)


def test_a_deleted_dashboard(project: Project) -> None:
    """It is looked at right before."""
    change = prepared(project, "delete")
    assert project.apply(change).seen is None
    assert writes(project.server) == [("DELETE", "/api/dashboards/uid/jobs")]
    assert project.server.contents()["dashboards"] == {}


# --- locks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["update", "move", "delete"])
def test_an_edit_since_the_plan_is_a_conflict(project: Project, action: str) -> None:
    """412 for a save; a deletion has no lock, so it is compared."""
    change = prepared(project, action)
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "mine"})
    error = refused(project, change)
    assert "was changed on the server since the plan was made" in error.summary
    assert 'dashboard "Jobs"' in error.summary
    assert error.hint == "grafana-kit diff --env dev"


def test_a_dashboard_that_somebody_made_since_the_plan_is_a_conflict(project: Project) -> None:
    """A new one is saved as version 0."""
    change = prepared(project, "create")
    project.server.ui("save_dashboard", dashboard=CHANGED.body)
    refused(project, change)


@pytest.mark.parametrize("action", ["update", "move"])
def test_a_dashboard_that_somebody_deleted_since_the_plan(project: Project, action: str) -> None:
    """A save of what is gone would make it anew: the server takes it as a new one, under our uid."""
    change = prepared(project, action)
    project.server.ui("delete_dashboard", uid="jobs")
    applied = project.apply(change)
    assert applied.seen is not None
    assert applied.seen.version == stored(project)["version"] == 1
    assert applied.note == "somebody had deleted it since the plan was made"


def test_a_dashboard_that_is_gone_already_needs_no_deletion(project: Project) -> None:
    """Somebody did it, or an earlier run whose answer was lost."""
    change = prepared(project, "delete")
    project.server.ui("delete_dashboard", uid="jobs")
    assert project.apply(change).note == "it was gone already"
    assert writes(project.server) == []


def test_a_deletion_without_what_the_plan_saw_is_refused(project: Project) -> None:
    """Nothing is deleted blindly."""
    change = prepared(project, "delete")
    refused(project, evolve(change, seen=None))


def test_force_saves_over_the_version_that_the_plan_showed(project: Project) -> None:
    """And over no later one."""
    project.push(*TEAM, JOBS)
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "mine"})
    change = project.change(*TEAM, CHANGED, force=True)
    assert change.forced
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "mine again"})
    refused(project, change)
    project.apply(project.change(*TEAM, CHANGED, force=True))
    project.settled(*TEAM, CHANGED)


def test_a_name_that_is_taken_is_a_conflict_on_old_servers(old_project: Project) -> None:
    """The server tells, if it came up after the plan was made."""
    change = prepared(old_project, "create")
    old_project.server.ui(
        "save_dashboard", dashboard={"uid": "theirs", "title": "Jobs"}, folder="team-folder"
    )
    error = refused(old_project, change)
    assert "its folder already has one of that name" in error.summary
    assert "rename one of the two" in error.hint


def test_a_dashboard_of_a_plugin_is_a_conflict(project: Project) -> None:
    """It is never overwritten."""
    project.server.set(plugins_own="alice")
    project.push(*TEAM)
    project.server.ui("save_dashboard", dashboard=JOBS.body, folder="team-folder")
    change = project.change(*TEAM, CHANGED, force=True)
    assert "belongs to plugin" in refused(project, change).summary


def test_an_answer_with_another_uid_is_an_alarm(project: Project) -> None:
    """The server saved over somebody else's: it is said which, and how to get it back."""
    change = prepared(project, "create")
    body = '{"status": "success", "uid": "theirs", "id": 1, "version": 4, "url": "/d/theirs"}'
    project.server.fault(method="POST", path=SAVE, status=200, body=body)
    with pytest.raises(ServerError, match="was sent as jobs, and the server saved it as theirs") as caught:
        project.apply(change)
    assert "restore the version before this one of theirs" in caught.value.hint


def test_overwrite_would_hijack_and_is_never_sent(old_project: Project) -> None:
    """What a tool that overwrites does to somebody's dashboard on 10.2; the fixture checks every request."""
    server = old_project.server
    server.ui("create_folder", uid="team-folder", title="Team")
    server.ui("save_dashboard", dashboard={"uid": "theirs", "title": "Jobs"}, folder="team-folder")
    server.ui("save_dashboard", dashboard={**JOBS.body, "description": "hijacked"}, folder="team-folder")
    assert set(server.contents()["dashboards"]) == {"theirs"}
    assert old_project.plan(*TEAM, JOBS, force=True).conflicts


# --- answers that do not come -----------------------------------------------------------------------

LOST: list[dict[str, Any]] = [
    {"cut": "after"},
    {"status": 503, "apply": True, "body": "<html>loading</html>", "content_type": "text/html"},
    {"status": 502, "apply": True, "body": ""},
    {"status": 504, "apply": True, "body": ""},
    {"body": '{"broken', "content_type": "application/json"},
    {"truncate": 20},
]
UNDONE: list[dict[str, Any]] = [{"cut": "before"}, {"status": 503, "body": ""}, {"status": 502, "body": ""}]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("action", ["create", "update", "move"])
def test_a_save_whose_answer_was_lost_is_not_sent_again(
    project: Project, action: str, fault: dict[str, Any]
) -> None:
    """The version that carries our message says that it arrived."""
    change = prepared(project, action)
    project.server.fault(method="POST", path=SAVE, **fault)
    applied = project.apply(change)
    assert writes(project.server) == [("POST", SAVE)]
    assert applied.seen is not None
    assert applied.seen.version == stored(project)["version"] == (1 if action == "create" else 2)


@pytest.mark.parametrize("fault", UNDONE)
@pytest.mark.parametrize("action", ["create", "update", "move", "delete"])
def test_a_save_that_did_not_arrive_is_sent_again(
    project: Project, action: str, fault: dict[str, Any]
) -> None:
    """All is as it was before, so it can do no harm."""
    change = prepared(project, action)
    method = "DELETE" if action == "delete" else "POST"
    project.server.fault(method=method, **fault)
    applied = project.apply(change)
    assert len(writes(project.server)) == 2
    assert (applied.seen is None) == (action == "delete")


def test_a_deletion_whose_answer_was_lost_is_done(project: Project) -> None:
    """404 the second time."""
    change = prepared(project, "delete")
    project.server.fault(method="DELETE", cut="after")
    assert project.apply(change).seen is None
    assert project.server.contents()["dashboards"] == {}


@pytest.mark.parametrize("action", ["create", "update"])
def test_an_edit_in_place_of_a_lost_answer_is_a_conflict(project: Project, action: str) -> None:
    """What is there is neither as before nor ours."""
    change = prepared(project, action)
    project.server.fault(method="POST", path=SAVE, cut="before")
    edit = {**CHANGED.body, "description": "mine"}
    project.server.fault(method="GET", path="/api/dashboards/uid/jobs$", hold="before")

    with pytest.raises(ConflictError, match="was changed on the server"):
        _while_held(project, lambda: project.server.ui("save_dashboard", dashboard=edit), change)
    assert stored(project)["versions"][-1]["created_by"] == "alice"


def test_a_dashboard_that_vanished_in_place_of_a_lost_answer_is_a_conflict(project: Project) -> None:
    """It was there when the plan was made."""
    change = prepared(project, "update")
    project.server.fault(method="POST", path=SAVE, cut="before")
    project.server.fault(method="GET", path="/api/dashboards/uid/jobs$", hold="before")
    with pytest.raises(ConflictError, match="was changed on the server"):
        _while_held(project, lambda: project.server.ui("delete_dashboard", uid="jobs"), change)


def _while_held(project: Project, act: Any, change: Change) -> None:
    """Apply a change, and let something happen while the server holds a request."""
    from threading import Thread  # noqa: PLC0415

    def wait_and_act() -> None:
        assert project.server.wait_held()
        act()
        project.server.clear_faults()

    thread = Thread(target=wait_and_act)
    thread.start()
    try:
        project.apply(change)
    finally:
        thread.join()


def test_a_save_that_arrives_late_is_found_by_the_one_that_follows(project: Project) -> None:
    """Still on its way when we looked: the second is refused, and the first is ours."""
    change = prepared(project, "update")
    project.server.fault(method="POST", path=SAVE, delay_ms=300)

    def wait(_seconds: float) -> None:
        while stored(project)["version"] == 1:
            pass

    with opened(project.server, pauses=patience(read=0.05, sleep=wait)) as impatient:
        applied = impatient.apply(change, RUN)
    assert applied.seen is not None
    assert applied.seen.version == 2
    assert len(stored(project)["versions"]) == 2
    assert [one.status for one in project.server.requests(writes=True)] == [200, 412]


def test_a_server_that_stays_away_is_an_error(project: Project) -> None:
    """After three attempts here, each looked after."""
    change = prepared(project, "create")
    project.server.fault(method="POST", path=SAVE, times=None, status=503, body="")
    with pytest.raises(NoAnswerError, match="503"):
        project.apply(change)
    assert len(writes(project.server)) == 3


def test_too_many_requests_are_waited_for(project: Project) -> None:
    """A save too: the server did nothing."""
    change = prepared(project, "create")
    project.server.fault(method="POST", path=SAVE, times=2, **faults.too_many("1"))
    project.apply(change)
    assert len(writes(project.server)) == 3


# --- refusals ---------------------------------------------------------------------------------------


def test_a_new_folder_may_not_be_known_everywhere_yet(grafana: GrafanaServer) -> None:
    """The first save into it is repeated once; two at once do no harm."""
    grafana.set(fresh_folder_fails=True)
    with opened(grafana) as destination:
        project = Project(destination, grafana)
        project.push(*TEAM, JOBS)
        assert writes(grafana) == [("POST", "/api/folders"), ("POST", SAVE), ("POST", SAVE)]
        project.settled(*TEAM, JOBS)


def test_a_folder_that_stays_unknown_is_an_error(project: Project) -> None:
    """Once more, and no oftener."""
    change = project.plan(*TEAM, JOBS).pending
    project.apply(change[0])
    project.server.clear_log()
    project.server.fault(method="POST", path=SAVE, times=None, **faults.error(500, "access denied to folder"))
    with pytest.raises(ServerError, match="access denied to folder"):
        project.apply(change[1])
    assert len(writes(project.server)) == 2


def test_a_folder_that_is_not_new_is_an_error_at_once(project: Project) -> None:
    """It is a right that is missing."""
    change = prepared(project, "update")
    with opened(project.server) as later:
        for status in (403, 500):
            project.server.clear_log()
            project.server.fault(
                method="POST", path=SAVE, **faults.error(status, "Access denied to save dashboard")
            )
            with pytest.raises(AuthError if status == 403 else ServerError, match="Access denied to save"):
                later.apply(change, RUN)
            assert len(writes(project.server)) == 1


def test_missing_rights_are_named(project: Project) -> None:
    """By their action."""
    change = prepared(project, "create")
    project.server.permit({"dashboards:read": ["*"]})
    with pytest.raises(AuthError, match="dashboards:create, dashboards:write"):
        project.apply(change)


@pytest.mark.parametrize(
    ("body", "said"),
    [({"title": "Jobs", "refresh": "1s"}, ""), ({"title": " "}, "title cannot be empty")],
)
def test_what_the_server_does_not_like_is_told_in_its_words(
    project: Project, body: dict[str, Any], said: str
) -> None:
    """And what it rewrites without a word is no difference."""
    change = prepared(project, "create")
    change = evolve(change, wanted={**JOBS.body, **body})
    if said:
        with pytest.raises(ServerError, match=said):
            project.apply(change)
    else:
        project.apply(change)
        project.settled(*TEAM, evolve(JOBS, body={**JOBS.body, **body}))


def test_a_provisioned_dashboard_is_not_written(project: Project) -> None:
    """Should it have become one after the plan was made."""
    change = prepared(project, "update")
    project.server.ui("provision_dashboard", uid="jobs", file="f.json")
    with pytest.raises(ServerError, match="Cannot save provisioned dashboard"):
        project.apply(change)
    with pytest.raises(ServerError, match="provisioned dashboard cannot be deleted"):
        project.apply(evolve(change, action="delete", wanted=None))


def test_a_folder_that_is_gone_is_an_error(project: Project) -> None:
    """The server says so; the versions say it with different numbers."""
    change = prepared(project, "update")
    project.server.ui("create_folder", uid="other2", title="Other2")
    with pytest.raises(ServerError, match="Folder not found"):
        project.apply(evolve(change, folder_uid="nowhere"))


# --- putting back -----------------------------------------------------------------------------------


def test_what_was_ours_is_put_back_and_stays_ours(project: Project) -> None:
    """The next push finds that nothing happened since."""
    project.push(*TEAM, JOBS)
    before = project.seen(CHANGED)
    project.push(*TEAM, CHANGED)
    now = project.seen(JOBS)
    project.run = "20261124T111111Z-ffffff"
    project.apply(exact(("dashboard", "jobs"), before, now))
    assert stored(project)["versions"][-1]["message"].startswith("grafana-kit restored project=shop ")
    project.settled(*TEAM, JOBS)
    seen = project.seen(CHANGED)
    assert (seen.since, seen.mark) == ("nothing", Mark("shop", RUN, digest("dashboard", JOBS.body)))
    project.push(*TEAM, CHANGED)


def test_what_was_somebody_elses_is_put_back_and_is_theirs_again(project: Project) -> None:
    """To the byte, and a push is the conflict that it was before it was forced."""
    project.push(*TEAM)
    theirs = {**JOBS.body, "title": "Theirs", "tags": ["mine"]}
    project.server.ui("save_dashboard", dashboard=theirs, folder="team-folder")
    contents = project.server.contents()
    before = project.seen(JOBS)
    project.push(*TEAM, JOBS, force=True)
    project.apply(exact(("dashboard", "jobs"), before, project.seen(JOBS)))
    assert project.server.contents() == contents
    assert project.seen(JOBS).since == "edited"
    assert project.plan(*TEAM, JOBS).conflicts


def test_an_edit_that_was_forced_over_is_put_back_as_an_edit(project: Project) -> None:
    """The next push without force does not overwrite it."""
    project.push(*TEAM, JOBS)
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "mine"})
    before = project.seen(JOBS)
    project.push(*TEAM, JOBS, force=True)
    project.apply(exact(("dashboard", "jobs"), before, project.seen(CHANGED)))
    assert project.seen(JOBS).since == "edited"


def test_a_copy_of_an_earlier_state_can_count_as_ours(project: Project) -> None:
    """Who rolls back knows whether it was: then a deleted dashboard that is made again is ours again."""
    project.push(*TEAM, JOBS)
    before = project.seen(CHANGED)
    project.push(*TEAM, prune=True, prune_all=True)
    again = exact(("dashboard", "jobs"), before, None)
    project.apply(again)
    assert project.seen(CHANGED).mark is None
    project.server.ui("delete_dashboard", uid="jobs")
    applied = project.apply(again, own=True)
    assert applied.seen is not None
    assert applied.seen.since == "nothing"
    assert project.seen(CHANGED).since == "nothing"
    assert [one.uid for one in project.plan(*TEAM).prunable] == ["jobs"]


def test_a_dashboard_that_a_rollback_made_and_somebody_restored_is_edited(project: Project) -> None:
    """A restored message that does not fit what is there says nothing."""
    project.push(*TEAM, JOBS)
    message = f"grafana-kit restored project=shop run={RUN} sha=0000 folder=team-folder"
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "x"}, note=message)
    assert project.seen(JOBS).since == "edited"
