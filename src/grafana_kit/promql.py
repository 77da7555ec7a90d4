"""PromQL as functions: rates, ratios, quantiles and the rest, on typed metrics or on any expression.

Each function returns a query that still knows its structure; the range window is chosen when it is
rendered, unless ``over`` gives one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import seconds
from grafana_kit.model.metric import Counter, Gauge, Histogram, Summary, Untyped
from grafana_kit.model.promql_text import Match, matcher
from grafana_kit.model.query import Aggregation, Binary, Call, Number, Over, Query, Selector, as_query

if TYPE_CHECKING:
    from grafana_kit.model.promql_text import Condition, Labels
    from grafana_kit.model.query import Operand

Expression: TypeAlias = "Query | str"


def selector(name: str, **conditions: Condition) -> Selector:
    """Return a selector for a metric of which no typed module exists."""
    chosen = {label: value for label, value in conditions.items() if value is not None}
    return Selector(name, matchers=tuple(matcher(label, value) for label, value in chosen.items()))


def matches(regex: str) -> Match:
    """In ``where``: the label matches the whole regular expression."""
    return Match("=~", regex)


def not_matches(regex: str) -> Match:
    """In ``where``: the label does not match the regular expression."""
    return Match("!~", regex)


def is_not(value: str) -> Match:
    """In ``where``: the label is anything but this value."""
    return Match("!=", value)


# --- counters ---------------------------------------------------------------------------------------


def per_second(counter: Expression, by: Labels | None = None, over: str | None = None) -> Query:
    """Return how fast a counter grows, per second; summed per combination of the labels in ``by`` if given."""
    if isinstance(counter, Counter):
        return counter.per_second(by, over)
    rate = Over("rate", _series(counter, "per_second"), over)
    return rate if by is None else rate.sum(by)


def per_minute(counter: Expression, by: Labels | None = None, over: str | None = None) -> Query:
    """Return how fast a counter grows, per minute."""
    return Binary("*", per_second(counter, by, over), Number(60), scale="cpm")


def increase(counter: Expression, over: str | None = None, by: Labels | None = None) -> Query:
    """Return by how much a counter grew within the window, extrapolated to the window's ends."""
    growth = Over("increase", _series(counter, "increase"), over)
    return growth if by is None else growth.sum(by)


def ratio(part: Expression, whole: Expression, by: Labels = (), over: str | None = None) -> Query:
    """Return ``part`` divided by ``whole``, both summed over the same labels first.

    Counters are divided by their rates. Without the sums each series would be divided by itself, and
    the ratio of errors to all would be 1 whenever there is an error.
    """
    return Binary("/", _amount(part, by, over), _amount(whole, by, over), scale="percentunit")


def _amount(value: Expression, by: Labels, over: str | None) -> Query:
    if isinstance(value, Counter):
        return value.per_second(by, over)
    query = as_query(value)
    return query if isinstance(query, Aggregation) else query.sum(by)


# --- distributions ----------------------------------------------------------------------------------


def quantile(q: float, histogram: Histogram | Summary, by: Labels = (), over: str | None = None) -> Query:
    """Return the quantile ``q`` (0 to 1): estimated from a histogram's buckets, or a summary's own."""
    if isinstance(histogram, Summary):
        return histogram.quantile(q)
    return _histogram(histogram, "quantile").quantile(q, by, over)


def share_above(histogram: Histogram, bound: float, by: Labels = (), over: str | None = None) -> Query:
    """Return the share (0 to 1) of observations greater than a bucket's bound."""
    return _histogram(histogram, "share_above").share_above(bound, by, over)


def share_below(histogram: Histogram, bound: float, by: Labels = (), over: str | None = None) -> Query:
    """Return the share (0 to 1) of observations of at most a bucket's bound."""
    return _histogram(histogram, "share_below").share_below(bound, by, over)


def average(histogram: Histogram | Summary, by: Labels = (), over: str | None = None) -> Query:
    """Return the mean of the observations within the window."""
    return histogram.average(by, over)


# --- aggregation ------------------------------------------------------------------------------------


def sum(query: Expression, by: Labels = (), *, without: Labels | None = None) -> Query:  # noqa: A001 - PromQL's word
    """Add series up."""
    return as_query(query).aggregate("sum", by, without=without)


def avg(query: Expression, by: Labels = (), *, without: Labels | None = None) -> Query:
    """Average series."""
    return as_query(query).aggregate("avg", by, without=without)


