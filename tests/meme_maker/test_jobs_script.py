"""The script that counts jobs, in a real Redis, read through a real exporter."""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from metrics import redis
from tests.meme_maker.conftest import ROOT
from tests.servers import fetch, free_port, listens, require, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = ROOT / "infra/redis_exporter/memejobs.lua"
NOTHING = {"memejobs_queued": 0, "memejobs_working": 0, "memejobs_done": 0, "memejobs_error": 0}

pytestmark = pytest.mark.servers


class Stack:
    """A Redis and its exporter, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.port, self.web = free_port(), free_port()
        self._folder = folder
        self.server = contextlib.ExitStack()

    def start(self) -> None:
        """Start the server; the exporter is started by :meth:`exporter`."""
        command = [require("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        place = ["--dir", str(self._folder)]
        self.server.enter_context(
            running([*command, *place], lambda: listens(self.port), self._folder / "redis.log")
        )

    @contextlib.contextmanager
    def exporter(self) -> Iterator[None]:
        """Run the exporter with the script, as docs/meme-maker.md starts it."""
        command = [
            require("prometheus-redis-exporter"),
            *("-redis.addr", f"redis://127.0.0.1:{self.port}"),
            *("-web.listen-address", f"127.0.0.1:{self.web}"),
            *("-script", str(SCRIPT)),
        ]
        with running(command, lambda: listens(self.web), self._folder / "exporter.log"):
            yield

    def cli(self, commands: str) -> None:
        """Send commands, one a line."""
        command = [require("redis-cli"), "-p", str(self.port)]
        done = subprocess.run(command, input=commands, capture_output=True, text=True, check=True)
        assert "ERR" not in done.stdout

    def scrape(self) -> str:
        """Return what the exporter exposes."""
        text = fetch(f"http://127.0.0.1:{self.web}/metrics")
        assert text is not None
        return text

    def counts(self) -> dict[str, float]:
        """Return what the exporter says of the jobs."""
        found = re.findall(
            r'^redis_script_values\{(?:filename="[^"]*",)?key="(\w+)"\} (\S+)', self.scrape(), re.MULTILINE
        )
        return {key: float(value) for key, value in found}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """A running Redis with an exporter that runs the script."""
    made = Stack(tmp_path)
    with made.server:
        made.start()
        with made.exporter():
            yield made


def test_each_status_has_its_count_even_when_there_is_no_job(stack: Stack) -> None:
    """Zero jobs are zeros, not missing series: an empty queue is something else than no data."""
    assert stack.counts() == NOTHING
    assert set(stack.counts()) == set(redis.redis_script_values.labels["key"] or ())


def test_jobs_are_counted_by_status_and_nothing_else_is(stack: Stack) -> None:
    """Several pages of hashes; strings, lists, other hashes and unknown states do not count."""
    jobs = [f"HSET job:{number} status queued" for number in range(2500)]
    jobs += [f"HSET job:w{number} status working" for number in range(2)]
    jobs += ["HSET job:d status done", "HSET job:e1 status error", "HSET job:e2 status error"]
    others = ["SET job:lock 1", "HSET job:odd status lost", "HSET job:none progress 5"]
    others += ["HSET rq:job:1 status queued", "LPUSH rq:queue:clips a b c"]
    stack.cli("\n".join([*jobs, *others]))
    assert stack.counts() == {
        "memejobs_queued": 2500,
        "memejobs_working": 2,
        "memejobs_done": 1,
        "memejobs_error": 2,
    }
    stack.cli("HSET job:7 status done\nDEL job:e1")
    assert stack.counts()["memejobs_queued"] == 2499
    assert stack.counts()["memejobs_error"] == 1


def test_without_redis_the_exporter_answers_and_has_no_counts(stack: Stack) -> None:
    """What RedisDown and KeyMetricAbsent are built on: the target is up, redis_up is 0, the counts are gone."""
    stack.server.close()
    assert re.search(r"^redis_up 0$", stack.scrape(), re.MULTILINE)
    assert stack.counts() == {}
