"""Whatever expressions an author builds: the PromQL text means the same tree."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grafana_kit.model.duration import seconds
from grafana_kit.model.promql_text import Matcher
from grafana_kit.model.query import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Number,
    Over,
    Query,
    Rendering,
    Selector,
    Text,
)
from tests.author.trees import Tree, parsed

FIVE_MINUTES = Rendering(window=lambda _job: "5m")
LABELS = st.sampled_from(["job", "le", "status", "http.route"])
NAMES = st.sampled_from(["up", "http_requests_total", "job:errors:rate5m", "utf8.name"])
DURATIONS = st.sampled_from(["30s", "5m", "1h30m", "2d"])
ARITHMETIC = st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"])
SETS = st.sampled_from(["and", "or", "unless"])
NUMBERS = st.floats(allow_nan=False, width=32) | st.integers(-(10**6), 10**6)

matchers = st.builds(Matcher, LABELS, st.sampled_from(["=", "!="]), st.text(max_size=8)) | st.builds(
    Matcher, LABELS, st.sampled_from(["=~", "!~"]), st.sampled_from(["5..", "a|b", r"a\.b", "x$"])
)
selectors = st.builds(
    Selector,
    NAMES,
    job=st.none() | st.sampled_from(["api", 'a "quoted" job']),
    matchers=st.lists(matchers, max_size=3).map(tuple),
    shift=st.none() | DURATIONS,
)
scalars = st.recursive(
    st.builds(Number, NUMBERS) | st.just(Call("time")),
    lambda inner: (
        st.builds(Binary, ARITHMETIC, inner, inner)
        | st.builds(
            Binary, st.sampled_from(sorted(COMPARISONS)), inner, inner, as_bool=st.sampled_from([True])
        )
    ),
    max_leaves=4,
)


def matching(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Return binary expressions of two vectors with all ways of matching."""
    some = st.lists(LABELS, max_size=2, unique=True).map(tuple)
    # PromQL refuses a label that is both in on() and in group_left().
    joined = st.sampled_from([(), ("job",), ("job", "le")])
    taken = st.sampled_from([(), ("status",), ("http.route", "status")])
    left = st.builds(Binary, ARITHMETIC, inner, inner, on=joined, group_left=taken)
    right = st.builds(Binary, ARITHMETIC, inner, inner, ignoring=some, group_right=some)
    compared = st.builds(
        Binary, st.sampled_from(sorted(COMPARISONS)), inner, inner, on=some, as_bool=st.booleans()
    )
    return left | right | compared | st.builds(Binary, SETS, inner, inner, ignoring=some)


