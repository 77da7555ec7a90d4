"""An environment as authors and renderers use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.model.environment import (
    Datasource,
    Environment,
    Grafana,
    Origin,
    Prometheus,
    Setting,
    Value,
)
from grafana_kit.model.source import Source

HERE = Path(__file__)


def environment(**settings: Value) -> Environment:
    """Make an environment with these settings; the place of each is line 7."""
    return Environment(
        "dev",
        "shop",
        settings={
            key.replace("__", "."): Setting(value, Source("kit.yaml", 7)) for key, value in settings.items()
        },
        origin=Source("kit.yaml", 3),
    )


def test_alerts_carry_the_environments_name_unless_labels_are_given() -> None:
    """An alert that does not say where it comes from is of no use."""
    assert environment().labels == {"environment": "dev"}
    assert Environment("dev", "shop", labels={}).labels == {}


def test_settings_are_read_as_what_they_are() -> None:
    """Each reader returns the value as it is written."""
    env = environment(jobs=5, share=0.05, hold="5m", team="web", on=True)
    assert (env.number("jobs"), env.number("share")) == (5, 0.05)
    assert (env.duration("hold"), env.text("team"), env.flag("on")) == ("5m", "web", True)
    assert (env.has("jobs"), env.has("job")) == (True, False)


def test_a_missing_setting_names_environment_key_nearest_key_and_both_places() -> None:
    """The author sees where it was asked for and where it could be written."""
    with pytest.raises(AuthorError) as caught:
        environment(queue__high__jobs=5).number("queue.hgih.jobs")
    error = caught.value
    assert error.summary == 'environment "dev" has no setting "queue.hgih.jobs"'
    line = caught.traceback[0].lineno + 1
    assert (
        error.where == f"{HERE.relative_to(Path.cwd()) if HERE.is_relative_to(Path.cwd()) else HERE}:{line}"
    )
    assert error.details == ("the environment is defined at kit.yaml:3",)
    assert error.hint == 'did you mean "queue.high.jobs"?'


def test_without_any_near_key_the_hint_is_a_command() -> None:
    """It shows all settings."""
    with pytest.raises(AuthorError) as caught:
        environment().text("x")
    assert caught.value.hint == "grafana-kit config show --env dev"


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        ("number", "5", "a number"),
        ("number", True, "a number"),
        ("duration", 300, "a duration"),
        ("duration", "5 minutes", "a duration"),
        ("duration", True, "a duration"),
        ("text", 5, "text"),
        ("flag", "yes", "true or false"),
        ("flag", 1, "true or false"),
    ],
)
def test_a_setting_of_another_type_names_its_place(reader: str, value: Value, expected: str) -> None:
    """The place is the project file's line; the reader's line stands beside it."""
    with pytest.raises(AuthorError) as caught:
        getattr(environment(key=value), reader)("key")
    error = caught.value
    assert error.summary.startswith(f'setting "key" of environment "dev" is {value!r}, not {expected}')
    assert error.where == "kit.yaml:7"
    assert HERE.name in error.details[0]


@pytest.mark.parametrize(
    ("version", "numbers", "schema"),
    [
        ("10.2", (10, 2), 38),
        ("10.4.19", (10, 4), 38),
        ("11.3.0+security-01", (11, 3), 39),
        ("12", (12, 0), 41),
        ("12-pre", (12, 0), 41),
        ("13.0.1", (13, 0), 42),
        ("14.1", (14, 1), 42),
    ],
)
def test_a_grafana_version_decides_the_dashboard_schema(
    version: str, numbers: tuple[int, int], schema: int
) -> None:
    """A server is never given a schema that is newer than its own."""
    # "12-pre" has no minor version: its major is all that counts
    grafana = Grafana(version=version)
    assert (grafana.version_tuple, grafana.schema_version) == (numbers, schema)


def test_a_data_source_is_referred_to_by_type_and_uid() -> None:
    """That is how dashboard JSON refers to it."""
    assert Datasource(name="M", uid="m", type="loki").ref() == {"type": "loki", "uid": "m"}


JOBS = Environment(
    "dev",
    "shop",
    prometheus=Prometheus(scrape_interval="15s", jobs={"fast": "5s", "slow": "1m", "odd": "20s"}),
)


@pytest.mark.parametrize(
    ("job", "interval", "window"),
    [
        ("fast", "5s", "1m"),
        ("slow", "1m", "4m"),
        ("odd", "20s", "2m"),
        ("other", "15s", "1m"),
        (None, "1m", "4m"),
    ],
)
def test_the_window_of_a_rule_follows_its_jobs_scrape_interval(
    job: str | None, interval: str, window: str
) -> None:
    """A job that is not named is scraped at the default; no job means the slowest."""
    assert (JOBS.scrape_interval(job), JOBS.rule_window(job)) == (interval, window)


@given(st.integers(1, 10**9))
def test_a_rule_window_holds_four_scrapes_in_whole_minutes(interval: int) -> None:
    """For every interval: long enough, less than a minute too long, never below one minute."""
    env = Environment("dev", "shop", prometheus=Prometheus(scrape_interval=canonical(interval)))
    window = milliseconds(env.rule_window(None))
    assert window % 60_000 == 0
    assert 4 * interval <= window < 4 * interval + 60_000


def test_an_origin_says_layer_and_place() -> None:
    """As ``config show`` prints it."""
    assert str(Origin("built in")) == "built in"
    assert str(Origin("defaults", Source("kit.yaml", 4))) == "defaults (kit.yaml:4)"
    assert str(Origin("environment variable", variable="GRAFANA_URL")) == "environment variable (GRAFANA_URL)"
