"""Each of Meme Maker's alerts fires when it should and stays silent just below, in the real promtool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

from grafana_kit.model.duration import milliseconds
from metrics import redis
from tests.meme_maker.built import ENVIRONMENTS, Built
from tests.meme_maker.cases import CASES, LIMITS
from tests.meme_maker.exposed import exposed
from tests.meme_maker.playing import LABELS, SUFFIXES, firing, quiet
from tests.meme_maker.promtool import Expectation, Run, check_rules, outcome
from tests.meme_maker.series import Series, steady, step
from tests.meme_maker.world import HEALTHY, LATENCY, jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

RUNBOOKS = "https://memeit.pro/docs/runbooks"
in_each_environment = pytest.mark.parametrize("name", ENVIRONMENTS)


# --- the cases, played ------------------------------------------------------------------------------


@in_each_environment
@pytest.mark.parametrize("alert", CASES)
def test_alert_fires_when_it_should_and_only_then(
    alert: str, name: str, built: Built, tmp_path: Path
) -> None:
    """Pending until its time is over, then firing with exactly its labels; silent in all that is below."""
    assert alert in built.alerts(name)
    environment = built.environment(name)
    good, said = outcome(built.rule_files(name), environment, firing(CASES[alert], environment), tmp_path)
    assert good, said
    below = list(quiet(CASES[alert], environment))
    good, said = outcome(built.files_with(name, alert), environment, below, tmp_path)
    assert good, said


@in_each_environment
def test_nothing_but_the_watchdog_fires_in_good_health(name: str, built: Built, tmp_path: Path) -> None:
    """An hour in which nothing is wrong: no alert is ever firing or pending, and the watchdog is."""
    watchdog = "Watchdog" + SUFFIXES[name]
    others = Expectation(3600, f'count_over_time(ALERTS{{alertname!="{watchdog}"}}[1h])')
    run = Run("good health", HEALTHY, (others,))
    good, said = outcome(built.rule_files(name), built.environment(name), [run], tmp_path)
    assert good, said


# --- what people read -------------------------------------------------------------------------------


@pytest.mark.parametrize("alert", CASES)
def test_people_read_the_right_numbers_in_the_right_units(alert: str, built: Built, tmp_path: Path) -> None:
    """Summary and description of the firing alert, as production's receiver gets them."""
    environment = built.environment("prod")
    case = CASES[alert]
    fire = next(one for one in case.fires.values() if one.says)
    at = max(one.at for one in next(firing(case, environment)).expectations)
    expected = {
        "exp_labels": {"severity": case.severity, "environment": "production", **fire.labels},
        "exp_annotations": {"summary": fire.title, "description": fire.says},
    }
    test = {"eval_time": f"{at}s", "alertname": alert, "exp_alerts": [expected]}
    run = Run(
        alert,
        fire.make(HEALTHY, LIMITS["prod"]),
        (Expectation(at, "vector(1) > 1"),),
        (test,),
    )
    rules = _changed(built, "prod", tmp_path, _texts_only)
    good, said = outcome(rules, environment, [run], tmp_path)
    assert good, said


def _texts_only(rule: dict[str, Any]) -> dict[str, Any]:
    kept = {key: text for key, text in rule.get("annotations", {}).items() if not key.endswith("_url")}
    return {**rule, "annotations": kept} if "alert" in rule else rule


