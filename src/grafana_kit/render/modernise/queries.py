"""What a query says, without what grafanalib always says beside it."""

from __future__ import annotations

from typing import Any

from grafana_kit.render.modernise.values import Json, objects, without

# A query that holds one of these is of a data source that has keys of the same names as Prometheus's
# old ones; grafanalib's own Target writes them all, so the test is "expr" beside the others.
_EMPTY = ("", None)
_DEFAULT_FACTORS = (1, 2)


def clean_queries(panel: Json) -> None:
    """Bring a panel's queries to the shape that Grafana itself writes."""
    if "targets" in panel:
        panel["targets"] = [clean_query(query) for query in objects(panel["targets"])]
        if not panel["targets"]:
            del panel["targets"]


def clean_query(query: Json) -> Json:
    """Return one query without nulls and, for grafanalib's general Target, without its defaults.

    The default ``intervalFactor`` of 2 halves the resolution of every graph, and nobody asked for it.
    """
    cleaned = without(query)
    if "expr" not in query:
        return cleaned
    noise = {
        "step": True,
        "intervalFactor": query.get("intervalFactor") in _DEFAULT_FACTORS,
        "query": query.get("query") in (*_EMPTY, query["expr"]),
        **{key: query.get(key) in _EMPTY for key in ("metric", "target", "interval", "legendFormat")},
        "hide": query.get("hide") is False,
    }
    for key in (key for key, dead in noise.items() if dead):
        cleaned.pop(key, None)
    if query["expr"] in _EMPTY and _asks_otherwise(cleaned):
        cleaned.pop("expr", None)
        cleaned.pop("instant", None)
    elif "instant" in cleaned and "range" not in cleaned:
        cleaned["range"] = not cleaned["instant"]
    return cleaned


def _asks_otherwise(query: Json) -> bool:
    """Return whether a query without PromQL asks in another language (Graphite, SQL, Zabbix)."""
    asked: list[Any] = [query.get(key) for key in ("target", "rawSql", "query", "metric", "item")]
    return any(each not in _EMPTY for each in asked)
