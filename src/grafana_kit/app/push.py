"""Push: what is defined against what a server holds, as a plan; and what of a conflict authors take over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from grafana_kit.app.build import bundles
from grafana_kit.destinations.receipts import file_name
from grafana_kit.errors import OutputError
from grafana_kit.planning.normalise import MARK_TAG
from grafana_kit.planning.plan import plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_kit.app.target import Target
    from grafana_kit.model.change import Change, Plan
    from grafana_kit.model.environment import Environment, Project
    from grafana_kit.model.resource import Bundle
    from grafana_kit.planning.plan import Options


@frozen
class Adopted:
    """A resource whose server version was written beside the sources."""

    change: Change
    path: Path
    hint: str


def wanted(project: Project, environment: Environment) -> Bundle:
    """Return what the project defines for an environment.

    Raises:
        KitErrors: everything that is wrong with the definitions.
    """
    return bundles(project, [environment])[0]


def planned(bundle: Bundle, target: Target, options: Options | None = None) -> Plan:
    """Read the server and return what a push would do.

    Raises:
        ServerError: the server does not answer as it should.
    """
    made = plan(bundle, target.destination.read(bundle), options)
    return evolve(made, notes=(*made.notes, *target.destination.notes))


def adopt(found: Plan, project: Project) -> tuple[Plan, list[Adopted]]:
    """Write the server's version of every conflict beside the sources, and take it out of the plan.

    What the server itself provisions, or what only has our name, is not adopted: it stays a conflict.

    Raises:
        OutputError: a file cannot be written.
    """
    adopted = [_adopt(change, project) for change in found.conflicts if adoptable(change)]
    taken = {one.change.key for one in adopted}
    return evolve(found, changes=tuple(one for one in found.changes if one.key not in taken)), adopted


def adoptable(change: Change) -> bool:
    """Return whether the server's version of a conflict can be taken over."""
    return change.conflict is not None and change.conflict.forcible and change.seen is not None


def _adopt(change: Change, project: Project) -> Adopted:
    assert change.seen is not None
    source = change.source.path
    folder = Path(source).parent if source.endswith(".py") else project.root / project.sources[0]
    content = json.dumps(_plain(change), indent=2, ensure_ascii=False) + "\n"
    path = folder
    try:
        path = _free(folder, file_name(change.uid), content)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        raise OutputError(
            f"the server's version cannot be written: {error.strerror or error}",
            where=path,
            hint="mend the permissions; nothing was pushed",
        ) from error
    there = f"take it over in {change.source}, then delete the file and push" if source else _UNDEFINED
    return Adopted(change, path, there)


_UNDEFINED = "define it again from this file, or delete it on the server"


def _free(folder: Path, name: str, content: str) -> Path:
    """Return a path that holds nothing else: what an author may have begun to edit is not overwritten."""
    number = 1
    while True:
        path = folder / (f"{name}.json" if number == 1 else f"{name}-{number}.json")
        if not path.exists() or path.read_text(encoding="utf-8", errors="replace") == content:
            return path
        number += 1


def _plain(change: Change) -> dict[str, Any]:
    """Return the body as an author would keep it: without the server's numbers and our mark."""
    assert change.seen is not None
    body = dict(change.seen.body)
    if change.kind == "dashboard":
        body["id"] = None
        body.pop("version", None)
        tags: Sequence[object] = body.get("tags") or []
        body["tags"] = [tag for tag in tags if not str(tag).startswith(MARK_TAG)]
    return body
