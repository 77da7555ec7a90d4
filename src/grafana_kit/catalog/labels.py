"""Which values of a label are worth writing down: those that say what a series is, not which one it was.

A value is an *accident* when another machine, another day or the next release would show another one:
ids, addresses, ports, dates, versions. A label with one such value is open as a whole, as is a label
with more than ``LIMIT`` values and every label of an info metric, which describes one instance.
Two-part versions (``3.11``) cannot be told from numbers and stay; ``--open`` is for those and for names
that only people know to be accidents, such as devices and mount points.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from grafana_kit.model.metric import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 20

_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_HEX_ID = r"(?<![0-9a-z])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{12,}(?![0-9a-z])"
_LONG_NUMBER = r"(?<![0-9.])[0-9]{10,}(?![0-9])"  # seconds or milliseconds since 1970, serial numbers
_DATE = r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
_IPV4 = r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])"
_ANYWHERE = re.compile(f"{_UUID}|{_HEX_ID}|{_LONG_NUMBER}|{_DATE}|{_IPV4}", re.IGNORECASE)

_IPV6_OR_MAC = r"\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]?(?::[0-9]+|/[0-9]+)?"
_HOST_AND_PORT = r"(?=[^:]*[a-z])[a-z0-9_.-]+:[0-9]{2,5}"
_URL = r"[a-z][a-z0-9+.-]*://.*"
_VERSION = r"(?:[a-z]{1,8}[-/ ]?)?[0-9]+\.[0-9]+\.[0-9]+(?:[-+~._].*|[a-z]+[0-9]*)?"
_WHOLE = re.compile(f"{_IPV6_OR_MAC}|{_HOST_AND_PORT}|{_URL}|{_VERSION}", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=65536)
def is_accident(value: str) -> bool:
    """Say whether a label value belongs to one run or machine rather than to the application.

    >>> is_accident("10.0.0.7:9100"), is_accident("go1.22.1"), is_accident("/api/v1/jobs/{job_id}"), is_accident("5xx")
    (True, True, False, False)
    """
    return bool(_ANYWHERE.search(value) or _WHOLE.fullmatch(value))


def values_seen(values: Iterable[str]) -> tuple[str, ...] | None:
    """Return a label's values in order, or ``OPEN`` when they are too many or accidents.

    An empty value is no value: to Prometheus, a label that is empty is a label that is absent.
    """
    known = sorted(set(values) - {""})
    if not known or len(known) > LIMIT or any(map(is_accident, known)):
        return OPEN
    return tuple(known)


def union(old: tuple[str, ...] | None, new: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the values seen in either capture; what was open once stays open."""
    if old is OPEN or new is OPEN:
        return OPEN
    together = tuple(sorted({*old, *new}))
    return together if len(together) <= LIMIT else OPEN
