"""Status: what a server says about itself and us, and how far it is from what the code says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from grafana_kit.destinations.grafana import facts
from grafana_kit.errors import AuthError
from grafana_kit.planning.plan import plan

if TYPE_CHECKING:
    from grafana_kit.app.target import Target
    from grafana_kit.destinations.grafana import Facts
    from grafana_kit.model.resource import Bundle


@frozen
class Counts:
    """How many resources of this project are in which state.

    Attributes:
        ours: how many on the server carry our mark.
        in_sync: as the code says.
        changed: changed in code, or new in it.
        drifted: changed on the server, or something else that is in the way.
        extra: ours on the server, and no longer in the code.
    """

    ours: int
    in_sync: int
    changed: int
    drifted: int
    extra: int


@frozen
class Status:
    """What ``status`` tells.

    Attributes:
        counts: None where the server does not let us read everything.
        unread: why there are no counts.
    """

    facts: Facts
    counts: Counts | None
    unread: str = ""


def status(bundle: Bundle, target: Target) -> Status:
    """Ask a server what it is, what it lets us do, and what it holds of ours.

    Raises:
        AuthError: it does not know us.
        ServerError: it does not answer as it should.
    """
    found = facts(target.destination, {one.kind for one in bundle.resources})
    try:
        return Status(found, _counts(bundle, target))
    except AuthError as error:  # it knows us, and does not let us read everything: that is what status tells
        return Status(found, None, error.summary)


def _counts(bundle: Bundle, target: Target) -> Counts:
    seen = target.destination.read(bundle)
    made = plan(bundle, seen)
    project = target.project.name
    return Counts(
        sum(one.mark is not None and one.mark.project == project for one in seen.values()),
        len(made.of("unchanged")),
        len(made.pending),
        len(made.conflicts),
        len(made.prunable),
    )
