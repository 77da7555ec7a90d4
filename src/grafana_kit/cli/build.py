"""``grafana-kit build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grafana_kit.cli.output import note, say

if TYPE_CHECKING:
    from grafana_kit.app.build import Built

EPILOG = """\b
Examples:
  grafana-kit build
  grafana-kit build --env staging --check"""


@click.command(epilog=EPILOG)
@click.option(
    "--env", "names", multiple=True, metavar="ENV", help="Only this environment; may be given again."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write here instead of the project's output folder."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 8 if the output is stale.")
@click.option(
    "--force", is_flag=True, help="Overwrite generated files that were edited by hand, keeping copies."
)
def command(names: tuple[str, ...], out: Path | None, *, check: bool, force: bool) -> None:
    """Write dashboards, alert rules and provisioning files.

    Without --env every environment is built. A failed build leaves the last good output as it is.
    """
    from grafana_kit.app.build import build
    from grafana_kit.loading.project import load_project

    project = load_project()
    environments = [project.environment(name) for name in names] or list(project.environments.values())
    output = out or project.root / project.output
    for one in build(project, environments, output, check=check, force=force):
        _report(one, check=check)
    if not check:
        note(f"written below {output}")


def _report(built: Built, *, check: bool) -> None:
    bundle, plan = built.bundle, built.plan
    name = bundle.environment.name
    groups = bundle.of_kind("prometheus-rules") or bundle.of_kind("grafana-rules")
    alerts = sum("alert" in rule or "title" in rule for group in groups for rule in group.body["rules"])
    made = f"{len(bundle.of_kind('dashboard'))} dashboards, {alerts} alerts in {len(groups)} groups"
    if check:
        say(f"{name}: {made}; the output is fresh")
        return
    done = f"{len(plan.writes)} written, {len(plan.remove)} removed, {len(plan.unchanged)} unchanged"
    say(f"{name}: {made}; {done}")
