"""What every destination can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grafana_kit.model.change import Change, Key, Seen
    from grafana_kit.model.resource import Bundle


@frozen(eq=False)
class Applied:
    """What became of one change.

    Attributes:
        seen: the resource as the destination holds it afterwards; None for a deletion.
        note: what people should know, such as a value that the server stored differently.
        already: somebody else had done the same before us: to undo it is not our business.
    """

    seen: Seen | None
    note: str = ""
    already: bool = False


class Destination(Protocol):
    """Reads what is there, and carries one change out.

    ``read`` returns the state of everything in the bundle, of everything else that carries the project's
    mark, and of whatever stands in the way of either. ``apply`` carries out a change under the lock that
    the change saw, and raises ``ConflictError`` when the destination has changed since.
    """

    def read(self, bundle: Bundle) -> Mapping[Key, Seen]:
        """Return what is there."""
        ...

    def apply(self, change: Change, run: str) -> Applied:
        """Carry out one change; ``run`` is the id that the mark will carry."""
        ...
