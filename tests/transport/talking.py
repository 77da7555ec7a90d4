"""Clients for tests: to a test Grafana, to a little server that says what a test wants, with a clock that does not wait."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from attrs import define, evolve, field

from grafana_kit.transport.access import Access
from grafana_kit.transport.client import Client
from grafana_kit.transport.retries import Patience
from grafana_kit.transport.secrets import Secret
from tests.fakes.grafana import GrafanaServer

TOKEN = "glsa_neverToBeSeenAnywhere_0123456789"  # noqa: S105 - it opens nothing


@define
class Clock:
    """Notes how long it was asked to wait, and does not."""

    waits: list[float] = field(factory=list)

    def patience(self, **settings: Any) -> Patience:
        """Return time-outs and retries by this clock; the dice always fall on one half."""
        values: dict[str, Any] = {
            "connect": 5,
            "read": 5,
            "total": 10,
            "attempts": 4,
            "jitter": lambda: 0.5,
        } | settings
        return Patience(sleep=self.waits.append, **values)


def access(url: str, **changes: Any) -> Access:
    """Return access with a token, unless a test wants something else."""
    plain = Access(url=url, environment="dev", token=Secret(TOKEN), named="GRAFANA_TOKEN")
    return evolve(plain, **changes)


@contextmanager
def client(url: str, *, clock: Clock | None = None, jobs: int = 2, **changes: Any) -> Iterator[Client]:
    """Open a client; keywords are fields of its access."""
    made = Client(access(url, **changes), jobs=jobs, patience=(clock or Clock()).patience())
    try:
        yield made
    finally:
        made.close()


@contextmanager
def grafana_client(server: GrafanaServer, clock: Clock | None = None, **changes: Any) -> Iterator[Client]:
    """Open a client to a test Grafana."""
    with client(server.url, clock=clock, **{"token": Secret(server.token), **changes}) as made:
        yield made


Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answering: Answering, context: Any = None) -> Iterator[str]:
    """Run a server that answers every request as told; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            answering(self)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that goes away, or cannot be trusted, is what tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    scheme = "http"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(
    body: bytes = b"{}", status: int = 200, content_type: str | None = "application/json", **headers: str
) -> Answering:
    """Return an answer; headers with ``_`` for ``-``."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return send


def unused_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
