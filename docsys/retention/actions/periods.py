"""保管期限: lengthened by one person, shortened by two, never below what the rulebook asks for (requirements 6)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput, NotFound
from docsys.forms.definitions import Catalogue
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require
from docsys.retention import queries, rules
from docsys.retention.models import RetentionPeriod
from docsys.retention.queries import SHORTEN

LONGEST = 500


def set_period(  # noqa: PLR0913 - whose period, what it becomes, and why
    session: Session, code: str, period: str, reason: str, forms: Catalogue, *, actor: Actor, now: datetime
) -> Confirmation | None:
    """A longer one counts at once; for a shorter one somebody else is asked, and that is the answer.

    Raises:
        Forbidden; NotFound; PeriodUnreadable; BelowMinimum; InvalidInput: no reason, or it is so already.

    """
    require(actor, Permission.RETENTION_SET)
    kind = rules.KINDS.get(code)
    if kind is None:
        raise NotFound
    before = queries.in_force(session, kind, forms)
    rules.check_minimum(kind, period)
    if not 0 < len(reason.strip()) <= LONGEST:
        raise InvalidInput(fields={"reason": [f"请写明依据，不超过 {LONGEST} 字。"]})
    if rules.months(period) == rules.months(before):
        raise InvalidInput(fields={"period": [f"现在就是{rules.in_words(before)}，不必更改。"]})
    if not rules.is_shorter(period, before):
        _put(session, code, period.strip(), reason.strip(), actor.name, "", now)
        detail = {"before": before, "after": period, "reason": reason.strip()}
        audit.record(session, "retention.lengthen", actor, code, now=now, detail=detail)
        return None
    words = f"{rules.in_words(before)}缩短为{rules.in_words(period)}"
    title = f"{code} {kind.label}的保管期限由{words}（{reason.strip()}）"[:200]
    payload = {"code": code, "period": period.strip(), "before": before, "reason": reason.strip()}
    return confirmations.request(session, SHORTEN, code, title, payload, actor, now, Permission.RETENTION_SET)


def shorten(session: Session, accepted: ConfirmationAccepted) -> None:
    """The second person said yes."""
    said = accepted.payload
    rules.check_minimum(rules.KINDS[said["code"]], said["period"])
    names = (accepted.requested_by, accepted.actor.name)
    _put(session, said["code"], said["period"], said["reason"], *names, accepted.at)
    detail = {"before": said["before"], "after": said["period"], "reason": said["reason"], "requested_by": names[0]}
    audit.record(session, SHORTEN, accepted.actor, said["code"], now=accepted.at, detail=detail)


def _put(  # noqa: PLR0913, PLR0917 - a row, column by column
    session: Session, code: str, period: str, reason: str, requested_by: str, confirmed_by: str, at: datetime
) -> None:
    row = session.scalar(select(RetentionPeriod).where(RetentionPeriod.code == code)) or RetentionPeriod(code=code)
    row.period, row.reason, row.requested_by, row.confirmed_by, row.set_at = (
        period,
        reason,
        requested_by,
        confirmed_by,
        at,
    )
    session.add(row)
    session.flush()
