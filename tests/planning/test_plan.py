"""The plan of a push, under the rules that never bend."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from grafana_kit.errors import KitError
from grafana_kit.model.change import Change, Mark, Plan, Seen
from grafana_kit.planning import plan as planning
from grafana_kit.planning.normalise import digest
from grafana_kit.planning.order import ORDER, needs
from grafana_kit.planning.plan import MARKED, Options, matches, plan
from tests.author.projects import built
from tests.planning.samples import (
    PROJECT,
    SOURCE,
    Json,
    a_folder,
    board,
    bundle,
    edited,
    group,
    marked,
    panel,
    resource,
    rule,
    state,
    there,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.change import Key
    from grafana_kit.model.resource import Bundle, Resource

SHOP = a_folder("Shop")
BOARD = board()
OTHER_BODY = {**BOARD.body, "description": "by hand"}


def only(found: Plan) -> Change:
    """Return the single change of a plan."""
    assert len(found.changes) == 1
    return found.changes[0]


def of(wanted: Sequence[Resource], seen: Sequence[Seen], **options: Any) -> Plan:
    """Return a plan."""
    return plan(bundle(*wanted), state(*seen), Options(**options))


def actions(found: Plan) -> list[tuple[str, str]]:
    """Return action and uid of all changes, in order."""
    return [(one.action, one.uid) for one in found.changes]


# --- one resource -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["boards", "panels", "rules"])
def test_what_is_there_as_it_is_wanted_is_unchanged(case: str) -> None:
    """The plan of a golden project against itself writes nothing."""
    for one in built(case):
        wanted = [each for each in one.resources if each.kind not in planning.LOCAL]
        found = plan(one, state(*(there(each) for each in wanted)))
        assert {change.action for change in found.changes} == {"unchanged"}
        assert len(found.changes) == len(wanted)
        assert (found.pending, found.conflicts, found.environment) == ((), (), one.environment.name)
        assert {(change.origin, change.differences) for change in found.changes} == {(None, ())}


def test_what_is_not_there_is_created() -> None:
    """With all that carrying it out needs to know."""
    change = only(of([BOARD], []))
    assert (change.action, change.origin, change.seen, change.conflict) == ("create", "code", None, None)
    assert (change.wanted, change.title, change.source) == (BOARD.body, "Jobs", SOURCE)
    assert (change.folder, change.folder_uid) == ("Shop", SHOP.uid)
    assert (change.forced, change.exact) == (False, False)


def test_what_we_changed_in_code_is_updated() -> None:
    """Against the version that was seen, with the differences from there to here."""
    seen = there(BOARD, OTHER_BODY)
    change = only(of([BOARD], [seen]))
    assert (change.action, change.origin, change.seen) == ("update", "code", seen)
    assert [(one.where, one.how) for one in change.differences] == [(("description",), "removed")]


def test_what_is_in_another_folder_is_moved() -> None:
    """A dashboard that is only elsewhere is moved; one that also changed is updated, and both are told."""
    change = only(of([BOARD], [there(BOARD, folder_uid="")]))
    assert (change.action, change.folder_uid) == ("move", SHOP.uid)
    [moved] = change.differences
    assert (moved.where, moved.how, moved.old, moved.new) == (("folder",), "moved", "General", SHOP.uid)
    change = only(of([BOARD], [there(BOARD, OTHER_BODY, folder_uid="else")]))
    assert change.action == "update"
    assert [one.where for one in change.differences] == [("folder",), ("description",)]
    change = only(of([board(in_folder="")], [there(BOARD)]))
    assert (change.action, change.differences[0].new) == ("move", "General")


def test_a_folder_is_moved_by_its_parent() -> None:
    """Its place is not told twice."""
    wanted = a_folder("Shop/Jobs")
    seen = there(
        wanted, {**wanted.body, "parentUid": None}, folder_uid="", since="nothing", mark=Mark(PROJECT, "", "")
    )
    change = only(of([wanted], [seen]))
    assert (change.action, len(change.differences)) == ("move", 1)


def test_other_kinds_are_in_no_folder_of_their_own() -> None:
    """What a destination says of their folder does not matter."""
    wanted = resource("datasource", "prom", {"name": "Prom", "uid": "prom", "type": "prometheus"})
    assert only(of([wanted], [there(wanted, folder_uid="else")])).action == "unchanged"


# --- conflicts --------------------------------------------------------------------------------------


def test_what_somebody_edited_is_a_conflict() -> None:
    """Who, when and what is told, against what we pushed; and what the code wants, against what is there."""
    changed = board(description="by code")
    change = only(of([changed], [edited(BOARD, {**BOARD.body, "panels": []})]))
    assert (change.action, change.origin) == ("conflict", "both")
    assert change.conflict is not None
    assert (change.conflict.who, change.conflict.when) == ("alice", "2026-11-24")
    assert [(one.where, one.how) for one in change.conflict.differences] == [(('panel "p95"',), "removed")]
    assert [one.where for one in change.differences] == [("description",), ('panel "p95"',)]
    assert "edited on the server" in change.conflict.reason
    assert "--adopt" in change.conflict.hint
    assert change.conflict.forcible


def test_an_edit_of_which_the_base_is_gone_is_a_conflict_all_the_same() -> None:
    """The server keeps a limited number of versions."""
    change = only(of([BOARD], [edited(BOARD, OTHER_BODY, base=None)]))
    assert change.conflict is not None
    assert change.conflict.differences == ()


def test_an_edit_that_the_code_took_over_is_none() -> None:
    """Live and wanted say the same: nothing is written, whoever wrote it."""
    for more in ({}, {"since": "unknown", "mark": None}, {"provisioned": True}):
        assert only(of([BOARD], [edited(BOARD, **more)])).action == "unchanged"


@pytest.mark.parametrize(
    ("more", "reason", "forcible"),
    [
        pytest.param({"provisioned": True}, "provisions it from files", False, id="provisioned"),
        pytest.param(
            {"mark": Mark("other", "r", "d")}, 'belongs to the project "other"', True, id="of another"
        ),
        pytest.param(
            {"since": "unknown", "mark": None}, "nothing on it says that we pushed it", True, id="unmarked"
        ),
        pytest.param({"since": "unknown"}, "nothing on it says that we pushed it", True, id="unknown"),
        pytest.param({"mark": None}, "nothing on it says that we pushed it", True, id="no mark"),
        pytest.param({"since": "edited", "provisioned": True}, "provisions it", False, id="both"),
    ],
)
def test_what_is_not_ours_to_write(more: dict[str, Any], reason: str, forcible: bool) -> None:  # noqa: FBT001
    """It is a conflict that says why; --force overwrites it where the server would let us, with a copy."""
    details = {"changed_by": "alice", "changed_at": "now", **more}
    seen = there(BOARD, OTHER_BODY, **details)
    change = only(of([BOARD], [seen]))
    assert (change.action, change.forced) == ("conflict", False)
    assert change.conflict is not None
    assert reason in change.conflict.reason
    assert (change.conflict.who, change.conflict.when, change.conflict.forcible) == ("alice", "now", forcible)
    assert change.conflict.hint
    forced = only(of([BOARD], [seen], force=True))
    assert (forced.action, forced.forced) == (("update", True) if forcible else ("conflict", False))
    assert (forced.conflict is None) == forcible
    assert forced.seen is seen


def test_force_is_no_word_where_nothing_is_in_the_way() -> None:
    """Only what was a conflict counts as forced."""
    wanted = [BOARD, board("new")]
    found = of(wanted, [there(BOARD, OTHER_BODY)], force=True)
    assert [(one.action, one.forced) for one in found.changes] == [("update", False), ("create", False)]


def test_a_move_of_what_was_edited_is_a_conflict() -> None:
    """A dashboard that somebody moved is not moved back."""
    change = only(of([BOARD], [edited(BOARD, folder_uid="else")]))
    assert (change.action, change.origin) == ("conflict", "server")


@pytest.mark.parametrize(
    ("since", "pushed", "origin"),
    [
        pytest.param("nothing", OTHER_BODY, "code", id="only the code changed"),
        pytest.param("edited", BOARD.body, "server", id="only the server changed"),
        pytest.param("edited", {"title": "old"}, "both", id="both changed"),
        pytest.param("unknown", BOARD.body, "server", id="as we pushed it once"),
    ],
)
def test_who_made_the_differences(since: Any, pushed: Json, origin: str) -> None:
    """The mark holds what we pushed: if that is what is wanted, the server changed."""
    mark = Mark(PROJECT, "r", digest("dashboard", pushed))
    assert only(of([BOARD], [there(BOARD, OTHER_BODY, since=since, mark=mark)])).origin == origin


def test_differences_of_what_carries_no_mark_are_of_both() -> None:
    """Nobody knows what was pushed."""
    assert only(of([BOARD], [there(BOARD, OTHER_BODY, mark=None, since="unknown")])).origin == "both"


# --- names ------------------------------------------------------------------------------------------


def blocker(**more: Any) -> Seen:
    """Return a dashboard by somebody else that has the title of ours."""
    seen = Seen("dashboard", "hand-made", "JOBS!", {}, SHOP.uid, changed_by="alice", changed_at="now")
    return evolve(seen, **more)


def test_a_taken_name_is_a_conflict_that_force_does_not_solve() -> None:
    """Two dashboards of one title in a folder: the server would refuse, or take over the other one."""
    for options in ({}, {"force": True}):
        change = only(of([BOARD], [blocker()], **options))
        assert (change.action, change.seen) == ("conflict", None)
        assert change.conflict is not None
        assert "hand-made" in change.conflict.reason
        assert (change.conflict.who, change.conflict.when) == ("alice", "now")
        assert change.conflict.hint == "rename one of the two"
        assert not change.conflict.forcible


@pytest.mark.parametrize(
    ("more", "action"),
    [
        pytest.param({"folder_uid": "else"}, "create", id="in another folder"),
        pytest.param({"title": "Other"}, "create", id="another title"),
        pytest.param({"kind": "folder"}, "create", id="another kind"),
        pytest.param({"mark": Mark(PROJECT, "r", "d")}, "create", id="ours, that the code no longer has"),
        pytest.param({"mark": Mark("other", "r", "d")}, "conflict", id="of another project"),
    ],
)
def test_what_takes_a_name(more: dict[str, Any], action: str) -> None:
    """Only what is not ours, of the same kind, in the same folder, with the same slug."""
    assert only(of([BOARD], [blocker(**more)])).action == action


def test_a_renaming_or_move_onto_a_taken_name_is_a_conflict() -> None:
    """It is told in the plan, not by the server's refusal."""
    renamed = there(BOARD, {**BOARD.body, "title": "Old"}, title="Old")
    assert only(of([BOARD], [renamed, blocker()])).action == "conflict"
    moved = there(BOARD, folder_uid="else")
    assert only(of([BOARD], [moved, blocker()])).action == "conflict"
    here = there(BOARD, OTHER_BODY)
    assert only(of([BOARD], [here, blocker()])).action == "update"


