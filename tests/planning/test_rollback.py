"""Rollback: back to what was there before a run, and never over what somebody did since."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from attrs import define, evolve, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from grafana_kit.model.change import Change, Plan, Seen
from grafana_kit.planning.normalise import digest
from grafana_kit.planning.rollback import Written, rollback
from tests.planning.samples import (
    Json,
    a_folder,
    board,
    edited,
    group,
    marked,
    resource,
    rule,
    state,
    there,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.change import Key
    from grafana_kit.model.resource import Resource

BOARD = board()
NEW = {**BOARD.body, "description": "pushed"}
SHOP = a_folder("Shop")


def wrote(one: Resource, before: Seen | None, wanted: Json | None, **changes: Any) -> Written:
    """Return what a receipt tells of one write."""
    place = there(one).folder_uid if wanted is not None else ""
    after = None if wanted is None else digest(one.kind, wanted)
    known = Written((one.kind, one.uid), one.title, one.folder, before, after, wanted, folder_uid=place)
    return evolve(known, **changes)


def only(found: Plan) -> Change:
    """Return the single change of a plan."""
    assert len(found.changes) == 1
    return found.changes[0]


def undo(written: Sequence[Written], *now: Seen, force: bool = False) -> Plan:
    """Return the plan back."""
    return rollback("prod", written, state(*now), force=force)


# --- one resource -----------------------------------------------------------------------------------


def test_what_was_changed_is_restored_as_it_was() -> None:
    """The body of before, exactly, under the version that is there now."""
    before = there(BOARD)
    now = there(BOARD, NEW, version=5)
    change = only(undo([wrote(BOARD, before, NEW)], now))
    assert (change.action, change.origin, change.exact, change.forced) == ("update", "code", True, False)
    assert (change.wanted, change.seen, change.folder_uid) == (before.body, now, SHOP.uid)
    assert (change.folder, change.title) == ("Shop", "Jobs")
    assert [one.where for one in change.differences] == [("description",)]


def test_what_was_created_is_deleted() -> None:
    """If it is still as the run left it."""
    now = there(BOARD, NEW)
    change = only(undo([wrote(BOARD, None, NEW)], now))
    assert (change.action, change.wanted, change.seen) == ("delete", None, now)
    assert (change.folder_uid, change.folder) == (SHOP.uid, "Shop")


def test_what_was_deleted_is_created_again() -> None:
    """As it was, where it was."""
    before = there(BOARD)
    change = only(undo([wrote(BOARD, before, None)]))
    assert (change.action, change.wanted, change.seen) == ("create", before.body, None)
    assert (change.folder_uid, change.exact) == (SHOP.uid, True)


def test_what_was_moved_is_moved_back() -> None:
    """The folder is told by its uid: of the place before the receipt knows no title."""
    before = there(BOARD, folder_uid="else")
    change = only(undo([wrote(BOARD, before, BOARD.body)], there(BOARD)))
    assert (change.action, change.folder_uid, change.folder) == ("move", "else", "")
    assert [(one.where, one.old, one.new) for one in change.differences] == [(("folder",), SHOP.uid, "else")]


def test_what_is_as_before_is_unchanged() -> None:
    """Somebody has undone it already, whatever else happened to it."""
    for now in (there(BOARD), edited(BOARD), there(BOARD, provisioned=True)):
        assert only(undo([wrote(BOARD, there(BOARD), NEW)], now)).action == "unchanged"
    assert only(undo([wrote(BOARD, None, NEW)])).action == "unchanged"


def test_nothing_written_is_nothing_to_undo() -> None:
    """A run that wrote nothing has an empty plan."""
    assert undo([], there(BOARD)).changes == ()


# --- later edits ------------------------------------------------------------------------------------


def test_what_somebody_edited_since_is_a_conflict() -> None:
    """Who, when and what is told, against what the run wrote."""
    now = there(BOARD, {**NEW, "panels": []}, changed_by="alice", changed_at="now")
    for before in (there(BOARD), None):
        change = only(undo([wrote(BOARD, before, NEW)], now))
        assert change.action == "conflict"
        assert change.conflict is not None
        assert (change.conflict.who, change.conflict.when) == ("alice", "now")
        assert [(one.where, one.how) for one in change.conflict.differences] == [
            (('panel "p95"',), "removed")
        ]
        assert "--force" in change.conflict.hint


def test_force_undoes_it_all_the_same() -> None:
    """With a copy of what is there."""
    now = there(BOARD, {**NEW, "panels": []})
    change = only(undo([wrote(BOARD, there(BOARD), NEW)], now, force=True))
    assert (change.action, change.forced, change.conflict) == ("update", True, None)
    change = only(undo([wrote(BOARD, None, NEW)], now, force=True))
    assert (change.action, change.forced) == ("delete", True)


def test_what_somebody_deleted_since_is_a_conflict() -> None:
    """It is not made again without --force, for which no copy is needed."""
    written = [wrote(BOARD, there(BOARD), NEW)]
    change = only(undo(written))
    assert change.action == "conflict"
    assert change.conflict is not None
    assert "deleted" in change.conflict.reason
    change = only(undo(written, force=True))
    assert (change.action, change.forced) == ("create", False)


def test_what_somebody_made_again_since_is_a_conflict() -> None:
    """After a deletion there should be nothing."""
    written = [wrote(BOARD, there(BOARD), None)]
    change = only(undo(written, there(BOARD, NEW)))
    assert change.conflict is not None
    assert change.conflict.differences == ()


def test_what_somebody_moved_since_is_a_conflict() -> None:
    """Where a dashboard is counts as what it says."""
    change = only(undo([wrote(BOARD, there(BOARD), NEW)], there(BOARD, NEW, folder_uid="else")))
    assert change.action == "conflict"


def test_what_the_server_provisions_now_is_a_conflict_for_good() -> None:
    """It takes no other writer, by force neither."""
    now = there(BOARD, NEW, provisioned=True)
    for before in (there(BOARD), None):
        change = only(undo([wrote(BOARD, before, NEW)], now, force=True))
        assert change.conflict is not None
        assert not change.conflict.forcible


def test_what_the_server_adds_is_no_edit() -> None:
    """A new version number or our mark is not somebody's work."""
    now = there(BOARD, {**NEW, "id": 3, "version": 9, "tags": ["grafana-kit:shop"]})
    assert only(undo([wrote(BOARD, there(BOARD), NEW)], now)).action == "update"


