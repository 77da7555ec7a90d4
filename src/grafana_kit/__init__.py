"""grafana-kit: dashboards and alert rules as Python code that cannot lie.

This module is the author's vocabulary. Everything else that is public lives in
:mod:`grafana_kit.panels`, :mod:`grafana_kit.promql`, :mod:`grafana_kit.metrics`,
:mod:`grafana_kit.variables` and :mod:`grafana_kit.errors`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grafana_kit import metrics, panels, promql, variables
    from grafana_kit.define import annotation, dashboard, firing_alerts, row, rule_group
    from grafana_kit.errors import KitError
    from grafana_kit.model.alerting import Alert, Record, Rules
    from grafana_kit.model.dashboard import Dashboard, Panel, Row, Rows, Variable
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.query import Query

__all__ = [
    "Alert",
    "Dashboard",
    "Environment",
    "KitError",
    "Panel",
    "Query",
    "Record",
    "Row",
    "Rows",
    "Rules",
    "Variable",
    "annotation",
    "dashboard",
    "firing_alerts",
    "metrics",
    "panels",
    "promql",
    "row",
    "rule_group",
    "variables",
]

# Imported on first use (PEP 562): the command line imports this package too, and must start at once.
_HOMES = {
    **dict.fromkeys(("annotation", "dashboard", "firing_alerts", "row", "rule_group"), "define"),
    **dict.fromkeys(("Dashboard", "Panel", "Row", "Rows", "Variable"), "model.dashboard"),
    **dict.fromkeys(("Alert", "Record", "Rules"), "model.alerting"),
    "Environment": "model.environment",
    "KitError": "errors",
    "Query": "model.query",
}


if not TYPE_CHECKING:  # pragma: no branch - to a type checker every name would exist, the misspelled ones too

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            value = getattr(importlib.import_module(f"grafana_kit.{_HOMES[name]}"), name)
        elif name in __all__:
            value = importlib.import_module(f"grafana_kit.{name}")
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
