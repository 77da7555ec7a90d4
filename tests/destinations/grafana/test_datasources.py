"""Data sources: compared as provisioning files have them, marked, and never the default in place of another."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from grafana_kit.errors import AuthError, ConflictError, ServerError
from grafana_kit.model.change import Change, Mark
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.client import Client
from grafana_kit.transport.failures import NoAnswerError
from tests.destinations.grafana.helpers import RUN, Project, datasource, exact, opened, reads, writes
from tests.fakes.grafana import GrafanaServer

SOURCE = datasource()
CHANGED = datasource(url="http://other:9090")
PATH = "/api/datasources"


def client(project: Project) -> Client:
    """Return the destination's own client, for what somebody else does."""
    return project.destination.server.client


def theirs(project: Project, **body: Any) -> None:
    """Make a data source by hand."""
    plain = {"uid": "theirs", "name": "Theirs", "type": "prometheus", "access": "proxy", "url": "http://t"}
    client(project).send("POST", PATH, {**plain, **body})


def edit(project: Project, uid: str = "prometheus", **body: Any) -> None:
    """Change a data source by hand."""
    live = client(project).get(f"{PATH}/uid/{uid}").data
    client(project).send("PUT", f"{PATH}/uid/{uid}", {**live, **body})


def live(project: Project, uid: str = "prometheus") -> Any:
    """Return a data source as the server holds it."""
    return project.server.dump()["datasources"][uid]


def test_a_new_data_source(project: Project) -> None:
    """Made once, with our mark in its jsonData; the next push writes nothing."""
    change = project.change(SOURCE)
    project.server.clear_log()
    applied = project.apply(change)
    assert writes(project.server) == [("POST", PATH)]
    sent = project.server.requests(writes=True)[0].body
    mark = Mark("shop", RUN, digest("datasource", SOURCE.body))
    assert sent["jsonData"]["grafanaKit"] == f"project=shop run={RUN} sha={mark.digest}"
    assert not {"editable", "orgId", "version"} & set(sent)
    assert applied.seen is not None
    assert (applied.seen.mark, applied.seen.since, applied.seen.version) == (mark, "nothing", 1)
    assert digest("datasource", applied.seen.body) == mark.digest
    project.settled(SOURCE)


def test_a_changed_data_source_is_written_under_its_version(project: Project) -> None:
    """And an edit by somebody else is seen as one."""
    project.push(SOURCE)
    assert project.seen(CHANGED).since == "nothing"
    project.push(CHANGED)
    assert (live(project)["url"], live(project)["version"]) == ("http://other:9090", 2)
    edit(project, url="http://mine")
    seen = project.seen(CHANGED)
    assert (seen.since, seen.mark) == ("edited", Mark("shop", RUN, digest("datasource", CHANGED.body)))
    assert project.plan(CHANGED).conflicts


def test_a_dollar_in_a_file_is_two(project: Project) -> None:
    """Files are expanded, the API is not."""
    source = datasource(url="http://prometheus/$$x")
    project.push(source)
    assert live(project)["url"] == "http://prometheus/$x"
    project.settled(source)


def test_secrets_are_sent_and_never_read(project: Project) -> None:
    """The server keeps them when they are not sent."""
    source = datasource(basicAuth=True, basicAuthUser="me", secureJsonData={"basicAuthPassword": "p"})
    project.push(source)
    assert live(project)["secrets"] == {"basicAuthPassword": "p"}
    project.settled(source)
    project.push(datasource(basicAuth=True, basicAuthUser="you"))
    assert live(project)["secrets"] == {"basicAuthPassword": "p"}


def test_what_was_there_before_is_unknown_and_another_projects_is_theirs(
    project: Project, grafana: GrafanaServer
) -> None:
    """Both are conflicts."""
    theirs(project, uid="prometheus", name="Prometheus")
    assert (project.seen(SOURCE).mark, project.seen(SOURCE).since) == (None, "unknown")
    with opened(grafana, "other") as destination:
        Project(destination, grafana).push(CHANGED, force=True)
    seen = project.seen(SOURCE)
    assert seen.mark is not None
    assert (seen.mark.project, seen.since) == ("other", "unknown")


