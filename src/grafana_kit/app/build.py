"""The main job: from an author's files to a provisioning folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit import checks
from grafana_kit.destinations import files as destination
from grafana_kit.destinations.files import FilePlan
from grafana_kit.errors import AuthorError, CheckError, KitError, KitErrors
from grafana_kit.loading.definitions import load
from grafana_kit.model.resource import Bundle
from grafana_kit.render.bundle import render
from grafana_kit.render.provisioning import files, rule_uids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grafana_kit.model.environment import Environment, Project


@frozen
class Built:
    """What was built for one environment, and what it changes in the output folder."""

    bundle: Bundle
    plan: FilePlan


def bundles(project: Project, environments: Sequence[Environment]) -> list[Bundle]:
    """Load, render and check a project for some of its environments.

    Raises:
        KitErrors: everything that is wrong, in all modules and environments, each once.
    """
    definitions = load(project, environments)
    errors: list[KitError] = list(definitions.errors)
    made: list[Bundle] = []
    for evaluated in definitions.evaluated:
        bundle, problems = render(evaluated)
        errors.extend(problems)
        errors.extend(problem.error() for problem in checks.run(bundle))
        made.append(bundle)
    if not errors and not definitions.count:
        folders = ", ".join(f"{folder}/" for folder in project.sources)
        errors.append(
            AuthorError(
                f"nothing is defined in {folders}",
                where=str(project.root),
                hint="write a dashboard (docs/authoring.md), or start from an example: grafana-kit init",
            )
        )
    _raise(errors)
    return made


def build(
    project: Project,
    environments: Sequence[Environment],
    output: Path,
    *,
    check: bool = False,
    force: bool = False,
) -> list[Built]:
    """Build some environments of a project into a folder.

    Args:
        project: what to build.
        environments: for which of its environments.
        output: the folder to write into.
        check: write nothing, and fail if something would change.
        force: overwrite generated files that were edited by hand, keeping copies.

    Raises:
        KitErrors: what is wrong with the definitions, or files that are in the way; nothing was written.
        CheckError: with ``check``, the output is stale.
        OutputError: the folder cannot be written; the last good output is intact.
    """
    built = [Built(bundle, plan(bundle, output)) for bundle in bundles(project, environments)]
    if check:
        _check_fresh(built, output)
    else:
        destination.apply(output, [one.plan for one in built], force=force)
    return built


def plan(bundle: Bundle, output: Path) -> FilePlan:
    """Return what building a bundle changes in the output folder."""
    name = bundle.environment.name
    before = destination.manifest(output, name)
    rules = rule_uids(bundle)
    wanted = files(bundle, destination.tombstones(before, rules))
    return destination.plan(output, name, wanted, before, rules)


def _check_fresh(built: Iterable[Built], output: Path) -> None:
    stale = []
    for one in built:
        stale += [f"missing: {path}" for path in one.plan.create]
        stale += [f"differs: {path}" for path in one.plan.change]
        stale += [f"no longer written: {path}" for path in one.plan.remove]
        if one.plan.changes_anything and not (one.plan.writes or one.plan.remove):
            stale.append(f"differs: the record of what was built for {one.plan.environment}")
    if stale:
        raise CheckError(
            "the output is not what the sources build", where=output, details=stale, hint="grafana-kit build"
        )


def _raise(errors: Sequence[KitError]) -> None:
    unique = {(error.summary, error.where, error.details): error for error in errors}
    if len(unique) == 1:
        raise next(iter(unique.values()))
    if unique:
        raise KitErrors(list(unique.values()))
