from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

RULES = "/api/v1/provisioning/alert-rules"
GROUP = "/api/v1/provisioning/folder/f/rule-groups/g"
FREE = {"X-Disable-Provenance": "true"}


def rule(uid: str = "r", title: str = "R", **more: Any) -> dict[str, Any]:
    """A rule with one query and a threshold."""
    query = {"refId": "A", "relativeTimeRange": {"from": 600, "to": 0}, "datasourceUid": "p"}
    threshold = {"type": "threshold", "expression": "A", "conditions": [{"evaluator": {"type": "gt"}}]}
    return {
        "uid": uid,
        "orgID": 1,
        "folderUID": "f",
        "ruleGroup": "g",
        "title": title,
        "condition": "B",
        "data": [
            {**query, "model": {"refId": "A", "expr": "up"}},
            {"refId": "B", "datasourceUid": "__expr__", "model": threshold},
        ],
        "noDataState": "NoData",
        "execErrState": "Error",
        "for": "5m",
        **more,
    }


def group(*rules: dict[str, Any], interval: int = 60) -> dict[str, Any]:
    """A whole group."""
    return {"title": "g", "folderUid": "f", "interval": interval, "rules": list(rules)}


@pytest.fixture(autouse=True)
def _folder(request: pytest.FixtureRequest) -> None:
    for name in ("api", "old", "new"):
        if name in request.fixturenames:
            request.getfixturevalue(name).server.ui("create_folder", uid="f", title="F")


def _uids(api: Api) -> list[str]:
    return [item["uid"] for item in api("GET", GROUP).json()["rules"]]


def test_a_rule_can_be_made_read_changed_and_deleted(api: Api) -> None:
    """201, then the server's additions: id, updated, provenance, intervals in the models."""
    made = api("POST", RULES, rule(labels={"severity": "page"}))
    assert made.status_code == 201
    assert made.json()["provenance"] == "api"
    assert made.json()["data"][0]["model"]["intervalMs"] == 1000
    assert made.json()["data"][0]["model"]["maxDataPoints"] == 43200
    assert made.json()["data"][1]["queryType"] == ""
    assert api("GET", RULES).json() == [made.json()]
    assert api("PUT", RULES + "/r", rule(title="New")).json()["title"] == "New"
    assert api("GET", RULES + "/r").json()["title"] == "New"
    assert api("DELETE", RULES + "/r").status_code == 204
    assert api("DELETE", RULES + "/r").status_code == 204
    gone = api("GET", RULES + "/r")
    assert (gone.status_code, gone.content) == (404, b"")
    api.off_contract = True  # 404 is not listed for PUT
    put = api("PUT", RULES + "/r", rule())
    assert (put.status_code, put.content) == (404, b"")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [("300s", "5m"), ("1h30m", "1h30m"), ("60m", "1h"), ("24h", "1d"), ("36h", "36h"), ("0s", "0s")],
)
def test_durations_come_back_in_prometheus_spelling(api: Api, sent: str, stored: str) -> None:
    """What is compared must be compared as durations."""
    assert api("POST", RULES, rule(**{"for": sent})).json()["for"] == stored


def test_the_new_version_adds_fields_and_the_old_one_drops_them(old: Api, new: Api) -> None:
    """Fields that a version does not know are ignored, not refused."""
    sent = rule(keep_firing_for="2m")
    assert "keep_firing_for" not in old("POST", RULES, sent).json()
    made = new("POST", RULES, sent).json()
    assert made["keep_firing_for"] == "2m"
    assert (made["record"], made["notification_settings"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"uid": "a b"}, "UID contains invalid characters"),
        ({"uid": "a" * 41}, "UID is longer than 40 symbols"),
        ({"title": ""}, "title is empty"),
        ({"title": "t" * 191}, "name length should not be greater than 190"),
        ({"ruleGroup": ""}, "rule group name length"),
        ({"ruleGroup": "g" * 191}, "rule group name length"),
        ({"folderUID": "none"}, "folder does not exist"),
        ({"condition": "Z"}, "condition Z does not exist"),
        ({"data": []}, "no queries or expressions are found"),
        ({"noDataState": "Maybe"}, "unknown NoData state option Maybe"),
        ({"execErrState": "Maybe"}, "unknown Error state option Maybe"),
        ({"annotations": {"__panelId__": "1"}}, "both __dashboardUid__ and __panelId__"),
        ({"annotations": {"__dashboardUid__": "d"}}, "both __dashboardUid__ and __panelId__"),
        ({"orgID": 2}, "organization does not match"),
        ({"for": 300}, "bad request data"),
        ({"for": "soon"}, "bad request data"),
        ({"labels": {"n": 1}}, "bad request data"),
    ],
)
def test_bad_rules_are_refused_by_name(api: Api, changes: Any, text: str) -> None:
    """400 with the rule that was broken, in a rule and in a group, and nothing is stored."""
    api.off_contract = True
    status, said = error_of(api("POST", RULES, rule(**changes)))
    assert status == 400
    assert text in said
    if not {"folderUID", "ruleGroup"} & set(changes):
        assert error_of(api("PUT", GROUP, group(rule(**changes)))) == (status, said)
    assert api.server.contents()["rules"] == {}


