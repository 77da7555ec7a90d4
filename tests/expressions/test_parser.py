"""Is a text PromQL? Our answer, and that of Prometheus's own tool."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from grafana_kit.expressions.parser import Parsed, parse
from tests.expressions.forms import INVALID, VALID
from tests.servers import require

# Where our parser is kinder or stricter than Prometheus, and why that does no harm.
UNCHECKED = {"holt_winters(up[1h], 0.5, 0.5)": "gone in Prometheus 3, so the parser does not know it"}


@pytest.mark.parametrize("text", VALID)
def test_promql_is_fine(text: str) -> None:
    """Every form of the documentation."""
    assert parse(text).verdict == ("unchecked" if text in UNCHECKED else "fine"), parse(text).message


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_promql_is_wrong(text: str) -> None:
    """And the answer says why."""
    answer = parse(text)
    assert answer.verdict == "wrong"
    assert answer.message


@pytest.mark.servers
def test_prometheus_says_the_same_of_every_form(tmp_path: Path) -> None:
    """Promtool reads all forms as rules of one file, and refuses exactly those that we refuse."""
    rules = [{"record": f"r{index}", "expr": text} for index, text in enumerate((*VALID, *INVALID))]
    refused = refused_by_promtool(tmp_path, [[rule] for rule in rules])
    assert [text for index, text in enumerate((*VALID, *INVALID)) if index in refused] == list(INVALID)


def refused_by_promtool(folder: Path, groups: list[list[dict[str, str]]]) -> set[int]:
    """Return the numbers of the rules that promtool refuses; it names all of a file at once."""
    promtool = require("promtool")
    file = folder / "rules.yml"
    named = [{"name": f"g{index}", "rules": rules} for index, rules in enumerate(groups)]
    file.write_text(yaml.safe_dump({"groups": named}))
    result = subprocess.run(
        [promtool, "check", "rules", str(file)], capture_output=True, text=True, check=False
    )
    return {int(found) for found in re.findall(r'group "g(\d+)", rule \d+', result.stdout + result.stderr)}


# --- Grafana's variables ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "rate(up[$__rate_interval])",
        "rate(up[${__rate_interval}])",
        "rate(up[$window:$step])",
        "rate(up[5m]) * $__interval_ms",
        "up offset $back",
        "up offset -$back",
        'up{job="$job"}',
        'up{job=~"${job:regex}"}',
        "$metric",
        "${metric}_total",
        "[[metric]]",
        "[[metric:raw]]{a='[[b]]'}",
        "sum by ($label) (up)",
        "topk($k, up)",
        "topk($k, $metric)",
        "$expression > $threshold",
        "clamp_max($metric, $a) + $b * ($metric2 ^ $c)",
        "up > $__range_s # $comment",
    ],
)
def test_variables_stand_for_names_numbers_and_durations(text: str) -> None:
    """Each for what makes the text PromQL."""
    assert parse(text).verdict == "fine", parse(text).message


@pytest.mark.parametrize(
    "text", ["rate($metric)", "up{job=$job}", "topk($k, 3)", "sum by (up) $x", "rate(up[$x)", "$"]
)
def test_variables_excuse_nothing_else(text: str) -> None:
    """No choice makes PromQL of these."""
    assert parse(text).verdict == "wrong"


def test_more_variables_than_can_be_tried_leave_a_text_unchecked() -> None:
    """Unknown is not wrong, and not valid."""
    names = [f"$x{number}" for number in range(7)]
    assert parse(" + ".join(names)).verdict == "fine"
    assert parse("topk($k, 3) + " + " + ".join(names)).verdict == "unchecked"


# --- what newer servers know ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "rate(up[5m] smoothed)",
        "increase(up[5m] anchored)",
        "rate(up[5m * 2])",
        "up offset (1h + 5m)",
        "rate(up[step() * 4])",
    ],
)
def test_promql_that_the_parser_does_not_know_is_unchecked(text: str) -> None:
    """It is not called wrong, and not called fine."""
    answer = parse(text)
    assert answer.verdict == "unchecked"
    assert answer.message


@pytest.mark.parametrize("text", ['up{a="smoothed"', "up + # anchored", "rate('</')"])
def test_words_in_strings_and_comments_excuse_nothing(text: str) -> None:
    """A mistake stays one."""
    assert parse(text).verdict == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        "1_000 + up",
        'rate(up{a="1_0"}[5m]) > 10_000',
        '{"utf8.name"}',
        '{"a.b", "c.d"="e"}',
        "limitk(5, up)",
        "info(up)",
        "up[300]",
        "up offset 300",
        "5m",
        "double_exponential_smoothing(up[1h], 0.5, 0.5)",
    ],
)
def test_newer_forms_that_the_parser_knows_are_fine(text: str) -> None:
    """Digits in groups, UTF-8 names, durations and numbers for each other, functions of Prometheus 3."""
    assert parse(text).verdict == "fine", parse(text).message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "up" + ")" * 100_000,
        "-" * 100_000 + "up",
        "up" + " or up" * 100_000,
        "sum(" * 100_000,
        "up" + "==up" * 100_000,
    ],
    ids=lambda text: f"{text[:8]}…",
)
def test_a_text_that_would_end_the_process_is_unchecked(text: str) -> None:
    """The parser recurses until the stack is used up; Python could not catch that."""
    assert parse(text) == Parsed("unchecked", "more than 1000 operators and parentheses")


def test_a_large_text_is_parsed() -> None:
    """As large as anybody writes."""
    assert parse(" or ".join(f'up{{job="{number}"}}' for number in range(450))).verdict == "fine"
    assert parse("(" * 900 + "up" + ")" * 900).verdict == "fine"
    assert parse(f'up{{job=~"{"a|" * 50_000}"}}').verdict == "fine"


# --- the kind of result -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("up", "instant"),
        ("1", "instant"),
        ("up[5m]", "range"),
        ("(up[5m])", "range"),
        ("((up[5m:1m]))", "range"),
        ('"text"', "string"),
        ("('text')", "string"),
    ],
)
def test_the_kind_of_a_result_is_known(text: str, kind: str) -> None:
    """A rule can only have series."""
    assert parse(text).type == kind


@example("$0``0")
@given(st.text() | st.text(alphabet="up(){}[]$\"'`#=~!5m,.:_+-*/ \n"))
def test_the_parser_never_fails(text: str) -> None:
    """Whatever the text: the answer is one of three."""
    assert parse(text).verdict in {"fine", "wrong", "unchecked"}


def test_an_answer_is_remembered() -> None:
    """The same expression in forty panels is parsed once."""
    assert parse("up + 12345") is parse("up + 12345")
