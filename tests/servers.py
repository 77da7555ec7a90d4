"""Real servers and tools for tests: found or visibly not run, started on loopback, stopped by process id."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

PACKAGES = {
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "amtool": "prometheus-alertmanager",
    "prometheus-node-exporter": "prometheus-node-exporter",
    "prometheus-redis-exporter": "prometheus-redis-exporter",
    "redis-server": "redis-server",
    "redis-cli": "redis-tools",
}
"""Program → the Debian package that has it."""

_STEP_SECONDS = 0.05


def require(program: str) -> str:
    """Return the path of a program; without it the test is skipped visibly, or fails when ``CI=true``."""
    found = shutil.which(program)
    if found is not None:
        return found
    message = f"not run: {program}, install it with apt-get install {PACKAGES[program]}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    """Return a TCP port on loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str], ready: Callable[[], bool], log: Path, patience: float = 30
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; inside the block it is ready.

    Args:
        command: the program and its arguments.
        ready: whether it answers; asked until it does.
        log: where its output goes.
        patience: seconds after which a server that is not ready fails the test with its log.
    """
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            _wait(process, ready, log, patience)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"{process.args!r} did not get ready:\n{log.read_text(errors='replace')}")
        time.sleep(_STEP_SECONDS)


def listens(port: int) -> bool:
    """Say whether something accepts connections on a loopback port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def fetch(url: str) -> str | None:
    """Return the body at a loopback address, or None while nobody answers."""
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - the caller gives http on loopback
            return str(answer.read().decode())
    except (URLError, OSError):
        return None
