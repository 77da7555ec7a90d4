"""The folder endpoints: titles that clash, parents that are ignored, races, deletion with all that is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana.access_rules import folder_scopes, require_folder
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import allowed
from tests.fakes.grafana.dashboards import remove
from tests.fakes.grafana.saving import MAX_UID, UID_PATTERN
from tests.fakes.grafana.state import Folder, new_uid, slug
from tests.fakes.grafana.values import Answer, Identity, Object, Refusal, Request, json_answer, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

_RESERVED = {"general", "sharedwithme"}
_SAME_TITLE = "a folder or dashboard in the general folder with the same name already exists"
_SAME_UID = "a folder/dashboard with the same uid already exists"


def create_folder(grafana: Grafana, request: Request) -> Answer:
    """``POST /api/folders``; a second creation while one is under way fails, as races do."""
    body = request.json()
    typed(body, uid=str, title=str, parentUid=str)
    if request.overlaps and grafana.profile.folder_races:
        raise message(500, "Failed to create folder", traceID="")
    parent = (body.get("parentUid") or "") if grafana.profile.nested_folders else ""
    require_folder(grafana, request, "folders:create", parent)
    folder = create(grafana, (body.get("uid") or "").strip(), body.get("title") or "", parent, request.who)
    return json_answer(_full(grafana, folder))


def create(grafana: Grafana, uid: str, title: str, parent: str, who: Identity) -> Folder:
    """Make a folder, or refuse.

    Raises:
        Refusal: 400, 404, and 409 or 412 for what exists already.
    """
    _check_title(title)
    _check_uid(uid)
    if parent and parent not in grafana.state.folders:
        raise _not_found()
    _check_depth(grafana, parent)
    if uid in grafana.state.folders or (grafana.profile.unique_titles and uid in grafana.state.dashboards):
        raise _taken(grafana, _SAME_UID)
    _check_unique_title(grafana, title)
    moment = grafana.now()
    folder = Folder(
        id=grafana.state.new_id(),
        uid=uid or new_uid(),
        title=title.strip(),
        parent=parent,
        created=moment,
        created_by=who.login,
        updated=moment,
        updated_by=who.login,
    )
    grafana.state.folders[folder.uid] = folder
    grafana.index.put_folder(folder, grafana.profile.search_lag_ms)
    return folder


def _check_title(title: str) -> None:
    if not title.strip():
        raise message(400, "folder title cannot be empty", status="empty-name")
    if title.strip().lower() == "general":
        raise message(409, _SAME_TITLE)


def _check_uid(uid: str) -> None:
    if uid.lower() in _RESERVED:
        raise message(400, "invalid uid for folder provided")
    if not UID_PATTERN.fullmatch(uid):
        raise message(400, "uid contains illegal characters")
    if len(uid) > MAX_UID:
        raise message(400, "uid too long, max 40 characters")


def _check_unique_title(grafana: Grafana, title: str, but: str = "") -> None:
    """10.2: no second folder of this title anywhere, nor a dashboard of this title in the root."""
    if not grafana.profile.unique_folder_titles:
        return
    wanted = slug(title)
    folders = (folder for folder in grafana.state.folders.values() if folder.uid != but)
    in_root = (item for item in grafana.state.dashboards.values() if not item.folder)
    if any(slug(folder.title) == wanted for folder in folders) or any(
        slug(item.title) == wanted for item in in_root
    ):
        raise _taken(grafana, _SAME_TITLE)


def _check_depth(grafana: Grafana, parent: str) -> None:
    if parent and len(folder_scopes(grafana, parent)) >= grafana.profile.max_folder_depth:
        raise Refusal(400, {"message": "Maximum depth reached", "messageId": "folder.maximum-depth-reached"})


def _taken(grafana: Grafana, text: str) -> Refusal:
    """The two ways to say that it exists."""
    if grafana.profile.folder_taken == 412:
        return Refusal(412, {})
    return message(grafana.profile.folder_taken, text)


def _not_found() -> Refusal:
    return message(404, "folder not found", status="not-found")


def find(grafana: Grafana, uid: str) -> Folder:
    """The folder of that uid.

    Raises:
        Refusal: 404.
    """
    folder = grafana.state.folders.get(uid)
    if folder is None:
        raise _not_found()
    return folder


def get_folder(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/folders/:uid``."""
    if uid == "general":
        return json_answer({"id": 0, "uid": "general", "title": "General"})
    folder = find(grafana, uid)
    require_folder(grafana, request, "folders:read", uid)
    return json_answer(_full(grafana, folder))


def list_folders(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/folders``: one level, no total."""
    parent = request.first("parentUid") if grafana.profile.nested_folders else ""
    if parent and parent not in grafana.state.folders:
        raise _not_found()
    limit, page = request.number("limit", 1000) or 1000, max(1, request.number("page", 1))
    level = sorted(
        (
            folder
            for folder in grafana.state.folders.values()
            if folder.parent == parent
            and allowed(request.who, "folders:read", folder_scopes(grafana, folder.uid))
        ),
        key=lambda folder: folder.title.lower(),
    )
    return json_answer([_short(grafana, folder) for folder in level[(page - 1) * limit : page * limit]])


def _short(grafana: Grafana, folder: Folder) -> Object:
    short: Object = {"id": folder.id, "uid": folder.uid, "title": folder.title}
    if grafana.profile.nested_folders and folder.parent:
        short["parentUid"] = folder.parent
    return short


def _full(grafana: Grafana, folder: Folder) -> Object:
    full = {
        **_short(grafana, folder),
        "url": f"{grafana.profile.sub_path}/dashboards/f/{folder.uid}/{slug(folder.title)}",
        "hasAcl": False,
        "canSave": True,
        "canEdit": True,
        "canAdmin": True,
        "canDelete": True,
        "created": folder.created,
        "createdBy": folder.created_by,
        "updated": folder.updated,
        "updatedBy": folder.updated_by,
        "version": folder.version,
    }
    parents = _parents(grafana, folder)
    return {**full, "parents": [_full_parent(grafana, item) for item in parents]} if parents else full


def _parents(grafana: Grafana, folder: Folder) -> list[Folder]:
    """The folders above, outermost first."""
    chain: list[Folder] = []
    while folder.parent:
        folder = grafana.state.folders[folder.parent]
        chain.insert(0, folder)
    return chain


def _full_parent(grafana: Grafana, folder: Folder) -> Object:
    url = f"{grafana.profile.sub_path}/dashboards/f/{folder.uid}/{slug(folder.title)}"
    return {**_short(grafana, folder), "url": url}


def update_folder(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``PUT /api/folders/:uid``: the title, with a version lock; never the parent."""
    body = request.json()
    typed(body, title=str, version=int, overwrite=bool)
    folder = find(grafana, uid)
    require_folder(grafana, request, "folders:write", uid)
    if not body.get("overwrite") and (body.get("version") or 0) != folder.version:
        raise message(412, "The folder has been changed by someone else", status="version-mismatch")
    rename(grafana, folder, body.get("title") or folder.title, request.who)
    return json_answer(_full(grafana, folder))


def rename(grafana: Grafana, folder: Folder, title: str, who: Identity) -> None:
    """Give a folder another title."""
    _check_title(title)
    _check_unique_title(grafana, title, but=folder.uid)
    folder.title, folder.version = title.strip(), folder.version + 1
    folder.updated, folder.updated_by = grafana.now(), who.login
    grafana.index.put_folder(folder, grafana.profile.search_lag_ms)


def move_folder(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``POST /api/folders/:uid/move``."""
    if not grafana.profile.nested_folders:
        raise message(404, "To use this service, you need to activate nested folder feature.")
    body = request.json()
    typed(body, parentUid=str)
    folder, parent = find(grafana, uid), body.get("parentUid") or ""
    require_folder(grafana, request, "folders:write", uid)
    require_folder(grafana, request, "folders:create", parent)
    if parent:
        above = [find(grafana, parent), *_parents(grafana, grafana.state.folders[parent])]
        if folder in above:
            raise Refusal(400, {"message": "Circular reference", "messageId": "folder.circular-reference"})
    _check_depth(grafana, parent)
    folder.parent, folder.version = parent, folder.version + 1
    folder.updated, folder.updated_by = grafana.now(), request.who.login
    grafana.index.put_folder(folder, grafana.profile.search_lag_ms)
    return json_answer(_full(grafana, folder))


def delete_folder(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``DELETE /api/folders/:uid``: with its dashboards and folders; with its rules only when forced."""
    folder = find(grafana, uid)
    require_folder(grafana, request, "folders:delete", uid)
    inside = _below(grafana, uid)
    rules = [rule for rule in grafana.state.rules.values() if rule.folder in inside]
    if rules and request.first("forceDeleteRules") != "true":
        raise message(400, "folder cannot be deleted: folder contains alert rules")
    for rule in rules:
        del grafana.state.rules[rule.uid]
    for dashboard in [item for item in grafana.state.dashboards.values() if item.folder in inside]:
        remove(grafana, dashboard)
    for gone in inside:
        del grafana.state.folders[gone]
        grafana.index.drop("dash-folder", gone, grafana.profile.search_lag_ms)
    text = f"Folder {folder.title} deleted"
    return json_answer({"title": folder.title, "message": text, "id": folder.id})


def _below(grafana: Grafana, uid: str) -> list[str]:
    """The folder and all folders below it."""
    children = [folder.uid for folder in grafana.state.folders.values() if folder.parent == uid]
    return [uid, *(deeper for child in children for deeper in _below(grafana, child))]


def counts(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/folders/:uid/counts``."""
    inside = set(_below(grafana, find(grafana, uid).uid))
    return json_answer(
        {
            "dashboard": sum(item.folder in inside for item in grafana.state.dashboards.values()),
            "alertrule": sum(item.folder in inside for item in grafana.state.rules.values()),
            "folder": len(inside) - 1,
        }
    )


def get_permissions(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /api/folders/:uid/permissions``."""
    return json_answer(find(grafana, uid).permissions)


def set_permissions(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``POST /api/folders/:uid/permissions``: replaces them."""
    body = request.json()
    typed(body, items=list)
    require_folder(grafana, request, "folders.permissions:write", uid)
    find(grafana, uid).permissions = body.get("items") or []
    return json_answer({"message": "Folder permissions updated"})


ROUTES = [
    Route("GET", "/api/folders", list_folders),
    Route("POST", "/api/folders", create_folder),
    Route("GET", "/api/folders/{uid}", get_folder),
    Route("PUT", "/api/folders/{uid}", update_folder),
    Route("DELETE", "/api/folders/{uid}", delete_folder),
    Route("POST", "/api/folders/{uid}/move", move_folder),
    Route("GET", "/api/folders/{uid}/counts", counts),
    Route("GET", "/api/folders/{uid}/permissions", get_permissions),
    Route("POST", "/api/folders/{uid}/permissions", set_permissions),
]
