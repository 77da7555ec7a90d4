"""What search sees: all changes, but some of them late."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from attrs import define, field, frozen

if TYPE_CHECKING:
    from tests.fakes.grafana.state import Dashboard, Folder, State


@frozen
class Document:
    """One searchable thing."""

    kind: str  # "dash-db" or "dash-folder"
    uid: str
    id: int
    title: str
    folder: str
    tags: tuple[str, ...] = ()


@define
class SearchIndex:
    """The documents that search knows, and the changes on their way to it."""

    documents: dict[tuple[str, str], Document] = field(factory=dict)
    pending: deque[tuple[float, tuple[str, str], Document | None]] = field(factory=deque)

    @classmethod
    def of(cls, state: State) -> SearchIndex:
        """An index that knows the whole state."""
        index = cls()
        for folder in state.folders.values():
            index.put_folder(folder, 0)
        for dashboard in state.dashboards.values():
            index.put_dashboard(dashboard, 0)
        return index

    def put_folder(self, folder: Folder, lag_ms: float) -> None:
        """Note a new or changed folder."""
        self._put(Document("dash-folder", folder.uid, folder.id, folder.title, folder.parent), lag_ms)

    def put_dashboard(self, dashboard: Dashboard, lag_ms: float) -> None:
        """Note a new or changed dashboard."""
        tags = tuple(dashboard.tags)
        self._put(
            Document("dash-db", dashboard.uid, dashboard.id, dashboard.title, dashboard.folder, tags), lag_ms
        )

    def drop(self, kind: str, uid: str, lag_ms: float) -> None:
        """Note that something is gone."""
        self.pending.append((time.monotonic() + lag_ms / 1000, (kind, uid), None))

    def visible(self) -> list[Document]:
        """The documents that search would find now."""
        now = time.monotonic()
        while self.pending and self.pending[0][0] <= now:
            _, key, document = self.pending.popleft()
            if document is None:
                self.documents.pop(key, None)
            else:
                self.documents[key] = document
        return list(self.documents.values())

    def _put(self, document: Document, lag_ms: float) -> None:
        self.pending.append((time.monotonic() + lag_ms / 1000, (document.kind, document.uid), document))
