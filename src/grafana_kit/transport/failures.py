"""Requests that got no answer: what happened, in one line, and the command to run next."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import frozen
from requests import exceptions

from grafana_kit.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.transport.access import Access

_LONGEST_REASON = 160


class NoAnswerError(ServerError):
    """A request was sent, and no readable answer came: it may have been carried out or not."""


@frozen
class Failure:
    """What became of a request that got no answer.

    Attributes:
        sent: False if the server cannot have seen it.
        passing: whether it may work if it is tried again.
    """

    error: ServerError
    sent: bool
    passing: bool


def failure(error: Exception, access: Access, where: str) -> Failure:
    """Return what a failure of requests means; its own texts, which may hold URLs with passwords, are not used."""
    if isinstance(error, ValueError):  # an address or a header that is none
        config = f"grafana-kit config show --env {access.environment}"
        return _unsent("this is not an address that can be asked", where, config)
    causes = list(_causes(error))
    return _unreached(error, causes, access, where) or _lost(error, access, where)


def _unreached(error: Exception, causes: list[BaseException], access: Access, where: str) -> Failure | None:
    """Return why there is no connection, if that is what failed."""
    host, name = urlsplit(access.url).netloc, urlsplit(access.url).hostname
    config = f"grafana-kit config show --env {access.environment}"
    reason = _system_error(causes)
    if isinstance(error, exceptions.ProxyError):
        proxy = urlsplit(next(iter(access.proxies.values()), "")).netloc.rpartition("@")[2]
        return _unsent(f"the proxy {proxy} does not let us through", where, "env | grep -i _proxy")
    if isinstance(error, exceptions.SSLError):
        summary, hint = _tls(causes, host)
        return _unsent(summary, where, hint)
    if isinstance(reason, socket.gaierror) or any("NameResolution" in type(one).__name__ for one in causes):
        return _unsent(f'there is no host "{name}"', where, f"getent hosts {name}; {config}")
    if isinstance(error, exceptions.ConnectTimeout):
        hint = f"curl -m 10 {access.url}/api/health; is a firewall in between?"
        return _unsent(f"{host} does not answer", where, hint, passing=True)
    if isinstance(reason, ConnectionRefusedError):
        hint = f"is Grafana running, and is the address right? {config}"
        return _unsent(f"nothing listens at {host} (connection refused)", where, hint, passing=True)
    if any("NewConnection" in type(one).__name__ for one in causes):
        hint = f"curl -v {access.url}/api/health"
        return _unsent(f"there is no way to {host}{_said(reason)}", where, hint, passing=True)
    return None


def _lost(error: Exception, access: Access, where: str) -> Failure:
    """Return what became of a request that was sent."""
    summary, hint = f"the request failed ({type(error).__name__})", f"curl -i {access.url}/api/health"
    passing = True
    if isinstance(error, exceptions.Timeout):
        summary, hint = "no answer in time", "is the server overloaded? Try again, or with --jobs 1"
    elif isinstance(error, exceptions.ConnectionError | exceptions.ChunkedEncodingError):
        summary, hint = "the connection broke off", "try again, and look at the server's log"
    else:
        passing = False
    if isinstance(error, exceptions.ContentDecodingError):
        summary, hint = "the answer's compression is broken", f"curl -i --compressed {access.url}/api/health"
    return Failure(NoAnswerError(summary, where=where, hint=hint), sent=True, passing=passing)


def _unsent(summary: str, where: str, hint: str, *, passing: bool = False) -> Failure:
    return Failure(ServerError(summary, where=where, hint=hint), sent=False, passing=passing)


def _tls(causes: list[BaseException], host: str) -> tuple[str, str]:
    """Return summary and hint of a failed TLS handshake."""
    text = " ".join(map(str, causes))
    if "WRONG_VERSION_NUMBER" in text or "RECORD_LAYER_FAILURE" in text or "HTTP_REQUEST" in text:
        return f"{host} does not speak TLS", "write http:// if that is meant; is the port right?"
    if "CERTIFICATE_VERIFY_FAILED" in text:
        reason = re.search(r"certificate verify failed: ([^(\[']{1,160})", text)
        said = f" ({reason[1].strip()})" if reason else ""
        return (
            f"the certificate of {host} cannot be trusted{said}",
            f"for a private authority set grafana: {{ca_file: PATH}}; openssl s_client -connect {host} shows it",
        )
    if "ALERT_CERTIFICATE_REQUIRED" in text or "ALERT_HANDSHAKE_FAILURE" in text or "BAD_CERTIFICATE" in text:
        return f"{host} wants a client certificate", "set grafana: {cert_file: PATH, key_file: PATH}"
    return (
        f"no secure connection to {host}{_said(_system_error(causes))}",
        f"openssl s_client -connect {host}",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it wraps: requests hides the reason two or three levels down."""
    pending, seen = [error], set[int]()
    while pending:
        one = pending.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
        pending += [each for each in inner if isinstance(each, BaseException)]


def _system_error(causes: list[BaseException]) -> OSError | None:
    """Return the error of the operating system or of OpenSSL that is nearest to what was raised."""
    found = (
        one for one in causes if isinstance(one, OSError) and not isinstance(one, exceptions.RequestException)
    )
    return next(found, None)


def _said(reason: OSError | None) -> str:
    return f": {reason.strerror[:_LONGEST_REASON]}" if reason is not None and reason.strerror else ""
