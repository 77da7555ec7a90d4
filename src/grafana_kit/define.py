"""Definitions: dashboards, rows, annotations and rule groups. They register nothing.

A decorated function *is* the definition; the loader finds it in the module in which it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import evolve

from grafana_kit.errors import AuthorError
from grafana_kit.model.alerting import RuleGroup, Rules
from grafana_kit.model.dashboard import Annotation, Dashboard, Link, Row, Rows, Variable
from grafana_kit.model.promql_text import matcher
from grafana_kit.model.query import Selector, as_query
from grafana_kit.model.source import caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import UnionType

    from grafana_kit.model.environment import Environment
    from grafana_kit.model.query import Query
    from grafana_kit.model.source import Source


def dashboard(
    title: str,
    *,
    uid: str,
    folder: str,
    tags: Sequence[str] = (),
    description: str | None = None,
    variables: Sequence[Variable] = (),
    annotations: Sequence[Annotation] = (),
    links: Sequence[Link | Dashboard] = (),
    time: tuple[str, str] = ("now-6h", "now"),
    refresh: str = "1m",
    timezone: str = "browser",
    tooltip: Literal["default", "crosshair", "tooltip"] = "crosshair",
    editable: bool = True,
    environments: Sequence[str] | None = None,
) -> Callable[[Callable[[Environment], Rows]], Dashboard]:
    """Make a dashboard of a function that yields rows (or panels) for an environment.

    Args:
        title: what people see.
        uid: the stable name in URLs; at most 40 of the characters a-z, A-Z, 0-9, ``-`` and ``_``.
        folder: the folder's title; ``A/B`` is the folder B in the folder A.
        tags: for search.
        description: None takes the function's docstring: the question the dashboard answers.
        variables: see :mod:`grafana_kit.variables`.
        annotations: events drawn over the graphs.
        links: links in the dashboard's head; another dashboard may be given as it is.
        time: the time range at first sight, in Grafana's relative form.
        refresh: how often the dashboard reloads; empty for never.
        timezone: ``browser``, ``utc`` or a name such as ``Europe/Berlin``.
        tooltip: what the panels share: nothing, a crosshair, or the tooltip too.
        editable: whether people may edit a copy in the browser.
        environments: the names of the environments that have it; None means all.
    """
    where = caller()
    _check_texts(where, title=title, uid=uid, folder=folder, refresh=refresh, timezone=timezone)
    for given, kind, name in (
        (variables, Variable, "variables"),
        (annotations, Annotation, "annotations"),
        (links, Link | Dashboard, "links"),
    ):
        _check_all(given, kind, name, where)
    if len(time) != 2:  # noqa: PLR2004 - from, to
        raise AuthorError(f"the time range {time!r}", where=where, hint='for example ("now-6h", "now")')

    def define(function: Callable[[Environment], Rows]) -> Dashboard:
        return Dashboard(
            title=title,
            uid=uid,
            folder=folder,
            function=function,
            description=_first_paragraph(function.__doc__) if description is None else description,
            tags=tuple(tags),
            variables=tuple(variables),
            annotations=tuple(annotations),
            links=tuple(link.link() if isinstance(link, Dashboard) else link for link in links),
            time=time,
            refresh=refresh,
            timezone=timezone,
            tooltip=tooltip,
            editable=editable,
            environments=_names(environments, where),
            source=where,
        )

    return define


def row(title: str, *panels: object, collapsed: bool = False, repeat: str | None = None) -> Row:
    """Put panels under a title, left to right on the 24-column grid.

    Besides our panels, grafanalib's panels and plain panel JSON are accepted.

    Args:
        title: the row's title.
        panels: in reading order.
        collapsed: closed at first sight; its queries run when somebody opens it.
        repeat: the variable for whose every value the row is repeated.
    """
    where = caller()
    _check_texts(where, title=title)
    return Row(title, panels, collapsed, repeat, where)


def annotation(
    name: str,
    query: Query | str,
    *,
    title: str = "",
    text: str = "",
    tags: Sequence[str] = (),
    color: str = "blue",
    enable: bool = True,
    hide: bool = False,
) -> Annotation:
    """Draw an event over the graphs wherever the query has a value, for example at each deployment."""
    return Annotation(
        name=name,
        query=as_query(query),
        title=title,
        text=text,
        tags=tuple(tags),
        color=color,
        enable=enable,
        hide=hide,
        source=caller(),
    )


def firing_alerts(**labels: str | tuple[str, ...]) -> Annotation:
    """Draw the time in which alerts fire, as Prometheus's own ``ALERTS`` series tells it."""
    conditions = {"alertstate": "firing", **labels}
    matchers = tuple(matcher(label, value) for label, value in conditions.items())
    drawn = annotation(
        "Firing alerts",
        Selector("ALERTS", matchers=matchers),
        title="{{alertname}}",
        text="{{severity}}",
        tags=("alertname", "severity"),
        color="red",
    )
    return evolve(drawn, source=caller())


def rule_group(
    name: str,
    *,
    folder: str,
    every: str | None = None,
    labels: Mapping[str, str] | None = None,
    environments: Iterable[str] | None = None,
) -> Callable[[Callable[[Environment], Rules]], RuleGroup]:
    """Make a rule group of a function that yields alerts and recording rules for an environment.

    Args:
        name: unique in an environment; ``{environment}`` in it stands for the environment's label.
        folder: the Grafana folder of the rules.
        every: how often the rules are evaluated; None takes the environment's evaluation interval.
        labels: put on every alert of the group.
        environments: the names of the environments that have it; None means all.
    """
    where = caller()
    _check_texts(where, name=name, folder=folder)

    def define(function: Callable[[Environment], Rules]) -> RuleGroup:
        return RuleGroup(
            name=name,
            folder=folder,
            function=function,
            every=every,
            labels=dict(labels or {}),
            environments=_names(environments, where),
            source=where,
        )

    return define


def _names(environments: Iterable[str] | None, where: Source) -> tuple[str, ...] | None:
    if isinstance(environments, str):
        hint = f'write environments=["{environments}"]'
        raise AuthorError("environments takes a list of names", where=where, hint=hint)
    return None if environments is None else tuple(environments)


def _check_texts(where: Source, **given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, str):
            raise AuthorError(f"{name} is {value!r}, not text", where=where)


def _check_all(given: Sequence[object], kind: type | UnionType, name: str, where: Source) -> None:
    for one in given:
        if not isinstance(one, kind):
            raise AuthorError(
                f"{name} holds {one!r}",
                where=where,
                hint=f"give {name} as a list of what its functions return",
            )


def _first_paragraph(docstring: str | None) -> str:
    paragraph = (docstring or "").strip().split("\n\n")[0]
    return " ".join(line.strip() for line in paragraph.splitlines())
