"""What the worker does of an import: in slices of a few seconds, so that other work has its turn and a lease never ends.

Each file is one transaction. Whatever is killed in between, the next slice begins with the files that are not done.
"""

import os
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsys import jobs
from docsys.documents.importing import applying, planning
from docsys.documents.importing.applying import Work, sentence_of, unreadable
from docsys.documents.importing.manifest import Row
from docsys.documents.importing.planning import Candidate, Left
from docsys.documents.importing.rules import Place
from docsys.documents.models import Document
from docsys.errors import DocsysError, StorageFull
from docsys.intake import files, inputs, judging, uploads
from docsys.intake.actions.running import AHEAD, APPLY, CLEAR, READ
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import PATH_LENGTH, ItemState, RunState, Source
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.rules import Actor

SLICE = 8.0  # seconds
AT_ONCE = 200


def read(context: Context, payload: dict[str, Any]) -> None:
    """List the tree, then read file after file."""
    run = _run(context, payload["run_id"])
    if run is None or run.state is RunState.CLOSED:
        return
    if not run.is_walked:
        _walk(context, run)
    work = _work(context, run, _reader(context, run))
    places = applying.known_places(context.database)
    for item in _slice(context, run, ItemState.FOUND):
        look_at(work, item, places)
    if _are_left(context, run, ItemState.FOUND):
        _go_on(context, run, READ)
        return
    with context.database.act() as session:
        found = session.get_one(ImportRun, run.id)
        if found.state is RunState.READING:
            found.state = RunState.READY


def _reader(context: Context, run: ImportRun) -> Actor:
    if run.created_by_id is None:
        return judging.keeper_of(run.unit_id)
    with context.database.read() as session:
        return people.actor_of(session, run.created_by_id, channel="job")


def _walk(context: Context, run: ImportRun) -> None:
    """Everything that is there, with its reason where it is not taken over."""
    archive, found = context.settings.archive, list[Candidate | Left]()
    if run.source is Source.UPLOAD:
        found += uploads.unpack(archive, run.id)
        run.root = str(uploads.tree(archive, run.id))
    root = Path(run.root)
    found += planning.walk(root)
    with context.database.read() as session:
        there = set(session.scalars(select(ImportItem.slot).where(ImportItem.run_id == run.id)))
    new = (item for one in found if (item := _item(run, root, one)).slot not in there)
    while part := list(islice(new, AT_ONCE)):
        with context.database.act() as session:
            session.add_all(part)
    with context.database.act() as session:
        kept = session.get_one(ImportRun, run.id)
        kept.is_walked, kept.root = True, run.root


def _item(run: ImportRun, root: Path, one: Candidate | Left) -> ImportItem:
    if isinstance(one, Candidate):
        raw = os.fsencode(one.path.relative_to(root))
        slot, state = files.slot_of(raw), ItemState.FOUND
        # Paths that cannot be written down whole keep their end, as their document does.
        return ImportItem(run_id=run.id, slot=slot, raw=raw, path=one.shown[-PATH_LENGTH:], size=one.size, state=state)
    state = ItemState.FAILED if one.failed else ItemState.SKIPPED
    slot = files.slot_of(f"left:{one.path}\0{one.reason}".encode("utf-8", "replace"))
    return ImportItem(run_id=run.id, slot=slot, raw=b"", path=one.path[-PATH_LENGTH:], state=state, reason=one.reason)


def look_at(work: Work, item: ImportItem, places: list[Place]) -> None:
    """Make a proposal of one file, or write down why there is none."""
    try:
        sha256, row = applying.look(work, files.candidate(work.root, item), places)
    except DocsysError as error:
        _end(work, item.id, ItemState.FAILED, sentence_of(error))
    except OSError as error:
        _end(work, item.id, ItemState.FAILED, unreadable(error))
    else:
        with work.database.act() as session:
            _propose(session, session.get_one(ImportItem, item.id), sha256, row, work.actor)


def _propose(session: Session, item: ImportItem, sha256: str, row: Row, actor: Actor) -> None:
    if item.state is not ItemState.FOUND:
        return
    for name, value in inputs.marks_of(row).items():
        setattr(item, name, value)
    item.sha256, item.state, item.reason = sha256, ItemState.PROPOSED, ""
    judging.judge(session, item, actor)


