"""The project file as it is read: layers, defaults, origins, finding it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grafana_kit.errors import KitErrors, ProjectError, UsageError
from grafana_kit.loading.project import default_project, load_project
from grafana_kit.loading.schema import ENVIRONMENT, PROJECT, schema_rows
from grafana_kit.model.environment import Environment, Project
from grafana_kit.model.source import Source

FULL = """\
project: shop
sources: [./boards/, rules]
metrics: typed/metrics
output: build/out
defaults:
  alert_engine: grafana
  labels: {team: web}
  runbooks: https://example.org/runbooks/
  grafana:
    version: 10.10
    org_id: 2
    datasource: {name: Metrics, uid: metrics}
    token_file: secrets/token
    headers_env: {X-Proxy: PROXY_HEADER}
  prometheus:
    jobs: {api: 5s, node: 1m}
    retention: {time: 7d}
  settings:
    queue: {high: {jobs: 5, for: 2m}}
    queue.low.jobs: 1
environments:
  dev:
  prod:
    aliases: [production, live]
    alert_suffix: _Prod
    alert_engine: both
    protected: true
    labels: {team: ops, tier: "1"}
    runbooks: null
    grafana:
      url: https://example.org/grafana/
      token_env: PROD_TOKEN
      datasource: {uid: prod-metrics}
    prometheus:
      scrape_interval: 30s
      jobs: {api: 10s}
      retention: {size: 10GB}
    settings:
      queue.high.jobs: 20
      enabled: yes
"""


def project(tmp_path: Path, text: str) -> Project:
    """Load a project file of this text."""
    file = tmp_path / "grafana-kit.yaml"
    file.write_text(text, encoding="utf-8")
    return load_project(tmp_path)


@pytest.fixture
def full(tmp_path: Path) -> Project:
    """A project that uses every kind of key."""
    return project(tmp_path, FULL)


def test_the_projects_own_keys_are_read_and_paths_are_plain(full: Project, tmp_path: Path) -> None:
    """Paths lose what has no meaning in them; the root is the file's folder."""
    assert (full.name, full.sources, full.metrics, full.output) == (
        "shop",
        ("boards", "rules"),
        "typed/metrics",
        "build/out",
    )
    assert (full.root, full.file) == (tmp_path, tmp_path / "grafana-kit.yaml")


def test_environments_keep_the_order_of_the_file(full: Project) -> None:
    """A reviewer reads them in the order of the file, and so do all outputs."""
    assert list(full.environments) == ["dev", "prod"]


def test_an_environment_without_keys_has_what_the_defaults_say(full: Project) -> None:
    """``dev:`` with nothing behind it is a whole environment."""
    dev = full.environments["dev"]
    assert dev.alert_engine == "grafana"
    assert dev.labels == {"environment": "dev", "team": "web"}
    assert dev.runbooks == "https://example.org/runbooks"
    assert (dev.grafana.version, dev.grafana.org_id) == ("10.10", 2)
    assert dev.prometheus.scrape_interval == "15s"
    assert dev.settings.keys() == {"queue.high.jobs", "queue.high.for", "queue.low.jobs"}


def test_an_environments_own_value_wins_per_key_at_every_depth(full: Project) -> None:
    """Mappings merge per key, lists and values are replaced, the rest of a mapping stays."""
    prod = full.environments["prod"]
    assert (prod.alert_engine, prod.alert_suffix, prod.protected) == ("both", "_Prod", True)
    assert prod.labels == {"environment": "prod", "team": "ops", "tier": "1"}
    assert prod.grafana.datasource.ref() == {"type": "prometheus", "uid": "prod-metrics"}
    assert prod.grafana.datasource.name == "Metrics"
    assert prod.prometheus.jobs == {"api": "10s", "node": "1m"}
    assert (prod.prometheus.retention.time, prod.prometheus.retention.size) == ("7d", "10GB")
    assert prod.number("queue.high.jobs") == 20
    assert prod.duration("queue.high.for") == "2m"
    assert prod.flag("enabled") is True


def test_null_takes_a_default_back(full: Project) -> None:
    """An environment can be without what all others have."""
    assert full.environments["prod"].runbooks is None


