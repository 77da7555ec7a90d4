"""Carrying a plan out against a real server, where what fails is here: the receipt, or our own code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.app import push
from grafana_kit.app.carry_out import Ended, carry_out
from grafana_kit.app.target import Target, run
from grafana_kit.app.verdict import verdict
from grafana_kit.destinations import runs
from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.receipts import Header
from grafana_kit.errors import KitError, OutputError
from grafana_kit.model.change import Change, Plan
from grafana_kit.planning.order import needs
from tests.fakes.grafana import GrafanaServer
from tests.push.chaos import Board, World


@pytest.fixture
def world(grafana: GrafanaServer, tmp_path: Path) -> World:
    """A server and code with three dashboards in one folder."""
    made = World(grafana, tmp_path)
    made.code.boards |= {"jobs": Board("Jobs"), "queue": Board("Queue")}
    return made


def planned(world: World, target: Target) -> Plan:
    """Return the plan of a push."""
    return push.planned(world.code.bundle(world.environment), target)


def test_a_disk_that_fills_up_half_way_ends_the_run(world: World) -> None:
    """What was sent is in the receipt, and nothing is sent that it could not tell of."""
    with world.target() as target:
        header = Header("r1", "push", "dev", "shop", world.grafana.url, 1, "me", "now")
        receipt = target.store.open(header)

        def apply(change: Change, run: str) -> Applied:
            applied = target.destination.apply(change, run)
            if change.kind == "dashboard":
                full = os.open("/dev/full", os.O_WRONLY)
                os.dup2(full, receipt._handle)
                os.close(full)
            return applied

        with pytest.raises(OutputError, match="the receipt cannot be written"):
            carry_out(planned(world, target), apply, receipt, "r1", jobs=1)
        entries = runs.read(receipt.path).entries
    told = {one.key[1] for one in entries if one.status in ("started", "done")}
    there = world.grafana.contents()
    assert told == {*there["folders"], *there["dashboards"]}
    assert len(there["dashboards"]) == 1
    world.push()
    world.check_settled()


def test_a_mistake_of_our_own_is_one_failure_among_others(world: World) -> None:
    """The receipt tells it, the other changes go on, and it may have been carried out."""
    with world.target() as target:

        def apply(change: Change, run: str) -> Applied:
            applied = target.destination.apply(change, run)
            if change.uid == "jobs":
                raise ZeroDivisionError("oops")
            return applied

        finished = run("push", planned(world, target), target, apply=apply)
    assert finished.outcome.result == "partial"
    (failed,) = finished.outcome.of("failed")
    assert failed.error is not None
    assert failed.error.summary == "internal error: ZeroDivisionError: oops"
    assert isinstance(failed.error.__cause__, ZeroDivisionError)
    assert set(world.grafana.contents()["dashboards"]) == {"base", "jobs", "queue"}
    error = verdict(finished, "grafana-kit push --env dev")
    assert error is not None
    assert error.exit_code == 4
    world.runs.append((finished.run, {"dashboards": {}, "folders": {}, "rules": {}}, -1))
    world.roll_back(0)
    assert world.grafana.contents()["dashboards"] == {}


def test_a_run_in_which_nothing_but_our_mistake_happens_is_an_error(world: World) -> None:
    """Exit 1: it is no partial success, and no server's fault."""
    with world.target() as target:

        def apply(_change: Change, _run: str) -> Applied:
            raise KitError("no")

        finished = run("push", planned(world, target), target, apply=apply)
    error = verdict(finished, "grafana-kit push --env dev")
    assert error is not None
    assert (type(error), error.exit_code) == (KitError, 1)
    assert "1 change of 4 failed, 3 skipped, 0 carried out" in error.summary


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("create", "dashboard", "a", "A", {}, "Team", "team"), [("folder", "team")]),
        (Change("create", "dashboard", "a", "A", {}), []),
        (
            Change("create", "notification-route", "r", "R", {"receiver": "p", "mute_time_intervals": ["m"]}),
            [("contact-point", "p"), ("mute-timing", "m")],
        ),
        (
            Change(
                "create",
                "grafana-rules",
                "g",
                "G",
                {
                    "rules": [
                        {
                            "data": [{"datasourceUid": "p"}, {"datasourceUid": "__expr__"}],
                            "notification_settings": {"receiver": "r"},
                        }
                    ]
                },
            ),
            [("contact-point", "r"), ("datasource", "p"), ("datasource", "__expr__")],
        ),
        (Change("delete", "grafana-rules", "g", "G"), []),
    ],
)
def test_what_a_change_needs(change: Change, expected: list[Any]) -> None:
    """Its folder; of rules and routes also whom they notify and what they query."""
    assert list(needs(change)) == expected


def test_people_are_told_one_event_at_a_time(world: World) -> None:
    """A watcher sees every change begin and end, conflicts among them."""
    world.grafana.ui("save_dashboard", user="bob", dashboard={"uid": "jobs", "title": "By hand"})
    seen: list[tuple[str, str]] = []

    class Watcher:
        def started(self, change: Change) -> None:
            seen.append(("started", change.uid))

        def ended(self, ended: Ended) -> None:
            seen.append((ended.status, ended.change.uid))

    with world.target() as target:
        run("push", planned(world, target), target, watcher=Watcher())
    folder = next(iter(world.grafana.contents()["folders"]))
    assert seen[0] == ("conflict", "jobs")
    assert {one for one in seen if one[0] == "started"} == {
        ("started", uid) for uid in (folder, "base", "queue")
    }
    assert {one for one in seen if one[0] == "done"} == {("done", uid) for uid in (folder, "base", "queue")}
