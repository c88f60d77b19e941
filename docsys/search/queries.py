"""What can be asked: which entries a query finds, for whom, in which order and with which snippets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from docsys.search import engines
from docsys.search.chunks import OVERLAP
from docsys.search.highlighting import Segment, marked, opening, snippet
from docsys.search.matching import Matches, match, scores
from docsys.search.models import SearchChunk, SearchEntry
from docsys.search.pages import TextState
from docsys.search.query import parse

PAGE = 50
RELEVANCE = "relevance"
# SQLite and PostgreSQL both take many more parameters in one statement.
SLICE = 10_000


@dataclass(frozen=True)
class Hit:
    """One found entry. `page` is None where the format knows no pages; segments are (text, is a hit)."""

    entry_id: int
    number: str
    version: str
    title: str
    category: str
    category_name: str
    unit: str
    page: int | None
    snippet: list[Segment]
    title_segments: list[Segment]
    score: float

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.snippet)


@dataclass(frozen=True)
class Results:
    """`hits` are one page of `total`; `ids` all found entries in their order; `message` is a hint or why nothing was
    looked for; `categories` and `units` count what was found, each without its own filter.
    """

    total: int
    hits: list[Hit]
    message: str = ""
    ids: Sequence[int] = ()
    categories: Mapping[tuple[str, str], int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Filters:
    category: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.category or self.unit)


_Sorted = Callable[[Row[Any], float], Any]
SORTS: dict[str, _Sorted] = {
    RELEVANCE: lambda row, score: (-score, row.number, row.entry_id),
    "number": lambda row, _score: (row.number, row.entry_id),
    "title": lambda row, _score: (row.title, row.entry_id),
    "newest": lambda row, _score: (-(row.updated.timestamp() if row.updated else 0.0), row.number, row.entry_id),
}


def find(  # noqa: PLR0913 - all by name
    session: Session,
    query: str,
    *,
    within: Select[Any] | None = None,
    filters: Filters | None = None,
    limit: int = PAGE,
    offset: int = 0,
    sort: str = RELEVANCE,
) -> Results:
    """The entries that `query` means among those `within` selects (entry ids; None is all). What lies outside shows
    nowhere: not in totals, counts or snippets. Never raises over a query.
    """
    parsed = parse(query)
    if parsed.node is None:
        return Results(0, [], parsed.message)
    matches = match(session, parsed.node, _allowed(session, within))
    found = _rows(session, matches.entries)
    filters = filters or Filters()
    rows = [row for row in found if _passes(row, filters)]
    score = scores(session, matches, [row.entry_id for row in rows])
    order = SORTS.get(sort, SORTS[RELEVANCE])
    rows.sort(key=lambda row: order(row, score[row.entry_id]))
    hits = [_hit(session, row, matches, score[row.entry_id]) for row in rows[offset : offset + limit]]
    hint = " ".join(filter(None, (parsed.message, engines.of(session).hint)))
    ids = [row.entry_id for row in rows]
    return Results(len(rows), hits, hint, ids, _categories(found, filters), _units(found, filters))


def verify(session: Session) -> list[str]:
    """Where entries, stored texts and index differ, as sentences; empty is well."""
    found = engines.of(session).defects(session)
    entries = select(func.count()).select_from(SearchEntry).where(SearchEntry.state == TextState.EXTRACTED)
    without = entries.where(~select(SearchChunk).where(SearchChunk.entry_id == SearchEntry.entry_id).exists())
    if count := session.scalar(without):
        found.append(f"{count} 个条目标为已提取，却没有正文")
    return found


def states(session: Session) -> dict[str, int]:
    """How many entries are in each state of extraction, for the status page."""
    query = select(SearchEntry.state, func.count()).group_by(SearchEntry.state)
    return dict(session.execute(query).all())


def _allowed(session: Session, within: Select[Any] | None) -> set[int]:
    query = select(SearchEntry.entry_id)
    return set(session.scalars(query if within is None else query.where(SearchEntry.entry_id.in_(within))))


def _rows(session: Session, entries: Iterable[int]) -> list[Row[Any]]:
    e = SearchEntry
    query = select(e.entry_id, e.number, e.version, e.title, e.category, e.category_name, e.unit, e.updated)
    ids = sorted(entries)
    slices = [ids[start : start + SLICE] for start in range(0, len(ids), SLICE)]
    rows: list[Row[Any]] = []
    for some in slices:
        rows.extend(session.execute(query.where(e.entry_id.in_(some))))
    return rows


def _passes(row: Row[Any], filters: Filters) -> bool:
    return filters.category in {"", row.category} and filters.unit in {"", row.unit}


def _categories(rows: Iterable[Row[Any]], filters: Filters) -> dict[tuple[str, str], int]:
    counted = Counter((row.category, row.category_name) for row in rows if filters.unit in {"", row.unit})
    return dict(sorted(counted.items()))


def _units(rows: Iterable[Row[Any]], filters: Filters) -> dict[str, int]:
    counted = Counter(row.unit for row in rows if row.unit and filters.category in {"", row.category})
    return dict(sorted(counted.items()))


def _hit(session: Session, row: Row[Any], matches: Matches, score: float) -> Hit:
    needles = [term.needle[:OVERLAP] for term in matches.terms]
    segments, page = _segments(session, row.entry_id, matches, needles)
    return Hit(
        entry_id=row.entry_id,
        number=row.number,
        version=row.version,
        title=row.title,
        category=row.category,
        category_name=row.category_name,
        unit=row.unit,
        page=page,
        snippet=segments,
        title_segments=marked(row.title, needles),
        score=score,
    )


def _segments(
    session: Session, entry_id: int, matches: Matches, needles: Sequence[str]
) -> tuple[list[Segment], int | None]:
    """Fragments of the chunks where the first terms stand; without any, how the text begins."""
    places = [found.places[entry_id].first_chunk for found in matches.terms.values() if entry_id in found.places]
    chunks = _chunks(session, entry_id, sorted(set(places))[:2])
    if not places:
        return (opening(chunks[0].text), None) if chunks else ([], None)
    if not chunks:  # an index on disk may be a moment ahead of this transaction
        return [], None
    segments, ends = snippet(chunks[0].text, needles)
    page = None if chunks[0].page is None else chunks[0].page + ends
    for chunk in chunks[1:]:
        segments = [*segments, (" … ", False), *snippet(chunk.text, needles, most=1)[0]]
    return segments, page


def _chunks(session: Session, entry_id: int, chunk_ids: Sequence[int]) -> Sequence[SearchChunk]:
    query = select(SearchChunk).where(SearchChunk.entry_id == entry_id).order_by(SearchChunk.number)
    query = query.where(SearchChunk.chunk_id.in_(chunk_ids)) if chunk_ids else query.where(SearchChunk.number == 0)
    return session.scalars(query).all()
