"""Rule groups as they are on a server: whose, and whether somebody edited them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from grafana_kit.destinations.grafana import forms, marks
from grafana_kit.destinations.grafana.rule_places import KIND, Groups, Place, uids_of, whole_of
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.model.change import Mark, Seen
from grafana_kit.planning.normalise import digest
from grafana_kit.render.provisioning import folder_uid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grafana_kit.model.resource import Resource

# What somebody moves at once; more would be too many combinations to look through.
_FEW, _MANY = 6, 12


@frozen(eq=False)
class RuleReader:
    """Reads the rule groups of a server."""

    server: Server
    groups: Groups

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return the groups that are wanted, and others with rules that carry our mark."""
        flat = self.groups.flat()
        there = {Place.of(rule) for rule in flat}
        places = {_place(one, there): one for one in wanted}
        ours = {Place.of(rule) for rule in flat if self.groups.is_genuine(rule)}
        asked = sorted((set(places) & there) | ours, key=lambda one: (one.folder, one.group))
        groups = {
            place: group
            for place, group in zip(asked, self.server.each(self.groups.get, asked), strict=True)
            if group is not None
        }
        self._note_taken(wanted, places, flat)
        seen = {place: self._seen(place, group, places.get(place)) for place, group in groups.items()}
        return [self._with_moved(one, seen.values()) for one in seen.values()]

    def _note_taken(
        self, wanted: Sequence[Resource], places: Mapping[Place, Resource], flat: Sequence[Mapping[str, Any]]
    ) -> None:
        """Note which uids and titles of ours other rules have; the write would be refused."""
        for place, resource in places.items():
            for rule, other, why in self.groups.taken(place, resource.body["rules"], flat):
                self.server.note(
                    f'the rule "{rule["title"]}" of {resource.uid} cannot be written: "{other["title"]}"'
                    f" ({other['uid']}) of the group {other['ruleGroup']} has its {why}"
                )

    def _seen(self, place: Place, group: Mapping[str, Any], resource: Resource | None) -> Seen:
        folder = resource.body["folder"] if resource is not None else place.folder
        body = self.groups.in_file_form(group, folder)
        provenances = {rule.get("provenance") or "" for rule in group["rules"]}
        seen = Seen(
            KIND,
            resource.uid if resource is not None else place.uid,
            place.group,
            body,
            place.folder,
            provisioned=bool(provenances - {"", "api"}),
            changed_at=max((str(rule.get("updated") or "") for rule in group["rules"]), default=""),
        )
        written = [marks.read(forms.mark_text(rule)) for rule in body["rules"]]
        known = [one for one in written if one is not None]
        ours = [one for one in known if one.mark.project == self.server.project]
        if not ours:
            return evolve(seen, mark=known[0].mark if known else None)
        newest = max(ours, key=lambda one: one.mark.run)
        untouched = all(map(self.groups.is_as_written, body["rules"], written)) and any(
            one.group == uids_of(body) and one.whole == whole_of(body) for one in ours
        )
        # A plan compares the mark with the digest of what is wanted, which knows the folder's title.
        pushed = newest.whole
        if untouched:
            pushed = digest(KIND, body)
        elif resource is not None and newest.whole == whole_of(resource.body):
            pushed = digest(KIND, resource.body)
        mark = Mark(self.server.project, newest.mark.run, pushed)
        return evolve(seen, mark=mark, since="nothing" if untouched else "edited")

    def _with_moved(self, seen: Seen, others: Iterable[Seen]) -> Seen:
        """Return a group as untouched if all that it lacks are rules that a stopped run of ours moved elsewhere."""
        if seen.since != "edited" or seen.mark is None or seen.mark.project != self.server.project:
            return seen
        rules = seen.body["rules"]
        written = [marks.read(forms.mark_text(rule)) for rule in rules]
        if not all(map(self.groups.is_as_written, rules, written)):
            return seen
        elsewhere = [
            rule["uid"]
            for other in others
            if other is not seen and other.since == "nothing"
            for rule in other.body["rules"]
        ]
        here = [rule["uid"] for rule in rules]
        sizes = range(1, min(len(elsewhere), _FEW) + 1)
        candidates = (
            marks.uids_digest([*here, *some])
            for size in sizes
            for some in combinations(elsewhere[:_MANY], size)
        )
        groups = {one.group for one in written if one is not None}
        return evolve(seen, since="nothing") if any(one in groups for one in candidates) else seen


def _place(resource: Resource, there: Iterable[Place]) -> Place:
    """Return where a group is to be; for one whose folder nobody knows any more, where its uid is."""
    name = forms.expanded(resource.body["name"])
    if resource.folder:
        return Place(folder_uid(resource.folder), name)
    return next((one for one in there if one.group == name and one.uid == resource.uid), Place("", name))
