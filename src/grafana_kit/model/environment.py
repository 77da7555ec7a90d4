"""What an environment is: its servers, its alert engine, its settings. Read from ``grafana-kit.yaml``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from attrs import field, frozen

from grafana_kit.errors import AuthorError, UsageError, nearest
from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.model.source import Source, caller

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value: TypeAlias = "float | int | str | bool"
AlertEngine: TypeAlias = Literal["prometheus", "grafana", "both"]
Provenance: TypeAlias = Literal["api", "none"]
Layer: TypeAlias = Literal[
    "flag", "environment variable", "environment", "defaults", "project file", "built in"
]

_MINUTE = 60_000

# The dashboard schema that a major version of Grafana writes itself: a newer one it would not understand,
# an older one it migrates at every load (public/app/features/dashboard/state/DashboardMigrator.ts).
_SCHEMA_VERSIONS = {10: 38, 11: 39, 12: 41, 13: 42}


@frozen
class Origin:
    """Where a value came from: the layer that won, and its place or its variable where it has one."""

    layer: Layer
    source: Source | None = None
    variable: str = ""

    def __str__(self) -> str:
        place = self.variable or self.source
        return f"{self.layer} ({place})" if place else self.layer


@frozen
class Datasource:
    """The data source that panels and Grafana-managed rules query."""

    name: str = "Prometheus"
    uid: str = "prometheus"
    type: str = "prometheus"
    url: str | None = None

    def ref(self) -> dict[str, str]:
        """Return the reference as dashboard JSON holds it."""
        return {"type": self.type, "uid": self.uid}


@frozen
class Grafana:
    """A Grafana server. Secrets are named here, never held."""

    url: str | None = None
    version: str = "10.2"
    datasource: Datasource = field(factory=Datasource)
    org_id: int = 1
    token_env: str | None = None
    token_file: str | None = None
    username: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    headers_env: Mapping[str, str] = field(factory=dict)
    allow_http: bool = False
    provenance: Provenance = "api"
    dashboards_path: str = "/var/lib/grafana/dashboards"

    @property
    def version_tuple(self) -> tuple[int, int]:
        """Return major and minor version."""
        numbers = [int(number) for number in re.split("[-+]", self.version)[0].split(".")]
        return numbers[0], numbers[1] if len(numbers) > 1 else 0

    @property
    def schema_version(self) -> int:
        """Return the newest dashboard schema that this version knows."""
        major = max(min(_SCHEMA_VERSIONS), min(self.version_tuple[0], max(_SCHEMA_VERSIONS)))
        return _SCHEMA_VERSIONS[major]


@frozen
class Retention:
    """How long, and how much, Prometheus keeps."""

    time: str | None = None
    size: str | None = None


@frozen
class Prometheus:
    """A Prometheus server, and how often it scrapes which job."""

    url: str | None = None
    external_url: str | None = None
    version: str = "2.48"
    scrape_interval: str = "15s"
    evaluation_interval: str = "1m"  # Prometheus's own default, and one that Grafana's scheduler keeps
    jobs: Mapping[str, str] = field(factory=dict)
    retention: Retention = field(factory=Retention)


@frozen
class Setting:
    """One value of an environment's settings, and where it is written."""

    value: Value
    source: Source


