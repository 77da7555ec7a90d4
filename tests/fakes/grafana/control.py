"""The test's own door, outside the API: orders as ``POST /__test__/NAME`` with a JSON object of arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import orjson

from tests.fakes.grafana import profiles, ui
from tests.fakes.grafana.state import State
from tests.fakes.grafana.values import Answer, Identity, Object, Refusal, Request, json_answer

if TYPE_CHECKING:
    from tests.fakes.grafana.app import Grafana

PREFIX = "/__test__/"
_TOKEN_ID = 1000


def answer(grafana: Grafana, request: Request) -> Answer:
    """Carry out one order; 400 says what was wrong with it."""
    order = ORDERS.get(request.path.removeprefix(PREFIX))
    if order is None:
        return json_answer({"message": "no such order"}, 404)
    try:
        return json_answer({"result": order(grafana, **(orjson.loads(request.body or b"{}")))})
    except Refusal as refusal:
        return json_answer({"message": refusal.answer.body.decode()}, 400)
    except (KeyError, TypeError, ValueError, re.error) as problem:
        return json_answer({"message": f"{type(problem).__name__}: {problem}"}, 400)


def _reset(grafana: Grafana) -> None:
    with grafana.lock:
        grafana.reset()


def _set(grafana: Grafana, **values: Any) -> None:
    grafana.profile = profiles.changed(grafana.profile, values)


def _settings(grafana: Grafana) -> Object:
    return attrs.asdict(grafana.profile)


def _dump(grafana: Grafana) -> Object:
    with grafana.lock:
        return grafana.state.dump()


def _load(grafana: Grafana, state: Object) -> None:
    with grafana.lock:
        grafana.load(State.load(state))


def _contents(grafana: Grafana) -> Object:
    with grafana.lock:
        return grafana.state.contents()


def _requests(grafana: Grafana) -> list[Object]:
    return [entry.as_json() for entry in list(grafana.log.entries)]


def _counts(grafana: Grafana) -> Object:
    return grafana.log.counts()


def _clear_log(grafana: Grafana) -> None:
    grafana.log.clear()


def _fault(grafana: Grafana, **values: Any) -> None:
    grafana.faults.add(**values)


def _clear_faults(grafana: Grafana) -> None:
    grafana.faults.clear()


def _wait_held(grafana: Grafana, count: int = 1, timeout: float = 30) -> bool:
    return grafana.faults.wait_held(count, timeout)


def _add_token(
    grafana: Grafana, token: str, login: str, permissions: dict[str, list[str]] | None = None
) -> None:
    number = _TOKEN_ID + len(grafana.access.tokens)
    grafana.access.tokens[token] = Identity(login, number, login, permissions, is_token=True)


def _permit(grafana: Grafana, token: str, permissions: dict[str, list[str]] | None) -> None:
    grafana.access.tokens[token].permissions = permissions


def _expire(grafana: Grafana, token: str, *, expired: bool = True) -> None:
    grafana.access.tokens[token].expired = expired


def _ui(grafana: Grafana, action: str, user: str, at: str = "", **arguments: Any) -> Any:
    with grafana.lock:
        grafana.at = at
        try:
            return ui.ACTIONS[action](grafana, user, **arguments)
        finally:
            grafana.at = ""


ORDERS: dict[str, Any] = {
    "reset": _reset,
    "set": _set,
    "settings": _settings,
    "dump": _dump,
    "load": _load,
    "contents": _contents,
    "requests": _requests,
    "counts": _counts,
    "clear_log": _clear_log,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "wait_held": _wait_held,
    "add_token": _add_token,
    "permit": _permit,
    "expire": _expire,
    "ui": _ui,
}
