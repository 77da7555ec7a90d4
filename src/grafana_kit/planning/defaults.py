"""What Grafana fills in by itself: values that say nothing and are left out of every comparison.

A dashboard that somebody opened and saved in the browser holds the defaults of every panel's plugin;
one that a script made holds none. They are the same dashboard. The tables are those of Grafana's panel
plugins (public/app/plugins/panel/*/module.tsx), as the grafana-foundation-sdk publishes them.
"""

from __future__ import annotations

from typing import Any

DASHBOARD: dict[str, Any] = {
    "description": "",
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "hideControls": False,
    "links": [],
    "liveNow": False,
    "preload": False,
    "refresh": "",
    "sharedCrosshair": False,
    "style": "dark",
    "tags": [],
    "templating": {},
    "timepicker": {},
    "weekStart": "",
}

PANEL: dict[str, Any] = {
    "collapsed": False,
    "description": "",
    "fieldConfig": {},
    "hideTimeOverride": False,
    "links": [],
    "options": {},
    "panels": [],
    "repeatDirection": "h",
    "targets": [],
    "title": "",
    "transformations": [],
    "transparent": False,
}

TARGET: dict[str, Any] = {
    "disableTextWrap": False,
    "editorMode": "code",
    "exemplar": False,
    "format": "time_series",
    "fullMetaSearch": False,
    "hide": False,
    "includeNullMetadata": True,
    "instant": False,
    "interval": "",
    "intervalFactor": 1,
    "legendFormat": "__auto",
    "queryType": "",
    "range": True,
    "useBackend": False,
}

FIELD: dict[str, Any] = {
    "custom": {},
    "links": [],
    "mappings": [],
    "thresholds": {"mode": "absolute", "steps": [{"color": "green"}, {"color": "red", "value": 80}]},
}

_HIDE_FROM = {"legend": False, "tooltip": False, "viz": False}
_GRAPH: dict[str, Any] = {
    "axisBorderShow": False,
    "axisCenteredZero": False,
    "axisColorMode": "text",
    "axisLabel": "",
    "axisPlacement": "auto",
    "barAlignment": 0,
    "barWidthFactor": 0.6,
    "drawStyle": "line",
    "fillOpacity": 0,
    "gradientMode": "none",
    "hideFrom": _HIDE_FROM,
    "insertNulls": False,
    "lineInterpolation": "linear",
    "lineStyle": {"fill": "solid"},
    "lineWidth": 1,
    "pointSize": 5,
    "scaleDistribution": {"type": "linear"},
    "showPoints": "auto",
    "showValues": False,
    "spanNulls": False,
    "stacking": {"group": "A", "mode": "none"},
    "thresholdsStyle": {"mode": "off"},
}

CUSTOM: dict[str, dict[str, Any]] = {
    "timeseries": _GRAPH,
    "barchart": {**_GRAPH, "fillOpacity": 80},
    "histogram": {"fillOpacity": 80, "gradientMode": "none", "hideFrom": _HIDE_FROM, "lineWidth": 1},
    "heatmap": {"hideFrom": _HIDE_FROM, "scaleDistribution": {"type": "linear"}},
    "piechart": {"hideFrom": _HIDE_FROM},
    "state-timeline": {
        "fillOpacity": 70,
        "hideFrom": _HIDE_FROM,
        "insertNulls": False,
        "lineWidth": 0,
        "spanNulls": False,
    },
    "status-history": {"fillOpacity": 70, "hideFrom": _HIDE_FROM, "lineWidth": 1},
    "table": {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": False, "inspect": False},
    "xychart": {"hideFrom": _HIDE_FROM},
}

COLOR: dict[str, dict[str, Any]] = {
    "timeseries": {"mode": "palette-classic"},
    "barchart": {"mode": "palette-classic"},
    "histogram": {"mode": "palette-classic"},
    "piechart": {"mode": "palette-classic"},
    "xychart": {"mode": "palette-classic"},
    "stat": {"mode": "thresholds"},
    "gauge": {"mode": "thresholds"},
    "bargauge": {"mode": "thresholds"},
    "table": {"mode": "thresholds"},
    "state-timeline": {"mode": "thresholds"},
    "status-history": {"mode": "thresholds"},
}

_LEGEND = {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True}
_TOOLTIP: dict[str, Any] = {"hideZeros": False, "mode": "single", "sort": "none"}

OPTIONS: dict[str, dict[str, Any]] = {
    "timeseries": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "histogram": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "barchart": {"legend": _LEGEND, "tooltip": _TOOLTIP, "xTickLabelMaxLength": 0},
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "showPercentChange": False,
        "text": {},
        "textMode": "auto",
        "wideLayout": True,
    },
    "gauge": {
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
        "text": {},
    },
    "bargauge": {
        "maxVizHeight": 300,
        "namePlacement": "auto",
        "sizing": "auto",
        "legend": {"calcs": [], "displayMode": "hidden", "placement": "right", "showLegend": False},
        "text": {},
    },
    "table": {
        "cellHeight": "sm",
        "footer": {"countRows": False, "fields": "", "reducer": ["sum"], "show": False},
        "showHeader": True,
    },
}

VARIABLE: dict[str, Any] = {
    "allowCustomValue": True,
    "description": "",
    "hide": 0,
    "includeAll": False,
    "multi": False,
    "regex": "",
    "regexApplyTo": "value",
    "skipUrlSync": False,
    "tagValuesQuery": "",
    "tagsQuery": "",
    "type": "query",
    "useTags": False,
}

DATASOURCE: dict[str, Any] = {
    "access": "proxy",
    "basicAuth": False,
    "basicAuthUser": "",
    "database": "",
    "isDefault": False,
    "jsonData": {},
    "user": "",
    "withCredentials": False,
}
