"""Rules of both engines: names, labels, durations, templates, and what Prometheus and Grafana refuse."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from attrs import evolve

from grafana_kit import Alert, Record, panels, promql, row
from grafana_kit.errors import AuthorError
from grafana_kit.metrics import Counter, Gauge
from grafana_kit.model.environment import Environment, Grafana, Prometheus
from grafana_kit.model.resource import Group
from grafana_kit.render.grafana_rules import (
    SHADOW_LABEL,
    expandable,
    shadow_resources,
    shadow_routing,
    template,
)
from grafana_kit.render.provisioning import files, rule_uids
from tests.author.builders import ENVIRONMENT, board, bundle, environment, good_bundle, group

UP = Gauge("up", labels={})
REQUESTS = Counter("http_requests_total", job="api", labels={"status": ("2xx", "5xx")})
LOAD = Gauge("node_load1", job="node")


def alert(name: str = "Down", **changes: Any) -> Alert:
    """Return an alert, with all that an alert needs."""
    settings: dict[str, Any] = {
        "when": UP == 0, "severity": "critical", "summary": "down", "description": "Down.", **changes
    }  # fmt: skip
    return Alert(name, **settings)


def prometheus_rules(
    *rules: Alert | Record, env: Environment = ENVIRONMENT, **settings: Any
) -> list[dict[str, Any]]:
    """Return rules as Prometheus gets them."""
    made = good_bundle(groups=[group(*rules, **settings)], env=env)
    body: list[dict[str, Any]] = made.of_kind("prometheus-rules")[0].body["rules"]
    return body


def grafana_rule(one: Alert, env: Environment) -> dict[str, Any]:
    """Return an alert as Grafana gets it."""
    made = good_bundle(groups=[group(one)], env=env)
    rule: dict[str, Any] = made.of_kind("grafana-rules")[0].body["rules"][0]
    return rule


def error_of(*groups: Group, env: Environment = ENVIRONMENT) -> AuthorError:
    """Return the one error of rules that cannot be rendered."""
    _, errors = bundle(groups=groups, env=env)
    assert len(errors) == 1
    assert isinstance(errors[0], AuthorError)
    return errors[0]


# --- names, labels, annotations ---------------------------------------------------------------------


def test_labels_come_from_environment_group_and_alert() -> None:
    """The nearest to the alert wins, and the severity always."""
    env = evolve(ENVIRONMENT, alert_suffix="_Dev", labels={"environment": "dev", "team": "a", "kind": "env"})
    one = alert(labels={"team": "c", "severity": "mine"})
    (rule,) = prometheus_rules(one, env=env, labels={"team": "b", "kind": "group"})
    assert rule["alert"] == "Down_Dev"
    assert rule["labels"] == {"environment": "dev", "kind": "group", "severity": "critical", "team": "c"}
    assert list(rule["labels"]) == sorted(rule["labels"])


def test_a_rule_has_what_it_says_and_nothing_else() -> None:
    """No empty ``for``; the author's own annotations beside the usual ones."""
    (rule,) = prometheus_rules(alert(annotations={"impact": "all", "summary": "other"}))
    assert rule == {
        "alert": "Down",
        "expr": "up == 0",
        "labels": {"environment": "dev", "severity": "critical"},
        "annotations": {"summary": "other", "description": "Down.", "impact": "all"},
    }
    (later,) = prometheus_rules(alert(for_="5m", keep_firing_for="10m"))
    assert (later["for"], later["keep_firing_for"]) == ("5m", "10m")


def test_a_recording_rule_is_its_expression() -> None:
    """With labels where it has some."""
    rules = prometheus_rules(
        Record("job:up:sum", UP.sum("job")), Record("up:all", "sum(up)", labels={"a": "b"})
    )
    assert rules == [
        {"record": "job:up:sum", "expr": "sum by (job) (up)"},
        {"record": "up:all", "expr": "sum(up)", "labels": {"a": "b"}},
    ]


