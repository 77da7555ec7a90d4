"""The endpoints of single dashboards: save, read, delete, versions, restore, permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from tests.fakes.grafana.access_rules import (
    may_create_dashboard,
    may_write_dashboard,
    require_dashboard,
)
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import require
from tests.fakes.grafana.saving import Draft, save
from tests.fakes.grafana.state import slug
from tests.fakes.grafana.values import Answer, Object, Request, json_answer, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana
    from tests.fakes.grafana.state import Dashboard, Version

_LIST_LIMIT = 1000


def post_dashboard(grafana: Grafana, request: Request) -> Answer:
    """``POST /api/dashboards/db``."""
    body = request.json()
    typed(body, dashboard=dict, folderUid=str, folderId=int, overwrite=bool, message=str, isFolder=bool)
    if body.get("dashboard") is None:
        raise message(400, "bad request data")
    require(request.who, ("dashboards:create", []), ("dashboards:write", []))
    model = _classic(grafana, body["dashboard"])
    if body.get("isFolder") or model.get("isFolder"):
        raise message(400, "Use folders endpoint for saving folders.")
    draft = Draft.of(
        model,
        folder=_target_folder(grafana, body),
        overwrite=bool(body.get("overwrite")),
        message=body.get("message") or "",
    )
    return _saved(grafana, save(grafana, draft, request.who))


def _classic(grafana: Grafana, model: Object) -> Object:
    """The classic model inside a Kubernetes-style document, which only newer versions unwrap."""
    if not (grafana.profile.apis and isinstance(model.get("spec"), dict) and model.get("apiVersion")):
        return model
    return {"uid": (model.get("metadata") or {}).get("name", ""), **model["spec"]}


def _target_folder(grafana: Grafana, body: Object) -> str:
    """Where to save: the folder named, or the root when none is named."""
    uid: str = body.get("folderUid") or ""
    number = body.get("folderId") or 0
    if uid == "general":
        return ""
    if not uid and number and grafana.profile.numeric_ids:
        uid = next((folder.uid for folder in grafana.state.folders.values() if folder.id == number), "?")
    if uid and uid not in grafana.state.folders:
        raise message(grafana.profile.unknown_folder, "Folder not found")
    return uid


def _saved(grafana: Grafana, dashboard: Dashboard) -> Answer:
    payload: Object = {
        "id": dashboard.id,
        "slug": slug(dashboard.title),
        "status": "success",
        "uid": dashboard.uid,
        "url": dashboard_url(grafana, dashboard.uid, dashboard.title),
        "version": dashboard.version,
    }
    if grafana.profile.answers_folder_uid:
        payload["folderUid"] = dashboard.folder
    return json_answer(payload)


def dashboard_url(grafana: Grafana, uid: str, title: str) -> str:
    """The address of a dashboard, with the sub-path."""
    return f"{grafana.profile.sub_path}/d/{uid}/{slug(title)}"


def find(grafana: Grafana, uid: str) -> Dashboard:
    """The dashboard of that uid.

    Raises:
        Refusal: 404.
    """
    dashboard = grafana.state.dashboards.get(uid)
    if dashboard is None:
        raise message(404, "Dashboard not found")
    return dashboard


def get_dashboard(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/dashboards/uid/:uid``; an ``apiVersion`` that does not exist is passed over."""
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards:read", dashboard)
    return json_answer({"dashboard": _fragment(dashboard), "meta": _meta(grafana, request, dashboard)})


def _fragment(dashboard: Dashboard) -> orjson.Fragment:
    """The model's text with its numbers put in front: no need to parse it."""
    numbers = orjson.dumps({"id": dashboard.id, "uid": dashboard.uid, "version": dashboard.version})
    return orjson.Fragment(numbers[:-1] + b"," + dashboard.spec[1:].encode())


def _meta(grafana: Grafana, request: Request, dashboard: Dashboard) -> Object:
    folder = grafana.state.folders.get(dashboard.folder)
    writes = may_write_dashboard(grafana, request.who, dashboard)
    may_annotate = {"canAdd": writes, "canEdit": writes, "canDelete": writes}
    meta: Object = {
        "type": "db",
        "canSave": writes,
        "canEdit": writes,
        "canAdmin": writes,
        "canStar": True,
        "canDelete": writes,
        "slug": slug(dashboard.title),
        "url": dashboard_url(grafana, dashboard.uid, dashboard.title),
        "expires": "0001-01-01T00:00:00Z",
        "created": dashboard.created,
        "updated": dashboard.updated,
        "updatedBy": dashboard.updated_by,
        "createdBy": dashboard.created_by,
        "version": dashboard.version,
        "hasAcl": False,
        "isFolder": False,
        "folderId": folder.id if folder else 0,
        "folderUid": dashboard.folder,
        "folderTitle": folder.title if folder else "General",
        "folderUrl": f"{grafana.profile.sub_path}/dashboards/f/{folder.uid}/{slug(folder.title)}"
        if folder
        else "",
        "provisioned": bool(dashboard.provisioned) and not dashboard.provisioned_editable,
        "provisionedExternalId": dashboard.provisioned,
        "annotationsPermissions": {"dashboard": may_annotate, "organization": may_annotate},
    }
    if grafana.profile.apis:
        meta["apiVersion"] = "v1beta1"
    return meta


def delete_dashboard(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``DELETE /api/dashboards/uid/:uid``."""
    if uid in grafana.state.folders and grafana.profile.unique_titles:
        raise message(400, "Use folders endpoint for deleting folders.")
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards:delete", dashboard)
    if dashboard.provisioned:
        raise message(400, "provisioned dashboard cannot be deleted")
    remove(grafana, dashboard)
    text = grafana.profile.deleted_text.format(dashboard.title)
    return json_answer({"id": dashboard.id, "message": text, "title": dashboard.title, "uid": uid})


def remove(grafana: Grafana, dashboard: Dashboard) -> None:
    """Forget a dashboard and its history."""
    del grafana.state.dashboards[dashboard.uid]
    grafana.index.drop("dash-db", dashboard.uid, grafana.profile.search_lag_ms)


def list_versions(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET …/versions``, newest first: an array before 11.6, an object after."""
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards:write", dashboard)
    limit = request.number("limit", _LIST_LIMIT) or _LIST_LIMIT
    newest_first = dashboard.versions[::-1]
    if not grafana.profile.versions_as_object:
        start = request.number("start", 0)
        return json_answer([_version(dashboard, item) for item in newest_first[start : start + limit]])
    start = request.number("continueToken", request.number("start", 0))
    page = newest_first[start : start + limit]
    more = str(start + limit) if start + limit < len(newest_first) else ""
    return json_answer({"continueToken": more, "versions": [_version(dashboard, item) for item in page]})


def get_version(grafana: Grafana, request: Request, uid: str, number: str) -> Answer:
    """``GET …/versions/:n``, with the model as it was."""
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards:write", dashboard)
    version = _find_version(dashboard, number)
    return json_answer({**_version(dashboard, version), "data": _model_of(dashboard, version)})


def _find_version(dashboard: Dashboard, number: Any) -> Version:
    for version in dashboard.versions:
        if str(version.version) == str(number):
            return version
    raise message(404, "Dashboard version not found")


def _version(dashboard: Dashboard, item: Version) -> Object:
    return {
        "id": dashboard.id * 1000 + item.version,
        "dashboardId": dashboard.id,
        "uid": dashboard.uid,
        "parentVersion": item.parent_version,
        "restoredFrom": item.restored_from,
        "version": item.version,
        "created": item.created,
        "createdBy": item.created_by,
        "message": item.message,
    }


def _model_of(dashboard: Dashboard, item: Version) -> Object:
    return {
        "id": dashboard.id,
        "uid": dashboard.uid,
        "version": item.version,
        **orjson.loads(item.spec),
    }


def restore(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``POST …/restore``: the old model saved again on top, in the folder where the dashboard is now."""
    body = request.json()
    typed(body, version=int)
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards:write", dashboard)
    version = _find_version(dashboard, body.get("version") or 0)
    if not grafana.profile.bumps_always and version.spec == dashboard.spec:
        raise message(400, "Current dashboard is identical to the specified version")
    model = {**_model_of(dashboard, version), "version": dashboard.version}
    draft = Draft.of(
        model,
        folder=dashboard.folder,
        overwrite=False,
        message=f"Restored from version {version.version}",
        restored_from=version.version,
    )
    return _saved(grafana, save(grafana, draft, request.who))


def get_permissions(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET …/permissions``."""
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards.permissions:read", dashboard)
    return json_answer(dashboard.permissions)


def set_permissions(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``POST …/permissions``: replaces them."""
    body = request.json()
    typed(body, items=list)
    dashboard = find(grafana, uid)
    require_dashboard(grafana, request, "dashboards.permissions:write", dashboard)
    dashboard.permissions = body.get("items") or []
    return json_answer({"message": "Dashboard permissions updated"})


def home(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/dashboards/home``."""
    writes = may_create_dashboard(grafana, request.who, "")
    meta = {"isHome": True, "canSave": False, "canEdit": writes, "canStar": False, "folderTitle": "General"}
    return json_answer({"meta": meta, "dashboard": {"title": "Home", "panels": [], "schemaVersion": 36}})


ROUTES = [
    Route("POST", "/api/dashboards/db", post_dashboard),
    Route("GET", "/api/dashboards/home", home),
    Route("GET", "/api/dashboards/uid/{uid}", get_dashboard),
    Route("DELETE", "/api/dashboards/uid/{uid}", delete_dashboard),
    Route("GET", "/api/dashboards/uid/{uid}/versions", list_versions),
    Route("GET", "/api/dashboards/uid/{uid}/versions/{number}", get_version),
    Route("POST", "/api/dashboards/uid/{uid}/restore", restore),
    Route("GET", "/api/dashboards/uid/{uid}/permissions", get_permissions),
    Route("POST", "/api/dashboards/uid/{uid}/permissions", set_permissions),
]
