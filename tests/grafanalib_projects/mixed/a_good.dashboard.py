from grafanalib.core import Dashboard

dashboard = Dashboard(title='A')
