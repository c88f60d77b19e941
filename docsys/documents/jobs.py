"""After the commit: 元数据.json, the attribute page and the 标识版 of a document. Each may run twice."""

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import describing, granting, places, rules
from docsys.documents.announcing import DESCRIBE, PRINT
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE
from docsys.errors import TooComplex
from docsys.jobs import Context
from docsys.printing import Unreadable, attribute_page, render, word
from docsys.printing.attribute_page import AttributePage
from docsys.printing.limits import Limits
from docsys.printing.marks import Marks, marked_pdf

log = logging.getLogger(__name__)

METADATA = "元数据.json"
WORD = "标识版.docx"
PRINTS = ("属性页.pdf", "标识版.pdf", WORD)


def describe(context: Context, payload: dict[str, Any]) -> None:
    """Write 元数据.json into the document's folder."""
    archive, now = context.settings.archive, context.clock.now()
    vault.lay_out(context.database, archive, lambda session: _on_paper(session, payload["document_id"]), now)
    with context.database.read() as session:
        document = session.get(Document, payload["document_id"])
        if document is None:
            return
        told = describing.metadata(session, document, now)
        folder, left = archive / document.path, _left_behind(archive, document)
    for one in left:
        _remove_empty(one)
    if folder.is_dir():
        if (attachments := folder / places.ATTACHMENTS).is_dir() and not any(attachments.iterdir()):
            attachments.rmdir()
        data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
        vault.write_beside(folder / METADATA, data, archive=archive)


def _on_paper(session: Session, document_id: int) -> list[str]:
    """The folder of a document on paper alone: nothing is ever moved there."""
    document = session.get(Document, document_id)
    is_bare = document is not None and not any(one.file_id for one in document.versions)
    return [document.path] if document and is_bare and document.state in EFFECTIVE else []


def _left_behind(archive: Path, document: Document) -> list[Path]:
    """Folders of 草稿库 whose version has gone elsewhere: published, or put into another folder with its new number."""
    drafts = archive / places.DRAFTS
    lived_in = {archive / document.path}
    lived_in |= {(archive / one.file.path).parent for one in document.versions if one.file is not None}
    candidates = {path for one in document.versions for path in drafts.glob(f"*_{one.id}")}
    return sorted(candidates - lived_in)


def _remove_empty(folder: Path) -> None:
    """Unless something other than what docsys itself wrote still lies in it."""
    if any(path.is_file() and path.name != METADATA for path in folder.rglob("*")):
        return
    (folder / METADATA).unlink(missing_ok=True)
    for path in (*(one for one in folder.iterdir() if one.is_dir()), folder):
        path.rmdir()


@dataclass(frozen=True)
class Sheet:
    """What the prints of one version need, in plain values; `source` is its file, `stem` the path of the prints."""

    page: AttributePage
    marks: Marks
    source: Path | None
    name: str
    stem: Path

    @property
    def wanted(self) -> tuple[str, ...]:
        return PRINTS if self.name.lower().endswith(word.SUFFIXES) else PRINTS[:2]


def print_document(context: Context, payload: dict[str, Any]) -> None:
    """Make the attribute page and 标识版 of every version that is or was in force, where they lack or are out of date."""
    with context.database.read() as session:
        sheets = _sheets(session, context, payload["document_id"])
    for sheet in sheets:
        _print(context, sheet)
    _remove_stale(sheets)


def _remove_stale(sheets: list[Sheet]) -> None:
    """Prints of a version that lies elsewhere by now: superseded, or renamed with the title."""
    wanted = {_beside(sheet, what) for sheet in sheets for what in sheet.wanted}
    for folder in {sheet.stem.parent for sheet in sheets if sheet.stem.parent.is_dir()}:
        for path in folder.iterdir():
            if path.name.endswith(tuple(f"_{what}" for what in PRINTS)) and path not in wanted:
                path.unlink()


def _sheets(session: Session, context: Context, document_id: int) -> list[Sheet]:
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        return []
    versions = [one for one in document.versions if describing.is_marked(one) and one.file is not None]
    return [_sheet(session, context, document, one) for one in versions]


def _sheet(session: Session, context: Context, document: Document, version: Version) -> Sheet:
    now, archive = context.clock.now(), context.settings.archive
    rights = granting.as_printed(granting.applied(session, document))
    page = replace(describing.attribute_page(session, document, version, now), rights=rights)
    marks = describing.marks(document, version, page.watermark, now)
    file = version.file
    source = vault.resolve(session, archive, file) if file else None
    folder = archive / (file.path.rpartition("/")[0] if file else document.path)
    stem = folder / f"{document.number}_{version.version}"
    return Sheet(page, marks, source, file.original_name if file else "", stem)


def _print(context: Context, sheet: Sheet) -> None:
    folder, limits = context.settings.templates, Limits.of(context.settings)
    archive = context.settings.archive
    if not sheet.stem.parent.is_dir():
        return
    alone = attribute_page.html(sheet.page, folder=folder)
    title = f"{sheet.page.number} {sheet.page.title}"
    page = render(alone, folder=folder, title=title, limits=limits)
    vault.write_beside(_beside(sheet, "属性页.pdf"), page, archive=archive)
    bare = attribute_page.html(sheet.page, folder=folder, bare=True)
    made = marked_pdf(bare, sheet.source, sheet.marks, folder=folder, name=sheet.name, limits=limits)
    vault.write_beside(_beside(sheet, "标识版.pdf"), made.pdf, archive=archive)
    if sheet.source is not None and WORD in sheet.wanted:
        _print_word(sheet, sheet.source, archive, limits)


def _print_word(sheet: Sheet, source: Path, archive: Path, limits: Limits) -> None:
    """A copy with the marks in it, for those who go on in Word; a file that only calls itself Word has none."""
    try:
        made = word.marked_docx(source, sheet.marks, limits=limits)
    except (Unreadable, TooComplex) as error:
        log.warning("%s: %s", sheet.stem.name, error)
        _beside(sheet, WORD).unlink(missing_ok=True)
    else:
        vault.write_beside(_beside(sheet, WORD), made, archive=archive)


def _beside(sheet: Sheet, what: str) -> Path:
    return sheet.stem.with_name(f"{sheet.stem.name}_{what}")


def made_path(version: Version, what: str) -> str | None:
    """Where a print of `version` lies in the archive."""
    file = version.file
    if file is None:
        return None
    folder, document = file.path.rpartition("/")[0], version.document
    return f"{folder}/{rules.made_name(document.number, version.version, what)}"


JOBS = {DESCRIBE: describe, PRINT: print_document}
