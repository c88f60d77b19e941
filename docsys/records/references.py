"""Records that other records name: they exist, and they are through where the form wants that (6.2.5)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.forms.shape import Form, Value
from docsys.forms.validation import Errors
from docsys.people.rules import Actor
from docsys.records.models import Record
from docsys.records.queries import visible
from docsys.records.rules import State

THROUGH = frozenset({State.COMPLETED, State.ARCHIVED, State.CLOSED})


def check_references(
    session: Session, form: Form, values: Mapping[str, Value], stage: str | None, actor: Actor
) -> Errors:
    """Sentences for fields of `stage` (of all stages without one) that name a record which `actor` does not find, or is not approved."""
    wanted = {
        field.id: str(values[field.id])
        for field in form.fields
        if field.type == "record" and values.get(field.id) and stage in {None, form.stage_of(field.id)}
    }
    if not wanted:
        return {}
    query = select(Record.number, Record.state).where(Record.number.in_(wanted.values()), visible(actor))
    found: dict[str, State] = {number: State(state) for number, state in session.execute(query)}
    errors: Errors = {}
    for name, number in wanted.items():
        field = form.by_id[name]
        article = f"不符合 {field.article}：" if field.article else ""
        if number not in found or found[number] is State.CANCELLED:
            errors[name] = [f"{article}没有编号为 {number} 的记录，请核对编号。"]
        elif field.options.get("settled") and found[number] not in THROUGH:
            errors[name] = [f"{article}{number} 尚未批准，请先办结该单，再填写其编号。"]
    return errors
