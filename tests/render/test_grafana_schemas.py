"""Every dashboard and every rule is what Grafana's own schemas say, for 10.2 and for now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.model.resource import Bundle
from tests.author.projects import PROJECTS, built
from tests.author.schemas import CORRECTIONS, Correction, Schemas

pytestmark = pytest.mark.shared

ALL = [
    pytest.param(case, index, id=f"{case}-{bundle.environment.name}")
    for case in PROJECTS
    for index, bundle in enumerate(built(case))
]
RULES_OF_THE_API = {"orgID": 1, "folderUID": "f", "ruleGroup": "g"}


@pytest.fixture(scope="session")
def schemas(shared: Path) -> Schemas:
    """The schemas of the shared material."""
    return Schemas(shared / "openapi/jsonschema")


def versions(bundle: Bundle) -> tuple[str, ...]:
    """Return where the schemas lie that speak for an environment's Grafana.

    Of stat, gauge and table only those of 10.2 are published; what they ask for is still read today.
    """
    return ("v10.2.x/",) if bundle.environment.grafana.version_tuple < (11, 0) else ("", "v10.2.x/")


def panels(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Yield every panel of every dashboard, those of closed rows too."""
    for board in bundle.of_kind("dashboard"):
        for panel in board.body["panels"]:
            yield from (panel, *panel.get("panels", ()))


def problems(schemas: Schemas, bundle: Bundle) -> Iterator[str]:
    """Yield everything that the schemas have against the dashboards of an environment."""
    newest = versions(bundle)[0]
    for board in bundle.of_kind("dashboard"):
        yield from schemas.problems(f"{newest}dashboard", plain(board.body))
    for panel in map(plain, panels(bundle)):
        schema = next(
            (v + panel["type"] for v in versions(bundle) if schemas.has(v + panel["type"], "Options")), None
        )
        if schema is not None:
            yield from schemas.problems(schema, panel["options"], "Options")
            if schemas.has(schema, "FieldConfig"):
                custom = panel["fieldConfig"]["defaults"].get("custom", {})
                yield from schemas.problems(schema, custom, "FieldConfig")
        for target in panel.get("targets", ()):
            if "legendFormat" in target:
                kind = "dataquery" if newest else "Dataquery"
                yield from schemas.problems(f"{newest}prometheus", target, kind)


def plain(value: Any) -> Any:
    """Return a value with lists for tuples, as it is once it was written and read."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(("case", "environment"), ALL)
def test_dashboards_are_what_grafana_says_they_are(case: str, environment: int, schemas: Schemas) -> None:
    """Nothing is unknown, nothing required is missing, everything has its type."""
    assert list(problems(schemas, built(case)[environment])) == []


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda one: f"{one.schema}: {one.reason}")
def test_every_correction_of_a_schema_is_needed(correction: Correction, shared: Path) -> None:
    """Without it a golden dashboard is refused: no correction hides what could be right by itself."""
    schemas = Schemas(shared / "openapi/jsonschema", without=correction)
    assert any(any(problems(schemas, bundle)) for case in PROJECTS for bundle in built(case))


@pytest.mark.parametrize(("case", "environment"), ALL)
def test_rules_are_what_the_alerting_schema_says(case: str, environment: int, schemas: Schemas) -> None:
    """A rule of a provisioning file, with the keys that the file spells differently, is a rule of the API."""
    bundle = built(case)[environment]
    newest = versions(bundle)[0]
    for group in bundle.of_kind("grafana-rules"):
        for rule in group.body["rules"]:
            assert schemas.problems(f"{newest}alerting", api_rule(rule), "Rule") == []
            for step in rule["data"]:
                if step["datasourceUid"] == "__expr__":
                    assert (
                        schemas.problems("expr", step["model"], f"Type{step['model']['type'].title()}") == []
                    )


def api_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule of a file as the API has it: links in annotations, durations in nanoseconds."""
    # What only files have; the API says "missingSeriesEvalsToResolve", which the schema does not know yet.
    files = ("dashboardUid", "panelId", "keepFiringFor", "missing_series_evals_to_resolve")
    return {**{key: value for key, value in rule.items() if key not in files}, **RULES_OF_THE_API}
