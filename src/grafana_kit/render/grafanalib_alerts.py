"""grafanalib's alerts in the shape that Grafana's file provisioning reads.

grafanalib writes the shape of another interface: Grafana's reader of provisioning files finds no title
in it and refuses to start (pkg/services/provisioning/alerting/rules_types.go). Nor does grafanalib write
the dashboard and panel that an alert names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.model.naming import UID, digest, slug
from grafana_kit.render.foreign import plain
from grafana_kit.render.modernise.datasources import DataSources
from grafana_kit.render.modernise.queries import clean_query
from grafana_kit.render.modernise.values import (
    DataSource,
    Json,
    items,
    mapping,
    number,
    objects,
    text,
    without,
)

_EXPRESSION = "__expr__"
_OLD_EXPRESSION = "-100"
_TICK = 10_000
"""Grafana evaluates rules every ten seconds; a group's interval is a multiple of it."""
_STATES = {
    "alerting": "Alerting",
    "error": "Error",
    "keeplast": "KeepLast",
    "keepstate": "KeepLast",
    "nodata": "NoData",
    "ok": "OK",
}
# What each kind of expression reads; grafanalib writes everything for every kind.
_EXPRESSION_KEYS = {
    "classic_conditions": ("conditions",),
    "math": ("expression",),
    "reduce": ("expression", "reducer", "settings"),
    "resample": ("expression", "window", "downsampler", "upsampler"),
    "threshold": ("expression", "conditions"),
}
_STRICT = "strict"


def alert_document(alerts: object) -> Any:
    """Return grafanalib's alert objects as JSON, with the dashboard and panel that it leaves out."""
    document = plain(alerts)
    for rule, written in zip(_rule_objects(alerts), _rule_documents(document), strict=False):
        if getattr(rule, "dashboard_uid", None):
            written["dashboardUid"] = rule.dashboard_uid
            if getattr(rule, "panel_id", None):
                written["panelId"] = rule.panel_id
    return document


def rule_groups(
    alerts: object, *, datasource: DataSource | None = None, org_id: int = 1, where: object = ""
) -> list[Json]:
    """Return the rule groups of grafanalib's alerts as the ``groups`` of a provisioning file.

    Rules without a uid get one from folder, group and title, so that it is the same in every build.
    ``$`` is not escaped: a provisioning file wants ``$$`` for it in labels and titles.

    Args:
        alerts: an ``AlertGroup``, an ``AlertFileBasedProvisioning``, their JSON, or a list of these.
        datasource: from a data source's name to its reference; asked for ``default`` too.
        org_id: the organisation that the rules are for.
        where: the place to name in errors.

    Raises:
        AuthorError: a group or rule without a name, an interval that Grafana does not evaluate at, two
            rules with one uid, a query without a data source.
    """
    sources = DataSources(datasource)
    groups = [_group(each, sources, org_id, where) for each in _groups(alert_document(alerts))]
    _check_uids([rule for group in groups for rule in group["rules"]], where)
    return groups


def _check_uids(rules: list[Json], where: object) -> None:
    titles: dict[str, str] = {}
    for rule in rules:
        if rule["uid"] in titles:
            first = titles[rule["uid"]]
            raise AuthorError(f'"{first}" and "{rule["title"]}" have one uid: {rule["uid"]}', where=where)
        titles[rule["uid"]] = rule["title"]


def _rule_objects(alerts: Any) -> Iterator[Any]:
    several: list[Any] = [*alerts] if isinstance(alerts, list | tuple) else [alerts]
    for each in several:
        for group in getattr(each, "groups", (each,)):
            rules: list[Any] = getattr(group, "rules", None) or items(mapping(group).get("rules"))
            yield from rules


def _rule_documents(document: Any) -> Iterator[Json]:
    return (rule for group in _groups(document) for rule in objects(group.get("rules")))


def _groups(document: Any) -> Iterator[Json]:
    for each in document if isinstance(document, list) else (document,):
        yield from objects(each["groups"]) if "groups" in mapping(each) else objects([each])


def _group(group: Json, sources: DataSources, org_id: int, where: object) -> Json:
    name, folder = text(group.get("name")), text(group.get("folder")) or "alert"
    if not name:
        raise AuthorError("an alert group has no name", where=where)
    return {
        "orgId": org_id,
        "name": name,
        "folder": folder,
        "interval": _interval(group, name, where),
        "rules": [_rule(rule, (folder, name), sources, where) for rule in objects(group.get("rules"))],
    }