def _changed(
    built: Built, name: str, folder: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> list[Path]:
    """Write an environment's rule groups with every rule changed."""
    file = folder / "changed.yml"
    groups = [{**group, "rules": [change(rule) for rule in group["rules"]]} for group in built.groups(name)]
    file.write_text(yaml.safe_dump({"groups": groups}, width=10_000))
    return [file]


# --- nothing slips through --------------------------------------------------------------------------


@in_each_environment
def test_every_alert_of_the_built_files_has_a_case_and_every_case_an_alert(name: str, built: Built) -> None:
    """The tool passes a misspelled name with nothing expected of it, and says nothing of rules without a test."""
    assert set(built.alerts(name)) == set(CASES)
    assert all(case.fires for case in CASES.values())
    full = [rule["alert"] for rule in built.rules(name) if "alert" in rule]
    assert full == [alert.removesuffix(SUFFIXES[name]) + SUFFIXES[name] for alert in full]


def test_every_case_says_what_people_read() -> None:
    """No alert's texts are left untested."""
    assert [alert for alert, case in CASES.items() if not any(one.says for one in case.fires.values())] == []


@in_each_environment
def test_series_of_the_cases_are_ones_that_the_applications_expose(name: str, built: Built) -> None:
    """Names and labels of every input series, looked up again in the captured metrics as text."""
    known = exposed()
    environment = built.environment(name)
    for case in CASES.values():
        for run in (*firing(case, environment), *quiet(case, environment)):
            for one in run.world.input_series(environment, 0)[1]:
                metric, _, labels = one["series"].partition("{")
                assert metric in known, f"{run.name}: nobody exposes {metric}"
                used = set(re.findall(r'(\w+)="', labels))
                assert used <= known[metric] | {"job", "instance"}, f"{run.name}: {one['series']}"


@pytest.mark.parametrize(
    ("labels", "refusal"),
    [({"key": "memejobs_lost"}, "never has key="), ({"queue": "clips"}, "has no label queue")],
)
def test_a_series_that_nobody_exposes_cannot_be_written(labels: dict[str, str], refusal: str) -> None:
    """The plan's own queue metric would be such a series."""
    with pytest.raises(ValueError, match=refusal):
        Series(redis.redis_script_values, steady(1), labels)


@in_each_environment
def test_each_metric_that_an_alert_reads_has_an_alert_for_its_absence(name: str, built: Built) -> None:
    """Missing data must not look like health: every input has an absent twin."""
    recorded = {rule["record"]: rule["expr"] for rule in built.rules(name) if "record" in rule}
    read = {metric for rule in built.alerts(name).values() for metric in _inputs(rule["expr"], recorded)}
    twins = set(
        re.findall(r"absent\(([\w:]+)", " ".join(rule["expr"] for rule in built.alerts(name).values()))
    )
    twins |= {metric for record in twins & set(recorded) for metric in _inputs(record, recorded)}
    # One histogram: where the count is, the buckets are.
    twins.add("clip_job_latency_seconds_bucket")
    # Exists only when Alertmanagers are configured; that there are some is the other alert's question.
    twins.add("prometheus_notifications_errors_total")
    assert read - twins == set()


def _inputs(expression: str, recorded: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for metric in _metrics(expression):
        found |= _inputs(recorded[metric], recorded) if metric in recorded else {metric}
    return found


def _metrics(expression: str) -> set[str]:
    names: set[str] = set()

    def visit(node: object) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            names.add(str(node.name))

    promql_parser.walk(promql_parser.parse(expression), pre_visit=visit)
    return names


@in_each_environment
def test_ranges_and_waiting_times_outlast_failed_scrapes(name: str, built: Built) -> None:
    """A range holds at least four scrapes of the slowest job; an alert waits for two, and two evaluations."""
    environment = built.environment(name)
    for rule in built.rules(name):
        jobs_read = re.findall(r'job="([\w-]+)"', rule["expr"])
        slowest = max((milliseconds(environment.scrape_interval(job)) for job in jobs_read), default=0)
        for window in re.findall(r"\[(\w+)\]", rule["expr"]):
            assert milliseconds(window) >= 4 * slowest, rule
        if "alert" in rule and rule["labels"]["severity"] != "none":
            shortest = max(slowest, milliseconds(environment.prometheus.evaluation_interval))
            assert milliseconds(rule["for"]) >= 2 * shortest, rule


# --- what every alert carries -----------------------------------------------------------------------


@in_each_environment
def test_every_alert_carries_what_a_person_needs(name: str, built: Built) -> None:
    """Severity, environment, both texts, the runbook's section, and the panel that shows it."""
    for alert, rule in built.alerts(name).items():
        assert rule["labels"] == {"severity": CASES[alert].severity, "environment": LABELS[name]}
        annotations = rule["annotations"]
        assert annotations["summary"]
        assert annotations["description"].endswith(".")
        assert annotations["runbook_url"] == f"{RUNBOOKS}#{alert.lower()}"
        assert re.search(r"/d/meme-maker-[a-z]+\?viewPanel=\d+$", annotations["dashboard_url"]), alert


@in_each_environment
def test_the_plans_alerts_are_in_the_plans_groups_under_its_names(name: str, built: Built) -> None:
    """The group and its four alerts, with the durations of the plan's table."""
    group = next(one for one in built.groups(name) if one["name"] == f"meme_maker_{LABELS[name]}_alerts")
    found = {rule["alert"]: (rule["labels"]["severity"], rule["for"]) for rule in group["rules"]}
    suffix, high = SUFFIXES[name], {"dev": "2m", "staging": "5m", "prod": "5m"}[name]
    assert found == {
        f"QueueDepthHigh{suffix}": ("warning", high),
        f"QueueDepthCritical{suffix}": ("critical", "2m"),
        f"HighJobLatency{suffix}": ("warning", {"dev": "1m", "staging": "3m", "prod": "5m"}[name]),
        f"HighErrorRate{suffix}": ("critical", "2m"),
    }


@in_each_environment
def test_prometheus_accepts_every_rule_file(name: str, built: Built) -> None:
    """``promtool check rules`` finds as many rules as were built, and no fault."""
    said = check_rules(built.rule_files(name))
    counted = sum(int(count) for count in re.findall(r"(\d+) rules found", said))
    assert counted == len(list(built.rules(name)))


# --- the harness itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alert", "old", "new"),
    [
        ("QueueDepthHigh", "> 20", "> 21"),
        ("QueueDepthHigh", "> 20", ">= 20"),
        ("HighErrorRate", " and job:clip_jobs_finished:rate5m * 60 >= 1", ""),
        ("ContainerNearMemoryLimit", " > 0", ""),
        ("RedisDown", 'redis_up{job="redis"} == 0', 'up{job="redis"} == 0'),
        (
            "JobsStuck",
            "unless on () job:clip_jobs_finished:rate5m > 0",
            "and on () job:clip_jobs_finished:rate5m == 0",
        ),
        (
            "ContainerRestarting",
            " + count by (name) (present_over_time",
            " + 0 * count by (name) (present_over_time",
        ),
        ("DiskFilling", " < 0.05", " < -1"),
        ("BackendDown", ' or absent(up{job="meme-maker-backend"})', ""),
    ],
)
def test_a_broken_rule_fails_its_case(alert: str, old: str, new: str, built: Built, tmp_path: Path) -> None:
    """Each guard that a rule has is one that a case asks for: without it promtool fails."""
    assert old in built.alerts("prod")[alert]["expr"]

    def broken(rule: dict[str, Any]) -> dict[str, Any]:
        return {**rule, "expr": rule["expr"].replace(old, new)} if rule.get("alert") == alert else rule

    environment = built.environment("prod")
    runs = [*firing(CASES[alert], environment), *quiet(CASES[alert], environment)]
    good, said = outcome(_changed(built, "prod", tmp_path, broken), environment, runs, tmp_path)
    assert not good
    assert "FAILED" in said
    assert alert in said


def test_first_errors_need_more_than_increase(built: Built, tmp_path: Path) -> None:
    """A series born with its errors: ``increase`` shows none of them, the recorded rate all four."""
    world = HEALTHY.put(*jobs("error", {4: step(10, None, 4)}))
    plain = f'sum(increase({LATENCY.count.name}{{status="error"}}[5m]))'
    expected = (
        Expectation(630, plain, (("{}", 0.0),)),
        Expectation(630, "sum(job:clip_jobs_failed:rate5m) * 300", (("{}", 4.0),)),
        Expectation(600 + 330, "sum(job:clip_jobs_failed:rate5m) * 300", (("{}", 0.0),)),
    )
    environment = built.environment("prod")
    good, said = outcome(
        built.rule_files("prod"), environment, [Run("first errors", world, expected)], tmp_path
    )
    assert good, said
