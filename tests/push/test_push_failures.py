"""What goes wrong half-way: the rest goes on, the receipt tells, a second push finishes the work."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grafana_kit.destinations import runs
from tests.fakes.grafana import GrafanaServer, faults
from tests.push.projects import Project, Result

PUSH = ("push", "--env", "dev")
SAVE = r"/api/dashboards/db"


def many(project: Project, count: int) -> None:
    """Define some more dashboards."""
    for number in range(count):
        project.board(f"board-{number:02}")


def finish(project: Project, total: int) -> None:
    """Push again, without the faults, and see that nothing is left to do."""
    project.grafana.clear_faults()
    project.run(*PUSH)
    assert project.run(*PUSH).out == f"Plan: {total} unchanged.\n"


def test_a_failure_does_not_stop_what_does_not_depend_on_it(project: Project) -> None:
    """Exit 4 names it; the others are there; a second push finishes."""
    project.grafana.fault(method="POST", path=SAVE, **faults.error(500, "disk quota"))
    result = project.run_program(*PUSH, "--jobs", "1", code=4)
    assert "error: 1 change of 5 failed, 0 skipped, 4 carried out" in result.err
    assert "dashboard/jobs: the server failed (500): disk quota" in result.err
    assert "next: mend the cause, then go on where this stopped: grafana-kit push --env dev" in result.err
    assert set(project.grafana.contents()["dashboards"]) == {"queue"}
    assert len(project.grafana.contents()["rules"]) == 1
    (receipt,) = project.receipts()
    assert runs.read(receipt).result == "partial"
    assert "partial" in project.run("runs", "--env", "dev").out
    finish(project, 5)


def test_a_failure_stops_everything_when_asked_to(project: Project) -> None:
    """With --on-error stop nothing is begun after it."""
    project.grafana.fault(method="POST", path=SAVE, **faults.error(500))
    result = project.run(*PUSH, "--jobs", "1", "--on-error", "stop", code=4)
    assert "1 change of 5 failed, 2 skipped, 2 carried out" in result.err
    assert "dashboard/queue: skipped: a change failed, and --on-error is stop" in result.err
    finish(project, 5)


def test_what_needs_what_failed_is_skipped(project: Project) -> None:
    """Dashboards and rules of a folder that could not be made; a dashboard elsewhere is pushed."""
    project.board("apart", folder="Elsewhere")
    project.grafana.fault(method="POST", path="/api/folders", skip=1, times=9, **faults.error(400, "no"))
    result = project.run(*PUSH, code=4)
    assert "1 change of 7 failed, 3 skipped, 3 carried out" in result.err
    assert "dashboard/jobs: skipped: it needs the folder team-folder, which failed" in result.err
    assert "grafana-rules/team-jobs: skipped: it needs the folder team-folder" in result.err
    assert set(project.grafana.contents()["dashboards"]) == {"apart"}
    finish(project, 7)


def test_folders_in_folders_are_skipped_with_their_parent(project: Project) -> None:
    """And what is in them."""
    project.board("deep", folder="Team/Below")
    project.grafana.fault(method="POST", path="/api/folders", times=9, **faults.error(400, "no"))
    result = project.run(*PUSH, code=4)
    assert "folder/team-below-folder: skipped: it needs the folder team-folder, which failed" in result.err
    assert "dashboard/deep: skipped: it needs the folder team-below-folder, which was skipped" in result.err


def test_rules_need_their_data_source_and_their_receiver(project: Project) -> None:
    """Where rules name their receiver they wait for it; before that the route does."""
    project.engine = "both"
    project.write()
    project.grafana.fault(method="POST", path="contact-points", times=9, **faults.error(400, "no"))
    err = project.run(*PUSH, code=4).err
    receiver = "skipped: it needs the contact point grafana-kit shadow (notifies nobody), which failed"
    waits = {"10.2": "notification-route/grafana_kit_shadow", "13": "grafana-rules/team-jobs"}
    assert f"{waits[project.grafana.profile]}: {receiver}" in err
    project.grafana.clear_faults()
    project.grafana.reset()
    project.grafana.fault(method="POST", path="/api/datasources", times=9, **faults.error(400, "no"))
    err = project.run(*PUSH, code=4).err
    assert "grafana-rules/team-jobs: skipped: it needs the data source prometheus, which failed" in err
    assert set(project.grafana.contents()["dashboards"]) == {"jobs", "queue"}


def test_two_who_push_at_once_do_no_harm(project: Project) -> None:
    """Each is told of what the other did first; afterwards everything is there."""
    many(project, 10)
    project.grafana.set(latency_ms=15)
    both = [project.start(*PUSH, "--jobs", "2") for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
    assert {process.returncode for process in both} <= {0, 4, 7}
    finish(project, 15)


def test_a_run_in_which_everything_fails_is_no_partial_one(project: Project) -> None:
    """Without a permission: exit 3, as nothing was written."""
    project.run(*PUSH)
    many(project, 3)
    read = {"dashboards:read": ["*"], "folders:read": ["*"], "datasources:read": ["*"]}
    read |= {"alert.provisioning:read": ["*"], "alert.rules:read": ["*"]}
    project.grafana.permit(read)
    try:
        result = project.run(*PUSH, code=3)
        assert "3 changes of 3 failed, 0 skipped, 0 carried out" in result.err
        assert "we lack the permission" in result.err
        assert "dashboards:create: make dashboards" in project.run("status", "--env", "dev", code=3).out
    finally:
        project.grafana.permit(None)
    assert [runs.read(path).result for path in project.receipts()] == ["complete", "failed"]


def test_somebody_saves_between_plan_and_apply(project: Project) -> None:
    """Held at the save, the dashboard is edited in the browser: a conflict, and the edit stays."""
    project.run(*PUSH)
    project.board("jobs", query="up == 1")
    project.board("queue", query="other")
    project.grafana.fault(method="POST", path=SAVE, hold="before")
    process = project.start(*PUSH, "--jobs", "1")
    assert project.grafana.wait_held()
    project.grafana.ui("edit_panel", user="alice", uid="jobs", panel="First", changes={"description": "mine"})
    project.grafana.clear_faults()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 7
    assert "was changed on the server since the plan was made" in err
    contents = project.grafana.contents()["dashboards"]
    assert contents["jobs"]["model"]["panels"][0]["description"] == "mine"
    assert "changed   dashboard/queue" in out
    assert runs.read(project.receipts()[-1]).result == "conflicts"


def test_a_conflict_that_comes_up_stops_everything_when_asked_to(project: Project) -> None:
    """With --on-error stop."""
    project.run(*PUSH)
    project.board("jobs", query="up == 1")
    project.board("queue", query="other")
    project.grafana.fault(
        method="POST", path=SAVE, status=412, body='{"status":"version-mismatch","message":"changed"}'
    )
    result = project.run(*PUSH, "--jobs", "1", "--on-error", "stop", code=7)
    assert "dashboard/queue: skipped: a conflict came up" in result.err


def test_ctrl_c_waits_for_what_is_in_flight_and_forgets_nothing(project: Project) -> None:
    """The save that was sent is recorded as done, nothing more is begun, exit 130, a second push finishes."""
    many(project, 4)
    project.grafana.fault(method="POST", path=SAVE, skip=1, hold="after")
    process = project.start(*PUSH, "--jobs", "1")
    assert project.grafana.wait_held()
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    line = ""
    while "stopping" not in line:
        line = process.stderr.readline()
        assert line
    project.grafana.clear_faults()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted: 5 changes not begun; to go on: grafana-kit push --env dev" in err
    assert "4 done, 5 skipped" in out
    assert len(project.grafana.contents()["dashboards"]) == 2
    run = runs.read(project.receipts()[0])
    assert (run.result, dict(run.counts)) == ("interrupted", {"done": 4, "skipped": 5})
    finish(project, 9)


def test_a_second_ctrl_c_leaves_at_once(project: Project) -> None:
    """What was in flight is in the receipt as begun; it may have happened or not."""
    project.grafana.fault(method="POST", path=SAVE, hold="after")
    process = project.start(*PUSH, "--jobs", "1")
    assert project.grafana.wait_held()
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    while "stopping" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "left at once" in err
    project.grafana.clear_faults()
    run = runs.read(project.receipts()[0])
    assert (run.result, run.counts["started"]) == (None, 1)
    assert "killed" in project.run("runs", "--env", "dev").out
    finish(project, 5)


def test_a_token_that_expires_in_the_middle_ends_the_run(project: Project) -> None:
    """Nothing else can go well: the rest is not even tried; exit 4, one reason, and what to do."""
    many(project, 6)
    project.grafana.fault(method="POST", path=SAVE, skip=2, hold="before")
    process = project.start(*PUSH, "--jobs", "1")
    assert project.grafana.wait_held()
    project.grafana.expire()
    project.grafana.clear_faults()
    _, err = process.communicate(timeout=60)
    try:
        assert process.returncode == 4
        assert err.count("(401)") >= 2
        assert re.search(r"1 change of 11 failed, 6 skipped, 4 carried out", err)
        assert project.grafana.token not in err
        refused = [one for one in project.grafana.requests(writes=True) if one.status == 401]
        assert len(refused) == 1
    finally:
        project.grafana.expire(expired=False)
    finish(project, 11)


def test_a_server_that_is_gone_is_not_asked_for_ever(project: Project) -> None:
    """After as many equal failures in a row as there are requests at a time, twice, nothing more is begun."""
    many(project, 9)
    project.grafana.fault(method="POST", path=SAVE, times=None, **faults.error(500, "database is down"))
    result = project.run(*PUSH, "--jobs", "1", code=4)
    assert "there is no point in going on: the server failed (500): database is down" in result.err
    sent = [one for one in project.grafana.requests(writes=True) if one.path.endswith(SAVE)]
    assert len(sent) == 3
    finish(project, 14)


def test_a_dashboard_over_the_size_limit(project: Project) -> None:
    """One clear line, the others are pushed."""
    project.board("jobs", query="up" + " or up" * 2000)
    project.grafana.set(max_body_bytes=8000)
    result = project.run(*PUSH, code=4)
    assert re.search(
        r'dashboard/jobs: dashboard "Jobs" \(jobs\) is too large for the server: [\d,]+ bytes', result.err
    )
    assert set(project.grafana.contents()["dashboards"]) == {"queue"}


def test_lost_answers_and_overload_are_survived(project: Project) -> None:
    """A connection that is cut after the change, 429, 503: tried again where it does no harm, exit 0."""
    many(project, 4)
    project.grafana.fault(method="POST", path=SAVE, cut="after")
    project.grafana.fault(method="POST", path=SAVE, skip=1, **faults.too_many("0"))
    project.grafana.fault(method="POST", path=SAVE, skip=2, **faults.html_page(503))
    project.run(*PUSH, "--jobs", "2")
    project.grafana.clear_log()
    assert project.run(*PUSH).out == "Plan: 9 unchanged.\n"
    assert project.grafana.requests(writes=True) == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_so_many_requests_at_a_time_and_no_more(project: Project, jobs: int) -> None:
    """Dashboards go in parallel; --jobs is the limit."""
    many(project, 10)
    project.grafana.set(latency_ms=20)
    project.run(*PUSH, "--jobs", str(jobs))
    assert project.grafana.counts()["max_in_flight"] == jobs


# --- no server, or not Grafana ----------------------------------------------------------------------


@pytest.fixture
def nowhere() -> str:
    """An address at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def tls() -> Iterator[str]:
    """A server that speaks plain text to who wants TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1024)
                    connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


Given = Callable[[Project, str, str], dict[str, str]]


def at(url: str) -> Given:
    """Return what points the project at an address."""
    return lambda project, nowhere, tls: {
        "GRAFANA_URL": url.format(nowhere=nowhere, tls=tls, url=project.grafana.url),
        "GRAFANA_TOKEN": project.grafana.token,
    }


def answering(**values: object) -> Given:
    """Return what makes the server answer so."""

    def given(project: Project, _nowhere: str, _tls: str) -> dict[str, str]:
        project.grafana.fault(times=None, **values)
        return {}

    return given


def through_a_proxy(project: Project, nowhere: str, _tls: str) -> dict[str, str]:
    """Point at another machine, through a proxy that is not there."""
    return {
        "GRAFANA_URL": "https://grafana.invalid",
        "GRAFANA_TOKEN": project.grafana.token,
        "HTTPS_PROXY": f"http://someone:{project.grafana.password}@{nowhere}",
    }


BAD = {
    "refused": (at("http://{nowhere}"), 1, "nothing listens at 127.0.0.1"),
    "no such host": (at("https://grafana.invalid"), 1, 'there is no host "grafana.invalid"'),
    "not a URL": (at("grafana:3000"), 2, "GRAFANA_URL is not an http or https URL"),
    "wrong path": (at("{url}/nothing/here"), 1, "is the address right, its path too?"),
    "no TLS": (at("https://{tls}"), 1, "does not speak TLS"),
    "not encrypted": (at("http://grafana.invalid"), 1, "is not encrypted"),
    "proxy": (through_a_proxy, 1, "the proxy"),
    "HTML": (answering(**faults.html_page(200, "Welcome")), 1, "a web page, not with JSON"),
    "bad gateway": (answering(**faults.html_page(502)), 1, "502"),
    "login page": (answering(**faults.login_page()), 3, "sign-in page"),
    "login redirect": (answering(**faults.login_redirect()), 3, "sign-in page"),
    "not our token": (answering(**faults.error(401, "Invalid API key")), 3, "(401)"),
}


@pytest.mark.parametrize("_server", ["13"], indirect=True)
@pytest.mark.parametrize(("given", "code", "words"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_reached_is_one_clear_line(
    project: Project, nowhere: str, tls: str, given: Given, code: int, words: str
) -> None:
    """Summary, place, the next command; the right exit code; nothing written, here or there."""
    more = given(project, nowhere, tls)
    result = project.run_program(*PUSH, code=code, more=more)
    assert words in result.err
    assert "\n  next: " in result.err
    assert result.err.count("error: ") == 1
    assert result.out == ""
    project.grafana.clear_faults()
    assert project.grafana.contents()["dashboards"] == {}
    assert not (project.root / ".grafana-kit/dev").exists()


def test_an_environment_without_a_grafana_says_what_to_write(project: Project) -> None:
    """File and line, and the lines to write."""
    for command in ("push", "diff", "status", "rollback"):
        result = project.run(command, "--env", "bare", code=1)
        assert 'environment "bare" has no Grafana URL\n  at grafana-kit.yaml:' in result.err
        assert "next: write grafana: {url: …} under environments: bare:" in result.err


def test_a_broken_definition_is_told_before_anything_is_asked(project: Project) -> None:
    """No request is sent for a project that does not build."""
    (project.root / "sources/broken.py").write_text("1 / 0\n")
    result = project.run(*PUSH, code=1)
    assert "ZeroDivisionError" in result.err
    assert project.grafana.requests() == []


# --- secrets ----------------------------------------------------------------------------------------


def everything(result: Result, root: Path) -> str:
    """Return all that a command left: its output and every file."""
    files = [path.read_text(errors="replace") for path in root.rglob("*") if path.is_file()]
    return "\n".join([result.out, result.err, *files])


@pytest.mark.parametrize("debug", [False, True])
def test_no_secret_is_anywhere(grafana: GrafanaServer, tmp_path: Path, *, debug: bool) -> None:
    """Not in output, errors, tracebacks, receipts or copies, whatever the server says and however it fails."""
    project = Project(tmp_path, grafana)
    project.board("jobs")
    project.board("queue")
    flags = ["--debug"] if debug else []

    def check(*arguments: str, more: dict[str, str] | None = None) -> None:
        process = project.start(*arguments, *flags, more=more)
        out, err = process.communicate(timeout=60)
        left = everything(Result(process.returncode, out, err), tmp_path)
        assert grafana.token not in left
        assert grafana.password not in left

    check("status", "--env", "dev")
    check(*PUSH)
    for body in (f'{{"message":"you sent Bearer {grafana.token}"}}', f"<html>{grafana.token}</html>"):
        for status in (400, 401, 500):
            project.board("jobs", query=f"up == {status}", unit="s")
            grafana.fault(method="POST", path=SAVE, status=status, body=body)
            check(*PUSH)
            grafana.clear_faults()
    grafana.ui("edit_panel", user="alice", uid="jobs", panel="First", changes={"description": "mine"})
    check(*PUSH, "--force")
    check("rollback", "--env", "dev")
    check("runs", "--env", "dev", "-o", "json")
    as_user = {"GRAFANA_URL": grafana.url}
    project.settings = ", username: admin, password_env: SHOP_PASSWORD"
    project.write()
    (tmp_path / "grafana-kit.yaml").write_text(
        (tmp_path / "grafana-kit.yaml").read_text().replace("token_env: SHOP_TOKEN, ", "")
    )
    check("diff", "--env", "dev", "-v", more={**as_user, "SHOP_PASSWORD": grafana.password})
    check("diff", "--env", "dev", more={"GRAFANA_URL": "http://127.0.0.1:1", "GRAFANA_TOKEN": grafana.token})


def test_receipts_hold_no_secret_but_all_that_was_there(project: Project) -> None:
    """A receipt is what a rollback needs, and readable by its owner alone."""
    project.run(*PUSH)
    lines = [json.loads(line) for line in project.receipts()[0].read_text().splitlines()]
    assert lines[0]["url"] == project.grafana.url
    assert {line["event"] for line in lines} == {"run", "plan", "start", "done", "end"}
    # Every request is announced before it is sent: no result without a start before it.
    begun: set[int] = set()
    for line in lines:
        if line["event"] == "start":
            begun.add(line["n"])
        assert line["event"] != "done" or line["n"] in begun
