from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Worse', uid='worse', folder='Shop')
def worse(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", missing))
