from grafana_kit import Alert, Environment, Rules, rule_group


@rule_group('texts', folder="Shop", every="1m")
def texts(env: Environment) -> Rules:
    yield "up == 0"
