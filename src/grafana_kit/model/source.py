"""Where a definition stands in the author's files."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from attrs import frozen


@frozen
class Source:
    """A place in a file, as ``path:line``. Line 0 means the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        path = self.path
        with contextlib.suppress(ValueError):  # outside the working directory: the absolute path is clearer
            path = str(Path(path).relative_to(Path.cwd()))
        return f"{path}:{self.line}" if self.line else path


def caller(depth: int = 1) -> Source:
    """Return the place that called the function that calls this one.

    ``depth`` counts further frames to leave out: a helper between the author and this call adds one.
    """
    frame = sys._getframe(depth + 1)  # noqa: SLF001 - inspect.stack() reads source files: 1000 times slower
    return Source(frame.f_code.co_filename, frame.f_lineno)
