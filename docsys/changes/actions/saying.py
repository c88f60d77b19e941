"""A word that somebody gives upon an order; said again, it replaces what he said before in that round."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit
from docsys.changes.models import Change, Statement, Voice
from docsys.people.rules import Actor


@dataclass(frozen=True)
class Word:
    """`whose` is the unit's code or the person's login; `unit` and `person` are how print names them."""

    voice: Voice
    whose: str
    said: str
    opinion: str = ""
    unit: str = ""
    person: str = ""
    round: int = 0
    """The review it belongs to; 0 is the present one of that kind."""
    since: datetime | None = None
    until: datetime | None = None


def say(session: Session, change: Change, word: Word, *, actor: Actor, now: datetime) -> Statement:
    """Keep `word`, spoken by `actor`."""
    round_ = word.round or present(change, word.voice)
    same = (one for one in of_voice(change, word.voice, round_) if one.whose == word.whose)
    statement = next(same, None)
    if statement is None:
        statement = Statement(change_id=change.record_id, voice=word.voice, round=round_, whose=word.whose)
        change.statements.append(statement)
    statement.unit_name, statement.person = word.unit or actor.unit_name, word.person
    statement.opinion, statement.said = word.opinion, word.said.strip()
    statement.since, statement.until = word.since, word.until
    statement.by_id, statement.by_name, statement.at = actor.user_id or 0, actor.name, now
    session.flush()
    detail = {"of": word.unit or word.person, "opinion": word.opinion}
    audit.record(session, f"change.{word.voice.value}", actor, change.number, now=now, detail=detail)
    return statement


def of_voice(change: Change, voice: Voice, round_: int = 0) -> list[Statement]:
    """What was said of that kind in that round, else in the present one, in order of time."""
    wanted = round_ or present(change, voice)
    return [one for one in change.statements if one.voice == voice and one.round == wanted]


def present(change: Change, voice: Voice) -> int:
    """Which round runs now: units are asked anew when an order that came back is taken in again (15.6.2（三）)."""
    return max(change.consultation, 1) if voice == Voice.OPINION else 1
