"""Receipts: on disk before anything is sent, whole or torn, and read back as what a rollback has to know."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from pathlib import Path

import pytest

from grafana_kit.destinations import runs
from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.receipts import Header, Receipt, Store, file_name, new_run
from grafana_kit.errors import InputError, KitError, OutputError, UsageError
from grafana_kit.model.change import Change, Mark, Seen
from grafana_kit.planning.normalise import digest

MODEL = {"uid": "jobs", "title": "Jobs", "panels": []}
SEEN = Seen("dashboard", "jobs", "Jobs", MODEL, "team", 3, Mark("shop", "r0", "abc"), changed_by="alice")
UPDATE = Change("update", "dashboard", "jobs", "Jobs", {**MODEL, "title": "Jobs!"}, "Team", "team", SEEN)
CREATE = Change("create", "dashboard", "new", "New", {**MODEL, "uid": "new"}, "Team", "team")


def header(run: str, *, url: str = "http://grafana", project: str = "shop") -> Header:
    """Return a header; only what tells runs apart differs."""
    return Header(run, "push", "dev", project, url, 1, "me@here", "2026-11-24T10:00:00Z")


def open_receipt(tmp_path: Path, run: str = "r1", **values: str) -> Receipt:
    """Begin a receipt of two changes."""
    receipt = Store(tmp_path / ".grafana-kit", "dev").open(header(run, **values))
    receipt.plan([UPDATE, CREATE])
    return receipt


def done(receipt: Receipt, change: Change) -> None:
    """Carry one change out, as far as the receipt knows."""
    receipt.start(change)
    assert change.wanted is not None
    receipt.done(change, Applied(Seen(change.kind, change.uid, change.title, change.wanted, "team", 4)))


def test_a_receipt_says_what_was_there_and_what_it_left(tmp_path: Path) -> None:
    """Read back, it is what a rollback needs: the whole state before, and the digest after."""
    receipt = open_receipt(tmp_path)
    done(receipt, UPDATE)
    receipt.start(CREATE)
    receipt.failed(CREATE, KitError("no", where="there", hint="mend it"), unsure=True)
    receipt.end("partial", {"done": 1, "failed": 1})
    run = runs.read(receipt.path)
    assert (run.header, run.result, dict(run.counts)) == (header("r1"), "partial", {"done": 1, "failed": 1})
    first, second = runs.written([run])
    assert first.key == ("dashboard", "jobs")
    assert first.before is not None
    assert (first.before.body, first.before.mark, first.before.version) == (MODEL, SEEN.mark, 3)
    assert UPDATE.wanted is not None
    assert (first.after, first.certain) == (digest("dashboard", UPDATE.wanted), True)
    assert (second.before, second.wanted, second.certain) == (None, CREATE.wanted, False)


def test_what_was_refused_is_not_undone(tmp_path: Path) -> None:
    """Nor what somebody else had done already: identical work of others is not taken for ours."""
    receipt = Store(tmp_path, "dev").open(header("r1"))
    deletion = Change("delete", "dashboard", "old", "Old", seen=SEEN)
    receipt.plan([UPDATE, CREATE, deletion])
    receipt.start(UPDATE)
    receipt.refused(UPDATE, KitError("changed"))
    receipt.start(CREATE)
    receipt.failed(CREATE, KitError("bad"), unsure=False)
    receipt.start(deletion)
    receipt.done(deletion, Applied(None, "it was gone already", already=True))
    run = runs.read(receipt.path)
    assert dict(run.counts) == {"conflict": 1, "failed": 1, "done": 1}
    assert runs.written([run]) == []


def test_a_stopped_process_leaves_what_it_had_begun(tmp_path: Path) -> None:
    """Every event is in the file at once; what was started and not ended may have happened or not."""
    receipt = open_receipt(tmp_path)
    receipt.start(UPDATE)
    run = runs.read(receipt.path)
    assert run.result is None
    assert dict(run.counts) == {"started": 1, "planned": 1}
    assert [(one.key[1], one.certain) for one in runs.written([run])] == [("jobs", False)]


@pytest.mark.parametrize("torn", range(2, 40))
def test_a_torn_last_line_is_no_obstacle(tmp_path: Path, torn: int) -> None:
    """Wherever the last line is cut off, the lines before it count."""
    receipt = open_receipt(tmp_path)
    done(receipt, UPDATE)
    whole = receipt.path.read_bytes()
    receipt.path.write_bytes(whole[:-torn])
    status = runs.read(receipt.path).entries[0].status
    assert status == "started"
    assert [one.header.run for one in runs.listed(Store(tmp_path / ".grafana-kit", "dev"))] == ["r1"]


def test_a_process_killed_before_its_first_line_did_nothing(tmp_path: Path) -> None:
    """An empty file, or half a header, is no run."""
    store = Store(tmp_path, "dev")
    store.runs.mkdir(parents=True)
    store.receipt("r1").write_bytes(b"")
    store.receipt("r2").write_bytes(b'{"event":"run","format":1,"ru')
    assert runs.listed(store) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello\n", "not a receipt"),
        (b'{"event":"end"}\n', "not a receipt"),
        (b'{"event":"run","format":99}\n', "format 99"),
    ],
)
def test_another_file_among_the_receipts_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """What is not a receipt, or one of a newer version, is an error with its path."""
    store = Store(tmp_path, "dev")
    store.runs.mkdir(parents=True)
    store.receipt("r1").write_bytes(content)
    with pytest.raises(InputError, match=words) as raised:
        runs.listed(store)
    assert raised.value.where == str(store.receipt("r1"))


def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path) -> None:
    """Only the last line may be torn; another one would hide what was done."""
    receipt = open_receipt(tmp_path)
    lines = receipt.path.read_bytes().splitlines(keepends=True)
    receipt.path.write_bytes(b"".join([lines[0], b'{"event":\n', *lines[1:]]))
    with pytest.raises(InputError, match="damaged") as raised:
        runs.read(receipt.path)
    assert raised.value.where == f"{receipt.path}:2"


def test_others_cannot_read_receipts_and_copies(tmp_path: Path) -> None:
    """They hold what people wrote: files are the owner's alone, and git does not see them."""
    store = Store(tmp_path / ".grafana-kit", "dev")
    receipt = store.open(header("r1"))
    copy = store.keep_copy("r1", SEEN)
    for path in (receipt.path, copy):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for folder in path.relative_to(store.base).parents:
            if str(folder) != ".":
                assert stat.S_IMODE((store.base / folder).stat().st_mode) == 0o700
    assert (store.base / ".gitignore").read_text() == "*\n"
    assert json.loads(copy.read_text()) == MODEL


