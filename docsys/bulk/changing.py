"""One change as a value, and for each kind of it: how a document stands, how it would, what forbids it, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from docsys.bulk.rules import What
from docsys.documents import actions as documents
from docsys.documents import granting
from docsys.documents.actions import Dates, RightRow, dating, scoping
from docsys.documents.actions import rights as using
from docsys.documents.describing import granted
from docsys.documents.models import Document, UseRight
from docsys.documents.rules import Right
from docsys.folders import queries as folders
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Department, Post, Unit
from docsys.people.rules import Actor, Permission, require
from docsys.publication import actions as life


@dataclass(frozen=True)
class Change:
    """What is to become of each document; which of the values counts is said by `what`."""

    what: What
    reason: str = ""
    folder: str = ""
    scope: str = ""
    next_review: date | None = None
    rows: tuple[RightRow, ...] = ()

    def stored(self) -> dict[str, Any]:
        rows = [
            {
                "unit_id": row.unit_id,
                "department_id": row.department_id,
                "post_id": row.post_id,
                "rights": sorted(row.rights),
                "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            }
            for row in self.rows
        ]
        day = self.next_review.isoformat() if self.next_review else None
        return {"what": self.what, "reason": self.reason, "folder": self.folder, "scope": self.scope, "next_review": day, "rows": rows}  # fmt: skip

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Change":
        rows = tuple(
            RightRow(
                row["unit_id"],
                row["department_id"],
                row["post_id"],
                frozenset(Right(one) for one in row["rights"]),
                _day(row["valid_to"]),
            )
            for row in stored["rows"]
        )
        return cls(What(stored["what"]), stored["reason"], stored["folder"], stored["scope"], _day(stored["next_review"]), rows)  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Doing:
    """Who does it when, and who had asked for it where two persons are needed."""

    actor: Actor
    now: datetime
    asked_by: str = ""
    asked_by_id: int = 0


class Kind(Protocol):
    """One kind of change. `check` raises what `do` would raise."""

    def told(self, session: Session, document: Document, change: Change) -> tuple[str, str]: ...

    def check(self, session: Session, document: Document, change: Change, doing: Doing) -> None: ...

    def do(self, session: Session, document: Document, change: Change, doing: Doing) -> None: ...


class Moving:
    """改号 (4.3.4（二）)."""

    def told(self, session: Session, document: Document, change: Change) -> tuple[str, str]:
        there = folders.by_code(session, change.folder)
        return f"{document.folder.code} {document.folder.name}", f"{there.code} {there.name}，取新编号"

    def check(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        require(doing.actor, Permission.NUMBER_ADMINISTER, document.unit_id)
        life.check_renumbering(session, document, folders.by_code(session, change.folder), doing.now)

    def do(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        payload = {"document_id": document.id, "folder": change.folder, "reason": change.reason}
        accepted = ConfirmationAccepted(
            life.RENUMBER, document.number, payload, doing.asked_by, doing.asked_by_id, doing.actor, doing.now
        )
        life.renumber(session, accepted)


class Scoping:
    """使用范围 (4.5.1)."""

    def told(self, _session: Session, document: Document, change: Change) -> tuple[str, str]:
        return document.head.use_scope if document.head else "", change.scope

    def check(self, _session: Session, document: Document, change: Change, doing: Doing) -> None:
        scoping.check(document, change.scope, change.reason, doing.actor)

    def do(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        documents.set_scope(session, document.id, change.scope, change.reason, actor=doing.actor, now=doing.now)


class Reviewing:
    """下次评审 (1.3.1)."""

    def told(self, _session: Session, document: Document, change: Change) -> tuple[str, str]:
        return str(document.next_review or "未定"), str(change.next_review or "按周期")

    def check(self, _session: Session, document: Document, change: Change, doing: Doing) -> None:
        dating.check(document, _dates(document, change), doing.actor)

    def do(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        documents.set_dates(session, document.id, _dates(document, change), actor=doing.actor, now=doing.now)


def _dates(document: Document, change: Change) -> Dates:
    return Dates(document.review_months, change.next_review, document.valid_until, change.reason)


@dataclass(frozen=True)
class Granting:
    """使用权限 (4.5.1): rows added to those that apply, or in their place."""

    adds: bool

    def told(self, session: Session, document: Document, change: Change) -> tuple[str, str]:
        before = granting.as_printed(granting.applied(session, document))
        return before or "没有", words(session, self._rows(session, document, change)) or "随文件夹"

    def check(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        using.check_document_rights(document, self._rows(session, document, change), doing.actor)

    def do(self, session: Session, document: Document, change: Change, doing: Doing) -> None:
        rows = self._rows(session, document, change)
        documents.set_document_rights(session, document.id, rows, actor=doing.actor, now=doing.now)

    def _rows(self, session: Session, document: Document, change: Change) -> list[RightRow]:
        """What applies today with the new rows: of the same unit, department and post the rights are joined."""
        there = [_as_row(one) for one in granting.applied(session, document).rows] if self.adds else []
        found = {(row.unit_id, row.department_id, row.post_id): row for row in there}
        for row in change.rows:
            place = (row.unit_id, row.department_id, row.post_id)
            before = found.get(place)
            found[place] = RightRow(*place, row.rights | (before.rights if before else frozenset()), row.valid_to)
        return list(found.values())


def _as_row(row: UseRight) -> RightRow:
    return RightRow(row.unit_id, row.department_id, row.post_id, frozenset(granted(row)), row.valid_to)


def words(session: Session, rows: list[RightRow]) -> str:
    """Rows that are not stored yet, as those that are would be printed."""
    shown = [
        UseRight(
            unit=session.get(Unit, row.unit_id) if row.unit_id else None,
            department=session.get(Department, row.department_id) if row.department_id else None,
            post=session.get(Post, row.post_id) if row.post_id else None,
            valid_to=row.valid_to,
            **{f"may_{right.value}": right in row.rights for right in Right},
        )
        for row in rows
    ]
    return granting.as_printed(granting.Applied(shown, None))


KINDS: Mapping[What, Kind] = {
    What.FOLDER: Moving(),
    What.SCOPE: Scoping(),
    What.REVIEW: Reviewing(),
    What.RIGHTS_ADD: Granting(adds=True),
    What.RIGHTS_REPLACE: Granting(adds=False),
}
