"""What a destination reads of dashboards: whose they are, what happened since, what stands in the way."""

from __future__ import annotations

import pytest

from grafana_kit.errors import AuthError, ServerError
from grafana_kit.model.change import Mark, Seen
from grafana_kit.planning.normalise import digest
from tests.destinations.grafana.helpers import (
    RUN,
    Project,
    dashboard,
    folders,
    opened,
    panel,
    reads,
    writes,
)
from tests.fakes.grafana import GrafanaServer, faults

TEAM = folders("Team")
JOBS = dashboard(panels=[panel()])
CHANGED = dashboard(panels=[panel(expr="changed")])


def history(server: GrafanaServer) -> list[str]:
    """Return the requests about histories."""
    return [one for one in reads(server) if "/versions" in one]


def pushed(project: Project) -> Seen:
    """Push one dashboard and return it as it is read."""
    project.push(*TEAM, JOBS)
    return project.seen(JOBS)


def test_what_is_not_there_is_not_seen(project: Project) -> None:
    """Reading an empty server gives nothing."""
    assert project.read(*TEAM, JOBS) == {}


def test_an_unchanged_dashboard_is_read_in_one_request(project: Project) -> None:
    """Its history is nobody's business then; it counts as ours by its tag."""
    seen = pushed(project)
    assert seen.mark == Mark("shop", "", digest("dashboard", JOBS.body))
    assert (seen.since, seen.folder_uid, seen.title, seen.version) == ("nothing", "team-folder", "Jobs", 1)
    assert (seen.changed_by, seen.provisioned) == (project.server.token_login, False)
    assert history(project.server) == []
    project.settled(*TEAM, JOBS)


def test_an_unchanged_project_is_read_in_few_requests(project: Project) -> None:
    """One per dashboard, and five for all that could be beside them."""
    boards = [dashboard(f"d{number}") for number in range(20)]
    project.push(*TEAM, *boards)
    project.server.clear_log()
    project.settled(*TEAM, *boards)
    assert len(project.server.requests()) <= 25
    assert writes(project.server) == []


def test_an_equal_dashboard_without_our_tag_is_nobodys(project: Project) -> None:
    """It is as it should be, and is not written, and not counted as ours."""
    project.server.ui("create_folder", uid="team-folder", title="Team")
    project.server.ui("save_dashboard", dashboard=JOBS.body, folder="team-folder")
    assert project.seen(JOBS).mark is None
    project.settled(*TEAM, JOBS)


def test_a_change_in_the_code_finds_that_nothing_happened_since(project: Project) -> None:
    """The newest version's message is ours, with run, digest and folder."""
    pushed(project)
    seen = project.seen(CHANGED)
    assert seen.mark == Mark("shop", RUN, digest("dashboard", JOBS.body))
    assert seen.since == "nothing"
    assert len(history(project.server)) == 1
    message = project.server.dump()["dashboards"]["jobs"]["versions"][0]["message"]
    assert message == (
        f"grafana-kit project=shop run={RUN} sha={digest('dashboard', JOBS.body)} folder=team-folder"
    )


def test_an_edit_in_the_browser_is_seen_with_who_and_when_and_what_was_there(project: Project) -> None:
    """The base is the version that we saved."""
    pushed(project)
    project.server.ui(
        "edit_panel", uid="jobs", panel="p95", changes={"title": "p99"}, at="2026-11-24T09:00:00Z"
    )
    seen = project.seen(JOBS)
    assert seen.since == "edited"
    assert (seen.changed_by, seen.changed_at) == ("alice", "2026-11-24T09:00:00Z")
    assert seen.mark == Mark("shop", RUN, digest("dashboard", JOBS.body))
    assert seen.base is not None
    assert digest("dashboard", seen.base) == digest("dashboard", JOBS.body)
    assert seen.body["panels"][0]["title"] == "p99"
    conflict = project.plan(*TEAM, JOBS).conflicts[0].conflict
    assert conflict is not None
    assert (conflict.who, [one.where for one in conflict.differences]) == (
        "alice",
        [('panel "p99"', "title")],
    )


