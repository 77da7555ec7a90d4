"""What all panel kinds share: queries, thresholds, mappings, overrides, links."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypedDict, cast

from grafana_kit.errors import AuthorError, nearest
from grafana_kit.model.dashboard import (
    GRID_WIDTH,
    Dashboard,
    DatasourceRef,
    Link,
    Panel,
    Target,
    Thresholds,
)
from grafana_kit.model.jsonable import checked, finite
from grafana_kit.model.query import Query, as_query
from grafana_kit.model.source import Source, caller
from grafana_kit.model.units import UNITS, known_unit

OneQuery: TypeAlias = "Query | str | Target"
Queries: TypeAlias = "OneQuery | Sequence[OneQuery] | Mapping[str, OneQuery]"
MappingResult: TypeAlias = "str | tuple[str, str]"
# The keys are numbers, texts or None; a mapping's key type is invariant, and a named constant has but one.
Mappings: TypeAlias = "Mapping[Any, MappingResult] | Sequence[Mapping[str, Any]]"
Calc: TypeAlias = Literal[
    "lastNotNull",
    "last",
    "first",
    "firstNotNull",
    "min",
    "max",
    "mean",
    "median",
    "sum",
    "count",
    "range",
    "delta",
    "diff",
]
_WHOLE_NUMBERS = frozenset({"decimals", "x", "y", "max_per_row", "max_data_points"})
LegendPlacement: TypeAlias = Literal["list", "table", "hidden"]


class PanelOptions(TypedDict, total=False):
    """The options that every panel kind takes.

    Attributes:
        unit: a Grafana unit id such as ``s``, ``bytes``, ``percentunit`` or ``suffix:jobs``; without it
            the unit comes from the metric where it can.
        legend: the name of series, with labels as ``{{label}}``; without it the labels that tell the
            result's series apart.
        thresholds: ``{colour: from this value on}`` upon green, or :func:`thresholds`.
        description: what the panel tells, shown as a tooltip.
        links: of the panel's head; a dashboard may be given as it is.
        mappings: values as words: ``{0: ("down", "red"), 1: "up"}``, ``None`` for no value.
        overrides: see :func:`override`; Grafana's own JSON is accepted too.
        transformations: Grafana's own JSON, as ``{"id": …, "options": …}``.
        color: see :func:`color`.
        repeat: the variable for whose every value the panel is repeated.
        width, height: in grid columns (of 24) and grid rows.
        x, y: an explicit place, counted from the left and from the row's top; both or neither.
        id: a panel id of your own, needed when two panels of a dashboard have one title.
    """

    unit: str | None
    legend: str | None
    decimals: int | None
    min: float | None
    max: float | None
    no_value: str | None
    color: Mapping[str, Any] | None
    thresholds: Thresholds | Mapping[str, float] | None
    mappings: Mappings
    overrides: Sequence[Mapping[str, Any]]
    transformations: Sequence[Mapping[str, Any]]
    links: Sequence[Link | Dashboard]
    description: str
    repeat: str | None
    repeat_direction: Literal["h", "v"]
    max_per_row: int | None
    transparent: bool
    width: int
    height: int
    x: int | None
    y: int | None
    id: int | None
    datasource: DatasourceRef | None
    interval: str | None
    max_data_points: int | None
    time_from: str | None
    time_shift: str | None


# --- helpers for authors ----------------------------------------------------------------------------


def target(
    query: Query | str | Mapping[str, Any],
    *,
    legend: str | None = None,
    instant: bool | None = None,
    format: Literal["time_series", "table", "heatmap"] | None = None,  # noqa: A002 - Grafana's word
    hide: bool = False,
    exemplar: bool = False,
    interval: str | None = None,
    ref_id: str | None = None,
    datasource: DatasourceRef | None = None,
) -> Target:
    """Say more about one query of a panel than the expression itself.

    A mapping is the query of another kind of data source, as Grafana's own JSON.
    """
    where = caller()
    if ref_id is not None and not re.fullmatch(r"[A-Za-z_]\w*", ref_id):
        raise AuthorError(f'"{ref_id}" cannot be a refId', where=where, hint="use letters, as in A or Errors")
    if isinstance(query, Mapping):
        return Target(
            None, legend, hide=hide, ref_id=ref_id, datasource=datasource, raw=checked(query, where)
        )
    return Target(as_query(query), legend, instant, format, hide, exemplar, interval, ref_id, datasource)


def datasource(uid: str, type: str = "prometheus") -> DatasourceRef:  # noqa: A002 - Grafana's word
    """Name a data source other than the environment's own."""
    return DatasourceRef(type, uid)


