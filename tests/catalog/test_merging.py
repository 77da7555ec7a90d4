"""What two captures of one application add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grafana_kit.catalog.merge import Changes, merge, open_labels
from grafana_kit.catalog.module import exposed
from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary, Untyped

if TYPE_CHECKING:
    from collections.abc import Iterable


def by_name(metrics: Iterable[Metric]) -> dict[str, Metric]:
    """Return metrics as a capture gives them."""
    return {metric.name: metric for metric in metrics}


def merged(old: Metric, new: Metric) -> tuple[Metric, tuple[str, ...]]:
    """Return what one metric becomes, and the words for the change."""
    metrics, changes = merge({old.name: old}, {new.name: new})
    return metrics[new.name], changes.changed.get(new.name, ())


def test_labels_and_values_add_up() -> None:
    """A value that is not there this time was there once."""
    metric, words = merged(
        Counter("a", labels={"status": ("2xx", "4xx"), "old": ("1",)}),
        Counter("a", labels={"status": ("2xx", "5xx"), "new": ("1",)}),
    )
    assert metric.labels == {"new": ("1",), "old": ("1",), "status": ("2xx", "4xx", "5xx")}
    assert words == ("new label new", "status +5xx")


def test_open_stays_open() -> None:
    """Whichever capture opened it."""
    for old, new in ((OPEN, ("a",)), (("a",), OPEN)):
        metric, _ = merged(Gauge("a", labels={"x": old}), Gauge("a", labels={"x": new}))
        assert metric.labels == {"x": OPEN}


def test_too_many_values_together_open_a_label() -> None:
    """Eleven and ten are twenty-one."""
    first = tuple(f"a{number:02}" for number in range(11))
    second = tuple(f"b{number:02}" for number in range(10))
    metric, words = merged(Gauge("a", labels={"x": first}), Gauge("a", labels={"x": second}))
    assert metric.labels == {"x": OPEN}
    assert words == ("x open",)
    metric, _ = merged(Gauge("a", labels={"x": first[1:]}), Gauge("a", labels={"x": second}))
    assert metric.labels == {"x": first[1:] + second}


def test_bounds_and_quantiles_add_up() -> None:
    """Two releases with different bounds are both on record."""
    metric, words = merged(Histogram("a", buckets=(1, 5)), Histogram("a", buckets=(2.5, 5)))
    assert isinstance(metric, Histogram)
    assert (metric.buckets, words) == ((1, 2.5, 5), ("buckets",))
    metric, words = merged(Summary("a", quantiles=(0.9,)), Summary("a", quantiles=(0.5,)))
    assert isinstance(metric, Summary)
    assert (metric.quantiles, words) == ((0.5, 0.9), ("quantiles",))


def test_texts_are_the_newest_that_say_something() -> None:
    """Help, unit and job are the application's latest word."""
    metric, words = merged(
        Gauge("a", help="old", unit_name="bytes", job="x"),
        Gauge("a", help="new", unit_name="seconds", job="x"),
    )
    assert (metric.help, metric.unit_name, words) == ("new", "seconds", ("help", "unit"))
    metric, words = merged(Gauge("a", help="old", unit_name="bytes"), Gauge("a"))
    assert (metric.help, metric.unit_name, words) == ("old", "bytes", ())


def test_what_was_seen_once_stays_seen() -> None:
    """A family without samples takes nothing away."""
    seen, unseen = Gauge("a", labels={"x": ("1",)}), Gauge("a", observed=False)
    metric, words = merged(seen, unseen)
    assert (metric.observed, metric.labels, words) == (True, {"x": ("1",)}, ())
    metric, words = merged(unseen, seen)
    assert (metric.observed, metric.labels, words) == (
        True,
        {"x": ("1",)},
        ("new label x", "has samples now"),
    )


def test_a_changed_type_is_reported_and_taken() -> None:
    """The application decides what its metrics are."""
    metric, words = merged(Untyped("a", labels={"x": ("1",)}), Histogram("a", buckets=(1,)))
    assert type(metric) is Histogram
    assert (metric.labels, metric.buckets) == ({"x": ("1",)}, (1,))
    assert words == ("type Untyped → Histogram",)
    metric, _ = merged(Histogram("a", buckets=(1,)), Gauge("a"))
    assert "buckets" not in exposed(metric)


@pytest.mark.parametrize(("prune", "names"), [(False, ["a", "b", "c"]), (True, ["b", "c"])])
def test_a_vanished_metric_goes_only_when_asked(prune: bool, names: list[str]) -> None:  # noqa: FBT001
    """Some metrics show only after something happened."""
    metrics, changes = merge(
        by_name([Gauge("a"), Gauge("b")]), by_name([Gauge("c"), Gauge("b")]), prune=prune
    )
    assert list(metrics) == names
    assert changes == Changes(new=("c",), changed={}, vanished=("a",))


def test_labels_are_opened_everywhere_or_in_one_metric() -> None:
    """``LABEL`` or ``METRIC:LABEL``."""
    metrics = by_name(
        [
            Gauge("a", labels={"x": ("1",), "y": ("1",)}),
            Histogram("b:c", labels={"x": ("1",), "y": ("1",)}, buckets=(1,)),
        ]
    )
    opened = open_labels(metrics, ["x", "b:c:y"])
    assert opened["a"].labels == {"x": OPEN, "y": ("1",)}
    assert opened["b:c"].labels == {"x": OPEN, "y": OPEN}
    assert type(opened["b:c"]) is Histogram