def compound(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Return larger vectors that are made of smaller ones."""
    some = st.lists(LABELS, max_size=2, unique=True).map(tuple)
    return (
        st.builds(Aggregation, st.sampled_from(["sum", "max", "count"]), inner, by=some)
        | st.builds(Aggregation, st.sampled_from(["avg", "min"]), inner, without=some)
        | st.builds(
            Aggregation, st.sampled_from(["topk", "bottomk"]), inner, by=some, parameter=st.integers(1, 9)
        )
        | st.builds(Over, st.sampled_from(["rate", "changes"]), inner, st.none() | DURATIONS)
        | st.builds(Over, st.just("predict_linear"), inner, DURATIONS, after=st.tuples(NUMBERS))
        | st.builds(Over, st.just("quantile_over_time"), inner, DURATIONS, before=st.just((0.9,)))
        | st.builds(Call, st.just("abs"), st.tuples(inner))
        | st.builds(Call, st.just("clamp_min"), st.tuples(inner, scalars))
        | st.builds(Call, st.just("histogram_quantile"), st.tuples(scalars, inner))
        | st.builds(Binary, ARITHMETIC | st.sampled_from(sorted(COMPARISONS)), inner, scalars)
        | st.builds(Binary, ARITHMETIC | st.sampled_from(sorted(COMPARISONS)), scalars, inner)
        | matching(inner)
    )


vectors = st.recursive(
    selectors
    | st.sampled_from([Text("up"), Text('up{job="a|b"} # all\n'), Text("a + b # sum"), Text(" -up ")]),
    compound,
    max_leaves=8,
)


def meaning(query: Query) -> Tree:
    """Return what a query means, read from its structure and not from its text."""
    if isinstance(query, Number):
        return ("number", float(query.value))
    if isinstance(query, Text):
        return parsed(query.text)
    if isinstance(query, Selector):
        return _selector(query)
    if isinstance(query, Over):
        inner = ("range", meaning(query.operand), seconds(query.over or "5m"))
        numbers = [[("number", float(one)) for one in side] for side in (query.before, query.after)]
        return ("call", query.function, *numbers[0], inner, *numbers[1])
    if isinstance(query, Call):
        return ("call", query.function, *map(meaning, query.arguments))
    if isinstance(query, Aggregation):
        word, labels = ("by", query.by) if query.without is None else ("without", query.without)
        parameter = None if query.parameter is None else ("number", float(query.parameter))
        return ("aggregate", query.op, (word, *sorted(labels)), parameter, meaning(query.operand))
    assert isinstance(query, Binary)
    return ("binary", query.op, _matching(query), meaning(query.left), meaning(query.right))


def _selector(query: Selector) -> Tree:
    ops = {"=": "Equal", "!=": "NotEqual", "=~": "Re", "!~": "NotRe"}
    plain = query.name.replace(":", "_").isidentifier()
    everything = [(one.label, f"MatchOp.{ops[one.op]}", one.value) for one in query.matchers]
    everything += [("job", "MatchOp.Equal", query.job)] if query.job else []
    everything += [] if plain else [("__name__", "MatchOp.Equal", query.name)]
    shift = seconds(query.shift) if query.shift else 0
    return ("selector", query.name if plain else "", frozenset(everything), shift)


def _matching(query: Binary) -> Any:
    wanted = (query.on, query.ignoring, query.group_left, query.group_right)
    if all(labels is None for labels in wanted) and not query.as_bool:
        return None
    side = None
    if query.on is not None:
        side = ("LabelModifierType.Include", *sorted(query.on))
    elif query.ignoring is not None:
        side = ("LabelModifierType.Exclude", *sorted(query.ignoring))
    card = "OneToOne"
    if query.op in ("and", "or", "unless"):
        card = "ManyToMany"
    elif query.group_left is not None:
        card = "ManyToOne"
    elif query.group_right is not None:
        card = "OneToMany"
    return (
        query.as_bool,
        side,
        f"VectorMatchCardinality.{card}",
        query.group_left or query.group_right or (),
    )


def without_defaults(tree: Any) -> Any:
    """Return a tree in which "no matching said" is None, however it is spelled."""
    if not isinstance(tree, tuple):
        return tree
    if tree[:1] == ("binary",):
        plain = (
            False,
            None,
            f"VectorMatchCardinality.{'ManyToMany' if tree[1] in ('and', 'or', 'unless') else 'OneToOne'}",
            (),
        )
        tree = (*tree[:2], None if tree[2] in ((), plain) else tree[2], *tree[3:])
    return tuple(without_defaults(part) for part in tree)


@given(vectors | scalars)
@example(Binary("^", Number(-1), Number(2)))
@example(Binary("^", Binary("^", Number(1), Number(2)), Binary("^", Number(3), Number(4))))
@example(Binary("-", Number(1), Binary("-", Number(2), Number(-3))))
@example(Binary("*", Selector("up"), Number(-1)))
@example(Over("rate", Number(-1) + Selector("up"), "5m"))
def test_the_text_means_what_was_built(query: Query) -> None:
    """Precedence, associativity, matching, grouping, windows and offsets survive being written."""
    text = query.render(FIVE_MINUTES)
    assert without_defaults(parsed(text)) == without_defaults(meaning(query)), text


OPERATORS = ["+", "-", "*", "/", "%", "^", "atan2", "and", "or", "unless", *sorted(COMPARISONS)]


@pytest.mark.parametrize("outer", OPERATORS)
@pytest.mark.parametrize("inner", OPERATORS)
def test_every_operator_within_every_other_keeps_its_place(outer: str, inner: str) -> None:
    """On the left and on the right, with a negative number too."""
    a, b, c = Selector("a"), Selector("b"), Selector("c")
    queries = [Binary(outer, Binary(inner, a, b), c), Binary(outer, a, Binary(inner, b, c))]
    if "and" not in (outer, inner) and not {"or", "unless"} & {outer, inner}:
        queries += [
            Binary(outer, Binary(inner, Number(-1), b), c),
            Binary(outer, a, Binary(inner, b, Number(-1))),
        ]
    for query in queries:
        text = query.render(FIVE_MINUTES)
        assert without_defaults(parsed(text)) == without_defaults(meaning(query)), text


@given(st.text())
def test_any_text_is_a_label_value(value: str) -> None:
    """Quotes, backslashes, newlines and control characters are the same after they were written."""
    query = Selector("up", matchers=(Matcher("label", "=", value),))
    assert parsed(query.render(FIVE_MINUTES)) == meaning(query)


@given(st.lists(st.text(), min_size=1))
def test_any_texts_are_alternatives(values: list[str]) -> None:
    """A tuple of values becomes a regular expression that matches these values and nothing else."""
    regex = Selector("up").where(label=tuple(values)).matchers[0].value
    assert all(re.fullmatch(regex, value) for value in values)  # RE2 takes the same escapes
    assert not re.fullmatch(regex, "".join(values) + "x") or "".join(values) + "x" in values


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Selector("up") + 1, "up + 1"),
        (1 + Selector("up"), "1 + up"),
        (Selector("up") - 1 - 2, "up - 1 - 2"),
        (1 - Selector("up"), "1 - up"),
        (3 * Selector("up") / 2, "3 * up / 2"),
        (Selector("up") * float("nan"), "up * NaN"),
        (Selector("up") < float("inf"), "up < +Inf"),
        (Selector("up") > float("-inf"), "up > -Inf"),
        (1 / Selector("up"), "1 / up"),
        (Selector("up") % 2, "up % 2"),
        (2 % Selector("up"), "2 % up"),
        (Selector("up") ** 2, "up ^ 2"),
        (2 ** Selector("up"), "2 ^ up"),
        (-Selector("up"), "-1 * up"),
        (Selector("up") < 1, "up < 1"),
        (Selector("up") <= 1, "up <= 1"),
        (Selector("up") > 1, "up > 1"),
        (Selector("up") >= 1, "up >= 1"),
        (Selector("up") == 1, "up == 1"),
        (Selector("up") != 1, "up != 1"),
        (Selector("up") & "down", "up and down"),
        ("down" & Selector("up"), "down and up"),
        (Selector("up") | "a + b", "up or (a + b)"),
        ("down" | Selector("up"), "down or up"),
        (Selector("up").unless("down", on="job"), "up unless on (job) down"),
        (Selector("a").binary("/", Selector("b"), on="x", group_left=()), "a / on (x) group_left () b"),
        (Selector("up").binary(">", 1, as_bool=True), "up > bool 1"),
        (Selector("up").aggregate("stddev", "job"), "stddev by (job) (up)"),
    ],
)
def test_operators_read_as_they_are_written(query: Query, text: str) -> None:
    """Python's operators are PromQL's, on either side of text and numbers too."""
    assert query.render(FIVE_MINUTES) == text
