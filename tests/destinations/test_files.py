"""The output folder: what build writes is written whole, and nothing else is ever touched."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grafana_kit.destinations import files as destination
from grafana_kit.destinations import manifest, writing
from grafana_kit.destinations.files import FilePlan
from grafana_kit.errors import KitErrors, OutputError
from grafana_kit.model.source import Source
from grafana_kit.render.provisioning import File

RECORD = ".grafana-kit/dev.json"


def source(path: str) -> Source:
    """Return a place that tells files apart."""
    return Source("boards.py", len(path))


def plan(
    root: Path,
    wanted: dict[str, str],
    *,
    rules: set[str] | None = None,
    partial: bool = False,
    project: str = "shop",
) -> FilePlan:
    """Plan to write these files for the environment dev."""
    files = [File(path, content.encode(), source(path)) for path, content in wanted.items()]
    before = manifest.read(root, "dev")
    return destination.plan(root, "dev", files, before, rules or set(), project=project, partial=partial)


def build(root: Path, wanted: dict[str, str], *, force: bool = False) -> FilePlan:
    """Plan and apply."""
    one = plan(root, wanted)
    writing.apply(root, [one], force=force)
    return one


def tree(root: Path) -> dict[str, str]:
    """Return every file with its content, but for the record."""
    return {
        name: path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file() and (name := str(path.relative_to(root))) != RECORD
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An output folder that does not exist yet."""
    return tmp_path / "deep" / "infra"


# --- writing ----------------------------------------------------------------------------------------


def test_the_first_build_creates_all(root: Path) -> None:
    """Folders, files and the record; no staging folder stays."""
    done = build(root, {"a/b/c.json": "1", "d.yml": "2"})
    assert list(done.create) == ["a/b/c.json", "d.yml"]
    assert tree(root) == {"a/b/c.json": "1", "d.yml": "2"}
    assert sorted(path.name for path in (root / ".grafana-kit").iterdir()) == ["dev.json"]
    assert set(done.paths()) == {"a/b/c.json", "d.yml", RECORD}


def test_the_second_build_touches_nothing(root: Path) -> None:
    """Not even a time stamp."""
    build(root, {"a/c.json": "1", "d.yml": "2"})
    before = {path: path.stat() for path in root.rglob("*")}
    again = plan(root, {"a/c.json": "1", "d.yml": "2"})
    assert not again.changes_anything
    assert again.unchanged == ("a/c.json", "d.yml")
    writing.apply(root, [again])
    for path, known in before.items():
        assert (path.stat().st_mtime_ns, path.stat().st_ino) == (known.st_mtime_ns, known.st_ino)


def test_changes_and_removals(root: Path) -> None:
    """Changed files are replaced, those that are no longer written go, with the folders they leave empty."""
    build(root, {"a/x.json": "1", "b/c/y.json": "1", "z": "1"})
    done = build(root, {"a/x.json": "2", "z": "1", "new/n": "1"})
    assert (list(done.create), list(done.change), done.remove) == (["new/n"], ["a/x.json"], ("b/c/y.json",))
    assert tree(root) == {"a/x.json": "2", "new/n": "1", "z": "1"}
    assert not (root / "b").exists()


def test_a_folder_that_others_use_stays(root: Path) -> None:
    """Only empty folders go."""
    build(root, {"b/c/y.json": "1"})
    (root / "b" / "mine.txt").write_text("mine")
    build(root, {})
    assert tree(root) == {"b/mine.txt": "mine"}
    assert not (root / "b" / "c").exists()


def test_a_file_becomes_a_folder_and_back(root: Path) -> None:
    """The place is free once the old file was removed; until then the build says what is in the way."""
    build(root, {"a": "1"})
    with pytest.raises(KitErrors) as error:
        plan(root, {"a/b": "1"})
    assert [one.summary for one in error.value.errors] == ["a file stands where a folder is to be"]
    build(root, {})
    build(root, {"a/b": "1"})
    assert tree(root) == {"a/b": "1"}


def test_permissions_of_a_replaced_file_stay(root: Path) -> None:
    """Who may read it is the administrator's decision."""
    build(root, {"a": "1", "b": "1"})
    (root / "a").chmod(0o640)
    build(root, {"a": "2", "b": "2"})
    assert stat.S_IMODE((root / "a").stat().st_mode) == 0o640
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((root / "b").stat().st_mode) == 0o666 & ~umask


def test_a_generated_file_that_somebody_removed_comes_back(root: Path) -> None:
    """It can be made again; nothing by hand is lost."""
    build(root, {"a": "1"})
    (root / "a").unlink()
    assert list(build(root, {"a": "1"}).create) == ["a"]


# --- what build did not write -----------------------------------------------------------------------


