"""Prometheus's own tool takes every rule file of the golden projects."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.author.projects import PROJECTS, built_files
from tests.servers import require

FILES = [
    pytest.param(content, id=f"{case}/{path}")
    for case in PROJECTS
    for path, content in built_files(case).items()
    if path.startswith("prometheus/")
]


@pytest.mark.servers
@pytest.mark.parametrize("content", FILES)
def test_rule_files_are_taken_by_prometheus(content: bytes, tmp_path: Path) -> None:
    """Names, labels, templates, durations and expressions."""
    file = tmp_path / "rules.yml"
    file.write_bytes(content)
    result = subprocess.run(
        [require("promtool"), "check", "rules", "--lint=all", "--lint-fatal", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "SUCCESS" in result.stdout
