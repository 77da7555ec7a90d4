"""Meme Maker's dashboards: readable, within two screens, linked, and drawn only from series that exist."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

from grafana_kit.loading.project import load_project
from grafana_kit.metrics import Histogram, Metric, Summary
from tests.meme_maker.boards import ROOT, Board, built, queries, substitute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENVIRONMENTS = ("dev", "staging", "prod")
QUESTIONS = {
    "meme-maker-overview": "Is Meme Maker healthy right now?",
    "meme-maker-queue": "Is work piling up?",
    "meme-maker-latency": "How long do jobs and requests take?",
    "meme-maker-errors": "What fails, and how often?",
    "meme-maker-host": "Is the machine the bottleneck?",
    "meme-maker-containers": "Which container is hungry?",
    "meme-maker-redis": "Is Redis healthy?",
    "meme-maker-monitoring": "Can we trust the monitoring itself?",
}
TWO_SCREENS = 48  # grid rows of 38 pixels: a screen shows about 24
WITHOUT_UNIT = {"alertlist"}
VARIABLES = {"__rate_interval": "1m", "__range": "1h", "instance": "host:9100", "container": ".+"}


@pytest.fixture(scope="module")
def infra(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the project is built."""
    return tmp_path_factory.mktemp("infra")


@pytest.fixture(scope="module")
def boards(infra: Path) -> list[Board]:
    """Every dashboard of every environment."""
    return built(infra)


def test_each_dashboard_answers_its_question(boards: list[Board]) -> None:
    """All eight are there in every environment, and each says what it is for."""
    for environment in ENVIRONMENTS:
        told = {board.uid: board.model["description"] for board in boards if board.environment == environment}
        assert told == QUESTIONS


def test_each_fits_on_two_screens(boards: list[Board]) -> None:
    """Nobody scrolls further than once; what is closed at first sight counts as its title."""
    for board in boards:
        places = [panel["gridPos"] for panel in board.model["panels"]]
        assert max(place["y"] + place["h"] for place in places) <= TWO_SCREENS, board.uid


def test_each_panel_says_what_it_shows(boards: list[Board]) -> None:
    """Every panel has a title of its own, a unit, and one line that says what it tells."""
    for board in boards:
        panels = list(board.panels())
        titles = [panel["title"] for panel in panels]
        assert len(set(titles)) == len(titles), board.uid
        for panel in panels:
            place = f"{board.uid}: {panel['title']}"
            assert re.fullmatch(r".{10,140}[.]", panel.get("description", "")), place
            if panel["type"] not in WITHOUT_UNIT:
                assert panel["fieldConfig"]["defaults"]["unit"], place


def links(board: Board) -> Iterator[str]:
    """Yield the addresses that a dashboard and its panels link to."""
    for holder in (board.model, *board.panels()):
        yield from (link["url"] for link in holder.get("links", ()))


def test_links_resolve(boards: list[Board]) -> None:
    """Every link leads to a dashboard that its environment has."""
    for board in boards:
        known = {other.uid for other in boards if other.environment == board.environment}
        for url in links(board):
            found = re.match(r"/d/([\w-]+)", url)
            assert found, url
            assert found[1] in known, f"{board.uid}: {url}"


def test_the_overview_leads_to_every_detail_and_back(boards: list[Board]) -> None:
    """From the overview each other dashboard is one click away, and so is the way back."""
    for board in boards:
        reached = {url.split("?")[0].removeprefix("/d/") for url in links(board)}
        if board.uid == "meme-maker-overview":
            assert reached == QUESTIONS.keys() - {board.uid}
        else:
            assert "meme-maker-overview" in reached, board.uid


def panel(boards: list[Board], environment: str, uid: str, title: str) -> dict[str, Any]:
    """Return a panel of a dashboard in an environment."""
    board = next(one for one in boards if (one.environment, one.uid) == (environment, uid))
    return dict(next(one for one in board.panels() if one["title"] == title))


