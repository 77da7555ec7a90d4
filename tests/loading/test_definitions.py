"""What the loader finds in a project's modules: every definition once, and every error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grafana_kit.errors import KitError
from grafana_kit.loading.definitions import Definitions, load
from grafana_kit.loading.project import load_project

BOARD = """
from grafana_kit import Environment, Rows, dashboard, panels, row

@dashboard("{title}", uid="{uid}", folder="Shop")
def {uid}(env: Environment) -> Rows:
    yield row("Now", panels.stat("Up", "up"))
"""
RULES = """
from grafana_kit import Alert, Environment, Rules, rule_group

@rule_group("{name}", folder="Shop", every="1m")
def {name}(env: Environment) -> Rules:
    yield Alert("Down", when="up == 0", severity="critical", summary="down", description="It is down.")
"""
FACTORY = """
from grafana_kit import dashboard, panels, row

def board(team):
    @dashboard(f"Of {team}", uid=team, folder="Shop")
    def made(env):
        yield row("Now", panels.stat("Up", "up"))
    return made
"""

Load = Callable[[dict[str, str]], Definitions]


def write(root: Path, files: dict[str, str]) -> Path:
    """Write a project; without a project file of its own it has the environments dev and prod."""
    files = {"grafana-kit.yaml": "project: shop\nenvironments: {dev: {}, prod: {}}\n", **files}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def load_from(root: Path) -> Definitions:
    """Load the project in a folder for all its environments."""
    project = load_project(root)
    return load(project, list(project.environments.values()))


@pytest.fixture(name="load")
def fixture_load(tmp_path: Path) -> Load:
    """Write a project and load it."""
    return lambda files: load_from(write(tmp_path, files))


def uids(found: Definitions) -> list[str]:
    """Return the dashboards of the first environment; nothing went wrong."""
    assert found.errors == []
    return [board.definition.uid for board in found.evaluated[0].boards]


def board(uid: str) -> str:
    """Return a module with one dashboard."""
    return BOARD.format(title=uid.title(), uid=uid)


def test_every_module_of_every_folder_is_read(load: Load) -> None:
    """Sub-folders too, in the order of their paths, whatever the order on the disk."""
    found = load(
        {
            "dashboards/z.py": board("z"),
            "dashboards/a.py": board("a"),
            "dashboards/team/m.py": board("m"),
            "alerts/rules.py": RULES.format(name="rules"),
        }
    )
    assert uids(found) == ["a", "m", "z"]
    assert [group.definition.name for group in found.evaluated[0].groups] == ["rules"]
    assert found.count == 4
    assert [one.environment.name for one in found.evaluated] == ["dev", "prod"]
    assert [file.name for file in found.files] == ["a.py", "m.py", "z.py", "rules.py"]


def test_modules_that_import_each_others_dashboards_define_them_once(load: Load) -> None:
    """By name, as a module, all of it, and from the other source folder."""
    found = load(
        {
            "dashboards/a.py": board("a") + "\nimport dashboards.b\n",
            "dashboards/b.py": board("b") + "\nimport dashboards.a as other\n",
            "dashboards/c.py": "from dashboards.a import *\nfrom dashboards.b import b as again\nboth = [a, again]\n",
            "alerts/d.py": "from dashboards.a import a\nfrom dashboards.c import both\n",
        }
    )
    assert uids(found) == ["a", "b"]
    assert found.count == 2


def test_an_importing_module_gets_the_same_object(load: Load) -> None:
    """Whatever is read first, `is` holds between modules."""
    found = load(
        {
            "dashboards/b.py": board("b"),
            "alerts/a.py": "import sys\nfrom dashboards.b import b\nassert b is sys.modules['dashboards.b'].b\n",
        }
    )
    assert uids(found) == ["b"]


@pytest.mark.parametrize(
    "collection",
    [
        "boards = [board(team) for team in ('one', 'two')]",
        "boards = {team: board(team) for team in ('one', 'two')}",
        "boards = tuple(map(board, ('one', 'two')))",
        "boards = {'eu': [board('one')], 'us': {'east': (board('two'),)}}",
        "boards = [board('one'), board('two')]\nagain = boards\nfirst = boards[0]\nboards.append(boards)",
        "for team in ('one', 'two'):\n    globals()[team] = board(team)",
    ],
)
def test_definitions_in_collections(load: Load, collection: str) -> None:
    """Made in a loop by a helper that is no definition itself, each is found, once."""
    found = load({"helpers.py": FACTORY, "dashboards/a.py": f"from helpers import board\n{collection}\n"})
    assert sorted(uids(found)) == ["one", "two"]


def test_a_factory_beside_the_definitions(load: Load) -> None:
    """A helper module in the source folder is read too, and defines nothing."""
    found = load(
        {
            "dashboards/_make.py": FACTORY,
            "dashboards/a.py": "from dashboards._make import board\nx = board('x')",
        }
    )
    assert uids(found) == ["x"]


def test_what_another_project_defines_is_not_ours(load: Load) -> None:
    """A dashboard that was imported from a library is there to be linked to, not built."""
    found = load(
        {"library.py": board("theirs"), "dashboards/a.py": board("ours") + "\nfrom library import theirs\n"}
    )
    assert uids(found) == ["ours"]


@pytest.mark.parametrize(
    "name",
    ["my-board.py", "2024.py", "a.b.py", "class.py", "__init__.py", "team/__init__.py", "my-team/a.py"],
)
def test_names_that_are_no_identifiers(load: Load, name: str) -> None:
    """A file may be called anything that ends in .py."""
    assert uids(load({f"dashboards/{name}": board("x")})) == ["x"]


def test_names_that_look_alike_after_import(load: Load) -> None:
    """a.b.py beside a/b.py, a.py beside a/__init__.py, a_b.py beside a-b.py: all are read."""
    names = ["a.b.py", "a/b.py", "a.py", "a/__init__.py", "a_b.py", "a-b.py"]
    found = load({f"dashboards/{name}": board(f"x{index}") for index, name in enumerate(names)})
    assert sorted(uids(found)) == [f"x{index}" for index in range(len(names))]


def test_relative_imports(load: Load) -> None:
    """From the package and from a sub-package, also in a file whose name is no identifier."""
    found = load(
        {
            "dashboards/common.py": FACTORY,
            "dashboards/a.py": "from .common import board\na = board('a')",
            "dashboards/b-c.py": "from .common import board\nb = board('b')",
            "dashboards/d.e.py": "from .common import board\nd = board('d')",
            "dashboards/sub/f.py": "from ..common import board\nf = board('f')",
        }
    )
    assert sorted(uids(found)) == ["a", "b", "d", "f"]


@pytest.mark.parametrize("folder", ["code", "json", "yaml", "grafana_kit", "site"])
def test_a_source_folder_named_as_a_module_of_others(load: Load, folder: str) -> None:
    """Python's own and installed modules keep their names; the folder is read all the same."""
    found = load(
        {
            "grafana-kit.yaml": f"project: p\nsources: [{folder}]\nenvironments: {{dev: {{}}}}\n",
            f"{folder}/a.py": board("a") + f"\nimport {folder} as theirs\n",
        }
    )
    assert uids(found) == ["a"]


