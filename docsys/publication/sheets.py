"""The sheets that the life of a document writes: 发布审批单 (FB, F-11) and 废止单 (FZ, F-12)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local, local_day
from docsys.documents import queries
from docsys.documents.models import Document, UseRight, Version
from docsys.documents.rules import Level, Right
from docsys.people.rules import Actor
from docsys.publication import texts
from docsys.records import actions as records
from docsys.records.actions import About, Told
from docsys.records.models import Record

PUBLICATION = "FB"
ABOLITION = "FZ"
SAID = {"submit": "提交审核", "review": "审核", "return": "退回修改", "first": "申请发布", "second": "确认发布"}


def open_publication(session: Session, document: Document, version: Version, *, actor: Actor, now: datetime) -> Record:
    """The sheet of this version: the one that was sent back, or a new one. Its number is taken before anything is logged."""
    record = records.open_about(session, PUBLICATION, document.id)
    if record is None:
        about = About(document.unit_id, document.id)
        values = _marks(session, document, version)
        record = records.open_led(session, records.led_form(session, PUBLICATION), values, about, actor=actor, now=now)
    return record


def tell(
    session: Session, document: Document, version: Version, told: Told, *, actor: Actor, now: datetime
) -> Record | None:
    """Write a step of the publication into its sheet. Documents that came in otherwise (imports) have none."""
    record = records.open_about(session, PUBLICATION, document.id)
    if record is None:
        return None
    values = _marks(session, document, version) | {"steps": _steps(record, told, actor, now)}
    values |= {"files": _files(session, version)}
    word = {"submit": "submitted", "review": "opinion", "first": "asked", "second": "published"}
    if name := word.get(told.step or told.verb):
        values[name] = told.remark or SAID[told.step or told.verb]
    if told.step == "second":
        values["published_on"] = str(local_day(now))
        values["next_review"] = str(document.next_review) if document.next_review else None
    return records.write_led(session, record, values, told, actor=actor, now=now)


def file_publication(session: Session, record: Record | None, *, actor: Actor, now: datetime) -> None:
    """The sheet is complete: archived for ever."""
    if record is not None:
        records.write_led(session, record, {}, Told("archive"), actor=actor, now=now)


def give_up(session: Session, document: Document, reason: str, *, actor: Actor, now: datetime) -> None:
    """The version was withdrawn, and its sheet with it."""
    if record := records.open_about(session, PUBLICATION, document.id):
        records.give_up(session, record, reason, actor=actor, now=now)


def open_abolition(
    session: Session, document: Document, values: dict[str, Any], *, actor: Actor, now: datetime
) -> Record:
    """The sheet of an abolition that is asked for; of one that was asked for before and refused, the same."""
    record = records.open_about(session, ABOLITION, document.id)
    if record is None:
        about = About(document.unit_id, document.id)
        record = records.open_led(session, records.led_form(session, ABOLITION), values, about, actor=actor, now=now)
    return record


def ask_abolition(session: Session, record: Record, values: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """The first of the two persons signs."""
    if record.state == "draft":
        records.write_led(session, record, values, Told("submit"), actor=actor, now=now)
    records.write_led(session, record, values, Told("sign", "first", values["asked"]), actor=actor, now=now)


def file_abolition(session: Session, document: Document, *, actor: Actor, now: datetime) -> None:
    """The second person has signed: archived for ever."""
    record = records.open_about(session, ABOLITION, document.id)
    if record is not None:
        values = {"confirmed": "同意废止", "abolished_on": str(local_day(now))}
        records.write_led(session, record, values, Told("sign", "second", "同意废止"), actor=actor, now=now)
        records.write_led(session, record, {}, Told("archive"), actor=actor, now=now)


def of_abolition(document: Document, *, reason: str, replacement: str, paper: str) -> dict[str, Any]:
    """What the sheet of an abolition says of the document."""
    head = document.head
    return {
        "title": document.title,
        "number": document.number,
        "version": str(head.version) if head else "",
        "unit": document.unit.short_name,
        "secrecy": head.secrecy if head else "",
        "level": _level(head) if head else "",
        "published_on": str(local_day(head.published_at)) if head and head.published_at else "",
        "reason": reason,
        "replacement": replacement,
        "medium": document.medium,
        "paper": paper,
        "asked": "申请废止",
    }


def _marks(session: Session, document: Document, version: Version) -> dict[str, Any]:
    return {
        "title": version.title,
        "number": document.number,
        "version": str(version.version),
        "author": version.author,
        "unit": document.unit.short_name,
        "secrecy": version.secrecy,
        "level": _level(version),
        "scope": version.use_scope,
        "rights": "；".join(_right(row) for row in queries.right_rows(session, document)) or "随文件夹",
        "basis": document.basis,
        "changes": "\n".join(str(note) for note in version.notes),
        "reason": version.reason,
        "demand": version.demand or None,
    }


def _level(version: Version) -> str:
    return Level(version.level).label if version.level else ""


def _right(row: UseRight) -> str:
    """`运管中心 运行部 · 值班人员（看目录、阅读）`."""
    unit = row.unit.short_name if row.unit else "各单位"
    department = row.department.name if row.department else "各部门"
    post = row.post.name if row.post else "各岗位"
    given = "、".join(right.label for right in Right if getattr(row, f"may_{right.value}"))
    return f"{unit} {department} · {post}（{given}）"


def _steps(record: Record, told: Told, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Every step so far, and this one."""
    said = {
        "step": SAID.get(told.verb if told.verb == "return" else told.step or told.verb, told.verb),
        "who": actor.name,
        "unit": actor.unit_name,
        "opinion": told.remark,
        "at": f"{local(now):%Y-%m-%dT%H:%M}",
    }
    return [*(record.data.get("steps") or []), said]


def _files(session: Session, version: Version) -> list[dict[str, Any]] | None:
    """The texts of a rule; of any other document its main file."""
    kept = [
        {"what": one.kind, "name": one.file.original_name, "sha256": one.sha256}
        for one in texts.of_version(session, version.id)
    ]
    if not kept and version.file is not None:
        kept = [{"what": "主文件", "name": version.file.original_name, "sha256": version.file.sha256}]
    return kept or None
