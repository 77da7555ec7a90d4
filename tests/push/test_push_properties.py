"""Any sequence of edits in code and in the browser, pushes, prunes, rollbacks, crashes: nothing is ever lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grafana_kit.app import push
from tests.fakes.grafana import GrafanaServer
from tests.push.chaos import GROUP, LOST_GROUP, Board, Code, World, folder_uid, model
from tests.push.chaos import rule as alert_rule

BOARDS = st.sampled_from(["base", "jobs", "queue", "host"])
FOLDERS = st.sampled_from(["Team", "Other"])
RULES = st.sampled_from(["slow", "gone"])
LIMITS = st.integers(1, 3)
QUERIES = st.sampled_from(["up", "down", "left"])


class Machine(RuleBasedStateMachine):
    """A server, a working copy, people in the browser, and processes that die."""

    server: GrafanaServer

    def __init__(self) -> None:
        super().__init__()
        self.server.reset()
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(self.server, Path(self.folder.name))

    def teardown(self) -> None:
        self.folder.cleanup()

    # --- code ---------------------------------------------------------------------------------------

    @rule(uid=BOARDS, query=QUERIES, place=FOLDERS)
    def code_writes_a_dashboard(self, uid: str, query: str, place: str) -> None:
        self.world.code.boards[uid] = Board(uid.capitalize(), place, query)

    @rule(uid=BOARDS)
    def code_renames_a_dashboard(self, uid: str) -> None:
        if uid in self.world.code.boards:
            self.world.code.boards[uid].title += "!x"

    @rule(uid=BOARDS)
    def code_drops_a_dashboard(self, uid: str) -> None:
        if uid != "base":
            self.world.code.boards.pop(uid, None)

    @rule(name=RULES, limit=LIMITS)
    def code_writes_a_rule(self, name: str, limit: int) -> None:
        self.world.code.rules[name] = limit

    @rule(name=RULES)
    def code_drops_a_rule(self, name: str) -> None:
        self.world.code.rules.pop(name, None)

    # --- people -------------------------------------------------------------------------------------

    def there(self, uid: str) -> bool:
        return uid in self.server.contents()["dashboards"]

    @rule(uid=BOARDS)
    def somebody_edits_a_panel(self, uid: str) -> None:
        token = self.world.token()
        if self.there(uid):
            self.world.by_hand(
                "edit_panel",
                ("dashboard", uid),
                token=token,
                uid=uid,
                panel="First",
                changes={"description": token},
            )

    @rule(uid=BOARDS)
    def somebody_makes_a_dashboard_of_our_uid(self, uid: str) -> None:
        token = self.world.token()
        if not self.there(uid):
            self.world.by_hand(
                "save_dashboard",
                ("dashboard", uid),
                token=token,
                dashboard=model(uid, Board(f"{uid} {token}")),
            )

    @rule(uid=BOARDS)
    def somebody_deletes_a_dashboard(self, uid: str) -> None:
        if self.there(uid):
            self.world.by_hand("delete_dashboard", ("dashboard", uid), uid=uid)

    @rule(uid=BOARDS)
    def somebody_moves_a_dashboard(self, uid: str) -> None:
        if self.there(uid):
            self.world.by_hand("move_dashboard", ("dashboard", uid), uid=uid, folder="")

    @rule(number=st.integers(1, 3), place=FOLDERS, uid=BOARDS)
    def somebody_copies_a_dashboard(self, number: int, place: str, uid: str) -> None:
        """With our tag, perhaps into our folder."""
        foreign = f"copy-{number}"
        contents = self.server.contents()
        if foreign in self.world.foreign or uid not in contents["dashboards"]:
            return
        where = folder_uid(place) if folder_uid(place) in contents["folders"] else ""
        copy = {**contents["dashboards"][uid]["model"], "title": f"Copy {number} of somebody"}
        self.world.add_foreign(foreign, copy, where)

    @rule(name=RULES)
    def somebody_edits_a_rule(self, name: str) -> None:
        token = self.world.token()
        found = self.server.dump()["rules"].get(f"shop-{name}")
        if found is not None:
            annotations = {**found["body"].get("annotations", {}), "note": token}
            self.world.by_hand(
                "edit_rule",
                GROUP,
                LOST_GROUP,
                token=token,
                uid=f"shop-{name}",
                changes={"annotations": annotations},
                anyway=True,
            )

    @rule()
    def somebody_adds_a_rule_to_our_group(self) -> None:
        token = self.world.token()
        contents = self.server.contents()
        if any(one["group"] == "jobs" for one in contents["rules"].values()):
            added: dict[str, Any] = {**alert_rule("hand", 1), "uid": token, "title": token}
            self.world.by_hand(
                "add_rule",
                GROUP,
                LOST_GROUP,
                token=token,
                folder=folder_uid("Team"),
                group="jobs",
                rule=added,
                provenance="api",
            )

    @rule(name=RULES)
    def somebody_deletes_a_rule(self, name: str) -> None:
        if f"shop-{name}" in self.server.contents()["rules"]:
            self.world.by_hand("delete_rule", GROUP, LOST_GROUP, uid=f"shop-{name}")

    @rule(place=FOLDERS)
    def somebody_renames_our_folder(self, place: str) -> None:
        token = self.world.token()
        uid = folder_uid(place)
        if uid in self.server.contents()["folders"]:
            self.world.by_hand(
                "rename_folder", ("folder", uid), token=token, uid=uid, title=f"{place} {token}"
            )

    @rule(place=FOLDERS)
    def somebody_deletes_our_folder(self, place: str) -> None:
        if folder_uid(place) in self.server.contents()["folders"]:
            self.world.remove_folder(folder_uid(place))

    @rule(number=st.integers(0, 5), when=st.sampled_from(["before", "after"]))
    def the_network_loses_an_answer(self, number: int, when: str) -> None:
        """Of one of the next writes."""
        self.server.fault(method="POST|PUT|DELETE", skip=number, cut=when)

    # --- runs ---------------------------------------------------------------------------------------

    @rule(prune=st.booleans())
    def push(self, prune: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        self.world.push(prune=prune, prune_all=prune)
        self.world.check_settled(prune=prune, prune_all=prune)

    @rule()
    def push_with_force(self) -> None:
        plan, _ = self.world.push(force=True)
        assert not [one for one in plan.conflicts if one.seen is not None]
        self.world.check_settled(force=True)

    @rule(number=st.integers(0, 30), after=st.booleans(), prune=st.booleans(), undo=st.booleans())
    def push_and_die(self, number: int, after: bool, prune: bool, undo: bool) -> None:  # noqa: FBT001
        """And perhaps undo at once what was done until then."""
        begun = len(self.world.runs)
        self.world.push_and_die(number, after=after, prune=prune, prune_all=prune)
        if undo and len(self.world.runs) > begun:
            self.world.roll_back(begun)

    @rule(query=QUERIES, limit=LIMITS)
    def two_push_at_once(self, query: str, limit: int) -> None:
        """The other one is faster: what it wrote stays, and the next push is told of it."""
        self.world.at_once = True
        other = Code({uid: evolve(one) for uid, one in self.world.code.boards.items()})
        other.boards["base"].query = query
        other.rules = dict.fromkeys(self.world.code.rules, limit)
        with self.world.target() as target:
            mine = push.planned(self.world.code.bundle(self.world.environment), target)
            _, outcome = self.world.push(other)
            written = {one.change.key for one in outcome.of("done")} if outcome else set()
            theirs = self.server.contents()["dashboards"]
            stale = self.world.carry_out("push", mine, target)
        for one in stale.of("done") if stale else ():
            if one.change.kind == "dashboard":
                assert (
                    one.change.key not in written
                    or theirs[one.change.uid] == (self.server.contents()["dashboards"][one.change.uid])
                )
        self.world.check()
        self.world.push()

    @precondition(lambda self: self.world.runs)
    @rule(data=st.data(), force=st.booleans())
    def roll_back(self, data: st.DataObject, force: bool) -> None:  # noqa: FBT001
        last = len(self.world.runs) - 1
        index = data.draw(st.integers(max(0, last - 3), last))
        self.world.roll_back(index, force=force)

    @invariant()
    def nothing_is_lost(self) -> None:
        self.world.check()


@pytest.mark.parametrize("profile", ["10.2", "13"])
def test_nothing_made_by_hand_is_ever_lost(profile: str) -> None:
    """Edits survive or are in a copy, a push after a push is silent, a rollback is exact, crashes heal."""
    with GrafanaServer(profile) as server:
        machine = type("Machine", (Machine,), {"server": server})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=int(os.environ.get("CHAOS_EXAMPLES", "40")),
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