def _interval(group: Json, name: str, where: object) -> str:
    given = group.get("interval") or group.get("evaluateInterval") or "1m"
    length = given * 1000 if isinstance(given, int) else milliseconds(str(given))
    if length == 0 or length % _TICK:
        raise AuthorError(
            f'alert group "{name}" is evaluated every {given}',
            where=where,
            hint="Grafana evaluates every 10 s: use a multiple of it, such as 30s or 1m",
        )
    return canonical(length)


def _rule(rule: Json, group: tuple[str, str], sources: DataSources, where: object) -> Json:
    """Return one rule; what grafanalib puts under ``grafana_alert`` belongs to the rule itself."""
    old = {**rule, **mapping(rule.get("grafana_alert"))}
    title = text(old.get("title"))
    if not title:
        raise AuthorError(f'a rule of alert group "{group[1]}" has no title', where=where)
    found: Json = {
        "uid": _uid(old, title, group, where),
        "title": title,
        "condition": text(old.get("condition")) or "B",
        "data": [_query(each, title, sources, where) for each in objects(old.get("data"))],
        "for": text(old.get("for")) or "0s",
        "noDataState": _state(old, "no_data_state", "noDataState", "NoData"),
        "execErrState": _state(old, "exec_err_state", "execErrState", "Alerting"),
        "labels": _texts(old.get("labels")),
        "annotations": _texts(old.get("annotations")),
        "isPaused": bool(old.get("isPaused")),
    }
    if found["condition"] not in {query["refId"] for query in found["data"]}:
        raise AuthorError(
            f'the condition of the rule "{title}" is {found["condition"]}, which is none of its queries',
            where=where,
            hint="give condition= the refId of the last expression",
        )
    if text(old.get("dashboardUid")):
        found["dashboardUid"] = old["dashboardUid"]
        found["panelId"] = int(number(old.get("panelId")) or 0) or None
    return without(found)


def _uid(rule: Json, title: str, group: tuple[str, str], where: object) -> str:
    if given := text(rule.get("uid")):
        if not UID.fullmatch(given):
            raise AuthorError(
                f'"{given}" is no uid for the rule "{title}"',
                where=where,
                hint="use up to 40 letters, digits, dashes and underscores",
            )
        return given
    # The hash tells rules of one title in two groups apart: uids are unique in the whole organisation.
    return f"{slug(title)[:31].rstrip('-')}-{digest('/'.join((*group, title)))[:8]}"


def _state(rule: Json, old: str, new: str, otherwise: str) -> str:
    given = text(rule.get(old)) or text(rule.get(new))
    return _STATES.get(re.sub(r"[^a-z]", "", given.lower()), given) or otherwise


def _texts(value: Any) -> dict[str, str]:
    return {str(key): str(item) for key, item in mapping(value).items() if item is not None}


def _query(query: Json, title: str, sources: DataSources, where: object) -> Json:
    model = mapping(query.get("model"))
    reference = query.get("datasourceUid")
    span = mapping(query.get("relativeTimeRange")) or {"from": 0, "to": 0}
    found: Json = {"refId": text(query.get("refId")), "relativeTimeRange": span}
    if (
        reference in (_OLD_EXPRESSION, _EXPRESSION)
        or mapping(model.get("datasource")).get("type") == _EXPRESSION
    ):
        return {**found, "datasourceUid": _EXPRESSION, "model": _expression(model, found["refId"])}
    source = sources.reference(reference or model.get("datasource"))
    if source is None or not text(source.get("uid")):
        raise AuthorError(
            f'query {found["refId"]} of the rule "{title}" names no data source', where=where,
            hint="give the target a datasource: a rule has no default one",
        )  # fmt: skip
    cleaned = {**clean_query(model), "refId": found["refId"], "datasource": source}
    cleaned = {"intervalMs": 1000, "maxDataPoints": 43200, **cleaned}
    return {**found, "datasourceUid": source["uid"], "model": cleaned}


def _expression(model: Json, ref_id: str) -> Json:
    kind = text(model.get("type")) or "classic_conditions"
    source = {"type": _EXPRESSION, "uid": _EXPRESSION}
    kept = {key: model[key] for key in _EXPRESSION_KEYS.get(kind, tuple(model)) if model.get(key) is not None}
    if mapping(kept.get("settings")).get("mode") == _STRICT:  # Grafana's name for it is no mode at all
        del kept["settings"]
    return {
        **kept,
        "refId": ref_id,
        "type": kind,
        "datasource": source,
        "intervalMs": model.get("intervalMs") or 1000,
        "maxDataPoints": model.get("maxDataPoints") or 43200,
    }
