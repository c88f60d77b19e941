"""Folders get another name, are closed and opened again; the seven categories stay as 4.2.2 names them."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.errors import Forbidden, InvalidInput
from docsys.folders import actions, queries
from docsys.folders.events import FolderRenamed, FolderSwitched
from docsys.folders.rules import CategoryFixed, FolderClosed, FolderOpen
from tests.folders.factories import CLERK, NOW, STAFF, create

pytestmark = pytest.mark.db


def rename(library, code, name, actor=CLERK):
    return actions.rename(library, code, name, actor=actor, now=NOW)


def test_another_name_under_the_same_code_is_announced_with_both_directories(library, bus):
    heard = []
    bus.subscribe(FolderRenamed, lambda _session, event: heard.append((event.source, event.target)))

    folder = rename(library, "SC01", "值班与交接")

    parent = "现行库/02_SC_技术手册类"
    assert (folder.code, folder.name) == ("SC01", "值班与交接")
    assert heard == [(f"{parent}/SC01_值班手册", f"{parent}/SC01_值班与交接")]
    row = library.scalars(select(AuditRow)).one()
    assert (row.act, row.subject, row.detail) == ("folder.rename", "SC01", {"former": "值班手册", "name": "值班与交接"})


def test_the_same_name_changes_nothing(library, bus):
    heard = []
    bus.subscribe(FolderRenamed, lambda _session, event: heard.append(event))

    rename(library, "SC01", "值班手册")

    assert (heard, library.scalars(select(AuditRow)).all()) == ([], [])


@pytest.mark.parametrize("name", ["", "运维操作手册", "a/b"])
def test_a_name_that_no_disk_or_no_sibling_allows_is_refused(library, name):
    with pytest.raises(InvalidInput):
        rename(library, "SC01", name)


@pytest.mark.rule("R-4.2.2-1")
@pytest.mark.parametrize("act", ["rename", "close"])
def test_a_category_keeps_its_name_and_stays_open(library, act):
    with pytest.raises(CategoryFixed, match=r"4\.2\.2"):
        rename(library, "SC", "手册") if act == "rename" else actions.close(library, "SC", actor=CLERK, now=NOW)


def test_a_closed_folder_takes_nothing_until_it_is_opened_again(library, bus):
    heard = []
    bus.subscribe(FolderSwitched, lambda _session, event: heard.append(event.code))
    actions.close(library, "SC01", actor=CLERK, now=NOW)
    with pytest.raises(FolderClosed):
        create(library, "SC01", "夜班")

    actions.reopen(library, "SC01", actor=CLERK, now=NOW)

    assert create(library, "SC01", "夜班").code == "SC0101"
    assert heard == ["SC01", "SC01"]
    assert [row.act for row in library.scalars(select(AuditRow))] == ["folder.close", "folder.reopen", "folder.create"]


def test_what_is_closed_is_not_closed_twice_and_what_is_open_not_opened(library):
    with pytest.raises(FolderOpen):
        actions.reopen(library, "SC01", actor=CLERK, now=NOW)
    actions.close(library, "SC01", actor=CLERK, now=NOW)
    with pytest.raises(FolderClosed):
        actions.close(library, "SC01", actor=CLERK, now=NOW)


def test_only_the_administrator_of_documents_adjusts_folders(library):
    for act in (
        lambda: rename(library, "SC01", "x", STAFF),
        lambda: actions.close(library, "SC01", actor=STAFF, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    assert queries.by_code(library, "SC01").name == "值班手册"
