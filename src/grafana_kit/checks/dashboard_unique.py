"""dashboard/unique: one uid, one title per folder, and no title or uid that is a folder's.

Grafana 10 saves a dashboard over another with the same title in the folder, and finds folders by the
same key; it compares slugs (pkg/services/dashboards/database: getExistingDashboardByTitleAndFolder).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.model.naming import slug
from grafana_kit.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle, Resource

ID = "dashboard/unique"


def check(bundle: Bundle) -> Iterator[Problem]:
    """Yield dashboards that would stand in each other's way."""
    uids: dict[str, Resource] = {}
    titles: dict[tuple[str, str], Resource] = {}
    folders = {slug(one.title): one for one in bundle.of_kind("folder")}
    folder_uids = {one.uid: one for one in bundle.of_kind("folder")}
    by_slug: dict[str, Resource] = {}
    for one in bundle.of_kind("folder"):
        path = slug(f"{one.folder} {one.title}")
        if path in by_slug:
            yield _two(
                f'the folders "{_path(by_slug[path])}" and "{_path(one)}" have the same slug',
                one,
                by_slug[path],
            )
        by_slug[path] = one
    for one in bundle.of_kind("dashboard"):
        name = slug(one.title)
        if one.uid in uids:
            yield _two(f'two dashboards have the uid "{one.uid}"', one, uids[one.uid])
        elif (slug(one.folder), name) in titles:
            first = titles[slug(one.folder), name]
            same = one.title == first.title
            what = f'called "{one.title}"' if same else f'the same to Grafana ("{name}")'
            yield _two(f'two dashboards are {what} in the folder "{one.folder}"', one, first)
        if one.uid in folder_uids:
            other = folder_uids[one.uid]
            yield _two(f'the dashboard "{one.title}" has the uid of the folder "{other.title}"', one, other)
        if name in folders:
            other = folders[name]
            yield _two(f'the dashboard "{one.title}" has the slug of the folder "{other.title}"', one, other)
        uids.setdefault(one.uid, one)
        titles.setdefault((slug(one.folder), name), one)


def _path(folder: Resource) -> str:
    return f"{folder.folder}/{folder.title}".lstrip("/")


def _two(message: str, second: Resource, first: Resource) -> Problem:
    return Problem(ID, message, second.source, "rename one of them", (first.source,))
