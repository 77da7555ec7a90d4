"""What typed metrics know: units, labels, and how their numbers are spelled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.utils import floatToGoString

from grafana_kit import Query, Record, promql
from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary
from grafana_kit.model.metric import float_spelled, unit_of

UP = Gauge("up", labels={})
MEMORY = Gauge("process_resident_memory_bytes", job="api")
STARTED = Gauge("process_start_time_seconds", job="api")
LOAD = Gauge("load", job="node", labels={"mode": ("idle", "user"), "device": OPEN})
REQUESTS = Counter("http_requests_total", job="api", labels={"handler": ("/jobs",), "status": ("2xx", "5xx")})
SENT = Counter("sent_bytes_total", job="api", labels={"handler": ("/jobs",)})
CPU = Counter("cpu_seconds_total", job="api")
LATENCY = Histogram("job_seconds", job="worker", labels={"status": ("done",)}, buckets=(1, 30))
PAUSE = Summary("pause_seconds", job="worker", labels={"kind": ("major",)}, quantiles=(0.5,))
BOUNDS = st.floats(allow_nan=False, allow_infinity=False).map(lambda one: one + 0.0)  # no minus zero


def spelled(value: float, text: str) -> bool:
    """Return whether the condition for a bound matches a spelling, as Prometheus matches it."""
    condition = float_spelled(value)
    return (
        text == condition if isinstance(condition, str) else re.fullmatch(condition.value, text) is not None
    )


@pytest.mark.parametrize(
    ("value", "spellings"),
    [
        (30, ["30", "30.0"]),
        (0, ["0", "0.0"]),
        (-5, ["-5", "-5.0"]),
        (0.005, ["0.005"]),
        (0.0001, ["0.0001"]),
        (2.5e-05, ["2.5e-05"]),
        (1e-05, ["1e-05"]),
        (100000, ["100000", "100000.0"]),
        (1e6, ["1e+06", "1000000", "1000000.0"]),
        (1234567.5, ["1.2345675e+06", "1234567.5"]),
        (5e15, ["5e+15", "5000000000000000", "5000000000000000.0"]),
        (1e16, ["1e+16"]),
        (1e22, ["1e+22"]),
    ],
)
def test_bounds_match_every_spelling_of_clients_and_servers(value: float, spellings: list[str]) -> None:
    """Go's %g (Prometheus 2), the same with .0 (Prometheus 3, Python), and decimals without an exponent."""
    assert all(spelled(value, text) for text in spellings)
    assert not any(spelled(value, text) for text in ("300", "3", "30x0", "0.0051", "1e+07", "", "30.00"))


@given(BOUNDS)
def test_the_python_client_spells_every_bound_as_one_of_these(value: float) -> None:
    """Whatever bounds an application chooses."""
    assert spelled(value, floatToGoString(value))  # type: ignore[no-untyped-call]
    assert spelled(value, repr(value))


@given(BOUNDS, BOUNDS)
def test_no_other_bound_is_spelled_like_it(one: float, other: float) -> None:
    """A pattern that matches two buckets would count jobs twice."""
    assert spelled(one, repr(other)) is (one == other)


def test_a_single_spelling_is_compared_as_it_is() -> None:
    """A plain comparison is read more easily than a pattern, and is faster."""
    assert float_spelled(0.25) == "0.25"
    assert str(LATENCY.bucket.where(le=float_spelled(0.25)).total()).endswith('le="0.25"}')


