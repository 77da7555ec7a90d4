"""Push on a terminal: it asks, shows a bar, and takes no for an answer."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess

import pytest

from tests.fakes.grafana import faults
from tests.push.projects import PROGRAM, Project

PUSH = ("push", "--env", "dev")


def on_terminal(project: Project, *arguments: str, answer: str = "", **more: str) -> tuple[int, str]:
    """Run a command on a terminal of its own, answer its question, and return exit code and screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=project.root,
        env=project.environment(TERM="xterm", **more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    screen = b""
    while True:
        if not select.select([ours], [], [], 60)[0]:
            process.kill()
            raise AssertionError(f"nothing happens: {screen!r}")
        try:
            some = os.read(ours, 4096)
        except OSError:  # the other side is closed: the process has ended
            break
        screen += some
        if answer and b"[y/N]" in screen:
            os.write(ours, answer.encode())
            answer = ""
    os.close(ours)
    return process.wait(timeout=60), screen.decode()


@pytest.mark.parametrize(("answer", "made"), [("y\n", 2), ("n\n", 0), ("\n", 0)])
def test_it_asks_before_it_writes(project: Project, answer: str, made: int) -> None:
    """After the plan; anything but yes writes nothing, exit 1."""
    code, screen = on_terminal(project, *PUSH, answer=answer)
    question = f"Write 5 changes to {project.grafana.url}? [y/N]:"
    assert "Plan: 5 to create." in screen.partition(question)[0]
    assert question in screen
    assert len(project.grafana.contents()["dashboards"]) == made
    assert code == (0 if made else 1)
    assert ("nothing was written" in screen) is (made == 0)
    assert len(project.receipts()) == (1 if made else 0)


def test_yes_does_not_ask(project: Project) -> None:
    """--yes is an answer."""
    code, screen = on_terminal(project, *PUSH, "--yes")
    assert code == 0
    assert "[y/N]" not in screen
    assert "\x1b[32m" in screen  # colours, on a terminal


def test_a_bar_shows_progress_and_what_did_not_go_well(project: Project) -> None:
    """No line per resource; failures stand above the bar and in the summary."""
    project.grafana.fault(method="POST", path="/api/dashboards/db", **faults.error(500, "no [red]space[/]"))
    code, screen = on_terminal(project, *PUSH, "--yes", "--jobs", "1")
    assert code == 4
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen)
    assert "━" in screen
    assert "/5" in plain
    assert "created   dashboard/queue" not in plain
    assert "failed    dashboard/jobs  the server failed (500): no [red]space[/]" in plain
    assert "1 change of 5 failed" in plain


def test_colours_can_be_switched_off(project: Project) -> None:
    """By flag or NO_COLOR: no colour in the plan, the bar or the errors."""
    project.grafana.fault(method="POST", path="/api/dashboards/db", **faults.error(500))
    code, screen = on_terminal(project, *PUSH, "--yes", "--no-color")
    assert code == 4
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", screen)
    code, screen = on_terminal(project, "diff", "--env", "dev", NO_COLOR="1")
    assert "\x1b[" not in screen


def test_a_rollback_asks_too(project: Project) -> None:
    """Under the same rules."""
    project.run(*PUSH)
    code, screen = on_terminal(project, "rollback", "--env", "dev", answer="n\n")
    assert (code, "Write 5 changes" in screen) == (1, True)
    assert len(project.grafana.contents()["dashboards"]) == 2
