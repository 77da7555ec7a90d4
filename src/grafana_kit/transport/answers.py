"""Answers of a Grafana server: the JSON in them, or an error that says what is wrong and what to do next."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import orjson
from attrs import frozen

from grafana_kit.errors import AuthError, ConflictError, KitError, ServerError
from grafana_kit.transport.failures import NoAnswerError

if TYPE_CHECKING:
    import requests

    from grafana_kit.transport.access import Access

_LONGEST_QUOTE = 300
_SIGN_IN = re.compile(
    r"<title>[^<]{0,40}(grafana|log[ -]?in|sign[ -]?in|anmelden)|type=[\"']?password|/oauth2?/|/saml",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"permissions needed: (.{1,200})", re.IGNORECASE)


@frozen
class Reply:
    """What a server answered.

    Attributes:
        said: the server's own message, shortened and without markup and secrets; may be empty.
        retry_after: the header of that name.
    """

    status: int
    data: Any
    said: str = ""
    retry_after: str = ""


@frozen
class Asked:
    """One request, as errors need it.

    Attributes:
        where: method and address, without secrets and query.
        what: a name for people of what was sent, as ``dashboard "Jobs"``.
        size: how many bytes were sent.
    """

    method: str
    where: str
    what: str = ""
    size: int = 0


def reply(response: requests.Response, content: bytes, access: Access, asked: Asked) -> Reply:
    """Return what an answer says, whatever its status.

    Raises:
        AuthError: it is a sign-in page, or the way to one.
        NoAnswerError: it should hold JSON and does not.
        ServerError: it sends us elsewhere, or is not Grafana's.
    """
    status = response.status_code
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if 300 <= status < 400:  # noqa: PLR2004 - redirects
        raise _elsewhere(response.headers.get("Location", ""), access, asked)
    data = _json(content) if kind == "application/json" or kind.endswith("+json") else None
    if status < 300 and content and data is None:  # noqa: PLR2004 - success
        raise _unreadable(content, kind, access, asked)
    said = _quoted(_message(data) if data is not None else _text(content), access)
    return Reply(status, data, said, response.headers.get("Retry-After", ""))


def refusal(answer: Reply, access: Access, asked: Asked) -> KitError:
    """Return the error that an answer with an error status stands for."""
    status, said = answer.status, answer.said
    quote = f": {said}" if said else ""
    name = asked.what or "this"
    if "provenance" in said.lower():
        return ServerError(
            f"{name} was written with another provenance{quote}",
            where=asked.where,
            hint="set grafana: {provenance: api} or {provenance: none} as it was written, or delete it in Grafana",
        )
    if status == 401:  # noqa: PLR2004
        return _unknown(said, access, asked)
    if status == 403:  # noqa: PLR2004
        return _forbidden(said, access, asked)
    if status == 404:  # noqa: PLR2004
        hint = f"is the address right, its path too? grafana-kit config show --env {access.environment}"
        return ServerError(f"the server does not find {name}{quote}", where=asked.where, hint=hint)
    if status in (409, 412):
        return ConflictError(
            f"somebody else was faster: {name} changed meanwhile{quote}",
            where=asked.where,
            hint=f"grafana-kit diff --env {access.environment}",
        )
    if status == 413:  # noqa: PLR2004
        return ServerError(
            f"{name} is too large for the server: {asked.size:,} bytes",
            where=asked.where,
            hint="raise the limit of the proxy before Grafana (nginx: client_max_body_size), or split it",
        )
    if status == 429:  # noqa: PLR2004
        hint = f"grafana-kit push --env {access.environment} --jobs 1"
        return ServerError(f"too many requests{quote}", where=asked.where, hint=hint)
    if status in (502, 503, 504):
        hint = f"is Grafana up? curl -i {access.url}/api/health"
        return NoAnswerError(
            f"the server is not there for us ({status}){quote}", where=asked.where, hint=hint
        )
    if status >= 500:  # noqa: PLR2004
        return ServerError(
            f"the server failed ({status}){quote}", where=asked.where, hint="look at the server's log"
        )
    return ServerError(
        f"the server refuses {name} ({status}){quote}",
        where=asked.where,
        hint=f"correct what it names, then: grafana-kit diff --env {access.environment}",
    )


def _unknown(said: str, access: Access, asked: Asked) -> AuthError:
    quote = f": {said}" if said else ""
    if access.token is None:
        summary, hint = "user or password is wrong", f"are they right? The password is in {access.named}"
    elif "expired" in said.lower():
        summary = "the token has expired"
        hint = f"make a new one in Grafana under Administration, Service accounts, and put it into {access.named}"
    else:
        summary = "the server does not know our token"
        hint = f"is the token in {access.named} this server's and still valid? grafana-kit status --env {access.environment}"
    return AuthError(f"{summary} (401){quote}", where=asked.where, hint=hint)


def _forbidden(said: str, access: Access, asked: Asked) -> ServerError:
    quote = f": {said}" if said else ""
    if "quota" in said.lower():
        hint = "delete what is not needed, or raise the quota in Grafana's configuration"
        return ServerError(f"Grafana's quota is used up{quote}", where=asked.where, hint=hint)
    if "read-only" in said.lower():
        hint = "the server's own provisioning files hold it: change it there"
        return ServerError(f"{asked.what or 'this'} is read-only{quote}", where=asked.where, hint=hint)
    needed = _NEEDED.search(said)
    status = f"grafana-kit status --env {access.environment}"
    if needed:
        return AuthError(
            f"we lack the permission {needed[1].strip()} (403)",
            where=asked.where,
            hint=f"give it to our account in Grafana; {status} lists all that are missing",
        )
    hint = f"which permissions are missing? {status}"
    return AuthError(f"the server does not let us (403){quote}", where=asked.where, hint=hint)


def _elsewhere(location: str, access: Access, asked: Asked) -> ServerError:
    """Return the error of a redirect; none is followed: a POST would become a GET, a token go elsewhere."""
    parts = urlsplit(location)
    shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")) or "nowhere"
    ours = urlsplit(access.url)
    if re.search(r"log-?in|sign-?in|oauth|saml|sso", location, re.IGNORECASE):
        return AuthError(
            f"the server sends us to a sign-in page ({shown})",
            where=asked.where,
            hint=f"is the token in {access.named} right, and does a proxy in between want a sign-in of its own?",
        )
    path = asked.where.partition(" ")[2].removeprefix(access.url)
    base = shown.removesuffix(path).rstrip("/")
    if parts.netloc and path and shown.endswith(path) and base != access.url:
        hint = f"if that is the right address write it into grafana-kit.yaml: url: {base}"
    else:
        hint = (
            f"curl -i {access.url}/api/health; the address may lack a path such as {ours.path or '/grafana'}"
        )
    return ServerError(f"the server sends us elsewhere ({shown})", where=asked.where, hint=hint)


def _unreadable(content: bytes, kind: str, access: Access, asked: Asked) -> ServerError:
    page = content[:65536].decode("utf-8", "replace")
    if kind == "application/json" or kind.endswith("+json"):
        hint = f"try again; curl -i {access.url}/api/health"
        return NoAnswerError("the answer is broken off: its JSON has no end", where=asked.where, hint=hint)
    if "html" in kind or page.lstrip()[:1] == "<":
        if _SIGN_IN.search(page):
            hint = f"is the token in {access.named} right, and does a proxy in between want a sign-in of its own?"
            return AuthError("the server answers with a sign-in page", where=asked.where, hint=hint)
        hint = f"is the address right, its path too? curl -i {access.url}/api/health"
        said = _quoted(_text(content), access)
        return NoAnswerError(
            f"the server answers with a web page, not with JSON: {said}", where=asked.where, hint=hint
        )
    hint = f"is something else than Grafana answering? curl -i {access.url}/api/health"
    return NoAnswerError(f"the answer is {kind or 'of no type'}, not JSON", where=asked.where, hint=hint)


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _message(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    found = data.get("message") or data.get("error")
    return found if isinstance(found, str) else ""


def _text(content: bytes) -> str:
    """Return what a page says: its title, or else its text without markup."""
    page = content[:65536].decode("utf-8", "replace")
    title = re.search(r"<title[^>]*>(.*?)</title>", page, re.IGNORECASE | re.DOTALL)
    if title and title[1].strip():
        return title[1]
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.IGNORECASE | re.DOTALL)
    return re.sub(r"<[^>]*>", " ", page)


def _quoted(text: str, access: Access) -> str:
    """Return a server's words on one line, not too long, without what we keep secret."""
    plain = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    for secret in access.secrets():
        plain = secret.hidden_in(plain)
    plain = " ".join("".join(one if one.isprintable() else " " for one in plain).split())
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1]}…"
