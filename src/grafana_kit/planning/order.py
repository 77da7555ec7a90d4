"""What has to be there before something else: the order of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from grafana_kit.model.resource import Kind

if TYPE_CHECKING:
    from grafana_kit.model.change import Change, Key

ORDER: dict[Kind, int] = {kind: place for place, kind in enumerate(get_args(Kind))}
"""What others need comes first."""


def in_order(changes: Sequence[Change]) -> list[Change]:
    """Return changes as they can be carried out: parents first, deletions last and children first.

    Nothing loses its folder before it is gone itself.
    """
    deletions = [one for one in changes if one.action == "delete"]
    return [
        *_parents_first([one for one in changes if one.action != "delete"]),
        *_parents_first(deletions)[::-1],
    ]


def _parents_first(changes: Sequence[Change]) -> list[Change]:
    parents = {one.uid: one.folder_uid for one in changes if one.kind == "folder"}

    def place(change: Change) -> tuple[int, int, str, str]:
        return ORDER[change.kind], _depth(change, parents), change.folder, change.uid

    return sorted(changes, key=place)


def _depth(change: Change, parents: Mapping[str, str]) -> int:
    """Return in how many of the changes' own folders a folder is."""
    above: list[str] = []
    uid = change.folder_uid if change.kind == "folder" else ""
    while uid in parents and uid not in above:
        above.append(uid)
        uid = parents[uid]
    return len(above)


def needs(change: Change) -> Iterator[Key]:
    """Yield what must be there before a change can be carried out."""
    if change.action == "delete":
        return
    if change.folder_uid:
        yield "folder", change.folder_uid
    wanted = change.wanted or {}
    if change.kind == "notification-route":
        yield from _notified(wanted)
    if change.kind == "grafana-rules":
        for rule in wanted.get("rules") or ():
            yield from _notified(rule.get("notification_settings") or {})
            for step in rule.get("data") or ():
                yield "datasource", str(step.get("datasourceUid"))


def _notified(settings: Mapping[str, Any]) -> Iterator[Key]:
    if settings.get("receiver"):
        yield "contact-point", str(settings["receiver"])
    for name in settings.get("mute_time_intervals") or ():
        yield "mute-timing", str(name)
