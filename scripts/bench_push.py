"""The push rows of scripts/bench: against the same requests sent bare, and against tools that push one by one.

All push the same dashboards to the test Grafana over real HTTP; it is emptied before every first push. It
answers after 30 ms: what counts is how long people wait, so these rows are of the time that passes, and the
CPU time stands beside it. The two tools are no dependencies of the project: they get an environment of their
own in .cache/peers when they are first needed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from bench_work import BIN, MEMORY, PYTHON, Workload, show

if TYPE_CHECKING:
    from tests.fakes.grafana import Exchange, GrafanaServer

ROOT = BIN.parent.parent
LATENCY_MS = 30
JOBS = 8
PEERS = ROOT / ".cache" / "peers"
PEER_PACKAGES = ("grafana-import==0.5.1", "grafana-dashboard-manager==0.2.10.92469056881")
PEER_RUNS = 3  # at most: they take several times as long
NO_TARGET = "-"
FIRST, AGAIN, ONE = STEPS = ("first push", "unchanged second push", "one dashboard changed")

PUSH_PROJECT = """project: bench
sources: [dashboards]
defaults: {{grafana: {{version: 10.2.3, datasource: {{url: "http://prometheus:9090"}}}}}}
environments: {{bench: {{grafana: {{url: "{url}", token_env: GRAFANA_TOKEN}}}}}}
"""

# What anybody would write who knows all requests beforehand: a pool of threads, a session for each.
BARE_PROGRAM = f"""import json, os, sys, threading
from concurrent.futures import ThreadPoolExecutor
import requests

local = threading.local()

def send(request):
    method, url, body = request
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.trust_env = False
        local.session.headers["Authorization"] = "Bearer " + os.environ["GRAFANA_TOKEN"]
    local.session.request(method, url, json=body)

with open(sys.argv[1]) as file:
    phases = json.load(file)
with ThreadPoolExecutor({JOBS}) as pool:
    for phase in phases:
        list(pool.map(send, phase))
