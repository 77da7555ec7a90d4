"""A plan on its way to the server: shown, asked about, carried out, reported."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grafana_kit.cli import server
from grafana_kit.cli.output import note, say

if TYPE_CHECKING:
    from grafana_kit.app.carry_out import Apply, Ended, OnError
    from grafana_kit.app.target import Finished, Target
    from grafana_kit.model.change import Plan

INTERRUPTED = 130


def show(
    plan: Plan, target: Target, *, output: str = "text", full: bool = False, verbose: bool = False
) -> None:
    """Print a plan."""
    if output == "json":
        say(json.dumps(as_json(plan, target, full=full), indent=2))
        return
    from grafana_kit.cli.plan_text import plan_lines

    note(f"{plan.environment}: {target.connection.url}")
    for line in plan_lines(plan, full=full, unchanged=verbose, width=server.width()):
        say(line)


def as_json(plan: Plan, target: Target, *, full: bool = False) -> dict[str, Any]:
    """Return a plan and where it is for, for machines."""
    from grafana_kit.cli.plan_json import plan_json

    return {"url": target.connection.url} | plan_json(plan, full=full)


def check_conflicts(plan: Plan, again: str) -> None:
    """Raise the error that names a plan's conflicts, if it has any.

    Raises:
        ConflictError: somebody else's work is in the way.
    """
    from grafana_kit.app.verdict import conflict_error

    if plan.conflicts:
        raise conflict_error(plan.conflicts, again)


def apply(
    program: str,
    plan: Plan,
    target: Target,
    again: str,
    *,
    yes: bool,
    on_error: OnError,
    jobs: int,
    output: str,
    extra: dict[str, Any] | None = None,
    undoes: tuple[str, ...] = (),
    send: Apply | None = None,
) -> int:
    """Carry a plan out that was shown, after asking where there is somebody to ask; return the exit code.

    Args:
        program: the command, for the receipt.
        plan: what was shown.
        target: the server.
        again: what to type to go on where this ends.
        yes: do not ask.
        on_error: whether conflicts and failures end it.
        jobs: how many dashboards at a time.
        output: text or json.
        extra: what the JSON result holds besides.
        undoes: the runs that it rolls back.
        send: how one change is carried out, if not as the destination does by itself.

    Raises:
        PartialError: a part of it failed.
        ConflictError: somebody else's work was in the way of a part.
        KitError: all of it failed.
    """
    from grafana_kit.app.carry_out import Stop
    from grafana_kit.app.target import run
    from grafana_kit.cli.progress import interruptible, watching

    model = as_json(plan, target) | (extra or {})
    if not plan.pending or (plan.conflicts and on_error == "stop"):
        if output == "json":
            say(json.dumps(model | {"run": None, "results": []}, indent=2))
        check_conflicts(plan, again)
        return 0
    if not yes and not _confirmed(plan, target):
        note("nothing was written")
        return 1
    stop = Stop()
    with interruptible(stop), watching(plan, json=output == "json") as watcher:
        finished = run(
            program,
            plan,
            target,
            jobs=jobs,
            on_error=on_error,
            stop=stop,
            watcher=watcher,
            undoes=undoes,
            apply=send,
        )
    return _report(finished, again, output=output, model=model)


def _confirmed(plan: Plan, target: Target) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    pending = len(plan.pending)
    question = f"Write {pending} change{'' if pending == 1 else 's'} to {target.connection.url}?"
    return click.confirm(question, err=True)


def _report(finished: Finished, again: str, *, output: str, model: dict[str, Any]) -> int:
    from grafana_kit.app.verdict import verdict

    outcome = finished.outcome
    if output == "json":
        model |= {"run": finished.run, "result": outcome.result}
        model |= {"receipt": str(finished.receipt), "copies": [str(one) for one in finished.copies]}
        say(json.dumps(model | {"results": [_result(one) for one in outcome.results]}, indent=2))
    else:
        counts = {status: len(outcome.of(status)) for status in ("done", "failed", "conflict", "skipped")}
        say(f"{finished.run}: " + ", ".join(f"{count} {word}" for word, count in counts.items() if count))
        for path in finished.copies:
            note(f"what was there before is kept in {shown(path)}")
        note(f"receipt: {shown(finished.receipt)}")
    if outcome.result == "interrupted":
        left = len(outcome.of("skipped"))
        note(f"interrupted: {left} change{'' if left == 1 else 's'} not begun; to go on: {again}")
        return INTERRUPTED
    error = verdict(finished, again)
    if error is not None:
        raise error
    return 0


def _result(ended: Ended) -> dict[str, Any]:
    error = ended.error
    return {
        "kind": ended.change.kind,
        "uid": ended.change.uid,
        "action": ended.change.action,
        "status": ended.status,
        "error": None
        if error is None
        else {"summary": error.summary, "where": error.where, "next": error.hint},
        "note": ended.note,
    }


def shown(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
