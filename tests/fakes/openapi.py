"""Checks exchanges with Grafana against its published API descriptions, where those are at hand.

Methods, paths, query parameters and statuses are checked against the lists of operations that are exact for 10.2.0 and
13.0.0; bodies against the nearest full descriptions, 11.4.0 and a development head of 2026-07. Every place where the
descriptions are known to be wrong, or the test server goes beyond them, is an entry in ``EXCEPTIONS`` with its reason.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from attrs import define, field, frozen
from jsonschema import Draft7Validator

if TYPE_CHECKING:
    from tests.fakes.grafana import Exchange

SHARED = Path(os.environ.get("GRAFANA_KIT_SHARED") or Path(__file__).parents[2] / "../shared") / "openapi"
_FILES = {
    "10.2": ("operations-10.2.0.json", "grafana-11.4.0-swagger2-api-merged.json"),
    "13": ("operations-13.0.0.json", "grafana-main-2026-07-23-openapi3.json"),
}


@frozen
class Exception_:  # noqa: N801 - the builtin has the name
    """A problem that is none: what it looks like, and why it is accepted."""

    pattern: str
    reason: str


EXCEPTIONS = [
    Exception_(
        r"^POST /api/dashboards/(db|uid/[^/]+/restore): 200 body at \$: 'title' is a required property",
        "the descriptions call the field of the slug title; the server answers slug",
    ),
    Exception_(
        r"^(POST|PUT) /api/folders(/[^/]+)?: status 412 is not listed",
        "version-mismatch, and the empty 412 of 11.4 to 13.1 for a uid that is taken",
    ),
    Exception_(
        r"^POST /api/folders: status 404 is not listed",
        "a parent that does not exist",
    ),
    Exception_(
        r"(body|\$).*\.(record|notification_settings): None is not of type 'object'",
        "newer servers answer null for both when a rule has none, and take it back",
    ),
    Exception_(
        r"/export: 200 body at \$.*\.(interval|for): '.*' is not of type 'integer'",
        "the descriptions type durations as numbers; the file format has strings",
    ),
    Exception_(
        r"/contact-points.*\.type: '(slack|webhook|email|pagerduty)' is not one of \['alertmanager', ' dingding'",
        "the 11.4 description lists the types with a blank before each",
    ),
    Exception_(
        r"^PUT /api/v1/provisioning/mute-timings/[^/]+: status 202 is not listed",
        "the 10.2 description says 200, the server answers 202",
    ),
    Exception_(
        r"^GET /api/health: 503 body at \$: 'message' is a required property",
        "the health answer has no message when the database fails",
    ),
    Exception_(
        r"^POST /api/v1/provisioning/alert-rules: status 500 is not listed",
        "10.2 lets the database's conflict through",
    ),
]


@define
class Contract:
    """The published description of one version."""

    operations: list[dict[str, Any]]
    document: dict[str, Any]
    _validators: dict[str, Draft7Validator | None] = field(factory=dict)

    @classmethod
    def of(cls, profile: str) -> Contract | None:
        """The description for a profile; None where the shared material is absent."""
        return _load(profile) if SHARED.is_dir() else None

    def problems(self, exchange: Exchange) -> list[str]:
        """What is wrong with an exchange, by the description and its exceptions."""
        where = f"{exchange.method} {exchange.path}"
        return [
            f"{where}: {problem}"
            for problem in self.all_problems(exchange)
            if not any(re.search(known.pattern, f"{where}: {problem}") for known in EXCEPTIONS)
        ]

    def all_problems(self, exchange: Exchange) -> list[str]:
        """What is wrong by the description alone."""
        operation = self._operation(exchange.method, exchange.path.removeprefix("/api"))
        if operation is None:
            return ["no such operation"]
        found = []
        if exchange.status and not exchange.fault and exchange.status not in operation["responses"]:
            found.append(f"status {exchange.status} is not listed")
        unknown = set(parse_qs(exchange.query)) - set(operation["params"]["query"])
        found += [f"query parameter {name} is not listed" for name in sorted(unknown)]
        found += self._body(exchange, operation, "request", exchange.body)
        if exchange.status and not exchange.fault and exchange.answer is not None:
            found += self._body(exchange, operation, str(exchange.status), exchange.answer)
        return found

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        """The operation of a path; fixed names win over placeholders."""
        fitting = [
            item
            for item in self.operations
            if item["method"] == method and _pattern(item["path"]).fullmatch(path.rstrip("/") or path)
        ]
        return min(fitting, key=lambda item: item["path"].count("{"), default=None)

    def _body(self, exchange: Exchange, operation: dict[str, Any], part: str, body: Any) -> list[str]:
        if body is None or isinstance(body, str):
            return []
        key = f"{operation['method']} {operation['path']} {part}"
        if key not in self._validators:
            self._validators[key] = self._validator(operation, part)
        validator = self._validators[key]
        if validator is None:
            return []
        return [
            f"{part} body at {error.json_path}: {error.message[:200]}"
            for error in validator.iter_errors(body)
        ]

    def _validator(self, operation: dict[str, Any], part: str) -> Draft7Validator | None:
        path = _same_path(self.document["paths"], operation["path"])
        described = (path or {}).get(operation["method"].lower())
        if described is None:
            return None
        schema = (
            self._request_schema(described) if part == "request" else self._answer_schema(described, part)
        )
        if schema is None:
            return None
        roots = {name: self.document[name] for name in ("definitions", "components") if name in self.document}
        return Draft7Validator({**schema, **roots})

    def _request_schema(self, described: dict[str, Any]) -> dict[str, Any] | None:
        if "requestBody" in described:
            return _json_schema(self._followed(described["requestBody"]))
        bodies = [self._followed(item) for item in described.get("parameters", [])]
        return next((item["schema"] for item in bodies if item.get("in") == "body"), None)

    def _answer_schema(self, described: dict[str, Any], status: str) -> dict[str, Any] | None:
        answer = described["responses"].get(status)
        if answer is None:
            return None
        answer = self._followed(answer)
        return answer.get("schema") or _json_schema(answer)

    def _followed(self, value: dict[str, Any]) -> dict[str, Any]:
        """The value, or what it refers to."""
        if "$ref" not in value:
            return value
        found: Any = self.document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return self._followed(found)


def _json_schema(value: dict[str, Any]) -> dict[str, Any] | None:
    return (value.get("content", {}).get("application/json") or {}).get("schema")


@cache
def _load(profile: str) -> Contract:
    operations, document = (json.loads((SHARED / name).read_text()) for name in _FILES[profile])
    return Contract(operations["operations"], document)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _same_path(paths: dict[str, Any], wanted: str) -> Any:
    """The description of a path, whatever its placeholders are called."""
    plain = re.sub(r"\{\w+\}", "{}", wanted)
    return next((value for path, value in paths.items() if re.sub(r"\{\w+\}", "{}", path) == plain), None)
