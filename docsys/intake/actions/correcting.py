"""Correcting proposals before they are imported: one, many, or by the list that came back from a spreadsheet."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.documents.importing import manifest
from docsys.documents.importing.manifest import ANYWAY, Row
from docsys.errors import EditConflict, InvalidInput, TransitionForbidden
from docsys.intake import inputs, judging, queries
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import EDITABLE, ItemState, Marks, RunState, doubt
from docsys.people.rules import Actor

VERBS = {"set": "设置", "exclude": "不导入", "include": "恢复导入", "anyway": "重复仍导入"}
NOT_LISTED = "不在交回的清单中"


def change(session: Session, item_id: int, typed: Mapping[str, str], *, actor: Actor) -> ImportItem:
    """One proposal, as typed in its row."""
    item = queries.get_item(session, item_id, actor)
    _check_open(item.run)
    _check_editable(item)
    row = inputs.corrected(inputs.row_of(item), typed)
    inputs.check(row, judging.known(session, actor))
    _take(session, item, row, actor)
    item.is_wanted = typed.get("is_wanted") == "1"
    _wake(item)
    return item


def bulk(  # noqa: PLR0913 - what, with which words, of which files
    session: Session,
    run_id: int,
    verb: str,
    typed: Mapping[str, str],
    rows: Sequence[int],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """The same for many files; answers how many it could be done to."""
    run = queries.get(session, run_id, actor)
    _check_open(run)
    values = {name: typed[name] for name in inputs.BULK if typed.get(name, "").strip()}
    if verb == "set" and not values:
        raise InvalidInput(message="请先填写要设置的内容。")
    known = judging.known(session, actor)
    found = [item for item in _chosen(session, run, rows) if _is_editable(item)]
    if not found:
        raise InvalidInput(message="所选文件中没有可以修改的：已导入、空文件、链接等不能修改。")
    for item in found:
        if verb == "set":
            row = inputs.corrected(inputs.row_of(item), values)
            inputs.check(row, known)
            _take(session, item, row, actor)
            _wake(item)
        else:
            _turn(session, item, verb, actor)
    audit.record(
        session, "intake.correct", actor, run.title, now=now, detail={"count": len(found), "what": VERBS[verb]}
    )
    return len(found)


def _chosen(session: Session, run: ImportRun, rows: Sequence[int]) -> list[ImportItem]:
    """In slices: a statement takes no more names than that."""
    found: list[ImportItem] = []
    for at in range(0, len(rows), 500):
        part = ImportItem.id.in_(rows[at : at + 500])
        query = select(ImportItem).where(ImportItem.run_id == run.id, part).order_by(ImportItem.id)
        found += session.scalars(query)
    return found


def _turn(session: Session, item: ImportItem, verb: str, actor: Actor) -> None:
    if verb == "exclude":
        item.state, item.reason = ItemState.EXCLUDED, f"{actor.name}选为不导入"[:500]
    else:
        item.is_wanted = item.is_wanted or verb == "anyway"
        item.state, item.reason = ItemState.PROPOSED, ""
        judging.judge(session, item, actor)
    judging.judge_those_like(session, item, actor)


def take_back_list(
    session: Session, run_id: int, name: str, data: bytes, *, actor: Actor, now: datetime
) -> tuple[int, int]:
    """The list as it came back: what stands in it is taken, what was struck out is not imported. All of it or nothing.

    Answers how many rows were taken and how many files left out.

    Raises:
        ManifestUnreadable: names each line with what is wrong with it.
    """
    run = queries.get(session, run_id, actor)
    _check_open(run)
    items = {item.path: item for item in session.scalars(select(ImportItem).where(ImportItem.run_id == run.id))}
    known = judging.known(session, actor)

    def wrong(row: Row) -> list[str]:
        if row.path not in items:
            return [f"的文件“{row.path}”不在这次导入中"]
        if row.sha256 and row.sha256 != items[row.path].sha256:
            return ["的 SHA-256 与试读时不符，请重新下载清单"]
        own = [(name, said) for name, said in inputs.wrong(inputs.tidy(row), known) if name not in SAID_BY_LIST]
        return [f"的{inputs.LABELS[name]}：{said}" for name, said in own]

    rows = manifest.parse(name, data, wrong)
    editable = [item for item in items.values() if _is_editable(item)]
    taken = [item for item in editable if item.path in rows]
    for item in taken:
        row = rows[item.path]
        _take(session, item, inputs.tidy(row), actor)
        item.is_wanted = row.duplicate == ANYWAY
        _wake(item)
    out = [item for item in editable if item.path not in rows and item.state is not ItemState.SKIPPED]
    for item in out:
        item.state, item.reason = ItemState.EXCLUDED, NOT_LISTED
    detail = {"count": len(taken), "what": "交回清单"}
    audit.record(session, "intake.correct", actor, run.title, now=now, detail=detail)
    return len(taken), len(out)


SAID_BY_LIST = frozenset({"level", "secrecy", "written_on"})


def _take(session: Session, item: ImportItem, row: Row, actor: Actor) -> None:
    for name, value in inputs.marks_of(row).items():
        setattr(item, name, value)
    namesake = queries.namesake(session, item, item.old_number, actor)
    item.doubt = doubt(Marks(item.folder, item.old_number), namesake)[:500]


def _wake(item: ImportItem) -> None:
    """What failed or was left out for what has been corrected now stands to be imported again."""
    is_mended = item.state is ItemState.FAILED and item.folder
    is_wanted = item.state is ItemState.SKIPPED and item.is_wanted
    if is_mended or is_wanted:
        item.state, item.reason = ItemState.PROPOSED, ""


def _is_editable(item: ImportItem) -> bool:
    """Read once, not in the library, and not on its way there."""
    return item.state in EDITABLE and bool(item.sha256) and item.document_id is None


def _check_editable(item: ImportItem) -> None:
    if not _is_editable(item):
        raise EditConflict(message="“{path}”{state}，不能再修改。", path=item.path, state=item.state.label)


def _check_open(run: ImportRun) -> None:
    if run.state in {RunState.COLLECTING, RunState.READING, RunState.CLOSED}:
        raise TransitionForbidden(state=run.state.label, verb="修改清单")
