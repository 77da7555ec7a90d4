"""Where panels stand: legacy rows to the grid, and row panels that hold what they should."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from attrs import define, field

from grafana_kit.render.modernise.values import Json, mapping, number, objects, text

_COLUMNS = 24
_OLD_COLUMNS = 12
_OLD_SPAN = 4
_OLD_HEIGHT = 250
_LEAST_HEIGHT = 90
_GRID_ROW = 38  # 30 pixels and a margin of 8
_SIZE = {"w": 12, "h": 8}


@define
class _Shelf:
    """One legacy row's area: panels go left to right, and under shorter neighbours where they fit.

    The way is Grafana's own (schema version 16), so that a dashboard looks as Grafana would show it.
    """

    height: int
    y: int
    _filled: list[int] = field(factory=lambda: [0] * _COLUMNS)

    def place(self, width: int, height: int) -> Json:
        x = self._column(width)
        if x is None:
            self.y += self.height
            self._filled = [0] * _COLUMNS
            x = 0
        top = max(self._filled[x:])
        for column in range(x, min(x + width, _COLUMNS)):
            self._filled[column] = max(self._filled[column], top + height)
        return {"x": x, "y": self.y + top, "w": width, "h": height}

    def _column(self, width: int) -> int | None:
        """Return the leftmost column of the free steps at the right, if a panel of this width fits there."""
        start = None
        for column in range(_COLUMNS - 1, -1, -1):
            fits = self._filled[column] < self.height
            if not fits or (start is not None and self._filled[column] > self._filled[column + 1]):
                break
            start = column
        return start if start is not None and _COLUMNS - start >= width else None


def panels_of(dashboard: Json) -> list[Json]:
    """Return a dashboard's panels, those of legacy ``rows`` below the others, every one with its place."""
    panels = list(objects(dashboard.get("panels")))
    place_missing(panels)
    bottom = max((_bottom(panel) for panel in panels), default=0)
    rows = [row for row in objects(dashboard.get("rows")) if not row.get("repeatIteration")]
    titled = any(row.get("collapse") or row.get("showTitle") or row.get("repeat") for row in rows)
    for row in rows:
        found, bottom = _from_row(row, bottom, titled=titled)
        panels += found
    return settle_rows(panels)


def _from_row(row: Json, y: int, *, titled: bool) -> tuple[list[Json], int]:
    height = _grid_height(row.get("height"), _OLD_HEIGHT)
    shelf = _Shelf(height, y + titled)
    panels = [_from_span(panel, shelf) for panel in objects(row.get("panels"))]
    if not titled:
        return panels, shelf.y + height
    head = {
        "type": "row",
        "title": text(row.get("title")),
        "collapsed": bool(row.get("collapse")),
        "gridPos": {"x": 0, "y": y, "w": _COLUMNS, "h": 1},
        "panels": panels if row.get("collapse") else [],
        **({"repeat": row["repeat"]} if row.get("repeat") else {}),
    }
    return ([head], y + 1) if row.get("collapse") else ([head, *panels], shelf.y + height)


def _from_span(panel: Json, shelf: _Shelf) -> Json:
    span = math.floor(number(panel.get("span")) or _OLD_SPAN)
    width = min(max(span, 1), _OLD_COLUMNS) * _COLUMNS // _OLD_COLUMNS
    if narrowest := number(panel.get("minSpan")):  # rows counted 12 columns
        panel["minSpan"] = narrowest * _COLUMNS / _OLD_COLUMNS
    panel["gridPos"] = shelf.place(width, _grid_height(panel.get("height"), shelf.height * _GRID_ROW))
    return panel


def _grid_height(value: Any, otherwise: int) -> int:
    pixels = number(re.sub(r"[^0-9.].*", "", value) if isinstance(value, str) else value)
    return math.ceil(max(pixels or otherwise, _LEAST_HEIGHT) / _GRID_ROW)


def _place(panel: Json) -> Json:
    return mapping(panel.get("gridPos"))


def _bottom(panel: Json) -> int:
    place = _place(panel)
    return int((number(place.get("y")) or 0) + (number(place.get("h")) or 1))


def place_missing(panels: list[Json], start: int = 0) -> None:
    """Give every panel without a place one, left to right below those that have theirs."""
    x, y = 0, max((_bottom(panel) for panel in panels if _is_placed(panel)), default=start)
    line = 0
    for panel in panels:
        if _is_placed(panel):
            _whole(panel)
            continue
        row = panel.get("type") == "row"
        width, height = (_COLUMNS, 1) if row else (_SIZE["w"], _SIZE["h"])
        if x + width > _COLUMNS:
            x, y, line = 0, y + line, 0
        panel["gridPos"] = {"x": x, "y": y, "w": width, "h": height}
        x, line = x + width, max(line, height)


def _is_placed(panel: Json) -> bool:
    place = _place(panel)
    return all(number(place.get(side)) is not None for side in "xywh")


def _whole(panel: Json) -> None:
    """Write a place as whole numbers, inside the grid."""
    place = _place(panel)
    least = {"x": 0, "y": 0, "w": 1, "h": 1}
    whole = {side: max(math.floor(number(place[side]) or 0), least[side]) for side in least}
    whole["w"] = min(whole["w"], _COLUMNS)
    whole["x"] = min(whole["x"], _COLUMNS - 1)
    panel["gridPos"] = whole


def settle_rows(panels: list[Json]) -> list[Json]:
    """Return the panels with every row's own: a collapsed row holds them, an open one has them behind it.

    A collapsed row that holds none takes the panels up to the next row: Grafana would show them open.
    """
    settled: list[Json] = []
    taking: Json | None = None
    free = 0  # the first grid row below the panels that an open row brought along
    shift = 0
    for panel in sorted(panels, key=_order):
        shift = max(shift, free - panel["gridPos"]["y"])
        panel["gridPos"]["y"] += shift
        free = 0
        if panel.get("type") != "row":
            (taking["panels"] if taking is not None else settled).append(panel)
            continue
        own = list(_inside(panel))
        collapsed = panel["collapsed"] = bool(panel.get("collapsed"))
        panel["panels"] = own if collapsed else []
        place_missing(own, _bottom(panel))
        settled += [panel] if collapsed else [panel, *own]
        free = 0 if collapsed else _move_below(own, panel)
        taking = panel if collapsed and not own else None
    return sorted(settled, key=_order)


def _inside(row: Json) -> Iterator[Json]:
    """Yield a row's own panels, those of rows inside it too: Grafana has no rows in rows."""
    for panel in objects(row.get("panels")):
        if panel.get("type") == "row":
            yield from _inside(panel)
        else:
            yield panel


def _move_below(panels: list[Json], row: Json) -> int:
    """Move an open row's own panels to right below it, as Grafana does, and return where they end."""
    if not panels:
        return 0
    distance = _bottom(row) - min(panel["gridPos"]["y"] for panel in panels)
    for panel in panels:
        panel["gridPos"]["y"] += distance
    return max(_bottom(panel) for panel in panels)


def _order(panel: Json) -> tuple[int, int]:
    return panel["gridPos"]["y"], panel["gridPos"]["x"]


def every_panel(panels: list[Json]) -> list[Json]:
    """Return rows and panels one after the other, those inside collapsed rows too."""
    return [
        each
        for panel in panels
        for each in (panel, *(objects(panel.get("panels")) if panel.get("type") == "row" else ()))
    ]
