"""保存期满鉴定清单: what was kept long enough as of a day, of the units whose documents an actor reads (report 16)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from docsys.clock import SHANGHAI, local_day
from docsys.documents.models import Document
from docsys.documents.rules import State, review_due
from docsys.errors import InvalidInput, NotFound
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.forms.definitions import Catalogue
from docsys.paper.models import PaperCopy
from docsys.paper.states import ENDED
from docsys.people.models import Confirmation, Unit
from docsys.people.rules import Actor, Permission, scope
from docsys.publication.rules import retention_of
from docsys.records.models import Record
from docsys.records.queries import form_of
from docsys.records.rules import State as RecordState
from docsys.retention import rules
from docsys.retention.models import Destruction, RetentionPeriod
from docsys.retention.rules import Kind, Term, Trigger

EXTEND, DESTROY, SHORTEN = "retention.extend", "retention.destroy", "retention.shorten"
ENDING = (State.ARCHIVED, State.ABOLISHED)
# Of a document that says nothing of it, the shortest of the table, in months.
SHORTEST = 36
HALF_A_YEAR = 6
DONE = (RecordState.CLOSED, RecordState.COMPLETED)


@dataclass(frozen=True)
class Line:
    """One line of the list. `ref` is d12 for a document, r34 for a record that is not archived."""

    ref: str
    id: int
    number: str
    title: str
    unit: str
    unit_id: int
    category: str
    term: Term
    hold: Mapping[str, str]
    paper: int = 0
    waiting: str = ""

    @property
    def is_document(self) -> bool:
        return self.ref.startswith("d")

    @property
    def why(self) -> str:
        """Why it is on the list: `归档日 2023-01-05 起 3 年`."""
        said = f"{self.term.kind.trigger.value} {self.term.start} 起 {rules.in_words(self.term.period)}"
        return f"{said}，鉴定延长至 {self.term.until}" if self.term.until else said

    @property
    def standing(self) -> str:
        if self.hold:
            return "已冻结"
        return f"待确认{self.waiting}" if self.waiting else "待鉴定"


def periods(session: Session) -> dict[str, RetentionPeriod]:
    return {row.code: row for row in session.scalars(select(RetentionPeriod))}


def default_of(kind: Kind, forms: Catalogue) -> str:
    """What counts unless somebody set another: of a form its own definition says."""
    return kind.default or forms.get(kind.code).retention


def in_force(session: Session, kind: Kind, forms: Catalogue) -> str:
    row = session.scalar(select(RetentionPeriod).where(RetentionPeriod.code == kind.code))
    return row.period if row else default_of(kind, forms)


def due(session: Session, actor: Actor, as_of: date) -> list[Line]:
    """Everything whose 保存期满日 is not after `as_of`, the longest over first."""
    found = (
        *_documents(session, actor, _old_enough(session, as_of)),
        *_records(session, actor, _done_long_ago(session, as_of)),
    )
    found = tuple(line for line in found if line.term.is_due(as_of))
    return sorted(found, key=lambda line: (line.term.due or as_of, line.number))


def held(session: Session, actor: Actor) -> list[Line]:
    """What is frozen, due or not, in force or not."""
    frozen = [cast(table.keeping, String).contains('"hold"') for table in (Document, Record)]
    found = [*_documents(session, actor, frozen[0]), *_records(session, actor, frozen[1], done=False)]
    return sorted(found, key=lambda line: line.number)


def _old_enough(session: Session, as_of: date) -> ColumnElement[bool]:
    """Documents whose period may be over: a library of thousands is not looked through one by one."""
    set_by = [count for row in periods(session).values() if (count := rules.months(row.period)) is not None]
    old: list[ColumnElement[bool]] = [Document.contract.has()]
    for stated in session.scalars(select(Document.retention).distinct()):
        count = rules.months(stated) if stated else SHORTEST
        known = [*set_by, *([] if count is None else [count])]
        if known:
            before = review_due(as_of, 1 - min(known))
            old.append(
                and_(Document.retention == stated, Document.created_at < datetime.combine(before, time(), SHANGHAI))
            )
    return and_(Document.state.in_(ENDING), or_(*old))


def _done_long_ago(session: Session, as_of: date) -> ColumnElement[bool]:
    """Forms that were never archived: few are old, for a list is archived when its month is over."""
    counts = [count for row in periods(session).values() if (count := rules.months(row.period)) is not None]
    before = review_due(as_of, 1 - min([HALF_A_YEAR, *counts]))
    return Record.updated_at < datetime.combine(before, time(), SHANGHAI)


def chosen(session: Session, actor: Actor, refs: Iterable[str]) -> list[Line]:
    """The lines of these refs, as they stand now.

    Raises:
        NotFound: one of them is not this actor's to see, or can never be appraised.

    """
    wanted = dict.fromkeys(refs)
    documents = and_(Document.state.in_(ENDING), Document.id.in_(_ids(wanted, "d")))
    lines = [*_documents(session, actor, documents), *_records(session, actor, Record.id.in_(_ids(wanted, "r")))]
    found = {line.ref: line for line in lines}
    if not wanted or any(ref not in found for ref in wanted):
        raise NotFound
    return [found[ref] for ref in wanted]


def _ids(refs: Iterable[str], letter: str) -> list[int]:
    return [int(ref[1:]) for ref in refs if ref.startswith(letter) and ref[1:].isascii() and ref[1:].isdecimal()]


def _within(query: Select[Any], column: Any, actor: Actor) -> Select[Any]:
    units = scope(actor, Permission.DOCUMENT_READ_ALL) if actor.user_id is not None else None
    return query if units is None else query.where(column.in_(units))


def _documents(session: Session, actor: Actor, which: ColumnElement[bool]) -> Iterator[Line]:
    query = (
        select(Document)
        .join(Folder, Folder.id == Document.folder_id)
        .where(which)
        .options(
            contains_eager(Document.folder),
            joinedload(Document.head),
            joinedload(Document.unit),
            joinedload(Document.contract),
        )
    )
    documents = list(session.scalars(_within(query, Document.unit_id, actor)))
    set_by, waiting, paper = periods(session), _waiting(session), _paper(session)
    for document in documents:
        ref = f"d{document.id}"
        yield Line(
            ref,
            document.id,
            document.number,
            document.title,
            document.unit.short_name,
            document.unit_id,
            document.folder.category,
            term_of(document, set_by),
            document.keeping.get("hold") or {},
            paper.get(document.id, 0),
            waiting.get(ref, ""),
        )


def term_of(document: Document, set_by: Mapping[str, RetentionPeriod]) -> Term:
    """Its row by number, folder or category; what the document itself says stands unless two persons set another."""
    folder, head, contract = document.folder, document.head, document.contract
    code = rules.code_of(document.number, folder.code, folder.category)
    kind = rules.kind_of(code, controlled=folder.kind is FolderKind.CONTROLLED)
    stated = document.retention or kind.default or retention_of(folder.category)
    period = set_by[code].period if code in set_by else stated
    start: date | None
    if kind.trigger is Trigger.ABOLISHED:
        start = local_day(document.abolished_at) if document.abolished_at else None
    elif kind.trigger is Trigger.CONTRACT_END:
        start = (contract.ended_on or contract.ends_on) if contract else None
    else:
        start = local_day((head.published_at if head else None) or document.created_at)
    return Term(kind, period, start, _until(document.keeping))


def _records(
    session: Session, actor: Actor, which: ColumnElement[bool] | None = None, *, done: bool = True
) -> Iterator[Line]:
    """What was filled in, is done, and was never archived."""
    query = select(Record).where(Record.document_id.is_(None), *(() if which is None else (which,)))
    query = query.options(joinedload(Record.form_revision))
    if done:
        query = query.where(Record.state.in_(DONE))
    set_by, waiting = periods(session), _waiting(session)
    units = _unit_names(session)
    for record in session.scalars(_within(query, Record.unit_id, actor)):
        ref, form = f"r{record.id}", form_of(record)
        kind = replace(rules.kind_of(record.form_code), trigger=Trigger.CLOSED)
        period = set_by[record.form_code].period if record.form_code in set_by else form.retention
        start = local_day(record.completed_at or record.updated_at)
        yield Line(
            ref,
            record.id,
            record.number,
            f"{form.short} {record.title}",
            units[record.unit_id],
            record.unit_id,
            form.folder[:2],
            Term(kind, period, start, _until(record.keeping)),
            record.keeping.get("hold") or {},
            0,
            waiting.get(ref, ""),
        )


def _unit_names(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Unit.id, Unit.short_name)).all())


def _until(keeping: Mapping[str, Any]) -> date | None:
    said = keeping.get("until")
    return date.fromisoformat(said) if said else None


def _paper(session: Session) -> dict[int, int]:
    """How many copies on paper are still there."""
    query = select(PaperCopy.document_id, func.count()).where(PaperCopy.state.not_in(ENDED))
    return dict(session.execute(query.group_by(PaperCopy.document_id)).all())


def _waiting(session: Session) -> dict[str, str]:
    """Which lines somebody asked something for: 延长, 销毁."""
    kinds = {EXTEND: "延长", DESTROY: "销毁"}
    query = select(Confirmation).where(Confirmation.kind.in_(kinds), Confirmation.decided_at.is_(None))
    return {ref: kinds[one.kind] for one in session.scalars(query) for ref in one.payload["refs"]}


def by_number(session: Session, number: str, actor: Actor) -> Document | Record:
    """What bears that number, to be frozen.

    Raises:
        InvalidInput: nothing does, that this person may see.

    """
    wanted = number.strip().upper()
    documents, records = (
        select(Document).where(Document.number == wanted),
        select(Record).where(Record.number == wanted),
    )
    document: Document | None = session.scalar(_within(documents, Document.unit_id, actor))
    if document is not None:
        return document
    record: Record | None = session.scalar(_within(records, Record.unit_id, actor))
    if record is None:
        said = f"没有编号为“{number.strip()}”的文档或表单，或不在您管理的单位，请核对。"
        raise InvalidInput(fields={"number": [said]})
    return record


def destructions(session: Session, actor: Actor) -> list[Destruction]:
    query = _within(select(Destruction), Destruction.unit_id, actor)
    return list(session.scalars(query.order_by(Destruction.id.desc())))


def may_look(actor: Actor) -> bool:
    """Those who keep documents, and those who audit them."""
    return scope(actor, Permission.DOCUMENT_READ_ALL) != frozenset()
