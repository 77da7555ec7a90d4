"""The newer API, as far as clients look at it while the older one is in use: found, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from tests.fakes.grafana.access_rules import require_dashboard
from tests.fakes.grafana.app import Route
from tests.fakes.grafana.values import Answer, Refusal, Request, json_answer

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

_GROUP = "dashboard.grafana.app"
_SERVED = ("v2", "v2beta1", "v2alpha1", "v1", "v1beta1", "v0alpha1")
_CLASSIC = {"v1", "v1beta1", "v0alpha1"}
_NAMESPACE = "default"
_STORED = "v1beta1"


def _status(code: int, reason: str, text: str) -> Refusal:
    """A refusal in the shape of this API, which is not the older one's."""
    kind = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure"}
    return Refusal(code, {**kind, "message": text, "reason": reason, "code": code})


def group(grafana: Grafana, request: Request) -> Answer:
    """``GET /apis/dashboard.grafana.app``."""
    versions = [{"groupVersion": f"{_GROUP}/{name}", "version": name} for name in _SERVED]
    found = {"kind": "APIGroup", "apiVersion": "v1", "name": _GROUP}
    return json_answer({**found, "versions": versions, "preferredVersion": versions[0]})


def read(grafana: Grafana, request: Request, version: str, namespace: str, name: str) -> Answer:
    """``GET …/dashboards/{name}``; to v2 nothing is converted here, and the status says so as a server would."""
    dashboard = grafana.state.dashboards.get(name)
    if namespace != _NAMESPACE or version not in _SERVED or dashboard is None:
        raise _status(404, "NotFound", f'dashboards.{_GROUP} "{name}" not found')
    require_dashboard(grafana, request, "dashboards:read", dashboard)
    annotations = {
        "grafana.app/createdBy": dashboard.created_by,
        "grafana.app/updatedBy": dashboard.updated_by,
        "grafana.app/updatedTimestamp": dashboard.updated,
    }
    if dashboard.folder:
        annotations["grafana.app/folder"] = dashboard.folder
    metadata = {
        "name": dashboard.uid,
        "namespace": namespace,
        "uid": f"internal-{dashboard.id}",
        "resourceVersion": str(1_700_000_000_000 + dashboard.id * 1000 + dashboard.version),
        "generation": dashboard.version,
        "creationTimestamp": dashboard.created,
        "labels": {"grafana.app/deprecatedInternalID": str(dashboard.id)},
        "annotations": annotations,
    }
    kind = {"kind": "Dashboard", "apiVersion": f"{_GROUP}/{version}"}
    if version in _CLASSIC:
        spec = orjson.Fragment(dashboard.spec.encode())
        return json_answer({**kind, "metadata": metadata, "spec": spec, "status": {}})
    conversion = {"failed": True, "storedVersion": _STORED, "error": "this test server does not convert"}
    empty = {
        "title": dashboard.title,
        "elements": {},
        "layout": {"kind": "GridLayout", "spec": {"items": []}},
    }
    return json_answer({**kind, "metadata": metadata, "spec": empty, "status": {"conversion": conversion}})


ROUTES = [
    Route("GET", f"/apis/{_GROUP}", group, when="apis"),
    Route("GET", f"/apis/{_GROUP}/", group, when="apis"),
    Route(
        "GET", f"/apis/{_GROUP}/{{version}}/namespaces/{{namespace}}/dashboards/{{name}}", read, when="apis"
    ),
]
