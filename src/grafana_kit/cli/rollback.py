"""``grafana-kit rollback``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grafana_kit.cli import applying, server
from grafana_kit.cli.output import note

if TYPE_CHECKING:
    from grafana_kit.app.carry_out import OnError

EPILOG = """\b
Examples:
  grafana-kit runs --env dev
  grafana-kit rollback --env dev
  grafana-kit rollback --env prod 20261124T101530Z-a1b2c3 --dry-run"""


@click.command(epilog=EPILOG)
@server.environment_option
@click.argument("run", required=False)
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--force", is_flag=True, help="Also undo what was edited since, keeping copies.")
@server.yes_option
@server.on_error_option
@server.jobs_option
@server.url_option
@server.receipts_option
@click.option("--full", is_flag=True, help="Show the whole difference of each JSON.")
@server.output_option
def command(
    name: str,
    run: str | None,
    on_error: OnError,
    jobs: int,
    url: str | None,
    receipts: Path | None,
    output: str,
    *,
    dry_run: bool,
    force: bool,
    yes: bool,
    full: bool,
) -> int:
    """Bring a Grafana back to what it held before RUN (without it: before the last run).

    All later runs are undone too. What somebody edited since is a conflict. The rollback has a receipt of
    its own: rolling back again undoes it.
    """
    from grafana_kit.app import rollback
    from grafana_kit.loading.project import load_project

    project = load_project()
    environment = project.environment(name)
    flags = ["--force"] if force else []
    places = {"url": url, "receipts": receipts}
    again = server.command_line("rollback", environment, *([run] if run else []), *flags, **places)
    if not dry_run:
        server.check_protected(environment, again, yes=yes)
    target = server.opened(project, environment, receipts=receipts, jobs=jobs, url=url, force_version=force)
    undone = rollback.chosen(target, run)
    names = tuple(one.header.run for one in undone)
    plan = rollback.planned(undone, target, force=force)
    if output == "text" or dry_run:
        for one in undone:
            note(f"undoes {one.header.run}: {one.header.command} by {one.header.who}, {one.header.when}")
        applying.show(plan, target, output=output, full=full)
    if dry_run:
        applying.check_conflicts(plan, again)
        return 0
    again = server.command_line("rollback", environment, names[-1], *flags, **places)
    return applying.apply(
        "rollback",
        plan,
        target,
        again,
        yes=yes,
        on_error=on_error,
        jobs=jobs,
        output=output,
        extra={"undoes": list(names)},
        undoes=names,
        send=rollback.apply(undone, target),
    )
