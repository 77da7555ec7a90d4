"""Folders: made in order, compared, never overwritten, and deleted only when empty."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from grafana_kit.errors import AuthError, ConflictError, ServerError
from grafana_kit.model.change import Change, Seen
from grafana_kit.transport.failures import NoAnswerError
from tests.destinations.grafana.helpers import (
    Project,
    dashboard,
    exact,
    folders,
    group,
    opened,
    reads,
    rule,
    writes,
)
from tests.fakes.grafana import GrafanaServer, faults

TEAM = folders("Team")
NESTED = folders("Team", "Team/Jobs", "Team/Jobs/Deep")
PATH = "/api/folders"


def made(project: Project, *paths: str) -> None:
    """Push folders, and clear the log."""
    project.push(*folders(*paths))
    project.server.clear_log()


def renamed(uid: str, title: str, project: Project) -> Change:
    """Return the change that gives a folder another title."""
    seen = project.read(evolve(TEAM[0], body={"uid": uid, "title": title, "parentUid": None}, title=title))
    return Change(
        "update",
        "folder",
        uid,
        title,
        {"uid": uid, "title": title, "parentUid": None},
        seen=seen["folder", uid],
    )


def contents(project: Project) -> Any:
    """Return the folders that the server holds."""
    return project.server.contents()["folders"]


# --- reading ----------------------------------------------------------------------------------------


def test_folders_as_they_should_be_are_read_by_levels(project: Project) -> None:
    """However many there are."""
    paths = [f"F{number}" for number in range(12)]
    made(project, *paths)
    project.settled(*folders(*paths))
    assert reads(project.server)[0] == f"{PATH}?limit=1000&page=1"
    assert sum(one.startswith(PATH) for one in reads(project.server)) == 1


def test_many_folders_are_read_page_by_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until a page is not full."""
    monkeypatch.setattr("grafana_kit.destinations.grafana.folders._PAGE", 2)
    paths = [f"F{number}" for number in range(5)]
    made(project, *paths)
    project.settled(*folders(*paths))
    assert [one[-1] for one in reads(project.server) if one.startswith(PATH)] == ["1", "2", "3"]


def test_folders_in_folders(new_project: Project) -> None:
    """Parents first; read by one request for each that holds some."""
    made(new_project, "Team", "Team/Jobs", "Team/Jobs/Deep")
    assert contents(new_project)["team-jobs-deep-folder"] == {"title": "Deep", "parent": "team-jobs-folder"}
    new_project.settled(*NESTED)
    assert sum(one.startswith(PATH) for one in reads(new_project.server)) == 3


def test_an_old_server_without_folders_in_folders_holds_them_in_the_root(old_project: Project) -> None:
    """It is said, it is no difference for ever, and a second push writes nothing."""
    old_project.push(*NESTED)
    assert {one["parent"] for one in contents(old_project).values()} == {""}
    assert old_project.destination.notes == (
        "this Grafana has no folders in folders: all of them stand in the root",
    )
    old_project.settled(*NESTED)
    old_project.server.ui("rename_folder", uid="team-jobs-folder", title="Other")
    seen = old_project.read(*NESTED)["folder", "team-jobs-folder"]
    assert (seen.folder_uid, seen.body["title"]) == ("team-folder", "Other")


def test_an_old_server_with_the_toggle_holds_folders_in_folders(old: GrafanaServer) -> None:
    """The settings of the server tell."""
    old.set(nested_folders=True)
    with opened(old) as destination:
        project = Project(destination, old)
        project.push(*NESTED)
        assert contents(project)["team-jobs-folder"]["parent"] == "team-folder"
        project.settled(*NESTED)
        assert destination.notes == ()


def test_a_parent_that_is_passed_over_without_a_word_is_noticed(new_project: Project) -> None:
    """By reading again, whatever the version promises."""
    made(new_project, "Team")
    change = new_project.change(*folders("Team", "Team/Jobs"))
    new_project.server.set(nested_folders=False)
    applied = new_project.apply(change)
    assert applied.note == "this Grafana has no folders in folders: it stands in the root"
    assert applied.seen is not None
    assert applied.seen.folder_uid == "team-folder"


