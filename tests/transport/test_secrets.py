"""Secrets: read from a variable or a file of one's own, shown nowhere."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from pathlib import Path

import pytest

from grafana_kit.errors import AuthError
from grafana_kit.transport.secrets import Secret, from_environment, from_file
from tests.transport.talking import TOKEN, access


def test_a_secret_shows_itself_nowhere() -> None:
    """Printed, formatted, logged, inside other values: four stars."""
    secret = Secret(TOKEN)
    record = logging.LogRecord("n", 1, "p", 1, "%s %r", (secret, secret), None)
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r:>9}", record.getMessage(), str([secret])]
    assert secret.reveal() == TOKEN
    assert not any(TOKEN in text for text in shown)
    assert str(secret) == "****"
    assert TOKEN not in repr(access("http://localhost", headers={"X-Key": secret}, password=secret))


def test_a_secret_is_not_written_anywhere() -> None:
    """Neither as JSON nor pickled, nor copied by that way."""
    with pytest.raises(TypeError):
        json.dumps(Secret(TOKEN))
    with pytest.raises(TypeError, match="not written anywhere"):
        pickle.dumps(Secret(TOKEN))
    with pytest.raises(TypeError):
        copy.deepcopy(Secret(TOKEN))


def test_a_secret_is_taken_out_of_what_others_say() -> None:
    """A server that repeats our token in its message does not make us print it; short words stay."""
    assert Secret("abcdef").hidden_in("token abcdef is bad") == "token **** is bad"
    assert Secret("a").hidden_in("a cat") == "a cat"


def test_a_variable_holds_a_secret() -> None:
    """Blanks around it are not part of it."""
    assert from_environment("T", {"T": f" {TOKEN}\n"}).reveal() == TOKEN


@pytest.mark.parametrize("environ", [{}, {"T": ""}, {"T": " \n"}])
def test_a_variable_that_is_not_set_is_named_with_the_way_to_set_it(environ: dict[str, str]) -> None:
    """The hint can be run, and does not leave the token in the shell's history."""
    with pytest.raises(AuthError, match="the environment variable T is not set") as caught:
        from_environment("T", environ)
    assert caught.value.hint == "set it: read -rs T; export T"


@pytest.mark.parametrize("value", ["two\nlines", "ünicode", "tab\there", "a\0b"])
def test_what_no_header_can_hold_is_refused_without_being_shown(value: str) -> None:
    """A line break would end the header and begin another."""
    with pytest.raises(AuthError, match="no HTTP header can hold") as caught:
        from_environment("T", {"T": value})
    assert value not in str(caught.value)
    assert caught.value.where == "T"


def _file(tmp_path: Path, content: bytes = TOKEN.encode(), mode: int = 0o600) -> Path:
    path = tmp_path / "token"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_file_holds_a_secret(tmp_path: Path) -> None:
    """Its owner's alone, with or without a last newline."""
    assert from_file(_file(tmp_path, f"{TOKEN}\n".encode())).reveal() == TOKEN
    assert from_file(_file(tmp_path, mode=0o400)).reveal() == TOKEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o644])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The mode is named, and the command that mends it."""
    path = _file(tmp_path, mode=mode)
    with pytest.raises(AuthError, match=f"others can read this file .mode {mode:o}.") as caught:
        from_file(path)
    assert caught.value.hint == f"chmod 600 {path}"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "there is no secret in this file"), (b"\xff\xfe", "it is not text"), (b"a\nb", "no HTTP header")],
)
def test_a_file_without_one_line_of_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, binary, several lines."""
    path = _file(tmp_path, content)
    with pytest.raises(AuthError, match=said) as caught:
        from_file(path)
    assert caught.value.where == str(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    """With the system's words, and without its traceback."""
    with pytest.raises(AuthError, match="cannot read the secret: No such file") as caught:
        from_file(tmp_path / "nothing")
    assert caught.value.__suppress_context__
