"""Marks: what they say is read back; what is not quite one is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.destinations.grafana import marks
from grafana_kit.destinations.grafana.marks import Written
from grafana_kit.model.change import Mark

WORDS = st.from_regex(r"[A-Za-z0-9_.-]+", fullmatch=True)
MARKS = st.builds(
    Written,
    st.builds(Mark, WORDS, WORDS, WORDS),
    st.none() | st.just("") | WORDS.filter(lambda uid: uid != marks.ROOT),
    st.just("") | WORDS,
    st.just("") | WORDS,
)


@given(MARKS, st.booleans())
def test_what_is_written_is_read(written: Written, restored: bool) -> None:  # noqa: FBT001
    """As text, and as a message, which also tells a restored state from a pushed one."""
    assert marks.read(written.text()) == written
    plain = Written(written.mark, written.folder, restored=restored)
    assert marks.read_message(plain.message()) == plain


@given(st.text())
def test_other_texts_are_no_marks(text: str) -> None:
    """What people write into a version's message."""
    assert marks.read_message(text) is None
    assert marks.read_message(f"grafana-kit {text}") is None or "project=" in text


GOOD = "project=shop run=r1 sha=abc"


@pytest.mark.parametrize(
    "text",
    [
        *("", "grafana-kit", "project=shop run=r1", f"{GOOD} sha=def", f"{GOOD} more=1", f"{GOOD} "),
        *(f"please keep: {GOOD}", "project=shop run= sha=abc", f"{GOOD} group=", "project=a b run=r sha=s"),
        *(None, 7, ["project=shop"]),
    ],
)
def test_what_is_not_quite_a_mark_is_none(text: object) -> None:
    """A part, more than there can be, the same twice, something around it, another type."""
    assert marks.read(text) is None


def test_a_mark_fits_into_a_message() -> None:
    """Newer versions allow 500 characters."""
    mark = Mark("p" * 60, "20261124T101530Z-a1b2c3", "0" * 32)
    assert len(Written(mark, "f" * 40, restored=True).message()) < 250


def test_the_tag_of_a_project_is_put_on_once() -> None:
    """Beside the author's own; another project's goes, as a dashboard is one project's."""
    body = {"title": "T", "tags": ["jobs", "grafana-kit:other", "grafana-kit:shop"]}
    assert marks.tagged(body, "shop") == {"title": "T", "tags": ["jobs", "grafana-kit:shop"]}
    assert marks.tagged({}, "shop") == {"tags": ["grafana-kit:shop"]}
    assert body["tags"] == ["jobs", "grafana-kit:other", "grafana-kit:shop"]


def test_which_rules_a_group_has_does_not_depend_on_their_order() -> None:
    """And neither more nor less rules are the same."""
    assert marks.uids_digest(["a", "b"]) == marks.uids_digest(["b", "a"])
    assert len({marks.uids_digest(one) for one in (["a", "b"], ["a"], ["a", "b", "c"], ["ab"], [])}) == 5
