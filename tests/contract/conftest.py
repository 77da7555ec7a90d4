"""The Grafanas that the contract is tried on: the test servers always, a real one where it is named.

Set GRAFANA_URL and GRAFANA_TOKEN (a service account's, of the role Admin) to try a real one; everything
that is made there carries a random name and is taken away at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from tests.fakes.grafana import GrafanaServer

# Read before the tests' own environment is cleaned.
REAL = os.environ.get("GRAFANA_URL"), os.environ.get("GRAFANA_TOKEN")


@define
class Grafana:
    """A server, and what a person with a browser does there."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return the JSON of the answer, or None for an error of 4xx."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url.rstrip("/") + path, data, sent, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the URL is the tester's own
                text = answer.read()
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise
            error.read()
            return None
        return json.loads(text) if text.strip() else {}

    def dashboard(self, uid: str) -> Any:
        """Return a dashboard's JSON, or None."""
        answer = self.ask("GET", f"/api/dashboards/uid/{uid}")
        return None if answer is None else answer["dashboard"]

    def edit(self, uid: str, **changes: Any) -> None:
        """Change a dashboard as the browser does: read it, save it with its version."""
        answer = self.ask("GET", f"/api/dashboards/uid/{uid}")
        board = {**answer["dashboard"], **changes}
        saved = self.ask(
            "POST",
            "/api/dashboards/db",
            {"dashboard": board, "folderUid": answer["meta"]["folderUid"], "message": "by hand"},
        )
        assert saved is not None


@define
class Project:
    """A project of one dashboard and one alert, under a random name."""

    root: Path
    grafana: Grafana
    name: str = field(factory=lambda: f"contract-{secrets.token_hex(4)}")
    boards: dict[str, str] = field(factory=dict)
    threshold: int = 5

    def write(self) -> None:
        """Write the project's files."""
        (self.root / "dashboards").mkdir(exist_ok=True)
        (self.root / "grafana-kit.yaml").write_text(
            f"project: {self.name}\nsources: [dashboards]\ndefaults:\n  alert_engine: grafana\n"
            f"  grafana: {{datasource: {{name: {self.name}, uid: {self.name}}}}}\n"
            f'environments:\n  dev:\n    grafana: {{url: "{self.grafana.url}", token_env: CONTRACT_TOKEN}}\n'
            "    prometheus: {evaluation_interval: 1m}\n"
        )
        parts = [
            f'@dashboard("{title}", uid="{self.name}-{key}", folder="{self.name}")\n'
            f'def {key}(env):\n    yield row("Now", panels.stat("Value", "up", unit="short"))\n'
            for key, title in self.boards.items()
        ]
        rule = (
            f'@rule_group("{self.name}", folder="{self.name}", every="1m")\ndef rules(env):\n'
            f'    yield Alert("Down", when="up < {self.threshold}", for_="1m", severity="info",'
            ' summary="s", description="d")\n'
        )
        text = "from grafana_kit import Alert, dashboard, panels, row, rule_group\n\n" + "\n".join(
            [*parts, rule]
        )
        (self.root / "dashboards" / "all.py").write_text(text)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line for the project's environment."""
        self.write()
        command, *rest = arguments
        return subprocess.run(
            [Path(sys.executable).parent / "grafana-kit", command, "--env", "dev", *rest],
            cwd=self.root,
            env={**os.environ, "CONTRACT_TOKEN": self.grafana.token},
            capture_output=True,
            text=True,
            check=False,
        )

    def uid(self, key: str) -> str:
        """Return the uid of a dashboard."""
        return f"{self.name}-{key}"

    def rules(self) -> list[Any]:
        """Return the rules of the project's folder."""
        found = self.grafana.ask("GET", "/api/v1/provisioning/alert-rules") or []
        return [rule for rule in found if rule["ruleGroup"] == self.name]

    def clean(self) -> None:
        """Take away whatever the tests left on the server."""
        for rule in self.rules():
            self.grafana.ask("DELETE", f"/api/v1/provisioning/alert-rules/{rule['uid']}")
        for folder in self.grafana.ask("GET", "/api/folders?limit=1000") or []:
            if folder["title"] == self.name:
                self.grafana.ask("DELETE", f"/api/folders/{folder['uid']}?forceDeleteRules=true")
        self.grafana.ask("DELETE", f"/api/datasources/uid/{self.name}")


@pytest.fixture(
    params=[
        "10.2",
        "13",
        pytest.param(
            "real",
            marks=[
                pytest.mark.grafana,
                pytest.mark.skipif(
                    not all(REAL), reason="not run: no real Grafana, set GRAFANA_URL and GRAFANA_TOKEN"
                ),
            ],
        ),
    ]
)
def grafana(request: pytest.FixtureRequest) -> Iterator[Grafana]:
    """Each Grafana in turn."""
    with contextlib.ExitStack() as stack:
        if request.param == "real":
            url, token = REAL
            assert url is not None
            assert token is not None
            yield Grafana(url, token)
        else:
            server = stack.enter_context(GrafanaServer(request.param))
            yield Grafana(server.url, server.token)


@pytest.fixture
def project(grafana: Grafana, tmp_path: Path) -> Iterator[Project]:
    """A project for that Grafana with its data source; nothing of it is left there."""
    made = Project(tmp_path, grafana, boards={"one": "One", "two": "Two"})
    source = {
        "name": made.name,
        "uid": made.name,
        "type": "prometheus",
        "access": "proxy",
        "url": "http://127.0.0.1:9",
    }
    assert grafana.ask("POST", "/api/datasources", source) is not None
    try:
        yield made
    finally:
        made.clean()
