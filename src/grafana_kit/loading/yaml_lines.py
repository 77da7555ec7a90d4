"""YAML that remembers the line of every value, and one place to collect what is wrong with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import yaml
from attrs import frozen

from grafana_kit.errors import KitErrors, ProjectError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

Scalar: TypeAlias = "str | int | float | bool | None"

# What YAML 1.1 takes for a date or for "=" is text to its author.
_AS_TEXT = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value"}
_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}
_CONTAINERS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


@frozen
class Node:
    """A value of a YAML file.

    Attributes:
        line: where its key stands, or itself where it has no key.
        text: a scalar as it is written: the version ``10.10`` is not the number 10.1.
    """

    value: Scalar | dict[str, Node] | list[Node]
    line: int
    text: str = ""


class Problems:
    """Collects the errors of one file, so that one run reports all of them."""

    def __init__(self, file: Path) -> None:
        """Start without errors."""
        self.file = file
        self.found: list[ProjectError] = []

    def source(self, line: int) -> Source:
        """Return a place in the file."""
        return Source(str(self.file), line)

    def add(self, line: int, summary: str, hint: str = "") -> None:
        """Note an error and go on."""
        self.found.append(ProjectError(summary, where=self.source(line), hint=hint))

    def stop_if_any(self) -> None:
        """Raise what was found so far, in the order of the file.

        Raises:
            ProjectError: there was one error.
            KitErrors: there were several.
        """
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise KitErrors(sorted(self.found, key=lambda one: int(one.where.rpartition(":")[2])))

    def stop(self, line: int, summary: str, hint: str = "") -> NoReturn:
        """Raise all that was found and this: there is no sense in reading further."""
        self.add(line, summary, hint)
        self.stop_if_any()
        raise AssertionError  # pragma: no cover - the line above raises


def read_yaml(text: str, problems: Problems) -> Node:
    """Return the one document in ``text``.

    Raises:
        ProjectError: it is not YAML. Errors that leave a readable rest are collected instead.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            problems.stop(1, "the file is empty", "grafana-kit init writes one to start from")
        node = _Converter(problems).node(root)
        if node is None:
            problems.stop_if_any()
        return node or Node(None, 1)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # Only the parser's own words: its excerpts of the file could show a secret.
        problems.stop(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.stop(line, f"not valid YAML: the character U+{error.character:04X} is not allowed")
    except RecursionError:
        problems.stop(1, "not valid YAML: it is nested too deeply")


class _Converter:
    """Makes nodes of PyYAML's nodes; what cannot be read is reported and left out (None)."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.seen: set[int] = set()
        self.construct = yaml.constructor.SafeConstructor().construct_object

    def node(self, node: yaml.Node, line: int | None = None) -> Node | None:
        line = node.start_mark.line + 1 if line is None else line
        if id(node) in self.seen:
            # An alias is the same node once more; without them no value has two places, and no file can
            # grow beyond its size or contain itself.
            return self.left_out(
                line, "YAML aliases (*name) are not read", "write what environments share under defaults:"
            )
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode) and node.tag in _CONTAINERS:
            return Node(self.mapping(node), line)
        if isinstance(node, yaml.SequenceNode) and node.tag in _CONTAINERS:
            return Node([item for item in map(self.node, node.value) if item], line)
        if node.tag in _AS_TEXT and isinstance(node, yaml.ScalarNode):
            return Node(node.value, line, node.value)
        if node.tag in _SCALARS and isinstance(node, yaml.ScalarNode):
            return self.scalar(node, line)
        return self.left_out(line, "YAML tags (!name) are not read", "write the plain value")

    def left_out(self, line: int, summary: str, hint: str) -> Node | None:
        self.problems.add(line, summary, hint)
        return None

    def mapping(self, node: yaml.MappingNode) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.add(line, "a key must be a word")
            elif key.value in entries:
                first = entries[key.value].line
                self.problems.add(
                    line, f'the key "{key.value}" is here twice', f"the first is on line {first}"
                )
            elif child := self.node(value, line):
                entries[key.value] = child
        return entries

    def scalar(self, node: yaml.ScalarNode, line: int) -> Node | None:
        try:
            return Node(self.construct(node), line, node.value)
        except (ValueError, OverflowError):
            return self.left_out(line, "a number that cannot be read", "if it is text, put it in quotes")
