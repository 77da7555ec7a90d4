"""The output folder: what a build would change in it, without touching what build did not write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from grafana_kit.destinations.manifest import FOLDER, Manifest, digest, manifest_path
from grafana_kit.errors import KitErrors, OutputError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grafana_kit.render.provisioning import File


@frozen
class FilePlan:
    """What a build would do to the files of one environment; paths are below the output folder.

    Attributes:
        conflicts: files to change or remove that build did not write, or that were edited since.
    """

    environment: str
    create: dict[str, bytes] = field(factory=dict)
    change: dict[str, bytes] = field(factory=dict)
    remove: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: dict[str, OutputError] = field(factory=dict)
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
    project: str = "",
    partial: bool = False,
) -> FilePlan:
    """Compare what build would write with what is there.

    Args:
        root: the output folder.
        environment: whose files they are.
        files: all files of the environment.
        before: what earlier builds wrote.
        rules: uids of the Grafana rules in the files.
        project: whose build it is: only what the same project wrote is changed or removed.
        partial: the files are only a part; what earlier builds wrote beside them stays.

    Raises:
        OutputError: two definitions would write one file, or a path leaves the output folder.
        KitErrors: folders stand where files are to be, or the other way round.
    """
    wanted = _unique(root, files)
    there = _contents(root, wanted)
    change = {path: content for path, content in wanted.items() if there.get(path, content) != content}
    gone = {} if partial else dict(_leftovers(root, set(before.files) - set(wanted)))
    mine = before if before.project in ("", project) else Manifest()
    touched = {**{path: there[path] for path in change}, **gone}
    kept = before if partial else Manifest()
    after = Manifest(
        {**kept.files, **{path: (digest(content),) for path, content in wanted.items()}},
        tuple(sorted({*rules, *kept.rules})),
        kept.tombstones if partial else tombstones(before, rules),
        project,
    )
    return FilePlan(
        environment,
        {path: content for path, content in wanted.items() if path not in there},
        change,
        tuple(gone),
        tuple(path for path in there if path not in change),
        dict(_conflicts(root, touched, mine, before.project)),
        before,
        after,
    )


def retire(root: Path, environment: str, before: Manifest) -> FilePlan:
    """Return the plan that removes what was built for an environment that a project no longer has."""
    removal = plan(root, environment, (), before, set(), project=before.project)
    return evolve(removal, after=Manifest())


def _unique(root: Path, files: Iterable[File]) -> dict[str, bytes]:
    base = root.resolve()
    wanted: dict[str, bytes] = {}
    sources: dict[str, object] = {}
    inside: dict[str, bool] = {}
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if folder not in inside:
            inside[folder] = _is_inside(base, folder)
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


def _is_inside(base: Path, folder: str) -> bool:
    """Return whether a folder is below the base, links resolved, and not the one of our own records."""
    place = (base / folder).resolve()
    return place.is_relative_to(base) and not place.is_relative_to(base / FOLDER)


def _contents(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the content of those files that are there."""
    found: dict[str, bytes] = {}
    obstacles: dict[Path, OutputError] = {}
    for path in paths:
        try:
            found[path] = _read(root / path)
        except FileNotFoundError:
            continue
        except IsADirectoryError:
            obstacles[root / path] = _obstacle("a folder stands where a file is to be", root / path)
        except NotADirectoryError:
            file = next(parent for parent in (root / path).parents if parent.exists())
            obstacles[file] = _obstacle("a file stands where a folder is to be", file)
    if obstacles:
        raise KitErrors(list(obstacles.values()))
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except PermissionError as error:
        raise OutputError(f"a file cannot be read: {error.strerror}", where=Source(str(file))) from None


def _obstacle(summary: str, place: Path) -> OutputError:
    return OutputError(summary, where=Source(str(place)), hint="move it away, then build again")


def _leftovers(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are still there, of those that earlier builds wrote and this one does not."""
    base = root.resolve()
    for path in sorted(paths):
        file = root / path
        # A record may be wrong, a folder may have become a link: nothing outside is ever removed.
        if _is_inside(base, path.rpartition("/")[0]) and file.is_file():
            yield path, _read(file)


def _conflicts(
    root: Path, there: Mapping[str, bytes], mine: Manifest, project: str
) -> Iterator[tuple[str, OutputError]]:
    for path, content in there.items():
        known = mine.files.get(path)
        if known is None:
            owner = f"the project {project} wrote" if project else "grafana-kit did not write"
            hint = "build into a folder of its own (--out), or with --force, which keeps a copy"
            yield (
                path,
                OutputError(f"a file is in the way that {owner}", where=Source(str(root / path)), hint=hint),
            )
        elif digest(content) not in known:
            yield (
                path,
                OutputError(
                    "a file was edited since grafana-kit wrote it",
                    where=Source(str(root / path)),
                    hint="take the edit over into the Python source, then build with --force, which keeps a copy",
                ),
            )
