"""Contact points, mute timings and notification routes: nothing on them can carry a mark, so they are compared."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from attrs import define

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana.server import PROVISIONING, Server
from grafana_kit.model.change import Seen
from grafana_kit.planning.normalise import digest
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grafana_kit.model.change import Change
    from grafana_kit.model.resource import Kind, Resource

_POINTS = f"{PROVISIONING}/contact-points"
_TIMINGS = f"{PROVISIONING}/mute-timings"
_POLICIES = f"{PROVISIONING}/policies"
_REDACTED = "[REDACTED]"
_RECEIVER = ("uid", "type", "settings", "disableResolveMessage")


def _check(server: Server, kind: Kind, now: Mapping[str, Any] | None, change: Change, path: str) -> None:
    """Refuse what is not as the plan saw it."""
    before = change.seen.body if change.seen is not None else None
    same = now is before if now is None or before is None else digest(kind, now) == digest(kind, before)
    if not same:
        raise server.changed(f'{kind} "{change.title}"', path)


@define(eq=False)
class ContactPoints:
    """Contact points: a name, and one or more receivers with a uid each."""

    server: Server

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return those that are wanted."""
        if not wanted:
            return []
        listed = self.server.client.get(_POINTS).data
        found = []
        for resource in wanted:
            body = _point(listed, resource.title, resource.body)
            if body is not None:
                provenances = {one.get("provenance") or "" for one in listed if one["name"] == resource.title}
                provisioned = bool(provenances - {"", "api"})
                found.append(
                    Seen("contact-point", resource.uid, resource.title, body, provisioned=provisioned)
                )
        return found

    def apply(self, change: Change) -> Applied:
        """Make, change or delete one contact point, receiver by receiver."""
        name = change.seen.title if change.seen is not None else str((change.wanted or {}).get("name"))
        reference = change.wanted or (change.seen.body if change.seen is not None else {})
        now = _point(self.server.client.get(_POINTS).data, name, reference)
        if change.action == "delete" and now is None:
            return Applied(None, "it was gone already", already=True)
        _check(self.server, "contact-point", now, change, _POINTS)
        before = {one["uid"]: one for one in (now or {}).get("receivers", [])}
        after = {one["uid"]: one for one in (change.wanted or {}).get("receivers", [])}
        for uid, receiver in after.items():
            self._write(name, receiver, new=uid not in before)
        for uid in before.keys() - after.keys():
            self.server.client.send(
                "DELETE",
                f"{_POINTS}/{segment(uid)}",
                headers=self.server.provenance_headers,
                what=f'contact point "{name}"',
                repeatable=True,
            )
        if change.wanted is None:
            return Applied(None)
        return Applied(Seen("contact-point", change.uid, change.title, change.wanted))

    def _write(self, name: str, receiver: Mapping[str, Any], *, new: bool) -> None:
        uid, client = str(receiver["uid"]), self.server.client
        method, path = ("POST", _POINTS) if new else ("PUT", f"{_POINTS}/{segment(uid)}")
        body = {**{field: receiver[field] for field in _RECEIVER if field in receiver}, "name": name}

        def arrived() -> bool | None:
            now = _point(client.get(_POINTS).data, name, {"receivers": [receiver]})
            there = [one for one in (now or {}).get("receivers", []) if one["uid"] == uid]
            wanted = {"name": name, "receivers": [receiver]}
            same = digest("contact-point", {"name": name, "receivers": there}) == digest(
                "contact-point", wanted
            )
            return same or None

        headers, what = self.server.provenance_headers, f'contact point "{name}"'
        self.server.once(lambda: bool(client.send(method, path, body, headers=headers, what=what)), arrived)


