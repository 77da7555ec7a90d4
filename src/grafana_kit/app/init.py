"""Write a small working project to start from."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from attrs import field, frozen

from grafana_kit.errors import InputError, OutputError
from grafana_kit.model.source import Source

if TYPE_CHECKING:
    from pathlib import Path

PROJECT_FILE = "grafana-kit.yaml"

# file of the project → its template; Python files are text here, so that no tool takes them for ours
_TEMPLATES = {
    PROJECT_FILE: "grafana-kit.yaml",
    "dashboards/prometheus.py": "dashboard.py.txt",
    "alerts/prometheus.py": "alerts.py.txt",
    "metrics/prometheus.py": "metrics.py.txt",
    ".github/workflows/monitoring.yml": "monitoring.yml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
}
_PLACEHOLDER = "PROJECT"


@frozen
class Initialised:
    """What was done; paths are below the project's folder.

    Attributes:
        left: files that were there and are as they were.
    """

    written: list[str] = field(factory=list)
    left: list[str] = field(factory=list)


def init(folder: Path) -> Initialised:
    """Write the project's files into a folder; those that are there already are left as they are.

    Raises:
        InputError: the folder holds a project.
        OutputError: a file cannot be written.
    """
    if (folder / PROJECT_FILE).exists():
        raise InputError(
            "there is a project already",
            where=Source(str(folder.absolute() / PROJECT_FILE)),
            hint="build it: grafana-kit build",
        )
    done = Initialised()
    name = project_name(folder)
    for path, template in _TEMPLATES.items():
        text = (files("grafana_kit") / "templates" / "project" / template).read_text(encoding="utf-8")
        (done.written if _write(folder / path, text.replace(_PLACEHOLDER, name)) else done.left).append(path)
    return done


def project_name(folder: Path) -> str:
    """Return a name for the project in a folder: the folder's, as far as it can be one."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.absolute().resolve().name).strip("-_.")
    return name or "monitoring"


def _write(path: Path, text: str) -> bool:
    """Write a new file; return whether there was none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        if path.parent.is_dir():
            return False
        place = Source(str(path.parent.absolute()))
        raise OutputError("a file stands where a folder is to be", where=place, hint="move it away") from None
    except OSError as error:
        raise OutputError(
            f"the project cannot be written: {error.strerror}", where=Source(str(path.absolute()))
        ) from None
    return True
