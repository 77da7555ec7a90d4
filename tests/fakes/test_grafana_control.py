from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import requests

from tests.fakes.grafana import ControlError, GrafanaServer
from tests.fakes.grafana.client import ROOT
from tests.fakes.test_grafana_alerting import RULES, rule

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api


def test_a_state_can_be_taken_and_put_back(api: Api) -> None:
    """Exactly: rules, history, numbers and all."""
    api.folder()
    api.save("d", "D", folderUid="f", message="first")
    api.save("d", "D", folderUid="f", version=1, tags=["x"])
    api("POST", RULES, rule())
    before, listed = api.server.dump(), api("GET", "/api/dashboards/uid/d/versions").json()
    api("DELETE", "/api/folders/f?forceDeleteRules=true")
    assert api.server.contents()["dashboards"] == {}
    api.server.load(before)
    assert api.server.dump() == before
    assert api("GET", "/api/dashboards/uid/d/versions").json() == listed
    assert [hit["uid"] for hit in api("GET", "/api/search?type=dash-db").json()] == ["d"]


def test_contents_ignore_what_no_user_sees(old: Api) -> None:
    """Deleting and making again gives other numbers and the same contents."""
    old.save("d", "D")
    before = old.server.contents()
    old("DELETE", "/api/dashboards/uid/d")
    assert old.server.contents() != before
    old.save("x", "X")
    old("DELETE", "/api/dashboards/uid/x")
    old.save("d", "D")
    assert old.server.contents() == before


def test_someone_edits_in_the_browser(api: Api) -> None:
    """Under their name, at their time, with a new version that a stale save runs into."""
    api.save(panels=[{"id": 1, "type": "stat", "title": "Now"}])
    when = "2024-05-01T10:00:00Z"
    api.server.ui("edit_panel", user="alice", at=when, uid="d", panel="Now", changes={"title": "Then"})
    read = api.dashboard()
    assert read["dashboard"]["panels"][0]["title"] == "Then"
    assert (read["meta"]["updatedBy"], read["meta"]["updated"], read["meta"]["version"]) == ("alice", when, 2)
    assert api.save(version=1).status_code == 412
    with pytest.raises(ControlError, match="no panel"):
        api.server.ui("edit_panel", uid="d", panel="Never", changes={})


def test_someone_makes_moves_and_deletes(api: Api) -> None:
    """Folders and dashboards, by the same rules as requests."""
    ui = api.server.ui
    ui("create_folder", uid="f", title="F")
    ui("rename_folder", uid="f", title="G")
    ui("save_dashboard", user="bob", dashboard={"uid": "d", "title": "D"}, note="by hand")
    ui("edit_dashboard", uid="d", changes={"title": "E"})
    ui("move_dashboard", uid="d", folder="f")
    assert api.dashboard()["meta"]["folderTitle"] == "G"
    assert (api.dashboard()["dashboard"]["title"], api.dashboard()["meta"]["createdBy"]) == ("E", "bob")
    ui("delete_dashboard", uid="d")
    ui("delete_folder", uid="f")
    assert api.server.contents()["folders"] == api.server.contents()["dashboards"] == {}
    with pytest.raises(ControlError, match="Dashboard not found"):
        ui("delete_dashboard", uid="d")
    with pytest.raises(ControlError, match="no such folder"):
        ui("save_dashboard", dashboard={"title": "D"}, folder="none")


def test_someone_changes_rules(api: Api) -> None:
    """The browser shows provisioned rules read-only; another client does not care."""
    ui = api.server.ui
    ui("create_folder", uid="f", title="F")
    api("POST", RULES, rule())
    with pytest.raises(ControlError, match="read-only"):
        ui("edit_rule", uid="r", changes={"title": "Mine"})
    ui("edit_rule", uid="r", changes={"title": "Mine"}, anyway=True)
    assert api("GET", RULES + "/r").json()["title"] == "Mine"
    assert ui("add_rule", folder="f", group="g", rule=rule("s", "By hand")) == {"uid": "s"}
    assert "provenance" not in api("GET", RULES + "/s").json()
    ui("delete_rule", uid="s")
    with pytest.raises(ControlError, match="no rule"):
        ui("delete_rule", uid="s")
    with pytest.raises(ControlError, match="no rule"):
        ui("edit_rule", uid="s", changes={})


def test_the_log_tells_what_was_sent_but_no_secret(api: Api) -> None:
    """Method, path, query, bodies, status, who: and the token as ****."""
    api.save()
    api("GET", "/api/search?query=x")
    first, second = api.server.requests()
    assert (first.method, first.path, first.status, first.user) == (
        "POST",
        "/api/dashboards/db",
        200,
        "sa-1-deploy",
    )
    assert (first.body["dashboard"]["uid"], first.answer["version"]) == ("d", 1)
    assert first.headers["authorization"] == "Bearer ****"
    assert (second.path, second.query) == ("/api/search", "query=x")
    assert [item.method for item in api.server.requests(writes=True)] == ["POST"]
    counts = api.server.counts()
    assert (counts["total"], counts["reads"], counts["writes"]) == (2, 1, 1)
    assert counts["connections"] == 1
    api.server.clear_log()
    assert api.server.requests() == []


def test_another_token_is_another_user(api: Api) -> None:
    """Two pushers can be told apart, and limited apart."""
    api.server.add_token("glsa_other", "sa-2-other", {"dashboards:read": ["dashboards:*"]})
    headers = {"Authorization": "Bearer glsa_other"}
    assert api("GET", "/api/user", headers=headers).json()["login"] == "sa-2-other"
    refused = api("POST", "/api/dashboards/db", {"dashboard": {"title": "x"}}, headers=headers)
    assert refused.status_code == 403
    assert api.save().status_code == 200


def test_a_reset_forgets_everything(api: Api) -> None:
    """State, settings, faults, tokens and log."""
    api.save()
    api.server.set(latency_ms=5)
    api.server.permit({})
    api.server.fault(status=500, times=None)
    api.server.reset()
    assert api.server.requests() == []
    assert api.server.settings()["latency_ms"] == 0
    assert api.save().json()["version"] == 1


def test_the_server_stops_by_its_own_process_and_leaves_nothing(api: Api) -> None:
    """SIGTERM ends it with status 0; the port is free again."""
    server = GrafanaServer("13")
    server.start()
    pid, url = server.pid, server.url
    assert requests.get(url + "/api/health", timeout=30).status_code == 200
    server.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(requests.ConnectionError):
        requests.get(url + "/api/health", timeout=30)
    server.stop()


def test_the_server_dies_with_whoever_started_it() -> None:
    """When standard input closes, as it does when a test run is killed, the server goes too."""
    command = [sys.executable, "-m", "tests.fakes.grafana", "--with-parent"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"listening on http://127.0.0.1:")
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_the_command_line_starts_a_server() -> None:
    """By hand, with settings, until SIGTERM."""
    command = [sys.executable, "-m", "tests.fakes.grafana", "--profile", "13", "--set", "sub_path=/g"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    url = process.stdout.readline().decode().split()[-1]
    try:
        assert requests.get(url + "/api/health", timeout=30).json()["version"] == "13.3.0"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        process.stdout.close()


def test_a_server_that_cannot_start_says_why() -> None:
    """An unknown profile or setting is an error at once."""
    with pytest.raises(RuntimeError, match="invalid choice"):
        GrafanaServer("9").start()
    with pytest.raises(RuntimeError, match="no such setting"):
        GrafanaServer("13", colour="red").start()
