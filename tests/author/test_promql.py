"""Every function of promql and every method of a query, as the text that Prometheus gets."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from grafana_kit import Query, promql
from grafana_kit.errors import AuthorError
from grafana_kit.expressions.parser import parse
from grafana_kit.metrics import Counter, Gauge, Histogram, Summary, Untyped
from grafana_kit.model.query import Rendering

UP = Gauge("up", labels={})
TEMPERATURE = Gauge("room_temperature_celsius", job="house", labels={"room": ("attic", "cellar")})
REQUESTS = Counter("http_requests_total", job="api", labels={"handler": ("/jobs",), "status": ("2xx", "5xx")})
LATENCY = Histogram("job_seconds", job="worker", labels={"status": ("done", "error")}, buckets=(0.5, 30, 1e6))
PAUSE = Summary("pause_seconds", job="worker", labels={"kind": ("major",)}, quantiles=(0.5, 0.99))
UNKNOWN = Untyped("something", job="old")
DASHBOARD = "[$__rate_interval]"

CASES: list[tuple[str, Query, str]] = [
    ("selector", promql.selector("up"), "up"),
    ("selector", promql.selector("up", job="x", code=500, gone=None), 'up{job="x",code="500"}'),
    ("selector", promql.selector("with.dot", job="x"), '{"with.dot",job="x"}'),
    ("matches", REQUESTS.total().where(status=promql.matches("5..")), 'http_requests_total{job="api",status=~"5.."}'),
    ("not_matches", UP.where(job=promql.not_matches("a|b")), 'up{job!~"a|b"}'),
    ("is_not", UP.where(job=promql.is_not("a")), 'up{job!="a"}'),
    ("per_second", promql.per_second(REQUESTS), f'rate(http_requests_total{{job="api"}}{DASHBOARD})'),
    ("per_second", promql.per_second(REQUESTS, by=()), f'sum(rate(http_requests_total{{job="api"}}{DASHBOARD}))'),
    (
        "per_second",
        promql.per_second(promql.selector("x_total"), by="job", over="5m"),
        "sum by (job) (rate(x_total[5m]))",
    ),
    ("per_second", promql.per_second(UNKNOWN), f'rate(something{{job="old"}}{DASHBOARD})'),
    ("per_minute", promql.per_minute(REQUESTS, over="5m"), 'rate(http_requests_total{job="api"}[5m]) * 60'),
    ("increase", promql.increase(REQUESTS, "1h"), 'increase(http_requests_total{job="api"}[1h])'),
    (
        "increase",
        promql.increase(REQUESTS, "1h", by=("handler", "status")),
        'sum by (handler, status) (increase(http_requests_total{job="api"}[1h]))',
    ),
    (
        "ratio",
        promql.ratio(REQUESTS.where(status="5xx"), REQUESTS, over="5m"),
        'sum(rate(http_requests_total{job="api",status="5xx"}[5m])) / sum(rate(http_requests_total{job="api"}[5m]))',
    ),
    ("ratio", promql.ratio(UP, "up or vector(1)", by="job"), "sum by (job) (up) / sum by (job) (up or vector(1))"),
    ("ratio", promql.ratio(UP.count("job"), UP.sum()), "count by (job) (up) / sum(up)"),
    (
        "quantile",
        promql.quantile(0.95, LATENCY, by="status", over="5m"),
        'histogram_quantile(0.95, sum by (le, status) (rate(job_seconds_bucket{job="worker"}[5m])))',
    ),
    ("quantile", promql.quantile(0.99, PAUSE), 'pause_seconds{job="worker",quantile="0.99"}'),
    (
        "share_above",
        promql.share_above(LATENCY, 0.5, over="5m"),
        '1 - sum(rate(job_seconds_bucket{job="worker",le="0.5"}[5m])) / sum(rate(job_seconds_count{job="worker"}[5m]))',
    ),
    (
        "share_below",
        promql.share_below(LATENCY, 30, by="status", over="5m"),
        ('sum by (status) (rate(job_seconds_bucket{job="worker",le=~"30(\\\\.0)?"}[5m]))'
        ' / sum by (status) (rate(job_seconds_count{job="worker"}[5m]))'),
    ),
    (
        "average",
        promql.average(LATENCY, over="5m"),
        'sum(rate(job_seconds_sum{job="worker"}[5m])) / sum(rate(job_seconds_count{job="worker"}[5m]))',
    ),
    (
        "average",
        promql.average(PAUSE, by="kind", over="5m"),
        'sum by (kind) (rate(pause_seconds_sum{job="worker"}[5m])) / sum by (kind) (rate(pause_seconds_count{job="worker"}[5m]))',
    ),
    ("sum", promql.sum("up", "job"), "sum by (job) (up)"),
    ("sum", promql.sum(LATENCY.count.per_second(over="5m")), 'sum(rate(job_seconds_count{job="worker"}[5m]))'),
    ("avg", promql.avg(TEMPERATURE, without="room"), 'avg without (room) (room_temperature_celsius{job="house"})'),
    ("min", promql.min(TEMPERATURE), 'min(room_temperature_celsius{job="house"})'),
    ("max", promql.max(TEMPERATURE, ("room", "instance")), 'max by (room, instance) (room_temperature_celsius{job="house"})'),
    ("count", promql.count(UP), "count(up)"),
    ("topk", promql.topk(3, "up", "job"), "topk by (job) (3, up)"),
    ("bottomk", promql.bottomk(3, UP), "bottomk(3, up)"),
    ("changes", promql.changes("up", "15m"), "changes(up[15m])"),
    ("changes", promql.changes("up + 1", "15m"), "changes((up + 1)[15m:])"),
    ("delta", promql.delta(TEMPERATURE, "1h"), 'delta(room_temperature_celsius{job="house"}[1h])'),
    ("deriv", promql.deriv(UP.sum("job")), f"deriv(sum by (job) (up){DASHBOARD.replace(']', ':]')})"),
    ("predict", promql.predict(UP, over="6h", ahead="4h"), "predict_linear(up[6h], 14400)"),
    ("predict", promql.predict(UP, over="6h", ahead=90), "predict_linear(up[6h], 90)"),
    ("avg_over_time", promql.avg_over_time(UP, "1h"), "avg_over_time(up[1h])"),
    ("max_over_time", promql.max_over_time('up{job="a}b"}', "1h"), 'max_over_time(up{job="a}b"}[1h])'),
    ("min_over_time", promql.min_over_time(UP.offset("1d"), "1h"), "min_over_time(up[1h] offset 1d)"),
    ("absent", promql.absent(UP), "absent(up)"),
    ("time", promql.time(), "time()"),
    ("since", promql.since("process_start_time_seconds"), "time() - process_start_time_seconds"),
    ("vector", promql.vector(0), "vector(0)"),
    ("or_zero", promql.or_zero(UP.sum()), "sum(up) or vector(0)"),
    ("clamp_min", promql.clamp_min(UP, 0), "clamp_min(up, 0)"),
    ("clamp_max", promql.clamp_max(UP, 1.5), "clamp_max(up, 1.5)"),
    ("call", promql.call("round", UP, 0.1), "round(up, 0.1)"),
    (
        "call",
        promql.call("label_replace", UP, '"host"', '"$1"', '"instance"', '"(.*):.*"'),
        'label_replace(up, "host", "$1", "instance", "(.*):.*")',
    ),
    ("over", promql.over("stddev_over_time", UP, "1h"), "stddev_over_time(up[1h])"),
    ("over", promql.over("holt_winters", UP, "1h", after=(0.5, 0.5)), "holt_winters(up[1h], 0.5, 0.5)"),
    ("", REQUESTS.increase(), f'increase(http_requests_total{{job="api"}}{DASHBOARD})'),
    ("", REQUESTS.total(), 'http_requests_total{job="api"}'),
    ("", TEMPERATURE.changes("5m"), 'changes(room_temperature_celsius{job="house"}[5m])'),
    ("", LATENCY.spread("5m"), 'sum by (le) (increase(job_seconds_bucket{job="worker"}[5m]))'),
    ("", LATENCY.text(), 'job_seconds{job="worker"}'),
    ("", UP.avg("job"), "avg by (job) (up)"),
    ("", UP.min("job"), "min by (job) (up)"),
    ("", UP.sum(without=()), "sum without () (up)"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text"), [case[1:] for case in CASES])
def test_functions_write_what_prometheus_reads(query: Query, text: str) -> None:
    """The text is as a person would write it, and PromQL."""
    assert str(query) == text
    answer = parse(text)
    assert answer.verdict == ("unchecked" if "holt_winters" in text else "fine"), answer


def test_every_public_function_is_tested() -> None:
    """A new function of promql needs a case above."""
    public = {
        name
        for name, function in vars(promql).items()
        if inspect.isfunction(function)
        and function.__module__ == promql.__name__
        and not name.startswith("_")
    }
    assert public == {name for name, *_ in CASES if name}


# --- windows ----------------------------------------------------------------------------------------


def rules_text(query: Query, window: str = "2m") -> str:
    """Return a query as a rule has it, where every job's window is this one."""
    return query.render(Rendering(window=lambda job: f"{window}" if job is None else "1m", variables=False))


