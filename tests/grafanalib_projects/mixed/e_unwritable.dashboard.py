from grafanalib.core import Dashboard, Panel

dashboard = Dashboard(title='E', panels=[Panel(title='has no to_json_data')])
