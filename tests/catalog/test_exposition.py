"""What the texts that real programs expose become."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grafana_kit.catalog import exposition
from grafana_kit.catalog.module import exposed
from grafana_kit.errors import InputError
from grafana_kit.model.metric import OPEN, Counter, Gauge, Histogram, Metric, Summary, Untyped


def parse(text: str, **options: Any) -> dict[str, Metric]:
    """Return the metrics of a text that is indented here for reading."""
    return exposition.parse(textwrap.dedent(text).lstrip("\n"), job="app", where="metrics.txt", **options)


def kinds(text: str, **options: Any) -> dict[str, type[Metric]]:
    """Return the kind of each metric."""
    return {name: type(metric) for name, metric in parse(text, **options).items()}


def labels(text: str, name: str, **options: Any) -> dict[str, tuple[str, ...] | None]:
    """Return the labels of one metric."""
    return dict(parse(text, **options)[name].labels)


def error(text: str, **options: Any) -> InputError:
    """Return the error that a text gives."""
    with pytest.raises(InputError) as caught:
        parse(text, **options)
    return caught.value


def test_a_metric_says_all_that_its_family_says() -> None:
    """Type, job, help, labels with the values seen and bucket bounds all arrive."""
    metrics = parse("""
        # HELP took_seconds How long it took
        # TYPE took_seconds histogram
        took_seconds_bucket{status="done",le="0.5"} 1
        took_seconds_bucket{status="done",le="30.0"} 2
        took_seconds_bucket{status="done",le="+Inf"} 2
        took_seconds_sum{status="done"} 3.5
        took_seconds_count{status="done"} 2
        took_seconds_bucket{status="error",le="0.5"} 0
        took_seconds_bucket{status="error",le="60"} 0
        took_seconds_bucket{status="error",le="+Inf"} 0
        """)
    metric = metrics["took_seconds"]
    assert type(metric) is Histogram
    assert metric.name == "took_seconds"
    assert exposed(metric) == {
        "job": "app",
        "labels": {"status": ("done", "error")},
        "help": "How long it took",
        "unit_name": None,
        "observed": True,
        "buckets": (0.5, 30, 60),
    }


def test_a_summary_keeps_its_quantiles_and_no_label_of_that_name() -> None:
    """``quantile`` is not a label of the application."""
    metric = parse("""
        # TYPE pause_seconds summary
        pause_seconds{quantile="0.99"} 1
        pause_seconds{quantile="0.5"} NaN
        pause_seconds_sum 1
        pause_seconds_count 1
        # TYPE size_bytes summary
        size_bytes_count{handler="/"} 3
        size_bytes_sum{handler="/"} 0
        """)
    assert isinstance(metric["pause_seconds"], Summary)
    assert metric["pause_seconds"].quantiles == (0.5, 0.99)
    assert metric["pause_seconds"].labels == {}
    assert isinstance(metric["size_bytes"], Summary)
    assert metric["size_bytes"].quantiles == ()


def test_le_and_quantile_are_ordinary_labels_elsewhere() -> None:
    """Only a histogram's ``le`` and a summary's ``quantile`` mean bounds."""
    text = '# TYPE x gauge\nx{le="5",quantile="0.5"} 1\n'
    assert labels(text, "x") == {"le": ("5",), "quantile": ("0.5",)}


def test_counters_of_the_classic_format_keep_the_name_that_is_exposed() -> None:
    """With or without ``_total``: Prometheus stores what the text says."""
    text = """
        # TYPE replies counter
        replies 2
        # TYPE hits_total counter
        hits_total 2
        # TYPE both counter
        both 1
        # TYPE both_total counter
        both_total 1
        # TYPE idle_total counter
        """
    assert kinds(text) == dict.fromkeys(
        ["both", "both_total", "hits_total", "idle_total", "replies"], Counter
    )
    assert not parse(text)["idle_total"].observed


def test_a_counter_declared_the_openmetrics_way_in_the_classic_format_is_one_counter() -> None:
    """Some clients declare ``hits`` and expose ``hits_total``."""
    metrics = parse('# HELP hits Hits\n# TYPE hits counter\nhits_total{a="b"} 2\n')
    assert list(metrics) == ["hits_total"]
    metric = metrics["hits_total"]
    assert type(metric) is Counter
    assert (metric.help, metric.labels, metric.observed) == ("Hits", {"a": ("b",)}, True)


def test_creation_times_are_no_metrics_of_their_own() -> None:
    """``_created`` goes where its family is cumulative, and stays where it is the application's own."""
    text = """
        # TYPE hits_total counter
        hits_total 2
        # TYPE hits_created gauge
        hits_created 1.7e9
        # TYPE took histogram
        # TYPE took_created gauge
        took_created 1.7e9
        # TYPE size summary
        size_count 1
        # TYPE size_created gauge
        size_created 1.7e9
        # TYPE job gauge
        job 1
        # TYPE job_created gauge
        job_created 1.7e9
        """
    assert list(parse(text)) == ["hits_total", "job", "job_created", "size", "took"]