"""


class PushError(Exception):
    """A push that failed, or that left something else than all dashboards."""


@dataclass(frozen=True)
class Spent:
    """What one push took: seconds, CPU seconds, MiB of memory, and what the server counted."""

    wall: float
    cpu: float
    memory: float
    counts: Mapping[str, Any]


Job: TypeAlias = Callable[[], Spent]
Figures: TypeAlias = Mapping[tuple[str, str], Sequence[Spent]]


class Pushes:
    """The same dashboards, pushed to one server in different ways."""

    def __init__(self, grafana: GrafanaServer, folder: Path, dashboards: int) -> None:
        """Write the sources."""
        self.grafana, self.dashboards = grafana, dashboards
        self.work = Workload(folder, dashboards)
        self.project = self.work.kit
        (self.project / "grafana-kit.yaml").write_text(PUSH_PROJECT.format(url=grafana.url))
        self.json = folder / "json"

    def kit(self) -> Spent:
        """Push with the kit."""
        return self.spend([BIN / "grafana-kit", "push", "--env", "bench", "--yes", "--jobs", JOBS])

    def kit_changed(self) -> Spent:
        """Change one dashboard, push with the kit, and change it back."""
        source = self.project / "dashboards" / "service_0.py"
        text = source.read_text()
        source.write_text(text.replace("[5m]", "[10m]"))
        spent = self.kit()
        source.write_text(text)
        return spent

    def record(self) -> dict[str, list[Exchange]]:
        """Push with the kit once, which also compiles the sources, and return the requests of each step."""
        recorded = {}
        self.grafana.reset()
        self.grafana.set(keep_bodies=True, latency_ms=0)
        for step, job in zip(STEPS, (self.kit, self.kit, self.kit_changed), strict=True):
            job()
            every = self.grafana.requests()
            recorded[step] = [one for one in every if one.headers.get("user-agent") == "grafana-kit"]
        return recorded

    def bare(self, name: str, exchanges: Sequence[Exchange]) -> Job:
        """Return a job that sends these requests: first what reads, then the saves, after what they need."""
        phases: list[list[object]] = [[], [], []]
        for one in exchanges:
            url = f"{self.grafana.url}{one.path}{'?' if one.query else ''}{one.query}"
            phase = 0 if not one.is_write else 2 if one.path == "/api/dashboards/db" else 1
            phases[phase].append([one.method, url, one.body])
        file = self.project.parent / f"{name}.json"
        file.write_text(json.dumps(phases))
        return lambda: self.spend([PYTHON, "-c", BARE_PROGRAM, file])

    def grafana_import(self) -> Spent:
        """Push the kit's JSON with grafana-import."""
        command = [PEERS / "bin" / "grafana-import", "import", "--grafana_url", self.grafana.url]
        command += ["--grafana_folder", "Services", "--overwrite", "--keep_uid"]
        return self.spend([*command, "--dashboard_file", self.json / "Services"])

    def dashboard_manager(self) -> Spent:
        """Push the kit's JSON with grafana-dashboard-manager."""
        server = urlsplit(self.grafana.url)
        command = [PEERS / "bin" / "grafana-dashboard-manager", "upload", "--overwrite", "--scheme", "http"]
        command += ["--host", server.hostname, "--port", server.port, "--token", self.grafana.token]
        return self.spend([*command, "--non-interactive", "--skip-home", "--source", self.json])

    def build_json(self) -> None:
        """Build the dashboards for those that push JSON, which name the folder after the directory."""
        subprocess.run([BIN / "grafana-kit", "build"], cwd=self.project, check=True, capture_output=True)
        built = next((self.project / "infra").rglob("service-0.json")).parent
        shutil.copytree(built, self.json / "Services")

    def spend(self, command: Sequence[object]) -> Spent:
        """Run a command that pushes, and return what it took.

        Raises:
            PushError: it failed, or not all dashboards are there now.
        """
        self.grafana.clear_log()
        foreign = {name: value for name, value in os.environ.items() if not _settings(name)}
        begun = time.perf_counter()
        with subprocess.Popen(
            [str(word) for word in command],
            cwd=self.project,
            env={**foreign, "GRAFANA_TOKEN": self.grafana.token},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout is not None
            said = process.stdout.read().decode()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        counts = self.grafana.counts()
        there = self.there()
        if process.returncode or there != self.dashboards:
            code = process.returncode
            raise PushError(f"exit {code}, {there} of {self.dashboards} dashboards are there\n{said[-2000:]}")
        return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, counts)

    def there(self) -> int:
        """Return how many dashboards the server has; what is in them would fill this process's memory."""
        server = urlsplit(self.grafana.url)
        connection = HTTPConnection(f"{server.hostname}:{server.port}")
        headers = {"Authorization": f"Bearer {self.grafana.token}", "Connection": "close"}
        connection.request("GET", "/api/search?type=dash-db&limit=5000", headers=headers)
        return len(json.loads(connection.getresponse().read()))


def _settings(name: str) -> bool:
    return name.startswith("GRAFANA") or name.lower().endswith("_proxy")


def _grafana(**settings: object) -> GrafanaServer:
    sys.path.append(str(ROOT))
    from tests.fakes.grafana import GrafanaServer  # noqa: PLC0415 - not for who runs the other rows only

    return GrafanaServer("10.2", keep_bodies=False, **settings)


def _peers(pushes: Pushes) -> dict[str, Sequence[Job]]:
    """Return the tools that push serially, each tried once; says which are not measured, and why."""
    try:
        _install()
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1]
        print(f"not measured: {', '.join(PEER_PACKAGES)}: cannot be installed: {said}")
        return {}
    pushes.build_json()
    working: dict[str, Sequence[Job]] = {}
    jobs = {"grafana-import": pushes.grafana_import, "grafana-dashboard-manager": pushes.dashboard_manager}
    for name, job in jobs.items():
        pushes.grafana.reset()
        pushes.grafana.set(latency_ms=0)
        try:
            job()
        except PushError as error:
            print(f"not measured: {name}: {error}".rstrip())
        else:
            working[name] = (job, job)
    return working


