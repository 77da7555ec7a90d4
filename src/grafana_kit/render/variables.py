"""Variables, annotations and links as Grafana's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafana_kit.errors import AuthorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.dashboard import Annotation, Link, Variable
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.query import Rendering

_HIDE = {"": 0, "label": 1, "variable": 2}
_BUILT_IN = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}
_ALL = {"selected": True, "text": "All", "value": "$__all"}


def datasource_ref(variables: Sequence[Variable], environment: Environment) -> dict[str, str]:
    """Return the data source of a dashboard's panels: the one people choose, else the environment's."""
    for variable in variables:
        if variable.kind == "datasource":
            return {"type": variable.query, "uid": f"${{{variable.name}}}"}
    return environment.grafana.datasource.ref()


def variables_json(variables: Sequence[Variable], datasource: dict[str, str]) -> list[dict[str, Any]]:
    """Return the variables of a dashboard.

    Raises:
        AuthorError: two variables have one name.
    """
    seen: dict[str, Variable] = {}
    for variable in variables:
        if variable.name in seen:
            raise AuthorError(
                f'two variables are called "{variable.name}"',
                where=variable.source,
                details=[f"and at {seen[variable.name].source}"],
            )
        seen[variable.name] = variable
    return [_variable(variable, datasource) for variable in variables]


def _variable(variable: Variable, datasource: dict[str, str]) -> dict[str, Any]:
    model: dict[str, Any] = {
        "hide": _HIDE[variable.hide],
        "name": variable.name,
        "skipUrlSync": False,
        "type": variable.kind,
    }
    if variable.label is not None:
        model["label"] = variable.label
    if variable.description is not None:
        model["description"] = variable.description
    if variable.kind == "adhoc":
        return {**model, "datasource": datasource, "filters": []}
    current = _current(variable)
    if current is not None:
        model["current"] = current
    model["query"] = variable.query
    if variable.kind == "query":
        model |= _query(variable, datasource)
    elif variable.kind in ("custom", "interval"):
        assert current is not None  # they have options, and the first is chosen
        model |= _choices(variable, current["value"])
    elif variable.kind == "datasource":
        model |= {"includeAll": False, "multi": False, "options": [], "refresh": 1, "regex": variable.regex}
    else:
        model["options"] = [{"selected": True, "text": variable.query, "value": variable.query}]
    return model


def _query(variable: Variable, datasource: dict[str, str]) -> dict[str, Any]:
    whole = {} if variable.all_value is None else {"allValue": variable.all_value}
    return {
        **whole,
        "datasource": datasource,
        "definition": variable.query,
        "includeAll": variable.include_all,
        "multi": variable.multi,
        "options": [],
        "query": {"query": variable.query, "refId": "PrometheusVariableQueryEditor-VariableQuery"},
        "refresh": 1 if variable.refresh == "load" else 2,
        "regex": variable.regex,
        "sort": variable.sort,
    }


def _choices(variable: Variable, chosen: str | list[str]) -> dict[str, Any]:
    values = chosen if isinstance(chosen, list) else [chosen]
    options = [
        {"selected": value in values, "text": text, "value": value} for text, value in variable.options
    ]
    if variable.include_all:
        options.insert(0, {"selected": "$__all" in values, "text": "All", "value": "$__all"})
    if variable.kind == "interval":
        auto = variable.auto is not None
        return {
            "auto": auto,
            "auto_count": variable.auto or 30,
            "auto_min": "10s",
            "options": options,
            "query": ",".join(value for _, value in variable.options),
            "refresh": 2,
        }
    _check_readable(variable)
    text = ",".join(
        _escape(one[0]) if one[0] == one[1] else f"{_escape(one[0])} : {_escape(one[1])}"
        for one in variable.options
    )
    return {"includeAll": variable.include_all, "multi": variable.multi, "options": options, "query": text}


def _escape(text: str) -> str:
    # A comma separates the values of a custom variable; a backslash keeps it as it is.
    return text.replace(",", "\\,")


def _check_readable(variable: Variable) -> None:
    """Refuse texts and values that Grafana would read differently from how they are written."""
    for text, value in variable.options:
        for one in (text, value):
            one_line = one == one.strip() and len(one.splitlines()) == 1
            if not one_line or one.endswith("\\") or " : " in value:
                raise AuthorError(
                    f"the variable {variable.name} cannot have the option {one!r}",
                    where=variable.source,
                    hint='an option is one line, without blanks around it, " : " in it or "\\" at its end',
                )


def _current(variable: Variable) -> dict[str, Any] | None:
    """Return what is chosen at first sight; None leaves it to Grafana, which takes the first it finds."""
    texts = {value: text for text, value in variable.options}
    if variable.include_all:
        texts["$__all"] = "All"
    default = variable.default
    if variable.kind in ("textbox", "constant"):
        return {"selected": True, "text": variable.query, "value": variable.query}
    if default is None and variable.include_all:
        return {**_ALL, "text": ["All"], "value": ["$__all"]} if variable.multi else dict(_ALL)
    if default is None and variable.options:
        default = variable.options[0][1]
    if default is None:
        return None
    if variable.options:
        wanted = (default,) if isinstance(default, str) else default
        missing = [value for value in wanted if value not in texts]
        if missing:
            raise AuthorError(
                f'the variable {variable.name} has no option "{missing[0]}" for its default',
                where=variable.source,
            )
    if isinstance(default, str) and not variable.multi:
        return {"selected": True, "text": texts.get(default, default), "value": default}
    values = [default] if isinstance(default, str) else list(default)
    return {"selected": True, "text": [texts.get(value, value) for value in values], "value": values}


def annotations_json(
    annotations: Sequence[Annotation], datasource: dict[str, str], rendering: Rendering
) -> list[dict[str, Any]]:
    """Return the annotations of a dashboard: Grafana's own, then the author's."""
    return [_BUILT_IN, *(_annotation(one, datasource, rendering) for one in annotations)]


def _annotation(annotation: Annotation, datasource: dict[str, str], rendering: Rendering) -> dict[str, Any]:
    formats = {
        "tagKeys": ",".join(annotation.tags),
        "textFormat": annotation.text,
        "titleFormat": annotation.title,
    }
    return {
        "datasource": datasource,
        "enable": annotation.enable,
        "expr": annotation.query.render(rendering),
        "hide": annotation.hide,
        "iconColor": annotation.color,
        "name": annotation.name,
        **{key: text for key, text in formats.items() if text},
    }


def links_json(links: Sequence[Link]) -> list[dict[str, Any]]:
    """Return the links in a dashboard's head."""
    return [
        {
            "asDropdown": link.dropdown,
            "icon": link.icon if link.url.startswith("http") else "dashboard",
            "includeVars": link.keep_variables,
            "keepTime": link.keep_time,
            "tags": link.tags,
            "targetBlank": link.new_tab,
            "title": link.title,
            "tooltip": link.tooltip,
            "type": "dashboards" if link.tags else "link",
            "url": link.url,
        }
        for link in links
    ]
