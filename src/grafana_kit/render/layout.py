"""Where panels stand on Grafana's grid of 24 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import GRID_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.dashboard import Panel


@frozen
class Box:
    """A place on the grid, in columns and grid rows."""

    x: int
    y: int
    w: int
    h: int

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share a cell."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )

    def json(self) -> dict[str, int]:
        """Return the place as dashboard JSON holds it."""
        return {"h": self.h, "w": self.w, "x": self.x, "y": self.y}


def place(panels: Sequence[Panel], top: int) -> list[Box]:
    """Place panels left to right, line by line, below ``top``; explicit places win.

    A line is as high as its highest panel, so the next one never overlaps it. A panel that would hit
    an explicitly placed one moves on to the next free place.

    Raises:
        AuthorError: two explicit places overlap.
    """
    fixed: list[tuple[Box, Panel]] = []
    for panel in panels:
        if panel.x is not None and panel.y is not None:
            box = Box(panel.x, top + panel.y, panel.width, panel.height)
            _check_free(box, panel, fixed)
            fixed.append((box, panel))
    taken = [box for box, _ in fixed]
    explicit = iter(taken)
    boxes: list[Box] = []
    x, y, line = 0, top, 0
    ends: list[int] = []  # of the boxes that were in the way on this line
    for panel in panels:
        if panel.x is not None:
            boxes.append(next(explicit))
            continue
        while True:
            if x + panel.width > GRID_WIDTH:
                # A line on which nothing found room goes on where the first box in the way ends.
                x, y, line, ends = 0, y + line if line else min(ends), 0, []
            box = Box(x, y, panel.width, panel.height)
            hit = next((other for other in taken if other.overlaps(box)), None)
            if hit is None:
                break
            x = hit.x + hit.w
            ends.append(hit.y + hit.h)
        boxes.append(box)
        x, line = x + panel.width, max(line, panel.height)
    return boxes


def _check_free(box: Box, panel: Panel, fixed: Sequence[tuple[Box, Panel]]) -> None:
    for other, owner in fixed:
        if other.overlaps(box):
            raise AuthorError(
                f'"{panel.title}" and "{owner.title}" are placed upon each other',
                where=panel.source,
                details=[f"and at {owner.source}"],
                hint="move one, or leave x and y out",
            )


def bottom(boxes: Sequence[Box], top: int) -> int:
    """Return the grid row below the lowest of the boxes."""
    return max((box.y + box.h for box in boxes), default=top)
