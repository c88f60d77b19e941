"""档号: what an archive calls a document once it was handed over (DA/T 22, requirements 3.7). Its own number stays."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents import announcing, queries
from docsys.documents.models import Document
from docsys.documents.rules import EFFECTIVE, State
from docsys.errors import InvalidInput, TransitionForbidden
from docsys.people.rules import Actor, Permission, require

# 全宗号-门类·年度-期限-机构-件号; the period is Y (for ever) or D with its years.
ARCHIVE_NUMBER = re.compile(r"[0-9A-Z]{1,8}-[0-9A-Z.]{2,12}·\d{4}-(?:Y|D\d{1,2})-[0-9A-Z\u4e00-\u9fff]{1,12}-\d{4,6}")
EXAMPLE = "ZLW-WS·2026-D10-YGZX-0001"


def set_archive_number(session: Session, document_id: int, text: str, *, actor: Actor, now: datetime) -> Document:
    """Give the document its 档号, type it anew, or, with nothing, take it away.

    Raises:
        NotFound; Forbidden; TransitionForbidden: it is not in force or archived; InvalidInput: not of that form, or another's.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    if document.state not in EFFECTIVE | {State.ABOLISHED}:
        raise TransitionForbidden(state=document.state.label, verb="登记档号")
    wanted = text.strip().upper() or None
    _check(session, document, wanted)
    if wanted != document.archive_number:
        before, document.archive_number = document.archive_number, wanted
        detail = {"before": before or "", "after": wanted or ""}
        announcing.changed(session, document, "set_archive_number", actor=actor, now=now, detail=detail)
    return document


def _check(session: Session, document: Document, wanted: str | None) -> None:
    if wanted is None:
        return
    if not ARCHIVE_NUMBER.fullmatch(wanted):
        said = f"档号应为“全宗号-门类·年度-期限-机构-件号”，期限写 Y（永久）或 D 加年数，如 {EXAMPLE}。"
        raise InvalidInput(fields={"archive_number": [said]})
    same = select(Document.id).where(Document.archive_number == wanted, Document.id != document.id)
    if session.scalar(same) is not None:
        raise InvalidInput(fields={"archive_number": [f"档号 {wanted} 已登记在另一份文档上，请核对。"]})