def test_hidden_files_and_caches_are_left_out(load: Load) -> None:
    """What an editor or a checkpoint leaves behind is not read; neither is a folder called x.py."""
    found = load(
        {
            "dashboards/a.py": board("a"),
            "dashboards/.a.py": "1/0",
            "dashboards/.ipynb_checkpoints/a.py": "1/0",
            "dashboards/__pycache__/b.py": "1/0",
            "dashboards/folder.py/readme.txt": "text",
            "dashboards/c.dashboard.py": "1/0",
            "dashboards/notes.txt": "1/0",
        }
    )
    assert uids(found) == ["a"]


def test_a_file_read_by_a_module(load: Load) -> None:
    """Beside the module, named by its __file__."""
    found = load(
        {
            "dashboards/teams.txt": "red blue",
            "helpers.py": FACTORY,
            "dashboards/a.py": "from pathlib import Path\nfrom helpers import board\n"
            "boards = [board(t) for t in Path(__file__).with_name('teams.txt').read_text().split()]\n",
        }
    )
    assert sorted(uids(found)) == ["blue", "red"]


def test_environments_of_a_definition(load: Load) -> None:
    """It is evaluated for those it names, by name, and for no other."""
    only_prod = board("prod").replace('folder="Shop"', 'folder="Shop", environments=["prod"]')
    only_prod = only_prod.replace("    yield", "    assert env.name == 'prod'\n    yield")
    nowhere = board("nowhere").replace('folder="Shop"', 'folder="Shop", environments=()')
    found = load({"dashboards/a.py": board("everywhere") + only_prod + nowhere})
    assert found.errors == []
    assert [[board.definition.uid for board in one.boards] for one in found.evaluated] == [
        ["everywhere"],
        ["everywhere", "prod"],
    ]


def test_two_projects_in_one_process_do_not_see_each_other(tmp_path: Path) -> None:
    """Each has its own common.py, helpers and metrics, in whatever order they are loaded."""
    for name in ("one", "two"):
        write(
            tmp_path / name,
            {
                "common.py": f"UID = {name!r}",
                "metrics/shop.py": f"from grafana_kit.metrics import Gauge\nup = Gauge('up_{name}')\n",
                "dashboards/a.py": "from common import UID\nfrom metrics import shop\n"
                "from grafana_kit import dashboard, panels, row\n"
                "@dashboard(UID, uid=UID, folder='F')\n"
                "def a(env):\n    yield row('R', panels.stat('Up', shop.up))\n",
            },
        )
    import metrics.worker  # noqa: PLC0415 - a folder of that name was imported before, as by a project's own tests

    path, modules = list(sys.path), set(sys.modules)
    for name in ("one", "two", "one"):
        found = load_from(tmp_path / name)
        assert uids(found) == [name]
        row: Any = found.evaluated[0].boards[0].rows[0]
        assert row.panels[0].targets[0].query.name == f"up_{name}"
    assert sys.path == path
    assert not {"common", "metrics", "metrics.shop", "dashboards.a"} & (set(sys.modules) - modules)
    assert sys.modules["metrics"].worker is metrics.worker


