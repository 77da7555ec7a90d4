from grafana_kit import Alert, Environment, Rules, rule_group


@rule_group('shop', folder="Shop", every="1m")
def rules(env: Environment) -> Rules:
    yield Alert("Down", when="up == 0", severity="critical", summary="down", description="\ud83d")
