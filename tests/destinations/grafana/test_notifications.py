"""Contact points, mute timings and routes: they carry no mark, so they are compared; the policy tree is everybody's."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from grafana_kit.errors import AuthError, ConflictError, ServerError
from grafana_kit.model.change import Change
from grafana_kit.model.environment import Environment, Grafana
from grafana_kit.model.resource import Kind, Resource
from grafana_kit.render.grafana_rules import shadow_resources
from grafana_kit.transport.client import Client
from grafana_kit.transport.failures import NoAnswerError
from tests.destinations.grafana.helpers import HERE, Project, exact, opened, writes
from tests.fakes.grafana import GrafanaServer

SHADOW = tuple(shadow_resources(Environment(name="dev", project="shop", grafana=Grafana(version="10.2"))))
POINT, TIMING, ROUTE = SHADOW
POINTS = "/api/v1/provisioning/contact-points"
TIMINGS = "/api/v1/provisioning/mute-timings"
POLICIES = "/api/v1/provisioning/policies"
PLACES: dict[Kind, str] = {"contact-point": POINTS, "mute-timing": TIMINGS, "notification-route": POLICIES}


def hook(uid: str = "hook", url: str = "http://hook", **settings: Any) -> dict[str, Any]:
    """Return a receiver."""
    return {
        "uid": uid,
        "type": "webhook",
        "settings": {"url": url, **settings},
        "disableResolveMessage": False,
    }


def point(*receivers: dict[str, Any], name: str = "team") -> Resource:
    """Return a contact point."""
    return Resource("contact-point", name, name, "", {"name": name, "receivers": list(receivers)}, HERE)


def send(project: Project, method: str, path: str, body: Any = None) -> Any:
    """Send a request as somebody else would."""
    headers = {"X-Disable-Provenance": "true"}
    return project.destination.server.client.send(method, path, body, headers=headers).data


def contents(project: Project, kind: Kind) -> Any:
    """Return what the server holds of a kind."""
    key = {"contact-point": "contact_points", "mute-timing": "mute_timings", "notification-route": "policy"}[
        kind
    ]
    return project.server.contents()[key]


def pushed(project: Project) -> None:
    """Push all three, and clear the log."""
    project.push(*SHADOW)
    project.server.clear_log()


def changed(project: Project, resource: Resource) -> Change:
    """Return a change of a resource that is there: what a push would have to be forced to."""
    new: dict[Kind, dict[str, Any]] = {
        "contact-point": {"receivers": [{**POINT.body["receivers"][0], "settings": {"url": "http://new"}}]},
        "mute-timing": {"time_intervals": [{"weekdays": ["monday"]}]},
        "notification-route": {"mute_time_intervals": []},
    }
    other = evolve(resource, body={**resource.body, **new[resource.kind]})
    others = [one for one in SHADOW if one.kind != resource.kind]
    return project.change(*others, other, force=True)


def first(project: Project, resource: Resource) -> Change:
    """Return the change that makes a resource, after those that it needs were made."""
    for one in SHADOW[: SHADOW.index(resource)]:
        project.push(one)
    return project.change(resource)


# --- all three --------------------------------------------------------------------------------------


def test_all_three_are_made_and_a_second_push_writes_nothing(project: Project) -> None:
    """In the order in which they need each other; without them nothing is asked for."""
    project.push(*SHADOW)
    assert [path for _, path in writes(project.server)] == [POINTS, TIMINGS, POLICIES]
    project.settled(*SHADOW)
    project.server.clear_log()
    project.read()
    assert not [one for one in project.server.requests() if one.path in PLACES.values()]


@pytest.mark.parametrize("resource", SHADOW)
def test_a_change_is_a_conflict_as_nothing_tells_whose_it_is(project: Project, resource: Resource) -> None:
    """It can be forced."""
    pushed(project)
    seen = project.seen(resource)
    assert (seen.mark, seen.since) == (None, "unknown")
    project.apply(changed(project, resource))
    assert len(writes(project.server)) == 1
    assert project.plan(*SHADOW).conflicts[0].kind == resource.kind


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("resource", SHADOW)
def test_a_lost_answer_is_looked_after(project: Project, resource: Resource, when: str) -> None:
    """Making, changing, deleting: once."""
    place = PLACES[resource.kind]
    project.server.fault(method="POST|PUT", path=place, cut=when)
    pushed(project)
    change = changed(project, resource)
    project.server.fault(method="PUT", path=place, cut=when)
    project.apply(change)
    assert [one.kind for one in project.plan(*SHADOW).conflicts] == [resource.kind]
    for one in reversed(SHADOW):
        there = project.seen(one)
        if one.kind == resource.kind:
            project.server.fault(method="PUT|DELETE", path=place, cut=when)
        project.apply(exact((one.kind, one.uid), None, there))
    assert project.read(*SHADOW) == {}


@pytest.mark.parametrize("resource", SHADOW)
def test_a_server_that_stays_away_is_an_error(project: Project, resource: Resource) -> None:
    """After looking each time."""
    change = first(project, resource)
    project.server.clear_log()
    project.server.fault(method="POST|PUT", path=PLACES[resource.kind], times=None, status=504, body="")
    with pytest.raises(NoAnswerError):
        project.apply(change)
    assert len(writes(project.server)) == 3


@pytest.mark.parametrize("resource", SHADOW)
def test_what_is_gone_already_needs_no_deletion(project: Project, resource: Resource) -> None:
    """And a change of it is a conflict."""
    pushed(project)
    there, change = project.seen(resource), changed(project, resource)
    for one in reversed(SHADOW):
        project.apply(exact((one.kind, one.uid), None, project.seen(one)))
    if resource.kind != "notification-route":
        assert project.apply(exact((resource.kind, resource.uid), None, there)).note == "it was gone already"
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)


@pytest.mark.parametrize("resource", SHADOW)
def test_an_edit_since_the_plan_is_a_conflict(project: Project, resource: Resource) -> None:
    """Made meanwhile, or changed."""
    pushed(project)
    update, delete = (
        changed(project, resource),
        exact((resource.kind, resource.uid), None, project.seen(resource)),
    )
    new = evolve(update, seen=None, action="create")
    edits: dict[Kind, Any] = {
        "contact-point": lambda: send(project, "POST", POINTS, {**hook("second"), "name": POINT.title}),
        "mute-timing": lambda: edit_timing(project),
        "notification-route": lambda: edit_route(project),
    }
    edits[resource.kind]()
    before = contents(project, resource.kind)
    for change in (update, delete, new):
        with pytest.raises(ConflictError, match="was changed on the server"):
            project.apply(change)
    assert contents(project, resource.kind) == before


def edit_timing(project: Project) -> None:
    """Change the mute timing as another client does."""
    body = {"name": TIMING.title, "time_intervals": [{"months": ["1"]}]}
    project.destination.server.client.send("PUT", f"{TIMINGS}/{TIMING.title.replace(' ', '%20')}", body)


def edit_route(project: Project) -> None:
    """Change our route as somebody does in the browser."""
    tree = send(project, "GET", POLICIES)
    tree["routes"] = [{**one, "continue": True} for one in tree["routes"]]
    send(project, "PUT", POLICIES, tree)


@pytest.mark.parametrize("resource", SHADOW)
def test_what_files_provision_is_told_in_the_plan(project: Project, resource: Resource) -> None:
    """The API refuses to write it."""
    pushed(project)
    state = project.server.dump()
    for one in state["contact_points"]:
        one["provenance"] = "file"
    state["mute_timings"][TIMING.title]["provenance"] = "file"
    state["policy"]["provenance"] = "file"
    project.server.load(state)
    assert project.seen(resource).provisioned
    if resource is ROUTE:
        state["policy"]["routes"] = []
        project.server.load(state)
        assert project.plan(*SHADOW).conflicts[0].kind == "notification-route"


@pytest.mark.parametrize("resource", SHADOW)
def test_rights_that_are_missing_are_named(project: Project, resource: Resource) -> None:
    """By their action."""
    change = first(project, resource)
    project.server.permit({"alert.provisioning:read": ["*"]})
    with pytest.raises(AuthError, match=r"we lack the permission alert\.provisioning:write"):
        project.apply(change)


@pytest.mark.parametrize("provenance", ["api", "none"])
def test_the_provenance_is_the_same_on_every_write(grafana: GrafanaServer, provenance: str) -> None:
    """Of what is ours; the tree keeps the one that it has, whatever ours is."""
    with opened(grafana, provenance=provenance) as destination:
        project = Project(destination, grafana)
        project.push(*SHADOW)
        for one in (POINT, TIMING):
            project.apply(changed(project, one))
            project.push(*SHADOW, force=True)
    sent = [one for one in grafana.requests(writes=True) if one.path != POLICIES]
    assert {"x-disable-provenance" in one.headers for one in sent} == {provenance == "none"}
    assert contents(project, "notification-route").get("provenance") is None


# --- contact points ---------------------------------------------------------------------------------


def test_a_contact_point_of_several_receivers(project: Project) -> None:
    """Each is written for itself; one that is no longer wanted goes."""
    project.push(point(hook("one"), hook("two")))
    project.settled(point(hook("one"), hook("two")))
    new = point(hook("three"), hook("two", "http://new"))
    project.server.clear_log()
    project.push(new, force=True)
    assert writes(project.server) == [("POST", POINTS), ("PUT", f"{POINTS}/two"), ("DELETE", f"{POINTS}/one")]
    project.settled(new)


def test_secrets_that_the_server_hides_are_taken_to_be_as_wanted(project: Project) -> None:
    """Nobody can tell; what else differs is seen."""
    secret = point(hook(password="of-the-hook"))  # noqa: S106
    project.push(secret)
    project.settled(secret)
    project.push(point(hook(url="http://new", password="of-the-hook")), force=True)  # noqa: S106
    stored = [one for one in contents(project, "contact-point") if one["name"] == "team"]
    assert stored[0]["settings"] == {"url": "http://new", "password": "of-the-hook"}


def test_other_contact_points_are_nobodys_business(project: Project) -> None:
    """Also in the same list."""
    send(project, "POST", POINTS, {**hook("theirs"), "name": "theirs"})
    project.push(point(hook()))
    project.apply(exact(("contact-point", "team"), None, project.seen(point(hook()))))
    assert [one["name"] for one in contents(project, "contact-point")] == ["grafana-default-email", "theirs"]


def test_a_receivers_uid_that_is_taken_is_an_error(project: Project) -> None:
    """In the server's words."""
    send(project, "POST", POINTS, {**hook(), "name": "theirs"})
    with pytest.raises(ServerError, match="already exist"):
        project.push(point(hook()))


