"""Pages of documents: the page of one, its registration, its marks, its files."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from docsys import audit, vault
from docsys.documents import actions, describing, inputs, queries
from docsys.documents.jobs import made_path
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, LIFE, OPEN, Right, State, folder_name, may_approve
from docsys.errors import Forbidden, InvalidInput, NotFound, Refused
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.numbering.queries import expected
from docsys.numbering.rules import document_series
from docsys.people import directory
from docsys.people.models import Confirmation
from docsys.people.rules import Permission, may
from docsys.people.views.confirming import Kind
from docsys.search.extraction import suggest
from docsys.web import NavItem, uploads
from docsys.web.downloads import send
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, acts, db, now, settings
from docsys.web.state import Card, CardItem
from docsys.workflow import Transition

bp = Blueprint("documents", __name__, url_prefix="/documents")
NAV = NavItem("documents.index", "文档库", "folders", key="d", match=("documents.", "publication."))
PRINTS = {"marked": ("标识版.pdf", Right.READ), "attributes": ("属性页.pdf", Right.LIST)}
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "number": Document.number.expression,
    "title": Document.title.expression,
    "state": Document.state.expression,
    "next_review": Document.next_review.expression,
    "id": Document.id.expression,
}


def address(document_id: int) -> str:
    return url_for("documents.show", document_id=document_id)


def _to_document(confirmation: Confirmation) -> str | None:
    return address(confirmation.payload["document_id"])


KINDS = {
    "document.publish": Kind("发布文档", _to_document),
    "document.abolish": Kind("废止文档", _to_document),
}


def drafts_card(session: Session, who: Any, _today: object) -> Card:
    """What lies with this person: drafts, and what waits for a judgement."""
    mine = select(Document).where(Document.created_by_id == who.user_id, Document.state.in_(OPEN))
    waiting = select(Document).where(
        Document.state == State.REVIEW, queries.visible(who), Document.created_by_id != who.user_id
    )
    found = [*session.scalars(waiting.limit(8)), *session.scalars(mine.limit(8))]
    items = [CardItem(one.title, address(one.id), one.number, label=one.state.label) for one in found]
    return Card("文档", items, url_for("documents.index"), icon="folders", empty="没有待处理的文档。")


CARDS = [drafts_card]


@bp.get("/")
def index() -> ResponseReturnValue:
    """The documents this person may know of, by folder."""
    query = select(Document).where(queries.visible(actor()))
    if folder := request.args.get("folder", "").strip():
        query = query.join(Folder, Folder.id == Document.folder_id).where(
            Folder.code.startswith(folder, autoescape=True)
        )
    if words := request.args.get("q", "").strip():
        query = query.where(
            Document.title.icontains(words, autoescape=True) | Document.number.icontains(words, autoescape=True)
        )
    cut = listing(db(), query, COLUMNS, "number")
    query_of_folder = select(Folder).where(
        Folder.code == folder, Folder.kind == FolderKind.CONTROLLED, Folder.depth > 1, Folder.closed_at.is_(None)
    )
    drop = db().scalar(query_of_folder)
    return page(
        "documents/index.html",
        cut=cut,
        drop=drop,
        args=request.args,
        categories=_categories(),
        may_register=_may_register(),
    )


def _categories() -> list[tuple[str, str]]:
    query = select(Folder.code, Folder.name, Folder.depth).order_by(Folder.ordinal, Folder.code)
    return [(code, f"{'　' * (depth - 1)}{code} {name}") for code, name, depth in db().execute(query)]


def _may_register() -> bool:
    return any(may(actor(), Permission.DOCUMENT_REGISTER, unit) for unit in (None, actor().unit_id))


def _form(typed: Any = None, refusal: Refused | None = None) -> str:
    controlled = select(Folder).where(
        Folder.kind == FolderKind.CONTROLLED, Folder.depth > 1, Folder.closed_at.is_(None)
    )
    places = [
        (one.code, f"{one.code} {one.name}") for one in db().scalars(controlled.order_by(Folder.ordinal, Folder.code))
    ]
    typed = typed or {
        "unit_id": actor().unit_id,
        "author": actor().name,
        "version": "V1.0",
        "folder": request.args.get("folder", ""),
    }
    units = directory.unit_choices(db())
    return page(
        "documents/new.html",
        typed=typed,
        refusal=refusal,
        folders=places,
        units=units,
        choices=inputs.CHOICES,
        labels=inputs.LABELS,
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    return _form()


@bp.post("/new")
@reshow(_form)
def register() -> ResponseReturnValue:
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    if not files:
        raise InvalidInput(fields={"file": ["请选择文件。"]}, labels=inputs.LABELS)
    data = inputs.draft(request.form)
    document = actions.register(db(), data, files[0].staged, files[0].name, actor=actor(), now=now())
    say(f"已登记为草稿 {document.number}。补齐标识后提交审核，提交时取得正式编号。")
    return go("documents.show", document_id=document.id)


@bp.put("/upload")
def upload() -> ResponseReturnValue:
    """One dropped file becomes one draft, with what its name, properties and first page suggest."""
    archive = settings().archive
    upload = uploads.incoming(lambda stream: vault.stage(archive, stream))
    suggested = suggest(archive / upload.staged.path, upload.name)
    typed = {
        "folder": request.args.get("folder", ""),
        "unit_id": request.args.get("unit_id", ""),
        "title": suggested.title or upload.name.rpartition(".")[0] or upload.name,
        "author": suggested.author or actor().name,
        "version": inputs.version_of(suggested.version),
        "written_on": suggested.written_on.isoformat() if suggested.written_on else "",
    }
    twins = queries.twins(db(), upload.staged.sha256, actor())
    data = inputs.draft(typed)
    document = actions.register(db(), data, upload.staged, upload.name, actor=actor(), now=now())
    same = f"；与 {twins[0].number}《{twins[0].title}》内容相同" if twins else ""
    message = f"已登记为草稿 {document.number}{same}"
    return jsonify(message=message, link=address(document.id), link_text="补齐标识")


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


def _version(document_id: int, version_id: int, right: Right) -> tuple[Document, Version]:
    document = queries.get(db(), document_id, actor())
    version = next((one for one in document.versions if one.id == version_id), None)
    if version is None or version.file is None:
        raise NotFound
    if version.state not in EFFECTIVE and not _handles(document):
        raise NotFound
    if not queries.may(db(), document, actor(), right):
        raise Forbidden(permission=right.label)
    return document, version


def _handles(document: Document) -> bool:
    """Only those who handle a document see what is not in force (4.4.1)."""
    who = actor()
    return document.created_by_id == who.user_id or any(
        may(who, one, document.unit_id) for one in (Permission.DOCUMENT_READ_ALL, Permission.DOCUMENT_APPROVE)
    )


@bp.get("/<int:document_id>/versions/<int:version_id>/file")
@acts
def download(document_id: int, version_id: int) -> ResponseReturnValue:
    document, version = _version(document_id, version_id, Right.DOWNLOAD)
    file = version.file
    if file is None:
        raise NotFound
    path = vault.resolve(db(), settings().archive, file)
    audit.record(db(), "document.download", actor(), f"{document.number} {version.version}", now=now())
    return send(path, path.name if path.name.startswith(document.number) else file.original_name)


@bp.get("/<int:document_id>/versions/<int:version_id>/<what>.pdf")
@acts
def printed(document_id: int, version_id: int, what: str) -> ResponseReturnValue:
    """The 标识版 or the attribute page, shown in the page."""
    if what not in PRINTS:
        raise NotFound
    name, right = PRINTS[what]
    document, version = _version(document_id, version_id, right)
    path = settings().archive / (made_path(version, name) or "")
    if not path.is_file():
        raise NotFound(message="标识版正在生成，请稍候刷新。草稿没有标识版。")
    audit.record(
        db(), "document.view", actor(), f"{document.number} {version.version}", now=now(), detail={"what": name}
    )
    return send(path, path.name, inline=True)
