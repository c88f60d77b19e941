"""Who may use a document, or all of a folder: rows of unit, department and post, typed and told (4.5.1)."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.documents import actions, granting, inputs
from docsys.documents.models import Document, UseRight, Version
from docsys.documents.rules import Right
from docsys.documents.views.room import bp, found, handles, keeps
from docsys.documents.views.showing import tab
from docsys.errors import Forbidden, Refused
from docsys.folders import queries as folders
from docsys.people import directory
from docsys.people.rules import Permission, may, require
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now

BLANK_ROWS = 1


def rights_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> ResponseReturnValue:
    """The tab 权限, for those who handle the document; the editor in it for those who may change rights."""

    def values(document: Document, shown: Version | None) -> dict[str, Any]:
        if not handles(document):
            raise Forbidden(permission=Permission.DOCUMENT_EDIT.label)
        applied = granting.applied(db(), document)
        own = applied.rows if document.own_rights else []
        secrecy = shown.secrecy if shown else ""
        return {
            "applied": applied,
            "sentences": granting.sentences(applied.rows, secrecy),
            "keeps": keeps(document),
            "may_set": _may_set(document),
            "may_set_folder": may(actor(), Permission.FOLDER_CREATE),
            **editor(typed, own or applied.rows, refusal),
        }

    return tab(document_id, "rights", values)


def _may_set(document: Document) -> bool:
    return document.created_by_id == actor().user_id or may(actor(), Permission.DOCUMENT_EDIT, document.unit_id)


def editor(typed: Any, rows: Sequence[UseRight], refusal: Refused | None) -> dict[str, Any]:
    """What the grid of rows needs, with what was typed in it."""
    shown = inputs.typed_rows(typed) if typed is not None else [inputs.RowTyped.of(row) for row in rows]
    return {
        "grid": [*shown, *[inputs.RowTyped()] * BLANK_ROWS],
        "refusal": refusal,
        "units": directory.unit_choices(db()),
        "departments": directory.department_choices(db()),
        "posts": directory.post_choices(db()),
        "all_rights": list(Right),
    }


@bp.get("/<int:document_id>/rights")
def rights(document_id: int) -> ResponseReturnValue:
    return rights_page(document_id)


@bp.post("/<int:document_id>/rights")
@reshow(rights_page)
def set_rights(document_id: int) -> ResponseReturnValue:
    """Own rows; or none, whereby the document follows its folder again."""
    found(document_id)
    inherit = "inherit" in request.form
    rows = [] if inherit else inputs.right_rows(request.form, directory.units_of_departments(db()))
    actions.set_document_rights(db(), document_id, rows, actor=actor(), now=now())
    say("已恢复按文件夹的使用权限。" if not rows else f"使用权限已保存，共 {len(rows)} 行。")
    return go("documents.rights", document_id=document_id)


def folder_page(code: str, typed: Any = None, refusal: Refused | None = None) -> str:
    require(actor(), Permission.FOLDER_CREATE)
    folder = folders.by_code(db(), code)
    own = granting.of_folder(db(), folder)
    above = folders.by_id(db(), folder.rights_from_id) if folder.rights_from_id else None
    return page(
        "documents/folder_rights.html",
        folder=folder,
        above=granting.of_folder(db(), above) if above else None,
        sentences=granting.sentences(own.rows if own.rows or above is None else granting.of_folder(db(), above).rows, "内部"),
        own=own,
        **editor(typed, own.rows, refusal),
    )  # fmt: skip


@bp.get("/folders/<code>/rights")
def folder_rights(code: str) -> ResponseReturnValue:
    return folder_page(code)


@bp.post("/folders/<code>/rights")
@reshow(folder_page)
def set_folder_rights(code: str) -> ResponseReturnValue:
    """For all documents below that have no rows of their own."""
    rows = [] if "inherit" in request.form else inputs.right_rows(request.form, directory.units_of_departments(db()))
    actions.set_folder_rights(db(), code, rows, actor=actor(), now=now())
    say(f"文件夹 {code} 的使用权限已保存，共 {len(rows)} 行。")
    return go("documents.folder_rights", code=code)