def test_a_parent_that_only_reading_tells_is_found(new_project: Project) -> None:
    """Some versions leave it out of the answer."""
    made(new_project, "Team")
    change = new_project.change(*folders("Team", "Team/Jobs"))
    body = '{"uid": "team-jobs-folder", "title": "Jobs", "version": 1}'
    new_project.server.fault(method="POST", path=PATH, body=body)
    assert new_project.apply(change).note == ""


def test_another_title_is_seen_with_who_and_when(project: Project) -> None:
    """Folders carry no mark: what differs is a conflict."""
    made(project, "Team")
    project.server.ui("rename_folder", uid="team-folder", title="Mine", at="2026-11-24T09:00:00Z")
    seen = project.read(*TEAM)["folder", "team-folder"]
    assert (seen.title, seen.version, seen.changed_by, seen.changed_at) == (
        "Mine",
        2,
        "alice",
        "2026-11-24T09:00:00Z",
    )
    assert project.plan(*TEAM).conflicts


def test_another_place_is_seen(new_project: Project) -> None:
    """Somebody moved it."""
    made(new_project, "Team", "Team/Jobs")
    new_project.apply(Change("move", "folder", "team-jobs-folder", "Jobs",
                             {"uid": "team-jobs-folder", "title": "Jobs"},
                             seen=new_project.read(*folders("Team", "Team/Jobs"))["folder", "team-jobs-folder"]))  # fmt: skip
    seen = new_project.read(*folders("Team", "Team/Jobs"))["folder", "team-jobs-folder"]
    assert seen.folder_uid == ""


def test_a_folder_of_the_same_title_is_in_the_way_on_old_servers(old_project: Project) -> None:
    """Compared as the server does, by the slug."""
    old_project.server.ui("create_folder", uid="mine", title="team!")
    found = old_project.read(*TEAM)
    assert set(found) == {("folder", "mine")}
    conflict = old_project.plan(*TEAM).conflicts[0].conflict
    assert conflict is not None
    assert "uid mine" in conflict.reason
    nested = old_project.plan(*folders("Top", "Top/Team")).conflicts
    assert [one.uid for one in nested] == ["top-team-folder"]


def test_folders_of_the_same_title_are_free_on_newer_servers(new_project: Project) -> None:
    """They are two folders."""
    new_project.server.ui("create_folder", uid="mine", title="Team")
    assert new_project.read(*TEAM) == {}
    new_project.push(*TEAM)


# --- making -----------------------------------------------------------------------------------------


def test_a_new_folder(project: Project) -> None:
    """Made once; what comes back is what is there."""
    applied = project.push(*TEAM)[0]
    assert project.server.requests(writes=True)[0].body == {"uid": "team-folder", "title": "Team"}
    assert applied.seen is not None
    assert (applied.seen.version, applied.seen.title, applied.seen.folder_uid) == (1, "Team", "")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_looked_after(project: Project, when: str) -> None:
    """Made once, whatever happened."""
    change = project.change(*TEAM)
    project.server.fault(method="POST", path=PATH, cut=when)
    applied = project.apply(change)
    assert len(writes(project.server)) == (2 if when == "before" else 1)
    assert applied.note == ("" if when == "before" else "its answer was lost")
    assert contents(project) == {"team-folder": {"title": "Team", "parent": ""}}


def test_creations_that_race_are_repeated(project: Project) -> None:
    """500 from one that was too much at once."""
    change = project.change(*TEAM)
    project.server.fault(method="POST", path=PATH, times=2, **faults.error(500, "Failed to create folder"))
    project.apply(change)
    assert len(writes(project.server)) == 3


def test_a_race_that_does_not_end_is_an_error(project: Project) -> None:
    """And so is a server that stays away."""
    change = project.change(*TEAM)
    project.server.fault(method="POST", path=PATH, times=3, **faults.error(500, "Failed to create folder"))
    with pytest.raises(ServerError, match="Failed to create folder"):
        project.apply(change)
    project.server.fault(method="POST", path=PATH, times=3, status=503, body="")
    with pytest.raises(NoAnswerError):
        project.apply(change)


@pytest.mark.parametrize("taken", [409, 412])
def test_a_folder_that_was_made_meanwhile_is_compared(project: Project, taken: int) -> None:
    """409 with a message, or 412 with none: the same one is fine, another is a conflict."""
    change = project.change(*TEAM)
    project.server.set(folder_taken=taken)
    project.server.ui("create_folder", uid="team-folder", title="Team")
    applied = project.apply(change)
    assert applied.note == "it was made meanwhile"
    project.server.ui("rename_folder", uid="team-folder", title="Mine")
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)
    assert contents(project)["team-folder"]["title"] == "Mine"


