"""The seam for the newer API: what the dashboards of a server can do, and how ``/api`` does it.

``/api/dashboards`` works from 10.2 to 13. An implementation for ``/apis/dashboard.grafana.app`` takes the
place of :class:`Classic`; nothing above it knows the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from grafana_kit.errors import ConflictError
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grafana_kit.errors import KitError
    from grafana_kit.transport.client import Client

_PAGE = 1000  # search answers with at most 5000
_FOLDERS_AT_ONCE = 50  # in one query, so that the address stays short
_VERSIONS = 1000


@frozen(eq=False)
class Stored:
    """A dashboard as the server holds it."""

    body: dict[str, Any]
    version: int
    folder_uid: str
    provisioned: bool
    changed_by: str
    changed_at: str


@frozen
class Version:
    """One entry of a dashboard's history."""

    number: int
    message: str
    by: str
    at: str


@frozen(eq=False)
class Draft:
    """A dashboard to save.

    Attributes:
        version: the one that it replaces; 0 for a new one.
    """

    uid: str
    title: str
    body: dict[str, Any]
    folder_uid: str
    version: int
    message: str


@frozen
class Saved:
    """What became of a draft."""

    uid: str
    version: int


@frozen
class Hit:
    """What search knows of a dashboard."""

    uid: str
    title: str
    folder_uid: str


class AccessDeniedError(Exception):
    """The server does not let us save a dashboard, or does not know the rights on a new folder yet."""

    def __init__(self, refusal: KitError) -> None:
        super().__init__()
        self.refusal = refusal


class Backend(Protocol):
    """What planning and applying need of the dashboards of a server."""

    name: str

    def dashboard(self, uid: str) -> Stored | None:
        """Return a dashboard, or None."""
        ...

    def versions(self, uid: str) -> Sequence[Version]:
        """Return its history, newest first."""
        ...

    def version_body(self, uid: str, number: int) -> dict[str, Any] | None:
        """Return it as it was, or None."""
        ...

    def save(self, draft: Draft) -> Saved:
        """Save it if nobody else has since the version that it replaces.

        Raises:
            ConflictError: somebody has, or its name is taken.
            AccessDeniedError: we may not, or the server does not know the rights on a new folder yet.
            NoAnswerError: it may have been saved or not.
        """
        ...

    def delete(self, uid: str) -> bool:
        """Delete it; False if it was not there."""
        ...

    def search(self, *, tag: str = "", folders: Sequence[str] = ()) -> Iterator[Hit]:
        """Yield what search knows, perhaps some seconds late."""
        ...


class Classic:
    """Dashboards through ``/api``."""

    name = "/api"

    def __init__(self, client: Client) -> None:
        self._client = client

    def dashboard(self, uid: str) -> Stored | None:
        """Return a dashboard, or None."""
        answer = self._client.get(f"/api/dashboards/uid/{segment(uid)}", allow=(404,))
        if answer.status == 404 or answer.data["meta"].get("isFolder"):  # noqa: PLR2004
            return None
        body, meta = answer.data["dashboard"], answer.data["meta"]
        return Stored(
            {**{name: value for name, value in body.items() if name != "version"}, "id": None},
            int(meta.get("version") or body.get("version") or 0),
            meta.get("folderUid") or "",
            bool(meta.get("provisioned") or meta.get("provisionedExternalId")),
            meta.get("updatedBy") or "",
            meta.get("updated") or "",
        )

    def versions(self, uid: str) -> list[Version]:
        """Return its history, newest first; the list was bare before 11.6, and is in an object since."""
        path, found = f"/api/dashboards/uid/{segment(uid)}/versions", dict[int, Version]()
        while True:
            data = self._client.get(path, {"limit": _VERSIONS, "start": len(found)}).data
            page = data if isinstance(data, list) else data["versions"]
            known = len(found)
            for one in page:
                number = int(one["version"])
                by, at = str(one.get("createdBy") or ""), str(one.get("created") or "")
                found.setdefault(number, Version(number, one.get("message") or "", by, at))
            if len(page) < _VERSIONS or len(found) == known:
                return sorted(found.values(), key=lambda one: -one.number)

    def version_body(self, uid: str, number: int) -> dict[str, Any] | None:
        """Return it as it was, or None."""
        answer = self._client.get(f"/api/dashboards/uid/{segment(uid)}/versions/{number}", allow=(404,))
        return None if answer.status == 404 else answer.data["data"]  # noqa: PLR2004

    def save(self, draft: Draft) -> Saved:
        """Save it if nobody else has since the version that it replaces; ``overwrite`` is never true."""
        path, what = "/api/dashboards/db", f'dashboard "{draft.title}" ({draft.uid})'
        body = {
            "dashboard": {**draft.body, "id": None, "uid": draft.uid, "version": draft.version},
            "folderUid": draft.folder_uid,
            "message": draft.message,
            "overwrite": False,
        }
        answer = self._client.send("POST", path, body, allow=(403, 412, 500), what=what)
        if answer.status in (403, 500) and "access denied" in answer.said.lower():
            raise AccessDeniedError(self._client.refused(answer, "POST", path, what))
        if answer.status == 412:  # noqa: PLR2004
            raise self._locked(answer.data, answer.said, what, path)
        if answer.status >= 400:  # noqa: PLR2004
            raise self._client.refused(answer, "POST", path, what)
        return Saved(answer.data["uid"], int(answer.data["version"]))

    def _locked(self, data: Any, said: str, what: str, path: str) -> ConflictError:
        where = f"POST {self._client.access.url}{path}"
        why = data.get("status") if isinstance(data, dict) else ""
        environment = self._client.access.environment
        if why == "name-exists":
            return ConflictError(
                f"{what}: its folder already has one of that name: {said}",
                where=where,
                hint="rename one of the two; if the other is an old one of ours, push --prune removes it",
            )
        if why == "plugin-dashboard":
            return ConflictError(f"{what}: {said}", where=where, hint="give ours another uid")
        hint = f"grafana-kit diff --env {environment}"
        return ConflictError(
            f"{what} was changed on the server since the plan was made: {said}", where=where, hint=hint
        )

    def delete(self, uid: str) -> bool:
        """Delete it; False if it was not there."""
        path, what = f"/api/dashboards/uid/{segment(uid)}", f"dashboard {uid}"
        return self._client.send("DELETE", path, allow=(404,), what=what, repeatable=True).status != 404  # noqa: PLR2004

    def search(self, *, tag: str = "", folders: Sequence[str] = ()) -> Iterator[Hit]:
        """Yield what search knows, perhaps some seconds late; sorted, or its pages would not fit together."""
        chunks = [folders[at : at + _FOLDERS_AT_ONCE] for at in range(0, len(folders), _FOLDERS_AT_ONCE)]
        seen: set[str] = set()
        for chunk in chunks or [()]:
            for hit in self._pages(tag, chunk):
                if hit.uid not in seen:
                    seen.add(hit.uid)
                    yield hit

    def _pages(self, tag: str, folders: Sequence[str]) -> Iterator[Hit]:
        query: dict[str, Any] = {"type": "dash-db", "limit": _PAGE, "sort": "alpha-asc"}
        query |= {name: value for name, value in (("tag", tag), ("folderUIDs", list(folders))) if value}
        page = 0
        while True:
            page += 1
            hits = self._client.get("/api/search", {**query, "page": page}).data
            yield from (Hit(one["uid"], one["title"], one.get("folderUid") or "") for one in hits)
            if len(hits) < _PAGE:
                return