# --- what is no longer wanted -----------------------------------------------------------------------

GONE = board("gone")
KEPT = [board(uid) for uid in ("a", "b", "c")]


def test_without_prune_nothing_is_deleted() -> None:
    """The plan says what it would remove."""
    seen = there(GONE)
    found = of(KEPT, [*map(there, KEPT), seen])
    assert (found.pending, found.prunable) == ((), (seen,))


def test_prune_deletes_what_is_ours_and_gone() -> None:
    """Under the lock of what was seen."""
    seen = there(GONE)
    found = of(KEPT, [*map(there, KEPT), seen], prune=True)
    [change] = found.pending
    assert (change.action, change.uid, change.wanted, change.seen) == ("delete", "gone", None, seen)
    assert (change.folder_uid, change.title, change.origin) == (SHOP.uid, "Gone", "code")
    assert found.prunable == ()


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"mark": None}, id="unmarked"),
        pytest.param({"mark": Mark("other", "r", "d")}, id="another project's"),
        pytest.param({"kind": "folder"}, id="a folder"),
        pytest.param({"kind": "contact-point"}, id="a contact point"),
        pytest.param({"kind": "mute-timing"}, id="a mute timing"),
        pytest.param({"kind": "notification-route"}, id="a route"),
    ],
)
def test_what_prune_never_deletes(more: dict[str, Any]) -> None:
    """Nothing without our mark, and nothing of a kind that cannot carry one; not even by force."""
    seen = [*map(there, KEPT), there(GONE, **more)]
    for options in ({}, {"prune": True}, {"prune": True, "prune_all": True, "force": True}):
        found = of(KEPT, seen, **options)
        assert (found.pending, found.conflicts, found.prunable) == ((), (), ())


