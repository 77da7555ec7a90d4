"""What says whether dashboard JSON is right: Grafana's own schemas, and its Python SDK as a reader.

Where a schema is wrong, it is put right here, with the reason.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

with warnings.catch_warnings():  # "Prefer using dashboardv2.Dashboard": the classic model is what is read
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.cog.plugins import register_default_plugins
    from grafana_foundation_sdk.models.dashboard import Dashboard

SHARED = Path(os.environ.get("GRAFANA_KIT_SHARED") or Path(__file__).parents[3] / "shared")
SCHEMAS = SHARED / "openapi/jsonschema"

Json = dict[str, Any]
_DATA_LINK: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "url"],
    "properties": {
        "title": {"type": "string"},
        "url": {"type": "string"},
        "targetBlank": {"type": "boolean"},
    },
}


class Schemas:
    """Grafana's own JSON schemas, from the shared material."""

    def __init__(self) -> None:
        self._dashboard = self._read("dashboard.jsonschema.json")
        self._correct(self._dashboard["definitions"])

    def _read(self, name: str) -> Json:
        loaded: Json = json.loads((SCHEMAS / name).read_text())
        return loaded

    def _correct(self, kinds: Json) -> None:
        """Put right what the schema has wrong about JSON that Grafana itself writes."""
        # Matchers and overrides hold a name, a regular expression or an object: any JSON value.
        kinds["MatcherConfig"]["properties"]["options"] = {}
        kinds["DynamicConfigValue"]["properties"]["value"] = {}
        # Panels and fields have data links; the schema has the links of a whole dashboard there.
        kinds["Panel"]["properties"]["links"]["items"] = _DATA_LINK
        kinds["FieldConfig"]["properties"]["links"]["items"] = _DATA_LINK

    def problems(self, dashboard: Json) -> list[str]:
        """Return what the schema has against a dashboard, each with its place."""
        validator = jsonschema.Draft7Validator(self._dashboard)
        return [_told(leaf) for error in validator.iter_errors(dashboard) for leaf in _leaves(error)]

    def check_options(self, panel: Json) -> bool:
        """Check a panel's options, and return whether there is a schema for its kind."""
        name = {"timeseries": "timeseries"}.get(panel["type"], f"v10.2.x/{panel['type']}")
        if not (SCHEMAS / f"{name}.jsonschema.json").exists():
            return False
        schema = self._read(f"{name}.jsonschema.json")
        schema["$ref"] = "#/definitions/Options"
        jsonschema.validate(
            {key: item for key, item in panel["options"].items() if key not in _NEWER}, schema
        )
        return True

    def check_rule(self, rule: Json) -> None:
        """Check an alert rule as Grafana's interface takes it."""
        schema = self._read("alerting.jsonschema.json")
        schema["$ref"] = "#/definitions/Rule"
        jsonschema.validate(rule, schema)


# Options that the schema of 10.2 does not know yet; older Grafanas pass over them.
_NEWER = frozenset({"showPercentChange", "percentChangeColorMode"})


def _leaves(error: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Yield the errors at the bottom; a panel is a row or not, so the other half says nothing."""
    context = list(error.context or ())
    if error.validator == "oneOf" and isinstance(error.instance, dict) and "gridPos" in error.instance:
        which = 1 if error.instance.get("type") == "row" else 0
        context = [each for each in context if each.schema_path[0] == which]
    for each in context:
        yield from _leaves(each)
    if not context:
        yield error


def _told(error: jsonschema.ValidationError) -> str:
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """Return Grafana's own schemas, or skip where the shared material is not at hand."""
    if not SCHEMAS.exists():
        pytest.skip(f"not run: {SCHEMAS} is not here; set GRAFANA_KIT_SHARED")
    return Schemas()


def read_by_sdk(dashboard: Json) -> Json:
    """Return a dashboard as Grafana's SDK reads and writes it again."""
    register_default_plugins()
    written: Json = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(dashboard)))
    return written


@pytest.fixture(scope="session")
def sdk() -> Any:
    """Return a function that reads a dashboard with Grafana's SDK and writes it again."""
    return read_by_sdk
