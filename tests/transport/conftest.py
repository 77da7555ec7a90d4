"""A test Grafana of each version, started once and emptied before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.grafana import PROFILES, GrafanaServer


@pytest.fixture(scope="session", params=sorted(PROFILES))
def _either(request: pytest.FixtureRequest) -> Iterator[GrafanaServer]:
    with GrafanaServer(request.param) as server:
        yield server


@pytest.fixture
def grafana(_either: GrafanaServer) -> GrafanaServer:
    """An empty Grafana, of both versions one after the other."""
    _either.reset()
    return _either
