"""``grafana-kit build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grafana_kit.cli.output import note, number, say, status

if TYPE_CHECKING:
    from grafana_kit.app.build import Built

EPILOG = """\b
Examples:
  grafana-kit build
  grafana-kit build --env staging --check
  grafana-kit build old-dashboards/ --out /tmp/new    (a grafanalib project)"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
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
@click.option("--variable", metavar="NAME", help="With PATH: the variable to read, instead of dashboard.")
@click.option("--as-is", is_flag=True, help="With PATH: write byte for byte what grafanalib writes.")
def command(
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    out: Path | None,
    variable: str | None,
    *,
    check: bool,
    force: bool,
    fresh: bool,
    as_is: bool,
) -> None:
    """Write dashboards, alert rules and provisioning files.

    Without --env every environment is built. A failed build leaves the last good output as it is.

    With PATH, files and folders of grafanalib code are built instead of the project's own definitions:
    brought to the current schema, or as they are with --as-is.
    """
    if paths:
        if check or fresh:
            raise click.UsageError(
                "--check and --fresh belong to the project's own definitions, not to PATH."
            )
        _build_paths(paths, names, out, variable, force=force, as_is=as_is)
        return
    if variable is not None or as_is:
        raise click.UsageError("--variable and --as-is go with PATH: name grafanalib files or folders.")
    from grafana_kit.app import unchanged

    root = unchanged.find_root(".")
    request = [*names, "--out", str(out.absolute()) if out else ""]
    known = None if root is None or check or force or fresh else unchanged.recall(root, request)
    if known is not None:
        for line in known:
            say(f"{line} unchanged")
        return
    with status() as progress:
        with unchanged.recording() as recorder:
            from grafana_kit.app.build import finish, prepare
            from grafana_kit.destinations.writing import BACKUP
            from grafana_kit.loading.project import load_project

            project = load_project()
            environments = [project.environment(name) for name in names] or list(
                project.environments.values()
            )
            output = (out or project.root / project.output).absolute()
            done = prepare(project, environments, output, progress)
        finish(done, output, check=check, force=force, progress=progress)
    for one in done.built:
        say(f"{_made(one)} {_done(one, check=check)}")
    for plan in done.retired:
        say(f"{plan.environment}: no longer an environment; {len(plan.remove)} removed")
    if not check:
        if any(one.conflicts for one in done.plans()):
            note(f"copies of what was overwritten are in {output / BACKUP}")
        note(f"written below {output}")
        outputs = [str(output / path) for one in done.built for path in one.plan.paths()]
        report = [_made(one) for one in done.built]
        unchanged.remember(str(project.root), request, recorder, str(output), outputs, report)


def _build_paths(
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    out: Path | None,
    variable: str | None,
    *,
    force: bool,
    as_is: bool,
) -> None:
    from grafana_kit.app.foreign import build_paths
    from grafana_kit.app.unchanged import find_root
    from grafana_kit.loading.project import default_project, load_project

    project = load_project() if find_root(".") else default_project(Path.cwd())
    environments = [project.environment(name) for name in names] or list(project.environments.values())
    output = (out or project.root / project.output).absolute()
    result = build_paths(paths, environments, output, variable=variable, as_is=as_is, force=force)
    for line in result.notes:
        note(f"note: {line}")
    for one in result.built:
        say(f"{_made(one)} {_done(one, check=False)}")
    note(f"written below {output}")


def _made(built: Built) -> str:
    bundle = built.bundle
    groups = bundle.of_kind("prometheus-rules") or bundle.of_kind("grafana-rules")
    alerts = sum("alert" in rule or "title" in rule for group in groups for rule in group.body["rules"])
    dashboards = number(len(bundle.of_kind("dashboard")), "dashboard")
    in_groups = f"{number(alerts, 'alert')} in {number(len(groups), 'group')}"
    return f"{bundle.environment.name}: {dashboards}, {in_groups};"


def _done(built: Built, *, check: bool) -> str:
    if check:
        return "the output is fresh"
    plan = built.plan
    return f"{len(plan.writes)} written, {len(plan.remove)} removed, {len(plan.unchanged)} unchanged"
