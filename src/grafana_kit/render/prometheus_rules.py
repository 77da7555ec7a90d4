"""Rule groups in the form of Prometheus's rule files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grafana_kit.render.rules import Rule, Rules


def prometheus_group(group: Rules) -> dict[str, Any]:
    """Return a rule group as Prometheus reads it."""
    return {"name": group.name, "interval": group.interval, "rules": [_rule(rule) for rule in group.rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    if rule.record:
        model: dict[str, Any] = {"record": rule.record, "expr": rule.expression}
        if rule.labels:
            model["labels"] = rule.labels
        return model
    model = {"alert": rule.alert, "expr": rule.expression}
    if rule.for_ not in ("", "0s"):
        model["for"] = rule.for_
    if rule.keep_firing_for is not None:
        model["keep_firing_for"] = rule.keep_firing_for
    return {**model, "labels": rule.labels, "annotations": rule.annotations}