def summaries(one: FilePlan) -> dict[str, str]:
    """Return the conflicts of a plan."""
    return {path: error.summary for path, error in one.conflicts.items()}


def test_a_foreign_file_in_the_way_is_a_conflict(root: Path) -> None:
    """Nothing at all is written then."""
    root.mkdir(parents=True)
    (root / "a").write_text("mine")
    with pytest.raises(KitErrors) as error:
        build(root, {"a": "1", "b": "1"})
    assert [one.where for one in error.value.errors] == [str(root / "a")]
    assert error.value.errors[0].summary == "a file is in the way that grafana-kit did not write"
    assert tree(root) == {"a": "mine"}
    assert not (root / ".grafana-kit").exists()


def test_a_foreign_file_with_the_same_content_is_taken_over(root: Path) -> None:
    """There is nothing to lose."""
    root.mkdir(parents=True)
    (root / "a").write_text("1")
    assert build(root, {"a": "1"}).unchanged == ("a",)
    assert build(root, {"a": "2"}).change == {"a": b"2"}


def test_an_edited_file_is_a_conflict(root: Path) -> None:
    """Whether it would be changed or removed."""
    build(root, {"a": "1", "b": "1", "c": "1"})
    for name in "abc":
        (root / name).write_text("edited")
    one = plan(root, {"a": "2", "b": "1"})
    assert summaries(one) == dict.fromkeys("abc", "a file was edited since grafana-kit wrote it")
    with pytest.raises(KitErrors):
        writing.apply(root, [one])
    assert tree(root) == dict.fromkeys("abc", "edited")


def test_an_edit_that_the_sources_took_over_is_none(root: Path) -> None:
    """The file already is what it would become."""
    build(root, {"a": "1"})
    (root / "a").write_text("2")
    done = build(root, {"a": "2"})
    assert done.unchanged == ("a",)
    assert done.changes_anything
    assert not plan(root, {"a": "2"}).changes_anything


def test_force_overwrites_and_keeps_every_copy(root: Path) -> None:
    """Of changed, removed and foreign files; a second copy never replaces the first."""
    build(root, {"a": "1", "gone": "1"})
    (root / "foreign").write_text("mine")
    (root / "gone").write_text("edited")
    for edit in ("first", "second", "first"):
        (root / "a").write_text(edit)
        build(root, {"a": "1", "foreign": "1"}, force=True)
    kept = sorted((path.stem, path.read_text()) for path in (root / writing.BACKUP).iterdir())
    assert kept == [("a", "first"), ("a", "second"), ("foreign", "mine"), ("gone", "edited")]
    assert {name: text for name, text in tree(root).items() if not name.startswith(".")} == {
        "a": "1",
        "foreign": "1",
    }


def test_force_without_a_conflict_keeps_nothing(root: Path) -> None:
    """Generated files need no copy."""
    build(root, {"a": "1"})
    build(root, {"a": "2"}, force=True)
    assert not (root / writing.BACKUP).exists()


def test_another_projects_files_are_not_ours(root: Path) -> None:
    """Two projects that build into one folder stop at each other's files, but for equal ones."""
    build(root, {"a": "1", "same": "1"})
    other = plan(root, {"b": "1", "same": "1"}, project="other")
    assert summaries(other) == {"a": "a file is in the way that the project shop wrote"}
    with pytest.raises(KitErrors):
        writing.apply(root, [other])
    assert tree(root) == {"a": "1", "same": "1"}


def test_a_partial_build_leaves_the_rest(root: Path) -> None:
    """What earlier builds wrote beside it stays written, known, and removable."""
    before = plan(root, {"a": "1", "b": "1"}, rules={"r1"})
    writing.apply(root, [before])
    part = plan(root, {"b": "2", "c": "1"}, rules={"r2"}, partial=True)
    writing.apply(root, [part])
    assert tree(root) == {"a": "1", "b": "2", "c": "1"}
    assert manifest.read(root, "dev").rules == ("r1", "r2")
    assert part.after.tombstones == ()
    assert build(root, {"c": "1"}).remove == ("a", "b")


# --- places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/x", "a/..", "a/.", "", "a/", ".grafana-kit/dev.json", ".grafana-kit/x/y"],
)
def test_paths_that_leave_the_folder_are_refused(root: Path, path: str) -> None:
    """And those into our own records; the error names whose definition it is."""
    with pytest.raises(OutputError, match="would leave the output folder") as error:
        plan(root, {"good": "1", path: "1"})
    assert error.value.where == f"boards.py:{len(path)}" if path else "boards.py"


