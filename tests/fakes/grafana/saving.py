"""The decision order of a dashboard save: what is refused, what is overwritten, what becomes a version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
from attrs import define

from tests.fakes.grafana import migration
from tests.fakes.grafana.access_rules import may_create_dashboard, may_write_dashboard
from tests.fakes.grafana.state import Dashboard, Version, new_uid, slug
from tests.fakes.grafana.values import Identity, Object, Refusal, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

UID_PATTERN = re.compile(r"[a-zA-Z0-9\-_]*")
MAX_UID = 40
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w|M|y))+")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "M": 2592000, "y": 31536000}


@define(kw_only=True)
class Draft:
    """A dashboard on its way in; the checks change its id, uid and version as they find what it stands for."""

    data: Object
    folder: str
    overwrite: bool
    message: str = ""
    restored_from: int = 0
    id: int = 0
    uid: str = ""
    title: str = ""
    version: int = 0

    @classmethod
    def of(cls, data: Object, **more: Any) -> Draft:
        """Read the fields that decide; a version counts only beside an id or a uid."""
        number, uid, title = data.get("id"), data.get("uid"), data.get("title")
        draft = cls(data=data, **more)
        draft.id = _whole(number)
        draft.uid = uid.strip() if isinstance(uid, str) else ""
        draft.title = title.strip() if isinstance(title, str) else ""
        if _is_number(number) or isinstance(uid, str):
            draft.version = _whole(data.get("version"))
        return draft


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> int:
    return int(value) if _is_number(value) else 0


def save(grafana: Grafana, draft: Draft, who: Identity) -> Dashboard:
    """Save, or refuse, in the server's order of decisions.

    Raises:
        Refusal: as the contract's table says.
    """
    _check_quota(grafana, draft)
    _check_values(grafana, draft)
    found = _existing(grafana, draft)
    if found is not None:
        _check_version(draft, found)
    if grafana.profile.unique_titles:
        found = _by_title(grafana, draft) or found
    _check_provisioned(found)
    _check_permission(grafana, draft, found, who)
    _check_fresh_folder(grafana, draft)
    return _store(grafana, draft, found, who)


def _check_quota(grafana: Grafana, draft: Draft) -> None:
    """Without an id every save counts as new, even one that updates by uid."""
    quota = grafana.profile.dashboard_quota
    if quota and not draft.id and len(grafana.state.dashboards) >= quota:
        raise message(403, "Quota reached")


def _check_values(grafana: Grafana, draft: Draft) -> None:
    profile = grafana.profile
    if not draft.title:
        raise message(400, "Dashboard title cannot be empty", status="empty-name")
    if profile.max_title and len(draft.title) > profile.max_title:
        raise message(400, "Dashboard title cannot exceed 5000 characters", status="title-too-long")
    if not UID_PATTERN.fullmatch(draft.uid):
        raise message(400, "uid contains illegal characters")
    if len(draft.uid) > MAX_UID:
        raise message(400, "uid too long, max 40 characters")
    if profile.max_message and len(draft.message) > profile.max_message:
        raise message(400, f"message too long, max {profile.max_message} characters")
    _raise_refresh(draft, profile.min_refresh_s)


def _raise_refresh(draft: Draft, least: int) -> None:
    """A refresh below the minimum, or one that cannot be read, is rewritten without a word."""
    refresh = draft.data.get("refresh")
    if isinstance(refresh, str) and refresh and _seconds(refresh) < least:
        draft.data["refresh"] = f"{least}s"


def _seconds(text: str) -> float:
    if not _DURATION.fullmatch(text):
        return 0
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w|M|y)", text)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _existing(grafana: Grafana, draft: Draft) -> Dashboard | None:
    """The dashboard that the id or the uid names."""
    dashboards = grafana.state.dashboards
    by_id = next((item for item in dashboards.values() if item.id == draft.id), None) if draft.id else None
    if draft.id and by_id is None:
        if any(folder.id == draft.id for folder in grafana.state.folders.values()):
            raise message(400, "Dashboard cannot be changed to a folder")
        raise message(404, "Dashboard not found", status="not-found")
    if by_id is not None and not draft.uid:
        draft.uid = by_id.uid
    by_uid = dashboards.get(draft.uid) if draft.uid else None
    if by_id is not None and by_uid is not None and by_id is not by_uid:
        raise message(400, "A dashboard with the same uid already exists")
    if by_uid is None and grafana.profile.unique_titles and draft.uid in grafana.state.folders:
        raise message(400, "Dashboard cannot be changed to a folder")
    return by_id or by_uid


def _check_version(draft: Draft, found: Dashboard) -> None:
    if draft.version != found.version and not draft.overwrite:
        raise message(412, "The dashboard has been changed by someone else", status="version-mismatch")
    if found.plugin and not draft.overwrite:
        raise message(412, f"The dashboard belongs to plugin {found.plugin}.", status="plugin-dashboard")
    draft.id = found.id


def _by_title(grafana: Grafana, draft: Draft) -> Dashboard | None:
    """Another dashboard of this title in the folder: refused, or taken over under its own uid."""
    wanted = slug(draft.title)
    if any(slug(folder.title) == wanted for folder in grafana.state.folders.values()):
        raise message(400, "Dashboard name cannot be the same as folder", status="name-match")
    others = (
        item
        for item in grafana.state.dashboards.values()
        if item.id != draft.id and item.folder == draft.folder and slug(item.title) == wanted
    )
    other = next(others, None)
    if other is not None and not draft.overwrite:
        raise message(
            412, "A dashboard with the same name in the folder already exists", status="name-exists"
        )
    if other is not None:
        draft.id, draft.uid = other.id, other.uid
    return other


def _check_provisioned(found: Dashboard | None) -> None:
    if found is not None and found.provisioned and not found.provisioned_editable:
        raise message(400, "Cannot save provisioned dashboard")


def _check_permission(grafana: Grafana, draft: Draft, found: Dashboard | None, who: Identity) -> None:
    """A new or moved dashboard needs the right to create in its folder, a changed one the right to write it."""
    moved = found is None or found.folder != draft.folder
    if (moved and not may_create_dashboard(grafana, who, draft.folder)) or (
        found is not None and not may_write_dashboard(grafana, who, found)
    ):
        raise message(403, "Access denied to save dashboard")


def _check_fresh_folder(grafana: Grafana, draft: Draft) -> None:
    """Right after a folder's creation the permissions may not have arrived yet."""
    folder = grafana.state.folders.get(draft.folder)
    if folder is None or not folder.fresh:
        return
    folder.fresh = False
    if grafana.profile.fresh_folder_fails:
        raise Refusal(500, {"message": "access denied to folder", "traceID": ""})