def test_an_edit_that_was_undone_is_none(project: Project) -> None:
    """Compared is what the versions say, not how many there are."""
    pushed(project)
    project.server.ui("edit_dashboard", uid="jobs", changes={"title": "Other"})
    project.server.ui("edit_dashboard", uid="jobs", changes={"title": "Jobs"})
    assert project.seen(CHANGED).since == "nothing"


def test_a_move_in_the_browser_is_an_edit(project: Project) -> None:
    """The mark says where we put it; a push does not silently move it back."""
    pushed(project)
    project.server.ui("create_folder", uid="mine", title="Mine")
    project.server.ui("move_dashboard", uid="jobs", folder="mine")
    seen = project.seen(JOBS)
    assert (seen.since, seen.folder_uid) == ("edited", "mine")
    assert project.plan(*TEAM, JOBS).conflicts


def test_a_move_in_the_code_is_ours(project: Project) -> None:
    """Nothing happened on the server."""
    pushed(project)
    moved = dashboard(folder="", panels=[panel()])
    assert project.seen(moved).since == "nothing"
    assert project.change(*TEAM, moved).action == "move"


def test_a_move_that_the_history_does_not_show_is_an_edit_too(project: Project) -> None:
    """The newest version is ours, and the dashboard is elsewhere."""
    pushed(project)
    project.server.ui("create_folder", uid="mine", title="Mine")
    state = project.server.dump()
    state["dashboards"]["jobs"]["folder"] = "mine"
    project.server.load(state)
    assert project.seen(JOBS).since == "edited"


def test_what_was_there_before_is_unknown(project: Project) -> None:
    """No message of ours in its history: a push is a conflict."""
    project.server.ui("create_folder", uid="team-folder", title="Team")
    project.server.ui("save_dashboard", dashboard=CHANGED.body, folder="team-folder", note="mine")
    seen = project.seen(JOBS)
    assert (seen.mark, seen.since, seen.changed_by, seen.base) == (None, "unknown", "alice", None)


def test_our_message_may_have_left_the_history(project: Project) -> None:
    """Grafana keeps twenty versions: after so many edits nothing tells that it was ours."""
    project.server.set(versions_to_keep=2)
    pushed(project)
    for number in range(2):
        project.server.ui("edit_dashboard", uid="jobs", changes={"description": str(number)})
    assert (project.seen(JOBS).mark, project.seen(JOBS).since) == (None, "unknown")


def test_another_projects_dashboard_is_told_as_such(project: Project, grafana: GrafanaServer) -> None:
    """Its mark is seen, and it is a conflict."""
    with opened(grafana, "other") as theirs:
        Project(theirs, grafana).push(*TEAM, CHANGED)
    seen = project.seen(JOBS)
    assert seen.mark is not None
    assert (seen.mark.project, seen.since) == ("other", "unknown")


def test_a_dashboard_of_ours_that_another_project_forced_over_is_edited(
    project: Project, grafana: GrafanaServer
) -> None:
    """Two projects do not take it from each other without a word."""
    pushed(project)
    with opened(grafana, "other") as theirs:
        Project(theirs, grafana).push(*TEAM, CHANGED, force=True)
    seen = project.seen(JOBS)
    assert seen.mark is not None
    assert (seen.mark.project, seen.since) == ("shop", "edited")


def test_a_provisioned_dashboard_is_told_in_the_plan(project: Project) -> None:
    """Editable in the browser or not: the server's files would write over ours."""
    pushed(project)
    for editable in (False, True):
        project.server.ui("provision_dashboard", uid="jobs", file="jobs.json", editable=editable)
        assert project.seen(CHANGED).provisioned


def test_what_is_no_longer_in_the_bundle_is_found_by_its_tag(project: Project) -> None:
    """And checked by its history: a copy made in the browser has the tag, and is not ours."""
    pushed(project)
    body = project.server.contents()["dashboards"]["jobs"]["model"]
    assert body["tags"] == ["grafana-kit:shop"]
    project.server.ui(
        "save_dashboard", dashboard={**body, "uid": "copy", "title": "Copy"}, folder="team-folder"
    )
    found = project.read(*TEAM, dashboard("new"))
    assert set(found) == {("folder", "team-folder"), ("dashboard", "jobs")}
    assert found["dashboard", "jobs"].since == "nothing"
    assert [one.uid for one in project.plan(*TEAM, dashboard("new")).prunable] == ["jobs"]