def test_bad_queries_are_refused(api: Api) -> None:
    """A window that ends before it begins, a refId twice, a threshold without its one condition."""
    wrong = rule()
    wrong["data"][0]["relativeTimeRange"] = {"from": 0, "to": 0}
    assert "invalid relative time range" in error_of(api("POST", RULES, wrong))[1]
    wrong = rule()
    wrong["data"][0]["refId"] = "B"
    assert "more than once" in error_of(api("POST", RULES, wrong))[1]
    wrong = rule()
    wrong["data"][1]["model"]["conditions"] = []
    assert "exactly one condition" in error_of(api("POST", RULES, wrong))[1]


def test_the_old_version_knows_fewer_thresholds_and_states(old: Api, new: Api) -> None:
    """``gte`` and KeepLast came later."""
    old.off_contract = new.off_contract = True  # KeepLast is missing from the descriptions
    sent = rule(noDataState="KeepLast")
    assert old("POST", RULES, sent).status_code == 400
    assert new("POST", RULES, sent).status_code == 201
    sent = rule("s", "S")
    sent["data"][1]["model"]["conditions"][0]["evaluator"]["type"] = "gte"
    assert old("POST", RULES, sent).status_code == 400
    assert new("POST", RULES, sent).status_code == 201


def test_a_rule_made_alone_takes_its_groups_interval(api: Api) -> None:
    """A minute for a new group, the group's own otherwise."""
    api("POST", RULES, rule("a", "A"))
    assert api("GET", GROUP).json()["interval"] == 60
    api("PUT", GROUP, {"title": "g", "folderUid": "f", "interval": 120})
    api("POST", RULES, rule("b", "B"))
    assert (api("GET", GROUP).json()["interval"], _uids(api)) == (120, ["a", "b"])


def test_the_old_version_refuses_new_uids_in_a_group(old: Api, new: Api) -> None:
    """Before 11.5.2 rules must be made one by one; without a uid they may be new."""
    old.off_contract = True  # 500 is not listed
    status, text = error_of(old("PUT", GROUP, group(rule())))
    assert (status, "could not find alert rule" in text) == (500, True)
    without = rule()
    del without["uid"]
    assert old("PUT", GROUP, group(without)).status_code == 200
    assert new("PUT", GROUP, group(rule())).json()["rules"][0]["uid"] == "r"


def test_a_group_is_replaced_whole(api: Api) -> None:
    """Rules that are not listed are deleted, the order is that of the list."""
    for uid in "abc":
        api("POST", RULES, rule(uid, uid.upper()))
    api("PUT", GROUP, group(rule("c", "C"), rule("a", "A"), interval=30))
    assert _uids(api) == ["c", "a"]
    assert api("GET", GROUP).json()["interval"] == 30
    assert api("GET", RULES + "/b").status_code == 404


def test_a_group_without_rules_changes_the_interval_only(api: Api) -> None:
    """The key missing is not the same as an empty list."""
    api("POST", RULES, rule())
    api("PUT", GROUP, {"title": "g", "folderUid": "f", "interval": 300})
    assert (_uids(api), api("GET", GROUP).json()["interval"]) == (["r"], 300)


def test_an_empty_list_may_mean_either(api: Api) -> None:
    """Documentation and source disagree, so both can be had."""
    for deletes in (False, True):
        api.server.set(empty_rules_delete=deletes)
        api("POST", RULES, rule())
        api("PUT", GROUP, group())
        assert api("GET", GROUP).status_code == (404 if deletes else 200)


@pytest.mark.parametrize("interval", [0, 15, -10, None])
def test_an_interval_must_be_a_multiple_of_ten_seconds(api: Api, interval: int | None) -> None:
    """The scheduler ticks every ten seconds."""
    status, text = error_of(
        api("PUT", GROUP, {**group(), "interval": interval} if interval else group(interval=0))
    )
    assert (status, "divided exactly by scheduler interval: 10" in text) == (400, True)


def test_a_refused_group_changes_nothing(api: Api) -> None:
    """One bad rule refuses all."""
    api.off_contract = True
    api("POST", RULES, rule("a", "A"))
    before = api.server.dump()
    assert api("PUT", GROUP, group(rule("a", "Changed"), rule("", "Bad", condition="Z"))).status_code == 400
    assert api.server.dump() == before


