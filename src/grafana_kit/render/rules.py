"""Alerts and recording rules of an environment, with their names, labels and annotations final."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from attrs import field, frozen

from grafana_kit.errors import AuthorError, nearest
from grafana_kit.model.alerting import SEVERITIES, Alert, Record
from grafana_kit.model.duration import milliseconds
from grafana_kit.model.query import Rendering
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Group

# What every Prometheus accepts without the quotes of UTF-8 names.
_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


@frozen
class Rule:
    """One rule of a group, ready to be written in either engine's form.

    ``alert`` is empty for a recording rule and ``record`` for an alert; ``panel`` is the dashboard's uid
    and the panel's id.
    """

    expression: str
    source: Source
    alert: str = ""
    record: str = ""
    for_: str = "0s"
    keep_firing_for: str | None = None
    labels: dict[str, str] = field(factory=dict)
    annotations: dict[str, str] = field(factory=dict)
    panel: tuple[str, int] | None = None


@frozen
class Rules:
    """The rules of one group in one environment."""

    name: str
    folder: str
    interval: str
    rules: tuple[Rule, ...]
    source: Source


def rules(
    group: Group, environment: Environment, panels: Mapping[str, Mapping[str, int]], rendering: Rendering
) -> Rules:
    """Return a group's rules in one environment.

    Args:
        group: the definition and what it yielded.
        environment: gives suffix, labels, windows and links.
        panels: dashboard uid → panel title → panel id.
        rendering: how expressions are written in rules.

    Raises:
        AuthorError: a name that is none or occurs twice, an unknown severity, a duration that is none,
            a panel that does not exist.
    """
    definition = group.definition
    made: list[Rule] = []
    for rule in group.rules:
        with _at(rule.source):
            one = (
                _alert(rule, group, environment, rendering, panels)
                if isinstance(rule, Alert)
                else _record(rule, rendering)
            )
            _check_names(one, made)
            made.append(one)
    with _at(definition.source):
        interval = definition.every or environment.prometheus.evaluation_interval
        milliseconds(interval)
        name = definition.name_in(environment)
        if not name.strip():
            raise AuthorError("a rule group without a name")
    return Rules(name, definition.folder, interval, tuple(made), definition.source)


@contextlib.contextmanager
def _at(where: Source) -> Iterator[None]:
    """Give errors that have no place of their own this one."""
    try:
        yield
    except AuthorError as error:
        error.where = error.where or str(where)
        raise
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise AuthorError(
            f"a rule cannot be written: {error}",
            where=where,
            hint="a value has the wrong type: mypy names the argument",
        ) from error


def _check_names(rule: Rule, others: Sequence[Rule]) -> None:
    name = rule.alert or rule.record
    if not name.strip():
        raise AuthorError("a rule without a name")
    if rule.record and not _METRIC.fullmatch(name):
        raise AuthorError(f'"{name}" cannot be the name of a recorded series', hint=f"use {_METRIC.pattern}")
    for key, text in (*rule.labels.items(), *rule.annotations.items()):
        if not _LABEL.fullmatch(key):
            raise AuthorError(f'{name} has the label or annotation "{key}"', hint="use letters, digits and _")
        if not isinstance(text, str):
            raise AuthorError(f"{key} of {name} is {text!r}, not text")
    for other in others:
        same_labels = rule.alert or other.labels == rule.labels  # a series may be recorded once per label set
        if (other.alert, other.record) == (rule.alert, rule.record) and same_labels:
            raise AuthorError(
                f'two rules are called "{name}"',
                details=[f"and at {other.source}"],
                hint="rename one of them",
            )


def _record(record: Record, rendering: Rendering) -> Rule:
    return Rule(
        record.expression.render(rendering), record.source, record=record.name, labels=dict(record.labels)
    )


def _alert(
    alert: Alert,
    group: Group,
    environment: Environment,
    rendering: Rendering,
    panels: Mapping[str, Mapping[str, int]],
) -> Rule:
    if alert.severity not in SEVERITIES:
        raise AuthorError(
            f'{alert.name} has the severity "{alert.severity}"',
            where=alert.source,
            hint=nearest(alert.severity, SEVERITIES),
        )
    for duration in filter(None, (alert.for_, alert.keep_firing_for)):
        milliseconds(duration)
    panel = _panel(alert, panels)
    labels = {**environment.labels, **group.definition.labels, **alert.labels, "severity": alert.severity}
    return Rule(
        alert.when.render(rendering),
        alert.source,
        alert=alert.name + environment.alert_suffix,
        for_=alert.for_,
        keep_firing_for=alert.keep_firing_for,
        labels=dict(sorted(labels.items())),
        annotations=_annotations(alert, environment, panel),
        panel=panel,
    )


def _panel(alert: Alert, panels: Mapping[str, Mapping[str, int]]) -> tuple[str, int] | None:
    wanted = alert.panel
    if wanted is None:
        return None
    if wanted.dashboard_uid not in panels:
        raise AuthorError(
            f"{alert.name} points at the dashboard {wanted.dashboard_uid}, which this environment does not have",
            where=alert.source,
            hint=nearest(wanted.dashboard_uid, panels),
        )
    known = panels[wanted.dashboard_uid]
    if wanted.title not in known:
        raise AuthorError(
            f'{alert.name} points at the panel "{wanted.title}", which the dashboard {wanted.dashboard_uid} does not have',
            where=alert.source,
            hint=nearest(wanted.title, known),
        )
    return wanted.dashboard_uid, known[wanted.title]


def _annotations(alert: Alert, environment: Environment, panel: tuple[str, int] | None) -> dict[str, str]:
    annotations = {"summary": alert.summary, "description": alert.description, **alert.annotations}
    runbook = alert.runbook
    if runbook is None and environment.runbooks is not None:
        runbook = f"{environment.runbooks}#{alert.name.lower()}"
    if runbook is not None:
        annotations["runbook_url"] = runbook
    if panel is not None and environment.grafana.url is not None:
        base = environment.grafana.url.rstrip("/")
        annotations["dashboard_url"] = f"{base}/d/{panel[0]}?viewPanel={panel[1]}"
    return annotations
