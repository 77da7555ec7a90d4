"""A bare client for tests of the test Grafana: what a test sends is what goes out."""

from __future__ import annotations

import re
from typing import Any

import requests
from attrs import define, field

from tests.fakes.grafana import GrafanaServer


@define
class Api:
    """A bare client: what a test sends is what goes out."""

    server: GrafanaServer
    session: requests.Session = field(factory=requests.Session)
    off_contract: bool = False  # the test leaves the published API on purpose

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """Send one request with the token."""
        headers = {"Authorization": f"Bearer {self.server.token}", **more.pop("headers", {})}
        return self.session.request(
            method,
            self.server.url + path,
            json=body,
            headers=headers,
            timeout=30,
            allow_redirects=False,
            **more,
        )

    def save(self, uid: str | None = "d", title: str = "D", **more: Any) -> requests.Response:
        """Save a small dashboard; keywords named like fields of the command go there, others into the model."""
        command = {
            name: more.pop(name) for name in ("folderUid", "overwrite", "message", "folderId") if name in more
        }
        model = {"title": title, "schemaVersion": 38, "panels": [], **more}
        if uid is not None:
            model["uid"] = uid
        return self("POST", "/api/dashboards/db", {"dashboard": model, **command})

    def dashboard(self, uid: str = "d") -> Any:
        """What the server holds: dashboard and meta."""
        answer = self("GET", f"/api/dashboards/uid/{uid}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def folder(self, uid: str = "f", title: str = "F", **more: Any) -> requests.Response:
        """Make a folder."""
        return self("POST", "/api/folders", {"uid": uid, "title": title, **more})


def error_of(answer: requests.Response) -> tuple[int, str]:
    """Status and message of a refusal."""
    return answer.status_code, re.sub(r"\s+", " ", answer.json().get("message", ""))
