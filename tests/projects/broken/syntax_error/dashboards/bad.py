from grafana_kit import dashboard

TITLES = [
    'one',
    'two'


def later():
    return TITLES
