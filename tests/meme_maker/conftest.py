"""The project's own folders are importable, as they are to its definitions; built once per test process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from tests.meme_maker.built import Built


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The rule files of all environments, as ``grafana-kit build`` writes them."""
    from tests.meme_maker.built import build_all  # noqa: PLC0415 - needs the path from above

    return build_all(ROOT, tmp_path_factory.mktemp("infra"))
