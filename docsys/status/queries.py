"""The facts about each part, as they are now, and what waits for a second person. No fact is asked of the web."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from docsys import migrations, search
from docsys.clock import Clock
from docsys.db import Database, journal
from docsys.jobs import queries as jobs
from docsys.jobs.models import State
from docsys.people.models import Confirmation
from docsys.search.models import SearchPending
from docsys.settings import Settings
from docsys.status import heartbeat, rules
from docsys.status.rules import Part, Place, Standing
from docsys.status.watch import look, look_at_fonts

LIBRARIES = ("docsys", "sqlalchemy", "flask", "gunicorn", "weasyprint", "pypdf", "whoosh3", "watchdog")
NO_DATABASE = "数据库无法访问：{reason}"
SET_UP = "请先运行 docsys init；已在使用的系统请核对 database_url 和磁盘。"


@dataclass(frozen=True)
class Health:
    """All parts; `ok` where none is out of order."""

    parts: tuple[Part, ...]

    @property
    def ok(self) -> bool:
        return rules.is_ok(self.parts)

    def as_json(self) -> dict[str, Any]:
        return {part.key: part.as_json() for part in self.parts} | {"ok": self.ok}


def health(
    database: Callable[[], Database], settings: Settings, clock: Clock, *, fonts: Callable[[], Part] = look_at_fonts
) -> Health:
    """Every part judged. A database that is away leaves the others to be judged all the same."""
    return Health((*vital(database, settings, clock), fonts(), rules.judge_office(shutil.which(settings.soffice))))


def vital(database: Callable[[], Database], settings: Settings, clock: Clock) -> tuple[Part, ...]:
    """What can be asked at any time: no child process, no file of the library is read."""
    now, glance = clock.now(), look(settings, clock)
    return (
        *_of_database(database, settings, now),
        rules.judge_mirror(glance.status),
        glance.snapshots,
        rules.judge_disk(places(settings), missing(settings)),
    )


def versions(database: Database) -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES} | {"database": engine_of(database)}


def places(settings: Settings) -> list[Place]:
    """The disks of library, backup and running data, those that are there."""
    wanted = (("文档库", settings.archive), ("备份", settings.backup), ("运行数据", settings.var))
    return [_place(label, path) for label, path in wanted if path is not None and path.is_dir()]


def missing(settings: Settings) -> list[str]:
    """The mirror makes its own folder; these must be there before it."""
    wanted = (("文档库", settings.archive), ("运行数据", settings.var))
    return [label for label, path in wanted if not path.is_dir()]


def waiting_confirmation(session: Session, kind: str, payload: dict[str, Any]) -> Confirmation | None:
    """Whether somebody asked for this and no second person has decided."""
    query = select(Confirmation).where(Confirmation.kind == kind, Confirmation.decided_at.is_(None))
    return next((one for one in session.scalars(query.order_by(Confirmation.id)) if one.payload == payload), None)


def _of_database(database: Callable[[], Database], settings: Settings, now: datetime) -> tuple[Part, ...]:
    try:
        _check_there(settings)
        found = database()
        with found.read() as session:
            if not inspect(session.connection()).has_table("users"):
                raise FileNotFoundError("没有数据表")
            busy = jobs.is_one_under_lease(session, now)
            parts = _database(found), _search(session, settings), jobs_part(session, now, busy=busy)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        figures = {"reason": reason}
        away = Part("database", "数据库", Standing.BROKEN, NO_DATABASE.format(reason=reason), SET_UP, figures)
        unknown = [
            Part(key, label, Standing.BROKEN, "数据库无法访问，情况不明", SET_UP)
            for key, label in (("search", "检索"), ("jobs", "后台作业"))
        ]
        return away, *unknown, _worker(settings, now, busy=False)
    return *parts, _worker(settings, now, busy=busy)


def _check_there(settings: Settings) -> None:
    """Connecting to a SQLite file that is not there would make an empty one."""
    path = settings.database.removeprefix("sqlite:///")
    if path != settings.database and not Path(path).exists():
        raise FileNotFoundError("没有数据库文件")


def _database(database: Database) -> Part:
    return rules.judge_database(engine_of(database), size(database), *migrations.standing(database))


def engine_of(database: Database) -> str:
    """`WAL/FULL, SQLite 3.53.4` or `PostgreSQL 15.14`."""
    return journal(database.engine).partition(" (")[0].partition(" on ")[0]


def size(database: Database) -> int:
    """Bytes on disk; with its journal where the engine has one beside it."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as connection:
            return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar() or 0)
    path = Path(str(database.engine.url.database))
    return sum(one.stat().st_size for one in (path, path.with_name(f"{path.name}-wal")) if one.exists())


def _search(session: Session, settings: Settings) -> Part:
    engine = (settings.search_url or "none").partition(":")[0]
    owed = select(func.count(SearchPending.entry_id.distinct()))
    return rules.judge_search(engine, search.states(session), session.scalar(owed) or 0)


def jobs_part(session: Session, now: datetime, *, busy: bool) -> Part:
    """A queue is late only where nobody works on it."""
    counts, since = jobs.counts(session), jobs.oldest_due(session, now)
    late = (now - since).total_seconds() if since and not busy else 0.0
    return rules.judge_jobs(counts[State.WAITING], counts[State.RUNNING], counts[State.FAILED], late)


def _worker(settings: Settings, now: datetime, *, busy: bool) -> Part:
    found = heartbeat.last(settings)
    if found is None:
        return rules.judge_worker(None, alive=False, busy=False)
    return rules.judge_worker(found.age(now), alive=heartbeat.is_alive(found.pid), busy=busy)


def _place(label: str, path: Path) -> Place:
    usage = shutil.disk_usage(path)
    return Place(label, str(path), usage.free, usage.total)
