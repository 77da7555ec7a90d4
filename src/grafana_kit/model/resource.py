"""What can be deployed: the resources of one environment, and what an author's definitions yielded."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from grafana_kit.model.alerting import Alert, Record, RuleGroup
from grafana_kit.model.dashboard import Dashboard, Panel, Row
from grafana_kit.model.environment import Environment
from grafana_kit.model.source import Source

Kind: TypeAlias = Literal[
    "datasource",
    "folder",
    "dashboard",
    "contact-point",
    "mute-timing",
    "notification-route",
    "grafana-rules",
    "prometheus-rules",
]
"""In the order in which things are deployed: what others need comes first."""


@frozen(eq=False)
class Board:
    """A dashboard definition with the rows that it yielded for one environment."""

    definition: Dashboard
    rows: tuple[Row | Panel | object, ...]


@frozen(eq=False)
class Group:
    """A rule group definition with the rules that it yielded for one environment."""

    definition: RuleGroup
    rules: tuple[Alert | Record, ...]


@frozen(eq=False)
class Evaluated:
    """All that the author's definitions yielded for one environment."""

    environment: Environment
    boards: tuple[Board, ...]
    groups: tuple[Group, ...]


@frozen
class Expression:
    """One PromQL expression of a resource, with its place: what checks and tests read.

    Attributes:
        text: the PromQL as it will be evaluated.
        what: a name for people: the panel and refId, or the rule.
        source: the author's line.
    """

    text: str
    what: str
    source: Source


@frozen(eq=False)
class Resource:
    """One thing that can be deployed.

    Attributes:
        kind: what it is.
        uid: its stable name within its kind.
        title: its name for people.
        folder: the title of the folder that holds it; empty for none.
        body: what is deployed, JSON-able: a dashboard model, a rule group, a data source.
        source: the author's line.
        expressions: the PromQL within.
        sources: the places of named parts (panels, rules), for messages.
        content: the bytes to write instead of the body's own, where they are given elsewhere.
    """

    kind: Kind
    uid: str
    title: str
    folder: str
    body: dict[str, Any]
    source: Source
    expressions: tuple[Expression, ...] = ()
    sources: dict[str, Source] = field(factory=dict)
    content: bytes | None = None


@frozen(eq=False)
class Bundle:
    """All resources of one environment, in a stable order."""

    environment: Environment
    resources: tuple[Resource, ...]

    def of_kind(self, kind: Kind) -> tuple[Resource, ...]:
        """Return the resources of one kind."""
        return tuple(resource for resource in self.resources if resource.kind == kind)
