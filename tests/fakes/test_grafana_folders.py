from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.bare_client import error_of

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

SAME_TITLE = (409, "a folder or dashboard in the general folder with the same name already exists")
SAME_UID = (409, "a folder/dashboard with the same uid already exists")


def test_a_folder_can_be_made_and_read(api: Api) -> None:
    """With the uid that was sent, or one that the server makes."""
    made = api.folder("f", "My folder").json()
    assert (made["uid"], made["title"], made["version"]) == ("f", "My folder", 1)
    assert made["url"] == "/dashboards/f/f/my-folder"
    assert api("GET", "/api/folders/f").json() == made
    assert api("POST", "/api/folders", {"title": "Another"}).json()["uid"]
    assert [item["title"] for item in api("GET", "/api/folders").json()] == ["Another", "My folder"]
    missing = api("GET", "/api/folders/none")
    assert (missing.status_code, missing.json()["status"]) == (404, "not-found")


def test_a_taken_uid_is_409_or_an_empty_412(old: Api, new: Api) -> None:
    """13 says nothing but the status."""
    for api in (old, new):
        api.folder("f", "F")
    assert error_of(old.folder("f", "Other")) == SAME_UID
    refused = new.folder("f", "Other")
    assert (refused.status_code, refused.json()) == (412, {})


def test_a_taken_uid_on_the_old_version_may_be_412_too(old: Api) -> None:
    """Reports differ for 10.2, so a client must take both."""
    old.server.set(folder_taken=412)
    old.folder("f", "F")
    assert old.folder("f", "Other").status_code == 412


def test_titles_are_unique_everywhere_on_the_old_version_and_nowhere_on_the_new(old: Api, new: Api) -> None:
    """10.2 refuses one title under two parents even with nested folders, and a root dashboard's title."""
    old.server.set(nested_folders=True)
    for api in (old, new):
        api.folder("f", "F")
        api.folder("sub", "Sub", parentUid="f")
    assert error_of(old.folder("g", "sub")) == SAME_TITLE
    old.save("d", "Dash")
    assert error_of(old.folder("g", "Dash")) == SAME_TITLE
    assert new.folder("g", "F").status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"title": ""}, (400, "folder title cannot be empty")),
        ({"title": "General"}, SAME_TITLE),
        ({"title": "x", "uid": "general"}, (400, "invalid uid for folder provided")),
        ({"title": "x", "uid": "sharedwithme"}, (400, "invalid uid for folder provided")),
        ({"title": "x", "uid": "a b"}, (400, "uid contains illegal characters")),
        ({"title": "x", "uid": "a" * 41}, (400, "uid too long, max 40 characters")),
        ({"title": 3}, (400, "bad request data")),
    ],
)
def test_bad_folders_are_refused_by_name(api: Api, body: Any, expected: Any) -> None:
    """Each rule has its status and message."""
    api.off_contract = True
    assert error_of(api("POST", "/api/folders", body)) == expected
    assert api.server.contents()["folders"] == {}


def test_the_old_version_ignores_parents(old: Api) -> None:
    """Without the feature toggle a parent is passed over silently: only reading again shows it."""
    old.folder("f", "F")
    made = old.folder("sub", "Sub", parentUid="f")
    assert made.status_code == 200
    assert "parentUid" not in made.json()
    assert len(old("GET", "/api/folders").json()) == 2
    moved = old("POST", "/api/folders/sub/move", {"parentUid": "f"})
    assert moved.status_code == 404
    assert "activate nested folder" in moved.json()["message"]


def test_folders_nest_on_the_new_version(new: Api) -> None:
    """The list gives one level, a folder names all its parents, outermost first."""
    new.folder("a", "A")
    new.folder("b", "B", parentUid="a")
    new.folder("c", "C", parentUid="b")
    deepest = new("GET", "/api/folders/c").json()
    assert deepest["parentUid"] == "b"
    assert [parent["uid"] for parent in deepest["parents"]] == ["a", "b"]
    assert [item["uid"] for item in new("GET", "/api/folders").json()] == ["a"]
    assert [item["uid"] for item in new("GET", "/api/folders?parentUid=b").json()] == ["c"]
    assert new.folder("x", "X", parentUid="none").status_code == 404


