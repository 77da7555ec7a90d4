"""Dashboard JSON of any age, grafanalib's above all, brought to the schema that Grafana writes today."""

from __future__ import annotations

from attrs import frozen

from grafana_kit.render.modernise.dashboards import settings
from grafana_kit.render.modernise.datasources import (
    DataSources,
    constant_inputs,
    data_sources_of,
    refer,
    substituted,
)
from grafana_kit.render.modernise.identities import give_panel_ids, give_ref_ids
from grafana_kit.render.modernise.layout import every_panel, panels_of
from grafana_kit.render.modernise.panels import modernise_panel
from grafana_kit.render.modernise.values import Context, DataSource, Json, Notes, copy, number, objects

__all__ = ["DataSource", "Modernised", "modernise"]

SCHEMA_VERSION = 38
"""The newest that Grafana 10.2 knows; every later Grafana migrates from it."""
_REPEATS_LEFT_OVER = 27


@frozen
class Modernised:
    """A dashboard in today's shape.

    Attributes:
        dashboard: the JSON.
        notes: what could not be carried over, one line each, with the panels it is about.
    """

    dashboard: Json
    notes: tuple[str, ...]


def modernise(
    dashboard: Json, *, schema_version: int = SCHEMA_VERSION, datasource: DataSource | None = None
) -> Modernised:
    """Return dashboard JSON of any age in the shape of a schema version, and what was lost on the way.

    The steps are those of Grafana's own migrations, so that the dashboard shows what Grafana would show;
    what grafanalib writes wrongly is put right, and what it writes without meaning is left out. Panels of
    plugins keep what is theirs. The input is not changed, and a result given again comes back the same.

    Args:
        dashboard: the bare model, as grafanalib or an export of Grafana writes it.
        schema_version: the one to write.
        datasource: from a data source's name to its reference; asked for ``default`` too. Without it
            the name stands as uid, which Grafana looks up by name.
    """
    old = copy(dashboard)
    if constants := constant_inputs(old):
        old = substituted(old, constants)
    sources = data_sources_of(old, datasource)
    context = Context(int(number(old.get("schemaVersion")) or 0), schema_version, Notes())
    _drop_repeats(old, context)
    if old.get("rows") and old.get("panels"):
        context.notes.add("rows and panels in one dashboard: the rows stand below the panels")
    panels = panels_of(old)
    for panel in every_panel(panels):
        _modernise(panel, sources, context)
    give_panel_ids(every_panel(panels))
    found = settings(old, sources, context.version)
    found |= {"id": None, "panels": panels, "schemaVersion": schema_version}
    return Modernised(found, context.notes.lines())


def _modernise(panel: Json, sources: DataSources, context: Context) -> None:
    modernise_panel(panel, context)
    refer(panel, sources)
    give_ref_ids(panel)


def _drop_repeats(dashboard: Json, context: Context) -> None:
    """Leave out panels that Grafana made by repeating others and saved with them (schema version 27)."""
    if context.version < _REPEATS_LEFT_OVER and "panels" in dashboard:
        dashboard["panels"] = [
            panel
            for panel in objects(dashboard["panels"])
            if not panel.get("repeatPanelId") and not panel.get("repeatByRow")
        ]
