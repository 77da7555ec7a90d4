"""Author code runs in an import context of its own, and fails with its own line as the place."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

import pytest

from grafana_kit.errors import AuthorError, InputError, KitErrors
from grafana_kit.loading.isolation import author_code, is_author_file, isolated, run_module


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_two_folders_with_a_common_module(tmp_path: Path) -> None:
    """Each folder's file sees the common.py of its own folder, in one process."""
    values = []
    for name in ("one", "two"):
        folder = _write(tmp_path / name, {"common.py": f"X = {name!r}", "f.py": "from common import X"})
        with isolated(folder):
            values.append(run_module(folder / "f.py", f"f_{name}").X)
        assert "common" not in sys.modules
    assert values == ["one", "two"]


def test_context_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The import path, the modules, the working directory and the folder itself are as they were before."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    _write(
        tmp_path,
        {
            "common.py": "import sys; sys.path.append('/nowhere')",
            "pack/__init__.py": "",
            "pack/a.py": "A = 1",
            "loose/b.py": "B = 2",
            "f.py": "import os, common, pack.a, loose.b, colorsys; os.chdir('/')",
        },
    )
    path, modules, folder = list(sys.path), set(sys.modules), Path.cwd()
    with isolated(tmp_path):
        run_module(tmp_path / "f.py", "f_traceless")
        assert {"common", "pack.a", "loose", "loose.b"} <= set(sys.modules)
    assert sys.path == path
    assert Path.cwd() == folder
    assert {name for name in set(sys.modules) - modules if "colorsys" not in name} == set()
    assert not list(tmp_path.rglob("__pycache__"))


def test_earlier_module_of_the_same_name_is_put_aside(tmp_path: Path) -> None:
    """A module that was imported from elsewhere does not stand in for the author's, and comes back."""
    stranger, child = types.ModuleType("common_x"), types.ModuleType("common_x.child")
    sys.modules.update({"common_x": stranger, "common_x.child": child})
    try:
        _write(tmp_path, {"common_x.py": "X = 1"})
        with isolated(tmp_path):
            assert (
                run_module(_write(tmp_path, {"f.py": "import common_x"}) / "f.py", "f_aside").common_x.X == 1
            )
            assert "common_x.child" not in sys.modules
        assert sys.modules["common_x"] is stranger
        assert sys.modules["common_x.child"] is child
    finally:
        del sys.modules["common_x"], sys.modules["common_x.child"]


def test_nested_context_of_one_project_shares_its_modules(tmp_path: Path) -> None:
    """An inner context of the same folder neither imports again nor forgets what the outer one imported."""
    _write(tmp_path, {"common_n.py": "class C: pass", "f.py": "from common_n import C"})
    with isolated(tmp_path):
        outer = run_module(tmp_path / "f.py", "f_outer").C
        with isolated(tmp_path):
            assert run_module(tmp_path / "f.py", "f_inner").C is outer
        assert sys.modules["common_n"].C is outer
    assert "common_n" not in sys.modules


def test_python_and_grafanalib_are_never_taken_over(tmp_path: Path) -> None:
    """A folder named grafanalib, or a json.py beside the file, does not break the imports of the file."""
    _write(
        tmp_path,
        {
            "grafanalib/helper.py": "",
            "attr/__init__.py": "raise ImportError",
            "json.py": "raise ImportError",
            "f.py": "import json\nfrom grafanalib.core import Dashboard\ntext = json.dumps(1)",
        },
    )
    with isolated(tmp_path):
        assert run_module(tmp_path / "f.py", "f_protected").text == "1"


def test_first_path_wins(tmp_path: Path) -> None:
    """Folders are searched in the given order, the root last."""
    _write(tmp_path, {"inner/who.py": "WHO = 'inner'", "who.py": "WHO = 'root'", "f.py": "import who"})
    with isolated(tmp_path, tmp_path / "inner"):
        assert run_module(tmp_path / "f.py", "f_order").who.WHO == "inner"


def test_prints_go_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an author prints never mixes with a result on standard output."""
    _write(tmp_path, {"f.py": "print('hello')"})
    with isolated(tmp_path):
        run_module(tmp_path / "f.py", "f_print")
    assert capsys.readouterr() == ("", "hello\n")


def test_dataclass_with_postponed_annotations(tmp_path: Path) -> None:
    """The module is registered while it runs, as dataclasses need it."""
    text = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n\n"
        "@dataclass\nclass D:\n    a: int = 1\n"
    )
    _write(tmp_path, {"f.py": text})
    with isolated(tmp_path):
        assert run_module(tmp_path / "f.py", "f_data").D().a == 1


def test_venv_inside_the_project_keeps_its_modules(tmp_path: Path) -> None:
    """Installed packages are not the author's, even when their folder lies in the project."""
    _write(
        tmp_path,
        {"venv/lib/site-packages/installed_x.py": "", "f.py": "import installed_x"},
    )
    try:
        with isolated(tmp_path, tmp_path / "venv/lib/site-packages"):
            run_module(tmp_path / "f.py", "f_venv")
        assert "installed_x" in sys.modules
    finally:
        sys.modules.pop("installed_x", None)


