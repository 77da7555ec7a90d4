"""Building grafanalib projects as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit import checks
from grafana_kit.app.build import Built, raise_all
from grafana_kit.app.legacy import legacy_resources
from grafana_kit.checks import promql_syntax
from grafana_kit.destinations.files import plan
from grafana_kit.destinations.manifest import read
from grafana_kit.destinations.writing import apply
from grafana_kit.loading.grafanalib_files import Loaded, load
from grafana_kit.model.resource import Bundle
from grafana_kit.render.provisioning import content_files, rule_uids

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grafana_kit.errors import KitError
    from grafana_kit.model.environment import Environment


@frozen
class ForeignBuilt:
    """What was built of grafanalib files, and what is worth a look in it."""

    built: tuple[Built, ...]
    notes: tuple[str, ...]


def build_paths(
    paths: Sequence[Path],
    environments: Sequence[Environment],
    output: Path,
    *,
    variable: str | None = None,
    as_is: bool = False,
    force: bool = False,
) -> ForeignBuilt:
    """Build grafanalib files and folders of them; what was built beside them before stays.

    Args:
        paths: files of any name, or folders that are searched for ``*.dashboard.py`` and
            ``*.alertgroup.py``.
        environments: the environments to build for.
        output: the folder to write into.
        variable: the name to read from each file.
        as_is: write the bytes that grafanalib's own generator writes.
        force: overwrite generated files that were edited by hand, keeping copies.

    Raises:
        KitErrors: every file that could not be built; nothing was written.
        OutputError: the folder cannot be written; the last good output is intact.
    """
    loaded, errors = load(paths, variable=variable, as_is=as_is)
    notes: dict[str, None] = {}
    built = []
    for environment in environments:
        bundle = _bundle(loaded, paths, environment, errors, notes, as_is=as_is)
        name = environment.name
        before = read(output, name)
        rules = rule_uids(bundle)
        wanted = content_files(bundle)
        built.append(Built(bundle, plan(output, name, wanted, before, rules, partial=True)))
    raise_all(errors)
    apply(output, [one.plan for one in built], force=force)
    return ForeignBuilt(tuple(built), tuple(notes))


def _bundle(
    loaded: Sequence[Loaded],
    paths: Sequence[Path],
    environment: Environment,
    errors: list[KitError],
    notes: dict[str, None],
    *,
    as_is: bool,
) -> Bundle:
    resources = legacy_resources(loaded, paths, environment, errors, notes, as_is=as_is)
    bundle = Bundle(environment, tuple(resources))
    if not as_is:
        for problem in checks.run(bundle):
            # An old query that the parser refuses is worth a look; that it builds is the promise here.
            if problem.check == promql_syntax.ID:
                notes[f"{problem.source}: {problem.message}"] = None
            else:
                errors.append(problem.error())
    return bundle
