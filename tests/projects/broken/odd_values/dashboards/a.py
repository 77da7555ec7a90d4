from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard(None, uid='board', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", "up"))
