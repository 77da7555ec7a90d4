"""How metrics look as Python source, and what of an edited module is understood."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from grafana_kit.catalog import reading, writing
from grafana_kit.catalog.module import Module, exposed, identifier, identifiers
from grafana_kit.errors import InputError
from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary, Untyped

ROOT = Path(__file__).parents[2]
JOB = "meme-maker-worker"

EXAMPLE = '''\
"""Metrics of the job meme-maker-worker, written by `grafana-kit metrics capture SOURCE --job meme-maker-worker`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary

JOB = "meme-maker-worker"

build_info = Gauge("build_info", job=JOB, labels={"version": OPEN})
clip_job_latency_seconds = Histogram(
    "clip_job_latency_seconds",
    job=JOB,
    labels={"status": ("done", "error")},
    buckets=(0.5, 1, 2.5, 5, 10, 30),
    unit_name="seconds",
    help="End-to-end processing time per job",
)
clip_jobs_failed_total = Counter("clip_jobs_failed_total", job=JOB, observed=False)
http_requests_total = Counter(
    "http_requests_total",
    job=JOB,
    labels={
        "handler": (
            "/a/rather/long/route/to/see/the/values/on/a/line/each/{number:01}",
            "/a/rather/long/route/to/see/the/values/on/a/line/each/{number:02}",
        ),
        "method": ("GET",),
    },
)
pause_seconds = Summary("pause_seconds", job=JOB, quantiles=(0.5, 0.99), help="It says \\"hi\\" and 'hello'")
some_arguments_on_a_line_of_their_own_total = Counter(
    "some_arguments_on_a_line_of_their_own_total", job=JOB, help="Fits below, not beside the name."
)
'''

METRICS = (
    Histogram(
        "clip_job_latency_seconds",
        job=JOB,
        labels={"status": ("done", "error")},
        buckets=(0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
        unit_name="seconds",
        help="End-to-end processing time per job",
    ),
    Counter("clip_jobs_failed_total", job=JOB, observed=False),
    Gauge("build_info", job=JOB, labels={"version": OPEN}),
    Counter(
        "http_requests_total",
        job=JOB,
        labels={
            "handler": tuple(
                f"/a/rather/long/route/to/see/the/values/on/a/line/each/{{number:0{n}}}" for n in (1, 2)
            ),
            "method": ("GET",),
        },
    ),
    Summary("pause_seconds", job=JOB, quantiles=(0.5, 0.99), help="It says \"hi\" and 'hello'"),
    Counter("some_arguments_on_a_line_of_their_own_total", job=JOB, help="Fits below, not beside the name."),
)

# Names, values and texts that applications may well have and that linters stumble over.
WILD = (
    Gauge("node_memory_MemFree_bytes", job=JOB, help="Free, in \u201dbytes\u201d\u201a \u2013 naïve \u03b1"),
    Gauge("class", job=JOB, labels={"def": ("import",), "password": ("secret", "token")}),
    Gauge("help", job=JOB, help="x" * 200),
    Gauge("JOB", job=JOB),
    Gauge("Counter", job=JOB),
    Untyped("job:errors:rate5m", job=JOB, labels={"path": ("/tmp/x", "/var/tmp")}),  # noqa: S108
    Untyped("job_errors_rate5m", job=JOB),
    Untyped("http.server.request", job=JOB, labels={"url.path": ("y" * 120,)}),
    Untyped(
        "größe", job=JOB, labels={"名前": ("値" * 30, "値段")}, help="\x00\x1b\u200b\u202e tab\t 'x' \"y\" \\"
    ),
    Histogram("h", job=JOB, buckets=(-1.5, -1, 0, 1e-9, 1e6, 2.0**40, 1e22, 1.7e300), help='"'),
    Histogram("a_histogram_with_one_bucket", job=JOB, buckets=(5,), labels={"x" * 60: ("z" * 60,)}),
    Summary("s" * 120, job=JOB, quantiles=(0.1,)),
)


def source(*metrics: Metric, job: str | None = JOB) -> str:
    """Return the module that holds these metrics."""
    return writing.source(Module().with_metrics(metrics), job)


def read(text: str) -> Module:
    """Return the module that a text is."""
    return reading.read(textwrap.dedent(text), "metrics/app.py")


def run(*command: str, cwd: Path) -> None:
    """Run a tool of this environment, which must be content."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_reads_like_one_written_by_hand() -> None:
    """Sorted by name, fields in one order, only what is known, only what is used imported."""
    assert source(*METRICS) == EXAMPLE


def test_the_order_of_capture_does_not_matter() -> None:
    """Same metrics, same bytes."""
    assert source(*reversed(METRICS)) == EXAMPLE


@pytest.mark.parametrize("metrics", [METRICS, WILD], ids=["tidy", "wild"])
def test_modules_satisfy_the_formatter_the_linter_and_the_type_checker(
    metrics: tuple[Metric, ...], tmp_path: Path
) -> None:
    """Ruff format changes nothing, ruff check with every rule on and mypy --strict say nothing."""
    (tmp_path / "metrics").mkdir()
    module = tmp_path / "metrics" / "app.py"
    module.write_text(source(*metrics), encoding="utf-8")
    config = str(ROOT / "pyproject.toml")
    run("ruff", "format", "--no-cache", "--check", "--diff", "--config", config, "metrics", cwd=tmp_path)
    run("ruff", "check", "--no-cache", "--config", config, "metrics", cwd=tmp_path)
    run("mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(module), cwd=ROOT)


@pytest.mark.parametrize("metrics", [METRICS, WILD], ids=["tidy", "wild"])
def test_importing_a_module_gives_the_metrics_that_were_captured(metrics: tuple[Metric, ...]) -> None:
    """Reading without executing and executing agree, field by field."""
    text = source(*metrics)
    namespace: dict[str, object] = {}
    exec(text, namespace)  # noqa: S102 - this is what an import does
    module = reading.read(text, "metrics/app.py")
    assert not module.unknown
    for metric in metrics:
        entry = next(one for one in module.entries if one.metric.name == metric.name)
        imported = namespace[entry.identifier]
        for same in (imported, entry.metric):
            assert type(same) is type(metric)
            assert isinstance(same, Metric)
            assert (same.name, exposed(same)) == (metric.name, exposed(metric))


def test_every_name_has_an_identifier_of_its_own() -> None:
    """A name that is an identifier keeps it; the others make way."""
    assert identifiers(["a.b", "a:b", "a_b", "a-b"]) == {
        "a_b": "a_b",
        "a-b": "a_b_2",
        "a.b": "a_b_3",
        "a:b": "a_b_4",
    }
    assert identifiers(["a_b"], taken={"a_b"}) == {"a_b": "a_b_2"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("up", "up"),
        ("job:errors:rate5m", "job_errors_rate5m"),
        ("http.server", "http_server"),
        ("2xx", "_2xx"),
        ("for", "for_"),
        ("sum", "sum_"),
        ("Gauge", "Gauge_"),
        ("größe", "gr__e"),
        ("", "_"),
    ],
)
def test_identifiers_are_legal_and_shadow_nothing(name: str, expected: str) -> None:
    """Neither keywords nor builtins nor the module's own names."""
    assert identifier(name) == expected


def test_a_module_without_a_job_says_so_by_silence() -> None:
    """Series that Prometheus makes itself have no job."""
    text = source(Gauge("up"), job=None)
    assert "JOB" not in text.partition("import")[2]
    assert read(text).metrics()["up"].job is None


def test_an_odd_job_name_stays_out_of_the_docstring() -> None:
    """It is data, not text."""
    text = source(Gauge("up", job='a"""b\\'), job='a"""b\\')
    assert text.startswith('"""Metrics of one job, written by')
    assert read(text).metrics()["up"].job == 'a"""b\\'


def test_what_people_added_survives_the_next_capture() -> None:
    """Licence, docstring, comments above metrics and chosen names stay; new metrics find their place."""
    text = '''\
