from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.fakes.bare_client import error_of
from tests.fakes.grafana import GrafanaServer
from tests.fakes.test_grafana_alerting import GROUP, RULES, group, rule

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api


def _get(api: Api, path: str, **headers: str) -> requests.Response:
    return requests.get(api.server.url + path, headers=headers, timeout=30)


def test_without_a_good_token_nothing_is_said(old: Api, new: Api) -> None:
    """401 with the texts of the version."""
    for api in (old, new):
        none = _get(api, "/api/org")
        assert (none.status_code, none.json()["message"]) == (401, "Unauthorized")
        wrong = _get(api, "/api/org", Authorization="Bearer glsa_wrong")
        assert (wrong.status_code, wrong.json()["message"]) == (401, "Invalid API key")
        assert ("messageId" in wrong.json()) is (api is new)
        api.server.expire()
        assert error_of(api("GET", "/api/org")) == (401, "Expired API key")
        api.server.expire(expired=False)
        assert api("GET", "/api/org").status_code == 200


def test_a_user_signs_in_with_a_password(api: Api) -> None:
    """Basic auth works for users; a wrong password does not."""
    url = api.server.url + "/api/user"
    good = requests.get(url, auth=(api.server.user, api.server.password), timeout=30)
    assert (good.status_code, good.json()["login"]) == (200, "admin")
    assert requests.get(url, auth=(api.server.user, "wrong"), timeout=30).status_code == 401
    assert _get(api, "/api/user", Authorization="Basic ???").status_code == 401


def test_a_token_stays_in_its_organisation(api: Api) -> None:
    """Another organisation's number is refused, its own is fine."""
    assert api("GET", "/api/org", headers={"X-Grafana-Org-Id": "1"}).status_code == 200
    assert api("GET", "/api/org", headers={"X-Grafana-Org-Id": "2"}).status_code == 401


def test_health_is_public_and_can_be_bad(api: Api) -> None:
    """Version and database, for anyone; the version may be hidden."""
    api.off_contract = api.server.profile == "10.2"  # not in its list of operations
    answer = _get(api, "/api/health").json()
    assert (answer["database"], answer["version"][:2]) == ("ok", api.server.profile[:2])
    api.server.set(database_ok=False, hide_version=True)
    bad = _get(api, "/api/health")
    assert (bad.status_code, bad.json()["database"]) == (503, "failing")
    assert "version" not in bad.json()


def test_a_missing_action_is_named(api: Api) -> None:
    """403 with the action that RBAC wants."""
    api.server.permit({"dashboards:read": ["dashboards:*"]})
    refused = api.save()
    assert refused.status_code == 403
    assert refused.json()["message"].endswith(
        "Permissions needed: any of dashboards:create, dashboards:write"
    )
    assert refused.json()["accessErrorId"].startswith("ACE")
    folder = api.folder()
    assert folder.json()["message"].endswith("Permissions needed: folders:create")
    assert api("GET", "/api/folders").json() == []


def test_scopes_limit_where_an_action_counts(new: Api) -> None:
    """A right on a folder holds for what is below it, and nowhere else."""
    new.folder("a", "A")
    new.folder("b", "B", parentUid="a")
    new.folder("c", "C")
    new.server.permit(
        {
            "dashboards:create": ["folders:uid:a"],
            "dashboards:write": ["folders:uid:a"],
            "dashboards:read": ["folders:uid:a"],
        }
    )
    assert new.save("d", "D", folderUid="b").status_code == 200
    assert error_of(new.save("e", "E", folderUid="c")) == (403, "Access denied to save dashboard")
    assert error_of(new.save("d", "D", version=1, folderUid="c")) == (403, "Access denied to save dashboard")
    assert error_of(new.save("e", "E")) == (403, "Access denied to save dashboard")
    assert [hit["uid"] for hit in new("GET", "/api/search?type=dash-db").json()] == ["d"]
    assert new("DELETE", "/api/dashboards/uid/d").status_code == 403


def test_changing_needs_write_and_making_needs_create(api: Api) -> None:
    """Each right alone allows its half."""
    everywhere = ["folders:*", "dashboards:*"]
    api.server.permit({"dashboards:create": everywhere})
    assert api.save().status_code == 200
    assert api.save(version=1, tags=["x"]).status_code == 403
    api.server.permit({"dashboards:write": everywhere})
    assert api.save(version=1, tags=["x"]).status_code == 200
    assert api.save("e", "E").status_code == 403


