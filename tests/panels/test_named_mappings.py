"""Value mappings that several panels share."""

from __future__ import annotations

from grafana_kit import panels

UP = {0: ("down", "red"), 1: ("up", "green")}
NOTHING = {None: "no jobs"}


def test_mappings_may_be_constants_of_the_author() -> None:
    """A mapping with a name has one type of key (mypy reads this file too); every panel takes it as it is."""
    up = panels.stat("Up", "up", mappings=UP).mappings
    assert up == (
        {
            "type": "value",
            "options": {
                "0": {"color": "red", "index": 0, "text": "down"},
                "1": {"color": "green", "index": 1, "text": "up"},
            },
        },
    )
    nothing = panels.stat("Jobs", "jobs", mappings=NOTHING).mappings
    assert nothing == (
        {"type": "special", "options": {"match": "null+nan", "result": {"index": 0, "text": "no jobs"}}},
    )
