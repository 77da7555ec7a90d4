"""Field configuration and the options that many panel kinds share: thresholds, mappings, legends, links."""

from __future__ import annotations

import re
from typing import Any

from grafana_kit.render.modernise.values import (
    Json,
    child,
    defaults,
    items,
    mapping,
    number,
    objects,
    text,
    without,
)

_OLD_COLORS = ("green", "orange", "red")
_REDUCERS = {"avg": "mean", "current": "lastNotNull", "total": "sum", "name": "lastNotNull"}
# Names of data link variables before Grafana 6.4 and 6.5 (schema versions 20 and 21).
_OLD_LINK_VARIABLES = (
    (re.compile(r"\$__series_name\b"), "${__series.name}"),
    (re.compile(r"\$__field_name\b"), "${__field.name}"),
    (re.compile(r"__series_name\b"), "__series.name"),
    (re.compile(r"__value_time\b"), "__value.time"),
    (re.compile(r"__field_name\b"), "__field.name"),
    (re.compile(r"__series\.labels\b"), "__field.labels"),
)


def reducer(name: Any) -> str:
    """Return today's name of a calculation that singlestat or a legend had under another one."""
    return _REDUCERS.get(text(name), text(name)) or "mean"


def field_config(panel: Json) -> Json:
    """Return a panel's field configuration, brought to today's shape in place."""
    config = child(panel, "fieldConfig")
    settings = child(config, "defaults")
    config["overrides"] = [_override(each) for each in objects(config.get("overrides"))]
    for key in config.keys() - {"defaults", "overrides"}:
        del config[key]
    _clean(settings)
    return settings


def _clean(settings: Json) -> None:
    """Bring field defaults to today's shape: what grafanalib always emits without meaning is dropped."""
    for key in [key for key, item in settings.items() if item is None]:
        del settings[key]
    for key in ("unit", "displayName"):
        if settings.get(key) == "":
            del settings[key]
    if settings.get("noValue") == "none":  # grafanalib's default for Stat
        del settings["noValue"]
    _replace(settings, "thresholds", thresholds(settings.get("thresholds")))
    _replace(settings, "mappings", mappings(settings.get("mappings")))
    _replace(settings, "color", _color(settings.get("color")))
    _replace(settings, "links", links(settings.get("links")))
    _replace(settings, "custom", _custom(settings.get("custom")))


def _replace(holder: Json, key: str, value: Any) -> None:
    if value:
        holder[key] = value
    else:
        holder.pop(key, None)


def _override(override: Json) -> Json:
    rule = without(override)
    rule["matcher"] = mapping(rule.get("matcher"))
    rule["properties"] = [_property(each) for each in objects(rule.get("properties"))]
    return rule


def _property(rule: Json) -> Json:
    if rule.get("id") == "mappings":
        return {**rule, "value": mappings(rule.get("value"))}
    if rule.get("id") == "thresholds":
        return {**rule, "value": thresholds(rule.get("value"))}
    return rule


def _color(color: Any) -> Json:
    if isinstance(color, str) and color:
        return {"mode": "fixed", "fixedColor": color}
    cleaned = without(mapping(color))
    if cleaned.get("mode") != "fixed" and cleaned.get("fixedColor") == "none":  # BarChart's default
        del cleaned["fixedColor"]
    return cleaned


def _custom(custom: Any) -> Json:
    """Return the settings of one panel kind's fields, without those that say nothing."""
    cleaned = without(mapping(custom))
    if cleaned.get("stacking") == {}:
        cleaned["stacking"] = {"group": "A", "mode": "none"}
    if mapping(cleaned.get("scaleDistribution")).get("type") == "linear":
        cleaned["scaleDistribution"] = {"type": "linear"}
    if cleaned.get("axisLabel") == "":
        del cleaned["axisLabel"]
    return cleaned


def thresholds(value: Any) -> Json | None:
    """Return thresholds with number steps, lowest first; None when there are none.

    The first step is the base: it holds for everything below the second, whatever its value says, so
    its value is null.
    """
    config = mapping(value)
    steps = config.get("steps")
    if isinstance(steps, str):
        found = steps_of(steps, _OLD_COLORS)
    else:
        found = [_step(each) for each in objects(steps) if text(each.get("color"))]
    if not found:
        return None
    found.sort(key=lambda step: float("-inf") if step["value"] is None else step["value"])
    return {
        "mode": text(config.get("mode")) or "absolute",
        "steps": [{**found[0], "value": None}, *found[1:]],
    }