def test_alerting_needs_the_provisioning_action_on_the_old_version(old: Api, new: Api) -> None:
    """13 takes rights on rules in a folder, and one more for writing with provenance."""
    rights = {
        "alert.rules:create": ["folders:uid:f"],
        "alert.rules:write": ["folders:uid:f"],
        "alert.rules:read": ["folders:uid:f"],
    }
    for api in (old, new):
        api.folder()
        api.server.permit(rights)
        api.off_contract = True
    assert old("GET", RULES).status_code == 403
    assert new("GET", RULES).json() == []
    refused = new("POST", RULES, rule())
    assert refused.json()["message"].endswith(
        "any of alert.provisioning:write, alert.provisioning.provenance:write"
    )
    assert new("POST", RULES, rule(), headers={"X-Disable-Provenance": "1"}).status_code == 201
    new.server.permit({**rights, "alert.provisioning.provenance:write": [""]})
    assert new("PUT", GROUP, group(rule())).status_code == 200


def test_a_client_can_ask_what_it_may(api: Api) -> None:
    """All actions with their scopes, or those that were granted."""
    api.off_contract = True  # not in the lists of operations
    path = "/api/access-control/user/permissions"
    everything = api("GET", path).json()
    assert everything["dashboards:create"] == ["folders:*"]
    assert ("alert.rules:write" in everything) is (api.server.profile == "13")
    api.server.permit({"folders:read": ["folders:*"]})
    assert api("GET", path).json() == {"folders:read": ["folders:*"]}


def test_unknown_routes_are_not_found(old: Api, new: Api) -> None:
    """JSON below /api, a page elsewhere, and the newer API only where it is."""
    for api in (old, new):
        api.off_contract = True
        assert error_of(api("GET", "/api/nothing")) == (404, "Not found")
        assert error_of(api("PATCH", "/api/folders")) == (404, "Not found")
        assert "Page not found" in api("GET", "/nothing").text
        assert api("GET", "/").headers["Location"] == "/login"
    assert old("GET", "/apis/dashboard.grafana.app/").status_code == 404
    assert new("GET", "/apis/dashboard.grafana.app/").json()["preferredVersion"]["version"] == "v2"


def test_the_newer_api_reads_dashboards(new: Api) -> None:
    """As a resource in a classic version; what is missing is said in that API's shape."""
    new.off_contract = True
    new.folder()
    new.save("d", "D", folderUid="f")
    path = "/apis/dashboard.grafana.app/v1/namespaces/default/dashboards/"
    found = new("GET", path + "d").json()
    assert (found["kind"], found["metadata"]["name"], found["spec"]["title"]) == ("Dashboard", "d", "D")
    assert found["metadata"]["annotations"]["grafana.app/folder"] == "f"
    assert new("GET", path + "none").json()["reason"] == "NotFound"
    newest = new("GET", path.replace("/v1/", "/v2/") + "d").json()
    assert newest["status"]["conversion"]["storedVersion"] == "v1beta1"


def test_small_readings_have_their_shapes(api: Api) -> None:
    """User, organisation, home, settings, reload."""
    api.off_contract = True
    assert api("GET", "/api/user").json()["login"] == "sa-1-deploy"
    assert api("GET", "/api/org").json() | {"address": None} == {
        "id": 1,
        "name": "Main Org.",
        "address": None,
    }
    assert api("GET", "/api/user/orgs").json()[0]["orgId"] == 1
    assert api("GET", "/api/dashboards/home").json()["meta"]["isHome"] is True
    settings = api("GET", "/api/frontend/settings").json()
    assert settings["buildInfo"]["version"].startswith(api.server.profile)
    assert api("POST", "/api/admin/provisioning/alerting/reload").status_code == 200
    assert api("GET", "/api/search/sorting").json()["sortOptions"][0]["name"] == "alpha-asc"


@pytest.mark.parametrize("profile", ["10.2", "13"])
def test_a_server_may_live_below_a_path(profile: str) -> None:
    """The path is in all its addresses, and beside it there is another site."""
    with GrafanaServer(profile, sub_path="/grafana") as server:
        headers = {"Authorization": f"Bearer {server.token}"}
        assert server.url.endswith("/grafana")
        command = {"dashboard": {"uid": "d", "title": "D"}}
        saved = requests.post(server.url + "/api/dashboards/db", json=command, headers=headers, timeout=30)
        assert saved.json()["url"] == "/grafana/d/d/d"
        beside = server.url.removesuffix("/grafana") + "/api/dashboards/uid/d"
        answer = requests.get(beside, headers=headers, timeout=30)
        assert (answer.status_code, answer.headers["Content-Type"][:9]) == (404, "text/html")
        assert server.requests()[0].path == "/api/dashboards/db"