def test_what_was_edited_and_is_gone_is_a_conflict() -> None:
    """An edit is not deleted without --force, and then with a copy."""
    seen = [*map(there, KEPT), edited(GONE, OTHER_BODY)]
    [change] = of(KEPT, seen, prune=True).conflicts
    assert change.conflict is not None
    assert (change.conflict.who, change.conflict.forcible) == ("alice", True)
    assert "no longer in the code" in change.conflict.reason
    assert change.conflict.differences
    assert change.conflict.hint
    [change] = of(KEPT, seen, prune=True, force=True).pending
    assert (change.action, change.forced) == ("delete", True)
    unknown = evolve(seen[-1], since="unknown", base=None)
    assert len(of(KEPT, [*seen[:-1], unknown], prune=True).conflicts) == 1


def test_what_the_server_provisions_is_not_deleted() -> None:
    """It would come back; the server refuses."""
    seen = [*map(there, KEPT), there(GONE, provisioned=True)]
    for options in ({}, {"force": True}):
        [change] = of(KEPT, seen, prune=True, **options).conflicts
        assert change.conflict is not None
        assert not change.conflict.forcible


def test_never_more_than_half() -> None:
    """Half is deleted, more is an error that names what, unless all is asked for."""
    one, two = board("gone1"), board("gone2")
    half = [there(KEPT[0]), there(KEPT[1]), there(one), there(two)]
    assert len(of(KEPT[:2], half, prune=True).pending) == 2
    more = [there(KEPT[0]), there(one), there(two), blocker(title="Unmarked")]
    with pytest.raises(KitError, match="delete 2 of the 3") as caught:
        of(KEPT[:1], more, prune=True)
    assert caught.value.details == ("dashboard/gone1", "dashboard/gone2")
    assert "--prune-all" in caught.value.hint
    assert len(of(KEPT[:1], more, prune=True, prune_all=True).pending) == 2
    assert len(of(KEPT[:1], more).prunable) == 2