@pytest.mark.parametrize(("first", "second"), [("a/b.json", "a/b.json"), ("a/b.json", "A/B.json")])
def test_two_definitions_of_one_file_are_refused(root: Path, first: str, second: str) -> None:
    """Also where only a file system that ignores case would take them for one."""
    files = [File(first, b"1", Source("one.py", 1)), File(second, b"1", Source("two.py", 2))]
    with pytest.raises(OutputError, match="two definitions would write") as error:
        destination.plan(root, "dev", files, manifest.Manifest(), set())
    assert (error.value.where, error.value.details) == ("two.py:2", ("and at one.py:1",))


def test_a_link_to_a_folder_outside_is_not_followed(root: Path, tmp_path: Path) -> None:
    """Neither for writing nor for removing."""
    build(root, {"a/x": "1", "b": "1"})
    outside = tmp_path / "outside"
    (root / "a").rename(outside)
    (root / "a").symlink_to(outside)
    with pytest.raises(OutputError, match="would leave the output folder"):
        plan(root, {"a/x": "2"})
    assert build(root, {"b": "1"}).remove == ()
    assert (outside / "x").read_text() == "1"


def test_a_link_in_the_place_of_a_file_is_replaced_not_written_through(root: Path, tmp_path: Path) -> None:
    """What it points at stays as it is; with another content it is a conflict first."""
    target = tmp_path / "target"
    target.write_text("1")
    root.mkdir(parents=True)
    (root / "a").symlink_to(target)
    build(root, {"a": "1"})
    build(root, {"a": "2"})
    assert target.read_text() == "1"
    assert not (root / "a").is_symlink()
    (root / "a").unlink()
    (root / "a").symlink_to(target)
    with pytest.raises(KitErrors):
        build(root, {"a": "3"})
    (root / "a").unlink()
    (root / "a").symlink_to(tmp_path / "nowhere")
    build(root, {"a": "3"})
    assert not (tmp_path / "nowhere").exists()


