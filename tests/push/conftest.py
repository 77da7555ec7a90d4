"""A test Grafana of each version, started once and emptied before each test, and a project for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.grafana import PROFILES, GrafanaServer
from tests.fakes.openapi import Contract
from tests.push.projects import Project

UNLISTED = {
    ("GET", "/api/health"),
    ("GET", "/api/frontend/settings"),
    ("GET", "/api/folders"),  # 404 for the level of a folder that is yet to be made
    ("GET", "/api/access-control/user/permissions"),
    ("GET", "/api/v1/provisioning/contact-points"),  # the built-in one has no uid, which they do not know
}
"""What Grafana answers and its descriptions do not list, or list wrongly."""


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
            and exchange.path.startswith("/api/")
            and exchange.status not in (403, 413)  # rights, which not every list knows; a proxy's limit
            and (exchange.method, exchange.path) not in UNLISTED
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
