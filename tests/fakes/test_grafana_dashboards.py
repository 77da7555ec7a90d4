from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

VERSION_MISMATCH = (412, "The dashboard has been changed by someone else")
NAME_EXISTS = (412, "A dashboard with the same name in the folder already exists")


def test_a_saved_dashboard_can_be_read_back(api: Api) -> None:
    """The answer names what was saved, and reading gives the model with the server's id, uid and version."""
    saved = api.save("d", "My D!", tags=["a"]).json()
    assert (saved["status"], saved["uid"], saved["version"], saved["slug"]) == ("success", "d", 1, "my-d")
    assert saved["url"] == "/d/d/my-d"
    read = api.dashboard("d")
    assert read["dashboard"]["id"] == saved["id"]
    assert (read["dashboard"]["uid"], read["dashboard"]["version"]) == ("d", 1)
    assert read["meta"]["createdBy"] == read["meta"]["updatedBy"] == "sa-1-deploy"
    assert (read["meta"]["version"], read["meta"]["provisioned"]) == (1, False)


def test_only_newer_versions_answer_with_the_folder(old: Api, new: Api) -> None:
    """``folderUid`` in the answer of a save cannot be relied on."""
    assert "folderUid" not in old.save().json()
    assert new.save().json()["folderUid"] == ""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ({}, (400, "bad request data")),
        ({"dashboard": "text"}, (400, "bad request data")),
        ({"dashboard": {"title": "x"}, "overwrite": "yes"}, (400, "bad request data")),
        ({"dashboard": {"title": "x"}, "folderUid": 3}, (400, "bad request data")),
        ({"dashboard": {}}, (400, "Dashboard title cannot be empty")),
        ({"dashboard": {"title": "  "}}, (400, "Dashboard title cannot be empty")),
        ({"dashboard": {"dashboard": {"title": "x"}}}, (400, "Dashboard title cannot be empty")),
        ({"dashboard": {"title": "x", "uid": "a b"}}, (400, "uid contains illegal characters")),
        ({"dashboard": {"title": "x", "uid": "a" * 41}}, (400, "uid too long, max 40 characters")),
        ({"dashboard": {"title": "x", "id": 99}}, (404, "Dashboard not found")),
        ({"dashboard": {"title": "x"}, "isFolder": True}, (400, "Use folders endpoint for saving folders.")),
    ],
)
def test_what_cannot_be_saved_is_refused_by_name(api: Api, command: Any, expected: Any) -> None:
    """Each bad command has its own status and message, and nothing is stored."""
    api.off_contract = True
    assert error_of(api("POST", "/api/dashboards/db", command)) == expected
    assert api.server.contents()["dashboards"] == {}


@pytest.mark.parametrize("kind", ["text/plain", ""])
def test_the_content_type_must_be_json(api: Api, kind: str) -> None:
    """A good body under another type is bad request data."""
    headers = {"Content-Type": kind}
    answer = api("POST", "/api/dashboards/db", {"dashboard": {"title": "x"}}, headers=headers)
    assert error_of(answer) == (400, "bad request data")


def test_broken_json_and_not_a_number_are_refused(api: Api) -> None:
    """Go's decoder takes neither half a body nor NaN."""
    api.off_contract = True
    headers = {"Content-Type": "application/json"}
    for body in (b'{"dashboard": {', b'{"dashboard": {"title": "x", "n": NaN}}', b"[]"):
        answer = api("POST", "/api/dashboards/db", data=body, headers=headers)
        assert error_of(answer) == (400, "bad request data")


def test_a_save_needs_the_version_that_is_stored(api: Api) -> None:
    """Without overwrite the version must match; with it, any will do."""
    api.save("d", "D", editable=False)
    assert error_of(api.save("d", "D", version=0)) == VERSION_MISMATCH
    assert error_of(api.save("d", "D", version=2)) == VERSION_MISMATCH
    assert api.save("d", "D", version=1, editable=True).json()["version"] == 2
    assert api.save("d", "D", version=1, overwrite=True, editable=False).json()["version"] == 3


def test_a_version_without_id_or_uid_counts_as_none(old: Api) -> None:
    """The version is read only beside an id or a uid: a save by title alone never matches."""
    old.save("d", "D")
    assert error_of(old.save(None, "D", version=1)) == NAME_EXISTS