@pytest.mark.parametrize(
    ("runbooks", "given", "url"),
    [
        ("https://x.org/runbooks", None, "https://x.org/runbooks#down"),
        ("https://x.org/runbooks", "https://y.org", "https://y.org"),
        (None, "https://y.org", "https://y.org"),
        (None, None, None),
    ],
)
def test_an_alert_links_its_runbook(runbooks: str | None, given: str | None, url: str | None) -> None:
    """Its own, or the section of the environment's that has its name."""
    (rule,) = prometheus_rules(alert(runbook=given), env=evolve(ENVIRONMENT, runbooks=runbooks))
    assert rule["annotations"].get("runbook_url") == url


def test_a_group_has_its_interval_and_name() -> None:
    """Its own, or the environment's; the environment's label stands in its name."""
    env = evolve(ENVIRONMENT, labels={"environment": "production"})
    made = good_bundle(
        groups=[group(alert(), name="shop {environment}"), group(alert("B"), name="b", every="2m")], env=env
    )
    assert [(one.title, one.body["interval"]) for one in made.of_kind("prometheus-rules")] == [
        ("b", "2m"),
        ("shop production", "1m"),
    ]
    plain = evolve(ENVIRONMENT, labels={})
    assert (
        good_bundle(groups=[group(alert(), name="{environment}")], env=plain)
        .of_kind("prometheus-rules")[0]
        .title
        == "dev"
    )


# --- links to panels --------------------------------------------------------------------------------


def test_an_alert_links_its_panel() -> None:
    """By the panel's id, which the title decides; in Grafana beside the rule's state."""
    shown = board(row("Now", panels.stat("Up", UP), collapsed=True), uid="up")
    env = evolve(environment(engine="both"), grafana=Grafana(url="https://x.org/grafana/"))
    made = good_bundle(boards=[shown], groups=[group(alert(panel=shown.definition.panel("Up")))], env=env)
    number = made.of_kind("dashboard")[0].body["panels"][0]["panels"][0]["id"]
    (rule,) = made.of_kind("prometheus-rules")[0].body["rules"]
    assert rule["annotations"]["dashboard_url"] == f"https://x.org/grafana/d/up?viewPanel={number}"
    (managed,) = made.of_kind("grafana-rules")[0].body["rules"]
    assert (managed["dashboardUid"], managed["panelId"]) == ("up", number)
    assert type(managed["panelId"]) is int


def test_without_an_address_there_is_no_link() -> None:
    """A link that begins with a slash leads nowhere from a message."""
    shown = board(panels.stat("Up", UP), uid="up")
    made = good_bundle(boards=[shown], groups=[group(alert(panel=shown.definition.panel("Up")))])
    assert "dashboard_url" not in made.of_kind("prometheus-rules")[0].body["rules"][0]["annotations"]


def test_a_panel_that_does_not_exist_is_refused() -> None:
    """With the nearest of the dashboard, or of the dashboards."""
    shown = board(panels.stat("Up", UP), uid="up")
    _, errors = bundle(
        boards=[shown],
        groups=[
            group(alert("A", panel=shown.definition.panel("Upp"))),
            group(alert("B", panel=evolve(shown.definition, uid="upp").panel("Up"))),
        ],
    )
    assert [(error.summary, error.hint) for error in errors] == [
        ('A points at the panel "Upp", which the dashboard up does not have', 'did you mean "Up"?'),
        ("B points at the dashboard upp, which this environment does not have", 'did you mean "up"?'),
    ]
    assert all("test_rules.py" in error.where for error in errors)


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "summary"),
    [
        (alert(severity="fatal"), 'Down has the severity "fatal"'),
        (alert(for_="soon"), '"soon" is not a duration'),
        (alert(keep_firing_for="long"), '"long" is not a duration'),
        (alert(when=REQUESTS > 5), "http_requests_total is a counter: its bare value only grows"),
        (alert(when='up{job="$job"} == 0'), '"$job" in a rule: rules have no dashboard variables'),
        (alert(" "), "a rule without a name"),
        (alert(labels={"a-b": "c"}), 'Down has the label or annotation "a-b"'),
        (alert(annotations={"with space": "c"}), 'Down has the label or annotation "with space"'),
        (alert(labels={"team": 5}), "team of Down is 5, not text"),
        (alert(summary=None), "summary of Down is None, not text"),
        (
            alert(when=promql.selector(5) > 1),  # type: ignore[arg-type]
            "a rule cannot be written: expected string or bytes-like object, got 'int'",
        ),
        (Record("with space", "up"), '"with space" cannot be the name of a recorded series'),
        (Record("", "up"), "a rule without a name"),
        (Record("a:b", "up", labels={"with.dot": "x"}), 'a:b has the label or annotation "with.dot"'),
    ],
)
def test_a_wrong_rule_is_refused_at_its_line(rule: Alert | Record, summary: str) -> None:
    """Prometheus would refuse the whole file, or a rule that can never fire."""
    error = error_of(group(rule))
    assert error.summary == summary
    assert error.where == str(rule.source)
    assert rule.source.path == __file__


