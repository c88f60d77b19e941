"""Copies are registered for a document that is in the library, or for one that is entered because it exists on paper alone."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.documents import inputs as document_inputs
from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.documents.rules import Medium
from docsys.errors import Forbidden, NotFound, Refused
from docsys.folders.models import Folder
from docsys.paper import actions, inputs, rules
from docsys.paper.views.room import bp, holds
from docsys.people import directory
from docsys.people.rules import Permission
from docsys.records import people as persons
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, today


def _form(typed: Any = None, refusal: Refused | None = None) -> str:
    if not holds(Permission.PAPER_KEEP):
        raise Forbidden(permission=Permission.PAPER_KEEP.label)
    document, unknown = _document((typed or request.args).get("number", ""))
    return page(
        "paper/new.html",
        document=document,
        unknown=unknown,
        is_electronic=document is not None and document.medium == Medium.ELECTRONIC.value,
        is_important=document is not None and rules.is_important(document.folder.code),
        holders=inputs.HOLDERS,
        people=persons.choices(db()),
        typed=typed or {"count": "1", "location": rules.STORE},
        refusal=refusal,
        labels=inputs.LABELS | document_inputs.LABELS,
    )


def _document(number: str) -> tuple[Document | None, str]:
    """The document of that number, or the number of none."""
    if not number.strip():
        return None, ""
    try:
        return documents.by_number(db(), number, actor()), ""
    except NotFound:
        return None, number.strip()


@bp.get("/new")
def new() -> ResponseReturnValue:
    return _form()


@bp.post("/new")
@reshow(_form)
def create() -> ResponseReturnValue:
    document = documents.by_number(db(), request.form.get("number", ""), actor())
    made = actions.register(db(), document.id, inputs.new_copies(db(), request.form), actor=actor(), now=now())
    say(f"已登记 {len(made)} 份，份号 {made[0].code}{f' 至 {made[-1].code[-3:]}' if len(made) > 1 else ''}。")
    return go("paper.show", copy_id=made[0].id)


def _paper_form(typed: Any = None, refusal: Refused | None = None) -> str:
    if not holds(Permission.PAPER_KEEP):
        raise Forbidden(permission=Permission.PAPER_KEEP.label)
    places = select(Folder).where(Folder.depth > 1, Folder.closed_at.is_(None)).order_by(Folder.ordinal, Folder.code)
    first = {
        "unit_id": actor().unit_id,
        "author": actor().name,
        "version": "V1.0",
        "written_on": today(),
        "count": "1",
        "location": rules.STORE,
        "folder": request.args.get("folder", ""),
    }
    return page(
        "paper/file.html",
        typed=typed or first,
        refusal=refusal,
        folders=[(one.code, f"{one.code} {one.name}") for one in db().scalars(places)],
        units=directory.unit_choices(db()),
        choices=document_inputs.CHOICES,
        holders=inputs.HOLDERS,
        people=persons.choices(db()),
        labels=inputs.LABELS | document_inputs.LABELS,
    )


@bp.get("/file")
def file() -> ResponseReturnValue:
    return _paper_form()


@bp.post("/file")
@reshow(_paper_form)
def file_paper() -> ResponseReturnValue:
    """纸质文件入目录."""
    new = document_inputs.draft(request.form)
    copies = inputs.new_copies(db(), request.form)
    document = actions.file_paper(db(), new, copies, actor=actor(), now=now())
    say(f"已登记纸质文件 {document.number}，列入目录。")
    return go("documents.show", document_id=document.id)
