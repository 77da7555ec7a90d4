"""Narrowing and shifting recorded series."""

from __future__ import annotations

import pytest

from grafana_kit import Record
from grafana_kit.errors import AuthorError
from grafana_kit.metrics import Gauge
from grafana_kit.model.query import DASHBOARD, Rendering

LOAD = Gauge("node_load1", job="node")
RECORDED = Record("instance:load:max", LOAD.max("instance"), labels={"kind": "one"})


def test_a_recorded_series_can_be_narrowed() -> None:
    """where() on a recorded series selects of what was recorded; the record itself stays as it was."""
    narrowed = RECORDED.where(instance="a")
    assert narrowed.render(DASHBOARD) == 'instance:load:max{kind="one",instance="a"}'
    assert isinstance(narrowed, Record)
    assert RECORDED.render(DASHBOARD) == 'instance:load:max{kind="one"}'


def test_a_recorded_series_can_be_shifted() -> None:
    """offset() on a recorded series reads what was recorded then."""
    assert RECORDED.offset("1h").render(DASHBOARD) == 'instance:load:max{kind="one"} offset 1h'


def test_without_recording_rules_a_narrowed_record_cannot_be_written_out() -> None:
    """The expression of a record knows nothing of the matcher that was added to the recorded series."""
    without = Rendering(window=lambda _job: "5m", record=False)
    with pytest.raises(AuthorError, match="narrowed or shifted"):
        RECORDED.where(instance="a").render(without)
