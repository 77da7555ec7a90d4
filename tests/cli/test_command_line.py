"""What holds for every command: help, usage errors, exit codes, colours, interruption, a quick start."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grafana_kit import errors
from grafana_kit.cli import main
from grafana_kit.cli.root import COMMANDS, cli, run

PROGRAM = Path(sys.executable).with_name("grafana-kit")
HELP = Path(__file__).with_name("help")
YAML = "project: shop\nenvironments: {dev: {}, prod: {}}\n"
BOARD = """
from grafana_kit import dashboard, panels, row

@dashboard("Board", uid="board", folder="Shop")
def board(env):
    yield row("Now", panels.stat("Up", "up"))
"""


def kit(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command line."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one dashboard."""
    (tmp_path / "grafana-kit.yaml").write_text(YAML)
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards/board.py").write_text(BOARD)
    return tmp_path


def commands() -> Iterator[tuple[str, ...]]:
    """Yield the words of every command and of every group's own commands."""
    context = click.Context(cli)
    for name in COMMANDS:
        yield (name,)
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, sub) for sub in command.list_commands(context))


# --- help -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_of_a_command(
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """It is pinned word for word, has an example that can be run, and exits 0.

    With --update-golden the expected text is written anew.
    """
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as exit_:
        main([*words, "--help"])
    text, stray = capsys.readouterr()
    assert (exit_.value.code, stray) == (0, "")
    file = HELP / f"{'-'.join(words)}.txt"
    if request.config.getoption("--update-golden"):
        file.write_text(text)
    assert text == file.read_text()
    is_group = len(words) == 1 and any(other[0] == words[0] for other in commands() if len(other) == 2)
    assert is_group or f"  grafana-kit {' '.join(words)}" in text.partition("\n")[2]
    assert max(len(line) for line in text.splitlines() if " grafana-kit " not in line) <= 80


def test_no_help_is_left_of_a_command_that_is_gone() -> None:
    """Every pinned text belongs to a command."""
    assert {path.stem for path in HELP.iterdir()} == {"-".join(words) for words in commands()}


def test_help_where_the_terminal_is_narrow(tmp_path: Path) -> None:
    """The text is wrapped to it."""
    wide, narrow = (kit("--help", cwd=tmp_path, COLUMNS=columns).stdout for columns in ("200", "60"))
    assert max(map(len, narrow.splitlines())) <= 70
    assert narrow != wide
    assert narrow.split()[:20] == wide.split()[:20]
    assert kit("-h", cwd=tmp_path, COLUMNS="nonsense").stdout == wide


