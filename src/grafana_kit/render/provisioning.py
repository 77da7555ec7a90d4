"""Resources as the files that Grafana and Prometheus read at start: paths and bytes, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from grafana_kit.model.naming import slug, uid_from
from grafana_kit.model.resource import Resource
from grafana_kit.render.encode import json_bytes, yaml_bytes
from grafana_kit.render.grafana_rules import expandable, shadow_routing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grafana_kit.model.environment import Environment
    from grafana_kit.model.resource import Bundle
    from grafana_kit.model.source import Source


@frozen
class File:
    """One file to write: its path below the output folder, its bytes, and whose definition it is."""

    path: str
    content: bytes
    source: Source


def folder(title: str, first: Resource) -> Resource:
    """Return a folder; ``A/B`` is the folder B in the folder A."""
    parent, _, name = title.rpartition("/")
    body = {"uid": folder_uid(title), "title": name, "parentUid": folder_uid(parent) if parent else None}
    return Resource("folder", folder_uid(title), name, parent, body, first.source)


def folder_uid(title: str) -> str:
    """Return the uid of a folder, from its title.

    Not the title's slug alone: folders share their uids with dashboards, and a dashboard "backend" in a
    folder "Backend" is what people write.
    """
    return uid_from(title, "folder")


def datasource(environment: Environment) -> Iterator[Resource]:
    """Return the environment's data source, if its address is known."""
    source = environment.grafana.datasource
    url = source.url or environment.prometheus.url
    if url is None:
        return
    body: dict[str, Any] = {
        "name": source.name,
        "type": source.type,
        "uid": source.uid,
        "access": "proxy",
        "orgId": environment.grafana.org_id,
        "url": expandable(url),
        "isDefault": True,
        "editable": False,
    }
    if source.type == "prometheus":
        # $__rate_interval is at least four of these: the longest scrape interval keeps every rate alive.
        body["jsonData"] = {
            "httpMethod": "POST",
            "prometheusType": "Prometheus",
            "timeInterval": environment.scrape_interval(None),
        }
    yield Resource("datasource", source.uid, source.name, "", body, environment.origin)


def files(bundle: Bundle, tombstones: Sequence[str] = ()) -> Iterator[File]:
    """Yield every file of an environment.

    Args:
        bundle: what to write.
        tombstones: uids of Grafana rules that earlier builds wrote and this one does not: Grafana keeps
            a provisioned rule until a file says that it is deleted.
    """
    environment = bundle.environment
    provisioning = _provisioning(environment)
    yield from content_files(bundle)
    sources = bundle.of_kind("datasource")
    if sources:
        content = {"apiVersion": 1, "datasources": [one.body for one in sources]}
        yield File(f"{provisioning}/datasources/datasources.yaml", yaml_bytes(content), sources[0].source)
    providers = list(_providers(bundle))
    if providers:
        content = {"apiVersion": 1, "providers": providers}
        yield File(f"{provisioning}/dashboards/dashboards.yaml", yaml_bytes(content), environment.origin)
    if tombstones:
        gone = [{"orgId": environment.grafana.org_id, "uid": uid} for uid in sorted(tombstones)]
        content = {"apiVersion": 1, "deleteRules": gone}
        yield File(f"{provisioning}/alerting/deleted-rules.yaml", yaml_bytes(content), environment.origin)
    if bundle.of_kind("grafana-rules") and environment.alert_engine == "both":
        content = shadow_routing(environment)
        yield File(f"{provisioning}/alerting/shadow.yaml", yaml_bytes(content), environment.origin)


def content_files(bundle: Bundle) -> Iterator[File]:
    """Yield the files that hold dashboards and rules, without those that say how they are provisioned."""
    environment = bundle.environment
    for one in bundle.of_kind("dashboard"):
        folder_ = slug(one.folder) if one.folder else "general"
        path = f"grafana/{environment.name}/dashboards/{folder_}/{one.uid}.json"
        yield File(path, one.content or json_bytes(one.body, one.source), one.source)
    for one in bundle.of_kind("grafana-rules"):
        if one.content is not None:
            # As grafanalib writes them, alerts keep Grafana from starting: not beside what it provisions.
            path = f"grafana/{environment.name}/alertgroups/{slug(one.folder) if one.folder else 'general'}"
            yield File(f"{path}/{one.uid}.json", one.content, one.source)
            continue
        path = f"{_provisioning(environment)}/alerting/{slug(one.folder)}-{slug(one.title)}.yaml"
        yield File(path, yaml_bytes({"apiVersion": 1, "groups": [one.body]}, one.source), one.source)
    for one in bundle.of_kind("prometheus-rules"):
        path = f"prometheus/{environment.name}/rules/{slug(one.title)}.yml"
        yield File(path, yaml_bytes({"groups": [one.body]}, one.source), one.source)


def _provisioning(environment: Environment) -> str:
    return f"grafana/{environment.name}/provisioning"


def _providers(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Yield one provider per folder: their uids are fixed then, where a folder tree gets random ones."""
    environment = bundle.environment
    for title in dict.fromkeys(one.folder for one in bundle.of_kind("dashboard")):
        place = slug(title) if title else "general"
        yield {
            "name": f"{environment.project} {place}",
            "orgId": environment.grafana.org_id,
            "type": "file",
            "folder": title.rpartition("/")[2],
            "folderUid": folder_uid(title) if title else "",
            "disableDeletion": False,
            "updateIntervalSeconds": 30,
            "allowUiUpdates": False,
            "options": {"path": f"{environment.grafana.dashboards_path.rstrip('/')}/{place}"},
        }


def rule_uids(bundle: Bundle) -> set[str]:
    """Return the uids of all Grafana rules of an environment."""
    return {rule["uid"] for group in bundle.of_kind("grafana-rules") for rule in group.body["rules"]}
