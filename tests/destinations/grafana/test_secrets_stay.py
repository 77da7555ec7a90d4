"""No secret reaches a message, a hint, a log, a note, a representation or a traceback, whatever fails."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.app.config import connection_settings
from grafana_kit.destinations.grafana import connect, facts
from grafana_kit.errors import KitError
from tests.destinations.grafana.helpers import (
    RUN,
    Project,
    dashboard,
    datasource,
    environment,
    folders,
    group,
    opened,
    patience,
    rule,
)
from tests.fakes.grafana import GrafanaServer, faults

EVERYTHING = [datasource(), *folders("Team"), dashboard(), group(rule())]
HEADER = "of-the-gate-0123456789"

FAULTS: dict[str, dict[str, Any]] = {
    "cut": {"cut": "before"},
    "slow": {"delay_ms": 300},
    "page": faults.html_page(),
    "login": faults.login_page(),
    "redirect": faults.login_redirect(),
    "too many": faults.too_many("1"),
    "broken": {"body": '{"half'},
    "echo": {},  # filled in: a server that repeats what it was sent
    "error": faults.error(500, "boom"),
    "refused": faults.error(400, "bad request data"),
    "denied": faults.error(403, "Access denied"),
    "unknown": faults.error(401, "Invalid API key"),
    "conflict": faults.error(412, "version-mismatch"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["GET", "POST|PUT"])
def test_no_secret_is_shown(
    grafana: GrafanaServer, fault: str, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the token nor a header; everything that is raised is an error with a hint."""
    caplog.set_level(logging.DEBUG)
    values = FAULTS[fault] or {
        "status": 401,
        "body": f'{{"message": "no: Bearer {grafana.token}, {HEADER}"}}',
    }
    shown: list[str] = []
    hints: list[str] = []
    environ = {"T": grafana.token, "H": HEADER}
    env = environment(grafana, headers_env={"X-Gate": "H"})
    settings = connection_settings(env, environ)
    destination = connect(env, Path(), environ, connection=settings, patience=patience(read=0.2, attempts=2))
    project = Project(destination, grafana)
    changes = project.plan(*EVERYTHING).pending
    grafana.fault(method=method, times=None, **values)
    acts: list[Any] = [lambda: project.read(*EVERYTHING), lambda: facts(destination)]
    acts += [lambda change=change: destination.apply(change, RUN) for change in changes]
    for act in acts:
        try:
            shown.append(repr(act()))
        except KitError as error:
            hints.append(error.hint)
            shown += [str(error), repr(error), error.where, *error.details]
            shown += traceback.format_exception(error)
    client = destination.server.client
    shown += [repr(one) for one in (destination, destination.server, client, client.access)] + [
        str(vars(client))
    ]
    shown += [repr(settings), *destination.notes, caplog.text]
    destination.close()
    assert len(shown) > 8
    assert all(hints)
    for secret in (grafana.token, HEADER):
        assert not [text for text in shown if secret in text]


def test_what_the_server_is_told_holds_no_secret_either(grafana: GrafanaServer) -> None:
    """Nor does any body or address: the token is in one header only."""
    with opened(grafana) as destination:
        Project(destination, grafana).push(*EVERYTHING)
    for one in grafana.requests():
        assert grafana.token not in f"{one.body} {one.path} {one.query} {one.headers}"
