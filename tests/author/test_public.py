"""The author's vocabulary: pinned, importable one by one, and typed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import grafana_kit
from grafana_kit import metrics, panels, promql, variables


def test_the_names_of_the_root_are_these() -> None:
    """A name added or taken away is a change for every user."""
    assert grafana_kit.__all__ == [
        "Alert", "Dashboard", "Environment", "KitError", "Panel", "Query", "Record", "Row", "Rows", "Rules", "Variable",
        "annotation", "dashboard", "firing_alerts", "metrics", "panels", "promql", "row", "rule_group", "variables",
    ]  # fmt: skip
    assert dir(grafana_kit) == sorted(grafana_kit.__all__)


def test_the_names_of_the_modules_are_these() -> None:
    """Authors write panels.stat and promql.ratio; nothing else is promised."""
    assert metrics.__all__ == ["OPEN", "Counter", "Gauge", "Histogram", "Metric", "Summary", "Untyped"]
    assert panels.__all__ == [
        "PanelOptions", "Queries", "alert_list", "bar_chart", "bar_gauge", "color", "dashboard_list", "datasource",
        "gauge", "heatmap", "histogram", "link", "logs", "override", "pie_chart", "range_mapping", "raw", "stat",
        "state_timeline", "status_history", "table", "target", "text", "thresholds", "timeseries", "xy_chart",
    ]  # fmt: skip
    assert public_functions(variables) == {
        "ad_hoc", "constant", "custom", "datasource", "interval", "label_values", "query", "text_box"
    }  # fmt: skip
    assert public_functions(promql) >= {
        "per_second",
        "increase",
        "ratio",
        "quantile",
        "share_above",
        "sum",
        "topk",
    }


def public_functions(module: object) -> set[str]:
    """Return the functions that a module defines for others."""
    name = module.__name__  # type: ignore[attr-defined]
    return {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", "") == name
    } - {"Expression", "Hide"}


@pytest.mark.parametrize("name", grafana_kit.__all__)
def test_every_name_of_the_root_can_be_imported(name: str) -> None:
    """On first use, and from then on as an ordinary attribute."""
    vars(grafana_kit).pop(name, None)
    value = getattr(grafana_kit, name)
    assert vars(grafana_kit)[name] is value


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="module 'grafana_kit' has no attribute 'Panle'"):
        grafana_kit.Panle  # type: ignore[attr-defined]  # noqa: B018


def test_the_root_imports_nothing_before_it_is_used() -> None:
    """The command line imports it too, and must start at once."""
    code = "import sys, grafana_kit; print(*[m for m in sys.modules if m.startswith('grafana_kit.') or m == 'attrs'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []
