"""Just enough HTTP/1.1 on sockets: keep-alive, bodies by length or in chunks. Cheap, so that a benchmark measures its client."""

from __future__ import annotations

import functools
import time
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.fakes.grafana.values import Answer, Request

if TYPE_CHECKING:
    from io import BufferedIOBase


class BadRequestLine(Exception):  # noqa: N818 - named for what was received
    """What came is not HTTP."""


def read_request(stream: BufferedIOBase, write: BufferedIOBase) -> Request | None:
    """The next request on a connection; None when the client has closed it.

    Raises:
        BadRequestLine: when it is not a request.
    """
    line = stream.readline(65537)
    if not line.strip():
        return None
    words = line.decode("latin-1").split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequestLine(line[:80])
    headers = _read_headers(stream)
    if headers.get("expect", "").lower() == "100-continue":
        write.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if words[2] == "HTTP/1.0":
        headers.setdefault("connection", "close")
    path, _, query = words[1].partition("?")
    return Request(words[0], path, query, headers, _read_body(stream, headers))


def _read_headers(stream: BufferedIOBase) -> dict[str, str]:
    headers: dict[str, str] = {}
    while (line := stream.readline(65537)) not in {b"\r\n", b"\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


def _read_body(stream: BufferedIOBase, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return b"".join(iter(lambda: _read_chunk(stream), b""))
    length = int(headers.get("content-length") or 0)
    return stream.read(length) if length else b""


def _read_chunk(stream: BufferedIOBase) -> bytes:
    size = int(stream.readline(1024).partition(b";")[0] or b"0", 16)
    data = stream.read(size)
    stream.readline(1024)
    return data


def render(answer: Answer, *, close: bool) -> tuple[bytes, bytes]:
    """Head and body as they go out."""
    lines = [
        f"HTTP/1.1 {answer.status} {_phrase(answer.status)}",
        f"Date: {_date(int(time.time()))}",
        "Cache-Control: no-store",
        f"Content-Length: {len(answer.body)}",
    ]
    if answer.body:
        lines.append(f"Content-Type: {answer.content_type}")
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), answer.body if _has_body(answer) else b""


def _has_body(answer: Answer) -> bool:
    return answer.status not in {204, 304}


@functools.cache
def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


@functools.lru_cache(maxsize=4)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
