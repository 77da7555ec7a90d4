"""Canonical bytes, and values that are none."""

from __future__ import annotations

import datetime as dt
import enum
import json
import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.errors import AuthorError
from grafana_kit.model.jsonable import checked, finite
from grafana_kit.render.encode import HEADER, json_bytes, yaml_bytes


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Ratio(float):
    """A float of another library, such as numpy's."""


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def itself() -> list[Any]:
    """Return a list that holds itself."""
    value: list[Any] = []
    value.append({"again": value})
    return value


BAD: list[tuple[Callable[[], Any], str]] = [
    (lambda: {"a": [1, {"b": math.nan}]}, r"\$\.a\[1\]\.b is nan, which JSON cannot hold"),
    (lambda: (math.inf,), r"\$\[0\] is inf, which JSON cannot hold"),
    (lambda: {"a": -math.inf}, r"\$\.a is -inf"),
    (lambda: {"a": {1: "b"}}, r"\$\.a has the key 1; JSON keys are text"),
    (lambda: {None: "b"}, r"\$ has the key None"),
    (lambda: {"a": "\ud800"}, r"\$\.a is '\\ud800', which has a lone surrogate"),
    (lambda: {"\udfff": 1}, r"lone surrogate"),
    (lambda: {"a": 2**64}, r"\$\.a is a number of 65 bits, more than 64"),
    (lambda: {"a": -(2**63) - 1}, r"\$\.a is a number of 64 bits"),
    (lambda: {"a": 10**5000}, r"\$\.a is a number of 16610 bits"),
    (lambda: {"a": {1, 2}}, r"\$\.a is of type set, which JSON does not know"),
    (lambda: {"a": b"x"}, r"\$\.a is of type bytes"),
    (lambda: {"a": dt.date(2026, 1, 1)}, r"\$\.a is of type date"),
    (lambda: {"a": object()}, r"\$\.a is of type object"),
    (itself, r"\$\[0\]\.again\[0\]\.again.* is nested deeper than 200 levels"),
]


@pytest.mark.parametrize(("value", "message"), BAD)
@pytest.mark.parametrize("write", [json_bytes, yaml_bytes, checked])
def test_what_is_no_json_is_refused_with_its_path(
    write: Callable[..., Any], value: Callable[[], Any], message: str
) -> None:
    """Before anything is written, and never by writing null instead."""
    with pytest.raises(AuthorError, match=message) as error:
        write(value(), "dashboards/a.py:3")
    assert error.value.where == "dashboards/a.py:3"
    str(error.value).encode()


@given(JSON)
def test_json_is_read_back_as_it_was_written(value: Any) -> None:
    """Down to the last digit and letter."""
    assert json.loads(json_bytes(value)) == value


@given(JSON)
def test_yaml_is_read_back_as_it_was_written(value: Any) -> None:
    """By PyYAML; Go's readers see the same, for what could be taken for a number is quoted."""
    assert yaml.safe_load(yaml_bytes(value)) == value


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_keys_plays_no_part_in_json(value: dict[str, Any]) -> None:
    """The same value gives the same bytes."""
    assert json_bytes(value) == json_bytes(dict(reversed(value.items())))


def test_json_is_as_people_and_git_read_it() -> None:
    """Indented, sorted, with umlauts as they are, and a last newline."""
    assert json_bytes({"b": ["ü"], "a": None}) == b'{\n  "a": null,\n  "b": [\n    "\xc3\xbc"\n  ]\n}\n'


def test_yaml_is_as_people_and_git_read_it() -> None:
    """In the author's order, lists indented, long text on one line, several lines as lines, no anchors."""
    part = {"x": "one\ntwo\n"}
    long = "word " * 100 + "end"
    text = yaml_bytes({"b": [part, part], "a": long, "ü": "é"}).decode()
    assert text == (
        f"{HEADER}b:\n  - x: |\n      one\n      two\n  - x: |\n      one\n      two\na: {long}\nü: é\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "1.5",
        ".5",
        "0o14",
        "0x1F",
        "1_000",
        "12:30:45",
        "y",
        "n",
        "on",
        "No",
        "null",
        "~",
        "true",
        "-",
        "1e+06",
    ],
)
def test_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    """Grafana and Prometheus read YAML 1.2, whose numbers are not PyYAML's."""
    assert yaml_bytes([text]).decode().removeprefix(HEADER)[2] in "'\""


def test_what_behaves_like_json_is_written_as_json() -> None:
    """Enumerations, ordered dicts, tuples, numbers and keys of subclasses."""
    value = {
        Colour.RED: Colour.RED, "level": Level.HIGH, "ratio": Ratio(0.5), "map": OrderedDict(b=1, a=(1, 2))
    }  # fmt: skip
    plain = {"red": "red", "level": 3, "ratio": 0.5, "map": {"b": 1, "a": [1, 2]}}
    assert json.loads(json_bytes(value)) == plain
    assert yaml.safe_load(yaml_bytes(value)) == plain
    assert all(type(key) is str for key in checked(value))


def test_deep_values_are_written_as_far_as_they_are_allowed() -> None:
    """Whatever is not refused can be written."""
    value: Any = "end"
    for _ in range(200):
        value = [value]
    assert json_bytes({"panels": [value]}).count(b"[") == 201


@pytest.mark.parametrize("value", [True, "5", None, 1 + 2j])
def test_a_number_is_a_number(value: Any) -> None:
    """Not a truth value, not a text."""
    with pytest.raises(AuthorError, match=r"min is .*, not a number"):
        finite(value, "min")


def test_a_number_is_given_back() -> None:
    """Whole numbers stay whole."""
    assert finite(5, "min") == 5
    assert isinstance(finite(5, "min"), int)
    with pytest.raises(AuthorError, match="max is inf"):
        finite(math.inf, "max")
