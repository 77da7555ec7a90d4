"""Data sources: compared in the form of provisioning files, and never made the default in place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from grafana_kit.destinations.base import Applied
from grafana_kit.destinations.grafana import marks
from grafana_kit.destinations.grafana.forms import expanded
from grafana_kit.destinations.grafana.server import Server
from grafana_kit.model.change import Mark, Seen
from grafana_kit.model.naming import slug
from grafana_kit.planning.normalise import MARK_JSON, digest
from grafana_kit.render.grafana_rules import expandable
from grafana_kit.transport.client import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.model.change import Change, Since
    from grafana_kit.model.resource import Kind, Resource

_KIND: Kind = "datasource"
_PATH = "/api/datasources"
_FIELDS = (
    *("name", "type", "uid", "access", "url", "user", "database", "basicAuth", "basicAuthUser"),
    *("withCredentials", "isDefault", "jsonData"),
)


@define(eq=False)
class Datasources:
    """The data sources of a server."""

    server: Server

    # --- reading ------------------------------------------------------------------------------------

    def read(self, wanted: Sequence[Resource]) -> list[Seen]:
        """Return those that are wanted, others that carry our mark, and those with a name that ours needs."""
        listed: list[dict[str, Any]] = self.server.client.get(_PATH).data
        uids = {one.uid: one for one in wanted}
        there = {one["uid"] for one in listed}
        names = {slug(one.title) for one in wanted if one.uid not in there}
        asked, seen = [], []
        for one in listed:
            written = marks.read((one.get("jsonData") or {}).get(MARK_JSON))
            if one["uid"] in uids or (written is not None and written.mark.project == self.server.project):
                asked.append(one["uid"])
            elif slug(one["name"]) in names:
                seen.append(Seen(_KIND, one["uid"], one["name"], {}))
        default = next((one["uid"] for one in listed if one.get("isDefault")), "")
        found = (one for one in self.server.each(self._get, asked) if one is not None)
        seen += [self._seen(one, uids.get(one["uid"]), default) for one in found]
        return seen

    def _get(self, uid: str) -> dict[str, Any] | None:
        answer = self.server.client.get(f"{_PATH}/uid/{segment(uid)}", allow=(404,))
        found: dict[str, Any] | None = None if answer.status == 404 else answer.data  # noqa: PLR2004
        return found

    def _seen(self, live: dict[str, Any], resource: Resource | None, default: str) -> Seen:
        """Return it as provisioning files would have it, with what happened since we wrote it."""
        body = _file_form(live)
        written = marks.read((live.get("jsonData") or {}).get(MARK_JSON))
        seen = Seen(
            _KIND,
            live["uid"],
            live["name"],
            body,
            version=live.get("version"),
            provisioned=bool(live.get("readOnly")),
        )
        if written is not None:
            # Another one may have become the default, or ceased to be: that is no edit of this one.
            forms = (body, {**body, "isDefault": not body.get("isDefault")})
            same = any(digest(_KIND, form) == written.mark.digest for form in forms)
            ours = written.mark.project == self.server.project
            since: Since = ("nothing" if same else "edited") if ours else "unknown"
            seen = evolve(seen, mark=written.mark, since=since)
        if resource is not None and resource.body.get("isDefault") and default not in ("", resource.uid):
            self.server.note(
                f'the data source {default} is the default one and stays it, not "{resource.title}"'
            )
            seen = evolve(seen, body={**body, "isDefault": True})
        return seen

    # --- writing ------------------------------------------------------------------------------------

    def apply(self, change: Change, run: str) -> Applied:
        """Make, change or delete one data source."""
        what, path = f'data source "{change.title}" ({change.uid})', f"{_PATH}/uid/{segment(change.uid)}"
        there = self._get(change.uid)
        if change.action == "delete":
            if there is None:
                return Applied(None, "it was gone already", already=True)
            self._check(there, change, what)
            self.server.client.send("DELETE", path, what=what, allow=(404,), repeatable=True)
            return Applied(None)
        if there is not None or change.seen is not None:
            self._check(there, change, what)
        mark = Mark(self.server.project, run, digest(_KIND, change.wanted or {}))
        body = self._body(change, mark)
        live = self._write(change, body, there, what)
        if live["uid"] != change.uid:
            raise self.server.conflict(f"{what}: the server wrote {live['uid']} instead", path)
        seen = self._seen(live, None, "")
        wanted = {**seen.body, "isDefault": bool((change.wanted or {}).get("isDefault"))}
        if seen.body.get("isDefault") == wanted["isDefault"]:
            return Applied(seen)
        return Applied(
            evolve(seen, body=wanted, since="nothing"), "another data source stays the default one"
        )

    def _check(self, there: dict[str, Any] | None, change: Change, what: str) -> None:
        """Refuse what is not as the plan saw it; the server's own lock is not in every version."""
        seen = change.seen
        if there is None or seen is None or there.get("version") != seen.version:
            raise self.server.changed(what, f"{_PATH}/uid/{change.uid}")

    def _body(self, change: Change, mark: Mark) -> dict[str, Any]:
        wanted = change.wanted or {}
        body = {name: expanded(wanted[name]) for name in _FIELDS if wanted.get(name) is not None}
        body |= {name: wanted[name] for name in ("secureJsonData",) if name in wanted}
        body["uid"] = change.uid
        body["jsonData"] = dict(body.get("jsonData") or {})
        if not change.exact:
            body["jsonData"][MARK_JSON] = marks.Written(mark).text()
        if body.get("isDefault"):
            others = (one for one in self.server.client.get(_PATH).data if one["uid"] != change.uid)
            body["isDefault"] = not any(one.get("isDefault") for one in others)
        return body

    def _write(
        self, change: Change, body: dict[str, Any], there: dict[str, Any] | None, what: str
    ) -> dict[str, Any]:
        """Write it once: after a lost answer, look whether ours arrived before sending it again."""
        method, path = ("POST", _PATH) if there is None else ("PUT", f"{_PATH}/uid/{segment(change.uid)}")
        if there is not None:
            body = {**body, "version": there.get("version")}

        def arrived() -> dict[str, Any] | None:
            now = self._get(change.uid)
            if (now or {}).get("version") == (there or {}).get("version"):
                return None
            if now is not None and _file_form(now) == _file_form({**now, **_known(body)}):
                return now
            raise self.server.changed(what, path)

        def write() -> dict[str, Any]:
            return dict(self.server.client.send(method, path, body, what=what).data["datasource"])

        return self.server.once(write, arrived)


def _known(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in _FIELDS if name in body}


def _file_form(live: dict[str, Any]) -> dict[str, Any]:
    """Return a data source as a provisioning file has it; secrets are not in it, the server keeps them."""
    body = {name: live[name] for name in _FIELDS if live.get(name) not in (None, "")}
    body |= {name: expandable(body[name]) for name in ("name", "url", "user", "database") if name in body}
    return body
