"""How PromQL is written: labels, strings, numbers and matchers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from grafana_kit.errors import AuthorError

Labels: TypeAlias = "str | Iterable[str]"

STRINGS_AND_COMMENTS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|#[^\n]*""")
"""The parts of PromQL text that are not code; group 1 is a string."""
_LABEL = re.compile(r"[a-zA-Z_]\w*", re.ASCII)


def label_tuple(labels: Labels) -> tuple[str, ...]:
    """Return label names as a tuple; one name may be given as plain text."""
    return (labels,) if isinstance(labels, str) else tuple(labels)


def quote(text: str) -> str:
    """Return a PromQL string literal, in the double quotes that Prometheus itself prints."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def label_name(label: str) -> str:
    """Return a label's name as PromQL writes it: a UTF-8 name (Prometheus 3) stands in quotes."""
    return label if _LABEL.fullmatch(label) else quote(label)


def label_list(labels: Iterable[str]) -> str:
    """Return label names in parentheses, as they stand behind ``by``, ``on`` and the like."""
    return f"({', '.join(map(label_name, labels))})"


def number(value: float) -> str:
    """Return a PromQL number literal: no trailing ``.0``, no loss.

    >>> number(0.05), number(20.0), number(float("inf"))
    ('0.05', '20', '+Inf')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return repr(float(value))


@frozen
class Matcher:
    """One label matcher of a selector: ``label op "value"``."""

    label: str
    op: Literal["=", "!=", "=~", "!~"]
    value: str

    def __str__(self) -> str:
        return f"{label_name(self.label)}{self.op}{quote(self.value)}"


@frozen
class Match:
    """A condition for ``where(...)`` that is not plain equality; the label's name comes from the keyword."""

    op: Literal["=", "!=", "=~", "!~"]
    value: str


Condition: TypeAlias = "str | int | tuple[str, ...] | list[str] | Match | None"


def matcher(label: str, condition: str | int | tuple[str, ...] | list[str] | Match) -> Matcher:
    """Return the matcher for one ``where`` condition; several values become one anchored alternation."""
    if isinstance(condition, Match):
        return Matcher(label, condition.op, condition.value)
    if isinstance(condition, tuple | list):
        if not condition:
            raise AuthorError(
                f"where({label}=…) with no value matches nothing",
                hint=f"give a value, or {label}=None for any",
            )
        return Matcher(
            label, "=~", "|".join(re.escape(str(value)).replace(r"\-", "-") for value in condition)
        )
    return Matcher(label, "=", str(condition))
