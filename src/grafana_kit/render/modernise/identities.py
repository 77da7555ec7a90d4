"""Panel ids and refIds: every one there, none twice, and stable when something is inserted."""

from __future__ import annotations

import itertools

from grafana_kit.model.naming import panel_id, ref_id
from grafana_kit.render.modernise.values import Json, objects, text

_LARGEST_ID = 0x7FFFFFFF


def give_panel_ids(panels: list[Json]) -> None:
    """Give ids to panels that have none; they come from titles, so that an insertion changes no other.

    An id that an author gave stays, unless an earlier panel has it. Of panels with one title the first
    has the title's id, the others the next free ones in their order.
    """
    taken: set[int] = set()
    nameless = []
    for panel in panels:
        given = _id(panel)
        if given and given not in taken:
            taken.add(given)
        else:
            nameless.append(panel)
    for panel in nameless:
        number = panel_id(text(panel.get("title")) or text(panel.get("type")))
        while number in taken:
            number = number % _LARGEST_ID + 1
        taken.add(number)
        panel["id"] = number


def _id(panel: Json) -> int:
    number = panel.get("id")
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else 0


def give_ref_ids(panel: Json) -> None:
    """Give A, B, C … to queries that have no refId, or one that an earlier query of the panel has."""
    queries = list(objects(panel.get("targets")))
    taken: set[str] = set()
    nameless = []
    for query in queries:
        name = text(query.get("refId"))
        if name and name not in taken:
            taken.add(name)
        else:
            nameless.append(query)
    free = (name for name in map(ref_id, itertools.count()) if name not in taken)
    for query in nameless:
        query["refId"] = next(free)
