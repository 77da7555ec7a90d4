"""Where panels stand on the grid."""

from __future__ import annotations

from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.errors import AuthorError
from grafana_kit.model.dashboard import GRID_WIDTH, Panel
from grafana_kit.model.source import Source
from grafana_kit.render.layout import Box, bottom, place

FLOWING = st.builds(
    Panel,
    kind=st.just("stat"),
    title=st.just("p"),
    width=st.integers(1, GRID_WIDTH),
    height=st.integers(1, 12),
)


@st.composite
def placed(draw: st.DrawFn) -> Panel:
    """Return a panel with a place of its own, within the grid."""
    panel = draw(FLOWING)
    return evolve(panel, x=draw(st.integers(0, GRID_WIDTH - panel.width)), y=draw(st.integers(0, 30)))


def panel(width: int, height: int, x: int | None = None, y: int | None = None, title: str = "p") -> Panel:
    """Return a panel of this size."""
    source = Source(f"{title}.py", 3)
    return Panel(kind="stat", title=title, width=width, height=height, x=x, y=y, source=source)


def free(boxes: list[Box]) -> bool:
    """Return whether no two boxes share a cell."""
    return not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@given(st.lists(FLOWING, max_size=30), st.integers(0, 100))
def test_panels_flow_without_overlapping_in_reading_order(panels: list[Panel], top: int) -> None:
    """Every panel keeps its size, stays on the grid, below the top, and right of or below the one before."""
    boxes = place(panels, top)
    assert [(box.w, box.h) for box in boxes] == [(one.width, one.height) for one in panels]
    assert all(box.x >= 0 and box.x + box.w <= GRID_WIDTH and box.y >= top for box in boxes)
    assert free(boxes)
    assert [(box.y, box.x) for box in boxes] == sorted((box.y, box.x) for box in boxes)


@given(st.lists(FLOWING | placed(), max_size=20), st.integers(0, 10))
def test_explicit_places_win_and_the_others_flow_around_them(panels: list[Panel], top: int) -> None:
    """Either the explicit places are refused for overlapping each other, or nothing overlaps."""
    fixed = [
        Box(one.x, top + one.y, one.width, one.height)
        for one in panels
        if one.x is not None and one.y is not None
    ]
    if not free(fixed):
        with pytest.raises(AuthorError):
            place(panels, top)
        return
    boxes = place(panels, top)
    assert free(boxes)
    assert [box for box, one in zip(boxes, panels, strict=True) if one.x is not None] == fixed
    flowing = [(box.y, box.x) for box, one in zip(boxes, panels, strict=True) if one.x is None]
    assert flowing == sorted(flowing)


@given(st.lists(FLOWING | placed(), max_size=10), st.integers(0, 10))
def test_a_row_ends_below_its_lowest_panel(panels: list[Panel], top: int) -> None:
    """The next row begins where nothing stands any more."""
    try:
        boxes = place(panels, top)
    except AuthorError:
        return
    assert all(box.y + box.h <= bottom(boxes, top) for box in boxes)
    assert bottom(boxes, top) == top or any(box.y + box.h == bottom(boxes, top) for box in boxes)


def test_a_line_is_as_high_as_its_highest_panel() -> None:
    """A low panel beside a high one leaves its space free: lines do not interlock."""
    assert place([panel(12, 4), panel(12, 9), panel(6, 2)], 1) == [
        Box(0, 1, 12, 4),
        Box(12, 1, 12, 9),
        Box(0, 10, 6, 2),
    ]


def test_a_panel_moves_on_past_a_fixed_one() -> None:
    """It takes the first free place right of it, or else the next line."""
    boxes = place([panel(8, 4), panel(8, 8, 8, 0), panel(8, 4), panel(12, 4)], 0)
    assert boxes == [Box(0, 0, 8, 4), Box(8, 0, 8, 8), Box(16, 0, 8, 4), Box(0, 8, 12, 4)]


def test_a_fixed_panel_may_be_as_high_as_anybody_wants() -> None:
    """The flow goes on below it at once, however far that is."""
    assert place([panel(24, 2**31, 0, 0), panel(24, 1)], 0)[1] == Box(0, 2**31, 24, 1)


def test_two_fixed_panels_on_one_place_are_refused_with_both_places() -> None:
    """Nobody could read the lower one."""
    with pytest.raises(AuthorError, match='"b" and "a" are placed upon each other') as error:
        place([panel(8, 4, 0, 0, "a"), panel(8, 4, 7, 3, "b")], 0)
    assert error.value.where == "b.py:3"
    assert error.value.details == ("and at a.py:3",)


def test_boxes_that_touch_do_not_overlap() -> None:
    """A box ends before the cell that its size reaches."""
    one = Box(0, 0, 2, 2)
    assert not one.overlaps(Box(2, 0, 2, 2))
    assert not one.overlaps(Box(0, 2, 2, 2))
    assert one.overlaps(Box(1, 1, 1, 1))
