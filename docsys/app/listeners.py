"""Who listens to whom, in the transaction of the act."""

from collections.abc import Callable
from typing import Any

from docsys import paper, publication, retention
from docsys.bulk.actions import carry_out as work_in_bulk
from docsys.calendars import actions as calendars
from docsys.calendars.events import CalendarChanged
from docsys.catalogue import jobs as catalogue_jobs
from docsys.changes.listening import LISTENERS as CHANGE_LISTENERS
from docsys.documents import relocating
from docsys.documents.events import DocumentAbolished, DocumentRenumbering, LibraryChanged, VersionPublished
from docsys.folders import categories
from docsys.folders.events import FolderCreated, FolderRenamed, FolderSwitched
from docsys.people.actions import grants
from docsys.people.events import ConfirmationAccepted
from docsys.records.actions import carry_out as archive_records
from docsys.references import actions as references
from docsys.status.actions import carry_out as operate_mirror

LISTENERS: list[tuple[type, Callable[[Any, Any], None]]] = [
    (ConfirmationAccepted, grants.carry_out),
    (ConfirmationAccepted, archive_records),
    (ConfirmationAccepted, publication.carry_out),
    (ConfirmationAccepted, operate_mirror),
    (ConfirmationAccepted, work_in_bulk),
    (ConfirmationAccepted, categories.carry_out),
    (ConfirmationAccepted, calendars.carry_out),
    (ConfirmationAccepted, references.carry_out),
    (ConfirmationAccepted, paper.carry_out),
    (ConfirmationAccepted, retention.carry_out),
    (VersionPublished, paper.published),
    (DocumentAbolished, paper.abolished),
    (DocumentRenumbering, paper.renumbering),
    (CalendarChanged, paper.calendar_changed),
    (LibraryChanged, catalogue_jobs.library_changed),
    (FolderCreated, catalogue_jobs.folder_changed),
    (FolderRenamed, relocating.folder_renamed),
    (FolderRenamed, catalogue_jobs.folder_changed),
    (FolderSwitched, catalogue_jobs.folder_changed),
    *CHANGE_LISTENERS,
]
