"""The golden projects, built once per test process."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from grafana_kit.app.build import bundles
from grafana_kit.loading.project import load_project
from grafana_kit.render.provisioning import files

if TYPE_CHECKING:
    from grafana_kit.model.resource import Bundle

GOLDEN = Path(__file__).parents[1] / "golden"
PROJECTS = tuple(sorted(path.parent.name for path in GOLDEN.glob("*/grafana-kit.yaml")))


@functools.cache
def built(case: str) -> tuple[Bundle, ...]:
    """Return what a golden project renders, one bundle per environment."""
    project = load_project(file=GOLDEN / case / "grafana-kit.yaml")
    return tuple(bundles(project, list(project.environments.values())))


def built_files(case: str) -> dict[str, bytes]:
    """Return the files of a golden project, path → bytes."""
    return {one.path: one.content for bundle in built(case) for one in files(bundle, ("gone-rule",))}
