"""A server that plans are made against and carried out on, and the receipts about it."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit.app.carry_out import carry_out
from grafana_kit.app.config import connection_settings
from grafana_kit.destinations.grafana import connect
from grafana_kit.destinations.receipts import FOLDER, Header, Store, new_run, now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grafana_kit.app.carry_out import Apply, OnError, Outcome, Stop, Watcher
    from grafana_kit.app.config import Connection
    from grafana_kit.destinations.grafana import GrafanaDestination
    from grafana_kit.model.change import Change, Plan
    from grafana_kit.model.environment import Environment, Project
    from grafana_kit.transport.retries import Patience


@frozen(eq=False)
class Target:
    """An environment's server, open."""

    project: Project
    environment: Environment
    connection: Connection
    destination: GrafanaDestination
    store: Store

    def close(self) -> None:
        """Close all connections."""
        self.destination.close()


@frozen(eq=False)
class Finished:
    """A plan that was carried out, as far as it went."""

    run: str
    receipt: Path
    copies: tuple[Path, ...]
    outcome: Outcome


def store(project: Project, environment: Environment, receipts: Path | None = None) -> Store:
    """Return where an environment's receipts are: in the given folder, else in the project's own."""
    return Store((receipts or project.root / FOLDER).absolute(), environment.name)


def open_target(
    project: Project,
    environment: Environment,
    environ: Mapping[str, str],
    *,
    receipts: Path | None = None,
    jobs: int = 8,
    url: str | None = None,
    force_version: bool = False,
    patience: Patience | None = None,
) -> Target:
    """Connect to an environment's Grafana.

    Args:
        project: whose environment it is.
        environment: the environment.
        environ: the process's environment variables.
        receipts: where receipts are, if not in the project.
        jobs: how many requests at a time.
        url: another server than the environment's own.
        force_version: go on with a version that is not known to work.
        patience: time-outs and retries.

    Raises:
        ProjectError: the environment has no Grafana.
        ServerError: it does not answer, does not let us in, or is of a version that is not known.
    """
    connection = connection_settings(environment, environ, url=url)
    destination = connect(
        environment,
        project.root,
        environ,
        connection=connection,
        jobs=jobs,
        force_version=force_version,
        patience=patience,
    )
    return Target(project, environment, connection, destination, store(project, environment, receipts))


def run(
    command: str,
    plan: Plan,
    target: Target,
    *,
    jobs: int = 8,
    on_error: OnError = "continue",
    stop: Stop | None = None,
    watcher: Watcher | None = None,
    undoes: tuple[str, ...] = (),
    apply: Apply | None = None,
) -> Finished:
    """Carry a plan out and write its receipt as it goes.

    Args:
        command: for the receipt.
        plan: what was shown.
        target: the server.
        jobs: how many dashboards at a time.
        on_error: whether a failure ends it.
        stop: what ends it from outside.
        watcher: is told of every change.
        undoes: the runs that it rolls back.
        apply: how one change is carried out; None for as the destination does by itself.

    Raises:
        OutputError: the receipt cannot be written.
    """
    header = Header(
        new_run(),
        command,
        target.environment.name,
        target.project.name,
        target.connection.url,
        target.connection.org_id,
        _who(),
        now(),
        undoes,
    )
    copies: list[Path] = []

    def keep_copy(change: Change) -> None:
        assert change.seen is not None
        copies.append(target.store.keep_copy(header.run, change.seen))

    outcome = carry_out(
        plan,
        apply or target.destination.apply,
        target.store.open(header),
        header.run,
        jobs=jobs,
        on_error=on_error,
        stop=stop,
        watcher=watcher,
        keep_copy=keep_copy,
    )
    return Finished(header.run, target.store.receipt(header.run), tuple(sorted(copies)), outcome)


def _who() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a passwd entry
        user = "unknown"
    return f"{user}@{platform.node()}"
