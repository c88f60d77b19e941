"""The mails of a day: at 08:00 one job for each person who wants mail, tried again until it is sent or the day is over."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from docsys.clock import local_day
from docsys.jobs import Context, enqueue
from docsys.tasks import actions, mailing, queries

AT = time(8, 0)
DIGEST, MAIL = "tasks.digest", "tasks.mail"


def digest(context: Context, payload: dict[str, Any]) -> None:
    """Ask for one mail for each reader; whether there is anything to say, each job finds out by itself."""
    day = date.fromisoformat(payload["day"])
    now = context.clock.now()
    if not mailing.is_on(context.settings) or day != local_day(now):
        return
    with context.database.act() as session:
        for user in queries.readers(session):
            payload = {"user_id": user.id, "day": day.isoformat()}
            enqueue(session, MAIL, payload, now=now, key=f"{MAIL}:{user.id}:{day}")


def mail(context: Context, payload: dict[str, Any]) -> None:
    if not mailing.is_on(context.settings):
        return
    actions.remind(context, int(payload["user_id"]), date.fromisoformat(payload["day"]))


JOBS: dict[str, Callable[[Context, dict[str, Any]], None]] = {DIGEST: digest, MAIL: mail}
