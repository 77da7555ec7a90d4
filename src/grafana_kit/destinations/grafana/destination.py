"""A Grafana server as a destination: one reader and one writer per kind of resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana.api import Backend, Classic
from grafana_kit.destinations.grafana.dashboards import Dashboards
from grafana_kit.destinations.grafana.datasources import Datasources
from grafana_kit.destinations.grafana.folders import Folders
from grafana_kit.destinations.grafana.notifications import ContactPoints, MuteTimings, Routes
from grafana_kit.destinations.grafana.rule_places import Groups
from grafana_kit.destinations.grafana.rule_reading import RuleReader
from grafana_kit.destinations.grafana.rule_writing import RuleWriter
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.model.naming import UID_LENGTH, digest

if TYPE_CHECKING:
    from grafana_kit.model.change import Change, Key, Seen
    from grafana_kit.model.resource import Bundle


@define(eq=False)
class GrafanaDestination:
    """Reads what a Grafana server holds, and carries changes out, several at once if you like.

    Attributes:
        server: the client, the version, and what people should know.
        backend: how dashboards are reached.
    """

    server: Server
    backend: Backend = field()
    _folders: Folders = field(init=False)
    _dashboards: Dashboards = field(init=False)
    _rules: RuleWriter = field(init=False)

    @backend.default
    def _classic(self) -> Backend:
        return Classic(self.server.client)

    def __attrs_post_init__(self) -> None:
        self._folders = Folders(self.server)
        self._dashboards = Dashboards(self.server, self.backend, self._folders.made)
        self._rules = RuleWriter(self.server, Groups(self.server))

    @property
    def version(self) -> str:
        """The server's version."""
        return self.server.version.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know of this server so far, such as what it cannot do."""
        return tuple(self.server.notes)

    def close(self) -> None:
        """Close all connections."""
        self.server.client.close()

    def read(self, bundle: Bundle) -> dict[Key, Seen]:
        """Return what is there: what is wanted, what else carries our mark, and what stands in the way.

        Raises:
            AuthError: the server does not let us read something.
            ServerError: it does not answer as it should.
        """
        folders = self._folders.read(bundle.of_kind("folder"))
        titles = dict(self._folders.titles)
        readers: tuple[Callable[[], list[Seen]], ...] = (
            lambda: Datasources(self.server).read(bundle.of_kind("datasource")),
            lambda: self._dashboards.read_others(bundle.of_kind("dashboard")),
            lambda: self._dashboards.read(bundle.of_kind("dashboard"), titles),
            lambda: ContactPoints(self.server).read(bundle.of_kind("contact-point")),
            lambda: MuteTimings(self.server).read(bundle.of_kind("mute-timing")),
            lambda: Routes(self.server).read(bundle.of_kind("notification-route")),
            lambda: RuleReader(self.server, Groups(self.server)).read(bundle.of_kind("grafana-rules")),
        )
        seen: dict[Key, Seen] = {}
        for one in (*folders, *self._all(readers)):
            seen[_free(one, seen).key] = _free(one, seen)
        return seen

    def _all(self, readers: Sequence[Callable[[], list[Seen]]]) -> list[Seen]:
        """Return what all readers find; the first that fails, or Ctrl-C, ends the others at their next request."""
        stopping = self.server.stopping
        stopping.clear()
        with ThreadPoolExecutor(len(readers), thread_name_prefix="grafana-kit-read") as pool:
            tasks = [pool.submit(reader) for reader in readers]
            try:
                for task in as_completed(tasks):
                    task.result()
            except BaseException:
                stopping.set()
                raise
        return [one for task in tasks for one in task.result()]

    def apply(self, change: Change, run: str, *, own: bool | None = None) -> Applied:
        """Carry out one change under the lock that the plan saw.

        Args:
            change: what is to happen.
            run: the id that the mark will carry.
            own: whether what is written counts as pushed by us: False for what somebody else made and a
                rollback puts back. By default everything but an exact copy of an earlier state.

        Raises:
            ConflictError: it is not as the plan saw it.
            AuthError: the server does not let us.
            ServerError: anything else that went wrong.
        """
        counts = not change.exact if own is None else own
        writers: Mapping[str, Callable[[], Applied]] = {
            "datasource": lambda: Datasources(self.server).apply(change, run),
            "folder": lambda: self._folders.apply(change),
            "dashboard": lambda: self._dashboards.apply(change, run, own=counts),
            "contact-point": lambda: ContactPoints(self.server).apply(change),
            "mute-timing": lambda: MuteTimings(self.server).apply(change),
            "notification-route": lambda: Routes(self.server).apply(change),
            "grafana-rules": lambda: self._rules.apply(change, run),
        }
        return writers[change.kind]()


def _free(one: Seen, seen: Mapping[Key, Seen]) -> Seen:
    """Return it under a uid of its own: two rule groups in different folders may have made the same one."""
    if one.key not in seen or one.kind != "grafana-rules":
        return one
    tail = digest(f"{one.folder_uid}/{one.title}")[:8]
    return evolve(one, uid=f"{one.uid[: UID_LENGTH - 9]}-{tail}")
