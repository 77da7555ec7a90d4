"""Data sources: names are unique, one is the default, secrets never come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import ORG_ID, require
from tests.fakes.grafana.saving import MAX_UID, UID_PATTERN
from tests.fakes.grafana.state import new_uid
from tests.fakes.grafana.values import Answer, Object, Request, json_answer, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

_FIELDS: Object = {
    "name": "",
    "type": "",
    "access": "proxy",
    "url": "",
    "user": "",
    "database": "",
    "basicAuth": False,
    "basicAuthUser": "",
    "withCredentials": False,
    "isDefault": False,
    "jsonData": {},
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    **{name: type(value) for name, value in _FIELDS.items()},
    "uid": str,
    "secureJsonData": dict,
    "version": int,
}


def _shown(source: Object) -> Object:
    """The whole data source, with the names of its secrets only."""
    visible = {name: value for name, value in source.items() if name not in {"secrets", "unhealthy"}}
    return {**visible, "secureJsonFields": dict.fromkeys(source["secrets"], True), "typeLogoUrl": ""}


def _listed(source: Object) -> Object:
    left_out = {"secrets", "unhealthy", "basicAuthUser", "withCredentials", "version"}
    visible = {name: value for name, value in source.items() if name not in left_out}
    return {**visible, "typeName": source["type"].title(), "typeLogoUrl": ""}


def _find(grafana: Grafana, **wanted: str) -> Object:
    """The data source whose field has the value.

    Raises:
        Refusal: 404.
    """
    ((name, value),) = wanted.items()
    for source in grafana.state.datasources.values():
        if str(source[name]) == value:
            return source
    raise message(404, "Data source not found")


def list_sources(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/datasources``, by name."""
    require(request.who, ("datasources:read", []))
    ordered = sorted(grafana.state.datasources.values(), key=lambda source: source["name"].lower())
    return json_answer([_listed(source) for source in ordered])


def get_by_uid(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/datasources/uid/{uid}``."""
    require(request.who, ("datasources:read", [f"datasources:uid:{uid}"]))
    return json_answer(_shown(_find(grafana, uid=uid)))


def get_by_name(grafana: Grafana, request: Request, name: str) -> Answer:
    """``GET /api/datasources/name/{name}``."""
    require(request.who, ("datasources:read", []))
    return json_answer(_shown(_find(grafana, name=name)))


def get_by_id(grafana: Grafana, request: Request, number: str) -> Answer:
    """``GET /api/datasources/{id}``."""
    require(request.who, ("datasources:read", []))
    return json_answer(_shown(_find(grafana, id=number)))


def get_id(grafana: Grafana, request: Request, name: str) -> Answer:
    """``GET /api/datasources/id/{name}``."""
    require(request.who, ("datasources:read", []))
    return json_answer({"id": _find(grafana, name=name)["id"]})


def create(grafana: Grafana, request: Request) -> Answer:
    """``POST /api/datasources``."""
    require(request.who, ("datasources:create", []))
    body = request.json()
    _check(grafana, body, but="")
    source: Object = {
        "id": grafana.state.new_id(),
        "uid": body.get("uid") or new_uid(),
        "orgId": ORG_ID,
        "version": 1,
        "readOnly": False,
        "secrets": {},
    }
    grafana.state.datasources[source["uid"]] = source
    _set(grafana, source, body)
    return _changed(source, "Datasource added")


def _check(grafana: Grafana, body: Object, but: str) -> None:
    typed(body, **_TYPES)
    uid = body.get("uid") or ""
    if not body.get("name") or not body.get("type"):
        raise message(400, "bad request data")
    if len(uid) > MAX_UID or not UID_PATTERN.fullmatch(uid):
        raise message(400, "invalid format of UID")
    others = [source for source in grafana.state.datasources.values() if source["uid"] != but]
    if any(source["name"] == body["name"] for source in others):
        raise message(409, "data source with the same name already exists")
    if uid and any(source["uid"] == uid for source in others):
        raise message(409, "data source with the same uid already exists")


def _set(grafana: Grafana, source: Object, body: Object) -> None:
    for name, default in _FIELDS.items():
        value = body.get(name)
        source[name] = default if value is None else value
    source["secrets"] |= body.get("secureJsonData") or {}
    if source["isDefault"]:
        for other in grafana.state.datasources.values():
            other["isDefault"] = other is source


def _changed(source: Object, text: str) -> Answer:
    return json_answer(
        {"datasource": _shown(source), "id": source["id"], "message": text, "name": source["name"]}
    )


def update(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``PUT /api/datasources/uid/{uid}``: secrets that are not sent stay."""
    require(request.who, ("datasources:write", [f"datasources:uid:{uid}"]))
    body = request.json()
    source = _find(grafana, uid=uid)
    _check_writable(source)
    _check(grafana, body, but=uid)
    if body.get("version") and body["version"] < source["version"]:
        text = "Datasource has already been updated by someone else. Please reload and try again"
        raise message(409, text)
    source["version"] += 1
    _set(grafana, source, body)
    _rename_uid(grafana, source, body.get("uid") or uid)
    return _changed(source, "Datasource updated")


def _rename_uid(grafana: Grafana, source: Object, uid: str) -> None:
    del grafana.state.datasources[source["uid"]]
    source["uid"] = uid
    grafana.state.datasources[uid] = source


def _check_writable(source: Object) -> None:
    if source["readOnly"]:
        raise message(403, "Cannot update or delete read-only data source")


def delete(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``DELETE /api/datasources/uid/{uid}``."""
    require(request.who, ("datasources:delete", [f"datasources:uid:{uid}"]))
    source = _find(grafana, uid=uid)
    _check_writable(source)
    del grafana.state.datasources[uid]
    return json_answer({"message": "Data source deleted", "id": source["id"]})


def delete_by_name(grafana: Grafana, request: Request, name: str) -> Answer:
    """``DELETE /api/datasources/name/{name}``."""
    return delete(grafana, request, _find(grafana, name=name)["uid"])


def health(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/datasources/uid/{uid}/health``."""
    require(request.who, ("datasources:query", [f"datasources:uid:{uid}"]))
    source = _find(grafana, uid=uid)
    if source.get("unhealthy"):
        return json_answer({"status": "ERROR", "message": source["unhealthy"]}, 400)
    return json_answer({"status": "OK", "message": "Successfully queried the Prometheus API."})


def query(grafana: Grafana, request: Request) -> Answer:
    """``POST /api/ds/query``: there is no data here, and none is made up."""
    raise message(501, "this test server runs no queries")


ROUTES = [
    Route("GET", "/api/datasources", list_sources),
    Route("POST", "/api/datasources", create),
    Route("GET", "/api/datasources/uid/{uid}", get_by_uid),
    Route("PUT", "/api/datasources/uid/{uid}", update),
    Route("DELETE", "/api/datasources/uid/{uid}", delete),
    Route("GET", "/api/datasources/uid/{uid}/health", health),
    Route("GET", "/api/datasources/name/{name}", get_by_name),
    Route("DELETE", "/api/datasources/name/{name}", delete_by_name),
    Route("GET", "/api/datasources/id/{name}", get_id),
    Route("GET", "/api/datasources/{number}", get_by_id, when="numeric_ids"),
    Route("POST", "/api/ds/query", query),
]
