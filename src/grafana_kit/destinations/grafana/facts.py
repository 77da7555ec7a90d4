"""What a server says about itself and about us: for ``status``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.errors import AuthError
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from grafana_kit.destinations.grafana.destination import GrafanaDestination
    from grafana_kit.destinations.grafana.server import Server

_DASHBOARDS = {
    "dashboards:read": "read dashboards",
    "dashboards:create": "make dashboards",
    "dashboards:write": "change dashboards and read their history",
    "dashboards:delete": "delete dashboards (push --prune, rollback)",
}
_FOLDERS = {
    "folders:read": "read folders",
    "folders:create": "make folders",
    "folders:write": "rename folders",
    "folders:delete": "delete folders (rollback)",
}
_DATASOURCES = {
    "datasources:read": "read data sources",
    "datasources:create": "make data sources",
    "datasources:write": "change data sources",
    "datasources:delete": "delete data sources (push --prune, rollback)",
}
_RULES = {
    "alert.rules:read": "read alert rules",
    "alert.rules:create": "make alert rules",
    "alert.rules:write": "change alert rules",
    "alert.rules:delete": "delete alert rules",
}
_PROVISIONING = {
    "alert.provisioning:read": "read alert rules and contact points",
    "alert.provisioning:write": "write alert rules and contact points",
}
_PROVENANCE = "alert.provisioning.provenance:write"
_ALERTING = ("grafana-rules", "contact-point", "mute-timing", "notification-route")
_ALL = ("folder", "dashboard", "datasource", "grafana-rules")


@frozen
class Missing:
    """A permission that a push needs and we lack: the RBAC action, and what it is for."""

    action: str
    purpose: str


@frozen
class Health:
    """Whether Grafana reaches a data source, and what it says."""

    uid: str
    name: str
    ok: bool
    said: str


@frozen
class Facts:
    """What ``status`` tells of a server.

    Attributes:
        api: which interface is in use.
        missing: permissions for a push; None where the server does not tell which we have.
        notes: what people should know.
    """

    url: str
    version: str
    api: str
    login: str
    org_id: int
    missing: tuple[Missing, ...] | None
    datasources: tuple[Health, ...]
    notes: tuple[str, ...] = ()


def facts(destination: GrafanaDestination, kinds: Collection[str] = _ALL) -> Facts:
    """Ask a server about itself and us.

    Args:
        destination: the server.
        kinds: what is to be pushed: only permissions for it are looked for.

    Raises:
        AuthError: it does not know us.
        ServerError: it does not answer as it should.
    """
    server = destination.server
    user = server.client.get("/api/user").data
    missing = _missing(server, kinds)
    health = tuple(_health(server))
    return Facts(
        server.client.access.url,
        server.version.text,
        destination.backend.name,
        str(user.get("login") or ""),
        int(user.get("orgId") or 0),
        missing,
        health,
        destination.notes,
    )


def _missing(server: Server, kinds: Collection[str]) -> tuple[Missing, ...] | None:
    answer = server.client.get("/api/access-control/user/permissions", allow=(403, 404))
    if answer.status in (403, 404):
        return None
    # Actions with their scopes; by the descriptions of some versions a list of both.
    have = {one["action"] for one in answer.data} if isinstance(answer.data, list) else set(answer.data)
    lacking = [Missing(action, purpose) for action, purpose in _needed(kinds) if action not in have]
    if set(kinds) & set(_ALERTING):
        lacking += _alerting(server, kinds, have)
    return tuple(lacking)


def _needed(kinds: Collection[str]) -> Iterator[tuple[str, str]]:
    for kind, actions in (("folder", _FOLDERS), ("dashboard", _DASHBOARDS), ("datasource", _DATASOURCES)):
        if kind in kinds:
            yield from actions.items()


def _alerting(server: Server, kinds: Collection[str], have: Collection[str]) -> Iterator[Missing]:
    """Yield what is missing for alerting: one right over all of it, or from 11 on the rights on rules."""
    only_rules = not set(kinds) & {"contact-point", "mute-timing", "notification-route"}
    rules = dict(_RULES)
    if server.environment.grafana.provenance == "api":
        rules[_PROVENANCE] = "mark alert rules as provisioned"
    if server.version.folder_rights and only_rules:
        if not set(_PROVISIONING) <= set(have):
            yield from (Missing(action, purpose) for action, purpose in rules.items() if action not in have)
        return
    yield from (Missing(action, purpose) for action, purpose in _PROVISIONING.items() if action not in have)


def _health(server: Server) -> Iterator[Health]:
    """Yield for each data source whether Grafana reaches it; those that we may not ask about are left out."""
    listed = server.client.get("/api/datasources", allow=(403,))
    if listed.status == 403:  # noqa: PLR2004
        server.note("which data sources there are, we may not read")
        return
    yield from server.each(lambda one: _one(server, one), listed.data)


def _one(server: Server, source: dict[str, Any]) -> Health:
    path = f"/api/datasources/uid/{segment(source['uid'])}/health"
    uid, name = source["uid"], source["name"]
    try:
        answer = server.client.get(path, allow=(400, 404, 500, 502), patient=False)
    except AuthError as error:
        return Health(uid, name, ok=False, said=error.summary)
    data = answer.data if isinstance(answer.data, dict) else {}
    return Health(uid, name, ok=answer.status < 400 and data.get("status") == "OK", said=answer.said)  # noqa: PLR2004
