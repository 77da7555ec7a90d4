"""alert/unique: an alert's name, a group's name and a rule's uid occur once in an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle, Kind
    from grafana_kit.model.source import Source

ID = "alert/unique"
_LONGEST = 190  # Grafana's limit for the titles of rules and groups


def check(bundle: Bundle) -> Iterator[Problem]:
    """Yield names that occur twice, and names that are too long."""
    kind: Kind = "grafana-rules" if bundle.environment.alert_engine == "grafana" else "prometheus-rules"
    groups: dict[str, Source] = {}
    alerts: dict[str, Source] = {}
    for group in bundle.of_kind(kind):
        yield from _once("group", group.title, group.source, groups)
        for rule in group.body["rules"]:
            name = rule.get("alert") or rule.get("title")
            if name is not None:
                yield from _once("alert", name, group.sources.get(name, group.source), alerts)
    yield from _uids(bundle)


def _uids(bundle: Bundle) -> Iterator[Problem]:
    uids: dict[str, tuple[str, Source]] = {}
    for group in bundle.of_kind("grafana-rules"):
        for rule in group.body["rules"]:
            source = group.sources.get(rule["title"], group.source)
            other = uids.setdefault(rule["uid"], (rule["title"], source))
            if other[0] != rule["title"]:
                message = f'the alerts "{other[0]}" and "{rule["title"]}" have the same uid {rule["uid"]}'
                yield Problem(ID, message, source, "rename one of them", (other[1],))


def _once(what: str, name: str, source: Source, seen: dict[str, Source]) -> Iterator[Problem]:
    if len(name) > _LONGEST:
        yield Problem(
            ID, f"the {what} name {name[:40]}… has {len(name)} characters", source, f"at most {_LONGEST}"
        )
    if name in seen:
        yield Problem(ID, f'two {what}s are called "{name}"', source, "rename one of them", (seen[name],))
    seen.setdefault(name, source)