def test_a_dashboard_that_search_still_knows_may_be_gone(project: Project) -> None:
    """The index is late."""
    pushed(project)
    project.server.set(search_lag_ms=60_000)
    project.server.ui("delete_dashboard", uid="jobs")
    assert set(project.read(*TEAM)) == {("folder", "team-folder")}


def test_search_is_read_page_by_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a fixed order, and each dashboard once."""
    monkeypatch.setattr("grafana_kit.destinations.grafana.api._PAGE", 3)
    boards = [
        dashboard(f"d{number}", "Same" if project.server.profile == "13" else "") for number in range(8)
    ]
    project.push(*TEAM, *boards)
    project.server.clear_log()
    found = project.read(*TEAM)
    assert {uid for kind, uid in found if kind == "dashboard"} == {one.uid for one in boards}
    pages = [one for one in reads(project.server) if one.startswith("/api/search")]
    assert [one[-1] for one in pages] == ["1", "2", "3"]
    assert all("sort=alpha-asc" in one for one in pages)


def test_a_long_history_is_read_until_ours_is_found(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both shapes that servers answer with."""
    monkeypatch.setattr("grafana_kit.destinations.grafana.api._VERSIONS", 2)
    pushed(project)
    for number in range(5):
        project.server.ui("edit_dashboard", uid="jobs", changes={"description": str(number)})
    assert project.seen(JOBS).since == "edited"
    assert [one.rpartition("start=")[2] for one in history(project.server) if "start" in one] == [
        "0",
        "2",
        "4",
        "6",
    ]


