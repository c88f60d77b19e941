"""Writing the Whoosh index: what `search_pending` owes, or everything."""

import logging
import secrets
from collections.abc import Sequence

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session
from whoosh.index import FileIndex
from whoosh.query import Term
from whoosh.writing import IndexWriter

from docsys.search.engines.whoosh_files import MARK, IndexFolder, Mark, mark_of
from docsys.search.models import SearchPending, SearchState
from docsys.search.stored import stored_folds

NAME = "whoosh"
MEMORY_MB = 512
LOCK_SECONDS = 10
log = logging.getLogger(__name__)


def is_current(session: Session, mark: Mark | None) -> bool:
    """Whether the index is of this database and not older. One ahead is what a crash between the two commits leaves."""
    state = session.get(SearchState, 1, populate_existing=True)
    if mark is None or state is None:
        return False
    return state.epoch == mark.epoch and mark.generation in {state.generation, state.generation + 1}


def write(folder: IndexFolder, engine: Engine, *, seconds: float, anew: bool) -> bool:
    """Bring the index to what is committed. False: another writer held the lock for longer than `seconds`."""
    with folder.writing(seconds) as held:
        if not held:
            return False
        with Session(engine) as session:
            owed = session.execute(select(SearchPending.pending_id, SearchPending.entry_id)).all()
            index = None if anew else _usable(folder, session)
            if index is not None and not owed:
                return True
            mark = _write(folder, session, index, sorted({entry_id for _, entry_id in owed}))
        _tick_off(engine, mark, [pending_id for pending_id, _ in owed])
    return True


def _usable(folder: IndexFolder, session: Session) -> FileIndex | None:
    try:
        index = folder.open()
        if index is None:
            return None
        with index.searcher() as searcher:
            return index if is_current(session, mark_of(searcher)) else None
    except Exception:
        log.exception("the Whoosh index at %s is damaged and is made anew", folder.path)
        return None


def _write(folder: IndexFolder, session: Session, index: FileIndex | None, entry_ids: Sequence[int]) -> Mark:
    """Write those entries, or all into a new index; the mark goes into the same commit."""
    mark = Mark(secrets.token_hex(16), 1)
    wanted: Sequence[int] | None = None
    if index is None:
        index = folder.anew()
    else:
        wanted = entry_ids
        state = session.get_one(SearchState, 1)
        mark = Mark(state.epoch, state.generation + 1)
    writer = index.writer(timeout=LOCK_SECONDS, limitmb=MEMORY_MB)
    try:
        _fill(writer, session, wanted)
        writer.update_document(key=MARK, entry=0, chunk=0, epoch=mark.epoch, generation=mark.generation)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    return mark


def _fill(writer: IndexWriter, session: Session, entry_ids: Sequence[int] | None) -> None:
    entry_field = writer.schema["entry"]
    for entry_id in entry_ids or ():
        writer.delete_by_query(Term("entry", entry_field.to_bytes(entry_id)))
    for entry_id, folds in stored_folds(session, entry_ids):
        for chunk_id, folded in folds.items():
            writer.add_document(entry=entry_id, chunk=chunk_id, body=folded)


def _tick_off(engine: Engine, mark: Mark, pending_ids: Sequence[int]) -> None:
    """A crash before this leaves the index one ahead and its entries pending: they are written once more."""
    with Session(engine.execution_options(acting=True)) as session, session.begin():
        state = session.get(SearchState, 1) or SearchState(state_id=1)
        state.engine, state.epoch, state.generation = NAME, mark.epoch, mark.generation
        session.add(state)
        for start in range(0, len(pending_ids), 1000):
            some = pending_ids[start : start + 1000]
            session.execute(delete(SearchPending).where(SearchPending.pending_id.in_(some)))
