"""Finds and reads the project file, ``grafana-kit.yaml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from grafana_kit.errors import ProjectError
from grafana_kit.loading import kinds
from grafana_kit.loading.layers import LayerReader
from grafana_kit.loading.schema import ALTERNATIVES, ENVIRONMENT, NEEDS, PROJECT, SECTIONS, SHARED, default
from grafana_kit.loading.yaml_lines import Node, Problems, read_yaml
from grafana_kit.model.environment import Environment, Origin, Project, Setting

if TYPE_CHECKING:
    from grafana_kit.loading.layers import Given, Layer

FILE_NAME = "grafana-kit.yaml"

# How Grafana's own tokens begin: service accounts, access policies, and JSON (JWTs, old API keys) in base64.
_TOKEN = re.compile(r"(?<![A-Za-z0-9])(?:glsa_|glc_|eyJ)")


def load_project(start: Path | None = None, *, file: Path | None = None) -> Project:
    """Return the project whose file lies in ``start`` (the working directory) or the nearest folder above.

    Args:
        start: where to begin to look.
        file: the project file itself; nothing is looked for.

    Raises:
        ProjectError: there is no project file, or it has an error.
        KitErrors: it has several errors.
    """
    file = (file or _find(start or Path.cwd())).absolute()
    problems = Problems(file)
    text = _read(file, problems)
    _refuse_tokens(text, problems)
    project = _project(read_yaml(text, problems), problems)
    problems.stop_if_any()
    return project


def default_project(root: Path) -> Project:
    """Return what stands in for a project file where a folder has none: one environment, ``default``."""
    environment = Environment(name="default", project="default", origin=Problems(root / FILE_NAME).source(0))
    return Project(
        "default",
        root.absolute(),
        (".",),
        environments={"default": environment},
        file=root.absolute() / FILE_NAME,
    )


def _find(start: Path) -> Path:
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise ProjectError(f"no {FILE_NAME} in {start} or above it", hint="grafana-kit init")


def _read(file: Path, problems: Problems) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"the project file cannot be read: {error.strerror}", where=file, hint="grafana-kit init"
        ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.stop(data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8", "save it as UTF-8")


def _refuse_tokens(text: str, problems: Problems) -> None:
    # Before anything else, and in comments too: no later error can then show a token by accident.
    for number, line in enumerate(text.split("\n"), 1):
        if _TOKEN.search(line):
            problems.add(
                number,
                "this line holds what looks like a Grafana token",
                "revoke it in Grafana, take it out, and name it: token_env: NAME_OF_A_VARIABLE",
            )
    problems.stop_if_any()


def _project(root: Node, problems: Problems) -> Project:
    if not isinstance(root.value, dict):
        problems.stop(
            root.line, "the file must be a mapping of keys", "grafana-kit init writes one to start from"
        )
    top = LayerReader(PROJECT, "", problems).read(root)
    given = {key: value.value for (key, _), value in top.items() if value.value is not None}
    if "project" not in root.value:
        problems.add(root.line, 'the key "project" is missing', "begin the file with project: NAME")
    _check_output(top, problems)
    shared = LayerReader(SHARED, "defaults", problems).read(given.pop("defaults", Node({}, root.line)))
    name = given.pop("project", "")
    given.pop("environments", None)
    origins = {key: Origin("project file", problems.source(one.line)) for (key, _), one in top.items()}
    listed = _named(root.value.get("environments", Node(None, root.line)), problems)
    environments = {one: _environment(one, node, name, shared, problems) for one, node in listed}
    _check_aliases(environments, problems)
    return Project(
        name, problems.file.parent, environments=environments, file=problems.file, origins=origins, **given
    )


def _check_output(top: Layer, problems: Problems) -> None:
    values: dict[str, Any] = {key: default(key) for key in ("sources", "metrics", "output")}
    values.update({key: one.value for (key, _), one in top.items() if key in values})
    output = values["output"]
    held = [
        folder
        for folder in (*values["sources"], values["metrics"])
        if f"{folder}/".startswith(f"{output}/") or output == "."
    ]
    if held:
        line = max(one.line for (key, _), one in top.items() if key in values)
        problems.add(
            line, f'output "{output}" would hold "{held[0]}"', "build writes into a folder of its own"
        )


def _named(listed: Node, problems: Problems) -> list[tuple[str, Node]]:
    if listed.value in (None, {}):
        problems.add(listed.line, "the project has no environments", "add one: environments: {dev: {}}")
    if not isinstance(listed.value, dict):
        return []  # the schema has reported it
    good = []
    for name, node in listed.value.items():
        try:
            kinds.ENVIRONMENT_NAME.read(Node(name, node.line, name))
        except kinds.Refused:
            given = kinds.shown(Node(name, node.line, name))
            problems.add(node.line, f"environments: {given} is not {kinds.ENVIRONMENT_NAME.says}")
        else:
            good.append((name, node))
    return good


def _environment(name: str, node: Node, project: str, shared: Layer, problems: Problems) -> Environment:
    place = f"environments.{name}"
    own = LayerReader(ENVIRONMENT, place, problems).read(node)
    hidden = {ALTERNATIVES.get(key) for key, _ in own}
    merged = {**{key: value for key, value in shared.items() if key[0] not in hidden}, **own}
    present = {key for (key, _), value in merged.items() if value.value is not None}
    for key, others in NEEDS.items():
        if key in present and present.isdisjoint(others):
            problems.add(merged[key, ""].line, f"{place}.{key} needs {' or '.join(others)}")
    origins = {
        ".".join(filter(None, key)): Origin(
            "environment" if key in own else "defaults", problems.source(value.line)
        )
        for key, value in merged.items()
    }
    environment: Environment = _build(
        Environment,
        merged,
        problems,
        name=name,
        project=project,
        origin=problems.source(node.line),
        origins=origins,
    )
    return environment


def _build(owner: type, values: Layer, problems: Problems, section: str = "", **given: Any) -> Any:
    """Return an instance of ``owner``; what no layer gives is left to its own defaults."""
    for name in attrs.fields_dict(owner):
        key = f"{section}{name}"
        if key in SECTIONS:
            given[name] = _build(SECTIONS[key], values, problems, f"{key}.")
        elif key in ENVIRONMENT and ENVIRONMENT[key].names:
            entries = {entry: value for (one, entry), value in values.items() if one == key}
            given[name] = _entries(key, entries, given, problems)
        elif (key, "") in values:
            given[name] = _value(key, values[key, ""].value, problems.file.parent)
    return owner(**given)


def _entries(
    key: str, entries: dict[str, Given], given: dict[str, Any], problems: Problems
) -> dict[str, object]:
    if key == "settings":
        return {name: Setting(one.value, problems.source(one.line)) for name, one in entries.items()}
    built_in = {"environment": given["name"]} if key == "labels" else {}
    return {**built_in, **{name: one.value for name, one in entries.items()}}


def _value(key: str, value: object, root: Path) -> object:
    if ENVIRONMENT[key].kind is kinds.FILE and isinstance(value, str) and not value.startswith("~"):
        return str(root / value)
    return value


def _check_aliases(environments: dict[str, Environment], problems: Problems) -> None:
    owners = {name: name for name in environments}
    for environment in environments.values():
        for alias in environment.aliases:
            if alias in owners:
                place = environment.origins["aliases"].source
                problems.add(
                    place.line if place else 1,
                    f'environments.{environment.name}.aliases: "{alias}" already means environment "{owners[alias]}"',
                    "every name and alias stands for one environment",
                )
            owners.setdefault(alias, environment.name)
