"""What all parts of the destination share: the client, the version, and what people should know."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field, frozen

from grafana_kit.errors import ConflictError, ServerError
from grafana_kit.transport.failures import NoAnswerError

if TYPE_CHECKING:
    from grafana_kit.model.environment import Environment
    from grafana_kit.transport.client import Client

In = TypeVar("In")
Out = TypeVar("Out")

PROVISIONING = "/api/v1/provisioning"

# Where behaviour changed, from the issues and sources of grafana/grafana.
_TITLES_FREE = (11, 3, 0)  # two dashboards of one title in a folder (#105077)
_FOLDER_TITLES_FREE = (12, 0, 0)  # two folders of one title
_NEW_RULES_IN_GROUP = (11, 5, 2)  # a group that is written may name rules that are new (#98283, #99858)
_RULE_TITLES_FREE = (11, 7, 0)  # two rules of one title in a folder (#102067)
_GROUP_DELETION = (11, 0, 0)  # documented from 10.4, there in every 11
_NESTED = (11, 0, 0)  # before, folders in folders are behind a feature toggle
_FOLDER_RIGHTS = (11, 0, 0)  # rules by the rights on their folder


@frozen(order=True)
class Version:
    """A version of Grafana: three numbers, and the text that it calls itself."""

    numbers: tuple[int, int, int]
    text: str = field(eq=False, order=False)

    @classmethod
    def read(cls, text: str) -> Version | None:
        """Return the version that a text such as ``10.2.3`` or ``13.0.1+security-01`` names."""
        found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
        if found is None:
            return None
        return cls((int(found[1]), int(found[2]), int(found[3] or 0)), text)

    @property
    def major(self) -> int:
        """The first number."""
        return self.numbers[0]

    @property
    def unique_titles(self) -> bool:
        """Whether a folder holds one dashboard of a title, and a folder's title is not a dashboard's."""
        return self.numbers < _TITLES_FREE

    @property
    def unique_folders(self) -> bool:
        """Whether there is one folder of a title."""
        return self.numbers < _FOLDER_TITLES_FREE

    @property
    def unique_rules(self) -> bool:
        """Whether a folder holds one alert rule of a title."""
        return self.numbers < _RULE_TITLES_FREE

    @property
    def new_rules_in_group(self) -> bool:
        """Whether a group can be written with rules that do not exist yet."""
        return self.numbers >= _NEW_RULES_IN_GROUP

    @property
    def deletes_groups(self) -> bool:
        """Whether a group can be deleted in one request."""
        return self.numbers >= _GROUP_DELETION

    @property
    def nests_folders(self) -> bool:
        """Whether folders hold folders without a feature toggle."""
        return self.numbers >= _NESTED

    @property
    def folder_rights(self) -> bool:
        """Whether rules are permitted by their folder."""
        return self.numbers >= _FOLDER_RIGHTS


@define(eq=False, slots=False)
class Server:
    """One Grafana, as one environment sees it.

    Attributes:
        notes: what people should know, each once.
        stopping: set when what is being read is not wanted any more.
    """

    client: Client
    version: Version
    environment: Environment
    jobs: int = 8
    notes: list[str] = field(factory=list)
    stopping: threading.Event = field(factory=threading.Event)

    @property
    def project(self) -> str:
        """Whose mark is ours."""
        return self.environment.project

    @cached_property
    def nested_folders(self) -> bool:
        """Whether folders can hold folders."""
        if self.version.nests_folders:
            return True
        settings = self.client.get("/api/frontend/settings").data or {}
        return bool((settings.get("featureToggles") or {}).get("nestedFolders"))

    @property
    def provenance_headers(self) -> dict[str, str]:
        """What every write of alerting resources is sent with: the same in every run."""
        return {} if self.environment.grafana.provenance == "api" else {"X-Disable-Provenance": "true"}

    def note(self, text: str) -> None:
        """Keep something that people should know."""
        if text not in self.notes:
            self.notes.append(text)

    def each(self, function: Callable[[In], Out], items: Iterable[In]) -> Iterator[Out]:
        """Yield what the function returns for each item, in their order, several at a time."""

        def one(item: In) -> Out:
            if self.stopping.is_set():
                raise CancelledError
            return function(item)

        executor = ThreadPoolExecutor(self.jobs, thread_name_prefix="grafana-kit")
        try:
            yield from executor.map(one, items)
        finally:
            executor.shutdown(cancel_futures=True)

    def once(self, write: Callable[[], Out], arrived: Callable[[], Out | None]) -> Out:
        """Write, and never twice: after a lost answer, look whether it arrived before sending it again.

        Args:
            write: sends the request.
            arrived: returns what came of a request whose answer was lost; None if all is as it was before,
                and raises ConflictError if it is neither.

        Raises:
            NoAnswerError: no answer came, however often.
        """
        patience, attempt, lost = self.client.patience, 0, False
        while True:
            attempt += 1
            try:
                return write()
            except NoAnswerError:
                lost = True
                found = arrived()
                if found is not None:
                    return found
                if attempt >= patience.attempts:
                    raise
            except (ConflictError, ServerError):
                # The first one was still on its way when we looked, and stands in the way of the second.
                found = arrived() if lost else None
                if found is not None:
                    return found
                raise
            patience.pause(attempt)

    def conflict(self, summary: str, path: str, hint: str = "") -> ConflictError:
        """Return the error that something is not as the plan saw it."""
        return ConflictError(
            summary,
            where=f"{self.client.access.url}{path}",
            hint=hint or f"grafana-kit diff --env {self.environment.name}",
        )

    def changed(self, what: str, path: str) -> ConflictError:
        """Return the error that somebody wrote a resource since the plan was made."""
        return self.conflict(f"{what} was changed on the server since the plan was made", path)
