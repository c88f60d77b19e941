"""The complete set of an order goes into the library, by two persons (C14, G22)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.turning import Saying, move, refuse, turn
from docsys.changes.actions.updating import open_updates
from docsys.changes.models import Change
from docsys.changes.rules import finishing
from docsys.changes.rules.finishing import SHORT_OF_IT
from docsys.changes.rules.guards import broken
from docsys.changes.rules.plan import Level, Urgency
from docsys.changes.rules.table import TABLE
from docsys.errors import NotFound
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission
from docsys.records.models import RecordScan

ARCHIVE = "change.archive"


@dataclass(frozen=True)
class Part:
    """A part of the set: whether this order wants it, and whether it is there."""

    name: str
    is_there: bool


def missing(session: Session, change: Change, *, on_paper: bool = False) -> list[str]:
    """What belongs to the set of an order and is not there (G22)."""
    return [part.name for part in contents(session, change, on_paper=on_paper) if not part.is_there]


def contents(session: Session, change: Change, *, on_paper: bool = False) -> list[Part]:
    """What belongs to the set of this order (G22)."""
    data = change.record.data
    is_first = change.level == Level.FIRST
    emergency = change.urgency == Urgency.EMERGENCY
    wanted = [
        ("各承建单位意见", is_first and not emergency, bool(data.get("opinions"))),
        ("评审意见", not emergency, bool(data.get("review_opinion"))),
        ("变更通知", is_first and not emergency and bool(data.get("affected_units")), bool(data.get("notice"))),
        ("紧急变更口头审批记录及证信办确认", emergency, bool(data.get("oral_confirmed"))),
        ("变更操作记录", True, bool(data.get("performed")) and bool(data.get("outcome"))),
        ("变更复核与更新核对单", True, bool(data.get("rechecker")) and change.verified_at is not None),
        ("变更总结", change.outcome in SHORT_OF_IT, bool(data.get("summary_number"))),
        (
            "签字扫描件",
            on_paper,
            session.scalar(select(RecordScan.id).where(RecordScan.record_id == change.record_id).limit(1)) is not None,
        ),
    ]
    own = (Part(name, is_there=True) for name in ("变更单", "变更方案附页"))
    return [*own, *(Part(name, is_there) for name, is_wanted, is_there in wanted if is_wanted)]


def waiting_for_second(session: Session, change: Change) -> Confirmation | None:
    """The request to archive it that nobody has decided yet."""
    wanted = (Confirmation.kind == ARCHIVE, Confirmation.subject == change.number, Confirmation.decided_at.is_(None))
    return session.scalar(select(Confirmation).where(*wanted).limit(1))


def _refuse_unfinished(session: Session, change: Change, *, on_paper: bool) -> None:
    """The set is complete (G22), and what the change made stale is still up to date (4.4.6)."""
    lacking = finishing.g22(missing(session, change, on_paper=on_paper))
    refuse([*open_updates(session, change), *broken("G22", finishing.RECORDS, lacking)])


def ask_archive(session: Session, change_id: int, *, on_paper: bool, actor: Actor, now: datetime) -> None:
    """C14: the set is complete (G22); a second person confirms."""
    change, _row = turn(session, change_id, "archive", actor=actor)
    _refuse_unfinished(session, change, on_paper=on_paper)
    confirmations.request(
        session,
        kind=ARCHIVE,
        subject=change.number,
        title=f"归档变更 {change.number}《{change.title}》全卷",
        payload={"change_id": change.record_id, "on_paper": on_paper},
        actor=actor,
        now=now,
        permission=Permission.CHANGE_HANDLE,
        unit_id=None,
    )


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes: the order is archived, and its sheet with it."""
    if accepted.kind != ARCHIVE:
        return
    change = queries.of_record(session, accepted.payload["change_id"], to_change=True)
    if change is None:
        raise NotFound
    row = TABLE.transition(change.state, "archive")
    _refuse_unfinished(session, change, on_paper=accepted.payload["on_paper"])
    change.over_at = accepted.at
    remark = f"{accepted.requested_by}申请，{accepted.actor.name}确认"
    move(session, change, row, Saying(remark=remark, verb="archive"), actor=accepted.actor, now=accepted.at)
