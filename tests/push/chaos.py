"""Code, people and crashes around one server: what the property tests do to it, and what must hold."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from attrs import define, field

from grafana_kit.app import push, rollback
from grafana_kit.app.carry_out import Outcome
from grafana_kit.app.target import Target, open_target, run
from grafana_kit.loading.project import load_project
from grafana_kit.model.change import Key, Plan
from grafana_kit.model.environment import Environment, Project
from grafana_kit.model.naming import uid_from
from grafana_kit.model.resource import Bundle, Resource
from grafana_kit.model.source import Source
from grafana_kit.planning.plan import Options
from grafana_kit.render.provisioning import folder, folder_uid
from grafana_kit.transport.retries import Patience
from tests.fakes.grafana import GrafanaServer
from tests.push.projects import plain

GROUP: Key = ("grafana-rules", uid_from("Team", "jobs"))
LOST_GROUP: Key = ("grafana-rules", uid_from(folder_uid("Team"), "jobs"))
"""How the group is called once the code does not know it any more."""


class KilledError(BaseException):
    """The process is dead: nothing more is sent, and nothing catches it."""


@define
class Board:
    """A dashboard as the code has it."""

    title: str
    folder: str = "Team"
    query: str = "up"


@define
class Code:
    """What a working copy says."""

    boards: dict[str, Board] = field(factory=lambda: {"base": Board("Base")})
    rules: dict[str, int] = field(factory=dict)

    def bundle(self, environment: Environment) -> Bundle:
        """Return it as it would be rendered."""
        boards = [
            Resource("dashboard", uid, one.title, one.folder, model(uid, one), Source("boards.py", 1))
            for uid, one in self.boards.items()
        ]
        groups = []
        if self.rules:
            rules = [rule(name, limit) for name, limit in self.rules.items()]
            body = {"orgId": 1, "name": "jobs", "folder": "Team", "interval": "1m", "rules": rules}
            groups = [Resource("grafana-rules", GROUP[1], "jobs", "Team", body, Source("rules.py", 1))]
        titles = dict.fromkeys(one.folder for one in (*boards, *groups))
        folders = [folder(title, boards[0]) for title in titles]
        return Bundle(environment, (*folders, *boards, *groups))


def model(uid: str, one: Board) -> dict[str, Any]:
    """Return a dashboard's JSON."""
    source = {"type": "prometheus", "uid": "prometheus"}
    panel = {
        "id": 1,
        "type": "stat",
        "title": "First",
        "datasource": source,
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": [{"refId": "A", "expr": one.query, "datasource": source}],
    }
    return {"id": None, "uid": uid, "title": one.title, "schemaVersion": 38, "tags": [], "panels": [panel]}


def rule(name: str, limit: int) -> dict[str, Any]:
    """Return an alert rule as a provisioning file has it."""
    query = {"refId": "A", "expr": f"{name} > {limit}", "instant": True}
    math = {"refId": "B", "type": "math", "expression": "$A"}
    return {
        "uid": f"shop-{name}",
        "title": name,
        "condition": "B",
        "for": "5m",
        "data": [
            {
                "refId": "A",
                "datasourceUid": "prometheus",
                "relativeTimeRange": {"from": 600, "to": 0},
                "model": query,
            },
            {
                "refId": "B",
                "datasourceUid": "__expr__",
                "relativeTimeRange": {"from": 0, "to": 0},
                "model": math,
            },
        ],
        "noDataState": "OK",
        "execErrState": "Error",
        "annotations": {"summary": name},
        "labels": {"severity": "warning"},
        "isPaused": False,
    }


