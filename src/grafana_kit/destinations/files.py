"""The output folder: what build writes, without ever touching what it did not write.

Every file is written to a staging folder first and renamed into place only when all are there: a full
disk or a failed build leaves the last good output as it was. A run that is killed between two renames
leaves whole files, and the next run finishes its work.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from grafana_kit.destinations.manifest import FOLDER, Manifest, digest, manifest_path, read
from grafana_kit.errors import KitErrors, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grafana_kit.render.provisioning import File


@frozen
class FilePlan:
    """What a build would do to the files of one environment; paths are below the output folder."""

    environment: str
    create: dict[str, bytes] = field(factory=dict)
    change: dict[str, bytes] = field(factory=dict)
    remove: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: tuple[OutputError, ...] = ()
    before: Manifest = field(factory=Manifest)
    after: Manifest = field(factory=Manifest)

    @property
    def writes(self) -> dict[str, bytes]:
        """The files to write, with their content."""
        return {**self.create, **self.change}

    def paths(self) -> tuple[str, ...]:
        """Return the paths of everything that is there after the build, its own record included."""
        return (*self.after.files, manifest_path(self.environment))

    @property
    def changes_anything(self) -> bool:
        """Whether there is something to do, be it only in the record of what was built."""
        return bool(self.create or self.change or self.remove or self.before != self.after)


def tombstones(before: Manifest, rules: set[str]) -> tuple[str, ...]:
    """Return the uids of rules that were built once and are no longer."""
    return tuple(sorted((set(before.tombstones) | set(before.rules)) - rules))


def plan(
    root: Path,
    environment: str,
    files: Iterable[File],
    before: Manifest,
    rules: set[str],
    *,
    partial: bool = False,
) -> FilePlan:
    """Compare what build would write with what is there.

    Args:
        root: the output folder.
        environment: whose files they are.
        files: all files of the environment.
        before: what earlier builds wrote.
        rules: uids of the Grafana rules in the files.
        partial: the files are only a part; what earlier builds wrote beside them stays.

    Raises:
        OutputError: two definitions would write one file, or a path leaves the output folder.
    """
    wanted = _unique(root, files)
    create: dict[str, bytes] = {}
    change: dict[str, bytes] = {}
    unchanged: list[str] = []
    conflicts: list[OutputError] = []
    for path, content in wanted.items():
        there = _read(root / path)
        if there is None:
            create[path] = content
        elif there == content:
            unchanged.append(path)
        else:
            change[path] = content
            conflicts.extend(_conflict(root, path, there, before))
    gone = [] if partial else sorted(set(before.files) - set(wanted))
    remove = []
    for path in gone:
        there = _read(root / path)
        if there is not None:
            remove.append(path)
            conflicts.extend(_conflict(root, path, there, before))
    kept = before.files if partial else {}
    known = {**kept, **{path: (digest(content),) for path, content in wanted.items()}}
    after = Manifest(
        known,
        tuple(sorted(rules | set(before.rules if partial else ()))),
        before.tombstones if partial else tombstones(before, rules),
    )
    return FilePlan(
        environment, create, change, tuple(remove), tuple(unchanged), tuple(conflicts), before, after
    )


def apply(root: Path, plans: Sequence[FilePlan], *, force: bool = False) -> None:
    """Carry plans out: stage every file, then rename all into place, then remove what is no longer written.

    Args:
        root: the output folder.
        plans: one per environment.
        force: overwrite files that were edited since build wrote them, keeping a copy of each.

    Raises:
        KitErrors: files are in the way that build did not write or that were edited since.
        OutputError: the folder cannot be written; what was there is intact.
    """
    conflicts = [conflict for one in plans for conflict in one.conflicts]
    if conflicts and not force:
        raise KitErrors(conflicts)
    plans = [one for one in plans if one.changes_anything]
    if not plans:
        return
    staging = root / FOLDER / f"staging-{os.getpid()}"
    try:
        _clean_stale(root)
        _stage(staging, plans)
        for one in plans:
            _carry_out(root, staging, one, backup=force)
    except OSError as error:
        raise OutputError(
            f"the output cannot be written: {error.strerror or error}",
            where=error.filename or str(root),
            hint="free the disk or mend the permissions, then build again: what was there before is intact",
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unique(root: Path, files: Iterable[File]) -> dict[str, bytes]:
    base = root.resolve()
    wanted: dict[str, bytes] = {}
    sources: dict[str, object] = {}
    inside: dict[str, bool] = {}
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if folder not in inside:
            inside[folder] = (base / folder).resolve().is_relative_to(base)
        if not inside[folder] or name in ("", ".", ".."):
            raise OutputError(f"{file.path} would leave the output folder", where=file.source)
        key = file.path.lower()  # two names that differ in case are one file on some systems
        if key in sources:
            raise OutputError(
                f"two definitions would write {file.path}",
                where=file.source,
                details=[f"and at {sources[key]}"],
                hint="rename one of them",
            )
        sources[key] = file.source
        wanted[file.path] = file.content
    return wanted


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{error.strerror}: a file is to stand here", where=str(path)) from error


def _conflict(root: Path, path: str, there: bytes, before: Manifest) -> Iterator[OutputError]:
    known = before.files.get(path)
    if known is None:
        yield OutputError(
            "a file is in the way that grafana-kit did not write",
            where=str(root / path),
            hint="move it away, or build with --force, which keeps a copy",
        )
    elif digest(there) not in known:
        yield OutputError(
            "a file was edited since grafana-kit wrote it",
            where=str(root / path),
            hint="take the edit over into the Python source, then build with --force, which keeps a copy",
        )


def _stage(staging: Path, plans: Sequence[FilePlan]) -> None:
    for one in plans:
        for path, content in one.writes.items():
            place = staging / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def _carry_out(root: Path, staging: Path, one: FilePlan, *, backup: bool) -> None:
    # While files are being renamed each may have its old or its new content; both are ours.
    accepted = {
        path: tuple(dict.fromkeys((*one.before.files.get(path, ()), *one.after.files.get(path, ()))))
        for path in {**one.before.files, **one.after.files}
    }
    if backup:
        _keep_copies(root, one)
    _write_manifest(root, one.environment, evolve(one.after, files=accepted))
    for path in one.writes:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).replace(root / path)
    for path in one.remove:
        (root / path).unlink(missing_ok=True)
        _remove_empty_parents(root, path)
    _write_manifest(root, one.environment, one.after)


def _keep_copies(root: Path, one: FilePlan) -> None:
    for conflict in one.conflicts:
        edited = root / os.path.relpath(conflict.where, root)
        copy = root / FOLDER / "backup" / edited.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(edited, copy)


def _write_manifest(root: Path, environment: str, manifest: Manifest) -> None:
    path = root / manifest_path(environment)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(manifest.content())
    temporary.replace(path)


def _remove_empty_parents(root: Path, path: str) -> None:
    for parent in list((root / path).parents):
        if parent == root:
            return
        with contextlib.suppress(OSError):  # not empty: it holds what others wrote
            parent.rmdir()


def _clean_stale(root: Path) -> None:
    """Remove the staging folders of runs that were killed."""
    for folder in (root / FOLDER).glob("staging-*"):
        number = folder.name.removeprefix("staging-")
        if number.isdigit() and not _alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def manifest(root: Path, environment: str) -> Manifest:
    """Return what earlier builds wrote for an environment."""
    return read(root, environment)