def test_the_folder_of_kinds_that_are_not_in_one_does_not_count() -> None:
    """A rule group's folder is a part of its uid, and a data source has none."""
    jobs = group("jobs", rule())
    sent = {**jobs.body, "interval": "2m"}
    written = [wrote(jobs, there(jobs), sent, folder_uid="")]
    assert only(undo(written, there(jobs, sent))).action == "update"


# --- runs that were stopped -------------------------------------------------------------------------


def stopped(before: Seen | None, wanted: Json | None, one: Resource = BOARD, **changes: Any) -> list[Written]:
    """Return a write whose answer nobody heard."""
    return [wrote(one, before, wanted, certain=False, **({"after": None} | changes))]


@pytest.mark.parametrize(
    ("before", "wanted", "now", "action"),
    [
        pytest.param(BOARD.body, NEW, BOARD.body, "unchanged", id="update did not happen"),
        pytest.param(BOARD.body, NEW, NEW, "update", id="update happened"),
        pytest.param(BOARD.body, NEW, {"title": "x"}, "conflict", id="update, and an edit"),
        pytest.param(BOARD.body, NEW, None, "conflict", id="update, and a deletion"),
        pytest.param(None, NEW, None, "unchanged", id="creation did not happen"),
        pytest.param(None, NEW, NEW, "delete", id="creation happened"),
        pytest.param(None, NEW, {"title": "x"}, "conflict", id="creation, and an edit"),
        pytest.param(BOARD.body, None, None, "create", id="deletion happened"),
        pytest.param(BOARD.body, None, BOARD.body, "unchanged", id="deletion did not happen"),
        pytest.param(BOARD.body, None, NEW, "conflict", id="deletion, and an edit"),
    ],
)
def test_an_answer_that_was_never_heard(before: Any, wanted: Any, now: Any, action: str) -> None:
    """It happened or it did not; anything else is somebody's edit."""
    held = [] if now is None else [there(BOARD, now)]
    seen = None if before is None else there(BOARD, before)
    assert only(undo(stopped(seen, wanted), *held)).action == action


