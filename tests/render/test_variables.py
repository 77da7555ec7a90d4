"""Variables, annotations and the links of a dashboard's head, as Grafana reads them."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit import Variable, annotation, variables
from grafana_kit.errors import AuthorError
from grafana_kit.metrics import Counter, Gauge, Histogram, Summary
from grafana_kit.render.variables import variables_json
from tests.author.builders import rendered

SOURCE = {"type": "prometheus", "uid": "prometheus"}
UP = Gauge("up", labels={})
REQUESTS = Counter("http_requests_total", job="api", labels={"handler": ("/jobs",)})


def json(variable: Variable) -> dict[str, Any]:
    """Return the JSON of a single variable."""
    return variables_json([variable], SOURCE)[0]


@pytest.mark.parametrize(
    ("variable", "query"),
    [
        (
            variables.label_values("handler", REQUESTS),
            'label_values(http_requests_total{job="api"}, handler)',
        ),
        (
            variables.label_values("h", REQUESTS, "handler"),
            'label_values(http_requests_total{job="api"}, handler)',
        ),
        (variables.label_values("x", Histogram("s", job="w"), "job"), 'label_values(s_count{job="w"}, job)'),
        (variables.label_values("x", Summary("s", job="w"), "job"), 'label_values(s_count{job="w"}, job)'),
        (variables.label_values("job", ' up{a="b"} '), 'label_values(up{a="b"}, job)'),
    ],
)
def test_values_of_labels_are_asked_of_series_that_exist(variable: Variable, query: str) -> None:
    """A histogram's own name has no series; a counter is not drawn, so it may stand there."""
    assert json(variable)["query"]["query"] == json(variable)["definition"] == query


def test_a_label_that_a_metric_does_not_have_is_refused() -> None:
    """With the nearest that it has."""
    with pytest.raises(AuthorError, match="http_requests_total has no label hanlder") as error:
        variables.label_values("hanlder", REQUESTS)
    assert error.value.hint == 'did you mean "handler"?'


@pytest.mark.parametrize("name", ["with space", "a-b", "", "__name", "x\n"])
def test_names_that_no_query_can_hold_are_refused(name: str) -> None:
    """At the author's line."""
    with pytest.raises(AuthorError, match="cannot be the name of a variable") as error:
        variables.text_box(name)
    assert error.value.where.partition(":")[0].endswith("test_variables.py")


# Grafana's own way of reading the query of a custom variable (public/app/features/variables/custom).
OPTION = re.compile(r"(?:\\,|[^,])+")
PAIR = re.compile(r"\s*(.+)\s:\s(.+)")


def as_grafana_reads(query: str) -> list[tuple[str, str]]:
    """Return text and value of every option in the query of a custom variable."""
    found = []
    for match in OPTION.findall(query):
        option = match.replace("\\,", ",")
        pair = PAIR.fullmatch(option)
        found.append(
            (pair.group(1).strip(), pair.group(2).strip()) if pair else (option.strip(), option.strip())
        )
    return found


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1), min_size=1))
def test_grafana_reads_the_options_that_were_meant(options: dict[str, str]) -> None:
    """Commas, colons and backslashes included, or the option is refused."""
    with contextlib.suppress(AuthorError):
        made = json(variables.custom("x", options))
        assert as_grafana_reads(made["query"]) == list(options.items())


@pytest.mark.parametrize("option", ["", " a", "a ", "a\nb", "a\u2028b", "a : b", "a\\", "\t"])
def test_options_that_grafana_would_read_differently_are_refused(option: str) -> None:
    """The error names the option."""
    with pytest.raises(AuthorError, match="the variable x cannot have the option"):
        json(variables.custom("x", ["fine", option]))


def test_options_may_hold_commas_and_colons() -> None:
    """As long as Grafana finds them again."""
    made = json(variables.custom("x", {"one, two": "1,2", "http://a : b": "c:d"}))
    assert made["query"] == "one\\, two : 1\\,2,http://a : b : c:d"
    assert as_grafana_reads(made["query"]) == [("one, two", "1,2"), ("http://a : b", "c:d")]


