"""The rules as Prometheus would list them, which is what browsers and some clients read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.fakes.grafana.alerting import may_read, require_read
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.values import Answer, Object, Request, json_answer

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana
    from tests.fakes.grafana.state import Rule


def list_groups(grafana: Grafana, request: Request) -> Answer:
    """``GET /api/prometheus/grafana/api/v1/rules``; nothing is evaluated here, so nothing fires."""
    require_read(grafana, request)
    seen = [rule for rule in grafana.state.rules.values() if may_read(grafana, request, rule.folder)]
    seen.sort(key=lambda rule: (rule.folder, rule.group, rule.index))
    groups = [
        _group(grafana, folder, name, list(members))
        for (folder, name), members in groupby(seen, key=lambda rule: (rule.folder, rule.group))
    ]
    return json_answer({"status": "success", "data": {"groups": groups, "totals": {}}})


def _group(grafana: Grafana, folder: str, name: str, members: list[Rule]) -> Object:
    return {
        "name": name,
        "file": grafana.state.folders[folder].title,
        "folderUid": folder,
        "interval": members[0].interval,
        "lastEvaluation": "0001-01-01T00:00:00Z",
        "evaluationTime": 0,
        "rules": [_rule(rule) for rule in members],
        "totals": {},
    }


def _rule(rule: Rule) -> Object:
    return {
        "uid": rule.uid,
        "folderUid": rule.folder,
        "name": rule.body["title"],
        "state": "inactive",
        "health": "unknown",
        "type": "alerting",
        "query": "",
        "labels": rule.body.get("labels", {}),
        "annotations": rule.body.get("annotations", {}),
        "alerts": [],
        "isPaused": rule.body["isPaused"],
        "lastEvaluation": "0001-01-01T00:00:00Z",
        "evaluationTime": 0,
    }


ROUTES = [Route("GET", "/api/prometheus/grafana/api/v1/rules", list_groups)]
