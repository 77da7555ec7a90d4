"""Who and what: health, user, organisation, permissions, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import ORG_ID, require
from tests.fakes.grafana.values import Answer, Request, json_answer, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

_ORG = "Main Org."
_COMMIT = "1e84fede543acc892d2a2515187e545eb047f237"
# What an administrator may do: enough of it to see what a push needs.
_EVERYTHING = {
    "dashboards:read": ["dashboards:*", "folders:*"],
    "dashboards:create": ["folders:*"],
    "dashboards:write": ["dashboards:*", "folders:*"],
    "dashboards:delete": ["dashboards:*", "folders:*"],
    "dashboards.permissions:read": ["dashboards:*"],
    "dashboards.permissions:write": ["dashboards:*"],
    "folders:read": ["folders:*"],
    "folders:create": ["folders:*"],
    "folders:write": ["folders:*"],
    "folders:delete": ["folders:*"],
    "datasources:read": ["datasources:*"],
    "datasources:create": [""],
    "datasources:write": ["datasources:*"],
    "datasources:delete": ["datasources:*"],
    "datasources:query": ["datasources:*"],
    "alert.provisioning:read": [""],
    "alert.provisioning:write": [""],
    "provisioning:reload": ["provisioners:*"],
    "orgs:read": [""],
}
_NEWER = {
    "alert.rules:read": ["folders:*"],
    "alert.rules:create": ["folders:*"],
    "alert.rules:write": ["folders:*"],
    "alert.rules:delete": ["folders:*"],
    "alert.provisioning.provenance:write": [""],
}


def health(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/health``, for anyone."""
    profile = grafana.profile
    body = {"database": "ok" if profile.database_ok else "failing"}
    if not profile.hide_version:
        body |= {"commit": _COMMIT, "version": profile.version}
    if profile.apis:
        body["apiserver"] = "ok"
    return json_answer(body, 200 if profile.database_ok else 503)


def user(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/user``."""
    who = request.who
    return json_answer(
        {
            "id": who.id,
            "uid": f"u{who.id:06d}",
            "email": "" if who.is_token else f"{who.login}@example.org",
            "name": who.name or who.login,
            "login": who.login,
            "theme": "",
            "orgId": ORG_ID,
            "isGrafanaAdmin": not who.is_token and who.permissions is None,
            "isDisabled": False,
            "isExternal": False,
            "authLabels": [],
            "updatedAt": "2024-01-01T00:00:00Z",
            "createdAt": "2024-01-01T00:00:00Z",
            "avatarUrl": "/avatar/46d229b033af06a191ff2267bca9ae56",
        }
    )


def org(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/org``."""
    require(request.who, ("orgs:read", []), ("dashboards:read", []))
    address = dict.fromkeys(("address1", "address2", "city", "zipCode", "state", "country"), "")
    return json_answer({"id": ORG_ID, "name": _ORG, "address": address})


def user_orgs(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/user/orgs``."""
    return json_answer([{"orgId": ORG_ID, "name": _ORG, "role": "Admin"}])


def permissions(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/access-control/user/permissions``: actions with their scopes."""
    if request.who.permissions is not None:
        return json_answer(request.who.permissions)
    return json_answer(_EVERYTHING | (_NEWER if grafana.profile.folder_rbac else {}))


def settings(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/frontend/settings``: the few that clients look at."""
    profile = grafana.profile
    sources = grafana.state.datasources.values()
    default = next((source["name"] for source in sources if source["isDefault"]), "-- Grafana --")
    return json_answer(
        {
            "appSubUrl": profile.sub_path,
            "appUrl": f"{grafana.url}/",
            "buildInfo": {
                "commit": _COMMIT,
                "edition": "Open Source",
                "env": "production",
                "hasUpdate": False,
                "version": profile.version,
            },
            "defaultDatasource": default,
            "datasources": {
                source["name"]: {"uid": source["uid"], "type": source["type"]} for source in sources
            },
            "featureToggles": {"nestedFolders": True} if profile.nested_folders else {},
            "namespace": "default",
            "unifiedAlertingEnabled": True,
        }
    )


def reload(grafana: Grafana, request: Request, kind: str) -> Answer:
    """``POST /api/admin/provisioning/{kind}/reload``: there are no files here, so nothing changes."""
    require(request.who, ("provisioning:reload", [f"provisioners:{kind}"]))
    if kind not in {"dashboards", "datasources", "alerting", "plugins"}:
        raise message(404, "Not found")
    return json_answer({"message": f"{kind.capitalize()} config reloaded"})


ROUTES = [
    Route("GET", "/api/health", health, public=True),
    Route("GET", "/api/user", user),
    Route("GET", "/api/user/orgs", user_orgs),
    Route("GET", "/api/org", org),
    Route("GET", "/api/org/", org),
    Route("GET", "/api/access-control/user/permissions", permissions),
    Route("GET", "/api/frontend/settings", settings),
    Route("GET", "/api/frontend/settings/", settings),
    Route("POST", "/api/admin/provisioning/{kind}/reload", reload),
]
