"""Where a connection goes, and which credentials may go there."""

from __future__ import annotations

import pytest

from grafana_kit.app.config import Row, connection_settings, environment_rows
from grafana_kit.errors import ProjectError, UsageError
from grafana_kit.model.environment import Environment, Grafana, Origin
from grafana_kit.model.source import Source

OWN = "https://example.org/grafana"
PLACE = Origin("environment", Source("kit.yaml", 9))


def environment(**grafana: object) -> Environment:
    """Make an environment with this Grafana."""
    return Environment(
        "prod",
        "shop",
        grafana=Grafana(**{"url": OWN, **grafana}),  # type: ignore[arg-type]  # the tests' own words
        origin=Source("kit.yaml", 5),
        origins={"grafana.url": PLACE},
    )


ALL = {
    "token_env": "PROD_TOKEN",
    "token_file": "/token",
    "username": "u",
    "password_env": "PROD_PASSWORD",
    "password_file": "/password",
    "cert_file": "/cert",
    "key_file": "/key",
    "headers_env": {"X-Proxy": "PROXY_HEADER"},
}


def test_the_environments_own_url_gets_its_own_credentials() -> None:
    """Names of sources, all of them."""
    found = connection_settings(environment(**ALL, ca_file="/ca", org_id=3, allow_http=True), {})
    assert (found.url, found.origin, found.own) == (OWN, PLACE, True)
    assert {name: getattr(found, name) for name in ALL} == ALL
    assert (found.ca_file, found.org_id, found.allow_http) == ("/ca", 3, True)


@pytest.mark.parametrize(
    ("environ", "flag", "url", "origin"),
    [
        ({}, "https://flag.example/", "https://flag.example", Origin("flag")),
        (
            {"GRAFANA_URL": "https://a.example/", "GRAFANA_SERVER": "https://b.example"},
            None,
            "https://a.example",
            Origin("environment variable", variable="GRAFANA_URL"),
        ),
        (
            {"GRAFANA_URL": "", "GRAFANA_SERVER": "https://b.example"},
            None,
            "https://b.example",
            Origin("environment variable", variable="GRAFANA_SERVER"),
        ),
        (
            {"GRAFANA_URL": "https://a.example"},
            "https://flag.example",
            "https://flag.example",
            Origin("flag"),
        ),
    ],
)
def test_a_url_from_elsewhere_wins_and_gets_none_of_the_environments_credentials(
    environ: dict[str, str], flag: str | None, url: str, origin: Origin
) -> None:
    """Flag before environment variable before project file; production's token stays at production."""
    found = connection_settings(environment(**ALL), {**environ, "PROD_TOKEN": "hunter2"}, url=flag)
    assert (found.url, found.origin, found.own) == (url, origin, False)
    assert not any(getattr(found, name) for name in ALL)


def test_the_token_of_the_shell_goes_to_the_url_of_the_shell() -> None:
    """GRAFANA_TOKEN belongs to GRAFANA_URL, whatever the environment names."""
    environ = {"GRAFANA_URL": "https://a.example", "GRAFANA_TOKEN": "hunter2", "PROD_TOKEN": "hunter3"}
    found = connection_settings(environment(**ALL), environ)
    assert found.token_env == "GRAFANA_TOKEN"  # noqa: S105 - a variable's name
    assert "hunter" not in repr(found)


def test_the_same_url_from_the_shell_is_still_the_environments_own() -> None:
    """It is the place that counts, a slash at the end does not."""
    found = connection_settings(environment(token_env="PROD_TOKEN"), {"GRAFANA_URL": f"{OWN}/"})  # noqa: S106
    assert (found.own, found.token_env) == (True, "PROD_TOKEN")


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"GRAFANA_TOKEN": "x"}, "GRAFANA_TOKEN"),
        ({"GRAFANA_SERVICE_ACCOUNT_TOKEN": "x"}, "GRAFANA_SERVICE_ACCOUNT_TOKEN"),
        ({"GRAFANA_TOKEN": "x", "GRAFANA_SERVICE_ACCOUNT_TOKEN": "y"}, "GRAFANA_TOKEN"),
        ({"GRAFANA_TOKEN": ""}, None),
        ({}, None),
    ],
)
def test_an_environment_that_names_no_credentials_uses_the_shells_token(
    environ: dict[str, str], name: str | None
) -> None:
    """The usual way of a pipeline: the URL in the file, the token in the runner's secrets."""
    assert connection_settings(environment(), environ).token_env == name


