"""The net under all other tests holds."""

from __future__ import annotations

import os
import socket

import pytest


def test_no_test_can_leave_this_machine() -> None:
    """A connection to another machine fails at once, and names of other machines are not known."""
    with socket.socket() as one, pytest.raises(AssertionError, match=r"connects to \('192\.0\.2\.1', 80\)"):
        one.connect(("192.0.2.1", 80))
    with pytest.raises(socket.gaierror):
        socket.create_connection(("grafana.example.org", 443))


def test_loopback_stays_open() -> None:
    """Servers that a test starts on loopback can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_settings_of_the_real_servers_do_not_reach_tests() -> None:
    """Whatever the developer's shell holds."""
    assert not [name for name in os.environ if name.startswith(("GRAFANA_", "PROMETHEUS_"))]
