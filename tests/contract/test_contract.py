"""What a push promises, on every Grafana that can be reached: test servers always, a real one if named."""

from __future__ import annotations

import json

from tests.contract.conftest import Project


def test_a_second_push_has_nothing_to_do(project: Project) -> None:
    """Everything is there after the first; nothing differs then."""
    first = project.run("push", "--yes")
    assert first.returncode == 0, first.stdout + first.stderr
    assert project.grafana.dashboard(project.uid("one"))["title"] == "One"
    assert [rule["title"] for rule in project.rules()] == ["Down"]
    before = project.grafana.dashboard(project.uid("one"))["version"]
    assert project.run("diff", "--exit-code").returncode == 0
    second = project.run("push", "--yes")
    assert second.returncode == 0, second.stdout + second.stderr
    assert project.grafana.dashboard(project.uid("one"))["version"] == before


def test_a_change_in_code_arrives(project: Project) -> None:
    """The diff tells it before, and nothing differs after."""
    project.run("push", "--yes")
    project.boards["one"] = "First"
    project.threshold = 7
    assert project.run("diff", "--exit-code").returncode == 5
    done = project.run("push", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.grafana.dashboard(project.uid("one"))["title"] == "First"
    assert "up < 7" in json.dumps(project.rules())
    assert project.run("diff", "--exit-code").returncode == 0


def test_an_edit_on_the_server_is_never_lost(project: Project) -> None:
    """It is a conflict; with --force a copy is kept, and what the code says is there."""
    project.run("push", "--yes")
    project.grafana.edit(project.uid("one"), title="By hand")
    project.boards["one"] = "By code"
    refused = project.run("push", "--yes")
    assert refused.returncode == 7, refused.stdout + refused.stderr
    assert project.grafana.dashboard(project.uid("one"))["title"] == "By hand"
    forced = project.run("push", "--yes", "--force")
    assert forced.returncode == 0, forced.stdout + forced.stderr
    assert project.grafana.dashboard(project.uid("one"))["title"] == "By code"
    copies = list(project.root.glob(".grafana-kit/dev/backup/*/dashboard/*.json"))
    assert any("By hand" in copy.read_text() for copy in copies)


def test_a_rollback_brings_back_what_was_there(project: Project) -> None:
    """Changed is as before, created is gone, and a rollback can be rolled back."""
    project.run("push", "--yes")
    project.boards |= {"one": "First", "three": "Three"}
    project.run("push", "--yes")
    done = project.run("rollback", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.grafana.dashboard(project.uid("one"))["title"] == "One"
    assert project.grafana.dashboard(project.uid("three")) is None
    again = project.run("rollback", "--yes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert project.grafana.dashboard(project.uid("three"))["title"] == "Three"


def test_a_prune_deletes_what_is_ours_and_nothing_else(project: Project) -> None:
    """A dashboard that somebody made in our folder stays, and so does a copy of one of ours."""
    project.run("push", "--yes")
    answer = project.grafana.ask("GET", f"/api/dashboards/uid/{project.uid('two')}")
    for key, title in (("copy", "Two copied"), ("mine", "Mine")):
        board = {**answer["dashboard"], "id": None, "uid": project.uid(key), "title": title}
        body = {"dashboard": board, "folderUid": answer["meta"]["folderUid"]}
        assert project.grafana.ask("POST", "/api/dashboards/db", body) is not None
    del project.boards["two"]
    done = project.run("push", "--yes", "--prune")
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.grafana.dashboard(project.uid("two")) is None
    assert project.grafana.dashboard(project.uid("copy"))["title"] == "Two copied"
    assert project.grafana.dashboard(project.uid("mine"))["title"] == "Mine"


def test_a_rule_added_by_hand_is_not_deleted(project: Project) -> None:
    """The server replaces groups whole; a rule that is not ours makes the group a conflict."""
    project.run("push", "--yes")
    (rule,) = project.rules()
    by_hand = {
        key: value for key, value in rule.items() if key not in ("id", "uid", "provenance", "updated", "guid")
    }
    by_hand |= {"title": "By hand", "annotations": {}}
    assert project.grafana.ask("POST", "/api/v1/provisioning/alert-rules", by_hand) is not None
    project.threshold = 9
    refused = project.run("push", "--yes")
    assert refused.returncode == 7, refused.stdout + refused.stderr
    assert sorted(one["title"] for one in project.rules()) == ["By hand", "Down"]


def test_status_says_that_a_push_can_be_done(project: Project) -> None:
    """The server answers, and its version and our name are known."""
    project.run("push", "--yes")
    done = project.run("status", "-o", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["version"]
