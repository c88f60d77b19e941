"""The content of a version in the page: its pages as pictures. Reading is a right of its own; the file is not handed over."""

from dataclasses import dataclass

from flask import make_response, request
from flask.typing import ResponseReturnValue

from docsys import audit, vault
from docsys.documents import previews
from docsys.documents.jobs import made_path
from docsys.documents.rules import Right, State
from docsys.documents.views.room import bp, found, stored, version_of
from docsys.errors import NotFound, Refused, TooComplex
from docsys.printing import Unreadable
from docsys.web.downloads import send
from docsys.web.pages import page
from docsys.web.session import actor, db, now, roll_back, settings
from docsys.web.state import web


@dataclass(frozen=True)
class Looked:
    """A version that may be read, in plain values, and the file that shows it: its 标识版 where there is one."""

    document_id: int
    version_id: int
    number: str
    title: str
    version: str
    state: State
    source: previews.Source
    is_marked: bool
    is_void: bool

    @property
    def is_kept_back(self) -> bool:
        """What was abolished is shown by nothing but the copy with the watermark (4.4.1); the worker is at it."""
        return self.is_void and not self.is_marked


class NotYetMarked(NotFound):
    message = "作废标识版尚未生成，请稍候刷新。"


def _look(document_id: int, version_id: int) -> Looked:
    """Ends the transaction: pages are drawn without one."""
    document = found(document_id)
    version = version_of(document, version_id, Right.READ)
    archive, file = settings().archive, stored(version)
    marked = archive / (made_path(version, "标识版.pdf") or "")
    is_marked = marked.is_file()
    path = marked if is_marked else vault.resolve(db(), archive, file)
    source = previews.Source(path, marked.name if is_marked else file.original_name)
    looked = Looked(
        document.id,
        version.id,
        document.number,
        version.title,
        str(version.version),
        version.state,
        source,
        is_marked,
        is_void=document.state is State.ABOLISHED,
    )
    roll_back()
    return looked


@bp.get("/<int:document_id>/versions/<int:version_id>/preview")
def preview(document_id: int, version_id: int) -> ResponseReturnValue:
    """The pages of a version: a part of the document's page, or a page of its own for reading."""
    looked = _look(document_id, version_id)
    made, refusal = _made(looked)
    if made is not None:
        _note(looked)
    alone = request.headers.get("HX-Target") == "preview"
    template = "documents/_pages.html" if alone else "documents/preview.html"
    response = make_response(page(template, looked=looked, made=made, refusal=refusal))
    response.vary.add("HX-Target")
    return response


def _made(looked: Looked) -> tuple[previews.Preview | None, Refused | None]:
    """The pages, or why there are none."""
    if looked.is_kept_back:
        return None, NotYetMarked()
    try:
        return previews.preview(settings(), looked.source), None
    except (Unreadable, TooComplex) as error:
        return None, error


def _note(looked: Looked) -> None:
    """Electronic views are logged (F-13)."""
    detail = {"version": looked.version}
    with web().database.act() as session:
        audit.record(session, "document.view", actor(), looked.number, now=now(), detail=detail)


@bp.get("/<int:document_id>/versions/<int:version_id>/pages/<int:number>.png")
def page_picture(document_id: int, version_id: int, number: int) -> ResponseReturnValue:
    looked = _look(document_id, version_id)
    if looked.is_kept_back:
        raise NotYetMarked
    try:
        path = previews.picture(settings(), looked.source, number)
    except Unreadable as error:
        raise NotFound from error
    return send(path, f"{looked.number}_{looked.version}_{number}.png", inline=True)
