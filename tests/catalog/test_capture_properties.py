"""What holds for any metrics: nothing is lost on the way from text to module and back."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeHistogramMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    StateSetMetricFamily,
    SummaryMetricFamily,
    UnknownMetricFamily,
)
from prometheus_client.openmetrics import exposition as openmetrics_exposition
from prometheus_client.registry import Collector

from grafana_kit.catalog import exposition, reading, writing
from grafana_kit.catalog.labels import LIMIT, values_seen
from grafana_kit.catalog.merge import Changes, merge
from grafana_kit.catalog.module import Module, exposed
from grafana_kit.errors import InputError
from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary, Untyped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prometheus_client import Metric as Family

ROOT = Path(__file__).parents[2]
JOB = "app"
openmetrics: Callable[[CollectorRegistry], bytes] = openmetrics_exposition.generate_latest

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
# Characters whose width Python's and ruff's Unicode tables agree on, in whichever release.
steady_texts = st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("値段木한αж"), max_size=30)
names = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,12}", fullmatch=True) | st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], max_codepoint=0x24F),
    min_size=1,
    max_size=12,
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
bounds = st.sets(numbers, max_size=8).map(lambda found: tuple(sorted(found)))


@st.composite
def metric(draw: st.DrawFn, name: str, texts: st.SearchStrategy[str]) -> Metric:
    """Return any metric of this name."""
    kind = draw(st.sampled_from([Counter, Gauge, Histogram, Summary, Untyped]))
    extra = {"Histogram": "buckets", "Summary": "quantiles"}.get(kind.__name__)
    more = {extra: draw(bounds)} if extra else {}
    sets = st.sets(texts.filter(bool), min_size=1, max_size=LIMIT)
    values = st.none() | sets.map(lambda seen: tuple(sorted(seen)))
    labels = draw(st.dictionaries(names, values, max_size=4))
    return kind(
        name,
        job=JOB,
        labels=dict(sorted(labels.items())),
        help=draw(texts),
        unit_name=draw(st.none() | st.sampled_from(["seconds", "bytes"])),
        observed=draw(st.booleans()),
        **more,  # type: ignore[arg-type]
    )


@st.composite
def captures(draw: st.DrawFn, texts: st.SearchStrategy[str] = texts) -> dict[str, Metric]:
    """Return what a capture may give."""
    return {name: draw(metric(name, texts)) for name in sorted(draw(st.sets(names, min_size=1, max_size=6)))}


def held(metrics: Mapping[str, Metric]) -> dict[str, tuple[str, dict[str, object]]]:
    """Return all that metrics say, in a form that can be compared."""
    return {name: (type(one).__name__, exposed(one)) for name, one in metrics.items()}


def seen(metrics: Mapping[str, Metric]) -> dict[str, object]:
    """Return what adds up: everything but the texts, of which the newest counts."""
    texts_of = ("help", "unit_name")
    return {
        name: (kind, {key: value for key, value in fields.items() if key not in texts_of})
        for name, (kind, fields) in held(metrics).items()
    }


def source(metrics: Mapping[str, Metric]) -> str:
    """Return the module of a capture."""
    return writing.source(Module().with_metrics(metrics.values()), JOB)


@given(captures())
def test_a_module_holds_exactly_what_was_captured(metrics: dict[str, Metric]) -> None:
    """Written, read, imported and written again, it stays the same."""
    text = source(metrics)
    module = reading.read(text, "app.py")
    assert not module.unknown
    assert held(module.metrics()) == held(metrics)
    assert writing.source(module, JOB) == text
    namespace: dict[str, Metric] = {}
    exec(text, dict(namespace), namespace)  # noqa: S102 - this is what an import does
    imported = {entry.metric.name: namespace[entry.identifier] for entry in module.entries}
    assert held(imported) == held(metrics)


@given(captures())
def test_merging_the_same_capture_again_changes_nothing(metrics: dict[str, Metric]) -> None:
    """Not a byte, and nothing is reported."""
    merged, changes = merge(metrics, metrics)
    assert held(merged) == held(metrics)
    assert changes == Changes()


@given(captures(), captures())
def test_merging_takes_nothing_away(old: dict[str, Metric], new: dict[str, Metric]) -> None:
    """Every metric, label and value of both captures is in the result, or its label is open."""
    merged, _ = merge(old, new)
    for capture in (old, new):
        for name, one in capture.items():
            assert merged[name].observed >= one.observed
            for label, known in one.labels.items():
                now = merged[name].labels[label]
                assert now is OPEN or (known is not None and set(known) <= set(now))


@given(captures(), captures())
def test_the_order_of_captures_does_not_matter_for_what_was_seen(
    old: dict[str, Metric], new: dict[str, Metric]
) -> None:
    """Only texts, and types that changed, are those of the newer one."""
    new = {
        name: evolve(old[name], labels=one.labels, observed=one.observed, help=one.help)
        if name in old
        else one
        for name, one in new.items()
    }
    assert seen(merge(old, new)[0]) == seen(merge(new, old)[0])
    merged, _ = merge(old, new)
    again, changes = merge(merged, new)
    assert held(again) == held(merged)
    assert not changes.changed


class Exposing(Collector):
    """A collector that exposes the families it is given."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = families

    def collect(self) -> Iterable[Family]:
        return self._families


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
counts = st.integers(0, 1000)


