"""Signed prints that come home: received as they are, and after a person's glance filed with the records they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from docsys import audit, vault
from docsys.clock import local
from docsys.db import after_commit
from docsys.errors import NotFound
from docsys.people.rules import Actor
from docsys.records import scans
from docsys.records.models import Record, RecordScan, SignedScan
from docsys.records.scans import AlreadyFiled
from docsys.vault.media import media_type

PLACE = "扫描备份/签字扫描件"


@dataclass(frozen=True)
class Cut:
    """The pages that belong to one record, staged as a file of their own."""

    staged: vault.Staged
    name: str
    pages: int


def receive_scan(
    session: Session, staged: vault.Staged, name: str, codes: Sequence[Sequence[str]], *, actor: Actor, now: datetime
) -> SignedScan:
    """Keep a scan as it came, with what was read from its pages."""
    if actor.user_id is None:
        raise NotFound
    suffix = PurePosixPath(name).suffix.lower()[:10]
    target = f"{PLACE}/{local(now):%Y}/{staged.id[:16]}{suffix}"
    file = vault.adopt(session, staged, target=target, original_name=name, media_type=media_type(name), now=now)
    scan = SignedScan(file=file, codes=[list(page) for page in codes], by_id=actor.user_id, by_name=actor.name, at=now)
    session.add(scan)
    session.flush()
    detail = {"name": name, "sha256": staged.sha256, "pages": len(codes)}
    audit.record(session, "scan.receive", actor, f"SCAN-{scan.id}", now=now, detail=detail)
    _place(session)
    return scan


def file_scan(
    session: Session, scan_id: int, cuts: Mapping[str, Cut], *, actor: Actor, now: datetime
) -> list[RecordScan]:
    """File the pages of a scan with their records, each as the next 签字扫描件 of its record.

    Raises:
        NotFound: another person's scan; AlreadyFiled; NotOneOfYours, NotYetPrinted, NotHandled.

    """
    scan = _open(session, scan_id, actor)
    found = scans.records(session, {number: [1] for number in cuts}, actor)
    made = [_filed(session, scan, found[number], cut, actor, now) for number, cut in cuts.items()]
    scan.settled_at = now
    session.flush()
    for one in made:
        detail = {"name": one.file.path.rpartition("/")[2], "sha256": one.file.sha256, "pages": one.pages}
        audit.record(session, "record.scan", actor, one.record.number, now=now, detail=detail)
    _place(session)
    return made


def _filed(session: Session, scan: SignedScan, record: Record, cut: Cut, actor: Actor, now: datetime) -> RecordScan:
    ordinal = max((one.ordinal for one in record.scans), default=0) + 1
    suffix = PurePosixPath(cut.name).suffix.lower()[:10]
    target = f"{PLACE}/{local(now):%Y}/{record.number}_签字扫描件_S{ordinal:02}{suffix}"
    name = f"{record.number}_签字扫描件_S{ordinal:02}{suffix}"
    file = vault.adopt(session, cut.staged, target=target, original_name=name, media_type=media_type(name), now=now)
    made = RecordScan(
        record=record, scan_id=scan.id, ordinal=ordinal, pages=cut.pages, file=file, by_name=actor.name, at=now
    )
    session.add(made)
    return made


def give_up_scan(session: Session, scan_id: int, *, actor: Actor, now: datetime) -> None:
    """It belongs nowhere; the file stays where it is."""
    scan = _open(session, scan_id, actor)
    scan.settled_at = now
    audit.record(session, "scan.give_up", actor, f"SCAN-{scan.id}", now=now, detail={"name": scan.file.original_name})


def _open(session: Session, scan_id: int, actor: Actor) -> SignedScan:
    scan = scans.of_person(session, scan_id, actor)
    if scan is None:
        raise NotFound
    if scan.settled_at is not None:
        raise AlreadyFiled(name=scan.file.original_name)
    return scan


def _place(session: Session) -> None:
    if place := session.info.get("place"):
        after_commit(session, place)
