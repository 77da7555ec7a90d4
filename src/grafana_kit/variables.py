"""Dashboard variables: what people choose at the top of a dashboard, ``$name`` in a query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import Variable
from grafana_kit.model.duration import milliseconds
from grafana_kit.model.metric import Histogram, Summary
from grafana_kit.model.query import DASHBOARD, Selector
from grafana_kit.model.source import caller

if TYPE_CHECKING:
    from collections.abc import Sequence

Hide = Literal["", "label", "variable"]


def _name(name: str) -> str:
    if not re.fullmatch(r"\w+", name) or name.startswith("__"):
        raise AuthorError(
            f'"{name}" cannot be the name of a variable',
            where=caller(2),
            hint='use letters, digits and "_", not beginning with "__"',
        )
    return name


def datasource(
    name: str = "datasource",
    *,
    kind: str = "prometheus",
    label: str | None = "Data source",
    regex: str = "",
    hide: Hide = "",
    description: str | None = None,
) -> Variable:
    """Choose among the data sources of a kind. The dashboard's panels then use the chosen one."""
    return Variable(
        kind="datasource",
        name=_name(name),
        label=label,
        query=kind,
        regex=regex,
        hide=hide,
        description=description,
        source=caller(),
    )


def label_values(
    name: str,
    metric: Selector | str,
    label: str | None = None,
    *,
    title: str | None = None,
    multi: bool = False,
    include_all: bool = False,
    all_value: str | None = None,
    default: str | tuple[str, ...] | None = None,
    regex: str = "",
    refresh: Literal["load", "time"] = "time",
    hide: Hide = "",
    description: str | None = None,
) -> Variable:
    """Choose among the values that a label of a metric has.

    Args:
        name: of the variable.
        metric: a typed metric, narrowed with ``where`` as you like, or a PromQL selector as text.
        label: whose values; None takes the variable's name.
        title: what people see before the choice; None shows the name.
        multi: allow several; use the variable with ``promql.matches("$name")`` then.
        include_all: offer "All".
        all_value: the text that "All" stands for; None means every value, joined.
        default: what is chosen at first sight.
        regex: keep the values that match.
        refresh: read the values when the dashboard loads, or whenever the time range changes.
        hide: hide the label, or the whole variable.
        description: shown as a tooltip.
    """
    wanted = label or name
    if isinstance(metric, Selector):
        metric.check_label(wanted)
        text = _text(metric)
    else:
        text = metric.strip()
    return Variable(
        kind="query",
        name=_name(name),
        label=title,
        query=f"label_values({text}, {wanted})",
        multi=multi,
        include_all=include_all,
        all_value=all_value,
        default=default,
        regex=regex,
        refresh=refresh,
        hide=hide,
        description=description,
        source=caller(),
    )


def _text(metric: Selector) -> str:
    # A counter refuses to be drawn raw; its plain selector is meant here. No series has a histogram's own
    # name; "_count" has every label but "le".
    name = f"{metric.name}_count" if isinstance(metric, Histogram | Summary) else metric.name
    return Selector(name, job=metric.job, matchers=metric.matchers).render(DASHBOARD)


def query(
    name: str,
    text: str,
    *,
    title: str | None = None,
    multi: bool = False,
    include_all: bool = False,
    default: str | tuple[str, ...] | None = None,
    regex: str = "",
    refresh: Literal["load", "time"] = "time",
    hide: Hide = "",
) -> Variable:
    """Choose among the results of any query of Grafana's Prometheus variable syntax, such as ``query_result(up)``."""
    return Variable(
        kind="query",
        name=_name(name),
        label=title,
        query=text,
        multi=multi,
        include_all=include_all,
        default=default,
        regex=regex,
        refresh=refresh,
        hide=hide,
        source=caller(),
    )


def custom(
    name: str,
    options: Sequence[str] | Mapping[str, str],
    *,
    title: str | None = None,
    multi: bool = False,
    include_all: bool = False,
    default: str | tuple[str, ...] | None = None,
    hide: Hide = "",
) -> Variable:
    """Choose among values of the author's own; a mapping gives each shown text its value."""
    pairs = options.items() if isinstance(options, Mapping) else zip(options, options, strict=True)
    chosen = tuple((str(text), str(value)) for text, value in pairs)
    if not chosen:
        raise AuthorError(f"the variable {name} has no options", where=caller())
    return Variable(
        kind="custom",
        name=_name(name),
        label=title,
        options=chosen,
        multi=multi,
        include_all=include_all,
        default=default,
        hide=hide,
        source=caller(),
    )


def interval(
    name: str = "interval",
    options: Sequence[str] = ("1m", "5m", "15m", "1h", "6h", "1d"),
    *,
    title: str | None = None,
    auto: int | None = None,
    default: str | None = None,
) -> Variable:
    """Choose a length of time; ``auto`` offers one that cuts the time range into so many steps."""
    if not options:
        raise AuthorError(f"the variable {name} has no options", where=caller())
    for one in options:
        milliseconds(one)
    return Variable(
        kind="interval",
        name=_name(name),
        label=title,
        options=tuple((one, one) for one in options),
        auto=auto,
        default=default,
        source=caller(),
    )


def text_box(name: str, default: str = "", *, title: str | None = None) -> Variable:
    """Type any text."""
    return Variable(kind="textbox", name=_name(name), label=title, query=default, source=caller())


def constant(name: str, value: str, *, title: str | None = None) -> Variable:
    """A value that people do not see and cannot change."""
    return Variable(
        kind="constant", name=_name(name), label=title, query=value, hide="variable", source=caller()
    )


def ad_hoc(name: str = "filters", *, title: str | None = None) -> Variable:
    """Narrow every query of the dashboard by labels that people pick themselves."""
    return Variable(kind="adhoc", name=_name(name), label=title, source=caller())
