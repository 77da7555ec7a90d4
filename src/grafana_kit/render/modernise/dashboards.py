"""What stands around a dashboard's panels: time picker, links, annotations, and keys that died."""

from __future__ import annotations

from grafana_kit.render.modernise.datasources import DataSources
from grafana_kit.render.modernise.values import Json, defaults, mapping, objects, text, without
from grafana_kit.render.modernise.variables import modernise_variable

# Grafana's own keys of a dashboard (kinds/dashboard/dashboard_kind.cue), but for id, which is another
# on every server, and version, which every server counts itself.
_KEYS = frozenset(
    {"annotations", "description", "editable", "fiscalYearStartMonth", "graphTooltip", "links", "liveNow"}
    | {"panels", "preload", "refresh", "revision", "snapshot", "tags", "templating", "time", "timepicker"}
    | {"timezone", "title", "uid", "weekStart"}
)
_PICKER = ("hidden", "nowDelay", "quick_ranges", "refresh_intervals")
_TAGGED = ("limit", "matchAny", "tags", "type")
_GRAFANA = "-- Grafana --"


def settings(dashboard: Json, sources: DataSources, version: int) -> Json:
    """Return a dashboard's settings without its panels."""
    found = {key: item for key, item in dashboard.items() if key in _KEYS - {"panels"} and item is not None}
    if not found.get("graphTooltip"):  # grafanalib writes both; Grafana would follow the older one
        found["graphTooltip"] = 1 if dashboard.get("sharedCrosshair") else 0
    if "refresh" in found and not isinstance(found["refresh"], str):
        found["refresh"] = ""
    if found.get("description") == "":
        del found["description"]
    if "timepicker" in found:
        found["timepicker"] = _time_picker(mapping(found["timepicker"]))
    variables = objects(mapping(found.get("templating")).get("list"))
    found["templating"] = {"list": [modernise_variable(each, sources, version) for each in variables]}
    events = objects(mapping(found.get("annotations")).get("list"))
    found["annotations"] = {"list": [_annotation(each, sources) for each in events]}
    found["links"] = [_link(each) for each in objects(found.get("links"))]
    return found


def _time_picker(picker: Json) -> Json:
    return {key: picker[key] for key in _PICKER if key in picker and picker[key] not in (None, False, "", [])}


def _link(link: Json) -> Json:
    return defaults(
        without(link),
        asDropdown=False,
        icon="external link",
        includeVars=False,
        keepTime=False,
        tags=[],
        targetBlank=False,
        title="",
        tooltip="",
        type="link" if text(link.get("url")) else "dashboards",
    )


def _annotation(annotation: Json, sources: DataSources) -> Json:
    """Return an annotation query; a search for Grafana's own annotations is a target of its own today."""
    found = without(annotation)
    reference = sources.reference(found.pop("datasource", None))
    if reference is not None:
        found["datasource"] = reference
    own = reference is not None and reference.get("uid") == _GRAFANA
    if own and not found.get("builtIn") and "target" not in found and text(found.get("type")) == "tags":
        found["target"] = {key: found.pop(key) for key in _TAGGED if key in found}
    return defaults(found, enable=True, iconColor="rgba(0, 211, 255, 1)", name="Annotation")
