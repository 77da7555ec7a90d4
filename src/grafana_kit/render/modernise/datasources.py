"""From data source names to references, as Grafana does since schema versions 33 and 36."""

from __future__ import annotations

import re
from typing import Any

from attrs import field, frozen

from grafana_kit.render.modernise.values import DataSource, Json, items, mapping, objects, text, without

MIXED = "-- Mixed --"
DEFAULT = "default"
# Data sources that every Grafana has; they are no rows of its data source table.
_BUILT_IN = {
    MIXED: "datasource",
    "-- Dashboard --": "datasource",
    "-- Grafana --": "grafana",
}
_VARIABLE = re.compile(r"\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)(?::\w+)?\]\]")


@frozen
class DataSources:
    """The data sources of one dashboard.

    Attributes:
        given: asked for the reference of a name, and of ``default`` for the default data source.
        variables: plugin types of the dashboard's data source variables, by name.
        inputs: label and plugin type of the inputs of an exported dashboard (``__inputs``), by name.
    """

    given: DataSource | None
    variables: dict[str, str] = field(factory=dict)
    inputs: dict[str, tuple[str, str]] = field(factory=dict)

    def reference(self, value: Any) -> Json | None:
        """Return the reference for a name, a variable or a reference; None for the default if unknown."""
        if isinstance(value, dict):
            return self._known(without(value))
        name = text(value)
        if name in ("", DEFAULT):
            return (without(self.given(DEFAULT)) or None) if self.given else None
        if name in _BUILT_IN:
            return {"type": _BUILT_IN[name], "uid": name}
        if match := _VARIABLE.fullmatch(name):
            return self._variable(next(filter(None, match.groups())))
        return self._named(name)

    def _known(self, reference: Json) -> Json | None:
        """Return a reference as it is, but for an uid that stands for an input of an export."""
        match = _VARIABLE.fullmatch(text(reference.get("uid")))
        if match and next(filter(None, match.groups())) in self.inputs:
            return self.reference(reference["uid"])
        return reference or None

    def _named(self, name: str, plugin: str = "") -> Json:
        # Without a mapping the name stands as uid: Grafana looks a uid that it does not know up by name.
        found = without(self.given(name)) if self.given else {}
        return found or {**({"type": plugin} if plugin else {}), "uid": name}

    def _variable(self, name: str) -> Json:
        if name in self.variables:
            plugin = self.variables[name]
            return {**({"type": plugin} if plugin else {}), "uid": f"${{{name}}}"}
        if name in self.inputs:
            label, plugin = self.inputs[name]
            return self._named(label, plugin)
        return {"uid": f"${{{name}}}"}


def data_sources_of(dashboard: Json, given: DataSource | None) -> DataSources:
    """Return the data sources that a dashboard knows by its own variables and inputs."""
    variables = {
        text(each.get("name")): text(each.get("query"))
        for each in objects(mapping(dashboard.get("templating")).get("list"))
        if each.get("type") == "datasource"
    }
    inputs = {
        text(each.get("name")): (
            text(each.get("label")) or text(each.get("name")),
            text(each.get("pluginId")),
        )
        for each in objects(dashboard.get("__inputs"))
        if each.get("type") == "datasource"
    }
    return DataSources(given, variables, inputs)


def refer(panel: Json, sources: DataSources) -> None:
    """Replace the data source names of a panel and its queries by references.

    A panel on the default data source whose queries name one follows its queries, as Grafana has it.
    """
    queries = list(objects(panel.get("targets")))
    asking = [query for query in queries if not _is_expression(query)]
    named = [sources.reference(given) for query in asking if (given := _given(query)) is not None]
    own = sources.reference(_given(panel))
    if _given(panel) is None and named:
        same = len(named) == len(asking) and all(each == named[0] for each in named)
        own = named[0] if same else {"type": _BUILT_IN[MIXED], "uid": MIXED}
    mixed = own is not None and own.get("uid") == MIXED
    for query in queries:
        given = _given(query)
        _set(query, sources.reference(given) if mixed or given is not None else own)
    _set(panel, own if queries or _given(panel) is not None else None)


def _given(holder: Json) -> Any:
    """Return the data source that a panel or query names; None for the default one."""
    value = holder.get("datasource")
    if isinstance(value, dict):
        return without(value) or None
    return value if text(value) not in ("", DEFAULT) else None


def _is_expression(query: Json) -> bool:
    return mapping(query.get("datasource")).get("type") == "__expr__"


def _set(holder: Json, reference: Json | None) -> None:
    if reference is None:
        holder.pop("datasource", None)
    else:
        holder["datasource"] = dict(reference)


def constant_inputs(dashboard: Json) -> dict[str, str]:
    """Return the texts that stand for an export's constants: ``${NAME}`` and its value."""
    return {
        f"${{{each['name']}}}": str(each["value"])
        for each in objects(dashboard.get("__inputs"))
        if each.get("type") == "constant" and each.get("name") and each.get("value") is not None
    }


def substituted(value: Any, texts: dict[str, str]) -> Any:
    """Return a JSON value with some texts replaced wherever they stand in a string."""
    if isinstance(value, dict):
        return {key: substituted(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [substituted(item, texts) for item in items(value)]
    if isinstance(value, str):
        for old, new in texts.items():
            value = value.replace(old, new)
    return value
