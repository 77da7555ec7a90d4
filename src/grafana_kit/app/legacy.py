"""What grafanalib files define, as resources of an environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grafana_kit.errors import KitError
from grafana_kit.render.grafanalib_files import as_is_resource, dashboard_resource, rule_resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.loading.grafanalib_files import Loaded
    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Resource


def legacy_resources(
    loaded: Sequence[Loaded],
    tops: Sequence[Path],
    environment: Environment,
    errors: list[KitError],
    notes: dict[str, None],
    *,
    as_is: bool = False,
) -> list[Resource]:
    """Return the resources of grafanalib files in one environment.

    Args:
        loaded: what the files define.
        tops: the folders that were searched; a dashboard's folder is where its file lies below them.
        environment: gives the schema version and the data source.
        errors: takes what could not be brought over.
        notes: takes what is worth a look, each line once.
        as_is: take the bytes that grafanalib's own generator writes.
    """
    resources: list[Resource] = []
    for one in loaded:
        folder = _folder(Path(one.source.path), tops)
        try:
            if as_is and one.as_is is not None:
                resources.append(as_is_resource(one.as_is, one.kind, one.stem, folder, one.source))
            elif one.kind == "dashboard":
                made, lost = dashboard_resource(one.document, one.stem, folder, environment, one.source)
                resources.append(made)
                notes.update(dict.fromkeys(f"{one.source}: {line}" for line in lost))
            else:
                resources.extend(rule_resources(one.object, environment, one.source))
        except KitError as error:
            errors.append(error)
    return resources


def _folder(file: Path, tops: Sequence[Path]) -> str:
    """Return the folder of a dashboard: where its file lies below the folder that was searched."""
    for path in tops:
        top = path.absolute()
        if top.is_dir() and file.is_relative_to(top):
            return "/".join(file.parent.relative_to(top).parts)
    return ""