def test_a_folder_that_was_given_is_left_as_it_is(tmp_path: Path) -> None:
    """Only the project's own folder gets a .gitignore."""
    store = Store(tmp_path / "elsewhere", "dev")
    store.open(header("r1"))
    assert [path.name for path in store.base.iterdir()] == ["dev"]


def test_a_full_disk_stops_the_run(tmp_path: Path) -> None:
    """A receipt that cannot be written is an error before anything is sent."""
    receipt = Receipt(tmp_path / "r1.jsonl", os.open("/dev/full", os.O_WRONLY))
    with pytest.raises(OutputError, match="No space left") as raised:
        receipt.write("run")
    assert "--receipts" in raised.value.hint


def test_a_folder_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / ".grafana-kit").write_text("")
    with pytest.raises(OutputError, match="the receipt cannot be written"):
        Store(tmp_path / ".grafana-kit", "dev").open(header("r1"))


def test_runs_of_other_servers_and_projects_are_not_undone(tmp_path: Path) -> None:
    """What another server held says nothing about this one."""
    store = Store(tmp_path / ".grafana-kit", "dev")
    for number, values in enumerate(({}, {"url": "http://other"}, {"project": "other"}, {}), 1):
        open_receipt(tmp_path, f"r{number}", **values)
    chosen = runs.chosen(store, "shop", "http://grafana", 1)
    assert [one.header.run for one in chosen] == ["r4"]
    chosen = runs.chosen(store, "shop", "http://grafana", 1, "r1")
    assert [one.header.run for one in chosen] == ["r4", "r1"]
    with pytest.raises(UsageError, match="was against http://other"):
        runs.chosen(store, "shop", "http://grafana", 1, "r2")
    with pytest.raises(UsageError, match="there is no run r9"):
        runs.chosen(store, "shop", "http://grafana", 1, "r9")
    with pytest.raises(UsageError, match="no run against"):
        runs.chosen(store, "shop", "http://grafana", 2)


def test_secrets_of_data_sources_are_not_written(tmp_path: Path) -> None:
    """A server never gives them back, and nobody needs them to undo a run."""
    body = {"name": "P", "type": "prometheus", "uid": "p", "secureJsonData": {"password": "hunter2"}}
    receipt = Store(tmp_path, "dev").open(header("r1"))
    receipt.plan([Change("create", "datasource", "p", "P", body)])
    assert "hunter2" not in receipt.path.read_text()


def test_ids_of_runs_sort_by_time() -> None:
    """The last run is the one with the greatest id, also if two began within a second."""
    ids = []
    for _ in range(5):
        ids.append(new_run())
        time.sleep(0.001)
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", one) for one in ids)


@pytest.mark.parametrize("uid", ["../../etc/passwd", "a/b", "..", "", "ü" * 300, "x" * 300, "a b"])
def test_any_uid_becomes_one_file_name(uid: str) -> None:
    """No path, never too long, and no two uids share one."""
    name = file_name(uid)
    assert "/" not in name
    assert name not in (".", "..")
    assert len(name.encode()) < 200
    assert name != file_name(uid + "x")
