"""The list of copies, and the page of one: where it is, who had it, its scans."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.documents import queries as documents
from docsys.documents.rules import Right
from docsys.errors import Refused
from docsys.paper import inputs, listings, offers, queries, unscanned
from docsys.paper.models import PaperCopy
from docsys.paper.rules import SCAN_PAPERS
from docsys.paper.states import CopyState
from docsys.paper.views.room import asked, bp, holds, rows_of, tabs, taken_along
from docsys.people.models import Unit
from docsys.people.rules import Permission, may
from docsys.people.views.room import act_label
from docsys.web.lists import listing
from docsys.web.pages import page
from docsys.web.session import actor, db, settings

MOST_ACTS = 100
WORDS = {
    "q": "查找",
    "state": "状态",
    "folder": "文件夹",
    "unit": "归口单位",
    "important": "重要",
    "scan": "扫描件",
    "bound": "装订",
}
YES_NO = {"yes": "是", "no": "否"}


@bp.get("/")
def index() -> ResponseReturnValue:
    wanted = asked(queries.COPY_ASKED)
    query = queries.copies(actor(), wanted)
    if kind := request.args.get("format"):
        rows = rows_of(query, queries.COPY_COLUMNS["order"], listings.copy_row)
        return taken_along(kind, "纸质份清单", listings.COPIES, rows, _stated(wanted))
    cut = listing(db(), query, queries.COPY_COLUMNS, "order")
    return page(
        "paper/index.html",
        tabs=tabs("index"),
        cut=cut,
        unscanned=unscanned.among(db(), cut.rows),
        asked=wanted,
        states=[(one.value, one.label) for one in CopyState] + [("all", "全部状态")],
        units=_units(),
        may_keep=holds(Permission.PAPER_KEEP),
    )


def _stated(wanted: dict[str, str]) -> dict[str, str]:
    """The filter in words."""
    labels = {one.value: one.label for one in CopyState} | YES_NO | {"all": "全部", "lacking": unscanned.LABEL}
    return {WORDS[name]: labels.get(value, value) for name, value in wanted.items()}


def _units() -> list[tuple[str, str]]:
    query = select(Unit.code, Unit.short_name).where(Unit.active).order_by(Unit.id)
    return [(code, name) for code, name in db().execute(query)]


@bp.get("/copies/<int:copy_id>")
def show(copy_id: int) -> ResponseReturnValue:
    return copy_page(copy_id)


def copy_page(copy_id: int, typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:
    """The page of a copy, also with what was refused of its scans or changes."""
    copy = queries.get_copy(db(), copy_id, actor())
    unit = copy.document.unit_id
    keeps = may(actor(), Permission.PAPER_KEEP, unit)
    sees_all = keeps or may(actor(), Permission.PAPER_READ, unit)
    return page(
        "paper/copy.html",
        copy=copy,
        document=copy.document,
        loans=[loan for loan in copy.loans if sees_all or loan.borrower_id == actor().user_id],
        recalls=copy.recalls if sees_all else [],
        acts=_acts(copy) if sees_all else [],
        offers=offers.of_copy(db(), copy, actor()),
        is_unscanned=bool(unscanned.among(db(), [copy])),
        may_keep=keeps,
        may_download=documents.may(db(), copy.document, actor(), Right.DOWNLOAD),
        least=settings().scan_dpi,
        papers=[(name, name) for name in SCAN_PAPERS],
        typed=typed or {},
        refusal=refusal,
        labels=inputs.LABELS,
    )


def _acts(copy: PaperCopy) -> list[tuple[AuditRow, str]]:
    query = select(AuditRow).where(AuditRow.subject == copy.code, AuditRow.result == "ok")
    return [(row, act_label(row.act)) for row in db().scalars(query.order_by(AuditRow.id.desc()).limit(MOST_ACTS))]