def test_of_two_ways_to_name_a_secret_the_environments_own_is_the_only_one(full: Project) -> None:
    """A token file of the defaults does not compete with the environment's token variable."""
    assert full.environments["prod"].grafana.token_env == "PROD_TOKEN"  # noqa: S105 - a name
    assert full.environments["prod"].grafana.token_file is None


def test_files_are_relative_to_the_project_file(full: Project, tmp_path: Path) -> None:
    """A command works the same from every folder of the project."""
    assert full.environments["dev"].grafana.token_file == str(tmp_path / "secrets/token")
    text = "project: p\ndefaults: {grafana: {ca_file: ~/ca.pem}}\nenvironments: {dev: {}}\n"
    (tmp_path / "other").mkdir()
    assert project(tmp_path / "other", text).environments["dev"].grafana.ca_file == "~/ca.pem"


def test_a_url_loses_its_last_slash(full: Project) -> None:
    """Paths are appended to it."""
    assert full.environments["prod"].grafana.url == "https://example.org/grafana"


def line_of(text: str, words: str) -> int:
    """Return the first line that holds these words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("key", "layer", "words"),
    [
        ("alert_engine", "environment", "alert_engine: both"),
        ("labels.team", "environment", "team: ops"),
        ("grafana.version", "defaults", "version: 10.10"),
        ("grafana.datasource.name", "defaults", "name: Metrics"),
        ("grafana.datasource.uid", "environment", "uid: prod-metrics"),
        ("prometheus.jobs.node", "defaults", "node: 1m"),
        ("prometheus.jobs.api", "environment", "api: 10s"),
        ("settings.queue.high.for", "defaults", "for: 2m"),
        ("settings.queue.high.jobs", "environment", "queue.high.jobs: 20"),
    ],
)
def test_every_value_knows_its_layer_and_line(full: Project, key: str, layer: str, words: str) -> None:
    """What ``config show`` says can be found in the file."""
    origin = full.environments["prod"].origins[key]
    assert (origin.layer, origin.source) == (layer, Source(str(full.file), line_of(FULL, words)))


def test_what_nobody_wrote_has_no_origin(full: Project) -> None:
    """It is built in."""
    assert "labels.environment" not in full.environments["prod"].origins
    assert "prometheus.version" not in full.environments["prod"].origins


def test_a_setting_knows_where_it_is_written(full: Project) -> None:
    """The line is the one of the layer that won."""
    setting = full.environments["prod"].settings["queue.high.jobs"]
    assert setting.source == Source(str(full.file), line_of(FULL, "queue.high.jobs: 20"))


def test_an_environment_is_found_by_name_and_by_alias(full: Project) -> None:
    """Both mean the same environment."""
    assert full.environment("live") is full.environment("prod")


def test_an_unknown_environment_names_the_nearest(full: Project) -> None:
    """Aliases count as names; a word that is near to none gets the list."""
    with pytest.raises(UsageError, match='no environment "produktion"') as caught:
        full.environment("produktion")
    assert caught.value.hint == 'did you mean "production"?'
    with pytest.raises(UsageError) as caught:
        full.environment("xyz")
    assert caught.value.hint == "known: dev, live, prod, production"


def test_the_smallest_project_file(tmp_path: Path) -> None:
    """A name and an environment are enough; a byte-order mark does no harm."""
    small = project(tmp_path, "\ufeffproject: p\nenvironments: {dev: {}}\n")
    assert small == Project(
        "p",
        tmp_path,
        environments={
            "dev": Environment("dev", "p", origin=Source(str(tmp_path / "grafana-kit.yaml"), 2)),
        },
        file=tmp_path / "grafana-kit.yaml",
    )


def test_the_file_is_found_from_below_and_by_its_path(
    full: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any folder of the project, and from anywhere when it is named."""
    below = tmp_path / "boards" / "deep"
    below.mkdir(parents=True)
    assert load_project(below) == full
    monkeypatch.chdir(below)
    assert load_project() == full
    assert load_project(file=Path("../../grafana-kit.yaml")).name == "shop"


