"""What a JSON file says of an order after its application, judged by the guards of consultation, review and notice. Pure.

Only what the file speaks of is judged: without `votes` nobody asks for a quorum yet.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from docsys.changes.rules import plan as plans
from docsys.changes.rules import reviewing, stated
from docsys.changes.rules.guards import Complaint, Finding, broken
from docsys.changes.rules.plan import Level, Named, Plan
from docsys.changes.rules.reviewing import CHECKLIST, Assessed, Heard, Reviewer, Told, Vote
from docsys.forms.fields.references import login_of, name_of

Circumstances = Mapping[str, Any]
LEVELS: Mapping[str, Level] = {"wgb": Level.FIRST, "chg_reviewer": Level.SECOND}
"""The roles of a vote, and the level that each may judge."""


def judge(plan: Plan, found: Circumstances, today: date) -> list[Finding]:
    """The findings of G7 to G11, each where the file has the key that it judges; `moment` there stands before `today`."""
    day = _day(found.get("moment")) or today
    told: list[Finding] = []
    for guard, (article, key, ask) in GUARDS.items():
        if key in found:
            told += broken(guard, article, ask(plan, found, day))
    return told


def _g7(plan: Plan, found: Circumstances, today: date) -> Iterator[Complaint]:
    if plan.is_first_level:
        heard = [Heard(_text(row.get("unit")), _text(row.get("opinion"))) for row in stated.rows(found["opinions"])]
        yield from reviewing.g7(heard, _texts(found.get("units")), _day(found.get("reply_by")), today)


def _g8(plan: Plan, found: Circumstances, _today: date) -> Iterator[Complaint]:
    cast = list(stated.rows(found["votes"]))
    for row in cast:
        levels = frozenset(LEVELS[role] for role in _texts([row.get("role")]) if role in LEVELS)
        yield from reviewing.may_review(plan, Reviewer(_named(row.get("person")), levels))
    last = {_text(row.get("person")): _text(row.get("opinion")) for row in cast}
    votes = [Vote(name_of(person), opinion) for person, opinion in last.items()]
    yield from reviewing.g8(plan, votes, len(_texts(found.get("members"))), _assessed(found))


def _g9(_plan: Plan, found: Circumstances, _today: date) -> Iterator[Complaint]:
    yield from reviewing.g9(_assessed(found))


def _g10(plan: Plan, found: Circumstances, _today: date) -> Iterator[Complaint]:
    yield from reviewing.g10(plan, _told(found))


def _g11(plan: Plan, found: Circumstances, _today: date) -> Iterator[Complaint]:
    yield from reviewing.g11(plan, _told(found))


def _assessed(found: Circumstances) -> Assessed:
    given = found.get("assessed")
    answers = given if isinstance(given, Mapping) else {}
    return Assessed(
        answers={key: _text(answers.get(label, answers.get(key))) for key, label in CHECKLIST.items()},
        opinion=_text(found.get("review_opinion")),
        conclusion=_text(found.get("conclusion")),
        overruled=_text(found.get("overruled")),
    )


def _told(found: Circumstances) -> Told:
    met = list(stated.rows(found.get("conflicts")))
    return Told(
        filed_on=_day(found.get("filed_on")),
        filed_to=_text(found.get("filed_to")),
        notified=frozenset(_texts(found.get("notice_to"))),
        conflicts=frozenset(_text(row.get("order")) for row in met),
        acknowledged=frozenset(_text(row.get("order")) for row in met if row.get("acknowledged") is True),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _texts(value: object) -> list[str]:
    return [text for one in (value if isinstance(value, list) else []) if (text := _text(one))]


def _day(value: object) -> date | None:
    found = plans.moment(value)
    return found.date() if found else None


def _named(value: object) -> Named:
    text = _text(value)
    return Named(name_of(text), login_of(text))


Ask = Callable[[Plan, Circumstances, date], Iterator[Complaint]]
GUARDS: Mapping[str, tuple[str, str, Ask]] = {
    "G7": (reviewing.CONSULTATION, "opinions", _g7),
    "G8": (reviewing.GROUP, "votes", _g8),
    "G9": (reviewing.ASSESSMENT, "assessed", _g9),
    "G10": (reviewing.FILING, "filed_on", _g10),
    "G11": (reviewing.NOTICE, "notice_to", _g11),
}
"""Article, the key of which it speaks, and how it is asked."""
