"""Capture what an application exposes into a metric module, and show what the modules hold."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from grafana_kit.catalog import exposition, merge, reading, writing
from grafana_kit.catalog.module import Module, identifier
from grafana_kit.errors import InputError, KitError, KitErrors, OutputError, UsageError, nearest
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import BinaryIO

    from grafana_kit.catalog.module import Entry
    from grafana_kit.model.metric import Metric

DEFAULT_DIRECTORY = Path("metrics")
TIMEOUT = 10.0  # Prometheus's own default scrape_timeout

# What Prometheus asks for, so that names and bounds come as it will store them: some clients name counters
# differently in OpenMetrics.
_OPENMETRICS = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8"
_CLASSIC = "text/plain;version=0.0.4"
_ACCEPT = f"{_OPENMETRICS};q=0.8,{_CLASSIC};q=0.5,*/*;q=0.1"


@frozen
class Capture:
    """What is asked for.

    Attributes:
        source: a URL, a file or ``-`` for ``stdin``.
        job: the Prometheus job that scrapes it.
        out: the module to write, or None to return its text only.
        prune: drop metrics that are no longer exposed.
        open_labels: labels whose values are not to be listed, as ``LABEL`` or ``METRIC:LABEL``.
        ignore: regular expressions; a metric whose whole name matches one is left out.
    """

    source: str
    job: str
    stdin: BinaryIO
    out: Path | None
    prune: bool = False
    open_labels: Collection[str] = ()
    ignore: Collection[str] = ()


@frozen
class Captured:
    """What a capture did.

    Attributes:
        text: the module's source.
        metrics: what the module holds now.
        changes: how that differs from before.
        written: False when the file already said exactly this, or there is no file.
        notes: what else is worth knowing.
    """

    text: str
    metrics: Mapping[str, Metric]
    changes: merge.Changes
    written: bool
    notes: tuple[str, ...] = ()


def default_out(job: str) -> Path:
    """Return the module that a job's metrics go to."""
    return DEFAULT_DIRECTORY / f"{identifier(job)}.py"


def capture(wanted: Capture) -> Captured:
    """Read an exposition and write, or bring up to date, its metric module.

    Raises:
        KitError: the source or the present module cannot be understood; nothing is written then.
    """
    ignored = _patterns(wanted.ignore)
    present = _present(wanted.out, wanted.job)
    exposed, notes = _exposed(wanted)
    exposed = {
        name: metric for name, metric in exposed.items() if not any(p.fullmatch(name) for p in ignored)
    }
    if not exposed:
        raise InputError(
            "--ignore leaves no metric", where=wanted.source, hint="give fewer or narrower patterns"
        )
    merged, changes = merge.merge(present.metrics(), exposed, prune=wanted.prune)
    merged = merge.open_labels(merged, wanted.open_labels)
    text = writing.source(present.with_metrics(merged.values()), wanted.job)
    written = wanted.out is not None and write_if_changed(wanted.out, text)
    return Captured(text, merged, changes, written, notes)


def _patterns(expressions: Iterable[str]) -> list[re.Pattern[str]]:
    patterns = []
    for expression in expressions:
        try:
            patterns.append(re.compile(expression))
        except re.error as error:
            raise UsageError(
                f"--ignore {expression} is not a regular expression: {error}",
                hint="for example --ignore 'go_.*'",
            ) from error
    return patterns


def _present(out: Path | None, job: str) -> Module:
    if out is None or not out.exists():
        return Module()
    module = read_module(out)
    if module.unknown:
        raise module.unknown[0] if len(module.unknown) == 1 else KitErrors(module.unknown)
    for entry in module.entries:
        if entry.metric.job != job:
            raise InputError(
                f"{entry.identifier} belongs to the job {entry.metric.job}, not to {job}",
                where=Source(str(out), entry.line),
                hint=f"one module per job: --out {default_out(job)}",
            )
    return module


