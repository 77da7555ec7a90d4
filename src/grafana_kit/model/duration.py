"""Prometheus durations: ``90s``, ``5m``, ``1h30m``, ``7d``."""

from __future__ import annotations

import re

from grafana_kit.errors import AuthorError

# The units and their order are Prometheus's own (prometheus/common model.ParseDuration).
_UNITS = {
    "y": 31_536_000_000,
    "w": 604_800_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_DURATION = re.compile("".join(rf"(?:(?P<{unit}>\d+){unit})?" for unit in _UNITS), re.ASCII)


def milliseconds(text: str) -> int:
    """Return the length of a Prometheus duration in milliseconds.

    Raises:
        AuthorError: the text is not a duration in Prometheus's form.
    """
    match = _DURATION.fullmatch(text)
    if text == "0":
        return 0
    if not text or match is None:
        raise AuthorError(
            f'"{text}" is not a duration', hint="write it as Prometheus does, for example 30s, 5m or 1h30m"
        )
    return sum(int(number) * _UNITS[unit] for unit, number in match.groupdict().items() if number)


def seconds(text: str) -> float:
    """Return the length of a Prometheus duration in seconds."""
    return milliseconds(text) / 1000


def canonical(total_milliseconds: int) -> str:
    """Return the shortest usual spelling of a duration: ``60000`` becomes ``1m``.

    Days are the largest unit: weeks and years read badly beside the days of retention settings.
    """
    if total_milliseconds == 0:
        return "0s"
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):
        count, total_milliseconds = divmod(total_milliseconds, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
