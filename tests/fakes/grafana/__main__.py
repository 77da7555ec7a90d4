"""Start the server: ``python -m tests.fakes.grafana --profile 10.2 --port 0``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from typing import Any

from tests.fakes.grafana import (
    alerting,
    apis,
    dashboards,
    datasources,
    export,
    folders,
    receivers,
    rule_groups,
    ruler,
    search,
    system,
    timings,
)
from tests.fakes.grafana.app import Grafana
from tests.fakes.grafana.profiles import PROFILES, changed
from tests.fakes.grafana.server import Server

# The first match answers, so fixed names come before placeholders.
ROUTES = [
    *dashboards.ROUTES,
    *search.ROUTES,
    *folders.ROUTES,
    *export.ROUTES,
    *alerting.ROUTES,
    *rule_groups.ROUTES,
    *ruler.ROUTES,
    *receivers.ROUTES,
    *timings.ROUTES,
    *datasources.ROUTES,
    *system.ROUTES,
    *apis.ROUTES,
]


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; with ``--with-parent``, until standard input closes."""
    options = _options(arguments)
    values = {name: _value(text) for name, _, text in (item.partition("=") for item in options.set)}
    profile = changed(PROFILES[options.profile], values)
    server = Server(options.port, Grafana(profile, routes=ROUTES))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    if options.with_parent:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    print(f"listening on {server.grafana.url}", flush=True)  # noqa: T201 - whoever started it reads this
    with server:
        server.serve_forever(poll_interval=0.05)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.grafana", description=__doc__)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="10.2")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="a field of the profile, as JSON"
    )
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input closes")
    return parser.parse_args(arguments)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _leave_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):  # unbuffered: a held buffer would spoil the exit
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
