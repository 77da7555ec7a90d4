"""Every query of every dashboard, asked of a real Prometheus that scrapes real exporters."""

from __future__ import annotations

import math
import re
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pytest

from alerts.recorded import FAILED_SHARE, QUEUED, SLOW_SHARE
from tests.meme_maker.boards import Board, PanelQuery, queries, substitute
from tests.meme_maker.live.stack import HASHES, live_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.meme_maker.live.stack import Answer, Prometheus, Stack

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("live")]

PATIENCE_SECONDS: Final = 45
STEP_SECONDS: Final = 0.5
TIME_VARIABLES: Final = {"__rate_interval": "10s", "__range": "30s", "__interval": "1s"}

MAY_BE_EMPTY: Final = {
    ("meme-maker-host", "Waiting for"): "a kernel without pressure stall information exposes no such metric",
}
"""Dashboard and panel → why it may rightly have no data here; every other query must have some."""

OR_ZERO: Final = " or vector(0)"
ZERO_WHILE_WELL: Final = {
    ("meme-maker-overview", "Firing alerts"): "no alert fires",
    ("meme-maker-monitoring", "Targets down"): "every target is up",
}
"""Dashboard and panel → why its 0 stands for "none" here; behind every other 0 there must be a series."""

ALL_ONE: Final = {
    "meme-maker-overview": ("Targets", "Redis"),
    "meme-maker-redis": ("Redis answers",),
    "meme-maker-monitoring": ("Configuration", "Watchdog", "Targets"),
}
ABOVE_ZERO: Final = {
    "meme-maker-errors": (
        "Jobs that fail",
        "Failed jobs in the time shown",
        "5xx by handler",
        "4xx by handler",
    ),
    "meme-maker-containers": ("Restarts", "Memory of the limit"),
    "meme-maker-redis": ("Reads that hit", "Commands"),
}


