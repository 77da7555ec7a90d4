"""Is a text PromQL? Asked of promql-parser, with Grafana's variables replaced by what they stand for."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Literal, TypeAlias

import promql_parser
from attrs import frozen

from grafana_kit.model.promql_text import STRINGS_AND_COMMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+|\[\[\w+(?::\w+)?\]\]")
# In brackets and behind "offset" a variable stands for a duration.
_DURATION = re.compile(r"(\[\s*|:\s*|\boffset\s+-?\s*)(?:\$\{[^}]*\}|\$\w+)")
_DIGIT_GROUPS = re.compile(r"(?<=\d)_(?=\d)")
_MOST_TRIES = 64
# The parser recurses without an end of its own: some 5,000 nested parts and the process is gone.
_NESTING = re.compile(r"[-+*/%^=<>(]|\b(?:and|or|unless|atan2)\b")
_MOST_NESTED = 1000

# PromQL, newer or gone, that the parser does not know: such a text is unchecked, not wrong.
_NEWER = re.compile(
    r"\b(?:smoothed|anchored|holt_winters)\b|</|>/|\bstep\(\)|\[[^\]]*[\w)]\s*[-+*/^]\s*[\w(][^\]]*\]|\boffset\s*\("
)

ResultType: TypeAlias = Literal["instant", "range", "string"]


@frozen
class Parsed:
    """The answer: fine, wrong (and why), or not known to the parser and so unchecked.

    ``type`` is what a fine text evaluates to: ``instant`` stands for a vector or a scalar.
    """

    verdict: Literal["fine", "wrong", "unchecked"]
    message: str = ""
    type: ResultType = "instant"


_FINE: dict[ResultType, Parsed] = {
    "instant": Parsed("fine"),
    "range": Parsed("fine", type="range"),
    "string": Parsed("fine", type="string"),
}


@functools.lru_cache(maxsize=65_536)
def parse(text: str) -> Parsed:
    """Say whether a text is PromQL. Grafana's variables and macros may stand in it.

    A variable that is not a duration may stand for a name, a number or a whole expression; the text is
    fine if it is with some choice of these.
    """
    if len(text) > _MOST_NESTED and len(_NESTING.findall(STRINGS_AND_COMMENTS.sub(" ", text))) > _MOST_NESTED:
        return Parsed("unchecked", f"more than {_MOST_NESTED} operators and parentheses")
    if "$" not in text and "[[" not in text:
        try:  # most texts hold no variables and are fine
            return _fine(promql_parser.parse(text))
        except ValueError:
            pass  # what else may be the matter is found out below
    code = STRINGS_AND_COMMENTS.sub(" ", text)
    if not code.strip() and not text.strip().startswith(("'", '"', "`")):
        return Parsed("wrong", "the expression is empty")
    variables = list(dict.fromkeys(_VARIABLE.findall(code)))
    choices = itertools.product(("grafana_variable", "1"), repeat=len(variables))
    first = ""
    for values in itertools.islice(choices, _MOST_TRIES):
        try:
            tree = promql_parser.parse(_substitute(text, dict(zip(variables, values, strict=True))))
        except ValueError as error:
            first = first or str(error)
        else:
            return _fine(tree)
    untried = 2 ** len(variables) > _MOST_TRIES
    return Parsed("unchecked" if untried or _NEWER.search(code) else "wrong", first)


def _fine(tree: object) -> Parsed:
    return _FINE[_type(tree)]


def _type(tree: object) -> ResultType:
    while isinstance(tree, promql_parser.ParenExpr):
        tree = tree.expr
    if isinstance(tree, promql_parser.MatrixSelector | promql_parser.SubqueryExpr):
        return "range"
    return "string" if isinstance(tree, promql_parser.StringLiteral) else "instant"


def _substitute(text: str, values: Mapping[str, str]) -> str:
    if not values and _DIGIT_GROUPS.search(text) is None:
        return text
    parts: list[str] = []
    position = 0
    for token in STRINGS_AND_COMMENTS.finditer(text):
        parts.extend((_plain(text[position : token.start()], values), token.group(1) or ""))
        position = token.end()
    parts.append(_plain(text[position:], values))
    return "".join(parts)


def _plain(code: str, values: Mapping[str, str]) -> str:
    if values:
        code = _DURATION.sub(r"\g<1>5m", code)
        code = _VARIABLE.sub(lambda variable: values[variable.group()], code)
    return _DIGIT_GROUPS.sub("", code)
