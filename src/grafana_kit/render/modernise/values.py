"""Small helpers for JSON of unknown shape, and the notes that a conversion leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from attrs import define, field, frozen

Json: TypeAlias = dict[str, Any]
DataSource: TypeAlias = Callable[[str], Json]
"""From a data source's name to its reference, ``{"type": …, "uid": …}``."""


@define
class Notes:
    """What a conversion could not carry over: each message once, with the panels it is about."""

    _found: dict[str, list[str]] = field(factory=dict)

    def add(self, message: str, panel: Json | None = None) -> None:
        """Note a message; the panel's title says where."""
        titles = self._found.setdefault(message, [])
        if panel is not None:
            titles.append(text(panel.get("title")) or f"a {panel.get('type')} panel without a title")

    def lines(self) -> tuple[str, ...]:
        """Return one line for each message; a long list of panels is cut."""
        return tuple(message + _places(titles) for message, titles in self._found.items())


def _places(titles: list[str]) -> str:
    shown = [f'"{title}"' for title in dict.fromkeys(titles)]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""  # noqa: PLR2004 - what fits on a line
    return f" ({', '.join(shown[:3])}{more})" if shown else ""


@frozen
class Context:
    """What converting a panel needs to know.

    Attributes:
        version: the schema version of the dashboard as it came; a missing one counts as 0.
        target: the schema version that is written.
        notes: where to say what is lost.
    """

    version: int
    target: int
    notes: Notes


def copy(value: Any) -> Any:
    """Return a deep copy of a JSON value; ``copy.deepcopy`` takes ten times as long."""
    if isinstance(value, dict):
        return {key: copy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [copy(item) for item in value]
    return value


def mapping(value: Any) -> Json:
    """Return the value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def objects(value: Any) -> Iterator[Json]:
    """Yield the JSON objects of a list."""
    return (item for item in items(value) if isinstance(item, dict))


def text(value: Any) -> str:
    """Return the value if it is text, else none."""
    return value if isinstance(value, str) else ""


def number(value: Any) -> float | int | None:
    """Return a number, also one that is written as text, as old axes have it; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        for kind in (int, float):
            try:
                read = kind(value)
            except ValueError:
                continue
            return read if abs(read) != float("inf") and read == read else None  # noqa: PLR0124 - NaN
    return None


def without(value: Json, *keys: str) -> Json:
    """Return a JSON object without some keys and without those that hold null."""
    return {key: item for key, item in value.items() if item is not None and key not in keys}


def defaults(value: Json, **given: Any) -> Json:
    """Set the keys that a JSON object lacks or that hold null, and return it."""
    for key, item in given.items():
        if value.get(key) is None:
            value[key] = copy(item)
    return value


def child(value: Json, *path: str) -> Json:
    """Return the JSON object at a path, made where it is missing or something else."""
    for key in path:
        if not isinstance(value.get(key), dict):
            value[key] = {}
        value = value[key]
    return value
