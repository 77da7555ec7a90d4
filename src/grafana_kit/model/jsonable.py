"""JSON values that authors hand in: checked when they arrive, so that the error names their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

from grafana_kit.errors import AuthorError

Json: TypeAlias = "dict[str, Any] | list[Any] | str | int | float | bool | None"

_LARGEST = 2**64 - 1
"""JSON numbers beyond 64 bits lose digits in every reader that Grafana has."""


def checked(value: Any, where: object = "", path: str = "$") -> Any:
    """Return ``value`` with mappings as dicts and sequences as lists, or say which part is not JSON.

    Raises:
        AuthorError: NaN or infinity, a key that is not text, a lone surrogate, an integer beyond 64
            bits, or an object that JSON does not know.
    """
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    if kind is str:
        _check_text(value, where, path)
        return value
    if isinstance(value, int):
        if not -(2**63) <= value <= _LARGEST:
            raise AuthorError(f"{path} is {value}, which is beyond 64 bits", where=where)
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise AuthorError(
                f"{path} is {value}, which JSON cannot hold", where=where, hint="use None for no value"
            )
        return value
    if isinstance(value, Mapping):
        return {_key(key, where, path): checked(item, where, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [checked(item, where, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, str):
        return checked(str.__str__(value), where, path)
    raise AuthorError(
        f"{path} is of type {kind.__name__}, which JSON does not know",
        where=where,
        hint="use dict, list, str, int, float, bool or None",
    )


def _key(key: object, where: object, path: str) -> str:
    if not isinstance(key, str):
        raise AuthorError(
            f"{path} has the key {key!r}; JSON keys are text", where=where, hint=f'write "{key}"'
        )
    _check_text(key, where, path)
    return key


def _check_text(text: str, where: object, path: str) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            shown = ascii(text)
            raise AuthorError(
                f"{path} is {shown}, which has a lone surrogate and is not Unicode text", where=where
            ) from None


def finite(value: float, what: str, where: object = "") -> float:
    """Return a number that JSON can hold, or say that ``what`` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise AuthorError(f"{what} is {value!r}, not a finite number", where=where)
    return value
