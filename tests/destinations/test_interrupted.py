"""A build that is killed, or for which the disk has no room, leaves the last good output or whole files."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("grafana-kit")

UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
"""Coverage writes files of its own, which are no concern of a full disk."""

PROJECT = """\
project: shop
environments:
  dev: {grafana: {version: "11.0"}}
  prod: {alert_engine: prometheus}
"""
BOARD = """\
from grafana_kit import dashboard, panels, row


@dashboard("{title}", uid="{uid}", folder="{folder}")
def board(env):
    yield row("Now", panels.stat("Up", "up", description="{text}"))
"""
RULES = """\
from grafana_kit import Alert, rule_group


@rule_group("rules", folder="Shop", every="1m")
def rules(env):
    for name in {names}:
        yield Alert(name, when="up == 0", severity="critical", summary="down", description="It is down.")
"""

# Runs builds in forked processes and kills each at its n-th change of the output folder (Python's audit
# events come before the change), for every n until one gets through.
DRIVER = """\
import os, shutil, signal, sys
from pathlib import Path
from grafana_kit.app import build, unchanged
from grafana_kit.cli import build as command, root

before, later, work = map(Path, sys.argv[1:])
CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate")

def run_killed(number):
    count = 0
    def step(event, arguments):
        nonlocal count
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and str(arguments[0]).startswith(str(work / "infra")):
            if writes and ".grafana-kit" not in arguments[0]:
                os._exit(98)  # a file that somebody reads is renamed into place, never written there
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(step)
    os.chdir(work)
    return root.run(["build"])

def in_child(function, *arguments):
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = function(*arguments)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitpid(child, 0)[1]

number = 1
while True:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(before, work)
    status = in_child(run_killed, number)
    shutil.copytree(work, work.parent / f"killed-{number}")
    if os.WIFEXITED(status):
        sys.exit(os.WEXITSTATUS(status))
    if number % 2:
        shutil.copytree(later, work, dirs_exist_ok=True)
    status = in_child(run_killed, 0)
    shutil.copytree(work, work.parent / f"{'later' if number % 2 else 'again'}-{number}")
    assert status == 0, status
    number += 1
