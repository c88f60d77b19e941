"""Work after the commit: reading the text of a file, and bringing an index on disk up to date.

`context.services["search_source"](session, entry_id)` says which file is an entry's text: (path, original name), or None
where it has none. Both jobs may run twice.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from docsys.search.actions import set_state, set_text
from docsys.search.engines.whoosh_index import WhooshEngine
from docsys.search.extraction import Extraction, extract
from docsys.search.models import SearchEntry
from docsys.search.pages import TextState

Source = Callable[[Session, int], "tuple[Path, str] | None"]
EXTRACT, SYNC = "search.extract", "search.sync"
NO_FILE = "没有电子文件"
SYNC_SECONDS = 30.0


def run_extract(context: Any, payload: dict[str, Any]) -> None:
    """No transaction is open while the file is read. A version that came meanwhile has its own job."""
    entry_id = int(payload["entry_id"])
    with context.database.read() as session:
        version = _version(session, entry_id)
        source = context.services["search_source"](session, entry_id) if version is not None else None
    if version is None:
        return
    found = extract(*source) if source else Extraction(TextState.EMPTY, reason=NO_FILE)
    with context.database.act() as session:
        if _version(session, entry_id) == version:
            take_up(session, entry_id, found)


def take_up(session: Session, entry_id: int, found: Extraction) -> None:
    """Text, or why there is none."""
    if found.state is not TextState.EXTRACTED:
        set_state(session, entry_id, found.state, found.reason)
    else:
        set_text(session, entry_id, found.pages, found.reason)


def run_sync(context: Any, _payload: dict[str, Any]) -> None:
    """Nothing to do for an index that lies in the database."""
    engine = context.database.info.get("search")
    if isinstance(engine, WhooshEngine):
        engine.sync(context.database.engine, seconds=SYNC_SECONDS)


def _version(session: Session, entry_id: int) -> str | None:
    row = session.get(SearchEntry, entry_id)
    return None if row is None else row.version


JOBS: dict[str, Callable[[Any, dict[str, Any]], None]] = {EXTRACT: run_extract, SYNC: run_sync}
