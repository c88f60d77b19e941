"""Any sequence of acts by several people, with crashes between them, leaves a library in order.

`disorder` and the check of the catalogue look after every step; at the end the worker has done all that was left.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.audit import verify
from docsys.catalogue import jobs as catalogue_jobs
from docsys.documents import actions as documents
from docsys.documents import jobs as document_jobs
from docsys.documents.actions import NewDraft
from docsys.documents.models import Document
from docsys.documents.queries import open_version
from docsys.documents.rules import State
from docsys.folders import actions as folders
from docsys.jobs.models import Job
from docsys.people import confirmations
from docsys.people.models import Confirmation
from docsys.printing.marks import Marked, Outcome
from docsys.publication import actions as life
from docsys.settings import Settings
from tests.databases import Databases
from tests.publication.order import disorder
from tests.publication.worlds import CAST, Fate, World, make_world

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.4-6"), pytest.mark.rule("N-3.6-1")]

FATES = st.sampled_from([Fate.DONE, Fate.DONE, Fate.DONE, Fate.UNSETTLED, Fate.UNSETTLED, Fate.ROLLED_BACK])
WHO = st.sampled_from([0, 0, 1, 1, *range(2, len(CAST))])
WHICH = st.integers(0, 5)
TITLES = st.sampled_from(["值班手册", "巡检手册", "应急手册"])
LEVELS = st.sampled_from(["C", "C", "D", "A", ""])
VERSIONS = st.sampled_from(["V1.0", "V1.1", "V1.2", "V1.10", "V2.0", "V3.0"])
FOLDERS = st.sampled_from(["SC01", "SC02", "ZD07", "SC", "HT01"])
TEXTS = st.sampled_from(["一", "二", "三"])
NAMES = st.sampled_from(["值班手册", "手册甲", "手册乙"])


class Library(RuleBasedStateMachine):
    """People act on documents and folders; the process dies where it is drawn to; now and then the worker works."""

    databases: ClassVar[Databases]

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.world: World = make_world(self.databases, Settings(home=self.home))
        self.changed = True

    # what people do

    @rule(who=WHO, folder=FOLDERS, title=TITLES, level=LEVELS, text=TEXTS, fate=FATES)
    def register(self, who: int, folder: str, title: str, level: str, text: str, fate: Fate) -> None:
        file = self.world.stage(text)
        new = self._marks(who, title, level, "V1.0", folder)
        self._do(fate, lambda session: documents.register(session, new, file, "上传.txt", **self._by(who)))

    @rule(who=WHO, which=WHICH, title=TITLES, level=LEVELS, version=VERSIONS, fate=FATES)
    def change_marks(self, who: int, which: int, title: str, level: str, version: str, fate: Fate) -> None:
        new = self._marks(who, title, level, version)
        self._to(which, fate, lambda session, one: documents.change_marks(session, one.id, new, **self._by(who)))

    @rule(who=WHO, which=WHICH, text=TEXTS, fate=FATES)
    def replace_file(self, who: int, which: int, text: str, fate: Fate) -> None:
        file = self.world.stage(text)
        self._to(
            which, fate, lambda session, one: documents.replace_file(session, one.id, file, "换.TXT", **self._by(who))
        )

    @rule(who=WHO, which=WHICH, text=TEXTS, fate=FATES)
    def attach(self, who: int, which: int, text: str, fate: Fate) -> None:
        file = self.world.stage(text)
        self._to(
            which, fate, lambda session, one: documents.attach(session, one.id, file, "图.txt", "", **self._by(who))
        )

    @rule(who=WHO, which=WHICH, hours=st.integers(1, 8), fate=FATES)
    def check_out(self, who: int, which: int, hours: int, fate: Fate) -> None:
        self._to(which, fate, lambda session, one: documents.check_out(session, one.id, hours, **self._by(who)))

    @rule(who=WHO, which=WHICH, taken=st.booleans(), fate=FATES)
    def check_in(self, who: int, which: int, taken: bool, fate: Fate) -> None:  # noqa: FBT001 - drawn
        def give(session: Session, one: Document) -> None:
            if taken:
                documents.take_back(session, one.id, "急用", **self._by(who))
            else:
                documents.check_in(session, one.id, **self._by(who))

        self._to(which, fate, give)

    @rule(
        who=WHO, which=WHICH, verb=st.sampled_from(["submit", "submit", "approve", "approve", "send_back"]), fate=FATES
    )
    def judge(self, who: int, which: int, verb: str, fate: Fate) -> None:
        said = () if verb == "submit" else ("意见",)
        self._to(which, fate, lambda session, one: getattr(life, verb)(session, one.id, *said, **self._by(who)))

    @rule(who=WHO, which=WHICH, fate=FATES)
    def ask_for_publication(self, who: int, which: int, fate: Fate) -> None:
        self._to(which, fate, lambda session, one: life.request_publication(session, one.id, **self._by(who)))

    @rule(who=WHO, which=WHICH, fate=FATES)
    def ask_for_abolition(self, who: int, which: int, fate: Fate) -> None:
        self._to(
            which,
            fate,
            lambda session, one: life.request_abolition(session, one.id, life.Ending("停用", ""), **self._by(who)),
        )

    @rule(who=WHO, which=WHICH, folder=FOLDERS, fate=FATES)
    def ask_for_another_number(self, who: int, which: int, folder: str, fate: Fate) -> None:
        self._to(
            which, fate, lambda session, one: life.request_renumbering(session, one.id, folder, "归类", **self._by(who))
        )

    @rule(who=WHO, which=WHICH, accept=st.sampled_from([True, True, True, False]), fate=FATES)
    def decide(self, who: int, which: int, accept: bool, fate: Fate) -> None:  # noqa: FBT001 - drawn
        def say(session: Session) -> None:
            waiting = session.scalars(select(Confirmation).where(Confirmation.decided_at.is_(None))).all()
            if waiting:
                actor, now = self.world.cast[who], self.world.clock.now()
                confirmations.decide(session, waiting[which % len(waiting)].id, actor, now, accept)

        self._do(fate, say)

    @rule(who=WHO, which=WHICH, title=TITLES, version=VERSIONS, text=TEXTS, fate=FATES)
    def revise(self, who: int, which: int, title: str, version: str, text: str, fate: Fate) -> None:
        file, new = self.world.stage(text), self._marks(who, title, "C", version)
        self._to(
            which,
            fate,
            lambda session, one: life.revise(session, one.id, new, "评审", file, "改.txt", **self._by(who)),
        )

    @rule(who=WHO, which=WHICH, fate=FATES)
    def withdraw(self, who: int, which: int, fate: Fate) -> None:
        self._to(which, fate, lambda session, one: life.withdraw(session, one.id, "不需要", **self._by(who)))

    @rule(which=WHICH, fate=FATES)
    def bring_forward(self, which: int, fate: Fate) -> None:
        """One step towards being in force, each by somebody who may: so that the wild acts find all states."""

        def step(session: Session, one: Document) -> None:
            version = open_version(one)
            if version is None:
                return
            if version.state is State.DRAFT:
                life.submit(session, one.id, **self._by(0))
            elif version.state is State.REVIEW:
                life.approve(session, one.id, "", **self._by(int(version.author_id == self.world.cast[0].user_id)))
            else:
                self._publish(session, one.id)

        self._to(which, fate, step)

    # what happens to folders

    @rule(code=st.sampled_from(["SC01", "SC02", "ZD07"]), name=NAMES, fate=FATES)
    def rename_folder(self, code: str, name: str, fate: Fate) -> None:
        self._do(fate, lambda session: folders.rename(session, code, name, **self._by(0)))

    @rule(name=NAMES, fate=FATES)
    def create_folder(self, name: str, fate: Fate) -> None:
        self._do(fate, lambda session: folders.create(session, "SC01", name, **self._by(0)))

    @rule(closing=st.booleans(), fate=FATES)
    def switch_folder(self, closing: bool, fate: Fate) -> None:  # noqa: FBT001 - drawn
        verb = folders.close if closing else folders.reopen
        self._do(fate, lambda session: verb(session, "SC02", **self._by(0)))

    # what the process does

    @rule(hours=st.integers(1, 9))
    def time_goes_by(self, hours: int) -> None:
        self.world.clock.move(hours=hours)

    @rule()
    def die_between_move_and_tick(self) -> None:
        self.world.move_and_die()
        self.changed = True

    @rule(most=st.sampled_from([1, 2, 5, None]))
    def work(self, most: int | None) -> None:
        self.world.work(most)
        self.changed = True

    # what must hold

    @invariant()
    def is_in_order(self) -> None:
        if not hasattr(self, "world") or not self.changed:
            return
        self.changed = False
        with self.world.database.read() as session:
            assert disorder(session, self.world.settings.archive) == []
        if not self.world.unmoved():
            assert self.world.check() == []

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self._settle_down()
            finally:
                self.world.close()
                shutil.rmtree(self.home)

    def _settle_down(self) -> None:
        self.world.settle()
        assert self.world.unmoved() == []
        self.world.clock.move(minutes=2)
        self.world.work()
        with self.world.database.read() as session:
            assert [(job.kind, job.error) for job in session.scalars(select(Job).where(Job.state != "done"))] == []
            assert verify(session) is None
            assert disorder(session, self.world.settings.archive) == []
            told = [(one.path, one.number) for one in session.scalars(select(Document))]
        assert self.world.check() == []
        here = self.world.settings.archive
        assert [number for path, number in told if f'"number": "{number}"' not in _read(here / path)] == []

    def _publish(self, session: Session, document_id: int) -> None:
        asked = life.request_publication(session, document_id, **self._by(0))
        confirmations.decide(session, asked.id, self.world.cast[1], self.world.clock.now(), accept=True)

    def _do(self, fate: Fate, verb: Callable[[Session], object]) -> None:
        with self.world.act(fate) as session:
            verb(session)
        self.changed = True

    def _to(self, which: int, fate: Fate, verb: Callable[[Session, Document], object]) -> None:
        """To one of the documents there are."""
        with self.world.act(fate) as session:
            there = session.scalars(select(Document).order_by(Document.id)).all()
            if there:
                verb(session, there[which % len(there)])
        self.changed = True

    def _marks(self, who: int, title: str, level: str, version: str, folder: str = "") -> NewDraft:
        actor = self.world.cast[who]
        return NewDraft(
            folder,
            actor.unit_id or 0,
            title,
            actor.name,
            version=version,
            secrecy="内部",
            use_scope="值班",
            level=level,
            notes=["修订"],
        )

    def _by(self, who: int) -> dict[str, Any]:
        return {"actor": self.world.cast[who], "now": self.world.clock.now()}


def _read(folder: Path) -> str:
    path = folder / document_jobs.METADATA
    return path.read_text("utf-8") if path.is_file() else ""


@pytest.fixture
def quick_prints(monkeypatch):
    """What a print looks like is shown elsewhere; here it matters where it lies."""
    made = Marked(b"%PDF-1.7", 1, Outcome.COMPLETE)
    monkeypatch.setattr(document_jobs, "render", lambda *_, **__: made.pdf)
    monkeypatch.setattr(document_jobs, "marked_pdf", lambda *_, **__: made)
    monkeypatch.setattr(catalogue_jobs, "pdf", lambda *_: made.pdf)


@pytest.mark.parametrize(("examples", "steps"), [(12, 25), pytest.param(300, 60, marks=pytest.mark.fault)])
def test_any_sequence_of_acts_and_crashes_leaves_a_library_in_order(databases, quick_prints, examples, steps):
    machine = type("Drawn", (Library,), {"databases": databases})
    run_state_machine_as_test(
        machine,
        settings=how(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=examples < 100,  # the suite draws the same sequences each time, `make fault` new ones
            suppress_health_check=list(HealthCheck),
        ),
    )
