"""The listening side: one thread per connection, faults on the way in and out."""

from __future__ import annotations

import socketserver
import sys
import traceback
from typing import TYPE_CHECKING, ClassVar

import orjson
from attrs import evolve

from tests.fakes.grafana import control, http
from tests.fakes.grafana.app import Grafana, pause
from tests.fakes.grafana.values import HTML_TYPE, Answer, Request

if TYPE_CHECKING:
    from tests.fakes.grafana.faults import Fault

_PIECES = 8


class _CutOff(Exception):  # noqa: N818 - the end of a connection, on order
    """The connection ends here, without an answer."""


class Connection(socketserver.StreamRequestHandler):
    """One client's connection."""

    server: Server
    disable_nagle_algorithm: ClassVar[bool] = True
    wbufsize: ClassVar[int] = 0

    def handle(self) -> None:
        """Answer until one side has enough."""
        self.counted = False
        try:
            while self._next():
                pass
        except (_CutOff, ConnectionError, TimeoutError, http.BadRequestLine, ValueError):
            self.close_connection = True

    def _next(self) -> bool:
        """Answer one request; whether the connection stays open."""
        request = http.read_request(self.rfile, self.wfile)
        if request is None:
            return False
        grafana = self.server.grafana
        close = request.headers.get("connection", "").lower() == "close"
        if request.path.startswith(control.PREFIX):
            self._send(control.answer(grafana, request), None, close=close)
            return not close
        if not self.counted:
            grafana.log.connected()
            self.counted = True
        answer, fault = self._exchange(grafana, request)
        self._send(answer, fault, close=close)
        return not close

    def _exchange(self, grafana: Grafana, request: Request) -> tuple[Answer, Fault | None]:
        """The answer to one request, with its record kept whatever happens."""
        keep = grafana.profile.keep_bodies
        entry = grafana.log.open(request, keep_body=keep)
        fault, answer = None, None
        try:
            _strip_sub_path(grafana, request)
            grafana.enter(request)
            entry.path = request.path
            fault = grafana.faults.take(request.method, request.path)
            entry.fault = fault is not None
            answer = _answer(grafana, request, fault)
        finally:
            grafana.leave(request)
            user = request.identity.login if request.identity else ""
            grafana.log.close(entry, answer, user=user, fault=fault is not None, keep_body=keep)
        return answer, fault

    def _send(self, answer: Answer, fault: Fault | None, *, close: bool) -> None:
        head, body = http.render(answer, close=close)
        if fault is not None and fault.truncate is not None:
            self.connection.sendall(head + body[: fault.truncate])
            raise _CutOff
        if fault is not None and fault.drip_ms:
            self.connection.sendall(head)
            step = max(1, len(body) // _PIECES)
            for start in range(0, len(body), step):
                self.connection.sendall(body[start : start + step])
                pause(fault.drip_ms)
            return
        self.connection.sendall(head + body)


def _strip_sub_path(grafana: Grafana, request: Request) -> None:
    """Take the sub-path off; what is outside it is another site's, and stays as it is."""
    prefix = grafana.profile.sub_path
    if prefix and request.path.startswith(prefix + "/"):
        request.path = request.path[len(prefix) :]
    elif prefix:
        request.path = f"//outside{request.path}"


def _answer(grafana: Grafana, request: Request, fault: Fault | None) -> Answer:
    pause(grafana.profile.latency_ms)
    if fault is None:
        return _real(grafana, request)
    pause(fault.delay_ms)
    if fault.hold == "before":
        grafana.faults.wait()
    if fault.cut == "before":
        raise _CutOff
    changes = fault.status is None or fault.apply
    answer = _real(grafana, request) if changes else Answer(fault.status or 500)
    if fault.hold == "after":
        grafana.faults.wait()
    pause(fault.delay_after_ms)
    if fault.cut == "after":
        raise _CutOff
    return _dressed(answer, fault)


def _dressed(answer: Answer, fault: Fault) -> Answer:
    """The answer as the fault would have it."""
    if fault.status is not None:
        body = (fault.body or "").encode()
        kind = fault.content_type or answer.content_type
        return Answer(fault.status, body, kind, dict(fault.headers))
    body = answer.body if fault.body is None else fault.body.encode()
    kind = fault.content_type or answer.content_type
    return evolve(answer, body=body, content_type=kind, headers={**answer.headers, **fault.headers})


def _real(grafana: Grafana, request: Request) -> Answer:
    limit = grafana.profile.max_body_bytes
    if limit and len(request.body) > limit:
        title = "413 Request Entity Too Large"
        page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><hr>nginx</body></html>"
        return Answer(413, page.encode(), HTML_TYPE)
    try:
        return grafana.answer(request)
    except Exception:  # noqa: BLE001 - a bug here must be seen, not end the connection
        text = traceback.format_exc()
        sys.stderr.write(text)
        sys.stderr.flush()
        return Answer(500, orjson.dumps({"message": "the test server has a bug", "details": text}))


class Server(socketserver.ThreadingTCPServer):
    """The server; a thread per connection, none of which outlives it."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256
    block_on_close = False

    def __init__(self, port: int, grafana: Grafana) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.grafana = grafana
        grafana.url = f"http://127.0.0.1:{self.server_address[1]}{grafana.profile.sub_path}"