def test_a_provisioned_data_source_is_told_in_the_plan(project: Project) -> None:
    """Files on the server own it."""
    project.push(SOURCE)
    project.server.ui("set_datasource", uid="prometheus", changes={"readOnly": True})
    assert project.seen(CHANGED).provisioned
    with pytest.raises(ServerError, match="is read-only"):
        project.apply(evolve(project.plan(CHANGED).changes[0], action="update"))


def test_a_name_that_is_taken_is_in_the_way(project: Project) -> None:
    """Names are unique."""
    theirs(project, name="Prometheus")
    found = project.read(SOURCE)
    assert set(found) == {("datasource", "theirs")}
    assert project.plan(SOURCE).conflicts


def test_other_data_sources_are_nobodys_business(project: Project) -> None:
    """They are in the list, and not looked at."""
    theirs(project)
    project.push(SOURCE)
    project.server.clear_log()
    assert set(project.read(SOURCE)) == {("datasource", "prometheus")}
    assert f"{PATH}/uid/theirs" not in reads(project.server)


def test_one_of_ours_that_is_no_longer_wanted_is_found_and_deleted(project: Project) -> None:
    """By its mark."""
    project.push(SOURCE, datasource("second", "Second"))
    assert [one.uid for one in project.plan(SOURCE).prunable] == ["second"]
    project.push(SOURCE, prune=True)
    assert set(project.server.contents()["datasources"]) == {"prometheus"}


def test_one_that_vanishes_while_we_read_is_not_there(project: Project) -> None:
    """Between the list and the look at it."""
    project.push(SOURCE)
    project.server.fault(path="/uid/prometheus$", status=404, body='{"message": "Data source not found"}')
    assert project.read(SOURCE) == {}


# --- the default ------------------------------------------------------------------------------------

DEFAULT = datasource(isDefault=True)


def test_the_first_becomes_the_default(project: Project) -> None:
    """Nobody else's was."""
    applied = project.push(DEFAULT)
    assert live(project)["isDefault"]
    assert applied[0].note == ""
    project.settled(DEFAULT)


def test_the_default_is_not_taken_from_another(project: Project) -> None:
    """That would change somebody else's data source; it is said, and it is no difference for ever."""
    theirs(project, isDefault=True)
    applied = project.push(DEFAULT)
    assert applied[0].note == "another data source stays the default one"
    assert live(project, "theirs")["isDefault"]
    assert not live(project)["isDefault"]
    project.settled(DEFAULT)
    assert project.destination.notes == (
        'the data source theirs is the default one and stays it, not "Prometheus"',
    )
    project.push(datasource(isDefault=True, url="http://new"))
    assert live(project, "theirs")["isDefault"]


def test_another_default_is_no_edit_of_ours(project: Project) -> None:
    """Somebody made theirs the default, or deleted it: ours is as we left it."""
    project.push(DEFAULT)
    theirs(project, isDefault=True)
    assert not live(project)["isDefault"]
    assert project.seen(datasource(isDefault=True, url="http://new")).since == "nothing"
    project.settled(DEFAULT)
    client(project).send("DELETE", f"{PATH}/uid/theirs")
    assert project.change(DEFAULT).action == "update"
    project.push(DEFAULT)
    assert live(project)["isDefault"]


# --- locks and lost answers -------------------------------------------------------------------------


def prepared(project: Project, action: str) -> Change:
    """Return a change that creates, updates or deletes the data source, with the log cleared."""
    if action != "create":
        project.push(SOURCE)
    wanted = {"create": [SOURCE], "update": [CHANGED], "delete": [datasource("z", "Z")]}[action]
    pending = project.plan(*wanted, prune=True, prune_all=True).pending
    project.server.clear_log()
    return next(one for one in pending if one.uid == "prometheus")


