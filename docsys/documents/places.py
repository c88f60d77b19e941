"""Where a document and its files lie in the archive, as paths relative to it (house 5)."""

from sqlalchemy.orm import Session

from docsys.documents import rules
from docsys.documents.models import Document, Version
from docsys.folders import queries as folders

DRAFTS = "草稿库"
HISTORY = "历史版本"
ABOLISHED = "作废库"
ATTACHMENTS = "附件"
SCANS = "扫描备份"
VOLUMES = "卷册"


def current_folder(session: Session, document: Document) -> str:
    """`现行库/01_ZD_…/ZD07_…/ZLW-ZD07-YGZX-001_运管中心值班手册`."""
    return f"{folders.directory_of(session, document.folder)}/{rules.folder_name(document.number, document.title)}"


def draft_folder(document: Document, version: Version) -> str:
    """One folder a draft, by the number of its row: a draft's number may still change."""
    return f"{DRAFTS}/{document.number}_{version.id}"


def history_folder(document: Document) -> str:
    return f"{HISTORY}/{rules.folder_name(document.number, document.title)}"


def abolished_folder(document: Document) -> str:
    return f"{ABOLISHED}/{rules.folder_name(document.number, document.title)}"


def file_name(document: Document, version: Version, original_name: str) -> str:
    return rules.file_name(document.number, version.version, version.title, original_name)


def attachment_path(folder: str, version: Version, ordinal: int, title: str, original_name: str) -> str:
    """Below the folder of its version; bears number and version, since former versions lie together."""
    stem = f"{version.document.number}-{version.version}"
    return f"{folder}/{ATTACHMENTS}/{rules.attachment_name(stem, ordinal, title, original_name)}"
