"""The plan's own rules, played through the same cases: the harness finds dead what is dead."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from metrics import backend
from tests.meme_maker.cases import CASES, LIMITS
from tests.meme_maker.conftest import ROOT
from tests.meme_maker.playing import LABELS, firing
from tests.meme_maker.promtool import Expectation, Run, check_rules, never, outcome
from tests.meme_maker.world import HEALTHY

if TYPE_CHECKING:
    from tests.meme_maker.built import Built

SHARED = Path(os.environ.get("GRAFANA_KIT_SHARED", ROOT.parent / "shared"))
pytestmark = pytest.mark.shared

HOURS = 2 * 3600


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rule files of the plan, by environment."""
    plan = SHARED / "plan.md"
    if not plan.is_file():
        pytest.skip(f"not run: {plan} is not here")
    found = {}
    for text in re.findall(
        r"```yaml\n(.*?)```", plan.read_text(encoding="utf-8", errors="replace"), re.DOTALL
    ):
        content = yaml.safe_load(text)
        for group in content.get("groups", ()):
            name = next(env for env, label in LABELS.items() if group["name"] == f"meme_maker_{label}_alerts")
            found[name] = tmp_path_factory.mktemp(name) / "original.yml"
            found[name].write_text(yaml.safe_dump({"groups": [group]}))
    assert set(found) == {"dev", "staging"}
    return found


def test_promtool_finds_nothing_wrong_with_the_originals(originals: dict[str, Path]) -> None:
    """All six pass the usual check."""
    assert "SUCCESS: 2 rules found" in check_rules([originals["dev"]])
    assert "SUCCESS: 4 rules found" in check_rules([originals["staging"]])


@pytest.mark.parametrize(
    ("alert", "name"),
    [
        ("QueueDepthHigh", "dev"),
        ("QueueDepthHigh", "staging"),
        ("QueueDepthCritical", "staging"),
        ("HighJobLatency", "dev"),
        ("HighJobLatency", "staging"),
    ],
)
def test_an_original_is_silent_where_it_should_fire(
    alert: str, name: str, originals: dict[str, Path], built: Built, tmp_path: Path
) -> None:
    """No exporter has the queue's metric; and no quantile of buckets up to 30 s exceeds 60 s or 120 s."""
    environment = built.environment(name)
    full = alert + environment.alert_suffix
    runs = list(firing(CASES[alert], environment))
    good, said = outcome([originals[name]], environment, runs, tmp_path)
    assert not good
    assert full in said
    silence = [Run(run.name, run.world, (never(HOURS, full),)) for run in runs]
    good, said = outcome([originals[name]], environment, silence, tmp_path)
    assert good, said


def test_the_original_error_rate_fires_at_one_in_a_hundred_and_calls_it_all(
    originals: dict[str, Path], built: Built, tmp_path: Path
) -> None:
    """Each series is divided by itself: 1 % of errors is "100%", and the healthy share has no say."""
    environment = built.environment("staging")
    world = CASES["HighErrorRate"].silent["one job in a hundred"](HEALTHY, LIMITS["staging"])
    labels = {
        "environment": "staging",
        "instance": "worker:9108",
        "job": "meme-maker-worker",
        "severity": "critical",
        "status": "error",
    }
    texts = {"summary": "Staging: High error rate detected", "description": "Error rate: 100%"}
    firing_at = {
        "eval_time": "10m",
        "alertname": "HighErrorRate_Staging",
        "exp_alerts": [{"exp_labels": labels, "exp_annotations": texts}],
    }
    anything = Expectation(600, "vector(1) > 1")
    good, said = outcome(
        [originals["staging"]], environment, [Run("1 %", world, (anything,), (firing_at,))], tmp_path
    )
    assert good, said


@pytest.mark.parametrize("name", ["dev", "staging"])
def test_the_originals_say_nothing_of_a_dead_backend(
    name: str, originals: dict[str, Path], built: Built, tmp_path: Path
) -> None:
    """Two hours without a backend: not one alert."""
    silence = Expectation(HOURS, f"count_over_time(ALERTS[{HOURS + 1}s])")
    run = Run("no backend", HEALTHY.without_target(backend.JOB), (silence,))
    good, said = outcome([originals[name]], built.environment(name), [run], tmp_path)
    assert good, said
