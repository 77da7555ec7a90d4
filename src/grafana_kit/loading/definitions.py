"""A project's author modules, read and evaluated: from Python files to what they yield per environment."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from grafana_kit.errors import AuthorError, KitError, KitErrors, ProjectError, nearest
from grafana_kit.loading.isolation import author_code, isolated, run_module
from grafana_kit.model.alerting import Alert, Record, RuleGroup
from grafana_kit.model.dashboard import Dashboard
from grafana_kit.model.resource import Board, Evaluated, Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from grafana_kit.model.environment import Environment, Project

Definition: TypeAlias = "Dashboard | RuleGroup"

GRAFANALIB_SUFFIXES = (".dashboard.py", ".alertgroup.py")
"""Files that grafanalib's own generators take; :mod:`grafana_kit.loading.grafanalib_files` reads them."""


@frozen(eq=False)
class Definitions:
    """What a project's modules define, what it yields per environment, and what went wrong.

    Attributes:
        files: the modules that were read.
        count: how many definitions were found.
        evaluated: one for each environment that was asked for, in that order.
        errors: of modules and of definitions; the rest was read all the same.
    """

    files: tuple[Path, ...]
    count: int
    evaluated: tuple[Evaluated, ...]
    errors: list[KitError] = field(factory=list)


def load(project: Project, environments: Sequence[Environment]) -> Definitions:
    """Read every module of the project's source folders and evaluate its definitions.

    An error in one module does not hide what is wrong with another: all are returned.
    """
    errors: list[KitError] = list(_missing_folders(project))
    files = tuple(source_files(project))
    with isolated(project.root):
        definitions: dict[int, Definition] = {}
        for file in files:
            try:
                with author_code(file):
                    own = list(_own_definitions(_import(file, project.root)))
            except KitErrors as several:
                errors.extend(several.errors)
            except KitError as error:
                errors.append(error)
            else:
                definitions.update((id(one), one) for one in own)
        found = sorted(definitions.values(), key=lambda one: (str(one.source.path), one.source.line))
        errors.extend(_unknown_environments(found, project))
        evaluated = tuple(_evaluate(found, one, errors) for one in environments)
    return Definitions(files, len(found), evaluated, errors)


def source_files(project: Project) -> Iterator[Path]:
    """Yield the Python files of the source folders, in a stable order; hidden ones are left out."""
    return (file for file in _python_files(project) if not file.name.endswith(GRAFANALIB_SUFFIXES))


def grafanalib_sources(project: Project) -> list[Path]:
    """Return the files of grafanalib code in the source folders: they are told by their suffix."""
    return [file for file in _python_files(project) if file.name.endswith(GRAFANALIB_SUFFIXES)]


def _python_files(project: Project) -> Iterator[Path]:
    for folder in project.sources:
        for file in sorted((project.root / folder).rglob("*.py")):
            parts = file.relative_to(project.root).parts
            hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
            if not hidden and file.is_file():
                yield file


def _missing_folders(project: Project) -> Iterator[ProjectError]:
    """Yield folders that the project file names and that are not there: all they held would be removed."""
    if "sources" in project.origins:
        for folder in project.sources:
            if not (project.root / folder).is_dir():
                yield ProjectError(
                    f'there is no folder "{folder}"',
                    where=project.origins["sources"].source,
                    hint=f"correct sources:, or make it: mkdir {folder}",
                )


def _import(file: Path, root: Path) -> ModuleType:
    """Return a file's module: imported where its name leads to it, so that others get the same objects."""
    *folders, name = file.relative_to(root).with_suffix("").parts
    if name == "__init__" and folders:
        name = folders.pop()
    dotted = ".".join((*folders, name))
    if not any("." in part for part in (*folders, name)) and _leads_to(dotted, file):
        return importlib.import_module(dotted)
    # A dot in the file's name, or a package of the same name elsewhere. A slash is in no other module's name.
    return run_module(file, ".".join((*folders, f"{name.replace('.', '/')}/")))


def _leads_to(dotted: str, file: Path) -> bool:
    try:
        spec = importlib.util.find_spec(dotted)
    except (ImportError, ValueError):  # its parent is no package, or a module without a spec
        return False
    return spec is not None and spec.origin == str(file)


def _own_definitions(module: ModuleType) -> Iterator[Definition]:
    """Yield the definitions that belong to a module: not those that it imported from where they stand."""
    for name, value in list(vars(module).items()):
        if name.startswith("__"):
            continue  # Python's own: the module's name, its builtins
        for one in _within(value):
            home = sys.modules.get(one.function.__module__)
            if home is module or home is None or not any(one is other for other in vars(home).values()):
                yield one


def _within(value: object, depth: int = 3) -> Iterator[Definition]:
    """Yield a definition, or those in a collection; collections of collections to a depth, for cycles."""
    if isinstance(value, Dashboard | RuleGroup):
        yield value
    elif depth and isinstance(value, dict | list | tuple | set):
        for item in list(value.values() if isinstance(value, dict) else value):
            yield from _within(item, depth - 1)


def _unknown_environments(definitions: Sequence[Definition], project: Project) -> Iterator[AuthorError]:
    for one in definitions:
        for name in one.environments or ():
            if name not in project.environments:
                yield AuthorError(
                    f'there is no environment "{name}"',
                    where=one.source,
                    hint=nearest(name, project.environments),
                )


def _evaluate(
    definitions: Sequence[Definition], environment: Environment, errors: list[KitError]
) -> Evaluated:
    boards: list[Board] = []
    groups: list[Group] = []
    for one in definitions:
        if one.environments is not None and environment.name not in one.environments:
            continue
        try:
            with author_code(str(one.source)):
                if isinstance(one, Dashboard):
                    boards.append(Board(one, tuple(_items(one, one(environment)))))
                else:
                    groups.append(Group(one, tuple(_rules(one, environment))))
        except KitErrors as several:
            errors.extend(several.errors)
        except KitError as error:
            errors.append(error)
    return Evaluated(environment, tuple(boards), tuple(groups))


def _rules(definition: RuleGroup, environment: Environment) -> Iterator[Alert | Record]:
    for rule in _items(definition, definition(environment)):
        if not isinstance(rule, Alert | Record):
            raise AuthorError(
                f"a rule group yields {type(rule).__name__}",
                where=definition.source,
                hint="yield Alert or Record",
            )
        yield rule


def _items(definition: Definition, result: Any) -> Iterable[Any]:
    if isinstance(result, Iterable) and not isinstance(result, str | Mapping):
        return result
    raise AuthorError(
        f"{getattr(definition.function, '__name__', 'its function')} returns {type(result).__name__}, not its rows or rules",
        where=definition.source,
        hint="yield them, or return a list",
    )
