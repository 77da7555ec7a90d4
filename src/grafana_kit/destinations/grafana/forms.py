"""Alert rules in the form of provisioning files, which is ours, and in the API's, which is the server's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.planning.normalise import MARK_ANNOTATION
from grafana_kit.render.grafana_rules import expandable

if TYPE_CHECKING:
    from collections.abc import Mapping

_PANEL = {"dashboardUid": "__dashboardUid__", "panelId": "__panelId__"}
# What a file calls a field, and what the API calls it (pkg/services/provisioning/alerting, and the API's tooling).
_NAMES = {
    "keepFiringFor": "keep_firing_for",
    "missing_series_evals_to_resolve": "missingSeriesEvalsToResolve",
}
_SAME = ("uid", "title", "condition", "data", "noDataState", "execErrState", "for", "isPaused")
_OPTIONAL = ("record", "notification_settings")
_NO_DURATION = ("", "0", "0s", None)


def expanded(value: Any) -> Any:
    """Return a text as a provisioning file's reader would: it turns ``$$`` into ``$``."""
    return value.replace("$$", "$") if isinstance(value, str) else value


def to_api(rule: Mapping[str, Any], *, folder_uid: str, group: str, org_id: int) -> dict[str, Any]:
    """Return a rule of a file as the API takes it."""
    made = {name: rule[name] for name in (*_SAME, *_OPTIONAL) if rule.get(name) is not None}
    made |= {api: rule[name] for name, api in _NAMES.items() if rule.get(name) is not None}
    made["title"] = expanded(rule["title"])
    made["labels"] = {name: expanded(text) for name, text in (rule.get("labels") or {}).items()}
    panel = {api: str(rule[name]) for name, api in _PANEL.items() if rule.get(name)}
    made["annotations"] = {**(rule.get("annotations") or {}), **panel}
    return {**made, "orgID": org_id, "folderUID": folder_uid, "ruleGroup": group}


def to_file(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule of the API as a file has it, without what the server adds; our mark stays in it."""
    made = {name: rule[name] for name in (*_SAME, *_OPTIONAL) if rule.get(name) is not None}
    made |= {name: rule[api] for name, api in _NAMES.items() if rule.get(api) not in _NO_DURATION}
    made["title"] = expandable(rule["title"])
    made["labels"] = {name: expandable(text) for name, text in (rule.get("labels") or {}).items()}
    annotations = dict(rule.get("annotations") or {})
    for name, api in _PANEL.items():
        text = annotations.pop(api, None)
        if text is not None:
            made[name] = int(text) if name == "panelId" and text.isdigit() else text
    made["annotations"] = annotations
    return made


def group_to_file(group: Mapping[str, Any], *, folder: str, org_id: int) -> dict[str, Any]:
    """Return a group of the API as a file has it; ``folder`` is a title, which the API does not tell."""
    return {
        "orgId": org_id,
        "name": expandable(group["title"]),
        "folder": folder,
        "interval": canonical(int(group["interval"]) * 1000),
        "rules": [to_file(rule) for rule in group.get("rules") or []],
    }


def seconds(interval: str) -> int:
    """Return an interval of a file as the API wants it."""
    return milliseconds(interval) // 1000


def marked(rule: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a rule with our mark."""
    return {**rule, "annotations": {**(rule.get("annotations") or {}), MARK_ANNOTATION: text}}


def mark_text(rule: Mapping[str, Any]) -> object:
    """Return what may be our mark on a rule."""
    return (rule.get("annotations") or {}).get(MARK_ANNOTATION)
