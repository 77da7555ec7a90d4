"""Folders: made one at a time, parents first; what exists is compared, and never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana.api import Classic
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.errors import ServerError
from grafana_kit.model.change import Seen
from grafana_kit.model.naming import slug
from grafana_kit.transport.client import segment
from grafana_kit.transport.failures import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grafana_kit.model.change import Change
    from grafana_kit.model.resource import Kind, Resource

_KIND: Kind = "folder"
_PATH = "/api/folders"
_PAGE = 1000


@define(eq=False)
class Folders:
    """The folders of a server.

    Attributes:
        titles: title by uid, of all that were seen.
        made: uids of those that this run made.
    """

    server: Server
    titles: dict[str, str] = field(factory=dict)
    made: set[str] = field(factory=set)

    # --- reading ------------------------------------------------------------------------------------

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return the folders that are wanted, and those that have the name that one of them needs.

        The lists of each level say for most folders that they are as they should be; only the others are
        asked for one by one.
        """
        self.titles = {}
        parents = {str(one.body.get("parentUid") or "") for one in wanted}
        nested = any(parents) and self.server.nested_folders
        if any(parents) and not nested:
            self.server.note("this Grafana has no folders in folders: all of them stand in the root")
        listed = {one["uid"]: one for one in self._level("")}
        while nested and (known := sorted((parents - {""}) & set(listed))):
            parents -= set(known)
            for parent in known:
                listed |= {one["uid"]: {**one, "parentUid": parent} for one in self._level(parent)}
        self.titles = {uid: one["title"] for uid, one in listed.items()}
        seen = [self._wanted(one, listed.get(one.uid), nested=nested) for one in wanted]
        found = [one for one in seen if one is not None]
        missing = [one for one, there in zip(wanted, seen, strict=True) if there is None]
        if self.server.version.unique_folders:
            found += self._in_the_way(missing, listed, nested=nested)
        return found

    def _level(self, parent: str) -> Iterator[dict[str, Any]]:
        page = 0
        while True:
            page += 1
            query = {"limit": _PAGE, "page": page, **({"parentUid": parent} if parent else {})}
            found = self.server.client.get(_PATH, query).data
            yield from found
            if len(found) < _PAGE:
                return

    def _wanted(self, resource: Resource, listed: Mapping[str, Any] | None, *, nested: bool) -> Seen | None:
        parent = str(resource.body.get("parentUid") or "")
        if listed is not None and listed["title"] == resource.title:
            same_place = not nested or (listed.get("parentUid") or "") == parent
            if same_place:
                return _seen(resource.uid, resource.title, parent)
        folder = self.get(resource.uid)
        if folder is None:
            return None
        seen = _of(folder)
        return seen if nested or not parent else _placed(seen, parent)

    def get(self, uid: str) -> dict[str, Any] | None:
        """Return a folder as the server gives it, or None."""
        answer = self.server.client.get(f"{_PATH}/{segment(uid)}", allow=(404,))
        found: dict[str, Any] | None = None if answer.status == 404 else answer.data  # noqa: PLR2004
        if found is not None:
            self.titles[uid] = found["title"]
        return found

    def _in_the_way(
        self, missing: Sequence[Resource], listed: Mapping[str, Mapping[str, Any]], *, nested: bool
    ) -> Iterator[Seen]:
        ours = {one.uid for one in missing}
        for resource in missing:
            parent = str(resource.body.get("parentUid") or "")
            for uid, one in listed.items():
                beside = not nested or (one.get("parentUid") or "") == parent
                if uid not in ours and beside and slug(one["title"]) == slug(resource.title):
                    yield _seen(uid, one["title"], parent)

    # --- writing ------------------------------------------------------------------------------------

    def apply(self, change: Change) -> Applied:
        """Make, rename, move or delete one folder."""
        if change.action == "delete":
            return self._delete(change)
        wanted = change.wanted or {}
        title, parent = str(wanted.get("title") or change.title), str(wanted.get("parentUid") or "")
        if change.seen is None:
            return self._create(change, title, parent)
        return self._update(change, title, parent)

    def _create(self, change: Change, title: str, parent: str) -> Applied:
        body = {"uid": change.uid, "title": title, **({"parentUid": parent} if parent else {})}
        what, patience, attempt = f'folder "{title}" ({change.uid})', self.server.client.patience, 0
        lost = False
        while True:
            attempt += 1
            problem: Exception
            try:
                answer = self.server.client.send("POST", _PATH, body, allow=(409, 412, 500), what=what)
                if answer.status < 400:  # noqa: PLR2004
                    self.made.add(change.uid)
                    return self._made(change, answer.data, parent)
                problem = self.server.client.refused(answer, "POST", _PATH, what)
                taken = answer.status != 500  # noqa: PLR2004 - creations that race
            except NoAnswerError as error:
                problem, taken, answer, lost = error, False, None, True
            there = self.get(change.uid)
            if there is not None:
                made = self._already(change, there, title, parent)
                return Applied(made.seen, "its answer was lost") if lost else made
            if taken:
                said = f": {answer.said}" if answer is not None and answer.said else ""
                raise self.server.conflict(
                    f"{what}: another folder or dashboard has its name{said}", _PATH, "rename one of the two"
                )
            if attempt >= patience.attempts:
                raise problem
            patience.pause(attempt)

    def _made(self, change: Change, folder: dict[str, Any], parent: str) -> Applied:
        """Return what was made; a server without folders in folders says nothing and puts it into the root."""
        if folder["uid"] != change.uid:
            raise ServerError(
                f'folder "{change.title}" was sent as {change.uid}, and the server made {folder["uid"]}',
                where=f"{self.server.client.access.url}{_PATH}",
                hint="rename one of the two",
            )
        self.titles[change.uid] = folder["title"]
        if not parent or folder.get("parentUid") == parent:
            return Applied(_of(folder))
        again = self.get(change.uid) or folder
        if again.get("parentUid") == parent:
            return Applied(_of(again))
        seen = _placed(_of(again), parent)
        return Applied(seen, "this Grafana has no folders in folders: it stands in the root")

    def _already(self, change: Change, there: dict[str, Any], title: str, parent: str) -> Applied:
        same_place = not parent or there.get("parentUid") == parent or not self.server.nested_folders
        if there["title"] != title or not same_place:
            raise self.server.changed(f'folder "{title}" ({change.uid})', f"{_PATH}/{change.uid}")
        self.made.add(change.uid)
        return Applied(_placed(_of(there), parent), "it was made meanwhile", already=True)

    def _update(self, change: Change, title: str, parent: str) -> Applied:
        """Rename and move a folder that is still as the plan saw it."""
        assert change.seen is not None
        path, what = f"{_PATH}/{segment(change.uid)}", f'folder "{change.seen.title}" ({change.uid})'
        there = self._unchanged(change, what)
        if there is None:
            raise self.server.changed(what, path)
        if (there.get("parentUid") or "") != parent and self.server.nested_folders:
            moved = self.server.client.send(
                "POST", f"{path}/move", {"parentUid": parent}, what=what, repeatable=True
            )
            there = moved.data
        if there["title"] != title:
            there = self._rename(change.uid, title, there, what)
        return Applied(_placed(_of(there), parent))

    def _rename(self, uid: str, title: str, there: dict[str, Any], what: str) -> dict[str, Any]:
        path = f"{_PATH}/{segment(uid)}"
        body = {"title": title, "version": there["version"], "overwrite": False}

        def arrived() -> dict[str, Any] | None:
            now = self.get(uid)
            if now is not None and now["title"] == title:
                return now
            if now is None or now["version"] != there["version"]:
                raise self.server.changed(what, path)
            return None

        return self.server.once(
            lambda: dict(self.server.client.send("PUT", path, body, what=what).data), arrived
        )

    def _unchanged(self, change: Change, what: str) -> dict[str, Any] | None:
        """Return the folder if it is as the plan saw it, None if it is gone."""
        assert change.seen is not None
        there = self.get(change.uid)
        if there is None:
            return None
        moved = self.server.nested_folders and (there.get("parentUid") or "") != change.seen.folder_uid
        newer = change.seen.version is not None and there["version"] != change.seen.version
        if there["title"] != change.seen.title or moved or newer:
            raise self.server.changed(what, f"{_PATH}/{change.uid}")
        return there

    def _delete(self, change: Change) -> Applied:
        """Delete an empty folder: with it would go all that is in it."""
        what, path = f'folder "{change.title}" ({change.uid})', f"{_PATH}/{segment(change.uid)}"
        if change.seen is None:
            raise self.server.changed(what, path)
        if self._unchanged(change, what) is None:
            return Applied(None, "it was gone already", already=True)
        patience = self.server.client.patience
        for attempt in range(1, patience.attempts + 1):
            if self._is_empty(change.uid):
                break
            # What was deleted a moment ago may still be counted.
            if attempt == patience.attempts:
                hint = "move away what is in it, or leave it"
                raise self.server.conflict(f"{what} is not empty", path, hint)
            patience.pause(attempt)
        self.server.client.send("DELETE", path, what=what, allow=(404,), repeatable=True)
        return Applied(None)

    def _is_empty(self, uid: str) -> bool:
        """Say whether a folder holds nothing; where the server does not count, it is looked for."""
        answer = self.server.client.get(f"{_PATH}/{segment(uid)}/counts", allow=(404,))
        if answer.status != 404:  # noqa: PLR2004
            return not any(answer.data.values())
        backend = Classic(self.server.client)
        found = (hit.uid for hit in backend.search(folders=[uid]))
        inside = self.server.nested_folders and any(self._level(uid))
        return not inside and all(backend.dashboard(one) is None for one in found)


def _seen(uid: str, title: str, parent: str, version: int | None = None) -> Seen:
    body = {"uid": uid, "title": title, "parentUid": parent or None}
    return Seen(_KIND, uid, title, body, parent, version)


def _of(folder: Mapping[str, Any]) -> Seen:
    seen = _seen(folder["uid"], folder["title"], folder.get("parentUid") or "", folder["version"])
    return evolve(seen, changed_by=folder.get("updatedBy") or "", changed_at=folder.get("updated") or "")


def _placed(seen: Seen, parent: str) -> Seen:
    return evolve(seen, folder_uid=parent, body={**seen.body, "parentUid": parent or None})
