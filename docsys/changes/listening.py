"""To whom this room listens; `app` joins it."""

from collections.abc import Callable
from typing import Any

from docsys.changes import actions
from docsys.changes.actions import emergencies, permitting
from docsys.changes.events import ChangeCompleted
from docsys.documents.events import DocumentAbolished, VersionPublished, VersionPublishing
from docsys.people.events import ConfirmationAccepted
from docsys.records.events import RecordActed, RecordActing

LISTENERS: list[tuple[type, Callable[[Any, Any], None]]] = [
    (RecordActing, actions.about_to),
    (RecordActed, actions.was_done),
    (ConfirmationAccepted, actions.carry_out),
    (VersionPublishing, permitting.version_publishing),
    (VersionPublished, actions.version_published),
    (DocumentAbolished, actions.document_abolished),
    (ChangeCompleted, emergencies.was_completed),
]
