"""``GET /api/search`` and the tags: pages without a total, ties in no particular order."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from tests.fakes.grafana.access_rules import folder_scopes
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import allowed
from tests.fakes.grafana.state import slug
from tests.fakes.grafana.values import Answer, Object, Request, json_answer, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana
    from tests.fakes.grafana.search_index import Document

_DEFAULT_LIMIT = 1000
_MAX_LIMIT = 5000
_SORTS = {
    "alpha-asc": "A sort by title",
    "alpha-desc": "A sort by title, backwards",
}


def search(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/search``."""
    limit = request.number("limit", _DEFAULT_LIMIT) or _DEFAULT_LIMIT
    if limit > _MAX_LIMIT:
        text = "limit is above maximum allowed (5000), use page parameter to access hits beyond limit"
        raise message(422, text)
    page = max(1, request.number("page", 1))
    if request.first("deleted") == "true":
        return json_answer([])
    found = [item for item in grafana.index.visible() if _wanted(grafana, request, item)]
    ordered = _ordered(found, request.first("sort"))
    hits = ordered[(page - 1) * limit : page * limit]
    if not request.first("sort"):
        hits.sort(key=lambda item: item.kind != "dash-folder")
    return json_answer([_hit(grafana, item) for item in hits])


def _wanted(grafana: Grafana, request: Request, item: Document) -> bool:
    query = request.first("query").lower()
    kinds, tags = request.query.get("type", []), request.query.get("tag", [])
    uids = request.query.get("dashboardUIDs", request.query.get("dashboardUID", []))
    folders = request.query.get("folderUIDs", request.query.get("folderUid", []))
    return (
        query in item.title.lower()
        and (not any(kinds) or item.kind in kinds)
        and set(tags) <= set(item.tags)
        and (not uids or item.uid in uids)
        and (not folders or (item.folder or "general") in folders)
        and request.first("starred") != "true"
        and _in_folder_ids(grafana, request, item)
        and _visible(grafana, request, item)
    )


def _in_folder_ids(grafana: Grafana, request: Request, item: Document) -> bool:
    wanted = request.query.get("folderIds", [])
    if not wanted:
        return True
    folder = grafana.state.folders.get(item.folder)
    return str(folder.id if folder else 0) in wanted


def _visible(grafana: Grafana, request: Request, item: Document) -> bool:
    if item.kind == "dash-folder":
        return allowed(request.who, "folders:read", folder_scopes(grafana, item.uid))
    scopes = [f"dashboards:uid:{item.uid}", *folder_scopes(grafana, item.folder)]
    return allowed(request.who, "dashboards:read", scopes)


def _ordered(found: list[Document], sort: str) -> list[Document]:
    """By title; equal titles keep no order unless the client asks for one."""
    if sort:
        return sorted(found, key=lambda item: (item.title.lower(), item.uid), reverse=sort == "alpha-desc")
    random.shuffle(found)
    return sorted(found, key=lambda item: item.title.lower())


def _hit(grafana: Grafana, item: Document) -> Object:
    folder = grafana.state.folders.get(item.folder)
    name, sub = slug(item.title), grafana.profile.sub_path
    where = "d" if item.kind == "dash-db" else "dashboards/f"
    hit: Object = {
        "id": item.id,
        "uid": item.uid,
        "title": item.title,
        "uri": f"db/{name}",
        "url": f"{sub}/{where}/{item.uid}/{name}",
        "slug": "",
        "type": item.kind,
        "tags": list(item.tags),
        "isStarred": False,
        "sortMeta": 0,
    }
    if folder is not None:
        hit["folderId"], hit["folderUid"], hit["folderTitle"] = folder.id, folder.uid, folder.title
        hit["folderUrl"] = f"{sub}/dashboards/f/{folder.uid}/{slug(folder.title)}"
    return hit


def sorting(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/search/sorting``."""
    options = [
        {"name": name, "displayName": name, "description": text, "meta": ""} for name, text in _SORTS.items()
    ]
    return json_answer({"sortOptions": options})


def tags(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/dashboards/tags``."""
    counted = Counter(tag for item in grafana.index.visible() for tag in item.tags)
    return json_answer([{"term": term, "count": count} for term, count in sorted(counted.items())])


ROUTES = [
    Route("GET", "/api/search", search),
    Route("GET", "/api/search/", search),
    Route("GET", "/api/search/sorting", sorting),
    Route("GET", "/api/dashboards/tags", tags),
]
