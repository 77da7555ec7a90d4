"""The plan of a push: what is wanted against what is there, under the rules that never bend.

Nothing made by hand is lost: what somebody edited since our last push, what does not carry our mark and
what the server provisions from files is a conflict. Only what carries our mark may be deleted.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from grafana_kit.errors import KitError
from grafana_kit.model.change import Change, Conflict, Difference, Key, Plan, Seen
from grafana_kit.model.naming import slug
from grafana_kit.model.resource import Bundle, Kind, Resource
from grafana_kit.planning import conflicts
from grafana_kit.planning.differences import differences
from grafana_kit.planning.normalise import MARK_ANNOTATION, digest
from grafana_kit.planning.order import ORDER, in_order, needs
from grafana_kit.render.provisioning import folder_uid

if TYPE_CHECKING:
    from grafana_kit.model.change import Action, Origin

LOCAL: tuple[Kind, ...] = ("prometheus-rules",)
"""Kinds that only exist as files: nothing pushes them."""

MARKED: tuple[Kind, ...] = ("dashboard", "grafana-rules", "datasource")
"""Kinds that can carry our mark on the server; only these are ever deleted by a prune."""

_RULES: Kind = "grafana-rules"


@frozen
class Options:
    """How a plan is made.

    Attributes:
        prune: delete what carries our mark and is no longer wanted.
        prune_all: even if that is more than half of what is ours.
        force: overwrite conflicts, keeping copies.
        only: patterns such as ``dashboard/jobs-*``; empty for everything.
    """

    prune: bool = False
    prune_all: bool = False
    force: bool = False
    only: tuple[str, ...] = ()


def plan(bundle: Bundle, seen: Mapping[Key, Seen], options: Options | None = None) -> Plan:
    """Return what has to be done so that the destination holds what the bundle says.

    Raises:
        KitError: nothing is wanted at all, nothing matches ``only``, or a prune would delete more than half.
    """
    options = options or Options()
    wanted = {(one.kind, one.uid): one for one in bundle.resources if one.kind not in LOCAL}
    if not wanted:
        raise KitError(
            "nothing is defined for this environment",
            hint="an empty project is never a reason to delete everything: define a dashboard, or check environments=",
        )
    planner = _Planner(wanted, seen, bundle.environment.project, options)
    changes = [planner.change(one) for one in wanted.values()]
    gone = planner.gone()
    if options.prune:
        changes += map(planner.deletion, gone)
    if options.only:
        changes = _selected(changes, options.only)
    planner.check_share(changes)
    prunable = () if options.prune else sorted([*gone, *planner.gone_rules()], key=_kind_and_uid)
    return Plan(bundle.environment.name, tuple(in_order(changes)), tuple(prunable))


def compared(there: Seen, body: Mapping[str, Any], folder: str) -> tuple[Action, tuple[Difference, ...]]:
    """Return what has to be done so that a resource says and is where it should, and what differs."""
    found = differences(there.kind, there.body, body)
    if there.kind not in ("dashboard", "folder") or there.folder_uid == folder:
        return "update" if found else "unchanged", found
    moved = Difference(("folder",), "moved", there.folder_uid or "General", folder or "General")
    return "update" if found else "move", (moved, *found)


def _kind_and_uid(one: Seen) -> tuple[int, str]:
    return ORDER[one.kind], one.uid


def _folder_of(resource: Resource) -> str:
    return folder_uid(resource.folder) if resource.folder else ""


@frozen(eq=False)
class _Planner:
    """Both sides of a plan.

    Attributes:
        blockers: what a destination reports beside the wanted and ours: it holds a name that ours would need.
        rules: the uids of all rules that are wanted, in whatever group.
        stuck: those of groups that are not written now: a rule on its way there stays where it is.
    """

    wanted: Mapping[Key, Resource]
    seen: Mapping[Key, Seen]
    project: str
    options: Options
    blockers: Mapping[tuple[Kind, str, str], Seen] = field(init=False)
    rules: frozenset[str] = field(init=False)
    stuck: frozenset[str] = field(init=False)

    @blockers.default
    def _blockers(self) -> Mapping[tuple[Kind, str, str], Seen]:
        others = (one for key, one in self.seen.items() if key not in self.wanted and not self.is_ours(one))
        return {(one.kind, one.folder_uid, slug(one.title)): one for one in others}

    @rules.default
    def _rules(self) -> frozenset[str]:
        return _uids(one for one in self.wanted.values() if one.kind == _RULES)

    @stuck.default
    def _stuck(self) -> frozenset[str]:
        groups = (one for one in self.wanted.values() if one.kind == _RULES)
        return _uids(one for one in groups if not self.is_written(one))

    def is_written(self, resource: Resource) -> bool:
        there, only = self.seen.get((resource.kind, resource.uid)), self.options.only
        conflict = None if there is None else conflicts.not_ours_to_write(there, self.project)
        free = conflict is None or (self.options.force and conflict.forcible)
        return free and (not only or matches(resource, only))

    def is_ours(self, one: Seen) -> bool:
        return one.mark is not None and one.mark.project == self.project

    # --- one resource -------------------------------------------------------------------------------

    def change(self, resource: Resource) -> Change:
        resource = self.kept(resource)
        there, folder = self.seen.get((resource.kind, resource.uid)), _folder_of(resource)
        change = Change(
            "create",
            resource.kind,
            resource.uid,
            resource.title,
            resource.body,
            resource.folder,
            folder,
            there,
            origin="code",
            source=resource.source,
        )
        if there is not None:
            action, found = compared(there, resource.body, folder)
            if action == "unchanged":
                return evolve(change, action=action, origin=None)
            change = evolve(change, action=action, differences=found, origin=_origin(resource, there))
        conflict = self.blocker(change) or self.edited_elsewhere(change)
        if conflict is None and there is not None:
            conflict = conflicts.not_ours_to_write(there, self.project)
        return self.unless(conflict, change)

    def blocker(self, change: Change) -> Conflict | None:
        """Return that something else has the name that a resource is to get."""
        name, there = (change.kind, change.folder_uid, slug(change.title)), change.seen
        other = self.blockers.get(name)
        if other is None or (there and (there.kind, there.folder_uid, slug(there.title)) == name):
            return None
        return conflicts.name_taken(other)

    def edited_elsewhere(self, change: Change) -> Conflict | None:
        """Return that a rule would come here out of a group that somebody edited."""
        if change.kind != _RULES or change.wanted is None:
            return None
        coming = {rule["uid"]: rule["title"] for rule in change.wanted["rules"]}
        for key, other in self.seen.items():
            if other.kind == _RULES and key != change.key and other.since != "nothing":
                for rule in _rules_of(other):
                    if rule.get("uid") in coming:
                        return conflicts.rule_elsewhere(coming[rule["uid"]], other)
        return None

    def unless(self, conflict: Conflict | None, change: Change) -> Change:
        """Return a change as it is carried out, or is not."""
        if conflict is None:
            return change
        if self.options.force and conflict.forcible:
            return evolve(change, forced=True)
        return evolve(change, action="conflict", conflict=conflict)

    # --- what is no longer wanted -------------------------------------------------------------------

    def kept(self, resource: Resource) -> Resource:
        """Return a rule group with the rules that only the server has in it, and that are to stay there.

        The server replaces a group whole: what is not sent is deleted.
        """
        there = self.seen.get((resource.kind, resource.uid))
        if resource.kind != _RULES or there is None:
            return resource
        staying = [] if self.options.prune else list(self.left_over(there))
        leaving = self.stuck - _uids([resource])
        staying += [rule for rule in _rules_of(there) if rule.get("uid") in leaving]
        return evolve(resource, body={**resource.body, "rules": [*resource.body["rules"], *staying]})

    def left_over(self, there: Seen) -> Iterator[dict[str, Any]]:
        """Yield the rules of ours in a group that are wanted in no group at all."""
        for rule in _rules_of(there):
            mark = str((rule.get("annotations") or {}).get(MARK_ANNOTATION, ""))
            if rule.get("uid") not in self.rules and f"project={self.project}" in mark.split():
                yield rule

    def gone(self) -> list[Seen]:
        """Return what is ours and not wanted; a group whose rules are all wanted elsewhere is only moved."""
        left = (
            one
            for key, one in self.seen.items()
            if one.kind in MARKED and self.is_ours(one) and key not in self.wanted
        )
        return [one for one in left if one.kind != _RULES or any(self.left_over(one))]

    def gone_rules(self) -> Iterator[Seen]:
        """Yield the rules of ours that are not wanted, of groups that are."""
        for key, there in self.seen.items():
            if there.kind == _RULES and key in self.wanted:
                for rule in self.left_over(there):
                    yield Seen(
                        _RULES, str(rule["uid"]), str(rule["title"]), {"rules": [rule]}, there.folder_uid
                    )

    def deletion(self, there: Seen) -> Change:
        change = Change(
            "delete",
            there.kind,
            there.uid,
            there.title,
            folder_uid=there.folder_uid,
            seen=there,
            origin="code",
        )
        return self.unless(conflicts.not_ours_to_delete(there), change)

    def check_share(self, changes: Iterable[Change]) -> None:
        """Refuse to delete more than half of what is ours, unless that was asked for."""
        doomed = [one for one in changes if one.action == "delete"]
        ours = list(filter(self.is_ours, self.seen.values()))
        if len(doomed) * 2 > len(ours) and not self.options.prune_all:
            raise KitError(
                f"a prune would delete {len(doomed)} of the {len(ours)} resources that are ours",
                details=[f"{one.kind}/{one.uid}" for one in doomed[:10]],
                hint="if that is what you want, say --prune-all",
            )


def _uids(groups: Iterable[Resource]) -> frozenset[str]:
    return frozenset(rule["uid"] for group in groups for rule in group.body["rules"])


def _rules_of(group: Seen) -> Iterable[dict[str, Any]]:
    rules: Iterable[dict[str, Any]] = group.body.get("rules") or ()
    return rules


def _origin(resource: Resource, there: Seen) -> Origin:
    if there.since == "nothing":
        return "code"
    if there.mark is not None and there.mark.digest == digest(resource.kind, resource.body):
        return "server"
    return "both"


# --- a part of the plan -----------------------------------------------------------------------------


def matches(one: Change | Resource, patterns: Sequence[str]) -> bool:
    """Return whether something is selected by one of the patterns: ``kind/uid``, uid or title."""
    names = (f"{one.kind}/{one.uid}", one.uid, one.title)
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)


def _selected(changes: Sequence[Change], patterns: Sequence[str]) -> list[Change]:
    """Return the changes that are asked for, and those without which they could not be carried out."""
    for pattern in patterns:
        if not any(matches(change, [pattern]) for change in changes):
            raise KitError(
                f'nothing matches "{pattern}"',
                hint="a selector is kind/uid, a uid or a title, with * as you like",
            )
    absent = {change.key: change for change in changes if change.seen is None}
    chosen = {change.key: change for change in changes if matches(change, patterns)}
    waiting = list(chosen.values())
    while waiting:
        for key in needs(waiting.pop()):
            if key in absent and key not in chosen:
                chosen[key] = absent[key]
                waiting.append(absent[key])
    return list(chosen.values())
