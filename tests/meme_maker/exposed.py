"""The names and labels of every series that the captured metrics know."""

from __future__ import annotations

import importlib

from grafana_kit.metrics import Histogram, Metric
from tests.meme_maker.conftest import ROOT


def exposed() -> dict[str, set[str]]:
    """Return each series' name with its labels, from ``metrics/*.py``."""
    found: dict[str, set[str]] = {}
    for file in sorted((ROOT / "metrics").glob("*.py")):
        module = importlib.import_module(f"metrics.{file.stem}")
        for metric in vars(module).values():
            if isinstance(metric, Histogram):
                found |= {f"{metric.name}_{part}": set(metric.labels) for part in ("count", "sum")}
                found[f"{metric.name}_bucket"] = {*metric.labels, "le"}
            elif isinstance(metric, Metric):
                found[metric.name] = found.get(metric.name, set()) | set(metric.labels)
    return found