def test_the_error_names_no_more_than_ten() -> None:
    """A page is enough."""
    many = [there(board(f"gone{number:02}")) for number in range(12)]
    with pytest.raises(KitError, match="delete 12 of the 12") as caught:
        of(KEPT[:1], many, prune=True)
    assert len(caught.value.details) == 10


def test_half_is_counted_of_what_is_deleted() -> None:
    """A part of a push, or an edit in the way, deletes less."""
    gone = [board(f"gone{number}") for number in range(3)]
    seen = [there(KEPT[0]), *map(there, gone)]
    part = of(KEPT[:1], seen, prune=True, only=("gone0", "a"))
    assert [one.uid for one in part.pending] == ["gone0"]
    held = [there(KEPT[0]), there(gone[0]), edited(gone[1], OTHER_BODY), edited(gone[2], OTHER_BODY)]
    assert len(of(KEPT[:1], held, prune=True).pending) == 1
    with pytest.raises(KitError, match="delete 3 of the 4"):
        of(KEPT[:1], held, prune=True, force=True)


def test_an_empty_bundle_is_an_error() -> None:
    """Never a reason to delete everything; files for Prometheus are nothing that is pushed."""
    files = resource("prometheus-rules", "p", {"name": "p", "rules": []})
    for wanted in ([], [files]):
        with pytest.raises(KitError, match="nothing is defined") as caught:
            of(wanted, [there(BOARD)], prune=True, prune_all=True, force=True)
        assert caught.value.hint
    assert actions(of([files, BOARD], [])) == [("create", "jobs")]


# --- rule groups ------------------------------------------------------------------------------------

ONE, TWO, THREE = rule("r1"), rule("r2"), rule("r3")


def live(wanted: Resource, *rules: Json, **more: Any) -> Seen:
    """Return a group as a server holds it, with these rules."""
    return there(wanted, {**wanted.body, "rules": list(rules)}, **more)


def test_a_rule_that_only_the_server_has_stays_without_prune() -> None:
    """The server replaces a group whole, so what stays is sent too, with the mark that it has."""
    wanted = group("jobs", rule("r1", expr="up == 2"))
    extra = marked(TWO, "run0")
    found = of([wanted], [live(wanted, marked(ONE), extra)])
    change = only(found)
    assert change.wanted is not None
    assert change.wanted["rules"] == [rule("r1", expr="up == 2"), extra]
    assert [(one.where, one.how) for one in change.differences] == [
        (('rule "Alert r1"', "expression"), "changed")
    ]
    [kept] = found.prunable
    assert (kept.kind, kept.uid, kept.title, kept.body) == (
        "grafana-rules",
        "r2",
        "Alert r2",
        {"rules": [extra]},
    )
    assert kept.folder_uid == SHOP.uid
    assert wanted.body["rules"] == [rule("r1", expr="up == 2")]


