from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Board', uid='board', folder='Shop', environments='dev')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", "up"))
