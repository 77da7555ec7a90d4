from grafanalib.core import Dashboard, Threshold

RED = Threshold('red', 1, 80)
dashboard = Dashboard(title='B')
