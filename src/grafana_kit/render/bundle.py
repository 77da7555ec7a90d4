"""All resources of one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from grafana_kit.errors import AuthorError, KitError, KitErrors
from grafana_kit.model.alerting import Record
from grafana_kit.model.naming import UID_LENGTH, uid_from
from grafana_kit.model.query import Rendering
from grafana_kit.model.resource import Bundle, Expression, Kind, Resource
from grafana_kit.render.dashboards import dashboard, panel_ids
from grafana_kit.render.grafana_rules import grafana_group, shadow_resources
from grafana_kit.render.prometheus_rules import prometheus_group
from grafana_kit.render.provisioning import datasource, folder
from grafana_kit.render.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Board, Evaluated, Group
    from grafana_kit.render.rules import Rules


def render(evaluated: Evaluated, more: Sequence[Resource] = ()) -> tuple[Bundle, list[KitError]]:
    """Render what the definitions of an environment yielded, and add resources that were made elsewhere.

    Returns the bundle of all that could be rendered and the errors of what could not: one broken
    definition does not hide what is wrong with another.
    """
    environment = evaluated.environment
    errors: list[KitError] = []
    record = environment.alert_engine != "grafana"
    in_panels = Rendering(window=lambda _job: "$__rate_interval", record=record)
    in_rules = Rendering(window=environment.rule_window, record=record, variables=False)
    dashboards = _dashboards(evaluated.boards, environment, in_panels, errors)
    ids = {one.uid: panel_ids(one) for one in dashboards}
    rule_groups: list[Resource] = []
    for group in evaluated.groups:
        try:
            made = rules(group, environment, ids, in_rules)
            rule_groups.extend(_rule_resources(made, environment))
        except KitError as error:
            errors.append(error)
    errors.extend(_unrecorded(evaluated.groups, in_panels, in_rules))
    managed = any(one.kind == "grafana-rules" for one in (*rule_groups, *more))
    shadow = shadow_resources(environment) if managed and environment.alert_engine == "both" else ()
    folders = _folders([*dashboards, *rule_groups, *more])
    resources = (*datasource(environment), *folders, *dashboards, *shadow, *rule_groups, *more)
    ordered = sorted(resources, key=lambda one: (_ORDER[one.kind], one.folder, one.uid))
    return Bundle(environment, tuple(ordered)), errors


_ORDER = {kind: place for place, kind in enumerate(get_args(Kind))}


def _dashboards(
    boards: tuple[Board, ...], environment: Environment, rendering: Rendering, errors: list[KitError]
) -> list[Resource]:
    made = []
    for board in boards:
        try:
            made.append(dashboard(board, environment, rendering))
        except KitErrors as several:
            errors.extend(several.errors)
        except KitError as error:
            error.where = error.where or str(board.definition.source)
            errors.append(error)
    return made


def _rule_resources(group: Rules, environment: Environment) -> Iterator[Resource]:
    expressions = tuple(
        Expression(rule.expression, f"rule {rule.alert or rule.record}", rule.source) for rule in group.rules
    )
    sources = {rule.alert: rule.source for rule in group.rules if rule.alert}
    if environment.alert_engine != "grafana":
        yield Resource(
            "prometheus-rules",
            group.name,
            group.name,
            "",
            prometheus_group(group),
            group.source,
            expressions,
            sources,
        )
    if environment.alert_engine != "prometheus":
        body = grafana_group(group, environment)
        if body is not None:
            uid = uid_from(group.folder, group.name)[:UID_LENGTH]
            shown = () if environment.alert_engine == "both" else expressions
            yield Resource("grafana-rules", uid, group.name, group.folder, body, group.source, shown, sources)


def _unrecorded(groups: tuple[Group, ...], *renderings: Rendering) -> Iterator[AuthorError]:
    recorded = {rule.name for group in groups for rule in group.rules if isinstance(rule, Record)}
    seen: set[str] = set()
    for used in (one for rendering in renderings for one in rendering.used):
        assert isinstance(used, Record)
        if used.name not in recorded and used.name not in seen:
            seen.add(used.name)
            yield AuthorError(
                f"{used.name} is used, but no rule group of this environment records it",
                where=used.source,
                hint="yield it in a rule group",
            )


def _folders(resources: list[Resource]) -> Iterator[Resource]:
    """Yield every folder that holds something, and the folders that hold these."""
    first: dict[str, Resource] = {}
    for one in resources:
        parts = one.folder.split("/") if one.folder else []
        for depth in range(len(parts)):
            first.setdefault("/".join(parts[: depth + 1]), one)
    return (folder(title, one) for title, one in sorted(first.items()))
