from grafanalib.core import Dashboard
from common import TEAM

dashboard = Dashboard(title=TEAM, panels=[])
