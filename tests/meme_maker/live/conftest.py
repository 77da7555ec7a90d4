"""One live stack for the whole run; rules and dashboards are those that the project builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.meme_maker.boards import Board, built
from tests.meme_maker.live.stack import Stack, live_stack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES_OF = "dev"  # the environments' rules differ in thresholds alone, and record the same series


@pytest.fixture(scope="session")
def infra(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the project is built."""
    return tmp_path_factory.mktemp("infra")


@pytest.fixture(scope="session")
def boards(infra: Path) -> list[Board]:
    """Every dashboard of every environment."""
    return built(infra)


@pytest.fixture(scope="session")
def rule_files(infra: Path, boards: list[Board]) -> list[Path]:
    """The rule files of one environment."""
    return sorted((infra / "prometheus" / RULES_OF / "rules").glob("*.yml"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, rule_files: list[Path]) -> Iterator[Stack]:
    """Everything, running."""
    with live_stack(tmp_path_factory.mktemp("live"), rule_files) as running:
        yield running
