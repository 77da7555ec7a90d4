from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
import requests

from tests.fakes.grafana import ControlError, faults

if TYPE_CHECKING:
    from tests.fakes.bare_client import Api


@pytest.fixture(autouse=True)
def _off_contract(api: Api) -> None:
    api.off_contract = True


def _health(api: Api) -> requests.Response:
    return api("GET", "/api/health")


def test_a_fault_meets_the_requests_it_names(api: Api) -> None:
    """By method and path, after some that pass, as often as was ordered."""
    api.server.fault(method="GET", path="^/api/org$", skip=1, times=2, **faults.error(500, "boom"))
    assert [api("GET", "/api/org").status_code for _ in range(4)] == [200, 500, 500, 200]
    api.server.fault(path="/api/org", times=None, **faults.error(503))
    assert [api("GET", "/api/org").status_code for _ in range(3)] == [503, 503, 503]
    assert _health(api).status_code == 200
    api.server.clear_faults()
    assert api("GET", "/api/org").status_code == 200


def test_an_answer_of_a_fault_changes_nothing_unless_told_to(api: Api) -> None:
    """An error may come before the change, or hide that it happened."""
    api.server.fault(path="dashboards/db", **faults.html_page(502))
    answer = api.save()
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=UTF-8")
    assert api.server.contents()["dashboards"] == {}
    api.server.fault(path="dashboards/db", apply=True, **faults.html_page(502))
    assert api.save().status_code == 502
    assert set(api.server.contents()["dashboards"]) == {"d"}


@pytest.mark.parametrize(("when", "stored"), [("before", set()), ("after", {"d"})])
def test_a_connection_can_be_cut(api: Api, when: str, stored: set[str]) -> None:
    """Before the change or after it: the client sees the same."""
    api.server.fault(method="POST", cut=when)
    with pytest.raises(requests.ConnectionError):
        api.save()
    assert set(api.server.contents()["dashboards"]) == stored
    assert api.server.requests()[-1].status == 0


def test_a_body_can_end_too_early(api: Api) -> None:
    """The promised length does not come."""
    api.server.fault(truncate=5)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        _health(api)


def test_an_answer_can_carry_the_wrong_type_or_be_a_login(api: Api) -> None:
    """Real content as HTML, a sign-in page with 200, a redirect to it."""
    api.server.fault(content_type="text/html")
    answer = _health(api)
    assert (answer.headers["Content-Type"], answer.json()["database"]) == ("text/html", "ok")
    api.server.fault(**faults.login_page())
    assert "Welcome to Grafana" in _health(api).text
    api.server.fault(**faults.login_redirect())
    redirect = api.save()
    assert (redirect.status_code, redirect.headers["Location"]) == (302, "/login")


@pytest.mark.parametrize("after", ["3", "Wed, 21 Oct 2026 07:28:00 GMT", ""])
def test_too_many_requests_say_when_to_come_back(api: Api, after: str) -> None:
    """In seconds, as a date, or not at all."""
    api.server.fault(**faults.too_many(after))
    answer = _health(api)
    assert (answer.status_code, answer.headers.get("Retry-After", "")) == (429, after)


def test_slow_answers_run_into_time_outs(api: Api) -> None:
    """Before anything happens, after it happened, or drop by drop."""
    url = api.server.url + "/api/dashboards/db"
    headers = {"Authorization": f"Bearer {api.server.token}"}
    api.server.fault(delay_after_ms=3000)
    with pytest.raises(requests.ReadTimeout):
        requests.post(url, json={"dashboard": {"uid": "d", "title": "D"}}, headers=headers, timeout=0.3)
    assert set(api.server.contents()["dashboards"]) == {"d"}
    api.server.fault(delay_ms=1)
    assert _health(api).status_code == 200
    api.server.fault(drip_ms=1)
    assert _health(api).json()["database"] == "ok"


@pytest.mark.parametrize(("when", "stored"), [("before", set()), ("after", {"d"})])
def test_a_request_can_be_held(api: Api, when: str, stored: set[str]) -> None:
    """So that a test can kill a client at exactly this point."""
    api.server.fault(method="POST", hold=when)
    answers: list[int] = []
    client = threading.Thread(target=lambda: answers.append(api.save().status_code))
    client.start()
    assert api.server.wait_held()
    assert (set(api.server.contents()["dashboards"]), answers) == (stored, [])
    api.server.clear_faults()
    client.join(30)
    assert answers == [200]


def test_latency_is_added_to_every_request(api: Api) -> None:
    """The waits of parallel connections do not add up: that is what a benchmark needs."""
    api.server.set(latency_ms=200)
    threads = [threading.Thread(target=_health, args=(api,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    starts = [exchange.started for exchange in api.server.requests()]
    assert len(starts) == 8
    assert api.server.counts()["max_in_flight"] > 1


def test_a_wrong_order_is_refused(api: Api) -> None:
    """A typing mistake in a test is not passed over."""
    with pytest.raises(ControlError, match="unexpected keyword"):
        api.server.fault(cutt="before")
    with pytest.raises(ControlError, match="no such setting"):
        api.server.set(latency=3)
    with pytest.raises(ControlError):
        api.server.fault(path="(")


def test_time_passes_only_where_ordered(api: Api) -> None:
    """A delay holds the answer back at least so long."""
    api.server.fault(delay_ms=100)
    start = time.monotonic()
    _health(api)
    assert time.monotonic() - start >= 0.1