def test_a_group_that_differs_only_by_a_rule_that_stays_is_unchanged() -> None:
    """A second push without --prune writes nothing."""
    wanted = group("jobs", ONE)
    found = of([wanted], [live(wanted, marked(ONE), marked(TWO))])
    assert (only(found).action, len(found.prunable)) == ("unchanged", 1)


def test_a_rule_that_only_the_server_has_goes_with_prune() -> None:
    """It is told as a removed rule of its group."""
    wanted = group("jobs", ONE)
    found = of([wanted], [live(wanted, marked(ONE), marked(TWO))], prune=True)
    change = only(found)
    assert (change.action, found.prunable) == ("update", ())
    assert [(one.where, one.how) for one in change.differences] == [(('rule "Alert r2"',), "removed")]
    assert change.wanted is not None
    assert change.wanted["rules"] == [ONE]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(TWO, id="without a mark"),
        pytest.param(marked(TWO, project="other"), id="of another project"),
        pytest.param(marked(TWO, project="other-shop"), id="of a project whose name ends like ours"),
        pytest.param(marked(TWO, project="shop-2"), id="of a project whose name begins like ours"),
    ],
)
def test_a_rule_by_hand_in_our_group_is_a_conflict_and_not_ours(extra: Json) -> None:
    """It is neither kept as ours nor listed as prunable; the group is in conflict."""
    wanted = group("jobs", ONE)
    seen = live(wanted, marked(ONE), extra, since="edited")
    for options in ({}, {"prune": True}):
        found = of([wanted], [seen], **options)
        assert (only(found).action, found.prunable) == ("conflict", ())


def test_an_edited_group_is_not_pruned() -> None:
    """Rules that somebody changed since are not deleted with their group."""
    gone = group("gone", TWO)
    seen = [*map(there, KEPT), live(gone, marked(TWO), since="edited")]
    assert len(of(KEPT, seen, prune=True).conflicts) == 1
    assert [one.uid for one in of(KEPT, seen).prunable] == [gone.uid]


def test_a_group_without_rules_that_carry_our_mark_stays() -> None:
    """A group in which nothing of ours is left is nothing to delete."""
    gone = group("gone", TWO)
    seen = [*map(there, KEPT), live(gone, TWO)]
    found = of(KEPT, seen, prune=True)
    assert (found.pending, found.conflicts) == ((), ())


def test_a_rule_may_move_to_another_group() -> None:
    """It is taken out of the one and written in the other, and in neither sense is it gone."""
    first, second = group("a", ONE), group("b", TWO, THREE)
    seen = [live(first, marked(ONE), marked(TWO)), live(second, marked(THREE))]
    for options in ({}, {"prune": True}):
        found = of([first, second], seen, **options)
        assert actions(found) == [("update", first.uid), ("update", second.uid)]
        assert [[each["uid"] for each in (one.wanted or {})["rules"]] for one in found.changes] == [
            ["r1"],
            ["r2", "r3"],
        ]
        assert found.prunable == ()


def test_a_group_whose_rules_all_moved_is_not_gone() -> None:
    """A renamed group's rules are written under the new name: the server moves them by their uids."""
    old, new = group("old", ONE, TWO), group("new", ONE, TWO)
    seen = [live(old, marked(ONE), marked(TWO))]
    for options in ({}, {"prune": True}):
        found = of([new], seen, **options)
        assert (actions(found), found.prunable) == ([("create", new.uid)], ())
    part = of([group("new", ONE), *KEPT], [*seen, *map(there, KEPT)], prune=True)
    assert ("delete", old.uid) in actions(part)


def test_a_rule_does_not_come_out_of_a_group_that_somebody_edited() -> None:
    """Its edit would be lost without a copy: only its own group's change keeps one."""
    first, second = group("a", ONE), group("b", TWO)
    seen = [live(first, marked(ONE), marked(TWO), since="edited", changed_by="alice")]
    for options in ({}, {"force": True}):
        [change] = [one for one in of([first, second], seen, **options).changes if one.uid == second.uid]
        assert change.action == "conflict"
        assert change.conflict is not None
        assert '"Alert r2"' in change.conflict.reason
        assert (change.conflict.who, change.conflict.forcible) == ("alice", False)
        assert '"a"' in change.conflict.hint
    untouched = [evolve(seen[0], since="nothing")]
    assert of([first, second], untouched).conflicts == ()


