"""Invented paper: plain functions."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from docsys.documents.models import Document
from docsys.paper import actions
from docsys.paper.actions import NewCopies, NewVolume, Scanned, Wish
from docsys.paper.models import Loan, PaperCopy, Scan, Volume
from docsys.paper.rules import Resolution
from tests.documents.factories import People, grant, make_current, staged
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


def make_scan(session: Session, people: People, archive: Path, copy: PaperCopy, dpi: int = 300) -> Scan:
    """A scan whose dots were measured elsewhere."""
    resolution = Resolution(dpi, 1, f"{dpi} dpi（2480×3508 像素）")
    scanned = Scanned(staged(archive, "扫描的页面"), "扫描0001.pdf", resolution)
    return actions.add(session, copy.id, [scanned], actor=people.admin, now=NOW)[0]


def make_paper(session: Session, people: People, archive: Path, document: Document) -> dict[str, int]:
    """A lent and scanned copy of a document, and one in a volume: their ids by the names of addresses."""
    lent, bound = make_copies(session, people, document, 2)
    loan, scan = make_loan(session, people, lent), make_scan(session, people, archive, lent)
    volume = make_volume(session, people, [bound], folder=document.folder.code, title=document.title)
    return {"copy_id": lent.id, "loan_id": loan.id, "scan_id": scan.id, "volume_id": volume.id}


def make_volume(
    session: Session, people: People, copies: list[PaperCopy], *, folder: str = "SC01", title: str = "值班手册汇编"
) -> Volume:
    new = NewVolume(folder, title, [copy.id for copy in copies], {})
    return actions.compile_volume(session, new, actor=people.admin, now=NOW)
