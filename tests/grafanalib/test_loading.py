"""Projects of grafanalib load as they are, however they are laid out; broken files do not stop others."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from grafanalib import core

from grafana_kit.errors import AuthorError, InputError
from grafana_kit.loading.grafanalib_files import Loaded, load

if TYPE_CHECKING:
    from grafana_kit.errors import KitError

PROJECTS = Path(__file__).parents[1] / "grafanalib_projects"
DASHBOARD = "from grafanalib.core import Dashboard\n"


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def _titles(loaded: list[Loaded]) -> list[str]:
    return [each.document["title"] for each in loaded]


def _only(errors: list[KitError]) -> KitError:
    assert len(errors) == 1, errors
    return errors[0]


def test_whole_project_with_helpers_above_and_beside(capsys: pytest.CaptureFixture[str]) -> None:
    """Imports from the project's root and from beside the file work; prints do not reach the output."""
    loaded, errors = load([PROJECTS / "shop"])
    assert errors == []
    assert [(each.stem, each.kind) for each in loaded] == [
        ("checkout", "alertgroup"),
        ("checkout", "dashboard"),
        ("payments", "dashboard"),
    ]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "generating the checkout dashboard" in printed.err


def test_subclass_of_grafanalib() -> None:
    """A dashboard class of the author's own writes its own JSON."""
    loaded, _ = load([PROJECTS / "shop/monitoring/checkout.dashboard.py"])
    assert loaded[0].document["tags"] == ["generated", "team:shop"]
    assert isinstance(loaded[0].object, core.Dashboard)


