"""Which engine serves, by `search_url`: `database:`, `whoosh:///path`, or nothing."""

from sqlalchemy import delete, inspect
from sqlalchemy.orm import Session

from docsys.db import Database
from docsys.errors import Misconfigured
from docsys.search import ddl
from docsys.search.engines import Engine
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.null import NullEngine
from docsys.search.engines.whoosh_index import WhooshEngine
from docsys.search.models import SearchPending, SearchState
from docsys.search.stored import stored_folds
from docsys.settings import Settings

WHOOSH = "whoosh://"


def engine_for(settings: Settings) -> Engine:
    """`whoosh:///var/index` is relative to home, `whoosh:////srv/index` is not, as in SQLite's addresses.

    Raises:
        Misconfigured: another address, or an index inside the archive, where it would be mirrored and opened elsewhere.
    """
    url = settings.search_url
    if url == "database:":
        return DatabaseEngine()
    if not url:
        return NullEngine()
    if not url.startswith(WHOOSH) or not url.removeprefix(WHOOSH).strip("/"):
        raise Misconfigured(key="search_url", reason=f"“{url}”不是 database: 或 whoosh:///路径")
    path = (settings.home / url.removeprefix(f"{WHOOSH}/")).resolve()
    if path.is_relative_to(settings.archive):
        raise Misconfigured(key="search_url", reason="索引不能放在文档库（archive）之内")
    return WhooshEngine(path)


def attach(database: Database, settings: Settings) -> Engine:
    """Give every session of `database` the engine of the settings. What another engine wrote last is made anew, and so is
    an index on disk that is missing, damaged or behind; where another process is at that, search goes on without waiting.
    """
    engine = engine_for(settings)
    database.info["search"] = engine
    if not inspect(database.engine).has_table(SearchState.__tablename__):
        return engine  # before `docsys init`
    if isinstance(engine, WhooshEngine):
        engine.sync(database.engine)
        return engine
    with database.read() as session:
        state = session.get(SearchState, 1)
    if state is None or state.engine != engine.name:
        with database.act() as session:
            _take_over(session, engine)
    return engine


def _take_over(session: Session, engine: Engine) -> None:
    """From now on this engine is the one that is written; an index on disk has lost its mark and is not believed again."""
    ddl.create(session.connection())
    engine.clear(session)
    for entry_id, folds in stored_folds(session):
        engine.store(session, entry_id, folds)
    session.execute(delete(SearchPending))
    session.merge(SearchState(state_id=1, engine=engine.name, epoch="", generation=0))
