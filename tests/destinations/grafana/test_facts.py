"""What status tells: who we are, what we may, whether data sources are reached."""

from __future__ import annotations

from typing import Any

import pytest

from grafana_kit.destinations.grafana import Facts, Health, Missing, facts
from grafana_kit.errors import AuthError
from tests.destinations.grafana.helpers import Project, datasource, opened
from tests.fakes.grafana import GrafanaServer, faults

DASHBOARDS = {f"dashboards:{verb}": ["*"] for verb in ("read", "create", "write", "delete")}
FOLDERS = {f"folders:{verb}": ["*"] for verb in ("read", "create", "write", "delete")}
SOURCES = {f"datasources:{verb}": ["*"] for verb in ("read", "create", "write", "delete", "query")}
RULES = {f"alert.rules:{verb}": ["*"] for verb in ("read", "create", "write", "delete")}
PROVENANCE = {"alert.provisioning.provenance:write": ["*"]}
PROVISIONING = {f"alert.provisioning:{verb}": ["*"] for verb in ("read", "write")}


def lacking(project: Project, *kinds: str, permissions: dict[str, list[str]]) -> list[str]:
    """Return the actions that are missing with these permissions."""
    project.server.permit(permissions)
    found = facts(project.destination, kinds).missing if kinds else facts(project.destination).missing
    assert found is not None
    assert all(one.purpose for one in found)
    return [one.action for one in found]


def test_an_administrator_lacks_nothing(project: Project) -> None:
    """And is told by name, with the server's version and the interface in use."""
    found = facts(project.destination)
    assert found == Facts(
        project.server.url,
        project.destination.version,
        "/api",
        project.server.token_login,
        1,
        (),
        (),
        (),
    )


def test_each_missing_permission_is_named_with_what_it_is_for(project: Project) -> None:
    """By its action."""
    every = DASHBOARDS | FOLDERS | SOURCES | PROVISIONING
    assert lacking(project, permissions=every) == []
    for action in (*DASHBOARDS, *FOLDERS, *list(SOURCES)[:-1]):
        rest = {name: scopes for name, scopes in every.items() if name != action}
        if action != "datasources:read":
            assert lacking(project, permissions=rest) == [action]
    few = lacking(project, "dashboard", permissions={"dashboards:read": ["*"], "datasources:read": ["*"]})
    assert few == ["dashboards:create", "dashboards:write", "dashboards:delete"]


def test_alerting_needs_one_right_over_all_of_it_on_old_servers(old_project: Project) -> None:
    """Whatever there is to push."""
    assert lacking(old_project, "grafana-rules", permissions=RULES | SOURCES) == [*PROVISIONING]
    assert lacking(old_project, "contact-point", permissions=PROVISIONING | SOURCES) == []


def test_alerting_goes_by_folders_on_newer_servers(new_project: Project) -> None:
    """Or by the right over all of it; notifications need that one."""
    assert lacking(new_project, "grafana-rules", permissions=RULES | PROVENANCE | SOURCES) == []
    assert lacking(new_project, "grafana-rules", permissions=PROVISIONING | SOURCES) == []
    assert lacking(new_project, "grafana-rules", permissions=SOURCES) == [*RULES, *PROVENANCE]
    assert lacking(new_project, "mute-timing", "grafana-rules", permissions=RULES | SOURCES) == [
        *PROVISIONING
    ]


def test_without_provenance_the_right_to_set_it_is_not_needed(new: GrafanaServer) -> None:
    """A setting of the environment."""
    with opened(new, provenance="none") as destination:
        assert lacking(Project(destination, new), "grafana-rules", permissions=RULES | SOURCES) == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_server_may_not_tell_which_permissions_we_have(project: Project, status: int) -> None:
    """Then none are said to be missing, nor to be there."""
    project.server.fault(path="user/permissions", **faults.error(status, "no"))
    assert facts(project.destination).missing is None


def test_permissions_may_come_as_a_list(project: Project) -> None:
    """As some descriptions have them."""
    body = '[{"action": "dashboards:read", "scope": "*"}, {"action": "dashboards:write", "scope": "*"}]'
    project.server.fault(path="user/permissions", body=body)
    found = facts(project.destination, ["dashboard"]).missing
    assert [one.action for one in found or ()] == ["dashboards:create", "dashboards:delete"]


def test_data_sources_are_asked_for_their_health(project: Project) -> None:
    """All of them, in the order of their names; the reason is told."""
    project.push(datasource(), datasource("other", "Other"))
    project.server.ui("set_datasource", uid="other", changes={"unhealthy": "connection refused"})
    assert facts(project.destination).datasources == (
        Health("other", "Other", ok=False, said="connection refused"),
        Health("prometheus", "Prometheus", ok=True, said="Successfully queried the Prometheus API."),
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faults.error(404, "Plugin not found"), "Plugin not found"),
        (faults.error(500, "boom"), "boom"),
        (faults.html_page(502), "502 Bad Gateway"),
        ({"status": 200, "body": "[]"}, ""),
    ],
)
def test_a_data_source_that_cannot_be_asked_is_not_healthy(
    project: Project, fault: dict[str, Any], said: str
) -> None:
    """Not every kind can be, and one that cannot does not hide the others."""
    project.push(datasource())
    project.server.fault(path="/health$", skip=0, times=None, **fault)
    assert facts(project.destination).datasources == (
        Health("prometheus", "Prometheus", ok=False, said=said),
    )


def test_what_we_may_not_ask_is_told(project: Project) -> None:
    """Neither the list nor the health."""
    project.push(datasource())
    project.server.permit({"datasources:read": ["*"]})
    health = facts(project.destination).datasources
    assert [(one.ok, "datasources:query" in one.said) for one in health] == [(False, True)]
    project.server.permit({})
    found = facts(project.destination)
    assert found.datasources == ()
    assert found.notes == ("which data sources there are, we may not read",)
    assert Missing("dashboards:create", "make dashboards") in (found.missing or ())


def test_a_token_that_is_not_known_is_an_error(project: Project) -> None:
    """With the exit code for it."""
    project.server.expire()
    with pytest.raises(AuthError, match="the token has expired"):
        facts(project.destination)