def thresholds(
    steps: Mapping[str, float] | Sequence[tuple[float, str]], *, base: str = "green", percent: bool = False
) -> Thresholds:
    """Say where colours change: ``thresholds({"orange": 70, "red": 90}, percent=True)``.

    Args:
        steps: colour → from this value on; or (value, colour) pairs when a colour comes twice.
        base: the colour below the first step.
        percent: the values are percentages between the panel's minimum and maximum.
    """
    return _thresholds(steps, base, caller(), percent=percent)


def _thresholds(
    steps: Mapping[str, float] | Sequence[tuple[float, str]],
    base: str,
    where: Source,
    *,
    percent: bool = False,
) -> Thresholds:
    pairs = [(value, name) for name, value in steps.items()] if isinstance(steps, Mapping) else list(steps)
    if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - a pair
        raise AuthorError(
            f"{steps!r} are no thresholds", where=where, hint='for example {"orange": 70, "red": 90}'
        )
    for value, name in pairs:
        finite(value, f"the threshold for {name}", where)
    if pairs != sorted(pairs, key=lambda pair: pair[0]):
        raise AuthorError(
            "thresholds must rise from step to step", where=where, hint='for "low is bad" give base="red"'
        )
    if percent and any(not 0 <= value <= 100 for value, _ in pairs):  # noqa: PLR2004 - percent
        raise AuthorError("percent thresholds lie between 0 and 100", where=where)
    return Thresholds(base, tuple(pairs), "percentage" if percent else "absolute")


def color(
    name: str | None = None,
    *,
    mode: str | None = None,
    series_by: Literal["last", "min", "max"] | None = None,
) -> dict[str, Any]:
    """Say how series are coloured: a fixed colour by name, or one of Grafana's modes.

    ``mode`` is for example ``thresholds``, ``palette-classic``, ``palette-classic-by-name``,
    ``continuous-GrYlRd`` or ``shades``.
    """
    scheme: dict[str, Any] = {"mode": mode or "fixed"}
    if name is not None:
        scheme["fixedColor"] = name
    if series_by is not None:
        scheme["seriesBy"] = series_by
    return scheme


def range_mapping(
    low: float | None, high: float | None, text: str, color: str | None = None
) -> dict[str, Any]:
    """Show every value from ``low`` to ``high`` (None: no end) as a word."""
    options = {"from": low, "to": high, "result": _result((text, color) if color else text, 0)}
    return checked({"type": "range", "options": options}, caller())  # type: ignore[no-any-return]


def link(
    title: str,
    url: str | Dashboard,
    *,
    new_tab: bool = False,
    keep_time: bool = True,
    keep_variables: bool = False,
    tooltip: str = "",
) -> Link:
    """Link to a URL or to a dashboard."""
    where = caller()
    address = f"/d/{url.uid}" if isinstance(url, Dashboard) else url
    if not re.match(r"(https?://|/|\$\{)", address):
        raise AuthorError(
            f'"{address}" is not a link', where=where, hint='begin with "https://", "/" or a variable'
        )
    return Link(title, address, new_tab, keep_time, keep_variables, tooltip=tooltip)


_OVERRIDE_PROPERTIES = {
    "unit": "unit",
    "decimals": "decimals",
    "min": "min",
    "max": "max",
    "display_name": "displayName",
    "no_value": "noValue",
    "color": "color",
    "mappings": "mappings",
    "thresholds": "thresholds",
    "links": "links",
    "draw_style": "custom.drawStyle",
    "line_width": "custom.lineWidth",
    "line_style": "custom.lineStyle",
    "fill_opacity": "custom.fillOpacity",
    "stacking": "custom.stacking",
    "axis_placement": "custom.axisPlacement",
    "axis_label": "custom.axisLabel",
    "hidden": "custom.hidden",
    "width": "custom.width",
    "align": "custom.align",
    "cell": "custom.cellOptions",
    "hide_from": "custom.hideFrom",
    "transform": "custom.transform",
}


