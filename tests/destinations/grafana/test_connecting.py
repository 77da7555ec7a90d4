"""Opening a destination: one look at the server, and every reason why it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.app.config import connection_settings
from grafana_kit.destinations.grafana import GrafanaDestination, connect
from grafana_kit.destinations.grafana.server import Version
from grafana_kit.errors import AuthError, KitError, ProjectError, ServerError, VersionError
from tests.destinations.grafana.helpers import (
    Project,
    dashboard,
    environment,
    folders,
    opened,
    patience,
    reads,
)
from tests.fakes.grafana import GrafanaServer, faults


def connected(
    server: GrafanaServer, environ: Mapping[str, str] | None = None, *, force: bool = False, **grafana: Any
) -> GrafanaDestination:
    """Open a destination and close its connections."""
    env, variables = environment(server, **grafana), {"T": server.token} if environ is None else environ
    made = connect(
        env,
        Path(),
        variables,
        connection=connection_settings(env, variables),
        force_version=force,
        patience=patience(),
    )
    made.close()
    return made


def refused(server: GrafanaServer, kind: type[KitError], **more: Any) -> KitError:
    """Return why a destination is not opened."""
    with pytest.raises(kind) as caught:
        connected(server, **more)
    error = caught.value
    assert type(error).__mro__.index(kind) <= 1
    assert error.hint
    assert "\n" not in error.summary
    assert server.token not in f"{error} {error.details}"
    return error


def test_a_server_is_asked_once(grafana: GrafanaServer) -> None:
    """For its version, without a word about who we are being needed."""
    destination = connected(grafana)
    assert reads(grafana) == ["/api/health"]
    assert destination.version == {"10.2": "10.2.3", "13": "13.3.0"}[grafana.profile]
    assert destination.notes == ()
    assert destination.backend.name == "/api"


def test_a_version_that_the_health_check_hides_is_found_elsewhere(grafana: GrafanaServer) -> None:
    """Some services hide it; the browser's settings have it."""
    grafana.set(hide_version=True)
    assert connected(grafana).server.version.major == int(grafana.profile.partition(".")[0])
    assert reads(grafana) == ["/api/health", "/api/frontend/settings"]


@pytest.mark.parametrize("version", ["9.5.0", "8.0.0", "14.0.0", "99.1"])
def test_a_version_that_is_not_known_is_refused(grafana: GrafanaServer, version: str) -> None:
    """Exit 6, unless one insists."""
    grafana.set(version=version)
    error = refused(grafana, VersionError)
    assert error.summary == f"Grafana {version} is not supported: 10 to 13 are"
    assert error.exit_code == 6
    assert connected(grafana, force=True).version == version


@pytest.mark.parametrize("version", ["10.0.0", "10.4.19", "11.6.0+security-01", "12.2.0-pre", "13.0.1-17204"])
def test_a_version_that_is_known_is_taken(grafana: GrafanaServer, version: str) -> None:
    """Whatever follows its numbers."""
    grafana.set(version=version)
    assert connected(grafana).version == version


@pytest.mark.parametrize("settings", ["{}", "[]", '{"buildInfo": {}}', '{"buildInfo": null}'])
def test_a_server_that_does_not_say_its_version(grafana: GrafanaServer, settings: str) -> None:
    """Then the project file's counts, if one insists."""
    grafana.set(hide_version=True)
    grafana.fault(path="frontend/settings", times=None, body=settings)
    error = refused(grafana, VersionError)
    assert error.summary == "the server does not say which version of Grafana it is"
    assert connected(grafana, force=True).version == grafana.profile


def test_a_version_that_is_none(grafana: GrafanaServer) -> None:
    """Quoted, and not too long."""
    grafana.set(version="main" + "x" * 100)
    assert refused(grafana, VersionError).summary.endswith(f'but "main{"x" * 36}"')


