"""dashboard/valid: what Grafana refuses or mistakes in a dashboard's own settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grafana_kit.model.naming import UID, UID_LENGTH
from grafana_kit.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle

ID = "dashboard/valid"
_REFRESH = re.compile(r"|\d+(?:ms|[smhdw])")


def check(bundle: Bundle) -> Iterator[Problem]:
    """Yield illegal uids, empty titles, unreadable refresh intervals, empty dashboards."""
    for one in bundle.of_kind("dashboard"):
        if UID.fullmatch(one.uid) is None:
            rule = f"at most {UID_LENGTH} of the characters a-z, A-Z, 0-9, - and _"
            yield Problem(
                ID, f'"{one.uid}" ({len(one.uid)} characters) is no uid', one.source, f"a uid is {rule}"
            )
        if not one.title.strip():
            yield Problem(ID, f"the dashboard {one.uid} has no title", one.source, "give it a title")
        if _REFRESH.fullmatch(str(one.body.get("refresh") or "")) is None:
            hint = 'write it as "30s" or "1m", or leave it empty for never'
            yield Problem(ID, f'"{one.body.get("refresh")}" is no refresh interval', one.source, hint)
        if not one.sources:
            yield Problem(
                ID, f'the dashboard "{one.title}" has no panels', one.source, "yield a row or a panel"
            )
