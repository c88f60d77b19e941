"""Opening, starting and ending an import. What takes long is done by the worker, slice by slice."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.errors import InvalidInput, TransitionForbidden
from docsys.folders import queries as folders
from docsys.intake import queries
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import NO_FOLDER, ItemState, RunState, Source
from docsys.people.models import Unit
from docsys.people.rules import SYSTEM, Actor, Permission, require

READ, APPLY, CLEAR = "intake.read", "intake.apply", "intake.clear"
# Somebody looks at the bar: a slice goes before prints and descriptions, which an import itself makes by the thousand, but
# nothing waits longer than that for its turn.
AHEAD = -600.0
NOTHING_TO_DO = "没有可导入的文件。请先核对：有疑问的须指定文件夹，重复的须选“仍导入”。"
ELIGIBLE = (ImportItem.folder != "") & ((ImportItem.duplicate == "") | ImportItem.is_wanted)


@dataclass(frozen=True)
class Opening:
    """What an import begins with. `into` is where what cannot be judged by its names belongs."""

    title: str
    unit_id: int
    into: str = ""


def open_folder(session: Session, opening: Opening, root: Path, *, actor: Actor, now: datetime) -> ImportRun:
    """Take over a folder of the server; its reading begins at once."""
    run = _open(session, opening, Source.FOLDER, str(root), actor, now)
    _read(session, run, now)
    return run


def open_upload(session: Session, opening: Opening, *, actor: Actor, now: datetime) -> ImportRun:
    """Room for files to be uploaded."""
    return _open(session, opening, Source.UPLOAD, "", actor, now)


def open_inbox(session: Session, unit_code: str, root: Path, now: datetime) -> ImportRun:
    """The one run of the inbox; where its folder or unit was set anew it follows."""
    unit_id = session.scalar(select(Unit.id).where(Unit.code == unit_code))
    if unit_id is None:
        raise InvalidInput(message="收件夹的归口单位 inbox_unit“{code}”不存在。", code=unit_code)
    run = queries.inbox(session)
    if run is None:
        run = _new(Opening("收件夹", unit_id), Source.INBOX, str(root), SYSTEM, now)
        run.state, run.is_walked = RunState.READY, True
        session.add(run)
        session.flush()
    run.root, run.unit_id = str(root), unit_id
    return run


def _open(session: Session, opening: Opening, source: Source, root: str, actor: Actor, now: datetime) -> ImportRun:
    require(actor, Permission.DOCUMENT_IMPORT, opening.unit_id)
    if not opening.title.strip():
        raise InvalidInput(fields={"title": ["请填写名称。"]})
    if opening.into:
        folders.by_code(session, opening.into)
    run = _new(opening, source, root, actor, now)
    session.add(run)
    session.flush()
    detail = {"source": source.label, "title": run.title}
    audit.record(session, "intake.open", actor, run.title, now=now, detail=detail)
    return run


def _new(opening: Opening, source: Source, root: str, actor: Actor, now: datetime) -> ImportRun:
    return ImportRun(
        source=source,
        state=RunState.COLLECTING,
        title=opening.title.strip()[:200],
        root=root,
        into=opening.into,
        unit_id=opening.unit_id,
        created_by_id=actor.user_id,
        created_by=actor.name,
        created_at=now,
    )


def begin_reading(session: Session, run_id: int, *, actor: Actor, now: datetime) -> ImportRun:
    """Everything is uploaded."""
    run = _mine(session, run_id, actor)
    if run.state is not RunState.COLLECTING:
        raise TransitionForbidden(state=run.state.label, verb="开始试读")
    _read(session, run, now)
    return run


def _read(session: Session, run: ImportRun, now: datetime) -> None:
    run.state = RunState.READING
    jobs.enqueue(session, READ, {"run_id": run.id}, now=now, key=f"{READ}:{run.id}", delay_seconds=AHEAD)


def start(session: Session, run_id: int, *, actor: Actor, now: datetime) -> int:
    """Have everything that is ready imported in the name of `actor`; answers how many files."""
    run = _mine(session, run_id, actor)
    if run.state in {RunState.COLLECTING, RunState.READING, RunState.CLOSED}:
        raise TransitionForbidden(state=run.state.label, verb="导入")
    # What is left alone is said too: the report names each file with its reason.
    proposed = (ImportItem.run_id == run.id, ImportItem.state == ItemState.PROPOSED)
    queued = session.execute(update(ImportItem).where(*proposed, ELIGIBLE).values(state=ItemState.QUEUED, reason=""))
    count = int(queued.rowcount)  # type: ignore[attr-defined]  # of an update there is one
    if count == 0:
        raise InvalidInput(message=NOTHING_TO_DO)
    same = func.substr(literal("与 ") + ImportItem.duplicate + literal(" 内容相同"), 1, 500)
    twins = update(ImportItem).where(*proposed, ImportItem.duplicate != "", ~ImportItem.is_wanted)
    session.execute(twins.values(state=ItemState.SKIPPED, reason=same))
    session.execute(update(ImportItem).where(*proposed).values(state=ItemState.FAILED, reason=NO_FOLDER))
    _apply(session, run, actor, now)
    audit.record(session, "intake.start", actor, run.title, now=now, detail={"count": count})
    return count


def retry(session: Session, run_id: int, chosen: list[int] | None, *, actor: Actor, now: datetime) -> int:
    """Try failed files again: those chosen, or all. What was never read is read again, the rest is imported."""
    run = _mine(session, run_id, actor)
    if run.state in {RunState.COLLECTING, RunState.READING, RunState.CLOSED}:
        raise TransitionForbidden(state=run.state.label, verb="重试")
    failed = select(ImportItem).where(ImportItem.run_id == run.id, ImportItem.state == ItemState.FAILED)
    found = list(session.scalars(failed if chosen is None else failed.where(ImportItem.id.in_(chosen))))
    again = [item for item in found if item.slot is not None]
    for item in again:
        item.state = ItemState.QUEUED if item.sha256 and item.folder else ItemState.FOUND
        item.reason = ""
    if not again:
        raise InvalidInput(message="没有可重试的文件：压缩包中的文件须重新上传。")
    if any(item.state is ItemState.FOUND for item in again):
        jobs.enqueue(session, READ, {"run_id": run.id}, now=now, key=f"{READ}:{run.id}", delay_seconds=AHEAD)
    if any(item.state is ItemState.QUEUED for item in again):
        _apply(session, run, actor, now)
    audit.record(session, "intake.retry", actor, run.title, now=now, detail={"count": len(again)})
    return len(again)


def _apply(session: Session, run: ImportRun, actor: Actor, now: datetime) -> None:
    run.state, run.started_by_id, run.started_at, run.finished_at = RunState.IMPORTING, actor.user_id, now, None
    run.error = ""
    jobs.enqueue(session, APPLY, {"run_id": run.id}, now=now, key=f"{APPLY}:{run.id}", delay_seconds=AHEAD)


def close(session: Session, run_id: int, *, actor: Actor, now: datetime) -> ImportRun:
    """End it: what is imported stays, what is not will not be, and uploads are removed."""
    run = _mine(session, run_id, actor)
    if run.source is Source.INBOX or run.state in {RunState.CLOSED, RunState.READING, RunState.IMPORTING}:
        raise TransitionForbidden(state=run.state.label, verb="结束")
    left = (ItemState.PROPOSED, ItemState.FOUND)
    undone = update(ImportItem).where(ImportItem.run_id == run.id, ImportItem.state.in_(left))
    session.execute(undone.values(state=ItemState.EXCLUDED, reason="导入已结束，未导入"))
    run.state, run.finished_at = RunState.CLOSED, now
    jobs.enqueue(session, CLEAR, {"run_id": run.id}, now=now, key=f"{CLEAR}:{run.id}")
    audit.record(session, "intake.close", actor, run.title, now=now)
    return run


def _mine(session: Session, run_id: int, actor: Actor) -> ImportRun:
    run = queries.get(session, run_id, actor)
    session.refresh(run, with_for_update=True)
    require(actor, Permission.DOCUMENT_IMPORT, run.unit_id)
    return run
