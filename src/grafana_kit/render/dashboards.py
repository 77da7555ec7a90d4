"""A dashboard as the bare classic model that Grafana provisions from files and takes over its API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import Panel, Row
from grafana_kit.model.naming import panel_id
from grafana_kit.model.query import Rendering
from grafana_kit.model.resource import Expression, Resource
from grafana_kit.model.source import Source
from grafana_kit.render.foreign import as_panel
from grafana_kit.render.layout import Box, bottom, place
from grafana_kit.render.panels import PanelContext, panel_json
from grafana_kit.render.variables import annotations_json, datasource_ref, links_json, variables_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grafana_kit.model.dashboard import Dashboard
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Board

_SELECTOR = re.compile(r"label_values\((.+),\s*\w+\s*\)|query_result\((.+)\)", re.DOTALL)
_TOOLTIP = {"default": 0, "crosshair": 1, "tooltip": 2}


def dashboard(board: Board, environment: Environment, rendering: Rendering) -> Resource:
    """Return the dashboard of one definition in one environment.

    Raises:
        AuthorError: panels that share a title or an id, overlap, or hold a query that cannot be written.
    """
    definition = board.definition
    ref = datasource_ref(definition.variables, environment)
    context = PanelContext(ref, rendering)
    panels = _Panels(context, environment)
    panels.add_all(board.rows, definition.source)
    model: dict[str, Any] = {
        "annotations": {"list": annotations_json(definition.annotations, ref, rendering)},
        "description": definition.description,
        "editable": definition.editable,
        "fiscalYearStartMonth": 0,
        "graphTooltip": _TOOLTIP[definition.tooltip],
        "id": None,
        "links": links_json(definition.links),
        "panels": panels.models,
        "refresh": definition.refresh,
        "schemaVersion": environment.grafana.schema_version,
        "tags": definition.tags,
        "templating": {"list": variables_json(definition.variables, ref)},
        "time": {"from": definition.time[0], "to": definition.time[1]},
        "timezone": definition.timezone,
        "title": definition.title,
        "uid": definition.uid,
        "weekStart": "",
    }
    return Resource(
        "dashboard",
        definition.uid,
        definition.title,
        definition.folder,
        model,
        definition.source,
        (*_expressions(panels.made), *_other_expressions(definition, model)),
        {panel.title: panel.source for panel, _ in panels.made},
    )


def panel_ids(resource: Resource) -> dict[str, int]:
    """Return the id of every panel of a rendered dashboard by its title, for the alerts that point at them."""
    panels = resource.body["panels"]
    nested = [inner for panel in panels if panel["type"] == "row" for inner in panel["panels"]]
    return {panel["title"]: panel["id"] for panel in (*panels, *nested) if panel["type"] != "row"}


class _Panels:
    """Collects a dashboard's panels from top to bottom."""

    def __init__(self, context: PanelContext, environment: Environment) -> None:
        self.context = context
        self.environment = environment
        self.models: list[dict[str, Any]] = []
        self.made: list[tuple[Panel, dict[str, Any]]] = []
        self.taken: dict[int, tuple[tuple[str, str], Source]] = {}
        self.top = 0

    def add_all(self, rows: Sequence[object], where: Source) -> None:
        """Add rows, and the loose panels between them."""
        loose: list[Panel] = []
        for item in rows:
            if isinstance(item, Row):
                self._add_panels(loose, self.models)
                loose = []
                self._add_row(item)
            else:
                loose.append(as_panel(item, where, self.environment))
        self._add_panels(loose, self.models)

    def _add_row(self, row: Row) -> None:
        if not row.title.strip():
            raise AuthorError("a row without a title", where=row.source)
        number = self._claim(None, "row", row.title, row.source)
        model: dict[str, Any] = {
            "collapsed": row.collapsed,
            "gridPos": Box(0, self.top, 24, 1).json(),
            "id": number,
            "panels": [],
            "title": row.title,
            "type": "row",
        }
        if row.repeat is not None:
            model["repeat"] = row.repeat
        self.models.append(model)
        self.top += 1
        panels = [as_panel(one, row.source, self.environment) for one in row.panels]
        if row.collapsed:
            # A collapsed row holds its panels, at the places they take when it opens; the rows below
            # it follow at once.
            top = self.top
            self._add_panels(panels, model["panels"])
            self.top = top
        else:
            self._add_panels(panels, self.models)

    def _add_panels(self, panels: Sequence[Panel], into: list[dict[str, Any]]) -> None:
        boxes = place(panels, self.top)
        for panel, box in zip(panels, boxes, strict=True):
            number = self._claim(panel.id, "panel", panel.title, panel.source)
            try:
                model = panel_json(panel, number, box, self.context)
            except AuthorError as error:
                error.where = error.where or str(panel.source)
                raise
            except (TypeError, ValueError, AttributeError, RecursionError) as error:
                raise AuthorError(
                    f'"{panel.title}" cannot be written: {error}',
                    where=panel.source,
                    hint="a value has the wrong type: mypy names the argument",
                ) from error
            into.append(model)
            self.made.append((panel, model))
        self.top = bottom(boxes, self.top)

    def _claim(self, given: int | None, what: str, title: str, where: Source) -> int:
        number = given if given is not None else panel_id(title if what == "panel" else f"{what} {title}")
        if number in self.taken:
            other, place_ = self.taken[number]
            raise AuthorError(
                f'two {what}s are called "{title}"'
                if (what, title) == other
                else f'the {what} "{title}" and the {other[0]} "{other[1]}" have the same id {number}',
                where=where,
                details=[f"and at {place_}"],
                hint="give one of them another title, or an id= of its own",
            )
        self.taken[number] = ((what, title), where)
        return number


def _expressions(made: Sequence[tuple[Panel, dict[str, Any]]]) -> Iterator[Expression]:
    for panel, model in made:
        targets = model.get("targets")
        for target in targets if isinstance(targets, list) else ():
            if not isinstance(target, dict):  # panel JSON is written as given
                continue
            source = target.get("datasource") or model.get("datasource") or {}
            # Of a data source that has only a name nobody knows the language.
            kind = source.get("type", "prometheus") if isinstance(source, dict) else None
            text = target.get("expr")
            if isinstance(text, str) and kind == "prometheus":
                yield Expression(text, f'panel "{panel.title}", query {target.get("refId")}', panel.source)


def _other_expressions(definition: Dashboard, model: dict[str, Any]) -> Iterator[Expression]:
    """Yield the PromQL of annotations and variables, which stands in no panel."""
    drawn = model["annotations"]["list"][1:]  # the first is Grafana's own
    for annotation, written in zip(definition.annotations, drawn, strict=True):
        yield Expression(written["expr"], f'annotation "{annotation.name}"', annotation.source)
    for variable in definition.variables:
        text = _SELECTOR.fullmatch(variable.query)
        if variable.kind == "query" and text is not None:
            yield Expression(text.group(1) or text.group(2), f'variable "{variable.name}"', variable.source)
