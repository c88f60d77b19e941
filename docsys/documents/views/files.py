"""The files of a version: the approved one, its attachments, and what docsys made of it."""

from pathlib import Path

from flask.typing import ResponseReturnValue

from docsys import audit, vault
from docsys.documents.jobs import made_path
from docsys.documents.models import Document, Version
from docsys.documents.rules import Right, State
from docsys.documents.views.room import bp, found, stored, version_of
from docsys.errors import Gone, NotFound
from docsys.vault.models import StoredFile
from docsys.web.downloads import send
from docsys.web.session import actor, acts, db, now, settings

# What, whose right opens it, and whether the browser shows it. Who may only read sees pictures of the pages.
PRINTS = {
    "marked.pdf": ("标识版.pdf", (Right.PRINT, Right.DOWNLOAD)),
    "attributes.pdf": ("属性页.pdf", (Right.LIST,)),
    "marked.docx": ("标识版.docx", (Right.DOWNLOAD,)),
}


def original(document_id: int, version_id: int) -> tuple[Document, Version]:
    """A version whose very bytes this person may have; those of an abolished document nobody (4.5.2)."""
    document = found(document_id)
    version = version_of(document, version_id, Right.DOWNLOAD)
    if document.state is State.ABOLISHED:
        raise Gone(number=document.number)
    return document, version


def note(document: Document, version: Version, verb: str, what: str = "") -> None:
    """Who had what in his hands: written in the transaction that ends before the first byte leaves."""
    detail = {"version": str(version.version), "what": what}
    audit.record(db(), f"document.{verb}", actor(), document.number, now=now(), detail=detail)


@bp.get("/<int:document_id>/versions/<int:version_id>/file")
@acts
def download(document_id: int, version_id: int) -> ResponseReturnValue:
    document, version = original(document_id, version_id)
    note(document, version, "download")
    return _sent(document, stored(version))


@bp.get("/<int:document_id>/versions/<int:version_id>/attachments/<int:attachment_id>")
@acts
def attachment(document_id: int, version_id: int, attachment_id: int) -> ResponseReturnValue:
    document, version = original(document_id, version_id)
    wanted = next((one for one in version.attachments if one.id == attachment_id), None)
    if wanted is None:
        raise NotFound
    note(document, version, "download", f"附件 F{wanted.ordinal:02} {wanted.title}")
    return _sent(document, wanted.file)


def _sent(document: Document, file: StoredFile) -> ResponseReturnValue:
    """Under the name it bears in the library; a draft, which is on its way, under that of its upload."""
    path, name = vault.resolve(db(), settings().archive, file), Path(file.path).name
    return send(path, name if name.startswith(document.number) else file.original_name)


@bp.get("/<int:document_id>/versions/<int:version_id>/<any('marked.pdf','attributes.pdf','marked.docx'):what>")
@acts
def printed(document_id: int, version_id: int, what: str) -> ResponseReturnValue:
    """The 标识版, as PDF or as Word, or the attribute page."""
    name, rights = PRINTS[what]
    document = found(document_id)
    version = version_of(document, version_id, *rights)
    path = settings().archive / (made_path(version, name) or "")
    if not path.is_file():
        raise NotFound(message="标识版正在生成，请稍候刷新。草稿没有标识版。")
    note(document, version, "print", name)
    return send(path, path.name, inline=True)
