"""Registration: one file by a form, or many dropped, each of which becomes a draft."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.documents import actions, inputs, queries
from docsys.documents.views.room import address, bp
from docsys.errors import InvalidInput, Refused
from docsys.folders import queries as folders
from docsys.people import directory
from docsys.search.extraction import suggest
from docsys.web import uploads
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings


def _form(typed: Any = None, refusal: Refused | None = None) -> str:
    places = [(one.code, f"{one.code} {one.name}") for one in folders.taking_documents(db())]
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
        errors=inputs.errors_at(refusal, typed),
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