def _install() -> None:
    stamp = PEERS / "installed"
    if stamp.exists() and stamp.read_text() == " ".join(PEER_PACKAGES):
        return
    print(f"installing {' and '.join(PEER_PACKAGES)} into {PEERS.relative_to(ROOT)} (once) …", flush=True)
    pip = [str(PEERS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    for command in ([str(PYTHON), "-m", "venv", "--clear", str(PEERS)], [*pip, *PEER_PACKAGES]):
        subprocess.run(command, check=True, capture_output=True, text=True)
    stamp.write_text(" ".join(PEER_PACKAGES))


def push_row(runs: int, dashboards: int) -> None:
    """Push to a server that answers after 30 ms: new dashboards, then unchanged ones, then one changed."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, _grafana(latency_ms=LATENCY_MS) as grafana:
        pushes = Pushes(grafana, Path(folder), dashboards)
        recorded = pushes.record()
        writes = [one for one in recorded[FIRST] if one.is_write]
        jobs: dict[str, Sequence[Job]] = {
            "kit": (pushes.kit, pushes.kit, pushes.kit_changed),
            "bare": [pushes.bare(step, recorded[step]) for step in STEPS],
            "bare writes": [pushes.bare("writes", writes)],
        }
        peers = _peers(pushes)
        figures: dict[tuple[str, str], list[Spent]] = defaultdict(list)
        for number in range(runs):
            for name, steps in (jobs | (peers if number < PEER_RUNS else {})).items():
                grafana.reset()
                for step, job in zip(STEPS, steps, strict=False):
                    figures[name, step].append(job())
    _report(figures, tuple(peers), dashboards)


def _report(figures: Figures, peers: Sequence[str], dashboards: int) -> None:
    for step in STEPS:
        counts = figures["kit", step][-1].counts
        if counts["statuses"] != figures["bare", step][-1].counts["statuses"]:
            sys.exit(f"{step}: the bare requests were answered otherwise than the kit's")
        what = f"{step} of {dashboards}" if step is FIRST else step
        target = "≤ 1.30" if step is FIRST else NO_TARGET
        _against(figures, step, "bare", f"{what} / its {counts['total']} requests bare", target)
        if step is FIRST:
            _against(figures, step, "bare writes", f"  / its {counts['writes']} writes bare", NO_TARGET)
        for name in peers:
            # They send everything, whatever has changed.
            _against(figures, step, name, f"  / {name}", NO_TARGET, AGAIN if step is ONE else step)
    requests = max(one.counts["total"] for one in figures["kit", AGAIN])
    writes = max(one.counts["writes"] for one in figures["kit", AGAIN])
    show(f"{AGAIN}, requests", requests, "≤ 210", "")
    show(f"{AGAIN}, writes", writes, "0", "")


def _against(
    figures: Figures, step: str, other: str, what: str, target: str, other_step: str | None = None
) -> None:
    ours, theirs = figures["kit", step], figures[other, other_step or step]
    (wall, cpu), (their_wall, their_cpu) = _medians(ours), _medians(theirs)
    runs = "" if len(ours) == len(theirs) else f" (of {len(theirs)} runs)"
    detail = f"{wall:.2f} s and {their_wall:.2f} s{runs}; CPU {cpu:.2f} s and {their_cpu:.2f} s"
    show(what, wall / their_wall, target, detail)


def _medians(spent: Sequence[Spent]) -> tuple[float, float]:
    return statistics.median(one.wall for one in spent), statistics.median(one.cpu for one in spent)


def memory_row(_runs: int, dashboards: int) -> None:
    """Push five times as many dashboards to a server that answers at once, and see how much memory it takes."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, _grafana() as grafana:
        pushes = Pushes(grafana, Path(folder), dashboards * 5)
        first, again = pushes.kit().memory, pushes.kit().memory
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if min(first, again) <= own:  # a process begins with the figure of the one that starts it
        print(
            f"not measured: memory: this process has taken {own:.0f} MiB itself; run scripts/bench memory alone"
        )
        return
    show(f"push of {pushes.dashboards} dashboards, peak MiB", first, NO_TARGET, f"unchanged: {again:.0f} MiB")