@pytest.mark.parametrize("folder", [".", "shop", "shop/monitoring", "/"])
def test_relative_file_reads_work_from_anywhere(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read relative to the module, and relative to the folder the module expects to be run in."""
    monkeypatch.chdir(PROJECTS / folder)
    loaded, errors = load([PROJECTS / "shop"])
    assert errors == []
    texts = [str(each.document) for each in loaded if each.kind == "dashboard"]
    assert "sum(rate(checkout_errors_total[5m]))" in texts[0]
    assert "sum(rate(payments_total[5m])) by (provider)" in texts[1]
    assert Path.cwd() == PROJECTS / folder


def test_files_read_while_writing_json(tmp_path: Path) -> None:
    """A panel that reads its file when it is written finds it in the module's folder too."""
    text = (
        "from grafanalib.core import Dashboard, Svg\n"
        "dashboard = Dashboard(title='T', panels=[Svg(title='s', svgFilePath='art/a.svg')])\n"
    )
    _write(tmp_path, {"pyproject.toml": "", "art/a.svg": "<svg/>", "x/y/f.dashboard.py": text})
    loaded, errors = load([tmp_path], as_is=True)
    assert errors == []
    assert loaded[0].document["panels"][0]["svg_data"] == "<svg/>"
    assert loaded[0].as_is is not None


def test_missing_file_is_told_with_the_line(tmp_path: Path) -> None:
    """A file that is nowhere is an error at the line that reads it."""
    _write(tmp_path, {"f.dashboard.py": "\nopen('nowhere.txt')"})
    error = _only(load([tmp_path])[1])
    assert error.where == f"{tmp_path / 'f.dashboard.py'}:2"
    assert "Path(__file__)" in error.hint


def test_working_directory_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the caller stands comes first, as it does for grafanalib's own generator."""
    text = DASHBOARD + "with open('name.txt') as f: dashboard = Dashboard(title=f.read())"
    _write(tmp_path, {"here/name.txt": "here", "there/name.txt": "there", "there/f.dashboard.py": text})
    monkeypatch.chdir(tmp_path / "here")
    assert _titles(load([tmp_path / "there"])[0]) == ["here"]


def test_two_folders_with_one_helper_name() -> None:
    """Two folders that each have a common.py see their own."""
    loaded, errors = load([PROJECTS / "two_teams"])
    assert (errors, _titles(loaded)) == ([], ["alpha", "beta"])


@pytest.mark.parametrize("variable", ["board", "overview_dashboard"])
def test_other_file_names_and_variables(variable: str) -> None:
    """A named file is read by a named variable, an object or a callable; its dataclasses work."""
    loaded, errors = load([PROJECTS / "scripts/overview.py"], variable=variable)
    assert (errors, _titles(loaded)) == ([], ["Overview"])
    assert loaded[0].stem == "overview"
    assert loaded[0].source.path == str(PROJECTS / "scripts/overview.py")


def test_folder_with_a_named_variable() -> None:
    """In a folder, every file that defines the variable is read, and a file that imports it is not."""
    loaded, errors = load([PROJECTS / "scripts"], variable="board")
    assert errors == []
    assert [each.stem for each in loaded] == ["many-1", "many-2", "many-3", "overview"]
    assert _titles(loaded) == ["eu", "us", "json", "Overview"]


def test_named_variable_beside_grafanalibs_own(tmp_path: Path) -> None:
    """A file with grafanalib's suffix that lacks the named variable is read by its own."""
    _write(
        tmp_path,
        {
            "a.dashboard.py": DASHBOARD + "dashboard = Dashboard(title='own')",
            "b.dashboard.py": DASHBOARD + "main = Dashboard(title='named')\ndashboard = None",
            "c.py": "if True:\n    main, other = {'title': 'if', 'panels': []}, 1",
            "d.py": "def main(): return {'title': 'def', 'panels': []}",
            "e.py": "from d import main\nprint('main')\nx = {'main': 1}\n",
        },
    )
    loaded, errors = load([tmp_path], variable="main")
    assert (errors, _titles(loaded)) == ([], ["own", "named", "if", "def"])


def test_file_that_does_not_parse_is_not_passed_over(tmp_path: Path) -> None:
    """A file that defines the variable and does not parse is reported, a broken helper is not."""
    _write(tmp_path, {"a.py": "board = Dashboard(\n", "b.py": "def broken(:\n  board\n"})
    error = _only(load([tmp_path], variable="board")[1])
    assert error.where.startswith(str(tmp_path / "a.py"))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("dashboard = Dashboard(title='a')", ["a"]),
        ("dashboard = lambda: Dashboard(title='b')", ["b"]),
        ("dashboard = [Dashboard(title='c'), lambda: Dashboard(title='d')]", ["c", "d"]),
        ("dashboard = (Dashboard(title='e'),)", ["e"]),
        ("dashboard = {'title': 'f', 'panels': []}", ["f"]),
        ("dashboard = {'dashboard': {'title': 'g', 'rows': []}, 'overwrite': True}", ["g"]),
        ("dashboard = {'title': 'h', 'schemaVersion': 12, 'panels': [{'map': {1: 2}}]}", ["h"]),
        ("def dashboard(title='i'): return Dashboard(title=title)", ["i"]),
        ("def dashboard():\n    yield Dashboard(title='j')\n    yield Dashboard(title='k')", ["j", "k"]),
        ("class dashboard(Dashboard):\n    def __init__(self): super().__init__(title='l')", ["l"]),
        ("from functools import partial\ndashboard = partial(Dashboard, title='m')", ["m"]),
    ],
)
def test_what_a_variable_may_hold(tmp_path: Path, text: str, titles: list[str]) -> None:
    """An object, a callable, JSON, or a list of these."""
    _write(tmp_path, {"f.dashboard.py": DASHBOARD + text})
    loaded, errors = load([tmp_path], as_is=True)
    assert (errors, _titles(loaded)) == ([], titles)


def test_keys_that_are_no_text_become_text_as_json_has_it(tmp_path: Path) -> None:
    """Numbers, true, false and null as keys are written as json.dumps writes them."""
    text = "dashboard = {'title': 't', 'panels': [{3: 'a', 2.5: 'b', True: 'c', None: 'd'}]}"
    _write(tmp_path, {"f.dashboard.py": text})
    loaded, _ = load([tmp_path])
    assert loaded[0].document["panels"][0] == {"3": "a", "2.5": "b", "true": "c", "null": "d"}