@pytest.mark.parametrize("action", ["update", "delete"])
def test_an_edit_since_the_plan_is_a_conflict(project: Project, action: str) -> None:
    """Compared right before, as not every version has a lock."""
    change = prepared(project, action)
    edit(project, url="http://mine")
    with pytest.raises(ConflictError, match="was changed on the server since the plan was made"):
        project.apply(change)
    assert live(project)["url"] == "http://mine"


def test_one_that_somebody_made_since_the_plan_is_a_conflict(project: Project) -> None:
    """Of our uid, or of our name."""
    change = prepared(project, "create")
    theirs(project, uid="prometheus", name="P")
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)
    client(project).send("DELETE", f"{PATH}/uid/prometheus")
    theirs(project, name="Prometheus")
    with pytest.raises(ConflictError, match="data source with the same name already exists"):
        project.apply(change)


def test_one_that_somebody_deleted_since_the_plan(project: Project) -> None:
    """Nothing to delete; nothing to update either."""
    update, delete = prepared(project, "update"), prepared(project, "delete")
    client(project).send("DELETE", f"{PATH}/uid/prometheus")
    assert project.apply(delete).note == "it was gone already"
    with pytest.raises(ConflictError):
        project.apply(update)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_a_lost_answer_is_looked_after(project: Project, action: str, when: str) -> None:
    """Written once."""
    change = prepared(project, action)
    project.server.fault(method="POST|PUT|DELETE", cut=when)
    applied = project.apply(change)
    if action == "delete":
        assert project.server.contents()["datasources"] == {}
    else:
        assert applied.seen is not None
        assert applied.seen.since == "nothing"
        assert live(project)["version"] == (1 if action == "create" else 2)
        assert len(writes(project.server)) == (2 if when == "before" else 1)


def test_an_edit_in_place_of_a_lost_answer_is_a_conflict(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as before nor ours."""
    change = prepared(project, "update")
    project.server.fault(method="PUT", cut="before")
    send = Client.send

    def and_then(self: Client, method: str, path: str, *arguments: Any, **more: Any) -> Any:
        try:
            return send(self, method, path, *arguments, **more)
        except NoAnswerError:
            monkeypatch.undo()
            edit(project, url="http://mine")
            raise

    monkeypatch.setattr(Client, "send", and_then)
    with pytest.raises(ConflictError, match="was changed on the server"):
        project.apply(change)
    assert live(project)["url"] == "http://mine"


def test_an_answer_about_another_one_is_an_alarm(project: Project) -> None:
    """The uid must be the one that was sent."""
    change = prepared(project, "create")
    body = '{"datasource": {"uid": "theirs", "name": "P", "type": "prometheus"}}'
    project.server.fault(method="POST", status=200, body=body)
    with pytest.raises(ConflictError, match="the server wrote theirs instead"):
        project.apply(change)


def test_rights_that_are_missing_are_named(project: Project) -> None:
    """By their action."""
    change = prepared(project, "create")
    project.server.permit({"datasources:read": ["*"]})
    with pytest.raises(AuthError, match="we lack the permission datasources:create"):
        project.apply(change)


def test_an_earlier_state_is_put_back_with_the_mark_that_it_had(project: Project) -> None:
    """None, for what was made by hand; ours, for what was ours."""
    theirs(project, uid="prometheus", name="Prometheus")
    before, contents = project.seen(SOURCE), project.server.contents()
    project.push(SOURCE, force=True)
    first = project.seen(CHANGED)
    project.push(CHANGED)
    project.apply(exact(("datasource", "prometheus"), first, project.seen(SOURCE)))
    assert project.seen(CHANGED).since == "nothing"
    project.apply(exact(("datasource", "prometheus"), before, project.seen(CHANGED)))
    assert project.server.contents() == contents
    assert project.seen(SOURCE).mark is None