@frozen
class Environment:
    """One environment of a project, as authors and renderers see it.

    Attributes:
        project: the project's name.
        labels: put on every alert.
        runbooks: the base URL of the runbooks.
        origin: where the environment is defined.
        origins: dotted key → where its value came from; a key that is not in it has its built-in value.
    """

    name: str
    project: str
    aliases: tuple[str, ...] = ()
    alert_suffix: str = ""
    alert_engine: AlertEngine = "both"
    protected: bool = False
    labels: Mapping[str, str] = field()
    settings: Mapping[str, Setting] = field(factory=dict)
    runbooks: str | None = None
    grafana: Grafana = field(factory=Grafana)
    prometheus: Prometheus = field(factory=Prometheus)
    origin: Source = field(factory=lambda: Source("grafana-kit.yaml"))
    origins: Mapping[str, Origin] = field(factory=dict, eq=False, repr=False)

    @labels.default
    def _named(self) -> dict[str, str]:
        return {"environment": self.name}

    def number(self, key: str) -> float:
        """Return a setting that is a number.

        Raises:
            AuthorError: the environment has no such setting, or it is not a number.
        """
        setting = self._setting(key)
        if isinstance(setting.value, bool) or not isinstance(setting.value, (int, float)):
            self._refuse(key, setting, "a number")
        return setting.value

    def duration(self, key: str) -> str:
        """Return a setting that is a duration, such as ``5m``.

        Raises:
            AuthorError: the environment has no such setting, or it is not a duration.
        """
        setting = self._setting(key)
        try:
            milliseconds(str(setting.value))
        except AuthorError:
            self._refuse(key, setting, "a duration such as 30s, 5m or 1h30m")
        return str(setting.value)

    def text(self, key: str) -> str:
        """Return a setting that is text.

        Raises:
            AuthorError: the environment has no such setting, or it is not text.
        """
        setting = self._setting(key)
        if not isinstance(setting.value, str):
            self._refuse(key, setting, "text (in quotes)")
        return setting.value

    def flag(self, key: str) -> bool:
        """Return a setting that is true or false.

        Raises:
            AuthorError: the environment has no such setting, or it is something else.
        """
        setting = self._setting(key)
        if not isinstance(setting.value, bool):
            self._refuse(key, setting, "true or false")
        return setting.value

    def has(self, key: str) -> bool:
        """Say whether the environment has this setting."""
        return key in self.settings

    def _setting(self, key: str) -> Setting:
        if key in self.settings:
            return self.settings[key]
        raise AuthorError(
            f'environment "{self.name}" has no setting "{key}"',
            where=caller(2),
            details=(f"the environment is defined at {self.origin}",),
            hint=nearest(key, self.settings) or f"grafana-kit config show --env {self.name}",
        )

    def _refuse(self, key: str, setting: Setting, expected: str) -> NoReturn:
        raise AuthorError(
            f'setting "{key}" of environment "{self.name}" is {setting.value!r}, not {expected}',
            where=setting.source,
            details=(f"it is read at {caller(2)}",),
            hint="correct the value, or read it as what it is",
        )

    def scrape_interval(self, job: str | None) -> str:
        """Return how often a job is scraped here; for None the longest interval of all jobs."""
        intervals = self.prometheus.jobs
        if job is not None:
            return intervals.get(job, self.prometheus.scrape_interval)
        return max((self.prometheus.scrape_interval, *intervals.values()), key=milliseconds)

    def rule_window(self, job: str | None) -> str:
        """Return the range of a rate in a rule: four scrape intervals, in whole minutes.

        Two samples are needed for a rate; with four intervals two failed scrapes do not silence an alert.
        """
        minutes = -(-4 * milliseconds(self.scrape_interval(job)) // _MINUTE)
        return canonical(minutes * _MINUTE)


@frozen
class Project:
    """A project file: where things are, and the environments in the file's order."""

    name: str
    root: Path
    sources: tuple[str, ...] = ("dashboards", "alerts")
    metrics: str = "metrics"
    output: str = "infra"
    environments: Mapping[str, Environment] = field(factory=dict, kw_only=True)
    file: Path = field(kw_only=True)
    origins: Mapping[str, Origin] = field(factory=dict, eq=False, repr=False, kw_only=True)

    def environment(self, name: str) -> Environment:
        """Return an environment by its name or one of its aliases.

        Raises:
            UsageError: there is none of that name.
        """
        for environment in self.environments.values():
            if name == environment.name or name in environment.aliases:
                return environment
        known = [word for one in self.environments.values() for word in (one.name, *one.aliases)]
        raise UsageError(
            f'project "{self.name}" has no environment "{name}"',
            where=Source(str(self.file)),
            hint=nearest(name, known) or "grafana-kit config show",
        )