"""


GONE = "grafana/dev/provisioning/alerting/deleted-rules.yaml"


def write(root: Path, boards: dict[str, str], names: list[str]) -> None:
    """Write the sources of a project: dashboards with a text each, and alerts."""
    shutil.rmtree(root / "dashboards", ignore_errors=True)
    for folder in ("dashboards", "alerts"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "grafana-kit.yaml").write_text(PROJECT)
    for uid, text in boards.items():
        module = BOARD.format(title=uid.title(), uid=uid, folder="Shop" if uid != "c" else "Other", text=text)
        (root / "dashboards" / f"{uid}.py").write_text(module)
    (root / "alerts" / "rules.py").write_text(RULES.format(names=names))


def kit(*arguments: str, cwd: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the real command line, which may write no file bigger than the limit."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
        env=UNMEASURED if limit is not None else None,
    )


def output(root: Path) -> dict[str, bytes]:
    """Return what the output folder holds for Grafana and Prometheus."""
    return {
        name: path.read_bytes()
        for path in sorted((root / "infra").rglob("*"))
        if path.is_file() and not (name := str(path.relative_to(root / "infra"))).startswith(".grafana-kit")
    }


def everything(root: Path) -> dict[str, bytes]:
    """Return all of the output folder, with the records."""
    infra = root / "infra"
    return {str(path.relative_to(infra)): path.read_bytes() for path in infra.rglob("*") if path.is_file()}


@pytest.fixture
def changed(tmp_path: Path) -> tuple[Path, Path]:
    """A project that was built and then changed: a board more, one less, other alerts; and the same built anew."""
    root = tmp_path / "before"
    write(root, {"a": "one", "c": "one"}, ["Down", "Gone"])
    assert kit("build", cwd=root).returncode == 0
    write(root, {"a": "two", "d": "one"}, ["Down", "Slow"])
    after = tmp_path / "after"
    shutil.copytree(root, after)
    assert kit("build", "--fresh", cwd=after).returncode == 0
    assert output(after) != output(root)
    return root, after


def test_killed_at_every_change(changed: tuple[Path, Path], tmp_path: Path) -> None:
    """Each file is the old one or the new one, whole; the next build completes the work exactly.

    Also when the sources changed meanwhile: what the killed build wrote is not taken for somebody's edit.
    """
    before, after = changed
    later, sources = tmp_path / "later", tmp_path / "sources"
    shutil.copytree(after, later)
    for folder in (later, sources):
        write(folder, {"a": "three", "d": "three"}, ["Down"])
    assert kit("build", "--fresh", cwd=later).returncode == 0
    result = subprocess.run(
        [sys.executable, "-c", DRIVER, str(before), str(sources), str(tmp_path / "work")],
        env=UNMEASURED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    old, new = output(before), output(after)
    killed = sorted(tmp_path.glob("killed-*"))
    assert len(killed) > 30, len(killed)
    kinds = set()
    for folder in killed:
        found = output(folder)
        for name in old.keys() | new.keys() | found.keys():
            assert found.get(name) in (old.get(name), new.get(name)), (folder.name, name)
        kinds.add("old" if found == old else "new" if found == new else "between")
    assert kinds == {"old", "between", "new"}
    for folder in tmp_path.glob("again-*"):
        assert everything(folder) == everything(after), folder.name
    for folder in tmp_path.glob("later-*"):
        wanted, found = output(later), output(folder)
        seen = output(tmp_path / folder.name.replace("later", "killed"))
        if not any(b"shop-slow" in content for content in seen.values()):
            # Grafana never saw the rule, so it need not be told that it is gone.
            del wanted[GONE], found[GONE]
        assert found == wanted, folder.name


@pytest.mark.parametrize("limit", [0, 100, 400, 900])
def test_no_room_for_the_files(changed: tuple[Path, Path], limit: int) -> None:
    """Whichever file it is that does not fit: exit 1, and all is as it was."""
    before, after = changed
    intact = everything(before)
    result = kit("build", cwd=before, limit=limit)
    assert (result.returncode, result.stdout) == (1, "")
    assert "error: the output cannot be written: File too large" in result.stderr
    assert "next: free the disk or mend the permissions, then build again" in result.stderr
    assert "Traceback" not in result.stderr
    assert everything(before) == intact
    assert kit("build", cwd=before).returncode == 0
    assert everything(before) == everything(after)


@pytest.mark.parametrize("limit", [0, 400])
def test_no_room_for_a_first_build(changed: tuple[Path, Path], limit: int) -> None:
    """No folder is left behind."""
    root, _ = changed
    shutil.rmtree(root / "infra")
    assert kit("build", cwd=root, limit=limit).returncode == 1
    assert not (root / "infra").exists() or everything(root) == {}


def test_a_full_disk(changed: tuple[Path, Path], tmp_path: Path) -> None:
    """A real one, of 24 kB, where this machine lets us make one."""
    before, _ = changed
    script = (
        'mount -t tmpfs -o size=24k tmpfs "$2" && cd "$1" && "$0" build --out "$2/infra"; code=$?;'
        ' find "$2" -type f; exit $code'
    )
    disk = tmp_path / "disk"
    disk.mkdir()
    unshare = shutil.which("unshare")
    if (
        os.geteuid() != 0
        or not unshare
        or subprocess.run([unshare, "--mount", "true"], check=False).returncode
    ):
        pytest.skip("not run: a full disk, it needs root and mount namespaces")
    command = [unshare, "--mount", "sh", "-c", script, str(PROGRAM), str(before), str(disk)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if "mount:" in result.stderr:
        pytest.skip("not run: a full disk, mounting is not permitted")
    assert (result.returncode, result.stdout) == (1, "")
    assert "error: the output cannot be written: No space left on device" in result.stderr


@pytest.mark.parametrize("place", ["infra", "infra/grafana", "infra/grafana/dev/dashboards/shop/a.json/x"])
def test_a_file_or_folder_in_the_way(changed: tuple[Path, Path], place: str) -> None:
    """It is named, and nothing is written."""
    root, _ = changed
    shutil.rmtree(root / "infra")
    way = root / place
    way.parent.mkdir(parents=True, exist_ok=True)
    way.write_text("mine")
    result = kit("build", cwd=root)
    assert (result.returncode, result.stdout) == (1, "")
    assert "in the way" in result.stderr or "stands where" in result.stderr or "not a folder" in result.stderr
    assert f"at {place.removesuffix('/x')}" in result.stderr
    assert "Traceback" not in result.stderr
    assert [
        path for path in (root / "infra").parent.rglob("infra/**/*") if path.is_file() and path != way
    ] == []
    assert way.read_text() == "mine"
