"""Changing a table: one person asks and names the basis, another confirms (2.3.3); then the next version is in force."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.errors import EditConflict, InvalidInput, RuleBroken
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require
from docsys.references import queries, rules
from docsys.references.events import ReferenceChanged
from docsys.references.models import ReferenceVersion
from docsys.references.rules import Rows, Table

LONGEST = 100
OTHER = {Table.ROOMS: Table.NODES, Table.NODES: Table.ROOMS}


def request_change(  # noqa: PLR0913 - a table, what it becomes, and why
    session: Session,
    which: Table,
    rows: Sequence[Sequence[str]],
    *,
    base: int,
    basis: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Confirmation:
    """Ask that the table be `rows` in place of version `base`, which the writer saw.

    Raises:
        Forbidden; EditConflict: another version came into force meanwhile; InvalidInput: no basis, no reason, rows that
        cannot be kept, or nothing new in them; AlreadyWaiting.

    """
    require(actor, Permission.REFERENCE_MAINTAIN)
    before, after = queries.current(session, which), rules.tidy(which, rows)
    if before.number != base:
        raise EditConflict
    found = rules.compare(which, before.rows, after)
    _check(session, which, after, basis.strip(), reason.strip(), is_new=bool(found))
    title = f"表 {which.value} {which.label}改为第 {base + 1} 版：{rules.counted(found)}（{reason.strip()}；依据：{basis.strip()}）"
    payload = {"which": which.value, "base": base, "rows": [list(row) for row in after]}
    payload |= {"basis": basis.strip(), "reason": reason.strip()}
    may = Permission.REFERENCE_MAINTAIN
    return confirmations.request(session, queries.CHANGE, queries.subject(which), title, payload, actor, now, may)


def _check(session: Session, which: Table, rows: Rows, basis: str, reason: str, *, is_new: bool) -> None:
    fields: dict[str, list[str]] = {}
    if not 0 < len(basis) <= LONGEST:
        fields["basis"] = [f"请写明依据（变更单编号或文号），不超过 {LONGEST} 字。"]
    if not 0 < len(reason) <= LONGEST:
        fields["reason"] = [f"请写明原因，不超过 {LONGEST} 字。"]
    if said := rules.problems(which, rows, _beside(session, which)):
        fields["rows"] = said
    elif not is_new:
        fields["rows"] = ["与现行版本完全相同，不必更改。"]
    if fields:
        raise InvalidInput(fields=fields)


def _beside(session: Session, which: Table) -> Rows:
    return queries.rows_of(session, OTHER[which]) if which in OTHER else ()


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes.

    Raises:
        RuleBroken: the table, or the one whose nodes it must agree with, changed since it was asked for.

    """
    if accepted.kind != queries.CHANGE:
        return
    payload = accepted.payload
    which, after = Table(payload["which"]), rules.as_rows(payload["rows"])
    before = queries.current(session, which)
    if before.number != payload["base"]:
        raise RuleBroken(
            message="表 {table} 在申请之后已更改为第 {number} 版，请拒绝后重新申请。",
            table=which.value,
            number=before.number,
        )
    if said := rules.problems(which, after, _beside(session, which)):
        raise RuleBroken(message="{reason}", reason="".join(said))
    made = _add(session, which, accepted)
    changed = rules.counted(rules.compare(which, before.rows, after))
    detail = {"version": made.number, "changed": changed, "basis": made.basis, "reason": made.reason}
    detail["requested_by"] = accepted.requested_by
    audit.record(session, accepted.kind, accepted.actor, accepted.subject, now=accepted.at, detail=detail)
    events.publish(session, ReferenceChanged(which, made.number, accepted.at))


def _add(session: Session, which: Table, accepted: ConfirmationAccepted) -> ReferenceVersion:
    payload = accepted.payload
    made = ReferenceVersion(
        which=which.value,
        number=payload["base"] + 1,
        content=payload["rows"],
        basis=payload["basis"],
        reason=payload["reason"],
        requested_by=accepted.requested_by,
        confirmed_by=accepted.actor.name,
        in_force_at=accepted.at,
    )
    session.add(made)
    session.flush()
    return made
