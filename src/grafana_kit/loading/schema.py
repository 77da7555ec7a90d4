"""The keys of the project file, declared once: what may stand there, and what it means.

Values that are not given come from the classes of :mod:`grafana_kit.model.environment`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
from attrs import field, frozen

from grafana_kit.loading import kinds
from grafana_kit.model.environment import Datasource, Environment, Grafana, Project, Prometheus, Retention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grafana_kit.loading.kinds import Kind


@frozen
class Key:
    """One key: a value, or (``names`` is set) a mapping whose keys the author chooses.

    Attributes:
        names: the kind of the mapping's keys.
        nested: the mapping's keys may be written as nested mappings: ``a.b: 1`` is ``a: {b: 1}``.
        shared: it may stand under ``defaults``.
    """

    kind: Kind
    meaning: str
    names: Kind | None = field(default=None, kw_only=True)
    nested: bool = field(default=False, kw_only=True)
    shared: bool = field(default=True, kw_only=True)


PROJECT: Mapping[str, Key] = {
    "project": Key(kinds.PROJECT_NAME, "the project's name, and the ownership mark on all that is pushed"),
    "sources": Key(kinds.list_of(kinds.INSIDE, "list of paths"), "where the author's modules are"),
    "metrics": Key(kinds.INSIDE, "where captured metrics are"),
    "output": Key(kinds.INSIDE, "where build writes"),
    "defaults": Key(kinds.MAPPING, "what all environments share: the keys below, without aliases"),
    "environments": Key(kinds.MAPPING, "name → what is this environment's own; it wins over defaults"),
}

ENVIRONMENT: Mapping[str, Key] = {
    "aliases": Key(
        kinds.list_of(kinds.ENVIRONMENT_NAME, "list of names"), "other names for --env", shared=False
    ),
    "alert_suffix": Key(kinds.SUFFIX, "put behind every alert's name"),
    "alert_engine": Key(
        kinds.choice("prometheus", "grafana", "both"),
        "who evaluates and notifies; both: Prometheus notifies, Grafana holds the same rules as a shadow",
    ),
    "protected": Key(kinds.FLAG, "what changes this environment's servers needs an explicit --yes"),
    "labels": Key(kinds.TEXT, "put on every alert", names=kinds.LABEL),
    "settings": Key(
        kinds.SETTING,
        "what authors read with env.number() and the like",
        names=kinds.SETTING_KEY,
        nested=True,
    ),
    "runbooks": Key(kinds.URL, "the base URL of runbook links"),
    "grafana.url": Key(kinds.URL, "the server's base URL; GRAFANA_URL and GRAFANA_SERVER override it"),
    "grafana.version": Key(
        kinds.version("Grafana", 10, "10.2.3"), "decides what the built dashboards and rules may use"
    ),
    "grafana.datasource.name": Key(kinds.TEXT, "the data source's name"),
    "grafana.datasource.uid": Key(kinds.UID, "the data source's uid"),
    "grafana.datasource.type": Key(kinds.UID, "the data source's plugin id"),
    "grafana.datasource.url": Key(kinds.URL, "where Grafana reaches the data source"),
    "grafana.org_id": Key(kinds.COUNT, "the organisation"),
    "grafana.token_env": Key(kinds.VARIABLE, "the environment variable that holds the token"),
    "grafana.token_file": Key(kinds.FILE, "the file that holds the token"),
    "grafana.username": Key(kinds.TEXT, "the user, where there is no token"),
    "grafana.password_env": Key(kinds.VARIABLE, "the environment variable that holds the password"),
    "grafana.password_file": Key(kinds.FILE, "the file that holds the password"),
    "grafana.ca_file": Key(kinds.FILE, "certificates to trust, instead of the system's"),
    "grafana.cert_file": Key(kinds.FILE, "the client's certificate"),
    "grafana.key_file": Key(kinds.FILE, "the key of the client's certificate"),
    "grafana.headers_env": Key(
        kinds.VARIABLE, "further headers: name, and the environment variable of its value", names=kinds.HEADER
    ),
    "grafana.allow_http": Key(kinds.FLAG, "send secrets unencrypted to a host that is not this one"),
    "grafana.provenance": Key(
        kinds.choice("api", "none"), "none: alert rules that were pushed may be edited in Grafana"
    ),
    "grafana.dashboards_path": Key(
        kinds.CONTAINER_PATH, "where Grafana's container sees the built dashboards"
    ),
    "prometheus.url": Key(kinds.URL, "where this machine reaches Prometheus"),
    "prometheus.external_url": Key(kinds.URL, "where people reach Prometheus"),
    "prometheus.version": Key(
        kinds.version("Prometheus", 2, "2.48.1"), "decides what the configuration may use"
    ),
    "prometheus.scrape_interval": Key(kinds.DURATION, "how often jobs are scraped"),
    "prometheus.evaluation_interval": Key(kinds.DURATION, "how often rules are evaluated"),
    "prometheus.jobs": Key(kinds.DURATION, "scrape intervals of single jobs", names=kinds.TEXT),
    "prometheus.retention.time": Key(kinds.DURATION, "how long samples are kept"),
    "prometheus.retention.size": Key(kinds.SIZE, "how much is kept"),
}

SECTIONS: Mapping[str, type] = {
    "grafana": Grafana,
    "grafana.datasource": Datasource,
    "prometheus": Prometheus,
    "prometheus.retention": Retention,
}
"""The mappings of an environment, and the class that each becomes."""

SHARED: Mapping[str, Key] = {name: key for name, key in ENVIRONMENT.items() if key.shared}
"""The keys of ``defaults``."""

# Two ways to name one secret; naming both in one place would leave open which is meant.
ALTERNATIVES: Mapping[str, str] = {
    "grafana.token_env": "grafana.token_file",
    "grafana.token_file": "grafana.token_env",
    "grafana.password_env": "grafana.password_file",
    "grafana.password_file": "grafana.password_env",
}

# A key means nothing without one of these.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "grafana.username": ("grafana.password_env", "grafana.password_file"),
    "grafana.password_env": ("grafana.username",),
    "grafana.password_file": ("grafana.username",),
    "grafana.key_file": ("grafana.cert_file",),
}


def default(key: str) -> object:
    """Return the built-in value of a key of the project or of an environment; None where there is none."""
    section, _, name = key.rpartition(".")
    owner = SECTIONS[section] if section else Project if key in PROJECT else Environment
    fields = attrs.fields_dict(owner)
    found = fields[name].default if name in fields else attrs.NOTHING
    return None if found is attrs.NOTHING or hasattr(found, "factory") else found


class SchemaRow(NamedTuple):
    """A line of the project file's reference."""

    key: str
    type: str
    default: str
    meaning: str


def schema_rows() -> list[SchemaRow]:
    """Return every key of the project file, with type, built-in value and meaning."""
    rows = [_row(name, key, default(name)) for name, key in PROJECT.items()]
    return rows + [_row(f"environments.NAME.{name}", key, default(name)) for name, key in ENVIRONMENT.items()]


def _row(name: str, key: Key, value: object) -> SchemaRow:
    type_ = f"{key.names.type}: {key.kind.type}" if key.names else key.kind.type
    if key.names:
        value = "environment: NAME" if name.endswith(".labels") else ""
    elif isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, tuple):
        value = ", ".join(value)
    return SchemaRow(name, type_, "" if value is None else str(value), key.meaning)
