"""Signed prints that come home as scans: which record each page belongs to. Pure, but for what it asks of the database."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.errors import RuleBroken
from docsys.people.rules import Actor, Permission, may
from docsys.records.models import Record, RecordStep, SignedScan
from docsys.records.queries import visible
from docsys.records.rules import State

# A form's number, with the unit's code where it has one: BG-2026-0001, JC-YGZX-2026-0001.
NUMBER = re.compile(r"[A-Z]{2}-(?:[A-Z0-9]{2,8}-)?\d{4}-\d{4,}")
UNSIGNED = frozenset({State.DRAFT, State.CANCELLED})


class NotOneOfYours(RuleBroken):
    message: ClassVar[str] = "第 {page} 页：没有编号为 {number} 的表单，或您无权查看。请核对编号，不归入的页留空。"


class NotYetPrinted(RuleBroken):
    message: ClassVar[str] = "第 {page} 页：{number} 现为“{state}”，不能归入签字扫描件。"


class NotHandled(RuleBroken):
    message: ClassVar[str] = "第 {page} 页：{number} 不由您填写或办理，请由其填写人、办理人或归档人员归入。"


class NothingChosen(RuleBroken):
    message: ClassVar[str] = "没有一页写明表单编号。请至少为一页填写编号，或放弃这份扫描件。"


class AlreadyFiled(RuleBroken):
    message: ClassVar[str] = "“{name}”已处理，不再更改。"


def proposed(codes: Sequence[Sequence[str]]) -> list[str]:
    """The number of each page: that of its code, else that of the page before, which it goes on."""
    found, last = [], ""
    for page in codes:
        last = next((text for text in page if NUMBER.fullmatch(text)), last)
        found.append(last)
    return found


def by_number(numbers: Sequence[str]) -> dict[str, list[int]]:
    """The pages of each record, counted from 1; pages without a number belong to none."""
    pages: dict[str, list[int]] = {}
    for page, number in enumerate(numbers, 1):
        if number:
            pages.setdefault(number, []).append(page)
    if not pages:
        raise NothingChosen
    return pages


def records(session: Session, pages: Mapping[str, Sequence[int]], actor: Actor) -> dict[str, Record]:
    """The record of each number.

    Raises:
        NotOneOfYours: none, or hidden from this person: alike; NotYetPrinted: a draft, or cancelled; NotHandled: he only reads it.

    """
    query = select(Record).where(Record.number.in_(pages), visible(actor))
    found = {record.number: record for record in session.scalars(query)}
    for number, numbers in pages.items():
        record = found.get(number)
        if record is None:
            raise NotOneOfYours(page=numbers[0], number=number)
        if record.state in UNSIGNED:
            raise NotYetPrinted(page=numbers[0], number=number, state=record.state.label)
        if not handles(session, record, actor):
            raise NotHandled(page=numbers[0], number=number)
    return found


def handles(session: Session, record: Record, actor: Actor) -> bool:
    """Whether this person filled it, took a step of it, or archives such forms in its unit."""
    if record.created_by == actor.user_id or may(actor, Permission.RECORD_ARCHIVE, record.unit_id):
        return True
    took = select(RecordStep.id).where(RecordStep.record_id == record.id, RecordStep.actor_id == actor.user_id)
    return session.scalar(took.limit(1)) is not None


def titles(session: Session, numbers: Sequence[str], actor: Actor) -> dict[str, str]:
    """What the records of these numbers are called, as far as this person may see them."""
    query = select(Record.number, Record.title).where(Record.number.in_(set(numbers)), visible(actor))
    return {str(row.number): str(row.title) for row in session.execute(query)}


def waiting(session: Session, actor: Actor) -> list[SignedScan]:
    """What this person handed in and has not looked at yet, the latest first."""
    query = select(SignedScan).where(SignedScan.by_id == actor.user_id, SignedScan.settled_at.is_(None))
    return list(session.scalars(query.order_by(SignedScan.id.desc())))


def of_person(session: Session, scan_id: int, actor: Actor) -> SignedScan | None:
    """The scan, to whoever handed it in."""
    return session.scalar(select(SignedScan).where(SignedScan.id == scan_id, SignedScan.by_id == actor.user_id))