def _point(
    listed: Sequence[Mapping[str, Any]], name: str, wanted: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return a contact point in the form and order of ``wanted``; what is redacted is taken to be as wanted."""
    order = {one.get("uid"): at for at, one in enumerate(wanted.get("receivers") or [])}
    settings = {one.get("uid"): one.get("settings") or {} for one in wanted.get("receivers") or []}
    receivers = []
    for one in listed:
        if one["name"] == name:
            known = settings.get(one["uid"], {})
            shown = {
                key: known.get(key, value) if value == _REDACTED else value
                for key, value in (one.get("settings") or {}).items()
            }
            receivers.append({field: one[field] for field in _RECEIVER if field in one} | {"settings": shown})
    receivers.sort(key=lambda one: order.get(one["uid"], len(order)))
    return {"name": name, "receivers": receivers} if receivers else None


@define(eq=False)
class MuteTimings:
    """Mute timings: a name, and times."""

    server: Server

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return those that are wanted."""
        found = []
        for resource in wanted:
            live = self._get(resource.title)
            if live is not None:
                provisioned = (live.get("provenance") or "") not in ("", "api")
                found.append(
                    Seen("mute-timing", resource.uid, resource.title, _timing(live), provisioned=provisioned)
                )
        return found

    def _get(self, name: str) -> dict[str, Any] | None:
        answer = self.server.client.get(f"{_TIMINGS}/{segment(name)}", allow=(404,))
        return None if answer.status == 404 else dict(answer.data)  # noqa: PLR2004

    def apply(self, change: Change) -> Applied:
        """Make, change or delete one mute timing."""
        name, client = change.title, self.server.client
        headers, what, path = (
            self.server.provenance_headers,
            f'mute timing "{name}"',
            f"{_TIMINGS}/{segment(name)}",
        )
        live = self._get(name)
        if change.action == "delete" and live is None:
            return Applied(None, "it was gone already", already=True)
        _check(self.server, "mute-timing", live and _timing(live), change, path)
        version = {"version": live["version"]} if live and live.get("version") else {}
        if change.wanted is None:
            client.send("DELETE", path, params=version, headers=headers, what=what, repeatable=True)
            return Applied(None)
        wanted = _timing({**change.wanted, "name": name})
        method, target = ("POST", _TIMINGS) if live is None else ("PUT", path)

        def arrived() -> bool | None:
            now = self._get(name)
            if now is not None and digest("mute-timing", _timing(now)) == digest("mute-timing", wanted):
                return True
            _check(self.server, "mute-timing", now and _timing(now), change, path)
            return None

        self.server.once(
            lambda: bool(client.send(method, target, {**wanted, **version}, headers=headers, what=what)),
            arrived,
        )
        return Applied(Seen("mute-timing", change.uid, change.title, wanted))


def _timing(live: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": live["name"], "time_intervals": live.get("time_intervals") or []}


@define(eq=False)
class Routes:
    """Our routes in the notification policy, a tree that belongs to everybody: all else in it stays as it is."""

    server: Server

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return those that are wanted: the children of the root with the same matchers."""
        if not wanted:
            return []
        tree = self.server.client.get(_POLICIES).data
        # A tree from files takes no route of ours, so it counts for one that is not there too.
        provisioned = (tree.get("provenance") or "") not in ("", "api")
        found = []
        for resource in wanted:
            live = _route(tree, resource.body)
            if live is not None or provisioned:
                body = live or {}
                found.append(
                    Seen("notification-route", resource.uid, resource.title, body, provisioned=provisioned)
                )
        return found

    def apply(self, change: Change) -> Applied:
        """Put one route in, in place of the one that the plan saw, or take it out."""
        before = change.seen.body if change.seen is not None else None
        reference = change.wanted if change.wanted is not None else (before or {})

        def write() -> bool:
            tree = self.server.client.get(_POLICIES).data
            live = _route(tree, before or reference)
            _check(self.server, "notification-route", live, change, _POLICIES)
            new = copy.deepcopy(tree)
            routes = new.get("routes") or []
            at = routes.index(live) if live is not None else 0
            # In front: an earlier route that takes everything would keep ours from being reached.
            routes[at : at + (live is not None)] = [change.wanted] if change.wanted is not None else []
            new["routes"] = routes
            # The tree keeps the provenance that it has: with another one nobody could edit it any more.
            headers = {} if tree.get("provenance") == "api" else {"X-Disable-Provenance": "true"}
            what = f'notification route "{change.title}"'
            return bool(self.server.client.send("PUT", _POLICIES, new, headers=headers, what=what))

        def arrived() -> bool | None:
            live = _route(self.server.client.get(_POLICIES).data, reference)
            kind: Kind = "notification-route"
            if live is None or change.wanted is None:
                return (live is None and change.wanted is None) or None
            return digest(kind, live) == digest(kind, change.wanted) or None

        self.server.once(write, arrived)
        if change.wanted is None:
            return Applied(None)
        return Applied(Seen("notification-route", change.uid, change.title, change.wanted))


def _route(tree: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the child of the root that has the matchers of ``wanted``."""
    matchers = sorted(map(list, wanted.get("object_matchers") or []))
    for one in tree.get("routes") or []:
        if matchers and sorted(map(list, one.get("object_matchers") or [])) == matchers:
            return dict(one)
    return None