# --- the tree ---------------------------------------------------------------------------------------

THEIRS = {"receiver": "grafana-default-email", "object_matchers": [["team", "=", "x"]], "continue": True}
TREE = {
    "receiver": "grafana-default-email",
    "group_by": ["alertname"],
    "group_wait": "7s",
    "routes": [THEIRS],
}


@pytest.mark.parametrize("provenance", ["", "api"])
def test_our_route_is_put_in_front_and_the_rest_of_the_tree_stays(project: Project, provenance: str) -> None:
    """To the byte, its provenance too; and is taken out again."""
    client = project.destination.server.client
    client.send("PUT", POLICIES, TREE, headers={} if provenance else {"X-Disable-Provenance": "true"})
    before = contents(project, "notification-route")
    project.push(*SHADOW)
    after = contents(project, "notification-route")
    assert after == {**before, "routes": [ROUTE.body, THEIRS]}
    project.apply(exact(("notification-route", ROUTE.uid), None, project.seen(ROUTE)))
    assert contents(project, "notification-route") == before


def test_our_route_is_changed_where_it_is(project: Project) -> None:
    """Somebody may have moved it, and has reasons."""
    pushed(project)
    send(project, "PUT", POLICIES, {**TREE, "routes": [THEIRS, ROUTE.body]})
    project.apply(changed(project, ROUTE))
    routes = contents(project, "notification-route")["routes"]
    assert [one["receiver"] for one in routes] == [THEIRS["receiver"], ROUTE.body["receiver"]]
    assert routes[1]["mute_time_intervals"] == []


def test_another_edit_of_the_tree_is_kept(project: Project) -> None:
    """It is read again right before it is written."""
    project.push(POINT, TIMING)
    change = project.change(*SHADOW)
    send(project, "PUT", POLICIES, TREE)
    project.apply(change)
    assert contents(project, "notification-route")["routes"] == [ROUTE.body, THEIRS]


# --- mute timings -----------------------------------------------------------------------------------


def test_a_mute_timing_is_written_under_its_version(
    new_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newer servers have one, and refuse another."""
    pushed(new_project)
    change = changed(new_project, TIMING)
    new_project.apply(change)
    assert new_project.server.requests(writes=True)[0].body["version"]
    send_real = Client.send

    def late(self: Client, method: str, path: str, body: Any = None, **more: Any) -> Any:
        return send_real(self, method, path, {**body, "version": "0"} if method == "PUT" else body, **more)

    back = evolve(change, wanted=TIMING.body, seen=new_project.seen(TIMING))
    monkeypatch.setattr(Client, "send", late)
    with pytest.raises(ConflictError, match="provided version"):
        new_project.apply(back)
