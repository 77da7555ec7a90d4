"""When a request is sent again, and after how long."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from grafana_kit.errors import KitError, ServerError
from grafana_kit.transport.failures import NoAnswerError
from grafana_kit.transport.retries import Patience
from tests.fakes.grafana import GrafanaServer, faults
from tests.transport.talking import Clock, client, grafana_client, unused_port

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PATH = "/api/dashboards/uid/d"
METHODS = ["GET", "POST", "PUT", "DELETE"]


def waits(retry_after: str = "", attempt: int = 1, **settings: Any) -> float:
    """Return how long a wait is at a fixed time, with dice that fall on one half."""
    values: dict[str, Any] = {"jitter": lambda: 0.5, "now": NOW.timestamp} | settings
    return Patience(**values).wait(attempt, retry_after)


def test_waits_double_and_are_never_too_long() -> None:
    """Half a second first, with jitter; a minute at most."""
    assert [waits(attempt=number) for number in (1, 2, 3, 4)] == [0.375, 0.75, 1.5, 3]
    assert waits(attempt=30) == 60
    assert [waits(jitter=lambda dice=dice: dice) for dice in (0.0, 1.0)] == [0.25, 0.5]


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7", 7.25),
        ("0", 0.25),
        ("86400", 60),
        (format_datetime(NOW.replace(second=9), usegmt=True), 9.25),
        (format_datetime(NOW.replace(hour=9), usegmt=True), 0.25),
        (format_datetime(NOW.replace(hour=23), usegmt=True), 60),
        ("soon", 0.375),
        ("-3", 0.375),
        ("", 0.375),
    ],
)
def test_what_the_server_asks_for_is_waited_for_within_limits(retry_after: str, seconds: float) -> None:
    """Seconds or a date; what is neither is passed over."""
    assert waits(retry_after) == seconds


def sent(server: GrafanaServer) -> int:
    """Return how many requests the server saw."""
    return len(server.requests())


@pytest.mark.parametrize("method", METHODS)
def test_after_429_any_method_is_sent_again(grafana: GrafanaServer, method: str) -> None:
    """The server did nothing yet; it is waited as long as it says."""
    grafana.fault(**faults.too_many("3"))
    grafana.fault(**faults.too_many())
    clock = Clock()
    with grafana_client(grafana, clock) as made:
        made.send(method, PATH, None if method == "GET" else {}, allow=(400, 404, 412))
    assert sent(grafana) == 3
    assert clock.waits == [3.25, 0.75]


def test_too_many_requests_end_in_an_error(grafana: GrafanaServer) -> None:
    """After four attempts here, with the server's words and a way to ask for less."""
    grafana.fault(times=None, **faults.too_many())
    clock = Clock()
    with (
        grafana_client(grafana, clock) as made,
        pytest.raises(ServerError, match="too many requests: Too many") as caught,
    ):
        made.get(PATH)
    assert (sent(grafana), len(clock.waits)) == (4, 3)
    assert caught.value.hint == "grafana-kit push --env dev --jobs 1"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_server_that_is_away_is_asked_again_if_that_does_no_harm(
    grafana: GrafanaServer, status: int
) -> None:
    """Reading, and what is said to be repeatable."""
    grafana.fault(times=2, **faults.html_page(status))
    with grafana_client(grafana) as made:
        assert made.get("/api/org").status == 200
        grafana.fault(times=2, **faults.html_page(status))
        assert made.send("DELETE", PATH, repeatable=True, allow=(404,)).status == 404
    assert sent(grafana) == 6


@pytest.mark.parametrize("method", METHODS[1:])
@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_write_is_not_sent_again_when_nobody_knows_what_became_of_it(
    grafana: GrafanaServer, method: str, status: int
) -> None:
    """Who wrote has to look first: the error says that there was no answer."""
    grafana.fault(**faults.html_page(status))
    with grafana_client(grafana) as made, pytest.raises(NoAnswerError):
        made.send(method, PATH, {})
    assert sent(grafana) == 1


