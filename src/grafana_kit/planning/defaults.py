"""What Grafana fills in by itself: values that say nothing and are left out of every comparison.

A dashboard that somebody opened and saved in the browser holds the defaults of every panel's plugin;
one that a script made holds none. They are the same dashboard. The tables are those of Grafana's panel
plugins (public/app/plugins/panel/*/module.tsx and panelcfg.cue). A value is only listed where its absence
means the same to Grafana: what is listed by mistake would hide an edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DASHBOARD: dict[str, Any] = {
    "description": "",
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "hideControls": False,
    "links": [],
    "liveNow": False,
    "panels": [],
    "preload": False,
    "refresh": "",
    "sharedCrosshair": False,
    "style": "dark",
    "tags": [],
    "time": {"from": "now-6h", "to": "now"},
    "timepicker": {
        "hidden": False,
        "refresh_intervals": ["5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d"],
        "time_options": ["5m", "15m", "1h", "6h", "12h", "24h", "2d", "7d", "30d"],
    },
    "timezone": "",
    "weekStart": "",
}

LINK: dict[str, Any] = {
    "asDropdown": False,
    "includeVars": False,
    "keepTime": False,
    "tags": [],
    "targetBlank": False,
    "tooltip": "",
}

ANNOTATION: dict[str, Any] = {"hide": False, "step": "", "tagKeys": "", "textFormat": "", "titleFormat": ""}

BUILT_IN_ANNOTATION: dict[str, Any] = {
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
}
"""What people see of the annotations that every dashboard has, whether its model says so or not."""

PANEL: dict[str, Any] = {
    "collapsed": False,
    "description": "",
    "fieldConfig": {},
    "hideTimeOverride": False,
    "links": [],
    "options": {},
    "panels": [],
    "repeat": "",
    "repeatDirection": "h",
    "targets": [],
    "title": "",
    "transformations": [],
    "transparent": False,
}

PLACE = {"h": 3, "w": 6, "x": 0, "y": 0}
"""Where a panel without a place is."""

TARGET: dict[str, Any] = {"hide": False, "queryType": ""}

PROMETHEUS_TARGET: dict[str, Any] = {
    "disableTextWrap": False,
    "editorMode": "code",
    "exemplar": False,
    "format": "time_series",
    "fullMetaSearch": False,
    "includeNullMetadata": True,
    "interval": "",
    "intervalFactor": 1,
    "legendFormat": "",
    "useBackend": False,
}

FIELD: dict[str, Any] = {
    "custom": {},
    "fieldMinMax": False,
    "links": [],
    "mappings": [],
    "thresholds": {"mode": "absolute", "steps": [{"color": "green"}, {"color": "red", "value": 80}]},
    "unitScale": True,
}

_HIDE_FROM = {"legend": False, "tooltip": False, "vis": False, "viz": False}
_AXIS: dict[str, Any] = {
    "axisBorderShow": False,
    "axisCenteredZero": False,
    "axisColorMode": "text",
    "axisLabel": "",
    "axisPlacement": "auto",
    "hideFrom": _HIDE_FROM,
    "scaleDistribution": {"type": "linear"},
}
_GRAPH: dict[str, Any] = {
    **_AXIS,
    "barAlignment": 0,
    "barWidthFactor": 0.6,
    "drawStyle": "line",
    "fillOpacity": 0,
    "gradientMode": "none",
    "insertNulls": False,
    "lineInterpolation": "linear",
    "lineStyle": {"fill": "solid"},
    "lineWidth": 1,
    "pointSize": 5,
    "showPoints": "auto",
    "showValues": False,
    "spanNulls": False,
    "stacking": {"group": "A", "mode": "none"},
    "thresholdsStyle": {"mode": "off"},
}

CUSTOM: dict[str, dict[str, Any]] = {
    "timeseries": _GRAPH,
    "barchart": {
        **_AXIS,
        "fillOpacity": 80,
        "gradientMode": "none",
        "lineWidth": 1,
        "thresholdsStyle": {"mode": "off"},
    },
    "histogram": {
        "fillOpacity": 80,
        "gradientMode": "none",
        "hideFrom": _HIDE_FROM,
        "lineWidth": 1,
        "stacking": {"group": "A", "mode": "none"},
    },
    "heatmap": {"hideFrom": _HIDE_FROM, "scaleDistribution": {"type": "linear"}},
    "piechart": {"hideFrom": _HIDE_FROM},
    "state-timeline": {
        "axisPlacement": "auto",
        "fillOpacity": 70,
        "hideFrom": _HIDE_FROM,
        "insertNulls": False,
        "lineWidth": 0,
        "spanNulls": False,
    },
    "status-history": {
        "axisPlacement": "auto",
        "fillOpacity": 70,
        "hideFrom": _HIDE_FROM,
        "lineWidth": 1,
    },
    "table": {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": False, "inspect": False},
    "xychart": {**_AXIS, "fillOpacity": 50, "show": "points"},
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
_SHOWN: dict[str, Any] = {"legend": _LEGEND, "tooltip": _TOOLTIP}
_REDUCE = {"calcs": ["lastNotNull"], "fields": "", "values": False}

OPTIONS: dict[str, dict[str, Any]] = {
    "timeseries": _SHOWN,
    "histogram": {**_SHOWN, "bucketCount": 30, "bucketOffset": 0, "combine": False},
    "barchart": {
        **_SHOWN,
        "barRadius": 0,
        "barWidth": 0.97,
        "fullHighlight": False,
        "groupWidth": 0.7,
        "orientation": "auto",
        "showValue": "auto",
        "stacking": "none",
        "xTickLabelMaxLength": 0,
        "xTickLabelRotation": 0,
        "xTickLabelSpacing": 0,
    },
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": _REDUCE,
        "showPercentChange": False,
        "text": {},
        "textMode": "auto",
        "wideLayout": True,
    },
    "gauge": {
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
        "text": {},
    },
    "bargauge": {
        "displayMode": "gradient",
        "legend": {**_LEGEND, "showLegend": False},
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "auto",
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showUnfilled": True,
        "sizing": "auto",
        "text": {},
        "valueMode": "color",
    },
    "table": {
        "cellHeight": "sm",
        "footer": {"countRows": False, "fields": "", "reducer": ["sum"], "show": False},
        "frameIndex": 0,
        "showHeader": True,
        "showTypeIcons": False,
    },
    "heatmap": {
        "calculate": False,
        "cellGap": 1,
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": "Oranges",
            "steps": 64,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "selectionMode": "x",
        "showValue": "auto",
        "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "reverse": False},
    },
    "piechart": {
        "displayLabels": [],
        "legend": {**_LEGEND, "values": []},
        "orientation": "auto",
        "pieType": "pie",
        "reduceOptions": _REDUCE,
        "tooltip": _TOOLTIP,
    },
    "state-timeline": {
        **_SHOWN,
        "alignValue": "left",
        "mergeValues": True,
        "perPage": 20,
        "rowHeight": 0.9,
        "showValue": "auto",
    },
    "status-history": {**_SHOWN, "colWidth": 0.9, "perPage": 20, "rowHeight": 0.9, "showValue": "auto"},
    "text": {
        "code": {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False},
        "mode": "markdown",
    },
    "logs": {
        "dedupStrategy": "none",
        "enableLogDetails": True,
        "prettifyLogMessage": False,
        "showCommonLabels": False,
        "showLabels": False,
        "showLogContextToggle": False,
        "showTime": False,
        "sortOrder": "Descending",
        "wrapLogMessage": False,
    },
    "dashlist": {
        "includeVars": False,
        "keepTime": False,
        "maxItems": 10,
        "query": "",
        "showFolderNames": True,
        "showHeadings": True,
        "showRecentlyViewed": False,
        "showSearch": False,
        "showStarred": True,
        "tags": [],
    },
    "xychart": {**_SHOWN, "mapping": "auto", "series": []},
}

VARIABLE: dict[str, Any] = {
    "allowCustomValue": True,
    "auto": False,
    "auto_count": 30,
    "auto_min": "10s",
    "description": "",
    "hide": 0,
    "includeAll": False,
    "label": "",
    "multi": False,
    "regex": "",
    "regexApplyTo": "value",
    "skipUrlSync": False,
    "sort": 0,
    "tagValuesQuery": "",
    "tagsQuery": "",
    "type": "query",
    "useTags": False,
}

RULE: dict[str, Any] = {
    "annotations": {},
    "execErrState": "Alerting",
    "for": "0s",
    "isPaused": False,
    "keepFiringFor": "0s",
    "labels": {},
    "noDataState": "NoData",
}

RULE_MODEL: dict[str, Any] = {"intervalMs": 1000, "maxDataPoints": 43200, "queryType": ""}

RECEIVER_SETTINGS: dict[str, Any] = {"httpMethod": "POST", "maxAlerts": 0}

ROUTE: dict[str, Any] = {"continue": False, "group_by": [], "routes": []}

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


def without_defaults(value: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that differ from their default, also inside members that are objects."""
    kept: dict[str, Any] = {}
    for key, item in value.items():
        if key not in known:
            kept[key] = item
            continue
        default = known[key]
        if isinstance(item, dict) and isinstance(default, dict):
            inside = without_defaults(item, default)
            if inside:
                kept[key] = inside
        elif item != default:
            kept[key] = item
    return kept
