"""Each night: what became overdue or expired, or is so no more, gets prints that say so."""

from typing import Any

from docsys.clock import local_day
from docsys.documents import announcing
from docsys.documents.expiry import queries
from docsys.jobs import Context

MARK = "documents.mark_expiry"


def mark(context: Context, _payload: dict[str, Any]) -> None:
    """Run twice, the second finds nothing to do."""
    now = context.clock.now()
    with context.database.act() as session:
        for document in queries.misprinted(session, local_day(now)):
            document.standing = queries.of(document, local_day(now)).standing.printed
            announcing.remake(session, document, now)


JOBS = {MARK: mark}
