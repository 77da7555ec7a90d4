from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Third', uid='third', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("", panels.stat("Up", "up"))
