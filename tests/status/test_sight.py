"""The mirror knows no rights: what a path says of a hidden document is not shown (4.5.1)."""

import pytest

from docsys.documents.models import Document
from docsys.documents.places import draft_folder, history_folder
from docsys.people.events import ConfirmationAccepted
from docsys.status import sight
from docsys.status.sight import HIDDEN, Sight
from tests.documents.factories import CARRY_OUT, make_current, make_draft, make_people

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.1-3")]
OTHERS = "ZLW-SC01-YGZX-999"


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    return bus


@pytest.fixture
def library(database, settings):
    """A document in force, a draft, and everybody."""
    with database.act() as session:
        people = make_people(session)
        current = make_current(session, people, settings.archive)
        draft = make_draft(session, people, settings.archive, title="另一手册")
        paths = {
            "current": f"{current.path}/元数据.json",
            "history": f"{history_folder(current)}/{current.number}_V0.9_标识版.pdf",
            "attachment": f"{current.path}/附件/{current.number}-V1.0-F01_附图.pdf",
            "draft": f"{draft_folder(draft, draft.versions[0])}/手册.txt",
        }
    return people, paths


def shown(database, actor, paths):
    with database.read() as session:
        seen = sight.of(session, actor)
    return {name for name, path in paths.items() if seen.shows(path)}


def test_who_keeps_or_audits_the_library_sees_every_path(library, database):
    people, paths = library

    for actor in (people.admin, people.auditor):
        assert shown(database, actor, paths) == set(paths)


def test_a_reader_sees_the_paths_of_what_he_may_read(library, database):
    people, paths = library

    assert shown(database, people.reader, paths) == {"current", "history", "attachment"}


def test_an_author_sees_the_paths_of_his_drafts(library, database):
    people, paths = library

    assert shown(database, people.author, paths) == set(paths)


def test_whoever_may_not_know_of_them_sees_no_path_of_them(library, database):
    people, paths = library

    assert shown(database, people.stranger, paths) == set()


@pytest.mark.parametrize(
    "path",
    [
        "现行库/00_目录.csv",
        "现行库/02_SC_技术手册类/00_目录.pdf",
        "系统快照/2026-11-23/docsys_20261123_010000.sqlite3.gz",
        "现行库/误放的文件.txt",
    ],
)
def test_what_is_no_documents_is_shown_to_all_who_see_the_page(path):
    assert Sight().shows(path)


@pytest.mark.parametrize(
    "path",
    [
        f"现行库/02_SC_技术手册类/{OTHERS}_别人的手册/{OTHERS}_V1.0.docx",
        f"作废库/{OTHERS}_别人的手册/元数据.json",
        f"现行库/误放/{OTHERS}_V1.0.docx",
        "草稿库/CG-2026-0009_77/手册.docx",
    ],
)
def test_what_bears_a_number_of_another_is_not_shown(path):
    assert not Sight(numbers=frozenset({"ZLW-SC01-YGZX-001"}), drafts=frozenset({"7"})).shows(path)


def test_an_error_keeps_its_reason_and_loses_names_and_paths():
    error = f"Unreadable: “别人的手册.docx”无法打开 /srv/archive/{OTHERS}_手册 文件已损坏"

    assert Sight().tells(error) == f"Unreadable: “{HIDDEN}”无法打开 {HIDDEN} 文件已损坏"
    assert Sight(everything=True).tells(error) == error


def test_a_former_number_leads_to_its_document(library, database):
    people, _paths = library
    with database.act() as session:
        session.get_one(Document, 1).old_number = "OLD-2019-7"

    old = {"old": "历史版本/OLD-2019-7_运管中心值班手册/手册.docx"}
    assert shown(database, people.reader, old) == {"old"}
    assert shown(database, people.stranger, old) == set()
