"""``grafana-kit metrics capture`` and ``show`` as a user meets them."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from grafana_kit.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = """\
# HELP hits_total Hits so far
# TYPE hits_total counter
hits_total{status="2xx"} 5
# HELP depth Depth of the queue
# TYPE depth gauge
depth{queue="clips"} 3
"""
SECOND = FIRST.replace("2xx", "5xx").replace("depth", "deep")


class Outcome(NamedTuple):
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main(["metrics", *arguments])
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, captured.out, captured.err)

    return command


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return a file with an exposition."""
    path = tmp_path / "first.txt"
    path.write_text(FIRST)
    return path


def text_of(path: str) -> str:
    """Return what a module in the working folder says."""
    return Path(path).read_text(encoding="utf-8")


def test_a_capture_writes_the_module_of_the_job(run: Callable[..., Outcome], first: Path) -> None:
    """Only the path goes to standard output, so that it can be piped."""
    done = run("capture", str(first), "--job", "meme-maker")
    assert done == Outcome(0, "metrics/meme_maker.py\n", "2 metrics\n")
    assert (
        text_of("metrics/meme_maker.py")
        == '''\
"""Metrics of the job meme-maker, written by `grafana-kit metrics capture SOURCE --job meme-maker`."""

from grafana_kit.metrics import Counter, Gauge

JOB = "meme-maker"

depth = Gauge("depth", job=JOB, labels={"queue": ("clips",)}, help="Depth of the queue")
hits_total = Counter("hits_total", job=JOB, labels={"status": ("2xx",)}, help="Hits so far")
'''
    )


def test_capturing_the_same_again_writes_nothing(run: Callable[..., Outcome], first: Path) -> None:
    """Same bytes, same file, same time of change."""
    run("capture", str(first), "--job", "app")
    os.utime("metrics/app.py", (1, 1))
    done = run("capture", str(first), "--job", "app")
    assert done == Outcome(0, "metrics/app.py\n", "2 metrics, nothing changed\n")
    assert Path("metrics/app.py").stat().st_mtime == 1
    assert [path.name for path in Path("metrics").iterdir()] == ["app.py"]


def test_capturing_more_reports_what_changed(run: Callable[..., Outcome], first: Path) -> None:
    """New, changed and vanished, with names; a vanished metric stays until --prune."""
    run("capture", str(first), "--job", "app")
    first.write_text(SECOND)
    done = run("capture", str(first), "--job", "app")
    assert done.err == (
        "1 new: deep\n1 changed: hits_total (status +5xx)\n1 vanished, kept until --prune: depth\n3 metrics\n"
    )
    assert '"status": ("2xx", "5xx")' in text_of("metrics/app.py")
    done = run("capture", str(first), "--job", "app", "--prune")
    assert done.err == "1 dropped: depth\n2 metrics\n"
    assert "depth" not in text_of("metrics/app.py")


def test_many_new_names_are_not_all_printed(run: Callable[..., Outcome], first: Path) -> None:
    """The module has them."""
    run("capture", str(first), "--job", "app")
    first.write_text(FIRST + "".join(f"a{number:02} 1\n" for number in range(25)))
    done = run("capture", str(first), "--job", "app")
    assert done.err.startswith("25 new: a00, a01, ")
    assert "a19 and 5 more\n" in done.err


def test_a_changed_type_is_reported(run: Callable[..., Outcome], first: Path) -> None:
    """In the words of the module."""
    run("capture", str(first), "--job", "app")
    first.write_text(FIRST.replace("depth gauge", "depth summary"))
    assert "1 changed: depth (type Gauge → Summary)\n" in run("capture", str(first), "--job", "app").err


def test_standard_input_and_output(run: Callable[..., Outcome]) -> None:
    """``-`` on either side."""
    done = run("capture", "-", "--job", "app", "--out", "-", stdin=FIRST.encode())
    assert done.code == 0
    assert done.out.startswith('"""Metrics of the job app')
    assert done.err == "2 metrics\n"
    assert not Path("metrics").exists()


def test_open_and_ignore(run: Callable[..., Outcome], first: Path) -> None:
    """What only people know to be accidents, or not worth having."""
    done = run(
        "capture", str(first), "--job", "app", "--open", "status", "--ignore", "dep", "--ignore", "d.*h"
    )
    assert done.err == "1 metrics\n"
    assert 'labels={"status": OPEN}' in text_of("metrics/app.py")
    done = run("capture", str(first), "--job", "app", "--open", "depth:queue")
    assert 'labels={"queue": OPEN}' in text_of("metrics/app.py")
    assert 'labels={"status": OPEN}' in text_of("metrics/app.py")