def test_a_rule_stays_where_it_is_while_its_new_group_is_in_conflict() -> None:
    """Otherwise it would be in no group at all."""
    first, second = group("a", ONE), group("b", TWO, THREE)
    seen = [live(first, marked(ONE), marked(TWO)), live(second, marked(THREE), since="edited")]
    for options in ({}, {"prune": True}):
        found = of([first, second], seen, **options)
        assert actions(found) == [("unchanged", first.uid), ("conflict", second.uid)]
    forced = of([first, second], seen, force=True)
    assert [(one.action, one.forced) for one in forced.changes] == [("update", False), ("update", True)]


def test_a_rule_stays_where_it_is_when_only_its_old_group_is_pushed() -> None:
    """A part of a push deletes nothing that the code wants."""
    first, second = group("a", rule("r1", expr="new")), group("b", TWO)
    seen = [live(first, marked(ONE), marked(TWO))]
    change = only(of([first, second], seen, only=(f"grafana-rules/{first.uid}",)))
    assert change.wanted is not None
    assert [one["uid"] for one in change.wanted["rules"]] == ["r1", "r2"]


# --- a part of the plan -----------------------------------------------------------------------------


def test_selectors_name_uid_kind_or_title() -> None:
    """Shell patterns; upper and lower case count."""
    change = only(of([BOARD], []))
    for pattern in ("jobs", "dashboard/jobs", "Jobs", "J*", "dashboard/*", "*s"):
        assert matches(change, [pattern])
        assert matches(BOARD, ["no", pattern])
    for pattern in ("job", "folder/jobs", "JOBS", "dashboard"):
        assert not matches(change, [pattern])


def test_only_what_is_selected_and_what_it_needs() -> None:
    """A new folder with its parents comes with it; others, and folders that are there, do not."""
    wanted = [
        a_folder("A"),
        a_folder("A/B"),
        a_folder("C"),
        board("x", in_folder="A/B"),
        board("y", in_folder="C"),
    ]
    assert actions(of(wanted, [], only=("x",))) == [
        ("create", a_folder("A").uid),
        ("create", a_folder("A/B").uid),
        ("create", "x"),
    ]
    found = of(wanted, [there(a_folder("A"))], only=("x", "dashboard/y"))
    assert [uid for _, uid in actions(found)] == [a_folder("C").uid, a_folder("A/B").uid, "x", "y"]
    folders = [uid for _, uid in actions(of(wanted, [], only=("folder/*",)))]
    assert folders == [a_folder(path).uid for path in ("A", "C", "A/B")]


def test_rules_need_their_receivers_and_data_sources() -> None:
    """A rule group brings what its rules name and the server does not have; a route does too."""
    quiet = rule("r1", notification_settings={"receiver": "nobody", "mute_time_intervals": ["always"]})
    wanted = [
        resource("datasource", "prometheus", {"uid": "prometheus"}),
        SHOP,
        BOARD,
        resource("contact-point", "nobody", {"name": "nobody"}),
        resource("contact-point", "else", {"name": "else"}),
        resource("mute-timing", "always", {"name": "always"}),
        resource("notification-route", "shadow", {"receiver": "nobody", "mute_time_intervals": ["always"]}),
        group("jobs", quiet),
    ]
    expected = ["prometheus", SHOP.uid, "nobody", "always", wanted[-1].uid]
    assert [uid for _, uid in actions(of(wanted, [], only=("grafana-rules/*",)))] == expected
    assert [uid for _, uid in actions(of(wanted, [], only=("shadow",)))] == ["nobody", "always", "shadow"]
    held = [there(one) for one in wanted[:-1]]
    assert [uid for _, uid in actions(of(wanted, held, only=("grafana-rules/*",)))] == [wanted[-1].uid]


def test_a_deletion_needs_nothing() -> None:
    """What goes may go whatever else is there."""
    assert list(needs(Change("delete", "dashboard", "u", "t", folder_uid="f"))) == []
    assert list(needs(Change("update", "dashboard", "u", "t", {}, folder_uid="f"))) == [("folder", "f")]
    assert list(needs(Change("update", "grafana-rules", "u", "t"))) == []


