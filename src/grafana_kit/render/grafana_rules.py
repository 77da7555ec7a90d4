"""Rule groups in the form of Grafana's file provisioning, evaluated as Prometheus would.

The shape is that of Grafana's own converter of Prometheus rules (pkg/services/ngalert/prom/convert.go):
an instant query; a math expression that is 1 for every series of the result, whatever its value; and a
threshold above 0. So a rule fires for exactly the series that Prometheus would fire for: no data is
good, and one evaluation without the series resolves it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import milliseconds
from grafana_kit.model.naming import uid_from
from grafana_kit.model.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.environment import Environment
    from grafana_kit.render.rules import Rule, Rules

SHADOW_LABEL = "grafana_kit_shadow"
"""Marks the copies that Grafana evaluates while Prometheus notifies (``alert_engine: both``)."""
SHADOW_RECEIVER = "grafana-kit shadow (notifies nobody)"
SHADOW_MUTE = "grafana-kit always"

SCHEDULER_SECONDS = 10
"""Grafana evaluates at multiples of this (its setting ``base_interval`` cannot be changed)."""

_EXPRESSION = {"type": "__expr__", "uid": "__expr__"}
_RANGE_SECONDS = 600
_PER_RULE_ROUTING = (11, 0)  # notification_settings; 10.4 has them behind a flag
_MISSING_SERIES = (12, 0)
_KEEP_FIRING = (12, 0)


def grafana_group(group: Rules, environment: Environment) -> dict[str, Any] | None:
    """Return the alerts of a group as Grafana's file provisioning reads them; None when it has none.

    Recording rules are left out: where Grafana evaluates alone, their uses hold the expression itself.

    Raises:
        AuthorError: an interval that Grafana's scheduler cannot keep.
    """
    alerts = [rule for rule in group.rules if rule.alert]
    if not alerts:
        return None
    interval = milliseconds(group.interval)
    if interval == 0 or interval % (SCHEDULER_SECONDS * 1000):
        raise AuthorError(
            f'the group "{group.name}" is evaluated every {group.interval}',
            where=group.source,
            hint="Grafana evaluates at multiples of 10s: change every=, or evaluation_interval in grafana-kit.yaml",
        )
    return {
        "orgId": environment.grafana.org_id,
        "name": expandable(group.name),
        "folder": expandable(group.folder),
        "interval": group.interval,
        "rules": [_rule(rule, environment) for rule in alerts],
    }


def rule_uid(name: str, environment: Environment) -> str:
    """Return the uid of an alert: from the project's and the alert's names, so that it never changes."""
    return uid_from(environment.project, name)


def _rule(rule: Rule, environment: Environment) -> dict[str, Any]:
    version = environment.grafana.version_tuple
    shadow = environment.alert_engine == "both"
    labels = {**rule.labels, **({SHADOW_LABEL: "true"} if shadow else {})}
    model: dict[str, Any] = {
        "uid": rule_uid(rule.alert, environment),
        "title": expandable(rule.alert),
        "condition": "threshold",
        "data": _data(rule.expression, environment.grafana.datasource.ref()),
        "noDataState": "OK",
        "execErrState": "Error",
        "for": rule.for_,
        "annotations": {key: template(text) for key, text in rule.annotations.items()},
        "labels": {key: expandable(template(text)) for key, text in sorted(labels.items())},
        "isPaused": False,
    }
    if rule.keep_firing_for is not None:
        if version >= _KEEP_FIRING:
            model["keepFiringFor"] = rule.keep_firing_for
        elif not shadow:
            raise AuthorError(
                f"{rule.alert} keeps firing, which Grafana {environment.grafana.version} cannot do",
                where=rule.source,
                hint='leave keep_firing_for= out, or let Prometheus evaluate: alert_engine "prometheus" or "both"',
            )
    if version >= _MISSING_SERIES:
        model["missing_series_evals_to_resolve"] = 1
    if rule.panel is not None:
        model["dashboardUid"] = rule.panel[0]
        model["panelId"] = rule.panel[1]
    if shadow and version >= _PER_RULE_ROUTING:
        model["notification_settings"] = {"receiver": SHADOW_RECEIVER, "mute_time_intervals": [SHADOW_MUTE]}
    return model


def _data(expression: str, datasource: dict[str, str]) -> list[dict[str, Any]]:
    query = {
        "datasource": datasource,
        "editorMode": "code",
        "expr": expression,
        "instant": True,
        "range": False,
        "refId": "query",
    }
    math = {
        "datasource": _EXPRESSION,
        "expression": "is_number($query) || is_nan($query) || is_inf($query)",
        "refId": "prometheus_math",
        "type": "math",
    }
    threshold = {
        "conditions": [{"evaluator": {"params": [0], "type": "gt"}}],
        "datasource": _EXPRESSION,
        "expression": "prometheus_math",
        "refId": "threshold",
        "type": "threshold",
    }
    return [
        _step(query, datasource["uid"], _RANGE_SECONDS),
        _step(math, "__expr__", 0),
        _step(threshold, "__expr__", 0),
    ]


def _step(model: dict[str, Any], datasource_uid: str, seconds: int) -> dict[str, Any]:
    return {
        "refId": model["refId"],
        "relativeTimeRange": {"from": seconds, "to": 0},
        "datasourceUid": datasource_uid,
        "model": model,
    }


def template(text: str) -> str:
    """Rewrite Prometheus's ``$value`` (and ``.Value``) inside ``{{ }}`` to the query's value in Grafana.

    In Grafana ``$value`` is a text that describes every query of the rule; the converter replaces it too
    (pkg/services/ngalert/prom/template.go).

    >>> template("{{ $value | humanizePercentage }} of {{ $labels.job }} costs 5 $value")
    '{{ $values.query.Value | humanizePercentage }} of {{ $labels.job }} costs 5 $value'
    """
    return re.sub(r"\{\{.*?\}\}", lambda action: _action(action.group()), text, flags=re.DOTALL)


def _action(action: str) -> str:
    action = re.sub(r"\$value\b", "$values.query.Value", action)
    return re.sub(r"(?<![\w.$)\]])\.Value\b", ".Values.query.Value", action)


def expandable(text: str) -> str:
    """Write ``$`` so that it survives Grafana's provisioning, which expands ``$NAME`` in values.

    Annotations and the queries' models are not expanded (pkg/services/provisioning/values/values.go).
    """
    return text.replace("$", "$$")


def shadow_resources(environment: Environment) -> Iterator[Resource]:
    """Yield what keeps shadow copies from notifying anybody: a receiver, a mute timing, perhaps a route.

    Newer Grafana takes the route from each rule; 10.x needs one in the notification policy.
    """
    receiver = {
        "uid": "grafana-kit-shadow",
        "type": "webhook",
        "settings": {"url": "http://127.0.0.1:9/"},  # the discard port: should the mute timing ever go
        "disableResolveMessage": True,
    }
    always = [{"times": [{"start_time": "00:00", "end_time": "24:00"}]}]
    where = environment.origin
    yield Resource(
        "contact-point",
        SHADOW_RECEIVER,
        SHADOW_RECEIVER,
        "",
        {"name": SHADOW_RECEIVER, "receivers": [receiver]},
        where,
    )
    yield Resource(
        "mute-timing", SHADOW_MUTE, SHADOW_MUTE, "", {"name": SHADOW_MUTE, "time_intervals": always}, where
    )
    if environment.grafana.version_tuple < _PER_RULE_ROUTING:
        route = {
            "receiver": SHADOW_RECEIVER,
            "object_matchers": [[SHADOW_LABEL, "=", "true"]],
            "mute_time_intervals": [SHADOW_MUTE],
        }
        yield Resource("notification-route", SHADOW_LABEL, SHADOW_LABEL, "", route, where)


def shadow_routing(environment: Environment) -> dict[str, Any]:
    """Return the provisioning file with the shadow copies' receiver, mute timing and route.

    Provisioning a policy replaces the organisation's whole tree, so there the root stands with it.
    """
    org = environment.grafana.org_id
    made = {one.kind: one.body for one in shadow_resources(environment)}
    model: dict[str, Any] = {
        "apiVersion": 1,
        "contactPoints": [{"orgId": org, **made["contact-point"]}],
        "muteTimes": [{"orgId": org, **made["mute-timing"]}],
    }
    if "notification-route" in made:
        model["policies"] = [
            {
                "orgId": org,
                "receiver": "grafana-default-email",
                "group_by": ["grafana_folder", "alertname"],
                "routes": [made["notification-route"]],
            }
        ]
    return model
