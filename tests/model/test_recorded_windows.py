"""Recorded series under functions of a range, with and without a recording rule to read from."""

from __future__ import annotations

from grafana_kit import Record, promql
from grafana_kit.model.query import Rendering

RATE = Record("job:requests:rate5m", promql.sum(promql.per_second(promql.selector("requests_total")), "job"))
HOUR = promql.avg_over_time(RATE, "1h")


def rendering(*, record: bool) -> Rendering:
    """Return how rules are written."""
    return Rendering(window=lambda _job: "1m", record=record, variables=False)


def test_a_window_of_a_recorded_series_reads_it_and_counts_as_a_use() -> None:
    """Where rules record it, the range is taken of the recorded series, and the use is noticed."""
    rules = rendering(record=True)
    assert HOUR.render(rules) == "avg_over_time(job:requests:rate5m[1h])"
    assert rules.used == [RATE]


def test_a_window_without_recording_rules_is_a_subquery_of_the_expression() -> None:
    """Where Grafana evaluates alone nothing is recorded: the name would select nothing, for ever."""
    assert HOUR.render(rendering(record=False)) == (
        "avg_over_time((sum by (job) (rate(requests_total[1m])))[1h:])"
    )


def test_an_expression_within_a_window_keeps_its_parentheses() -> None:
    """A sum of two expressions is put in parentheses before its subquery."""
    both = promql.max_over_time(promql.selector("a") + promql.selector("b"), "5m")
    assert both.render(rendering(record=True)) == "max_over_time((a + b)[5m:])"


def test_a_forecast_takes_its_distance_as_a_duration_too() -> None:
    """Settings hold durations: a day ahead is 86400 seconds, however it is written."""
    free = promql.selector("free_bytes")
    day = "predict_linear(free_bytes[6h], 86400)"
    assert str(promql.predict(free, over="6h", ahead="1d")) == day
    assert str(promql.predict(free, over="6h", ahead=86400)) == day