def _step(step: Json) -> Json:
    """Return one step; grafanalib writes the base as the text "null", and keys of the old graph beside."""
    return {"color": step["color"], "value": number(step.get("value"))}


def steps_of(values: Any, colors: Any) -> list[Json]:
    """Return the steps of singlestat and the old table: limits, and one colour more than limits."""
    limits = values.split(",") if isinstance(values, str) else items(values)
    numbers = [found for found in (number(each) for each in limits) if found is not None]
    if not numbers:
        return []
    named = [text(color) or "green" for color in [*colors][: len(numbers) + 1]]
    return [{"color": color, "value": value} for color, value in zip(named, [None, *numbers], strict=False)]


def mappings(value: Any) -> list[Json]:
    """Return value mappings in the shape of schema version 30; those that are so already stay."""
    words: Json = {}
    found: list[Json] = []
    for each in objects(value):
        if isinstance(each.get("type"), str) and isinstance(each.get("options"), dict):
            found.append(_current_mapping(each))
        elif each.get("type") == 2 or ("from" in each and each.get("type") != 1):  # noqa: PLR2004 - "range to text"
            found.append(_range(each))
        elif each.get("value") == "null":
            found.append(
                {"type": "special", "options": {"match": "null", "result": {"text": each.get("text")}}}
            )
        elif each.get("value") is not None:
            words[str(each["value"])] = {"index": len(words), "text": each.get("text")}
    return [*([{"type": "value", "options": words}] if words else []), *found]


def _range(old: Json) -> Json:
    limits = {"from": number(old.get("from")), "to": number(old.get("to"))}
    return {"type": "range", "options": {**limits, "result": {"text": old.get("text")}}}


def _current_mapping(each: Json) -> Json:
    options = each["options"]
    if each["type"] == "value":
        options = {key: _result(item) if isinstance(item, dict) else item for key, item in options.items()}
    elif isinstance(options.get("result"), dict):
        options = {**options, "result": _result(options["result"])}
    return {**each, "options": options}


def _result(result: Json) -> Json:
    """Return a mapping's result without grafanalib's empty colour and index."""
    return {key: item for key, item in result.items() if item is not None and (key, item) != ("color", "")}


def links(value: Any) -> list[Json]:
    """Return the links of a field or a panel as data links: title, url, new tab."""
    return [_data_link(each) for each in objects(value)]


def _data_link(link: Json) -> Json:
    """Return a link of any age as a data link (Grafana's own steps for schema versions 19 to 21)."""
    url = text(link.get("url"))
    if not url and text(link.get("dashUri")):
        url = f"dashboard/{link['dashUri']}"
    for name, parameter in (("keepTime", "$__url_time_range"), ("includeVars", "$__all_variables")):
        if link.get(name) and parameter not in url:
            url += ("&" if "?" in url else "?") + parameter
    if text(link.get("params")):
        url += ("&" if "?" in url else "?") + link["params"]
    for pattern, replacement in _OLD_LINK_VARIABLES:
        url = pattern.sub(lambda _, new=replacement: new, url)  # type: ignore[misc]
    known = {"title": text(link.get("title")), "url": url or "/"}
    kept = without(link, "dashboard", "dashUri", "keepTime", "includeVars", "params", "type", *known)
    return {**known, **{key: item for key, item in kept.items() if item is not False}}


def legend(options: Json) -> None:
    """Complete the legend of panel options: since schema version 37 hiding it is a setting of its own."""
    found = child(options, "legend")
    if found.get("displayMode") == "hidden" or found.get("showLegend") is False:
        found.update(displayMode="list", showLegend=False)
    defaults(found, displayMode="list", placement="bottom", showLegend=True, calcs=[])


def tooltip(options: Json) -> None:
    """Complete the tooltip of panel options."""
    defaults(child(options, "tooltip"), mode="single", sort="none")


def reduce_options(options: Json, calc: str = "lastNotNull") -> None:
    """Complete how a panel comes from many values to one."""
    found = child(options, "reduceOptions")
    defaults(found, calcs=[calc], fields="", values=False)
    for key in [key for key, item in found.items() if item is None]:
        del found[key]
