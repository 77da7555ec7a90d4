"""What is refused before anything is written. One module per check; its ``ID`` names it everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.checks import alert_unique, dashboard_unique, dashboard_valid, folder_valid, promql_syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.problem import Problem
    from grafana_kit.model.resource import Bundle

CHECKS = (dashboard_valid, folder_valid, dashboard_unique, alert_unique, promql_syntax)


def run(bundle: Bundle) -> Iterator[Problem]:
    """Yield what the checks find in one environment."""
    for check in CHECKS:
        yield from check.check(bundle)
