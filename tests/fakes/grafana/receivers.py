"""Contact points and the notification policy."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.fakes.grafana.alerting import PREFIX, check_provenance, provenance_of
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import Need, require
from tests.fakes.grafana.saving import MAX_UID, UID_PATTERN
from tests.fakes.grafana.state import DEFAULT_POLICY, new_uid
from tests.fakes.grafana.values import Answer, Object, Refusal, Request, json_answer, message, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.grafana.app import Grafana

REDACTED = "[REDACTED]"
READ: Need = ("alert.provisioning:read", [])
WRITE: Need = ("alert.provisioning:write", [])
_NEEDED: dict[str, tuple[str, ...]] = {
    "email": ("addresses",),
    "webhook": ("url",),
    "slack": ("url|token",),
    "pagerduty": ("integrationKey",),
    "opsgenie": ("apiKey",),
    "telegram": ("bottoken", "chatid"),
    "discord": ("url",),
    "teams": ("url",),
    "googlechat": ("url",),
    "victorops": ("url",),
    "prometheus-alertmanager": ("url",),
    "pushover": ("apiToken", "userKey"),
}
_SECRET: dict[str, tuple[str, ...]] = {
    "webhook": ("password", "authorization_credentials"),
    "slack": ("url", "token"),
    "pagerduty": ("integrationKey",),
    "opsgenie": ("apiKey",),
    "telegram": ("bottoken",),
    "discord": ("url",),
    "pushover": ("apiToken", "userKey"),
    "prometheus-alertmanager": ("basicAuthPassword",),
}


def invalid(text: str) -> Refusal:
    """The refusal of a notification resource."""
    return message(400, f"invalid object specification: {text}")


def check(grafana: Grafana, stored: str, request: Request) -> None:
    """Refuse another provenance: 500 before 11, 403 after."""
    sent = provenance_of(request)
    if grafana.profile.provenance_mismatch == 500 or stored in {"", sent}:
        check_provenance(grafana, stored, sent)
        return
    text = f"Provenance status '{sent}' is not allowed, needs '{stored}'"
    raise message(403, text, messageId="alerting.notifications.invalidProvenance", statusCode=403, traceID="")


def list_points(grafana: Grafana, request: Request) -> Answer:
    """``GET /contact-points``, secrets hidden."""
    require(request.who, READ)
    name = request.first("name")
    found = [point for point in grafana.state.contact_points if not name or point["name"] == name]
    return json_answer([_hidden(point) for point in sorted(found, key=lambda point: point["name"])])


def _hidden(point: Object) -> Object:
    secret = _SECRET.get(point["type"], ())
    settings = {name: REDACTED if name in secret else value for name, value in point["settings"].items()}
    return {**point, "settings": settings}


def _read_point(body: Object) -> Object:
    typed(body, uid=str, name=str, type=str, settings=dict, disableResolveMessage=bool)
    kind, settings = body.get("type") or "", body.get("settings") or {}
    if kind not in _NEEDED:
        raise invalid(f"unknown notifier type '{kind}'")
    if not body.get("name"):
        raise invalid("contact point name should not be empty")
    for need in _NEEDED[kind]:
        if not any(settings.get(name) for name in need.split("|")):
            raise invalid(f"could not find {need} in settings")
    uid = body.get("uid") or ""
    if len(uid) > MAX_UID or not UID_PATTERN.fullmatch(uid):
        raise invalid("UID is too long or contains illegal characters")
    return {
        "uid": uid or new_uid(),
        "name": body["name"],
        "type": kind,
        "settings": settings,
        "disableResolveMessage": bool(body.get("disableResolveMessage")),
    }


def post_point(grafana: Grafana, request: Request) -> Answer:
    """``POST /contact-points``: 202; points of one name make up one receiver."""
    require(request.who, WRITE)
    point = _read_point(request.json())
    if any(point["uid"] == other["uid"] for other in grafana.state.contact_points):
        raise invalid(f"receiver configuration with UID '{point['uid']}' already exist")
    _mark(point, request)
    grafana.state.contact_points.append(point)
    return json_answer(_hidden(point), 202)


def _mark(item: Object, request: Request) -> None:
    item.pop("provenance", None)
    if provenance_of(request):
        item["provenance"] = provenance_of(request)


def put_point(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``PUT /contact-points/{uid}``; a secret sent back as it was shown stays what it is."""
    require(request.who, WRITE)
    point = {**_read_point(request.json()), "uid": uid}
    stored = next((other for other in grafana.state.contact_points if other["uid"] == uid), None)
    if stored is None:
        raise message(404, "contact point not found")
    check(grafana, stored.get("provenance", ""), request)
    for name, value in point["settings"].items():
        if value == REDACTED and name in stored["settings"]:
            point["settings"][name] = stored["settings"][name]
    _mark(point, request)
    grafana.state.contact_points[grafana.state.contact_points.index(stored)] = point
    return json_answer({"message": "contactpoint updated"}, 202)


def delete_point(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``DELETE /contact-points/{uid}``: 202; refused while the policy uses its name."""
    require(request.who, WRITE)
    stored = next((other for other in grafana.state.contact_points if other["uid"] == uid), None)
    if stored is not None:
        check(grafana, stored.get("provenance", ""), request)
        same_name = [item for item in grafana.state.contact_points if item["name"] == stored["name"]]
        used = {route.get("receiver") for route in _routes(grafana.state.policy)}
        if len(same_name) == 1 and stored["name"] in used:
            status = 409 if grafana.profile.error_ids else 500
            raise message(status, f"contact point '{uid}' is currently used by a notification policy")
        grafana.state.contact_points.remove(stored)
    return json_answer({"message": "contactpoint deleted"}, 202)


def _routes(route: Object) -> Iterator[Object]:
    yield route
    for child in route.get("routes") or []:
        yield from _routes(child)


def get_policy(grafana: Grafana, request: Request) -> Answer:
    """``GET /policies``: the whole tree."""
    require(request.who, READ)
    return json_answer(grafana.state.policy)


def put_policy(grafana: Grafana, request: Request) -> Answer:
    """``PUT /policies``: replaces the whole tree, others' branches too."""
    require(request.who, WRITE)
    body = request.json()
    typed(body, receiver=str, group_by=list, routes=list)
    check(grafana, grafana.state.policy.get("provenance", ""), request)
    if not body.get("receiver"):
        raise invalid("root route must specify a default receiver")
    if any(body.get(name) for name in ("matchers", "object_matchers", "match", "mute_time_intervals")):
        raise invalid("root route must not have any matchers or mute time intervals")
    known = {point["name"] for point in grafana.state.contact_points}
    for route in _routes(body):
        if route.get("receiver") and route["receiver"] not in known:
            raise invalid(f"receiver '{route['receiver']}' does not exist")
        for name in route.get("mute_time_intervals") or []:
            if name not in grafana.state.mute_timings:
                raise invalid(f"mute time interval '{name}' does not exist")
    policy = dict(body)
    _mark(policy, request)
    grafana.state.policy = policy
    return json_answer({"message": "policies updated"}, 202)


def reset_policy(grafana: Grafana, request: Request) -> Answer:
    """``DELETE /policies``: back to the default tree."""
    require(request.who, WRITE)
    grafana.state.policy = deepcopy(DEFAULT_POLICY)
    return json_answer({"message": "policies deleted"}, 202)


ROUTES = [
    Route("GET", f"{PREFIX}/contact-points", list_points),
    Route("POST", f"{PREFIX}/contact-points", post_point),
    Route("PUT", f"{PREFIX}/contact-points/{{uid}}", put_point),
    Route("DELETE", f"{PREFIX}/contact-points/{{uid}}", delete_point),
    Route("GET", f"{PREFIX}/policies", get_policy),
    Route("PUT", f"{PREFIX}/policies", put_policy),
    Route("DELETE", f"{PREFIX}/policies", reset_policy),
]