@pytest.mark.parametrize(
    ("name", "declared", "unit"),
    [
        ("process_resident_memory_bytes", None, "bytes"),
        ("sent_bytes_total", None, "bytes"),
        ("job_seconds_sum", None, "s"),
        ("job_seconds_count", None, None),
        ("job_seconds_bucket", None, None),
        ("process_start_time_seconds", None, "s"),
        ("last_push_timestamp_seconds", None, None),
        ("disk_usage_ratio", None, "percentunit"),
        ("room_temperature_celsius", None, "celsius"),
        ("anything", "seconds", "s"),
        ("anything", "parsecs", None),
        ("seconds", None, "s"),
        ("up", None, None),
    ],
)
def test_units_come_from_names_and_declarations(name: str, declared: str | None, unit: str | None) -> None:
    """A number of observations has no unit, however the histogram is called; a date is no duration."""
    assert unit_of(name, declared) == unit


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        (MEMORY, "bytes"),
        (MEMORY.max(), "bytes"),
        (MEMORY.count(), "short"),
        (promql.topk(3, MEMORY), "bytes"),
        (MEMORY > 5, "bytes"),
        (MEMORY + MEMORY, "bytes"),
        (MEMORY + 5, "bytes"),
        (MEMORY + LOAD, None),
        (MEMORY / MEMORY, None),
        (MEMORY.binary(">", 5, as_bool=True), None),
        (MEMORY.unless(LOAD), "bytes"),
        (REQUESTS.per_second(), "reqps"),
        (REQUESTS.per_minute(), "cpm"),
        (REQUESTS.increase("1h"), "short"),
        (REQUESTS.total(), None),
        (SENT.per_second(by="handler"), "Bps"),
        (SENT.increase("1h"), "bytes"),
        (SENT.total(), "bytes"),
        (CPU.per_second(), None),
        (CPU.increase(), "s"),
        (LATENCY.quantile(0.9), "s"),
        (LATENCY.average(), "s"),
        (LATENCY.share_above(30), "percentunit"),
        (LATENCY.count.per_second(), "cps"),
        (LATENCY.count.increase(), "short"),
        (LATENCY.bucket.increase(), "short"),
        (PAUSE.quantile(0.5), "s"),
        (PAUSE.average(), "s"),
        (promql.ratio(REQUESTS, REQUESTS), "percentunit"),
        (promql.or_zero(MEMORY), "bytes"),
        (promql.since(STARTED), "s"),
        (promql.time(), "s"),
        (promql.absent(MEMORY), None),
        (promql.call("ln", MEMORY), None),
        (promql.call("round", MEMORY), "bytes"),
        (promql.changes(MEMORY), "short"),
        (promql.deriv(MEMORY), None),
        (promql.max_over_time(MEMORY), "bytes"),
        (promql.selector("x_bytes"), None),
        (Record("job:memory:max", MEMORY.max("job")), "bytes"),
    ],
)
def test_units_flow_through_expressions(query: Query, unit: str | None) -> None:
    """As long as they can be told; then the panel's own is needed."""
    assert query.unit() == unit


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        (UP, ("job", "instance")),
        (MEMORY, ("instance",)),
        (LOAD, ("mode", "device")),
        (LOAD.where(mode="idle"), ("device",)),
        (LOAD.where(mode=promql.matches("i.*")), ("mode", "device")),
        (LOAD.where(mode="idle", device="sda"), ("instance",)),
        (Gauge("unseen", observed=False), None),
        (promql.selector("x"), None),
        (LOAD.sum(), ()),
        (LOAD.sum("mode"), ("mode",)),
        (LOAD.sum(without="mode"), ("device",)),
        (promql.selector("x").sum(without="mode"), None),
        (LOAD.topk(3), ("mode", "device")),
        (promql.max_over_time(LOAD), ("mode", "device")),
        (promql.over("absent_over_time", LOAD), ()),
        (promql.absent(LOAD), ()),
        (promql.call("scalar", LOAD), ()),
        (promql.call("label_replace", LOAD, '"a"', '"b"', '"c"', '"d"'), None),
        (promql.time(), ()),
        (promql.call("pi"), ()),
        (LATENCY.quantile(0.9), ()),
        (LATENCY.quantile(0.9, by="status"), ("status",)),
        (promql.call("histogram_quantile", 0.9, promql.selector("x")), None),
        (PAUSE.quantile(0.5), ("kind",)),
        (LOAD > 1, ("mode", "device")),
        (1 - LOAD, ("mode", "device")),
        (LOAD.binary("*", UP, on="instance", group_left=()), ("mode", "device")),
        (UP.binary("*", LOAD, on="instance", group_right=()), ("mode", "device")),
        (LOAD.binary("/", LOAD, on="mode"), ("mode",)),
        (LOAD.binary("/", LOAD, ignoring="mode"), ("device",)),
        (LOAD / LOAD, ("mode", "device")),
        (LOAD & UP, ("mode", "device")),
        (LOAD | UP, None),
        (LOAD.sum() | UP.sum(), ()),
        (REQUESTS.total(), ("handler", "status")),
        (Record("job:load:max", LOAD.max("mode")), ("mode",)),
    ],
)
def test_the_labels_that_tell_series_apart_are_known(query: Query, labels: tuple[str, ...] | None) -> None:
    """They name the series of a panel; where they are not known, Grafana names them."""
    assert query.output_labels() == labels


def test_metrics_stay_what_they_are_when_they_are_narrowed() -> None:
    """A narrowed histogram still has its buckets, a narrowed counter is still no gauge."""
    narrowed = LATENCY.where(status="done").offset("1h")
    assert isinstance(narrowed, Histogram)
    assert str(narrowed.share_below(30, over="5m")).count('status="done"') == 2
    assert str(narrowed.share_below(30, over="5m")).count("offset 1h") == 2


def test_two_queries_are_the_same_only_if_they_are_one() -> None:
    """``==`` builds a PromQL comparison, so sets and dicts go by identity."""
    assert len({UP, UP, MEMORY}) == 2
    assert str(UP == 1) == "up == 1"
