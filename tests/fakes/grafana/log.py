"""The record of requests and answers, without secrets."""

from __future__ import annotations

import threading
import time
from collections import Counter

import orjson
from attrs import define, field

from tests.fakes.grafana.values import Answer, Object, Request


@define
class Entry:
    """One exchange."""

    number: int
    started: float
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    answer: bytes = b""
    content_type: str = ""
    user: str = ""
    fault: bool = False

    def as_json(self) -> Object:
        """The exchange as JSON values, bodies parsed where they are JSON."""
        return {
            **{
                name: getattr(self, name)
                for name in ("number", "started", "method", "path", "query", "headers")
            },
            **{name: getattr(self, name) for name in ("status", "content_type", "user", "fault")},
            "body": _readable(self.body),
            "answer": _readable(self.answer),
        }


@define
class Log:
    """All exchanges since the last reset, and what can be counted about them."""

    entries: list[Entry] = field(factory=list)
    in_flight: int = 0
    max_in_flight: int = 0
    connections: int = 0
    _lock: threading.Lock = field(factory=threading.Lock)

    def open(self, request: Request, *, keep_body: bool) -> Entry:
        """Note a request that began."""
        headers = {name: _masked(name, value) for name, value in request.headers.items()}
        body = request.body if keep_body else b""
        with self._lock:
            self.in_flight += 1
            self.max_in_flight = max(self.max_in_flight, self.in_flight)
            entry = Entry(
                len(self.entries) + 1,
                time.time(),
                request.method,
                request.path,
                request.query_string,
                headers,
                body,
            )
            self.entries.append(entry)
        return entry

    def close(self, entry: Entry, answer: Answer | None, *, user: str, fault: bool, keep_body: bool) -> None:
        """Note how it ended; status 0 means without an answer."""
        with self._lock:
            self.in_flight -= 1
            entry.user, entry.fault = user, fault
            if answer is not None:
                entry.status, entry.content_type = answer.status, answer.content_type
                entry.answer = answer.body if keep_body else b""

    def connected(self) -> None:
        """Count a connection."""
        with self._lock:
            self.connections += 1

    def clear(self) -> None:
        """Forget; requests that are under way stay counted."""
        with self._lock:
            self.entries.clear()
            self.max_in_flight = self.in_flight
            self.connections = 0

    def counts(self) -> Object:
        """How many requests there were, of which kinds, and how many at once."""
        with self._lock:
            methods = Counter(entry.method for entry in self.entries)
            statuses = Counter(str(entry.status) for entry in self.entries)
            return {
                "total": len(self.entries),
                "reads": methods["GET"],
                "writes": len(self.entries) - methods["GET"],
                "methods": dict(methods),
                "statuses": dict(statuses),
                "connections": self.connections,
                "max_in_flight": self.max_in_flight,
            }


def _masked(name: str, value: str) -> str:
    return f"{value.partition(' ')[0]} ****" if name in {"authorization", "cookie"} else value


def _readable(body: bytes) -> object:
    if not body:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.decode("utf-8", "replace")
