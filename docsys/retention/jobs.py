"""After a destruction: what lies about of the contents is cleared away, and the 销毁清单 is filed. Each may run twice."""

import io
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.clock import local
from docsys.documents import actions as documents
from docsys.documents import announcing, places, previews
from docsys.documents.jobs import PRINTS
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.models import Unit
from docsys.people.rules import SYSTEM, Actor
from docsys.printing import lists, render
from docsys.printing.limits import Limits
from docsys.retention import prints
from docsys.retention.actions.destroying import LIST
from docsys.retention.models import Destruction

# 文档发布与废止: where the library keeps what says how documents ended.
FOLDER = "SP02"


def file_list(context: Context, payload: dict[str, Any]) -> None:
    """Clear away, render the list, file its PDF, and write its number into what was destroyed."""
    _clear(context, payload["destruction_id"])
    settings, now = context.settings, context.clock.now()
    with context.database.read() as session:
        made = session.get_one(Destruction, payload["destruction_id"])
        if made.document_id is not None:
            return
        unit = session.get_one(Unit, made.unit_id).name
        around = prints.Around(settings.organisation, f"{local(now):%Y-%m-%d %H:%M}")
        listing = prints.destruction_list(made, unit, around)
    html = lists.html(listing, folder=settings.templates)
    pdf = render(html, folder=settings.templates, title=listing.title, limits=Limits.of(settings))
    staged = vault.stage(settings.archive, io.BytesIO(pdf))
    with context.database.act() as session:
        made = session.get_one(Destruction, payload["destruction_id"], with_for_update=True)
        if made.document_id is not None:
            return
        day = local(made.destroyed_at)
        document = documents.archive_record(
            session,
            folder_code=FOLDER,
            title=f"销毁清单 {day:%Y-%m-%d} 共 {len(made.lines)} 件",
            unit_id=made.unit_id,
            number=None,
            file=staged,
            original_name="销毁清单.pdf",
            actor=_asker(session, made.requested_by_id),
            now=now,
            retention="permanent",
        )
        made.document_id = document.id
        for one in session.scalars(select(Document).where(Document.id.in_(made.document_ids)).order_by(Document.id)):
            one.keeping = {**one.keeping, "destroyed": {**one.keeping["destroyed"], "list": document.number}}
            announcing.remake(session, one, now)


def _asker(session: Session, user_id: int) -> Actor:
    """Who proposed it is the author of the list; an account that was closed meanwhile is not."""
    try:
        return people.actor_of(session, user_id, channel="job")
    except NotFound:
        return SYSTEM


def _clear(context: Context, destruction_id: int) -> None:
    """A print that was being made while its document was destroyed, empty folders, and the pictures of pages."""
    archive = context.settings.archive
    vault.settle(context.database, archive, context.clock.now())
    with context.database.read() as session:
        made = session.get_one(Destruction, destruction_id)
        found = session.scalars(select(Document).where(Document.id.in_(made.document_ids)))
        folders = {path for one in found for path in (one.path, places.history_folder(one))}
    for path in sorted(folders):
        _empty(archive / path)
    previews.forget(context.settings)


def _empty(folder: Path) -> None:
    """Of what docsys made itself; what else lies there the check names, and a person decides."""
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.name.endswith(tuple(f"_{what}" for what in PRINTS)):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    if not any(folder.iterdir()):
        folder.rmdir()


JOBS = {LIST: file_list}