def test_any_other_error_is_final(grafana: GrafanaServer) -> None:
    """500 is what Grafana answers to what it does not like: again would be the same."""
    grafana.fault(times=None, **faults.error(500, "Failed to save dashboard"))
    with grafana_client(grafana) as made, pytest.raises(ServerError, match=r"failed \(500\): Failed to save"):
        made.get(PATH)
    assert sent(grafana) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_connection_is_made_again_for_reading_only(grafana: GrafanaServer, when: str) -> None:
    """Before or after the server worked: from here it is the same."""
    grafana.fault(cut=when)
    with grafana_client(grafana) as made:
        assert made.get("/api/org").status == 200
        grafana.fault(cut=when)
        with pytest.raises(NoAnswerError, match="broke off"):
            made.send("POST", "/api/dashboards/db", {})
    assert sent(grafana) == 3


def test_a_broken_answer_is_asked_for_again(grafana: GrafanaServer) -> None:
    """Half of the promised bytes, or JSON without an end."""
    grafana.fault(truncate=5)
    grafana.fault(body='{"half": ')
    with grafana_client(grafana) as made:
        assert made.get("/api/org").data["id"] == 1
        grafana.fault(method="POST", body='{"half": ')
        with pytest.raises(NoAnswerError, match="JSON has no end"):
            made.send("POST", "/api/folders", {"uid": "f", "title": "F"})
    assert sent(grafana) == 4


def test_a_server_that_is_not_there_yet_is_waited_for_whatever_is_sent() -> None:
    """Nothing was sent, so nothing can happen twice; an impatient request is not repeated."""
    clock = Clock()
    with client(f"http://127.0.0.1:{unused_port()}", clock=clock) as made:
        with pytest.raises(ServerError, match=r"nothing listens at 127\.0\.0\.1:"):
            made.send("POST", PATH, {})
        assert len(clock.waits) == 3
        with pytest.raises(ServerError):
            made.get(PATH, patient=False)
    assert len(clock.waits) == 3


def test_an_impatient_request_is_not_repeated(grafana: GrafanaServer) -> None:
    """The first look at a server tells at once that it is away."""
    grafana.fault(times=None, **faults.html_page(503))
    with grafana_client(grafana) as made:
        with pytest.raises(NoAnswerError):
            made.get(PATH, patient=False)
        grafana.clear_faults()
        grafana.fault(times=None, body="{")
        with pytest.raises(NoAnswerError):
            made.get("/api/org", patient=False)
    assert sent(grafana) == 2


def test_slow_servers_are_given_up(grafana: GrafanaServer) -> None:
    """Before the answer, and while it drips; reading is tried again, writing not."""
    clock = Clock()
    grafana.fault(times=None, delay_ms=400)
    with grafana_client(grafana, clock) as made:
        made.patience = clock.patience(read=0.05, attempts=2)
        with pytest.raises(NoAnswerError, match="no answer in time"):
            made.get("/api/org")
        assert len(clock.waits) == 1
        with pytest.raises(NoAnswerError, match="no answer in time"):
            made.send("POST", "/api/folders", {"uid": "f", "title": "F"})
        assert len(clock.waits) == 1
        grafana.clear_faults()
        grafana.fault(times=None, drip_ms=60)
        made.patience = clock.patience(total=0.1, attempts=1)
        with pytest.raises(NoAnswerError, match="no answer in time"):
            made.get("/api/org")


def test_connections_are_kept_and_no_more_are_made_than_jobs(grafana: GrafanaServer) -> None:
    """One after the other needs one connection, whatever the answers are."""
    with grafana_client(grafana) as made:
        for _ in range(5):
            made.get("/api/org")
            made.get("/api/dashboards/uid/none", allow=(404,))
    assert grafana.counts()["connections"] == 1


def test_nothing_is_raised_with_a_secret_or_the_library_behind_it(grafana: GrafanaServer) -> None:
    """What requests raises is not shown: its texts and its request hold more than anybody should see."""
    grafana.fault(times=None, cut="before")
    with grafana_client(grafana) as made, pytest.raises(KitError) as caught:
        made.get(PATH)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert not isinstance(caught.value, requests.RequestException)
