"""What holds for every project file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.errors import KitError, KitErrors
from grafana_kit.loading.project import load_project
from grafana_kit.loading.schema import ENVIRONMENT
from grafana_kit.model.environment import Environment, Project


def load(text: str) -> Project:
    """Load a project file of this text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "grafana-kit.yaml"
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        return load_project(file=file)


def dev(defaults: object, own: object) -> Environment:
    """Load one environment from its two layers."""
    tree = {"project": "p", "defaults": defaults, "environments": {"dev": own}}
    return load(yaml.safe_dump(tree, allow_unicode=True)).environments["dev"]


words = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8).filter(
        lambda text: "eyJ" not in text and "gl" not in text
    ),
)
trees = st.recursive(
    scalars, lambda inner: st.dictionaries(words, inner, min_size=1, max_size=3), max_leaves=8
)
nested = st.dictionaries(words, trees, max_size=4)


def flat(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a nested mapping with dotted keys."""
    result: dict[str, Any] = {}
    for key, value in tree.items():
        result.update(
            flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
        )
    return result


def values(environment: Environment) -> dict[str, object]:
    """Return the settings' values."""
    return {key: setting.value for key, setting in environment.settings.items()}


@given(nested)
def test_nested_settings_are_dotted_settings(tree: dict[str, Any]) -> None:
    """Both spellings mean the same keys."""
    assert values(dev({}, {"settings": tree})) == values(dev({}, {"settings": flat(tree)})) == flat(tree)


@given(nested, nested)
def test_the_environments_setting_wins(defaults: dict[str, Any], own: dict[str, Any]) -> None:
    """The union of both layers; where both have a key, the environment's value."""
    found = dev({"settings": defaults}, {"settings": own})
    assert values(found) == {**flat(defaults), **flat(own)}
    for key in found.settings:
        layer = "environment" if key in flat(own) else "defaults"
        assert found.origins[f"settings.{key}"].layer == layer


VALUES: dict[str, list[object]] = {
    "alert_suffix": ["_A", "_B", ""],
    "alert_engine": ["prometheus", "grafana", "both"],
    "protected": [True, False],
    "runbooks": ["https://a.example", "http://b.example/x"],
    "grafana.url": ["https://a.example/grafana", "http://localhost:3000"],
    "grafana.version": ["10.2.3", "13.1"],
    "grafana.datasource.uid": ["a", "B-1"],
    "grafana.datasource.name": ["A", "Ä ö"],
    "grafana.org_id": [1, 7],
    "grafana.ca_file": ["/a", "/b"],
    "prometheus.scrape_interval": ["5s", "1m30s"],
    "prometheus.retention.time": ["7d", "2w"],
    "prometheus.retention.size": ["512MB", "1.5GB"],
}
layers = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(options) for key, options in VALUES.items()}
)


def tree_of(layer: dict[str, object]) -> dict[str, Any]:
    """Return dotted keys as nested mappings."""
    tree: dict[str, Any] = {}
    for key, value in layer.items():
        *sections, name = key.split(".")
        inner = tree
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    return tree


def value_of(environment: Environment, key: str) -> object:
    """Return the value at a dotted key."""
    value: object = environment
    for name in key.split("."):
        value = getattr(value, name)
    return value


@given(layers, layers)
def test_environment_before_defaults_before_built_in(
    defaults: dict[str, object], own: dict[str, object]
) -> None:
    """For every key and every mixture of layers, and the origin says which layer it was."""
    found = dev(tree_of(defaults), tree_of(own))
    blank = Environment("dev", "p")
    for key in VALUES:
        expected = own.get(key, defaults.get(key, value_of(blank, key)))
        assert value_of(found, key) == expected
        layer = "environment" if key in own else "defaults" if key in defaults else None
        assert (found.origins[key].layer if layer else found.origins.get(key)) == layer


json_like = st.recursive(
    st.one_of(st.none(), scalars, st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
some_keys = sorted(
    {name for key in ENVIRONMENT for name in key.split(".")} | {"project", "sources", "defaults"}
)
files = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda tree: yaml.safe_dump({"project": "p", "environments": {"dev": tree}}),
        st.dictionaries(
            st.sampled_from(some_keys),
            st.one_of(json_like, st.dictionaries(st.sampled_from(some_keys), json_like)),
        ),
    ),
)


@given(files)
def test_every_error_has_a_line(text: str) -> None:
    """Whatever stands in the file: it is read, or each error names its line; nothing else is raised."""
    try:
        load(text)
    except KitErrors as several:
        errors: tuple[KitError, ...] = several.errors
    except KitError as one:
        errors = (one,)
    else:
        return
    for error in errors:
        assert int(error.where.rpartition(":")[2]) >= 1
        assert error.summary
        error.summary.encode()
        error.hint.encode()
