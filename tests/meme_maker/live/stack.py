"""Meme Maker's monitoring, live on loopback: Redis, the exporters, Alertmanager, and a Prometheus that scrapes it all.

    with live_stack(folder, rule_files) as stack:
        stack.prometheus.query("up")

Everything is real but the application and cAdvisor (see ``application.py``). Samples are taken and rules
evaluated every second, under the job names of ``metrics/*.py``.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import yaml
from attrs import frozen

from metrics import alertmanager, backend, cadvisor, node, prometheus, redis, worker
from tests.servers import fetch, free_port, listens, require, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
JOBS_SCRIPT = HERE.parents[2] / "infra/redis_exporter/memejobs.lua"
SERVERS = (
    "prometheus",
    "prometheus-alertmanager",
    "prometheus-node-exporter",
    "prometheus-redis-exporter",
    "redis-server",
    "redis-cli",
)

HASHES: Final = {"queued": 7, "working": 2, "done": 5, "error": 1}
"""How many of the application's jobs are in Redis, by status."""
_NEVER_DRAINED = 40  # entries of the RQ list, which no worker takes anything from


@frozen
class Answer:
    """The result of an instant query, and what Prometheus had to say against it.

    Attributes:
        status: ``success`` or ``error``.
        samples: labels and value of every series.
        remarks: error, warnings and notes.
    """

    status: str
    samples: tuple[tuple[Mapping[str, str], float], ...]
    remarks: tuple[str, ...]

    def values(self) -> list[float]:
        """Return the values alone."""
        return [value for _, value in self.samples]


@frozen
class Prometheus:
    """The HTTP API of a Prometheus."""

    url: str

    def query(self, expression: str) -> Answer:
        """Evaluate an expression now."""
        answer = self.get("query", query=expression)
        remarks = (*answer.get("warnings", ()), *answer.get("infos", ()))
        if answer["status"] != "success":
            return Answer(answer["status"], (), (answer["error"], *remarks))
        result = answer["data"]["result"]
        if answer["data"]["resultType"] == "scalar":
            return Answer("success", (({}, float(result[1])),), remarks)
        samples = tuple((one["metric"], float(one["value"][1])) for one in result)
        return Answer("success", samples, remarks)

    def label_values(self, label: str, selector: str) -> list[str]:
        """Return the values that a label has among the series of a selector."""
        return list(self.get(f"label/{quote(label)}/values", **{"match[]": selector})["data"])

    def rules(self) -> list[dict[str, Any]]:
        """Return every rule with its state and health."""
        return [rule for group in self.get("rules")["data"]["groups"] for rule in group["rules"]]

    def get(self, path: str, **parameters: str) -> dict[str, Any]:
        """Ask the API; an error is an answer too."""
        body = urlencode(parameters).encode() if path == "query" else None
        query = f"?{urlencode(parameters)}" if parameters and body is None else ""
        try:
            with urlopen(f"{self.url}/api/v1/{path}{query}", data=body, timeout=30) as answer:  # noqa: S310
                return dict(json.load(answer))
        except OSError as error:
            if hasattr(error, "read"):  # 4xx and 5xx carry the reason
                return dict(json.load(error))
            raise


@frozen
class Ports:
    """Where everything listens."""

    prometheus: int
    alertmanager: int
    node: int
    redis: int
    redis_exporter: int
    backend: int
    worker: int
    cadvisor: int

    @classmethod
    def free(cls) -> Ports:
        """Return ports that nobody listens on."""
        return cls(*(free_port() for _ in range(8)))

    def targets(self) -> dict[str, int]:
        """Return the port of each job that Prometheus scrapes."""
        return {
            prometheus.JOB: self.prometheus,
            alertmanager.JOB: self.alertmanager,
            node.JOB: self.node,
            redis.JOB: self.redis_exporter,
            backend.JOB: self.backend,
            worker.JOB: self.worker,
            cadvisor.JOB: self.cadvisor,
        }


@frozen
class Stack:
    """A running stack."""

    ports: Ports
    prometheus: Prometheus

    def redis(self, *commands: str) -> None:
        """Send commands to Redis."""
        _redis(self.ports.redis, commands)