def test_folders_move_but_not_into_themselves(new: Api) -> None:
    """No parent is the root; a circle and too great a depth are refused."""
    new.off_contract = True  # 400 is not listed for a move
    new.folder("a", "A")
    new.folder("b", "B", parentUid="a")
    circle = new("POST", "/api/folders/a/move", {"parentUid": "b"})
    assert circle.json()["messageId"] == "folder.circular-reference"
    assert new("POST", "/api/folders/b/move", {"parentUid": ""}).status_code == 200
    assert "parentUid" not in new("GET", "/api/folders/b").json()
    new.server.set(max_folder_depth=1)
    deep = new("POST", "/api/folders/b/move", {"parentUid": "a"})
    assert deep.json()["messageId"] == "folder.maximum-depth-reached"


def test_renaming_needs_the_version(api: Api) -> None:
    """A stale version is 412; the parent cannot be changed this way."""
    api.folder("f", "F")
    stale = api("PUT", "/api/folders/f", {"title": "G", "version": 7})
    assert (stale.status_code, stale.json()["status"]) == (412, "version-mismatch")
    assert api("PUT", "/api/folders/f", {"title": "G", "version": 1}).json()["version"] == 2
    assert api("PUT", "/api/folders/f", {"title": "H", "overwrite": True}).json()["title"] == "H"


def test_deleting_takes_everything_inside(new: Api) -> None:
    """Folders, dashboards, and their places in search."""
    new.folder("a", "A")
    new.folder("b", "B", parentUid="a")
    new.save("d", "D", folderUid="b")
    new.save("e", "E")
    assert new("GET", "/api/folders/a/counts").json()["dashboard"] == 1
    assert new("DELETE", "/api/folders/a").status_code == 200
    contents = new.server.contents()
    assert (set(contents["folders"]), set(contents["dashboards"])) == (set(), {"e"})
    assert [hit["uid"] for hit in new("GET", "/api/search").json()] == ["e"]


def test_rules_keep_a_folder_unless_forced(api: Api) -> None:
    """400, and nothing is deleted, without ``forceDeleteRules=true``."""
    api.folder("f", "F")
    rule = {
        "title": "r",
        "condition": "A",
        "data": [{"refId": "A", "datasourceUid": "__expr__", "model": {"type": "math"}}],
    }
    api.server.ui("add_rule", folder="f", group="g", rule=rule)
    refused = api("DELETE", "/api/folders/f")
    assert refused.status_code == 400
    assert "contains alert rules" in refused.json()["message"]
    assert api("DELETE", "/api/folders/f?forceDeleteRules=true").status_code == 200
    assert api.server.contents()["rules"] == {}


def test_folders_made_at_once_race(api: Api) -> None:
    """Of creations that overlap only the first is sure to succeed."""
    api.server.set(latency_ms=100)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: api.folder(f"f{n}", f"F{n}").status_code, range(4)))
    assert answers.count(200) == 1
    assert answers.count(500) == 3


def test_the_first_dashboard_in_a_new_folder_may_fail_once(api: Api) -> None:
    """Permissions arrive a little later than the folder, when that is switched on."""
    api.server.set(fresh_folder_fails=True)
    api.folder("f", "F")
    assert error_of(api.save("d", "D", folderUid="f")) == (500, "access denied to folder")
    assert api.save("d", "D", folderUid="f").status_code == 200


def test_permissions_are_replaced_whole(api: Api) -> None:
    """What is not listed is gone."""
    api.folder("f", "F")
    items = [{"role": "Viewer", "permission": 1}]
    assert api("POST", "/api/folders/f/permissions", {"items": items}).status_code == 200
    assert api("GET", "/api/folders/f/permissions").json() == items
