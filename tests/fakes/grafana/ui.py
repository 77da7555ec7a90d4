"""Someone else at work: edits in the browser, provisioning from files. They go through the same rules as requests do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.grafana import alerting, dashboards, folders, rules
from tests.fakes.grafana.saving import Draft, save
from tests.fakes.grafana.values import Identity, Object, Request, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

_FIRST_USER_ID = 100


def _someone(grafana: Grafana, login: str) -> Identity:
    """A user of that name, known from now on."""
    users = grafana.access.users
    return users.setdefault(login, Identity(login, _FIRST_USER_ID + len(users), login))


def save_dashboard(
    grafana: Grafana,
    user: str,
    dashboard: Object,
    folder: str = "",
    note: str = "",
    *,
    overwrite: bool = True,
) -> Object:
    """Save a whole dashboard, as an import in the browser does."""
    if folder and folder not in grafana.state.folders:
        raise message(404, f"no such folder: {folder}")
    draft = Draft.of(dict(dashboard), folder=folder, overwrite=overwrite, message=note)
    saved = save(grafana, draft, _someone(grafana, user))
    return {"uid": saved.uid, "version": saved.version}


def edit_dashboard(grafana: Grafana, user: str, uid: str, changes: Object, note: str = "") -> Object:
    """Change fields of a dashboard's model, such as its title."""
    stored = dashboards.find(grafana, uid)
    return save_dashboard(grafana, user, {**stored.model(), **changes}, stored.folder, note)


def edit_panel(
    grafana: Grafana, user: str, uid: str, panel: str | int, changes: Object, note: str = ""
) -> Object:
    """Change fields of one panel, found by title or id."""
    model = dashboards.find(grafana, uid).model()
    nested = [inner for outer in model.get("panels", []) for inner in outer.get("panels") or []]
    for candidate in [*model.get("panels", []), *nested]:
        if panel in {candidate.get("id"), candidate.get("title")}:
            candidate.update(changes)
            return edit_dashboard(grafana, user, uid, model, note)
    raise message(404, f"no panel {panel!r} in {uid}")


def move_dashboard(grafana: Grafana, user: str, uid: str, folder: str) -> Object:
    """Move a dashboard to another folder; "" is the root."""
    return save_dashboard(grafana, user, dashboards.find(grafana, uid).model(), folder)


def delete_dashboard(grafana: Grafana, user: str, uid: str) -> None:
    """Delete a dashboard."""
    dashboards.remove(grafana, dashboards.find(grafana, uid))


def create_folder(grafana: Grafana, user: str, uid: str, title: str, parent: str = "") -> None:
    """Make a folder."""
    folder = folders.create(grafana, uid, title, parent, _someone(grafana, user))
    folder.fresh = False


def rename_folder(grafana: Grafana, user: str, uid: str, title: str) -> None:
    """Give a folder another title."""
    folders.rename(grafana, folders.find(grafana, uid), title, _someone(grafana, user))


def delete_folder(grafana: Grafana, user: str, uid: str) -> None:
    """Delete a folder with everything in it."""
    request = Request("DELETE", "", "forceDeleteRules=true", {}, b"", _someone(grafana, user))
    folders.delete_folder(grafana, request, uid)


def edit_rule(grafana: Grafana, user: str, uid: str, changes: Object, *, anyway: bool = False) -> None:
    """Change fields of a rule; the browser does not offer it for provisioned ones, another client may."""
    rule = grafana.state.rules.get(uid)
    if rule is None:
        raise message(404, f"no rule {uid}")
    if rule.provenance and not anyway:
        raise message(
            400, f"{uid} is provisioned: the browser shows it read-only (anyway=True for another client)"
        )
    rule.body = rules.read(grafana.profile, {**rule.body, **changes})
    rule.updated = grafana.now()


def add_rule(
    grafana: Grafana, user: str, folder: str, group: str, rule: Object, provenance: str = ""
) -> Object:
    """Add a rule to a group by hand."""
    fields = rules.read(grafana.profile, rule)
    made = alerting.add_rule(grafana, folder, group, rule.get("uid") or "", fields, provenance)
    return {"uid": made.uid}


def delete_rule(grafana: Grafana, user: str, uid: str) -> None:
    """Delete a rule."""
    if grafana.state.rules.pop(uid, None) is None:
        raise message(404, f"no rule {uid}")


def provision_dashboard(grafana: Grafana, user: str, uid: str, file: str, *, editable: bool = False) -> None:
    """Make a dashboard one that a file on the server owns; editable is ``allowUiUpdates``."""
    stored = dashboards.find(grafana, uid)
    stored.provisioned, stored.provisioned_editable = file, editable


def set_rule_provenance(grafana: Grafana, user: str, uid: str, provenance: str) -> None:
    """Make a rule one that a file ("file"), an import or nobody ("") owns."""
    grafana.state.rules[uid].provenance = provenance


def set_datasource(grafana: Grafana, user: str, uid: str, changes: Object) -> None:
    """Change a data source behind the API: ``readOnly``, or ``unhealthy`` with the reason."""
    grafana.state.datasources[uid].update(changes)


ACTIONS: dict[str, Any] = {
    action.__name__: action
    for action in (
        *(save_dashboard, edit_dashboard, edit_panel, move_dashboard, delete_dashboard, provision_dashboard),
        *(create_folder, rename_folder, delete_folder),
        *(edit_rule, add_rule, delete_rule, set_rule_provenance, set_datasource),
    )
}
