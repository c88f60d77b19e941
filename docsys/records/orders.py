"""Whether a change order has been approved, for those who may do something only then (13.2.8)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.records.models import Record
from docsys.records.queries import past_of
from docsys.records.rules import State

FORM = "BG"
REVIEW = "review"


def is_approved(session: Session, number: str) -> bool:
    """Whether there is an order of that number and its review let it pass."""
    record = session.scalar(select(Record).where(Record.form_code == FORM, Record.number == number))
    if record is None:
        return False
    if record.state in {State.COMPLETED, State.ARCHIVED}:
        return True
    return record.state is State.PENDING and REVIEW in past_of(record).steps
