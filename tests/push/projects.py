"""Small projects on disk, and the real command line run in them against a test Grafana."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from grafana_kit.cli import root as cli
from tests.fakes.grafana import GrafanaServer

PROGRAM = Path(sys.executable).with_name("grafana-kit")

BOARD = '''
@dashboard("{title}", uid="{uid}", folder="{folder}")
def {name}(env):
    """Does it work?"""
    yield panels.stat("First", "{query}", unit="short")
    yield panels.timeseries("Second", "rate(requests_total[5m])", unit="{unit}")
'''
ALERT = """
    yield Alert(
        "{name}", when="{query} > {limit}", for_="5m", severity="warning", summary="too many", description="Look."
    )
"""


def plain(contents: Any) -> Any:
    """Return a server's contents without what tells runs apart: the text of our marks."""
    return json.loads(re.sub(r"project=\S+ run=[^\"]+", "mark", json.dumps(contents)))


@define
class Board:
    """What a dashboard of a project says."""

    uid: str
    title: str
    folder: str = "Team"
    query: str = "up"
    unit: str = "short"


@define
class Project:
    """A project on disk that can be edited, and commands that run in it."""

    root: Path
    grafana: GrafanaServer
    engine: str = "grafana"
    boards: dict[str, Board] = field(factory=dict)
    alerts: dict[str, float] = field(factory=dict)
    settings: str = ""
    environ: dict[str, str] = field(factory=dict)

    def board(self, uid: str, **changes: Any) -> Board:
        """Define a dashboard, or change one, and write the sources."""
        one = self.boards.setdefault(uid, Board(uid, uid.replace("-", " ").capitalize()))
        for name, value in changes.items():
            setattr(one, name, value)
        self.write()
        return one

    def alert(self, name: str, limit: float) -> None:
        """Define an alert, or change its limit, and write the sources."""
        self.alerts[name] = limit
        self.write()

    def drop(self, name: str) -> None:
        """Take a dashboard or an alert out of the sources."""
        self.boards.pop(name, None)
        self.alerts.pop(name, None)
        self.write()

    def write(self) -> None:
        """Write all files."""
        version = {"10.2": "10.2.3", "13": "13.3.0"}[self.grafana.profile]
        (self.root / "grafana-kit.yaml").write_text(
            "project: shop\nsources: [sources]\n"
            f"defaults:\n  alert_engine: {self.engine}\n"
            f"  grafana: {{version: {version}, datasource: {{url: 'http://prometheus:9090'}}}}\n"
            "environments:\n"
            f"  dev:\n    grafana: {{url: '{self.grafana.url}', token_env: SHOP_TOKEN{self.settings}}}\n"
            f"  prod:\n    protected: true\n    grafana: {{url: '{self.grafana.url}', token_env: SHOP_TOKEN}}\n"
            "  bare: {}\n"
        )
        sources = self.root / "sources"
        sources.mkdir(exist_ok=True)
        lines = ["from grafana_kit import Alert, dashboard, panels, rule_group\n"]
        for one in self.boards.values():
            name = one.uid.replace("-", "_")
            lines.append(
                BOARD.format(
                    name=name, title=one.title, uid=one.uid, folder=one.folder, query=one.query, unit=one.unit
                )
            )
        if self.alerts:
            lines.append('\n@rule_group("jobs", folder="Team", every="1m")\ndef rules(env):')
            lines += [
                ALERT.format(name=name, query="queue", limit=limit) for name, limit in self.alerts.items()
            ]
        (sources / "boards.py").write_text("\n".join(lines))

    def environment(self, **more: str) -> dict[str, str]:
        """Return the variables of a run."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GRAFANA")}
        return {
            **clean,
            "SHOP_TOKEN": self.grafana.token,
            "COLUMNS": "100",
            "PYTHONUNBUFFERED": "1",
            **self.environ,
            **more,
        }

    def run(
        self, *arguments: str, code: int | Sequence[int] = 0, more: Mapping[str, str] | None = None
    ) -> Result:
        """Run a command in this process; hold its exit code to one of these, and its output to no secret."""
        out, err = io.StringIO(), io.StringIO()
        before = dict(os.environ)
        os.environ.clear()
        os.environ.update(self.environment(**(more or {})))
        try:
            with (
                contextlib.chdir(self.root),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                exit_code = cli.run(list(arguments))
        finally:
            os.environ.clear()
            os.environ.update(before)
            gc.enable()
        return self.checked(Result(exit_code, out.getvalue(), err.getvalue()), code)

    def run_program(
        self, *arguments: str, code: int | Sequence[int] = 0, more: Mapping[str, str] | None = None
    ) -> Result:
        """Run a command as a user does, in a process of its own."""
        process = self.start(*arguments, more=more)
        out, err = process.communicate(timeout=120)
        return self.checked(Result(process.returncode, out, err), code)

    def checked(self, result: Result, code: int | Sequence[int]) -> Result:
        """Return a result that ended as it should, without a traceback and without a secret."""
        codes = (code,) if isinstance(code, int) else code
        assert result.code in codes, f"exit {result.code}\n{result.out}\n{result.err}"
        assert "Traceback" not in result.err
        assert "internal error" not in result.err
        self.check_secrets(result)
        return result

    def check_secrets(self, result: Result) -> None:
        """Hold output, receipts and copies to holding no token."""
        texts = {"output": result.out + result.err}
        for path in (self.root / ".grafana-kit").rglob("*"):
            if path.is_file():
                texts[str(path)] = path.read_text(errors="replace")
        for name, text in texts.items():
            assert self.grafana.token not in text, name
            assert self.grafana.password not in text, name

    def start(self, *arguments: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a command and return its process."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            cwd=self.root,
            env=self.environment(**(more or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def receipts(self, environment: str = "dev") -> list[Path]:
        """Return all receipts, oldest first."""
        return sorted((self.root / ".grafana-kit" / environment / "runs").glob("*.jsonl"))


@define
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)
