"""``grafana-kit rollback``, ``runs`` and ``status``: back to exactly what was, and never over somebody's work."""

from __future__ import annotations

import pytest

from grafana_kit.destinations import runs
from tests.fakes.grafana import faults
from tests.push.projects import Project

PUSH = ("push", "--env", "dev")
ROLLBACK = ("rollback", "--env", "dev")
STATUS = ("status", "--env", "dev")


def last_run(project: Project) -> str:
    """Return the id of the last run."""
    return project.receipts()[-1].stem


def test_a_rollback_of_the_first_push_leaves_nothing(project: Project) -> None:
    """What was made is deleted, also the empty folder."""
    before = project.grafana.contents()
    project.run(*PUSH)
    result = project.run(*ROLLBACK)
    assert "Plan: 5 to delete." in result.out
    assert project.grafana.contents() == before


def test_a_rollback_restores_changed_deleted_and_made(project: Project) -> None:
    """Queries, titles, a moved dashboard, a pruned one, a new one, rules: exactly as before."""
    project.board("extra")
    project.board("gone")
    project.run(*PUSH)
    before = project.grafana.contents()
    project.board("jobs", query="up == 1", title="Jobs of today")
    project.board("queue", folder="Elsewhere")
    project.board("new")
    project.drop("gone")
    project.drop("QueueLong")
    project.alert("QueueLonger", 30)
    assert "1 to delete" in project.run(*PUSH, "--prune").out
    after = project.grafana.contents()
    assert set(after["rules"]) == {"shop-queuelonger"}
    result = project.run(*ROLLBACK)
    assert "undoes " in result.err
    assert "changed in code" not in result.out
    assert project.grafana.contents() == before
    project.run(*ROLLBACK)  # a rollback is a run like any other: it can be undone
    assert project.grafana.contents() == after
    result = project.run(*PUSH, "--prune")
    assert result.out.startswith("Plan: ")
    assert result.out.endswith("unchanged.\n")


def test_what_was_restored_is_still_ours(project: Project) -> None:
    """A pruned dashboard that a rollback brought back can be pruned again, and pushed to."""
    project.run(*PUSH)
    queue = project.boards["queue"]
    project.drop("queue")
    project.run(*PUSH, "--prune")
    project.run(*ROLLBACK)
    assert "deleted   dashboard/queue" in project.run(*PUSH, "--prune").out
    project.run(*ROLLBACK)
    project.boards["queue"] = queue
    project.board("queue", query="other")
    assert "changed   dashboard/queue" in project.run(*PUSH).out


def test_a_rollback_to_an_earlier_run_undoes_all_later_ones(project: Project) -> None:
    """As if none of them had been."""
    states = [project.grafana.contents()]
    for query in ("one", "two", "three"):
        project.board("jobs", query=query)
        project.run(*PUSH)
        states.append(project.grafana.contents())
    names = [path.stem for path in project.receipts()]
    result = project.run(*ROLLBACK, names[1])
    assert result.err.count("undoes ") == 2
    assert project.grafana.contents() == states[1]
    project.run(*ROLLBACK, names[0])
    assert project.grafana.contents() == states[0]


def test_a_later_edit_is_a_conflict(project: Project) -> None:
    """Exit 7 with who and which panel; the rest is undone; forced, a copy is kept."""
    project.run(*PUSH)
    before = project.grafana.contents()
    project.board("jobs", query="one")
    project.board("queue", query="one")
    project.run(*PUSH)
    project.grafana.ui("edit_panel", user="alice", uid="jobs", panel="First", changes={"description": "mine"})
    edited = project.grafana.contents()["dashboards"]["jobs"]
    result = project.run(*ROLLBACK, code=7)
    assert "dashboard/jobs: it was edited on the server since that run (last written by alice" in result.err
    assert "--adopt" not in result.err
    contents = project.grafana.contents()["dashboards"]
    assert contents["jobs"] == edited
    assert contents["queue"] == before["dashboards"]["queue"]
    project.run(*ROLLBACK, project.receipts()[1].stem, "--force")
    assert project.grafana.contents() == before
    assert [path.name for path in (project.root / ".grafana-kit/dev/backup").rglob("*.json")] == ["jobs.json"]


