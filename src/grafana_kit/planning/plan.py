"""The plan of a push: what is wanted against what is there, under the rules that never bend.

Nothing made by hand is lost: what somebody edited since our last push, what does not carry our mark and
what the server provisions from files is a conflict. Only what carries our mark may be deleted.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from attrs import evolve, frozen

from grafana_kit.errors import KitError
from grafana_kit.model.change import Change, Conflict, Difference, Key, Plan, Seen
from grafana_kit.model.naming import slug
from grafana_kit.model.resource import Bundle, Kind, Resource
from grafana_kit.planning.differences import differences
from grafana_kit.planning.normalise import MARK_ANNOTATION, digest
from grafana_kit.render.provisioning import folder_uid

if TYPE_CHECKING:
    from grafana_kit.model.change import Action, Origin

LOCAL: tuple[Kind, ...] = ("prometheus-rules",)
"""Kinds that only exist as files: nothing pushes them."""

MARKED: tuple[Kind, ...] = ("dashboard", "grafana-rules", "datasource")
"""Kinds that can carry our mark on the server; only these are ever deleted by a prune."""

ORDER: dict[Kind, int] = {kind: place for place, kind in enumerate(get_args(Kind))}
"""What others need comes first."""


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
    project = bundle.environment.project
    wanted = [one for one in bundle.resources if one.kind not in LOCAL]
    if not wanted:
        raise KitError(
            "nothing is defined for this environment",
            hint="an empty project is never a reason to delete everything: define a dashboard, or check environments=",
        )
    blockers = _blockers(wanted, seen)
    changes = [
        _change(_kept(one, seen, options, project), seen, blockers, options, project) for one in wanted
    ]
    gone = _gone(wanted, seen, project)
    if options.prune:
        _check_share(gone, seen, project, options)
        changes += [
            _deletion(one, options) for one in gone if one.kind in MARKED and one.body.get("part") is None
        ]
    if options.only:
        changes = _selected(changes, options.only)
    ordered = sorted(changes, key=_place)
    return Plan(bundle.environment.name, tuple(ordered), () if options.prune else tuple(gone))


def _place(change: Change) -> tuple[bool, int, str, str]:
    # Deletions come last, children before parents: nothing loses its folder before it is gone itself.
    deletion = change.action == "delete"
    order = ORDER[change.kind]
    return deletion, -order if deletion else order, change.folder, change.uid


# --- one resource -----------------------------------------------------------------------------------


def _change(
    resource: Resource,
    seen: Mapping[Key, Seen],
    blockers: Mapping[tuple[Kind, str, str], Seen],
    options: Options,
    project: str,
) -> Change:
    there = seen.get((resource.kind, resource.uid))
    folder = folder_uid(resource.folder) if resource.folder else ""
    change = Change(
        "create",
        resource.kind,
        resource.uid,
        resource.title,
        resource.body,
        resource.folder,
        folder,
        there,
        source=resource.source,
    )
    if there is None:
        blocker = blockers.get((resource.kind, folder, slug(resource.title)))
        if blocker is not None:
            return _conflict(change, _in_the_way(blocker), options)
        return evolve(change, origin="code")
    found = differences(resource.kind, there.body, resource.body)
    moved = _moves(resource.kind) and there.folder_uid != folder
    if not found and not moved:
        return evolve(change, action="unchanged")
    action: Action = "update" if found else "move"
    if moved:
        found = (Difference(("folder",), "moved", there.folder_uid or "General", folder or "General"), *found)
    change = evolve(change, action=action, differences=found, origin=_origin(resource, there))
    conflict = _why_not(there, project)
    return change if conflict is None else _conflict(change, conflict, options)


def _moves(kind: Kind) -> bool:
    return kind in ("dashboard", "folder")


def _origin(resource: Resource, there: Seen) -> Origin:
    if there.since == "nothing":
        return "code"
    if there.mark is not None and there.mark.digest == digest(resource.kind, resource.body):
        return "server"
    return "both"


def _why_not(there: Seen, project: str) -> Conflict | None:
    who, when = there.changed_by, there.changed_at
    if there.provisioned:
        return Conflict(
            "the server provisions it from files and takes no other writer",
            who,
            when,
            hint="take the file out of the server's provisioning folder, or out of this project",
            forcible=False,
        )
    if there.mark is not None and there.mark.project != project:
        return Conflict(
            f'it belongs to the project "{there.mark.project}"',
            who,
            when,
            hint="give one of the two another uid",
        )
    edits = differences(there.kind, there.base, there.body) if there.base is not None else ()
    hint = "take the edit over (--adopt), or overwrite it and keep a copy (--force)"
    if there.since == "edited":
        return Conflict("it was edited on the server since our last push", who, when, edits, hint)
    if there.since == "unknown":
        return Conflict("it was there before, and nothing on it says that we pushed it", who, when, (), hint)
    return None


def _conflict(change: Change, conflict: Conflict, options: Options) -> Change:
    if options.force and conflict.forcible:
        return evolve(change, forced=True)
    return evolve(change, action="conflict", conflict=conflict)


# --- what stands in the way -------------------------------------------------------------------------


def _blockers(wanted: Sequence[Resource], seen: Mapping[Key, Seen]) -> dict[tuple[Kind, str, str], Seen]:
    """Return what a destination reports beside the wanted: it holds a name that ours would need."""
    ours = {(one.kind, one.uid) for one in wanted}
    return {
        (one.kind, one.folder_uid if _moves(one.kind) else "", slug(one.title)): one
        for key, one in seen.items()
        if key not in ours and one.mark is None
    }


def _in_the_way(blocker: Seen) -> Conflict:
    return Conflict(
        f'another one is called "{blocker.title}" there (uid {blocker.uid})',
        blocker.changed_by,
        blocker.changed_at,
        hint="rename one of the two",
        forcible=False,
    )


# --- what is no longer wanted -----------------------------------------------------------------------


def _kept(resource: Resource, seen: Mapping[Key, Seen], options: Options, project: str) -> Resource:
    """Return a rule group with the rules of ours that only the server still has, unless they are pruned.

    The server replaces a group whole: what is not sent is deleted.
    """
    there = seen.get((resource.kind, resource.uid))
    if resource.kind != "grafana-rules" or options.prune or there is None:
        return resource
    extra = list(_extra_rules(resource, there, project))
    return (
        evolve(resource, body={**resource.body, "rules": [*resource.body["rules"], *extra]})
        if extra
        else resource
    )


def _extra_rules(resource: Resource, there: Seen, project: str) -> Iterator[dict[str, Any]]:
    wanted = {rule["uid"] for rule in resource.body["rules"]}
    for rule in there.body.get("rules", ()):
        mark = str((rule.get("annotations") or {}).get(MARK_ANNOTATION, ""))
        if rule.get("uid") not in wanted and f"project={project} " in f"{mark} ":
            yield rule


def _gone(wanted: Sequence[Resource], seen: Mapping[Key, Seen], project: str) -> list[Seen]:
    by_key = {(one.kind, one.uid): one for one in wanted}
    gone = []
    for key, there in seen.items():
        if there.mark is not None and there.mark.project == project and key not in by_key:
            gone.append(there)
        elif there.kind == "grafana-rules" and key in by_key:
            gone += [
                Seen(
                    "grafana-rules",
                    str(rule["uid"]),
                    str(rule["title"]),
                    {"part": there.uid, "rules": [rule]},
                )
                for rule in _extra_rules(by_key[key], there, project)
            ]
    return sorted(gone, key=lambda one: (ORDER[one.kind], one.uid))


def _check_share(gone: Sequence[Seen], seen: Mapping[Key, Seen], project: str, options: Options) -> None:
    ours = [one for one in seen.values() if one.mark is not None and one.mark.project == project]
    doomed = [one for one in gone if one.body.get("part") is None]
    if len(doomed) * 2 > len(ours) and not options.prune_all:
        raise KitError(
            f"a prune would delete {len(doomed)} of the {len(ours)} resources that are ours",
            details=[f"{one.kind}/{one.uid}" for one in doomed[:10]],
            hint="if that is what you want, say --prune-all",
        )


def _deletion(there: Seen, options: Options) -> Change:
    change = Change(
        "delete", there.kind, there.uid, there.title, folder_uid=there.folder_uid, seen=there, origin="code"
    )
    if there.since == "nothing":
        return change
    edits = differences(there.kind, there.base, there.body) if there.base is not None else ()
    hint = "take the edit over into the code, or delete it and keep a copy (--force)"
    reason = "it is no longer in the code, but was edited on the server since our last push"
    return _conflict(change, Conflict(reason, there.changed_by, there.changed_at, edits, hint), options)


# --- a part of the plan -----------------------------------------------------------------------------


def matches(change: Change, patterns: Sequence[str]) -> bool:
    """Return whether a change is selected by one of the patterns: ``kind/uid``, uid or title."""
    names = (f"{change.kind}/{change.uid}", change.uid, change.title)
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)


def _selected(changes: Sequence[Change], patterns: Sequence[str]) -> list[Change]:
    chosen = [change for change in changes if matches(change, patterns)]
    unknown = [pattern for pattern in patterns if not any(matches(change, [pattern]) for change in changes)]
    if unknown:
        raise KitError(
            f'nothing matches "{unknown[0]}"',
            hint="a selector is kind/uid, a uid or a title, with * as you like",
        )
    needed = {change.folder_uid for change in chosen}
    folders = {change.uid: change for change in changes if change.kind == "folder"}
    for uid in list(needed):
        while uid in folders:
            needed.add(uid)
            uid = folders[uid].folder_uid  # noqa: PLW2901 - on to the parent
    kept = [change for change in folders.values() if change.uid in needed and change not in chosen]
    return [*kept, *chosen]