def test_a_selector_that_selects_nothing_is_an_error() -> None:
    """Each of several has to select something."""
    with pytest.raises(KitError, match="nothing matches") as caught:
        of([BOARD], [], only=("jobs", "nope"))
    assert caught.value.summary == 'nothing matches "nope"'
    assert caught.value.hint


# --- order ------------------------------------------------------------------------------------------


def test_the_order_of_a_plan() -> None:
    """Folders parents first, data sources, dashboards, receivers, timings, routes, rules; deletions last, back to front."""
    wanted = [
        group("z", ONE),
        resource("notification-route", "r", {"receiver": "c"}),
        resource("mute-timing", "m", {"name": "m"}),
        resource("contact-point", "c", {"name": "c"}),
        board("y"),
        board("x"),
        a_folder("B"),
        a_folder("A/A"),
        a_folder("A"),
        resource("datasource", "d", {"uid": "d"}),
    ]
    gone = [
        group("gone", marked(TWO)),
        board("old1"),
        board("old2", in_folder="A"),
        resource("datasource", "old", {"uid": "old"}),
    ]
    seen = [*map(there, gone), *(there(board(uid)) for uid in "xy")]
    held = [there(one) for one in (board("k1"), board("k2"))]
    found = of([*wanted, board("k1"), board("k2")], [*seen, *held], prune=True)
    assert [uid for _, uid in actions(found)] == [
        "d",
        a_folder("A").uid,
        a_folder("B").uid,
        a_folder("A/A").uid,
        *("k1", "k2", "x", "y", "c", "m", "r"),
        wanted[0].uid,
        gone[0].uid,
        *("old2", "old1", "old"),
    ]


# --- for all of them --------------------------------------------------------------------------------

WANTED = [
    SHOP,
    a_folder("Shop/Jobs"),
    board("a"),
    board("b", in_folder="Shop/Jobs"),
    board("c", in_folder=""),
    group("one", rule("r1")),
    group("two", rule("r2"), rule("r3")),
    resource("datasource", "prom", {"uid": "prom", "name": "Prom", "type": "prometheus"}),
    resource("contact-point", "nobody", {"name": "nobody", "receivers": []}),
]
MORE = [
    board("gone"),
    board("gone2"),
    group("gone", rule("r4")),
    resource("datasource", "old", {"name": "old"}),
]
TOUCHED = {"title": "by hand", "name": "by hand", "interval": "5m"}


@st.composite
def states(draw: st.DrawFn) -> dict[Key, Seen]:
    """Draw what a server may hold: ours, edited, foreign, provisioned, moved, missing, and more of ours."""
    seen = []
    for one in draw(
        st.lists(st.sampled_from([*WANTED, *MORE]), unique_by=lambda each: (each.kind, each.uid))
    ):
        body = {**one.body, **TOUCHED} if draw(st.booleans()) else one.body
        marks = st.sampled_from(
            [None, Mark("other", "r", "d"), Mark(PROJECT, "r", digest(one.kind, one.body))]
        )
        seen.append(
            there(
                one,
                {**body, "rules": [marked(each) for each in body["rules"]]} if "rules" in body else body,
                mark=draw(marks) if one.kind in MARKED else None,
                since=draw(st.sampled_from(["nothing", "edited", "unknown"])),
                provisioned=draw(st.integers(0, 4)) == 0,
                **({"folder_uid": "else"} if draw(st.booleans()) else {}),
            )
        )
    return state(*seen)


def bundles() -> st.SearchStrategy[Bundle]:
    """Draw a part of what may be wanted."""
    parts = st.lists(st.sampled_from(WANTED), min_size=1, unique_by=lambda one: (one.kind, one.uid))
    return parts.map(lambda chosen: bundle(*chosen))


FLAGS = st.builds(Options, prune=st.booleans(), prune_all=st.booleans(), force=st.booleans())


