"""What earlier builds wrote into an output folder, kept in the folder itself and committed with it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from grafana_kit.errors import OutputError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ".grafana-kit"
"""Below the output folder; Grafana and Prometheus do not read folders that begin with a dot."""

_VERSION = 1


def digest(content: bytes) -> str:
    """Return the hash by which a file is known."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


@frozen
class Manifest:
    """What build wrote for one environment.

    Attributes:
        files: path below the output folder → the hashes that its content may have. Several while a
            build is under way: one that was killed may be run again.
        rules: uids of the Grafana rules in those files.
        tombstones: uids of Grafana rules that earlier builds wrote.
        project: whose files they are; empty when nothing was built yet.
    """

    files: dict[str, tuple[str, ...]] = field(factory=dict)
    rules: tuple[str, ...] = ()
    tombstones: tuple[str, ...] = ()
    project: str = ""

    def content(self) -> bytes:
        """Return the manifest's own file."""
        files = {
            path: list(hashes) if len(hashes) > 1 else hashes[0]
            for path, hashes in sorted(self.files.items())
        }
        value = {
            "files": files,
            "project": self.project,
            "rules": sorted(self.rules),
            "tombstones": sorted(self.tombstones),
            "version": _VERSION,
        }
        return (json.dumps(value, indent=1) + "\n").encode()


def manifest_path(environment: str) -> str:
    """Return the place of an environment's manifest below the output folder."""
    return f"{FOLDER}/{environment}.json"


def environments(root: Path) -> Iterator[str]:
    """Yield the names of the environments that were built into a folder."""
    yield from sorted(path.stem for path in (root / FOLDER).glob("[!.]*.json"))


def read(root: Path, environment: str) -> Manifest:
    """Return the manifest of an environment; an empty one if nothing was built yet.

    Raises:
        OutputError: the file is there and cannot be read, or is not a manifest.
    """
    path = root / manifest_path(environment)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Manifest()
    except NotADirectoryError:
        raise OutputError("this is a file, not a folder to build into", where=_file_of(path)) from None
    except OSError as error:
        raise OutputError(
            f"the record of earlier builds cannot be read: {error.strerror}", where=Source(str(path))
        ) from None
    try:
        value = json.loads(content)
        if value["version"] > _VERSION:
            raise OutputError(
                "a newer grafana-kit built this folder",
                where=Source(str(path)),
                hint="pip install --upgrade grafana-kit",
            )
        return _manifest(value)
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = "restore it from version control; without it build cannot tell its own files from yours"
        raise OutputError(
            "the record of earlier builds cannot be read", where=Source(str(path)), hint=hint
        ) from None


def _manifest(value: Any) -> Manifest:
    files = {
        str(name): tuple(map(str, hashes)) if isinstance(hashes, list) else (str(hashes),)
        for name, hashes in value["files"].items()
    }
    rules, buried = (tuple(map(str, value[key])) for key in ("rules", "tombstones"))
    return Manifest(files, rules, buried, str(value.get("project", "")))


def _file_of(path: Path) -> Source:
    """Return the nearest parent that is there: the file that stands where a folder should."""
    return Source(str(next(parent for parent in path.parents if parent.exists())))
