"""What every test stands on: a clean environment, no network beyond this machine, and golden files."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # for what tests share: tests.servers, tests.fakes, tests.author

# Tests call ruff, mypy and grafana-kit by name: those that are installed with this Python.
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))

# Where a shell started the tests in the background, Ctrl-C is ignored, by what they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)

_FOREIGN = ("GRAFANA_", "PROMETHEUS_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_LOOPBACK = ("127.", "::1", "localhost")

# How fast a machine is says nothing about what is right.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that rewrites the golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew from what the code does"
    )


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what a developer's shell may set for the real servers."""
    for name in list(os.environ):
        if name.upper().startswith(_FOREIGN):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections and look-ups that would leave this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            raise AssertionError(f"a test connects to {address}")
        connect(self, address)

    def local_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None and not _is_local(host):
            raise socket.gaierror(socket.EAI_NONAME, "tests know no other machine")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", local_connect)
    monkeypatch.setattr(socket, "getaddrinfo", local_look_up)


def _is_local(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in ("", "0.0.0.0", "::") or name.startswith(_LOOPBACK)  # noqa: S104 - listening, not binding


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the checkout; the test is skipped where it is absent."""
    folder = Path(os.environ.get("GRAFANA_KIT_SHARED", ROOT / "../shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"not run: the shared material is not at {folder}")
    return folder
