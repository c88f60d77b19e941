"""The page of what is due."""

from datetime import date

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from docsys.people.rules import Actor, Permission, may
from docsys.printing.lists import Column, Listing, one_group
from docsys.reviews import queries
from docsys.reviews.retired import Proposal, proposals
from docsys.reviews.rules import Standing
from docsys.web import NavItem
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings, today
from docsys.web.state import Card, CardItem
from docsys.web.tables import as_file

bp = Blueprint("reviews", __name__)
NAV = NavItem("reviews.due", "评审", "calendar-due", match=("reviews.", "retention."))
HEAD = ("编号", "名称", "版本", "类别", "归口单位", "发布日期", "下次评审", "有效期至", "状态", "天数")
WIDTHS = (18, 30, 6, 6, 10, 10, 10, 10, 8, 6)
RETIRED = ("编号", "名称", "设备清单编号", "设备", "停用日期", "办理期限")
COLUMNS = tuple(Column(label, width, is_number=label == "编号") for label, width in zip(HEAD, WIDTHS, strict=True))


def _as_of() -> date:
    """The day of the address, or today."""
    try:
        return date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return today()


@bp.get("/reviews")
def due() -> ResponseReturnValue:
    as_of, category = _as_of(), request.args.get("category", "")
    lines = queries.due(db(), actor(), as_of, settings().due_soon_days, category)
    if kind := request.args.get("format"):
        rows = [_row(line) for line in lines]
        if kind == "pdf":
            return list_answer(_paper(rows, as_of, category))
        return as_file(kind, "评审到期清单", HEAD, rows, stated={"截至": str(as_of)})
    return page("reviews/due.html", cut=of_rows(lines), as_of=as_of, args=request.args, soon=settings().due_soon_days)


def _paper(rows: list[tuple[str, ...]], as_of: date, category: str) -> Listing:
    stated = f"截至 {as_of}" + (f"，类别：{category}" if category else "")
    return Listing(
        "评审到期清单",
        COLUMNS,
        one_group(rows),
        filtered_by=stated,
        summary=f"共 {len(rows)} 份",
        unit=settings().organisation,
        printed=printed_at(),
        signatures=("编制", "审核"),
        empty="没有到期的文档",
    )


@bp.get("/reviews/retired")
def retired() -> ResponseReturnValue:
    """Documents whose device is out of use (4.5.2)."""
    lines = proposals(db(), actor(), settings().retired_days)
    if kind := request.args.get("format"):
        rows = [(one.number, one.title, one.device_number, one.device, str(one.ended_on), _due(one)) for one in lines]
        return as_file(kind, "设备停用建议废止清单", RETIRED, rows, stated={"截至": str(today())})
    return page("reviews/retired.html", cut=of_rows(lines), due=_due)


def _due(one: Proposal) -> str:
    return f"{one.due_on}{'（暂定）' if one.provisional else ''}"


def retired_card(session: Session, who: Actor, day: date) -> Card | None:
    """What those who keep documents have to see to since a device ended."""
    if not any(may(who, Permission.DOCUMENT_REGISTER, unit) for unit in (None, who.unit_id)):
        return None
    lines = proposals(session, who, settings().retired_days)
    items = [
        CardItem(
            one.title,
            url_for("documents.show", document_id=one.document_id),
            f"{one.device}停用，{_due(one)} 前",
            "late" if one.due_on < day else "soon",
            "建议废止",
        )
        for one in lines[:6]
    ]
    return Card("设备停用", items, url_for("reviews.retired"), len(lines), "archive", group="due") if items else None


def due_card(session: Session, who: Actor, day: date) -> Card | None:
    """What a person has to see to: of those who keep documents all, his own first; of an owner his own; others have none."""
    keeps = any(may(who, Permission.DOCUMENT_REGISTER, unit) for unit in (None, who.unit_id))
    lines = [line for line in queries.due(session, who, day, settings().due_soon_days) if keeps or _owns(who, line)]
    if not keeps and not lines:
        return None
    lines.sort(key=lambda line: not _owns(who, line))
    items = [CardItem(line.title, _address(line), line.number, _tone(line), _said(who, line)) for line in lines[:6]]
    return Card("评审与到期", items, url_for("reviews.due"), len(lines), "calendar-due", "没有到期的文档。")


def _owns(who: Actor, line: queries.Line) -> bool:
    """Who registered or wrote it answers for its review."""
    return who.user_id in line.owners


def _said(who: Actor, line: queries.Line) -> str:
    return f"您负责 · {line.state}" if _owns(who, line) else line.state


def _tone(line: queries.Line) -> str:
    return "soon" if line.state == Standing.SOON else "late"


def _address(line: queries.Line) -> str:
    return url_for("documents.show", document_id=line.id)


CARDS = [due_card, retired_card]


def _row(line: queries.Line) -> tuple[str, ...]:
    days = "" if line.days is None else str(line.days)
    dates = (str(day or "") for day in (line.published, line.next_review, line.valid_until))
    return (line.number, line.title, line.version, line.category, line.unit, *dates, line.state, days)
