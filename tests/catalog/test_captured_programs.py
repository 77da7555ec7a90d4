"""Capturing what real programs expose: exporters that run here, and the project's saved texts."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grafana_kit.app import capture
from grafana_kit.catalog import exposition, reading, writing
from grafana_kit.catalog.labels import LIMIT, is_accident
from grafana_kit.catalog.module import Module, exposed
from grafana_kit.cli import main
from grafana_kit.errors import InputError, KitErrors
from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary
from tests.servers import fetch, free_port, listens, require, running

from .exposing import answer, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http.server import BaseHTTPRequestHandler

ROOT = Path(__file__).parents[2]


def captured(source: str, job: str, out: Path) -> Mapping[str, Metric]:
    """Capture a source twice: the second time must find nothing new but what changes by itself."""
    wanted = capture.Capture(source, job, io.BytesIO(), out)
    metrics = capture.capture(wanted).metrics
    again = capture.capture(wanted)
    assert set(again.metrics) >= set(metrics)
    module = reading.read(again.text, str(out))
    assert not module.unknown
    assert writing.source(module, job) == out.read_text(encoding="utf-8")
    return metrics


# --- running servers ------------------------------------------------------------------------------------


LUA = 'return {"memejobs_queued", "3", "memejobs_working", "1"}'


@pytest.mark.servers
def test_redis_and_its_exporter_are_captured(tmp_path: Path) -> None:
    """With the values of a collect script, as this project's queue depth comes."""
    redis, exporter = require("redis-server"), require("prometheus-redis-exporter")
    redis_port, port = free_port(), free_port()
    script = tmp_path / "queue.lua"
    script.write_text(LUA)
    url = f"http://127.0.0.1:{port}/metrics"
    options = ["-redis.addr", f"redis://127.0.0.1:{redis_port}", "-script", str(script)]
    with (
        running(
            [redis, "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
            lambda: listens(redis_port),
            tmp_path / "redis.log",
        ),
        running(
            [exporter, "-web.listen-address", f"127.0.0.1:{port}", *options],
            lambda: fetch(url) is not None,
            tmp_path / "exporter.log",
        ),
    ):
        metrics = captured(url, "redis", tmp_path / "redis.py")
    assert isinstance(metrics["redis_up"], Gauge)
    assert metrics["redis_script_values"].labels["key"] == ("memejobs_queued", "memejobs_working")
    assert isinstance(metrics["redis_commands_total"], Counter)
    assert not {value for value in listed(metrics) if str(port) in value or str(redis_port) in value}


@pytest.mark.servers
def test_the_node_exporter_is_captured(tmp_path: Path) -> None:
    """With its mixed-case names, and the machine's own versions left open."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/metrics"
    command = [require("prometheus-node-exporter"), f"--web.listen-address=127.0.0.1:{port}"]
    with running(command, lambda: fetch(url) is not None, tmp_path / "log"):
        metrics = captured(url, "node", tmp_path / "node.py")
    assert metrics["node_cpu_seconds_total"].labels["mode"] is not OPEN
    assert set(metrics["node_uname_info"].labels.values()) == {OPEN}
    assert (tmp_path / "node.py").read_text().startswith("# ruff: noqa: N816\n")


@pytest.mark.servers
def test_prometheus_is_captured(tmp_path: Path) -> None:
    """Its summaries and histograms among them."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/metrics"
    config = tmp_path / "prometheus.yml"
    config.write_text("scrape_configs: []\n")
    options = [f"--config.file={config}", f"--storage.tsdb.path={tmp_path}/data"]
    command = [require("prometheus"), *options, f"--web.listen-address=127.0.0.1:{port}"]
    with running(command, lambda: fetch(url) is not None, tmp_path / "log"):
        metrics = captured(url, "prometheus", tmp_path / "prometheus.py")
    assert isinstance(metrics["prometheus_rule_evaluation_duration_seconds"], Summary)
    assert isinstance(metrics["prometheus_tsdb_compaction_duration_seconds"], Histogram)


def listed(metrics: Mapping[str, Metric]) -> Iterator[str]:
    """Yield every label value that metrics list."""
    for metric in metrics.values():
        for values in metric.labels.values():
            yield from values or ()


# --- servers that speak OpenMetrics -----------------------------------------------------------------------

# As Go's client writes it: legal, and stored by Prometheus, but two families of one name to the parser.
CLASHING = "# TYPE alloc_bytes gauge\nalloc_bytes 1\n# TYPE alloc_bytes counter\nalloc_bytes_total 2\n# EOF\n"
CLASSIC = "# TYPE alloc_bytes gauge\nalloc_bytes 1\n# TYPE alloc_bytes_total counter\nalloc_bytes_total 2\n"
OPENMETRICS_TYPE = "application/openmetrics-text; version=1.0.0"


def negotiating(openmetrics: str, classic: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer in the format that is asked for."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        if "openmetrics" in (handler.headers["Accept"] or ""):
            answer(openmetrics, content_type=OPENMETRICS_TYPE)(handler)
        else:
            answer(classic, content_type="text/plain; version=0.0.4")(handler)

    return send


def from_url(answering: Callable[[BaseHTTPRequestHandler], None], out: Path) -> capture.Captured:
    """Capture what a server answers."""
    with serving(answering) as url:
        return capture.capture(capture.Capture(f"{url}/metrics", "app", io.BytesIO(), out))


def test_openmetrics_is_asked_for_as_prometheus_does(tmp_path: Path) -> None:
    """So names come as Prometheus will store them."""
    done = from_url(
        negotiating("# TYPE hits counter\nhits_total 1\n# EOF\n", "hits 1\n"), tmp_path / "app.py"
    )
    assert {name: type(metric) for name, metric in done.metrics.items()} == {"hits_total": Counter}
    assert done.notes == ()


def test_openmetrics_that_the_parser_refuses_is_read_as_classic_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And that is said."""
    out = tmp_path / "app.py"
    with serving(negotiating(CLASHING, CLASSIC)) as url, pytest.raises(SystemExit) as ended:
        main(["metrics", "capture", f"{url}/metrics", "--job", "app", "--out", str(out)])
    assert ended.value.code == 0
    metrics = capture.read_module(out).metrics()
    assert {name: type(one) for name, one in metrics.items()} == {
        "alloc_bytes": Gauge,
        "alloc_bytes_total": Counter,
    }
    assert capsys.readouterr().err.startswith("the OpenMetrics answer is refused (malformed metrics: ")


def test_the_first_error_counts_when_both_formats_are_malformed(tmp_path: Path) -> None:
    """With the line of the OpenMetrics text."""
    with pytest.raises(InputError, match="metadata after samples") as caught:
        from_url(negotiating(CLASHING, "a b c\n"), tmp_path / "app.py")
    assert caught.value.where.endswith("/metrics:3")
    assert not (tmp_path / "app.py").exists()


def test_an_html_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    """One request, one error."""
    count = []

    def send(handler: BaseHTTPRequestHandler) -> None:
        count.append(handler.path)
        answer("welcome", content_type="text/html")(handler)

    with pytest.raises(InputError, match="HTML"):
        from_url(send, tmp_path / "app.py")
    assert count == ["/metrics"]


# --- the project's own modules, and the texts they come from ----------------------------------------------

MODULES = sorted(path for path in (ROOT / "metrics").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_projects_modules_are_as_capture_writes_them(path: Path) -> None:
    """Understood whole, formatted as written, one job each, and no accident of the machine they came from."""
    module = capture.read_module(path)
    assert not module.unknown
    jobs = {entry.metric.job for entry in module.entries}
    assert len(jobs) == 1
    assert writing.source(module, jobs.pop()) == path.read_text(encoding="utf-8")
    assert not [value for value in listed(module.metrics()) if is_accident(value)]
    assert all(
        len(values or ()) <= LIMIT for one in module.metrics().values() for values in one.labels.values()
    )


def test_the_projects_modules_have_what_its_monitoring_stands_on() -> None:
    """The metrics, labels and bounds that dashboards and alerts name."""
    found = {path.stem: capture.read_module(path).metrics() for path in MODULES}
    assert found["redis"]["redis_script_values"].labels == {
        "filename": OPEN,
        "key": ("memejobs_done", "memejobs_error", "memejobs_queued", "memejobs_working"),
    }
    latency = found["worker"]["clip_job_latency_seconds"]
    assert isinstance(latency, Histogram)
    assert (latency.labels, latency.buckets) == ({"status": ("done", "error")}, (0.5, 1, 2.5, 5, 10, 30))
    assert not found["backend"]["clip_job_latency_seconds"].observed
    assert found["backend"]["http_requests_total"].labels["status"] == ("2xx", "4xx", "5xx")
    needed = {
        "redis": {"redis_up", "redis_slowlog_length", "redis_memory_used_bytes", "redis_evicted_keys_total"},
        "node": {"node_filesystem_avail_bytes", "node_memory_MemAvailable_bytes", "node_load1"},
        "cadvisor": {"container_start_time_seconds", "container_spec_memory_limit_bytes"},
        "prometheus": {
            "prometheus_config_last_reload_successful",
            "prometheus_rule_evaluation_failures_total",
        },
        "alertmanager": {"alertmanager_notifications_total", "alertmanager_notifications_failed_total"},
        "scrape": {"up", "scrape_duration_seconds", "scrape_samples_scraped", "ALERTS", "ALERTS_FOR_STATE"},
    }
    assert {
        job: names - found[job].keys() for job, names in needed.items() if names - found[job].keys()
    } == {}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("alertmanager-0.25.txt", 77),
        ("backend-2-uvicorn-workers-6-scrapes.txt", 18),
        ("backend-during-circuit-breaker-outage.txt", 18),
        ("backend-master-d2c1304.txt", 15),
        ("backend-monitoring-staging-after-incidents.txt", 18),
        ("backend-monitoring-staging-b21083e.txt", 18),
        ("cadvisor-v0.52.1-upstream-testdata.txt", 91),
        ("node_exporter-1.5.txt", 283),
        ("prometheus-2.42.txt", 181),
        ("redis_exporter-1.45-check-keys.txt", 161),
        ("redis_exporter-1.45-default.txt", 159),
        ("redis_exporter-1.45-lua-script.txt", 160),
        ("worker-exposed-b21083e.txt", 13),
    ],
)
def test_the_saved_texts_are_captured_whole(name: str, count: int, tmp_path: Path, shared: Path) -> None:
    """Every family that is no creation time becomes a metric, and every sample's labels are known."""
    path = shared / "metrics" / name
    metrics = captured(str(path), "app", tmp_path / "app.py")
    assert len(metrics) == count
    declared = {line.split()[2] for line in path.read_text().splitlines() if line.startswith("# TYPE")}
    assert {name for name in declared if not name.endswith("_created")} == set(metrics)
    parsed = exposition.parse(path.read_text(), job="app", where=name)
    assert {name: exposed(one) for name, one in metrics.items()} == {
        name: exposed(one) for name, one in parsed.items()
    }


def test_several_strange_lines_are_reported_together(tmp_path: Path) -> None:
    """So that they can be mended in one go."""
    out = tmp_path / "app.py"
    out.write_text("import os\nimport sys\n")
    with pytest.raises(KitErrors) as caught:
        from_url(answer("a 1\n"), out)
    assert [error.where.rpartition(":")[2] for error in caught.value.errors] == ["1", "2"]
    assert reading.read("", "empty.py") == Module()
