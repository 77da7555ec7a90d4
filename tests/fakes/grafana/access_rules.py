"""Which scopes a folder or dashboard is reached by: its own, and those of the folders above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana.auth import allowed, require

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana
    from tests.fakes.grafana.state import Dashboard
    from tests.fakes.grafana.values import Identity, Request


def folder_scopes(grafana: Grafana, uid: str) -> list[str]:
    """The scopes that cover a folder; the root is called general."""
    scopes = []
    while uid:
        scopes.append(f"folders:uid:{uid}")
        folder = grafana.state.folders.get(uid)
        uid = folder.parent if folder else ""
    return scopes or ["folders:uid:general"]


def dashboard_scopes(grafana: Grafana, dashboard: Dashboard) -> list[str]:
    """The scopes that cover a dashboard."""
    return [f"dashboards:uid:{dashboard.uid}", *folder_scopes(grafana, dashboard.folder)]


def may_create_dashboard(grafana: Grafana, who: Identity, folder: str) -> bool:
    """Whether a dashboard may be made in, or moved to, a folder."""
    return allowed(who, "dashboards:create", folder_scopes(grafana, folder))


def may_write_dashboard(grafana: Grafana, who: Identity, dashboard: Dashboard) -> bool:
    """Whether a dashboard may be changed."""
    return allowed(who, "dashboards:write", dashboard_scopes(grafana, dashboard))


def may_read_dashboard(grafana: Grafana, who: Identity, dashboard: Dashboard) -> bool:
    """Whether a dashboard may be seen."""
    return allowed(who, "dashboards:read", dashboard_scopes(grafana, dashboard))


def require_dashboard(grafana: Grafana, request: Request, action: str, dashboard: Dashboard) -> None:
    """Refuse with 403 unless the action is granted on the dashboard."""
    require(request.who, (action, dashboard_scopes(grafana, dashboard)))


def require_folder(grafana: Grafana, request: Request, action: str, uid: str) -> None:
    """Refuse with 403 unless the action is granted on the folder."""
    require(request.who, (action, folder_scopes(grafana, uid)))
