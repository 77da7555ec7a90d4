"""``grafana-kit diff``."""

from __future__ import annotations

import click

from grafana_kit.cli import applying, server

CHANGES = 5

EPILOG = """\b
Examples:
  grafana-kit diff --env staging
  grafana-kit diff --env prod --exit-code -o json    (in CI: is prod what the code says?)
  grafana-kit diff --env dev --only 'dashboard/jobs-*' --full"""


@click.command(epilog=EPILOG)
@server.environment_option
@server.only_option
@click.option("--exit-code", is_flag=True, help="Exit 5 if anything differs, conflicts included.")
@click.option("--full", is_flag=True, help="Show the whole difference of each JSON.")
@click.option("-v", "--verbose", is_flag=True, help="Also name what does not differ.")
@server.output_option
@server.jobs_option
@server.url_option
@click.option("--force", is_flag=True, help="Also with a version of Grafana that is not known.")
def command(
    name: str,
    only: tuple[str, ...],
    output: str,
    jobs: int,
    url: str | None,
    *,
    exit_code: bool,
    full: bool,
    verbose: bool,
    force: bool,
) -> int:
    """Show what a push would change, and who made each difference.

    Nothing is written. A difference is "changed in code", "changed on the server" or both, against what was
    pushed last; what somebody changed on the server is a conflict that a push leaves alone.
    """
    from grafana_kit.app.push import planned, wanted
    from grafana_kit.loading.project import load_project
    from grafana_kit.planning.plan import Options

    project = load_project()
    environment = project.environment(name)
    bundle = wanted(project, environment)
    target = server.opened(project, environment, jobs=jobs, url=url, force_version=force)
    plan = planned(bundle, target, Options(only=only))
    applying.show(plan, target, output=output, full=full, verbose=verbose)
    return CHANGES if exit_code and (plan.pending or plan.conflicts) else 0
