"""The table of cases as runs of an environment's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.model.duration import seconds
from tests.meme_maker.cases import LIMITS, Case, Fire
from tests.meme_maker.promtool import Expectation, Run, never, only, state
from tests.meme_maker.world import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.environment import Environment

LABELS = {"dev": "development", "staging": "staging", "prod": "production"}
SUFFIXES = {"dev": "_Dev", "staging": "_Staging", "prod": ""}


def firing(case: Case, environment: Environment) -> Iterator[Run]:
    """Yield what makes an alert fire: silent before, pending until its time is over, then firing."""
    suffix = SUFFIXES[environment.name]
    waits = int(seconds(case.for_ if isinstance(case.for_, str) else case.for_[environment.name]))
    for what, fire in case.fires.items():
        onset = _onset(fire, environment) if fire.settled is None else int(fire.settled * 60) - waits
        full = {"severity": case.severity, "environment": LABELS[environment.name], **fire.labels}
        at = onset + waits
        alert = case.alert + suffix
        expected = [state(at, alert, [full], "firing")]
        expected.append(only(at, [name + suffix for name in (case.alert, *fire.also, "Watchdog")]))
        if waits and fire.settled is None:
            expected.append(state(at - _every(environment), alert, [full], "pending"))
        if onset and fire.settled is None:
            expected.append(never(onset - _every(environment), alert))
        yield Run(f"{alert} fires: {what}", fire.make(HEALTHY, LIMITS[environment.name]), tuple(expected))


def quiet(case: Case, environment: Environment) -> Iterator[Run]:
    """Yield what must not make an alert fire."""
    alert = case.alert + SUFFIXES[environment.name]
    end = case.minutes * 60
    for what, make in case.silent.items():
        yield Run(f"{alert} is silent: {what}", make(HEALTHY, LIMITS[environment.name]), (never(end, alert),))
    for what, make in case.calm.items():
        expected = (never(end, alert, "firing"), _ever(end, alert))
        yield Run(f"{alert} does not fire: {what}", make(HEALTHY, LIMITS[environment.name]), expected)


def _ever(until: int, alert: str) -> Expectation:
    """It was pending at some time: otherwise "does not fire" says nothing about the time it waits."""
    pending = f'ALERTS{{alertname="{alert}",alertstate="pending"}}'
    return Expectation(until, f"count(count_over_time({pending}[{until + 1}s]))", (("{}", 1.0),))


def _onset(fire: Fire, environment: Environment) -> int:
    """Return the first evaluation at which the condition is true."""
    if isinstance(fire.onset, str):
        second_sample = int(seconds(environment.scrape_interval(fire.onset)))
        return -(-second_sample // _every(environment)) * _every(environment)
    return int(fire.onset * 60)


def _every(environment: Environment) -> int:
    return int(seconds(environment.prometheus.evaluation_interval))