def test_a_family_without_samples_is_not_observed() -> None:
    """Its labels are not known, which is not the same as having none."""
    metrics = parse("# HELP took Time\n# TYPE took histogram\n# TYPE on gauge\non 1\n# HELP odd Odd\n")
    assert [(name, metric.observed) for name, metric in metrics.items()] == [
        ("odd", False),
        ("on", True),
        ("took", False),
    ]
    assert isinstance(metrics["took"], Histogram)
    assert metrics["took"].buckets == ()


def test_metrics_without_a_type_are_untyped() -> None:
    """Declared untyped, or not declared at all."""
    text = '# TYPE a untyped\na{x="1"} 1\nb{y="1"} 2\nb{y="2"} 2\n# HELP c See\nc 3\n'
    assert kinds(text) == {"a": Untyped, "b": Untyped, "c": Untyped}
    assert labels(text, "b") == {"y": ("1", "2")}
    assert parse(text)["c"].help == "See"


def test_samples_that_stand_apart_from_their_family_belong_to_it() -> None:
    """The format wants families in one piece; Prometheus does not insist, nor do we."""
    text = """
        # TYPE h histogram
        h_bucket{le="1",a="x"} 1
        # TYPE g gauge
        g{b="x"} 1
        h_bucket{le="2",a="y"} 1
        h_count{a="z"} 1
        g{b="y"} 1
        # TYPE g gauge
        g{b="z"} 1
        """
    metrics = parse(text)
    assert list(metrics) == ["g", "h"]
    assert metrics["g"].labels == {"b": ("x", "y", "z")}
    assert metrics["h"].labels == {"a": ("x", "y", "z")}
    assert isinstance(metrics["h"], Histogram)
    assert metrics["h"].buckets == (1, 2)


def test_the_last_help_counts() -> None:
    """HELP may come twice, and an empty one says nothing."""
    text = "# HELP a one\n# HELP a two\n# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na 2\n"
    assert parse(text)["a"].help == "two"


def test_texts_of_any_language_and_every_escape_survive() -> None:
    """UTF-8 in help and values, quotes, backslashes and line feeds."""
    text = '# HELP a Größe in Bäumen → 木\\nzwei \\\\ Zeilen\n# TYPE a gauge\na{x="\\"q\\" \\\\ \\n é"} 1\n'
    metric = parse(text)["a"]
    assert metric.help == "Größe in Bäumen → 木\nzwei \\ Zeilen"
    assert metric.labels == {"x": ('"q" \\ \n é',)}


def test_names_of_any_characters_are_read() -> None:
    """Prometheus 3 quotes UTF-8 names inside the braces."""
    text = '# TYPE "http.requests" counter\n{"http.requests","url.path"="/"} 1\n# TYPE "a \\"b\\"" gauge\n'
    metrics = parse(text)
    assert {name: type(metric) for name, metric in metrics.items()} == {
        "http.requests": Counter,
        'a "b"': Gauge,
    }
    assert metrics["http.requests"].labels == {"url.path": ("/",)}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_timestamps_and_blank_lines_do_not_matter(ending: str) -> None:
    """Classic texts come with all of them."""
    lines = ["", "# TYPE a gauge", 'a{x="1"} 1 1395066363000', "", "# a comment", "b\t2", ""]
    metrics = parse(ending.join(lines))
    assert list(metrics) == ["a", "b"]
    assert metrics["a"].labels == {"x": ("1",)}


def test_prometheus_renames_an_exposed_job_and_instance() -> None:
    """Its own labels win, as long as ``honor_labels`` is off."""
    text = 'a{job="x",instance="y",zone="z"} 1\n'
    assert labels(text, "a") == {"exported_instance": ("y",), "exported_job": ("x",), "zone": ("z",)}


def test_openmetrics_with_carriage_returns_is_read() -> None:
    """A text that went through Windows still ends in ``# EOF``."""
    text = textwrap.dedent(OPENMETRICS).lstrip().replace("\n", "\r\n")
    assert kinds(text) == kinds(OPENMETRICS)


def test_a_label_with_more_than_twenty_values_is_open() -> None:
    """Twenty are listed, twenty-one are not."""
    values = [f"v{number:02}" for number in range(21)]
    twenty = "".join(f'a{{x="{value}"}} 1\n' for value in values[:20])
    assert labels(twenty, "a") == {"x": tuple(values[:20])}
    assert labels(twenty + f'a{{x="{values[20]}"}} 1\n', "a") == {"x": OPEN}


