"""Two captures of one application → what it is known to expose, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from grafana_kit.catalog.labels import union
from grafana_kit.catalog.module import exposed
from grafana_kit.model.metric import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grafana_kit.model.metric import LabelValues, Metric


@frozen
class Changes:
    """What a capture did to a module, as metric names.

    Attributes:
        new: metrics that were not there before.
        changed: metrics of which more is known now, each with what.
        vanished: metrics of the module that the application did not expose this time.
    """

    new: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(factory=dict)
    vanished: tuple[str, ...] = ()


def merge(
    old: Mapping[str, Metric], new: Mapping[str, Metric], *, prune: bool = False
) -> tuple[dict[str, Metric], Changes]:
    """Return all metrics of both captures, and how they differ from the old one.

    What was seen adds up; help, unit and type are those of the newer capture. A metric that vanished
    stays, because an application shows some of them only after something happened, unless ``prune``.
    """
    kept = {name: metric for name, metric in old.items() if name in new or not prune}
    merged = {name: combine(kept[name], metric) if name in kept else metric for name, metric in new.items()}
    changed = {name: differences(old[name], merged[name]) for name in sorted(old.keys() & new.keys())}
    changes = Changes(
        new=tuple(sorted(new.keys() - old.keys())),
        changed={name: what for name, what in changed.items() if what},
        vanished=tuple(sorted(old.keys() - new.keys())),
    )
    return dict(sorted({**kept, **merged}.items())), changes


def combine(old: Metric, new: Metric) -> Metric:
    """Return one metric that knows what either capture of it saw."""
    labels = {
        label: union(old.labels[label], new.labels[label])
        if label in old.labels and label in new.labels
        else {**old.labels, **new.labels}[label]
        for label in sorted({*old.labels, *new.labels})
    }
    together: dict[str, Any] = {}
    for bounds in ("buckets", "quantiles"):
        if hasattr(new, bounds):
            together[bounds] = tuple(sorted({*getattr(old, bounds, ()), *getattr(new, bounds)}))
    return evolve(
        new,
        labels=labels,
        help=new.help or old.help,
        unit_name=new.unit_name or old.unit_name,
        observed=old.observed or new.observed,
        **together,
    )


def open_labels(metrics: Mapping[str, Metric], labels: Collection[str]) -> dict[str, Metric]:
    """Return the metrics with some labels open, whatever values were seen: ``LABEL`` or ``METRIC:LABEL``."""

    def is_open(name: str, label: str) -> bool:
        return label in labels or f"{name}:{label}" in labels

    return {
        name: evolve(
            metric,
            labels={label: OPEN if is_open(name, label) else seen for label, seen in metric.labels.items()},
        )
        for name, metric in metrics.items()
    }


def differences(old: Metric, new: Metric) -> tuple[str, ...]:
    """Return what is different, each in a few words."""
    words = []
    if type(old) is not type(new):
        words.append(f"type {type(old).__name__} → {type(new).__name__}")
    before, after = exposed(old), exposed(new)
    words += _label_differences(old.labels, new.labels)
    names = {"unit_name": "unit", "observed": "has samples now"}
    for name in sorted((before.keys() & after.keys()) - {"labels"}):
        if before[name] != after[name]:
            words.append(names.get(name, name))
    return tuple(words)


def _label_differences(old: LabelValues, new: LabelValues) -> list[str]:
    words = []
    for label, values in new.items():
        before = old.get(label, ())
        if label not in old:
            words.append(f"new label {label}")
        elif before != values:
            added = (
                "open"
                if values is OPEN
                else " ".join(f"+{one}" for one in values if one not in (before or ()))
            )
            words.append(f"{label} {added}")
    return words
