"""The check against the published API: that it finds what is wrong, and that every exception to it is needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from tests.fakes.grafana import Exchange
from tests.fakes.openapi import EXCEPTIONS, SHARED, Contract
from tests.fakes.test_grafana_alerting import GROUP, RULES, group, rule

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="not run: the shared API descriptions are not beside the checkout"
    ),
]

GOOD = Exchange(
    number=1,
    started=0,
    method="GET",
    path="/api/folders",
    query="limit=1",
    headers={},
    body=None,
    status=200,
    answer=[{"id": 1, "uid": "f", "title": "F"}],
    content_type="application/json",
    user="",
    fault=False,
)


def _problems(profile: str = "10.2", **changes: Any) -> list[str]:
    contract = Contract.of(profile)
    assert contract is not None
    return contract.problems(attrs.evolve(GOOD, **changes))


@pytest.mark.parametrize("profile", ["10.2", "13"])
def test_a_good_exchange_has_no_problems(profile: str) -> None:
    """Both descriptions are read, and agree with what is right."""
    assert _problems(profile) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": "/api/nothing"}, "no such operation"),
        ({"method": "PATCH"}, "no such operation"),
        ({"status": 418, "answer": None}, "status 418 is not listed"),
        ({"query": "colour=red"}, "query parameter colour is not listed"),
        ({"answer": [{"id": "one"}]}, "'one' is not of type 'integer'"),
        ({"answer": {}}, "{} is not of type 'array'"),
        ({"method": "POST", "query": "", "body": {"title": 3}, "answer": {}}, "3 is not of type 'string'"),
    ],
)
def test_what_is_wrong_is_found(changes: dict[str, Any], said: str) -> None:
    """Path, method, status, parameter, answer and request are all looked at."""
    for profile in ("10.2", "13"):
        assert any(said in problem for problem in _problems(profile, **changes))


def test_the_answer_of_a_fault_is_not_held_against_the_server() -> None:
    """An ordered fault may say anything; the request is still checked."""
    assert _problems(status=418, answer={"x": 1}, fault=True) == []
    assert _problems(status=0, answer=None, query="colour=red", fault=True)


def _provoke(api: Api) -> None:
    """Exchanges that the exceptions are there for."""
    api.save()
    api("POST", "/api/dashboards/uid/d/restore", {"version": 1})
    api.folder("f", "F")
    api.server.set(folder_taken=412)
    api.folder("f", "F")
    api.folder("g", "G", parentUid="none")
    api("POST", RULES, rule())
    api("POST", RULES, rule())
    api("PUT", GROUP, group(rule()))
    api("GET", RULES + "/export?format=json")
    point = {"name": "hook", "type": "webhook", "settings": {"url": "http://localhost"}}
    api("POST", "/api/v1/provisioning/contact-points", point)
    api("POST", "/api/v1/provisioning/mute-timings", {"name": "n"})
    api("PUT", "/api/v1/provisioning/mute-timings/n", {"name": "n"})
    api.server.set(database_ok=False)
    api("GET", "/api/health")


def test_every_exception_is_needed_and_has_a_reason(old: Api, new: Api) -> None:
    """An exception that nothing needs any more would hide a mistake."""
    old.off_contract = new.off_contract = True
    found: list[str] = []
    for api in (old, new):
        _provoke(api)
        contract = Contract.of(api.server.profile)
        assert contract is not None
        for exchange in api.server.requests():
            where = f"{exchange.method} {exchange.path}"
            found += [f"{where}: {problem}" for problem in contract.all_problems(exchange)]
    for known in EXCEPTIONS:
        assert known.reason
        assert any(re.search(known.pattern, problem) for problem in found), known
