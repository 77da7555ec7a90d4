"""Whole dashboards and alert groups of grafanalib as resources of an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from grafana_kit.model.naming import uid_from
from grafana_kit.model.resource import Expression, Resource
from grafana_kit.render.foreign import named_sources
from grafana_kit.render.grafana_rules import expandable
from grafana_kit.render.grafanalib_alerts import rule_groups
from grafana_kit.render.modernise import modernise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Kind
    from grafana_kit.model.source import Source


def dashboard_resource(
    document: dict[str, Any], stem: str, folder: str, environment: Environment, source: Source
) -> tuple[Resource, tuple[str, ...]]:
    """Return a grafanalib dashboard in the current schema, and notes on what could not be carried over.

    A dashboard without a uid gets one from its file's name: without it Grafana would make another copy
    at every push.
    """
    modern = modernise(
        document, schema_version=environment.grafana.schema_version, datasource=named_sources(environment)
    )
    body = modern.dashboard
    uid = str(body.get("uid") or uid_from(*folder.split("/"), stem))
    body["uid"] = uid
    title = str(body.get("title") or "")
    resource = Resource(
        "dashboard", uid, title, folder, body, source, tuple(_expressions(body, source)), {title: source}
    )
    return resource, modern.notes


def as_is_resource(
    content: bytes, kind: Literal["dashboard", "alertgroup"], stem: str, folder: str, source: Source
) -> Resource:
    """Return a dashboard or alert group that is written as grafanalib writes it, byte for byte."""
    own: Kind = "dashboard" if kind == "dashboard" else "grafana-rules"
    return Resource(own, stem, stem, folder, {"rules": []}, source, content=content)


def rule_resources(document: object, environment: Environment, source: Source) -> Iterator[Resource]:
    """Yield grafanalib's alert groups in the form of Grafana's file provisioning."""
    groups = rule_groups(
        document, datasource=named_sources(environment), org_id=environment.grafana.org_id, where=source
    )
    for group in groups:
        for rule in group["rules"]:
            rule["title"] = expandable(rule["title"])
            rule["labels"] = {key: expandable(text) for key, text in rule.get("labels", {}).items()}
        uid = uid_from(group["folder"], group["name"])
        titles = {rule["title"]: source for rule in group["rules"]}
        yield Resource("grafana-rules", uid, group["name"], group["folder"], group, source, sources=titles)


def _expressions(body: dict[str, Any], source: Source) -> Iterator[Expression]:
    panels = [inner for panel in body["panels"] for inner in (panel, *panel.get("panels", ()))]
    for panel in panels:
        for target in panel.get("targets", ()):
            kind = (target.get("datasource") or panel.get("datasource") or {}).get("type")
            if kind == "prometheus" and isinstance(target.get("expr"), str):
                what = f'panel "{panel.get("title")}", query {target.get("refId")}'
                yield Expression(target["expr"], what, source)