def eventually(happens: Callable[[], bool]) -> bool:
    """Say whether something comes true while there is patience."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(STEP_SECONDS)
    return happens()


def has_data(answer: Answer) -> bool:
    """Return whether a panel would show something: a NaN is drawn as nothing."""
    return any(not math.isnan(value) for value in answer.values())


def variable_values(board: Board, prometheus: Prometheus) -> dict[str, str]:
    """Return what each variable of a dashboard stands for at first sight."""
    chosen = dict(TIME_VARIABLES)
    for variable in board.variables():
        found = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"])
        assert found, f"{board.uid}: {variable['query']} is not understood here"
        values = prometheus.label_values(found[2], found[1])
        chosen[variable["name"]] = variable["allValue"] if variable["includeAll"] else next(iter(values), "")
    return chosen


def by_expression(boards: list[Board], prometheus: Prometheus) -> Mapping[str, list[PanelQuery]]:
    """Return the queries of all panels, as Grafana would send them; most are alike in all environments."""
    found: dict[str, list[PanelQuery]] = defaultdict(list)
    for board in boards:
        values = variable_values(board, prometheus)
        for query in queries([board]):
            found[substitute(query.expression, values)].append(query)
    return found


def without_choice(boards: list[Board], prometheus: Prometheus) -> list[str]:
    """Return the variables that have no values."""
    chosen = {board.uid: variable_values(board, prometheus) for board in boards}
    return [
        f"{uid}: ${name}" for uid, values in chosen.items() for name, value in values.items() if not value
    ]


def test_every_variable_has_values(stack: Stack, boards: list[Board]) -> None:
    """Whoever opens a dashboard finds something to choose: no variable is empty."""
    assert any(board.variables() for board in boards)
    assert eventually(lambda: not without_choice(boards, stack.prometheus)), without_choice(
        boards, stack.prometheus
    )


def test_every_panel_has_data(stack: Stack, boards: list[Board]) -> None:
    """No query of any panel in any environment fails, is remarked upon, or shows nothing, but for good reason."""
    assert eventually(lambda: not without_choice(boards, stack.prometheus))
    asked = by_expression(boards, stack.prometheus)
    waiting = _expected(asked, MAY_BE_EMPTY)
    eventually(lambda: not _still_empty(waiting, stack.prometheus))
    assert not [str(panel) for expression in waiting for panel in asked[expression]]
    answers = {expression: stack.prometheus.query(expression) for expression in asked}
    complaints = {expression: one.remarks for expression, one in answers.items() if one.remarks}
    assert not complaints, complaints


def test_a_zero_stands_for_a_series(stack: Stack, boards: list[Board]) -> None:
    """A wrong label would make of "x or 0" a lasting, reassuring 0: without the "or 0" there is data too."""
    asked = by_expression(boards, stack.prometheus)
    behind = {one.replace(OR_ZERO, ""): panels for one, panels in asked.items() if OR_ZERO in one}
    waiting = _expected(behind, ZERO_WHILE_WELL)
    assert waiting
    eventually(lambda: not _still_empty(waiting, stack.prometheus))
    assert not [str(panel) for expression in waiting for panel in behind[expression]]


@pytest.mark.parametrize(
    ("panels", "true"),
    [(ALL_ONE, lambda value: value == 1), (ABOVE_ZERO, lambda value: value > 0)],
    ids=["one", "above 0"],
)
def test_panels_tell_the_truth(
    stack: Stack,
    boards: list[Board],
    panels: Mapping[str, tuple[str, ...]],
    true: Callable[[float], bool],
) -> None:
    """What is up reads 1, and what happens in the live stack is above 0 for some series at least."""
    needs = all if panels is ALL_ONE else any
    asked = by_expression(boards, stack.prometheus)
    told = {one for one, found in asked.items() if any(_named(panel, panels) for panel in found)}
    assert len(told) >= sum(map(len, panels.values()))

    def untrue() -> list[str]:
        answers = {one: stack.prometheus.query(one).values() for one in told}
        return [
            f"{one}: {values}"
            for one, values in answers.items()
            if not values or not needs(map(true, values))
        ]

    assert eventually(lambda: not untrue()), untrue()


def _named(query: PanelQuery, panels: Mapping[str, tuple[str, ...]]) -> bool:
    return query.panel in panels.get(query.board.uid, ())


def _expected(asked: Mapping[str, list[PanelQuery]], exceptions: Mapping[tuple[str, str], str]) -> set[str]:
    """Return the expressions that some panel needs which is no exception."""
    return {
        expression
        for expression, panels in asked.items()
        if any((one.board.uid, one.panel) not in exceptions for one in panels)
    }


def _still_empty(waiting: set[str], prometheus: Prometheus) -> set[str]:
    """Take out of ``waiting`` what has data by now, and return what is left."""
    waiting.difference_update({one for one in waiting if has_data(prometheus.query(one))})
    return waiting


def test_panels_that_may_be_empty_exist(boards: list[Board]) -> None:
    """The lists of this file name only panels that there are."""
    titles = {(query.board.uid, query.panel) for query in queries(boards)}
    named = {
        (uid, panel) for told in (ALL_ONE, ABOVE_ZERO) for uid, panels in told.items() for panel in panels
    }
    assert not (MAY_BE_EMPTY.keys() | ZERO_WHILE_WELL.keys() | named) - titles


def test_events_can_be_asked_for(stack: Stack, boards: list[Board]) -> None:
    """The expressions behind firing alerts and deployments are evaluated without a remark."""
    expressions = {substitute(one, TIME_VARIABLES) for board in boards for one in board.annotations()}
    assert expressions
    assert not {one: answer for one in expressions if (answer := stack.prometheus.query(one)).remarks}


def test_every_rule_evaluates(stack: Stack) -> None:
    """Prometheus can evaluate every rule on real series: no many-to-one match, no duplicate sample."""

    def ailing() -> list[str]:
        rules = stack.prometheus.rules()
        return [
            f"{one['name']}: {one['health']} {one.get('lastError', '')}"
            for one in rules
            if one["health"] != "ok"
        ]

    assert stack.prometheus.rules()
    assert eventually(lambda: not ailing()), ailing()


def test_the_queue_is_what_the_application_wrote(stack: Stack) -> None:
    """The depth counts job hashes by their status; the RQ list, which grows for ever, is not in it."""
    expression = str(QUEUED)
    assert eventually(lambda: stack.prometheus.query(expression).values() == [HASHES["queued"]]), (
        stack.prometheus.query(expression)
    )


@pytest.mark.parametrize("share", [FAILED_SHARE, SLOW_SHARE], ids=["failed", "slow"])
def test_shares_are_true(stack: Stack, share: object) -> None:
    """One job in ten fails and one in ten is slow, and the recorded shares say so (the plan's said 100 %)."""
    expression = str(share)
    assert eventually(
        lambda: stack.prometheus.query(expression).values() == [pytest.approx(0.1, abs=0.02)]
    ), stack.prometheus.query(expression)


def test_a_stopped_redis_is_seen(tmp_path: Path) -> None:
    """When Redis is gone, redis_up says so at once, while its exporter's own up stays 1."""
    with live_stack(tmp_path) as stack:
        ask = stack.prometheus.query
        assert eventually(lambda: ask("redis_up").values() == [1])
        stack.redis("SHUTDOWN NOSAVE")
        assert eventually(lambda: ask("redis_up").values() == [0])
        assert ask('up{job="redis"}').values() == [1]
