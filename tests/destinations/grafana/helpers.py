"""A project's resources in the forms that render gives them, and a destination that is open to a test Grafana."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from grafana_kit.app.config import connection_settings
from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana import GrafanaDestination, connect
from grafana_kit.model.change import Change, Key, Plan, Seen
from grafana_kit.model.environment import Environment, Grafana
from grafana_kit.model.resource import Bundle, Kind, Resource
from grafana_kit.model.source import Source
from grafana_kit.planning.plan import Options, plan
from grafana_kit.render.provisioning import folder as folder_resource
from grafana_kit.transport.retries import Patience
from tests.fakes.grafana import GrafanaServer

HERE = Source("dashboards/a.py", 1)
RUN = "20261124T101530Z-a1b2c3"


def patience(**settings: Any) -> Patience:
    """Return retries that do not wait."""
    values: dict[str, Any] = {"read": 10, "attempts": 3, "sleep": lambda _seconds: None} | settings
    return Patience(**values)


def environment(server: GrafanaServer, project: str = "shop", **grafana: Any) -> Environment:
    """Return an environment for a test Grafana."""
    settings: dict[str, Any] = {"url": server.url, "version": server.profile, "token_env": "T"} | grafana
    return Environment(name="dev", project=project, grafana=Grafana(**settings))


@contextmanager
def opened(
    server: GrafanaServer,
    project: str = "shop",
    *,
    pauses: Patience | None = None,
    jobs: int = 4,
    **grafana: Any,
) -> Iterator[GrafanaDestination]:
    """Open a destination; keywords are the environment's Grafana settings."""
    env, environ = environment(server, project, **grafana), {"T": server.token}
    settings = connection_settings(env, environ)
    destination = connect(env, Path(), environ, connection=settings, jobs=jobs, patience=pauses or patience())
    try:
        yield destination
    finally:
        destination.close()


def dashboard(uid: str = "jobs", title: str = "", folder: str = "Team", **body: Any) -> Resource:
    """Return a dashboard."""
    title = title or uid.title()
    model = {"uid": uid, "title": title, "id": None, "schemaVersion": 38, "panels": [], "tags": [], **body}
    return Resource("dashboard", uid, title, folder, model, HERE)


def panel(title: str = "p95", expr: str = "up") -> dict[str, Any]:
    """Return a panel."""
    target = {"refId": "A", "expr": expr}
    grid = {"x": 0, "y": 0, "w": 8, "h": 8}
    return {"id": 1, "type": "stat", "title": title, "gridPos": grid, "targets": [target]}


def folders(*paths: str) -> list[Resource]:
    """Return folders, by their title paths."""
    return [folder_resource(path, dashboard()) for path in paths]


def rule(uid: str = "high", title: str = "", expr: str = "up > 1", **more: Any) -> dict[str, Any]:
    """Return a rule in the form of provisioning files."""
    steps: list[tuple[str, dict[str, str], dict[str, Any]]] = [
        ("query", {"type": "prometheus", "uid": "prometheus"}, {"expr": expr, "instant": True, "range": False}),
        ("threshold", {"type": "__expr__", "uid": "__expr__"}, {
            "type": "threshold", "expression": "query", "conditions": [{"evaluator": {"type": "gt", "params": [0]}}],
        }),
    ]  # fmt: skip
    data = [
        {
            "refId": ref,
            "datasourceUid": source["uid"],
            "relativeTimeRange": {"from": 600 if ref == "query" else 0, "to": 0},
            "model": {"refId": ref, "datasource": source, **model},
        }
        for ref, source, model in steps
    ]
    return {
        "uid": uid,
        "title": title or uid.title(),
        "condition": "threshold",
        "data": data,
        "noDataState": "OK",
        "execErrState": "Error",
        "for": "5m",
        "annotations": {"summary": "too {{ $labels.job }}"},
        "labels": {"severity": "page", "job": "{{ $$labels.job }}"},
        "isPaused": False,
        **more,
    }


