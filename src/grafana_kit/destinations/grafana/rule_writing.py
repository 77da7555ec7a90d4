"""Writing rule groups: the server replaces a group whole, so it is compared right before that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana import forms, marks
from grafana_kit.destinations.grafana.rule_places import KIND, RULES, Groups, Place, uids_of, whole_of
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.model.change import Mark, Seen
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grafana_kit.model.change import Change

_NEW_GROUP_INTERVAL = "1m"
"""What the server gives a group whose first rule is made alone."""


@define(eq=False)
class RuleWriter:
    """Writes the rule groups of a server.

    Attributes:
        moved: uids of rules that this run took out of one group into another.
    """

    server: Server
    groups: Groups
    moved: set[str] = field(factory=set)

    def apply(self, change: Change, run: str) -> Applied:
        """Write or delete one group."""
        if change.action == "delete":
            return self._delete(change, run)
        wanted = change.wanted or {}
        place = Place(change.folder_uid, forms.expanded(wanted["name"]))
        what = f'rule group "{place.group}" ({change.uid})'
        flat = self.groups.flat()
        for _, other, why in self.groups.taken(place, wanted["rules"], flat):
            raise self.server.conflict(
                f'{what}: the rule "{other["title"]}" ({other["uid"]}) of the group {other["ruleGroup"]}'
                f" has the {why} of one of ours",
                RULES,
                "rename one of the two",
            )
        there = self._check(place, change, what)
        foreign = [rule["uid"] for rule in flat if Place.of(rule) != place]
        present = [rule["uid"] for rule in flat]
        new = [rule for rule in wanted["rules"] if rule["uid"] not in present]
        if new and not self.server.version.new_rules_in_group:
            there = self._add(
                place, new, there or {**wanted, "interval": _NEW_GROUP_INTERVAL, "rules": []}, run, change
            )
        body = wanted if change.exact else self._marked(wanted, wanted, run)
        self._put(place, body, there, what)
        self.moved.update(rule["uid"] for rule in wanted["rules"] if rule["uid"] in foreign)
        mark = Mark(self.server.project, run, digest(KIND, wanted))
        seen = Seen(KIND, change.uid, change.title, body, place.folder)
        return Applied(seen if change.exact else evolve(seen, mark=mark, since="nothing"))

    def _check(self, place: Place, change: Change, what: str) -> dict[str, Any] | None:
        """Return the group as a file has it if it is as the plan saw it, less what we moved out of it ourselves."""
        group = self.groups.get(place)
        folder = change.seen.body.get("folder", "") if change.seen is not None else ""
        now = None if group is None else self.groups.in_file_form(group, folder)
        before = dict(change.seen.body) if change.seen is not None else None
        if before is not None:
            before["rules"] = [rule for rule in before["rules"] if rule["uid"] not in self.moved]
            before = before if before["rules"] else None
        if now != before:
            raise self.server.changed(what, place.path)
        return now

    def _marked(self, body: Mapping[str, Any], whole: Mapping[str, Any], run: str) -> dict[str, Any]:
        """Return a group whose rules carry our mark; ``whole`` is what the group will be."""
        group, of_all = uids_of(whole), whole_of(whole)
        return {
            **body,
            "rules": [
                forms.marked(
                    rule,
                    marks.Written(
                        Mark(self.server.project, run, marks.rule_digest(rule)), group=group, whole=of_all
                    ).text(),
                )
                for rule in body["rules"]
            ],
        }

    def _add(
        self, place: Place, new: Sequence[dict[str, Any]], there: dict[str, Any], run: str, change: Change
    ) -> dict[str, Any]:
        """Make new rules one by one, as a group that names them is refused; return the group as it is then.

        Each carries the mark of the group as it is with it, so that a run that is stopped here leaves
        nothing that looks like an edit.
        """
        for rule in new:
            there = {**there, "rules": [*there["rules"], rule]}
            made = rule if change.exact else self._marked({"rules": [rule]}, there, run)["rules"][0]
            there["rules"][-1] = made
            self._post(place, made)
        return there

    def _post(self, place: Place, rule: dict[str, Any]) -> None:
        body, what = self._to_api(place, rule), f'rule "{rule["title"]}" ({rule["uid"]})'
        path = f"{RULES}/{segment(rule['uid'])}"

        def arrived() -> bool | None:
            answer = self.server.client.get(path, allow=(404,))
            if answer.status == 404:  # noqa: PLR2004
                return None
            if forms.mark_text(answer.data) == forms.mark_text(rule):
                return True
            raise self.server.changed(what, path)

        headers = self.server.provenance_headers
        self.server.once(
            lambda: bool(self.server.client.send("POST", RULES, body, headers=headers, what=what)), arrived
        )

    def _to_api(self, place: Place, rule: Mapping[str, Any]) -> dict[str, Any]:
        org_id = self.server.environment.grafana.org_id
        return forms.to_api(rule, folder_uid=place.folder, group=place.group, org_id=org_id)

    def _put(self, place: Place, body: Mapping[str, Any], there: Mapping[str, Any] | None, what: str) -> None:
        """Replace the group once: after a lost answer, look what is there before sending it again."""
        sent = {
            "title": place.group,
            "folderUid": place.folder,
            "interval": forms.seconds(body["interval"]),
            "rules": [self._to_api(place, rule) for rule in body["rules"]],
        }
        headers = self.server.provenance_headers

        def arrived() -> bool | None:
            now = self.groups.get(place)
            if now is not None and self._is(now, body):
                return True
            as_before = there is None if now is None else there is not None and self._is(now, there)
            if not as_before:
                raise self.server.changed(what, place.path)
            return None

        self.server.once(
            lambda: bool(self.server.client.send("PUT", place.path, sent, headers=headers, what=what)),
            arrived,
        )

    def _is(self, group: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
        """Say whether a group of the API is what a file says, marks included."""
        now = self.groups.in_file_form(group, body["folder"])
        here = {rule["uid"]: forms.mark_text(rule) for rule in now["rules"]}
        wanted = {rule["uid"]: forms.mark_text(rule) for rule in body["rules"]}
        return here == wanted and digest(KIND, now) == digest(KIND, body)

    def _delete(self, change: Change, run: str) -> Applied:
        """Delete a group that is as the plan saw it.

        ``"rules": []`` means "delete all" to some versions and "keep all" to others, so it is never sent:
        where a group cannot be deleted in one request all rules but one go first, and then that one.
        """
        if change.seen is None:
            raise self.server.changed(f"rule group {change.uid}", RULES)
        place = Place(change.seen.folder_uid, change.seen.title)
        what = f'rule group "{place.group}" ({change.uid})'
        group = self.groups.get(place)
        if group is None:
            return Applied(None, "it was gone already", already=True)
        there = self._check(place, change, what)
        assert there is not None
        headers = self.server.provenance_headers
        if self.server.version.deletes_groups:
            self.server.client.send(
                "DELETE", place.path, headers=headers, what=what, allow=(404,), repeatable=True
            )
            return Applied(None)
        if len(there["rules"]) > 1:
            last = {**there, "rules": there["rules"][:1]}
            self._put(place, self._marked(last, last, run), there, what)
        path = f"{RULES}/{segment(there['rules'][0]['uid'])}"
        self.server.client.send("DELETE", path, headers=headers, what=what, allow=(404,), repeatable=True)
        return Applied(None)
