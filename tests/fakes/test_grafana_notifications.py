from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

BASE = "/api/v1/provisioning"
FREE = {"X-Disable-Provenance": "true"}
SLACK = {"uid": "s", "name": "team", "type": "slack", "settings": {"url": "https://example.org/secret"}}


def test_secrets_of_contact_points_do_not_come_back(api: Api) -> None:
    """They are hidden, and a hidden value that is sent back leaves the secret as it is."""
    made = api("POST", BASE + "/contact-points", SLACK)
    assert (made.status_code, made.json()["settings"]["url"]) == (202, "[REDACTED]")
    (shown,) = api("GET", BASE + "/contact-points?name=team").json()
    assert shown["settings"]["url"] == "[REDACTED]"
    assert api("PUT", BASE + "/contact-points/s", {**shown, "name": "crew"}).status_code == 202
    stored = next(item for item in api.server.contents()["contact_points"] if item["uid"] == "s")
    assert (stored["name"], stored["settings"]["url"]) == ("crew", "https://example.org/secret")


@pytest.mark.parametrize(
    "wrong", [{"type": "pigeon"}, {"settings": {}}, {"name": ""}, {"uid": "u" * 41}, {"uid": "a b"}]
)
def test_bad_contact_points_are_refused(api: Api, wrong: Any) -> None:
    """Unknown type, missing setting, no name, bad uid."""
    api.off_contract = True
    answer = api("POST", BASE + "/contact-points", {**SLACK, **wrong})
    assert answer.status_code == 400


def test_the_policy_is_replaced_whole_and_can_be_reset(api: Api) -> None:
    """The tree that is sent is the tree that is there."""
    default = api("GET", BASE + "/policies").json()
    assert default["receiver"] == "grafana-default-email"
    api("POST", BASE + "/contact-points", SLACK)
    tree = {
        "receiver": "team",
        "routes": [{"receiver": "grafana-default-email", "object_matchers": [["a", "=", "b"]]}],
    }
    assert api("PUT", BASE + "/policies", tree).status_code == 202
    assert api("GET", BASE + "/policies").json() == {**tree, "provenance": "api"}
    assert api("DELETE", BASE + "/policies").status_code == 202
    assert api("GET", BASE + "/policies").json() == default


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"receiver": "nobody"},
        {"receiver": "grafana-default-email", "routes": [{"receiver": "nobody"}]},
        {"receiver": "grafana-default-email", "object_matchers": [["a", "=", "b"]]},
        {"receiver": "grafana-default-email", "routes": [{"mute_time_intervals": ["never"]}]},
    ],
)
def test_bad_policies_are_refused(api: Api, wrong: Any) -> None:
    """A receiver must exist, the root matches everything, mute timings must exist."""
    assert api("PUT", BASE + "/policies", wrong).status_code == 400


def test_what_the_policy_uses_stays(old: Api, new: Api) -> None:
    """A contact point or mute timing in use cannot be deleted."""
    for api, status in ((old, 500), (new, 409)):
        api.off_contract = True
        api("POST", BASE + "/contact-points", SLACK)
        api("POST", BASE + "/mute-timings", {"name": "night", "time_intervals": []})
        tree = {"receiver": "team", "routes": [{"receiver": "team", "mute_time_intervals": ["night"]}]}
        api("PUT", BASE + "/policies", tree)
        assert api("DELETE", BASE + "/contact-points/s").status_code == status
        assert api("DELETE", BASE + "/mute-timings/night").status_code == status
        api("DELETE", BASE + "/policies")
        assert api("DELETE", BASE + "/contact-points/s").status_code == 202
        assert api("DELETE", BASE + "/mute-timings/night").status_code == 204


def test_provenance_mismatch_is_500_or_403(old: Api, new: Api) -> None:
    """Newer versions have an id for it."""
    for api in (old, new):
        api.off_contract = True
        api("POST", BASE + "/contact-points", SLACK)
    assert old("PUT", BASE + "/contact-points/s", SLACK, headers=FREE).status_code == 500
    refused = new("PUT", BASE + "/contact-points/s", SLACK, headers=FREE)
    assert (refused.status_code, refused.json()["messageId"]) == (
        403,
        "alerting.notifications.invalidProvenance",
    )


def test_mute_timings_have_a_version_on_the_new_version(old: Api, new: Api) -> None:
    """A stale one is 409."""
    timing = {"name": "night", "time_intervals": [{"weekdays": ["monday"]}]}
    for api in (old, new):
        assert api("POST", BASE + "/mute-timings", timing).status_code == 201
        assert api("POST", BASE + "/mute-timings", timing).status_code == 400
    assert "version" not in old("GET", BASE + "/mute-timings/night").json()
    version = new("GET", BASE + "/mute-timings/night").json()["version"]
    changed = {"name": "night", "time_intervals": [], "version": version}
    assert new("PUT", BASE + "/mute-timings/night", changed).status_code == 202
    assert new("PUT", BASE + "/mute-timings/night", changed).status_code == 409
    assert new("DELETE", BASE + f"/mute-timings/night?version={version}").status_code == 409
    assert old("PUT", BASE + "/mute-timings/night", timing).status_code == 202
    for api in (old, new):
        assert api("DELETE", BASE + "/mute-timings/night").status_code == 204
        assert api("GET", BASE + "/mute-timings/night").status_code == 404


def test_templates_are_wrapped_and_versioned(old: Api, new: Api) -> None:
    """Text without a define gets one; PUT makes and changes."""
    for api in (old, new):
        made = api("PUT", BASE + "/templates/hello", {"template": "Hello {{ .Status }}"})
        assert made.status_code == 202
        assert made.json()["template"].startswith('{{ define "hello" }}')
        assert [item["name"] for item in api("GET", BASE + "/templates").json()] == ["hello"]
        assert api("PUT", BASE + "/templates/hello", {"template": ""}).status_code == 400
    stale = {"template": "x", "version": "stale"}
    assert old("PUT", BASE + "/templates/hello", stale).status_code == 202
    assert new("PUT", BASE + "/templates/hello", stale).status_code == 409
    for api in (old, new):
        assert api("DELETE", BASE + "/templates/hello").status_code == 204
        assert api("GET", BASE + "/templates/hello").status_code == 404


def test_a_missing_contact_point_is_404(api: Api) -> None:
    """Changing what is not there; deleting it is 202 all the same."""
    api.off_contract = True
    assert error_of(api("PUT", BASE + "/contact-points/none", SLACK))[0] == 404
    assert api("DELETE", BASE + "/contact-points/none").status_code == 202
