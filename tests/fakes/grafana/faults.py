"""Faults on order: what the network, a proxy or an overloaded server does to the next matching requests."""

from __future__ import annotations

import re
import threading
from typing import Any

from attrs import define, field, frozen

from tests.fakes.grafana.values import HTML_TYPE, Object

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Grafana</title></head><body>Welcome to Grafana</body></html>"


@frozen(kw_only=True)
class Fault:
    """One order. The first ``skip`` matching requests pass, the next ``times`` meet it (None: all of them)."""

    method: str = ".*"
    path: str = ".*"
    times: int | None = 1
    skip: int = 0
    delay_ms: float = 0  # before anything is done
    delay_after_ms: float = 0  # between the change and the answer
    cut: str = ""  # "before" or "after" the change: the connection closes without an answer
    hold: str = ""  # "before" or "after" the change: waits until released
    status: int | None = None  # this answer instead of the real one; nothing is changed unless apply
    apply: bool = False
    body: str | None = None
    content_type: str | None = None  # alone: the real answer under another type
    headers: dict[str, str] = field(factory=dict)
    truncate: int | None = None  # only so many bytes of the promised body, then the connection closes
    drip_ms: float = 0  # the body in small pieces with this pause

    def matches(self, method: str, path: str) -> bool:
        """Whether the order speaks of this request."""
        return bool(re.fullmatch(self.method, method) and re.search(self.path, path))


@define
class _Order:
    fault: Fault
    seen: int = 0

    def takes(self) -> bool:
        """Count a matching request; whether it meets the fault."""
        self.seen += 1
        met = self.seen - self.fault.skip
        return met > 0 and (self.fault.times is None or met <= self.fault.times)


@define
class Faults:
    """The orders in force; the first that takes a request wins."""

    orders: list[_Order] = field(factory=list)
    held: int = 0
    _lock: threading.Condition = field(factory=threading.Condition)
    _generation: int = 0

    def add(self, **values: Any) -> None:
        """Put in an order."""
        fault = Fault(**values)
        re.compile(fault.method), re.compile(fault.path)
        with self._lock:
            self.orders.append(_Order(fault))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        if not self.orders:
            return None
        with self._lock:
            matching = [order for order in self.orders if order.fault.matches(method, path)]
            return next((order.fault for order in matching if order.takes()), None)

    def wait(self) -> None:
        """Hold the calling request until it is released."""
        with self._lock:
            generation = self._generation
            self.held += 1
            self._lock.notify_all()
            self._lock.wait_for(lambda: self._generation != generation, timeout=60)
            self.held -= 1

    def wait_held(self, count: int, timeout: float) -> bool:
        """Wait until so many requests are held; whether they are."""
        with self._lock:
            return self._lock.wait_for(lambda: self.held >= count, timeout=timeout)

    def clear(self) -> None:
        """Drop all orders and let held requests go."""
        with self._lock:
            self.orders.clear()
            self._generation += 1
            self._lock.notify_all()


def html_page(status: int = 502, title: str = "502 Bad Gateway") -> Object:
    """A proxy's error page."""
    page = f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
    return {"status": status, "body": page, "content_type": HTML_TYPE}


def login_page() -> Object:
    """A sign-in page with status 200, as some proxies answer."""
    return {"status": 200, "body": LOGIN_PAGE, "content_type": HTML_TYPE}


def login_redirect(location: str = "/login") -> Object:
    """A redirect to the sign-in page."""
    return {"status": 302, "body": "", "headers": {"Location": location}}


def too_many(retry_after: str = "") -> Object:
    """429, with Retry-After in seconds or as a date when given."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return {"status": 429, "body": '{"message":"Too many requests"}', "headers": headers}


def error(status: int = 500, text: str = "Internal server error") -> Object:
    """Grafana's own error."""
    return {"status": status, "body": f'{{"message":"{text}","traceID":""}}'}
