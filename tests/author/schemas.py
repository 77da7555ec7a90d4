"""Grafana's published JSON schemas, put right where they are wrong about what Grafana itself writes.

Every correction says its reason, and ``tests/render/test_grafana_schemas.py`` shows that each is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import jsonschema
from attrs import frozen

if TYPE_CHECKING:
    from pathlib import Path

Json: TypeAlias = dict[str, Any]
NUMBER_OR_NONE = {"type": ["number", "null"]}
DATA_LINK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "url"],
    "properties": {
        "title": {"type": "string"},
        "url": {"type": "string"},
        "targetBlank": {"type": "boolean"},
    },
}


@frozen
class Correction:
    """One thing that a schema says wrongly, and what it should say."""

    schema: str
    reason: str
    apply: Callable[[Json], object]


def _text(*names: str) -> Json:
    return {name: {"type": "string"} for name in names}


CORRECTIONS = (
    Correction(
        "v10.2.x/dashboard",
        "a dashboard that is no row of a database yet has the id null: Grafana's own export writes it",
        lambda kinds: kinds["Dashboard"]["properties"]["id"].update(type=["integer", "null"]),
    ),
    Correction(
        "v10.2.x/dashboard",
        "the lowest threshold step begins at minus infinity, which JSON has as null",
        lambda kinds: kinds["Threshold"]["properties"].update(value=NUMBER_OR_NONE),
    ),
    Correction(
        "v10.2.x/dashboard",
        "a range without an end has null there; the schema says object",
        lambda kinds: _range_map(kinds).update({"from": NUMBER_OR_NONE, "to": NUMBER_OR_NONE}),
    ),
    Correction(
        "v10.2.x/dashboard",
        "annotations of the Prometheus data source carry their texts; newer schemas have them",
        lambda kinds: kinds["AnnotationQuery"]["properties"].update(
            _text("titleFormat", "textFormat", "tagKeys")
        ),
    ),
    Correction(
        "v10.2.x/dashboard",
        "Grafana's editor keeps a query variable's text in definition too; newer schemas have it",
        lambda kinds: kinds["VariableModel"]["properties"].update(_text("definition")),
    ),
    *(
        correction
        for schema in ("v10.2.x/dashboard", "dashboard")
        for correction in (
            Correction(
                schema,
                "a matcher's options are a name, a pattern or an object: any JSON; the generator lost that",
                lambda kinds: kinds["MatcherConfig"]["properties"].update(options={}),
            ),
            Correction(
                schema,
                "an override's value is any JSON; the generator lost that",
                lambda kinds: kinds["DynamicConfigValue"]["properties"].update(value={}),
            ),
            Correction(
                schema,
                "panels have data links; the schema has the links of a dashboard's head there",
                lambda kinds: kinds["Panel"]["properties"]["links"].update(items=DATA_LINK),
            ),
            Correction(
                schema,
                "the query of a variable is a text or an object of the data source's own",
                lambda kinds: kinds["VariableModel"]["properties"].update(query={}),
            ),
            Correction(
                schema,
                "an ad hoc variable keeps its filters; the schema has one model for all kinds, without them",
                lambda kinds: kinds["VariableModel"]["properties"].update(filters={"type": "array"}),
            ),
        )
    ),
    Correction(
        "v10.2.x/table",
        "the kinds of cell are told apart by their type, which the schema leaves open: several match",
        lambda kinds: kinds["TableCellOptions"].update(anyOf=kinds["TableCellOptions"].pop("oneOf")),
    ),
)


def _range_map(kinds: Json) -> Json:
    options: Json = kinds["RangeMap"]["properties"]["options"]["properties"]
    return options


class Schemas:
    """The schemas of a folder, corrected (but for the corrections that are left out)."""

    def __init__(self, folder: Path, without: Correction | None = None) -> None:
        self.folder = folder
        self.corrections = [one for one in CORRECTIONS if one is not without]

    def problems(self, schema: str, value: object, kind: str | None = None) -> list[str]:
        """Return what a schema, or one kind within it, has against a value: each with its place."""
        loaded: Json = json.loads((self.folder / f"{schema}.jsonschema.json").read_text())
        for correction in self.corrections:
            if correction.schema == schema:
                correction.apply(loaded["definitions"])
        if kind is not None:
            loaded["$ref"] = f"#/definitions/{kind}"
        found = jsonschema.Draft7Validator(loaded).iter_errors(value)
        return [f"{leaf.json_path}: {leaf.message[:200]}" for error in found for leaf in _leaves(error)]

    def has(self, schema: str, kind: str) -> bool:
        """Return whether there is a schema of this name that has this kind."""
        path = self.folder / f"{schema}.jsonschema.json"
        return path.exists() and kind in json.loads(path.read_text())["definitions"]


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
