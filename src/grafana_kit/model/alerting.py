"""Alert rules, recording rules and their groups as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import field, frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import NOWHERE, PanelRef
from grafana_kit.model.promql_text import Matcher
from grafana_kit.model.query import Query, Selector, as_query
from grafana_kit.model.source import Source, caller

if TYPE_CHECKING:
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.query import Rendering

SEVERITIES = ("critical", "warning", "info", "none")
Severity: TypeAlias = Literal["critical", "warning", "info", "none"]


def _query(value: Query | str) -> Query:
    return as_query(value)


def _labels(given: Mapping[str, str] | None) -> dict[str, str]:
    return dict(given or {})


def _author() -> Source:
    return caller(2)  # the frame between is the constructor


@frozen(eq=False)
class Alert:
    """An alert: fires while ``when`` has a result, once it had one for the duration ``for_``.

    Attributes:
        name: without the environment's suffix, which rendering adds.
        when: the condition, usually a comparison; a query or PromQL text.
        for_: how long it must hold, as a Prometheus duration.
        severity: critical wakes somebody, warning is for working hours, info and none are for the record.
        summary, description: templates; ``{{ $value }}`` and ``{{ $labels.x }}`` as in Prometheus.
        runbook: a URL; None links to the section of the environment's runbooks named after the alert.
        panel: the panel that shows what the alert is about.
        keep_firing_for: how long it keeps firing after the condition ended.
        source: the author's line.
    """

    name: str
    when: Query = field(converter=_query, kw_only=True)
    severity: Severity = field(kw_only=True)
    summary: str = field(kw_only=True)
    description: str = field(kw_only=True)
    for_: str = field(default="0s", kw_only=True)
    runbook: str | None = field(default=None, kw_only=True)
    panel: PanelRef | None = field(default=None, kw_only=True)
    labels: Mapping[str, str] = field(default=None, converter=_labels, kw_only=True)
    annotations: Mapping[str, str] = field(default=None, converter=_labels, kw_only=True)
    keep_firing_for: str | None = field(default=None, kw_only=True)
    source: Source = field(factory=_author, kw_only=True)


@frozen(eq=False)
class Record(Selector):
    """A recording rule; and, used in another expression, the series that it records.

    Where no recording rules are evaluated (Grafana alone), uses are replaced by the expression itself.

    Attributes:
        name: of the series.
        expression: a query or PromQL text.
        labels: put on the series; its uses match on them.
        source: the author's line.
    """

    expression: Query = field(converter=_query)
    labels: Mapping[str, str] = field(default=None, converter=_labels, kw_only=True)
    matchers: tuple[Matcher, ...] = field(kw_only=True)
    source: Source = field(factory=_author, kw_only=True)

    @matchers.default
    def _own(self) -> tuple[Matcher, ...]:
        return tuple(Matcher(label, "=", value) for label, value in self.labels.items())

    def render(self, rendering: Rendering) -> str:
        if rendering.record:
            rendering.used.append(self)
            return super().render(rendering)
        if self.matchers != self._own() or self.job or self.shift:
            raise AuthorError(
                f"{self.name} is narrowed or shifted, and no recording rules exist where it is evaluated",
                where=self.source,
                hint='set alert_engine to "prometheus" or "both", or write the expression out',
            )
        return f"({self.expression.render(rendering)})"

    def ranged(self, window: str, rendering: Rendering) -> str:
        if rendering.record:
            rendering.used.append(self)
            return super().ranged(window, rendering)
        return Query.ranged(self, window, rendering)

    def unit(self) -> str | None:
        return self.expression.unit()

    def output_labels(self) -> tuple[str, ...] | None:
        return self.expression.output_labels()


Rules: TypeAlias = Iterable["Alert | Record"]
"""What a rule group function yields."""


@frozen(eq=False, kw_only=True)
class RuleGroup:
    """A rule group definition: its settings and the function that yields its rules for an environment.

    ``name`` may hold ``{environment}``, which stands for the environment's own label.
    """

    name: str
    folder: str
    function: Callable[[Environment], Rules]
    every: str | None = None
    labels: Mapping[str, str] = field(factory=dict)
    environments: tuple[str, ...] | None = None
    source: Source = NOWHERE

    def __call__(self, environment: Environment) -> Rules:
        """Yield the rules for one environment."""
        return self.function(environment)

    def name_in(self, environment: Environment) -> str:
        """Return the group's name in an environment."""
        return self.name.replace("{environment}", environment.labels.get("environment", environment.name))
