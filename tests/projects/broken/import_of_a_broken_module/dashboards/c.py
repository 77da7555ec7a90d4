from dashboards import a
