"""What comes of a URL: the answer, or an error that names the URL and what to do next."""

from __future__ import annotations

import gzip
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from grafana_kit import transport
from grafana_kit.errors import InputError

from .exposing import answer, serving

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from .exposing import Answering

TIMEOUT = 5.0


def failure(url: str, timeout: float = TIMEOUT) -> InputError:
    """Return the error of a URL that cannot be read."""
    with pytest.raises(InputError) as caught:
        transport.get(url, timeout=timeout)
    assert caught.value.hint
    return caught.value


def test_an_answer_comes_whole_with_its_media_type() -> None:
    """Compression on the way is undone, and what is accepted is said."""
    asked: list[str | None] = []

    def send(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers["Accept"])
        answer(gzip.compress(b"a 1\n"), content_type="text/plain", content_encoding="gzip")(handler)

    with serving(send) as url:
        got = transport.get(f"{url}/metrics", timeout=TIMEOUT, accept="text/plain;q=0.5")
    assert got == transport.Answer(f"{url}/metrics", b"a 1\n", "text/plain")
    assert asked == ["text/plain;q=0.5"]


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"a 1\n")
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("answering", "summary"),
    [
        (answer("no", status=404), "the server answers 404 Not Found"),
        (answer("no", status=401), "the server answers 401 Unauthorized"),
        (answer("no", status=500), "the server answers 500 Internal Server Error"),
        (answer("", status=302, location="/again"), "it redirects in circles"),
        (answer("not gzip", content_encoding="gzip"), "the answer's compression is broken"),
        (cut_short, "the answer broke off"),
    ],
)
def test_a_bad_answer_is_an_error(answering: Answering, summary: str) -> None:
    """Whatever is wrong with it, in one line."""
    with serving(answering) as url:
        problem = failure(f"{url}/metrics")
    assert problem.summary == summary
    assert problem.where.startswith(url)


def test_a_server_that_is_not_there_is_an_error() -> None:
    """Nothing listens on the port."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        problem = failure(f"http://127.0.0.1:{port}/metrics")
    assert (problem.summary, problem.where) == ("no connection", f"http://127.0.0.1:{port}/metrics")


def test_plain_http_where_https_is_asked_is_an_error() -> None:
    """Said as what it is."""
    with serving(answer("a 1\n")) as url:
        problem = failure(url.replace("http:", "https:"))
    assert problem.summary == "no secure connection (TLS)"


@pytest.mark.parametrize("drip", [False, True], ids=["silent", "dripping"])
def test_a_server_that_takes_too_long_is_given_up(drip: bool) -> None:  # noqa: FBT001
    """Whether it says nothing, or a little all the time."""
    done = threading.Event()

    def send(handler: BaseHTTPRequestHandler) -> None:
        if drip:
            handler.send_response(200)
            handler.end_headers()
        while not done.wait(0.05):
            if drip:
                handler.wfile.write(b"# x\n" * 20_000)

    with serving(send) as url:
        try:
            problem = failure(url, timeout=0.3)
        finally:
            done.set()
    assert problem.summary == "no answer in time"


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is not the server's to take."""
    monkeypatch.setattr(transport, "MAX_BYTES", 1 << 20)
    with serving(answer(b"#" * (1 << 20) + b"!")) as url:
        with pytest.raises(InputError, match="the answer is larger than 1 MiB"):
            transport.get(url, timeout=TIMEOUT)
        monkeypatch.setattr(transport, "MAX_BYTES", (1 << 20) + 1)
        assert len(transport.get(url, timeout=TIMEOUT).content) == (1 << 20) + 1


@pytest.mark.parametrize(
    "url", ["http:///metrics", "http://[::1/metrics", "http://.example/", "http://a:b/", "ftp://x/"]
)
def test_what_is_no_url_is_an_error(url: str) -> None:
    """Before anything is sent."""
    assert failure(url).summary == "this is not a valid URL"


def test_a_proxy_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint names the variables."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    problem = failure("http://app.invalid/metrics")
    assert problem.summary == "the proxy does not answer"
    assert "HTTP_PROXY" in problem.hint


@pytest.mark.parametrize("url", ["http://me:secret@127.0.0.1:1/metrics", "http://me:secret@[::1/metrics"])
def test_a_password_in_a_url_is_never_shown(url: str) -> None:
    """Neither where the error is nor in its cause."""
    problem = failure(url)
    assert "secret" not in f"{problem} {problem.where}"
    assert "127.0.0.1:1/metrics" in problem.where or "[::1/metrics" in problem.where
