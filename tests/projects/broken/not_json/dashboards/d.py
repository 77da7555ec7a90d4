from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Objects', uid='objects', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.raw({"type": "stat", "title": "Up", "options": {"all": {1, 2}}}))
