"""What the commands share that talk to a server: their options, and the guard of protected environments."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grafana_kit.errors import UsageError

if TYPE_CHECKING:
    from grafana_kit.app.target import Target
    from grafana_kit.model.environment import Environment, Project

environment_option = click.option(
    "--env", "name", required=True, metavar="ENV", help="The environment whose Grafana is meant."
)
url_option = click.option("--url", metavar="URL", help="Another Grafana than the environment's own.")
output_option = click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
receipts_option = click.option(
    "--receipts",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="GRAFANA_KIT_RECEIPTS",
    help="Where receipts are, instead of .grafana-kit; also GRAFANA_KIT_RECEIPTS.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    metavar="N",
    help="So many requests at a time.",
)
only_option = click.option(
    "--only",
    multiple=True,
    metavar="SELECTOR",
    help="Only these: kind/uid, a uid or a title, with * as you like; can be repeated.",
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask; needed where an environment is protected.")
on_error_option = click.option(
    "--on-error",
    type=click.Choice(["stop", "continue"]),
    default="continue",
    show_default=True,
    help="After a failure or conflict: begin nothing more, or go on with what does not depend on it.",
)


def check_protected(environment: Environment, command: str, *, yes: bool) -> None:
    """Refuse to write to a protected environment without an explicit ``--yes``.

    Raises:
        UsageError: with the command to run.
    """
    if environment.protected and not yes:
        raise UsageError(
            f'the environment "{environment.name}" is protected: what writes to it needs --yes',
            where=environment.origin,
            details=(f"to look first: grafana-kit diff --env {environment.name}",),
            hint=f"{command} --yes",
        )


def opened(project: Project, environment: Environment, **values: Any) -> Target:
    """Connect to an environment's Grafana for as long as the command runs; see ``open_target``."""
    from grafana_kit.app.target import open_target

    target = open_target(project, environment, os.environ, **values)
    click.get_current_context().call_on_close(target.close)
    return target


def width() -> int:
    """Return the columns that a plan may take."""
    return shutil.get_terminal_size((120, 24)).columns


def command_line(program: str, environment: Environment, *options: str, **values: object) -> str:
    """Return a command as a user would type it again.

    Args:
        program: the command.
        environment: for which it is.
        options: flags and arguments.
        values: options with their values; those that were not given are left out.
    """
    given = [word for name, one in values.items() if one for word in (f"--{name}", str(one))]
    return shlex.join(["grafana-kit", program, "--env", environment.name, *options, *given])
