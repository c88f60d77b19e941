"""The stored texts as the index takes them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.search.analysis import folded
from docsys.search.models import SearchChunk

SLICE = 10_000


def stored_folds(session: Session, entry_ids: Sequence[int] | None = None) -> Iterator[tuple[int, Mapping[int, str]]]:
    """The folded chunks of each entry that has text, of all entries or of those named."""
    slices = (
        [entry_ids[start : start + SLICE] for start in range(0, len(entry_ids), SLICE)]
        if entry_ids is not None
        else [None]
    )
    for some in slices:
        wanted = select(SearchChunk.entry_id).distinct().order_by(SearchChunk.entry_id)
        if some is not None:
            wanted = wanted.where(SearchChunk.entry_id.in_(some))
        for entry_id in session.scalars(wanted).all():
            query = select(SearchChunk.chunk_id, SearchChunk.text).where(SearchChunk.entry_id == entry_id)
            yield entry_id, {chunk_id: folded(text) for chunk_id, text in session.execute(query)}


def text_of(session: Session, entry_id: int) -> str:
    """The stored text of an entry, its chunks put together again."""
    query = select(SearchChunk.start, SearchChunk.text).where(SearchChunk.entry_id == entry_id)
    chunks = session.execute(query.order_by(SearchChunk.number)).all()
    starts = [start for start, _ in chunks[1:]]
    whole = [text[: after - start] for (start, text), after in zip(chunks, starts, strict=False)]
    return "".join([*whole, *(text for _, text in chunks[-1:])])
