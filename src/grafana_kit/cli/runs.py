"""``grafana-kit runs``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grafana_kit.cli import server
from grafana_kit.cli.output import note, say
from grafana_kit.cli.plan_text import clean

if TYPE_CHECKING:
    from grafana_kit.destinations.runs import Run

_STOPPED = "killed"  # or still at work: nobody wrote how it ended


EPILOG = """\b
Examples:
  grafana-kit runs --env prod
  grafana-kit runs --env prod -o json"""


@click.command(epilog=EPILOG)
@server.environment_option
@server.receipts_option
@server.output_option
def command(name: str, receipts: Path | None, output: str) -> None:
    """List what was pushed and rolled back from here: when, who, what, and how it ended.

    No server is asked. A run can be undone: grafana-kit rollback --env ENV RUN.
    """
    from grafana_kit.app.target import store
    from grafana_kit.destinations.runs import listed
    from grafana_kit.loading.project import load_project

    project = load_project()
    folder = store(project, project.environment(name), receipts)
    found = listed(folder)
    if output == "json":
        say(json.dumps([_model(one) for one in found], indent=2))
    elif not found:
        note(f"no runs yet; receipts would be in {folder.runs}")
    else:
        _table(found)


def _model(run: Run) -> dict[str, Any]:
    header = run.header
    return {
        "run": header.run,
        "when": header.when,
        "who": header.who,
        "command": header.command,
        "url": header.url,
        "result": run.result or _STOPPED,
        "counts": dict(run.counts),
        "undoes": list(header.undoes),
        "receipt": str(run.path),
    }


def _table(found: list[Run]) -> None:
    lines = [("RUN", "WHEN", "WHO", "WHAT", "RESULT", "CHANGES")]
    for one in found:
        header = one.header
        what = f"{header.command} of {', '.join(header.undoes)}" if header.undoes else header.command
        counts = ", ".join(f"{count} {word}" for word, count in one.counts.items())
        lines.append(
            (header.run, header.when, clean(header.who), what, one.result or _STOPPED, counts or "none")
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        say("  ".join(f"{cell:{size}}" for cell, size in zip(line, widths, strict=True)).rstrip())
