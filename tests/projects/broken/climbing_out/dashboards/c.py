from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Third', uid='third', folder='../../up')
def third(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", "up"))
