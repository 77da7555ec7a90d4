"""What goes in and out of a handler: requests, answers, refusals."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import orjson
from attrs import define, field, frozen

JSON_TYPE = "application/json; charset=UTF-8"
HTML_TYPE = "text/html; charset=UTF-8"

Object = dict[str, Any]


@frozen
class Answer:
    """One HTTP answer, ready to send."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: dict[str, str] = field(factory=dict)


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of this program
    """An answer that ends the handler early."""

    def __init__(self, status: int, payload: Any = None) -> None:
        super().__init__(f"{status} {payload}")
        self.answer = Answer(status) if payload is None else json_answer(payload, status)


@define
class Identity:
    """Who is asking, and what they may do; no permissions listed means everything."""

    login: str
    id: int
    name: str = ""
    permissions: dict[str, list[str]] | None = None
    is_token: bool = False
    expired: bool = False


@define
class Request:
    """One request as the handlers see it: the path without the sub-path, the headers in lower case."""

    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    identity: Identity | None = None
    overlaps: bool = False
    _query: dict[str, list[str]] | None = None

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's values by name."""
        if self._query is None:
            self._query = parse_qs(self.query_string, keep_blank_values=True)
        return self._query

    def first(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def number(self, name: str, default: int) -> int:
        """A query parameter as a number; the default when absent or not a number, as Grafana has it."""
        text = self.first(name)
        return int(text) if text.isdigit() else default

    @property
    def who(self) -> Identity:
        """The identity, for handlers behind the sign-in."""
        assert self.identity is not None
        return self.identity

    def json(self) -> Object:
        """The body as a JSON object; 400 unless it is one and says so.

        Raises:
            Refusal: 400 "bad request data".
        """
        if not self.headers.get("content-type", "").startswith("application/json"):
            raise bad_request_data()
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise bad_request_data() from None
        if not isinstance(value, dict):
            raise bad_request_data()
        return value


def json_answer(payload: Any, status: int = 200, **headers: str) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, orjson.dumps(payload), headers=headers)


def message(status: int, text: str, /, **more: Any) -> Refusal:
    """A refusal with Grafana's usual body."""
    return Refusal(status, {"message": text, **more})


def bad_request_data() -> Refusal:
    """The refusal of a body that cannot be read."""
    return message(400, "bad request data")


def typed(body: Object, **kinds: type | tuple[type, ...]) -> None:
    """Refuse a body whose known fields have wrong types, as a Go struct would; null is the zero value.

    Raises:
        Refusal: 400 "bad request data".
    """
    for name, kind in kinds.items():
        value = body.get(name)
        if value is None:
            continue
        wrong_bool = isinstance(value, bool) and kind is not bool
        if wrong_bool or not isinstance(value, kind):
            raise bad_request_data()