def test_a_dashboard_that_was_moved_by_hand_is_not_moved_back(project: Project) -> None:
    """Nor deleted, though we had made it."""
    project.run(*PUSH)
    project.grafana.ui("create_folder", user="bob", uid="bobs", title="Bob's")
    project.grafana.ui("move_dashboard", user="bob", uid="jobs", folder="bobs")
    result = project.run(*ROLLBACK, code=7)
    assert "dashboard/jobs: it was edited on the server since that run" in result.err
    assert set(project.grafana.contents()["dashboards"]) == {"jobs"}


def test_a_folder_that_somebody_uses_stays(project: Project) -> None:
    """We made it, and it is not empty any more: it is not deleted, whatever is in it."""
    project.run(*PUSH)
    folder = next(iter(project.grafana.contents()["folders"]))
    bobs = {"uid": "bobs", "title": "Bob's"}
    project.grafana.ui("save_dashboard", user="bob", dashboard=bobs, folder=folder)
    result = project.run(*ROLLBACK, code=7)
    assert "is not empty" in result.err
    assert set(project.grafana.contents()["dashboards"]) == {"bobs"}
    assert folder in project.grafana.contents()["folders"]


def test_a_folder_whose_dashboard_could_not_be_deleted_is_skipped(project: Project) -> None:
    """And said to be."""
    project.run(*PUSH)
    project.grafana.fault(method="DELETE", path="/api/dashboards/uid/jobs", times=9, **faults.error(500))
    result = project.run(*ROLLBACK, code=4)
    assert "folder/team-folder: skipped: dashboard Jobs is still in it" in result.err
    project.grafana.clear_faults()
    project.run(*ROLLBACK, project.receipts()[0].stem)
    assert project.grafana.contents()["dashboards"] == project.grafana.contents()["folders"] == {}


def test_a_failed_run_can_be_undone(project: Project) -> None:
    """Only what it did is undone."""
    before = project.grafana.contents()
    project.grafana.fault(method="POST", path="/api/dashboards/db", **faults.error(500))
    project.run(*PUSH, code=4)
    project.run(*ROLLBACK)
    assert project.grafana.contents() == before


def test_a_save_without_an_answer_is_undone_if_it_happened(project: Project) -> None:
    """The process was killed: the server tells which of its changes had arrived."""
    before = project.grafana.contents()
    project.grafana.fault(method="POST", path="/api/dashboards/db", skip=1, hold="after")
    process = project.start(*PUSH, "--jobs", "1")
    assert project.grafana.wait_held()
    process.kill()
    process.communicate()
    project.grafana.clear_faults()
    assert len(project.grafana.contents()["dashboards"]) == 2
    project.run(*ROLLBACK)
    assert project.grafana.contents() == before


def test_a_rollback_needs_no_definitions(project: Project) -> None:
    """Broken code is one reason to roll back."""
    project.run(*PUSH)
    (project.root / "sources/boards.py").write_text("1 / 0\n")
    project.run(*ROLLBACK)
    assert project.grafana.contents()["dashboards"] == {}


def test_a_dry_run_and_a_rollback_of_nothing(project: Project) -> None:
    """A plan that writes nothing; a rollback where nothing is left to undo has no receipt."""
    project.run(*PUSH)
    project.grafana.clear_log()
    assert "Plan: 5 to delete." in project.run(*ROLLBACK, "--dry-run").out
    assert project.run(*ROLLBACK, "--dry-run", "-o", "json").json["counts"] == {"delete": 5}
    assert project.grafana.requests(writes=True) == []
    first = last_run(project)
    project.run(*ROLLBACK)
    assert "Plan: 5 unchanged.\n" in project.run(*ROLLBACK, first).out
    assert len(project.receipts()) == 2
    assert project.run(*ROLLBACK, first, "-o", "json").json["run"] is None


