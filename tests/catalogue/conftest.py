"""A library with one manual in force, laid out on disk as the application does it."""

import pytest

from docsys.catalogue import jobs as catalogue_jobs
from docsys.documents import relocating
from docsys.documents.events import LibraryChanged
from docsys.folders.events import FolderCreated, FolderRenamed, FolderSwitched
from docsys.jobs import Context, Worker
from docsys.people.events import ConfirmationAccepted
from tests.documents.factories import CARRY_OUT, make_current, make_people


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    bus.subscribe(LibraryChanged, catalogue_jobs.library_changed)
    bus.subscribe(FolderCreated, catalogue_jobs.folder_changed)
    bus.subscribe(FolderRenamed, relocating.folder_renamed)
    bus.subscribe(FolderRenamed, catalogue_jobs.folder_changed)
    bus.subscribe(FolderSwitched, catalogue_jobs.folder_changed)
    return bus


@pytest.fixture
def library(database, settings, clock):
    """The people; `ZLW-SC01-YGZX-001` is in force."""
    with database.act() as session:
        people = make_people(session)
        make_current(session, people, settings.archive)
    catalogue_jobs.lay_out(database, settings.archive, clock.now())
    return people


@pytest.fixture
def worker(database, settings, clock):
    """Does the jobs of this room; those of other rooms are none of its business."""
    quiet = dict.fromkeys(
        ("documents.describe", "documents.print", "search.extract", "numbering.ledger"), lambda _context, _payload: None
    )
    return Worker(Context(database, settings, clock), {**catalogue_jobs.JOBS, **quiet})
