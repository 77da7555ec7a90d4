"""``grafana-kit config``: what the settings are, and whether the project file is right."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from grafana_kit.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.app.config import Row


@click.group()
def command() -> None:
    """Show the settings of an environment and where each comes from."""


SHOW_EPILOG = """\b
Examples:
  grafana-kit config show --env prod
  grafana-kit config show -o json"""


@command.command(epilog=SHOW_EPILOG)
@click.option("--env", "names", multiple=True, metavar="ENV", help="Only this environment; can be repeated.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def show(names: tuple[str, ...], output: str) -> None:
    """Print every setting, its value, and where it comes from.

    Of secrets only the names are known; whether a variable is set is shown, its value never.
    """
    from grafana_kit.app.config import environment_rows, project_rows
    from grafana_kit.loading.project import load_project

    project = load_project()
    chosen = [project.environment(name) for name in names] or list(project.environments.values())
    environments = {one.name: environment_rows(one, os.environ) for one in chosen}
    if output == "json":
        tree = {name: _mapping(rows) for name, rows in environments.items()}
        say(json.dumps({"project": _mapping(project_rows(project)), "environments": tree}, indent=2))
        return
    _table("project", project_rows(project))
    for name, rows in environments.items():
        say()
        _table(name, rows)


@command.command(epilog="\b\nExample:\n  grafana-kit config check")
def check() -> None:
    """Validate the project file."""
    from grafana_kit.loading.project import load_project

    count = len(load_project().environments)
    say(f"ok: {count} environment{'' if count == 1 else 's'}")


def _mapping(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    return {row.key: _entry(row) for row in rows}


def _entry(row: Row) -> dict[str, Any]:
    place = row.origin.variable or (str(row.origin.source) if row.origin.source else None)
    entry = {"value": row.value, "from": row.origin.layer, "where": place}
    more = {"status": row.status, "note": row.note}
    return entry | {key: value for key, value in more.items() if value}


def _table(title: str, rows: Sequence[Row]) -> None:
    say(title, bold=True)
    lines = [(row.key, _shown(row), str(row.origin)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in (0, 1)]
    for key, value, origin in lines:
        say(f"  {key:{widths[0]}}  {value:{widths[1]}}  {origin}")


def _shown(row: Row) -> str:
    value = row.value
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, (list, tuple)):
        value = ", ".join(value)
    extra = ", ".join(word for word in (row.status, row.note) if word)
    text = "-" if value in (None, "") else str(value)
    return f"{text} ({extra})" if extra else text
