"""``grafana-kit metrics``: capture what an application exposes, and look at it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grafana_kit.cli.output import note, say

if TYPE_CHECKING:
    from grafana_kit.app.capture import Captured, Listing
    from grafana_kit.model.metric import LabelValues, Metric

_SHOWN = 20


@click.group()
def command() -> None:
    """Capture the metrics that an application exposes; show them."""


CAPTURE_EPILOG = """\b
Examples:
  grafana-kit metrics capture http://localhost:9108/metrics --job worker
  curl -s https://host/metrics | grafana-kit metrics capture - --job api --out metrics/api.py
  grafana-kit metrics capture node.txt --job node --open device --open mountpoint --ignore 'go_.*'"""


@command.command(epilog=CAPTURE_EPILOG)
@click.argument("source")
@click.option("--job", required=True, help="The Prometheus job that scrapes it.")
@click.option("--out", metavar="FILE", help="The module, - to print it.  [default: metrics/JOB.py]")
@click.option("--prune", is_flag=True, help="Drop metrics that are no longer exposed.")
@click.option(
    "--open", "open_labels", metavar="[METRIC:]LABEL", multiple=True, help="List no values of this label."
)
@click.option("--ignore", metavar="REGEX", multiple=True, help="Leave out metrics with such a name.")
def capture(
    source: str,
    job: str,
    out: str | None,
    *,
    prune: bool,
    open_labels: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Write the metrics of SOURCE (a URL, a file or -) as a typed Python module.

    Capturing again adds what is new: labels, values and buckets add up, and a metric that is no longer
    exposed stays until --prune.
    """
    from grafana_kit.app import capture as app

    path = None if out == "-" else Path(out) if out else app.default_out(job)
    done = app.capture(app.Capture(source, job, sys.stdin.buffer, path, prune, open_labels, ignore))
    _report(done, path, prune=prune)
    if path is None:
        click.echo(done.text, nl=False)
    else:
        say(str(path))


def _report(done: Captured, path: Path | None, *, prune: bool) -> None:
    for text in done.notes:
        note(text)
    changes = done.changes
    if path is None or len(changes.new) == len(done.metrics):
        note(f"{len(done.metrics)} metrics")
        return
    if changes.new:
        note(_line("new", changes.new, limit=_SHOWN))
    if changes.changed:
        note(_line("changed", [f"{name} ({', '.join(what)})" for name, what in changes.changed.items()]))
    if changes.vanished:
        note(_line("dropped" if prune else "vanished, kept until --prune", changes.vanished))
    note(f"{len(done.metrics)} metrics{'' if done.written else ', nothing changed'}")


def _line(what: str, names: tuple[str, ...] | list[str], limit: int | None = None) -> str:
    rest = len(names) - len(names[:limit])
    more = f" and {rest} more" if rest else ""
    return f"{len(names)} {what}: {', '.join(names[:limit])}{more}"


SHOW_EPILOG = """\b
Examples:
  grafana-kit metrics show
  grafana-kit metrics show latency
  grafana-kit metrics show redis -o json"""


@command.command(epilog=SHOW_EPILOG)
@click.argument("word", required=False)
@click.option(
    "--metrics",
    "directory",
    metavar="DIR",
    default="metrics",
    show_default=True,
    type=click.Path(path_type=Path),
)
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show(word: str | None, directory: Path, output: str) -> None:
    """List the captured metrics, or those with WORD in their name, help or labels."""
    from grafana_kit.app import capture as app

    listing = app.show(word, directory)
    for error in listing.unknown:
        note(f"{error.where}: not shown: {error.summary}")
    if output == "json":
        say(json.dumps([_as_json(path, entry.metric) for path, entry in listing.entries], ensure_ascii=False))
    elif sys.stdout.isatty():
        _table(listing)
    else:
        for _, entry in listing.entries:
            say("\t".join(_cells(entry.metric)))


def _cells(metric: Metric) -> tuple[str, ...]:
    kind = type(metric).__name__.lower()
    help_text = " ".join(metric.help.split())
    return metric.name, kind, metric.job or "", _labels(metric.labels), metric.unit() or "", help_text


def _labels(labels: LabelValues) -> str:
    return " ".join(
        label if values is None else f"{label}={'|'.join(values)}" for label, values in labels.items()
    )


def _as_json(path: Path, metric: Metric) -> dict[str, object]:
    from grafana_kit.catalog.module import exposed

    return {
        "name": metric.name,
        "type": type(metric).__name__.lower(),
        "unit": metric.unit(),
        **exposed(metric),
        "module": str(path),
    }


def _table(listing: Listing) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from grafana_kit.cli.output import colour

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Name", "Type", "Job", "Labels", "Unit", "Help"):
        table.add_column(title, overflow="fold", no_wrap=title in ("Name", "Type", "Unit"))
    for _, entry in listing.entries:
        table.add_row(*map(Text, _cells(entry.metric)))
    Console(color_system=None if colour() is False else "auto").print(table)