def group(*rules: Mapping[str, Any], name: str = "jobs", folder: str = "Team", every: str = "1m") -> Resource:
    """Return a rule group in the form of provisioning files."""
    body = {
        "orgId": 1,
        "name": name,
        "folder": folder,
        "interval": every,
        "rules": [dict(one) for one in rules],
    }
    return Resource("grafana-rules", f"{folder}-{name}".lower(), name, folder, body, HERE)


def datasource(uid: str = "prometheus", name: str = "Prometheus", **body: Any) -> Resource:
    """Return a data source."""
    model = {
        "name": name,
        "type": "prometheus",
        "uid": uid,
        "access": "proxy",
        "orgId": 1,
        "url": "http://prometheus:9090",
        "isDefault": False,
        "editable": False,
        "jsonData": {"httpMethod": "POST", "timeInterval": "15s"},
        **body,
    }
    return Resource("datasource", uid, name, "", model, HERE)


@define
class Project:
    """A project whose bundle is pushed to a test Grafana, again and again."""

    destination: GrafanaDestination
    server: GrafanaServer
    run: str = RUN
    notes: list[str] = field(factory=list)

    def bundle(self, *resources: Resource) -> Bundle:
        """Return a bundle of the environment."""
        return Bundle(self.destination.server.environment, tuple(resources))

    def read(self, *resources: Resource) -> Mapping[Key, Seen]:
        """Return what is there."""
        return self.destination.read(self.bundle(*resources))

    def seen(self, resource: Resource) -> Seen:
        """Return what is there of one resource."""
        return self.read(resource)[resource.kind, resource.uid]

    def plan(self, *resources: Resource, **options: Any) -> Plan:
        """Return what a push would do."""
        return plan(self.bundle(*resources), self.read(*resources), Options(**options))

    def push(self, *resources: Resource, **options: Any) -> list[Applied]:
        """Push, without conflicts."""
        found = self.plan(*resources, **options)
        assert not found.conflicts, [one.conflict for one in found.conflicts]
        return [self.apply(one) for one in found.pending]

    def apply(self, change: Change, **more: Any) -> Applied:
        """Carry out one change."""
        return self.destination.apply(change, self.run, **more)

    def change(self, *resources: Resource, **options: Any) -> Change:
        """Return the one change that is pending."""
        pending = self.plan(*resources, **options).pending
        assert len(pending) == 1, pending
        return pending[0]

    def settled(self, *resources: Resource) -> None:
        """Check that a push after a push writes nothing."""
        found = self.plan(*resources)
        assert {one.action for one in found.changes} <= {"unchanged"}, [
            (one.key, one.action, one.differences, one.conflict) for one in found.changes
        ]
        assert found.prunable == ()


def exact(key: tuple[Kind, str], before: Seen | None, now: Seen | None, title: str = "") -> Change:
    """Return the change with which a rollback puts an earlier state back."""
    kind, uid = key
    place = before or now
    assert place is not None
    action: Any = "delete" if before is None else "create" if now is None else "update"
    return Change(
        action,
        kind,
        uid,
        title or place.title,
        None if before is None else before.body,
        "",
        place.folder_uid,
        now,
        exact=True,
    )


def writes(server: GrafanaServer) -> list[tuple[str, str]]:
    """Return method and path of what was written since the log was cleared."""
    return [(one.method, one.path) for one in server.requests(writes=True)]


def reads(server: GrafanaServer) -> list[str]:
    """Return the paths, with queries, of what was read since the log was cleared."""
    return [
        f"{one.path}?{one.query}" if one.query else one.path for one in server.requests() if not one.is_write
    ]


def without_version(seen: Seen) -> Seen:
    """Return a state that no lock goes with."""
    return evolve(seen, version=None)


Meanwhile = Callable[[], object]


@contextmanager
def meanwhile(server: GrafanaServer, path: str, method: str, act: Meanwhile) -> Iterator[None]:
    """Let something happen between the first matching request and its answer being worked on."""
    import threading  # noqa: PLC0415

    server.fault(method=method, path=path, hold="before")

    def wait_and_act() -> None:
        assert server.wait_held()
        act()
        server.clear_faults()

    thread = threading.Thread(target=wait_and_act)
    thread.start()
    try:
        yield
    finally:
        server.clear_faults()
        thread.join()
