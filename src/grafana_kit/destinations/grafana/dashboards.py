"""Dashboards: who wrote what is there, and saving under the lock of the version that the plan saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana import marks
from grafana_kit.destinations.grafana.api import AccessDeniedError, Backend, Draft, Saved, Stored
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.errors import ServerError
from grafana_kit.model.change import Mark, Seen
from grafana_kit.model.naming import slug
from grafana_kit.planning.normalise import digest
from grafana_kit.render.provisioning import folder_uid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grafana_kit.destinations.grafana.api import Version
    from grafana_kit.model.change import Change
    from grafana_kit.model.resource import Kind, Resource

_KIND: Kind = "dashboard"
_PATH = "/api/dashboards/db"


@define(eq=False)
class Dashboards:
    """The dashboards of a server.

    Attributes:
        made_folders: uids of folders that this run made: their rights may not have arrived everywhere.
    """

    server: Server
    backend: Backend
    made_folders: set[str] = field(factory=set)

    # --- reading ------------------------------------------------------------------------------------

    def read(self, wanted: Sequence[Resource], folders: Mapping[str, str]) -> list[Seen]:
        """Return those that are wanted, and what stands in the way of those that are missing.

        Args:
            wanted: the dashboards of the project.
            folders: title by uid of all folders that are known.
        """
        found = list(self.server.each(self._wanted, wanted))
        seen = [one for one in found if one is not None]
        missing = [one for one, there in zip(wanted, found, strict=True) if there is None]
        if self.server.version.unique_titles and missing:
            seen += self._in_the_way(missing, folders)
        return seen

    def read_others(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return those that carry our mark and are not wanted."""
        uids = {one.uid for one in wanted}
        tagged = self.backend.search(tag=marks.tag(self.server.project))
        others = [hit.uid for hit in tagged if hit.uid not in uids]
        return [one for one in self.server.each(self._other, others) if one is not None]

    def _wanted(self, resource: Resource) -> Seen | None:
        """Return what is there; its history is asked for only if something differs."""
        stored = self.backend.dashboard(resource.uid)
        if stored is None:
            return None
        seen = _seen(resource.uid, stored)
        wanted, live = digest(_KIND, resource.body), digest(_KIND, stored.body)
        folder = folder_uid(resource.folder) if resource.folder else ""
        if wanted != live or folder != stored.folder_uid:
            return self._with_history(seen, live)
        ours = marks.tag(self.server.project) in (stored.body.get("tags") or [])
        return evolve(seen, mark=Mark(self.server.project, "", wanted), since="nothing") if ours else seen

    def _other(self, uid: str) -> Seen | None:
        """Return a dashboard with our tag if its history says that it is ours; a copy's does not."""
        stored = self.backend.dashboard(uid)
        if stored is None:
            return None
        seen = self._with_history(_seen(uid, stored), digest(_KIND, stored.body))
        return seen if seen.mark is not None and seen.mark.project == self.server.project else None

    def _with_history(self, seen: Seen, live: str) -> Seen:
        """Return it with its mark, and with what happened since we wrote it."""
        history = [one for one in self.backend.versions(seen.uid) if one.number <= (seen.version or 0)]
        written = [(one, mark) for one in history if (mark := marks.read_message(one.message)) is not None]
        project = self.server.project
        ours = [(one, mark) for one, mark in written if mark.mark.project == project and not mark.restored]
        if not ours:
            others = [mark.mark for _, mark in written if mark.mark.project != project]
            return evolve(seen, mark=others[0]) if others else seen
        version, mark = ours[0]
        seen = evolve(seen, mark=mark.mark)
        moved = mark.folder is not None and mark.folder != seen.folder_uid
        if version is history[0]:
            return evolve(seen, since="edited" if moved else "nothing", base=seen.body)
        restored = _restored(history[0], live, [mark.mark for _, mark in ours])
        if restored is not None:
            return evolve(seen, since="nothing", mark=restored, base=seen.body)
        base = self.backend.version_body(seen.uid, version.number)
        same = base is not None and digest(_KIND, base) == live and not moved
        return evolve(seen, since="nothing" if same else "edited", base=base)

    def _in_the_way(self, missing: Sequence[Resource], folders: Mapping[str, str]) -> Iterator[Seen]:
        """Yield what has the name that a new dashboard needs, where names are taken once (to 11.2).

        A folder counts too, wherever it is: it is told as the dashboard that it keeps from being made.
        """
        places = {one.uid: folder_uid(one.folder) if one.folder else "" for one in missing}
        names = {(places[one.uid], slug(one.title)) for one in missing}
        there = {place or marks.ROOT for place in places.values() if not place or place in folders}
        for hit in self.backend.search(folders=sorted(there)) if there else ():
            if (hit.folder_uid, slug(hit.title)) in names:
                yield Seen(_KIND, hit.uid, hit.title, {}, hit.folder_uid)
        for uid, title in folders.items():
            for place, name in sorted(names):
                if name == slug(title):
                    yield Seen(_KIND, uid, title, {}, place)

    # --- writing ------------------------------------------------------------------------------------

    def apply(self, change: Change, run: str, *, own: bool) -> Applied:
        """Save, move or delete one dashboard.

        Args:
            change: what is to happen.
            run: the id that the mark will carry.
            own: whether what is written counts as pushed by us.
        """
        if change.action == "delete":
            return self._delete(change)
        body = dict(change.wanted or {})
        if not change.exact:
            body = marks.tagged(body, self.server.project)
        mark = Mark(self.server.project, run, digest(_KIND, body))
        written = marks.Written(mark, change.folder_uid, restored=not own)
        version = (change.seen.version or 0) if change.seen is not None else 0
        draft = Draft(change.uid, change.title, body, change.folder_uid, version, written.message())
        saved = self._save(draft)
        if saved.uid != change.uid:
            raise ServerError(
                f'dashboard "{change.title}" was sent as {change.uid}, and the server saved it as {saved.uid}',
                where=f"{self.server.client.access.url}{_PATH}",
                hint=f"in Grafana, restore the version before this one of {saved.uid}, and rename one of the two",
            )
        seen = Seen(_KIND, change.uid, change.title, body, change.folder_uid, saved.version)
        # The lock does not hold for what is gone: the server takes it for a new one.
        note = "somebody had deleted it since the plan was made" if saved.version <= version else ""
        return Applied(evolve(seen, mark=mark if own else None, since="nothing" if own else "unknown"), note)

    def _save(self, draft: Draft) -> Saved:
        return self.server.once(lambda: self._send(draft), lambda: self._arrived(draft))

    def _send(self, draft: Draft) -> Saved:
        """Send a draft; once more if it is for a folder that this run made, and its rights are on their way."""
        try:
            return self.backend.save(draft)
        except AccessDeniedError as denied:
            if draft.folder_uid not in self.made_folders:
                raise denied.refusal from None
        self.server.client.patience.pause(1)
        try:
            return self.backend.save(draft)
        except AccessDeniedError as denied:
            raise denied.refusal from None

    def _arrived(self, draft: Draft) -> Saved | None:
        """Return what the server saved of a draft whose answer was lost; None if it is as before.

        Raises:
            ConflictError: it is neither as before nor ours.
        """
        stored = self.backend.dashboard(draft.uid)
        if (stored.version if stored is not None else 0) == draft.version:
            return None
        if stored is not None:
            for version in self.backend.versions(draft.uid):
                if version.number > draft.version and version.message == draft.message:
                    return Saved(draft.uid, version.number)
        raise self.server.changed(f'dashboard "{draft.title}" ({draft.uid})', f"/d/{draft.uid}")

    def _delete(self, change: Change) -> Applied:
        """Delete what the plan saw; the API has no lock for it, so it is looked at right before."""
        stored = self.backend.dashboard(change.uid)
        if stored is None:
            return Applied(None, "it was gone already", already=True)
        if change.seen is None or stored.version != change.seen.version:
            raise self.server.changed(f'dashboard "{change.title}" ({change.uid})', f"/d/{change.uid}")
        self.backend.delete(change.uid)
        return Applied(None)


def _seen(uid: str, stored: Stored) -> Seen:
    return Seen(
        _KIND,
        uid,
        str(stored.body.get("title", "")),
        stored.body,
        stored.folder_uid,
        stored.version,
        changed_by=stored.changed_by,
        changed_at=stored.changed_at,
        provisioned=stored.provisioned,
    )


def _restored(newest: Version, live: str, ours: Sequence[Mark]) -> Mark | None:
    """Return which of our own states a rollback put back, if the newest version is one."""
    written = marks.read_message(newest.message)
    if written is None or not written.restored or written.mark.digest != live:
        return None
    return next((mark for mark in ours if mark.digest == live), None)
