"""What the server remembers, as plain values that can be dumped and loaded."""

from __future__ import annotations

import re
import time
import unicodedata
import uuid
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import attrs
import orjson
from attrs import define, field

from tests.fakes.grafana.values import Object

DEFAULT_RECEIVER: Object = {
    "uid": "",
    "name": "grafana-default-email",
    "type": "email",
    "settings": {"addresses": "<example@email.com>"},
    "disableResolveMessage": False,
}
DEFAULT_POLICY: Object = {
    "receiver": "grafana-default-email",
    "group_by": ["grafana_folder", "alertname"],
}


@define(kw_only=True)
class Stamped:
    """Who made and changed something, and when."""

    id: int
    uid: str
    version: int = 1
    created: str
    created_by: str
    updated: str
    updated_by: str


@define(kw_only=True)
class Folder(Stamped):
    """One folder."""

    title: str
    parent: str = ""
    fresh: bool = True
    permissions: list[Object] = field(factory=list)


@define(kw_only=True)
class Version:
    """One saved version of a dashboard; the model as text, without id, uid and version."""

    version: int
    parent_version: int
    restored_from: int
    created: str
    created_by: str
    message: str
    spec: str


@define(kw_only=True)
class Dashboard(Stamped):
    """One dashboard with its history."""

    title: str
    folder: str
    spec: str
    tags: list[str]
    provisioned: str = ""
    provisioned_editable: bool = False
    plugin: str = ""
    versions: list[Version] = field(factory=list)
    permissions: list[Object] = field(factory=list)

    def model(self) -> Object:
        """The dashboard's JSON as its readers get it."""
        return {"id": self.id, "uid": self.uid, "version": self.version, **orjson.loads(self.spec)}


@define(kw_only=True)
class Rule:
    """One alert rule; ``body`` holds the fields that a client sets."""

    id: int
    uid: str
    folder: str
    group: str
    index: int
    interval: int
    body: Object
    updated: str
    provenance: str = ""


@define
class State:
    """Everything that a reset forgets and a dump keeps."""

    next_id: int = 1
    folders: dict[str, Folder] = field(factory=dict)
    dashboards: dict[str, Dashboard] = field(factory=dict)
    rules: dict[str, Rule] = field(factory=dict)
    contact_points: list[Object] = field(factory=lambda: [dict(DEFAULT_RECEIVER)])
    policy: Object = field(factory=lambda: dict(DEFAULT_POLICY))
    mute_timings: dict[str, Object] = field(factory=dict)
    templates: dict[str, Object] = field(factory=dict)
    datasources: dict[str, Object] = field(factory=dict)

    def new_id(self) -> int:
        """A number that was not given before."""
        self.next_id += 1
        return self.next_id - 1

    def dump(self) -> Object:
        """The state as JSON values."""
        return attrs.asdict(self)

    @classmethod
    def load(cls, dumped: Object) -> State:
        """The state that was dumped."""
        values: dict[str, Any] = dict(dumped)
        values["folders"] = {uid: Folder(**item) for uid, item in dumped["folders"].items()}
        values["rules"] = {uid: Rule(**item) for uid, item in dumped["rules"].items()}
        values["dashboards"] = {uid: _load_dashboard(item) for uid, item in dumped["dashboards"].items()}
        return cls(**values)

    def contents(self) -> Object:
        """What users see of the state, without numbers, times and names: equal after an exact rollback."""
        return {
            "folders": {uid: {"title": f.title, "parent": f.parent} for uid, f in self.folders.items()},
            "dashboards": {
                uid: {"folder": d.folder, "model": orjson.loads(d.spec)} for uid, d in self.dashboards.items()
            },
            "rules": {
                uid: {
                    "folder": r.folder,
                    "group": r.group,
                    "interval": r.interval,
                    "provenance": r.provenance,
                    **r.body,
                }
                for uid, r in self.rules.items()
            },
            "contact_points": self.contact_points,
            "policy": self.policy,
            "mute_timings": self.mute_timings,
            "templates": self.templates,
            "datasources": {
                uid: {k: v for k, v in d.items() if k not in {"id", "version"}}
                for uid, d in self.datasources.items()
            },
        }


def _load_dashboard(item: Object) -> Dashboard:
    return Dashboard(**{**item, "versions": [Version(**version) for version in item["versions"]]})


def now_text(at: float | None = None) -> str:
    """A time as Grafana writes it."""
    moment = datetime.fromtimestamp(time.time() if at is None else at, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def new_uid() -> str:
    """A uid as Grafana makes one when none was sent."""
    return str(uuid.uuid4())


def slug(title: str) -> str:
    """The title as it stands in URLs; two titles with one slug are one title to 10.2."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")
    if text:
        return text
    encoded = urlsafe_b64encode(title.encode()).decode().rstrip("=")
    return encoded if 0 < len(encoded) <= 50 else str(uuid.uuid5(uuid.NAMESPACE_OID, title))
