"""The server from a test's side: start it, stop it, tell it what happens, ask it what happened."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from attrs import frozen

from tests.fakes.grafana.auth import LOGIN, PASSWORD, TOKEN, USER
from tests.fakes.grafana.values import Object

ROOT = Path(__file__).parents[3]
_GIVE_UP_S = 60


class ControlError(Exception):
    """An order to the test server that it could not carry out."""


@frozen(kw_only=True)
class Exchange:
    """One request that the server saw, and its answer; status 0: it was cut off."""

    number: int
    started: float
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any
    content_type: str
    user: str
    fault: bool

    @property
    def is_write(self) -> bool:
        """Whether it could have changed something."""
        return self.method != "GET"


def _environment() -> dict[str, str]:
    """This process's environment; coverage stays out, the server's time would be measured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return {**kept, "PYTHONPATH": str(ROOT)}


class GrafanaServer:
    """A test Grafana in its own process: ``with GrafanaServer("10.2", latency_ms=30) as grafana:``.

    Keywords are fields of :class:`~tests.fakes.grafana.profiles.Profile`, for example ``sub_path="/grafana"``.
    """

    token = TOKEN
    token_login = LOGIN
    user = USER
    password = PASSWORD

    def __init__(self, profile: str = "10.2", **settings: Any) -> None:
        self.profile = profile
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it listens."""
        # A file, not a pipe: nobody reads it while the server runs.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        command = [sys.executable, "-m", "tests.fakes.grafana", "--profile", self.profile, "--with-parent"]
        for name, value in self._settings.items():
            command += ["--set", f"{name}={json.dumps(value)}"]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the test Grafana did not start: {self._stop_and_read_errors()}")
        self.url = line.removeprefix("listening on ").strip()

    def stop(self) -> None:
        """Stop the process; a bug of the server's own makes the test fail.

        Raises:
            AssertionError: with what the server wrote to its standard error.
        """
        errors = self._stop_and_read_errors()
        assert not errors, f"the test Grafana failed: {errors}"

    def _stop_and_read_errors(self) -> str:
        if self._process is None:
            return ""
        process, self._process = self._process, None
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=_GIVE_UP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()
        self._errors.seek(0)
        text = self._errors.read().decode()
        self._errors.close()
        return text

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def _order(self, name: str, **arguments: Any) -> Any:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_GIVE_UP_S)
        try:
            connection.request("POST", f"/__test__/{name}", json.dumps(arguments), {"Connection": "close"})
            answer = connection.getresponse()
            payload = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise ControlError(payload["message"])
        return payload["result"]

    def reset(self) -> None:
        """Back to an empty server with its first settings: no state, faults, log, extra tokens."""
        self._order("reset")

    def set(self, **settings: Any) -> None:
        """Change settings while it runs, for example ``latency_ms`` or ``search_lag_ms``."""
        self._order("set", **settings)

    def settings(self) -> Object:
        """The settings in force."""
        result: Object = self._order("settings")
        return result

    def dump(self) -> Object:
        """The whole state."""
        result: Object = self._order("dump")
        return result

    def load(self, state: Object) -> None:
        """Put back a state that was dumped."""
        self._order("load", state=state)

    def contents(self) -> Object:
        """What users see of the state, without numbers, versions, times and names."""
        result: Object = self._order("contents")
        return result

    def requests(self, *, writes: bool = False) -> list[Exchange]:
        """The exchanges since the last reset, or only those that were not GET."""
        every = [Exchange(**item) for item in self._order("requests")]
        return [item for item in every if item.is_write] if writes else every

    def counts(self) -> Object:
        """Counted exchanges: total, reads, writes, methods, statuses, connections, max_in_flight."""
        result: Object = self._order("counts")
        return result

    def clear_log(self) -> None:
        """Forget the exchanges so far."""
        self._order("clear_log")

    def fault(self, **values: Any) -> None:
        """Order a fault: the fields of :class:`~tests.fakes.grafana.faults.Fault`."""
        self._order("fault", **values)

    def clear_faults(self) -> None:
        """Drop all ordered faults and release held requests."""
        self._order("clear_faults")

    def wait_held(self, count: int = 1, timeout: float = 30) -> bool:
        """Wait until so many requests are held by a ``hold`` fault."""
        return bool(self._order("wait_held", count=count, timeout=timeout))

    def add_token(self, token: str, login: str, permissions: dict[str, list[str]] | None = None) -> None:
        """Make another token known."""
        self._order("add_token", token=token, login=login, permissions=permissions)

    def permit(self, permissions: dict[str, list[str]] | None, token: str = TOKEN) -> None:
        """Set what a token may do: actions with their scopes; None is everything."""
        self._order("permit", token=token, permissions=permissions)

    def expire(self, token: str = TOKEN, *, expired: bool = True) -> None:
        """Let a token expire."""
        self._order("expire", token=token, expired=expired)

    def ui(self, action: str, user: str = "alice", at: str = "", **arguments: Any) -> Any:
        """Let someone act in the browser: a function of :mod:`tests.fakes.grafana.ui`, by name."""
        return self._order("ui", action=action, user=user, at=at, **arguments)