def test_the_old_version_bumps_on_an_identical_save_and_the_new_one_does_not(old: Api, new: Api) -> None:
    """An identical save makes history on 10.2 and nothing on 13."""
    for api in (old, new):
        api.save("d", "D")
    assert old.save("d", "D", version=1).json()["version"] == 2
    assert new.save("d", "D", version=1).json()["version"] == 1
    assert new.save("d", "D", version=1, schemaVersion=42).json()["version"] == 1
    assert new.save("d", "D", version=1, tags=["x"]).json()["version"] == 2


def test_overwrite_takes_over_the_dashboard_of_the_same_title_on_the_old_version(old: Api) -> None:
    """Another uid with the title of an existing dashboard replaces that one, and answers with its uid."""
    first = old.save("first", "Same title").json()
    assert error_of(old.save("second", "Same  Title")) == NAME_EXISTS
    hijacked = old.save("second", "Same  Title", overwrite=True, tags=["new"]).json()
    assert (hijacked["uid"], hijacked["id"], hijacked["version"]) == ("first", first["id"], 2)
    assert old("GET", "/api/dashboards/uid/second").status_code == 404
    assert old.dashboard("first")["dashboard"]["tags"] == ["new"]


def test_the_new_version_allows_one_title_twice(new: Api) -> None:
    """From 11.3 on a title is not unique: two uids are two dashboards, and no uid is a new one each time."""
    assert new.save("first", "Same").json()["uid"] == "first"
    assert new.save("second", "Same", overwrite=True).json()["uid"] == "second"
    assert len({new.save(None, "Same").json()["uid"] for _ in range(3)}) == 3
    assert len(new.server.contents()["dashboards"]) == 5


def test_a_title_of_a_folder_is_refused_on_the_old_version(old: Api, new: Api) -> None:
    """10.2 compares with every folder of the organisation, wherever the dashboard goes."""
    for api in (old, new):
        api.folder("f", "Jobs")
        api.folder("g", "Other")
    refused = old.save("d", "jobs", folderUid="g")
    assert refused.json()["status"] == "name-match"
    assert new.save("d", "jobs", folderUid="g").status_code == 200


def test_an_id_that_is_not_there_is_refused_even_with_a_good_uid(api: Api) -> None:
    """An id from another server gives 404; the id of one and the uid of another 400."""
    one, _ = api.save("one", "One").json(), api.save("two", "Two").json()
    assert error_of(api.save("one", "One", id=4711)) == (404, "Dashboard not found")
    refused = api.save("two", "Two", id=one["id"], overwrite=True)
    assert error_of(refused) == (400, "A dashboard with the same uid already exists")
    assert api.save(None, "One", id=one["id"], version=1, tags=["t"]).json()["uid"] == "one"


def test_a_folder_left_out_moves_the_dashboard_to_the_root(api: Api) -> None:
    """The folder of a save is where the dashboard goes, and no folder is the root."""
    api.folder("f", "F")
    api.save("d", "D", folderUid="f")
    assert (api.dashboard()["meta"]["folderUid"], api.dashboard()["meta"]["folderTitle"]) == ("f", "F")
    api.save("d", "D", version=1)
    assert (api.dashboard()["meta"]["folderUid"], api.dashboard()["meta"]["version"]) == ("", 2)


def test_an_unknown_folder_is_refused(old: Api, new: Api) -> None:
    """The status differs between versions."""
    assert error_of(old.save(folderUid="nowhere")) == (400, "Folder not found")
    assert error_of(new.save(folderUid="nowhere")) == (404, "Folder not found")


@pytest.mark.parametrize(
    ("sent", "stored"), [("1s", "5s"), ("500ms", "5s"), ("5s", "5s"), ("1m", "1m"), ("", ""), ("soon", "5s")]
)
def test_a_low_refresh_is_rewritten_silently(api: Api, sent: str, stored: str) -> None:
    """A refresh below the minimum is stored as the minimum."""
    assert api.save(refresh=sent).status_code == 200
    assert api.dashboard()["dashboard"]["refresh"] == stored


