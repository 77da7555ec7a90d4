from grafana_kit import Environment, Rows, dashboard, panels, row, variables


@dashboard('Board', uid='board', folder='Shop', variables=[variables.custom("job", ["a"]), variables.text_box("job")])
def board(env: Environment) -> Rows:
    """Is it up?"""
    yield row("Now", panels.stat("Up", "up"))