def test_a_rule_takes_the_window_of_the_job_it_reads() -> None:
    """Four scrape intervals of that job; the longest where there are several, or the job is not known."""
    assert rules_text(REQUESTS.per_second()) == 'rate(http_requests_total{job="api"}[1m])'
    assert rules_text(promql.per_second(promql.selector("x_total"))) == "rate(x_total[2m])"
    assert (
        rules_text(REQUESTS.where(job=("a", "b")).per_second()) == 'rate(http_requests_total{job=~"a|b"}[2m])'
    )
    assert rules_text(promql.deriv(UP.sum() + TEMPERATURE)) == (
        'deriv((sum(up) + room_temperature_celsius{job="house"})[2m:])'
    )


def test_a_window_of_the_author_is_the_same_everywhere() -> None:
    """In dashboards as in rules."""
    query = REQUESTS.per_second(over="10m")
    assert str(query) == rules_text(query) == 'rate(http_requests_total{job="api"}[10m])'


def test_a_variable_as_a_window_is_for_dashboards_only() -> None:
    """Rules have no dashboard around them."""
    query = REQUESTS.increase("$__range")
    assert str(query) == 'increase(http_requests_total{job="api"}[$__range])'
    with pytest.raises(AuthorError, match=r'the window "\$__range" in a rule'):
        rules_text(query)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("rate(x[$__rate_interval])", "rate(x[2m])"),
        ("rate(x[${__rate_interval}]) + 1", "rate(x[2m]) + 1"),
        ('up{job=~"a$|b$", x!~"^$"}', 'up{job=~"a$|b$", x!~"^$"}'),
        ('up{x=~"[[:alpha:]]+[[a-z]]"}', 'up{x=~"[[:alpha:]]+[[a-z]]"}'),
        ('label_replace(up, "a", "$1-${2}", "b", "(.*)")', 'label_replace(up, "a", "$1-${2}", "b", "(.*)")'),
        ("  up # how many $are up?\n", "up"),
        ("up{a='#1'} # comment", "up{a='#1'}"),
    ],
)
def test_text_is_taken_over_into_rules(text: str, rule: str) -> None:
    """The dashboard's own window is replaced; anchors and groups of regular expressions are no variables."""
    assert rules_text(promql.sum(text).operand) == rule  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("rate(x[$__interval])", "$__interval"),
        ("rate(x[$__rate_interval_ms])", "$__rate_interval_ms"),
        ('up{job="$job"}', "$job"),
        ('up{job=~"${job:regex}"}', "${job:regex}"),
        ("up{job=~'[[job]]'}", "[[job]]"),
        ("topk($k, up)", "$k"),
    ],
)
def test_other_variables_are_refused_in_rules(text: str, variable: str) -> None:
    """They would select nothing, for ever."""
    with pytest.raises(AuthorError) as error:
        rules_text(promql.sum(text))
    assert error.value.summary == f'"{variable}" in a rule: rules have no dashboard variables'
    assert str(promql.sum(text)).startswith("sum(")


