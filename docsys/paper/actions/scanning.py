"""Scans of paper (4.3.8): measured, stored in 扫描备份 (which the mirror follows), tied to their copy."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, vault
from docsys.db import after_commit
from docsys.documents import places
from docsys.documents.rules import SUFFIX
from docsys.paper import queries, rules
from docsys.paper.models import PaperCopy, Scan
from docsys.paper.rules import Resolution
from docsys.people.rules import Actor, Permission, require
from docsys.vault import Staged
from docsys.vault.media import media_type


@dataclass(frozen=True)
class Scanned:
    """A file that came, and what was measured of it before the transaction began."""

    staged: Staged
    name: str
    resolution: Resolution


def add(session: Session, copy_id: int, scans: list[Scanned], *, actor: Actor, now: datetime) -> list[Scan]:
    """Tie scans to a copy: `…-Z02-S01.pdf`, …"""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_KEEP, copy.document.unit_id)
    first = max((scan.ordinal for scan in copy.scans), default=0) + 1
    made = [_scan(session, copy, ordinal, one, actor, now) for ordinal, one in enumerate(scans, first)]
    session.flush()
    said = [f"{one.file.path.rpartition('/')[2]} {one.measured}" for one in made]
    detail = {"what": "；".join(said), "sha256": [one.file.sha256 for one in made]}
    audit.record(session, "scan.add", actor, copy.code, now=now, detail=detail)
    if place := session.info.get("place"):
        after_commit(session, place)
    return made


def _scan(session: Session, copy: PaperCopy, ordinal: int, one: Scanned, actor: Actor, now: datetime) -> Scan:
    found = SUFFIX.search(one.name)
    name = rules.scan_name(copy.code, ordinal, found[0].lower() if found else "")
    target = f"{places.SCANS}/{rules.titled(copy.document.number, copy.document.title)}/{name}"
    file = vault.adopt(
        session, one.staged, target=target, original_name=one.name, media_type=media_type(one.name), now=now
    )
    scan = Scan(
        copy=copy,
        ordinal=ordinal,
        file=file,
        dpi=one.resolution.dpi,
        pages=one.resolution.pages,
        measured=one.resolution.said,
        made_by=actor.name,
        made_at=now,
    )
    session.add(scan)
    return scan
