"""A test Grafana of each version, emptied before each test; our requests are held to the published API."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from grafana_kit.destinations.grafana import GrafanaDestination
from tests.destinations.grafana.helpers import Project, opened
from tests.fakes.grafana import GrafanaServer
from tests.fakes.openapi import Contract

# The lists of operations leave these out, or for one version; they are there, and the browser uses them.
UNLISTED = re.compile(
    r"GET /api/(health|folders/[^/]+/counts|frontend/settings|access-control/user/permissions): no"
)
OURS = re.compile(r": (request body|no such operation|query parameter)")
"""What is about a request; what is about an answer is the business of the test Grafana's own tests."""


@pytest.fixture(scope="session")
def _old() -> Iterator[GrafanaServer]:
    with GrafanaServer("10.2") as server:
        yield server


@pytest.fixture(scope="session")
def _new() -> Iterator[GrafanaServer]:
    with GrafanaServer("13") as server:
        yield server


def _checked(server: GrafanaServer) -> Iterator[GrafanaServer]:
    server.reset()
    yield server
    contract = Contract.of(server.profile)
    if contract is not None:
        problems = [one for exchange in server.requests() for one in contract.problems(exchange)]
        found = [one for one in dict.fromkeys(problems) if OURS.search(one) and not UNLISTED.match(one)]
        assert not found, "\n".join(found)
    for exchange in server.requests():
        if exchange.is_write and isinstance(exchange.body, dict):
            assert exchange.body.get("overwrite") is not True
            assert exchange.body.get("rules") != []


@pytest.fixture
def old(_old: GrafanaServer) -> Iterator[GrafanaServer]:
    """Grafana 10.2, empty."""
    yield from _checked(_old)


@pytest.fixture
def new(_new: GrafanaServer) -> Iterator[GrafanaServer]:
    """Grafana 13, empty."""
    yield from _checked(_new)


@pytest.fixture(params=["10.2", "13"])
def grafana(
    _old: GrafanaServer, _new: GrafanaServer, request: pytest.FixtureRequest
) -> Iterator[GrafanaServer]:
    """Both versions, one after the other."""
    yield from _checked(_old if request.param == "10.2" else _new)


@pytest.fixture
def destination(grafana: GrafanaServer) -> Iterator[GrafanaDestination]:
    """An open destination on both versions."""
    with opened(grafana) as made:
        yield made


@pytest.fixture
def project(grafana: GrafanaServer, destination: GrafanaDestination) -> Project:
    """A project on both versions."""
    return Project(destination, grafana)


@pytest.fixture
def old_project(old: GrafanaServer) -> Iterator[Project]:
    """A project on 10.2."""
    with opened(old) as made:
        yield Project(made, old)


@pytest.fixture
def new_project(new: GrafanaServer) -> Iterator[Project]:
    """A project on 13."""
    with opened(new) as made:
        yield Project(made, new)