def test_a_folder_that_was_made_elsewhere_meanwhile_is_a_conflict(new_project: Project) -> None:
    """Of the same title, in another folder."""
    made(new_project, "Team")
    change = new_project.change(*folders("Team", "Team/Jobs"))
    new_project.server.ui("create_folder", uid="team-jobs-folder", title="Jobs")
    with pytest.raises(ConflictError, match="was changed on the server"):
        new_project.apply(change)


def test_a_name_that_was_taken_meanwhile_is_a_conflict(old_project: Project) -> None:
    """The server tells only that it is, so it is looked whether it is ours."""
    change = old_project.change(*TEAM)
    old_project.server.ui("create_folder", uid="mine", title="Team")
    with pytest.raises(ConflictError, match="another folder or dashboard has its name: a folder") as caught:
        old_project.apply(change)
    assert caught.value.hint == "rename one of the two"


def test_an_answer_with_another_uid_is_an_alarm(project: Project) -> None:
    """The server made something else."""
    change = project.change(*TEAM)
    project.server.fault(
        method="POST", path=PATH, status=200, body='{"uid": "other", "title": "Team", "version": 1}'
    )
    with pytest.raises(ServerError, match="was sent as team-folder, and the server made other"):
        project.apply(change)


def test_a_right_that_is_missing_is_named(project: Project) -> None:
    """By its action."""
    change = project.change(*TEAM)
    project.server.permit({"folders:read": ["*"]})
    with pytest.raises(AuthError, match="we lack the permission folders:create"):
        project.apply(change)


# --- changing ---------------------------------------------------------------------------------------


def test_a_folder_is_renamed_under_its_version(project: Project) -> None:
    """One that is as the plan saw it."""
    made(project, "Team")
    change = renamed("team-folder", "New", project)
    project.server.clear_log()
    applied = project.apply(change)
    assert project.server.requests(writes=True)[0].body == {"title": "New", "version": 1, "overwrite": False}
    assert applied.seen is not None
    assert (applied.seen.title, applied.seen.version) == ("New", 2)


@pytest.mark.parametrize("act", ["rename_folder", "delete_folder"])
def test_a_folder_that_somebody_changed_since_the_plan_is_a_conflict(project: Project, act: str) -> None:
    """Renamed, or gone."""
    made(project, "Team")
    change = renamed("team-folder", "New", project)
    project.server.ui(act, uid="team-folder", **({"title": "Mine"} if act == "rename_folder" else {}))
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)
    assert writes(project.server) == []


def test_a_folder_that_somebody_renamed_and_back_is_a_conflict(project: Project) -> None:
    """By its version: somebody is at work on it."""
    made(project, "Team")
    change = renamed("team-folder", "New", project)
    for title in ("Mine", "Team"):
        project.server.ui("rename_folder", uid="team-folder", title=title)
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_to_a_new_title_is_looked_after(project: Project, when: str) -> None:
    """Renamed once."""
    made(project, "Team")
    change = renamed("team-folder", "New", project)
    project.server.fault(method="PUT", cut=when)
    project.apply(change)
    assert project.server.dump()["folders"]["team-folder"]["version"] == 2


