from grafanalib.core import Dashboard, Row, Graph, Stat

dashboard = Dashboard(title='G', rows=[Row(panels=[Graph(title='row')])], panels=[Stat(title='panel')])
