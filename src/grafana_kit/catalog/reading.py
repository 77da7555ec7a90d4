"""Python source → metric modules, without executing any of it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING, Any

from attrs import fields_dict, frozen

from grafana_kit.catalog.module import KINDS, SELECTION, Entry, Module
from grafana_kit.errors import InputError
from grafana_kit.model.metric import OPEN
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HINT = "a metric module assigns metrics to names, as capture writes it; move what is yours to another module"
_OUR_EXCEPTIONS = re.compile(r"# ruff: noqa: (?:N816|S108|RUF001|RUF100|, )+")


@frozen
class _Misunderstood(Exception):  # noqa: N818 - it never leaves this module
    """A part of the file that is not understood."""

    node: ast.AST
    reason: str


def read(text: str, where: str) -> Module:
    """Return the module that a file holds; ``Module.unknown`` says what of it is not understood.

    Raises:
        InputError: the file is not Python.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:  # ValueError: a null byte, before Python 3.11.4
        line = getattr(error, "lineno", None) or 0
        reason = getattr(error, "msg", error)
        raise InputError(f"not valid Python: {reason}", where=Source(where, line)) from error
    return _Reader(text, tree, where).module()


class _Reader:
    def __init__(self, text: str, tree: ast.Module, where: str) -> None:
        self._lines = text.split("\n")
        self._statements = tree.body
        self._where = where
        self._names: dict[str, Any] = {"OPEN": OPEN}
        self._unknown: list[InputError] = []
        self._comments = dict(_comments(text))

    def module(self) -> Module:
        docstring = None
        entries: dict[str, Entry] = {}
        header = self._header()
        for position, statement in enumerate(self._statements):
            if position == 0 and _is_docstring(statement):
                docstring = ast.get_source_segment("\n".join(self._lines), statement)
                continue
            try:
                entry = self._statement(statement)
            except _Misunderstood as problem:
                self._report(getattr(problem.node, "lineno", statement.lineno), problem.reason)
                continue
            if entry is None:
                continue
            if entry.metric.name in entries or any(
                entry.identifier == one.identifier for one in entries.values()
            ):
                self._report(entry.line, f"{entry.identifier} is there twice")
            entries[entry.metric.name] = entry
        for line in self._comments:
            self._report(line, "capturing again would lose this comment", "put it right above a metric")
        return Module(tuple(entries.values()), docstring, header, tuple(self._unknown))

    def _report(self, line: int, reason: str, hint: str = _HINT) -> None:
        quoted = self._lines[line - 1].strip()
        self._unknown.append(
            InputError(reason, where=Source(self._where, line), hint=hint, details=(quoted,))
        )

    def _header(self) -> tuple[str, ...]:
        first = self._statements[0].lineno if self._statements else len(self._lines) + 1
        lines = [line for line in self._comments if line < first]
        texts = [self._comments.pop(line) for line in lines]
        return tuple(text for text in texts if not _OUR_EXCEPTIONS.fullmatch(text))

    def _comment_above(self, statement: ast.stmt) -> tuple[str, ...]:
        line = statement.lineno - 1
        while line in self._comments and self._lines[line - 1].startswith("#"):
            line -= 1
        return tuple(self._comments.pop(number) for number in range(line + 1, statement.lineno))

    def _statement(self, statement: ast.stmt) -> Entry | None:
        if isinstance(statement, ast.ImportFrom):
            known = {"grafana_kit.metrics": {*KINDS, "OPEN"}, "__future__": {"annotations"}}
            names = known.get(statement.module or "", set())
            if all(alias.name in names and alias.asname is None for alias in statement.names):
                return None
            raise _Misunderstood(statement, "a metric module imports from grafana_kit.metrics only")
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                self._names[name] = text
                return None
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                return Entry(name, self._metric(call), self._comment_above(statement), statement.lineno)
        raise _Misunderstood(statement, "this is not the assignment of a metric")

    def _metric(self, call: ast.Call) -> Any:
        kind = KINDS.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if kind is None:
            raise _Misunderstood(call, f"this is none of {', '.join(KINDS)}")
        if len(call.args) != 1 or not isinstance(name := self._value(call.args[0]), str):
            raise _Misunderstood(call, "a metric begins with its name, and all else is given by keyword")
        keywords = {}
        for keyword in call.keywords:
            if keyword.arg not in fields_dict(kind) or keyword.arg in SELECTION:
                raise _Misunderstood(keyword, f"{kind.__name__} has no field {keyword.arg}")
            value = self._value(keyword.value)
            if not _CHECKS[keyword.arg](value):
                raise _Misunderstood(keyword, f"this is no value for {keyword.arg}")
            keywords[keyword.arg] = value
        return kind(name, **keywords)

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if name in self._names:
                return self._names[name]
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return tuple(self._value(item) for item in items)
            case ast.Dict(keys=keys, values=values):
                return {self._text(key): self._value(value) for key, value in zip(keys, values, strict=True)}
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        raise _Misunderstood(node, "this is not a plain value")

    def _text(self, node: ast.expr | None) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        raise _Misunderstood(node or ast.Pass(), "this is not the name of a label")


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_optional_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _are_numbers(value: object) -> bool:
    return isinstance(value, tuple) and all(type(one) in (int, float) for one in value)


def _are_labels(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(label, str)
        and (values is OPEN or (isinstance(values, tuple) and all(isinstance(one, str) for one in values)))
        for label, values in value.items()
    )


_CHECKS: dict[str, Callable[[object], bool]] = {
    "job": _is_optional_text,
    "labels": _are_labels,
    "help": _is_text,
    "unit_name": _is_optional_text,
    "observed": lambda value: isinstance(value, bool),
    "buckets": _are_numbers,
    "quantiles": _are_numbers,
}