def read_module(path: Path) -> Module:
    """Return the module in a file, read without running it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("this is not UTF-8 text, as Python source must be", where=path) from error
    except OSError as error:
        raise _unreadable(error, path) from error
    return reading.read(text, str(path))


def _exposed(wanted: Capture) -> tuple[dict[str, Metric], tuple[str, ...]]:
    if wanted.source == "-":
        text = exposition.decode(wanted.stdin.read(), "<stdin>")
        return exposition.parse(text, job=wanted.job, where="<stdin>"), ()
    if re.match(r"https?://", wanted.source, re.IGNORECASE):
        return _from_url(wanted.source, wanted.job)
    text = exposition.decode(_content(wanted.source), wanted.source)
    return exposition.parse(text, job=wanted.job, where=wanted.source), ()


def _from_url(url: str, job: str) -> tuple[dict[str, Metric], tuple[str, ...]]:
    try:
        return _fetch(url, job, _ACCEPT), ()
    except _OpenMetricsError as error:
        # The client's OpenMetrics parser is stricter than Prometheus's: it refuses what Go programs expose
        # when a gauge and a counter share their stem. Their classic text says the same.
        try:
            metrics = _fetch(url, job, _CLASSIC)
        except KitError:
            raise error.cause from None
        reason = error.cause.summary
        return metrics, (f"the OpenMetrics answer is refused ({reason}), the classic text is taken",)


class _OpenMetricsError(Exception):
    def __init__(self, cause: InputError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _fetch(url: str, job: str, accept: str) -> dict[str, Metric]:
    from grafana_kit import transport  # a file needs no HTTP client

    answer = transport.get(url, timeout=TIMEOUT, accept=accept)
    text = exposition.decode(answer.content, answer.url)
    try:
        return exposition.parse(text, job=job, where=answer.url, content_type=answer.content_type)
    except InputError as error:
        if exposition.is_openmetrics(text, answer.content_type) and accept is _ACCEPT:
            raise _OpenMetricsError(error) from error
        raise


def _content(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise _unreadable(error, source) from error


def _unreadable(error: OSError, path: object) -> InputError:
    reason = (error.strerror or str(error)).lower()
    hint = "a file, a URL that begins with http:// or https://, or - for standard input"
    return InputError(f"cannot read it: {reason}", where=path, hint=hint)


def write_if_changed(path: Path, text: str) -> bool:
    """Write a file whole or not at all, and only if it does not say this already; say whether it was written.

    Raises:
        OutputError: it cannot be written; what was there is still there.
    """
    content = text.encode()
    target = path.resolve()  # through a symbolic link, so that renaming does not replace it
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and target.read_bytes() == content:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(content)
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot write it: {(error.strerror or str(error)).lower()}",
            where=path,
            hint="give another place with --out, or --out - to print the module",
        ) from error
    return True


@frozen
class Listing:
    """Metrics found in modules, each with its file."""

    entries: tuple[tuple[Path, Entry], ...]
    unknown: tuple[KitError, ...] = field(default=())


def show(word: str | None, directory: Path) -> Listing:
    """Return the metrics of all modules in a folder that have a word in name, help, labels or their values.

    Raises:
        InputError: there is no such folder, or nothing in it matches.
    """
    paths = sorted(directory.glob("*.py"))
    if not paths:
        raise InputError(
            "there are no metric modules here",
            where=directory,
            hint="grafana-kit metrics capture http://HOST:PORT/metrics --job JOB",
        )
    modules = [(path, read_module(path)) for path in paths]
    entries = [(path, entry) for path, module in modules for entry in module.entries]
    found = tuple((path, entry) for path, entry in entries if word is None or _matches(word, entry.metric))
    if not found:
        names = {entry.metric.name for _, entry in entries}
        raise InputError(f'no metric matches "{word}"', where=directory, hint=_nearest(word or "", names))
    return Listing(found, tuple(error for _, module in modules for error in module.unknown))


def _matches(word: str, metric: Metric) -> bool:
    values = (value for seen in metric.labels.values() for value in seen or ())
    texts = (metric.name, metric.help, *metric.labels, *values)
    return any(word.casefold() in text.casefold() for text in texts)


def _nearest(word: str, names: Collection[str]) -> str:
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if close:
        return f"the nearest are {', '.join(close)}"
    parts = {part for name in names for part in name.split("_")}
    return nearest(word, parts) or "grafana-kit metrics show lists all"
