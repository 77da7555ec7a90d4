"""Canonical bytes: the same value gives the same bytes on any machine."""

from __future__ import annotations

from typing import Any

import orjson
import yaml

from grafana_kit.errors import AuthorError
from grafana_kit.model.jsonable import checked

HEADER = "# Written by grafana-kit. Change the Python sources instead, then run: grafana-kit build\n"


def json_bytes(value: Any, where: object = "") -> bytes:
    """Return indented JSON with sorted keys and a last newline.

    Raises:
        AuthorError: a part of the value is not JSON; the message names the part.
    """
    try:
        return orjson.dumps(
            value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
    except (TypeError, orjson.JSONEncodeError) as error:
        checked(value, where)  # says which part, where orjson only says that there is one
        raise AuthorError(f"this cannot be written as JSON: {error}", where=where) from None


class _Dumper(yaml.SafeDumper):
    """YAML without anchors (two equal parts stand twice), lists indented, long text on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every part in full."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Indent list items below their key, as people write them."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


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
