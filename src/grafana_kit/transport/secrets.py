"""Secrets: read when a connection is opened, never printed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NoReturn

from grafana_kit.errors import AuthError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MASK = "****"
_SHORTEST = 4


class Secret:
    """A text that only :meth:`reveal` gives away: printed, logged or formatted it is ``****``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself, for the one place that sends it."""
        return self._text

    def hidden_in(self, text: str) -> str:
        """Return a text without the secret, for what others say about our requests."""
        # A very short one would blot out ordinary words, and is none.
        return text.replace(self._text, MASK) if len(self._text) >= _SHORTEST else text

    def __repr__(self) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


def from_environment(name: str, environ: Mapping[str, str], *, hint: str = "") -> Secret:
    """Return the secret that an environment variable holds.

    Raises:
        AuthError: the variable is not set, or what it holds cannot be sent.
    """
    value = environ.get(name, "").strip()
    if not value:
        raise AuthError(
            f"the environment variable {name} is not set",
            hint=hint or f"set it: read -rs {name}; export {name}",
        )
    return _checked(value, name)


def from_file(path: Path) -> Secret:
    """Return the secret that is all that a file holds; the file must be its owner's alone.

    Raises:
        AuthError: the file cannot be read, others can read it, or it does not hold one line of text.
    """
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise AuthError(
                f"others can read this file (mode {stat.S_IMODE(mode):03o})",
                where=path,
                hint=f"chmod 600 {path}",
            )
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise AuthError(
            f"cannot read the secret: {reason}", where=path, hint="write the secret into it, mode 600"
        ) from None
    if not value:
        raise AuthError("there is no secret in this file", where=path, hint="write the secret into it")
    return _checked(value, path)


def _checked(value: str, where: object) -> Secret:
    if any(not " " <= character <= "~" for character in value):
        raise AuthError(
            "the secret has a character that no HTTP header can hold",
            where=where,
            hint="is it one line, copied whole, and nothing else?",
        )
    return Secret(value)
