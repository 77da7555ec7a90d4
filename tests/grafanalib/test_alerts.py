"""grafanalib's alerts come out in the shape that Grafana's file provisioning reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from grafanalib import core as g

from grafana_kit.errors import AuthorError
from grafana_kit.loading.grafanalib_files import load
from grafana_kit.render.grafanalib_alerts import alert_document, rule_groups

PROJECTS = Path(__file__).parents[1] / "grafanalib_projects"
UP = g.Target(refId="A", expr="up", datasource="Prometheus")


def _source(name: str) -> dict[str, str]:
    return {"type": "prometheus", "uid": name.lower()}


def _classic(ref_id: str = "B") -> Any:
    condition = g.AlertCondition(evaluator=g.GreaterThan(3), operator=g.OP_AND, reducerType=g.RTYPE_LAST)
    return g.AlertExpression(refId=ref_id, expression="A", conditions=[condition])


def _v9(title: str = "Down", **settings: Any) -> Any:
    return g.AlertRulev9(title=title, **{"triggers": [UP, _classic()], **settings})


def _groups(*rules: Any, **settings: Any) -> list[dict[str, Any]]:
    group = g.AlertGroup(name="Group", folder="Folder", rules=list(rules), **settings)
    return rule_groups(group, datasource=_source)


def _rule(rule: Any) -> dict[str, Any]:
    found: dict[str, Any] = _groups(rule)[0]["rules"][0]
    return found


def test_rule_keys_stand_at_the_rule() -> None:
    """Title, condition, data and states are where Grafana's reader looks for them."""
    rule = _rule(
        _v9(
            labels={"team": "a", "level": 3},
            annotations={"summary": "s"},
            dashboard_uid="dash",
            panel_id=7,
            noDataAlertState=g.ALERTRULE_STATE_DATA_NODATA,
            errorAlertState=g.ALERTRULE_STATE_DATA_ERROR,
            uid="my-uid",
            evaluateFor="10m",
        )
    )
    assert rule.pop("data")
    assert rule == {
        "uid": "my-uid",
        "title": "Down",
        "condition": "B",
        "for": "10m",
        "noDataState": "NoData",
        "execErrState": "Error",
        "labels": {"team": "a", "level": "3"},
        "annotations": {"summary": "s"},
        "isPaused": False,
        "dashboardUid": "dash",
        "panelId": 7,
    }


def test_group() -> None:
    """A group has its organisation, name, folder and interval."""
    group = _groups(_v9(), evaluateInterval="90s")[0]
    del group["rules"]
    assert group == {"orgId": 1, "name": "Group", "folder": "Folder", "interval": "1m30s"}


def test_query_names_its_data_source_by_uid() -> None:
    """A data source's name becomes its reference; noise of grafanalib's Target is left out."""
    query = _rule(_v9())["data"][0]
    assert query == {
        "refId": "A",
        "relativeTimeRange": {"from": 300, "to": 0},
        "datasourceUid": "prometheus",
        "model": {
            "refId": "A",
            "expr": "up",
            "format": "time_series",
            "instant": False,
            "range": True,
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "intervalMs": 1000,
            "maxDataPoints": 43200,
        },
    }


