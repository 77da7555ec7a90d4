"""What a destination holds, what differs from what is wanted, and the plan that comes of it.

One plan serves diff, dry run, push, prune and rollback: they differ only in what is wanted and in
whether the plan is carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from grafana_kit.model.resource import Kind
from grafana_kit.model.source import Source

Key: TypeAlias = "tuple[Kind, str]"
"""What a resource is and its uid: the name under which both sides know it."""

Action: TypeAlias = Literal["create", "update", "move", "delete", "unchanged", "conflict"]

Since: TypeAlias = Literal["nothing", "edited", "unknown"]
"""What happened to a resource since this project last pushed it. ``unknown``: nothing there tells."""

Origin: TypeAlias = Literal["code", "server", "both"]
"""Who made a difference: we in the code, somebody on the server, or both."""


@frozen
class Mark:
    """This project's mark on a resource: whose it is, which run wrote it, and a hash of what was sent."""

    project: str
    run: str
    digest: str


@frozen(eq=False)
class Seen:
    """A resource as a destination holds it now.

    Attributes:
        body: as the destination gave it, in the same form as ``Resource.body`` (without server fields
            such as a dashboard's ``meta``).
        folder_uid: the folder that holds it; empty for none.
        version: the destination's own lock; None where it has none (the body itself is compared then).
        mark: ours, or another project's, or None for what was made by hand.
        since: whether somebody edited it since this project last pushed it.
        base: the body as this project last pushed it, where the destination still has it.
        changed_by, changed_at: who wrote the current state, and when, for people to read.
        provisioned: written from files by the server itself, which refuses other writers.
    """

    kind: Kind
    uid: str
    title: str
    body: dict[str, Any]
    folder_uid: str = ""
    version: int | None = None
    mark: Mark | None = None
    since: Since = "unknown"
    base: dict[str, Any] | None = None
    changed_by: str = ""
    changed_at: str = ""
    provisioned: bool = False

    @property
    def key(self) -> Key:
        """The name under which both sides know it."""
        return self.kind, self.uid


@frozen
class Difference:
    """One difference, in words that the author uses.

    Attributes:
        where: the part, outermost first, as ``('panel "p95"', "query A", "expression")``.
        how: added, removed, moved or changed.
        old, new: the values, None where there is none.
    """

    where: tuple[str, ...]
    how: Literal["added", "removed", "moved", "changed"]
    old: Any = None
    new: Any = None


@frozen
class Conflict:
    """Why a resource must not be written.

    Attributes:
        reason: one line.
        who, when: of the edit that is in the way, where known.
        differences: what was edited, against what this project last pushed; empty where that is not known.
        hint: what to do next.
        forcible: whether ``--force`` may overwrite it (after keeping a copy).
    """

    reason: str
    who: str = ""
    when: str = ""
    differences: tuple[Difference, ...] = ()
    hint: str = ""
    forcible: bool = True


@frozen(eq=False)
class Change:
    """What is to happen to one resource.

    Attributes:
        action: what; a conflict is carried out by nobody.
        wanted: the body to write; None for a deletion.
        folder: the title path of the folder it is to be in (or is in), for people.
        folder_uid: the same as uid; empty for none.
        seen: what the destination held when the plan was made; None if nothing.
        differences: from what is there to what is wanted.
        origin: who made the differences; None where nothing differs.
        conflict: set if and only if the action is ``conflict``.
        forced: it was a conflict that ``--force`` overwrites; a copy of what is there is kept first.
        exact: the body was there before and is written as it is: no mark is put on it that it lacks.
    """

    action: Action
    kind: Kind
    uid: str
    title: str
    wanted: dict[str, Any] | None = None
    folder: str = ""
    folder_uid: str = ""
    seen: Seen | None = None
    differences: tuple[Difference, ...] = ()
    origin: Origin | None = None
    conflict: Conflict | None = None
    forced: bool = False
    exact: bool = False
    source: Source = field(factory=lambda: Source(""))

    @property
    def key(self) -> Key:
        """The name under which both sides know it."""
        return self.kind, self.uid


@frozen(eq=False)
class Plan:
    """All changes of one environment, in the order in which they are carried out.

    Attributes:
        prunable: what carries our mark and is no longer wanted, and is not deleted by this plan.
        notes: what people should know about it.
    """

    environment: str
    changes: tuple[Change, ...]
    prunable: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, *actions: Action) -> tuple[Change, ...]:
        """Return the changes with one of these actions."""
        return tuple(change for change in self.changes if change.action in actions)

    def counts(self) -> Mapping[Action, int]:
        """Return how many changes there are of each action that occurs."""
        found: dict[Action, int] = {}
        for change in self.changes:
            found[change.action] = found.get(change.action, 0) + 1
        return found

    @property
    def pending(self) -> tuple[Change, ...]:
        """The changes that write something."""
        return self.of("create", "update", "move", "delete")

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes that nobody carries out."""
        return self.of("conflict")