# --- narrowing and shifting -------------------------------------------------------------------------


def test_where_reaches_every_selector() -> None:
    """However deep it stands."""
    query = promql.ratio(REQUESTS.where(status="5xx"), REQUESTS, over="5m") > promql.clamp_min(UP, 0)
    assert str(query.where(instance="a:1")) == (
        'sum(rate(http_requests_total{job="api",status="5xx",instance="a:1"}[5m]))'
        ' / sum(rate(http_requests_total{job="api",instance="a:1"}[5m]))'
        ' > clamp_min(up{instance="a:1"}, 0)'
    )


def test_offset_reaches_every_selector() -> None:
    """An expression as it was a day ago is made of series as they were a day ago."""
    query = promql.quantile(0.9, LATENCY, over="5m") - promql.delta(UP.sum(), "1h")
    assert str(query.offset("1d")) == (
        'histogram_quantile(0.9, sum by (le) (rate(job_seconds_bucket{job="worker"}[5m] offset 1d)))'
        " - delta(sum(up offset 1d)[1h:])"
    )


def test_offsets_add_up() -> None:
    """A day before an hour ago is twenty-five hours ago."""
    assert str(UP.offset("1h").offset("1d")) == "up offset 1d1h"
    assert str((UP.offset("1h") + UP).offset("-90m")) == "up offset -30m + up offset -90m"
    with pytest.raises(AuthorError, match='"\\$back" is not a duration'):
        UP.offset("1h").offset("$back")


