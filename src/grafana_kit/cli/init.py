"""``grafana-kit init``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from grafana_kit.cli.output import note, say

EPILOG = """\b
Examples:
  grafana-kit init
  grafana-kit init monitoring && cd monitoring && grafana-kit build"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a small working project into DIR, or here.

    It has two environments, a dashboard and alerts about Prometheus itself, and an example for CI. A file
    that is there already is left as it is.
    """
    from grafana_kit.app.init import init

    done = init(folder)
    for path in done.written:
        say(f"written: {folder / path}")
    for path in done.left:
        say(f"left as it is: {folder / path}")
    note("next:")
    if folder.absolute() != Path.cwd():
        note(f"  cd {shlex.quote(str(folder))}")
    note("  grafana-kit build")
    note("  grafana-kit metrics capture http://localhost:9090/metrics --job prometheus")