def test_broken_files_among_good_ones() -> None:
    """Every broken file is told with its place; the good ones are still loaded."""
    loaded, errors = load([PROJECTS / "mixed"])
    assert [each.stem for each in loaded] == ["a_good", "g_good"]
    told = {Path(error.where.partition(":")[0]).name.partition(".")[0]: error for error in errors}
    assert list(told) == ["b_raises", "c_syntax", "d_nameless", "e_unwritable", "f_infinite", "h_none"]
    assert told["b_raises"].where.endswith("b_raises.dashboard.py:3")
    assert told["b_raises"].summary.startswith("TypeError: 'value' must be <class 'float'>")
    assert "Attribute(" not in str(told["b_raises"])
    assert told["c_syntax"].summary.startswith("syntax error: ")
    assert "$" not in told["e_unwritable"].summary
    assert "panels[0] is of type Panel" in told["e_unwritable"].summary
    assert "yaxes[0].max is inf" in told["f_infinite"].summary
    assert told["h_none"].summary.startswith("dashboard is of type NoneType")
    assert all(isinstance(error, AuthorError) for error in errors)


def test_missing_variable_lists_what_looks_like_one() -> None:
    """The error names the variables that could be meant, and the option that names one."""
    error = _only(load([PROJECTS / "mixed/d_nameless.dashboard.py"])[1])
    assert error.details == ("variables that look like dashboards: main, spare, make_dashboard",)
    assert error.hint == "name the one to build: --variable main"
    assert "no variable dashboard" in error.summary


def test_missing_named_variable(tmp_path: Path) -> None:
    """Where nothing looks like a dashboard, the names that were looked for are said."""
    path = _write(tmp_path, {"f.py": "row = 1\nclass Dash: pass\ndef dash(x): pass\n"}) / "f.py"
    assert _only(load([path], variable="board")[1]).summary.endswith("no variable board")
    assert _only(load([path])[1]).summary.endswith("no variable dashboard or alertgroup")


def test_panels_beside_rows_are_kept() -> None:
    """Panels of a dashboard that has rows too, which grafanalib drops, are read."""
    loaded, _ = load([PROJECTS / "mixed/g_good.dashboard.py"], as_is=True)
    assert [panel["title"] for panel in loaded[0].document["panels"]] == ["panel"]
    assert loaded[0].document["rows"][0]["panels"][0]["title"] == "row"
    assert b'"panel"' not in (loaded[0].as_is or b"")


def test_alert_names_its_panel() -> None:
    """Dashboard and panel of an alert, which grafanalib leaves out, are in the document."""
    loaded, _ = load([PROJECTS / "shop/monitoring/checkout.alertgroup.py"])
    rule = loaded[0].document["groups"][0]["rules"][0]
    assert (rule["dashboardUid"], rule["panelId"]) == ("checkout", 1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{'apiVersion': 'v1', 'kind': 'Dashboard', 'spec': {}}", "Kubernetes-style"),
        ("{'elements': {}, 'layout': {}}", "schema v2"),
        ("{'a': 1}", "of type dict"),
        ("'text'", "of type str"),
    ],
)
def test_value_that_is_no_dashboard(tmp_path: Path, value: str, words: str) -> None:
    """A value of another kind is refused with what it is."""
    _write(tmp_path, {"f.dashboard.py": f"dashboard = {value}"})
    assert words in _only(load([tmp_path])[1]).summary


def test_rows_and_panels_are_no_dashboards(tmp_path: Path) -> None:
    """A row holds panels and has a title as a dashboard does, and is none."""
    text = "from grafanalib.core import RowPanel, Row\nrow, old = RowPanel(title='r'), Row(title='o')"
    path = _write(tmp_path, {"f.py": text}) / "f.py"
    assert _only(load([path])[1]).details == ()
    assert "RowPanel" in _only(load([path], variable="row")[1]).summary


