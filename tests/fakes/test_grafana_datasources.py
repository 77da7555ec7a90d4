from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

SOURCES = "/api/datasources"
ONE = SOURCES + "/uid/p"
PROMETHEUS = {
    "name": "P",
    "type": "prometheus",
    "uid": "p",
    "url": "http://localhost:9090",
    "access": "proxy",
}


def test_a_data_source_can_be_made_read_changed_and_deleted(api: Api) -> None:
    """By uid and by name; the list has less of each."""
    made = api("POST", SOURCES, {**PROMETHEUS, "jsonData": {"httpMethod": "POST"}}).json()
    assert (made["message"], made["datasource"]["uid"]) == ("Datasource added", "p")
    assert api("GET", ONE).json() == api("GET", SOURCES + "/name/P").json()
    assert api("GET", ONE).json()["jsonData"] == {"httpMethod": "POST"}
    assert api("GET", SOURCES + "/id/P").json() == {"id": made["id"]}
    assert [item["name"] for item in api("GET", SOURCES).json()] == ["P"]
    changed = api("PUT", ONE, {**PROMETHEUS, "url": "http://other"}).json()
    assert (changed["datasource"]["url"], changed["datasource"]["version"]) == ("http://other", 2)
    assert api("DELETE", ONE).json()["message"] == "Data source deleted"
    assert api("GET", ONE).status_code == 404


def test_secrets_never_come_back(api: Api) -> None:
    """Only their names do; a change without them keeps them."""
    secret = {**PROMETHEUS, "secureJsonData": {"basicAuthPassword": "very-secret"}}
    made = api("POST", SOURCES, secret)
    api("PUT", ONE, PROMETHEUS)
    answers = [made, api("GET", ONE), api("GET", SOURCES), api("GET", SOURCES + "/name/P")]
    assert not any("very-secret" in answer.text for answer in answers)
    assert api("GET", ONE).json()["secureJsonFields"] == {"basicAuthPassword": True}


def test_names_and_uids_are_unique(api: Api) -> None:
    """409 for either."""
    api("POST", SOURCES, PROMETHEUS)
    same_name = api("POST", SOURCES, {**PROMETHEUS, "uid": "q"})
    assert error_of(same_name) == (409, "data source with the same name already exists")
    same_uid = api("POST", SOURCES, {**PROMETHEUS, "name": "Q"})
    assert error_of(same_uid) == (409, "data source with the same uid already exists")


def test_one_data_source_is_the_default(api: Api) -> None:
    """A new default takes it from the old one."""
    api("POST", SOURCES, {**PROMETHEUS, "isDefault": True})
    api("POST", SOURCES, {**PROMETHEUS, "uid": "q", "name": "Q", "isDefault": True})
    assert [item["isDefault"] for item in api("GET", SOURCES).json()] == [False, True]


def test_a_stale_version_and_a_file_owned_source_are_refused(api: Api) -> None:
    """409 for the one, 403 for the other."""
    api.off_contract = True
    api("POST", SOURCES, PROMETHEUS)
    api("PUT", ONE, {**PROMETHEUS, "version": 1})
    assert api("PUT", ONE, {**PROMETHEUS, "version": 1}).status_code == 409
    api.server.ui("set_datasource", uid="p", changes={"readOnly": True})
    for answer in (api("PUT", ONE, PROMETHEUS), api("DELETE", ONE)):
        assert error_of(answer) == (403, "Cannot update or delete read-only data source")


def test_health_says_what_is_wrong(api: Api) -> None:
    """200 when well, 400 with the reason when not."""
    api("POST", SOURCES, PROMETHEUS)
    assert api("GET", ONE + "/health").json()["status"] == "OK"
    api.server.ui("set_datasource", uid="p", changes={"unhealthy": "connection refused"})
    ill = api("GET", ONE + "/health")
    assert (ill.status_code, ill.json()["message"]) == (400, "connection refused")


def test_only_the_old_version_knows_numbers(old: Api, new: Api) -> None:
    """13 addresses data sources by uid."""
    for api in (old, new):
        api("POST", SOURCES, PROMETHEUS)
    number = old("GET", ONE).json()["id"]
    assert old("GET", f"{SOURCES}/{number}").json()["uid"] == "p"
    new.off_contract = True
    assert error_of(new("GET", f"{SOURCES}/{number}")) == (404, "Not found")


def test_no_data_is_made_up(api: Api) -> None:
    """A query is answered with 501."""
    api.off_contract = True
    assert api("POST", "/api/ds/query", {"queries": []}).status_code == 501
