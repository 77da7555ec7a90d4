"""Meme Maker's dashboards as built: every panel, and every query of every panel, in every environment."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.app.build import build
from grafana_kit.loading.project import load_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[2]


@frozen
class Board:
    """A built dashboard."""

    environment: str
    model: Mapping[str, Any]

    @property
    def uid(self) -> str:
        """The dashboard's uid."""
        return str(self.model["uid"])

    def panels(self) -> Iterator[Mapping[str, Any]]:
        """Yield every panel, those in collapsed rows too, but not the rows."""
        for panel in self.model["panels"]:
            yield from panel.get("panels", ()) if panel["type"] == "row" else (panel,)

    def variables(self) -> Sequence[Mapping[str, Any]]:
        """Return the variables."""
        return list(self.model["templating"]["list"])

    def annotations(self) -> Iterator[str]:
        """Yield the expressions of the events drawn over the graphs."""
        yield from (one["expr"] for one in self.model["annotations"]["list"] if "expr" in one)


@frozen
class PanelQuery:
    """One query of one panel."""

    board: Board
    panel: str
    ref_id: str
    expression: str

    def __str__(self) -> str:
        return f"{self.board.environment}: {self.board.uid}, {self.panel}, {self.ref_id}: {self.expression}"


def built(folder: Path) -> list[Board]:
    """Build the project into a folder and return what dashboards stand in it."""
    project = load_project(ROOT)
    build(project, list(project.environments.values()), folder)
    return [
        Board(name, json.loads(file.read_text()))
        for name in project.environments
        for file in sorted((folder / "grafana" / name / "dashboards").rglob("*.json"))
    ]


def queries(boards: Sequence[Board]) -> list[PanelQuery]:
    """Return every query of every panel."""
    return [
        PanelQuery(board, panel["title"], target["refId"], target["expr"])
        for board in boards
        for panel in board.panels()
        for target in panel.get("targets", ())
    ]


def substitute(expression: str, values: Mapping[str, str]) -> str:
    """Put values in the place of dashboard variables.

    Raises:
        KeyError: a variable has no value.
    """
    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda found: values[found[1] or found[2]], expression)
