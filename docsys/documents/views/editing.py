"""A draft is completed: its marks typed again, its file replaced, attachments added and taken away."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.clock import local
from docsys.documents import actions, checkouts, inputs, queries, stamps
from docsys.documents.actions import drafting
from docsys.documents.actions.drafting import NotADraft
from docsys.documents.models import Document, Version
from docsys.documents.stamps import MarksChanged, Seen
from docsys.documents.views.room import bp
from docsys.documents.views.showing import can_edit, crumbs
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.folders.rules import FolderKind
from docsys.people.rules import Permission, may
from docsys.web import uploads
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings

LONGEST = 40


def edit_page(document_id: int, typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:
    """The form of a draft, also with a refusal and what was typed; both sides where another saved meanwhile."""
    document, draft = _draft(document_id)
    if isinstance(refusal, MarksChanged):
        return _both_sides(document, draft, typed, refusal)
    held = checkouts.of(db(), draft, now())
    return page(
        "documents/edit.html",
        is_record=document.folder.kind is FolderKind.RECORD,
        held=held,
        is_mine=held is not None and held.holder_id == actor().user_id,
        may_take_back=may(actor(), Permission.DOCUMENT_EDIT, document.unit_id),
        hours=settings().check_out_hours,
        stamp=(typed or {}).get("stamp") or drafting.marks_stamp(document, draft),
        document=document,
        draft=draft,
        shown=draft,
        path=crumbs(document),
        typed=typed or {},
        refusal=refusal,
        errors=inputs.errors_at(refusal, typed or {}),
        choices=inputs.CHOICES,
        labels=inputs.LABELS,
    )


def _both_sides(document: Document, draft: Version, typed: Any, refusal: MarksChanged) -> str:
    """What stands and what was typed, mark by mark; those that are the same go along unseen."""
    theirs = drafting.marks_typed(document, draft)
    mine = {name: typed.get(name, "") for name in stamps.LABELS}
    contested = stamps.contested(typed.get("stamp", ""), theirs, mine)
    return page(
        "documents/edit_conflict.html",
        document=document,
        draft=draft,
        path=crumbs(document),
        refusal=refusal,
        contested=contested,
        same={name: text for name, text in theirs.items() if name not in {one.name for one in contested}},
        stamp=stamps.stamp(theirs),
        labels=inputs.LABELS,
    )


def _draft(document_id: int) -> tuple[Document, Version]:
    document = queries.get(db(), document_id, actor())
    draft = queries.open_version(document)
    if draft is None or draft.state != "draft":
        raise NotADraft(number=document.number, state=document.state.label)
    if not can_edit(document):
        raise Forbidden(permission=Permission.DOCUMENT_REGISTER.label)
    return document, draft


@bp.get("/<int:document_id>/edit")
def edit(document_id: int) -> ResponseReturnValue:
    return edit_page(document_id)


@bp.post("/<int:document_id>/marks")
@reshow(edit_page)
def change_marks(document_id: int) -> ResponseReturnValue:
    typed_marks(document_id)
    say("标识已保存。")
    return go("documents.show", document_id=document_id)


def typed_marks(document_id: int) -> Document:
    """Save the marks as they were sent."""
    document = queries.get(db(), document_id, actor())
    data = inputs.draft(request.form, folder=document.folder.code, unit_id=document.unit_id)
    seen = Seen(request.form.get("stamp", ""), request.form.get("settled", "")[:LONGEST])
    document = actions.change_marks(db(), document_id, data, actor=actor(), now=now(), seen=seen)
    _give_back(document_id)
    return document


def _give_back(document_id: int) -> None:
    """Checked in with what was saved, where he said so."""
    if "check_in" in request.form:
        actions.check_in(db(), document_id, actor=actor(), now=now())


@bp.post("/<int:document_id>/file")
@reshow(edit_page)
def replace_file(document_id: int) -> ResponseReturnValue:
    upload = _sent("file", "请选择新文件。")
    said = request.form.get("seen_file", "")
    seen_id = int(said) if said.isascii() and said.isdigit() else None
    actions.replace_file(db(), document_id, upload.staged, upload.name, actor=actor(), now=now(), seen_id=seen_id)
    _give_back(document_id)
    say("文件已更换，原文件留在草稿历史中。")
    return go("documents.edit", document_id=document_id)


@bp.post("/<int:document_id>/attachments")
@reshow(edit_page)
def attach(document_id: int) -> ResponseReturnValue:
    upload = _sent("attachment", "请选择附件文件。")
    title = request.form.get("attachment_title", "")
    added = actions.attach(db(), document_id, upload.staged, upload.name, title, actor=actor(), now=now())
    say(f"已添加附件 F{added.ordinal:02} {added.title}。")
    return go("documents.edit", document_id=document_id, _anchor="attachments")


@bp.post("/<int:document_id>/attachments/<int:attachment_id>/remove")
@reshow(edit_page)
def detach(document_id: int, attachment_id: int) -> ResponseReturnValue:
    actions.detach(db(), document_id, attachment_id, actor=actor(), now=now())
    say("附件已移除，文件留在草稿历史中。")
    return go("documents.edit", document_id=document_id, _anchor="attachments")


def _sent(field: str, sentence: str) -> Any:
    archive = settings().archive
    files = uploads.several(field, lambda stream: vault.stage(archive, stream))
    if not files:
        raise InvalidInput(fields={field: [sentence]}, labels=inputs.LABELS)
    return files[0]


@bp.post("/<int:document_id>/checkout")
@reshow(edit_page)
def check_out(document_id: int) -> ResponseReturnValue:
    held = actions.check_out(db(), document_id, settings().check_out_hours, actor=actor(), now=now())
    say(f"草稿已由您检出，至 {local(held.until):%m-%d %H:%M} 止。期间他人不能修改。")
    return go("documents.edit", document_id=document_id)


@bp.post("/<int:document_id>/checkin")
@reshow(edit_page)
def check_in(document_id: int) -> ResponseReturnValue:
    actions.check_in(db(), document_id, actor=actor(), now=now())
    say("已归还，他人可以修改。")
    return go("documents.edit", document_id=document_id)


@bp.post("/<int:document_id>/checkout/end")
@reshow(edit_page)
def take_back(document_id: int) -> ResponseReturnValue:
    actions.take_back(db(), document_id, request.form.get("reason", ""), actor=actor(), now=now())
    say("检出已收回。")
    return go("documents.edit", document_id=document_id)
