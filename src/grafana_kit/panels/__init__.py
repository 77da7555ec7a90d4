"""One function per panel kind; each returns a panel that a dashboard's rows hold.

Every function takes a title, then the queries (one, several, or a mapping from legend to query), then
the options of its kind, and the options all kinds share: see :class:`PanelOptions`.
"""

from grafana_kit.panels.base import PanelOptions as PanelOptions
from grafana_kit.panels.base import Queries as Queries
from grafana_kit.panels.base import color as color
from grafana_kit.panels.base import datasource as datasource
from grafana_kit.panels.base import link as link
from grafana_kit.panels.base import override as override
from grafana_kit.panels.base import range_mapping as range_mapping
from grafana_kit.panels.base import target as target
from grafana_kit.panels.base import thresholds as thresholds
from grafana_kit.panels.distributions import heatmap as heatmap
from grafana_kit.panels.distributions import histogram as histogram
from grafana_kit.panels.distributions import xy_chart as xy_chart
from grafana_kit.panels.series import bar_chart as bar_chart
from grafana_kit.panels.series import state_timeline as state_timeline
from grafana_kit.panels.series import status_history as status_history
from grafana_kit.panels.series import timeseries as timeseries
from grafana_kit.panels.tables import alert_list as alert_list
from grafana_kit.panels.tables import dashboard_list as dashboard_list
from grafana_kit.panels.tables import logs as logs
from grafana_kit.panels.tables import raw as raw
from grafana_kit.panels.tables import table as table
from grafana_kit.panels.tables import text as text
from grafana_kit.panels.values import bar_gauge as bar_gauge
from grafana_kit.panels.values import gauge as gauge
from grafana_kit.panels.values import pie_chart as pie_chart
from grafana_kit.panels.values import stat as stat

__all__ = [
    "PanelOptions",
    "Queries",
    "alert_list",
    "bar_chart",
    "bar_gauge",
    "color",
    "dashboard_list",
    "datasource",
    "gauge",
    "heatmap",
    "histogram",
    "link",
    "logs",
    "override",
    "pie_chart",
    "range_mapping",
    "raw",
    "stat",
    "state_timeline",
    "status_history",
    "table",
    "target",
    "text",
    "thresholds",
    "timeseries",
    "xy_chart",
]
