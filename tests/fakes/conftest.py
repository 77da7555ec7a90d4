"""A test Grafana of each version, started once, emptied before each test, and held to the published API after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.bare_client import Api
from tests.fakes.grafana import GrafanaServer
from tests.fakes.openapi import Contract

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def _old() -> Iterator[GrafanaServer]:
    with GrafanaServer("10.2") as server:
        yield server


@pytest.fixture(scope="session")
def _new() -> Iterator[GrafanaServer]:
    with GrafanaServer("13") as server:
        yield server


def _checked(server: GrafanaServer) -> Iterator[Api]:
    server.reset()
    api = Api(server)
    yield api
    api.session.close()
    contract = Contract.of(server.profile)
    if contract is None or api.off_contract:
        return
    problems = [problem for exchange in server.requests() for problem in contract.problems(exchange)]
    assert not problems, "\n".join(dict.fromkeys(problems))


@pytest.fixture
def old(_old: GrafanaServer) -> Iterator[Api]:
    """Grafana 10.2, empty."""
    yield from _checked(_old)


@pytest.fixture
def new(_new: GrafanaServer) -> Iterator[Api]:
    """Grafana 13, empty."""
    yield from _checked(_new)


@pytest.fixture(params=["10.2", "13"])
def api(_old: GrafanaServer, _new: GrafanaServer, request: pytest.FixtureRequest) -> Iterator[Api]:
    """Both versions, one after the other."""
    yield from _checked(_old if request.param == "10.2" else _new)