def override(
    *,
    name: str | None = None,
    regex: str | None = None,
    type: str | None = None,  # noqa: A002 - Grafana's word
    ref_id: str | None = None,
    **properties: Any,
) -> dict[str, Any]:
    """Change options for some fields: ``override(name="errors", color="red", unit="short")``.

    Args:
        name: the field (series, column) of this name; or
        regex: every field whose name matches; or
        type: every field of a type (``number``, ``string``, ``time``); or
        ref_id: every field of one query.
        properties: unit, decimals, min, max, display_name, no_value, color, mappings, thresholds, links,
            draw_style, line_width, line_style, fill_opacity, stacking, axis_placement, axis_label,
            hidden, width, align, cell, hide_from, transform; any other Grafana property through its own
            id, as ``**{"custom.lineInterpolation": "smooth"}``.
    """
    where = caller()
    choices = {"byName": name, "byRegexp": regex, "byType": type, "byFrameRefID": ref_id}
    chosen = [(key, value) for key, value in choices.items() if value is not None]
    if len(chosen) != 1:
        raise AuthorError("an override takes one of name, regex, type and ref_id", where=where)
    result = []
    for key, value in properties.items():
        if key not in _OVERRIDE_PROPERTIES and "." not in key and key not in _OVERRIDE_PROPERTIES.values():
            raise AuthorError(
                f"an override has no property {key}", where=where, hint=nearest(key, _OVERRIDE_PROPERTIES)
            )
        result.append({"id": _OVERRIDE_PROPERTIES.get(key, key), "value": _override_value(key, value, where)})
    if not result:
        raise AuthorError(
            "an override that changes nothing", where=where, hint="give a property, such as color="
        )
    return {"matcher": {"id": chosen[0][0], "options": chosen[0][1]}, "properties": checked(result, where)}


def _override_value(key: str, value: Any, where: Source) -> Any:
    if key == "unit":
        _check_unit(value, where)
    if key == "color" and isinstance(value, str):
        return color(value)
    if key == "mappings":
        return list(_mappings(value, where))
    if key == "thresholds":
        return thresholds_json(value if isinstance(value, Thresholds) else _thresholds(value, "green", where))
    if key == "cell" and isinstance(value, str):
        return {"type": value}
    return value


# --- helpers for the panel functions ----------------------------------------------------------------


def thresholds_json(value: Thresholds) -> dict[str, Any]:
    """Return thresholds as Grafana holds them: the base step has no value."""
    steps: list[dict[str, Any]] = [{"color": value.base, "value": None}]
    steps.extend({"color": name, "value": start} for start, name in value.steps)
    return {"mode": value.mode, "steps": steps}


def reduce_options(calc: str, *, fields: str = "") -> dict[str, Any]:
    """Return how a panel makes one number of a series."""
    return {"calcs": [calc], "fields": fields, "values": False}


def legend_options(placement: LegendPlacement, position: str, calcs: Sequence[str] = ()) -> dict[str, Any]:
    """Return the options of a legend."""
    return {
        "calcs": list(calcs),
        "displayMode": "list" if placement == "hidden" else placement,
        "placement": position,
        "showLegend": placement != "hidden",
    }


_OPTIONS = frozenset(PanelOptions.__annotations__)


def make(
    kind: str,
    title: str,
    queries: Queries,
    size: tuple[int, int],
    options: Mapping[str, Any],
    custom: Mapping[str, Any],
    common: PanelOptions,
    *,
    depth: int = 2,
) -> Panel:
    """Make a panel of what an author gave, checking it where the author's line is still known."""
    frame = sys._getframe(depth)  # noqa: SLF001 - see model/source.py
    where = Source(frame.f_code.co_filename, frame.f_lineno)
    arguments: dict[str, Any] = {"width": size[0], "height": size[1], **common}
    if not _OPTIONS.issuperset(common):
        name = min(set(common) - _OPTIONS)
        raise AuthorError(f"a panel has no option {name}", where=where, hint=nearest(name, _OPTIONS))
    for values in (options, custom, arguments):
        _check_numbers(values, where)
    _check_place(title, arguments, where)
    if arguments.get("unit") is not None:
        _check_unit(arguments["unit"], where)
    _convert(arguments, where)
    return Panel(
        kind=kind,
        title=title,
        targets=_targets(queries, where),
        options=options,
        custom=custom,
        source=where,
        **arguments,
    )


