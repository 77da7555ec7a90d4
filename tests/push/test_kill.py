"""Kill -9 at every request of a push of twenty resources, then push again: it converges."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define

from grafana_kit.destinations import runs
from tests.fakes.grafana import GrafanaServer
from tests.push.projects import Project, plain

ROOT = Path(__file__).parents[2]


@define
class Pusher:
    """The process that pushes on demand."""

    process: subprocess.Popen[str]

    def begin(self) -> int:
        """Begin a push and return its process's id."""
        assert self.process.stdin is not None
        self.process.stdin.write("push\n")
        self.process.stdin.flush()
        return int(self.line())

    def end(self) -> int:
        """Wait for its end and return its exit code; below zero, the signal that ended it."""
        return int(self.line())

    def push(self) -> int:
        """Push, and return the exit code."""
        self.begin()
        return self.end()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def project(grafana: GrafanaServer, tmp_path: Path) -> Project:
    """Twenty resources of all kinds."""
    one = Project(tmp_path, grafana, engine="both")
    for number in range(14):
        one.board(f"board-{number:02}", folder="Team" if number % 3 else "Elsewhere")
    one.alert("QueueLong", 20)
    one.alert("QueueGone", 1)
    return one


@pytest.fixture
def pusher(project: Project) -> Iterator[Pusher]:
    """A process that pushes that project."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.push.pusher", str(project.root)],
        cwd=ROOT,
        env=project.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Pusher(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_kill_at_every_request_then_push_again(project: Project, pusher: Pusher) -> None:
    """Whether the request had been carried out or not, the second push leaves what one push would have.

    Even requests are killed before the server acts, odd ones after it.
    """
    grafana = project.grafana
    assert pusher.push() == 0
    expected = plain(grafana.contents())
    requests = [(one.method, one.path) for one in grafana.requests()]
    resources = len(runs.read(project.receipts()[0]).entries)
    assert resources >= 20
    for number in range(len(requests)):
        for when in ("before", "after") if requests[number][0] != "GET" else ("before",):
            grafana.reset()
            grafana.fault(skip=number, hold=when)
            child = pusher.begin()
            assert grafana.wait_held(), requests[number]
            os.kill(child, signal.SIGKILL)
            assert pusher.end() == -signal.SIGKILL
            grafana.clear_faults()
            place = f"killed {when} request {number}, {requests[number]}"
            assert pusher.push() == 0, place
            assert plain(grafana.contents()) == expected, place
            grafana.clear_log()
            assert pusher.push() == 0, place
            assert grafana.requests(writes=True) == [], place
    assert None in {runs.read(path).result for path in project.receipts()}  # those that were killed
