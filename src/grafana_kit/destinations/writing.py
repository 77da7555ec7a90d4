"""Carries plans for the output folder out, so that no moment of it leaves half a file.

Every file is written to a staging folder first and renamed into place only when all are there: a full
disk or a failed build leaves the last good output as it was. A run that is killed between two renames
leaves whole files, and the next run finishes its work.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import evolve

from grafana_kit.destinations.manifest import FOLDER, Manifest, digest, manifest_path
from grafana_kit.errors import KitErrors, OutputError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grafana_kit.destinations.files import FilePlan

BACKUP = f"{FOLDER}/backup"
"""Below the output folder: what was edited by hand and then overwritten, each under its content's hash."""

_UNDER_WAY = ".under-way"


def apply(root: Path, plans: Sequence[FilePlan], *, force: bool = False) -> None:
    """Carry plans out: stage every file, then rename all into place, then remove what is no longer written.

    Args:
        root: the output folder.
        plans: one per environment.
        force: overwrite files that were edited since build wrote them, keeping a copy of each.

    Raises:
        KitErrors: files are in the way that build did not write or that were edited since.
        OutputError: the folder cannot be written; every file in it is whole.
    """
    conflicts = [conflict for one in plans for conflict in one.conflicts.values()]
    if conflicts and not force:
        raise KitErrors(conflicts)
    plans = [one for one in plans if one.changes_anything]
    if not plans:
        return
    with _staging_folder(root) as staging:
        with _errors_told(root, "what was there before is intact"):
            _clean_stale(root)
            for one in plans:
                _stage(root, staging, one)
        with _errors_told(root, "each file is whole, but some are new and some are as before"):
            for one in plans:
                _carry_out(root, staging, one)


@contextlib.contextmanager
def _staging_folder(root: Path) -> Iterator[Path]:
    fresh = next(folder for folder in ((root / FOLDER), *(root / FOLDER).parents) if folder.exists())
    try:
        yield root / FOLDER / f"staging-{os.getpid()}"
    finally:
        shutil.rmtree(root / FOLDER / f"staging-{os.getpid()}", ignore_errors=True)
        made = takewhile(lambda folder: folder != fresh, (root / FOLDER, *(root / FOLDER).parents))
        _remove_if_empty(made)


@contextlib.contextmanager
def _errors_told(root: Path, state: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the output cannot be written: {error.strerror or error}",
            where=Source(error.filename2 or error.filename or str(root)),
            hint=f"free the disk or mend the permissions, then build again: {state}",
        ) from error


def _stage(root: Path, staging: Path, one: FilePlan) -> None:
    """Do everything that can fail for want of space or permission, beside the output."""
    name = manifest_path(one.environment)
    # While files are being renamed each may have its old or its new content; both are ours.
    accepted = {
        path: tuple(dict.fromkeys((*one.before.files.get(path, ()), *one.after.files.get(path, ()))))
        for path in {**one.before.files, **one.after.files}
    }
    records = {
        f"{name}{_UNDER_WAY}": evolve(one.after, files=accepted).content(),
        name: one.after.content(),
    }
    for path, content in {**one.writes, **records}.items():
        place = staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if path in one.change:
            shutil.copymode(root / path, place)
    for path in one.conflicts:
        copy = root / BACKUP / f"{path}.{digest((root / path).read_bytes())}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, copy)
    for folder in {(root / path).parent for path in (*one.writes, name)}:
        folder.mkdir(parents=True, exist_ok=True)
    for folder in {(root / path).parent for path in (*one.writes, *one.remove, name)}:
        if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _carry_out(root: Path, staging: Path, one: FilePlan) -> None:
    record = root / manifest_path(one.environment)
    staged = staging / manifest_path(one.environment)
    staged.with_name(staged.name + _UNDER_WAY).replace(record)
    written = {path.lower() for path in one.writes}
    # Where case does not tell files apart, a renamed file must not be removed after it was written.
    first = [path for path in one.remove if path.lower() in written]
    _remove(root, first)
    for path in one.writes:
        (root / path).parent.mkdir(parents=True, exist_ok=True)  # the removal above may have emptied it
        (staging / path).replace(root / path)
    _remove(root, [path for path in one.remove if path not in first])
    if one.after == Manifest():
        record.unlink()
    else:
        staged.replace(record)


def _remove(root: Path, paths: Sequence[str]) -> None:
    for path in paths:
        (root / path).unlink(missing_ok=True)
        _remove_if_empty(takewhile(lambda parent: parent != root, (root / path).parents))


def _remove_if_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):  # it holds what others wrote, or what was built
            folder.rmdir()


def _clean_stale(root: Path) -> None:
    """Remove the staging folders of runs that were killed."""
    for folder in (root / FOLDER).glob("staging-*"):
        number = folder.name.removeprefix("staging-")
        if number.isdecimal() and not _alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
