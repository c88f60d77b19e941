"""改号: move to another folder by two persons, with a pointer for ever (3.7)."""

import pytest
from sqlalchemy import select

from docsys import vault
from docsys.documents import queries
from docsys.documents.events import DocumentRenumbering, LibraryChanged
from docsys.documents.models import Document
from docsys.errors import Forbidden, RuleBroken, TransitionForbidden
from docsys.folders import queries as folders
from docsys.folders.rules import FolderClosed
from docsys.numbering import queries as numbers
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.publication import actions as life
from docsys.publication.rules import NotThere, ReasonMissing, RevisionOpen
from docsys.vault.models import FileMove
from tests.documents.factories import (
    CARRY_OUT,
    confirm,
    grant,
    make_current,
    make_draft,
    make_people,
    marks,
    revise,
    staged,
)
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.4-5")]


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    return bus


@pytest.fixture
def people(session):
    return make_people(session)


@pytest.fixture
def document(session, settings, people):
    return make_current(session, people, settings.archive)


def ask(session, document, people, folder="SC02", reason="归类有误", actor=None):
    return life.request_renumbering(session, document.id, folder, reason, actor=actor or people.admin, now=NOW)


def test_two_persons_move_it_under_a_new_number(session, people, document):
    ask(session, document, people)
    assert document.number == "ZLW-SC01-YGZX-001"

    confirm(session, people.second)

    assert (document.number, document.folder.code) == ("ZLW-SC02-YGZX-001", "SC02")
    assert document.path == "现行库/02_SC_技术手册类/SC02_运维操作手册/ZLW-SC02-YGZX-001_运管中心值班手册"
    assert document.head.file.path == f"{document.path}/ZLW-SC02-YGZX-001_V1.0_运管中心值班手册.txt"


@pytest.mark.rule("N-3.7-1")
def test_the_old_number_is_out_of_use_and_leads_to_the_new_one(session, people, document):
    ask(session, document, people)
    confirm(session, people.second)

    entry = numbers.entry(session, "ZLW-SC01-YGZX-001")
    assert (entry.state.label, entry.successor, entry.reason) == ("停用", "ZLW-SC02-YGZX-001", "改号：归类有误")
    assert queries.by_number(session, "ZLW-SC01-YGZX-001", people.admin) is document


@pytest.mark.rule("N-3.7-3")
def test_nobody_else_ever_gets_the_old_number(session, settings, people, document):
    ask(session, document, people)
    confirm(session, people.second)

    assert make_current(session, people, settings.archive, title="另一本手册").number == "ZLW-SC01-YGZX-002"


def test_files_lie_under_the_new_number_also_those_of_former_versions(database, settings, clock):
    with database.act() as session:
        people = make_people(session)
        document = make_current(session, people, settings.archive)
        revise(session, people, settings.archive, document)
        life.submit(session, document.id, actor=people.author, now=NOW)
        life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
        life.request_publication(session, document.id, actor=people.admin, now=NOW)
        confirm(session, people.second)
        ask(session, document, people)
        confirm(session, people.second)
    vault.settle(database, settings.archive, clock.now())

    with database.read() as session:
        files = [one.file for one in session.scalars(select(Document)).one().versions]
        assert [file.path.rpartition("/")[2] for file in files] == [
            "ZLW-SC02-YGZX-001_V1.0_运管中心值班手册.txt",
            "ZLW-SC02-YGZX-001_V1.1_运管中心值班手册.txt",
        ]
        assert all((settings.archive / file.path).is_file() for file in files)
    assert [path for path in settings.archive.rglob("ZLW-SC01*") if path.is_file()] == []


def test_former_versions_that_had_other_titles_move_along_with_all_that_was_made_of_them(database, settings, clock):
    with database.act() as session:
        people = make_people(session)
        document = make_current(session, people, settings.archive, title="值班手册")
        for version, title in (("V1.1", "值班与交接手册"), ("V1.2", "运管中心值班手册")):
            new = marks(people, version=version, title=title)
            file = staged(settings.archive, title)
            life.revise(session, document.id, new, "更名", file, "手册.txt", actor=people.author, now=NOW)
            life.submit(session, document.id, actor=people.author, now=NOW)
            life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
            life.request_publication(session, document.id, actor=people.admin, now=NOW)
            confirm(session, people.second)
    vault.settle(database, settings.archive, clock.now())
    made = settings.archive / "历史版本/ZLW-SC01-YGZX-001_值班手册/ZLW-SC01-YGZX-001_V1.0_标识版.pdf"
    made.write_bytes(b"%PDF-1.7")

    with database.act() as session:
        ask(session, session.get_one(Document, document.id), people)
        confirm(session, people.second)
    vault.settle(database, settings.archive, clock.now())

    history = settings.archive / "历史版本"
    assert sorted(path.relative_to(history).as_posix() for path in history.rglob("*") if path.is_file()) == [
        "ZLW-SC02-YGZX-001_值班与交接手册/ZLW-SC02-YGZX-001_V1.1_值班与交接手册.txt",
        "ZLW-SC02-YGZX-001_值班手册/ZLW-SC01-YGZX-001_V1.0_标识版.pdf",  # the job that prints removes it
        "ZLW-SC02-YGZX-001_值班手册/ZLW-SC02-YGZX-001_V1.0_值班手册.txt",
    ]
    with database.read() as session:
        assert session.scalars(select(FileMove.source).where(FileMove.done_at.is_(None))).all() == []


def test_both_categories_hear_of_it(session, bus, people, document):
    grant(session, people, "ZD")
    heard = []
    bus.subscribe(LibraryChanged, lambda _session, event: heard.append(event.category))
    ask(session, document, people, "ZD07")

    confirm(session, people.second)

    assert heard == ["ZD", "SC"]


def test_a_no_leaves_everything(session, people, document):
    ask(session, document, people)

    confirm(session, people.second, accept=False)

    assert document.number == "ZLW-SC01-YGZX-001"


def test_a_listener_may_refuse_it(session, bus, people, document):
    class BoundInVolume(RuleBroken):
        message = "已装订成卷"

    def refuse(_session, _event):
        raise BoundInVolume

    bus.subscribe(DocumentRenumbering, refuse)

    with pytest.raises(BoundInVolume):
        ask(session, document, people)
    assert session.scalars(select(Confirmation).where(Confirmation.kind == "document.renumber")).all() == []


@pytest.mark.parametrize("folder", ["SC01", "SC", "HT01"])
def test_only_another_folder_of_controlled_documents_takes_it(session, people, document, folder):
    with pytest.raises(NotThere):
        ask(session, document, people, folder)


def test_not_without_a_reason(session, people, document):
    with pytest.raises(ReasonMissing):
        ask(session, document, people, reason=" ")


def test_not_while_a_revision_is_open(session, settings, people, document):
    revise(session, people, settings.archive, document)

    with pytest.raises(RevisionOpen):
        ask(session, document, people)


def test_not_a_draft(session, settings, people):
    draft = make_draft(session, people, settings.archive)

    with pytest.raises(TransitionForbidden):
        ask(session, draft, people)


def test_not_into_a_closed_folder(session, people, document):
    folders.by_code(session, "SC02").closed_at = NOW

    with pytest.raises(FolderClosed):
        ask(session, document, people)


def test_not_by_an_author(session, people, document):
    with pytest.raises(Forbidden):
        ask(session, document, people, actor=people.author)
