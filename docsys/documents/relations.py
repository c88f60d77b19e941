"""What a document has to do with others, as far as the library knows it; every other document only where it may be seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from docsys.documents import queries
from docsys.documents.models import Document, Version
from docsys.numbering import queries as numbers
from docsys.numbering.queries import successor_of
from docsys.people.models import Confirmation
from docsys.people.rules import Actor

NUMBER = re.compile(r"[A-Z]{2,5}-[A-Z]{2}\d{0,6}(?:-[A-Z0-9]{2,12}){1,3}")
MOST = 50


@dataclass(frozen=True)
class Part:
    """A piece of a text; with `document` it is the number of one that may be seen."""

    text: str
    document: Document | None = None


def named(session: Session, text: str, actor: Actor) -> list[Part]:
    """`text` in pieces, the numbers in it found."""
    parts, last = [], 0
    for match in NUMBER.finditer(text):
        there = _by_number(session, match[0], actor)
        if there is not None:
            parts += [Part(text[last : match.start()]), Part(match[0], there)]
            last = match.end()
    return [part for part in (*parts, Part(text[last:])) if part.text]


def basis(session: Session, document: Document, actor: Actor) -> list[Part]:
    return named(session, document.basis, actor)


def resting_on(session: Session, document: Document, actor: Actor) -> Sequence[Document]:
    """Those that name it as their basis."""
    naming = Document.basis.contains(document.number, autoescape=True)
    found = session.scalars(_others(document, actor).where(naming).order_by(Document.number).limit(MOST))
    return [one for one in found if document.number in NUMBER.findall(one.basis)]


def replaced(session: Session, document: Document, actor: Actor) -> Sequence[Document]:
    """Abolished ones for which it stands in."""
    standing_in = Document.replacement.contains(document.number, autoescape=True)
    found = session.scalars(_others(document, actor).where(standing_in).order_by(Document.number).limit(MOST))
    return [one for one in found if document.number in NUMBER.findall(one.replacement)]


def supplemented(session: Session, document: Document, actor: Actor) -> Sequence[Document]:
    """The record that it supplements, and those that supplement it."""
    numbers = all_numbers(session, document)
    wanted: ColumnElement[bool] = Document.supplements.in_(numbers)
    if document.supplements:
        former = [document.supplements, successor_of(session, document.supplements) or document.supplements]
        wanted = or_(wanted, Document.number.in_(former))
    return session.scalars(_others(document, actor).where(wanted).order_by(Document.number).limit(MOST)).all()


def twins(session: Session, document: Document, version: Version | None, actor: Actor) -> list[Document]:
    """Others that hold the same bytes."""
    if version is None or version.file is None:
        return []
    return [one for one in queries.twins(session, version.file.sha256, actor) if one.id != document.id]


def former_numbers(session: Session, document: Document) -> list[str]:
    """曾用编号 by the ledger, latest first, and the number of before the library."""
    found = numbers.former_numbers(session, document.number)
    return [*found, document.old_number] if document.old_number else found


def all_numbers(session: Session, document: Document) -> list[str]:
    """Every number it had here: the log knows it by these."""
    return [document.number, *numbers.former_numbers(session, document.number)]


def ending(session: Session, document: Document) -> Confirmation | None:
    """Who asked for the abolition, and who said yes."""
    wanted = (
        Confirmation.kind == "document.abolish",
        Confirmation.subject == document.number,
        Confirmation.accepted.is_(True),
    )
    return session.scalar(select(Confirmation).where(*wanted).order_by(Confirmation.id.desc()).limit(1))


def _by_number(session: Session, number: str, actor: Actor) -> Document | None:
    return session.scalar(select(Document).where(Document.number == number, queries.visible(actor)))


def _others(document: Document, actor: Actor) -> Select[Document]:
    return select(Document).where(Document.id != document.id, queries.visible(actor))
