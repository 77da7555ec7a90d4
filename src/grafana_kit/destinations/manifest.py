"""What earlier builds wrote into an output folder, kept in the folder itself and committed with it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from attrs import field, frozen

from grafana_kit.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".grafana-kit"
"""Below the output folder; Grafana and Prometheus do not read folders that begin with a dot."""


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
    """

    files: dict[str, tuple[str, ...]] = field(factory=dict)
    rules: tuple[str, ...] = ()
    tombstones: tuple[str, ...] = ()

    def content(self) -> bytes:
        """Return the manifest's own file."""
        files = {
            path: list(hashes) if len(hashes) > 1 else hashes[0]
            for path, hashes in sorted(self.files.items())
        }
        value = {
            "files": files,
            "rules": sorted(self.rules),
            "tombstones": sorted(self.tombstones),
            "version": 1,
        }
        return (json.dumps(value, indent=1) + "\n").encode()


def manifest_path(environment: str) -> str:
    """Return the place of an environment's manifest below the output folder."""
    return f"{FOLDER}/{environment}.json"


def read(root: Path, environment: str) -> Manifest:
    """Return the manifest of an environment; an empty one if nothing was built yet.

    Raises:
        OutputError: the file is there and is not a manifest.
    """
    path = root / manifest_path(environment)
    try:
        value = json.loads(path.read_bytes())
        files = {
            name: tuple(hashes) if isinstance(hashes, list) else (str(hashes),)
            for name, hashes in value["files"].items()
        }
        return Manifest(files, tuple(value["rules"]), tuple(value["tombstones"]))
    except FileNotFoundError:
        return Manifest()
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = "restore it from version control; without it build cannot tell its own files from yours"
        raise OutputError("the record of earlier builds cannot be read", where=str(path), hint=hint) from None
