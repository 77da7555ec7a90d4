"""``grafana-kit push``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grafana_kit.cli import applying, server
from grafana_kit.cli.output import note, say
from grafana_kit.errors import UsageError

if TYPE_CHECKING:
    from grafana_kit.app.carry_out import OnError

EPILOG = """\b
Examples:
  grafana-kit push --env dev
  grafana-kit push --env prod --dry-run
  grafana-kit push --env prod --yes
  grafana-kit push --env dev --only dashboard/queue --only 'grafana-rules/*'

Exit codes: 0 good, 1 nothing was written, 2 usage, 3 not authorised, 4 partly applied (push again goes on),
6 server version, 7 somebody else's edit is in the way, 130 interrupted."""


@click.command(epilog=EPILOG)
@server.environment_option
@server.only_option
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--prune", is_flag=True, help="Delete what carries our mark and is no longer in the code.")
@click.option("--prune-all", is_flag=True, help="As --prune, even if that is more than half of what is ours.")
@click.option("--force", is_flag=True, help="Overwrite conflicts, keeping copies; accept unknown versions.")
@click.option("--adopt", is_flag=True, help="Write the server's version of conflicts beside the sources.")
@server.yes_option
@server.on_error_option
@server.jobs_option
@server.url_option
@server.receipts_option
@click.option("--full", is_flag=True, help="Show the whole difference of each JSON.")
@server.output_option
def command(
    name: str,
    only: tuple[str, ...],
    on_error: OnError,
    jobs: int,
    url: str | None,
    receipts: Path | None,
    output: str,
    *,
    dry_run: bool,
    prune: bool,
    prune_all: bool,
    force: bool,
    adopt: bool,
    yes: bool,
    full: bool,
) -> int:
    """Make a Grafana what the code says, and lose nothing that people made there.

    The plan is shown first, and exactly that plan is applied: what changes on the server in between is a
    conflict. Conflicts do not stop the rest, unless with --on-error stop.
    """
    from grafana_kit.app import push
    from grafana_kit.loading.project import load_project
    from grafana_kit.planning.plan import Options

    if force and adopt:
        raise UsageError(
            "--force and --adopt contradict each other",
            hint="--adopt keeps the server's version, --force overwrites it: choose one",
        )
    project = load_project()
    environment = project.environment(name)
    flags = {"--prune": prune, "--prune-all": prune_all, "--force": force, "--adopt": adopt}
    chosen = [
        *(word for one in only for word in ("--only", one)),
        *(flag for flag, on in flags.items() if on),
    ]
    again = server.command_line("push", environment, *chosen, url=url, receipts=receipts)
    if not dry_run:
        server.check_protected(environment, again, yes=yes)
    bundle = push.wanted(project, environment)
    target = server.opened(project, environment, receipts=receipts, jobs=jobs, url=url, force_version=force)
    options = Options(prune=prune or prune_all, prune_all=prune_all, force=force, only=only)
    plan = push.planned(bundle, target, options)
    if output == "text" or dry_run:
        applying.show(plan, target, output=output, full=full)
    if dry_run:
        for change in plan.conflicts if adopt else ():
            note(f"would be taken over: {change.kind}/{change.uid}")
        applying.check_conflicts(plan, again)
        return 0
    adopted: list[push.Adopted] = []
    if adopt:
        plan, adopted = push.adopt(plan, project)
    for one in adopted if output == "text" else ():
        say(f"adopted   {one.change.kind}/{one.change.uid}  {applying.shown(one.path)}")
        note(f"  next: {one.hint}")
    extra = {
        "adopted": [
            {"kind": one.change.kind, "uid": one.change.uid, "path": str(one.path)} for one in adopted
        ]
    }
    return applying.apply(
        "push", plan, target, again, yes=yes, on_error=on_error, jobs=jobs, output=output, extra=extra
    )
