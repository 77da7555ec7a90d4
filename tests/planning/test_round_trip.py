"""What is pushed and read back says the same, on the oldest and the newest Grafana; so does what a browser saves."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from grafana_kit.app.build import bundles
from grafana_kit.destinations.grafana import forms
from grafana_kit.loading.project import load_project
from grafana_kit.planning.differences import differences
from grafana_kit.planning.normalise import MARK_TAG, digest
from grafana_kit.planning.plan import MARKED
from grafana_kit.render.provisioning import folder_uid
from tests.author.projects import built
from tests.fakes.bare_client import Api
from tests.fakes.grafana import GrafanaServer
from tests.planning.samples import Json, marked, plain
from tests.planning.test_normalise import saved_in_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle, Kind, Resource

ROOT = Path(__file__).parents[2]
VERSIONS = {"10.2": "10.2.3", "13": "13.0"}


@pytest.fixture(scope="module", params=VERSIONS)
def server(request: pytest.FixtureRequest) -> Iterator[GrafanaServer]:
    """Return a Grafana of each version."""
    with GrafanaServer(request.param) as started:
        yield started


@pytest.fixture
def api(server: GrafanaServer) -> Iterator[Api]:
    """Return a client of an empty one."""
    server.reset()
    client = Api(server)
    yield client
    client.session.close()


@functools.cache
def wanted(case: str, profile: str) -> tuple[Bundle, ...]:
    """Return the bundles of a golden project, or of this repository's own, for this version of Grafana."""
    if case != "own":
        return tuple(one for one in built(case) if one.environment.grafana.version == VERSIONS[profile])
    project = load_project(file=ROOT / "grafana-kit.yaml")
    environments = [
        evolve(one, grafana=evolve(one.grafana, version=VERSIONS[profile]))
        for one in project.environments.values()
    ]
    return tuple(bundles(project, environments))


CASES = ["own", "boards", "panels", "rules"]


def make_folders(api: Api, bundle: Bundle) -> None:
    """Make all folders of a bundle; 10.2 ignores their parents."""
    for one in bundle.of_kind("folder"):
        answer = api.folder(one.uid, one.title, parentUid=one.body["parentUid"])
        assert answer.status_code == 200, answer.text


def saved(api: Api, one: Resource, model: Json) -> Json:
    """Save a dashboard as a push does, and return what the server gives back."""
    tagged = {**plain(model), "tags": [*model["tags"], f"{MARK_TAG}shop"]}
    body = {"dashboard": tagged, "folderUid": folder_uid(one.folder) if one.folder else "", "overwrite": True}
    answer = api("POST", "/api/dashboards/db", body)
    assert answer.status_code == 200, answer.text
    read: Json = api.dashboard(one.uid)["dashboard"]
    return read


def agree(kind: Kind, live: Json, body: Json) -> None:
    """Check that two bodies say the same, and tell what differs if not."""
    assert differences(kind, live, body) == ()
    assert digest(kind, live) == digest(kind, body)


@pytest.mark.parametrize("case", CASES)
def test_dashboards_come_back_as_they_were_sent(api: Api, case: str) -> None:
    """And again after somebody opened them in the browser and saved them without a change."""
    count = 0
    for bundle in wanted(case, api.server.profile):
        api.server.reset()
        make_folders(api, bundle)
        for one in bundle.of_kind("dashboard"):
            live = saved(api, one, one.body)
            agree("dashboard", live, one.body)
            api.server.ui("save_dashboard", dashboard=saved_in_browser(live), folder="")
            agree("dashboard", api.dashboard(one.uid)["dashboard"], one.body)
            count += 1
    assert count > 0 or case == "rules"


@pytest.mark.parametrize("case", ["own", "boards"])
def test_an_edit_in_the_browser_is_seen(api: Api, case: str) -> None:
    """A panel that somebody changed makes a difference that names it."""
    bundle = wanted(case, api.server.profile)[0]
    make_folders(api, bundle)
    for one in bundle.of_kind("dashboard"):
        panels = [each for each in one.body["panels"] if each["type"] != "row"]
        if not panels:
            continue
        saved(api, one, one.body)
        api.server.ui("edit_panel", uid=one.uid, panel=panels[0]["id"], changes={"description": "by hand"})
        [told] = differences("dashboard", one.body, api.dashboard(one.uid)["dashboard"])
        assert told.where == (f'panel "{panels[0]["title"]}"', "description")


@pytest.mark.parametrize("case", CASES)
def test_rule_groups_come_back_as_they_were_sent(api: Api, case: str) -> None:
    """In the API's form, with our mark on every rule."""
    count = 0
    for bundle in wanted(case, api.server.profile):
        if bundle.environment.grafana.org_id != 1:
            continue
        api.server.reset()
        make_folders(api, bundle)
        for one in bundle.of_kind("mute-timing"):
            assert api("POST", "/api/v1/provisioning/mute-timings", one.body).ok
        for one in bundle.of_kind("contact-point"):
            for receiver in one.body["receivers"]:
                body = {**receiver, "name": one.title}
                assert api("POST", "/api/v1/provisioning/contact-points", body).ok
        for one in bundle.of_kind("grafana-rules"):
            agree("grafana-rules", put(api, one), one.body)
            count += 1
    assert count > 0 or case in ("boards", "panels")


def put(api: Api, one: Resource) -> Json:
    """Write a rule group, rule by rule and then whole, and return it in the form of files."""
    place = {"folder_uid": folder_uid(one.folder), "group": forms.expanded(one.body["name"])}
    rules = [forms.to_api(marked(rule), **place, org_id=1) for rule in one.body["rules"]]
    for rule in rules:
        assert api("POST", "/api/v1/provisioning/alert-rules", rule).ok
    path = f"/api/v1/provisioning/folder/{place['folder_uid']}/rule-groups/{place['group']}"
    body = {
        "title": place["group"],
        "folderUid": place["folder_uid"],
        "interval": forms.seconds(one.body["interval"]),
        "rules": rules,
    }
    answer = api("PUT", path, body)
    assert answer.status_code == 200, answer.text
    live: Any = api("GET", path).json()
    return forms.group_to_file(live, folder=place["folder_uid"], org_id=1)


@pytest.mark.parametrize("case", CASES)
def test_data_sources_come_back_as_they_were_sent(api: Api, case: str) -> None:
    """With what the server fills in, and with our mark."""
    for bundle in wanted(case, api.server.profile)[:1]:
        for one in bundle.of_kind("datasource"):
            body = {**plain(one.body), "url": forms.expanded(one.body["url"])}
            assert api("POST", "/api/datasources", body).ok
            live = api("GET", f"/api/datasources/uid/{one.uid}").json()
            agree("datasource", {**live, "url": one.body["url"]}, one.body)


def test_the_kinds_that_carry_a_mark_are_all_read_back() -> None:
    """What is never compared with a server's answer here would not be known to agree."""
    assert set(MARKED) == {"dashboard", "grafana-rules", "datasource"}


@pytest.mark.parametrize("refresh", ["1s", "5s", "1m", "", "1h30m"])
def test_a_refresh_that_the_server_raises(api: Api, refresh: str) -> None:
    """It is raised to the lowest without a word."""
    model: Json = {"uid": "d", "title": "D", "refresh": refresh, "panels": [], "schemaVersion": 38}
    api.save(**model)
    agree("dashboard", api.dashboard()["dashboard"], model)