@settings(max_examples=300, deadline=None)
@given(bundles(), states(), FLAGS, st.randoms(use_true_random=False))
def test_the_rules_that_never_bend(
    wanted: Bundle, seen: dict[Key, Seen], options: Options, chance: Any
) -> None:
    """Whatever a server holds, nobody's work is overwritten or deleted, and the order and the counts are right."""
    try:
        found = plan(wanted, seen, options)
    except KitError:
        assert options.prune
        assert not options.prune_all
        return
    keys = {(one.kind, one.uid) for one in wanted.resources}
    for change in found.changes:
        held = seen.get(change.key)
        assert change.seen is held
        assert (change.action == "conflict") == (change.conflict is not None)
        assert (change.action == "create") == (held is None and change.conflict is None)
        if change.action in ("update", "move", "delete"):
            assert held is not None
            assert not held.provisioned
            ours = held.mark is not None and held.mark.project == PROJECT and held.since == "nothing"
            assert ours or (options.force and change.forced)
        if change.action == "delete":
            assert options.prune
            assert change.key not in keys
            assert change.kind in MARKED
            assert held is not None
            assert held.mark is not None
            assert held.mark.project == PROJECT
            assert change.wanted is None
        else:
            assert (change.key in keys) == (change.wanted is not None)
            assert change.key in keys or (options.prune and change.conflict)
        if change.forced:
            assert options.force
            assert change.action in ("update", "move", "delete")
        if change.action == "unchanged":
            assert (change.differences, change.origin) == ((), None)
        if change.action in ("update", "move"):
            assert change.differences
    assert {one.key for one in found.changes} >= keys
    all_ours = [one for one in seen.values() if one.mark is not None and one.mark.project == PROJECT]
    assert options.prune_all or len(found.of("delete")) * 2 <= len(all_ours)
    assert found.prunable == () if options.prune else not found.of("delete")
    in_order(found)
    shuffled = list(seen.items())
    chance.shuffle(shuffled)
    again = plan(wanted, dict(shuffled), options)
    assert [(one.key, one.action) for one in again.changes] == [
        (one.key, one.action) for one in found.changes
    ]


def in_order(found: Plan) -> None:
    """Check that nothing comes before what it needs, and that deletions are last and the other way round."""
    places = {one.key: place for place, one in enumerate(found.changes)}
    for change in found.changes:
        for key in needs(change):
            assert key not in places or places[key] < places[change.key]
    deleted = [one.action == "delete" for one in found.changes]
    assert deleted == sorted(deleted)
    for one, other in itertools.pairwise(found.changes):
        if one.action == "delete":
            assert ORDER[one.kind] >= ORDER[other.kind]
        elif other.action != "delete":
            assert ORDER[one.kind] <= ORDER[other.kind]


@settings(max_examples=100, deadline=None)
@given(bundles(), states())
def test_after_a_plan_nothing_is_left_to_do(wanted: Bundle, seen: dict[Key, Seen]) -> None:
    """What was carried out by force is unchanged in the next plan; what cannot be is the same conflict again."""
    options = Options(force=True)
    found = plan(wanted, seen, options)
    after = dict(seen)
    by_key = {(one.kind, one.uid): one for one in wanted.resources}
    for change in found.pending:
        after[change.key] = there(by_key[change.key], change.wanted)
    again = plan(wanted, after, options)
    moved = {
        one.key for one in found.conflicts if one.conflict and "still in the group" in one.conflict.reason
    }
    assert {one.key for one in again.pending} <= moved
    assert {one.key for one in again.conflicts} <= {one.key for one in found.conflicts}


# --- what a plan tells ------------------------------------------------------------------------------


def test_a_plan_counts_and_selects() -> None:
    """By action; pending is what writes."""
    changed = there(board("b"), {**board("b").body, "panels": [panel("x")]})
    found = of(
        [board("a"), board("b"), board("c"), board("d")],
        [changed, there(board("c")), edited(board("d"), OTHER_BODY)],
    )
    assert found.counts() == {"create": 1, "update": 1, "unchanged": 1, "conflict": 1}
    assert [one.uid for one in found.pending] == ["a", "b"]
    assert [one.uid for one in found.conflicts] == ["d"]
    assert [one.uid for one in found.of("unchanged", "create")] == ["a", "c"]
    assert found.changes[0].key == ("dashboard", "a")
    assert changed.key == ("dashboard", "b")


def test_plans_have_options_of_their_own() -> None:
    """Without options nothing is pruned or forced."""
    found = plan(bundle(BOARD), state(edited(BOARD, OTHER_BODY), there(GONE)))
    assert (len(found.conflicts), len(found.prunable), found.pending) == (1, 1, ())
