"""A dashboard as a whole: identity, rows, panel ids, and what must not be in it."""

from __future__ import annotations

import functools
import operator
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit import annotation, dashboard, firing_alerts, panels, promql, row, variables
from grafana_kit.errors import AuthorError, KitErrors
from grafana_kit.metrics import Counter, Gauge
from grafana_kit.model.dashboard import Link, Panel
from grafana_kit.model.naming import panel_id
from grafana_kit.render.dashboards import panel_ids
from tests.author.builders import ENVIRONMENT, board, bundle, environment, good_bundle, panel_json, rendered
from tests.author.projects import PROJECTS, built

UP = Gauge("up", labels={})
REQUESTS = Counter("http_requests_total", job="api")
ANGULAR = {"graph", "singlestat", "table-old", "grafana-piechart-panel", "grafana-worldmap-panel"}
# What grafanalib writes and no Grafana of today reads: of a dashboard, and within a panel.
DEAD = {"rows", "style", "hideControls", "sharedCrosshair", "gnetId", "__inputs", "timepicker"}
DEAD_IN_PANELS = {
    "editable", "error", "span", "minSpan", "height", "intervalFactor", "step", "metric", "target", "query", "line",
    "op", "yaxis", "valueMaps", "renderer", "cacheTimeout", "isNew", "alert",
}  # fmt: skip


def keys(body: dict[str, Any]) -> set[str]:
    """Return the keys of all panels, of their queries and of their fields, without those of options."""
    parts = [
        part
        for panel in all_panels(body)
        for part in (panel, *panel.get("targets", ()), panel.get("fieldConfig", {}).get("defaults", {}))
    ]
    return {key for part in parts for key in part}


