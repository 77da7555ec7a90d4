"""Typed metrics: what an application exposes, as objects that know how they may be used.

The public names are in :mod:`grafana_kit.metrics`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, field, frozen

from grafana_kit.errors import AuthorError, nearest
from grafana_kit.model.promql_text import Match, label_tuple, number
from grafana_kit.model.query import Aggregation, Binary, Call, Number, Over, Query, Selector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grafana_kit.model.promql_text import Labels

OPEN: Final = None
"""Stands for the values of a label that has too many, or changing ones, to list."""

LabelValues: TypeAlias = "Mapping[str, tuple[str, ...] | None]"

TARGET_LABELS = frozenset({"job", "instance"})
"""Labels that Prometheus gives every series when it scrapes (they are not in the exposition)."""

# Prometheus's base units as suffixes (https://prometheus.io/docs/practices/naming/#base-units) and
# Grafana's ids for them.
_UNITS = {
    "seconds": "s",
    "milliseconds": "ms",
    "bytes": "bytes",
    "ratio": "percentunit",
    "percent": "percent",
    "celsius": "celsius",
    "volts": "volt",
    "amperes": "amp",
    "joules": "joule",
    "meters": "lengthm",
    "grams": "massg",
    "hertz": "hertz",
}
# Where the shortest spelling of a number turns to an exponent: Go's strconv 'g', Python's repr.
_GO_SMALLEST, _GO_LARGEST, _PYTHON_LARGEST = 1e-4, 1e6, 1e16
_SUFFIX = re.compile(r"_(total|sum)$")


def unit_of(name: str, declared: str | None = None) -> str | None:
    """Return the Grafana unit that a metric's declared unit or its name's suffix says, or None."""
    if declared in _UNITS:
        return _UNITS[declared]
    stem = _SUFFIX.sub("", name)
    word = stem.rsplit("_", 1)[-1]
    if word == "seconds" and stem.endswith("timestamp_seconds"):
        return None  # seconds since 1970 are a date: only the difference to time() is a duration
    return _UNITS.get(word)


@frozen(eq=False)
class Metric(Selector):
    """What all kinds of metric have in common.

    Attributes:
        name: the name as PromQL selects it.
        job: the Prometheus job that exposes it; every selector matches on it.
        labels: the labels of the exposition, each with the values seen, or ``OPEN``.
        help: the help text.
        unit_name: the unit that the exposition declares (OpenMetrics ``# UNIT``), such as ``seconds``.
        observed: False when the family was declared but had no sample: its labels are not known.
    """

    labels: LabelValues = field(factory=dict, kw_only=True)
    help: str = field(default="", kw_only=True)
    unit_name: str | None = field(default=None, kw_only=True)
    observed: bool = field(default=True, kw_only=True)

    def check_label(self, label: str) -> None:
        if self.observed and label not in self.labels and label not in TARGET_LABELS:
            raise AuthorError(
                f"{self.name} has no label {label}",
                hint=nearest(label, {*self.labels, *TARGET_LABELS})
                or "plain PromQL strings are accepted as they are",
            )

    def known_labels(self) -> frozenset[str] | None:
        return TARGET_LABELS | self.labels.keys() if self.observed else None

    def unit(self) -> str | None:
        return unit_of(self.name, self.unit_name)

    def output_labels(self) -> tuple[str, ...] | None:
        """Return the exposition's labels, less those that a matcher pins to one value.

        A series that has none of its own is told apart by where it was scraped.
        """
        if not self.observed:
            return None
        target = ("instance",) if self.job else ("job", "instance")
        pinned = {one.label for one in self.matchers if one.op == "="}
        own = tuple(label for label in self.labels if label not in pinned)
        return own if own and self.job else (*(one for one in target if one not in pinned), *own)

    def text(self) -> Query:
        """Return the plain series of this name, whatever its kind: the escape from every rule below."""
        return Selector(self.name, job=self.job, matchers=self.matchers, shift=self.shift)


@frozen(eq=False)
class Gauge(Metric):
    """A value that goes up and down. Use it as it is."""

    def changes(self, over: str | None = None) -> Query:
        """Count how often the value changed: restarts are changes of a start time."""
        return Over("changes", self, over)


@frozen(eq=False)
class Untyped(Gauge):
    """A metric without a declared type; used as a gauge."""


@frozen(eq=False)
class Counter(Metric):
    """A total that only grows until its process restarts: ask for its rate or its increase."""

    def per_second(self, by: Labels | None = None, over: str | None = None) -> Query:
        """Return the growth per second, per series, or summed per combination of the labels in ``by``."""
        rate = Over("rate", self, over)
        return rate if by is None else rate.sum(by)

    def per_minute(self, by: Labels | None = None, over: str | None = None) -> Query:
        """Return the growth per minute."""
        return Binary("*", self.per_second(by, over), Number(60), scale="cpm")

    def increase(self, over: str | None = None, by: Labels | None = None) -> Query:
        """Return the growth within the window, which Prometheus extrapolates to the window's ends."""
        growth = Over("increase", self, over)
        return growth if by is None else growth.sum(by)

    def total(self) -> Query:
        """Return the raw running total, which falls to zero at a restart."""
        return Untyped(
            self.name,
            job=self.job,
            matchers=self.matchers,
            shift=self.shift,
            labels=self.labels,
            help=self.help,
            unit_name=self.unit_name,
            observed=self.observed,
        )

    def render(self, rendering: object) -> str:
        """Refuse to be drawn raw: a counter only grows, so its bare value says when its process started."""
        raise AuthorError(
            f"{self.name} is a counter: its bare value only grows",
            hint="use .per_second(), .per_minute() or .increase(), or .total() if the running total is what you want",
        )

    def unit(self) -> str | None:
        return super().unit() or "short"


@frozen(eq=False)
class Summary(Metric):
    """Quantiles that the application computed itself; they cannot be averaged over instances."""

    quantiles: tuple[float, ...] = field(default=(), kw_only=True)

    @property
    def count(self) -> Counter:  # type: ignore[override]
        """The number of observations, as a counter."""
        return _part(self, "_count")

    @property
    def sum(self) -> Counter:  # type: ignore[override]
        """The sum of all observed values, as a counter."""
        return _part(self, "_sum")

    def quantile(self, q: float) -> Query:
        """Return the quantile ``q`` (0 to 1) as the application reports it.

        Raises:
            AuthorError: the application does not report this quantile.
        """
        if q not in self.quantiles:
            known = ", ".join(str(one) for one in self.quantiles)
            raise AuthorError(f"{self.name} has no quantile {q}", hint=f"known: {known}" if known else "")
        series = Gauge(
            self.name,
            job=self.job,
            matchers=self.matchers,
            shift=self.shift,
            labels={**self.labels, "quantile": OPEN},
            unit_name=self.unit_name,
            observed=self.observed,
        )
        return series.where(quantile=float_spelled(q))

    def average(self, by: Labels = (), over: str | None = None) -> Query:
        """Return the mean of the values observed within the window."""
        return _average(self.sum, self.count, by, over, super().unit())

    def bare(self, rendering: object) -> str:
        """Refuse to be written without saying what of it."""
        raise AuthorError(f"{self.name} is a summary", hint="use .quantile(q), .average(), .count or .sum")


@frozen(eq=False)
class Histogram(Metric):
    """A distribution in buckets. ``buckets`` are the finite upper bounds, smallest first."""

    buckets: tuple[float, ...] = field(default=(), kw_only=True)

    @property
    def count(self) -> Counter:  # type: ignore[override]
        """The number of observations, as a counter."""
        return _part(self, "_count")

    @property
    def sum(self) -> Counter:  # type: ignore[override]
        """The sum of all observed values, as a counter."""
        return _part(self, "_sum")

    @property
    def bucket(self) -> Counter:
        """The cumulative bucket counts, as a counter with the label ``le``."""
        return evolve(_part(self, "_bucket"), labels={**self.labels, "le": OPEN})

    def quantile(self, q: float, by: Labels = (), over: str | None = None) -> Query:
        """Estimate the quantile ``q`` (0 to 1) from the buckets.

        The estimate can never exceed the largest finite bound: with bounds up to 30 s, a comparison
        with 60 s is never true. ``share_above`` asks that question honestly.
        """
        if not 0 <= q <= 1:
            raise AuthorError(
                f"a quantile lies between 0 and 1, not at {q}",
                hint=f"for the {q:g}th percentile: {q / 100:g}",
            )
        rate = Aggregation("sum", Over("rate", self.bucket, over), by=("le", *label_tuple(by)))
        return Call("histogram_quantile", (Number(q), _with_unit(rate, super().unit())))

    def share_above(self, bound: float, by: Labels = (), over: str | None = None) -> Query:
        """Return the share (0 to 1) of observations greater than ``bound``, which must be a bucket's bound."""
        return Binary("-", Number(1), self.share_below(bound, by, over), scale="percentunit")

    def share_below(self, bound: float, by: Labels = (), over: str | None = None) -> Query:
        """Return the share (0 to 1) of observations of at most ``bound``, which must be a bucket's bound.

        Raises:
            AuthorError: no bucket has this bound.
        """
        if bound not in self.buckets:
            known = ", ".join(map(number, self.buckets))
            raise AuthorError(
                f"{self.name} has no bucket that ends at {bound}",
                hint=f"its bounds are {known}" if known else "",
            )
        within = self.bucket.where(le=float_spelled(bound))
        return Binary("/", within.per_second(by, over), self.count.per_second(by, over), scale="percentunit")

    def average(self, by: Labels = (), over: str | None = None) -> Query:
        """Return the mean of the values observed within the window."""
        return _average(self.sum, self.count, by, over, super().unit())

    def spread(self, over: str | None = None) -> Query:
        """Return the observations per bucket within the window, for a heatmap."""
        return Aggregation("sum", Over("increase", self.bucket, over), by=("le",))

    def bare(self, rendering: object) -> str:
        """Refuse to be written without saying what of it: no series has the histogram's own name."""
        raise AuthorError(
            f"{self.name} is a histogram",
            hint="use .quantile(q), .share_above(bound), .average(), .spread(), .count or .sum",
        )


@frozen(eq=False)
class _Unit(Query):
    """An expression whose unit is known from elsewhere."""

    operand: Query
    known: str | None

    def render(self, rendering: object) -> str:
        return self.operand.render(rendering)  # type: ignore[arg-type]

    def children(self) -> tuple[Query, ...]:
        return (self.operand,)

    def rebuild(self, change: object) -> Query:
        return evolve(self, operand=change(self.operand))  # type: ignore[operator]

    def unit(self) -> str | None:
        return self.known

    def output_labels(self) -> tuple[str, ...] | None:
        return self.operand.output_labels()


def _with_unit(query: Query, unit: str | None) -> Query:
    return _Unit(query, unit)


def _part(metric: Metric, suffix: str) -> Counter:
    return Counter(
        metric.name + suffix,
        job=metric.job,
        matchers=metric.matchers,
        shift=metric.shift,
        labels=metric.labels,
        help=metric.help,
        observed=metric.observed,
    )


def _average(total: Counter, count: Counter, by: Labels, over: str | None, unit: str | None) -> Query:
    return Binary("/", total.per_second(by, over), count.per_second(by, over), scale=unit)


def float_spelled(value: float) -> str | Match:
    r"""Return the ``where`` condition for a bucket bound or a quantile, however it is spelled.

    Go's shortest form (Go clients, and Prometheus itself) has exponents from 1e+06 up and below 0.0001;
    Python's client and Prometheus 3 put ``.0`` behind whole numbers; others write large ones in full.

    >>> float_spelled(30), float_spelled(0.005)
    (Match(op='=~', value='30(\\.0)?'), '0.005')
    """
    digits = Decimal(repr(float(value))).normalize()
    spellings: list[str] = []
    if not digits or _GO_SMALLEST <= abs(value) < _PYTHON_LARGEST:
        spellings.append(f"{digits:f}")
    if digits and not _GO_SMALLEST <= abs(value) < _GO_LARGEST:
        mantissa, exponent = f"{digits:e}".split("e")
        spellings.append(f"{mantissa}e{int(exponent):+03d}")
    whole = spellings[0].lstrip("-").isdigit()
    if len(spellings) == 1 and not whole:
        return spellings[0]
    first, *others = (re.escape(one).replace(r"\-", "-") for one in spellings)
    return Match("=~", "|".join([first + (r"(\.0)?" if whole else ""), *others]))