def test_deleted_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory that no longer exists does not stop the author's code."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    _write(tmp_path, {"f.py": "X = 1"})
    with isolated(tmp_path):
        assert run_module(tmp_path / "f.py", "f_gone").X == 1


@pytest.mark.parametrize(
    ("text", "line", "summary", "hint"),
    [
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError: division by zero", ""),
        ("def f(:\n", 1, "syntax error: ", ""),
        ("raise SystemExit(3)", 1, "the module ended the program (exit 3)", ""),
        (
            "\nimport no_such_module_x.y",
            2,
            "ModuleNotFoundError: No module named",
            "pip install no_such_module_x",
        ),
        ("open('no-such-file')", 1, "FileNotFoundError: ", "Path(__file__).parent"),
        ("raise ValueError('one\\ntwo')", 1, "ValueError: one", ""),
        ("raise ValueError", 1, "ValueError", ""),
        ("raise KeyError('a')", 1, "KeyError: 'a'", ""),
        ("import json\njson.loads('{')", 2, "JSONDecodeError: ", ""),
        ("\ufeff\x00", 0, "", ""),
    ],
)
def test_failures_name_the_authors_line(
    tmp_path: Path, text: str, line: int, summary: str, hint: str
) -> None:
    """Whatever a module raises becomes an error at the author's own line."""
    _write(tmp_path, {"f.py": text})
    with isolated(tmp_path), pytest.raises(AuthorError) as caught:
        run_module(tmp_path / "f.py", "f_failing")
    error = caught.value
    assert error.where.startswith(str(tmp_path / "f.py"))
    assert not line or error.where.endswith(f":{line}")
    assert error.summary.startswith(summary)
    assert "\n" not in error.summary
    assert hint in error.hint
    assert "f_failing" not in sys.modules


def test_details_hold_the_authors_frame_only(tmp_path: Path) -> None:
    """The innermost frame of the author's is told: place, source line and exception, nothing of ours."""
    _write(
        tmp_path,
        {
            "helper.py": "def half(x):\n    return int(x) / 2\n",
            "f.py": "from helper import half\n\nhalf('a')\n",
        },
    )
    with isolated(tmp_path), pytest.raises(AuthorError) as caught:
        run_module(tmp_path / "f.py", "f_details")
    assert caught.value.where == f"{tmp_path / 'helper.py'}:2"
    assert caught.value.details == (
        f"{tmp_path / 'helper.py'}:2, in half",
        "    return int(x) / 2",
        "ValueError: invalid literal for int() with base 10: 'a'",
    )


def test_syntax_error_in_a_helper_names_the_helper(tmp_path: Path) -> None:
    """The place of a syntax error is the file that has it, not the one that imports it."""
    _write(tmp_path, {"helper.py": "\nx = (", "f.py": "import helper"})
    with isolated(tmp_path), pytest.raises(AuthorError) as caught:
        run_module(tmp_path / "f.py", "f_syntax")
    assert caught.value.where == f"{tmp_path / 'helper.py'}:2"


def test_own_errors_get_the_authors_place(tmp_path: Path) -> None:
    """An error of grafana-kit keeps its summary, hint and class, and learns the place if it had none."""
    text = "from grafana_kit.errors import *\nraise InputError('bad', hint='do this')"
    _write(tmp_path, {"f.py": text})
    with isolated(tmp_path), pytest.raises(InputError) as caught:
        run_module(tmp_path / "f.py", "f_kit")
    assert (caught.value.summary, caught.value.hint) == ("bad", "do this")
    assert caught.value.where == f"{tmp_path / 'f.py'}:2"


def test_own_errors_keep_their_place(tmp_path: Path) -> None:
    """A place that is already known is not overwritten, and each of several errors gets one."""
    errors = KitErrors([InputError("a"), InputError("b", where="there:1")])
    with pytest.raises(KitErrors), author_code(tmp_path):
        raise errors
    assert errors.errors[0].where.startswith("tests/grafanalib/test_isolation.py:")
    assert errors.errors[1].where == "there:1"


def test_interrupt_passes(tmp_path: Path) -> None:
    """Ctrl-C is not an author's mistake, and the context is left properly."""
    _write(tmp_path, {"f.py": "raise KeyboardInterrupt"})
    path = list(sys.path)
    with pytest.raises(KeyboardInterrupt), isolated(tmp_path):
        run_module(tmp_path / "f.py", "f_interrupt")
    assert sys.path == path
    assert "f_interrupt" not in sys.modules


def test_missing_file(tmp_path: Path) -> None:
    """A file that does not exist is an error with its path."""
    with pytest.raises(AuthorError) as caught:
        run_module(tmp_path / "none.py", "f_none")
    assert caught.value.where == str(tmp_path / "none.py")


def test_what_counts_as_the_authors() -> None:
    """Python's own files, installed packages and grafana-kit's files are never named as the place."""
    assert is_author_file(__file__)
    assert not is_author_file(os.__file__)
    assert not is_author_file(pytest.__file__)
    assert not is_author_file(isolated.__code__.co_filename)
    assert not is_author_file("<string>")
