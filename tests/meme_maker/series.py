"""What Prometheus would have scraped, made of typed metrics: a series that nobody exposes cannot be written.

promtool believes every series it is given, so a rule on an invented metric passes its tests and is dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, field, frozen

from grafana_kit.metrics import Histogram, Metric
from grafana_kit.model.duration import seconds
from grafana_kit.model.metric import TARGET_LABELS
from grafana_kit.model.promql_text import number, quote
from metrics import alertmanager, backend, cadvisor, node, prometheus, redis, worker

if TYPE_CHECKING:
    from grafana_kit.model.environment import Environment

Values: TypeAlias = "Callable[[float], float | None]"
"""Seconds since the start → what a scrape at that time shows; None: the series is not in the answer."""

INSTANCES = {
    backend.JOB: "backend:8000",
    worker.JOB: "worker:9108",
    redis.JOB: "redis_exporter:9121",
    node.JOB: "node_exporter:9100",
    cadvisor.JOB: "cadvisor:8080",
    prometheus.JOB: "localhost:9090",
    alertmanager.JOB: "alertmanager:9093",
}
"""The jobs of a scrape configuration, each with its one target."""
MINUTE = 60.0
HOUR = 3600.0


def steady(value: float) -> Values:
    """Always the same."""
    return lambda _at: value


def growing(per_minute: float, start: float = 0) -> Values:
    """A counter that grows evenly."""
    return lambda at: start + per_minute * at / MINUTE


def falling(start: float, per_hour: float) -> Values:
    """A gauge that falls evenly."""
    return lambda at: start - per_hour * at / HOUR


def step(at_minute: float, before: float | None, after: float | None) -> Values:
    """One value until a minute, and another from then on."""
    return lambda at: before if at < at_minute * MINUTE else after


def stops(at_minute: float, values: Values) -> Values:
    """A counter that grows until a minute and then stands still."""
    return lambda at: values(min(at, at_minute * MINUTE))


def between(start: float, end: float, values: Values) -> Values:
    """Exposed only from one minute until before another."""
    return lambda at: values(at) if start * MINUTE <= at < end * MINUTE else None


@frozen(eq=False)
class Series:
    """One series: a typed metric, its labels, and its values over time.

    Raises:
        ValueError: the metric has no such label, or the label never has such a value.
    """

    metric: Metric
    values: Values
    labels: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for label, value in self.labels.items():
            known = self.metric.labels.get(label)
            if label not in self.metric.labels and label not in TARGET_LABELS:
                raise ValueError(f"{self.metric.name} has no label {label}")
            if known is not None and value not in known:
                raise ValueError(f"{self.metric.name} never has {label}={value!r}, only {known}")

    @property
    def job(self) -> str:
        """The job that is scraped for it."""
        return self.labels.get("job") or self.metric.job or ""

    @property
    def key(self) -> tuple[str, frozenset[tuple[str, str]]]:
        """What makes two series the same."""
        return self.metric.name, frozenset(self.all_labels().items())

    def all_labels(self) -> dict[str, str]:
        """Return the labels with those that the scrape adds."""
        return {"job": self.job, "instance": INSTANCES[self.job], **self.labels}

    def name(self) -> str:
        """Return the series in PromQL's notation."""
        labels = ",".join(f"{label}={quote(value)}" for label, value in sorted(self.all_labels().items()))
        return f"{self.metric.name}{{{labels}}}"

    def samples(self, interval: int, resolution: int, length: int) -> str:
        """Return the values in promtool's notation: scraped every ``interval``, written per ``resolution``.

        As in Prometheus, a series that is no longer in the answer is marked stale.
        """
        written: list[str] = []
        last: float | None = None
        for at in range(0, length + 1, resolution):
            if at % interval:
                written.append("_")
                continue
            value = self.values(at)
            written.append(number(value) if value is not None else "stale" if last is not None else "_")
            last = value
        return " ".join(_runs(written))


def _runs(samples: list[str]) -> Iterator[str]:
    for sample, run in groupby(samples):
        more = len(list(run)) - 1  # promtool's "1x3" is four samples, and "_x3" three gaps
        if sample == "_":
            yield f"_x{more + 1}"
        elif sample == "stale" or not more:
            yield from [sample] * (more + 1)
        else:
            yield f"{sample}x{more}"


@frozen(eq=False)
class World:
    """All that is scraped. Changing it gives another world."""

    series: tuple[Series, ...] = ()

    def put(self, *series: Series) -> World:
        """Return the world with these series, in place of those with the same name and labels."""
        keys = {one.key for one in series}
        return World((*(one for one in self.series if one.key not in keys), *series))

    def drop(self, metric: Metric, **labels: str) -> World:
        """Return the world without the series of a metric that have all these labels; some must exist."""
        wanted = {"job": metric.job, **labels} if metric.job else labels
        gone = [one for one in self.series if one.metric.name == metric.name and _has(one, wanted)]
        if not gone:
            raise ValueError(f"there is no series {metric.name} {labels} to drop")
        return World(tuple(one for one in self.series if one not in gone))

    def without_target(self, job: str) -> World:
        """Return the world in which a target does not answer: all it exposes is gone, and ``up`` is 0."""
        rest = [one for one in self.series if one.job != job or one.metric.name == "up"]
        return World(tuple(evolve(one, values=steady(0)) if one.job == job else one for one in rest))

    def without_job(self, job: str) -> World:
        """Return the world whose scrape configuration does not have a job at all."""
        return World(tuple(one for one in self.series if one.job != job))

    def input_series(self, environment: Environment, length: int) -> tuple[str, list[dict[str, str]]]:
        """Return promtool's interval and input series, each job scraped as often as the environment does."""
        intervals = {job: int(seconds(environment.scrape_interval(job))) for job in INSTANCES}
        resolution = min(intervals.values())
        assert all(interval % resolution == 0 for interval in intervals.values())
        return f"{resolution}s", [
            {"series": one.name(), "values": one.samples(intervals[one.job], resolution, length)}
            for one in self.series
        ]


def _has(series: Series, labels: Mapping[str, str]) -> bool:
    return labels.items() <= series.all_labels().items()


def observed(histogram: Histogram, seen: Mapping[float, Values], **labels: str) -> tuple[Series, ...]:
    """Return the series of a histogram in which values were observed so many times each.

    Args:
        histogram: with the bounds that the application really has.
        seen: the value observed → how many times until then; None while the application has no such child.
        labels: of all the series.
    """

    def within(bound: float) -> Values:
        def values(at: float) -> float | None:
            counts = {value: count(at) for value, count in seen.items()}
            if all(count is None for count in counts.values()):
                return None
            return sum(count or 0 for value, count in counts.items() if value <= bound)

        return values

    bounds = (*histogram.buckets, float("inf"))
    return (
        *(Series(histogram.bucket, within(bound), {**labels, "le": _as_exposed(bound)}) for bound in bounds),
        Series(histogram.count, within(float("inf")), labels),
    )


def _as_exposed(bound: float) -> str:
    # As Python's client writes bounds.
    return "+Inf" if bound == float("inf") else str(float(bound))
