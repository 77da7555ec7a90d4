"""Short ways to render a few panels or rules, without a project around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from grafana_kit.define import dashboard, rule_group
from grafana_kit.model.environment import Environment, Grafana, Prometheus
from grafana_kit.model.query import Rendering
from grafana_kit.model.resource import Board, Bundle, Evaluated, Group, Resource
from grafana_kit.render.bundle import render
from grafana_kit.render.dashboards import dashboard as render_dashboard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grafana_kit.errors import KitError
    from grafana_kit.model.alerting import Alert, Record
    from grafana_kit.model.dashboard import Dashboard
    from grafana_kit.model.environment import AlertEngine

ENVIRONMENT = Environment(
    "dev", "shop", alert_engine="prometheus", prometheus=Prometheus(evaluation_interval="1m")
)


def environment(version: str = "10.2", engine: AlertEngine = "prometheus", **changes: Any) -> Environment:
    """Return an environment with a Grafana of this version."""
    return evolve(ENVIRONMENT, grafana=Grafana(version=version), alert_engine=engine, **changes)


def board(*rows: object, definition: Dashboard | None = None, **settings: Any) -> Board:
    """Return a dashboard that yields these rows and panels."""
    if definition is None:
        options = {"title": "Board", "uid": "board", "folder": "Shop", **settings}
        definition = dashboard(options.pop("title"), **options)(lambda _env: ())
    return Board(definition, tuple(rows))


def rendered(*rows: object, env: Environment = ENVIRONMENT, **settings: Any) -> Resource:
    """Return the dashboard that yields these rows and panels, rendered."""
    rendering = Rendering(window=lambda _job: "$__rate_interval")
    return render_dashboard(board(*rows, **settings), env, rendering)


def panel_json(panel: object, env: Environment = ENVIRONMENT) -> dict[str, Any]:
    """Return the JSON of a single panel."""
    model: dict[str, Any] = rendered(panel, env=env).body["panels"][0]
    return model


def group(*rules: Alert | Record, name: str = "shop", folder: str = "Shop", **settings: Any) -> Group:
    """Return a rule group that yields these rules."""
    return Group(rule_group(name, folder=folder, **settings)(lambda _env: ()), tuple(rules))


def bundle(
    *, boards: Iterable[Board] = (), groups: Iterable[Group] = (), env: Environment = ENVIRONMENT
) -> tuple[Bundle, list[KitError]]:
    """Render all that an environment has."""
    return render(Evaluated(env, tuple(boards), tuple(groups)))


def good_bundle(**parts: Any) -> Bundle:
    """Render all that an environment has, which has no error."""
    made, errors = bundle(**parts)
    assert errors == []
    return made