def test_a_uid_is_unique_in_the_organisation(old: Api, new: Api) -> None:
    """Not per folder: naming another group's rule takes it from there."""
    for api, status in ((old, 500), (new, 400)):
        api.server.ui("create_folder", uid="h", title="H")
        api("POST", RULES, rule())
        assert api("POST", RULES, rule(folderUID="h", title="Other")).status_code == status
        api("PUT", "/api/v1/provisioning/folder/h/rule-groups/other", group(rule()))
        assert api("GET", GROUP).status_code == 404
        assert api("GET", RULES + "/r").json()["folderUID"] == "h"


def test_titles_are_unique_in_a_folder_on_the_old_version(old: Api, new: Api) -> None:
    """The database says so, with a 500."""
    old.off_contract = True
    for api in (old, new):
        api("POST", RULES, rule("a", "Same"))
    assert old("POST", RULES, rule("b", "Same", ruleGroup="other")).status_code == 500
    assert new("POST", RULES, rule("b", "Same", ruleGroup="other")).status_code == 201


def test_provenance_must_stay_what_it_is(old: Api, new: Api) -> None:
    """What was written as api cannot be written without: a plain 500 before 11, a 409 with an id after."""
    for api, status in ((old, 500), (new, 409)):
        api.off_contract = True
        api("POST", RULES, rule())
        for answer in (
            api("PUT", RULES + "/r", rule(), headers=FREE),
            api("DELETE", RULES + "/r", headers=FREE),
            api("PUT", GROUP, group(rule()), headers=FREE),
            api("PUT", GROUP, {"title": "g", "interval": 30}, headers=FREE),
        ):
            assert answer.status_code == status
        assert api("GET", RULES + "/r").json()["provenance"] == "api"
    assert "needs 'api'" in error_of(old("PUT", RULES + "/r", rule(), headers=FREE))[1]
    answer = new("PUT", RULES + "/r", rule(), headers=FREE)
    assert answer.json()["messageId"] == "alerting.provenanceMismatch"


def test_what_has_no_provenance_may_get_one(api: Api) -> None:
    """From none to api, never back; a file's cannot be changed at all."""
    made = api("POST", RULES, rule(), headers=FREE).json()
    assert "provenance" not in made
    assert api("PUT", RULES + "/r", rule()).json()["provenance"] == "api"
    api.server.ui("set_rule_provenance", uid="r", provenance="file")
    api.off_contract = True
    assert api("PUT", RULES + "/r", rule()).status_code in {409, 500}


def test_the_old_version_rewrites_unchanged_rules(old: Api, new: Api) -> None:
    """An identical group PUT touches ``updated`` on 10.2 only."""
    for api in (old, new):
        api("POST", RULES, rule())
        api.server.ui("edit_rule", uid="r", changes={}, anyway=True, at="2020-01-01T00:00:00Z")
        stored = api("GET", GROUP).json()
        api("PUT", GROUP, stored)
        rewritten = api("GET", RULES + "/r").json()["updated"] != "2020-01-01T00:00:00Z"
        assert rewritten is (api is old)


def test_only_newer_versions_delete_a_whole_group(old: Api, new: Api) -> None:
    """10.2 has no such route."""
    for api in (old, new):
        api("POST", RULES, rule())
    old.off_contract = True
    assert error_of(old("DELETE", GROUP)) == (404, "Not found")
    assert new("DELETE", GROUP).status_code == 204
    assert new("DELETE", GROUP).status_code == 404


def test_a_groups_name_is_decoded(api: Api) -> None:
    """A slash and a space in the name arrive as they were meant."""
    path = "/api/v1/provisioning/folder/f/rule-groups/a%2Fb%20c"
    api("POST", RULES, rule(ruleGroup="a/b c"))
    assert api("GET", path).json()["title"] == "a/b c"


def test_the_export_is_the_file_format(api: Api) -> None:
    """YAML by default, the folder by its title, the interval as a duration."""
    panel = {"__dashboardUid__": "d", "__panelId__": "4"}
    api("POST", RULES, rule(annotations=panel))
    exported = yaml.safe_load(api("GET", GROUP + "/export").text)
    (one,) = exported["groups"]
    assert (exported["apiVersion"], one["folder"], one["interval"]) == (1, "F", "1m")
    assert (one["rules"][0]["dashboardUid"], one["rules"][0]["panelId"]) == ("d", 4)
    assert "ruleGroup" not in one["rules"][0]
    for path in (RULES + "/export?format=json&folderUid=f", RULES + "/r/export?format=json"):
        assert api("GET", path).json()["groups"] == exported["groups"]
    assert api("GET", RULES + "/none/export").status_code == 404


def test_rules_are_listed_as_prometheus_lists_them(api: Api) -> None:
    """For those who read them that way; nothing is evaluated."""
    api("POST", RULES, rule())
    api.off_contract = True  # not in the lists of operations
    listed = api("GET", "/api/prometheus/grafana/api/v1/rules").json()
    (one,) = listed["data"]["groups"]
    assert (one["name"], one["file"], one["rules"][0]["name"]) == ("g", "F", "R")