def test_without_a_project_file_the_error_says_how_to_begin(tmp_path: Path) -> None:
    """The hint is a command that can be run."""
    with pytest.raises(ProjectError, match=r"no grafana-kit\.yaml in") as caught:
        load_project(tmp_path)
    assert caught.value.hint == "grafana-kit init"


def test_a_project_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, or a folder: one clear line."""
    with pytest.raises(ProjectError, match=r"cannot be read: No such file") as caught:
        load_project(file=tmp_path / "gone.yaml")
    assert caught.value.where.endswith("gone.yaml")
    with pytest.raises(ProjectError, match=r"cannot be read: Is a directory"):
        load_project(file=tmp_path)


def test_a_file_of_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    """Guessing an encoding would put wrong letters on dashboards."""
    (tmp_path / "grafana-kit.yaml").write_bytes(b"project: p\n# caf\xe9\nenvironments: {dev: {}}\n")
    with pytest.raises(ProjectError, match="not UTF-8") as caught:
        load_project(tmp_path)
    assert caught.value.where.endswith("grafana-kit.yaml:2")


def test_without_a_project_file_grafanalib_folders_get_one_environment(tmp_path: Path) -> None:
    """It is safe for the oldest supported Grafana."""
    stand_in = default_project(tmp_path)
    (only,) = stand_in.environments.values()
    assert (only.name, only.grafana.schema_version) == ("default", 38)
    assert only.grafana.datasource.ref() == {"type": "prometheus", "uid": "prometheus"}
    assert stand_in.environment("default") is only
    assert stand_in.sources == (".",)


def test_the_reference_has_every_key_and_its_default() -> None:
    """The table of the docs is made of the schema, and the defaults are those of the model."""
    rows = {row.key: row for row in schema_rows()}
    assert len(rows) == len(PROJECT) + len(ENVIRONMENT)
    assert all(row.type and row.meaning for row in rows.values())
    assert rows["sources"].default == "dashboards, alerts"
    assert rows["project"].default == rows["environments"].default == ""
    assert rows["environments.NAME.protected"].default == "false"
    assert rows["environments.NAME.labels"][1:3] == ("label: text", "environment: NAME")
    assert rows["environments.NAME.grafana.version"].default == "10.2"


def test_every_key_of_the_schema_is_a_field_of_the_model() -> None:
    """A key that nothing reads would be accepted and ignored."""
    blank = Environment("e", "p")
    for key in ENVIRONMENT:
        value: object = blank
        for name in key.split("."):
            value = getattr(value, name)


def test_meme_makers_own_file_has_the_plans_thresholds() -> None:
    """The thresholds of the plan stand on one page, for three environments."""
    own = load_project(file=Path(__file__).parents[2] / "grafana-kit.yaml")
    table = {
        name: (
            one.alert_suffix,
            one.labels["environment"],
            one.number("queue.high.jobs"),
            one.duration("queue.high.for"),
            one.number("queue.critical.jobs"),
            one.duration("queue.critical.for"),
            one.number("latency.slow.share"),
            one.duration("latency.slow.for"),
            one.number("errors.share"),
            one.duration("errors.for"),
        )
        for name, one in own.environments.items()
    }
    assert table == {
        "dev": ("_Dev", "development", 5, "2m", 10, "2m", 0.2, "1m", 0.2, "2m"),
        "staging": ("_Staging", "staging", 15, "5m", 25, "2m", 0.05, "3m", 0.05, "2m"),
        "prod": ("", "production", 20, "5m", 40, "2m", 0.05, "5m", 0.05, "2m"),
    }
    assert own.environment("production").protected
    assert len({frozenset(one.settings) for one in own.environments.values()}) == 1
    assert own.file.read_text().count("\n") < 100


def test_all_errors_are_reported_in_the_order_of_the_file(tmp_path: Path) -> None:
    """One run shows everything that is to be corrected."""
    text = "project: p\nenvironments:\n  dev: {labels: {0bad: x}}\n  Prod: {}\nsorces: []\noutput: ../up\n"
    with pytest.raises(KitErrors) as caught:
        project(tmp_path, text)
    assert [error.where.rpartition(":")[2] for error in caught.value.errors] == ["3", "4", "5", "6"]
