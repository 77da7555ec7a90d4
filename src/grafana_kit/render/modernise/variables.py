"""Dashboard variables: the keys that their kind has, and a current value that Grafana can show."""

from __future__ import annotations

import re
from typing import Any

from grafana_kit.render.modernise.datasources import DataSources
from grafana_kit.render.modernise.values import Json, items, mapping, objects, text, without

_ALL = "$__all"
_COMMON = frozenset(
    {"allowCustomValue", "current", "description", "hide", "label", "name", "query", "skipUrlSync", "type"}
)
_CHOICE = frozenset({"allValue", "includeAll", "multi", "options"})
_KEYS = {
    "adhoc": _COMMON | {"baseFilters", "datasource", "defaultKeys", "filters"},
    "constant": _COMMON | {"options"},
    "custom": _COMMON | _CHOICE,
    "datasource": _COMMON | _CHOICE | {"refresh", "regex"},
    "interval": _COMMON | {"auto", "auto_count", "auto_min", "options", "refresh"},
    "query": _COMMON | _CHOICE | {"datasource", "definition", "refresh", "regex", "sort"},
    "textbox": _COMMON | {"options"},
}
_HIDDEN = 2
_TEXTBOXES = 27
"""The schema version before which a constant that shows was a box to type in."""
_OPTION = re.compile(r"(?:\\,|[^,])+")
_NAMED = re.compile(r"\s*(?P<text>.+)\s:\s(?P<value>.+?)\s*")


def modernise_variable(variable: Json, sources: DataSources, version: int) -> Json:
    """Return a dashboard variable in today's shape."""
    kind = text(variable.get("type")) or "query"
    kind = {"filter": "query"}.get(kind, kind)
    if kind == "constant" and version < _TEXTBOXES and variable.get("hide") != _HIDDEN:
        kind = "textbox"
    found = without({**variable, "type": kind})
    if kind in _KEYS:
        found = {key: item for key, item in found.items() if key in _KEYS[kind]}
    if "datasource" in variable and kind in ("query", "adhoc"):
        found.pop("datasource", None)
        if reference := sources.reference(variable["datasource"]):
            found["datasource"] = reference
    _complete(found, kind)
    return found


def _complete(found: Json, kind: str) -> None:
    if kind == "query":
        found["options"] = []
        if found.get("refresh") not in (1, 2):
            found["refresh"] = 1
    elif kind in ("constant", "textbox"):
        value = text(found.get("query"))
        found["current"] = {"selected": True, "text": value, "value": value}
        found["options"] = [dict(found["current"])]
    elif kind in ("custom", "interval"):
        _choices(found)
    _current(found, kind)


def _choices(found: Json) -> None:
    """Work a list's options out of its text as Grafana does, unless they were given otherwise."""
    query = text(found.get("query"))
    given = [each for each in objects(found.get("options")) if each.get("value") is not None]
    bare = [each["value"] for each in given if each["value"] != _ALL]
    if bare in ([], query.split(",")):  # the second is what grafanalib makes of it
        chosen = {each["value"] for each in given if each.get("selected")}
        given = [{**option, "selected": option["value"] in chosen} for option in _parsed(query)]
        if found.get("includeAll"):
            given.insert(0, {"text": "All", "value": _ALL, "selected": False})
    found["options"] = given


def _parsed(query: str) -> list[Json]:
    """Return the options of a text such as ``a, first : b``."""
    options = []
    for part in _OPTION.findall(query):
        plain = part.replace("\\,", ",")
        named = _NAMED.fullmatch(plain)
        name, value = (named["text"].strip(), named["value"]) if named else (plain.strip(), plain.strip())
        options.append({"text": name, "value": value})
    return options


def _current(found: Json, kind: str) -> None:
    current = {key: mapping(found.get("current")).get(key) for key in ("selected", "text", "value")}
    if current["text"] is None or current["value"] is None or current["text"] == "":
        current = _first(found) if kind in ("custom", "interval") else {}
    if not current:
        found.pop("current", None)
        return
    if found.get("includeAll") and current["text"] in ("All", ["All"]):
        current |= {"text": "All", "value": _ALL}
    if isinstance(found.get("multi"), bool):
        current |= {key: _aligned(current[key], several=found["multi"]) for key in ("text", "value")}
    found["current"] = without(current)


def _first(found: Json) -> Json:
    options = [each for each in objects(found.get("options")) if "value" in each]
    chosen = [each for each in options if each.get("selected")]
    for each in chosen or options:
        return {"selected": True, "text": each.get("text", each["value"]), "value": each["value"]}
    return {}


def _aligned(value: Any, *, several: bool) -> Any:
    """Return a list for a variable of several values, and one value for another (schema version 23)."""
    if several:
        return value if isinstance(value, list) else [value]
    return (items(value) or [""])[0] if isinstance(value, list) else value