def test_a_wrong_interval_is_refused_at_the_groups_line() -> None:
    """For both engines; Grafana wants multiples of ten seconds."""
    for env in (ENVIRONMENT, environment(engine="grafana")):
        error = error_of(group(alert(), every="often"), env=env)
        assert error.summary == '"often" is not a duration'
        assert "builders.py" in error.where
    grafana = environment(engine="grafana")
    for every in ("15s", "0s"):
        error = error_of(group(alert(), every=every), env=grafana)
        assert error.summary == f'the group "shop" is evaluated every {every}'
        assert "multiples of 10s" in error.hint
    assert good_bundle(groups=[group(alert(), every="1m30s")], env=grafana)


def test_a_group_needs_a_name() -> None:
    """An empty one would be a file without a name, and a folder that is no text would be none."""
    with pytest.raises(AuthorError, match="folder is 5, not text"):
        group(alert(), folder=5)  # type: ignore[arg-type]
    assert error_of(group(alert(), name=" ")).summary == "a rule group without a name"


def test_two_rules_of_one_name_in_a_group_are_refused_with_both_places() -> None:
    """Which of the two fires, nobody could tell."""
    first, second = alert(), alert(when=UP > 1)
    error = error_of(group(first, second))
    assert error.summary == 'two rules are called "Down"'
    assert error.where == str(second.source)
    assert error.details == (f"and at {first.source}",)


def test_a_series_may_be_recorded_once_per_label_set() -> None:
    """Twice under the same labels would be two values at one time."""
    one, two = Record("a:b", "up", labels={"kind": "one"}), Record("a:b", "up > 1", labels={"kind": "two"})
    assert len(prometheus_rules(one, two)) == 2
    assert (
        error_of(group(one, Record("a:b", "up == 1", labels={"kind": "one"}))).summary
        == 'two rules are called "a:b"'
    )


def test_a_recorded_series_that_nobody_records_is_refused() -> None:
    """Once, however often it is used; the place is where it is defined."""
    used = Record("job:up:sum", UP.sum("job"))
    _, errors = bundle(
        boards=[board(panels.stat("Up", used), panels.stat("Again", used + 1))],
        groups=[group(alert(when=promql.avg_over_time(used, "1h") < 1))],
    )
    assert [error.summary for error in errors] == [
        "job:up:sum is used, but no rule group of this environment records it"
    ]
    assert errors[0].where == str(used.source)
    assert good_bundle(boards=[board(panels.stat("Up", used))], groups=[group(used)])


# --- windows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jobs", "window"),
    [
        ({}, "1m"),
        ({"api": "5s"}, "1m"),
        ({"api": "30s"}, "2m"),
        ({"api": "20s"}, "2m"),
        ({"node": "1m"}, "1m"),
    ],
)
def test_a_rule_looks_at_four_scrapes_of_its_job(jobs: dict[str, str], window: str) -> None:
    """In whole minutes; what another job does is no matter."""
    env = evolve(
        ENVIRONMENT, prometheus=Prometheus(scrape_interval="15s", evaluation_interval="1m", jobs=jobs)
    )
    (rule,) = prometheus_rules(alert(when=REQUESTS.per_second() > 1), env=env)
    assert rule["expr"] == f'rate(http_requests_total{{job="api"}}[{window}]) > 1'


