"""What a check found."""

from __future__ import annotations

from attrs import frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.source import Source


@frozen
class Problem:
    """One finding of a check.

    Attributes:
        check: the id of the check, such as ``dashboard/uid``.
        message: what is wrong.
        source: where it stands.
        hint: what to do about it.
        also: other places that belong to it, such as the first of two duplicates.
    """

    check: str
    message: str
    source: Source
    hint: str = ""
    also: tuple[Source, ...] = ()

    def error(self) -> AuthorError:
        """Return the finding as an error."""
        details = [f"and at {place}" for place in self.also]
        return AuthorError(
            f"{self.message} [{self.check}]", where=self.source, hint=self.hint, details=details
        )
