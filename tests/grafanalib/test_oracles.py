"""What comes out is what Grafana's own schemas and its Python SDK take."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from grafanalib import azuremonitor, cloudwatch, core, elasticsearch, humio, influxdb, opentsdb, zabbix
from grafanalib._gen import DashboardEncoder

from grafana_kit.loading.grafanalib_files import load
from grafana_kit.render.modernise import modernise

Json = dict[str, Any]
PROJECTS = Path(__file__).parents[1] / "grafanalib_projects"

GONE = {"Ae3ePlotly", "Discrete", "Statusmap", "Svg", "Worldmap", "ePict"}


def _panel_classes() -> dict[str, Any]:
    found = {
        name: kind
        for name, kind in vars(core).items()
        if inspect.isclass(kind) and issubclass(kind, core.Panel) and kind not in (core.Panel, core.RowPanel)
    }
    return {**found, "AlertList": core.AlertList, "ZabbixTriggersPanel": zabbix.ZabbixTriggersPanel}


CLASSES = _panel_classes()
CURRENT = sorted(CLASSES.keys() - GONE - {"ZabbixTriggersPanel"})
OVERRIDE = {
    "matcher": {"id": "byName", "options": "a"},
    "properties": [
        {"id": "unit", "value": "s"},
        {"id": "mappings", "value": [{"type": 1, "value": "1", "text": "a"}]},
    ],
}
# Settings of each class that have it write as much as it can.
FULL: Json = {
    "thresholds": [core.Threshold("green", 0, 0.0), core.Threshold("red", 1, 5.0)],
    "overrides": [OVERRIDE],
    "mappings": [core.StatRangeMapping("few", startValue="0", endValue="5")],
    "links": [core.DataLink(title="l", linkUrl="/x")],
    "dataLinks": [core.DataLink(title="l", linkUrl="/x", isNewTab=True)],
    "description": "d",
    "transformations": [{"id": "merge"}],
    "repeat": core.Repeat("h", "v", 3),
    "transparent": True,
    "interval": "1m",
    "timeFrom": "1h",
    "maxDataPoints": 500,
    "decimals": 1,
    "unit": "s",
    "format": "s",
    "label": "l",
}


def _full(name: str) -> Any:
    kind = CLASSES[name]
    fields = {field.name for field in kind.__attrs_attrs__}
    settings: Json = {key: item for key, item in FULL.items() if key in fields}
    if name in ("SingleStat", "PieChart", "Worldmap"):
        settings["thresholds"] = "1,2"
    if name == "Graph":
        settings |= {
            "thresholds": [core.GraphThreshold(value=1.0)],
            "seriesOverrides": [core.SeriesOverride(alias="/a/", yaxis=2, color="red", dashes=True)],
            "aliasColors": {"a": core.RED},
            "legend": core.Legend(max=True, alignAsTable=True, hideZero=True),
        }
    targets: Json = (
        {"targets": [core.Target(expr="up"), core.Target(expr="x", refId="A")]} if "targets" in fields else {}
    )
    if name == "ZabbixTriggersPanel":
        settings = {"dataSource": "Zabbix"}
    return kind(**{**settings, **targets, "title": name})


def _modern(*panels: Any, **settings: Any) -> Json:
    made = core.Dashboard(title="t", uid="u", panels=list(panels), **settings)
    document = json.loads(json.dumps(made, cls=DashboardEncoder))
    return modernise(document, datasource=lambda name: {"type": "prometheus", "uid": name}).dashboard


def test_every_panel_class_is_known() -> None:
    """Grafanalib has no panel class that these tests pass over."""
    assert len(CLASSES) == 25
    assert CLASSES.keys() >= GONE


@pytest.mark.shared
@pytest.mark.parametrize("name", CURRENT)
@pytest.mark.parametrize("full", [False, True])
def test_panel_classes_fit_grafanas_schema(name: str, full: bool, schemas: Any) -> None:  # noqa: FBT001
    """Each of grafanalib's panel classes, bare and with all its settings, is valid for Grafana."""
    panel = _full(name) if full else CLASSES[name](title=name)
    dashboard = _modern(panel)
    assert schemas.problems(dashboard) == []
    schemas.check_options(dashboard["panels"][0])


@pytest.mark.shared
def test_schema_finds_what_grafanalib_writes_wrongly(schemas: Any) -> None:
    """The schema is no rubber stamp: what grafanalib itself writes is invalid for every panel class."""
    for name in CURRENT:
        made = core.Dashboard(title="t", panels=[_full(name)])
        assert schemas.problems(json.loads(json.dumps(made, cls=DashboardEncoder)))


@pytest.mark.shared
def test_options_have_schemas_of_their_own(schemas: Any) -> None:
    """The options of these kinds are checked against their own schema, the others' by the SDK alone."""
    panels = _modern(*map(_full, CURRENT))["panels"]
    checked = {panel["type"] for panel in panels if schemas.check_options(panel)}
    assert checked == {"gauge", "stat", "table", "timeseries"}


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_panel_classes_are_read_by_grafanas_sdk(name: str, sdk: Any) -> None:
    """Grafana's SDK reads each panel, and writes it again without losing a key."""
    dashboard = _modern(_full(name))
    written = sdk(dashboard)
    panel, again = dashboard["panels"][0], written["panels"][0]
    if name in CURRENT:
        assert _lost(panel, again) == []


