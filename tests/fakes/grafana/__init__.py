"""A test Grafana over real HTTP, in a process of its own: strict where the real one is, and honest about its traps.

No Grafana was at hand when it was written. It follows the documented contract of 10.2.3 to 13.3, and where versions
or sources disagree it takes the side that is harder on the client. Start it by hand with

    python -m tests.fakes.grafana --profile 10.2 --port 0

or from a test with :class:`GrafanaServer`.
"""

from __future__ import annotations

from tests.fakes.grafana.client import ControlError, Exchange, GrafanaServer
from tests.fakes.grafana.profiles import PROFILES, Profile

__all__ = ["PROFILES", "ControlError", "Exchange", "GrafanaServer", "Profile"]
