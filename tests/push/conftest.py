"""A test Grafana of each version, started once and emptied before each test, and a project for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.grafana import PROFILES, GrafanaServer
from tests.fakes.openapi import Contract
from tests.push.projects import Project


@pytest.fixture(scope="session", params=sorted(PROFILES))
def _server(request: pytest.FixtureRequest) -> Iterator[GrafanaServer]:
    with GrafanaServer(request.param) as server:
        yield server


@pytest.fixture
def grafana(_server: GrafanaServer) -> Iterator[GrafanaServer]:
    """An empty Grafana; at the end everything that went over the wire is held to the published API."""
    _server.reset()
    yield _server
    contract = Contract.of(_server.profile)
    if contract is not None:
        problems = [
            problem
            for exchange in _server.requests()
            if not exchange.fault
            for problem in contract.problems(exchange)
        ]
        assert not problems, "\n".join(dict.fromkeys(problems))


@pytest.fixture
def project(grafana: GrafanaServer, tmp_path: Path) -> Project:
    """A project with two dashboards and an alert for that Grafana."""
    one = Project(tmp_path, grafana)
    one.board("jobs")
    one.board("queue", query="queue_length")
    one.alert("QueueLong", 20)
    return one
