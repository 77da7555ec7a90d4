from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Board', uid='board', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row(None, panels.stat("Up", "up"))