def test_an_empty_label_is_an_absent_one() -> None:
    """So it gives no value; a label that is only ever empty is open, because nothing is known of it."""
    assert labels('a{x="",y=""} 1\na{x="1"} 1\n', "a") == {"x": ("1",), "y": OPEN}


@pytest.mark.parametrize(
    "value",
    [
        "0d9f4f6e-55f0-4c11-b02f-0f7c2e4f5f0d",
        "/jobs/0d9f4f6e-55f0-4c11-b02f-0f7c2e4f5f0d/status",
        "3f786850e387550fdab836ed7e6dc881de23001b",
        "sha256:4bf5122f344554c53bde2ebb8cd2b7e3",
        "10.0.0.7",
        "10.0.0.7:9100",
        "[::1]:9100",
        "fe80::1",
        "02:fc:00:00:00:01",
        "localhost:9090",
        "db-1.internal:5432",
        "http://127.0.0.1:9093/api/v2/alerts",
        "1700000000",
        "2024-05-01",
        "2024-05-01T10:00:00Z",
        "1.22.0",
        "v1.22.0-rc1",
        "go1.19.8",
        "2.42.0+ds",
        "6.18.44-fc-v669",
    ],
)
def test_an_accident_opens_its_label(value: str) -> None:
    """Ids, addresses, dates and versions are those of one run; the values beside them are not listed either."""
    text = f'a{{x="{value}",y="done"}} 1\na{{x="other",y="done"}} 1\n'
    assert labels(text, "a") == {"x": OPEN, "y": ("done",)}


@pytest.mark.parametrize(
    "value",
    [
        "GET",
        "5xx",
        "200",
        "/api/v1/jobs/{job_id}",
        "0.99",
        "db15",
        "rq:queue:clips",
        "v2",
        "config|get",
        "none",
        "deadbeef",
        "100000",
        "sleeping",
        "std::vector",
        "3.11",
        "application/json",
        "en-GB",
        "+Inf",
    ],
)
def test_what_an_application_means_is_kept(value: str) -> None:
    """Methods, statuses, routes, names and small numbers are listed."""
    assert labels(f'a{{x="{value}"}} 1\n', "a") == {"x": (value,)}


def test_an_info_metric_describes_one_instance() -> None:
    """All its labels are open: the values are this machine's."""
    text = '# TYPE python_info gauge\npython_info{implementation="CPython",minor="11"} 1\n'
    assert labels(text, "python_info") == {"implementation": OPEN, "minor": OPEN}


OPENMETRICS = """
    # HELP hits Hits
    # TYPE hits counter
    hits_total{code="200"} 5 # {trace_id="0d9f4f6e"} 0.5 1700000000.1
    hits_created{code="200"} 1.7e9
    # TYPE took_seconds histogram
    # UNIT took_seconds seconds
    took_seconds_bucket{le="0.5"} 1 # {trace_id="x"} 0.1
    took_seconds_bucket{le="+Inf"} 2
    took_seconds_count 2
    took_seconds_sum 3.0
    took_seconds_created 1.7e9
    # TYPE build info
    build_info{version="1.2.3"} 1
    # TYPE mode stateset
    mode{mode="on"} 1
    mode{mode="off"} 0
    # TYPE depth gaugehistogram
    depth_bucket{le="10.0"} 1
    depth_bucket{le="+Inf"} 2
    depth_gcount 2
    depth_gsum 12
    # TYPE odd unknown
    odd 1
    # TYPE idle counter
    # EOF
    """


def test_openmetrics_names_are_those_that_prometheus_stores() -> None:
    """``_total`` and ``_info`` belong to the name; creation times and exemplars are no series."""
    assert kinds(OPENMETRICS) == {
        "build_info": Gauge,
        "depth_bucket": Gauge,
        "depth_gcount": Gauge,
        "depth_gsum": Gauge,
        "hits_total": Counter,
        "idle_total": Counter,
        "mode": Gauge,
        "odd": Untyped,
        "took_seconds": Histogram,
    }
    assert labels(OPENMETRICS, "hits_total") == {"code": ("200",)}
    assert labels(OPENMETRICS, "mode") == {"mode": ("off", "on")}
    assert labels(OPENMETRICS, "depth_bucket") == {"le": ("+Inf", "10.0")}
    assert labels(OPENMETRICS, "depth_gcount") == {}
    assert parse(OPENMETRICS)["took_seconds"].unit_name == "seconds"
    assert not parse(OPENMETRICS)["idle_total"].observed


