from grafana_kit import Alert, Environment, Rules, rule_group


@rule_group('shop', folder="Shop", every="1m")
def rules(env: Environment) -> Rules:
    limit = env.number("queue.hihg.jobs")
    yield Alert("Down", when=f"up < {limit}", severity="critical", summary="down", description="It is down.")