def apply(context: Context, payload: dict[str, Any]) -> None:
    """Import what was asked for, file after file, in the name of who asked."""
    run = _run(context, payload["run_id"])
    if run is None or run.state is not RunState.IMPORTING or run.started_by_id is None:
        return
    with context.database.read() as session:
        actor = people.actor_of(session, run.started_by_id, channel="job")
    work = _work(context, run, actor)
    for item in _slice(context, run, ItemState.QUEUED):
        try:
            take_over(work, item)
        except StorageFull as error:
            _stop(context, run, error)
            return
    if _are_left(context, run, ItemState.QUEUED):
        _go_on(context, run, APPLY)
        return
    _finish(context, run)


def take_over(work: Work, item: ImportItem) -> None:
    """One file into the library; the item says so in the very same transaction."""

    def note(session: Session, document: Document) -> None:
        kept = session.get_one(ImportItem, item.id)
        kept.state, kept.reason, kept.document_id = ItemState.DONE, "", document.id
        kept.done_at = work.clock.now()

    try:
        outcome = applying.take_over(work, files.candidate(work.root, item), inputs.row_of(item), also=note)
    except StorageFull:
        raise
    except DocsysError as error:
        _end(work, item.id, ItemState.FAILED, sentence_of(error))
    except OSError as error:
        _end(work, item.id, ItemState.FAILED, unreadable(error))
    else:
        if isinstance(outcome, Left):
            _end(work, item.id, ItemState.FAILED if outcome.failed else ItemState.SKIPPED, outcome.reason)


def _end(work: Work, item_id: int, state: ItemState, reason: str) -> None:
    with work.database.act() as session:
        item = session.get_one(ImportItem, item_id)
        item.state, item.reason = state, reason[:500]
        if reason == applying.CHANGED:  # to be read again when it is tried again
            item.sha256 = ""


def _stop(context: Context, run: ImportRun, error: StorageFull) -> None:
    """No room: what waits goes back to the proposals, and the page says why."""
    with context.database.act() as session:
        kept = session.get_one(ImportRun, run.id)
        kept.state, kept.error = RunState.READY, error.sentence
        waiting = select(ImportItem).where(ImportItem.run_id == run.id, ImportItem.state == ItemState.QUEUED)
        for item in session.scalars(waiting):
            item.state = ItemState.PROPOSED


def _finish(context: Context, run: ImportRun) -> None:
    with context.database.act() as session:
        kept = session.get_one(ImportRun, run.id)
        kept.state = RunState.READY if run.source is Source.INBOX else RunState.DONE
        kept.finished_at = context.clock.now()


def clear(context: Context, payload: dict[str, Any]) -> None:
    uploads.clear(context.settings.archive, payload["run_id"])


def _run(context: Context, run_id: int) -> ImportRun | None:
    with context.database.read() as session:
        return session.get(ImportRun, run_id)


def _work(context: Context, run: ImportRun, actor: Actor) -> Work:
    with context.database.read() as session:
        unit = session.get_one(ImportRun, run.id).unit.code
    root, into = Path(run.root), run.into or None
    return Work(context.database, context.settings.archive, context.clock, actor, root, into, unit)


def _slice(context: Context, run: ImportRun, state: ItemState) -> Iterable[ImportItem]:
    """Files in that state, for a few seconds."""
    until = time.monotonic() + SLICE
    with context.database.read() as session:
        query = select(ImportItem).where(ImportItem.run_id == run.id, ImportItem.state == state)
        found = list(session.scalars(query.order_by(ImportItem.id).limit(AT_ONCE)))
    for item in found:
        yield item
        if time.monotonic() > until:
            return


def _are_left(context: Context, run: ImportRun, state: ItemState) -> bool:
    with context.database.read() as session:
        query = select(func.count()).where(ImportItem.run_id == run.id, ImportItem.state == state)
        return bool(session.scalar(query))


def _go_on(context: Context, run: ImportRun, kind: str) -> None:
    with context.database.act() as session:
        now, key = context.clock.now(), f"{kind}:{run.id}"
        jobs.enqueue(session, kind, {"run_id": run.id}, now=now, key=key, delay_seconds=AHEAD)


JOBS = {READ: read, APPLY: apply, CLEAR: clear}