def test_a_move_that_was_never_heard_of() -> None:
    """The place counts too."""
    before = there(BOARD, folder_uid="old")
    for place, action in ((SHOP.uid, "move"), ("old", "unchanged"), ("else", "conflict")):
        assert only(undo(stopped(before, BOARD.body), there(BOARD, folder_uid=place))).action == action


ONE, TWO, THREE = rule("r1"), rule("r2"), rule("r3")
CHANGED = rule("r1", expr="up == 2")
JOBS = group("jobs", ONE, TWO)


def rules(*several: Json) -> Json:
    """Return the group with other rules."""
    return {**JOBS.body, "rules": list(several)}


@pytest.mark.parametrize(
    ("before", "wanted", "now", "action"),
    [
        pytest.param(
            [ONE, TWO], [CHANGED, TWO, THREE], [ONE, TWO, THREE], "update", id="a new rule, made alone"
        ),
        pytest.param([ONE, TWO], [CHANGED, TWO, THREE], [CHANGED, TWO, THREE], "update", id="all"),
        pytest.param([ONE, TWO], [CHANGED, TWO, THREE], [ONE, TWO], "unchanged", id="nothing"),
        pytest.param([ONE, TWO], [CHANGED, TWO], [rule("r1", expr="x"), TWO], "conflict", id="an edit"),
        pytest.param([ONE, TWO], [CHANGED, TWO], [CHANGED, TWO, THREE], "conflict", id="a rule by hand"),
        pytest.param([ONE, TWO], [CHANGED, TWO], [CHANGED], "conflict", id="a rule deleted by hand"),
        pytest.param([ONE, TWO], [ONE], [ONE], "update", id="a rule less"),
        pytest.param([ONE, TWO], None, [ONE], "update", id="half deleted"),
        pytest.param([ONE, TWO], None, [CHANGED], "conflict", id="half deleted, and edited"),
        pytest.param(None, [ONE, TWO], [TWO], "delete", id="half created"),
        pytest.param(None, [ONE, TWO], [TWO, THREE], "conflict", id="half created, and one by hand"),
    ],
)
def test_a_group_that_was_half_written(before: Any, wanted: Any, now: Any, action: str) -> None:
    """Each rule is as before or as sent, and none is missing that was to stay: then it is what the run left."""
    seen = None if before is None else there(JOBS, rules(*before))
    sent = None if wanted is None else rules(*wanted)
    assert only(undo(stopped(seen, sent, JOBS), there(JOBS, rules(*now)))).action == action


def test_marks_do_not_tell_halves_of_a_group_apart() -> None:
    """The rules that were sent carry a mark that the wanted ones lack."""
    written = stopped(there(JOBS, rules(ONE, TWO)), rules(CHANGED, TWO), JOBS)
    assert (
        only(undo(written, there(JOBS, rules(marked(CHANGED, "r2"), marked(TWO, "r1"))))).action == "update"
    )


# --- several runs, and the order --------------------------------------------------------------------


def test_several_runs_are_undone_at_once() -> None:
    """From what the last one left to what was there before the first."""
    first, second = there(BOARD), there(BOARD, NEW)
    third = {**BOARD.body, "description": "pushed again"}
    written = [wrote(BOARD, first, NEW), wrote(BOARD, second, third)]
    change = only(undo(written, there(BOARD, third)))
    assert (change.action, change.wanted) == ("update", first.body)
    assert only(undo(written, there(BOARD, NEW))).action == "conflict"
    deleted = [wrote(BOARD, None, NEW), wrote(BOARD, second, None)]
    assert only(undo(deleted)).action == "unchanged"


