"""The command line. Each command lives in the module of its name and is imported only when it runs."""

from __future__ import annotations

import gc
import os
import sys

_WIDTH = 80


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in (["--help"], ["-h"]) and _columns() >= _WIDTH:
        sys.stdout.write(overview())
        sys.exit(0)
    from grafana_kit.cli.root import run

    # The process ends with this run, and what it makes lives until then: collecting cycles meanwhile costs
    # a quarter of a large build (scripts/bench build) and frees nothing.
    gc.disable()
    sys.exit(run(arguments))


def overview() -> str:
    """Return the text of ``grafana-kit --help``.

    Importing click to render it would take three quarters of the run's time; a test holds the text to
    what click renders.
    """
    with open(os.path.join(os.path.dirname(__file__), "overview.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123 - pathlib takes longer to import
        return file.read()


def _columns() -> int:
    """Return the terminal's width as ``shutil`` would, which takes longer to import than all of this."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # not a terminal
        return _WIDTH
