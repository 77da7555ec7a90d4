"""The stand-ins for the application and cAdvisor expose what the real ones were seen to expose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grafana_kit.catalog.exposition import parse
from grafana_kit.metrics import Histogram, Metric
from metrics import backend, cadvisor, worker
from tests.servers import fetch

if TYPE_CHECKING:
    from types import ModuleType

    from tests.meme_maker.live.stack import Stack

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("live")]

OF_PYTHON = ("process_", "python_")
"""What Python tells about itself differs from version to version."""


def captured(module: ModuleType) -> dict[str, Metric]:
    """Return what was captured of a job, by name."""
    return {one.name: one for one in vars(module).values() if isinstance(one, Metric)}


def exposed(stack: Stack, module: ModuleType) -> dict[str, Metric]:
    """Return what a job of the live stack exposes, as a capture would read it."""
    text = fetch(f"http://127.0.0.1:{stack.ports.targets()[module.JOB]}/metrics")
    assert text
    metrics = parse(text, job=module.JOB, where=module.JOB)
    return {name: one for name, one in metrics.items() if not name.endswith("_created")}


def shape(metric: Metric) -> tuple[object, ...]:
    """Return kind, labels and bucket bounds."""
    return type(metric), set(metric.labels), metric.buckets if isinstance(metric, Histogram) else ()


@pytest.mark.parametrize("module", [backend, worker], ids=lambda module: module.JOB)
def test_it_exposes_what_was_captured(stack: Stack, module: ModuleType) -> None:
    """Every captured metric of the application is there: kind, labels, bounds, and no unheard-of value."""
    now = exposed(stack, module)
    before = {name: one for name, one in captured(module).items() if not name.startswith(OF_PYTHON)}
    assert before
    assert {name: shape(now[name]) for name in before} == {name: shape(one) for name, one in before.items()}
    for name, metric in before.items():
        for label, values in metric.labels.items():
            assert values is None or set(now[name].labels[label] or ()) <= set(values), (name, label)


def test_cadvisor_exposes_nothing_unheard_of(stack: Stack) -> None:
    """Each container metric has the kind and the labels that cAdvisor's own has."""
    now, before = exposed(stack, cadvisor), captured(cadvisor)
    assert now
    assert {name: shape(one) for name, one in now.items()} == {name: shape(before[name]) for name in now}
