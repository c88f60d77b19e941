"""What belongs to the complete set of an order, loaded before any rendering begins (15.6.4（六）)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.changes import queries
from docsys.changes.actions.turning import told_at
from docsys.changes.models import Change
from docsys.changes.rules.plan import Urgency
from docsys.documents import rules as naming
from docsys.records import prints
from docsys.records.models import Record, RecordScan
from docsys.records.rules import State as SheetState
from docsys.vault.models import StoredFile

OPERATIONS = "F-04"
NOTICE, SUMMARY = "BT", "BZ"


@dataclass(frozen=True)
class Sheet:
    """A print of ours, and under which name it stands in the contents."""

    title: str
    print: prints.Printable


@dataclass(frozen=True)
class Scan:
    """A signed print that came home."""

    title: str
    path: Path
    name: str
    pages: int
    said: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Loose:
    """A photo, a log, an attachment: carried as the file that it is. `content` where it is made here."""

    name: str
    sha256: str
    size: int
    said: str
    path: Path | None = None
    content: bytes = b""


@dataclass(frozen=True)
class Bundle:
    """The whole set in plain values; `operations` is the sheet F-04 alone."""

    number: str
    title: str
    urgent: bool
    facts: tuple[tuple[tuple[str, str], ...], ...]
    sheets: tuple[Sheet, ...]
    scans: tuple[Scan, ...]
    files: tuple[Loose, ...]
    operations: prints.Printable


def gather(session: Session, change: Change, archive: Path, frame: prints.Frame) -> Bundle:
    """Everything that the set of `change` holds."""
    papers = [change.record, *_papers(session, change)]
    printed = {record.id: _final(prints.filled(record, frame)) for record in papers}
    whole = printed[change.record_id]
    ordered = [*_sheets(whole), *(Sheet(_called(one), printed[one.id]) for one in papers[1:])]
    return Bundle(
        number=change.number,
        title=change.title,
        urgent=change.urgency == Urgency.EMERGENCY,
        facts=_facts(change),
        sheets=tuple(ordered),
        scans=tuple(_scans(session, papers, archive)),
        files=tuple(_files(session, change, archive)),
        operations=_only(whole, OPERATIONS),
    )


def _papers(session: Session, change: Change) -> Iterator[Record]:
    """Its notices and its summaries, as far as they were handed in."""
    for code in (NOTICE, SUMMARY):
        for record in queries.sheets_of(session, code, change.number):
            if record.state not in {SheetState.DRAFT, SheetState.CANCELLED}:
                yield record


def _final(printable: prints.Printable) -> prints.Printable:
    """A notice that still waits for its receipts is no draft in the set of an order that is over."""
    return replace(printable, context={**printable.context, "watermark": ""})


def _called(record: Record) -> str:
    return f"{ {NOTICE: '变更通知', SUMMARY: '变更总结'}[record.form_code] } {record.number}"


def _sheets(whole: prints.Printable) -> Iterator[Sheet]:
    """Each sheet of the order by itself, so that the contents can name its pages."""
    for drawn in whole.context["sheets"]:
        title = " ".join(part for part in (drawn.id, drawn.title) if part)
        yield Sheet(title, _only(whole, drawn.id))


def _only(whole: prints.Printable, sheet_id: str) -> prints.Printable:
    drawn = [one for one in whole.context["sheets"] if one.id == sheet_id]
    is_first = bool(drawn) and drawn[0] is whole.context["sheets"][0]
    caption = whole.context["caption"]
    context: dict[str, Any] = {**whole.context, "sheets": drawn}
    if caption and not is_first:
        context["caption"] = f"{caption} 附页"
    if drawn:
        context["title"] = f"{whole.number} {drawn[0].title}"
    return replace(whole, context=context)


def _scans(session: Session, papers: Sequence[Record], archive: Path) -> Iterator[Scan]:
    numbers = {one.id: one.number for one in papers}
    query = select(RecordScan).where(RecordScan.record_id.in_(numbers)).order_by(RecordScan.record_id, RecordScan.id)
    for scan in session.scalars(query):
        title = f"签字扫描件 {numbers[scan.record_id]} S{scan.ordinal:02}"
        file, said = scan.file, f"{scan.by_name} {told_at(scan.at)}"
        path = vault.resolve(session, archive, file)
        yield Scan(title, path, file.original_name, max(scan.pages, 1), said, file.sha256, file.size)


def _files(session: Session, change: Change, archive: Path) -> Iterator[Loose]:
    found = [(one.file, one.said, f"{one.by_name} {told_at(one.at)}") for one in change.files]
    attached = change.record.data.get("attachments")
    if isinstance(attached, dict) and (file := session.get(StoredFile, attached.get("stored"))):
        found.insert(0, (file, "申请附件", ""))
    for ordinal, (file, said, by) in enumerate(found, 1):
        stem = PurePosixPath(file.original_name).stem
        name = naming.attachment_name(change.number, ordinal, stem, file.original_name)
        words = "，".join(part for part in (said, by) if part)
        yield Loose(name, file.sha256, file.size, words, vault.resolve(session, archive, file))


def _facts(change: Change) -> tuple[tuple[tuple[str, str], ...], ...]:
    data = change.record.data
    last = next((step.remark for step in reversed(change.record.steps) if step.verb == "archive"), "")
    return (
        (("变更单号", change.number),),
        (("变更名称", change.title),),
        (("申请单位", change.unit.name), ("变更申请人", _plain(data.get("applicant")))),
        (("类型", change.urgency), ("级别", change.level)),
        (("计划时间", _span(change.starts_at, change.ends_at)),),
        (("实际时间", _span(change.started_at, change.ended_at)),),
        (("变更结果", change.outcome), ("归档时间", told_at(change.over_at) if change.over_at else "")),
        (("归档", last),),
    )


def _plain(person: object) -> str:
    return str(person or "").partition("（")[0]


def _span(start: Any, end: Any) -> str:
    return f"{told_at(start)} 至 {told_at(end)}" if start and end else ""
