"""Dashboards as values: panels, rows, variables, annotations and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.query import Query
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from grafana_kit.model.environment import Environment

GRID_WIDTH = 24
"""Columns of Grafana's grid; a grid row is 30 pixels high, with 8 between two rows."""

NOWHERE = Source("", 0)


@frozen
class DatasourceRef:
    """A data source as panels name it: ``{"type": …, "uid": …}``."""

    type: str
    uid: str

    def json(self) -> dict[str, str]:
        """Return the reference as dashboard JSON holds it."""
        return {"type": self.type, "uid": self.uid}


@frozen(eq=False)
class Target:
    """One query of a panel.

    Attributes:
        query: the PromQL expression; None for another data source, whose query is in ``raw``.
        legend: the name of the series; None takes it from the labels of the result.
        instant: ask for the last value only; None leaves it to the panel's kind.
        format: ``time_series``, ``table`` or ``heatmap``; None leaves it to the panel's kind.
    """

    query: Query | None
    legend: str | None = None
    instant: bool | None = None
    format: Literal["time_series", "table", "heatmap"] | None = None
    hide: bool = False
    exemplar: bool = False
    interval: str | None = None
    ref_id: str | None = None
    datasource: DatasourceRef | None = None
    raw: Mapping[str, Any] = field(factory=dict)


@frozen
class Thresholds:
    """Where colours change. ``steps`` are (from this value on, colour), smallest first."""

    base: str
    steps: tuple[tuple[float, str], ...]
    mode: Literal["absolute", "percentage"] = "absolute"


@frozen
class Link:
    """A link of a panel or a dashboard. ``to`` is a URL or the uid of a dashboard (``dashboard=True``)."""

    title: str
    url: str
    new_tab: bool = False
    keep_time: bool = True
    keep_variables: bool = False
    icon: str = "external link"
    tooltip: str = ""
    tags: tuple[str, ...] = ()
    dropdown: bool = False


@frozen(eq=False, kw_only=True)
class Panel:
    """One panel, of any kind. The functions in :mod:`grafana_kit.panels` make them."""

    kind: str
    title: str
    targets: tuple[Target, ...] = ()
    options: Mapping[str, Any] = field(factory=dict)
    custom: Mapping[str, Any] = field(factory=dict)
    unit: str | None = None
    legend: str | None = None
    decimals: int | None = None
    min: float | None = None
    max: float | None = None
    no_value: str | None = None
    color: Mapping[str, Any] | None = None
    thresholds: Thresholds | None = None
    mappings: tuple[Mapping[str, Any], ...] = ()
    overrides: tuple[Mapping[str, Any], ...] = ()
    transformations: tuple[Mapping[str, Any], ...] = ()
    links: tuple[Link, ...] = ()
    description: str = ""
    repeat: str | None = None
    repeat_direction: Literal["h", "v"] = "h"
    max_per_row: int | None = None
    transparent: bool = False
    width: int = 12
    height: int = 8
    x: int | None = None
    y: int | None = None
    id: int | None = None
    datasource: DatasourceRef | None = None
    interval: str | None = None
    max_data_points: int | None = None
    time_from: str | None = None
    time_shift: str | None = None
    raw: Mapping[str, Any] | None = None
    source: Source = NOWHERE


@frozen(eq=False)
class Row:
    """A titled row of panels. ``panels`` may hold grafanalib's panels and panel JSON beside ours."""

    title: str
    panels: tuple[object, ...]
    collapsed: bool = False
    repeat: str | None = None
    source: Source = NOWHERE


Rows: TypeAlias = Iterable["Row | Panel"]
"""What a dashboard function yields."""


@frozen(eq=False, kw_only=True)
class Variable:
    """A dashboard variable. The functions in :mod:`grafana_kit.variables` make them."""

    kind: Literal["datasource", "query", "custom", "interval", "textbox", "constant", "adhoc"]
    name: str
    label: str | None = None
    description: str | None = None
    query: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: str | tuple[str, ...] | None = None
    regex: str = ""
    multi: bool = False
    include_all: bool = False
    all_value: str | None = None
    hide: Literal["", "label", "variable"] = ""
    sort: int = 1
    refresh: Literal["load", "time"] = "time"
    auto: int | None = None
    source: Source = NOWHERE

    def __attrs_post_init__(self) -> None:
        if self.default is None or isinstance(self.default, str):
            return
        if not isinstance(self.default, tuple | list) or not all(
            isinstance(one, str) for one in self.default
        ):
            raise AuthorError(
                f"the variable {self.name} has the default {self.default!r}",
                where=self.source,
                hint="give a text, or a tuple of texts",
            )


@frozen(eq=False, kw_only=True)
class Annotation:
    """Events drawn over every time series of a dashboard: the series of ``query`` that have a value."""

    name: str
    query: Query
    title: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    color: str = "blue"
    enable: bool = True
    hide: bool = False
    source: Source = NOWHERE


@frozen
class PanelRef:
    """A panel of a dashboard, by its title; alerts and links point at it."""

    dashboard_uid: str
    title: str


@frozen(eq=False, kw_only=True)
class Dashboard:
    """A dashboard definition: its settings and the function that yields its rows for an environment."""

    title: str
    uid: str
    folder: str
    function: Callable[[Environment], Rows]
    description: str = ""
    tags: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    links: tuple[Link, ...] = ()
    time: tuple[str, str] = ("now-6h", "now")
    refresh: str = "1m"
    timezone: str = "browser"
    tooltip: Literal["default", "crosshair", "tooltip"] = "crosshair"
    editable: bool = True
    environments: tuple[str, ...] | None = None
    source: Source = NOWHERE

    def __call__(self, environment: Environment) -> Rows:
        """Yield the rows for one environment."""
        return self.function(environment)

    def panel(self, title: str) -> PanelRef:
        """Return a reference to one of this dashboard's panels, for an alert or a link."""
        return PanelRef(self.uid, title)

    def link(self, title: str | None = None, *, keep_variables: bool = False) -> Link:
        """Return a link to this dashboard that keeps the time range."""
        return Link(title or self.title, f"/d/{self.uid}", keep_variables=keep_variables)