def min(query: Expression, by: Labels = (), *, without: Labels | None = None) -> Query:  # noqa: A001 - PromQL's word
    """Take the smallest of series."""
    return as_query(query).aggregate("min", by, without=without)


def max(query: Expression, by: Labels = (), *, without: Labels | None = None) -> Query:  # noqa: A001 - PromQL's word
    """Take the largest of series."""
    return as_query(query).aggregate("max", by, without=without)


def count(query: Expression, by: Labels = (), *, without: Labels | None = None) -> Query:
    """Count series."""
    return as_query(query).aggregate("count", by, without=without)


def topk(k: int, query: Expression, by: Labels = ()) -> Query:
    """Keep the ``k`` largest series."""
    return as_query(query).topk(k, by)


def bottomk(k: int, query: Expression, by: Labels = ()) -> Query:
    """Keep the ``k`` smallest series."""
    return as_query(query).bottomk(k, by)


# --- over time --------------------------------------------------------------------------------------


def changes(query: Expression, over: str | None = None) -> Query:
    """Count how often a value changed within the window."""
    return Over("changes", as_query(query), over)


def delta(query: Expression, over: str | None = None) -> Query:
    """Return by how much a gauge changed within the window."""
    return Over("delta", as_query(query), over)


def deriv(query: Expression, over: str | None = None) -> Query:
    """Return how fast a gauge changes, per second, by linear regression."""
    return Over("deriv", as_query(query), over)


def predict(query: Expression, *, over: str, ahead: float | str) -> Query:
    """Return where a gauge will be after ``ahead`` (seconds, or a duration) if it goes on as within the window."""
    distance = seconds(ahead) if isinstance(ahead, str) else ahead
    return Over("predict_linear", as_query(query), over, after=(distance,))


def avg_over_time(query: Expression, over: str | None = None) -> Query:
    """Average a value over the window."""
    return Over("avg_over_time", as_query(query), over)


def max_over_time(query: Expression, over: str | None = None) -> Query:
    """Take the largest value within the window."""
    return Over("max_over_time", as_query(query), over)


def min_over_time(query: Expression, over: str | None = None) -> Query:
    """Take the smallest value within the window."""
    return Over("min_over_time", as_query(query), over)


# --- the rest ---------------------------------------------------------------------------------------


def absent(query: Expression) -> Query:
    """Return 1 when the query has no result, and nothing when it has one."""
    return Call("absent", (as_query(query),))


def time() -> Query:
    """Return the evaluation time, in seconds since 1970."""
    return Call("time")


def since(timestamp: Expression) -> Query:
    """Return the seconds that have passed since a timestamp."""
    return Binary("-", time(), as_query(timestamp), scale="s")


def vector(value: float) -> Query:
    """Return a number as a vector without labels."""
    return Call("vector", (Number(value),))


def or_zero(query: Expression) -> Query:
    """Return 0 where a query without labels has no result.

    A labelled counter is born at its first event: until then "no errors" has no series to show.
    """
    left = as_query(query)
    return Binary("or", left, vector(0), scale=left.unit())


def clamp_min(query: Expression, lowest: float) -> Query:
    """Raise smaller values to ``lowest``."""
    return Call("clamp_min", (as_query(query), Number(lowest)))


def clamp_max(query: Expression, largest: float) -> Query:
    """Lower larger values to ``largest``."""
    return Call("clamp_max", (as_query(query), Number(largest)))


def call(function: str, *arguments: Operand) -> Query:
    """Call any PromQL function of instant vectors and scalars by its name."""
    return Call(function, tuple(as_query(argument) for argument in arguments))


def over(
    function: str, query: Expression, window: str | None = None, *, after: tuple[float, ...] = ()
) -> Query:
    """Call any PromQL function of a range vector by its name; a window of None is chosen at rendering."""
    return Over(function, as_query(query), window, after=after)


def _series(value: Expression, function: str) -> Query:
    if isinstance(value, str):
        raise AuthorError(
            f"{function}() takes a metric, not PromQL text: {value}",
            hint='use a typed metric or promql.selector("name", label="value"), or write the whole expression as text',
        )
    if isinstance(value, Gauge) and not isinstance(value, Untyped):
        raise AuthorError(
            f"{function}() of {value.name}, which is a gauge: every fall would count as a restart",
            hint="use promql.deriv, promql.delta or promql.changes",
        )
    return value


def _histogram(value: object, function: str) -> Histogram:
    if not isinstance(value, Histogram):
        raise AuthorError(
            f"{function}() takes a histogram, not {type(value).__name__}", hint="see metrics/ for yours"
        )
    return value
