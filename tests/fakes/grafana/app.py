"""The application behind the server: finds the handler, checks who asks, answers."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

from attrs import define, field

from tests.fakes.grafana import log, search_index
from tests.fakes.grafana.auth import Access
from tests.fakes.grafana.faults import Faults
from tests.fakes.grafana.profiles import Profile
from tests.fakes.grafana.state import State, now_text
from tests.fakes.grafana.values import HTML_TYPE, Answer, Refusal, Request, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Handler = Callable[..., Answer]


@define
class Route:
    """One method and path, with ``{names}`` for its parts."""

    method: str
    path: str
    handler: Handler
    public: bool = False
    when: str = ""  # the profile's field that must be true
    _pattern: re.Pattern[str] | None = None

    def match(self, method: str, path: str) -> list[str] | None:
        """The parts of the path, decoded; None if it is another route's."""
        if method != self.method:
            return None
        if self._pattern is None:
            self._pattern = re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(self.path)))
        found = self._pattern.fullmatch(path)
        return None if found is None else [unquote(part) for part in found.groups()]


@define
class Grafana:
    """A Grafana: one state, one lock, one clock."""

    initial: Profile
    profile: Profile = field(init=False)
    routes: Sequence[Route] = ()
    state: State = field(factory=State)
    access: Access = field(factory=Access)
    faults: Faults = field(factory=Faults)
    log: log.Log = field(factory=log.Log)
    index: search_index.SearchIndex = field(factory=search_index.SearchIndex)
    lock: threading.RLock = field(factory=threading.RLock)
    at: str = ""  # the time that the next changes happen, when a test says so
    creating_folders: int = 0
    url: str = ""  # where it listens, sub-path included

    def __attrs_post_init__(self) -> None:
        self.profile = self.initial

    def now(self) -> str:
        """The time, as Grafana writes it."""
        return self.at or now_text()

    def reset(self) -> None:
        """Forget everything: state, settings, faults, tokens, log."""
        self.profile = self.initial
        self.state = State()
        self.access = Access()
        self.index = search_index.SearchIndex()
        self.faults.clear()
        self.log.clear()
        self.at = ""

    def load(self, state: State) -> None:
        """Take another state, as if it had always been so."""
        self.state = state
        self.index = search_index.SearchIndex.of(state)

    def answer(self, request: Request) -> Answer:
        """The answer to a request, and the change that it makes."""
        try:
            with self.lock:
                return self._dispatch(request)
        except Refusal as refusal:
            return refusal.answer

    def _dispatch(self, request: Request) -> Answer:
        if not request.path.startswith(("/api/", "/apis/")):
            return _outside(request, self.profile)
        for route in self.routes:
            parts = route.match(request.method, request.path)
            if parts is None or (route.when and not getattr(self.profile, route.when)):
                continue
            if not route.public:
                request.identity = self.access.identify(request.headers, self.profile)
            return route.handler(self, request, *parts)
        raise message(404, "Not found")

    def enter(self, request: Request) -> None:
        """Note that a request began: folder creations that overlap race."""
        if request.method == "POST" and request.path == "/api/folders":
            with self.lock:
                request.overlaps = self.creating_folders > 0
                self.creating_folders += 1

    def leave(self, request: Request) -> None:
        """Note that a request ended."""
        if request.method == "POST" and request.path == "/api/folders":
            with self.lock:
                self.creating_folders -= 1


def _outside(request: Request, profile: Profile) -> Answer:
    """What a browser would see: the sign-in page, or the way to it."""
    if request.path == "/login":
        return Answer(200, b"<!DOCTYPE html><html><title>Grafana</title></html>", HTML_TYPE)
    if request.path == "/":
        return Answer(302, b"", HTML_TYPE, {"Location": f"{profile.sub_path}/login"})
    return Answer(404, b"<!DOCTYPE html><html><title>Page not found</title></html>", HTML_TYPE)


def pause(milliseconds: float) -> None:
    """Sleep, if there is anything to sleep for."""
    if milliseconds > 0:
        time.sleep(milliseconds / 1000)