def test_a_history_whose_pages_repeat_ends(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not know ``start`` gives the first page again."""
    monkeypatch.setattr("grafana_kit.destinations.grafana.api._VERSIONS", 1)
    pushed(project)
    one = '[{"version": 1, "message": "m"}]'
    project.server.fault(path="/versions$", times=None, body=one)
    assert project.seen(CHANGED).mark is None
    assert len(history(project.server)) == 2


def test_versions_newer_than_what_was_read_do_not_count(project: Project) -> None:
    """Somebody saves between the two requests: the lock will tell, the history must not mislead."""
    pushed(project)
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "edit"})
    stored = project.destination.backend.dashboard("jobs")
    assert stored is not None
    message = project.server.dump()["dashboards"]["jobs"]["versions"][0]["message"]
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "another"}, note=message)

    class Late(type(project.destination.backend)):  # type: ignore[misc]
        def dashboard(self, uid: str) -> object:
            return stored

    project.destination._dashboards.backend = Late(project.destination.server.client)
    seen = project.seen(JOBS)
    assert (seen.version, seen.since) == (2, "edited")


def test_the_version_that_we_saved_may_be_gone_when_it_is_asked_for(project: Project) -> None:
    """Then there is no base, and the edit is one all the same."""
    pushed(project)
    project.server.ui("edit_dashboard", uid="jobs", changes={"description": "edit"})
    project.server.fault(path="/versions/1$", **faults.error(404, "version not found"))
    seen = project.seen(JOBS)
    assert (seen.since, seen.base) == ("edited", None)


def test_a_folder_is_no_dashboard(project: Project) -> None:
    """Old servers answer for a folder's uid."""
    project.push(*TEAM)
    body = '{"dashboard": {"uid": "jobs", "title": "F"}, "meta": {"isFolder": true}}'
    project.server.fault(path="/api/dashboards/uid/jobs", body=body, status=200)
    assert ("dashboard", "jobs") not in project.read(*TEAM, JOBS)


# --- names that are taken ---------------------------------------------------------------------------


def test_a_title_that_is_taken_in_the_folder_is_in_the_way_on_old_servers(old_project: Project) -> None:
    """By its slug, as the server compares them; only in the folder where ours is to be."""
    server = old_project.server
    server.ui("create_folder", uid="team-folder", title="Team")
    server.ui("create_folder", uid="mine", title="Mine")
    for uid, folder in (("theirs", "team-folder"), ("elsewhere", "mine"), ("rooted", "")):
        server.ui("save_dashboard", dashboard={"uid": uid, "title": "jobs!"}, folder=folder)
    found = old_project.read(*TEAM, JOBS)
    assert set(found) == {("folder", "team-folder"), ("dashboard", "theirs")}
    conflict = old_project.plan(*TEAM, JOBS).conflicts[0].conflict
    assert conflict is not None
    assert "uid theirs" in conflict.reason
    assert not conflict.forcible
    assert ("dashboard", "rooted") in old_project.read(*TEAM, dashboard(folder=""))


def test_a_folder_of_the_same_title_is_in_the_way_on_old_servers(old_project: Project) -> None:
    """Wherever it is."""
    old_project.server.ui("create_folder", uid="f", title="Jobs")
    conflict = old_project.plan(*TEAM, JOBS).conflicts[0].conflict
    assert conflict is not None
    assert "uid f" in conflict.reason


def test_titles_are_free_on_newer_servers(new_project: Project) -> None:
    """Two dashboards of one title in a folder are two dashboards."""
    new_project.server.ui("create_folder", uid="team-folder", title="Team")
    new_project.server.ui("create_folder", uid="f", title="Jobs")
    new_project.server.ui(
        "save_dashboard", dashboard={"uid": "theirs", "title": "Jobs"}, folder="team-folder"
    )
    assert set(new_project.read(*TEAM, JOBS)) == {("folder", "team-folder")}
    new_project.push(*TEAM, JOBS)
    new_project.settled(*TEAM, JOBS)


def test_many_folders_are_searched_in_several_requests(
    old_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address cannot be as long as you like."""
    monkeypatch.setattr("grafana_kit.destinations.grafana.api._FOLDERS_AT_ONCE", 2)
    names = [f"F{number}" for number in range(5)]
    for name in names:
        old_project.server.ui("create_folder", uid=f"{name.lower()}-folder", title=name)
        board = {"uid": f"theirs-{name}", "title": "Same"}
        old_project.server.ui("save_dashboard", dashboard=board, folder=f"{name.lower()}-folder")
    boards = [dashboard(f"ours-{name}", "Same", name) for name in names]
    found = old_project.read(*folders(*names), *boards)
    assert {uid for kind, uid in found if kind == "dashboard"} == {f"theirs-{name}" for name in names}


# --- what goes wrong --------------------------------------------------------------------------------


def test_a_failure_ends_the_reading_and_names_the_request(project: Project) -> None:
    """The rest is not asked for any more."""
    project.server.fault(path="/api/dashboards/uid/jobs", **faults.error(500, "database is locked"))
    with pytest.raises(ServerError, match="database is locked") as caught:
        project.read(*TEAM, JOBS, *(dashboard(f"d{number}") for number in range(50)))
    assert caught.value.where.endswith("/api/dashboards/uid/jobs")
    assert len(project.server.requests()) < 50


def test_a_failure_of_one_kind_ends_the_reading_of_the_others(project: Project) -> None:
    """As Ctrl-C does: hundreds of requests are not waited for."""
    project.server.set(latency_ms=20)
    project.server.fault(path="/api/datasources$", **faults.error(500, "database is locked"))
    with pytest.raises(ServerError, match="database is locked"):
        project.read(*TEAM, *(dashboard(f"d{number}") for number in range(100)))
    assert len(project.server.requests()) < 50
    assert project.read(*TEAM) == {}


def test_a_right_that_is_missing_is_named(project: Project) -> None:
    """The history of a dashboard needs the right to write it."""
    pushed(project)
    may = {
        name: ["*"]
        for name in ("dashboards:read", "folders:read", "datasources:read", "alert.provisioning:read")
    }
    project.server.permit(may)
    with pytest.raises(AuthError, match="we lack the permission dashboards:write"):
        project.read(*TEAM, CHANGED)
    project.settled(*TEAM, JOBS)


def test_no_more_requests_are_in_flight_than_jobs(grafana: GrafanaServer) -> None:
    """However many there are to send, and however many kinds of resources."""
    grafana.set(latency_ms=5)
    with opened(grafana, jobs=3) as destination:
        Project(destination, grafana).read(*TEAM, *(dashboard(f"d{number}") for number in range(30)))
    assert grafana.counts()["max_in_flight"] <= 3
    assert grafana.counts()["connections"] <= 3
