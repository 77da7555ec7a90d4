from grafanalib.core import Dashboard

main = Dashboard(title='D')
spare = {'title': 'spare', 'panels': []}


def make_dashboard():
    return main