def test_another_version_than_the_project_is_built_for_is_told(grafana: GrafanaServer) -> None:
    """Dashboards are rendered for one."""
    destination = connected(grafana, version="11.0")
    assert len(destination.notes) == 1
    assert "dev is built for 11.0: set grafana: {version: " in destination.notes[0]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ({"body": '{"status": "ok"}'}, ServerError, "this does not look like Grafana"),
        ({"body": "[1]"}, ServerError, "this does not look like Grafana"),
        ({"status": 404, "body": '{"message": "page not found"}'}, ServerError, "the server does not find this: page not found"),
        ({"status": 503, "body": '{"database": "failing"}'}, ServerError, "Grafana is up, and its database is not"),
        (faults.html_page(502), ServerError, "the server is not there for us (502): 502 Bad Gateway"),
        (faults.html_page(503), ServerError, "this does not look like Grafana: 502 Bad Gateway"),
        (faults.login_page(), AuthError, "the server answers with a sign-in page"),
        (faults.login_redirect(), AuthError, "the server sends us to a sign-in page (/login)"),
        (faults.login_redirect("https://other.example.org/api/health"), ServerError,
         "the server sends us elsewhere (https://other.example.org/api/health)"),
        ({"body": "<html><title>Welcome to nginx!</title></html>", "content_type": "text/html", "status": 200},
         ServerError, "the server answers with a web page, not with JSON: Welcome to nginx!"),
        ({"content_type": "text/plain"}, ServerError, "the answer is text/plain, not JSON"),
        ({"truncate": 20}, ServerError, "the connection broke off"),
        ({"cut": "before"}, ServerError, "the connection broke off"),
        ({"body": '{"database'}, ServerError, "the answer is broken off: its JSON has no end"),
    ],
)  # fmt: skip
def test_a_server_that_is_not_what_it_should_be(
    grafana: GrafanaServer, fault: dict[str, Any], kind: type[KitError], said: str
) -> None:
    """Told at once, without waiting for it."""
    grafana.fault(path="/api/health", times=None, **fault)
    error = refused(grafana, kind)
    assert error.summary == said
    assert "/api/health" in error.where
    assert len(grafana.requests()) == 1


def test_a_path_that_is_missing_or_wrong(grafana: GrafanaServer) -> None:
    """What is outside of Grafana's sub-path is another site's."""
    error = refused(grafana, ServerError, url=f"{grafana.url}/wrong")
    assert error.summary.startswith("the server does not find this")
    assert "its path too" in error.hint
    grafana.clear_log()  # the published API has no such path


def test_a_sub_path_is_kept() -> None:
    """In every request of a push."""
    with GrafanaServer("13", sub_path="/team/grafana") as server, opened(server) as destination:
        project = Project(destination, server)
        board = [*folders("Team"), dashboard()]
        project.push(*board)
        project.settled(*board)


def test_secrets_that_are_missing_are_told_before_anything_is_sent(grafana: GrafanaServer) -> None:
    """And so is an address that everybody could listen to."""
    refused(grafana, AuthError, environ={})
    refused(grafana, ProjectError, url="http://grafana.example.org")
    assert grafana.requests() == []


def test_user_and_password_do_as_well(grafana: GrafanaServer) -> None:
    """With the organisation named."""
    env = environment(grafana, token_env=None, username=grafana.user, password_env="P")  # noqa: S106
    environ = {"P": grafana.password}
    settings = connection_settings(env, environ)
    destination = connect(env, Path(), environ, connection=settings, patience=patience())
    project = Project(destination, grafana)
    project.push(*folders("Team"))
    destination.close()
    assert {one.headers["x-grafana-org-id"] for one in grafana.requests()} == {"1"}
    assert grafana.dump()["folders"]["team-folder"]["created_by"] == grafana.user


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10.2.3", (10, 2, 3)),
        ("11.5", (11, 5, 0)),
        ("13.3.0-pre", (13, 3, 0)),
        ("12.0.0+security-01", (12, 0, 0)),
    ],
)
def test_versions_are_read(text: str, numbers: tuple[int, int, int]) -> None:
    """And compared by their numbers."""
    version = Version.read(text)
    assert version is not None
    assert (version.numbers, version.major, version.text) == (numbers, numbers[0], text)


@pytest.mark.parametrize("text", ["", "x", "v10.2.3", "10", "dev"])
def test_what_is_no_version(text: str) -> None:
    """Nothing is guessed."""
    assert Version.read(text) is None


@pytest.mark.parametrize(
    ("version", "abilities"),
    [
        # one title per folder, per organisation's folders, per folder's rules; new rules in a group; deletes; nests
        ("10.2.3", (True, True, True, False, False, False)),
        ("11.2.9", (True, True, True, False, True, True)),
        ("11.3.0", (False, True, True, False, True, True)),
        ("11.5.2", (False, True, True, True, True, True)),
        ("11.6.1", (False, True, True, True, True, True)),
        ("12.0.0", (False, False, False, True, True, True)),
        ("13.3.0", (False, False, False, True, True, True)),
    ],
)
def test_what_versions_can_do(version: str, abilities: tuple[bool, ...]) -> None:
    """Each change is where the issues and sources say it was."""
    found = Version.read(version)
    assert found is not None
    assert abilities == (
        found.unique_titles,
        found.unique_folders,
        found.unique_rules,
        found.new_rules_in_group,
        found.deletes_groups,
        found.nests_folders,
    )
