"""Mute timings and message templates."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson

from tests.fakes.grafana.alerting import PREFIX, provenance_of
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import require
from tests.fakes.grafana.receivers import READ, WRITE, check, invalid
from tests.fakes.grafana.values import Answer, Object, Refusal, Request, json_answer, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana


def _shown(grafana: Grafana, item: Object) -> Object:
    """An item as the API gives it: newer versions add the hash of its content."""
    if not grafana.profile.resource_versions:
        return item
    return {**item, "version": _version(item)}


def _version(item: Object) -> str:
    content = {name: value for name, value in item.items() if name != "provenance"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _check_version(grafana: Grafana, stored: Object | None, sent: str) -> None:
    """A version that is sent must be the stored one."""
    if grafana.profile.resource_versions and sent and (stored is None or _version(stored) != sent):
        raise message(409, "provided version does not match current version", statusCode=409, traceID="")


def _marked(item: Object, request: Request) -> Object:
    return {**item, "provenance": provenance_of(request)} if provenance_of(request) else item


def list_timings(grafana: Grafana, request: Request) -> Answer:
    """``GET /mute-timings``."""
    require(request.who, READ)
    return json_answer([_shown(grafana, item) for _, item in sorted(grafana.state.mute_timings.items())])


def get_timing(grafana: Grafana, request: Request, name: str) -> Answer:
    """``GET /mute-timings/{name}``."""
    require(request.who, READ)
    if name not in grafana.state.mute_timings:
        raise Refusal(404)
    return json_answer(_shown(grafana, grafana.state.mute_timings[name]))


def _read_timing(body: Object, name: str) -> Object:
    typed(body, name=str, time_intervals=list, version=str)
    if not name:
        raise invalid("name is required")
    if not all(isinstance(item, dict) for item in body.get("time_intervals") or []):
        raise invalid("time_intervals are not valid")
    return {"name": name, "time_intervals": body.get("time_intervals") or []}


def post_timing(grafana: Grafana, request: Request) -> Answer:
    """``POST /mute-timings``: 201."""
    require(request.who, WRITE)
    body = request.json()
    timing = _read_timing(body, body.get("name") or "")
    if timing["name"] in grafana.state.mute_timings:
        raise invalid("a mute timing with this name already exists")
    grafana.state.mute_timings[timing["name"]] = _marked(timing, request)
    return json_answer(_shown(grafana, grafana.state.mute_timings[timing["name"]]), 201)


def put_timing(grafana: Grafana, request: Request, name: str) -> Answer:
    """``PUT /mute-timings/{name}``: 202."""
    require(request.who, WRITE)
    body = request.json()
    timing = _read_timing(body, name)
    stored = grafana.state.mute_timings.get(name)
    if stored is None:
        raise Refusal(404)
    check(grafana, stored.get("provenance", ""), request)
    _check_version(grafana, stored, body.get("version") or "")
    grafana.state.mute_timings[name] = _marked(timing, request)
    return json_answer(_shown(grafana, grafana.state.mute_timings[name]), 202)


def delete_timing(grafana: Grafana, request: Request, name: str) -> Answer:
    """``DELETE /mute-timings/{name}``: 204; refused while the policy uses it."""
    require(request.who, WRITE)
    stored = grafana.state.mute_timings.get(name)
    if stored is not None:
        check(grafana, stored.get("provenance", ""), request)
        _check_version(grafana, stored, request.first("version"))
        if f'"{name}"' in orjson.dumps(grafana.state.policy).decode():
            status = 409 if grafana.profile.error_ids else 500
            raise message(status, f"time interval '{name}' is used by a notification policy")
        del grafana.state.mute_timings[name]
    return Answer(204)


def list_templates(grafana: Grafana, request: Request) -> Answer:
    """``GET /templates``."""
    require(request.who, READ)
    return json_answer([_shown(grafana, item) for _, item in sorted(grafana.state.templates.items())])


def get_template(grafana: Grafana, request: Request, name: str) -> Answer:
    """``GET /templates/{name}``."""
    require(request.who, READ)
    if name not in grafana.state.templates:
        raise Refusal(404)
    return json_answer(_shown(grafana, grafana.state.templates[name]))


def put_template(grafana: Grafana, request: Request, name: str) -> Answer:
    """``PUT /templates/{name}``: 202, made or changed; text without a define is wrapped in one."""
    require(request.who, WRITE)
    body = request.json()
    typed(body, template=str, version=str)
    stored = grafana.state.templates.get(name)
    check(grafana, (stored or {}).get("provenance", ""), request)
    _check_version(grafana, stored, body.get("version") or "")
    text = (body.get("template") or "").strip()
    if not text:
        raise invalid("template must have content")
    if "{{ define" not in text and "{{define" not in text:
        lines = "\n".join(f"  {line}" for line in text.splitlines())
        text = f'{{{{ define "{name}" }}}}\n{lines}\n{{{{ end }}}}'
    grafana.state.templates[name] = _marked({"name": name, "template": text}, request)
    return json_answer(_shown(grafana, grafana.state.templates[name]), 202)


def delete_template(grafana: Grafana, request: Request, name: str) -> Answer:
    """``DELETE /templates/{name}``: 204."""
    require(request.who, WRITE)
    stored = grafana.state.templates.get(name)
    if stored is not None:
        check(grafana, stored.get("provenance", ""), request)
        _check_version(grafana, stored, request.first("version"))
        del grafana.state.templates[name]
    return Answer(204)


ROUTES = [
    Route("GET", f"{PREFIX}/mute-timings", list_timings),
    Route("POST", f"{PREFIX}/mute-timings", post_timing),
    Route("GET", f"{PREFIX}/mute-timings/{{name}}", get_timing),
    Route("PUT", f"{PREFIX}/mute-timings/{{name}}", put_timing),
    Route("DELETE", f"{PREFIX}/mute-timings/{{name}}", delete_timing),
    Route("GET", f"{PREFIX}/templates", list_templates),
    Route("GET", f"{PREFIX}/templates/{{name}}", get_template),
    Route("PUT", f"{PREFIX}/templates/{{name}}", put_template),
    Route("DELETE", f"{PREFIX}/templates/{{name}}", delete_template),
]
