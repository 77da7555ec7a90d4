"""Why a resource must not be written: one function per reason, each saying what to do next."""

from __future__ import annotations

from grafana_kit.model.change import Conflict, Difference, Seen
from grafana_kit.planning.differences import differences

_FORCE = "take the edit over (--adopt), or overwrite it and keep a copy (--force)"


def not_ours_to_write(there: Seen, project: str) -> Conflict | None:
    """Return why what is there must not be overwritten by a project; None if it may be."""
    who, when = there.changed_by, there.changed_at
    if there.provisioned:
        return provisioned(there)
    if there.mark is not None and there.mark.project != project:
        reason = f'it belongs to the project "{there.mark.project}"'
        return Conflict(reason, who, when, hint="give one of the two another uid")
    if there.since == "edited":
        return Conflict("it was edited on the server since our last push", who, when, _edits(there), _FORCE)
    if there.since == "unknown" or there.mark is None:
        reason = "it was there before, and nothing on it says that we pushed it"
        return Conflict(reason, who, when, hint=_FORCE)
    return None


def not_ours_to_delete(there: Seen) -> Conflict | None:
    """Return why what carries our mark and is no longer wanted must not be deleted; None if it may be."""
    if there.provisioned:
        return provisioned(there)
    if there.since == "nothing":
        return None
    return Conflict(
        "it is no longer in the code, but was edited on the server since our last push",
        there.changed_by,
        there.changed_at,
        _edits(there),
        "take the edit over into the code, or delete it and keep a copy (--force)",
    )


def provisioned(there: Seen) -> Conflict:
    """Return that a resource belongs to the server's own files."""
    return Conflict(
        "the server provisions it from files and takes no other writer",
        there.changed_by,
        there.changed_at,
        hint="take the file out of the server's provisioning folder, or out of this project",
        forcible=False,
    )


def name_taken(blocker: Seen) -> Conflict:
    """Return that another resource has the name that ours needs."""
    return Conflict(
        f'another one is called "{blocker.title}" there (uid {blocker.uid})',
        blocker.changed_by,
        blocker.changed_at,
        hint="rename one of the two",
        forcible=False,
    )


def rule_elsewhere(title: str, group: Seen) -> Conflict:
    """Return that a rule would come out of a group that somebody edited.

    Only that group's own change keeps a copy of it, so the other one waits for it.
    """
    return Conflict(
        f'its rule "{title}" is still in the group "{group.title}", which was edited on the server',
        group.changed_by,
        group.changed_at,
        hint=f'settle the conflict of "{group.title}" first, then push again',
        forcible=False,
    )


def _edits(there: Seen) -> tuple[Difference, ...]:
    return () if there.base is None else differences(there.kind, there.base, there.body)
