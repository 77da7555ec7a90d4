"""The test Grafana driven by clients that others wrote: it must be a Grafana to them too."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Self

import pytest

from tests.fakes.test_grafana_alerting import group, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.bare_client import Api


@pytest.fixture
def client(api: Api) -> Any:
    """PyPI grafana-client on the server."""
    module = pytest.importorskip("grafana_client", reason="not run: install grafana-client from PyPI")
    api.off_contract = True  # what others send is theirs to answer for
    connected = module.GrafanaApi.from_url(url=api.server.url, credential=module.TokenAuth(api.server.token))
    yield connected
    connected.client.s.close()


def test_grafana_client_sees_which_grafana_it_is(client: Any, api: Api) -> None:
    """Version, user and organisation."""
    assert str(client.version).startswith(api.server.profile)
    assert client.user.get_actual_user()["login"] == api.server.token_login
    assert client.organization.get_current_organization()["name"] == "Main Org."


def test_grafana_client_keeps_dashboards(client: Any, api: Api) -> None:
    """Saving, reading, a version conflict, history, restoring, searching, deleting."""
    client.folder.create_folder("Ops", uid="ops")
    model: dict[str, Any] = {"uid": "d", "title": "D", "tags": ["x"]}
    command = {"dashboard": model, "folderUid": "ops", "message": "one"}
    assert client.dashboard.update_dashboard(command)["version"] == 1
    changed = {"dashboard": {**model, "tags": ["y"]}, "folderUid": "ops", "message": "two"}
    with pytest.raises(Exception, match="changed by someone else"):
        client.dashboard.update_dashboard(changed)
    assert client.dashboard.update_dashboard({**changed, "overwrite": True})["version"] == 2
    read = client.dashboard.get_dashboard("d")
    assert (read["meta"]["folderTitle"], read["dashboard"]["tags"]) == ("Ops", ["y"])
    versions = client.dashboard_versions.get_dashboard_versions_by_uid("d")
    listed = versions if isinstance(versions, list) else versions["versions"]
    assert [item["message"] for item in listed] == ["two", "one"]
    assert client.dashboard_versions.restore_dashboard_by_uid("d", 1)["version"] == 3
    assert client.dashboard.get_dashboard("d")["dashboard"]["tags"] == ["x"]
    assert [hit["uid"] for hit in client.search.search_dashboards(tag="x")] == ["d"]
    assert client.dashboard.delete_dashboard("d")["title"] == "D"
    with pytest.raises(Exception, match="Dashboard not found"):
        client.dashboard.get_dashboard("d")


def test_grafana_client_keeps_folders(client: Any, api: Api) -> None:
    """Making, renaming under a version, listing, deleting."""
    made = client.folder.create_folder("Ops", uid="ops")
    renamed = client.folder.update_folder("ops", title="Dev", version=made["version"])
    assert (renamed["title"], client.folder.get_folder("ops")["version"]) == ("Dev", 2)
    with pytest.raises(Exception, match=r"412|40[09]"):
        client.folder.create_folder("Dev", uid="ops")
    assert [item["uid"] for item in client.folder.get_all_folders()] == ["ops"]
    client.folder.delete_folder("ops")
    assert client.folder.get_all_folders() == []


def test_grafana_client_keeps_alerting(client: Any, api: Api) -> None:
    """Rules, groups, contact points, the policy, mute timings, templates."""
    client.folder.create_folder("F", uid="f")
    alerting = client.alertingprovisioning
    assert alerting.create_alertrule(rule())["provenance"] == "api"
    alerting.update_rule_group("f", "g", group(rule(title="New"), interval=30))
    assert alerting.get_rule_group("f", "g")["interval"] == 30
    assert alerting.get_alertrule("r")["title"] == "New"
    with pytest.raises(Exception, match="provenance"):
        alerting.update_alertrule("r", rule(), disable_provenance=True)
    alerting.create_contactpoint({"uid": "c", "name": "c", "type": "email", "settings": {"addresses": "a@b"}})
    alerting.set_notification_policy_tree({"receiver": "c"})
    assert alerting.get_notification_policy_tree()["receiver"] == "c"
    alerting.create_mute_timing({"name": "m", "time_intervals": []})
    alerting.create_or_update_template("t", {"template": "text"})
    assert len(alerting.get_templates()) == len(alerting.get_mute_timings()) == 1
    assert alerting.delete_alertrule("r") is None
    assert alerting.get_alertrules_all() == []


def test_grafana_client_keeps_data_sources(client: Any, api: Api) -> None:
    """Making, finding by name and uid, changing, health, deleting."""
    source = {"name": "P", "type": "prometheus", "uid": "p", "url": "http://localhost", "access": "proxy"}
    client.datasource.create_datasource(source)
    assert client.datasource.get_datasource_by_name("P")["uid"] == "p"
    client.datasource.update_datasource_by_uid("p", {**source, "url": "http://other"})
    assert client.datasource.get_datasource_by_uid("p")["url"] == "http://other"
    assert client.datasource.health("p")["status"] == "OK"
    client.datasource.delete_datasource_by_uid("p")
    assert client.datasource.list_datasources() == []


class Mcp:
    """The client binary inside PyPI mcp-grafana, spoken to over its standard input; it reports no usage."""

    def __init__(self, binary: str, api: Api) -> None:
        self._process = subprocess.Popen(
            [binary, "-t", "stdio", "-usage-stats", "disabled", "-log-level", "error"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={
                "GRAFANA_URL": api.server.url,
                "GRAFANA_SERVICE_ACCOUNT_TOKEN": api.server.token,
                "GRAFANA_USAGE_STATS": "disabled",
                "DO_NOT_TRACK": "1",
            },
        )
        self._number = 0

    def __enter__(self) -> Self:
        client = {"clientInfo": {"name": "test", "version": "1"}, "capabilities": {}}
        self._call("initialize", {"protocolVersion": "2024-11-05", **client})
        self._send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        assert self._process.stdout is not None
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters})
        while True:
            answer = json.loads(self._process.stdout.readline())
            if answer.get("id") == self._number:
                return answer["result"]

    def tool(self, tool: str, **arguments: Any) -> Any:
        """What a tool answers; its errors fail the test."""
        result = self._call("tools/call", {"name": tool, "arguments": arguments})
        text = result["content"][0]["text"]
        assert not result.get("isError"), text
        return json.loads(text)


@pytest.fixture
def mcp(api: Api) -> Iterator[Mcp]:
    """mcp-grafana on the server."""
    module = pytest.importorskip("mcp_grafana", reason="not run: install mcp-grafana from PyPI")
    api.off_contract = True
    with Mcp(module.get_binary_path(), api) as client:
        yield client


def test_mcp_grafana_keeps_dashboards(mcp: Mcp, api: Api) -> None:
    """Folder, saving, patching what it has read, history, searching; on 13 it reads by the newer API."""
    assert mcp.tool("create_folder", title="Ops", uid="ops")["uid"] == "ops"
    panel = {"id": 1, "title": "p", "type": "stat", "targets": [{"refId": "A", "expr": "up"}]}
    model = {"uid": "d", "title": "One", "panels": [panel]}
    saved = mcp.tool("update_dashboard", dashboard=model, folderUid="ops", message="first")
    assert (saved["uid"], saved["version"]) == ("d", 1)
    patch = [{"op": "replace", "path": "$.title", "value": "Two"}]
    assert mcp.tool("update_dashboard", uid="d", operations=patch, message="second")["version"] == 2
    assert mcp.tool("get_dashboard_by_uid", uid="d")["dashboard"]["title"] == "Two"
    assert mcp.tool("get_dashboard_by_uid", uid="d", version=1)["dashboard"]["title"] == "One"
    assert [item["message"] for item in mcp.tool("list_dashboard_versions", uid="d")] == ["second", "first"]
    assert [hit["uid"] for hit in mcp.tool("search_dashboards", query="Two")["dashboards"]] == ["d"]
    assert api.dashboard()["meta"]["folderUid"] == "ops"


def test_mcp_grafana_reads_the_rest(mcp: Mcp, api: Api) -> None:
    """User, data sources with their health, rules, contact points and the policy."""
    api.server.ui("create_folder", uid="f", title="F")
    api.server.ui("add_rule", folder="f", group="g", rule=rule())
    api("POST", "/api/datasources", {"name": "P", "type": "prometheus", "uid": "p"})
    assert mcp.tool("user_info")["login"] == api.server.token_login
    assert [item["uid"] for item in mcp.tool("list_datasources")["datasources"]] == ["p"]
    assert mcp.tool("check_datasources_health")["healthy"] == 1
    assert "r" in json.dumps(mcp.tool("alerting_rules_read", operation="list"))
    policy = mcp.tool("alerting_manage_routing", operation="get_notification_policies")
    assert policy["receiver"] == "grafana-default-email"
    (point,) = mcp.tool("alerting_manage_routing", operation="get_contact_points")
    assert point["name"] == "grafana-default-email"