def test_runs_are_listed_newest_first(project: Project) -> None:
    """When, who, what, how it ended; for machines too; no server is asked."""
    assert "no runs yet" in project.run("runs", "--env", "dev").err
    project.run(*PUSH)
    project.run(*ROLLBACK)
    project.grafana.clear_log()
    lines = project.run("runs", "--env", "dev").out.splitlines()
    assert lines[0].split() == ["RUN", "WHEN", "WHO", "WHAT", "RESULT", "CHANGES"]
    pushed, rolled_back = (path.stem for path in project.receipts())
    assert lines[1].startswith(rolled_back)
    assert f"rollback of {pushed}" in lines[1]
    assert "complete" in lines[2]
    models = project.run("runs", "--env", "dev", "-o", "json").json
    assert [one["run"] for one in models] == [rolled_back, pushed]
    assert models[0]["undoes"] == [pushed]
    assert models[1]["counts"] == {"done": 5}
    assert project.grafana.requests() == []


def test_an_unknown_run_is_a_usage_error(project: Project) -> None:
    """Exit 2, with the nearest, or the command that lists them."""
    assert "grafana-kit runs --env dev" in project.run(*ROLLBACK, code=2).err
    project.run(*PUSH)
    run = last_run(project)
    assert f'did you mean "{run}"?' in project.run(*ROLLBACK, run[:-1] + "x", code=2).err


def test_the_server_that_a_run_was_against_is_asked_for(project: Project) -> None:
    """Receipts of another address do not count here."""
    project.run(*PUSH)
    port = project.grafana.url.rpartition(":")[2]
    more = {"GRAFANA_URL": f"http://localhost:{port}", "GRAFANA_TOKEN": project.grafana.token}
    result = project.run(*ROLLBACK, last_run(project), code=2, more=more)
    assert f"was against {project.grafana.url}" in result.err


@pytest.mark.parametrize("status", ["complete", "killed"])
def test_results_are_told(project: Project, status: str) -> None:
    """A receipt without an end was left by a process that was killed."""
    project.run(*PUSH)
    (path,) = project.receipts()
    if status == "killed":
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
        assert runs.read(path).result is None
    assert status in project.run("runs", "--env", "dev").out


def test_status_tells_what_a_server_is_and_what_is_ours(project: Project) -> None:
    """Version, interface, login, data sources' health, and counts."""
    project.run(*PUSH)
    project.board("jobs", query="other")
    project.grafana.ui("edit_panel", user="alice", uid="queue", panel="First", changes={"description": "x"})
    sick = {"unhealthy": "connection refused"}
    project.grafana.ui("set_datasource", user="x", uid="prometheus", changes=sick)
    result = project.run(*STATUS)
    assert f"server      {project.grafana.url}\n" in result.out
    assert "through /api\n" in result.out
    assert "we are      sa-1-deploy in organisation 1\n" in result.out
    assert (
        "4 ours; 3 in sync, 1 changed in code, 1 drifted or in conflict, 0 no longer in the code"
        in result.out
    )
    assert "data source Prometheus (prometheus): connection refused" in result.out
    assert "permissions all that a push needs" in result.out
    model = project.run(*STATUS, "-o", "json").json
    assert model["resources"] == {"ours": 4, "in_sync": 3, "changed": 1, "drifted": 1, "extra": 0}
    assert model["missing"] == []


def test_status_names_missing_permissions(project: Project) -> None:
    """By RBAC action, exit 3; also where not even reading is allowed."""
    project.grafana.permit({"dashboards:read": ["*"]})
    try:
        result = project.run(*STATUS, code=3)
    finally:
        project.grafana.permit(None)
    assert "missing     folders:create: make folders\n" in result.out
    assert "resources   cannot be read: we lack the permission" in result.out


def test_status_says_when_a_server_keeps_our_permissions_to_itself(project: Project) -> None:
    """That is no reason to fail: a push may go well all the same."""
    project.grafana.fault(path="/api/access-control/user/permissions", **faults.error(404, "Not found"))
    assert "permissions the server does not tell which we have" in project.run(*STATUS).out
