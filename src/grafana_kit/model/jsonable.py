"""JSON values that authors hand in: checked when they arrive, so that the error names their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

from grafana_kit.errors import AuthorError

Json: TypeAlias = "dict[str, Any] | list[Any] | str | int | float | bool | None"

_LARGEST = 2**64 - 1
"""JSON numbers beyond 64 bits lose digits in every reader that Grafana has."""

_DEEPEST = 200
"""Levels of nesting: more is a value that holds itself, and deeper than any encoder goes."""


def checked(value: Any, where: object = "", path: str = "$", depth: int = 0) -> Any:
    """Return ``value`` with mappings as dicts and sequences as lists, or say which part is not JSON.

    Raises:
        AuthorError: NaN or infinity, a key that is not text, a lone surrogate, an integer beyond 64
            bits, a value that holds itself, or an object that JSON does not know.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where, path)
    if isinstance(value, int | float):
        return _number(value, where, path)
    if depth > _DEEPEST:
        raise AuthorError(f"{path[:40]}… is nested deeper than {_DEEPEST} levels", where=where)
    if isinstance(value, Mapping):
        return {
            _key(key, where, path): checked(item, where, f"{path}.{key}", depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [checked(item, where, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
    raise AuthorError(
        f"{path} is of type {type(value).__name__}, which JSON does not know",
        where=where,
        hint="use dict, list, str, int, float, bool or None",
    )


def _number(value: float, where: object, path: str) -> float:
    if isinstance(value, int):
        if not -(2**63) <= value <= _LARGEST:
            raise AuthorError(f"{path} is a number of {value.bit_length()} bits, more than 64", where=where)
        return int(value)
    if not math.isfinite(value):
        raise AuthorError(
            f"{path} is {value}, which JSON cannot hold", where=where, hint="use None for no value"
        )
    return float(value)


def _key(key: object, where: object, path: str) -> str:
    if not isinstance(key, str):
        raise AuthorError(
            f"{path} has the key {key!r}; JSON keys are text", where=where, hint=f'write "{key}"'
        )
    return _text(key, where, path)


def _text(text: str, where: object, path: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise AuthorError(
                f"{path} is {text!a}, which has a lone surrogate and is not Unicode text", where=where
            ) from None
    return str.__str__(text)


def finite(value: float, what: str, where: object = "") -> float:
    """Return a number that JSON can hold, or say that ``what`` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AuthorError(f"{what} is {value!r}, not a number", where=where)
    return _number(value, where, what)
