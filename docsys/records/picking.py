"""What an input offers while one types: people, documents and records, as far as the person may see them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.documents.rules import VOID
from docsys.people.models import Unit, User
from docsys.people.rules import Actor
from docsys.records.initials import matches, rank
from docsys.records.models import Record
from docsys.records.queries import visible
from docsys.records.references import THROUGH
from docsys.records.rules import State

OFFERED = 10
LOOKED_THROUGH = 3000
"""How many of the newest titles are compared letter by letter."""


@dataclass(frozen=True)
class Offer:
    """`value` goes into the input; `text` says what it is, `note` where it belongs."""

    value: str
    text: str
    note: str = ""


def people(session: Session, actor: Actor, words: str, _form_code: str = "") -> list[Offer]:
    """Everybody with an account whose name or login is meant; those of the own unit first."""
    query = select(User.name, User.login, Unit.short_name, Unit.id).join(Unit, User.unit_id == Unit.id)
    found = [
        (rank(words, name), unit_id != actor.unit_id, Offer(f"{name}（{login}）", name, f"{login} · {unit}"))
        for name, login, unit, unit_id in session.execute(query.where(User.active).order_by(User.id))
        if matches(words, name, login)
    ]
    return [offer for *_, offer in sorted(found, key=lambda one: one[:2])][:OFFERED]


def of_documents(session: Session, actor: Actor, words: str, _form_code: str = "") -> list[Offer]:
    """Documents with a number of their own, by number, title, or its initials."""
    columns = (Document.number, Document.title)
    query = select(*columns).where(documents.visible(actor), Document.state.not_in(VOID))
    query = query.where(Document.number.not_like("CG-%"))
    rows = _looked_up(session, query, columns, Document.id, words)
    return [Offer(number, title) for number, title in rows]


def of_records(session: Session, actor: Actor, words: str, form_code: str = "") -> list[Offer]:
    """Records of one form, or of all, by number or title; those that are through first."""
    columns = (Record.number, Record.title)
    query = select(*columns, Record.state).where(visible(actor), Record.state != State.CANCELLED)
    if form_code:
        query = query.where(Record.form_code == form_code)
    rows = _looked_up(session, query, columns, Record.id, words)
    through = sorted(rows, key=lambda row: row[2] not in THROUGH)
    return [Offer(number, title, State(state).label) for number, title, state in through]


def _looked_up(
    session: Session,
    query: Select[*tuple[str, ...]],
    columns: Sequence[InstrumentedAttribute[str]],
    newest: InstrumentedAttribute[int],
    words: str,
) -> list[Sequence[str]]:
    """What holds the words; where they are letters also the newest whose titles begin with them in pinyin."""
    holding = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words.split()]
    plain = query.where(*holding).order_by(newest.desc()).limit(OFFERED)
    found: list[Sequence[str]] = [tuple(row) for row in session.execute(plain)]
    if len(found) < OFFERED and words.replace(" ", "").isascii() and words.strip():
        rows = (tuple(row) for row in session.execute(query.order_by(newest.desc()).limit(LOOKED_THROUGH)))
        found += _by_initials(rows, words, {row[0] for row in found})
    return found[:OFFERED]


def _by_initials(rows: Iterable[Sequence[str]], words: str, known: set[str]) -> list[Sequence[str]]:
    return [row for row in rows if row[0] not in known and matches(words, row[1])]


PICKERS: Mapping[str, Callable[[Session, Actor, str, str], list[Offer]]] = {
    "people": people,
    "documents": of_documents,
    "records": of_records,
}
