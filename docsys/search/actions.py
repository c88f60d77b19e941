"""What can be done: put an entry, give it its text, remove it, rebuild the index. All within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from docsys.search import ddl, engines
from docsys.search.analysis import folded
from docsys.search.chunks import cut, joined, text_hash
from docsys.search.engines import Progress
from docsys.search.models import SearchChunk, SearchEntry
from docsys.search.pages import PageText, TextState
from docsys.search.stored import stored_folds

BATCH = 200


@dataclass(frozen=True)
class Entry:
    """One findable thing as its owner describes it. `also` are further numbers that lead to it (曾用编号, 原编号);
    `category` is the code, `category_name` its words; `unit` and `kind` can be filtered by.
    """

    id: int
    number: str
    version: str
    title: str
    author: str = ""
    category: str = ""
    category_name: str = ""
    unit: str = ""
    kind: str = ""
    updated: datetime | None = None
    also: Sequence[str] = field(default=())


def put(session: Session, entry: Entry, pages: Sequence[PageText] | None = None) -> None:
    """Make `entry` findable as it is now. Without `pages` it keeps its text, unless its version changed: then the text of
    the old version goes, since only the current one may be found.
    """
    row = session.get(SearchEntry, entry.id)
    is_new_version = row is not None and row.version != entry.version
    if row is None:
        row = SearchEntry(entry_id=entry.id, state=TextState.PENDING, generation=0, characters=0, reason="")
        session.add(row)
    _describe(row, entry)
    session.flush()
    if pages is not None:
        set_text(session, entry.id, pages)
    elif is_new_version:
        _forget_text(session, row, TextState.PENDING)


def set_text(session: Session, entry_id: int, pages: Sequence[PageText], remark: str = "") -> bool:
    """The text of an entry; `remark` says what of it was left out. False: the entry is no longer there, which is nothing
    to a job that comes late.
    """
    row = session.get(SearchEntry, entry_id)
    if row is None:
        return False
    text = joined(pages)
    if not text.strip():
        _forget_text(session, row, TextState.EMPTY)
        return True
    _forget_text(session, row, TextState.EXTRACTED, remark)
    chunks = cut(pages)
    rows = [SearchChunk(entry_id=entry_id, number=c.number, page=c.page, start=c.start, text=c.text) for c in chunks]
    session.add_all(rows)
    session.flush()
    row.characters, row.text_hash = len(text), text_hash(text)
    session.flush()
    folds = {one.chunk_id: chunk.folded for one, chunk in zip(rows, chunks, strict=True)}
    engines.of(session).store(session, entry_id, folds)
    return True


def set_state(session: Session, entry_id: int, state: TextState, reason: str = "") -> None:
    """No text, and why: 无文本 or 失败. The original is where it was."""
    row = session.get(SearchEntry, entry_id)
    if row is not None:
        _forget_text(session, row, state, reason)


def remove(session: Session, entry_id: int) -> None:
    """Never found again. Removing what is not there is nothing."""
    row = session.get(SearchEntry, entry_id)
    if row is not None:
        _forget_text(session, row, TextState.PENDING)
        session.delete(row)
        session.flush()


def rebuild(session: Session, progress: Progress = lambda _done, _all: None) -> int:
    """Make the index anew out of the stored texts; the number of entries. One transaction in the database's own engine."""
    engine = engines.of(session)
    ddl.create(session.connection())
    engine.clear(session)
    total = session.scalar(select(func.count()).select_from(SearchEntry)) or 0
    done = 0
    for done, (entry_id, folds) in enumerate(stored_folds(session), start=1):
        engine.store(session, entry_id, folds)
        if done % BATCH == 0:
            progress(done, total)
    engine.finish(session)
    progress(total, total)
    return total


def _describe(row: SearchEntry, entry: Entry) -> None:
    row.number, row.version, row.title, row.author = entry.number, entry.version, entry.title, entry.author
    row.category, row.category_name, row.unit, row.kind = entry.category, entry.category_name, entry.unit, entry.kind
    row.updated = entry.updated
    # A line end cannot be part of a needle, so that no needle reaches from one number into the next.
    row.number_key = "\n".join(map(folded, (entry.number, *entry.also)))
    row.title_key, row.author_key = folded(entry.title), folded(entry.author)
    row.category_key = "\n".join(map(folded, (entry.category, entry.category_name)))


def _forget_text(session: Session, row: SearchEntry, state: TextState, reason: str = "") -> None:
    old = session.scalars(select(SearchChunk.chunk_id).where(SearchChunk.entry_id == row.entry_id)).all()
    engines.of(session).drop(session, row.entry_id, old)
    if old:
        session.execute(delete(SearchChunk).where(SearchChunk.entry_id == row.entry_id))
    row.state, row.reason, row.characters, row.text_hash = state, reason[:500], 0, None
    row.generation += 1
    session.flush()
