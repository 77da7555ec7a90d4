"""A metric module as a value: which metrics it assigns to which Python names."""

from __future__ import annotations

import builtins
import keyword
import re
from typing import TYPE_CHECKING

from attrs import fields_dict, frozen

from grafana_kit.model.metric import Counter, Gauge, Histogram, Metric, Summary, Untyped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grafana_kit.errors import KitError

KINDS: dict[str, type[Metric]] = {
    kind.__name__: kind for kind in (Counter, Gauge, Histogram, Summary, Untyped)
}
JOB = "JOB"
RESERVED = frozenset({*KINDS, "OPEN", JOB, "Metric", *dir(builtins)})
SELECTION = frozenset({"name", "matchers", "shift"})
"""Fields of a metric that are its position or belong to a query, not to the exposition."""


@frozen
class Entry:
    """One metric of a module.

    Attributes:
        identifier: the Python name that it is assigned to.
        metric: the metric.
        comment: the comment lines right above it, which belong to whoever wrote them.
        line: where it stands in the file that it was read from.
    """

    identifier: str
    metric: Metric
    comment: tuple[str, ...] = ()
    line: int = 0


@frozen
class Module:
    """A metric module.

    Attributes:
        entries: its metrics, in the order of the file.
        docstring: its docstring, or None to have one written.
        header: comment lines at its top, such as a licence.
        unknown: an error for each statement that capturing again could not keep.
    """

    entries: tuple[Entry, ...] = ()
    docstring: str | None = None
    header: tuple[str, ...] = ()
    unknown: tuple[KitError, ...] = ()

    def metrics(self) -> dict[str, Metric]:
        """Return the metrics by the name that Prometheus knows."""
        return {entry.metric.name: entry.metric for entry in self.entries}

    def with_metrics(self, metrics: Iterable[Metric]) -> Module:
        """Return a module that holds these metrics, sorted; known ones keep their Python name and comment."""
        known = {entry.metric.name: entry for entry in self.entries}
        new = sorted(metrics, key=lambda metric: metric.name)
        taken = {known[metric.name].identifier for metric in new if metric.name in known}
        fresh = identifiers([metric.name for metric in new if metric.name not in known], taken)
        entries = (
            Entry(known[metric.name].identifier, metric, known[metric.name].comment)
            if metric.name in known
            else Entry(fresh[metric.name], metric)
            for metric in new
        )
        return Module(tuple(entries), self.docstring, self.header)


def identifier(name: str) -> str:
    """Return a name as a Python identifier; the one of a metric is its own name wherever that is possible.

    >>> identifier("node_load1"), identifier("job:errors:rate5m"), identifier("2xx.count"), identifier("import")
    ('node_load1', 'job_errors_rate5m', '_2xx_count', 'import_')
    """
    plain = re.sub(r"[^a-zA-Z0-9_]", "_", name) or "_"
    if plain[0].isdigit():
        plain = f"_{plain}"
    return f"{plain}_" if keyword.iskeyword(plain) or plain in RESERVED else plain


def identifiers(names: Collection[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a distinct identifier for each name: ``a.b`` becomes ``a_b``, or ``a_b_2`` beside an ``a_b``."""
    used = set(taken)
    result = {}
    for name in sorted(names, key=lambda name: (identifier(name) != name, name)):
        base = candidate = identifier(name)
        number = 1
        while candidate in used:
            number += 1
            candidate = f"{base}_{number}"
        used.add(candidate)
        result[name] = candidate
    return result


def exposed(metric: Metric) -> dict[str, object]:
    """Return what a metric says of its exposition: all fields that a module writes, by keyword.

    Metrics cannot be compared with ``==``, which builds a query; these dictionaries can.
    """
    keywords = (name for name in fields_dict(type(metric)) if name not in SELECTION)
    return {name: getattr(metric, name) for name in keywords}
