"""Is a text PromQL? Asked of promql-parser, with Grafana's variables replaced by what they stand for."""

from __future__ import annotations

import functools
import re
from typing import Literal

import promql_parser
from attrs import frozen

# Strings stay as they are (a variable in one is only text); everything else may hold variables.
_TOKENS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|#[^\n]*""")
_VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+|\[\[\w+(?::\w+)?\]\]")
_NUMBER = re.compile(r"(?<=\d)_(?=\d)")

# Newer PromQL that the parser does not know: such a text is unchecked, not wrong (checks.md, section 3).
_NEWER = re.compile(
    r"\b(?:smoothed|anchored|holt_winters|double_exponential_smoothing)\b|</|>/|\bstep\(\)|\[[^\]]*[-+*/^][^\]]*\]|offset\s*\("
)


@frozen
class Parsed:
    """The answer: fine, wrong (and why), or not known to the parser and so unchecked."""

    verdict: Literal["fine", "wrong", "unchecked"]
    message: str = ""


@functools.lru_cache(maxsize=65_536)
def parse(text: str) -> Parsed:
    """Say whether a text is PromQL. Grafana's variables and macros may stand in it.

    A variable that is not a duration may stand for a name, a number or a whole expression; the text is
    fine if any of these is.
    """
    if not text.strip():
        return Parsed("wrong", "the expression is empty")
    first = ""
    for placeholder in ("grafana_variable", "1"):
        error = _error(_substitute(text, placeholder))
        if error is None:
            return Parsed("fine")
        first = first or error
        if "$" not in text and "[[" not in text:
            break
    if _NEWER.search(_TOKENS.sub("", text)):
        return Parsed("unchecked", first)
    return Parsed("wrong", first)


def _error(text: str) -> str | None:
    try:
        promql_parser.parse(text)
    except ValueError as error:
        return str(error)
    return None


def _substitute(text: str, placeholder: str) -> str:
    if "$" not in text and "[[" not in text and _NUMBER.search(text) is None:
        return text
    parts: list[str] = []
    position = 0
    for token in _TOKENS.finditer(text):
        parts.extend((_plain(text[position : token.start()], placeholder), token.group(1) or ""))
        position = token.end()
    parts.append(_plain(text[position:], placeholder))
    return "".join(parts)


def _plain(text: str, placeholder: str) -> str:
    if "$" in text or "[[" in text:
        # In brackets and behind "offset" a variable stands for a duration.
        text = re.sub(r"(\[\s*|:\s*|\boffset\s+-?\s*)(?:\$\{[^}]*\}|\$\w+)", r"\g<1>5m", text)
        text = _VARIABLE.sub(placeholder, text)
    return _NUMBER.sub("", text)
