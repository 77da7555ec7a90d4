"""``--as-is`` writes byte for byte what grafanalib's own generator writes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from grafanalib import core

from grafana_kit.errors import AuthorError
from grafana_kit.loading.grafanalib_files import as_is, load

PROJECTS = Path(__file__).parents[1] / "grafanalib_projects"
SHOP = PROJECTS / "shop"


def _generated(path: Path, output: Path) -> bytes:
    """Return what grafanalib's console script writes for a file, run where the file expects it."""
    kind = path.name.split(".")[1]
    script = Path(sys.executable).parent / f"generate-{'alertgroup' if kind == 'alertgroup' else 'dashboard'}"
    folders = [path.parent, SHOP, SHOP / "monitoring"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    subprocess.run(
        [sys.executable, script, "-o", output, path],
        check=True,
        cwd=path.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return output.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "shop/monitoring/checkout.dashboard.py",
        "shop/monitoring/checkout.alertgroup.py",
        "two_teams/alpha/service.dashboard.py",
        "mixed/a_good.dashboard.py",
        "mixed/g_good.dashboard.py",
    ],
)
def test_same_bytes_as_grafanalibs_generator(name: str, tmp_path: Path) -> None:
    """What grafanalib's console script writes, grafana-kit writes, to the last byte."""
    loaded, errors = load([PROJECTS / name], as_is=True)
    assert errors == []
    assert loaded[0].as_is == _generated(PROJECTS / name, tmp_path / "out.json")


def test_same_bytes_for_every_example_of_values(tmp_path: Path) -> None:
    """Text beyond ASCII, keys that are numbers and nested objects are written as grafanalib writes them."""
    path = tmp_path / "f.dashboard.py"
    path.write_text(
        "from grafanalib.core import *\n"
        "dashboard = Dashboard(title='☃ \\u2028', panels=[Graph(aliasColors={10: RED, 9: 'x'}),"
        " PieChart(), Table(), ePict(boxes=[ePictBox(customSymbol='a')])])\n"
    )
    loaded, errors = load([path], as_is=True)
    assert errors == []
    assert loaded[0].as_is == _generated(path, tmp_path / "out.json")


def test_as_is_is_only_made_when_asked_for() -> None:
    """Without the wish for it nothing is encoded."""
    assert load([PROJECTS / "mixed/a_good.dashboard.py"])[0][0].as_is is None


def test_json_of_a_dict() -> None:
    """JSON that was given as it is, is written in the same form."""
    assert as_is({"b": 1, "a": [None]}) == b'{\n  "a": [\n    null\n  ],\n  "b": 1\n}\n'


def test_infinity_is_refused(tmp_path: Path) -> None:
    """Infinity, which grafanalib writes and no reader of JSON takes, is an error."""
    axis = core.YAxis(max=float("inf"))
    with pytest.raises(AuthorError, match="not JSON compliant"):
        as_is(core.Dashboard(title="t", panels=[core.Graph(yAxes=core.YAxes(left=axis))]))


def test_prints_while_writing_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """What grafanalib prints while it writes never mixes with the result."""
    as_is(core.Dashboard(title="t", panels=[core.PieChart()]))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "deprecated" in printed.err