def test_the_output_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    """To wherever somebody keeps it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "infra").symlink_to(tmp_path / "real")
    build(tmp_path / "infra", {"a/b": "1"})
    assert tree(tmp_path / "real") == {"a/b": "1"}


def test_a_folder_in_the_place_of_a_file(root: Path) -> None:
    """It is named, all of them at once, and even --force does not remove it."""
    for name in ("a", "b"):
        (root / name / "inside").mkdir(parents=True)
    with pytest.raises(KitErrors) as error:
        plan(root, {"a": "1", "b": "1"})
    assert [one.where for one in error.value.errors] == [str(root / "a"), str(root / "b")]
    assert error.value.errors[0].hint == "move it away, then build again"


def test_a_record_is_not_trusted_with_paths(root: Path, tmp_path: Path) -> None:
    """Somebody who edits it cannot make build remove a file elsewhere, or a folder."""
    victim = tmp_path / "victim"
    victim.write_text("1")
    build(root, {"a": "1"})
    record = root / RECORD
    known = manifest.digest(b"1")
    record.write_text(
        record.read_text().replace('"a"', f'"../../victim": "{known}", "{victim}": "{known}", "a"')
    )
    (root / "folder").mkdir()
    assert build(root, {"b": "1"}).remove == ("a",)
    assert victim.exists()


def test_names_that_differ_in_case(root: Path) -> None:
    """A rename in case only is a removal and a creation; the new file is there at the end."""
    build(root, {"Board.json": "1"})
    build(root, {"board.json": "2"})
    assert tree(root) == {"board.json": "2"}


# --- the record -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"files": 5, "version": 1}', "\x00", '{"version": "a"}']
)
def test_a_damaged_record_stops_the_build(root: Path, text: str) -> None:
    """Without it build cannot tell its own files from others."""
    build(root, {"a": "1"})
    (root / RECORD).write_text(text)
    with pytest.raises(OutputError, match="the record of earlier builds cannot be read") as error:
        manifest.read(root, "dev")
    assert error.value.where == str(root / RECORD)


def test_a_record_that_is_a_folder(root: Path) -> None:
    """No traceback."""
    (root / RECORD).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be read: Is a directory"):
        manifest.read(root, "dev")


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    """Or lies in one: the file is named."""
    (tmp_path / "file").write_text("mine")
    for root in (tmp_path / "file", tmp_path / "file" / "infra"):
        with pytest.raises(OutputError, match="not a folder to build into") as error:
            manifest.read(root, "dev")
        assert error.value.where == str(tmp_path / "file")


def test_a_newer_record_is_not_misread(root: Path) -> None:
    """The error says what to do."""
    build(root, {"a": "1"})
    (root / RECORD).write_text((root / RECORD).read_text().replace('"version": 1', '"version": 2'))
    with pytest.raises(OutputError, match="a newer grafana-kit built this folder"):
        manifest.read(root, "dev")


def test_a_record_says_again_what_was_built(root: Path) -> None:
    """Read back it is the same; its bytes do not depend on the order of anything."""
    one = manifest.Manifest({"b": ("1",), "a": ("1", "2")}, ("y", "x"), ("t",), "shop")
    (root / ".grafana-kit").mkdir(parents=True)
    (root / RECORD).write_bytes(one.content())
    again = manifest.read(root, "dev")
    assert (again.files, again.project, again.tombstones) == (one.files, "shop", ("t",))
    assert again.content() == one.content()
    assert list(manifest.environments(root)) == ["dev"]


def test_tombstones_appear_stay_and_disappear() -> None:
    """A rule that was built once and is no more has one; a rule that comes back has none."""
    built = manifest.Manifest(rules=("a", "b"))
    gone = destination.tombstones(built, {"b"})
    assert gone == ("a",)
    later = manifest.Manifest(rules=("b",), tombstones=gone)
    assert destination.tombstones(later, {"b", "c"}) == ("a",)
    assert destination.tombstones(later, {"a", "b"}) == ()


def test_an_environment_that_is_no_more(root: Path) -> None:
    """All that was built for it goes, its record too; what was edited in it is a conflict."""
    build(root, {"dev/a": "1", "dev/b": "1"})
    (root / "mine").write_text("mine")
    (root / "dev/b").write_text("edited")
    one = destination.retire(root, "dev", manifest.read(root, "dev"))
    assert one.remove == ("dev/a", "dev/b")
    assert list(one.conflicts) == ["dev/b"]
    with pytest.raises(KitErrors):
        writing.apply(root, [one])
    writing.apply(root, [one], force=True)
    assert list(manifest.environments(root)) == []
    assert [name for name in tree(root) if not name.startswith(writing.BACKUP)] == ["mine"]


# --- failures ---------------------------------------------------------------------------------------


def test_nothing_stays_of_a_build_that_could_not_be_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that did not exist does not exist afterwards."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="cannot be written: No space left on device") as error:
        build(tmp_path / "new" / "infra", {"a": "1"})
    assert "what was there before is intact" in error.value.hint
    assert list(tmp_path.iterdir()) == []


def test_staging_folders_of_killed_runs_are_cleaned_up(root: Path) -> None:
    """Those of processes that are no more; not those of a build that runs, nor what is no number."""
    build(root, {"a": "1"})
    kit = root / ".grafana-kit"
    alive = f"staging-{os.getppid()}"
    for name in ("staging-4194305", "staging-99999999999999999999", alive, "staging-mine"):
        (kit / name).mkdir()
    build(root, {"a": "2"})
    assert {path.name for path in kit.iterdir()} == {"dev.json", alive, "staging-mine"}


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that everybody may enter, and a process without root's powers while the test runs."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        home = Path(name) / "home"
        home.mkdir()
        if root:
            os.chown(home, 65534, 65534)
            os.setresuid(65534, 65534, 0)
        try:
            yield home
        finally:
            if root:
                os.setresuid(0, 0, 0)
            for path in home.rglob("*"):
                if path.is_dir():
                    path.chmod(0o755)


@pytest.mark.parametrize("folder", [".", "a", "gone", ".grafana-kit"])
def test_a_folder_that_cannot_be_written(nobody: Path, folder: str) -> None:
    """The folder is named, and nothing was changed, whichever it is."""
    root = nobody / "infra"
    build(root, {"a/x": "1", "b/y": "1", "gone/z": "1", "top": "1"})
    (root / folder).chmod(0o555)
    before = tree(root)
    with pytest.raises(OutputError, match="Permission denied") as error:
        build(root, {"a/x": "2", "b/y": "2", "top": "2"})
    assert error.value.where.startswith(str(root / folder))
    assert "what was there before is intact" in error.value.hint
    (root / folder).chmod(0o755)
    assert tree(root) == before
    build(root, {"a/x": "2", "b/y": "2", "top": "2"})


def test_staging_of_another_users_build_is_left(nobody: Path) -> None:
    """A process that we may not signal is alive: here the first of all."""
    root = nobody / "infra"
    (root / ".grafana-kit/staging-1").mkdir(parents=True)
    build(root, {"a": "1"})
    assert (root / ".grafana-kit/staging-1").is_dir()


def test_a_file_that_cannot_be_read(nobody: Path) -> None:
    """Its content may be somebody's: it is neither changed nor removed."""
    root = nobody / "infra"
    build(root, {"a": "1", "b": "1"})
    for name, wanted in (("a", {"a": "2", "b": "1"}), ("b", {"a": "1"})):
        (root / name).chmod(0)
        with pytest.raises(OutputError, match="cannot be read: Permission denied") as error:
            plan(root, wanted)
        assert error.value.where == str(root / name)
        (root / name).chmod(0o644)
