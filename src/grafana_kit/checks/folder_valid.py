"""folder/valid: the folder of a dashboard or of a rule group is one that Grafana can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle

ID = "folder/valid"
_RESERVED = ("general", "sharedwithme")  # pkg/services/folder: uids that Grafana keeps for itself


def check(bundle: Bundle) -> Iterator[Problem]:
    """Yield folders that are no names, folders that are Grafana's own, and rule groups without one."""
    for one in (*bundle.of_kind("dashboard"), *bundle.of_kind("grafana-rules")):
        parts = one.folder.split("/") if one.folder else []
        # "." and ".." climb wherever somebody makes a path of a folder's name.
        if any(part.strip() != part or not part.strip(".") for part in parts):
            yield Problem(ID, f'"{one.folder}" is no folder', one.source, "write folders as A or A/B")
        if one.folder.strip().lower() in _RESERVED:
            yield Problem(
                ID, f'Grafana keeps the folder "{one.folder}" for itself', one.source, "choose another"
            )
        if not parts and one.kind == "grafana-rules":
            hint = "give it one: Grafana has no rules outside of folders"
            yield Problem(ID, f'the group "{one.title}" has no folder', one.source, hint)