def all_panels(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every panel of a dashboard, those of closed rows too."""
    return [one for panel in body["panels"] for one in (panel, *panel.get("panels", ()))]


BODIES = [
    pytest.param(one.body, bundle_.environment, id=f"{case}-{bundle_.environment.name}-{one.uid}")
    for case in PROJECTS
    for bundle_ in built(case)
    for one in bundle_.of_kind("dashboard")
]


@pytest.mark.parametrize(("body", "env"), BODIES)
def test_a_dashboard_is_the_bare_current_model(body: dict[str, Any], env: Any) -> None:
    """Without an id of some database, of the schema that its Grafana knows, without anything dead."""
    assert body["id"] is None
    assert body["uid"]
    assert body["schemaVersion"] == {10: 38, 12: 41, 13: 42}[env.grafana.version_tuple[0]]
    assert not set(body) & DEAD
    assert not keys(body) & DEAD_IN_PANELS
    assert not {panel["type"] for panel in all_panels(body)} & ANGULAR


@pytest.mark.parametrize(("body", "env"), BODIES)
def test_panels_have_ids_and_data_sources_of_their_own(body: dict[str, Any], env: Any) -> None:
    """Ids occur once; every query of ours names its data source by type and uid."""
    ids = [panel["id"] for panel in all_panels(body)]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(number, int) and 0 < number < 2**31 for number in ids)
    for panel in all_panels(body):
        names = [target["refId"] for target in panel.get("targets", ())]
        assert len(set(names)) == len(names)
        if any("legendFormat" in target for target in panel.get("targets", ())):
            assert set(panel["datasource"]) == {"type", "uid"}


@pytest.mark.parametrize(
    ("version", "schema"), [("10.2", 38), ("10.4.1", 38), ("11.0", 39), ("12.3", 41), ("13.0", 42)]
)
def test_the_schema_is_the_one_that_the_server_knows(version: str, schema: int) -> None:
    """A newer one it would not understand."""
    assert rendered(panels.stat("Up", UP), env=environment(version)).body["schemaVersion"] == schema


# --- ids --------------------------------------------------------------------------------------------

TITLES = st.lists(st.text(min_size=1).filter(str.strip), unique=True, min_size=1, max_size=12)


@given(TITLES, st.data())
def test_ids_survive_insertions_and_moves(titles: list[str], data: st.DataObject) -> None:
    """An alert that points at a panel still finds it when another panel was added before it."""
    before = rendered(*(panels.stat(title, UP) for title in titles))
    kept = data.draw(st.permutations(titles))
    new = data.draw(st.integers(0, len(kept)))
    mixed = [*kept[:new], "\x00a title of no other", *kept[new:]]
    after = rendered(*(panels.stat(title, UP) for title in mixed))
    assert panel_ids(before).items() <= panel_ids(after).items()


def test_an_id_of_the_authors_own_is_kept() -> None:
    """As are those of panel JSON."""
    made = rendered(panels.stat("Up", UP, id=7), panels.raw({"type": "canvas", "title": "C", "id": 8}))
    assert panel_ids(made) == {"Up": 7, "C": 8}


def test_two_panels_of_one_title_are_refused_with_both_places() -> None:
    """Also when one of them stands in a closed row."""
    first, second = panels.stat("Up", UP), panels.gauge("Up", UP)
    with pytest.raises(AuthorError, match='two panels are called "Up"') as error:
        rendered(first, row("Closed", second, collapsed=True))
    assert error.value.where == str(second.source)
    assert error.value.details == (f"and at {first.source}",)
    assert first.source.path == __file__


def test_two_panels_of_one_title_can_have_ids_of_their_own() -> None:
    """As the hint of the refusal says."""
    made = rendered(panels.stat("Up", UP), panels.stat("Up", UP, id=5), panels.stat("", UP, id=6))
    assert [panel["id"] for panel in made.body["panels"]] == [panel_id("Up"), 5, 6]


def test_two_rows_of_one_title_are_refused() -> None:
    """A row is no panel: one of each may have the same title."""
    rendered(row("Up", panels.stat("Up", UP)))
    with pytest.raises(AuthorError, match='two rows are called "Up"'):
        rendered(row("Up", panels.stat("A", UP)), row("Up", panels.stat("B", UP)))


def test_two_panels_of_one_id_are_refused() -> None:
    """Whoever gave it."""
    with pytest.raises(AuthorError, match='the panel "B" and the panel "A" have the same id 5'):
        rendered(panels.stat("A", UP, id=5), panels.stat("B", UP, id=5))


# --- rows -------------------------------------------------------------------------------------------


def test_an_open_row_has_its_panels_beside_it() -> None:
    """Below it on the grid, and in the same list."""
    body = rendered(row("Now", panels.stat("A", UP), panels.stat("B", UP)), panels.stat("C", UP)).body
    assert [(one["title"], one["gridPos"]["y"]) for one in body["panels"]] == [
        ("Now", 0),
        ("A", 1),
        ("B", 1),
        ("C", 5),
    ]
    assert body["panels"][0]["panels"] == []
    assert body["panels"][0]["collapsed"] is False


def test_a_closed_row_holds_its_panels() -> None:
    """The next row follows at once, where it stands while the row is closed."""
    body = rendered(
        row("Later", panels.stat("A", UP), panels.stat("B", UP), collapsed=True), row("Next")
    ).body
    later, following = body["panels"]
    assert [one["title"] for one in later["panels"]] == ["A", "B"]
    assert [one["gridPos"]["y"] for one in later["panels"]] == [1, 1]
    assert later["collapsed"] is True
    assert following["gridPos"]["y"] == 1


def test_a_row_may_be_repeated() -> None:
    """For every value of a variable."""
    assert rendered(row("Of $job", repeat="job")).body["panels"][0]["repeat"] == "job"


def test_a_row_needs_a_title() -> None:
    """Nobody can open what has no name."""
    with pytest.raises(AuthorError, match="a row without a title") as error:
        rendered(row(" "))
    assert error.value.where.startswith(__file__) or "test_dashboards.py" in error.value.where


def test_a_row_holds_panels_only() -> None:
    """Text among them is a mistake; grafanalib's objects and panel JSON are panels."""
    with pytest.raises(AuthorError, match="a row holds str, which is no panel"):
        rendered(row("Now", "up"))


# --- variables, links, annotations of the whole -----------------------------------------------------


def test_panels_use_the_data_source_that_people_choose() -> None:
    """Where the dashboard has a variable for it; else the environment's."""
    chosen = rendered(
        panels.stat("Up", UP), variables=[variables.text_box("x"), variables.datasource("source")]
    )
    assert chosen.body["panels"][0]["datasource"] == {"type": "prometheus", "uid": "${source}"}
    assert rendered(panels.stat("Up", UP)).body["panels"][0]["datasource"] == {
        "type": "prometheus",
        "uid": "prometheus",
    }


@pytest.mark.parametrize("name", ["variables", "annotations", "links"])
def test_what_is_no_variable_annotation_or_link_is_refused(name: str) -> None:
    """At the author's line, not when the dashboard is written."""
    with pytest.raises(AuthorError, match=f"{name} holds 'text'") as error:
        dashboard("Up", uid="up", folder="", **{name: ["text"]})  # type: ignore[arg-type]
    assert "test_dashboards.py" in error.value.where


def test_a_time_range_has_a_beginning_and_an_end() -> None:
    """One alone is refused."""
    with pytest.raises(AuthorError, match="the time range"):
        rendered(time=("now-6h",))


def test_the_docstring_is_the_description() -> None:
    """Its first paragraph, on one line; or what is given instead."""

    @dashboard("Up", uid="up", folder="Shop")
    def up(env: object) -> tuple[()]:
        """Is everything up, and
        for how long?

        More for readers of the code.
        """  # noqa: D205 - what is tested
        return ()

    assert up.description == "Is everything up, and for how long?"
    assert dashboard("Up", uid="up", folder="", description="Given")(up.function).description == "Given"
    assert dashboard("Up", uid="up", folder="")(lambda _env: ()).description == ""
    assert list(up(ENVIRONMENT)) == []


# --- what is read by checks -------------------------------------------------------------------------


def test_every_expression_is_known_with_its_place() -> None:
    """Of panels, annotations and variables; other query languages are left alone."""
    made = rendered(
        panels.stat("Up", {"a": UP, "b": "up > 1"}),
        panels.logs("Logs", panels.target({"expr": '{app="x"}'}), datasource=panels.datasource("loki", "loki")),
        panels.raw({"type": "canvas", "title": "Default", "targets": [{"expr": "up + 1", "refId": "A"}]}),
        panels.raw({"type": "canvas", "title": "Name", "datasource": "Loki", "targets": [{"expr": '{app="x"}'}]}),
        panels.raw(
            {"type": "canvas", "title": "Other", "datasource": {"type": "prometheus"},
             "targets": [{"expr": "{}", "datasource": {"type": "loki"}}, {"expr": "up + 2", "refId": "B"}, {"sql": "x"}]}
        ),
        annotations=[annotation("Deployed", "deployed"), firing_alerts()],
        variables=[
            variables.label_values("job", UP, "job"), variables.label_values("x", 'up{job=~"a, b"}'),
            variables.query("y", "query_result(up == 0)"), variables.query("z", "label_names()"),
        ],
    )  # fmt: skip
    assert [(one.what, one.text) for one in made.expressions] == [
        ('panel "Up", query A', "up"),
        ('panel "Up", query B', "up > 1"),
        ('panel "Default", query A', "up + 1"),
        ('panel "Other", query B', "up + 2"),
        ('annotation "Deployed"', "deployed"),
        ('annotation "Firing alerts"', 'ALERTS{alertstate="firing"}'),
        ('variable "job"', "up"),
        ('variable "x"', 'up{job=~"a, b"}'),
        ('variable "y"', "up == 0"),
    ]
    assert {one.source.path for one in made.expressions} == {__file__}
    assert made.sources["Up"].path == __file__


def test_an_error_within_a_panel_has_the_panels_place() -> None:
    """A counter that is drawn raw stands where its panel stands."""
    panel = panels.stat("Requests", REQUESTS)
    with pytest.raises(AuthorError, match="is a counter") as error:
        rendered(panel)
    assert error.value.where == str(panel.source)


@pytest.mark.parametrize(
    "panel",
    [
        evolve(panels.stat("Odd", UP), links=("text",)),  # type: ignore[arg-type]
        panels.stat("Odd", promql.sum("up", by=(1, 2))),  # type: ignore[arg-type]
        panels.stat("Odd", promql.topk("many", promql.selector("x"))),  # type: ignore[arg-type]
        panels.stat("Odd", promql.selector(5)),  # type: ignore[arg-type]
        panels.stat("Odd", functools.reduce(operator.or_, [promql.selector("x")] * 5000)),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_no_traceback(panel: Panel) -> None:
    """Mypy would have said it; the error names the panel all the same."""
    with pytest.raises(AuthorError, match='"Odd" cannot be written') as error:
        rendered(panel)
    assert error.value.where == str(panel.source)
    assert error.value.__cause__ is not None


def test_one_broken_dashboard_does_not_hide_another() -> None:
    """Both are reported; the good one is rendered."""
    made, errors = bundle(
        boards=[
            board(panels.stat("Raw", REQUESTS), uid="a"),
            board(panels.stat("Up", UP), uid="b"),
            board(
                panels.stat("Up", UP),
                variables=[variables.constant("x", "1"), variables.constant("x", "2")],
                uid="c",
            ),
        ]
    )
    assert [one.uid for one in made.of_kind("dashboard")] == ["b"]
    assert [str(error.summary) for error in errors] == [
        "http_requests_total is a counter: its bare value only grows",
        'two variables are called "x"',
    ]
    assert all(error.where for error in errors)


def test_an_error_without_a_place_gets_the_dashboards() -> None:
    """So that every error has one."""
    loose = evolve(panels.stat("Up", UP), title="", source=Panel(kind="x", title="x").source)
    made, errors = bundle(boards=[board(loose, loose)])
    assert not made.of_kind("dashboard")
    assert "test_dashboards" in errors[0].where or "builders.py" in errors[0].where


def test_errors_that_come_together_are_reported_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grafanalib's panels may have several."""
    several = KitErrors([AuthorError("one"), AuthorError("two")])

    class Broken:
        """A panel whose author's code finds two things wrong."""

        def to_json_data(self) -> object:
            raise several

    _, errors = bundle(boards=[board(row("Now", Broken()))])
    assert [error.summary for error in errors] == ["one", "two"]


def test_folders_are_resources_with_their_parents() -> None:
    """Parents first; a dashboard outside of any folder needs none."""
    made = good_bundle(
        boards=[
            board(panels.stat("A", UP), uid="a", folder="Shop/Jobs/Slow"),
            board(panels.stat("A", UP), uid="b", folder=""),
        ]
    )
    assert [(one.uid, one.title, one.folder, one.body["parentUid"]) for one in made.of_kind("folder")] == [
        ("shop-folder", "Shop", "", None),
        ("shop-jobs-folder", "Jobs", "Shop", "shop-folder"),
        ("shop-jobs-slow-folder", "Slow", "Shop/Jobs", "shop-jobs-folder"),
    ]
    assert [one.kind for one in made.resources] == ["folder"] * 3 + ["dashboard"] * 2


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (Link("x", "/d/a"), "/d/a?${__url_time_range}"),
        (Link("x", "/d/a?b=1", keep_variables=True), "/d/a?b=1&${__url_time_range}&${__all_variables}"),
        (Link("x", "/d/a", keep_time=False), "/d/a"),
        (Link("x", "https://example.org"), "https://example.org"),
        (Link("x", "${link}"), "${link}?${__url_time_range}"),
    ],
)
def test_links_carry_time_and_variables_within_grafana(link: Link, url: str) -> None:
    """Other sites would not know what to do with them."""
    assert panel_json(panels.stat("Up", UP, links=[link]))["links"] == [
        {"title": "x", "url": url, "targetBlank": False}
    ]


def test_environments_are_a_list() -> None:
    """A text would be taken for its letters."""
    with pytest.raises(AuthorError, match="environments takes a list of names") as error:
        dashboard("Up", uid="up", folder="", environments="prod")(lambda _env: ())
    assert error.value.hint == 'write environments=["prod"]'


@pytest.mark.parametrize("name", ["title", "uid", "folder", "refresh", "timezone"])
def test_the_texts_of_a_dashboard_are_texts(name: str) -> None:
    """What is none is refused at the author's line."""
    settings: dict[str, Any] = {"title": "Up", "uid": "up", "folder": "", name: None}
    with pytest.raises(AuthorError, match=f"{name} is None, not text") as error:
        dashboard(settings.pop("title"), **settings)
    assert "test_dashboards.py" in error.value.where