def test_a_file_in_two_source_folders_is_defined_once(load: Load) -> None:
    """Where one folder lies in the other."""
    found = load(
        {
            "grafana-kit.yaml": "project: p\nsources: [boards, boards/team]\nenvironments: {dev: {}}\n",
            "boards/team/a.py": board("a"),
        }
    )
    assert uids(found) == ["a"]
    assert found.count == 1


@pytest.mark.parametrize(
    ("callable_", "rows"),
    [
        ("functools.partial(rows, 'Up')", 1),
        ("Maker('Up')", 1),
        ("Maker('Up').make", 1),
        ("lambda env: [row('Now', panels.stat('Up', 'up'))] * 2", 2),
    ],
)
def test_any_callable_makes_a_dashboard(load: Load, callable_: str, rows: int) -> None:
    """A partial, an object, a method, a lambda."""
    text = f"""
import functools
from grafana_kit import dashboard, panels, row

def rows(title, env):
    return [row("Now", panels.stat(title, "up"))]

class Maker:
    def __init__(self, title):
        self.title = title
    def make(self, env):
        return rows(self.title, env)
    __call__ = make

board = dashboard("Board", uid="board", folder="F")({callable_})
"""
    found = load({"dashboards/a.py": text})
    assert uids(found) == ["board"]
    assert len(found.evaluated[0].boards[0].rows) == rows


def places(errors: list[KitError], root: Path) -> list[str]:
    """Return the places of errors relative to a project, sorted."""
    return sorted(error.where.replace(f"{root}/", "") for error in errors)


def test_every_broken_module_is_reported_and_the_others_are_read(load: Load, tmp_path: Path) -> None:
    """Each with the author's own line; what is good is evaluated all the same."""
    found = load(
        {
            "dashboards/a.py": board("good"),
            "dashboards/b.py": "x = 1\n1/0\n",
            "dashboards/c.py": "def broken(:\n",
            "dashboards/d.py": board("bad").replace("    yield", "    {}['key']\n    yield"),
            "dashboards/e.py": "import sys\nsys.exit(1)\n",
            "alerts/f.py": RULES.format(name="rules").replace("    yield Alert", "    yield 5, Alert"),
        }
    )
    assert {error.where for error in found.errors if error.summary == "KeyError: 'key'"} == {
        f"{tmp_path}/dashboards/d.py:6"
    }
    assert places(found.errors, tmp_path) == [
        "alerts/f.py:4",
        "alerts/f.py:4",
        "dashboards/b.py:2",
        "dashboards/c.py:1",
        "dashboards/d.py:6",
        "dashboards/d.py:6",
        "dashboards/e.py:2",
    ]
    assert [board.definition.uid for board in found.evaluated[0].boards] == ["good"]


def test_errors_of_several_kinds_in_one_definition(load: Load, tmp_path: Path) -> None:
    """An author's code may raise our own errors, several at once too."""
    text = board("bad").replace(
        "    yield", "    raise KitErrors([KitError('one'), KitError('two')])\n    yield"
    )
    found = load(
        {
            "dashboards/a.py": "from grafana_kit.errors import KitError, KitErrors\n" + text,
            "dashboards/b.py": "from grafana_kit.errors import KitError, KitErrors\n"
            "raise KitErrors([KitError('three'), KitError('four', where='there')])\n",
        }
    )
    assert [error.summary for error in found.errors] == ["three", "four", "one", "two", "one", "two"]
    assert places(found.errors, tmp_path)[:4] == ["dashboards/a.py:7"] * 4
    assert found.errors[1].where == "there"


def test_an_error_in_one_environment_only(load: Load) -> None:
    """The others are evaluated."""
    text = board("a").replace("    yield", "    assert env.name != 'prod'\n    yield")
    found = load({"dashboards/a.py": text})
    assert len(found.errors) == 1
    assert [len(one.boards) for one in found.evaluated] == [1, 0]


def test_a_package_whose_init_fails(load: Load, tmp_path: Path) -> None:
    """The failing file is named, for it and for the modules in the package."""
    found = load({"dashboards/__init__.py": "1/0\n", "dashboards/a.py": board("a")})
    assert set(places(found.errors, tmp_path)) == {"dashboards/__init__.py:1"}


def test_a_package_whose_init_misses_a_module(load: Load, tmp_path: Path) -> None:
    """The import that fails is the author's line."""
    found = load({"dashboards/__init__.py": "import no_such_module\n", "dashboards/a.py": board("a")})
    assert set(places(found.errors, tmp_path)) == {"dashboards/__init__.py:1"}


def test_interruption_is_no_error_of_the_authors(load: Load) -> None:
    """Ctrl-C while a module runs ends the program."""
    with pytest.raises(KeyboardInterrupt):
        load({"dashboards/a.py": "raise KeyboardInterrupt\n"})


def test_source_folders_that_are_there_by_default_may_be_missing(load: Load) -> None:
    """A project without alerts is one."""
    assert uids(load({"dashboards/a.py": board("a")})) == ["a"]
