"""Meme Maker's rule files as the build writes them, read back for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from attrs import frozen

from grafana_kit.app.build import build
from grafana_kit.loading.project import load_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grafana_kit.model.environment import Environment, Project

ENVIRONMENTS = ("dev", "staging", "prod")


@frozen
class Built:
    """A project and the folder into which it was built."""

    project: Project
    output: Path

    def environment(self, name: str) -> Environment:
        """Return an environment of the project."""
        return self.project.environments[name]

    def rule_files(self, name: str) -> list[Path]:
        """Return the rule files of an environment."""
        return sorted((self.output / "prometheus" / name / "rules").glob("*.yml"))

    def files_with(self, name: str, alert: str) -> list[Path]:
        """Return the file that holds an alert, and the one with the series that alerts read."""
        wanted = f"alert: {alert}{self.environment(name).alert_suffix}\n"
        return [
            file
            for file in self.rule_files(name)
            if wanted in file.read_text() or file.stem.endswith("_recording")
        ]

    def groups(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rule groups of an environment, as Prometheus reads them."""
        for file in self.rule_files(name):
            yield from yaml.safe_load(file.read_text())["groups"]

    def rules(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield all rules of an environment."""
        for group in self.groups(name):
            yield from group["rules"]

    def alerts(self, name: str) -> Mapping[str, dict[str, Any]]:
        """Return an environment's alerts by their names without the suffix."""
        suffix = self.environment(name).alert_suffix
        return {rule["alert"].removesuffix(suffix): rule for rule in self.rules(name) if "alert" in rule}


def build_all(root: Path, output: Path) -> Built:
    """Build every environment of the project at ``root`` into ``output``."""
    project = load_project(root)
    build(project, list(project.environments.values()), output)
    return Built(project, output)
