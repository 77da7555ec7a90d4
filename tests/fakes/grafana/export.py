"""The export endpoints: the file format of provisioning, which is not the API's."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson
import yaml

from tests.fakes.grafana.alerting import PREFIX, group_rules, may_read, require_read
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import ORG_ID
from tests.fakes.grafana.rules import duration_text
from tests.fakes.grafana.values import Answer, Object, Request, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana
    from tests.fakes.grafana.state import Rule

_COPIED = ("uid", "title", "condition", "data", "noDataState", "execErrState", "for", "annotations", "labels")


def export_all(grafana: Grafana, request: Request) -> Answer:
    """``GET /alert-rules/export``, perhaps of one folder, group or rule only."""
    require_read(grafana, request)
    folders, uid = request.query.get("folderUid", []), request.first("ruleUid")
    group = request.first("group")
    found = [
        rule
        for rule in grafana.state.rules.values()
        if may_read(grafana, request, rule.folder)
        and (not folders or rule.folder in folders)
        and (not group or rule.group == group)
        and (not uid or rule.uid == uid)
    ]
    return _exported(grafana, request, found)


def export_rule(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /alert-rules/{uid}/export``."""
    require_read(grafana, request)
    rule = grafana.state.rules.get(uid)
    return _exported(grafana, request, [rule] if rule else [])


def export_group(grafana: Grafana, request: Request, folder: str, group: str) -> Answer:
    """``GET …/rule-groups/{group}/export``."""
    require_read(grafana, request)
    return _exported(grafana, request, group_rules(grafana, folder, group))


def _exported(grafana: Grafana, request: Request, found: list[Rule]) -> Answer:
    if not found:
        raise message(404, "no rules found")
    ordered = sorted(found, key=lambda rule: (rule.folder, rule.group, rule.index))
    groups = [
        _group(grafana, folder, group, list(members))
        for (folder, group), members in groupby(ordered, key=lambda rule: (rule.folder, rule.group))
    ]
    return rendered(request, {"apiVersion": 1, "groups": groups})


def rendered(request: Request, document: Object) -> Answer:
    """The document as the query or the Accept header wants it; HCL is not offered here."""
    accepts_json = "application/json" in request.headers.get("accept", "")
    wanted = request.first("format") or ("json" if accepts_json else "yaml")
    headers = {}
    if request.first("download") == "true":
        headers["Content-Disposition"] = f"attachment;filename=export.{wanted}"
    if wanted == "json":
        return Answer(200, orjson.dumps(document), headers=headers)
    if wanted == "yaml":
        text = yaml.safe_dump(document, sort_keys=False)
        return Answer(200, text.encode(), "text/yaml", headers)
    raise message(501, "this test server exports yaml and json only")


def _group(grafana: Grafana, folder: str, group: str, members: list[Rule]) -> Object:
    return {
        "orgId": ORG_ID,
        "name": group,
        "folder": grafana.state.folders[folder].title,
        "interval": duration_text(members[0].interval * 1000),
        "rules": [_rule(rule) for rule in members],
    }


def _rule(rule: Rule) -> Object:
    values: dict[str, Any] = {"uid": rule.uid, **rule.body}
    exported = {name: values[name] for name in _COPIED if name in values}
    annotations = rule.body.get("annotations") or {}
    if "__dashboardUid__" in annotations:
        exported["dashboardUid"] = annotations["__dashboardUid__"]
        exported["panelId"] = int(annotations["__panelId__"])
    return {**exported, "isPaused": rule.body["isPaused"]}


ROUTES = [
    Route("GET", f"{PREFIX}/alert-rules/export", export_all),
    Route("GET", f"{PREFIX}/alert-rules/{{uid}}/export", export_rule),
    Route("GET", f"{PREFIX}/folder/{{folder}}/rule-groups/{{group}}/export", export_group),
]
