"""This project's mark on a server: it says what is ours, which run wrote it, and what exactly was written.

A dashboard's mark is the message of the version that we saved (and a tag, by which search finds it: a copy
that somebody makes in the browser has the tag, but not our message in its history). A rule's mark is an
annotation, a data source's a key of its ``jsonData``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.model.change import Mark
from grafana_kit.model.naming import digest as text_digest
from grafana_kit.planning.normalise import MARK_TAG, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PREFIX = "grafana-kit "
_RESTORED = "grafana-kit restored "
ROOT = "general"
"""What Grafana calls the folder that holds what is in no folder."""


@frozen
class Written:
    """What a mark says.

    Attributes:
        mark: whose, which run, and the digest of what was written.
        folder: where a dashboard was put; None where the mark does not say.
        group: of a rule: the digest of the uids of its group's rules.
        whole: of a rule: the digest of its group.
        restored: an earlier state was put back; it was not necessarily ours.
    """

    mark: Mark
    folder: str | None = None
    group: str = ""
    whole: str = ""
    restored: bool = False

    def text(self) -> str:
        """Return the mark as it is written on the server."""
        fields = {"project": self.mark.project, "run": self.mark.run, "sha": self.mark.digest}
        if self.folder is not None:
            fields["folder"] = self.folder or ROOT
        fields |= {name: value for name, value in (("group", self.group), ("whole", self.whole)) if value}
        return " ".join(f"{name}={value}" for name, value in fields.items())

    def message(self) -> str:
        """Return the mark as the message of a dashboard's version."""
        return f"{_RESTORED if self.restored else _PREFIX}{self.text()}"


def read(text: object) -> Written | None:
    """Return what a mark says; None if the text is not one, or more than one.

    >>> read("project=shop run=r1 sha=abc").mark.project
    'shop'
    """
    if not isinstance(text, str):
        return None
    words = [word.partition("=") for word in text.split(" ")]
    fields = {name: value for name, _, value in words}
    wanted = {"project", "run", "sha"}
    known = wanted | {"folder", "group", "whole"}
    if not wanted <= set(fields) <= known or len(fields) != len(words) or not all(fields.values()):
        return None
    folder = fields.get("folder")
    return Written(
        Mark(fields["project"], fields["run"], fields["sha"]),
        "" if folder == ROOT else folder,
        fields.get("group", ""),
        fields.get("whole", ""),
    )


def read_message(message: str) -> Written | None:
    """Return what the message of a dashboard's version says; None if it is not a mark."""
    if message.startswith(_RESTORED):
        found = read(message.removeprefix(_RESTORED))
        return None if found is None else Written(found.mark, found.folder, restored=True)
    return read(message.removeprefix(_PREFIX)) if message.startswith(_PREFIX) else None


def tag(project: str) -> str:
    """Return the tag of a project's dashboards."""
    return f"{MARK_TAG}{project}"


def tagged(body: Mapping[str, Any], project: str) -> dict[str, Any]:
    """Return a dashboard with the project's tag, which is the only one of its kind."""
    others = [one for one in body.get("tags") or [] if not str(one).startswith(MARK_TAG)]
    return {**body, "tags": [*others, tag(project)]}


def rule_digest(rule: Mapping[str, Any]) -> str:
    """Return the digest of one rule of a group."""
    return digest("grafana-rules", {"rules": [rule]})


def uids_digest(uids: Iterable[str]) -> str:
    """Return the digest of which rules a group has."""
    return text_digest(",".join(sorted(uids)))[:24]