@pytest.fixture
def application() -> Iterator[tuple[str, Counter]]:
    """Run a real instrumented program on loopback."""
    registry = CollectorRegistry()
    hits = Counter("hits", "Hits so far", ["status"], registry=registry)
    Histogram("took_seconds", "Time", buckets=(0.5, 30), registry=registry).observe(1)
    hits.labels("2xx").inc(exemplar={"trace": "1"})
    server, thread = start_http_server(0, addr="127.0.0.1", registry=registry)
    yield f"http://127.0.0.1:{server.server_address[1]}/metrics", hits
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_running_application_is_captured(
    run: Callable[..., Outcome], application: tuple[str, Counter]
) -> None:
    """Over HTTP, in the format that Prometheus asks for; where it ran leaves no trace."""
    url, hits = application
    assert run("capture", url, "--job", "app").out == "metrics/app.py\n"
    text = text_of("metrics/app.py")
    assert 'hits_total = Counter("hits_total", job=JOB, labels={"status": ("2xx",)}' in text
    assert "buckets=(0.5, 30)" in text
    assert "_created" not in text
    assert "127.0.0.1" not in text
    hits.labels("5xx").inc()
    assert run("capture", url, "--job", "app").err == "1 changed: hits_total (status +5xx)\n2 metrics\n"


@pytest.mark.parametrize(
    ("name", "content", "message", "place"),
    [
        ("a.txt", b"a 1\nb oops\n", "malformed metrics: the value is not a number", "a.txt:2"),
        ("a.txt", b"", "there are no metrics: the input is empty", "a.txt"),
        ("a.txt", b"<html>", "this is an HTML or XML page, not metrics", "a.txt"),
        ("a.gz", gzip.compress(b"a 1\n", mtime=0), "the metrics are compressed with gzip", "a.gz"),
        ("-", b"a 1\nb oops\n", "malformed metrics: the value is not a number", "<stdin>:2"),
        ("missing.txt", None, "cannot read it: no such file or directory", "missing.txt"),
        (".", None, "cannot read it: is a directory", "."),
    ],
)
def test_bad_input_is_one_clear_error(
    run: Callable[..., Outcome], name: str, content: bytes | None, message: str, place: str
) -> None:
    """What, where and what next; nothing is written."""
    if content is not None and name != "-":
        Path(name).write_bytes(content)
    done = run("capture", name, "--job", "app", stdin=content or b"")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {message}\n  at {place}\n")
    assert "  next: " in done.err
    assert not Path("metrics").exists()


def test_a_module_that_is_not_understood_is_left_alone(run: Callable[..., Outcome], first: Path) -> None:
    """Each strange line is named, and the file is not touched."""
    run("capture", str(first), "--job", "app")
    path = Path("metrics/app.py")
    edited = path.read_text() + "print('mine')\n"
    path.write_text(edited)
    first.write_text(SECOND)
    done = run("capture", str(first), "--job", "app")
    assert done.code == 1
    assert done.err.startswith("error: this is not the assignment of a metric\n  at metrics/app.py:9\n")
    assert path.read_text() == edited
    path.write_text(edited + "import os\n")
    done = run("capture", str(first), "--job", "app")
    assert done.err.count("error: ") == 2
    assert "metrics/app.py:10" in done.err


def test_a_module_of_another_job_is_left_alone(run: Callable[..., Outcome], first: Path) -> None:
    """One module, one job."""
    run("capture", str(first), "--job", "one", "--out", "metrics/app.py")
    done = run("capture", str(first), "--job", "other-one", "--out", "metrics/app.py")
    assert done.code == 1
    assert "depth belongs to the job one, not to other-one\n  at metrics/app.py:7\n" in done.err
    assert "--out metrics/other_one.py" in done.err


