from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

VERSIONS = "/api/dashboards/uid/d/versions"


def _save_times(api: Api, count: int) -> None:
    for number in range(count):
        api.save("d", "D", version=number, tags=[str(number)], message=f"run {number + 1}")


def test_the_list_of_versions_is_an_array_or_an_object(old: Api, new: Api) -> None:
    """Newest first in both; only its wrapping differs."""
    for api in (old, new):
        _save_times(api, 3)
    listed = old("GET", VERSIONS).json()
    assert [(item["version"], item["message"]) for item in listed] == [
        (3, "run 3"),
        (2, "run 2"),
        (1, "run 1"),
    ]
    wrapped = new("GET", VERSIONS).json()
    assert set(wrapped) == {"continueToken", "versions"}
    assert [item["version"] for item in wrapped["versions"]] == [3, 2, 1]
    assert wrapped["versions"][0]["parentVersion"] == 2
    assert wrapped["versions"][0]["createdBy"] == "sa-1-deploy"


def test_versions_come_in_pages(old: Api, new: Api) -> None:
    """By limit and start on 10.2, by a token on 13."""
    for api in (old, new):
        _save_times(api, 3)
    assert [item["version"] for item in old("GET", VERSIONS + "?limit=2&start=1").json()] == [2, 1]
    page = new("GET", VERSIONS + "?limit=2").json()
    assert page["continueToken"]
    new.off_contract = True  # the token's name is not among the listed parameters
    rest = new("GET", VERSIONS + f"?limit=2&continueToken={page['continueToken']}").json()
    assert ([item["version"] for item in rest["versions"]], rest["continueToken"]) == ([1], "")


def test_only_the_last_versions_are_kept(api: Api) -> None:
    """``versions_to_keep`` is 20: a message from long ago is gone."""
    _save_times(api, 23)
    listed = api("GET", VERSIONS).json()
    numbers = [item["version"] for item in (listed if isinstance(listed, list) else listed["versions"])]
    assert numbers == list(range(23, 3, -1))
    assert error_of(api("GET", VERSIONS + "/3")) == (404, "Dashboard version not found")


def test_one_version_has_the_model_as_it_was(api: Api) -> None:
    """Its data is the model of that time."""
    _save_times(api, 2)
    first = api("GET", VERSIONS + "/1").json()
    assert (first["data"]["tags"], first["data"]["version"], first["message"]) == (["0"], 1, "run 1")


def test_restoring_saves_the_old_model_on_top(api: Api) -> None:
    """A new version, in the folder where the dashboard is now, that says where it came from."""
    _save_times(api, 2)
    api.folder("f", "F")
    api.save("d", "D", version=2, folderUid="f")
    answer = api("POST", "/api/dashboards/uid/d/restore", {"version": 1})
    assert answer.json()["version"] == 4
    read = api.dashboard()
    assert (read["dashboard"]["tags"], read["meta"]["folderUid"]) == (["0"], "f")
    newest = api("GET", VERSIONS + "/4").json()
    assert (newest["message"], newest["restoredFrom"]) == ("Restored from version 1", 1)


def test_restoring_what_is_there_is_refused_by_the_new_version(old: Api, new: Api) -> None:
    """10.2 makes one more version of it."""
    for api in (old, new):
        _save_times(api, 1)
    assert old("POST", "/api/dashboards/uid/d/restore", {"version": 1}).json()["version"] == 2
    assert new("POST", "/api/dashboards/uid/d/restore", {"version": 1}).status_code == 400
    missing = old("POST", "/api/dashboards/uid/d/restore", {"version": 9})
    assert error_of(missing) == (404, "Dashboard version not found")


def _found(api: Api, query: str) -> list[str]:
    return [hit["uid"] for hit in api("GET", f"/api/search?{query}").json()]


def test_search_filters_by_what_it_is_asked(api: Api) -> None:
    """Kind, words in the title, all the tags, folders, uids."""
    api.folder("f", "Jobs folder")
    api.save("a", "Alpha jobs", tags=["x", "y"], folderUid="f")
    api.save("b", "Beta", tags=["x"])
    assert _found(api, "type=dash-db") == ["a", "b"]
    assert _found(api, "type=dash-folder") == ["f"]
    assert set(_found(api, "query=JOBS")) == {"a", "f"}
    assert _found(api, "tag=x&tag=y") == ["a"]
    assert _found(api, "folderUIDs=f") == ["a"]
    assert _found(api, "dashboardUIDs=b&dashboardUIDs=c") == ["b"]
    hit = api("GET", "/api/search?query=alpha").json()[0]
    assert (hit["folderUid"], hit["folderTitle"], hit["url"]) == ("f", "Jobs folder", "/d/a/alpha-jobs")
    assert api("GET", "/api/dashboards/tags").json() == [
        {"term": "x", "count": 2},
        {"term": "y", "count": 1},
    ]


def test_search_gives_pages_without_a_total(api: Api) -> None:
    """Pages begin at 1, a limit over 5000 is refused, and the default is 1000."""
    for name in "abcde":
        api.save(name, name)
    assert _found(api, "limit=2&page=1") == ["a", "b"]
    assert _found(api, "limit=2&page=3") == ["e"]
    assert _found(api, "limit=2&page=4") == []
    assert api("GET", "/api/search?limit=5001").status_code == 422


def test_without_an_index_in_full_only_a_thousand_come(old: Api) -> None:
    """A client that does not page misses what comes after."""
    state = old.server.dump()
    old.save("d0", "D0")
    one = old.server.dump()["dashboards"]["d0"]
    state["dashboards"] = {f"d{n}": {**one, "uid": f"d{n}", "title": f"D{n}"} for n in range(1005)}
    old.server.load(state)
    assert len(_found(old, "type=dash-db")) == 1000
    assert len(_found(old, "type=dash-db&page=2")) == 5


def test_equal_titles_have_no_order_unless_one_is_asked_for(new: Api) -> None:
    """Pages of equal titles may repeat and miss hits without ``sort``."""
    for number in range(8):
        new.save(f"d{number}", "Same")
    ordered = {tuple(_found(new, "sort=alpha-asc")) for _ in range(20)}
    free = {tuple(_found(new, "type=dash-db")) for _ in range(20)}
    assert len(ordered) == 1
    assert len(free) > 1


@pytest.mark.parametrize("lag", [0, 10_000])
def test_search_may_lag_behind(new: Api, lag: int) -> None:
    """With a lag a search right after a save finds nothing, and reading by uid does."""
    new.server.set(search_lag_ms=lag)
    new.save()
    assert _found(new, "type=dash-db") == ([] if lag else ["d"])
    assert new.dashboard()["dashboard"]["uid"] == "d"


def test_the_lag_passes(new: Api) -> None:
    """What search could not see yet, it sees later."""
    new.server.set(search_lag_ms=50)
    new.save()
    deadline = time.monotonic() + 20
    while not _found(new, "type=dash-db"):
        assert time.monotonic() < deadline
