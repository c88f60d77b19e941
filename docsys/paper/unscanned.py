"""重要而无扫描件 (4.3.8): one condition for the list of copies, the list of documents, and the tag beside a copy.

One scan of a version serves all its copies: they bear the same text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from docsys.documents.listed import Due
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE
from docsys.paper.models import PaperCopy, Scan
from docsys.paper.states import ENDED

LABEL = "重要而无扫描件"
Other = aliased(PaperCopy)


def _is_scanned(version_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists(select(Scan.id).join(Other, Other.id == Scan.copy_id).where(Other.version_id == version_id))


def copy_lacks_scan(version: Any) -> ColumnElement[bool]:
    """An important copy of a `version` in force of which there is no scan."""
    version_id: ColumnElement[Any] = PaperCopy.version_id.expression
    is_there = and_(PaperCopy.is_important, PaperCopy.state.not_in(ENDED), version.state.in_(EFFECTIVE))
    return and_(is_there, ~_is_scanned(version_id).correlate(PaperCopy))


def document_lacks_scan() -> ColumnElement[bool]:
    """A document whose version in force has an important copy and no scan."""
    version_id: ColumnElement[Any] = Document.head_id.expression
    important = exists(
        select(PaperCopy.id).where(
            PaperCopy.version_id == version_id, PaperCopy.is_important, PaperCopy.state.not_in(ENDED)
        )
    )
    return and_(
        Document.state.in_(EFFECTIVE), important.correlate(Document), ~_is_scanned(version_id).correlate(Document)
    )


def among(session: Session, copies: Iterable[PaperCopy]) -> frozenset[int]:
    """The ids of those copies of a page that lack a scan."""
    ids = [copy.id for copy in copies if copy.is_important]
    query = select(PaperCopy.id).join(Version, Version.id == PaperCopy.version_id)
    return frozenset(session.scalars(query.where(PaperCopy.id.in_(ids), copy_lacks_scan(Version))))


DUES: Mapping[str, Due] = {"no_scan": (LABEL, lambda _at: document_lacks_scan())}
