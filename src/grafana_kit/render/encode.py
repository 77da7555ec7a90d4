"""Canonical bytes: the same value gives the same bytes on any machine."""

from __future__ import annotations

import marshal
import re
from typing import Any

import orjson
import yaml

from grafana_kit.model.jsonable import checked

HEADER = "# Written by grafana-kit. Change the Python sources instead, then run: grafana-kit build\n"

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE

# Text that YAML 1.2 readers (Grafana, Prometheus) take for numbers or booleans where PyYAML, which speaks
# YAML 1.1, sees no need for quotes; and line breaks of Unicode, which would come back as others.
_AMBIGUOUS = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|[yYnN]")
_UNUSUAL_BREAKS = re.compile("[\r\x85\u2028\u2029]")


def json_bytes(value: Any, where: object = "") -> bytes:
    """Return indented JSON with sorted keys and a last newline.

    Raises:
        AuthorError: a part of the value is not JSON; the message names the part.
    """
    try:
        if _is_plain(value):
            return orjson.dumps(value, option=_OPTIONS)
    except (TypeError, RecursionError):
        pass  # checked() says which part it is, where orjson only says that there is one
    return orjson.dumps(checked(value, where), option=_OPTIONS)


# An IEEE 754 number whose exponent bits are all set, behind marshal's type code for a float.
_NOT_FINITE = re.compile(rb"g.{6}[\xf0-\xff][\x7f\xff]", re.DOTALL)


def _is_plain(value: Any) -> bool:
    """Return whether a value is certainly made of Python's own types and finite numbers.

    orjson writes NaN as null, and dates and enumerations as text. marshal refuses every type that is not
    Python's own, in C: a walk in Python would take longer than writing the whole build.
    """
    try:
        data = marshal.dumps(value, 2)
    except ValueError:
        return False
    return _NOT_FINITE.search(data) is None


class _Dumper(yaml.SafeDumper):
    """YAML without anchors (two equal parts stand twice), lists indented, long text on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every part in full."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Indent list items below their key, as people write them."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    quoted = _AMBIGUOUS.fullmatch(text) or _UNUSUAL_BREAKS.search(text)
    style = '"' if quoted else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_bytes(value: Any, where: object = "") -> bytes:
    """Return YAML in the given order of keys, under a line that says where it comes from."""
    text = yaml.dump(
        checked(value, where),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=10_000,
        default_flow_style=False,
    )
    return (HEADER + text).encode()
