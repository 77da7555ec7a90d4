"""The application code that docs/meme-maker.md asks for, run as it is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.meme_maker.conftest import ROOT
from tests.servers import free_port

TEXT = (ROOT / "docs/meme-maker.md").read_text()
PYTHON = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
NAMED = dict(re.findall(r"^<!-- run: (\w+) -->\n```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: code.splitlines()[0].removeprefix("# "))
def test_every_block_is_python(code: str) -> None:
    """And says in its first line where it belongs."""
    compile(code, "docs/meme-maker.md", "exec")
    assert re.match(r"# (backend|worker)/\w+", code)


@pytest.fixture
def application(tmp_path: Path) -> Path:
    """A package ``app`` with the printed metrics."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").touch()
    (tmp_path / "app/metrics.py").write_text(NAMED["metrics"])
    (tmp_path / "app/metrics_endpoint.py").write_text(NAMED["multiprocess"])
    return tmp_path


def run(folder: Path, code: str, **environment: str) -> str:
    """Run code beside the package, in a process of its own, as a registry needs it."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def samples(exposition: str) -> dict[str, float]:
    """Return series → value of an exposition."""
    lines = (line for line in exposition.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


SCRAPE = "from prometheus_client import generate_latest; print(generate_latest().decode())"


def test_importing_the_metrics_exposes_them_and_all_their_labels(application: Path) -> None:
    """One import is enough; both statuses are there before any job, with a bound beyond 30 s."""
    shown = samples(run(application, NAMED["import"] + SCRAPE))
    for status in ("done", "error"):
        assert shown[f'clip_job_latency_seconds_count{{status="{status}"}}'] == 0
        assert shown[f'clip_job_latency_seconds_bucket{{le="600.0",status="{status}"}}'] == 0
    assert shown["clip_jobs_queued_total"] == 0
    assert shown["clip_jobs_inflight"] == 0


def test_without_the_import_nothing_is_exposed(application: Path) -> None:
    """What master does today: the module is there, and its metrics are not."""
    assert "clip_" not in run(application, SCRAPE)


def test_the_worker_answers_scrapes(application: Path) -> None:
    """The printed lines open the port, and what the worker's process counts is in the answer."""
    ask = """
from urllib.request import urlopen
metrics.clip_job_latency_seconds.labels("error").observe(45)
print(urlopen(f"http://127.0.0.1:{os.environ['METRICS_PORT']}/metrics").read().decode())
"""
    shown = samples(run(application, NAMED["endpoint"] + ask, METRICS_PORT=str(free_port())))
    assert shown['clip_job_latency_seconds_count{status="error"}'] == 1
    assert shown['clip_job_latency_seconds_bucket{le="30.0",status="error"}'] == 0
    assert shown['clip_job_latency_seconds_bucket{le="60.0",status="error"}'] == 1


def test_jobs_are_counted_once_whatever_happens_in_them(application: Path) -> None:
    """A job that fails is an error, one that ends is done, and the gauge is 0 again after both."""
    jobs = """
import contextlib
process_job("good", lambda job: print("# inflight", clip_jobs_inflight._value.get()))
with contextlib.suppress(OSError):
    process_job("bad", lambda job: (_ for _ in ()).throw(OSError("upload")))
"""
    text = run(application, NAMED["work"] + jobs + SCRAPE)
    shown = samples(text)
    assert "# inflight 1.0" in text
    assert shown["clip_jobs_inflight"] == 0
    assert shown['clip_job_latency_seconds_count{status="done"}'] == 1
    assert shown['clip_job_latency_seconds_count{status="error"}'] == 1


def test_two_processes_answer_with_one_sum(application: Path, tmp_path: Path) -> None:
    """Each scrape of either process shows what both counted."""
    shared = tmp_path / "multiprocess"
    shared.mkdir()
    place = {"PROMETHEUS_MULTIPROC_DIR": str(shared)}
    for count in (2, 3):
        run(application, f"from app import metrics; metrics.clip_jobs_queued_total.inc({count})", **place)
    ask = """
import asyncio
from app.metrics_endpoint import metrics_app
async def get():
    sent = []
    async def receive(): return {"type": "http.request", "body": b""}
    async def send(message): sent.append(message)
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    await metrics_app()(scope, receive, send)
    print(b"".join(one.get("body", b"") for one in sent).decode())
asyncio.run(get())
"""
    assert samples(run(application, ask, **place))["clip_jobs_queued_total"] == 5


def test_the_exporters_service_runs_the_script_that_is_there() -> None:
    """The printed compose fragment mounts the folder of the script under the path that it runs."""
    fragment = next(iter(re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)))
    service = yaml.safe_load(fragment)["redis_exporter"]
    (host, inside, mode) = service["volumes"][0].split(":")
    script = next(one for one in service["command"] if one.startswith("-script=")).removeprefix("-script=")
    assert mode == "ro"
    assert (ROOT / host / Path(script).relative_to(inside)).is_file()
