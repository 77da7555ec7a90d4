"""Metric modules → Python source, in the style of ``ruff format`` (line length 110)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from grafana_kit.catalog.module import JOB, KINDS, exposed
from grafana_kit.model.metric import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.catalog.module import Entry, Module
    from grafana_kit.model.metric import Metric

WIDTH = 110
_PLAIN = re.compile(r"[\w.:/@+ -]+", re.ASCII)
_MAX_WHOLE = 1e15  # larger whole numbers read better with an exponent


@frozen
class _Group:
    """Brackets with items in them: ``(prefix, item)``, the prefix being a keyword or a key."""

    before: str
    items: Sequence[tuple[str, Node]]
    after: str


Node: TypeAlias = "str | _Group"


def source(module: Module, job: str | None) -> str:
    """Return the text of a module whose metrics all have this job."""
    kinds = {type(entry.metric).__name__ for entry in module.entries}
    names = [*(["OPEN"] if any(map(_has_open_label, module.entries)) else []), *sorted(kinds)]
    lines = [
        *module.header,
        *_lint_exceptions(module),
        _docstring(module, job),
        "",
        f"from grafana_kit.metrics import {', '.join(names)}",
        "",
    ]
    if job is not None:
        lines += [f"{JOB} = {string(job)}", ""]
    for entry in module.entries:
        before = f"{entry.identifier} = "
        lines += [*entry.comment, before + _layout(_call(entry.metric), indent=0, before=width(before))]
    return "\n".join(lines) + "\n"


def string(text: str) -> str:
    """Return a string literal: double quotes, unless single ones need fewer escapes.

    >>> print(string('say "x"'), string("it's"))
    'say "x"' "it's"
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = "".join(char if char.isprintable() and char != "\\" else repr(char)[1:-1] for char in text)
    return f"{quote}{body.replace(quote, chr(92) + quote)}{quote}"


def number(value: float) -> str:
    """Return a number literal, whole numbers without a fraction.

    >>> number(30.0), number(0.5), number(1e+22)
    ('30', '0.5', '1e22')
    """
    if float(value).is_integer() and abs(value) < _MAX_WHOLE:
        return str(int(value))
    return repr(float(value)).replace("e+", "e")


def width(text: str) -> int:
    """Return how many columns a text takes, as ruff counts them: East Asian characters are two wide.

    Unicode releases differ on a few hundred rare characters; a line with such ones may miss ruff's choice.
    """
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):  # marks that stand on the character before
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _has_open_label(entry: Entry) -> bool:
    return any(values is OPEN for values in entry.metric.labels.values())


def _docstring(module: Module, job: str | None) -> str:
    if module.docstring is not None:
        return module.docstring
    what = f"the job {job}" if job and _PLAIN.fullmatch(job) else "one job"
    option = f"--job {job}" if job and re.fullmatch(r"[\w.-]+", job, re.ASCII) else "--job JOB"
    return f'"""Metrics of {what}, written by `grafana-kit metrics capture SOURCE {option}`."""'


def _lint_exceptions(module: Module) -> list[str]:
    """Return the line that excuses what the application's own names and texts do against ruff's rules."""
    codes = []
    if any(re.match(r"_?[a-z]", name) and name != name.lower() for name in _names(module)):
        codes.append("N816")  # mixed case, such as node_memory_MemFree_bytes
    if any(value.startswith(("/tmp", "/var/tmp", "/dev/shm")) for value in _values(module)):  # noqa: S108
        codes.append("S108")  # a path in a label value
    if any(not text.isascii() for text in (*_texts(module), *_values(module))):
        codes += ["RUF001", "RUF100"]  # letters that look like others; no complaint when none does
    return [f"# ruff: noqa: {', '.join(codes)}"] if codes else []


def _names(module: Module) -> list[str]:
    return [entry.identifier for entry in module.entries]


def _texts(module: Module) -> list[str]:
    metrics = [entry.metric for entry in module.entries]
    return [
        text for metric in metrics for text in (metric.name, metric.help, metric.job or "", *metric.labels)
    ]


def _values(module: Module) -> list[str]:
    labels = (entry.metric.labels for entry in module.entries)
    return [value for one in labels for values in one.values() for value in values or ()]


def _call(metric: Metric) -> _Group:
    items: list[tuple[str, Node]] = [("", string(metric.name))]
    if metric.job is not None:
        items.append(("job=", JOB))
    values = exposed(metric)
    if metric.labels:
        pairs = [(f"{string(label)}: ", _values_node(values)) for label, values in metric.labels.items()]
        items.append(("labels=", _Group("{", pairs, "}")))
    for bounds in ("buckets", "quantiles"):
        if numbers := values.get(bounds):
            assert isinstance(numbers, tuple)
            items.append((f"{bounds}=", _Group("(", [("", number(one)) for one in numbers], ")")))
    if metric.unit_name is not None:
        items.append(("unit_name=", string(metric.unit_name)))
    if not metric.observed:
        items.append(("observed=", "False"))
    if metric.help:
        items.append(("help=", string(metric.help)))
    assert type(metric) is KINDS[type(metric).__name__]
    return _Group(f"{type(metric).__name__}(", items, ")")


def _values_node(values: tuple[str, ...] | None) -> Node:
    return "OPEN" if values is OPEN else _Group("(", [("", string(value)) for value in values], ")")


def _flat(node: Node) -> str:
    if isinstance(node, str):
        return node
    comma = "," if node.before == "(" and len(node.items) == 1 else ""
    return node.before + ", ".join(prefix + _flat(item) for prefix, item in node.items) + comma + node.after


def _layout(node: Node, *, indent: int, before: int, after: int = 0) -> str:
    """Return a node on one line if it fits between what stands before and after it, else an item per line.

    All arguments of a call may also share a line of their own.
    """
    flat = _flat(node)
    if isinstance(node, str) or before + width(flat) + after <= WIDTH:
        return flat
    inner = indent + 4
    lines = [node.before]
    body = flat.removeprefix(node.before).removesuffix(node.after)
    if node.before not in ("(", "{") and inner + width(body) <= WIDTH:
        return f"{node.before}\n{' ' * inner}{body}\n{' ' * indent}{node.after}"
    for prefix, item in node.items:
        text = _layout(item, indent=inner, before=inner + width(prefix), after=1)
        lines.append(f"{' ' * inner}{prefix}{text},")
    return "\n".join([*lines, " " * indent + node.after])