@pytest.mark.parametrize(
    ("variable", "current"),
    [
        (variables.custom("x", ["a", "b"]), {"text": "a", "value": "a"}),
        (variables.custom("x", {"A": "a", "B": "b"}, default="b"), {"text": "B", "value": "b"}),
        (variables.custom("x", ["a"], multi=True), {"text": ["a"], "value": ["a"]}),
        (variables.custom("x", ["a", "b"], default=("b",)), {"text": ["b"], "value": ["b"]}),
        (variables.custom("x", ["a"], include_all=True), {"text": "All", "value": "$__all"}),
        (variables.custom("x", ["a"], include_all=True, multi=True), {"text": ["All"], "value": ["$__all"]}),
        (variables.custom("x", ["a"], include_all=True, default="a"), {"text": "a", "value": "a"}),
        (variables.label_values("job", UP, default="api"), {"text": "api", "value": "api"}),
        (
            variables.label_values("job", UP, include_all=True, default="$__all"),
            {"text": "All", "value": "$__all"},
        ),
        (variables.interval("x"), {"text": "1m", "value": "1m"}),
        (variables.text_box("x", "y"), {"text": "y", "value": "y"}),
        (variables.constant("x", "y"), {"text": "y", "value": "y"}),
    ],
)
def test_something_is_chosen_at_first_sight(variable: Variable, current: dict[str, Any]) -> None:
    """What is given, or all, or the first; the options say the same."""
    made = json(variable)
    assert made["current"] == {"selected": True, **current}
    if variable.options:
        values = current["value"] if isinstance(current["value"], list) else [current["value"]]
        assert [one["value"] for one in made["options"] if one["selected"]] == values


@pytest.mark.parametrize(
    "variable",
    [variables.label_values("job", UP), variables.datasource(), variables.query("x", "label_names()")],
)
def test_what_only_the_server_knows_is_left_to_it(variable: Variable) -> None:
    """Grafana takes the first of what it finds."""
    assert "current" not in json(variable)


@pytest.mark.parametrize(
    "variable",
    [
        variables.custom("x", ["a"], default="b"),
        variables.custom("x", ["a"], default=("a", "b"), multi=True),
        variables.custom("x", ["a"], default="$__all"),
        variables.interval("x", default="2m"),
    ],
)
def test_a_default_that_is_no_option_is_refused(variable: Variable) -> None:
    """Grafana would choose something else without a word."""
    with pytest.raises(AuthorError, match="the variable x has no option"):
        json(variable)


def test_a_variable_without_options_is_refused() -> None:
    """Nothing could be chosen."""
    with pytest.raises(AuthorError, match="the variable x has no options"):
        variables.custom("x", [])
    with pytest.raises(AuthorError, match="the variable x has no options"):
        variables.interval("x", [])


def test_intervals_are_durations() -> None:
    """As Prometheus writes them."""
    with pytest.raises(AuthorError, match='"soon" is not a duration'):
        variables.interval("x", ["1m", "soon"])


def test_two_variables_of_one_name_are_refused_with_both_places() -> None:
    """Which of them a query means, nobody knows."""
    first = variables.constant("x", "1")
    second = variables.text_box("x")
    with pytest.raises(AuthorError, match='two variables are called "x"') as error:
        rendered(variables=[first, second])
    assert error.value.where == str(second.source)
    assert error.value.details == (f"and at {first.source}",)
    assert first.source != second.source


@pytest.mark.parametrize(("hide", "number"), [("", 0), ("label", 1), ("variable", 2)])
def test_a_variable_may_be_hidden(hide: Any, number: int) -> None:
    """Its label, or all of it."""
    assert json(variables.custom("x", ["a"], hide=hide))["hide"] == number


def test_an_annotation_is_drawn_where_its_query_has_a_value() -> None:
    """Beside Grafana's own, which cannot be left out."""
    body = rendered(annotations=[annotation("Deployed", UP > 0, text="{{job}}", color="red")]).body
    own, drawn = body["annotations"]["list"]
    assert own["builtIn"] == 1
    assert drawn == {
        "name": "Deployed", "expr": "up > 0", "textFormat": "{{job}}", "iconColor": "red", "enable": True,
        "hide": False, "datasource": SOURCE,
    }  # fmt: skip
