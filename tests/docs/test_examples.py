"""The examples in the documentation are run as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import make_server

import pytest
import yaml
from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer, _SilentHandler

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FILE = re.compile(r"<!-- file: (?P<path>\S+) -->\n```\w+\n(?P<content>.*?)^```$", re.DOTALL | re.MULTILINE)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def backend() -> Iterator[str]:
    """Serve the metrics that the documentation's backend exposes."""
    registry = CollectorRegistry()
    requests = Counter("http_requests", "Requests", ["handler", "status"], registry=registry)
    latency = Histogram("http_request_duration_seconds", "Latency", buckets=(0.1, 0.5, 1), registry=registry)
    for status in ("2xx", "5xx"):
        requests.labels("/jobs", status).inc()
    latency.observe(0.2)
    server = make_server("127.0.0.1", 0, make_wsgi_app(registry), ThreadingWSGIServer, _SilentHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a document's console blocks that are grafana-kit's own."""
    for block in CONSOLE.findall(text):
        for line in block.splitlines():
            command = line.removeprefix("$ ").partition("  #")[0].strip()
            if line.startswith("$ ") and command.startswith("grafana-kit"):
                yield command


def run(command: str, folder: Path, backend: str) -> str:
    """Run a documented command; the documented backend's address is the one that is served."""
    words = command.replace("localhost:8000", backend)
    done = subprocess.run(
        ["bash", "-ec", f'PATH="{Path(sys.executable).parent}:$PATH"; {words}; pwd >&2'],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stderr.splitlines()[-1]


def write_files(text: str, folder: Path) -> int:
    """Write the files that a document prints."""
    files = list(FILE.finditer(text))
    for file in files:
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["content"])
    return len(files)


def test_the_readme_works_as_printed(tmp_path: Path, backend: str) -> None:
    """A newcomer who types what the README says gets a built dashboard."""
    text = (ROOT / "README.md").read_text()
    folder = tmp_path
    for command in commands(text):
        folder = Path(run(command, folder, backend))
    assert folder == tmp_path / "monitoring"
    assert write_files(text, folder) == 1
    run("grafana-kit build", folder, backend)
    assert list(folder.glob("infra/grafana/*/dashboards/backend/backend.json"))


def test_the_authoring_guide_works_as_printed(tmp_path: Path, backend: str) -> None:
    """The guide's project file, dashboard and alert build together, and its commands run in their order."""
    text = (ROOT / "docs" / "authoring.md").read_text()
    assert write_files(text, tmp_path) == 3
    printed = list(commands(text))
    assert len(printed) == 4
    for command in printed:
        run(command, tmp_path, backend)
    assert (tmp_path / "infra/prometheus/prod/rules/requests.yml").exists()


def test_the_pushing_guide_names_a_server_that_can_be_read(tmp_path: Path, backend: str) -> None:
    """Its project file is right, and its workflow is YAML with every version that it promises."""
    guide = (ROOT / "docs" / "pushing.md").read_text()
    assert write_files(guide, tmp_path) == 1
    run("grafana-kit config check", tmp_path, backend)
    workflow = yaml.safe_load((ROOT / "docs" / "grafana-contract.yml").read_text())
    versions = workflow["jobs"]["contract"]["strategy"]["matrix"]["grafana"]
    assert [version.partition(".")[0] for version in versions] == ["10", "11", "12", "13"]


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link of a document leads to a file of the repository, and to a heading that it has."""
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
            anchors = [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]
            assert anchor in anchors, link


def test_the_readme_is_short() -> None:
    """The README can be read at once."""
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
