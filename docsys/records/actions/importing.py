"""Rows of a register out of a table: tried first and shown, then entered all together, each as if it were typed by hand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.forms.shape import Form, Kind
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, steps
from docsys.records.actions.registering import add_row
from docsys.records.importing.columns import Line, Table, is_same
from docsys.records.models import Record, RegisterImport
from docsys.records.rules import State


class AlreadyTaken(Refused):
    message: ClassVar[str] = "“{name}”已经导入，不能再次导入。"


class NothingGood(Refused):
    message: ClassVar[str] = "“{name}”没有可以导入的行，请按提示修改后重新上传。"


class Changed(Refused):
    message: ClassVar[str] = "第 {place} 行现在不能登记：{why}没有导入任何行，请重新上传。"


class Repeated(Refused):
    message: ClassVar[str] = "{twin}，不重复登记。"


def propose(session: Session, form: Form, name: str, table: Table, *, actor: Actor, now: datetime) -> RegisterImport:
    """Try each row of the table, undo all of them, and keep what was found for its reader. What he had not taken goes.

    Raises:
        Forbidden: he may not fill the register.

    """
    check(form, actor)
    lines = _tried(session, form, table.lines, actor=actor, now=now)
    user_id = people.account(actor)[0]
    own = (RegisterImport.created_by == user_id, RegisterImport.form_code == form.code)
    session.execute(delete(RegisterImport).where(*own, RegisterImport.taken_at.is_(None)))
    proposed = RegisterImport(
        form_code=form.code,
        name=name[:200],
        lines=lines,
        strange=list(table.strange),
        created_by=user_id,
        created_at=now,
    )
    session.add(proposed)
    session.flush()
    return proposed


def take(session: Session, form: Form, import_id: int, *, actor: Actor, now: datetime) -> RegisterImport:
    """Enter the good rows, all or none.

    Raises:
        AlreadyTaken: it was done before. NothingGood: there are none. Changed: a row that was good is so no more.

    """
    check(form, actor)
    proposed = get(session, import_id, actor, to_change=True)
    if proposed.taken_at is not None:
        raise AlreadyTaken(name=proposed.name)
    if not proposed.good:
        raise NothingGood(name=proposed.name)
    numbers: dict[int, str] = {}
    for one in proposed.good:
        try:
            numbers[one["place"]] = _entered(session, form, one["raw"], {}, actor=actor, now=now).number
        except Refused as refused:
            why = "".join(sentence for _, sentence in _faults(refused))
            raise Changed(place=one["place"], why=why) from refused
    proposed.lines = [{**one, "number": numbers.get(one["place"], "")} for one in proposed.lines]
    proposed.taken_at = now
    detail = {"file": proposed.name, "rows": len(numbers), "left_out": len(proposed.bad)}
    audit.record(session, "register.import", actor, form.code, now=now, detail=detail)
    return proposed


def get(session: Session, import_id: int, actor: Actor, *, to_change: bool = False) -> RegisterImport:
    """The import of that person.

    Raises:
        NotFound: there is none, or it is another's.

    """
    query = select(RegisterImport).where(RegisterImport.id == import_id, RegisterImport.created_by == actor.user_id)
    found = session.scalar(query.with_for_update() if to_change else query)
    if found is None:
        raise NotFound
    return found


def check(form: Form, actor: Actor) -> None:
    """Whether this person may enter rows of the register at all."""
    if form.kind is not Kind.REGISTER:
        raise NotFound
    require(actor, Permission.RECORD_FILL, actor.unit_id)
    steps.check_filler(form, actor, actor.unit_id)


def _tried(session: Session, form: Form, lines: Sequence[Line], *, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Each row with what is wrong with it, among those before it; afterwards nothing has happened."""
    found: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    trial = session.begin_nested()
    try:
        for line in lines:
            faults: list[tuple[str, str]] = []
            try:
                with session.begin_nested():
                    places[_entered(session, form, line.raw, places, actor=actor, now=now).number] = line.place
            except Refused as refused:
                faults = list(_faults(refused))
            found.append({"place": line.place, "raw": dict(line.raw), "faults": faults, "number": ""})
    finally:
        trial.rollback()
    return found


def _entered(
    session: Session, form: Form, raw: Mapping[str, Any], places: Mapping[str, int], *, actor: Actor, now: datetime
) -> Record:
    record = add_row(session, form, raw, actor=actor, now=now)
    if twin := _twin(session, form, record):
        told = f"与第 {places[twin]} 行完全相同" if twin in places else f"与已登记的 {twin} 内容相同"
        raise Repeated(twin=told)
    return record


def _twin(session: Session, form: Form, record: Record) -> str | None:
    """The number of an earlier row that says the same."""
    query = select(Record).where(
        Record.form_code == form.code,
        Record.unit_id == record.unit_id,
        Record.opened_at == record.opened_at,
        Record.title == record.title,
        Record.id < record.id,
        Record.state != State.CANCELLED,
    )
    return next((one.number for one in session.scalars(query) if is_same(form, one.data, record.data)), None)


def _faults(refused: Refused) -> Iterator[tuple[str, str]]:
    """Field and sentence of each complaint; one that names no field has none."""
    if isinstance(refused, InvalidInput) and refused.fields:
        for name, sentences in refused.fields.items():
            yield name, "".join(sentences)
    else:
        yield "", refused.sentence