@define
class World:
    """One server, the people who work on it, and the runs against it."""

    grafana: GrafanaServer
    root: Path
    code: Code = field(factory=Code)
    edits: int = 0
    tokens: set[str] = field(factory=set)
    touched: set[Key] = field(factory=set)
    foreign: dict[str, Any] = field(factory=dict)
    runs: list[tuple[str, Any, int]] = field(factory=list)
    at_once: bool = False
    project: Project = field(init=False)

    def __attrs_post_init__(self) -> None:
        version = {"10.2": "10.2.3", "13": "13.3.0"}[self.grafana.profile]
        (self.root / "grafana-kit.yaml").write_text(
            "project: shop\nenvironments:\n  dev:\n    grafana: "
            f"{{url: '{self.grafana.url}', version: {version}, token_env: TOKEN}}\n"
        )
        self.project = load_project(self.root)

    @property
    def environment(self) -> Environment:
        """The only environment."""
        return self.project.environment("dev")

    @contextmanager
    def target(self, jobs: int = 2) -> Iterator[Target]:
        """Connect."""
        environ, hasty = {"TOKEN": self.grafana.token}, Patience(sleep=lambda _: None)
        target = open_target(self.project, self.environment, environ, jobs=jobs, patience=hasty)
        try:
            yield target
        finally:
            target.close()

    # --- people -------------------------------------------------------------------------------------

    def token(self) -> str:
        """Return a text that nobody else has written."""
        self.edits += 1
        return f"edit-{self.edits:04}-by-hand"

    def by_hand(self, action: str, *keys: Key, token: str = "", **arguments: Any) -> None:
        """Let somebody do something; what they write must never be lost, unless they remove it themselves."""
        before = self.on_server()
        self.grafana.ui(action, user="alice", **arguments)
        after = self.on_server()
        self.tokens -= {one for one in self.tokens if one in before and one not in after}
        self.tokens |= {token} if token else set()
        self.touched |= set(keys)
        self.edits += 1

    def on_server(self) -> str:
        """Return all that users see, as text."""
        return json.dumps(self.grafana.contents())

    def copies(self) -> str:
        """Return all copies that force made, as text."""
        return "".join(path.read_text() for path in self.root.glob(".grafana-kit/*/backup/**/*.json"))

    def add_foreign(self, uid: str, dashboard: dict[str, Any], place: str) -> None:
        """Let somebody make a dashboard that is none of our business."""
        self.grafana.ui("save_dashboard", user="bob", dashboard={**dashboard, "uid": uid}, folder=place)
        self.foreign[uid] = self.grafana.contents()["dashboards"][uid]
        self.edits += 1

    def remove_folder(self, uid: str) -> None:
        """Let somebody delete one of our folders, with everything that is in it."""
        contents = self.grafana.contents()
        inside = {one for one, board in contents["dashboards"].items() if board["folder"] == uid}
        self.by_hand("delete_folder", ("folder", uid), *(("dashboard", one) for one in inside), uid=uid)
        self.foreign = {one: board for one, board in self.foreign.items() if one not in inside}

    # --- runs ---------------------------------------------------------------------------------------

    def push(self, code: Code | None = None, **options: Any) -> tuple[Plan, Outcome | None]:
        """Push, and hold what must hold of every push that is not stopped."""
        with self.target() as target:
            plan = push.planned((code or self.code).bundle(self.environment), target, Options(**options))
            outcome = self.carry_out("push", plan, target)
        self.check_conflicts(plan)
        if outcome is not None:
            assert not outcome.of("failed"), [str(one.error) for one in outcome.of("failed")]
        self.check()
        return plan, outcome

    def carry_out(self, command: str, plan: Plan, target: Target, **values: Any) -> Outcome | None:
        """Carry a plan out, and remember how it was before."""
        if not plan.pending:
            return None
        before = self.grafana.contents()
        known = set(target.store.runs.glob("*.jsonl"))
        try:
            return run(command, plan, target, jobs=2, **values).outcome
        finally:
            (receipt,) = set(target.store.runs.glob("*.jsonl")) - known
            self.runs.append((receipt.stem, before, self.edits))

    def push_and_die(self, number: int, *, after: bool, **options: Any) -> None:
        """Push in a process that is killed at its request of this number."""
        try:
            with self.target(jobs=1) as target:
                _kill_at(target, number, after=after)
                plan = push.planned(self.code.bundle(self.environment), target, Options(**options))
                self.carry_out("push", plan, target)
        except KilledError:
            pass
        self.check()

    def roll_back(self, index: int, *, force: bool = False) -> None:
        """Undo a run and all after it; exact, unless somebody has been at work since.

        A folder that two pushers made at once is not empty for either, and stays.
        """
        name, before, edits = self.runs[index]
        with self.target() as target:
            undone = rollback.chosen(target, name)
            plan = rollback.planned(undone, target, force=force)
            outcome = self.carry_out("rollback", plan, target, apply=rollback.apply(undone, target))
        if self.edits == edits:
            assert not plan.conflicts, [one.conflict for one in plan.conflicts]
            left = [one for one in outcome.results if one.status != "done"] if outcome else []
            assert all(one.change.kind == "folder" and self.at_once for one in left), [
                (one.change.key, one.status, str(one.error), one.note) for one in left
            ]
            now = self.grafana.contents()
            assert plain(now) == plain(before)  # who wrote what is there may differ, where it says the same
        self.check()

    # --- what must hold -----------------------------------------------------------------------------

    def check(self) -> None:
        """Nothing made by hand is lost; what is not ours is as it was."""
        everywhere = self.on_server() + self.copies()
        lost = {one for one in self.tokens if one not in everywhere}
        assert not lost
        there = self.grafana.contents()["dashboards"]
        assert {uid: there.get(uid) for uid in self.foreign} == self.foreign

    def check_conflicts(self, plan: Plan) -> None:
        """Only what somebody touched is ever in conflict."""
        unexplained = {one.key for one in plan.conflicts} - self.touched
        assert not unexplained, [one.conflict for one in plan.conflicts if one.key in unexplained]

    def check_settled(self, code: Code | None = None, **options: Any) -> None:
        """A push after a push writes nothing."""
        self.grafana.clear_log()
        with self.target() as target:
            plan = push.planned((code or self.code).bundle(self.environment), target, Options(**options))
        assert not plan.pending, [(one.key, one.action, one.differences) for one in plan.pending]
        assert self.grafana.requests(writes=True) == []


def _kill_at(target: Target, number: int, *, after: bool) -> None:
    """Let the process die at a request: before it is sent, or after the server has carried it out."""
    session = target.destination.server.client._session
    send, count, dead = session.request, itertools.count(), []

    def die() -> NoReturn:
        dead.append(True)
        raise KilledError

    def request(*arguments: Any, **values: Any) -> Any:
        if dead:
            die()
        if next(count) == number:
            if after:
                send(*arguments, **values).close()
            die()
        return send(*arguments, **values)

    session.request = request  # type: ignore[method-assign]


__all__ = ["GROUP", "LOST_GROUP", "Board", "Code", "KilledError", "World", "folder_uid", "model", "rule"]
