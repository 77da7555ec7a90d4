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
@click.option("--fresh", is_flag=True, help="Build even if nothing has changed since the last build.")
def command(names: tuple[str, ...], out: Path | None, *, check: bool, force: bool, fresh: bool) -> None:
    """Write dashboards, alert rules and provisioning files.

    Without --env every environment is built. A failed build leaves the last good output as it is.
    """
    from grafana_kit.app import unchanged

    root = unchanged.find_root(".")
    request = [*names, "--out", str(out.absolute()) if out else ""]
    known = None if root is None or check or force or fresh else unchanged.recall(root, request)
    if known is not None:
        for line in known:
            say(f"{line} unchanged")
        return
    with unchanged.recording() as recorder:
        from grafana_kit.app.build import build
        from grafana_kit.loading.project import load_project

        project = load_project()
        environments = [project.environment(name) for name in names] or list(project.environments.values())
        output = (out or project.root / project.output).absolute()
        built = build(project, environments, output, check=check, force=force)
    for one in built:
        say(f"{_made(one)} {_done(one, check=check)}")
    if not check:
        note(f"written below {output}")
        outputs = [str(output / path) for one in built for path in one.plan.paths()]
        unchanged.remember(str(project.root), request, recorder, outputs, [_made(one) for one in built])


def _made(built: Built) -> str:
    bundle = built.bundle
    groups = bundle.of_kind("prometheus-rules") or bundle.of_kind("grafana-rules")
    alerts = sum("alert" in rule or "title" in rule for group in groups for rule in group.body["rules"])
    dashboards = len(bundle.of_kind("dashboard"))
    return f"{bundle.environment.name}: {dashboards} dashboards, {alerts} alerts in {len(groups)} groups;"


def _done(built: Built, *, check: bool) -> str:
    if check:
        return "the output is fresh"
    plan = built.plan
    return f"{len(plan.writes)} written, {len(plan.remove)} removed, {len(plan.unchanged)} unchanged"
