"""Rule tests in promtool's own form, run by the real promtool."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import yaml
from attrs import frozen

from grafana_kit.model.promql_text import quote
from tests.servers import require

if TYPE_CHECKING:
    from pathlib import Path

    from grafana_kit.model.environment import Environment
    from tests.meme_maker.series import World

Labels = Mapping[str, str]


@frozen
class Expectation:
    """What an expression gives at a time: the series of the result with their values."""

    at: int
    expression: str
    result: tuple[tuple[str, float], ...] = ()

    def model(self) -> dict[str, Any]:
        """Return it as promtool reads it."""
        samples = [{"labels": labels, "value": value} for labels, value in self.result]
        return {"expr": self.expression, "eval_time": f"{self.at}s", "exp_samples": samples}


def state(at: int, name: str, labels: Iterable[Labels], alertstate: str) -> Expectation:
    """Expect an alert in one state, for exactly these label sets, and in no other."""
    series = tuple((_alerts({"alertname": name, "alertstate": alertstate, **one}), 1.0) for one in labels)
    return Expectation(at, f"ALERTS{{alertname={quote(name)}}}", series)


def never(until: int, name: str, alertstate: str = "firing|pending") -> Expectation:
    """Expect that an alert was not in a state at any time until then."""
    selector = f"ALERTS{{alertname={quote(name)},alertstate=~{quote(alertstate)}}}"
    return Expectation(until, f"count_over_time({selector}[{until + 1}s])")


def only(at: int, names: Iterable[str]) -> Expectation:
    """Expect that no other alerts fire at a time."""
    allowed = quote("|".join(names))
    return Expectation(at, f'ALERTS{{alertstate="firing",alertname!~{allowed}}}')


def _alerts(labels: Labels) -> str:
    return "ALERTS{" + ", ".join(f"{key}={quote(value)}" for key, value in sorted(labels.items())) + "}"


@frozen
class Run:
    """One world, played through an environment's rules, and what is expected of it."""

    name: str
    world: World
    expectations: tuple[Expectation, ...]
    alerts: tuple[dict[str, Any], ...] = ()

    def model(self, environment: Environment) -> dict[str, Any]:
        """Return it as a test group of promtool."""
        length = max(one.at for one in self.expectations) + 60
        interval, series = self.world.input_series(environment, length)
        return {
            "name": self.name,
            "interval": interval,
            "input_series": series,
            "promql_expr_test": [one.model() for one in self.expectations],
            "alert_rule_test": list(self.alerts),
        }


def check_rules(files: Sequence[Path]) -> str:
    """Return what ``promtool check rules`` says of files that it finds good; fail the test otherwise."""
    done = _promtool("check", "rules", *map(str, files))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def outcome(
    rules: Sequence[Path], environment: Environment, runs: Iterable[Run], folder: Path
) -> tuple[bool, str]:
    """Return whether ``promtool test rules`` finds the expectations met, and what it says."""
    groups = [group["name"] for file in rules for group in yaml.safe_load(file.read_text())["groups"]]
    model = {
        "rule_files": [str(file) for file in rules],
        "evaluation_interval": environment.prometheus.evaluation_interval,
        # What alerts read is recorded first; without an order promtool's own is random.
        "group_eval_order": sorted(groups, key=lambda name: (not name.endswith("_recording"), name)),
        "tests": [run.model(environment) for run in runs],
    }
    file = folder / "rules_test.yml"
    file.write_text(json.dumps(model))  # JSON is YAML, and written a hundred times faster
    done = _promtool("test", "rules", str(file))
    return done.returncode == 0, done.stdout + done.stderr


def _promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([require("promtool"), *arguments], capture_output=True, text=True, check=False)
