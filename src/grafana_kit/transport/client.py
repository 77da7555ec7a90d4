"""The client of one server: pooled connections, time-outs always, retries that can do no harm.

A request is sent again after 429 whatever it is (the server did nothing), and after 502, 503, 504 or a
lost connection only if a second time does no harm, or the first never reached the server. urllib3's own
retries are off: with a list of methods they would not repeat a POST after 429.
"""

from __future__ import annotations

import time
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
import requests
from attrs import evolve
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError  # requests lets some of them through

from grafana_kit.errors import InputError, KitError, ServerError
from grafana_kit.transport.answers import Asked, Reply, refusal, reply
from grafana_kit.transport.failures import NoAnswerError, failure
from grafana_kit.transport.retries import Patience

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grafana_kit.transport.access import Access

MAX_BYTES = 256 * 1024 * 1024
_CHUNK = 64 * 1024
_TOO_MANY = 429
_AWAY = (502, 503, 504)
_ERRORS = 400
_HARMLESS = ("GET", "HEAD", "OPTIONS")


def segment(text: str) -> str:
    """Return a text as one part of a path, whatever characters it has.

    Raises:
        InputError: it is a part that stands for another folder.
    """
    if text in ("", ".", ".."):
        raise InputError(f'"{text}" cannot be part of an address', hint="give it another name")
    return quote(text, safe="")


class _Proof(AuthBase):
    """Says who we are; set on the session, it also keeps requests from looking into ``~/.netrc``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        access = self._access
        if access.token is not None:
            request.headers["Authorization"] = f"Bearer {access.token.reveal()}"
        else:
            password = access.password.reveal() if access.password is not None else ""
            request.prepare_auth((access.user.encode(), password.encode()))
        # A token belongs to one organisation; users have several, and a last one that they looked at.
        if access.token is None or access.org_id != 1:
            request.headers["X-Grafana-Org-Id"] = str(access.org_id)
        for name, value in access.headers.items():
            request.headers[name] = value.reveal()
        return request


class Client:
    """Sends requests to one server, from as many threads as you like.

    Attributes:
        access: where to, and with which proof.
        patience: time-outs and retries.
    """

    def __init__(self, access: Access, *, jobs: int = 8, patience: Patience | None = None) -> None:
        """Keep at most ``jobs`` connections; nothing is sent yet."""
        self.access = access
        self.patience = patience or Patience()
        self._session = session = requests.Session()
        # requests would take proxies, certificates and passwords from where we did not look.
        session.trust_env = False
        session.proxies = dict(access.proxies)
        session.verify = access.ca
        session.cert = access.certificate
        session.auth = _Proof(access)
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update({"Accept": "application/json", "User-Agent": "grafana-kit"})
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=jobs, max_retries=0, pool_block=True)
        session.mount("http://", adapter)
        session.mount("https://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        allow: Collection[int] = (),
        what: str = "",
        patient: bool = True,
    ) -> Reply:
        """Return what the server answers to a GET; see :meth:`send`."""
        return self.send("GET", path, params=params, allow=allow, what=what, patient=patient)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        allow: Collection[int] = (),
        what: str = "",
        repeatable: bool | None = None,
        patient: bool = True,
    ) -> Reply:
        """Send a request and return the answer.

        Args:
            method: the HTTP method.
            path: appended to the base URL as text; parts from elsewhere go through :func:`segment`.
            body: sent as JSON.
            params: the query.
            headers: further headers.
            allow: statuses of 400 and above that are returned rather than raised.
            what: a name for people of what is sent, as ``dashboard "Jobs"``.
            repeatable: whether sending it twice does no harm; None for "if it only reads".
            patient: whether to wait for a server that is away.

        Raises:
            AuthError: the server does not let us.
            ConflictError: it answers 409 or 412.
            NoAnswerError: it may have been carried out or not; only if it is not repeatable, or is in vain.
            ServerError: anything else that went wrong.
        """
        asked = Asked(method, f"{method} {self.access.url}{path}", what)
        harmless = method in _HARMLESS if repeatable is None else repeatable
        payload = None if body is None else orjson.dumps(body)
        asked = evolve(asked, size=len(payload or b""))
        answer = self._repeated(asked, path, payload, params, headers, harmless=harmless, patient=patient)
        if answer.status < _ERRORS or answer.status in allow:
            return answer
        raise refusal(answer, self.access, asked)

    def refused(self, answer: Reply, method: str, path: str, what: str = "") -> KitError:
        """Return the error that an allowed answer stands for after all."""
        return refusal(answer, self.access, Asked(method, f"{method} {self.access.url}{path}", what))

    def _repeated(
        self,
        asked: Asked,
        path: str,
        payload: bytes | None,
        params: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        *,
        harmless: bool,
        patient: bool,
    ) -> Reply:
        attempt = 0
        while True:
            attempt += 1
            last = attempt >= self.patience.attempts
            try:
                answer = self._once(asked, path, payload, params, headers)
            except (requests.RequestException, HTTPError) as error:
                failed = failure(error, self.access, asked.where)
                if last or not failed.passing or not patient or (failed.sent and not harmless):
                    raise failed.error from None
                self.patience.pause(attempt)
                continue
            except NoAnswerError:
                if last or not patient or not harmless:
                    raise
                self.patience.pause(attempt)
                continue
            again = answer.status == _TOO_MANY or (answer.status in _AWAY and harmless and patient)
            if last or not again:
                return answer
            self.patience.pause(attempt, answer.retry_after)

    def _once(
        self,
        asked: Asked,
        path: str,
        payload: bytes | None,
        params: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Reply:
        extra = {**(headers or {}), **({"Content-Type": "application/json"} if payload is not None else {})}
        patience = self.patience
        deadline = time.monotonic() + patience.total
        with self._session.request(
            asked.method,
            self.access.url + path,
            params=params,
            data=payload,
            headers=extra,
            timeout=(patience.connect, patience.read),
            allow_redirects=False,
            stream=True,
        ) as response:
            return reply(response, _content(response, asked, deadline), self.access, asked)


def _content(response: requests.Response, asked: Asked, deadline: float) -> bytes:
    """Return the whole body; a server that sends a byte now and then does not keep us for ever."""
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise ServerError(
                f"the answer is larger than {MAX_BYTES >> 20} MiB", where=asked.where, hint="is this Grafana?"
            )
        if time.monotonic() > deadline:
            raise requests.ReadTimeout
    return bytes(content)
