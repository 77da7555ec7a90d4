"""The families that a parser yields, gathered into metrics under the names that Prometheus stores."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from attrs import define, field

from grafana_kit.catalog.labels import LIMIT, values_seen
from grafana_kit.errors import InputError
from grafana_kit.model.metric import OPEN, TARGET_LABELS, Counter, Gauge, Histogram, Metric, Summary, Untyped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prometheus_client import Metric as Family

    from grafana_kit.model.source import Source

_KINDS: dict[str, type[Metric]] = {
    "counter": Counter,
    "gauge": Gauge,
    "histogram": Histogram,
    "summary": Summary,
    "info": Gauge,
    "stateset": Gauge,
    "gaugehistogram": Gauge,
    "unknown": Untyped,
}
_PARTS: dict[type[Metric], tuple[str, ...]] = {
    Histogram: ("bucket", "sum", "count"),
    Summary: ("sum", "count"),
}
_BOUND_LABELS: dict[type[Metric], str] = {Histogram: "le", Summary: "quantile"}


@define
class _Gathered:
    """What is known of one metric so far. Bounds and quantiles stay text until all is read."""

    kind: type[Metric]
    help: str = ""
    unit: str | None = None
    observed: bool = False
    labels: dict[str, set[str]] = field(factory=dict)
    bounds: set[str] = field(factory=set)

    def add(self, labels: Mapping[str, str]) -> None:
        """Take the labels of one sample."""
        self.observed = True
        bound = _BOUND_LABELS.get(self.kind)
        for label, value in labels.items():
            if label == bound:
                self.bounds.add(value)
                continue
            values = self.labels.setdefault(label, set())
            if len(values) <= LIMIT:  # one more than the limit is enough to know that it is open
                values.add(value)

    def metric(self, name: str, job: str | None) -> Metric:
        """Return the finished metric."""
        every_label_open = self.kind is Gauge and name.endswith("_info")
        labels = {
            _stored_label(label): OPEN if every_label_open else values_seen(values)
            for label, values in sorted(self.labels.items())
        }
        extra: dict[str, Any] = {}
        if self.kind in _PARTS:
            field_name = "buckets" if self.kind is Histogram else "quantiles"
            numbers = {float(bound) for bound in self.bounds}
            extra[field_name] = tuple(sorted(number for number in numbers if math.isfinite(number)))
        return self.kind(
            name,
            job=job,
            labels=dict(sorted(labels.items())),
            help=self.help,
            unit_name=self.unit,
            observed=self.observed,
            **extra,
        )


def _stored_label(label: str) -> str:
    """Return a label's name as Prometheus stores it: its own ``job`` and ``instance`` move the exposed ones."""
    return f"exported_{label}" if label in TARGET_LABELS else label


class Families:
    """All families of one exposition."""

    def __init__(self, *, openmetrics: bool) -> None:
        self._openmetrics = openmetrics
        self._found: dict[str, _Gathered] = {}
        self._untyped: list[Family] = []

    def add(self, family: Family, declared: Mapping[tuple[str, str], int]) -> None:
        """Take one family as the parser yields it; ``declared`` are the ``# TYPE`` lines read so far."""
        if family.type == "unknown":
            self._untyped.append(family)
            return
        for name in self._stored_names(family, declared):
            gathered = self._gathered(name, family)
            for sample in family.samples:
                if family.type == "gaugehistogram" and sample.name != name:
                    continue
                if not (self._openmetrics and sample.name.endswith("_created")):
                    gathered.add(sample.labels or {})

    def metrics(self, job: str | None, source: Callable[[str], Source]) -> dict[str, Metric]:
        """Return all metrics by name; ``source`` tells where a family is declared."""
        for family in self._untyped:
            self._place_untyped(family)
        metrics = {}
        for name, gathered in sorted(self._found.items()):
            if self._is_creation_time(name):
                continue
            try:
                metrics[name] = gathered.metric(name, job)
            except ValueError as error:
                raise InputError(
                    f"a bucket bound or quantile of {name} is not a number", where=source(name)
                ) from error
        return metrics

    def _gathered(self, name: str, family: Family) -> _Gathered:
        kind = _KINDS[family.type]
        gathered = self._found.setdefault(name, _Gathered(kind))
        gathered.kind = kind
        gathered.help = family.documentation or gathered.help
        gathered.unit = family.unit or gathered.unit
        return gathered

    def _stored_names(self, family: Family, declared: Mapping[tuple[str, str], int]) -> list[str]:
        name = family.name
        if family.type == "info":
            return [f"{name}_info"]
        if family.type == "gaugehistogram":
            return [f"{name}_bucket", f"{name}_gcount", f"{name}_gsum"]
        if family.type != "counter":
            return [name]
        if self._openmetrics:
            return [f"{name}_total"]
        # The parser gives every counter of the classic format the OpenMetrics name: undo that.
        return [one for one in (name, f"{name}_total") if (one, "counter") in declared]

    def _place_untyped(self, family: Family) -> None:
        """Give samples that stand apart from their family back to it; the others are untyped metrics."""
        for sample in family.samples:
            owner = self._owner(sample.name)
            if owner is None:
                self._gathered(sample.name, family).add(sample.labels)
            else:
                owner.add(sample.labels)
        if not family.samples:
            self._found.setdefault(family.name, _Gathered(Untyped, family.documentation))

    def _owner(self, name: str) -> _Gathered | None:
        if name in self._found:
            return self._found[name]
        stem, _, part = name.rpartition("_")
        base = self._found.get(stem)
        if base is None:
            return None
        if part in _PARTS.get(base.kind, ()):
            return base
        if part == "total" and base.kind is Counter and not base.observed:
            # Declared the OpenMetrics way, without the suffix that its samples carry.
            self._found[name] = self._found.pop(stem)
            return base
        return None

    def _is_creation_time(self, name: str) -> bool:
        """Say whether this is the ``_created`` companion that client libraries add to each cumulative metric."""
        if not name.endswith("_created") or self._found[name].kind is not Gauge:
            return False
        stem = name.removesuffix("_created")
        bases = (self._found.get(stem), self._found.get(f"{stem}_total"))
        return any(base is not None and base.kind in (Counter, Histogram, Summary) for base in bases)
