"""The steps in the life of a version: each is asked for on a page that names the object and its consequence."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.documents import inputs, queries
from docsys.documents.offers import Offer, offers
from docsys.documents.rules import is_rule
from docsys.documents.views.editing import edit_page, typed_marks
from docsys.documents.views.showing import crumbs, level_text
from docsys.errors import Forbidden, InvalidInput, NotFound, Refused
from docsys.folders import queries as folders
from docsys.folders.rules import FolderKind
from docsys.people.rules import Permission
from docsys.publication import actions, copying, rules, texts
from docsys.publication.views.room import bp
from docsys.web import uploads
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings, today

SAID = {
    "submit": "已提交审核，正式编号 {number}。",
    "archive": "已归档，编号 {number}；此后不再更改。",
    "return": "已退回修改。",
    "approve": "审核通过，待发布。",
    "publish": "已申请发布，须由另一人在“双人确认”中确认后生效。",
    "abolish": "已申请废止，须由另一人在“双人确认”中确认后生效。",
    "withdraw": "已撤回。",
    "renumber": "已申请改号，须由另一人在“双人确认”中确认后生效。",
}
CONSEQUENCES = {
    "submit": "提交后不能再修改，由审批人审核；首次提交时给出正式编号，编号不再改变（4.3.4）。",
    "archive": "归档后取得正式编号，文件和标识不再更改；以后发现遗漏或错误，另行登记补充记录。",
    "return": "退回编写人修改，编写人会看到您的意见。",
    "approve": "审核通过后进入待发布，由有权人员申请发布（2.3.3）。",
    "publish": "须由另一人确认；确认后即为现行版本，原现行版本转入历史版本并标记“已替代”（4.4.1）。",
    "abolish": "须由另一人确认；确认后移入作废库，不再检索和下载，编号永不再用（4.5.2）。",
    "renumber": "须由另一人确认；确认后移至所选文件夹并取新编号，原编号停用并永久指向新编号（4.3.4）。",
    "withdraw": "撤回后该版本不再继续；从未发布过的文档，其编号记为空号，不再使用（4.3.4）。",
}


def ask_page(document_id: int, verb: str, typed: Any = None, refusal: Refused | None = None) -> str:
    """The page of one step, also with a refusal and what was typed."""
    document = queries.get(db(), document_id, actor())
    offer, version = _offer(document, verb), queries.open_version(document) or document.head
    return page(
        "documents/act.html",
        document=document,
        version=version,
        offer=offer,
        level=level_text(version) if version else "",
        consequence=CONSEQUENCES[verb],
        reasons=rules.ABOLITION_REASONS if verb == "abolish" else (),
        paper_ways=rules.PAPER_WAYS if verb == "abolish" and "纸质" in document.medium else (),
        is_rule=version is not None and is_rule(version.level, document.folder.category),
        amended=version is not None and len(texts.of_version(db(), version.id)) > 1,
        folders=_others(document) if verb == "renumber" else (),
        path=crumbs(document),
        typed=typed or {},
        refusal=refusal,
        errors=_errors(refusal, typed or {}, "opinion"),
        labels=inputs.LABELS,
    )


def _amended() -> actions.Amended | None:
    """The text of a rule as 证信办 amended it, where it sent one along (1.2.2)."""
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    return actions.Amended(files[0].staged, files[0].name) if files else None


def _others(document: Any) -> list[tuple[str, str]]:
    """Where the document may move."""
    there = (one for one in folders.taking_documents(db(), FolderKind.CONTROLLED) if one.id != document.folder_id)
    return [(one.code, f"{one.code} {one.name}") for one in there]


def _offer(document: Any, verb: str) -> Offer:
    """The step as it is offered to this person.

    Raises:
        NotFound: no such step; Forbidden: not his, or not now.

    """
    if verb not in SAID:
        raise NotFound
    offer = next((one for one in offers(db(), document, actor(), now()) if one.verb == verb), None)
    if offer is None:
        raise Forbidden(
            message="{number} 现为{state}，您现在不能办理这一步。", number=document.number, state=document.state.label
        )
    return offer


@bp.get(
    "/<int:document_id>/<any('submit','archive','return','approve','publish','abolish','withdraw','renumber'):verb>"
)
def ask(document_id: int, verb: str) -> ResponseReturnValue:
    return ask_page(document_id, verb)


@bp.post(
    "/<int:document_id>/<any('submit','archive','return','approve','publish','abolish','withdraw','renumber'):verb>"
)
@reshow(ask_page)
def act(document_id: int, verb: str) -> ResponseReturnValue:
    """One verb of the workflow table."""
    text = request.form.get("opinion", "")
    steps: dict[str, Callable[[], object]] = {
        "submit": lambda: actions.submit(db(), document_id, actor=actor(), now=now()),
        "archive": lambda: actions.file_record(db(), document_id, actor=actor(), now=now()),
        "return": lambda: actions.send_back(db(), document_id, text, actor=actor(), now=now()),
        "approve": lambda: actions.approve(db(), document_id, text, actor=actor(), now=now(), amended=_amended()),
        "publish": lambda: actions.request_publication(db(), document_id, actor=actor(), now=now()),
        "abolish": lambda: actions.request_abolition(
            db(),
            document_id,
            actions.Ending(text, request.form.get("replacement", ""), request.form.get("paper", "")),
            actor=actor(),
            now=now(),
        ),
        "withdraw": lambda: actions.withdraw(db(), document_id, text, actor=actor(), now=now()),
        "renumber": lambda: actions.request_renumbering(
            db(), document_id, request.form.get("folder", ""), text, actor=actor(), now=now()
        ),
    }
    steps[verb]()
    document = queries.get(db(), document_id, actor())
    say(SAID[verb].format(number=document.number))
    return go("documents.show", document_id=document_id)


@bp.post("/<int:document_id>/marks/submit")
@reshow(edit_page)
def submit_marks(document_id: int) -> ResponseReturnValue:
    """Save the marks and submit: one act, saved only if it can be submitted."""
    typed_marks(document_id)
    document = actions.submit(db(), document_id, actor=actor(), now=now())
    say(SAID["submit"].format(number=document.number))
    return go("documents.show", document_id=document_id)


@bp.post("/<int:document_id>/marks/archive")
@reshow(edit_page)
def file_marks(document_id: int) -> ResponseReturnValue:
    """Save the marks and file the record: one act, saved only if it can be filed."""
    typed_marks(document_id)
    document = actions.file_record(db(), document_id, actor=actor(), now=now())
    say(SAID["archive"].format(number=document.number))
    return go("documents.show", document_id=document_id)


def revise_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    document = queries.get(db(), document_id, actor())
    offer = next((one for one in offers(db(), document, actor(), now()) if one.verb == "revise"), None)
    if offer is None:
        raise Forbidden(permission=Permission.DOCUMENT_REGISTER.label)
    return page(
        "documents/revise.html",
        document=document,
        shown=document.head,
        offer=offer,
        path=crumbs(document),
        typed=typed or {"version": _next(document.head), "notes": "", "written_on": today(), "author": actor().name},
        refusal=refusal,
        errors=_errors(refusal, typed or {}, "reason"),
        reasons=rules.REVISION_REASONS,
        choices=inputs.CHOICES,
        labels=inputs.LABELS,
    )


def _errors(refusal: Refused | None, typed: Any, reason: str) -> dict[str, list[str]]:
    """What is said at which field; a missing reason at that of the reason."""
    if isinstance(refusal, rules.ReasonMissing):
        return {reason: [refusal.sentence]}
    if isinstance(refusal, rules.PaperMissing):
        return {"paper": [refusal.sentence]}
    return inputs.errors_at(refusal, typed)


def _next(version: Any) -> str:
    return f"V{version.major}.{version.minor + 1}" if version else "V1.0"


@bp.get("/<int:document_id>/revise")
def begin_revision(document_id: int) -> ResponseReturnValue:
    return revise_page(document_id)


@bp.post("/<int:document_id>/revise")
@reshow(revise_page)
def revise(document_id: int) -> ResponseReturnValue:
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    document = queries.get(db(), document_id, actor())
    if not files:
        raise InvalidInput(fields={"file": ["请选择新版文件。"]}, labels=inputs.LABELS)
    new = inputs.draft(request.form, folder=document.folder.code, unit_id=document.unit_id)
    reason = request.form.get("reason", "")
    kept = copying.attachments(db(), archive, document, set(request.form.getlist("keep", type=int)))
    file = files[0]
    actions.revise(db(), document_id, new, reason, file.staged, file.name, actor=actor(), now=now(), attachments=kept)
    say(f"已开始修订 {document.number}，新版本 {new.version} 为草稿。")
    return go("documents.show", document_id=document_id)
