"""What the room puts on the 工作台 and into the navigation."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from docsys.people.models import Confirmation
from docsys.people.rules import Actor
from docsys.people.views.confirming import Kind
from docsys.records import queries
from docsys.records.actions.archiving import MONTH, RECORD
from docsys.records.models import Record
from docsys.web.filters import moment
from docsys.web.state import Card, CardItem, NavItem

SHOWN = 6


def _to_record(confirmation: Confirmation) -> str:
    return url_for("records.show", record_id=confirmation.payload["record_id"])


def _to_list(confirmation: Confirmation) -> str:
    return url_for("records.listed", code=confirmation.payload["form_code"])


KINDS = {RECORD: Kind("归档表单", _to_record), MONTH: Kind("归档台账", _to_list)}


def to_review(session: Session, actor: Actor, _today: date) -> Card | None:
    """Sheets that wait for this person's opinion; no card for who reviews nothing."""
    waiting = queries.waiting(session, actor)
    if not waiting:
        return None
    items = [_item(record, f"{moment(record.submitted_at)} 提交") for record in waiting[:SHOWN]]
    return Card("待我评审", items, url_for("records.index"), len(waiting), "clipboard-check")


def of_mine(session: Session, actor: Actor, _today: date) -> Card | None:
    """Drafts, what came back, and what this person has to complete."""
    mine = queries.mine(session, actor)
    items = [_item(record, f"{moment(record.updated_at)} 修改") for record in mine[:SHOWN]]
    return Card("我的表单", items, url_for("records.index"), len(mine), "forms", "没有草稿、退回或待完成的表单。")


def inside(session: Session, actor: Actor, today: date) -> Card | None:
    """Who is in a machine room; a visit of yesterday or before lacks its end (10.3.5)."""
    rows = queries.still_open(session, actor)
    if not rows:
        return None
    items = [
        CardItem(
            f"{row.title}　{str(row.opened_at).replace('T', ' ')} 进入",
            url_for("records.listed", code=row.form_code),
            tone="late" if str(row.opened_at) < today.isoformat() else "soon",
            label="未登记离开" if str(row.opened_at) < today.isoformat() else "在场",
        )
        for row in rows[:SHOWN]
    ]
    return Card("机房在场人员", items, total=len(rows), icon="users", group="due")


def waiting_count(session: Session, actor: Actor) -> int:
    return len(queries.waiting(session, actor))


def _item(record: Record, note: str) -> CardItem:
    address = url_for("records.show", record_id=record.id)
    return CardItem(f"{record.number}　{record.title}", address, note, label=record.state.label)


CARDS = (to_review, of_mine, inside)
NAV = NavItem("records.index", "表单与台账", "forms", count=waiting_count)
