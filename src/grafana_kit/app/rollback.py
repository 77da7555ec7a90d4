"""Rollback: from what a server holds now back to what it held before a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from grafana_kit.destinations import runs
from grafana_kit.model.resource import Bundle, Resource
from grafana_kit.planning import rollback as planning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.app.carry_out import Apply
    from grafana_kit.app.target import Target
    from grafana_kit.destinations.runs import Run
    from grafana_kit.model.change import Key, Plan, Seen
    from grafana_kit.planning.rollback import Written


def chosen(target: Target, run: str | None = None) -> list[Run]:
    """Return the runs to undo, newest first: the named one (else the last) and all after it.

    Raises:
        UsageError: there is no such run against this server.
    """
    connection = target.connection
    return runs.chosen(target.store, target.project.name, connection.url, connection.org_id, run)


def planned(undone: Sequence[Run], target: Target, *, force: bool = False) -> Plan:
    """Read the server and return the plan that undoes runs. The project's definitions do not matter.

    Raises:
        ServerError: the server does not answer as it should.
    """
    written = runs.written(undone)
    seen = target.destination.read(_concerned(written, target))
    made = planning.rollback(target.environment.name, written, seen, force=force)
    # Who made a difference, code or server, is a question about pushes.
    changes = tuple(evolve(one, origin=None) for one in made.changes)
    return evolve(made, changes=changes, notes=(*made.notes, *target.destination.notes))


def apply(undone: Sequence[Run], target: Target) -> Apply:
    """Return what carries one change of a rollback out: what was ours before, and as we left it, is ours again."""
    ours: dict[Key, bool] = {}
    for one in runs.written(undone):
        ours.setdefault(one.key, _is_ours(one.before, target.project.name))
    return lambda change, run: target.destination.apply(change, run, own=ours[change.key])


def _is_ours(before: Seen | None, project: str) -> bool:
    if before is None or before.mark is None:
        return False
    return before.mark.project == project and before.since == "nothing"


def _concerned(written: Sequence[Written], target: Target) -> Bundle:
    """Return what was written as a bundle: with what was sent last, which is most likely what is there."""
    newest = {one.key: one for one in written}
    resources = [
        Resource(*key, one.title, _folder(one), _body(one), target.environment.origin)
        for key, one in newest.items()
    ]
    return Bundle(target.environment, tuple(resources))


def _folder(one: Written) -> str:
    return "" if one.key[0] == "grafana-rules" else one.folder  # groups are found by their uid


def _body(one: Written) -> dict[str, object]:
    body = one.wanted if one.wanted is not None else one.before.body if one.before is not None else {}
    return dict(body)
