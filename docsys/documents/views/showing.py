"""The page of one document."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from docsys.documents import actions, describing, inputs, queries
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, LIFE, Right, State, folder_name, may_approve
from docsys.documents.views.room import bp
from docsys.errors import Refused
from docsys.folders import queries as folders
from docsys.numbering.queries import expected
from docsys.numbering.rules import document_series
from docsys.people.rules import Permission, may
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings
from docsys.workflow import Transition


def _promise(document: Document, draft: Version | None) -> dict[str, str] | None:
    """预计编号 and path of a draft that has no permanent number yet; not a promise."""
    if draft is None or not document.number.startswith("CG-"):
        return None
    place = document.folder
    series = document_series(settings().library_code, place.code, place.pattern, document.unit.code, now())
    number = expected(db(), series)
    return {"number": number, "path": f"{folders.directory_of(db(), place)}/{folder_name(number, draft.title)}"}


def show_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    """The page of one document, also with a refusal and what was typed."""
    document = queries.get(db(), document_id, actor())
    draft = queries.open_version(document)
    shown = draft if draft is not None and document.state not in EFFECTIVE else document.head
    return page(
        "documents/show.html",
        document=document,
        shown=shown,
        draft=draft,
        state=describing.state_text(document, shown) if shown else document.state.label,
        rights=describing.rights_text(document.rights),
        path=[
            (f"{one.code} {one.name}", url_for("documents.index", folder=one.code))
            for one in folders.chain(db(), document.folder)
        ],
        offers=_offers(document, draft),
        promise=_promise(document, draft),
        may_revise=document.state is State.CURRENT and draft is None and _may_change(document),
        may_read=queries.may(db(), document, actor(), Right.READ),
        may_download=queries.may(db(), document, actor(), Right.DOWNLOAD),
        typed=typed or {},
        refusal=refusal,
        choices=inputs.CHOICES,
        labels=inputs.LABELS,
    )


def _offers(document: Document, draft: Version | None) -> list[tuple[Transition[State], str | None]]:
    """What this person may do now, each with the reason where something still stands in the way."""
    offered: list[tuple[Transition[State], str | None]] = []
    for row in LIFE.offers(draft.state if draft else document.state):
        if row.permission is None or (row.verb == "withdraw" and draft is None):
            continue
        is_own = draft is not None and actor().user_id in {document.created_by_id, draft.author_id}
        permitted = may(actor(), Permission(row.permission), document.unit_id)
        if row.verb in {"approve", "return"} and draft is not None:
            permitted = may_approve(actor(), draft.level, document.unit_id)
        if is_own and permitted and row.verb == "approve":
            offered.append((row, "不符合 2.3.3：编写人不能审批自己的文档，请由其他审批人审核。"))
        elif permitted or (is_own and row.verb in {"submit", "withdraw"}):
            offered.append((row, None))
    return offered


def _may_change(document: Document) -> bool:
    return may(actor(), Permission.DOCUMENT_REGISTER, document.unit_id)


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    return show_page(document_id)


@bp.post("/<int:document_id>/marks")
@reshow(show_page)
def change_marks(document_id: int) -> ResponseReturnValue:
    document = queries.get(db(), document_id, actor())
    data = inputs.draft(request.form, folder=document.folder.code, unit_id=document.unit_id)
    actions.change_marks(db(), document_id, data, actor=actor(), now=now())
    say("标识已保存。")
    return go("documents.show", document_id=document_id)