def _convert(arguments: dict[str, Any], where: Source) -> None:
    given = arguments.get("thresholds")
    if given is not None and not isinstance(given, Thresholds):
        arguments["thresholds"] = _thresholds(given, "green", where)
    if "mappings" in arguments:
        arguments["mappings"] = _mappings(arguments["mappings"], where)
    for key in ("overrides", "transformations"):
        if key in arguments:
            arguments[key] = tuple(checked(list(arguments[key]), where))
    if arguments.get("color") is not None:
        arguments["color"] = checked(arguments["color"], where)
    if "links" in arguments:
        links = cast("Sequence[Link | Dashboard]", arguments["links"])
        arguments["links"] = tuple(_link(one, where) for one in links)


def _link(given: Link | Dashboard, where: Source) -> Link:
    if isinstance(given, Dashboard):
        return given.link()
    if not isinstance(given, Link):
        raise AuthorError(f"{given!r} is not a link", where=where, hint="give panels.link(…) or a dashboard")
    return given


def _check_numbers(values: Mapping[str, Any], where: Source) -> None:
    for key, value in values.items():
        if type(value) is float or (key in ("min", "max") and value is not None):
            finite(value, key, where)
        if key in _WHOLE_NUMBERS and value is not None and (type(value) is not int or value < 0):
            raise AuthorError(f"{key} is {value!r}, not a whole number from 0 up", where=where)


def _check_place(title: str, arguments: Mapping[str, Any], where: Source) -> None:
    width, height, x, y = (arguments.get(key) for key in ("width", "height", "x", "y"))
    if not isinstance(title, str) or (not title.strip() and arguments.get("id") is None):
        raise AuthorError("a panel without a title", where=where, hint="give a title, or an id= of its own")
    if not isinstance(width, int) or not 1 <= width <= GRID_WIDTH:
        raise AuthorError(
            f'"{title}" is {width} columns wide',
            where=where,
            hint="the grid has 24: give width= from 1 to 24",
        )
    if not isinstance(height, int) or height < 1:
        raise AuthorError(f'"{title}" is {height} grid rows high', where=where, hint="give height= from 1")
    if (x is None) != (y is None):
        raise AuthorError(f'"{title}" has only one of x and y', where=where, hint="give both, or neither")
    if x is not None and x + width > GRID_WIDTH:
        raise AuthorError(
            f'"{title}" at column {x}, {width} wide, leaves the grid of 24 columns', where=where
        )
    number = arguments.get("id")
    if number is not None and (
        isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**31
    ):
        raise AuthorError(
            f'"{title}" has the id {number!r}', where=where, hint="give a whole number from 1 to 2147483647"
        )


def _check_unit(unit: str, where: Source) -> None:
    if not isinstance(unit, str) or not known_unit(unit):
        hint = nearest(str(unit), UNITS) or 'a text of your own is "suffix:jobs"'
        raise AuthorError(f"Grafana has no unit {unit!r}", where=where, hint=hint)


def _mappings(given: Mappings, where: Source) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(given, Mapping):
        return tuple(checked(list(given), where))
    result: list[dict[str, Any]] = []
    plain = {
        str(key): _result(value, index) for index, (key, value) in enumerate(given.items()) if key is not None
    }
    if plain:
        result.append({"type": "value", "options": plain})
    if None in given:
        special = {"match": "null+nan", "result": _result(given[None], len(plain))}
        result.append({"type": "special", "options": special})
    return tuple(checked(result, where))


def _result(value: MappingResult, index: int) -> dict[str, Any]:
    text, shade = (value, None) if isinstance(value, str) else value
    return {"index": index, "text": text} if shade is None else {"color": shade, "index": index, "text": text}


def _targets(queries: Queries, where: Source) -> tuple[Target, ...]:
    if isinstance(queries, Query | str | Target):
        return (_target(queries, None, where),)
    if isinstance(queries, Mapping):
        return tuple(_target(query, legend, where) for legend, query in queries.items())
    if isinstance(queries, Sequence):
        return tuple(_target(query, None, where) for query in queries)
    raise AuthorError(
        f"{queries!r} is not a query", where=where, hint="give a metric, a PromQL string, or several"
    )


def _target(query: object, legend: str | None, where: Source) -> Target:
    if isinstance(query, Target):
        if legend is None or query.legend is not None:
            return query
        return Target(
            query.query, legend, query.instant, query.format, query.hide, query.exemplar,
            query.interval, query.ref_id, query.datasource, query.raw,
        )  # fmt: skip
    try:
        return Target(as_query(query), legend)
    except AuthorError as error:
        raise AuthorError(error.summary, where=where, hint=error.hint) from None