def test_an_edit_in_place_of_a_lost_answer_is_a_conflict(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as before nor ours."""
    made(project, "Team")
    change = renamed("team-folder", "New", project)
    project.server.fault(method="PUT", cut="before")
    real = project.destination._folders.get

    def get(uid: str) -> Any:
        if writes(project.server):
            project.server.ui("rename_folder", uid="team-folder", title="Mine")
        return real(uid)

    monkeypatch.setattr(type(project.destination._folders), "get", lambda _self, uid: get(uid))
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)


def test_a_folder_is_moved_and_renamed(new_project: Project) -> None:
    """In two requests, and back into the root."""
    made(new_project, "Team", "Other", "Team/Jobs")
    seen = new_project.read(*folders("Team", "Team/Jobs"))["folder", "team-jobs-folder"]
    body = {"uid": "team-jobs-folder", "title": "Work", "parentUid": "other-folder"}
    change = Change("move", "folder", "team-jobs-folder", "Work", body, folder_uid="other-folder", seen=seen)
    applied = new_project.apply(change)
    assert contents(new_project)["team-jobs-folder"] == {"title": "Work", "parent": "other-folder"}
    assert applied.seen is not None
    assert applied.seen.folder_uid == "other-folder"
    back = evolve(change, seen=applied.seen, wanted={**body, "parentUid": None})
    new_project.apply(back)
    assert contents(new_project)["team-jobs-folder"]["parent"] == ""


def test_a_folder_that_somebody_moved_since_the_plan_is_a_conflict(new_project: Project) -> None:
    """Where it is counts."""
    made(new_project, "Team", "Other", "Team/Jobs")
    seen = new_project.read(*folders("Team", "Team/Jobs"))["folder", "team-jobs-folder"]
    moved = evolve(seen, folder_uid="other-folder", version=None)
    change = Change(
        "update", "folder", seen.uid, "New", {"title": "New", "parentUid": "team-folder"}, seen=moved
    )
    with pytest.raises(ConflictError):
        new_project.apply(change)


# --- deleting ---------------------------------------------------------------------------------------


def deletion(project: Project, seen: Seen | None = None) -> Change:
    """Return the change with which a rollback deletes a folder that a run made."""
    return exact(("folder", "team-folder"), None, seen or project.read(*TEAM)["folder", "team-folder"])


def test_an_empty_folder_is_deleted(project: Project) -> None:
    """Never with the rules that may be in it."""
    made(project, "Team")
    project.apply(deletion(project))
    request = project.server.requests(writes=True)[0]
    assert (request.method, request.path, request.query) == ("DELETE", f"{PATH}/team-folder", "")
    assert contents(project) == {}


@pytest.mark.parametrize("inside", ["dashboard", "rule", "folder"])
@pytest.mark.parametrize("counts", [True, False])
def test_a_folder_that_holds_something_is_not_deleted(project: Project, inside: str, counts: bool) -> None:  # noqa: FBT001
    """With it would go what somebody put in; a server that does not count is asked in another way."""
    made(project, "Team")
    if inside == "folder" and project.server.profile == "10.2":
        project.server.set(nested_folders=True)
        project.destination.server.__dict__["nested_folders"] = True
    change = deletion(project)
    if inside == "dashboard":
        project.server.ui("save_dashboard", dashboard={"uid": "mine", "title": "Mine"}, folder="team-folder")
    elif inside == "folder":
        project.server.ui("create_folder", uid="mine", title="Mine", parent="team-folder")
    else:
        project.push(*TEAM, group(rule()))
        project.server.clear_log()
    if not counts:
        project.server.fault(path="/counts$", times=None, **faults.error(404, "Not found"))
    with pytest.raises((ConflictError, ServerError), match=r"is not empty|folder contains alert rules"):
        project.apply(change)
    assert "team-folder" in contents(project)


def test_what_was_deleted_a_moment_ago_may_still_be_counted(project: Project) -> None:
    """So it is counted again."""
    made(project, "Team")
    change = deletion(project)
    project.server.fault(path="/counts$", times=2, status=200, body='{"dashboard": 1}')
    project.apply(change)
    assert contents(project) == {}


def test_what_search_still_finds_may_be_gone(project: Project) -> None:
    """Each hit is looked at where the server does not count."""
    project.push(*TEAM, dashboard())
    project.server.set(search_lag_ms=60_000)
    project.server.ui("delete_dashboard", uid="jobs")
    project.server.fault(path="/counts$", times=None, **faults.error(404, "Not found"))
    project.apply(deletion(project))
    assert contents(project) == {}


@pytest.mark.parametrize("act", ["rename_folder", "delete_folder"])
def test_a_folder_that_somebody_changed_is_not_deleted(project: Project, act: str) -> None:
    """And one that is gone needs no deletion."""
    made(project, "Team")
    change = deletion(project)
    project.server.ui(act, uid="team-folder", **({"title": "Mine"} if act == "rename_folder" else {}))
    if act == "rename_folder":
        with pytest.raises(ConflictError, match="was changed on the server"):
            project.apply(change)
    else:
        assert project.apply(change).note == "it was gone already"
    assert writes(project.server) == []


def test_a_deletion_without_what_the_plan_saw_is_refused(project: Project) -> None:
    """Nothing is deleted blindly."""
    made(project, "Team")
    with pytest.raises(ConflictError):
        project.apply(Change("delete", "folder", "team-folder", "Team"))
    assert contents(project)