# What Grafana 10.2 reads and the SDK, which is made for Grafana 12, does not know.
_NOT_IN_SDK = {
    ("options", "tooltip", "show"),  # heatmap: "mode" since 10.3
    *((("options", key)) for key in ("alertInstanceLabelFilter", "alertName", "dashboardAlerts", "groupBy")),
}


def _lost(panel: Any, again: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the places of what is in a panel and not in what was read and written again."""
    if isinstance(panel, dict) and isinstance(again, dict):
        return [
            place
            for key, item in panel.items()
            if (*path, key) not in _NOT_IN_SDK
            for place in ([(*path, key)] if key not in again else _lost(item, again[key], (*path, key)))
        ]
    if isinstance(panel, list) and isinstance(again, list) and len(panel) == len(again):
        return [place for one, two in zip(panel, again, strict=True) for place in _lost(one, two, path)]
    return [] if panel == again else [path]


@pytest.mark.parametrize(
    "target",
    [
        core.SqlTarget(rawSql="SELECT 1"),
        cloudwatch.CloudwatchMetricsTarget(metricName="m"),
        cloudwatch.CloudwatchLogsInsightsTarget(expression="e"),
        elasticsearch.ElasticsearchTarget(query="q"),
        influxdb.InfluxDBTarget(query="q"),
        opentsdb.OpenTSDBTarget(metric="m"),
        humio.HumioTarget(humioQuery="q"),
        azuremonitor.AzureMonitorMetricsTarget(metricName="m"),
        zabbix.zabbixMetricTarget("a", "g", "h", "i"),
    ],
)
def test_queries_of_other_data_sources(target: Any) -> None:
    """A query in another language keeps all that it says, and gets a refId and a data source."""
    before = json.loads(json.dumps(target, cls=DashboardEncoder))
    (after,) = _modern(core.Stat(title="s", dataSource="D", targets=[target]))["panels"][0]["targets"]
    assert (after["refId"], after["datasource"]["uid"]) == ("A", "D")
    dead = {
        "expr",
        "step",
        "instant",
        "hide",
        "interval",
        "intervalFactor",
        "legendFormat",
        "metric",
        "query",
        "target",
    }
    said = {
        key: item for key, item in before.items() if item not in (None, "") and key not in dead | {"refId"}
    }
    assert {key: after.get(key) for key in said} == said
    for word in ("SELECT 1", "m", "e", "q"):
        assert (f'"{word}"' in json.dumps(before)) == (f'"{word}"' in json.dumps(after))


@pytest.mark.shared
@pytest.mark.parametrize("project", ["shop", "two_teams", "scripts"])
def test_sample_projects_fit_grafanas_schema(project: str, schemas: Any, sdk: Any) -> None:
    """Whole dashboards of the sample projects are valid for Grafana and read by its SDK."""
    loaded, errors = load([PROJECTS / project], variable="board" if project == "scripts" else None)
    assert errors == []
    for each in loaded:
        if each.kind == "dashboard":
            dashboard = modernise(each.document, datasource=lambda name: {"type": "p", "uid": name}).dashboard
            assert schemas.problems(dashboard) == []
            assert sdk(dashboard)["title"] == each.document["title"]


@pytest.mark.shared
@pytest.mark.parametrize(
    "kind", ["query", "custom", "interval", "datasource", "constant", "textbox", "adhoc"]
)
def test_variables_fit_grafanas_schema(kind: str, schemas: Any, sdk: Any) -> None:
    """A variable of each kind, bare and with all its settings, is valid for Grafana."""
    bare = core.Template("v", "a,b", type=kind)
    full = core.Template(
        "w", "a, b : c", type=kind, default="a", dataSource="D", label="l", allValue=".*", includeAll=True,
        multi=True, regex="/x/", auto=True, hide=1,
    )  # fmt: skip
    dashboard = _modern(templating=core.Templating([bare, full]))
    assert schemas.problems(dashboard) == []
    assert len(sdk(dashboard)["templating"]["list"]) == 2


@pytest.mark.shared
def test_rows_links_and_annotations_fit_grafanas_schema(schemas: Any) -> None:
    """What stands around the panels is valid too."""
    dashboard = _modern(
        core.RowPanel(title="r", panels=[core.Stat(title="s")]),
        core.RowPanel(title="c", collapsed=True),
        core.Stat(title="u"),
        links=[core.ExternalLink(uri="/x", title="l"), core.DashboardLink(title="d")],
        annotations=core.Annotations([{"name": "a", "datasource": "D", "expr": "x"}]),
    )
    assert schemas.problems(dashboard) == []


def test_output_is_smaller() -> None:
    """What is left out is a third of a time series, and more of an old graph, in the same spelling."""
    for kind, share in ((core.TimeSeries, 0.67), (core.Graph, 0.4)):
        panels = [kind(title=str(n), targets=[core.Target(expr="up")]) for n in range(20)]
        document = json.loads(json.dumps(core.Dashboard(title="t", panels=panels), cls=DashboardEncoder))
        before, after = (json.dumps(each, indent=2) for each in (document, modernise(document).dashboard))
        assert len(after) < share * len(before)
