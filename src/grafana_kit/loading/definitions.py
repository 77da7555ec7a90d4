"""A project's author modules, read and evaluated: from Python files to what they yield per environment."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from grafana_kit.errors import AuthorError, KitError, KitErrors, nearest
from grafana_kit.loading.isolation import author_code, isolated, run_module
from grafana_kit.model.alerting import Alert, Record, RuleGroup
from grafana_kit.model.dashboard import Dashboard
from grafana_kit.model.resource import Board, Evaluated, Group
from grafana_kit.model.source import Source

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
    errors: list[KitError] = []
    files = tuple(source_files(project))
    with isolated(project.root):
        definitions: dict[int, Definition] = {}
        for file in files:
            try:
                module = _import(file, project.root)
            except KitErrors as several:
                errors.extend(several.errors)
            except KitError as error:
                errors.append(error)
            else:
                definitions.update((id(one), one) for one in _own_definitions(module))
        found = sorted(definitions.values(), key=lambda one: (str(one.source.path), one.source.line))
        errors.extend(_unknown_environments(found, project))
        evaluated = tuple(_evaluate(found, one, errors) for one in environments)
    return Definitions(files, len(found), evaluated, errors)


def source_files(project: Project) -> Iterator[Path]:
    """Yield the Python files of the source folders, in a stable order; hidden ones are left out."""
    for folder in project.sources:
        for file in sorted((project.root / folder).rglob("*.py")):
            parts = file.relative_to(project.root).parts
            if not any(part.startswith((".", "__")) for part in parts) and not file.name.endswith(
                GRAFANALIB_SUFFIXES
            ):
                yield file


def _import(file: Path, root: Path) -> ModuleType:
    parts = file.relative_to(root).with_suffix("").parts
    name = ".".join(parts)
    if all(part.isidentifier() for part in parts):
        # An import, not a bare execution: another module that imports it gets the same objects.
        with author_code(file):
            return importlib.import_module(name)
    return run_module(file, name)


def _own_definitions(module: ModuleType) -> Iterator[Definition]:
    """Yield the definitions that belong to a module: not those that it imported from where they stand."""
    for value in list(vars(module).values()):
        for one in _within(value):
            home = sys.modules.get(one.function.__module__)
            if home is module or home is None or not any(one is other for other in vars(home).values()):
                yield one


def _within(value: object) -> Iterator[Definition]:
    if isinstance(value, Dashboard | RuleGroup):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for one in value.values() if isinstance(one, Dashboard | RuleGroup))
    elif isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, Dashboard | RuleGroup))


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
            with author_code(one.module()):
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
    where = Source(definition.module(), definition.function.__code__.co_firstlineno)
    raise AuthorError(
        f"{definition.function.__name__} returns {type(result).__name__}, not its rows or rules",
        where=where,
        hint="yield them, or return a list",
    )