def test_time_cannot_be_shifted() -> None:
    """An age a day ago is not today's time less yesterday's start."""
    with pytest.raises(AuthorError, match=r"offset\(\) cannot shift time\(\)"):
        promql.since(UP).offset("1d")


def test_a_condition_is_replaced_or_taken_away() -> None:
    """The last word on a label counts; None means any value."""
    one = REQUESTS.where(status="5xx").total()
    assert str(one.where(status="2xx")) == 'http_requests_total{job="api",status="2xx"}'
    assert str(one.where(status=None, job=None)) == "http_requests_total"
    assert str(one.where(job="other")) == 'http_requests_total{job="other",status="5xx"}'
    assert str(one.where(job=promql.matches(".*"))) == 'http_requests_total{status="5xx",job=~".*"}'


def test_alternatives_match_their_own_letters() -> None:
    """Dots and the like are letters in values; a dash needs no backslash."""
    assert str(UP.where(job=("a.b", "c-d", 5))) == 'up{job=~"a\\\\.b|c-d|5"}'  # type: ignore[arg-type]


def test_no_alternatives_at_all_are_a_mistake() -> None:
    """An empty pattern would match the series without the label."""
    with pytest.raises(AuthorError, match="with no value matches nothing"):
        UP.where(job=())


def test_text_cannot_be_narrowed() -> None:
    """Nobody knows where in it the matcher belongs."""
    with pytest.raises(AuthorError, match=r"cannot reach into PromQL text: up > 1"):
        promql.sum("up > 1").where(job="x")


def test_labels_beyond_letters_are_quoted() -> None:
    """Prometheus 3 has labels with dots."""
    query = promql.selector("up", **{"http.route": "x"}).sum("http.route")
    assert str(query) == 'sum by ("http.route") (up{"http.route"="x"})'


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (REQUESTS, "http_requests_total is a counter: its bare value only grows"),
        (REQUESTS.sum(), "http_requests_total is a counter"),
        (REQUESTS > 5, "http_requests_total is a counter"),
        (LATENCY, "job_seconds is a histogram"),
        (promql.sum(LATENCY), "job_seconds is a histogram"),
        (promql.count(LATENCY), "job_seconds is a histogram"),
        (promql.over("rate", LATENCY), "job_seconds is a histogram"),
        (PAUSE, "pause_seconds is a summary"),
        (promql.changes(PAUSE), "pause_seconds is a summary"),
    ],
)
def test_metrics_are_not_drawn_as_what_they_are_not(query: Query, message: str) -> None:
    """A counter is asked for its rate, a histogram for a quantile: the error says so."""
    with pytest.raises(AuthorError, match=message) as error:
        str(query)
    assert error.value.hint.startswith("use .")


def test_the_rate_of_a_gauge_is_refused() -> None:
    """Every fall of a gauge would count as a restart; what has no type is let through."""
    for function in (promql.per_second, promql.per_minute, promql.increase):
        with pytest.raises(AuthorError, match="room_temperature_celsius, which is a gauge"):
            function(TEMPERATURE)


def test_the_rate_of_text_is_refused() -> None:
    """Where the text ends and the range would stand, nobody knows."""
    with pytest.raises(AuthorError, match=r"per_second\(\) takes a metric, not PromQL text: up"):
        promql.per_second("up")
    with pytest.raises(AuthorError, match=r"increase\(\) takes a metric"):
        promql.increase("up")


