from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Other', uid='other', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("", "up"))
