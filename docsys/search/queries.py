"""What can be asked: which entries a query finds, for whom, in which order and with which snippets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from docsys.search import engines
from docsys.search.chunks import OVERLAP
from docsys.search.highlighting import GAP, Segment, marked, snippet
from docsys.search.matching import Matches, match, scores
from docsys.search.models import SearchChunk, SearchEntry
from docsys.search.pages import TextState
from docsys.search.query import parse

PAGE = 50
RELEVANCE = "relevance"
FRAGMENTS = 2  # in one snippet
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
    hits = _hits(session, rows[offset : offset + limit], matches, score)
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


def _hits(session: Session, rows: Sequence[Row[Any]], matches: Matches, score: Mapping[int, float]) -> list[Hit]:
    """With their snippets: one query for the chunks of all of them."""
    needles = [term.needle[:OVERLAP] for term in matches.terms]
    chunks = _chunks(session, {row.entry_id: matches.first_chunks(row.entry_id)[:FRAGMENTS] for row in rows})
    hits = []
    for row in rows:
        segments, page = _snippet(chunks.get(row.entry_id, []), needles)
        about = {name: value for name, value in row._mapping.items() if name != "updated"}  # noqa: SLF001 - SQLAlchemy's public API
        title = marked(row.title, needles)
        hits.append(Hit(**about, page=page, snippet=segments, title_segments=title, score=score[row.entry_id]))
    return hits


def _snippet(chunks: Sequence[SearchChunk], needles: Sequence[str]) -> tuple[list[Segment], int | None]:
    """Fragments out of the chunks where the terms stand first, and the page of the first fragment."""
    if not chunks:  # no text; or an index on disk is a moment ahead of this transaction
        return [], None
    each = FRAGMENTS // len(chunks)
    segments, ends = snippet(chunks[0].text, needles, each)
    for chunk in chunks[1:]:
        segments = [*segments, GAP, *snippet(chunk.text, needles, each)[0]]
    page = chunks[0].page
    return segments, None if page is None or not any(is_hit for _, is_hit in segments) else page + ends


def _chunks(session: Session, wanted: Mapping[int, Sequence[int]]) -> dict[int, list[SearchChunk]]:
    """The chunks asked for, by entry; where none is asked for, the first."""
    ids = [chunk_id for chunk_ids in wanted.values() for chunk_id in chunk_ids]
    others = [entry_id for entry_id, chunk_ids in wanted.items() if not chunk_ids]
    opening = and_(SearchChunk.entry_id.in_(others), SearchChunk.number == 0)
    query = select(SearchChunk).where(or_(SearchChunk.chunk_id.in_(ids), opening)).order_by(SearchChunk.number)
    found: dict[int, list[SearchChunk]] = {}
    for chunk in session.scalars(query):
        found.setdefault(chunk.entry_id, []).append(chunk)
    return found
