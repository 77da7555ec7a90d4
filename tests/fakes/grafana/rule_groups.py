"""Rule groups: replaced whole, which deletes what is not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana import rules
from tests.fakes.grafana.alerting import (
    PREFIX,
    check_folder,
    check_provenance,
    check_title,
    group_rules,
    may_read,
    provenance_of,
    require_read,
    require_write,
)
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.state import Rule, new_uid
from tests.fakes.grafana.values import Answer, Object, Request, bad_request_data, json_answer, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana


def get_group(grafana: Grafana, request: Request, folder: str, group: str) -> Answer:
    """``GET …/rule-groups/{group}``."""
    require_read(grafana, request)
    found = group_rules(grafana, folder, group)
    if not found or not may_read(grafana, request, folder):
        raise message(404, "rule group does not exist")
    return json_answer(_shown(folder, group, found))


def _shown(folder: str, group: str, found: list[Rule]) -> Object:
    return {
        "title": group,
        "folderUid": folder,
        "interval": found[0].interval,
        "rules": [rules.shown(rule) for rule in found],
    }


def put_group(grafana: Grafana, request: Request, folder: str, group: str) -> Answer:
    """``PUT …/rule-groups/{group}``: the path names the group, whatever the body says."""
    body = request.json()
    typed(body, title=str, folderUid=str, interval=int, rules=list)
    require_write(grafana, request, folder)
    rules.check_group_name(group)
    interval = body.get("interval") or 0
    rules.check_interval(interval)
    check_folder(grafana, folder)
    existing = group_rules(grafana, folder, group)
    listed = body.get("rules")
    only_interval = listed is None or (not listed and not grafana.profile.empty_rules_delete)
    if only_interval:
        for rule in existing:
            check_provenance(grafana, rule.provenance, provenance_of(request))
        for rule in existing:
            rule.interval, rule.provenance = interval, provenance_of(request)
            rule.updated = grafana.now()
    else:
        _replace(grafana, request, (folder, group, interval), listed or [])
    sent: Object = {"title": group, "folderUid": folder, "interval": interval, "rules": []}
    left = group_rules(grafana, folder, group)
    return json_answer(_shown(folder, group, left) if left else sent)


def _replace(grafana: Grafana, request: Request, place: tuple[str, str, int], listed: list[Object]) -> None:
    """Check everything first, then change everything: a refused PUT changes nothing."""
    folder, group, _ = place
    if not all(isinstance(item, dict) for item in listed):
        raise bad_request_data()
    fields = [rules.read(grafana.profile, item) for item in listed]
    uids = [item.get("uid") or "" for item in listed]
    gone = [rule for rule in group_rules(grafana, folder, group) if rule.uid not in uids]
    _check_uids(grafana, uids)
    _check_titles(grafana, folder, uids, fields, {rule.uid for rule in gone})
    sent = provenance_of(request)
    for rule in gone:
        check_provenance(grafana, rule.provenance, sent, "delete")
    for uid in filter(None, uids):
        rule_or_none = grafana.state.rules.get(uid)
        if rule_or_none is not None:
            check_provenance(grafana, rule_or_none.provenance, sent)
    for rule in gone:
        del grafana.state.rules[rule.uid]
    for index, (uid, body) in enumerate(zip(uids, fields, strict=True), start=1):
        _put_one(grafana, place, uid or new_uid(), index, body, sent)


def _check_uids(grafana: Grafana, uids: list[str]) -> None:
    """Before 11.5.2 a group cannot name a rule that does not exist yet."""
    named = [uid for uid in uids if uid]
    if len(set(named)) != len(named):
        raise rules.invalid("rule UID is used more than once in the group")
    unknown = [uid for uid in named if uid not in grafana.state.rules]
    if unknown and not grafana.profile.new_uid_in_group:
        text = f"failed to update rule with UID {unknown[0]} because could not find alert rule"
        raise message(500, text, traceID="")


def _check_titles(
    grafana: Grafana, folder: str, uids: list[str], fields: list[Object], gone: set[str]
) -> None:
    if not grafana.profile.unique_rule_titles:
        return
    titles = [body["title"] for body in fields]
    if len(set(titles)) != len(titles):
        raise message(500, "a conflicting alert rule is found: rule title should be unique", traceID="")
    staying = {*uids, *gone}
    for rule in grafana.state.rules.values():
        if rule.folder == folder and rule.uid not in staying:
            for title in titles:
                check_title(rule, title)


def _put_one(
    grafana: Grafana, place: tuple[str, str, int], uid: str, index: int, body: Object, provenance: str
) -> None:
    folder, group, interval = place
    rule = grafana.state.rules.get(uid)
    if rule is None:
        grafana.state.rules[uid] = Rule(
            id=grafana.state.new_id(),
            uid=uid,
            folder=folder,
            group=group,
            index=index,
            interval=interval,
            body=body,
            updated=grafana.now(),
            provenance=provenance,
        )
        return
    new = (folder, group, index, interval, body, provenance)
    old = (rule.folder, rule.group, rule.index, rule.interval, rule.body, rule.provenance)
    if new == old and not grafana.profile.rewrites_unchanged_rules:
        return
    rule.folder, rule.group, rule.index, rule.interval, rule.body, rule.provenance = new
    rule.updated = grafana.now()


def delete_group(grafana: Grafana, request: Request, folder: str, group: str) -> Answer:
    """``DELETE …/rule-groups/{group}``, where the version has it."""
    require_write(grafana, request, folder, "delete")
    found = group_rules(grafana, folder, group)
    if not found:
        raise message(404, "rule group does not exist")
    for rule in found:
        check_provenance(grafana, rule.provenance, provenance_of(request), "delete")
    for rule in found:
        del grafana.state.rules[rule.uid]
    return Answer(204)


_PATH = f"{PREFIX}/folder/{{folder}}/rule-groups/{{group}}"

ROUTES = [
    Route("GET", _PATH, get_group),
    Route("PUT", _PATH, put_group),
    Route("DELETE", _PATH, delete_group, when="group_delete"),
]