def test_a_native_histogram_is_observed_without_buckets() -> None:
    """Its buckets are not series."""
    metric = parse("""
        # TYPE took histogram
        took{a="b"} {count:24,sum:100,schema:0,zero_threshold:0.001,zero_count:4,positive_spans:[0:2],positive_deltas:[1,2]}
        # EOF
        """)["took"]
    assert isinstance(metric, Histogram)
    assert (metric.labels, metric.buckets, metric.observed) == ({"a": ("b",)}, (), True)


def test_the_format_is_decided_by_content_or_media_type() -> None:
    """``# EOF`` at the end is OpenMetrics's own; so is its media type."""
    assert exposition.is_openmetrics("a 1\n# EOF\n")
    assert exposition.is_openmetrics("a 1\n", "application/openmetrics-text; version=1.0.0; charset=utf-8")
    assert not exposition.is_openmetrics("# EOF\na 1\n", "text/plain; version=0.0.4")
    assert error("a 1\n", content_type="application/openmetrics-text").where == "metrics.txt:1"


@pytest.mark.parametrize(
    ("text", "where", "quoted"),
    [
        ("a 1\nb{x=1} 2\nc 3\n", "metrics.txt:2", "b{x=1} 2"),
        ("a 1\n\nb one\n", "metrics.txt:3", "b one"),
        ('a 1\nb{x="1" 2\n', "metrics.txt:2", 'b{x="1" 2'),
        ("a\n", "metrics.txt:1", "a"),
        ("a 1\r\n# TYPE b\r\n", "metrics.txt:2", "# TYPE b"),
        ("a 1\n# TYPE b ratio\nb 1\nc 1\n", "metrics.txt:2", "# TYPE b ratio"),
        ("a 1\n# TYPE b ratio", "metrics.txt:2", "# TYPE b ratio"),
        ("a 1\n\n# EOF\n", "metrics.txt:2", ""),
        ("# TYPE a gauge\na 1\n# TYPE a gauge\na 2\n# EOF\n", "metrics.txt:3", "# TYPE a gauge"),
        (
            '# TYPE z gauge\nz 1\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_count 1\nh_sum 1\n# EOF\n',
            "metrics.txt:3",
            "# TYPE h histogram",
        ),
        ("# TYPE a summary\na 1\n# EOF\n", "metrics.txt:2", "a 1"),
    ],
)
def test_a_malformed_line_is_named_and_quoted(text: str, where: str, quoted: str) -> None:
    """The error points at the line; where a family as a whole is wrong, at its ``# TYPE``."""
    problem = error(text)
    assert problem.where == where
    assert problem.details == (quoted,)
    assert problem.summary.startswith("malformed metrics: ")


def test_a_long_malformed_line_is_quoted_in_part() -> None:
    """An error stays readable."""
    problem = error("a{" + "x" * 5000 + "\n")
    assert len(problem.details[0]) == 201
    assert len(problem.summary) < 100


def test_a_bound_that_is_no_number_is_an_error() -> None:
    """The family's declaration is the place."""
    problem = error('a 1\n# TYPE h histogram\nh_bucket{le="many"} 1\n')
    assert problem.where == "metrics.txt:2"
    assert "h" in problem.summary


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("# only a comment\n", "there are no metrics: only comments"),
        ("<!DOCTYPE html><html>", "this is an HTML or XML page, not metrics"),
        ("\n  <?xml version='1.0'?>", "this is an HTML or XML page, not metrics"),
        ('{"status": "success"}', "this is JSON, not metrics"),
        ("[1, 2]", "this is JSON, not metrics"),
        ("{}", "this is JSON, not metrics"),
    ],
)
def test_what_is_no_exposition_is_called_by_its_name(text: str, summary: str) -> None:
    """Not "malformed line 1"."""
    problem = error(text)
    assert (problem.summary, problem.where) == (summary, "metrics.txt")


@pytest.mark.parametrize(
    ("content", "summary", "where"),
    [
        (b"", "there are no metrics: the input is empty", "m.txt"),
        (b" \n\n", "there are no metrics: the input is empty", "m.txt"),
        (b"\x1f\x8b\x08\x00", "the metrics are compressed with gzip", "m.txt"),
        (b'a 1\nb 2\nc{x="\xff"} 1\n', "this is not UTF-8 text, as metrics must be", "m.txt:3"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, summary: str, where: str) -> None:
    """Empty, compressed or binary input each have their own error."""
    with pytest.raises(InputError) as caught:
        exposition.decode(content, "m.txt")
    assert (caught.value.summary, caught.value.where) == (summary, where)


def test_a_byte_order_mark_is_ignored() -> None:
    """Windows editors add one."""
    assert exposition.decode(b"\xef\xbb\xbfa 1\n", "m.txt") == "a 1\n"
