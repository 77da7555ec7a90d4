"""Durations, names, ids and places: the small values that everything is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit import Environment, Record, Rows, Rules, dashboard, metrics, panels, row, rule_group
from grafana_kit.errors import AuthorError, nearest
from grafana_kit.model.duration import canonical, milliseconds, seconds
from grafana_kit.model.naming import UID, panel_id, ref_id, slug, uid_from
from grafana_kit.model.source import Source, caller
from grafana_kit.model.units import UNITS, known_unit


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30s", 30_000),
        ("1h30m", 5_400_000),
        ("1y2w3d4h5m6s7ms", 33_019_506_007),
        ("0", 0),
        ("0s", 0),
        ("90m", 5_400_000),
    ],
)
def test_durations_are_prometheuss(text: str, length: int) -> None:
    """A year has 365 days."""
    assert milliseconds(text) == length
    assert seconds(text) == length / 1000


@pytest.mark.parametrize("text", ["", "5", "1m1h", "1.5h", "-5m", "5 m", "m", "5M", "٣m", "5m\n"])
def test_other_texts_are_no_durations(text: str) -> None:
    """The error shows how to write one."""
    with pytest.raises(AuthorError, match="is not a duration") as error:
        milliseconds(text)
    assert "5m" in error.value.hint


@given(st.integers(0, 10**12))
def test_a_duration_is_written_as_it_is_read(length: int) -> None:
    """In days and smaller units."""
    assert milliseconds(canonical(length)) == length


def test_a_duration_is_written_as_people_do() -> None:
    """Weeks and years are days."""
    written = [canonical(one) for one in (0, 1, 60_000, 90_000, 604_800_000)]
    assert written == ["0s", "1ms", "1m", "1m30s", "7d"]


@given(st.text())
def test_a_slug_can_stand_in_a_path(title: str) -> None:
    """Whatever the title: lower-case letters, digits, dashes, and never empty."""
    made = slug(title)
    assert made
    assert made == slug(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert Path("a", made).parent == Path("a")


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_uid_is_one_that_grafana_takes(words: list[str]) -> None:
    """At most 40 characters, however long the names."""
    assert UID.fullmatch(uid_from(*words))


def test_long_names_have_uids_of_their_own() -> None:
    """A hash tells apart what is cut."""
    one, other = uid_from("a" * 60 + "1"), uid_from("a" * 60 + "2")
    assert one != other
    assert len(one) == 40
    assert uid_from("Meme Maker", "QueueDepthHigh_Dev") == "meme-maker-queuedepthhigh_dev"


def test_titles_that_have_no_letters_have_slugs_of_their_own() -> None:
    """From their hash."""
    assert slug("日本") != slug("中国")
    assert slug("Café / Straße") == "cafe-strae"


@given(st.text())
def test_a_panel_id_is_one_that_grafana_takes(title: str) -> None:
    """Positive, 31 bits, the same on every machine."""
    assert 0 < panel_id(title) < 2**31


def test_panel_ids_stay_what_they_are() -> None:
    """Links and alerts out there point at them."""
    assert (panel_id("Up"), panel_id("")) == (1421983461, 309448485)


@given(st.integers(0, 20_000))
def test_ref_ids_are_counted_as_columns_of_a_sheet(index: int) -> None:
    """A to Z, AA to ZZ, AAA: no two are the same."""
    number = 0
    for letter in ref_id(index):
        number = number * 26 + ord(letter) - 64
    assert number == index + 1


def test_units_are_grafanas() -> None:
    """The ids of its list, and its prefixes for texts of one's own."""
    assert {"s", "bytes", "percentunit", "reqps", "cpm", "cps", "short", "none"} <= UNITS
    assert known_unit("suffix:jobs")
    assert not known_unit("seconds")


def test_places_are_the_authors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the working directory the path is short; elsewhere it is whole."""
    here = caller(0)
    assert here.path == __file__
    monkeypatch.chdir(Path(__file__).parent)
    assert str(here) == f"test_values.py:{here.line}"
    monkeypatch.chdir(tmp_path)
    assert str(here) == f"{__file__}:{here.line}"
    assert str(Source("x.py")) == "x.py"


def test_definitions_remember_where_they_stand() -> None:
    """Dashboards, rows, panels, groups, rules and annotations: at the author's line."""

    @dashboard("D", uid="d", folder="F")
    def board(env: Environment) -> Rows:
        yield row("R", panels.stat("P", "up"))

    @rule_group("G", folder="F")
    def rules(env: Environment) -> Rules:
        """Watch."""
        yield Record("a:b", "up")

    env = Environment("dev", "shop")
    (made,) = board(env)
    (record,) = rules(env)
    assert made.source.path == record.source.path == board.source.path == rules.source.path == __file__
    assert board.source.line < made.source.line < rules.source.line < record.source.line
    assert rules.name_in(env) == "G"
    assert board.link().url == "/d/d"
    assert board.link("Other", keep_variables=True).title == "Other"


def test_records_are_no_metrics_of_the_scrape() -> None:
    """Nobody knows their labels before they are evaluated."""
    assert Record("a:b", metrics.Gauge("up").sum()).sum("anything").output_labels() == ("anything",)


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("sevrity", ["severity", "summary"], 'did you mean "severity"?'),
        ("x", ["b", "a"], "known: a, b"),
        ("x", [str(number) * 5 for number in range(13)], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_word_is_named(word: str, known: list[str], hint: str) -> None:
    """Or all, where they are few."""
    assert nearest(word, known) == hint