def _store(grafana: Grafana, draft: Draft, found: Dashboard | None, who: Identity) -> Dashboard:
    spec = _spec(grafana, draft)
    if found is not None and _is_same(grafana, found, spec, draft.folder):
        return found
    moment = grafana.now()
    if found is None:
        found = _new(grafana, draft, who, moment)
        grafana.state.dashboards[found.uid] = found
        parent = draft.version
    else:
        if draft.uid != found.uid:
            del grafana.state.dashboards[found.uid]
            found.uid = draft.uid
            grafana.state.dashboards[found.uid] = found
        parent, found.version = found.version, found.version + 1
    found.title, found.folder, found.spec = draft.title, draft.folder, spec
    found.tags = [tag for tag in draft.data.get("tags") or [] if isinstance(tag, str)]
    found.updated, found.updated_by = moment, who.login
    found.versions.append(
        Version(
            version=found.version,
            parent_version=parent,
            restored_from=draft.restored_from,
            created=moment,
            created_by=who.login,
            message=draft.message,
            spec=spec,
        )
    )
    del found.versions[: -grafana.profile.versions_to_keep]
    grafana.index.put_dashboard(found, grafana.profile.search_lag_ms)
    return found


def _spec(grafana: Grafana, draft: Draft) -> str:
    model = {name: value for name, value in draft.data.items() if name not in {"id", "uid", "version"}}
    model["title"] = draft.title
    if grafana.profile.migrates:
        model = migration.migrated(model)
    return orjson.dumps(model, option=orjson.OPT_SORT_KEYS).decode()


def _is_same(grafana: Grafana, found: Dashboard, spec: str, folder: str) -> bool:
    return not grafana.profile.bumps_always and found.spec == spec and found.folder == folder


def _new(grafana: Grafana, draft: Draft, who: Identity, moment: str) -> Dashboard:
    return Dashboard(
        id=grafana.state.new_id(),
        uid=draft.uid or new_uid(),
        created=moment,
        created_by=who.login,
        updated=moment,
        updated_by=who.login,
        title=draft.title,
        folder=draft.folder,
        spec="",
        tags=[],
        plugin="test-app" if grafana.profile.plugins_own == who.login else "",
    )
