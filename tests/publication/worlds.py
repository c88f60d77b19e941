"""A small library at work: several people, the rooms joined as the application joins them, and a process that may die."""

import contextlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.app import JOBS
from docsys.app.listeners import LISTENERS
from docsys.catalogue import checking
from docsys.catalogue import jobs as catalogue_jobs
from docsys.catalogue.rules import Defect
from docsys.clock import FixedClock
from docsys.db import Database
from docsys.documents import actions as documents
from docsys.documents.actions import RightRow
from docsys.documents.rules import Right
from docsys.errors import DocsysError
from docsys.events import Bus
from docsys.folders.seed import seed as seed_folders
from docsys.jobs import Context, Worker
from docsys.jobs.models import Job
from docsys.jobs.models import State as JobState
from docsys.numbering.rules import FOLDER
from docsys.people.rules import Actor, Role
from docsys.settings import Settings
from docsys.vault import placing
from docsys.vault.models import FileMove
from tests.databases import Databases
from tests.people.factories import NOW, actor_of, make_reference, make_user

# Two who may do everything with documents, so that only the rules stand between them and a wrong act; and some who may do
# their part.
ALL = (Role.AUTHOR, Role.DOC_APPROVER, Role.DOCADMIN, Role.ZXB, Role.WGB)
CAST: dict[str, tuple[str, tuple[Role, ...], str]] = {
    "everything": ("万能", ALL, "YGZX"),
    "everything2": ("再能", ALL, "YGZX"),
    "author": ("王军", (Role.AUTHOR,), "YGZX"),
    "approver": ("陈志远", (Role.DOC_APPROVER,), "YGZX"),
    "docadmin": ("赵敏", (Role.DOCADMIN,), "YGZX"),
    "zxb": ("何平", (Role.ZXB,), "ZXB"),
    "zxb2": ("何安", (Role.ZXB, Role.DOCADMIN), "ZXB"),
    "reader": ("李强", (), "YGZX"),
}


class Fate(StrEnum):
    """What becomes of an act: carried through; committed, but the process dies before the files are moved; or it dies
    with the transaction open.
    """

    DONE = "done"
    UNSETTLED = "unsettled"
    ROLLED_BACK = "rolled back"


class Died(Exception):
    """The process, in the middle of an act."""


@dataclass
class World:
    database: Database
    settings: Settings
    clock: FixedClock
    cast: list[Actor]

    @contextmanager
    def act(self, fate: Fate) -> Iterator[Session]:
        """One act and what becomes of it. What the house refuses changes nothing."""
        with contextlib.suppress(Died, DocsysError):
            with self.database.act() as session:
                yield session
                if fate is Fate.ROLLED_BACK:
                    raise Died
            if fate is Fate.DONE:
                self.settle()

    def stage(self, content: str) -> vault.Staged:
        return vault.stage(self.settings.archive, io.BytesIO(content.encode()))

    def settle(self) -> None:
        vault.settle(self.database, self.settings.archive, self.clock.now())

    def move_and_die(self) -> None:
        """The first open move is carried out on disk, and nobody lives to tick it off."""
        with self.database.read() as session:
            found = session.scalar(select(FileMove).where(FileMove.done_at.is_(None)).order_by(FileMove.id).limit(1))
        if found is not None:
            placing.carry_out(self.settings.archive, found.source, found.target)

    def work(self, most: int | None = None) -> None:
        """The worker does what is due, or so many jobs of it."""
        worker = Worker(Context(self.database, self.settings, self.clock), JOBS | QUIET)
        count = 0
        while (most is None or count < most) and worker.step():
            count += 1

    def check(self) -> list[Defect]:
        """What the check of the catalogue reports. The directory of a new folder may be owed by a job for some seconds."""
        found = checking.check(self.database, self.settings.archive, self.clock.now()).defects
        with self.database.read() as session:
            owed = session.scalar(
                select(Job.id).where(Job.kind == catalogue_jobs.TABLE, Job.state != JobState.DONE.value).limit(1)
            )
        return [one for one in found if owed is None or not FOLDER.fullmatch(one.number)]

    def unmoved(self) -> list[tuple[str, str]]:
        """Moves that are not ticked off."""
        with self.database.read() as session:
            rows = session.scalars(select(FileMove).where(FileMove.done_at.is_(None)).order_by(FileMove.id))
            return [(row.source, row.target) for row in rows]

    def close(self) -> None:
        self.database.dispose()


def _nothing(_context: Context, _payload: dict[str, Any]) -> None:
    """The texts of the index are shown elsewhere."""


QUIET: dict[str, Callable[[Context, dict[str, Any]], None]] = {"search.extract": _nothing}


def make_world(databases: Databases, settings: Settings) -> World:
    settings.var.mkdir(parents=True)
    settings.archive.mkdir()
    clock, bus = FixedClock(), Bus()
    for event, listener in LISTENERS:
        bus.subscribe(event, listener)
    database = databases.fresh(settings.var / "docsys.sqlite3", bus)
    database.info.update(library=settings.library_code, settings=settings)
    with database.act() as session:
        make_reference(session)
        seed_folders(session, NOW)
        cast = [_join(session, login) for login in CAST]
        anybody = RightRow(None, None, None, frozenset(Right))
        documents.set_folder_rights(session, "SC", [anybody], actor=cast[0], now=NOW)
        documents.set_folder_rights(session, "ZD", [anybody], actor=cast[0], now=NOW)
    catalogue_jobs.lay_out(database, settings.archive, NOW)
    return World(database, settings, clock, cast)


def _join(session: Session, login: str) -> Actor:
    name, roles, unit = CAST[login]
    return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))