# Copyright somebody
"""What our API tells."""

from grafana_kit.metrics import Counter, Gauge

JOB = "api"

# how deep it is
# and why
depth = Gauge("queue.depth", job=JOB)
hits_total = Counter("hits_total", job=JOB)
'''
    module = read(text)
    assert not module.unknown
    assert writing.source(module, "api") == text
    wider = module.with_metrics(
        [*module.metrics().values(), Counter("queue_depth", job="api"), Gauge("depth", job="api")]
    )
    assert [(entry.identifier, entry.metric.name) for entry in wider.entries] == [
        ("depth_2", "depth"),
        ("hits_total", "hits_total"),
        ("depth", "queue.depth"),
        ("queue_depth", "queue_depth"),
    ]
    assert wider.entries[2].comment == ("# how deep it is", "# and why")


def test_equal_spellings_are_understood() -> None:
    """Lists for tuples, None for OPEN, literal jobs, strings in pieces, negative bounds."""
    module = read("""
        from __future__ import annotations
        from grafana_kit.metrics import Histogram
        WHO = "api"
        a = Histogram("a" "b", job=WHO, labels={"x": ["1"], "y": None}, buckets=[-1, 2.5], observed=True)
        """)
    assert not module.unknown
    assert exposed(module.metrics()["ab"]) == {
        "job": "api",
        "labels": {"x": ("1",), "y": OPEN},
        "help": "",
        "unit_name": None,
        "observed": True,
        "buckets": (-1, 2.5),
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("import os", "this is not the assignment of a metric"),
        ("from os import path", "a metric module imports from grafana_kit.metrics only"),
        (
            "from grafana_kit.metrics import Gauge as G",
            "a metric module imports from grafana_kit.metrics only",
        ),
        ("a = b = Gauge('a')", "this is not the assignment of a metric"),
        ("a: Gauge = Gauge('a')", "this is not the assignment of a metric"),
        ("a = 5", "this is not the assignment of a metric"),
        ("print('hello')", "this is not the assignment of a metric"),
        ("a = Gouge('a')", "this is none of Counter, Gauge, Histogram, Summary, Untyped"),
        ("a = m.Gauge('a')", "this is none of Counter, Gauge, Histogram, Summary, Untyped"),
        ("a = Gauge()", "a metric begins with its name, and all else is given by keyword"),
        ("a = Gauge('a', 'b')", "a metric begins with its name, and all else is given by keyword"),
        ("a = Gauge(name='a')", "a metric begins with its name, and all else is given by keyword"),
        ("a = Gauge('a', buckets=(1,))", "Gauge has no field buckets"),
        ("a = Gauge('a', shift='5m')", "Gauge has no field shift"),
        ("a = Gauge('a', **more)", "Gauge has no field None"),
        ("a = Gauge('a', help=5)", "this is no value for help"),
        ("a = Gauge('a', job=5)", "this is no value for job"),
        ("a = Gauge('a', observed=1)", "this is no value for observed"),
        ("a = Gauge('a', labels=('x',))", "this is no value for labels"),
        ("a = Gauge('a', labels={'x': 'y'})", "this is no value for labels"),
        ("a = Gauge('a', labels={'x': (1,)})", "this is no value for labels"),
        ("a = Gauge('a', labels={5: ()})", "this is not the name of a label"),
        ("a = Gauge('a', labels={**more})", "this is not the name of a label"),
        ("a = Histogram('a', buckets=('1',))", "this is no value for buckets"),
        ("a = Histogram('a', buckets=(True,))", "this is no value for buckets"),
        ("a = Gauge('a', help=f'{1}')", "this is not a plain value"),
        ("a = Gauge('a', job=WHO)", "this is not a plain value"),
        ("a = Gauge('a')  # mine", "capturing again would lose this comment"),
        ("# mine, and no metric below", "capturing again would lose this comment"),
        ("first = Gauge('a')", "first is there twice"),
        ("a = Gauge('first')", "a is there twice"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(line: str, reason: str) -> None:
    """So that nothing of it is overwritten."""
    module = read(f'from grafana_kit.metrics import Gauge\nfirst = Gauge("first")\n{line}\n')
    assert [(one.summary, one.where, one.details) for one in module.unknown] == [
        (reason, "metrics/app.py:3", (line,))
    ]


def test_a_module_that_is_no_python_is_an_error() -> None:
    """With the line that Python names."""
    with pytest.raises(InputError, match="not valid Python") as caught:
        read("a = 1\nb = = 2\n")
    assert caught.value.where == "metrics/app.py:2"
    with pytest.raises(InputError, match="not valid Python"):
        read("a = '\0'")


def test_nothing_of_a_module_is_executed() -> None:
    """Not even what looks like a metric."""
    module = read("a = Gauge(print(1 / 0))\nraise SystemExit\n")
    assert [one.where for one in module.unknown] == ["metrics/app.py:1", "metrics/app.py:2"]
