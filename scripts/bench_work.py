"""What the rows of scripts/bench share: the same dashboards for the kit and its peers, and how time is taken."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

PANELS = 20
BIN = Path(__file__).resolve().parent.parent / ".venv" / "bin"
PYTHON = BIN / "python"
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a place, not a secret

KIT_DASHBOARD = '''from grafana_kit import Environment, Rows, dashboard, panels, row

@dashboard("Service {number}", uid="service-{number}", folder="Services", tags=["bench"])
def service(env: Environment) -> Rows:
    """Is service {number} healthy?"""
    yield row("Requests", *(
        panels.timeseries(
            f"Requests {{index}}",
            f'sum by (handler) (rate(http_requests_total{{{{service="s{number}",shard="{{index}}"}}}}[5m]))',
            unit="reqps", legend="{{{{handler}}}}", description="Requests per second by handler",
        )
        for index in range({panels})
    ))
'''

GRAFANALIB_DASHBOARD = """from grafanalib.core import Dashboard, GridPos, Target, TimeSeries

dashboard = Dashboard(
    title="Service {number}", uid="service-{number}", tags=["bench"],
    panels=[
        TimeSeries(
            title=f"Requests {{index}}", dataSource="prometheus", unit="reqps",
            description="Requests per second by handler",
            gridPos=GridPos(h=8, w=12, x=12 * (index % 2), y=8 * (index // 2)),
            targets=[Target(
                expr=f'sum by (handler) (rate(http_requests_total{{{{service="s{number}",shard="{{index}}"}}}}[5m]))',
                legendFormat="{{{{handler}}}}", refId="A",
            )],
        )
        for index in range({panels})
    ],
).auto_panel_ids()
"""

SDK_PROGRAM = """import sys
from pathlib import Path
from grafana_foundation_sdk.builders import dashboard, prometheus, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import DataSourceRef

out = Path(sys.argv[1])
out.mkdir(parents=True)
for number in range({dashboards}):
    board = dashboard.Dashboard(f"Service {{number}}").uid(f"service-{{number}}").tags(["bench"])
    board.with_row(dashboard.Row("Requests"))
    for index in range({panels}):
        query = prometheus.Dataquery().expr(
            f'sum by (handler) (rate(http_requests_total{{{{service="s{{number}}",shard="{{index}}"}}}}[5m]))'
        ).legend_format("{{{{{{{{handler}}}}}}}}")
        board.with_panel(
            timeseries.Panel().title(f"Requests {{index}}").unit("reqps").height(8).span(12)
            .description("Requests per second by handler")
            .datasource(DataSourceRef(type_val="prometheus", uid="prometheus")).with_target(query)
        )
    text = JSONEncoder(sort_keys=True, indent=2).encode(board.build())
    (out / f"service-{{number}}.json").write_text(text)
"""

PROJECT = """project: bench
sources: [dashboards]
environments: {bench: {}}
"""


def cpu(command: Sequence[object], cwd: Path | None = None) -> float:
    """Run a command and return the CPU seconds of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def interleaved(runs: int, **jobs: Callable[[], float]) -> dict[str, float]:
    """Run the jobs in turn, once unmeasured and then ``runs`` times; return each one's median."""
    figures: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    for _ in range(runs):
        for name, job in jobs.items():
            figures[name].append(job())
    return {name: statistics.median(values) for name, values in figures.items()}


def show(what: str, ratio: float, target: str, detail: str) -> None:
    """Print one row."""
    print(f"{what:<58} {ratio:6.2f}   target {target:<7} {detail}")


class Workload:
    """The same dashboards, written for the kit, for grafanalib and for the foundation SDK."""

    def __init__(self, folder: Path, dashboards: int) -> None:
        """Write the sources of all three."""
        self.folder, self.dashboards = folder, dashboards
        self.kit = folder / "kit"
        self.grafanalib = folder / "grafanalib"
        for place in (self.kit / "dashboards", self.grafanalib):
            place.mkdir(parents=True)
        (self.kit / "grafana-kit.yaml").write_text(PROJECT)
        for number in range(dashboards):
            source = KIT_DASHBOARD.format(number=number, panels=PANELS)
            (self.kit / "dashboards" / f"service_{number}.py").write_text(source)
            source = GRAFANALIB_DASHBOARD.format(number=number, panels=PANELS)
            (self.grafanalib / f"service_{number}.dashboard.py").write_text(source)
        self.sdk = folder / "sdk.py"
        self.sdk.write_text(SDK_PROGRAM.format(dashboards=dashboards, panels=PANELS))

    def build_kit(self) -> float:
        """Build with the kit into an empty folder."""
        shutil.rmtree(self.kit / "infra", ignore_errors=True)
        return cpu([BIN / "grafana-kit", "build"], self.kit)

    def rebuild_kit(self) -> float:
        """Build with the kit when nothing has changed."""
        return cpu([BIN / "grafana-kit", "build"], self.kit)

    def build_grafanalib(self) -> float:
        """Generate with grafanalib's own generator, into no existing files either."""
        for file in self.grafanalib.glob("*.json"):
            file.unlink()
        files = sorted(self.grafanalib.glob("*.dashboard.py"))
        return cpu([BIN / "generate-dashboards", *files])

    def build_sdk(self) -> float:
        """Build and write with the foundation SDK."""
        shutil.rmtree(self.folder / "sdk", ignore_errors=True)
        return cpu([PYTHON, self.sdk, self.folder / "sdk"])

    def sizes(self) -> tuple[int, int]:
        """Return the bytes of dashboard JSON that the kit and grafanalib wrote."""
        ours = sum(file.stat().st_size for file in (self.kit / "infra").rglob("service-*.json"))
        theirs = sum(file.stat().st_size for file in self.grafanalib.glob("*.json"))
        return ours, theirs
