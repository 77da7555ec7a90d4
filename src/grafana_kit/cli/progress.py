"""What a person sees while a plan is carried out: a bar on a terminal, one line per resource elsewhere."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from grafana_kit.cli.output import colour, note
from grafana_kit.cli.plan_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from grafana_kit.app.carry_out import Ended, Stop, Watcher
    from grafana_kit.model.change import Change, Plan

_PAST = {"create": "created", "update": "changed", "move": "moved", "delete": "deleted"}
_COLOURS = {"failed": "red", "conflict": "magenta", "skipped": "yellow"}


def ended_line(ended: Ended) -> str:
    """Return the line that says what became of one change."""
    change = ended.change
    word = _PAST.get(change.action, change.action) if ended.status == "done" else ended.status
    line = f"{word:9} {change.kind}/{clean(change.uid)}"
    why = ended.error.summary if ended.error is not None else ended.note
    styled = click.style(line, fg=_COLOURS.get(ended.status))
    return f"{styled}  {clean(why)}" if why else styled


class Lines:
    """One line per resource, as it ends."""

    def __init__(self) -> None:
        """Remember whether colours are switched off: the threads that end changes cannot know."""
        self._color = colour()

    def started(self, change: Change) -> None:
        """Say nothing: in a log the end of a change is what counts."""

    def ended(self, ended: Ended) -> None:
        """Print the line."""
        click.echo(ended_line(ended), color=self._color)


class Silent(Lines):
    """Nothing: the result is printed as JSON."""

    def ended(self, ended: Ended) -> None:
        """Print nothing."""


class Bar:
    """A progress bar on standard error; what was not carried out stands above it."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        """Take a bar that runs."""
        self._progress = progress
        self._task = task

    def started(self, change: Change) -> None:
        """Show what is being done."""
        self._progress.update(self._task, description=f"{change.kind}/{clean(change.uid)}"[:40])

    def ended(self, ended: Ended) -> None:
        """Advance, and print what did not go well."""
        from rich.text import Text

        if ended.status != "done" or ended.note:
            self._progress.console.print(Text.from_ansi(ended_line(ended)), soft_wrap=True)
        if ended.change.action != "conflict":
            self._progress.advance(self._task)


@contextlib.contextmanager
def watching(plan: Plan, *, json: bool = False) -> Iterator[Watcher]:
    """Show the progress of a plan for as long as the block runs."""
    if json:
        yield Silent()
        return
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Plain(TextColumn):
        """Text as it is: titles and uids are no markup."""

        def render(self, task: object) -> Text:
            return Text(str(getattr(task, "description", "")))

    console = Console(stderr=True, no_color=colour() is False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), Plain(""))
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress, progress.add_task("", total=len(plan.pending)))


@contextlib.contextmanager
def interruptible(stop: Stop) -> Iterator[None]:
    """Turn the first Ctrl-C (or SIGTERM) into a stop: requests in flight are awaited. A second leaves at once.

    The receipt tells of every request that was sent, so that even then nothing is forgotten.
    """

    def asked(_number: int, _frame: object) -> None:
        if stop.interrupted:
            os.write(2, b"\x1b[?25hleft at once: the receipt says what was being sent\n")
            os._exit(130)
        stop.ask("it was interrupted", interrupted=True)
        note("stopping: waiting for the requests that are in flight (again to leave at once)")

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, asked) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
