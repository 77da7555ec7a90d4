"""The errors of grafana-kit, one shape for all: what happened, where, what to do next.

    KitError                exit 1
    ├── AuthorError         a definition (a Python module or a JSON file) is wrong
    ├── ProjectError        grafana-kit.yaml is wrong
    ├── InputError          a file or text given on the command line is wrong
    ├── OutputError         something could not be written
    ├── CheckError          exit 8: a check, test or gate failed
    ├── ServerError         a server answered with an error, or not at all
    │   ├── AuthError       exit 3: the server does not let us
    │   └── VersionError    exit 6: the server's version is not supported
    ├── PartialError        exit 4: some of it was done, and some was not
    ├── ConflictError       exit 7: somebody else edited what we would write
    └── UsageError          exit 2: the command line asks for what does not exist

Only the command line prints them; everything below it raises.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class KitError(Exception):
    """An error that a user can act on.

    Attributes:
        summary: one line that says what happened.
        where: the place, as ``file:line`` or a URL; empty when there is none.
        hint: what to do next, best of all a command that can be run; may be empty.
        details: further lines, for example the author's own frame of a failing module.
    """

    exit_code = 1

    def __init__(
        self, summary: str, *, where: object = "", hint: str = "", details: Sequence[str] = ()
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.where = str(where) if where else ""
        self.hint = hint
        self.details = tuple(details)

    def __str__(self) -> str:
        """Say the whole error on one line, as logs want it."""
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.summary}{hint}"


class AuthorError(KitError):
    """A definition is wrong: the place is the author's file and line."""


class ProjectError(KitError):
    """The project file is wrong or missing: the place is its file and line."""


class InputError(KitError):
    """An input that was named on the command line cannot be read or understood."""


class OutputError(KitError):
    """Something could not be written; what was there before is still intact."""


class CheckError(KitError):
    """A check, a test or a gate failed."""

    exit_code = 8


class ServerError(KitError):
    """A server answered with an error, or did not answer; the place is the URL."""


class AuthError(ServerError):
    """The server does not know us, or does not let us do this."""

    exit_code = 3


class VersionError(ServerError):
    """The server's version is not one that we know."""

    exit_code = 6


class PartialError(KitError):
    """Some of a plan was carried out and some was not; the receipt says what."""

    exit_code = 4


class ConflictError(KitError):
    """Somebody else edited what we would write; nothing of theirs was overwritten."""

    exit_code = 7


class UsageError(KitError):
    """The command line names something that does not exist."""

    exit_code = 2


class KitErrors(KitError):  # noqa: N818 - the plural says what it holds
    """Several errors at once, in the order in which they were found."""

    def __init__(self, errors: Sequence[KitError]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word closest to ``word``, or all of a few, or nothing.

    >>> nearest("sevrity", ["severity", "summary"])
    'did you mean "severity"?'
    """
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if 0 < len(names) <= 12:  # noqa: PLR2004 - what a person reads at a glance
        return f"known: {', '.join(names)}"
    return ""
