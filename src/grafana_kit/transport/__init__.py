"""HTTP: the only module that knows requests. Every failure becomes an error that says what to do next."""

from __future__ import annotations

import time
from urllib.parse import urlsplit, urlunsplit

import requests
from attrs import frozen
from requests import exceptions

from grafana_kit.errors import InputError

MAX_BYTES = 256 * 1024 * 1024
_CHUNK = 64 * 1024

# Most specific first: requests' exceptions inherit from each other (ProxyError and SSLError are ConnectionErrors).
_FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (exceptions.ProxyError, "the proxy does not answer", "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"),
    (
        exceptions.SSLError,
        "no secure connection (TLS)",
        "for a private CA set REQUESTS_CA_BUNDLE=/path/to/ca.pem; for plain HTTP write http://",
    ),
    (exceptions.Timeout, "no answer in time", "is the server overloaded, or a firewall in between?"),
    (exceptions.TooManyRedirects, "it redirects in circles", "is a login or a proxy in between?"),
    (exceptions.ContentDecodingError, "the answer's compression is broken", "try: curl -i --compressed URL"),
    (exceptions.ChunkedEncodingError, "the answer broke off", "try again, and look at the server's log"),
    (exceptions.ConnectionError, "no connection", "is the server running, and are host and port right?"),
    ((exceptions.InvalidURL), "this is not a valid URL", "write it as http://host:port/path"),
)
_STATUS_HINTS = {
    401: "the server wants a login: fetch it with curl and pipe it into this command",
    403: "the server wants a login: fetch it with curl and pipe it into this command",
    404: "is the path right? Most exporters answer on /metrics",
}


@frozen
class Answer:
    """What a server answered."""

    url: str
    content: bytes
    content_type: str


def get(url: str, *, timeout: float, accept: str = "*/*") -> Answer:
    """Return what a URL answers; ``timeout`` (seconds) holds for the connection, each pause and the whole.

    Raises:
        InputError: it cannot be reached, or it answers with an error, too much or too slowly.
    """
    shown = without_password(url)
    try:
        with requests.get(url, timeout=timeout, headers={"Accept": accept}, stream=True) as response:
            if not response.ok:
                raise _refused(response, shown)
            content = _read(response, shown, deadline=time.monotonic() + timeout)
            return Answer(shown, content, response.headers.get("Content-Type", ""))
    except (requests.RequestException, UnicodeError) as error:
        raise _failed(error, shown) from error


def without_password(url: str) -> str:
    """Return a URL as it may be shown: user and password taken out.

    >>> without_password("http://me:secret@host:9090/metrics")
    'http://host:9090/metrics'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _read(response: requests.Response, shown: str, deadline: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise InputError(f"the answer is larger than {MAX_BYTES >> 20} MiB", where=shown)
        if time.monotonic() > deadline:
            raise exceptions.ReadTimeout
    return bytes(content)


def _refused(response: requests.Response, shown: str) -> InputError:
    return InputError(
        f"the server answers {response.status_code} {response.reason}".rstrip(),
        where=shown,
        hint=_STATUS_HINTS.get(response.status_code, "look at the server's log"),
    )


def _failed(error: Exception, shown: str) -> InputError:
    for kind, summary, hint in _FAILURES:
        if isinstance(error, kind):
            return InputError(summary, where=shown, hint=hint)
    return InputError("this is not a valid URL", where=shown, hint="write it as http://host:port/path")
