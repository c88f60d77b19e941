"""Invented paper: plain functions."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from docsys.documents.models import Document
from docsys.paper import actions
from docsys.paper.actions import NewCopies, NewVolume, Wish
from docsys.paper.models import Loan, PaperCopy, Volume
from tests.documents.factories import People, grant, make_current
from tests.people.factories import NOW

DUE = date(2026, 12, 7)
BOTH = "电子+纸质"


def make_document(session: Session, people: People, archive: Path, **changes: object) -> Document:
    """One in force, in electronic and paper form, which people of the reader's post may use."""
    grant(session, people, str(changes.get("folder_code", "SC01"))[:2])
    return make_current(session, people, archive, **{"medium": BOTH, **changes})


def make_copies(
    session: Session, people: People, document: Document, count: int = 1, **changes: object
) -> list[PaperCopy]:
    new = NewCopies(**{"count": count, "location": "库房 A 柜 2 层", "pages": 4, **changes})  # type: ignore[arg-type]  # as named
    return actions.register(session, document.id, new, actor=people.admin, now=NOW)


def make_loan(session: Session, people: People, copy: PaperCopy, *, due: date = DUE) -> Loan:
    """Lent over the counter to the reader."""
    wish = Wish("核对值班流程", due)
    return actions.lend(session, copy.id, people.reader.user_id or 0, wish, actor=people.admin, now=NOW)


def make_volume(
    session: Session, people: People, copies: list[PaperCopy], *, folder: str = "SC01", title: str = "值班手册汇编"
) -> Volume:
    new = NewVolume(folder, title, [copy.id for copy in copies], {})
    return actions.compile_volume(session, new, actor=people.admin, now=NOW)