def test_children_are_deleted_before_their_parents_and_made_after_them() -> None:
    """Whatever their uids: a folder is emptied before it goes."""
    outer, inner = a_folder("Z"), a_folder("Z/A")
    inside = board("x", in_folder="Z/A")
    every = [outer, inner, inside, group("g", rule(), in_folder="Z")]
    created = undo([wrote(one, None, one.body) for one in every], *map(there, every))
    assert [one.uid for one in created.changes] == [every[3].uid, "x", inner.uid, outer.uid]
    deleted = undo([wrote(one, there(one), None, folder="") for one in reversed(every)])
    assert [one.uid for one in deleted.changes] == [outer.uid, inner.uid, "x", every[3].uid]
    assert deleted.environment == "prod"


def test_folders_that_are_each_other_s_parents_are_put_in_some_order() -> None:
    """No server holds them, but a receipt is a file."""
    one, other = a_folder("A"), a_folder("B")
    seen = [there(one, folder_uid=other.uid), there(other, folder_uid=one.uid)]
    assert (
        len(
            undo(
                [
                    wrote(each, None, each.body, folder_uid=held.folder_uid)
                    for each, held in zip((one, other), seen, strict=True)
                ],
                *seen,
            ).changes
        )
        == 2
    )


# --- any sequence -----------------------------------------------------------------------------------

Held: TypeAlias = "tuple[Json, str]"
"""A body and the folder that it is in."""

FOLDERS = [a_folder("F"), a_folder("F/G"), a_folder("H")]
BOARDS = [board(uid, in_folder="") for uid in ("a", "b", "c")]
GROUPS = [group("one", rule("r1")), group("two", rule("r2"))]
SOURCES = [resource("datasource", "prom", {"uid": "prom", "name": "Prom"})]
EVERY = {(one.kind, one.uid): one for one in (*FOLDERS, *BOARDS, *GROUPS, *SOURCES)}


@define
class Server:
    """What a server holds, and what runs wrote to it."""

    held: dict[Key, Held] = field(factory=dict)
    written: list[Written] = field(factory=list)

    def seen(self, key: Key) -> Seen | None:
        """Return a resource as a destination gives it."""
        if key not in self.held:
            return None
        body, place = self.held[key]
        return Seen(key[0], key[1], str(body.get("title", key[1])), copy.deepcopy(body), place, version=1)

    def state(self) -> dict[Key, Seen]:
        """Return all of it."""
        return {key: seen for key in self.held if (seen := self.seen(key)) is not None}

    def write(self, key: Key, to: Held | None, *, certain: bool = True, happens: bool = True) -> None:
        """Write, or delete, as a run of ours does, and note it as a receipt does."""
        before = self.seen(key)
        if happens:
            self.put(key, to)
        body, place = to or (None, "")
        after = None if body is None or not certain else digest(key[0], body)
        self.written.append(Written(key, key[1], "", before, after, body, place, certain))

    def put(self, key: Key, to: Held | None) -> None:
        """Write, or delete, as anybody does."""
        if to is None:
            self.held.pop(key, None)
        else:
            self.held[key] = to

    def carry_out(self, found: Plan) -> None:
        """Do what a plan says, and check that it can be done in this order."""
        for change in found.pending:
            assert change.seen is None or change.key in self.held
            if change.action == "delete":
                assert not [
                    key
                    for key, (_, place) in self.held.items()
                    if change.kind == "folder" and place == change.uid
                ]
                del self.held[change.key]
            else:
                assert change.wanted is not None
                self.held[change.key] = (dict(change.wanted), change.folder_uid)


def body_of(key: Key, number: int) -> Json:
    """Return one of several bodies of a resource."""
    body = dict(EVERY[key].body)
    if key[0] == "grafana-rules":
        return {
            **body,
            "rules": [{**body["rules"][0], "labels": {"n": str(number)}}, *([THREE] if number % 2 else [])],
        }
    return {**body, "name" if key[0] == "datasource" else "title": f"{key[1]} {number}"}


@frozen
class Step:
    """One write: a resource, which body it gets (None: it is deleted), and which folder."""

    key: Key
    number: int | None
    place: int


STEPS = st.builds(
    Step, st.sampled_from(sorted(EVERY)), st.none() | st.integers(0, 3), st.integers(0, len(FOLDERS))
)


def target(server: Server, step: Step) -> Held | None:
    """Return what a step leaves: in folders that are there, and no folder goes that holds something."""
    inside = [key for key, (_, place) in server.held.items() if place == step.key[1]]
    if step.number is None and not (step.key[0] == "folder" and inside):
        return None
    place = ""
    if step.key[0] == "dashboard":
        places = ["", *(key[1] for key in sorted(server.held) if key[0] == "folder")]
        place = places[step.place % len(places)]
    elif step.key == ("folder", FOLDERS[1].uid) and ("folder", FOLDERS[0].uid) in server.held:
        place = FOLDERS[0].uid
    return body_of(step.key, step.number or 0), place


@settings(max_examples=400, deadline=None)
@given(st.lists(STEPS, max_size=8), st.lists(STEPS, max_size=12), st.lists(STEPS, max_size=4), st.booleans())
def test_after_a_rollback_all_is_as_before(
    first: list[Step],
    run: list[Step],
    later: list[Step],
    force: bool,  # noqa: FBT001
) -> None:
    """For any writes of any runs: what nobody touched since is exactly as before, and edits since are conflicts."""
    server = Server()
    for step in first:
        server.put(step.key, target(server, step))
    before = dict(server.held)
    for step in run:
        server.write(step.key, target(server, step))
    left = server.state()
    in_use = {place for _, place in server.held.values()} | {place for _, place in before.values()}
    for step in later:
        if step.key[0] != "folder" and not in_use & {step.key[1]}:
            server.put(step.key, target(server, step))
    now = server.state()
    found = rollback("prod", server.written, now, force=force)
    assert {one.key for one in found.changes} == {one.key for one in server.written}
    touched = {key for key in EVERY if not same(left.get(key), now.get(key))}
    for change in found.conflicts:
        assert change.key in touched
        assert not force
    if touched:
        check_touched(found, touched, before, now)
        return
    server.carry_out(found)
    assert_same(server.held, before)
    assert rollback("prod", server.written, server.state()).pending == ()


def check_touched(found: Plan, touched: set[Key], before: dict[Key, Held], now: dict[Key, Seen]) -> None:
    """What somebody edited since is in conflict, or as it was before, or forced with what is there in hand."""
    for change in found.changes:
        if change.key in touched and change.action != "unchanged":
            assert change.action == "conflict" or change.forced == (change.seen is not None)
        if change.action == "unchanged":
            held = now.get(change.key)
            assert (held is None) == (change.key not in before)
        assert change.seen is now.get(change.key)


def same(one: Seen | None, other: Seen | None) -> bool:
    """Return whether two states say the same at the same place."""
    if one is None or other is None:
        return one is other
    return digest(one.kind, one.body) == digest(other.kind, other.body) and one.folder_uid == other.folder_uid


def assert_same(held: dict[Key, Held], before: dict[Key, Held]) -> None:
    """Check that a server holds exactly what it held."""
    assert held.keys() == before.keys()
    for key, (body, place) in before.items():
        assert held[key][1] == place
        assert digest(key[0], held[key][0]) == digest(key[0], body)
        assert held[key][0] == body


@settings(max_examples=200, deadline=None)
@given(st.lists(STEPS, max_size=8), st.lists(STEPS, min_size=1, max_size=6), st.booleans())
def test_a_run_that_was_killed_is_undone(first: list[Step], run: list[Step], happens: bool) -> None:  # noqa: FBT001
    """Whether its last request was carried out or not, all is as before it afterwards."""
    server = Server()
    for step in first:
        server.put(step.key, target(server, step))
    before = dict(server.held)
    for step in run[:-1]:
        server.write(step.key, target(server, step))
    server.write(run[-1].key, target(server, run[-1]), certain=False, happens=happens)
    found = rollback("prod", server.written, server.state())
    assert found.conflicts == ()
    server.carry_out(found)
    assert_same(server.held, before)