@st.composite
def families(draw: st.DrawFn) -> tuple[Family, type[Metric], str]:
    """Return a family of the official client, and the kind and name that Prometheus gives it."""
    name = draw(st.from_regex(r"x_[a-z]{1,8}_[a-z]{1,8}z", fullmatch=True))
    text = draw(words)
    keys = draw(st.lists(st.sampled_from(["handler", "status", "zone"]), unique=True, max_size=3))
    rows = draw(st.lists(st.tuples(*(words for _ in keys)), unique=True, min_size=1, max_size=25))
    choice = draw(st.sampled_from(["counter", "gauge", "unknown", "histogram", "summary"]))
    family: Any
    if choice == "histogram":
        family = HistogramMetricFamily(name, text, labels=keys)
        for row in rows:
            family.add_metric(row, [("0.5", 1), ("30.0", 2), ("+Inf", 2)], 3)
        return family, Histogram, name
    if choice == "summary":
        family = SummaryMetricFamily(name, text, labels=keys)
        for row in rows:
            family.add_metric(row, draw(counts), draw(counts))
        return family, Summary, name
    kinds = {"counter": CounterMetricFamily, "gauge": GaugeMetricFamily, "unknown": UnknownMetricFamily}
    family = kinds[choice](name, text, labels=keys)
    for row in rows:
        family.add_metric(row, draw(counts))
    kind = {"counter": Counter, "gauge": Gauge, "unknown": Untyped}[choice]
    return family, kind, f"{name}_total" if choice == "counter" else name


@given(
    st.lists(families(), min_size=1, max_size=5, unique_by=lambda one: one[0].name),
    st.sampled_from(["", "# EOF"]),
)
def test_both_formats_give_what_the_official_client_exposes(
    exposing: list[tuple[Family, type[Metric], str]], end: str
) -> None:
    """Names, kinds, help, labels, values and bounds, whichever format is asked for."""
    registry = CollectorRegistry()
    registry.register(Exposing([family for family, _, _ in exposing]))
    text = (openmetrics if end else generate_latest)(registry).decode()
    assert exposition.is_openmetrics(text) == bool(end)
    metrics = exposition.parse(text, job=JOB, where="text")
    assert set(metrics) == {name for _, _, name in exposing}
    for family, kind, name in exposing:
        got = metrics[name]
        assert type(got) is kind
        assert got.help.split() == family.documentation.split()  # the parsers strip what surrounds it
        rows = [sample.labels for sample in family.samples]
        keys = {key for row in rows for key in row} - {"le"}
        assert got.labels == {key: values_seen(row[key] for row in rows if key in row) for key in keys}
        if isinstance(got, Histogram):
            assert got.buckets == (0.5, 30)


def test_the_rarer_families_of_the_official_client_are_gauges() -> None:
    """Info, state sets and gauge histograms, in both formats."""
    exposing: list[Family] = [
        InfoMetricFamily("build", "Build", {"version": "1.2.3"}),
        StateSetMetricFamily("mode", "Mode", {"on": True, "off": False}),
        GaugeHistogramMetricFamily("depth", "Depth", buckets=[("1.0", 1), ("+Inf", 2)], gsum_value=3),
    ]
    registry = CollectorRegistry()
    registry.register(Exposing(exposing))
    metrics = exposition.parse(openmetrics(registry).decode(), job=JOB, where="text")
    assert {name: type(one) for name, one in metrics.items()} == dict.fromkeys(
        ["build_info", "depth_bucket", "depth_gcount", "depth_gsum", "mode"], Gauge
    )
    classic = exposition.parse(generate_latest(registry).decode(), job=JOB, where="text")
    assert {"build_info", "mode"} <= {name for name, one in classic.items() if type(one) is Gauge}


pieces = st.sampled_from(
    [
        "a",
        "b_total",
        "h_bucket",
        "{",
        "}",
        'le="1"',
        'x="y"',
        '"',
        ",",
        "=",
        " ",
        " 1",
        " 2 3",
        "\n",
        "\\",
        "#",
        "# TYPE a counter\n",
        "# TYPE h histogram\n",
        "# TYPE s summary\n",
        "# HELP a b\n",
        "# UNIT a s\n",
        "# TYPE",
        "# EOF\n",
        ' # {x="1"} 2',
        "NaN",
        "+Inf",
        "é",
        "\r\n",
        'quantile="2"',
        "# TYPE t stateset\n",
        "t",
        "_count",
    ]
)


@example("# TYPE a summary\na{}\n# EOF")
@settings(max_examples=500)
@given(st.lists(pieces, max_size=25).map("".join))
def test_any_text_is_either_metrics_or_a_clear_error(text: str) -> None:
    """No text makes the parser fail in any other way, and errors have a place."""
    try:
        metrics = exposition.parse(text, job=JOB, where="text")
    except InputError as error:
        place = error.where
    else:
        place = "text"
        assert metrics
        assert held(reading.read(source(metrics), "app.py").metrics()) == held(metrics)
    assert re.fullmatch(r"text(:[0-9]+)?", place)


@settings(max_examples=20, deadline=None)
@given(st.lists(captures(steady_texts), min_size=10, max_size=10))
def test_modules_are_formatted_whatever_they_hold(several: list[dict[str, Metric]]) -> None:
    """Ruff format has nothing to change."""
    with tempfile.TemporaryDirectory() as folder:
        for number, metrics in enumerate(several):
            (Path(folder) / f"m{number}.py").write_text(source(metrics), encoding="utf-8")
        command = ["ruff", "format", "--no-cache", "--diff", "--config", str(ROOT / "pyproject.toml"), folder]
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
