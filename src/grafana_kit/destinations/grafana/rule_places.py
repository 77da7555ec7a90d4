"""Where rule groups are on a server, what names they take, and which of their rules are as we wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.destinations.grafana import forms, marks
from grafana_kit.destinations.grafana.server import PROVISIONING, Server
from grafana_kit.model.naming import UID_LENGTH, uid_from
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grafana_kit.destinations.grafana.marks import Written
    from grafana_kit.model.resource import Kind

KIND: Kind = "grafana-rules"
RULES = f"{PROVISIONING}/alert-rules"


@frozen
class Place:
    """Where a group is: its folder's uid and its name, which are its identity on the server."""

    folder: str
    group: str

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Place:
        """Return where a rule of the API is."""
        return cls(rule["folderUID"], rule["ruleGroup"])

    @property
    def path(self) -> str:
        """The group's address."""
        return f"{PROVISIONING}/folder/{segment(self.folder)}/rule-groups/{segment(self.group)}"

    @property
    def uid(self) -> str:
        """The uid of a group that no bundle names."""
        return uid_from(self.folder, self.group)[:UID_LENGTH]


@frozen(eq=False)
class Groups:
    """The rule groups of a server, as its API gives them."""

    server: Server

    def flat(self) -> list[dict[str, Any]]:
        """Return all rules of all folders."""
        found: list[dict[str, Any]] = self.server.client.get(RULES).data
        return found

    def get(self, place: Place) -> dict[str, Any] | None:
        """Return a group, or None where there is none or it has no rules."""
        answer = self.server.client.get(place.path, allow=(404,))
        return dict(answer.data) if answer.status != 404 and answer.data.get("rules") else None  # noqa: PLR2004

    def in_file_form(self, group: Mapping[str, Any], folder: str) -> dict[str, Any]:
        """Return a group as a file has it; ``folder`` is a title, which the API does not tell."""
        return forms.group_to_file(group, folder=folder, org_id=self.server.environment.grafana.org_id)

    def is_ours(self, rule: Mapping[str, Any]) -> bool:
        """Say whether a rule carries our mark, be it a copy."""
        written = marks.read(forms.mark_text(rule))
        return written is not None and written.mark.project == self.server.project

    def is_as_written(self, rule: Mapping[str, Any], written: Written | None) -> bool:
        """Say whether a rule in file form is as we wrote it; a copy that somebody made has another uid."""
        return (
            written is not None
            and written.mark.project == self.server.project
            and written.mark.digest == marks.rule_digest(rule)
        )

    def is_genuine(self, rule: Mapping[str, Any]) -> bool:
        """Say whether a rule of the API is as we wrote it."""
        return self.is_as_written(forms.to_file(rule), marks.read(forms.mark_text(rule)))

    def taken(
        self, place: Place, rules: Sequence[Mapping[str, Any]], flat: Iterable[Mapping[str, Any]]
    ) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], str]]:
        """Yield rule, other rule, and what it takes: a uid, or a title where it can be there once.

        A rule of ours in another group takes nothing: it is moved.
        """
        by_uid = {rule["uid"]: rule for rule in rules}
        by_title = {forms.expanded(rule["title"]): rule for rule in rules}
        for other in flat:
            if Place.of(other) == place:
                continue
            rule = by_uid.get(other["uid"])
            if rule is not None:
                if not self.is_ours(other):
                    yield rule, other, "uid"
                continue
            same = by_title.get(other["title"])
            if same is not None and other["folderUID"] == place.folder and self.server.version.unique_rules:
                yield same, other, "title"


def uids_of(body: Mapping[str, Any]) -> str:
    """Return the digest of which rules a group has."""
    return marks.uids_digest(rule["uid"] for rule in body["rules"])


def whole_of(body: Mapping[str, Any]) -> str:
    """Return the digest of a group without its folder's title, which the API does not tell."""
    return digest(KIND, {**body, "folder": None})
