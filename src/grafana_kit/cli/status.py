"""``grafana-kit status``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from grafana_kit.cli import server
from grafana_kit.cli.output import say
from grafana_kit.cli.plan_text import clean

if TYPE_CHECKING:
    from grafana_kit.app.status import Counts, Status

_NOT_AUTHORISED = 3
EPILOG = """\b
Examples:
  grafana-kit status --env prod
  grafana-kit status --env prod -o json"""


@click.command(epilog=EPILOG)
@server.environment_option
@server.output_option
@server.url_option
@click.option("--force", is_flag=True, help="Also with a version of Grafana that is not known.")
def command(name: str, output: str, url: str | None, *, force: bool) -> int:
    """Say whether a Grafana answers, who we are to it, and what a push would lack.

    Its version and data sources, missing permissions by their RBAC action, and how many resources are ours,
    in sync and drifted. Exit 3 if permissions are missing.
    """
    from grafana_kit.app.push import wanted
    from grafana_kit.app.status import status
    from grafana_kit.loading.project import load_project

    project = load_project()
    environment = project.environment(name)
    bundle = wanted(project, environment)
    target = server.opened(project, environment, url=url, force_version=force)
    found = status(bundle, target)
    if output == "json":
        say(json.dumps(_model(found), indent=2))
    else:
        _tell(found)
    return _NOT_AUTHORISED if found.facts.missing or found.counts is None else 0


def _model(found: Status) -> dict[str, Any]:
    import attrs

    counts = None if found.counts is None else attrs.asdict(found.counts)
    return attrs.asdict(found.facts) | {"resources": counts, "unread": found.unread}


def _tell(found: Status) -> None:
    facts = found.facts
    lines = [
        ("server", facts.url),
        ("version", f"Grafana {facts.version}, through {facts.api}"),
        ("we are", f"{facts.login or 'unknown'} in organisation {facts.org_id}"),
        ("resources", _counted(found.counts) if found.counts else f"cannot be read: {found.unread}"),
    ]
    for label, text in lines:
        say(f"{label:12}{clean(text)}")
    for one in facts.datasources:
        say(
            f"{'data source':12}{clean(one.name)} ({clean(one.uid)}): {'healthy' if one.ok else clean(one.said)}"
        )
    if facts.missing is None:
        say(f"{'permissions':12}the server does not tell which we have")
    elif not facts.missing:
        say(f"{'permissions':12}all that a push needs")
    for lack in facts.missing or ():
        say(f"{'missing':12}{lack.action}: {lack.purpose}", fg="red")
    for text in facts.notes:
        say(f"{'note':12}{clean(text)}")


def _counted(counts: Counts) -> str:
    return (
        f"{counts.ours} ours; {counts.in_sync} in sync, {counts.changed} changed in code,"
        f" {counts.drifted} drifted or in conflict, {counts.extra} no longer in the code"
    )