# --- recorded series --------------------------------------------------------------------------------


def test_where_nothing_is_recorded_the_expression_itself_is_evaluated() -> None:
    """Grafana alone has no recording rules of ours."""
    ratio = Record("job:ratio", promql.ratio(REQUESTS.where(status="5xx"), REQUESTS, over="5m"))
    grafana = environment(engine="grafana")
    expression = grafana_rule(alert(when=ratio > 0.05), grafana)["data"][0]["model"]["expr"]
    assert expression == (
        '(sum(rate(http_requests_total{job="api",status="5xx"}[5m])) / sum(rate(http_requests_total{job="api"}[5m])))'
        " > 0.05"
    )
    made = good_bundle(groups=[group(ratio)], env=grafana)
    assert [one.kind for one in made.resources] == []


@pytest.mark.parametrize("change", [{"job": "x"}, {"kind": None}, {"kind": "b"}])
def test_a_narrowed_record_cannot_be_written_out(change: dict[str, str | None]) -> None:
    """The expression knows nothing of the labels of the recorded series."""
    narrowed = Record("a:b", UP.sum("job"), labels={"kind": "a"}).where(**change)
    error = error_of(group(alert(when=narrowed > 1)), env=environment(engine="grafana"))
    assert error.summary.startswith("a:b is narrowed or shifted")


# --- Grafana ----------------------------------------------------------------------------------------


def test_grafana_evaluates_what_prometheus_would() -> None:
    """Every series of the result fires, whatever its value; no data is good."""
    rule = grafana_rule(alert(for_="5m"), environment(engine="grafana"))
    query, math, threshold = rule["data"]
    assert rule["condition"] == threshold["refId"] == "threshold"
    assert (rule["noDataState"], rule["execErrState"], rule["for"]) == ("OK", "Error", "5m")
    assert query["model"]["instant"] is True
    assert query["model"]["expr"] == "up == 0"
    assert query["relativeTimeRange"] == {"from": 600, "to": 0}
    assert math["model"]["expression"] == "is_number($query) || is_nan($query) || is_inf($query)"
    assert threshold["model"]["conditions"] == [{"evaluator": {"type": "gt", "params": [0]}}]
    assert [step["refId"] for step in rule["data"]] == [step["model"]["refId"] for step in rule["data"]]


@pytest.mark.parametrize(
    ("version", "there"), [("10.2.3", False), ("11.6", False), ("12.0", True), ("13.0", True)]
)
def test_grafana_gets_only_the_keys_that_its_version_knows(version: str, there: bool) -> None:  # noqa: FBT001
    """An unknown key in a provisioning file may keep Grafana from starting."""
    rule = grafana_rule(alert(), environment(version, engine="grafana"))
    assert ("missing_series_evals_to_resolve" in rule) is there
    kept = alert(keep_firing_for="5m")
    if there:
        assert grafana_rule(kept, environment(version, engine="grafana"))["keepFiringFor"] == "5m"
    else:
        error = error_of(group(kept), env=environment(version, engine="grafana"))
        assert error.summary == f"Down keeps firing, which Grafana {version} cannot do"
        assert "keepFiringFor" not in grafana_rule(kept, environment(version, engine="both"))


@pytest.mark.parametrize(("version", "routed"), [("10.4", "policy"), ("11.0", "rule"), ("13.0", "rule")])
def test_a_shadow_notifies_nobody(version: str, routed: str) -> None:
    """Newer Grafana routes by rule, 10.x by the policy; both end at a muted receiver."""
    env = environment(version, engine="both")
    rule = grafana_rule(alert(), env)
    assert rule["labels"][SHADOW_LABEL] == "true"
    routing = shadow_routing(env)
    (receiver,) = [one["name"] for one in routing["contactPoints"]]
    (mute,) = [one["name"] for one in routing["muteTimes"]]
    if routed == "rule":
        assert rule["notification_settings"] == {"receiver": receiver, "mute_time_intervals": [mute]}
        assert "policies" not in routing
    else:
        (route,) = routing["policies"][0]["routes"]
        assert (route["receiver"], route["mute_time_intervals"]) == (receiver, [mute])
        assert route["object_matchers"] == [[SHADOW_LABEL, "=", "true"]]
        assert "notification_settings" not in rule
    kinds = [one.kind for one in shadow_resources(env)]
    assert kinds == ["contact-point", "mute-timing", *(["notification-route"] if routed == "policy" else [])]