def test_unwritable_as_is(tmp_path: Path) -> None:
    """An object whose JSON fails only in grafanalib's encoder is an error with the file."""
    text = "class D:\n    def to_json_data(self): return {'title': 't', 'panels': [], 1: 2}\ndashboard = D()"
    _write(tmp_path, {"f.dashboard.py": text})
    error = _only(load([tmp_path], as_is=True)[1])
    assert error.where == str(tmp_path / "f.dashboard.py")
    assert "not supported between" in error.summary


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    """A path that does not exist, or a folder without a dashboard, is an error of its own."""
    _write(
        tmp_path, {"empty/helper.py": "", "full/a.dashboard.py": DASHBOARD + "dashboard=Dashboard(title='a')"}
    )
    loaded, errors = load([tmp_path / "none", tmp_path / "empty", tmp_path / "full"])
    assert _titles(loaded) == ["a"]
    assert all(isinstance(error, InputError) for error in errors)
    assert [str(tmp_path / name) in str(error) for name, error in zip(("none", "empty"), errors, strict=True)]
    assert "--variable" in errors[1].hint
    assert "defines board" in _only(load([tmp_path / "empty"], variable="board")[1]).summary


def test_same_file_twice(tmp_path: Path) -> None:
    """A file that is given by itself and within its folder is loaded once."""
    _write(tmp_path, {"a.dashboard.py": DASHBOARD + "dashboard=Dashboard(title='a')"})
    assert len(load([tmp_path, tmp_path / "a.dashboard.py", tmp_path / "." / "a.dashboard.py"])[0]) == 1


def test_folders_that_are_not_searched(tmp_path: Path) -> None:
    """Hidden folders, virtual environments and installed packages are passed over."""
    text = DASHBOARD + "dashboard=Dashboard(title='a')"
    names = (".git", "venv", "node_modules", "__pycache__", "good")
    _write(tmp_path, {f"{name}/a.dashboard.py": text for name in names} | {"venv/pyvenv.cfg": ""})
    assert [Path(each.source.path).parent.name for each in load([tmp_path])[0]] == ["good"]


def test_helpers_above_without_a_project_root(tmp_path: Path) -> None:
    """The given folder is searched for helpers, and so are folders above it while they hold Python files."""
    _write(
        tmp_path,
        {
            "top/helper_top.py": "",
            "top/given/helper_given.py": "",
            "top/given/bare/deep/a.dashboard.py": DASHBOARD
            + "import helper_given\ndashboard=Dashboard(title='a')",
            "top/near/b.dashboard.py": DASHBOARD + "import helper_top\ndashboard=Dashboard(title='b')",
        },
    )
    assert _titles(load([tmp_path / "top/given"])[0]) == ["a"]
    assert _titles(load([tmp_path / "top/near"])[0]) == ["b"]
    assert "helper_given" in _only(load([tmp_path / "top/given/bare/deep"])[1]).summary


def test_version_control_root_is_searched_above_a_package_root(tmp_path: Path) -> None:
    """In a repository of several packages, imports from the repository's root work."""
    _write(
        tmp_path,
        {
            ".git/HEAD": "",
            "one/pyproject.toml": "",
            "two/shared.py": "X = 'shared'",
            "one/a.dashboard.py": DASHBOARD + "from two.shared import X\ndashboard=Dashboard(title=X)",
        },
    )
    assert _titles(load([tmp_path / "one"])[0]) == ["shared"]


def test_nothing_is_left_behind() -> None:
    """After loading, the process is as it was: modules, import path, folders."""
    load([PROJECTS])  # lets grafanalib's own modules in
    modules, path = set(sys.modules), list(sys.path)
    load([PROJECTS])
    assert (set(sys.modules), sys.path) == (modules, path)
    assert not [name for name, folders, _ in os.walk(PROJECTS) if "__pycache__" in folders]
