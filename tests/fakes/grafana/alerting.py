"""Alert rules one by one, through the provisioning API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.grafana import rules
from tests.fakes.grafana.access_rules import folder_scopes
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.auth import Need, allowed, require
from tests.fakes.grafana.state import Rule, new_uid
from tests.fakes.grafana.values import Answer, Object, Refusal, Request, json_answer, message

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

PREFIX = "/api/v1/provisioning"
_DEFAULT_INTERVAL_S = 60


def provenance_of(request: Request) -> str:
    """What this write marks things with; the header counts by its presence."""
    return "" if "x-disable-provenance" in request.headers else "api"


def check_provenance(grafana: Grafana, stored: str, sent: str, verb: str = "update") -> None:
    """Refuse to change what was written under another provenance; none may become any.

    Raises:
        Refusal: a plain 500 before 11, a 409 with an id after.
    """
    if stored in {"", sent}:
        return
    if grafana.profile.provenance_mismatch == 500:
        raise message(500, f"cannot {verb} with provided provenance '{sent}', needs '{stored}'", traceID="")
    text = f"cannot change provenance from '{stored}' to '{sent}'"
    raise message(409, text, messageId="alerting.provenanceMismatch", statusCode=409, traceID="")


def require_write(grafana: Grafana, request: Request, folder: str, action: str = "write") -> None:
    """Refuse unless rules in the folder may be written, and marked as this request marks them.

    Raises:
        Refusal: 403.
    """
    whole: Need = ("alert.provisioning:write", [])
    if not grafana.profile.folder_rbac:
        return require(request.who, whole)
    require(request.who, whole, (f"alert.rules:{action}", folder_scopes(grafana, folder)))
    if provenance_of(request):
        require(request.who, whole, ("alert.provisioning.provenance:write", []))
    return None


def may_read(grafana: Grafana, request: Request, folder: str) -> bool:
    """Whether rules in the folder may be seen."""
    if allowed(request.who, "alert.provisioning:read", []):
        return True
    return grafana.profile.folder_rbac and allowed(
        request.who, "alert.rules:read", folder_scopes(grafana, folder)
    )


def require_read(grafana: Grafana, request: Request) -> None:
    """Refuse unless some rules may be seen."""
    needs: list[Need] = [("alert.provisioning:read", [])]
    if grafana.profile.folder_rbac:
        needs.append(("alert.rules:read", []))
    require(request.who, *needs)


def group_rules(grafana: Grafana, folder: str, group: str) -> list[Rule]:
    """The rules of a group, in its order."""
    found = [rule for rule in grafana.state.rules.values() if rule.folder == folder and rule.group == group]
    return sorted(found, key=lambda rule: (rule.index, rule.id))


def check_folder(grafana: Grafana, folder: str) -> None:
    """Refuse a folder that does not exist."""
    if folder not in grafana.state.folders:
        raise rules.invalid("folder does not exist")


def check_title(other: Rule, title: str) -> None:
    """Refuse the title of another rule in the folder.

    Raises:
        Refusal: 500, as the database's error comes through.
    """
    if other.body["title"] == title:
        text = "a conflicting alert rule is found: rule title under the same organisation and folder should be unique"
        raise message(500, text, traceID="")


def check_titles_in_folder(grafana: Grafana, folder: str, title: str, but: str) -> None:
    """Refuse a second rule of one title in a folder, where the version does."""
    if grafana.profile.unique_rule_titles:
        for rule in grafana.state.rules.values():
            if rule.folder == folder and rule.uid != but:
                check_title(rule, title)


def list_rules(grafana: Grafana, request: Request) -> Answer:
    """``GET /alert-rules``: all folders, flat."""
    require_read(grafana, request)
    seen = [rule for rule in grafana.state.rules.values() if may_read(grafana, request, rule.folder)]
    ordered = sorted(seen, key=lambda rule: (rule.folder, rule.group, rule.index, rule.id))
    return json_answer([rules.shown(rule) for rule in ordered])


def get_rule(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``GET /alert-rules/{uid}``: an empty 404 when unknown."""
    require_read(grafana, request)
    rule = grafana.state.rules.get(uid)
    if rule is None or not may_read(grafana, request, rule.folder):
        raise Refusal(404)
    return json_answer(rules.shown(rule))


def post_rule(grafana: Grafana, request: Request) -> Answer:
    """``POST /alert-rules``: 201; the interval is the group's, or a minute."""
    body = request.json()
    fields = rules.read(grafana.profile, body)
    folder, group = body.get("folderUID") or "", body.get("ruleGroup") or ""
    require_write(grafana, request, folder, "create")
    rule = add_rule(grafana, folder, group, body.get("uid") or "", fields, provenance_of(request))
    return json_answer(rules.shown(rule), 201)


def add_rule(grafana: Grafana, folder: str, group: str, uid: str, fields: Object, provenance: str) -> Rule:
    """Add one rule to a group, which it may be the first of."""
    rules.check_group_name(group)
    check_folder(grafana, folder)
    if uid in grafana.state.rules:
        status = 500 if grafana.profile.unique_rule_titles else 400
        raise message(status, "[alerting.alert-rule.conflict] a rule with this UID exists", traceID="")
    check_titles_in_folder(grafana, folder, fields["title"], uid)
    others = group_rules(grafana, folder, group)
    rule = Rule(
        id=grafana.state.new_id(),
        uid=uid or new_uid(),
        folder=folder,
        group=group,
        index=max((other.index for other in others), default=0) + 1,
        interval=others[0].interval if others else _DEFAULT_INTERVAL_S,
        body=fields,
        updated=grafana.now(),
        provenance=provenance,
    )
    grafana.state.rules[rule.uid] = rule
    return rule


def put_rule(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``PUT /alert-rules/{uid}``: an empty 404 when unknown; may move the rule to another group."""
    body = request.json()
    fields = rules.read(grafana.profile, body)
    rule = grafana.state.rules.get(uid)
    if rule is None:
        raise Refusal(404)
    folder, group = body.get("folderUID") or "", body.get("ruleGroup") or ""
    require_write(grafana, request, rule.folder)
    require_write(grafana, request, folder)
    rules.check_group_name(group)
    check_folder(grafana, folder)
    check_provenance(grafana, rule.provenance, provenance_of(request))
    check_titles_in_folder(grafana, folder, fields["title"], uid)
    others = [other for other in group_rules(grafana, folder, group) if other.uid != uid]
    if (rule.folder, rule.group) != (folder, group):
        rule.interval = others[0].interval if others else _DEFAULT_INTERVAL_S
        rule.index = max((other.index for other in others), default=0) + 1
    rule.folder, rule.group, rule.body = folder, group, fields
    rule.updated, rule.provenance = grafana.now(), provenance_of(request)
    return json_answer(rules.shown(rule))


def delete_rule(grafana: Grafana, request: Request, uid: str) -> Answer:
    """``DELETE /alert-rules/{uid}``: 204, known or not."""
    rule = grafana.state.rules.get(uid)
    require_write(grafana, request, rule.folder if rule else "", "delete")
    if rule is not None:
        check_provenance(grafana, rule.provenance, provenance_of(request), "delete")
        del grafana.state.rules[uid]
    return Answer(204)


ROUTES = [
    Route("GET", f"{PREFIX}/alert-rules", list_rules),
    Route("POST", f"{PREFIX}/alert-rules", post_rule),
    Route("GET", f"{PREFIX}/alert-rules/{{uid}}", get_rule),
    Route("PUT", f"{PREFIX}/alert-rules/{{uid}}", put_rule),
    Route("DELETE", f"{PREFIX}/alert-rules/{{uid}}", delete_rule),
]
