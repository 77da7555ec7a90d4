"""One panel as Grafana's JSON: what differs from Grafana's own defaults, and nothing that is dead."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import Thresholds
from grafana_kit.model.naming import ref_id
from grafana_kit.panels.base import thresholds_json

if TYPE_CHECKING:
    from grafana_kit.model.dashboard import Link, Panel, Target
    from grafana_kit.model.query import Rendering
    from grafana_kit.render.layout import Box

_INSTANT = frozenset({"table", "piechart", "bargauge", "gauge", "barchart"})
_FORMAT = {"table": "table", "barchart": "table", "heatmap": "heatmap"}
# Without thresholds of their own Grafana colours these red from 80 on, whatever the unit.
_COLOURED_BY_THRESHOLDS = frozenset(
    {"stat", "gauge", "bargauge", "table", "state-timeline", "status-history"}
)
_WITHOUT_FIELDS = frozenset({"text", "alertlist", "dashlist", "logs"})
_GREEN = Thresholds("green", ())


@frozen(eq=False)
class PanelContext:
    """What a panel takes from its dashboard."""

    datasource: dict[str, str]
    rendering: Rendering


def panel_json(panel: Panel, number: int, box: Box, context: PanelContext) -> dict[str, Any]:
    """Return the JSON of one panel with its id and place."""
    if panel.raw is not None:
        return {**panel.raw, "id": number, "gridPos": box.json()}
    model: dict[str, Any] = {"gridPos": box.json(), "id": number, "options": panel.options}
    if panel.targets:
        model["datasource"] = panel.datasource.json() if panel.datasource else context.datasource
        model["targets"] = [
            _target(panel, name, one, context)
            for name, one in zip(_ref_ids(panel), panel.targets, strict=True)
        ]
    if panel.kind not in _WITHOUT_FIELDS:
        model["fieldConfig"] = {"defaults": _field_defaults(panel), "overrides": panel.overrides}
    model["title"] = panel.title
    model["type"] = panel.kind
    _optional(panel, model)
    return model


def _optional(panel: Panel, model: dict[str, Any]) -> None:
    given = {
        "description": panel.description or None,
        "links": [panel_link(link) for link in panel.links] or None,
        "transformations": panel.transformations or None,
        "transparent": panel.transparent or None,
        "repeat": panel.repeat,
        "repeatDirection": panel.repeat_direction if panel.repeat is not None else None,
        "maxPerRow": panel.max_per_row if panel.repeat is not None else None,
        "interval": panel.interval,
        "maxDataPoints": panel.max_data_points,
        "timeFrom": panel.time_from,
        "timeShift": panel.time_shift,
    }
    model.update({key: value for key, value in given.items() if value is not None})


def _field_defaults(panel: Panel) -> dict[str, Any]:
    defaults: dict[str, Any] = {"unit": panel.unit or _unit(panel)}
    if panel.color is not None:
        defaults["color"] = panel.color
    if panel.custom:
        defaults["custom"] = panel.custom
    thresholds = panel.thresholds or (_GREEN if panel.kind in _COLOURED_BY_THRESHOLDS else None)
    if thresholds is not None:
        defaults["thresholds"] = thresholds_json(thresholds)
    numbers = {"decimals": panel.decimals, "min": panel.min, "max": panel.max, "noValue": panel.no_value}
    defaults.update({key: value for key, value in numbers.items() if value is not None})
    if panel.mappings:
        defaults["mappings"] = panel.mappings
    return defaults


def _unit(panel: Panel) -> str:
    units = {target.query.unit() for target in panel.targets if target.query is not None}
    return (units.pop() if len(units) == 1 else None) or "short"


def _ref_ids(panel: Panel) -> list[str]:
    """Return the refIds of a panel's queries: those given, and A, B and so on for the others."""
    given = [target.ref_id or target.raw.get("refId") for target in panel.targets]
    taken = {name for name in given if name}
    if len(taken) < sum(map(bool, given)):
        raise AuthorError(f'two queries of "{panel.title}" have one refId', where=panel.source)
    free = (name for name in map(ref_id, count()) if name not in taken)
    return [name or next(free) for name in given]


def _target(panel: Panel, name: str, target: Target, context: PanelContext) -> dict[str, Any]:
    model: dict[str, Any] = {**target.raw, "refId": name}
    if target.query is not None:
        instant = target.instant if target.instant is not None else panel.kind in _INSTANT
        model["expr"] = target.query.render(context.rendering)
        model["legendFormat"] = _legend(panel, target)
        if instant:
            model |= {"instant": True, "range": False}
        shape = target.format or _FORMAT.get(panel.kind)
        if shape is not None:
            model["format"] = shape
        if target.exemplar:
            model["exemplar"] = True
        if target.interval is not None:
            model["interval"] = target.interval
    if target.datasource is not None:
        model["datasource"] = target.datasource.json()
    if target.hide:
        model["hide"] = True
    return model


def _legend(panel: Panel, target: Target) -> str:
    """Return the name of a query's series: as given, else the labels that tell them apart, else the title."""
    given = target.legend if target.legend is not None else panel.legend
    if given is not None:
        return given
    assert target.query is not None
    labels = target.query.output_labels()
    if labels:
        return " ".join(f"{{{{{label}}}}}" for label in labels)
    # One series is named after its panel; of several queries the expressions tell which is which.
    return panel.title if labels is not None and len(panel.targets) == 1 else "__auto"


def panel_link(link: Link) -> dict[str, Any]:
    """Return a link as panels hold it: time and variables travel in the URL."""
    parts = [
        part
        for wanted, part in (
            (link.keep_time, "${__url_time_range}"),
            (link.keep_variables, "${__all_variables}"),
        )
        if wanted
    ]
    url = link.url
    if parts and not url.startswith("http"):
        url += ("&" if "?" in url else "?") + "&".join(parts)
    return {"targetBlank": link.new_tab, "title": link.title, "url": url}