def test_without_a_command_there_is_help_and_exit_2(tmp_path: Path) -> None:
    """A script whose variable is empty does not go on."""
    result = kit(cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == kit("--help", cwd=tmp_path).stdout


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    """As importlib.metadata knows it."""
    from importlib.metadata import version  # noqa: PLC0415

    assert kit("--version", cwd=tmp_path).stdout == f"grafana-kit, version {version('grafana-kit')}\n"


# --- usage errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "summary", "next_"),
    [
        ("biuld", "there is no command biuld", 'did you mean "build"?'),
        ("frobnicate", "there is no command frobnicate", None),
        ("metrics captur", "there is no command captur", 'did you mean "capture"?'),
        ("build --chekc", "there is no option --chekc", 'did you mean "--check"?'),
        ("--debgu build", "there is no option --debgu", 'did you mean "--debug"?'),
        ("build --env", "Option '--env' requires an argument", None),
        ("metrics capture", "Missing argument 'SOURCE'", "grafana-kit metrics capture --help"),
        ("config show -o yaml", "Invalid value for '-o'", "grafana-kit config show --help"),
        (
            "config check too much",
            "Got unexpected extra arguments (too much)",
            "grafana-kit config check --help",
        ),
        ("build --env prd", 'project "shop" has no environment "prd"', 'did you mean "prod"?'),
    ],
)
def test_usage_errors(project: Path, arguments: str, summary: str, next_: str | None) -> None:
    """Exit 2, one shape, the nearest word or the help to read; nothing on standard output."""
    result = kit(*arguments.split(), cwd=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {summary}")
    assert (f"  next: {next_}\n" if next_ else "  next: ") in result.stderr
    assert "Traceback" not in result.stderr


def test_global_flags_may_stand_anywhere(project: Path) -> None:
    """Before the command or behind it; not behind the mark that ends options."""
    for arguments in (["--no-color", "build"], ["build", "--no-color"], ["config", "--debug", "check"]):
        assert kit(*arguments, cwd=project).returncode == 0
    result = kit("config", "check", "--", "--debug", cwd=project)
    assert result.returncode == 2
    assert "Got unexpected extra argument (--debug)" in result.stderr


# --- errors -----------------------------------------------------------------------------------------


def test_a_traceback_is_for_those_who_ask(project: Path) -> None:
    """With --debug it stands before the same error, and the exit code is the same."""
    (project / "dashboards/bad.py").write_text("1/0\n")
    plain, debug = kit("build", cwd=project), kit("build", "--debug", cwd=project)
    assert "Traceback" not in plain.stderr
    assert "Traceback" in debug.stderr
    assert debug.stderr.endswith(plain.stderr)
    assert debug.returncode == plain.returncode == 1


def test_a_mistake_of_ours_is_one_line_too(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where and what to report."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError("surprise")

    monkeypatch.chdir(project)
    monkeypatch.setattr("grafana_kit.loading.project.load_project", broken)
    assert run(["config", "check"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: internal error: ValueError: surprise\n  at {__file__}:")
    assert "--debug and report what it prints" in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.KitError("x"), 1),
        (errors.UsageError("x"), 2),
        (errors.CheckError("x"), 8),
        (errors.KitErrors([errors.KitError("x"), errors.CheckError("x")]), 8),
        (errors.KitErrors([]), 1),
        (click.FileError("x", "why"), 1),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of error has its own; of several the gravest counts."""

    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("grafana_kit.loading.project.load_project", failing)
    assert run(["config", "check"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_an_error_is_told_in_one_shape() -> None:
    """On one line for logs: place, what, what next; several one below the other."""
    one = errors.KitError("it broke", where="a.py:3", hint="mend it", details=["more"])
    assert str(one) == "a.py:3: it broke (mend it)"
    assert str(errors.KitErrors([one, errors.KitError("x")])) == "a.py:3: it broke (mend it)\nx"
    assert errors.nearest("x", []) == ""
    assert errors.nearest("x", ["b", "a"]) == "known: a, b"
    assert errors.nearest("x", map(str, range(13))) == ""


def test_ctrl_c_ends_with_130_and_writes_nothing(project: Path) -> None:
    """Whatever the author's code is doing."""
    (project / "dashboards/slow.py").write_text("import time\nprint('begun', flush=True)\ntime.sleep(60)\n")
    with subprocess.Popen(
        [PROGRAM, "build"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "begun\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (130, "", "interrupted")
    assert not (project / "infra").exists()


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    """As in `grafana-kit config show | head -1`: quiet."""
    read, write = os.pipe()
    os.close(read)
    result = subprocess.run(
        [PROGRAM, "config", "show"], cwd=project, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert result.stderr == ""


# --- what is shown ----------------------------------------------------------------------------------


def on_terminal(*arguments: str, cwd: Path, **environment: str) -> str:
    """Run the real command line on a terminal and return what it shows."""
    main_end, program_end = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=cwd,
        stdin=program_end,
        stdout=program_end,
        stderr=program_end,
        env={**os.environ, "TERM": "xterm", **environment},
    ) as process:
        os.close(program_end)
        shown = b""
        while True:
            try:
                chunk = os.read(main_end, 65536)
            except OSError:  # the program's end is closed
                break
            shown += chunk
            if not chunk:
                break
        process.wait()
    os.close(main_end)
    return shown.decode()


def test_colours_are_for_terminals(project: Path) -> None:
    """And not for those who do not want them, be it by flag, before or behind the command, or by variable."""
    assert "\x1b[31m" in on_terminal("bild", cwd=project)
    for arguments, environment in (
        (["--no-color", "bild"], {}),
        (["bild", "--no-color"], {}),
        (["bild"], {"NO_COLOR": "1"}),
    ):
        shown = on_terminal(*arguments, cwd=project, **environment)
        assert "there is no command bild" in shown
        assert "\x1b[3" not in shown
    assert "\x1b" not in kit("bild", cwd=project).stderr


def test_progress_is_for_terminals(project: Path) -> None:
    """One line on standard error that goes away; nothing in a log or on a dumb terminal."""
    shown = on_terminal("build", "--no-color", cwd=project)
    assert "\r\x1b[Kprod: rendering\r\x1b[K" in shown
    assert "\r\x1b[Kdev: 1 dashboard," in shown
    assert "rendering" not in on_terminal("build", "--fresh", cwd=project, TERM="dumb")
    result = kit("build", "--fresh", cwd=project)
    assert "rendering" not in result.stdout + result.stderr
    (project / "dashboards/bad.py").write_text("1/0\n")
    assert "\r\x1b[Kerror: ZeroDivisionError" in on_terminal("build", "--no-color", cwd=project)


# --- a quick start ----------------------------------------------------------------------------------


def imported(*arguments: str) -> set[str]:
    """Return the modules that a run imports."""
    code = (
        "import sys; before = set(sys.modules); import atexit; atexit.register(lambda: print(*set(sys.modules) - before, file=sys.stderr)); "
        "from grafana_kit.cli import main; main(sys.argv[1:])"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**environment, "COLUMNS": "80"},
        check=False,
    )
    return set(result.stderr.splitlines()[-1].split())


HEAVY = {
    "attr",
    "attrs",
    "yaml",
    "requests",
    "grafanalib",
    "rich",
    "orjson",
    "promql_parser",
    "prometheus_client",
}


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_overview_needs_nothing(flag: str) -> None:
    """No library at all, and none of the slow modules of Python's own."""
    modules = imported(flag)
    assert "grafana_kit.cli" in modules
    assert not modules & (HEAVY | {"click", "pathlib", "shutil", "json", "grafana_kit.errors"})


@pytest.mark.parametrize("words", [words for words in commands() if len(words) == 1], ids=" ".join)
def test_help_of_a_command_imports_no_library_but_click(words: tuple[str, ...]) -> None:
    """Nor does an error of usage."""
    assert not imported(*words, "--help") & HEAVY
    assert not imported(*words, "--no-such-option") & HEAVY
