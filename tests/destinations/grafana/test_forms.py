"""Rules in the form of files and of the API: there and back says the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafana_kit.destinations.grafana import forms, marks
from grafana_kit.planning.normalise import digest
from tests.destinations.grafana.helpers import group, rule

TEXT = st.text(max_size=20)
RULES = st.fixed_dictionaries(
    {
        "title": st.text(min_size=1, max_size=20),
        "for": st.sampled_from(["0s", "30s", "5m", "1h30m"]),
        "isPaused": st.booleans(),
        "labels": st.dictionaries(TEXT, TEXT.map(lambda text: text.replace("$", "$$")), max_size=3),
        "annotations": st.dictionaries(TEXT.filter(lambda key: not key.startswith("__")), TEXT, max_size=3),
    },
    optional={
        "keepFiringFor": st.sampled_from(["1m", "10m"]),
        "missing_series_evals_to_resolve": st.integers(1, 9),
        "dashboardUid": st.just("board"),
        "notification_settings": st.just({"receiver": "r"}),
    },
)


@given(RULES, st.integers(0, 2**31))
def test_a_rule_survives_the_way_there_and_back(changes: dict[str, Any], panel: int) -> None:
    """Names, dollars, panels, marks."""
    changes["title"] = changes["title"].replace("$", "$$")
    if "dashboardUid" in changes and panel:
        changes["panelId"] = panel
    written = forms.marked(rule(**changes), "project=p run=r sha=s")
    sent = forms.to_api(written, folder_uid="team", group="jobs", org_id=7)
    back = forms.to_file(sent)
    assert back == written
    assert marks.rule_digest(back) == marks.rule_digest(written)


def test_the_api_has_names_of_its_own() -> None:
    """And wants the panel in annotations, as text."""
    one = rule(keepFiringFor="1m", missing_series_evals_to_resolve=2, dashboardUid="d", panelId=4)
    sent = forms.to_api(one, folder_uid="team", group="jobs", org_id=7)
    assert sent["keep_firing_for"] == "1m"
    assert sent["missingSeriesEvalsToResolve"] == 2
    assert sent["annotations"] == {
        "summary": "too {{ $labels.job }}",
        "__dashboardUid__": "d",
        "__panelId__": "4",
    }
    assert sent["labels"]["job"] == "{{ $labels.job }}"
    assert (sent["folderUID"], sent["ruleGroup"], sent["orgID"]) == ("team", "jobs", 7)
    assert not {"keepFiringFor", "missing_series_evals_to_resolve", "dashboardUid", "panelId"} & set(sent)


def test_what_the_server_adds_is_left_out() -> None:
    """Numbers, times, nulls, no duration."""
    sent = forms.to_api(rule(), folder_uid="team", group="jobs", org_id=1)
    live = {**sent, "id": 7, "updated": "2026-01-01T00:00:00Z", "provenance": "api", "record": None}
    live |= {"notification_settings": None, "keep_firing_for": "0s"}
    assert forms.to_file(live) == rule()


def test_a_panel_that_is_no_number_is_kept() -> None:
    """Somebody wrote it by hand."""
    live = forms.to_api(rule(), folder_uid="team", group="jobs", org_id=1)
    live["annotations"]["__panelId__"] = "four"
    assert forms.to_file(live)["panelId"] == "four"


@pytest.mark.parametrize(("seconds", "text"), [(10, "10s"), (60, "1m"), (90, "1m30s"), (3600, "1h")])
def test_a_groups_interval_is_seconds_and_text(seconds: int, text: str) -> None:
    """The API counts, a file writes."""
    assert forms.seconds(text) == seconds
    live = {"title": "jobs", "interval": seconds, "rules": []}
    assert forms.group_to_file(live, folder="Team", org_id=1)["interval"] == text


def test_a_group_of_the_api_is_the_group_of_the_file() -> None:
    """By the digest that marks carry."""
    wanted = group(rule("a"), rule("b"), name="$$ jobs").body
    live = {
        "title": "$ jobs",
        "folderUid": "team",
        "interval": 60,
        "rules": [forms.to_api(one, folder_uid="team", group="$ jobs", org_id=1) for one in wanted["rules"]],
    }
    found = forms.group_to_file(live, folder="Team", org_id=1)
    assert digest("grafana-rules", found) == digest("grafana-rules", wanted)
