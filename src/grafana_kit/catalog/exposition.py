"""Prometheus text and OpenMetrics expositions → metrics, parsed by Prometheus's own Python client.

Only the line numbers are ours: the parsers read from :class:`Lines`, which knows where they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO, cast

from prometheus_client import parser as classic
from prometheus_client.openmetrics import parser as openmetrics

from grafana_kit.catalog.families import Families
from grafana_kit.errors import InputError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prometheus_client import Metric as Family

    from grafana_kit.model.metric import Metric

    Parser = Callable[[TextIO], Iterable[Family]]

# What the client's parsers raise for malformed text: ValueError on purpose, the others when a line ends early.
_PARSER_ERRORS = (ValueError, KeyError, IndexError, TypeError, AttributeError)
_TYPE = re.compile(r'\s*#\s*TYPE\s+(?:"((?:[^"\\]|\\.)*)"|(\S+))\s+(\S+)')
_JSON = re.compile(r'\[|\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)')
_QUOTED_WIDTH = 200
HOW_TO_PIPE = "grafana-kit metrics capture - --job JOB"


class Lines:
    """The lines of an exposition, counted while a parser reads them.

    Attributes:
        number: the line that was read last.
        types: the line of every ``# TYPE`` so far, by the name and type that it declares.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.number = 0
        self.types: dict[tuple[str, str], int] = {}

    def __iter__(self) -> Iterator[str]:
        for self.number, line in enumerate(self.lines, 1):  # noqa: B020 - the attribute is the position
            if line.lstrip().startswith("#") and (match := _TYPE.match(line)):
                quoted, plain, kind = match.groups()
                name = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                self.types[name, kind] = self.number
            yield line + "\n"

    def before(self, number: int) -> Lines:
        """Return the lines up to, but without, the one with this number, as a text of their own."""
        return Lines(self.lines[: number - 1])


def decode(content: bytes, where: str) -> str:
    """Return the text of an exposition.

    Raises:
        InputError: it is empty, compressed or not UTF-8, which both formats require.
    """
    if content.startswith(b"\x1f\x8b"):
        raise InputError(
            "the metrics are compressed with gzip", where=where, hint=f"gunzip -c FILE | {HOW_TO_PIPE}"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            "this is not UTF-8 text, as metrics must be",
            where=Source(where, line),
            hint="give the plain text that the application answers on /metrics",
        ) from error
    if not text.strip():
        raise InputError(
            "there are no metrics: the input is empty", where=where, hint="curl -i the URL to see its answer"
        )
    return text


def is_openmetrics(text: str, content_type: str = "") -> bool:
    """Say whether a text is OpenMetrics: its media type says so, or it ends as only OpenMetrics does."""
    return "openmetrics-text" in content_type or text.rstrip().rpartition("\n")[2] == "# EOF"


def parse(text: str, *, job: str | None, where: str, content_type: str = "") -> dict[str, Metric]:
    """Return the metrics of an exposition by name, in order of their names.

    Args:
        text: the exposition; both formats are read, see :func:`is_openmetrics`.
        job: the Prometheus job that scrapes it.
        where: the file or URL, for errors.
        content_type: the media type that came with the text, if any.

    Raises:
        InputError: the text is no exposition, a line of it is malformed, or it declares nothing.
    """
    _refuse_other_formats(text, where, content_type)
    strict = is_openmetrics(text, content_type)
    parser = openmetrics.text_fd_to_metric_families if strict else classic.text_fd_to_metric_families
    lines = Lines(text.replace("\r\n", "\n").rstrip().split("\n"))
    families = Families(openmetrics=strict)
    for family in _read(cast("Parser", parser), lines, where, end="# EOF" if strict else ""):
        families.add(family, lines.types)
    metrics = families.metrics(job, lambda name: Source(where, _declared(lines, name)))
    if not metrics:
        raise InputError("there are no metrics: only comments", where=where)
    return metrics


def _declared(lines: Lines, name: str) -> int:
    return next((line for (declared, _), line in lines.types.items() if declared == name), 0)


def _refuse_other_formats(text: str, where: str, content_type: str) -> None:
    start = text.lstrip()[:2000]
    if "text/html" in content_type or start.startswith("<"):
        raise InputError(
            "this is an HTML or XML page, not metrics",
            where=where,
            hint="most exporters answer on /metrics, perhaps behind a path prefix or a login",
        )
    if "json" in content_type or _JSON.match(start):
        raise InputError("this is JSON, not metrics", where=where, hint="most exporters answer on /metrics")


def _read(parser: Parser, lines: Lines, where: str, end: str) -> Iterator[Family]:
    try:
        yield from parser(cast("TextIO", lines))
    except _PARSER_ERRORS as error:
        number = _culprit(parser, lines, end)
        raise _malformed(error, lines.lines[number - 1], Source(where, number)) from error


def _culprit(parser: Parser, lines: Lines, end: str) -> int:
    """Return the number of the line to blame for an error.

    The parsers judge a whole family when they meet the line after it. So when the text fails without the
    last line read, too, the family above is to blame, and its ``# TYPE`` stands for it.
    """
    above = lines.before(lines.number)
    if end:
        above.lines.append(end)
    try:
        for _ in parser(cast("TextIO", above)):
            pass
    except _PARSER_ERRORS:
        return max((line for line in above.types.values() if line < lines.number), default=lines.number)
    return lines.number


def _malformed(error: Exception, line: str, where: Source) -> InputError:
    reason, _, rest = str(error).partition(": ")
    if not isinstance(error, ValueError) or not reason:
        reason = "the line is incomplete"
    elif reason == "could not convert string to float":
        reason = "the value is not a number"
    elif rest.strip() not in line:  # the parsers repeat the line, which is quoted below anyway
        reason = str(error)
    return InputError(
        f"malformed metrics: {reason[0].lower()}{_short(reason[1:])}",
        where=where,
        details=(_short(line),),
        hint="promtool check metrics < FILE explains the format's rules",
    )


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED_WIDTH else f"{text[:_QUOTED_WIDTH]}…"
