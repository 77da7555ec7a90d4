"""Opening a destination: secrets are read, the server is asked once who it is, and nothing else is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafana_kit.destinations.grafana.destination import GrafanaDestination
from grafana_kit.destinations.grafana.server import Server, Version
from grafana_kit.errors import ServerError, VersionError
from grafana_kit.transport.access import resolve
from grafana_kit.transport.client import Client

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grafana_kit.model.environment import Environment
    from grafana_kit.transport.access import Settings
    from grafana_kit.transport.retries import Patience

OLDEST, NEWEST = 10, 13
_HEALTH = "/api/health"
_SETTINGS = "/api/frontend/settings"


def connect(
    environment: Environment,
    project_root: Path,
    environ: Mapping[str, str],
    *,
    connection: Settings,
    jobs: int = 8,
    force_version: bool = False,
    patience: Patience | None = None,
) -> GrafanaDestination:
    """Return the environment's Grafana, after asking it for its version.

    Args:
        environment: the environment.
        project_root: what paths of certificates and secrets are relative to.
        environ: the process's environment variables, which hold secrets and proxies.
        connection: where to connect, and where the secrets for it are.
        jobs: how many requests at a time.
        force_version: go on with a version that is not known to work.
        patience: time-outs and retries.

    Raises:
        ProjectError: a certificate is missing, or plain HTTP would go to another machine.
        AuthError: a secret is missing, or the server wants another sign-in.
        ServerError: it does not answer, or is not Grafana.
        VersionError: it is older than 10 or newer than what is known.
    """
    access = resolve(
        connection, environ, root=project_root, environment=environment.name, where=environment.origin
    )
    client = Client(access, jobs=jobs, patience=patience)
    try:
        version = _version(client, environment, force=force_version)
    except BaseException:
        client.close()
        raise
    server = Server(client, version, environment, jobs)
    expected = environment.grafana.version_tuple
    if version.major != expected[0]:
        server.note(
            f"the server is Grafana {version.text}, and {environment.name} is built for"
            f" {environment.grafana.version}: set grafana: {{version: {_short(version)}}}"
        )
    return GrafanaDestination(server)


def _short(version: Version) -> str:
    return f'"{version.numbers[0]}.{version.numbers[1]}"'


def _version(client: Client, environment: Environment, *, force: bool) -> Version:
    text = _probe(client)
    version = Version.read(text)
    where = client.access.url
    hint = "go on with --force if you know that it works"
    if version is None and force:
        major, minor = environment.grafana.version_tuple
        version = Version((major, minor, 0), environment.grafana.version)
    if version is None:
        said = f' but "{text[:40]}"' if text else ""
        raise VersionError(
            f"the server does not say which version of Grafana it is{said}", where=where, hint=hint
        )
    if not OLDEST <= version.major <= NEWEST and not force:
        raise VersionError(
            f"Grafana {version.text[:40]} is not supported: {OLDEST} to {NEWEST} are", where=where, hint=hint
        )
    return version


def _probe(client: Client) -> str:
    """Return what the server says its version is; some hide it from the health check."""
    answer = client.get(_HEALTH, allow=(503,), patient=False)
    health: Any = answer.data
    if not isinstance(health, dict) or not {"database", "version"} & set(health):
        raise ServerError(
            f"this does not look like Grafana{f': {answer.said}' if answer.said else ''}",
            where=f"{client.access.url}{_HEALTH}",
            hint=f"is the address right, its path too? grafana-kit config show --env {client.access.environment}",
        )
    if health.get("database", "ok") != "ok":
        raise ServerError(
            "Grafana is up, and its database is not",
            where=f"{client.access.url}{_HEALTH}",
            hint="look at the server's log",
        )
    if isinstance(health.get("version"), str) and health["version"]:
        return str(health["version"])
    settings = client.get(_SETTINGS).data
    build = settings.get("buildInfo") if isinstance(settings, dict) else None
    return str((build or {}).get("version") or "")