def test_only_a_shadow_has_the_label_of_one() -> None:
    """Grafana that notifies is no shadow."""
    assert SHADOW_LABEL not in grafana_rule(alert(), environment(engine="grafana"))["labels"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{{ $value }} of {{ $labels.job }}", "{{ $values.query.Value }} of {{ $labels.job }}"),
        ("{{$value|humanize}}", "{{$values.query.Value|humanize}}"),
        ("{{ .Value }} {{ .Labels.job }}", "{{ .Values.query.Value }} {{ .Labels.job }}"),
        ('{{ printf "%.2f" $value }}', '{{ printf "%.2f" $values.query.Value }}'),
        ("{{ if gt $value 5.0 }}{{ $value }}{{ end }}", "{{ if gt $values.query.Value 5.0 }}{{ $values.query.Value }}{{ end }}"),
        ("{{ $values.query.Value }} {{ $valued }}", "{{ $values.query.Value }} {{ $valued }}"),
        ("{{ $x.Value }} {{ (index . 0).Value }} {{ x.Value }}", "{{ $x.Value }} {{ (index . 0).Value }} {{ x.Value }}"),
        ("$value and .Value are text", "$value and .Value are text"),
        ("{{\n  $value\n}}", "{{\n  $values.query.Value\n}}"),
    ],
)  # fmt: skip
def test_the_value_is_the_querys_in_grafana(text: str, written: str) -> None:
    """``$value`` there is a text about every query of the rule."""
    assert template(text) == written


def test_dollars_are_doubled_where_grafana_expands_them_and_nowhere_else() -> None:
    """Provisioning replaces ``$NAME`` in names and labels, not in annotations and queries."""
    one = alert(
        "Costs$5", when='up{job=~"a$"} == 0', labels={"price": "$5", "value": "{{ $value }} {{ $labels.a }}"},
        summary="costs $5: {{ $value }}",
    )  # fmt: skip
    env = environment(engine="grafana")
    body = (
        good_bundle(groups=[group(one, name="a$b", folder="c$d")], env=env).of_kind("grafana-rules")[0].body
    )
    (rule,) = body["rules"]
    assert (body["name"], body["folder"], rule["title"]) == ("a$$b", "c$$d", "Costs$$5")
    assert rule["labels"]["price"] == "$$5"
    assert rule["labels"]["value"] == "{{ $$values.query.Value }} {{ $$labels.a }}"
    assert rule["annotations"]["summary"] == "costs $5: {{ $values.query.Value }}"
    assert rule["data"][0]["model"]["expr"] == 'up{job=~"a$"} == 0'
    assert expandable("$$") == "$$$$"


def test_a_rule_keeps_its_uid() -> None:
    """From the project's name and its own, at most 40 characters, different for different names."""
    env = environment(engine="grafana")
    names = ("Down", "Down_Dev", "A" * 100 + "1", "A" * 100 + "2", "Ünïcode", "日本")
    made = good_bundle(groups=[group(*(alert(name) for name in names))], env=env)
    uids = [rule["uid"] for rule in made.of_kind("grafana-rules")[0].body["rules"]]
    assert uids[:2] == ["shop-down", "shop-down_dev"]
    assert len(set(uids)) == len(names)
    assert all(0 < len(uid) <= 40 and uid.isascii() for uid in uids)
    assert rule_uids(made) == set(uids)


# --- files ------------------------------------------------------------------------------------------


