"""One layer of an environment (its defaults, or its own mapping), read by the schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from grafana_kit.errors import nearest
from grafana_kit.loading import kinds
from grafana_kit.loading.kinds import Refused, shown
from grafana_kit.loading.schema import ALTERNATIVES, ENVIRONMENT, default
from grafana_kit.loading.yaml_lines import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grafana_kit.loading.kinds import Kind
    from grafana_kit.loading.schema import Key
    from grafana_kit.loading.yaml_lines import Problems

# Names under which people write secrets into files. headers_env is free to say "Authorization": what stands
# behind it is a variable's name.
_SECRET = re.compile(
    r"(?:.*[_.-])?(token|api_?key|bearer|authorization|password|passwd|basic_?auth|credentials|secret(?:_key)?)",
    re.IGNORECASE,
)
_PUBLISHED = (kinds.TEXT, kinds.SETTING)


@frozen
class Given:
    """A value of the project file, of the type that its kind reads, and its line."""

    value: Any
    line: int


Layer: TypeAlias = "dict[tuple[str, str], Given]"
"""(key, "") → value; of a mapping whose keys the author chooses (key, entry) → value."""


class LayerReader:
    """Reads one mapping by a schema; what is wrong goes to ``problems``."""

    def __init__(self, schema: Mapping[str, Key], place: str, problems: Problems) -> None:
        """Take a place such as ``environments.dev``, for the messages."""
        self.schema = schema
        self.place = f"{place}." if place else ""
        self.problems = problems
        self.layer: Layer = {}

    def read(self, node: Node) -> Layer:
        """Return what the mapping says."""
        self._section(node, "")
        for key, other in ALTERNATIVES.items():
            both = [self.layer[one, ""] for one in (key, other) if (one, "") in self.layer]
            if key < other and len(both) > 1:
                line = max(one.line for one in both)
                self.problems.add(
                    line, f"{self.place}{key} and {other} name the same secret", "keep one of them"
                )
        return self.layer

    def _section(self, node: Node, prefix: str) -> None:
        known = {key[len(prefix) :].partition(".")[0] for key in self.schema if key.startswith(prefix)}
        for name, child in self._entries(node, prefix.rstrip(".")):
            key = prefix + name
            if key in self.schema:
                self._key(key, self.schema[key], child)
            elif name in known:
                self._section(child, f"{key}.")
            else:
                self._unknown(key, name, child, known)

    def _entries(self, node: Node, key: str) -> Iterator[tuple[str, Node]]:
        if isinstance(node.value, dict):
            yield from node.value.items()
        elif node.value is not None:  # "dev:" with nothing behind it is an empty mapping
            self._expected(node, key, "a mapping", quiet=True)

    def _key(self, key: str, schema: Key, node: Node) -> None:
        if schema.names is None:
            if node.value is None and key in ENVIRONMENT and default(key) is None:
                self.layer[key, ""] = Given(None, node.line)  # takes a value of the defaults back
            else:
                self._value(key, "", schema.kind, node)
            return
        for name, child in self._flat(node, key) if schema.nested else self._entries(node, key):
            if self._name(key, name, schema, child):
                self._value(key, name, schema.kind, child)

    def _flat(self, node: Node, key: str, prefix: str = "") -> Iterator[tuple[str, Node]]:
        for name, child in self._entries(node, key):
            if isinstance(child.value, dict):
                yield from self._flat(child, key, f"{prefix}{name}.")
            else:
                yield prefix + name, child

    def _name(self, key: str, name: str, schema: Key, node: Node) -> bool:
        assert schema.names
        first = self.layer.get((key, name))
        if schema.kind in _PUBLISHED and _SECRET.fullmatch(name):
            self._secret(f"{key}.{name}", node)
        elif first is not None:
            self.problems.add(
                node.line, f'{self.place}{key} has "{name}" twice', f"the first is on line {first.line}"
            )
        else:
            try:
                schema.names.read(Node(name, node.line, name))
            except Refused:
                given = shown(Node(name, node.line, name))
                self.problems.add(node.line, f"{self.place}{key}: {given} is not {schema.names.says}")
            else:
                return True
        return False

    def _value(self, key: str, name: str, kind: Kind, node: Node) -> None:
        try:
            self.layer[key, name] = Given(kind.read(node), node.line)
        except Refused as refused:
            full = f"{key}.{name}" if name else key
            self._expected(node, full, kind.says, hint=refused.hint, quiet=refused.quiet)

    def _expected(self, node: Node, key: str, says: str, *, hint: str = "", quiet: bool = False) -> None:
        given = "" if quiet else f", got {shown(node)}"
        place = (self.place + key).rstrip(".") or "the file"
        self.problems.add(node.line, f"{place}: expected {says}{given}", hint)

    def _unknown(self, key: str, name: str, node: Node, siblings: set[str]) -> None:
        if _SECRET.fullmatch(name):
            self._secret(key, node)
            return
        elsewhere = [other for other in self.schema if other.endswith(f".{name}")]
        belongs = f"it belongs under {elsewhere[0].rpartition('.')[0]}:" if elsewhere else ""
        given = shown(Node(name, node.line, name))
        place = (self.place + key[: len(key) - len(name)]).rstrip(".")
        self.problems.add(
            node.line,
            f"{given} is not a key of {place or 'the project file'}",
            belongs or nearest(name, siblings),
        )

    def _secret(self, key: str, node: Node) -> None:
        matched = _SECRET.fullmatch(key)
        stem = "password" if matched and matched[1].lower().startswith(("pass", "basic")) else "token"
        self.problems.add(
            node.line,
            f"{self.place}{key}: secrets are never written into the project file",
            f"name it under grafana: {stem}_env: NAME_OF_A_VARIABLE, or {stem}_file: PATH; and revoke what was written",
        )