@contextlib.contextmanager
def live_stack(folder: Path, rule_files: Sequence[Path] = ()) -> Iterator[Stack]:
    """Start everything, and stop it when the block ends.

    Args:
        folder: for configuration, data and logs.
        rule_files: Prometheus rule files; their groups are evaluated every second.
    """
    programs = {name: require(name) for name in SERVERS}
    ports = Ports.free()
    configuration = _configuration(folder, ports, rule_files)
    commands = _commands(programs, ports, folder, configuration)
    with contextlib.ExitStack() as servers:
        for name, (command, ready) in commands.items():
            servers.enter_context(running(command, ready, folder / f"{name}.log"))
            if name == "redis":
                _redis(ports.redis, _jobs())
        yield Stack(ports, Prometheus(f"http://127.0.0.1:{ports.prometheus}"))


def _commands(
    programs: Mapping[str, str], ports: Ports, folder: Path, configuration: Path
) -> dict[str, tuple[list[str], partial[bool]]]:
    """Return how to start each server and how to ask whether it is ready, Prometheus last."""
    here = "--web.listen-address=127.0.0.1:{}".format
    redis_server = f"--port {ports.redis} --bind 127.0.0.1 --save --maxmemory 64mb"
    return {
        "redis": (
            [programs["redis-server"], *redis_server.split(), "--dir", str(folder)],
            partial(listens, ports.redis),
        ),
        "application": (
            [
                sys.executable,
                str(HERE / "application.py"),
                *map(str, (ports.backend, ports.worker, ports.cadvisor)),
            ],
            partial(listens, ports.cadvisor),
        ),
        "node_exporter": (
            [programs["prometheus-node-exporter"], here(ports.node)],
            partial(listens, ports.node),
        ),
        "redis_exporter": (
            [
                programs["prometheus-redis-exporter"],
                here(ports.redis_exporter),
                f"-redis.addr=redis://127.0.0.1:{ports.redis}",
                f"-script={JOBS_SCRIPT}",
            ],
            partial(listens, ports.redis_exporter),
        ),
        "alertmanager": (
            [
                programs["prometheus-alertmanager"],
                here(ports.alertmanager),
                f"--config.file={folder / 'alertmanager.yml'}",
                f"--storage.path={folder / 'alertmanager'}",
                "--cluster.listen-address=",
            ],
            partial(_ready, ports.alertmanager),
        ),
        "prometheus": (
            [
                programs["prometheus"],
                here(ports.prometheus),
                f"--config.file={configuration}",
                f"--storage.tsdb.path={folder / 'prometheus'}",
                "--storage.tsdb.retention.time=1d",
                "--storage.tsdb.retention.size=1GB",
            ],
            partial(_ready, ports.prometheus),
        ),
    }


def _ready(port: int) -> bool:
    return fetch(f"http://127.0.0.1:{port}/-/ready") is not None


def _configuration(folder: Path, ports: Ports, rule_files: Sequence[Path]) -> Path:
    """Write the configuration of Prometheus and Alertmanager, and the rules with a shorter interval."""
    rules = folder / "rules"
    rules.mkdir()
    for number, file in enumerate(rule_files):
        groups = yaml.safe_load(file.read_text())
        for group in groups["groups"]:
            group["interval"] = "1s"
        (rules / f"{number}-{file.name}").write_text(yaml.safe_dump(groups))
    everywhere = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    configuration = {
        "global": everywhere,
        "rule_files": [f"{rules}/*.yml"],
        "alerting": {"alertmanagers": [{"static_configs": [_at(ports.alertmanager)]}]},
        "scrape_configs": [
            {"job_name": job, "static_configs": [_at(port)]} for job, port in ports.targets().items()
        ],
    }
    nobody = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}
    (folder / "alertmanager.yml").write_text(yaml.safe_dump(nobody))
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(configuration))
    return path


def _at(port: int) -> dict[str, list[str]]:
    return {"targets": [f"127.0.0.1:{port}"]}


def _jobs() -> Iterator[str]:
    """Yield the commands that fill Redis as the application does, and let it read hits and misses."""
    for status, count in HASHES.items():
        for number in range(count):
            yield f"HSET job:{status}-{number} status {status} url http://example.invalid"
            yield f"EXPIRE job:{status}-{number} 3600"
    yield f"RPUSH rq:queue:clips {' '.join(map(str, range(_NEVER_DRAINED)))}"
    yield "SET job:no-hash something"
    yield "CONFIG SET slowlog-log-slower-than 0"
    yield "GET job:no-hash"
    yield "GET job:missing"
    yield "CONFIG SET slowlog-log-slower-than 10000"


def _redis(port: int, commands: Iterator[str] | Sequence[str]) -> None:
    subprocess.run(
        [require("redis-cli"), "-p", str(port), "-e"],
        input="\n".join(commands),
        text=True,
        check=True,
        capture_output=True,
        timeout=30,
    )
