"""``grafana-kit push`` and ``diff`` as a user meets them, against a test Grafana of each version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.grafana import GrafanaServer
from tests.push.projects import Project

PUSH = ("push", "--env", "dev")
DIFF = ("diff", "--env", "dev")


def expressions(grafana: GrafanaServer, uid: str) -> list[str]:
    """Return the queries of a dashboard on the server."""
    model = grafana.contents()["dashboards"][uid]["model"]
    return [target["expr"] for panel in model["panels"] for target in panel["targets"]]


def edit(grafana: GrafanaServer, uid: str = "jobs", panel: str = "First", **changes: object) -> None:
    """Let alice change a panel in the browser."""
    grafana.ui("edit_panel", user="alice", uid=uid, panel=panel, changes=changes or {"description": "mine"})


def test_the_first_push_makes_everything_and_the_second_nothing(project: Project) -> None:
    """Folder, dashboards, rules and data source; then no write, and no receipt of nothing."""
    first = project.run_program(*PUSH)
    assert "Plan: 5 to create." in first.out
    assert first.out.count("created ") == 5
    contents = project.grafana.contents()
    assert set(contents["dashboards"]) == {"jobs", "queue"}
    assert {one["folder"] for one in contents["dashboards"].values()} == set(contents["folders"])
    assert set(contents["rules"]) == {"shop-queuelong"}
    assert set(contents["datasources"]) == {"prometheus"}
    project.grafana.clear_log()
    second = project.run_program(*PUSH)
    assert second.out == "Plan: 5 unchanged.\n"
    assert project.grafana.requests(writes=True) == []
    assert len(project.receipts()) == 1


def test_a_diff_writes_nothing_and_says_who_changed_what(project: Project) -> None:
    """In code, on the server, or both; exit 5 only when asked for."""
    project.run(*PUSH)
    project.grafana.clear_log()
    assert project.run(*DIFF, "--exit-code").out == "Plan: 5 unchanged.\n"
    project.board("jobs", query="up == 1")
    assert "(jobs)  changed in code\n" in project.run(*DIFF).out
    edit(project.grafana)
    edit(project.grafana, "queue")
    result = project.run_program(*DIFF, "--exit-code", code=5)
    assert "(jobs)  changed in code and on the server\n" in result.out
    assert "(queue)  changed on the server\n" in result.out
    assert "        ~ query A, expression: up → up == 1\n" in result.out
    assert "last written by alice at " in result.out
    assert project.grafana.requests(writes=True) == []
    assert len(project.receipts()) == 1


def test_a_diff_for_machines(project: Project) -> None:
    """JSON on standard output, and nothing else; --full adds both bodies, -v names what does not differ."""
    project.run(*PUSH)
    project.board("jobs", unit="s")
    model = project.run(*DIFF, "-o", "json").json
    assert model["url"] == project.grafana.url
    assert model["counts"] == {"unchanged": 4, "update": 1}
    (change,) = [one for one in model["changes"] if one["action"] == "update"]
    assert change["differences"] == [
        {"where": ['panel "Second"', "unit"], "how": "changed", "old": "short", "new": "s"}
    ]
    assert change["source"].startswith("sources/boards.py:")
    (change,) = [
        one for one in project.run(*DIFF, "-o", "json", "--full").json["changes"] if one["uid"] == "jobs"
    ]
    assert change["there"]["title"] == change["wanted"]["title"] == "Jobs"
    assert '+          "unit": "s"' in project.run(*DIFF, "--full").out
    assert "= unchanged folder  Team" in project.run(*DIFF, "-v").out


def test_what_changes_in_code_is_written_and_only_that(project: Project) -> None:
    """One dashboard and one rule; the others are not touched."""
    project.run(*PUSH)
    project.board("jobs", query="up == 1")
    project.alert("QueueLong", 30)
    project.grafana.clear_log()
    result = project.run(*PUSH)
    assert "2 to change, 3 unchanged" in result.out
    assert expressions(project.grafana, "jobs")[0] == "up == 1"
    written = {one.path for one in project.grafana.requests(writes=True)}
    assert len(written) == 2
    assert project.run(*DIFF, "--exit-code").out == "Plan: 5 unchanged.\n"


def test_an_edit_in_the_browser_is_never_overwritten(project: Project) -> None:
    """Exit 7 with who, when and which panel; everything else is pushed all the same."""
    project.run(*PUSH)
    edit(project.grafana)
    project.board("jobs", query="up == 1")
    project.board("queue", query="other")
    before = project.grafana.contents()["dashboards"]["jobs"]
    result = project.run_program(*PUSH, code=7)
    assert project.grafana.contents()["dashboards"]["jobs"] == before
    assert expressions(project.grafana, "queue")[0] == "other"
    assert (
        "dashboard/jobs: it was edited on the server since our last push (last written by alice at "
        in result.err
    )
    assert 'edited there: panel "First"' in result.err
    assert "next: grafana-kit push --env dev --adopt" in result.err
    again = project.run(*PUSH, code=7)
    assert "1 resource not written" in again.err
    assert len(project.receipts()) == 2  # the third push had nothing to write


def test_conflicts_stop_everything_when_asked_to(project: Project) -> None:
    """With --on-error stop nothing is written while there is a conflict."""
    project.run(*PUSH)
    edit(project.grafana)
    project.board("jobs", query="up == 1")
    project.board("queue", query="other")
    project.grafana.clear_log()
    project.run(*PUSH, "--on-error", "stop", code=7)
    assert project.grafana.requests(writes=True) == []


def test_force_overwrites_and_keeps_a_copy(project: Project) -> None:
    """The edit is in a file that is named, and in the receipt: it can be rolled back."""
    project.run(*PUSH)
    edit(project.grafana, description="mine")
    before = project.grafana.contents()
    result = project.run(*PUSH, "--force")
    assert "forced over the conflict, a copy is kept" in result.out
    (copy,) = (project.root / ".grafana-kit/dev/backup").rglob("*.json")
    assert str(copy.relative_to(project.root)) in result.err
    assert json.loads(copy.read_text())["panels"][0]["description"] == "mine"
    assert project.run(*DIFF, "--exit-code").out == "Plan: 5 unchanged.\n"
    project.run("rollback", "--env", "dev")
    assert project.grafana.contents() == before


def test_adopt_writes_the_edit_beside_the_sources(project: Project) -> None:
    """The server keeps it; the rest is pushed; exit 0; what an author began to edit is not overwritten."""
    project.run(*PUSH)
    edit(project.grafana, description="mine")
    project.board("queue", query="other")
    before = project.grafana.contents()["dashboards"]["jobs"]
    result = project.run(*PUSH, "--adopt")
    adopted = project.root / "sources/jobs.json"
    assert "adopted   dashboard/jobs  sources/jobs.json\n" in result.out
    assert "next: take it over in sources/boards.py:" in result.err
    model = json.loads(adopted.read_text())
    assert (model["id"], model["tags"], model["panels"][0]["description"]) == (None, [], "mine")
    assert "version" not in model
    assert project.grafana.contents()["dashboards"]["jobs"] == before
    assert expressions(project.grafana, "queue")[0] == "other"
    project.run(*PUSH, "--adopt")  # the same again: the same file
    assert [path.name for path in (project.root / "sources").glob("*.json")] == ["jobs.json"]
    adopted.write_text("{}")
    model = project.run(*PUSH, "--adopt", "-o", "json").json
    assert model["adopted"] == [
        {"kind": "dashboard", "uid": "jobs", "path": str(project.root / "sources/jobs-2.json")}
    ]
    assert adopted.read_text() == "{}"


def test_a_folder_that_cannot_be_written_keeps_an_adoption_from_beginning(project: Project) -> None:
    """Nothing is pushed then: exit 1."""
    project.run(*PUSH)
    edit(project.grafana)
    project.board("queue", query="other")
    (project.root / "sources/jobs.json").mkdir()
    project.grafana.clear_log()
    result = project.run(*PUSH, "--adopt", code=1)
    assert "the server's version cannot be written" in result.err
    assert project.grafana.requests(writes=True) == []


def test_an_adopted_rule_group_is_written_too(project: Project) -> None:
    """As a provisioning file has it."""
    project.run(*PUSH)
    project.grafana.ui("edit_rule", user="bob", uid="shop-queuelong", changes={"for": "1h"}, anyway=True)
    project.run(*PUSH, "--adopt")
    model = json.loads((project.root / "sources/team-jobs.json").read_text())
    assert model["rules"][0]["for"] == "1h"


def test_what_was_pruned_and_edited_is_adopted_into_the_first_source_folder(project: Project) -> None:
    """The code does not know it any more, so there is no place of its own."""
    project.run(*PUSH)
    edit(project.grafana, "queue")
    project.drop("queue")
    result = project.run(*PUSH, "--prune", "--adopt")
    assert "define it again from this file" in result.err
    assert (project.root / "sources/queue.json").exists()
    assert "queue" in project.grafana.contents()["dashboards"]


def test_what_was_taken_over_in_code_is_no_conflict(project: Project) -> None:
    """Once the code says the same as the server, nothing differs."""
    project.run(*PUSH)
    edit(project.grafana, targets=[{"refId": "A", "expr": "mine", "legendFormat": "__auto"}])
    project.run(*PUSH, code=7)
    project.board("jobs", query="mine")
    assert project.run(*PUSH).out == "Plan: 5 unchanged.\n"


def test_a_dry_run_says_what_a_push_would_do(project: Project) -> None:
    """Nothing is written, here or there; conflicts make it fail as the push would."""
    project.run(*PUSH, "--dry-run")
    assert project.grafana.requests(writes=True) == []
    assert not (project.root / ".grafana-kit").exists()
    project.run(*PUSH)
    edit(project.grafana)
    result = project.run(*PUSH, "--dry-run", "--adopt", code=7)
    assert "would be taken over: dashboard/jobs" in result.err
    assert not list((project.root / "sources").glob("*.json"))
    assert project.run(*PUSH, "--dry-run", "-o", "json", code=7).json["counts"]["conflict"] == 1


def test_what_is_no_longer_in_code_is_named_and_kept_until_pruned(project: Project) -> None:
    """Only --prune deletes, and only what carries our mark."""
    project.run(*PUSH)
    project.grafana.ui(
        "save_dashboard", user="bob", dashboard={"uid": "bobs", "title": "Bob's", "tags": ["x"]}
    )
    copy = project.grafana.contents()["dashboards"]["queue"]["model"]
    project.grafana.ui(
        "save_dashboard", user="bob", dashboard={**copy, "uid": "copy", "title": "A copy with our tag"}
    )
    project.drop("queue")
    result = project.run(*PUSH)
    assert (
        "No longer in the code, and kept (1 resource; --prune deletes them):\n    dashboard  Queue  (queue)\n"
        in (result.out)
    )
    assert set(project.grafana.contents()["dashboards"]) == {"jobs", "queue", "bobs", "copy"}
    assert "deleted   dashboard/queue" in project.run(*PUSH, "--prune").out
    assert set(project.grafana.contents()["dashboards"]) == {"jobs", "bobs", "copy"}


def test_a_prune_keeps_what_somebody_edited(project: Project) -> None:
    """It is a conflict; forced, it is deleted and a copy kept."""
    project.run(*PUSH)
    edit(project.grafana, "queue")
    project.drop("queue")
    project.run(*PUSH, "--prune", code=7)
    assert "queue" in project.grafana.contents()["dashboards"]
    project.run(*PUSH, "--prune", "--force")
    assert "queue" not in project.grafana.contents()["dashboards"]
    assert [path.name for path in (project.root / ".grafana-kit/dev/backup").rglob("*.json")] == [
        "queue.json"
    ]


def test_a_prune_of_most_of_it_wants_to_be_meant(project: Project) -> None:
    """More than half only with --prune-all."""
    for number in range(6):
        project.board(f"board-{number}")
    project.run(*PUSH)
    for number in range(6):
        project.drop(f"board-{number}")
    project.drop("queue")
    result = project.run(*PUSH, "--prune", code=1)
    assert "a prune would delete 7 of the 10 resources that are ours" in result.err
    assert "queue" in project.grafana.contents()["dashboards"]
    project.run(*PUSH, "--prune-all")
    assert set(project.grafana.contents()["dashboards"]) == {"jobs"}


def test_rules_added_by_hand_to_our_group_are_a_conflict(project: Project) -> None:
    """The server replaces groups whole: what somebody added there would be lost."""
    project.run(*PUSH)
    (rule,) = project.grafana.dump()["rules"].values()
    by_hand = {**rule["body"], "title": "By hand", "uid": "by-hand", "annotations": {}}
    project.grafana.ui(
        "add_rule", user="bob", folder=rule["folder"], group=rule["group"], rule=by_hand, provenance="api"
    )
    project.alert("QueueLong", 30)
    result = project.run(*PUSH, code=7)
    assert 'edited there: rule "By hand"' in result.err or "rule" in result.err
    assert "by-hand" in project.grafana.contents()["rules"]


def test_an_unmarked_dashboard_of_our_uid_is_in_the_way(project: Project) -> None:
    """Somebody made it by hand; a push does not take it."""
    model = {"uid": "jobs", "title": "By hand", "panels": []}
    project.grafana.ui("save_dashboard", user="bob", dashboard=model)
    result = project.run(*PUSH, code=7)
    assert "dashboard/jobs: it was there before" in result.err
    assert project.grafana.contents()["dashboards"]["jobs"]["model"]["title"] == "By hand"


def test_a_provisioned_dashboard_cannot_even_be_forced(project: Project) -> None:
    """The server takes no other writer, so it is told in the plan, not by a failure."""
    project.run(*PUSH)
    project.grafana.ui("provision_dashboard", user="x", uid="jobs", file="jobs.json")
    project.board("jobs", query="up == 1")
    for flag in ("--force", "--adopt"):
        result = project.run(*PUSH, flag, code=7)
        assert "the server provisions it from files" in result.err


def test_only_selects_with_the_folders_that_are_needed(project: Project) -> None:
    """By kind and uid, uid or title, with wildcards; an unknown selector is an error."""
    result = project.run(*PUSH, "--only", "dashboard/j*", "--only", "Queue*")
    contents = project.grafana.contents()
    assert set(contents["dashboards"]) == {"jobs", "queue"}
    assert len(contents["folders"]) == 1
    assert contents["rules"] == {}
    assert "created   dashboard/jobs" in result.out
    assert 'nothing matches "nope*"' in project.run(*PUSH, "--only", "nope*", code=1).err


def test_protected_environments_want_an_explicit_yes(project: Project) -> None:
    """Exit 2 with the command to run, before anything is asked of the server; looking needs no yes."""
    result = project.run_program("push", "--env", "prod", "--prune", code=2)
    assert "next: grafana-kit push --env prod --prune --yes\n" in result.err
    assert project.grafana.requests() == []
    project.run("push", "--env", "prod", "--dry-run")
    project.run("push", "--env", "prod", "--yes")
    assert project.run("rollback", "--env", "prod", code=2).err.count("--yes") == 2
    project.run("rollback", "--env", "prod", "--yes")
    assert project.grafana.contents()["dashboards"] == {}


def test_force_and_adopt_contradict_each_other(project: Project) -> None:
    """Exit 2, nothing asked."""
    assert "choose one" in project.run(*PUSH, "--force", "--adopt", code=2).err
    assert project.grafana.requests() == []


@pytest.mark.parametrize("command", ["push", "diff", "rollback", "runs", "status"])
def test_the_environment_must_be_named(project: Project, command: str) -> None:
    """What talks to a server never guesses which."""
    assert "Missing option '--env'" in project.run(command, code=2).err
    assert project.grafana.requests() == []


def test_a_push_for_machines(project: Project) -> None:
    """One JSON text on standard output: the plan, every result, the receipt."""
    edit_me = project.run(*PUSH, "-o", "json").json
    assert edit_me["result"] == "complete"
    assert {one["status"] for one in edit_me["results"]} == {"done"}
    assert Path(edit_me["receipt"]).exists()
    assert project.run(*PUSH, "-o", "json").json["run"] is None
    edit(project.grafana)
    conflict = project.run(*PUSH, "-o", "json", code=7)
    assert conflict.json["counts"] == {"conflict": 1, "unchanged": 4}
    assert conflict.err.startswith("error: 1 resource not written")


def test_receipts_can_be_elsewhere(project: Project, tmp_path: Path) -> None:
    """By flag, or by GRAFANA_KIT_RECEIPTS; runs and rollback find them there."""
    elsewhere = tmp_path / "receipts of all"
    project.run(*PUSH, "--receipts", str(elsewhere))
    assert not (project.root / ".grafana-kit").exists()
    assert len(list((elsewhere / "dev/runs").iterdir())) == 1
    more = {"GRAFANA_KIT_RECEIPTS": str(elsewhere)}
    assert "complete" in project.run("runs", "--env", "dev", more=more).out
    project.run("rollback", "--env", "dev", more=more)
    assert project.grafana.contents()["dashboards"] == {}


def test_a_receipt_that_cannot_be_written_stops_before_anything_is_sent(project: Project) -> None:
    """A file where the folder should be: exit 1, and no write."""
    (project.root / ".grafana-kit").write_text("")
    result = project.run(*PUSH, code=1)
    assert "the receipt cannot be written" in result.err
    assert project.grafana.requests(writes=True) == []


def test_another_address_is_named_by_flag_or_variable(project: Project) -> None:
    """The environment's own token does not go there: only GRAFANA_TOKEN does."""
    (project.root / "grafana-kit.yaml").write_text(
        (project.root / "grafana-kit.yaml")
        .read_text()
        .replace(project.grafana.url, "https://elsewhere.invalid")
    )
    result = project.run(*DIFF, "--url", project.grafana.url, code=3)
    assert "GRAFANA_TOKEN" in result.err
    assert all(
        "authorization" not in {name.lower() for name in one.headers} for one in project.grafana.requests()
    )
    more = {"GRAFANA_URL": project.grafana.url, "GRAFANA_TOKEN": project.grafana.token}
    assert "5 to create" in project.run(*DIFF, more=more).out


def test_a_version_that_is_not_known_wants_to_be_meant(project: Project) -> None:
    """Exit 6, unless forced."""
    project.grafana.set(version="9.5.0")
    for command in ("push", "diff", "status"):
        assert "9.5.0 is not supported" in project.run(command, "--env", "dev", code=6).err
    assert "9.5.0" in project.run("status", "--env", "dev", "--force").out


def test_both_engines_push_what_keeps_the_shadow_silent(project: Project) -> None:
    """Contact point, mute timing, and a route where rules cannot name their receiver."""
    project.engine = "both"
    project.write()
    project.run(*PUSH)
    contents = project.grafana.contents()
    assert [one["name"] for one in contents["contact_points"]][1:] == ["grafana-kit shadow (notifies nobody)"]
    assert set(contents["mute_timings"]) == {"grafana-kit always"}
    project.grafana.clear_log()
    assert "to create" not in project.run(*PUSH).out
    assert project.grafana.requests(writes=True) == []
    project.run("rollback", "--env", "dev")
    assert [one["name"] for one in project.grafana.contents()["contact_points"]] == ["grafana-default-email"]
