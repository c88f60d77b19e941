"""Sending the one mail of a person and day."""

from datetime import date

from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.errors import NotFound
from docsys.jobs import Context
from docsys.people.models import User
from docsys.tasks import mailing, queries, rules
from docsys.tasks.mailing import NotSent, Uncertain
from docsys.tasks.models import SentMail
from docsys.tasks.rules import Task


def remind(context: Context, user_id: int, day: date) -> int:
    """Send what is due to this person, unless it was sent; answers how many things the mail names, 0 for no mail.

    Noted before it goes out, so that it cannot go out twice; given back where it certainly did not.

    Raises:
        NotSent: the server did not take it; Misconfigured.

    """
    if day != local_day(context.clock.now()):
        return 0  # tried until midnight: the mail of the next day says it
    with context.database.act() as session:
        found = _begin(session, context, user_id, day)
    if found is None:
        return 0
    user, tasks = found
    try:
        mailing.send(
            context.settings,
            context.clock,
            user.email,
            rules.subject(tasks, day),
            rules.body(
                user.name,
                tasks,
                day,
                home=context.settings.public_address,
                organisation=context.settings.organisation,
            ),
        )
    except Uncertain:
        raise
    except Exception:
        _note(context, user_id, day, is_sent=False)
        raise
    _note(context, user_id, day, is_sent=True)
    return len(tasks)


def _begin(session: Session, context: Context, user_id: int, day: date) -> tuple[User, list[Task]] | None:
    """The person with what to say; None where there is nothing, or it was said."""
    user = session.get(User, user_id)
    mail = queries.mail_of(session, user_id, day)
    if user is None or not (user.active and user.wants_mail and user.email) or (mail and mail.begun_at):
        return None
    try:
        tasks = queries.of_today(session, context.services["task_sources"], user_id, day)
    except NotFound:
        return None
    if not tasks:
        return None
    if mail is None:
        mail = SentMail(user_id=user_id, day=day)
        session.add(mail)
    mail.address, mail.count, mail.begun_at = user.email, len(tasks), context.clock.now()
    session.flush()
    return user, tasks


def _note(context: Context, user_id: int, day: date, *, is_sent: bool) -> None:
    with context.database.act() as session:
        mail = queries.mail_of(session, user_id, day)
        if mail is None:
            raise NotSent(reason="发送记录不见了")
        if is_sent:
            mail.sent_at = context.clock.now()
        else:
            mail.begun_at = None
