from grafana_kit import Environment, Rows, dashboard, panels, row


@dashboard('Keys', uid='keys', folder='Shop')
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", {"type": "stat", "title": "Up", "options": {1: "one"}})