MISTAKES: list[Callable[[], Query]] = [
    lambda: REQUESTS.where(stauts="5xx"),
    lambda: REQUESTS.per_second(by="stauts"),
    lambda: promql.ratio(REQUESTS, REQUESTS, by=("handler", "stauts")),
    lambda: REQUESTS.per_second().avg(without="stauts"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_unknown_labels_are_named_with_the_nearest(mistake: Callable[[], Query]) -> None:
    """In conditions, in groupings and in windows."""
    with pytest.raises(AuthorError, match="label stauts") as error:
        mistake()
    assert error.value.hint == 'did you mean "status"?'


def test_labels_of_the_scrape_are_always_there() -> None:
    """Prometheus adds job and instance to what was exposed."""
    assert str(REQUESTS.per_second(by=("job", "instance"), over="1m")) == (
        'sum by (job, instance) (rate(http_requests_total{job="api"}[1m]))'
    )


@pytest.mark.parametrize(
    "query",
    [
        promql.sum(UP + promql.selector("other"), by="anything"),
        promql.sum("up", by="anything"),
        promql.sum(promql.call("label_replace", UP, '"anything"', '""', '""', '""'), by="anything"),
        promql.sum(Gauge("unseen", observed=False), by="anything"),
        Gauge("unseen", observed=False).where(anything="x"),
    ],
)
def test_what_is_not_known_is_not_refused(query: Query) -> None:
    """Text, bare selectors, renamed labels and families without a sample may have any label."""
    assert "anything" in str(query)


def test_both_by_and_without_are_refused() -> None:
    """One of them would be ignored."""
    with pytest.raises(AuthorError, match="max takes by or without, not both"):
        UP.max("job", without="instance")


def test_an_unknown_bound_lists_the_bounds() -> None:
    """The share of jobs slower than 20 s cannot be read from buckets that end at 0.5, 30 and 1000000."""
    with pytest.raises(AuthorError, match="job_seconds has no bucket that ends at 20") as error:
        LATENCY.share_above(20)
    assert error.value.hint == "its bounds are 0.5, 30, 1000000"
    with pytest.raises(AuthorError, match="no bucket that ends at inf") as without:
        Histogram("empty").share_below(float("inf"))
    assert without.value.hint == ""


def test_quantiles_lie_between_0_and_1() -> None:
    """A percentile is told how to be written; a summary has only its own quantiles."""
    with pytest.raises(AuthorError, match="not at 95") as error:
        LATENCY.quantile(95)
    assert error.value.hint == "for the 95th percentile: 0.95"
    with pytest.raises(AuthorError, match="not at nan"):
        LATENCY.quantile(float("nan"))
    with pytest.raises(AuthorError, match=r"pause_seconds has no quantile 0\.9") as unknown:
        promql.quantile(0.9, PAUSE)
    assert unknown.value.hint == "known: 0.5, 0.99"
    with pytest.raises(AuthorError) as none:
        Summary("plain").quantile(0.9)
    assert none.value.hint == ""


def test_functions_of_histograms_want_histograms() -> None:
    """The error names what was given instead."""
    with pytest.raises(AuthorError, match=r"quantile\(\) takes a histogram, not Gauge"):
        promql.quantile(0.9, UP)  # type: ignore[arg-type]
    with pytest.raises(AuthorError, match=r"share_above\(\) takes a histogram, not str"):
        promql.share_above("up", 1)  # type: ignore[arg-type]


def test_a_query_has_no_truth_value() -> None:
    """``a and b`` of Python would drop one side without a word."""
    with pytest.raises(AuthorError, match="a query has no truth value"):
        bool(UP)


def test_other_values_are_no_queries() -> None:
    """Nor are truth values numbers."""
    for value in (None, True, [UP], object()):
        with pytest.raises(AuthorError, match="is not a query"):
            UP + value  # type: ignore[operator]


def test_unknown_operators_are_refused() -> None:
    """With the known ones."""
    with pytest.raises(AuthorError, match='"&&" is no PromQL operator') as error:
        UP.binary("&&", UP)
    assert "unless" in error.value.hint


def test_a_forecast_needs_a_duration() -> None:
    """Text that is none is refused where it stands."""
    with pytest.raises(AuthorError, match='"soon" is not a duration'):
        promql.predict(UP, over="6h", ahead="soon")
