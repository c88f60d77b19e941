"""Which entries a query means, decided per entry: one set of entry ids per term, combined as the query says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from docsys.search import engines
from docsys.search.analysis import folded
from docsys.search.chunks import OVERLAP
from docsys.search.engines import Place
from docsys.search.models import SearchEntry
from docsys.search.query import Either, Field, Node, Not, Term, sought
from docsys.search.stored import text_of

# What a hit in the number or the title is worth against any number of hits in the text.
NUMBER_IS_IT, IN_NUMBER, IN_TITLE = 4.0e6, 2.0e6, 1.0e6

_COLUMNS: dict[Field, tuple[InstrumentedAttribute[str], ...]] = {
    Field.ANY: (SearchEntry.number_key, SearchEntry.title_key),
    Field.TITLE: (SearchEntry.title_key,),
    Field.NUMBER: (SearchEntry.number_key,),
    Field.AUTHOR: (SearchEntry.author_key,),
    Field.CATEGORY: (SearchEntry.category_key,),
}


@dataclass
class Found:
    """The entries that contain one term: in their text, and in their attributes."""

    places: dict[int, Place]
    described: set[int]

    @property
    def entries(self) -> set[int]:
        return self.places.keys() | self.described


@dataclass
class Matches:
    """The entries a query means, and where each of its terms was found."""

    entries: set[int]
    terms: dict[Term, Found] = field(default_factory=dict)

    def first_chunks(self, entry_id: int) -> list[int]:
        """The chunks where the terms stand first in the text of an entry, in the order of the text."""
        places = (found.places.get(entry_id) for found in self.terms.values())
        return sorted({place.first_chunk for place in places if place is not None})


def match(session: Session, node: Node, allowed: set[int]) -> Matches:
    """Evaluate `node` among `allowed` and nowhere else."""
    terms: dict[Term, Found] = {}

    def find(term: Term) -> set[int]:
        if term not in terms:
            terms[term] = _found(session, term, allowed)
        return terms[term].entries

    return Matches(_evaluate(node, allowed, find), {term: terms[term] for term in sought(node) if term in terms})


def scores(session: Session, matches: Matches, entries: Iterable[int]) -> dict[int, float]:
    """Number first, then title, then how often: the number of chunks that contain each term."""
    score = dict.fromkeys(entries, 0.0)
    for term, found in matches.terms.items():
        for entry_id in score:
            if entry_id in found.places:
                score[entry_id] += found.places[entry_id].chunks
        for entry_id, number, title in _keys(session, term, found.described):
            if entry_id in score:
                score[entry_id] += _weight(term, number, title)
    return score


def _weight(term: Term, number: str, title: str) -> float:
    if term.needle in number.split("\n"):
        return NUMBER_IS_IT
    if term.needle in number:
        return IN_NUMBER
    return IN_TITLE * len(term.needle) / max(len(title), 1) + IN_TITLE if term.needle in title else 0.0


def _evaluate(node: Node, allowed: set[int], find: Callable[[Term], set[int]]) -> set[int]:
    if isinstance(node, Term):
        return find(node)
    if isinstance(node, Not):
        return allowed - _evaluate(node.part, allowed, find)
    sets = [_evaluate(part, allowed, find) for part in node.parts]
    return set.union(*sets) if isinstance(node, Either) else set.intersection(*sets)


def _found(session: Session, term: Term, allowed: set[int]) -> Found:
    places = _in_text(session, term.needle, allowed) if term.field is Field.ANY else {}
    described = set(session.scalars(select(SearchEntry.entry_id).where(_in_attributes(term)))) & allowed
    return Found(places, described)


def _in_attributes(term: Term) -> ColumnElement[bool]:
    return or_(*(column.contains(term.needle, autoescape=True) for column in _COLUMNS[term.field]))


def _in_text(session: Session, needle: str, allowed: set[int]) -> dict[int, Place]:
    """A needle longer than two chunks overlap may lie across their border: its pieces are sought, then the text is read."""
    engine = engines.of(session)
    if len(needle) <= OVERLAP:
        return _among(engine.match(session, needle), allowed)
    starts = [*range(0, len(needle) - OVERLAP, OVERLAP - 1), len(needle) - OVERLAP]
    found = [_among(engine.match(session, needle[start : start + OVERLAP]), allowed) for start in starts]
    candidates = set.intersection(*({*places} for places in found))
    return {entry_id: found[0][entry_id] for entry_id in candidates if needle in folded(text_of(session, entry_id))}


def _among(places: dict[int, Place], allowed: set[int]) -> dict[int, Place]:
    return {entry_id: place for entry_id, place in places.items() if entry_id in allowed}


def _keys(session: Session, term: Term, described: set[int]) -> Iterable[tuple[int, str, str]]:
    if not described:
        return ()
    columns = select(SearchEntry.entry_id, SearchEntry.number_key, SearchEntry.title_key)
    return session.execute(columns.where(_in_attributes(term)))