def provisioned(env: Environment, tombstones: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the content of every YAML file of an environment with one alert."""
    made = good_bundle(boards=[board(panels.stat("Up", UP))], groups=[group(alert())], env=env)
    return {
        one.path: yaml.safe_load(one.content)
        for one in files(made, tombstones)
        if one.path.endswith(("yml", "yaml"))
    }


@pytest.mark.parametrize(
    ("engine", "paths"),
    [
        ("prometheus", ["prometheus/dev/rules/shop.yml"]),
        ("grafana", ["grafana/dev/provisioning/alerting/shop-shop.yaml"]),
        (
            "both",
            [
                "grafana/dev/provisioning/alerting/shadow.yaml",
                "grafana/dev/provisioning/alerting/shop-shop.yaml",
                "prometheus/dev/rules/shop.yml",
            ],
        ),
    ],
)
def test_each_engine_has_its_files(engine: Any, paths: list[str]) -> None:
    """And only these."""
    rules = [
        path for path in provisioned(environment(engine=engine)) if "alerting" in path or "rules" in path
    ]
    assert sorted(rules) == paths


def test_rules_alone_need_no_provider_of_dashboards() -> None:
    """Grafana would complain about its empty folder."""
    made = good_bundle(groups=[group(alert())], env=environment(engine="grafana"))
    assert [one.path for one in files(made)] == ["grafana/dev/provisioning/alerting/shop-shop.yaml"]


def test_rules_that_are_written_as_given_stand_apart() -> None:
    """As grafanalib writes them, they would keep Grafana from starting."""
    made = good_bundle(groups=[group(alert())], env=environment(engine="grafana"))
    given = [
        evolve(one, content=b"{}", uid="as-is") if one.kind == "grafana-rules" else one
        for one in made.resources
    ]
    assert [(one.path, one.content) for one in files(evolve(made, resources=tuple(given)))] == [
        ("grafana/dev/alertgroups/shop/as-is.json", b"{}")
    ]


def test_rules_that_are_gone_are_deleted_in_grafana() -> None:
    """A rule that only vanishes from the files would stay."""
    there = provisioned(environment(engine="prometheus"), ("b-rule", "a-rule"))
    assert there["grafana/dev/provisioning/alerting/deleted-rules.yaml"] == {
        "apiVersion": 1,
        "deleteRules": [{"orgId": 1, "uid": "a-rule"}, {"orgId": 1, "uid": "b-rule"}],
    }


def test_every_folder_of_dashboards_has_a_provider() -> None:
    """With a uid of its own, so that all replicas of Grafana have the same."""
    providers = provisioned(environment())["grafana/dev/provisioning/dashboards/dashboards.yaml"]["providers"]
    assert [(one["folder"], one["options"]["path"]) for one in providers] == [
        ("Shop", "/var/lib/grafana/dashboards/shop")
    ]
    assert providers[0]["folderUid"]
    assert providers[0]["allowUiUpdates"] is False


def test_the_data_source_knows_the_longest_scrape_interval() -> None:
    """``$__rate_interval`` is at least four of these: no rate of any job is empty."""
    prometheus = Prometheus(
        url="http://prometheus:9090/a$b", scrape_interval="15s", jobs={"slow": "1m", "fast": "5s"}
    )
    (source,) = provisioned(evolve(environment(), prometheus=prometheus))[
        "grafana/dev/provisioning/datasources/datasources.yaml"
    ]["datasources"]
    assert source["jsonData"]["timeInterval"] == "1m"
    assert source["url"] == "http://prometheus:9090/a$$b"
    assert (source["uid"], source["type"], source["isDefault"]) == ("prometheus", "prometheus", True)


def test_without_an_address_there_is_no_data_source() -> None:
    """It is made elsewhere then, and only referred to."""
    assert not [path for path in provisioned(environment()) if "datasources" in path]


def test_another_kind_of_data_source_has_no_settings_of_prometheus() -> None:
    """Only its address."""
    grafana = Grafana()
    source = evolve(grafana.datasource, type="mimir", url="http://mimir")
    env = evolve(environment(), grafana=evolve(grafana, datasource=source))
    (made,) = provisioned(env)["grafana/dev/provisioning/datasources/datasources.yaml"]["datasources"]
    assert "jsonData" not in made
    assert made["url"] == "http://mimir"
