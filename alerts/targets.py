"""Whether a scrape target is there at all: what several groups of alerts ask."""

from __future__ import annotations

from grafana_kit import Query, promql
from metrics import scrape


def up(job: str) -> Query:
    """Return whether the scrapes of a job worked."""
    return scrape.up.where(job=job)


def down(job: str) -> Query:
    """Return the targets of a job that cannot be scraped; and the job itself when it has no target."""
    return (up(job) == 0) | promql.absent(up(job))
