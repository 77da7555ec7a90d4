"""A plan for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.change import Change, Difference, Plan


def plan_json(plan: Plan, *, full: bool = False) -> dict[str, Any]:
    """Return a plan for machines."""
    return {
        "environment": plan.environment,
        "counts": dict(plan.counts()),
        "changes": [_change_json(one, full=full) for one in plan.changes],
        "prunable": [{"kind": one.kind, "uid": one.uid, "title": one.title} for one in plan.prunable],
        "notes": list(plan.notes),
    }


def _change_json(change: Change, *, full: bool) -> dict[str, Any]:
    model: dict[str, Any] = {
        "action": change.action,
        "kind": change.kind,
        "uid": change.uid,
        "title": change.title,
        "folder": change.folder,
        "origin": change.origin,
        "forced": change.forced,
        "source": str(change.source) or None,
        "differences": _differences_json(change.differences),
        "conflict": None,
    }
    if change.conflict is not None:
        model["conflict"] = {
            "reason": change.conflict.reason,
            "who": change.conflict.who,
            "when": change.conflict.when,
            "differences": _differences_json(change.conflict.differences),
            "next": change.conflict.hint,
            "forcible": change.conflict.forcible,
        }
    if full:
        model["there"] = None if change.seen is None else change.seen.body
        model["wanted"] = change.wanted
    return model


def _differences_json(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    return [{"where": list(one.where), "how": one.how, "old": one.old, "new": one.new} for one in differences]
