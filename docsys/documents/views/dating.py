"""评审与有效期 of one document: the form of those who keep it, and how it stands for every reader."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.documents import actions, inputs, queries
from docsys.documents.actions import Dates, dating
from docsys.documents.expiry import queries as expiry
from docsys.documents.expiry.rules import Due
from docsys.documents.models import Document
from docsys.documents.rules import OPEN
from docsys.documents.views.room import bp
from docsys.documents.views.showing import crumbs
from docsys.errors import Forbidden, Refused
from docsys.people.rules import Permission, may
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, db, now, settings, today


@bp.app_template_global("standing")
def standing(document: Document) -> Due:
    """How it stands today: for its banner, its badge, and its line in lists."""
    return expiry.of(document, today(), settings().due_soon_days)


@bp.app_template_global("may_set_dates")
def may_set(document: Document) -> bool:
    mine = document.state in OPEN and document.created_by_id == actor().user_id
    return mine or may(actor(), Permission.DOCUMENT_EDIT, document.unit_id)


def late(ids: Collection[int]) -> dict[int, str]:
    """For the hits of a search: which of them are expired or overdue, in words."""
    return {document_id: found.printed for document_id, found in expiry.late(db(), ids, today()).items()}


def dates_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    document = queries.get(db(), document_id, actor())
    if not may_set(document):
        raise Forbidden(permission=Permission.DOCUMENT_EDIT.label)
    return page(
        "documents/dates.html",
        document=document,
        due=standing(document),
        usual=document.folder.review_months,
        latest=dating.latest(document, document.review_months),
        path=crumbs(document),
        typed=typed or {},
        refusal=refusal,
        errors=field_errors(refusal),
        labels=inputs.LABELS,
    )


@bp.get("/<int:document_id>/dates")
def dates(document_id: int) -> ResponseReturnValue:
    return dates_page(document_id)


@bp.post("/<int:document_id>/dates")
@reshow(dates_page)
def set_dates(document_id: int) -> ResponseReturnValue:
    queries.get(db(), document_id, actor())
    changed = actions.set_dates(db(), document_id, _typed(), actor=actor(), now=now())
    say(f"已保存：下次评审 {_told(changed.next_review)}，有效期至 {_told(changed.valid_until)}。打印版将重新生成。")
    return go("documents.show", document_id=document_id)


def _typed() -> Dates:
    return Dates(
        inputs.months(request.form, "review_months"),
        inputs.day(request.form, "next_review"),
        inputs.day(request.form, "until"),
        request.form.get("reason", ""),
    )


def _told(day: date | None) -> str:
    return str(day) if day else "未定"
