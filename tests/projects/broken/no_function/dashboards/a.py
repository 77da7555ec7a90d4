from grafana_kit import dashboard


@dashboard
def board(env):
    yield 1
