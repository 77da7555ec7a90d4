from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('shop!', uid='board', folder='Teams')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", "up"))
