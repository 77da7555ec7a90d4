"""An alert rule as the provisioning API takes and gives it: fields, limits, and what the server fills in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.grafana.auth import ORG_ID
from tests.fakes.grafana.saving import MAX_UID
from tests.fakes.grafana.values import Object, Refusal, bad_request_data, message, typed

if TYPE_CHECKING:
    from tests.fakes.grafana.profiles import Profile
    from tests.fakes.grafana.state import Rule

EXPRESSION_SOURCES = {"__expr__", "-100"}
_UID = re.compile(r"[a-zA-Z0-9\-_]+")
_MAX_NAME = 190
_SCHEDULER_S = 10
_UNITS = (("y", 31536000000), ("w", 604800000), ("d", 86400000), ("h", 3600000), ("m", 60000), ("s", 1000))
_EXACT_UNITS = {"y", "w", "d"}
_DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
_STRINGS = ("title", "condition", "noDataState", "execErrState", "uid", "folderUID", "ruleGroup")
_STATES = {"noDataState": {"NoData", "Alerting", "OK"}, "execErrState": {"Error", "Alerting", "OK"}}


def invalid(text: str) -> Refusal:
    """The refusal of a rule."""
    return message(400, f"invalid alert rule: {text}")


def check_interval(seconds: int) -> None:
    """Refuse an interval that the scheduler cannot keep.

    Raises:
        Refusal: 400.
    """
    if seconds <= 0 or seconds % _SCHEDULER_S:
        raise invalid(
            f"interval ({seconds}s) should be non-zero and divided exactly by scheduler interval: {_SCHEDULER_S}"
        )


def check_group_name(name: str) -> None:
    """Refuse an empty or too long group name."""
    if not 0 < len(name) <= _MAX_NAME:
        raise invalid(f"rule group name length should be between 1 and {_MAX_NAME}")


def read(profile: Profile, body: Object) -> Object:
    """The fields of a rule that a client sets, checked and brought to the server's spelling.

    Raises:
        Refusal: 400.
    """
    typed(
        body,
        **dict.fromkeys(_STRINGS, str),
        data=list,
        isPaused=bool,
        orgID=int,
        labels=dict,
        annotations=dict,
    )
    _check_limits(body)
    _check_states(profile, body)
    for pairs in (body.get("labels") or {}, body.get("annotations") or {}):
        if not all(isinstance(value, str) for value in pairs.values()):
            raise bad_request_data()
    _check_panel(body.get("annotations") or {})
    rule: Object = {
        "title": body["title"],
        "condition": body.get("condition") or "",
        "data": [_query(profile, query) for query in body.get("data") or []],
        "noDataState": body.get("noDataState") or "NoData",
        "execErrState": body.get("execErrState") or "Alerting",
        "for": duration_text(_milliseconds(body.get("for"))),
        "isPaused": bool(body.get("isPaused")),
    }
    _check_data(rule)
    rule |= {name: body[name] for name in ("labels", "annotations") if body.get(name)}
    if "keep_firing_for" in profile.rule_fields:
        rule["keep_firing_for"] = duration_text(_milliseconds(body.get("keep_firing_for")))
        rule["notification_settings"] = body.get("notification_settings")
        rule["record"] = body.get("record")
        if body.get("missingSeriesEvalsToResolve") is not None:
            rule["missingSeriesEvalsToResolve"] = body["missingSeriesEvalsToResolve"]
    return rule


def _check_limits(body: Object) -> None:
    uid = body.get("uid") or ""
    if uid and not _UID.fullmatch(uid):
        raise invalid(f"cannot create rule with UID '{uid}': UID contains invalid characters")
    if len(uid) > MAX_UID:
        raise invalid(f"cannot create rule with UID '{uid}': UID is longer than {MAX_UID} symbols")
    if not body.get("title"):
        raise invalid("title is empty")
    if len(body["title"]) > _MAX_NAME:
        raise invalid(f"name length should not be greater than {_MAX_NAME}")
    if (body.get("orgID") or ORG_ID) != ORG_ID:
        raise invalid("organization does not match")


def _check_states(profile: Profile, body: Object) -> None:
    for name, known in _STATES.items():
        value = body.get(name) or ""
        if value and value not in known and not (profile.keep_last and value == "KeepLast"):
            kind = "NoData" if name == "noDataState" else "Error"
            raise invalid(f"unknown {kind} state option {value}")


def _check_panel(annotations: Object) -> None:
    if annotations.get("__panelId__") and not annotations.get("__dashboardUid__"):
        raise invalid("both __dashboardUid__ and __panelId__ must be present")
    if annotations.get("__dashboardUid__") and not annotations.get("__panelId__"):
        raise invalid("both __dashboardUid__ and __panelId__ must be present")


def _check_data(rule: Object) -> None:
    if not rule["data"]:
        raise invalid("no queries or expressions are found")
    ref_ids = [query["refId"] for query in rule["data"]]
    if len(set(ref_ids)) != len(ref_ids):
        raise invalid("refID is used more than once")
    if rule["condition"] not in ref_ids:
        raise invalid(f"condition {rule['condition']} does not exist, must be one of {ref_ids}")


def _query(profile: Profile, query: Any) -> Object:
    if not isinstance(query, dict):
        raise bad_request_data()
    typed(query, refId=str, queryType=str, datasourceUid=str, relativeTimeRange=dict, model=dict)
    window = query.get("relativeTimeRange") or {}
    typed(window, **{"from": int, "to": int})
    since, until = window.get("from") or 0, window.get("to") or 0
    source, model = query.get("datasourceUid") or "", dict(query.get("model") or {})
    if source in EXPRESSION_SOURCES:
        _check_expression(profile, model)
    elif since <= until:
        raise invalid(f"invalid relative time range [From: {since}s, To: {until}s]")
    model.setdefault("intervalMs", 1000)
    model.setdefault("maxDataPoints", 43200)
    return {
        "refId": query.get("refId") or "",
        "queryType": query.get("queryType") or "",
        "relativeTimeRange": {"from": since, "to": until},
        "datasourceUid": source,
        "model": model,
    }


def _check_expression(profile: Profile, model: Object) -> None:
    if model.get("type") != "threshold":
        return
    conditions = model.get("conditions") or []
    if len(conditions) != 1:
        raise invalid("threshold expression requires exactly one condition")
    kind = ((conditions[0] or {}).get("evaluator") or {}).get("type")
    if kind not in profile.threshold_types:
        raise invalid(f"expected threshold function to be one of {profile.threshold_types}, got {kind}")


def _milliseconds(value: Any) -> int:
    """A Prometheus duration string, as milliseconds; a bare number is refused."""
    if value is None or value in {"0", ""}:
        return 0
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise bad_request_data()
    sizes = [size for _, size in _UNITS] + [1]
    return sum(int(number or 0) * size for number, size in zip(found.groups(), sizes, strict=True))


def duration_text(milliseconds: int) -> str:
    """A duration as Prometheus spells it: 300s comes back as 5m."""
    if not milliseconds:
        return "0s"
    text, rest = "", milliseconds
    for unit, size in (*_UNITS, ("ms", 1)):
        if rest >= size and (unit not in _EXACT_UNITS or rest % size == 0):
            text, rest = f"{text}{rest // size}{unit}", rest % size
    return text


def shown(rule: Rule) -> Object:
    """A rule as the API gives it."""
    known: Object = {
        "id": rule.id,
        "uid": rule.uid,
        "orgID": ORG_ID,
        "folderUID": rule.folder,
        "ruleGroup": rule.group,
        "updated": rule.updated,
        **rule.body,
    }
    return {**known, "provenance": rule.provenance} if rule.provenance else known
