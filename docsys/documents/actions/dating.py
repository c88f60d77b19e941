"""评审周期, 下次评审 and 有效期至 of one document, set by those who keep the library."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.documents import announcing, queries, rules
from docsys.documents.expiry import queries as expiry
from docsys.documents.expiry.rules import check_cycle, check_dates
from docsys.documents.models import Document
from docsys.documents.rules import OPEN, VOID, State
from docsys.errors import InvalidInput, TransitionForbidden
from docsys.people.rules import Actor, Permission, require


@dataclass(frozen=True)
class Dates:
    """`next_review` None: by the cycle. `months` None: no cycle, where the class demands none."""

    months: int | None
    next_review: date | None = None
    valid_until: date | None = None
    reason: str = ""


def set_dates(session: Session, document_id: int, dates: Dates, *, actor: Actor, now: datetime) -> Document:
    """The cycle of a document, the day of its next review brought forward, and the day it ends.

    Raises:
        CycleNeeded: beyond what the rulebook allows; ReviewPutOff: a review is brought forward, never put off;
        EndsBeforeItBegins; InvalidInput: no reason where it is in force; TransitionForbidden: it is not any more.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    next_review = check(document, dates, actor)
    document.review_months, document.valid_until = dates.months, dates.valid_until
    document.next_review = next_review
    document.standing = expiry.of(document, local_day(now)).standing.printed
    told = {"review_months": dates.months, "next_review": document.next_review, "valid_until": dates.valid_until}
    detail = {name: str(value) if value else None for name, value in told.items()} | {"reason": dates.reason.strip()}
    announcing.changed(session, document, "set_dates", actor=actor, now=now, detail=detail)
    return document


def check(document: Document, dates: Dates, actor: Actor) -> date | None:
    """The day of the next review that `set_dates` would set; raises what it would raise."""
    if document.state not in OPEN or document.created_by_id != actor.user_id:
        require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    if document.state in VOID | {State.WITHDRAWN}:
        raise TransitionForbidden(state=document.state.label, verb="调整评审与有效期")
    if document.state not in OPEN and not dates.reason.strip():
        raise InvalidInput(fields={"reason": ["请写明调整原因。"]}, labels={"reason": "调整原因"})
    check_cycle(document.folder.category, dates.months)
    usual = by_cycle(document, dates.months)
    check_dates(expiry.published_on(document), dates.next_review, latest(document, dates.months), dates.valid_until)
    return (dates.next_review or usual) if usual else None


def by_cycle(document: Document, months: int | None) -> date | None:
    """The day of the next review with that cycle: as far from the last review as the cycle is long."""
    if document.next_review is None or months is None:
        published = expiry.published_on(document)
        return rules.review_due(published, months) if published and months and document.state is State.CURRENT else None
    return rules.review_due(document.next_review, months - (document.review_months or months))


def latest(document: Document, months: int | None) -> date | None:
    """The last day to which it may be set: that of the cycle, counted from the last review or the publication."""
    published, usual = expiry.published_on(document), by_cycle(document, months)
    days = [day for day in (usual, rules.review_due(published, months) if published and months else None) if day]
    return max(days, default=None)