def test_data_source_given_as_a_reference() -> None:
    """A target that holds a reference keeps it."""
    target = g.Target(refId="A", expr="up", datasource={"type": "prometheus", "uid": "x"})
    assert _rule(_v9(triggers=[target, _classic()]))["data"][0]["datasourceUid"] == "x"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"expressionType": "math", "expression": "$A > 1"}, {"type": "math", "expression": "$A > 1"}),
        (
            {"expressionType": "reduce", "expression": "A", "reduceFunction": "max"},
            {"type": "reduce", "expression": "A", "reducer": "max"},
        ),
        (
            {"expressionType": "reduce", "expression": "A", "reduceMode": "dropNN"},
            {
                "type": "reduce",
                "expression": "A",
                "reducer": "mean",
                "settings": {"mode": "dropNN", "replaceWithValue": 0},
            },
        ),
        (
            {"expressionType": "resample", "expression": "A"},
            {
                "type": "resample",
                "expression": "A",
                "window": "10s",
                "downsampler": "mean",
                "upsampler": "fillna",
            },
        ),
    ],
)
def test_expressions_hold_what_their_kind_reads(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    """An expression is of the expression data source, and has the keys of its kind alone."""
    query = _rule(_v9(triggers=[UP, g.AlertExpression(refId="B", **settings)]))["data"][1]
    assert query["datasourceUid"] == "__expr__"
    common = {"refId": "B", "datasource": {"type": "__expr__", "uid": "__expr__"}}
    assert query["model"] == {**expected, **common, "intervalMs": 1000, "maxDataPoints": 43200}


def test_older_rules() -> None:
    """A rule for Grafana 8 becomes one for today: its conditions are a query of their own."""
    condition = g.AlertCondition(evaluator=g.LowerThan(1), operator=g.OP_OR, reducerType=g.RTYPE_AVG)
    rule = _rule(g.AlertRulev8(title="Old", triggers=[(UP, condition)], dashboard_uid="d", panel_id=2))
    assert rule["condition"] == "CONDITION"
    assert (rule["dashboardUid"], rule["panelId"]) == ("d", 2)
    last = rule["data"][1]
    assert last["relativeTimeRange"] == {"from": 0, "to": 0}
    assert last["model"]["conditions"][0]["query"] == {"params": ["A"]}
    assert "intervalSeconds" not in json.dumps(rule)


def test_uid_comes_from_the_names() -> None:
    """A rule without a uid has one that is the same in every build and differs between groups."""
    one, two = (rule_groups(g.AlertGroup(name=name, rules=[_v9("A rather long title " * 3)]), datasource=_source)
                for name in ("one", "two"))  # fmt: skip
    uids = [groups[0]["rules"][0]["uid"] for groups in (one, two)]
    assert uids[0] != uids[1]
    assert all(len(uid) <= 40 and uid.startswith("a-rather-long-title") for uid in uids)
    assert _rule(_v9("☃"))["uid"] == _rule(_v9("☃"))["uid"]


def test_files_of_the_sample_project() -> None:
    """A whole file loads and comes out as groups that Grafana's own schema of rules takes."""
    loaded, _ = load([PROJECTS / "shop/monitoring/checkout.alertgroup.py"])
    groups = rule_groups(loaded[0].document, datasource=_source)
    assert [(group["folder"], group["name"]) for group in groups] == [("Shop", "Checkout")]
    rule = groups[0]["rules"][0]
    assert (rule["noDataState"], rule["dashboardUid"], rule["panelId"]) == ("NoData", "checkout", 1)


@pytest.mark.parametrize("wrap", [lambda group: group, lambda group: [group], alert_document])
def test_what_is_accepted(wrap: Any) -> None:
    """A group, its JSON, a list of groups, and a file with groups give the same."""
    group = g.AlertGroup(name="Group", folder="Folder", rules=[_v9(dashboard_uid="d", panel_id=1)])
    expected = rule_groups(group, datasource=_source)
    assert rule_groups(wrap(group), datasource=_source) == expected
    assert rule_groups(wrap(g.AlertFileBasedProvisioning([group])), datasource=_source) == expected


def test_provisioning_json_stays_as_it_is() -> None:
    """Groups that are right already come back the same."""
    once = _groups(_v9(dashboard_uid="d", panel_id=1))
    assert rule_groups({"apiVersion": 1, "groups": once}, datasource=_source) == once


def test_default_data_source() -> None:
    """A target that names none is on the default data source where that is known, an error where not."""
    group = g.AlertGroup(name="g", rules=[_v9(triggers=[g.Target(refId="A", expr="up"), _classic()])])
    rule = rule_groups(group, datasource=_source)[0]["rules"][0]
    assert rule["data"][0]["datasourceUid"] == "default"
    with pytest.raises(AuthorError, match="names no data source"):
        rule_groups(group)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: _groups(_v9(condition="C")), "condition of the rule .* is C"),
        (lambda: _groups(_v9(""), _v9()), "a rule of alert group .* has no title"),
        (lambda: _groups(_v9("a", uid="same"), _v9("b", uid="same")), '"a" and "b" have one uid'),
        (lambda: _groups(_v9("a"), _v9("a")), '"a" and "a" have one uid'),
        (lambda: _groups(_v9(uid="no uid")), '"no uid" is no uid'),
        (lambda: _groups(_v9(uid="x" * 41)), "is no uid"),
        (lambda: _groups(_v9(), evaluateInterval="15s"), "evaluated every 15s"),
        (lambda: _groups(_v9(), evaluateInterval="0s"), "evaluated every 0s"),
        (lambda: _groups(_v9(), evaluateInterval="often"), "not a duration"),
        (lambda: rule_groups(g.AlertGroup(name="", rules=[])), "has no name"),
    ],
)
def test_what_grafana_would_refuse(make: Any, words: str) -> None:
    """What stops Grafana from starting is an error before anything is written."""
    with pytest.raises(AuthorError, match=words):
        make()


def test_interval_in_seconds() -> None:
    """A number of seconds, as Grafana's own interface has it, is a duration too."""
    assert rule_groups({"name": "g", "interval": 60, "rules": []})[0]["interval"] == "1m"


@pytest.mark.shared
def test_rules_fit_grafanas_own_schema(schemas: Any) -> None:
    """Each rule, with what the group gives it, is one of Grafana's alerting schema."""
    condition = g.AlertCondition(evaluator=g.GreaterThan(1), operator=g.OP_AND, reducerType=g.RTYPE_LAST)
    old = g.AlertRulev8(title="Old", triggers=[(UP, condition)])
    for rule in _groups(_v9(dashboard_uid="d", panel_id=1), old)[0]["rules"]:
        in_api = {key: item for key, item in rule.items() if key not in {"dashboardUid", "panelId"}}
        in_api |= {"folderUID": "f", "orgID": 1, "ruleGroup": "Group"}
        schemas.check_rule(in_api)
