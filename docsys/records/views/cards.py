"""What the room puts on the 工作台 and into the navigation."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from docsys.people.models import Confirmation
from docsys.people.rules import Actor
from docsys.people.views.confirming import Kind
from docsys.records import queries
from docsys.records.actions.archiving import LIST, RECORD
from docsys.records.gaps import queries as gaps
from docsys.records.gaps.queries import Missing
from docsys.records.models import Record
from docsys.records.views.room import catalogue
from docsys.web.filters import moment
from docsys.web.state import Card, CardItem, NavItem

SHOWN = 6


def _to_record(confirmation: Confirmation) -> str:
    return url_for("records.show", record_id=confirmation.payload["record_id"])


def _to_list(confirmation: Confirmation) -> str:
    return url_for("records.listed", code=confirmation.payload["form_code"])


KINDS = {RECORD: Kind("归档表单", _to_record), LIST: Kind("归档台账", _to_list)}


def waiting(session: Session, actor: Actor, _today: date) -> Card | None:
    """Records that wait for a step of this person; no card for whom nothing waits."""
    records = queries.waiting(session, actor)
    if not records:
        return None
    items = [_item(record, f"{moment(record.updated_at)} 起") for record in records[:SHOWN]]
    return Card("待我办理的表单", items, url_for("records.index"), len(records), "clipboard-check")


def of_mine(session: Session, actor: Actor, _today: date) -> Card | None:
    """Drafts, and what came back to this person."""
    mine = queries.mine(session, actor)
    items = [_item(record, f"{moment(record.updated_at)} 修改") for record in mine[:SHOWN]]
    return Card("我的表单", items, url_for("records.index"), len(mine), "forms", "没有草稿或退回的表单。")


def due(session: Session, actor: Actor, today: date) -> Card | None:
    """What the registers and sheets say is due: returns, maintenance, warranties, devices at the end of their life."""
    found = queries.due(session, actor, today)
    if not found:
        return None
    items = [
        CardItem(
            f"{one.number}　{one.title}",
            url_for("records.show", record_id=one.record_id),
            f"{one.due_on:%Y-%m-%d}",
            tone="late" if one.due_on < today else "soon",
            label=one.label,
        )
        for one in found[:SHOWN]
    ]
    return Card("表单到期提醒", items, url_for("records.due"), len(found), "clock", group="due")


def inside(session: Session, actor: Actor, today: date) -> Card | None:
    """Rows that somebody still has to close: who is in a machine room; one of yesterday or before is late (10.3.5)."""
    rows = queries.still_open(session, actor)
    if not rows:
        return None
    items = [
        CardItem(
            f"{row.title}　{str(row.opened_at).replace('T', ' ')} 起",
            url_for("records.show", record_id=row.id),
            tone="late" if str(row.opened_at) < today.isoformat() else "soon",
            label=row.standing,
        )
        for row in rows[:SHOWN]
    ]
    return Card("未结登记", items, total=len(rows), icon="users", group="due")


def missing(session: Session, actor: Actor, today: date) -> Card | None:
    """What this person answers for and nobody entered; the roster that must be made today before all else (9.3.9)."""
    found = gaps.answered_for(session, catalogue(), actor, today)
    if not found:
        return None
    found.sort(key=lambda one: (one.gap.code != "ZB", -one.gap.due_on.toordinal()))
    return Card(
        "记录缺失",
        [_lacking(one) for one in found[:SHOWN]],
        url_for("records.missing"),
        len(found),
        "alert-triangle",
        group="due",
    )


def _lacking(one: Missing) -> CardItem:
    text = f"{one.gap.duty.label}　{one.gap.subject}"
    return CardItem(text, url_for("records.listed", code=one.gap.code), one.gap.note, tone="late", label=one.unit)


def waiting_count(session: Session, actor: Actor) -> int:
    return len(queries.waiting(session, actor))


def _item(record: Record, note: str) -> CardItem:
    address = url_for("records.show", record_id=record.id)
    return CardItem(f"{record.number}　{record.title}", address, note, label=record.standing)


CARDS = (waiting, of_mine, inside, due, missing)
NAV = NavItem("records.index", "表单与台账", "forms", count=waiting_count, match=("records.", "references."))
