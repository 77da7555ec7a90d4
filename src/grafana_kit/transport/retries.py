"""How long to wait before a request is sent again, and how often."""

from __future__ import annotations

import random
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen(kw_only=True)
class Patience:
    """Time-outs and retries of a client; all times in seconds.

    Attributes:
        connect: for the connection, TLS included.
        read: for each pause within an answer.
        total: for an answer as a whole.
        attempts: how often a request is sent at most.
        first: the first wait; each further one is twice as long, with jitter.
        longest: no wait is longer, whatever ``Retry-After`` says.
        sleep, jitter, now: the clock and the dice, for tests.
    """

    connect: float = 10
    read: float = 60
    total: float = 180
    attempts: int = 5
    first: float = 0.5
    longest: float = 60
    sleep: Callable[[float], object] = time.sleep
    jitter: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    def pause(self, attempt: int, retry_after: str = "") -> None:
        """Wait after the attempt of that number (from 1), as long as the server asked for if it did."""
        self.sleep(self.wait(attempt, retry_after))

    def wait(self, attempt: int, retry_after: str = "") -> float:
        """Return how long to wait: many clients that were refused together do not come back together."""
        asked = self._asked(retry_after)
        if asked is not None:
            return min(asked + self.jitter() * self.first, self.longest)
        backoff = self.first * 2 ** (attempt - 1)
        return float(min(backoff * (0.5 + self.jitter() / 2), self.longest))

    def _asked(self, retry_after: str) -> float | None:
        """Return the seconds that ``Retry-After`` asks for: a number or a date (RFC 9110, 10.2.3)."""
        if retry_after.strip().isdigit():
            return float(retry_after)
        try:
            return max(0.0, parsedate_to_datetime(retry_after).timestamp() - self.now())
        except (TypeError, ValueError):
            return None
