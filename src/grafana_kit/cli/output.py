"""How results and errors look. Only the command line prints."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grafana_kit.errors import KitError

_CLEAR_LINE = "\r\x1b[K"


def colour() -> bool | None:
    """Return False when colours are switched off, None when the terminal decides."""
    context = click.get_current_context(silent=True)
    root = context.find_root() if context else None
    if os.environ.get("NO_COLOR") or (root is not None and root.color is False):
        return False
    return None


def say(text: str = "", **style: object) -> None:
    """Print one line of a result."""
    click.secho(text, color=colour(), **style)  # type: ignore[arg-type]


def number(count: int, what: str) -> str:
    """Return a count with its noun: 1 alert, 2 alerts."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def note(text: str) -> None:
    """Print one line about the work to standard error, so that a result can be piped."""
    click.secho(text, err=True, color=colour(), dim=True)


@contextlib.contextmanager
def status() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done: on one line of a terminal, gone at the end."""

    def show(text: str) -> None:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            sys.stderr.write(f"{_CLEAR_LINE}{text}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        show("")


def print_error(error: KitError, *, color: bool | None = None) -> None:
    """Print an error in its one shape: what happened, where, what to do next."""
    color = colour() if color is None else color
    click.secho("error: ", err=True, fg="red", bold=True, nl=False, color=color)
    click.secho(error.summary, err=True, color=color)
    if error.where:
        click.secho(f"  at {error.where}", err=True, color=color)
    for line in error.details:
        click.secho(f"  {line}", err=True, color=color)
    if error.hint:
        click.secho(f"  next: {error.hint}", err=True, color=color, fg="cyan")
