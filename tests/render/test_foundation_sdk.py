"""Grafana's own Python SDK reads every dashboard and rule, and knows every key in it.

What a reader does not know is dead: such a key is a mistake of ours, or an exception with its reason.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.author.projects import PROJECTS, built

with warnings.catch_warnings():  # "Prefer using dashboardv2": the classic model is what is read
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.cog.plugins import register_default_plugins
    from grafana_foundation_sdk.models import alerting, dashboard

BOARDS = [
    pytest.param(one.body, id=f"{case}-{bundle.environment.name}-{one.uid}")
    for case in PROJECTS
    for bundle in built(case)
    for one in bundle.of_kind("dashboard")
]
RULES = [
    pytest.param(rule, id=f"{bundle.environment.name}-{rule['uid']}")
    for bundle in built("rules")
    for group in bundle.of_kind("grafana-rules")
    for rule in group.body["rules"]
]

# Kind of panel ("" for the dashboard itself) and pattern of the key → why it is written all the same.
UNKNOWN_TO_THE_SDK = {
    ("heatmap", r"options\.tooltip\.show"): "10.2 reads it; newer versions have mode, which stands beside it",
    ("xychart", r"options\.(dims|seriesMapping)"): "the options of 10.2, which newer versions migrate",
    (
        "",
        r"templating\.list\[\]\.filters",
    ): "the SDK has one model for all variables, without those of ad hoc",
}
# Kinds whose options the SDK has no model for: it hands them on as they are.
WITHOUT_MODEL = {"alertlist", "row"}


def lost(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Yield the keys that are in the first value and not in the second; None counts as absent."""
    if isinstance(before, dict):
        for key, value in before.items():
            if value is not None and (not isinstance(after, dict) or key not in after):
                yield f"{path}.{key}".lstrip(".")
            elif value is not None:
                yield from lost(value, after[key], f"{path}.{key}")
    elif isinstance(before, list | tuple):
        for one, other in zip(before, after, strict=True):
            yield from lost(one, other, f"{path}[]")


def changed(before: Any, after: Any) -> bool:
    """Return whether a value that both have differs."""
    if isinstance(before, dict):
        return any(changed(value, after[key]) for key, value in before.items() if key in after)
    if isinstance(before, list | tuple):
        return any(changed(one, other) for one, other in zip(before, after, strict=True))
    return bool(before != after)


def read(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a dashboard as it is written, and as the SDK writes what it read."""
    register_default_plugins()
    written = json.loads(json.dumps(body))
    model = dashboard.Dashboard.from_json(json.loads(json.dumps(body)))
    return written, json.loads(JSONEncoder(sort_keys=True).encode(model))


def unknown(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys that the SDK does not know, each with the kind of panel it stands in."""
    ours, theirs = read(body)
    for panel, other in zip(ours.pop("panels"), theirs.pop("panels"), strict=True):
        yield from ((panel["type"], path) for path in lost(panel, other))
    yield from (("", path) for path in lost(ours, theirs))


def excepted(kind: str, path: str) -> bool:
    """Return whether a key has a reason to be there."""
    return any(kind == of and re.match(pattern, path) for of, pattern in UNKNOWN_TO_THE_SDK)


@pytest.mark.parametrize("body", BOARDS)
def test_the_sdk_knows_every_key_of_a_dashboard(body: dict[str, Any]) -> None:
    """No key is dead, but for those that say why."""
    assert [found for found in unknown(body) if not excepted(*found)] == []


@pytest.mark.parametrize("body", BOARDS)
def test_the_sdk_reads_every_value_as_it_was_meant(body: dict[str, Any]) -> None:
    """What the SDK writes of what it read is what was written."""
    assert not changed(*read(body))


def test_every_exception_is_needed() -> None:
    """No exception outlives its reason."""
    found = [one for parameters in BOARDS for one in unknown(parameters.values[0])]  # type: ignore[arg-type]
    for kind, pattern in UNKNOWN_TO_THE_SDK:
        assert any(of == kind and re.match(pattern, path) for of, path in found), (kind, pattern)


def test_every_panel_kind_of_ours_is_read_as_its_own_kind() -> None:
    """The SDK has a model of the options of every kind, so that a misspelled option would be lost."""
    kinds = {
        panel["type"]
        for parameters in BOARDS
        for row in parameters.values[0]["panels"]  # type: ignore[index]
        for panel in (row, *row.get("panels", ()))
    }
    for kind in sorted(kinds - WITHOUT_MODEL):
        body = {"panels": [{"type": kind, "title": "x", "options": {"misspelled": 1}}]}
        assert ("options.misspelled") in [path for _, path in unknown(body)], kind


@pytest.mark.parametrize("rule", RULES)
def test_the_sdk_reads_every_rule(rule: dict[str, Any]) -> None:
    """As a rule of the API: provisioning files link panels, and count missing series, by other names."""
    theirs = json.loads(
        JSONEncoder(sort_keys=True).encode(alerting.Rule.from_json(json.loads(json.dumps(rule))))
    )
    assert set(lost(rule, theirs)) <= {"dashboardUid", "panelId", "missing_series_evals_to_resolve"}
    assert not changed(rule, theirs)
