"""The main job: from an author's files to a provisioning folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit import checks
from grafana_kit.app.legacy import legacy_resources
from grafana_kit.destinations import files as destination
from grafana_kit.destinations import manifest, writing
from grafana_kit.destinations.files import FilePlan
from grafana_kit.errors import AuthorError, CheckError, KitError, KitErrors
from grafana_kit.loading.definitions import grafanalib_sources, load
from grafana_kit.model.resource import Bundle
from grafana_kit.model.source import Source
from grafana_kit.render.bundle import render
from grafana_kit.render.provisioning import files, rule_uids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from grafana_kit.loading.grafanalib_files import Loaded
    from grafana_kit.model.environment import Environment, Project


@frozen
class Built:
    """What was built for one environment, and what it changes in the output folder."""

    bundle: Bundle
    plan: FilePlan


@frozen
class Build:
    """What a build did, or with ``check`` would find unchanged.

    Attributes:
        built: one for each environment, in the order in which they were asked for.
        retired: what was built for environments that the project no longer has, and was removed.
    """

    built: tuple[Built, ...]
    retired: tuple[FilePlan, ...]

    def plans(self) -> tuple[FilePlan, ...]:
        """Return all that the build changes in the output folder."""
        return (*(one.plan for one in self.built), *self.retired)


def quiet(_text: str) -> None:
    """Show no progress."""


def bundles(
    project: Project, environments: Sequence[Environment], progress: Callable[[str], None] = quiet
) -> list[Bundle]:
    """Load, render and check a project for some of its environments.

    Args:
        project: what to read.
        environments: for which of its environments.
        progress: is told what is being done.

    Raises:
        KitErrors: everything that is wrong, in all modules and environments, each once.
    """
    progress("reading the definitions")
    definitions = load(project, environments)
    tops = [project.root / folder for folder in project.sources]
    errors: list[KitError] = list(definitions.errors)
    old = _grafanalib(project, errors)
    made: list[Bundle] = []
    for evaluated in definitions.evaluated:
        if definitions.count and not errors and not (evaluated.boards or evaluated.groups or old):
            errors.append(_nothing_for(evaluated.environment))
        progress(f"{evaluated.environment.name}: rendering")
        more = legacy_resources(old, tops, evaluated.environment, errors, {})
        bundle, problems = render(evaluated, more)
        errors.extend(problems)
        errors.extend(problem.error() for problem in checks.run(bundle))
        made.append(bundle)
    if not errors and not definitions.count and not old:
        folders = ", ".join(f"{folder}/" for folder in project.sources)
        errors.append(
            AuthorError(
                f"nothing is defined in {folders}",
                where=str(project.root),
                hint="write a dashboard (docs/authoring.md), or start from an example: grafana-kit init",
            )
        )
    raise_all(errors)
    return made


def _grafanalib(project: Project, errors: list[KitError]) -> list[Loaded]:
    files = grafanalib_sources(project)
    if not files:
        return []
    from grafana_kit.loading.grafanalib_files import load as load_grafanalib  # a slow import, seldom needed

    loaded, failed = load_grafanalib(files)
    errors.extend(failed)
    return loaded


def _nothing_for(environment: Environment) -> KitError:
    # Not a reason to remove all that earlier builds wrote for it.
    return AuthorError(
        f'nothing is defined for the environment "{environment.name}"',
        where=environment.origin,
        hint="add it to the environments= of a definition, or take it out of the project file",
    )


def build(
    project: Project,
    environments: Sequence[Environment],
    output: Path,
    *,
    check: bool = False,
    force: bool = False,
) -> Build:
    """Build some environments of a project into a folder: :func:`prepare`, then :func:`finish`."""
    done = prepare(project, environments, output)
    finish(done, output, check=check, force=force)
    return done


def prepare(
    project: Project,
    environments: Sequence[Environment],
    output: Path,
    progress: Callable[[str], None] = quiet,
) -> Build:
    """Return what a build of some environments would write into a folder; nothing is written yet.

    Args:
        project: what to build.
        environments: for which of its environments.
        output: the folder to write into.
        progress: is told what is being done.

    Raises:
        KitErrors: what is wrong with the definitions.
        OutputError: something in the output folder cannot be read or stands in the way.
    """
    once = {one.name: one for one in environments}
    made = bundles(project, list(once.values()), progress)
    progress("comparing with the output")
    built = tuple(Built(one, plan(one, output)) for one in made)
    all_of_them = once.keys() >= project.environments.keys()
    return Build(built, tuple(_retired(project, output)) if all_of_them else ())


def finish(
    done: Build,
    output: Path,
    *,
    check: bool = False,
    force: bool = False,
    progress: Callable[[str], None] = quiet,
) -> None:
    """Write what was prepared.

    Args:
        done: what :func:`prepare` returned.
        output: the folder to write into.
        check: write nothing, and fail if something would change.
        force: overwrite generated files that were edited by hand, keeping copies.
        progress: is told what is being done.

    Raises:
        KitErrors: files are in the way that build did not write, or that were edited since.
        CheckError: with ``check``, the output is stale.
        OutputError: the folder cannot be written; every file in it is whole.
    """
    if check:
        _check_fresh(done, output)
    else:
        progress(f"writing {sum(len(one.writes) for one in done.plans())} files")
        writing.apply(output, done.plans(), force=force)


def plan(bundle: Bundle, output: Path) -> FilePlan:
    """Return what building a bundle changes in the output folder."""
    environment = bundle.environment
    before = manifest.read(output, environment.name)
    rules = rule_uids(bundle)
    wanted = files(bundle, destination.tombstones(before, rules))
    return destination.plan(output, environment.name, wanted, before, rules, project=environment.project)


def _retired(project: Project, output: Path) -> Iterator[FilePlan]:
    for name in manifest.environments(output):
        if name not in project.environments:
            before = manifest.read(output, name)
            if before.project == project.name:
                yield destination.retire(output, name, before)


def _check_fresh(done: Build, output: Path) -> None:
    stale = []
    for one in done.plans():
        stale += [f"missing: {path}" for path in one.create]
        stale += [f"differs: {path}" for path in one.change]
        stale += [f"no longer written: {path}" for path in one.remove]
        if one.changes_anything and not (one.writes or one.remove):
            stale.append(f"differs: the record of what was built for {one.environment}")
    if stale:
        raise CheckError(
            "the output is not what the sources build",
            where=Source(str(output)),
            details=stale,
            hint="grafana-kit build",
        )


def raise_all(errors: Sequence[KitError]) -> None:
    """Raise every error once, if there is any: the same module fails alike in every environment."""
    unique = {(error.summary, error.where, error.details): error for error in errors}
    if len(unique) == 1:
        raise next(iter(unique.values()))
    if unique:
        raise KitErrors(list(unique.values()))