def test_an_environments_own_token_is_not_replaced_by_the_shells() -> None:
    """A developer's token in the shell does not push to production."""
    found = connection_settings(environment(token_env="PROD_TOKEN"), {"GRAFANA_TOKEN": "x"})  # noqa: S106
    assert found.token_env == "PROD_TOKEN"  # noqa: S105
    with_user = environment(username="u", password_env="P")  # noqa: S106
    assert connection_settings(with_user, {"GRAFANA_TOKEN": "x"}).token_env is None


def test_without_a_url_the_error_says_where_to_write_it() -> None:
    """The place is the environment's."""
    with pytest.raises(ProjectError, match='environment "prod" has no Grafana URL') as caught:
        connection_settings(environment(url=None), {})
    assert caught.value.where == "kit.yaml:5"
    assert "GRAFANA_URL" in caught.value.hint


@pytest.mark.parametrize(
    "url", ["https://u:hunter2@a.example", "a.example/?token=hunter2", "u:hunter2@a.example"]
)
def test_a_url_of_the_shell_with_credentials_is_refused_and_not_shown(url: str) -> None:
    """The same rule as in the project file."""
    with pytest.raises(UsageError, match="GRAFANA_URL is not an http or https URL") as caught:
        connection_settings(environment(), {"GRAFANA_URL": url})
    assert "hunter2" not in str(caught.value)
    assert "no credentials" in caught.value.hint


def test_a_url_of_the_command_line_that_is_none_is_shown() -> None:
    """It can be corrected at a glance."""
    with pytest.raises(UsageError, match=r'the URL of the command line is not .*, but "example.org"'):
        connection_settings(environment(), {}, url="example.org")


def rows(env: Environment, environ: dict[str, str]) -> dict[str, Row]:
    """Return the rows by key."""
    return {row.key: row for row in environment_rows(env, environ)}


def test_rows_say_what_is_in_effect_and_what_is_not_sent() -> None:
    """With GRAFANA_URL the environment's credentials stay where they are, and the reader is told."""
    found = rows(environment(**ALL), {"GRAFANA_URL": "https://a.example", "PROD_TOKEN": "hunter2"})
    assert found["grafana.url"].value == "https://a.example"
    assert found["grafana.url"].origin == Origin("environment variable", variable="GRAFANA_URL")
    assert (found["grafana.token_env"].value, found["grafana.token_env"].status) == ("PROD_TOKEN", "set")
    noted = {key for key, row in found.items() if row.note}
    assert noted == {f"grafana.{name}" for name in ALL if name != "headers_env"} | {
        "grafana.headers_env.X-Proxy"
    }
    assert found["grafana.headers_env.X-Proxy"].status == "not set"
    assert "hunter2" not in repr(found)


def test_rows_name_the_shells_token_where_it_is_the_one_in_effect() -> None:
    """The row of the token says which variable would be read."""
    row = rows(environment(), {"GRAFANA_TOKEN": "hunter2"})["grafana.token_env"]
    assert row == Row(
        "grafana.token_env", "GRAFANA_TOKEN", Origin("environment variable", variable="GRAFANA_TOKEN"), "set"
    )


def test_rows_of_an_environment_as_it_is_written() -> None:
    """Nothing is noted, and no token is invented."""
    found = rows(environment(), {})
    assert (found["grafana.url"].value, found["grafana.url"].origin) == (OWN, PLACE)
    assert found["grafana.token_env"] == Row("grafana.token_env", None, Origin("built in"))
    assert not any(row.note for row in found.values())