def test_a_broken_module_is_an_error(run: Callable[..., Outcome], first: Path) -> None:
    """Not Python, or not even text."""
    Path("app.py").write_text("a = = 1\n")
    assert "error: not valid Python" in run("capture", str(first), "--job", "app", "--out", "app.py").err
    Path("app.py").write_bytes(b"\xff\xfe")
    assert (
        "error: this is not UTF-8 text" in run("capture", str(first), "--job", "app", "--out", "app.py").err
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--ignore", "("], 2, "--ignore ( is not a regular expression"),
        (["--ignore", ".*"], 1, "--ignore leaves no metric"),
        (["--out", "first.txt/app.py"], 1, "cannot write it"),
        (["--out", "."], 1, "cannot read it: is a directory"),
    ],
)
def test_impossible_wishes_are_errors(
    run: Callable[..., Outcome], first: Path, arguments: list[str], code: int, message: str
) -> None:
    """With the exit code of their kind."""
    done = run("capture", str(first), "--job", "app", *arguments)
    assert done.code == code
    assert message in done.err
    assert not Path("metrics").exists()


def test_a_job_is_required(run: Callable[..., Outcome], first: Path) -> None:
    """Metrics without a job cannot be selected safely."""
    done = run("capture", str(first))
    assert done.code == 2
    assert "--job" in done.err


def test_a_failed_write_leaves_the_last_module(run: Callable[..., Outcome], first: Path) -> None:
    """When the disk is full, what was there is still there, and nothing lies about."""
    run("capture", str(first), "--job", "app")
    before = text_of("metrics/app.py")
    first.write_text(SECOND)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "from grafana_kit.cli import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", limited, "metrics", "capture", str(first), "--job", "app"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot write it: file too large\n  at metrics/app.py\n")
    assert text_of("metrics/app.py") == before
    assert [path.name for path in Path("metrics").iterdir()] == ["app.py"]


def test_the_file_keeps_its_mode_and_its_link(run: Callable[..., Outcome], first: Path) -> None:
    """Writing anew changes the content only."""
    Path("real.py").write_text("")
    Path("real.py").chmod(0o640)
    Path("link.py").symlink_to("real.py")
    run("capture", str(first), "--job", "app", "--out", "link.py")
    assert Path("link.py").is_symlink()
    assert "hits_total" in text_of("real.py")
    assert Path("real.py").stat().st_mode & 0o777 == 0o640


@pytest.fixture
def captured(run: Callable[..., Outcome], first: Path) -> Callable[..., Outcome]:
    """Return the command in a project with two captured jobs."""
    run("capture", str(first), "--job", "app")
    first.write_text("# TYPE took_seconds histogram\n# HELP took_seconds Größe\n# TYPE odd untyped\nodd 1\n")
    run("capture", str(first), "--job", "worker")
    return run


def test_show_lists_all_metrics(captured: Callable[..., Outcome]) -> None:
    """One line each, columns by tabs: the same for every reader but a terminal."""
    assert captured("show") == Outcome(
        0,
        "depth\tgauge\tapp\tqueue=clips\t\tDepth of the queue\n"
        "hits_total\tcounter\tapp\tstatus=2xx\tshort\tHits so far\n"
        "odd\tuntyped\tworker\t\t\t\n"
        "took_seconds\thistogram\tworker\t\ts\tGröße\n",
        "",
    )


@pytest.mark.parametrize("word", ["DEPTH", "of the queue", "Clips", "QUEUE"])
def test_show_finds_a_word_in_names_help_and_labels(captured: Callable[..., Outcome], word: str) -> None:
    """Whatever the case."""
    done = captured("show", word)
    assert (done.code, done.out.partition("\t")[0], done.out.count("\n")) == (0, "depth", 1)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("tok_second", "the nearest are took_seconds"),
        ("tokk", 'did you mean "took"?'),
        ("zzzzzz", "known: depth, hits, odd, seconds, took, total"),
    ],
)
def test_show_without_a_match_names_the_nearest(
    captured: Callable[..., Outcome], word: str, hint: str
) -> None:
    """Exit code 1, so that scripts notice."""
    done = captured("show", word)
    assert (done.code, done.out) == (1, "")
    assert done.err == f'error: no metric matches "{word}"\n  at metrics\n  next: {hint}\n'


def test_show_as_json(captured: Callable[..., Outcome]) -> None:
    """For programs: open labels are null."""
    captured("capture", "first.txt", "--job", "worker")
    assert json.loads(captured("show", "took", "-o", "json").out) == [
        {
            "name": "took_seconds",
            "type": "histogram",
            "unit": "s",
            "job": "worker",
            "labels": {},
            "help": "Größe",
            "unit_name": None,
            "observed": False,
            "buckets": [],
            "module": "metrics/worker.py",
        }
    ]


def test_show_passes_over_what_is_not_a_metric(captured: Callable[..., Outcome]) -> None:
    """A note says so; the rest is listed."""
    with Path("metrics/app.py").open("a") as module:
        module.write("alias = depth\n")
    done = captured("show", "depth")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert done.err == "metrics/app.py:9: not shown: this is not the assignment of a metric\n"


def test_show_needs_modules(run: Callable[..., Outcome]) -> None:
    """The hint is the command that makes one."""
    done = run("show", "--metrics", "nowhere")
    assert done.code == 1
    assert done.err.startswith("error: there are no metric modules here\n  at nowhere\n")
    assert "grafana-kit metrics capture http" in done.err


def test_show_has_columns_on_a_terminal(captured: Callable[..., Outcome]) -> None:
    """With headings, and with no name broken in two."""
    leader, follower = os.openpty()
    environment = os.environ | {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from grafana_kit.cli import main; main()", "metrics", "show"]
    try:
        subprocess.run(command, stdout=follower, env=environment, check=True)
        shown = os.read(leader, 100_000).decode()
    finally:
        os.close(follower)
        os.close(leader)
    lines = [line.split() for line in shown.splitlines()]
    assert lines[0] == ["Name", "Type", "Job", "Labels", "Unit", "Help"]
    assert ["took_seconds", "histogram", "worker", "s", "Größe"] in lines


@pytest.mark.parametrize("command", ["capture", "show"])
def test_help_has_examples(run: Callable[..., Outcome], command: str) -> None:
    """The commands of the examples are those of the tool."""
    done = run(command, "--help")
    assert done.code == 0
    assert f"grafana-kit metrics {command} " in done.out.partition("Examples:")[2]
