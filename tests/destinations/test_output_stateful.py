"""Whatever people do between builds: nothing by hand is lost, and the output is what a fresh build writes."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grafana_kit.app.build import build
from grafana_kit.destinations.writing import BACKUP
from grafana_kit.errors import CheckError, KitError
from grafana_kit.loading.project import load_project

PROJECT = "project: shop\nenvironments:\n  dev: {}\n  prod: {alert_engine: prometheus, alert_suffix: _Prod}\n"
BOARD = """
from grafana_kit import dashboard, panels, row

@dashboard({uid!r}, uid={uid!r}, folder={folder!r})
def board(env):
    yield row("Now", panels.stat("Up", "up", description={text!r} + env.name))
"""
ALERTS = """
from grafana_kit import Alert, rule_group

@rule_group("shop", folder="Shop", every="1m")
def rules(env):
    yield Alert("Always", when="up == 0", severity="none", summary="down", description="It is down.")
    for name in {names}:
        yield Alert(name, when="up == 0", severity="critical", summary="down", description="It is down.")
"""
UIDS = st.sampled_from(["a", "b"])
FOLDERS = st.sampled_from(["Shop", ""])
ENVIRONMENTS = st.sampled_from([(), ("dev",), ("prod",), ("prod", "dev")])
TOMBSTONES = "deleted-rules.yaml"


class Output(RuleBasedStateMachine):
    """A project, its output folder, and a person who edits in both."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="output-"))
        self.infra = self.home / "infra"
        self.alerts: set[str] = set()
        self.hand: dict[str, str] = {}  # path → what a person wrote there
        self.edits = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.home)

    @initialize()
    def project(self) -> None:
        """Begin with alerts only."""
        for folder in ("dashboards", "alerts"):
            (self.home / folder).mkdir()
        (self.home / "grafana-kit.yaml").write_text(PROJECT)
        self.write_alerts()

    # --- the sources ---

    @rule(uid=UIDS, folder=FOLDERS, text=st.sampled_from(["one", "two"]))
    def write_board(self, uid: str, folder: str, text: str) -> None:
        """Add or change a dashboard, or move it."""
        (self.home / f"dashboards/{uid}.py").write_text(BOARD.format(uid=uid, folder=folder, text=text))

    @rule(uid=UIDS)
    def remove_board(self, uid: str) -> None:
        """Remove a dashboard."""
        (self.home / f"dashboards/{uid}.py").unlink(missing_ok=True)

    @rule(name=st.sampled_from(["Down", "Slow"]))
    def toggle_alert(self, name: str) -> None:
        """Add an alert, or remove it."""
        self.alerts ^= {name}
        self.write_alerts()

    def write_alerts(self) -> None:
        """Write the rules of now."""
        (self.home / "alerts/shop.py").write_text(ALERTS.format(names=sorted(self.alerts)))

    # --- the output, by hand ---

    def files(self) -> dict[str, str]:
        """Return what the output folder holds for others than us."""
        return {
            name: path.read_text()
            for path in sorted(self.infra.rglob("*"))
            if path.is_file() and not (name := str(path.relative_to(self.infra))).startswith(".grafana-kit")
        }

    def by_hand(self, path: str) -> None:
        """Write something of which there is no other copy."""
        self.edits += 1
        place = self.infra / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"by hand {self.edits}")
        self.hand[path] = f"by hand {self.edits}"

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Edit one of the first files: so that some are edited again and again."""
        self.by_hand(data.draw(st.sampled_from(sorted(self.files())[:3])))

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Remove any file: that is somebody's own decision."""
        path = data.draw(st.sampled_from(sorted(self.files())))
        (self.infra / path).unlink()
        self.hand.pop(path, None)

    @rule(name=st.sampled_from(["dashboards/shop/a.json", "notes.txt"]))
    def create(self, name: str) -> None:
        """Add a file, be it where a dashboard may want to be."""
        self.by_hand(f"grafana/dev/{name}")

    # --- builds ---

    def run(self, names: tuple[str, ...], output: Path | None = None, **options: Any) -> None:
        """Build as the command line would."""
        project = load_project(self.home)
        environments = [project.environment(name) for name in names] or list(project.environments.values())
        build(project, environments, output or self.infra, **options)

    def fresh(self, names: tuple[str, ...]) -> dict[str, str]:
        """Return what a build into an empty folder writes."""
        kept, self.infra = self.infra, self.home / "fresh"
        try:
            self.run(names, self.infra)
            return self.files()
        finally:
            shutil.rmtree(self.infra, ignore_errors=True)
            self.infra = kept

    @rule(names=ENVIRONMENTS)
    def build_carefully(self, names: tuple[str, ...]) -> None:
        """Without --force nothing by hand is touched, and a build that stops changes nothing at all."""
        before = self.files()
        try:
            self.run(names)
        except KitError:
            assert self.files() == before
            assert self.hand
            return
        for path, text in self.hand.items():
            assert (self.infra / path).read_text() == text
        self.is_fresh(names, before)

    @rule(names=ENVIRONMENTS)
    def build_by_force(self, names: tuple[str, ...]) -> None:
        """With --force the output is right, and what was overwritten has a copy."""
        before = self.files()
        self.run(names, force=True)
        self.is_fresh(names, before)

    def is_fresh(self, names: tuple[str, ...], before: dict[str, str]) -> None:
        """Hold what was built to a fresh build, and everything else to what it was."""
        wanted, found = self.fresh(names), self.files()
        others = {path: text for path, text in before.items() if names and path.split("/")[1] not in names}
        foreign = {path: text for path, text in self.hand.items() if found.get(path) == text}
        expected = {**others, **wanted, **foreign}
        for path in {*found, *expected}:
            if not path.endswith(TOMBSTONES):
                assert found.get(path) == expected.get(path), path
        assert not foreign.keys() & wanted.keys()
        self.run(names, check=True)

    @staticmethod
    def rule_is_built(uid: str, files: dict[str, str]) -> bool:
        """Say whether a Grafana rule is among the files."""
        return any(f"uid: {uid}\n" in text for text in files.values())

    @rule(names=ENVIRONMENTS)
    def check(self, names: tuple[str, ...]) -> None:
        """A check writes nothing, whatever it finds."""
        before = {path: path.read_bytes() for path in self.home.rglob("*") if path.is_file()}
        with contextlib.suppress(CheckError):
            self.run(names, check=True)
        assert {path: path.read_bytes() for path in self.home.rglob("*") if path.is_file()} == before

    @invariant()
    def nothing_by_hand_is_lost(self) -> None:
        """It is where it was written, or in the backup."""
        copies = {path.read_text() for path in (self.infra / BACKUP).rglob("*") if path.is_file()}
        for path, text in list(self.hand.items()):
            place = self.infra / path
            if not place.is_file() or place.read_text() != text:
                assert text in copies, path
                del self.hand[path]

    @invariant()
    def no_rule_is_both_there_and_deleted(self) -> None:
        """A rule that Grafana should delete is in no other file, and the other way round."""
        files = self.files()
        for path, text in files.items():
            if path.endswith(TOMBSTONES) and path not in self.hand:
                rest = {
                    name: other for name, other in files.items() if name != path and name not in self.hand
                }
                gone = [line.split(": ")[1] for line in text.splitlines() if "uid: " in line]
                assert gone
                assert not [uid for uid in gone if self.rule_is_built(uid, rest)]


def test_any_sequence_of_edits_and_builds() -> None:
    """The invariants above hold."""
    run_state_machine_as_test(
        Output, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )
