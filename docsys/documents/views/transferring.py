"""The page on which a document gets its 档号."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.documents import actions, queries
from docsys.documents.actions.transferring import EXAMPLE
from docsys.documents.models import Document
from docsys.documents.rules import EFFECTIVE, State
from docsys.documents.views.room import bp
from docsys.documents.views.showing import crumbs
from docsys.errors import Forbidden, Refused
from docsys.people.rules import Permission, may
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, db, now


@bp.app_template_global("may_set_archive_number")
def may_set(document: Document) -> bool:
    in_question = document.state in EFFECTIVE | {State.ABOLISHED}
    return in_question and may(actor(), Permission.DOCUMENT_EDIT, document.unit_id)


def number_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    document = queries.get(db(), document_id, actor())
    if not may_set(document):
        raise Forbidden(permission=Permission.DOCUMENT_EDIT.label)
    return page(
        "documents/archive_number.html",
        document=document,
        path=crumbs(document),
        example=EXAMPLE,
        typed=typed or {},
        refusal=refusal,
        errors=field_errors(refusal),
    )


@bp.get("/<int:document_id>/archive-number")
def archive_number(document_id: int) -> ResponseReturnValue:
    return number_page(document_id)


@bp.post("/<int:document_id>/archive-number")
@reshow(number_page)
def set_archive_number(document_id: int) -> ResponseReturnValue:
    queries.get(db(), document_id, actor())
    text = request.form.get("archive_number", "")
    changed = actions.set_archive_number(db(), document_id, text, actor=actor(), now=now())
    say(f"档号已登记：{changed.archive_number}。" if changed.archive_number else "档号已去掉。")
    return go("documents.attributes", document_id=document_id)