def test_a_provisioned_dashboard_can_be_neither_saved_nor_deleted(api: Api) -> None:
    """A file on the server owns it, unless changes in the browser are allowed."""
    api.save()
    api.server.ui("provision_dashboard", uid="d", file="/etc/d.json")
    assert api.dashboard()["meta"]["provisioned"] is True
    assert error_of(api.save(version=1, overwrite=True)) == (400, "Cannot save provisioned dashboard")
    api.off_contract = True  # 400 on DELETE is not listed
    deleted = api("DELETE", "/api/dashboards/uid/d")
    assert error_of(deleted) == (400, "provisioned dashboard cannot be deleted")
    api.server.ui("provision_dashboard", uid="d", file="/etc/d.json", editable=True)
    assert api.save(version=1, tags=["x"]).status_code == 200


def test_a_plugins_dashboard_needs_overwrite(api: Api) -> None:
    """A dashboard that a plugin brought is refused without overwrite, even with the right version."""
    api.server.set(plugins_own="sa-1-deploy")
    api.save()
    assert error_of(api.save(version=1)) == (412, "The dashboard belongs to plugin test-app.")
    assert api.save(version=1, overwrite=True).status_code == 200


def test_the_quota_refuses_a_new_dashboard(api: Api) -> None:
    """403 Quota reached, also for a change by uid: only an id makes it an update to the quota."""
    api.server.set(dashboard_quota=1)
    number = api.save().json()["id"]
    assert error_of(api.save("e", "E")) == (403, "Quota reached")
    assert error_of(api.save("d", "D", version=1)) == (403, "Quota reached")
    assert api.save("d", "D", version=1, id=number).status_code == 200


def test_newer_versions_limit_title_and_message(old: Api, new: Api) -> None:
    """13 refuses titles over 5000 and messages over 500 characters; 10.2 takes them."""
    assert old.save("d", "t" * 5001, message="m" * 501).status_code == 200
    assert new.save("d", "t" * 5001).json()["status"] == "title-too-long"
    assert new.save("d", "D", message="m" * 501).status_code == 400
    assert new.save("d", "D", message="m" * 500).status_code == 200


def test_a_proxy_refuses_a_large_body_with_a_page(api: Api) -> None:
    """413 comes from the proxy, as HTML."""
    api.server.set(max_body_bytes=1000)
    api.off_contract = True
    answer = api.save(description="x" * 2000)
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (413, "text/html")
    assert api.save().status_code == 200


def test_deleting_names_what_is_gone(old: Api, new: Api) -> None:
    """A second deletion finds nothing; a folder is not deleted here."""
    for api, text in ((old, "Dashboard D deleted"), (new, "Dashboard D moved to Recently deleted")):
        api.save()
        gone = api("DELETE", "/api/dashboards/uid/d").json()
        assert (gone["title"], gone["message"], gone["uid"]) == ("D", text, "d")
        assert error_of(api("DELETE", "/api/dashboards/uid/d")) == (404, "Dashboard not found")
        api.folder("f", "F")
        api.off_contract = True
    assert old("DELETE", "/api/dashboards/uid/f").status_code == 400
    assert new("DELETE", "/api/dashboards/uid/f").status_code == 404


def test_numeric_folder_ids_count_on_the_old_version_only(old: Api, new: Api) -> None:
    """``folderId`` is deprecated: 10.2 follows it, 13 does not."""
    for api in (old, new):
        number = api.folder("f", "F").json()["id"]
        api.save("d", "D", folderId=number)
    assert old.dashboard()["meta"]["folderUid"] == "f"
    assert new.dashboard()["meta"]["folderUid"] == ""


def test_the_new_version_unwraps_a_kubernetes_document(old: Api, new: Api) -> None:
    """13 takes a document with apiVersion and spec, 10.2 finds no title in it."""
    document = {"apiVersion": "dashboard.grafana.app/v1", "metadata": {"name": "k"}, "spec": {"title": "K"}}
    refused = old("POST", "/api/dashboards/db", {"dashboard": document})
    assert refused.json()["status"] == "empty-name"
    assert new("POST", "/api/dashboards/db", {"dashboard": document}).json()["uid"] == "k"
    assert new.dashboard("k")["meta"]["apiVersion"] == "v1beta1"


def test_permissions_are_replaced_whole(api: Api) -> None:
    """What is not listed is gone."""
    api.save()
    path = "/api/dashboards/uid/d/permissions"
    for items in ([{"role": "Viewer", "permission": 1}], [{"role": "Editor", "permission": 2}]):
        assert api("POST", path, {"items": items}).status_code == 200
        assert api("GET", path).json() == items