@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize(
    ("uid", "title", "settings"),
    [
        ("meme-maker-overview", "Queue", ["queue.high.jobs", "queue.critical.jobs"]),
        ("meme-maker-queue", "Jobs by state", ["queue.high.jobs", "queue.critical.jobs"]),
        ("meme-maker-overview", "Share of failed jobs", ["errors.share"]),
        ("meme-maker-errors", "5xx by handler", ["http.errors.share"]),
        ("meme-maker-latency", "Slow jobs", ["latency.slow.share"]),
        ("meme-maker-host", "CPU busy", ["cpu.share"]),
        ("meme-maker-host", "Memory used", ["memory.share"]),
        ("meme-maker-containers", "Memory against limit", ["container.memory.share"]),
    ],
)
def test_thresholds_are_the_settings(
    boards: list[Board], name: str, uid: str, title: str, settings: list[str]
) -> None:
    """A panel changes colour where its environment's alert begins."""
    environment = load_project(ROOT).environment(name)
    steps = panel(boards, name, uid, title)["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [step["value"] for step in steps] == [None, *map(environment.number, settings)]


# --- what the queries read ------------------------------------------------------------------------


def series() -> dict[str, list[Metric]]:
    """Return the captured metrics by the names of their series; one name may belong to several jobs."""
    found: dict[str, list[Metric]] = {}
    for file in sorted((ROOT / "metrics").glob("*.py")):
        module = importlib.import_module(f"metrics.{file.stem}")
        for metric in vars(module).values():
            if isinstance(metric, Metric):
                for name in series_names(metric):
                    found.setdefault(name, []).append(metric)
    return found


def series_names(metric: Metric) -> tuple[str, ...]:
    """Return the names under which Prometheus stores a metric."""
    parts = tuple(f"{metric.name}_{part}" for part in ("count", "sum"))
    if isinstance(metric, Histogram):
        return (f"{metric.name}_bucket", *parts)
    return (metric.name, *parts) if isinstance(metric, Summary) else (metric.name,)


def nodes(expression: promql_parser.Expr) -> Iterator[object]:
    """Yield every part of a parsed expression."""
    found: list[object] = []
    promql_parser.walk(expression, pre_visit=found.append)
    yield from found


def recorded(infra: Path, environment: str) -> set[str]:
    """Return the names that the built rules of an environment record."""
    files = sorted((infra / "prometheus" / environment / "rules").glob("*.yml"))
    groups = [group for file in files for group in yaml.safe_load(file.read_text())["groups"]]
    return {rule["record"] for group in groups for rule in group["rules"] if "record" in rule}


def objections(expression: str, known: dict[str, list[Metric]], records: set[str]) -> Iterator[str]:
    """Say which selectors find nothing of what the jobs were seen to expose, and which groupings nothing to group."""
    for node in nodes(promql_parser.parse(substitute(expression, VARIABLES))):
        if isinstance(node, promql_parser.VectorSelector) and node.name not in records:
            matchers = node.matchers.matchers
            if not any(fits(metric, matchers) for metric in known.get(str(node.name), ())):
                yield f"nobody exposes {node.name} with {[(one.name, one.value) for one in matchers]}"
        if isinstance(node, promql_parser.AggregateExpr) and node.modifier is not None:
            read = [one for one in nodes(node.expr) if isinstance(one, promql_parser.VectorSelector)]
            if any(one.name in records for one in read):
                continue
            there = {
                label for one in read for metric in known.get(str(one.name), ()) for label in labels(metric)
            }
            if strangers := set(node.modifier.labels) - there:
                yield f"no series below has the labels {sorted(strangers)}"


def labels(metric: Metric) -> dict[str, tuple[str, ...] | None]:
    """Return the labels that the series of a metric have in Prometheus."""
    return {**metric.labels, **dict.fromkeys(("job", "instance", "le", "quantile"), None)}


def fits(metric: Metric, matchers: list[Any]) -> bool:
    """Return whether a metric can have series that satisfy the matchers."""
    there = labels(metric)
    for one in matchers:
        values = (metric.job,) if one.name == "job" and metric.job else there.get(one.name)
        if one.name not in there:
            return False
        if one.op == promql_parser.MatchOp.Equal and values is not None and one.value not in values:
            return False
    return True


def test_every_query_reads_series_that_exist(boards: list[Board], infra: Path) -> None:
    """Each metric, label and value that a query names was captured, or is recorded by the environment's rules."""
    known = series()
    read = {(board.environment, query.expression): query for board in boards for query in queries([board])}
    assert len(read) > len(ENVIRONMENTS) * 100
    records = {name: recorded(infra, name) for name in ENVIRONMENTS}
    wrong = [
        f"{query}: {said}"
        for (environment, expression), query in read.items()
        for said in objections(expression, known, records[environment])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('redis_queue_length{queue="clips"}', "nobody exposes redis_queue_length"),
        ('up{job="redis",queue="clips"}', "nobody exposes up"),
        ('redis_up{job="cadvisor"}', "nobody exposes redis_up"),
        ('http_requests_total{job="meme-maker-backend",status="500"}', "nobody exposes http_requests_total"),
        ("sum by (path) (rate(http_requests_total[5m]))", "no series below has the labels"),
        ("rate(clip_job_latency_seconds[5m])", "nobody exposes clip_job_latency_seconds "),
    ],
)
def test_what_does_not_exist_is_found(expression: str, said: str) -> None:
    """The check above sees a wrong name, job, label, value and grouping."""
    assert [one.startswith(said) for one in objections(expression, series(), set())] == [True]
