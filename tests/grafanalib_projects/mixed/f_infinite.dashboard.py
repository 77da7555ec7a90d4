from grafanalib.core import Dashboard, Graph, YAxes, YAxis

dashboard = Dashboard(title='F', panels=[Graph(yAxes=YAxes(left=YAxis(max=float('inf'))))])
