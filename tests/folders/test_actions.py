from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from docsys.audit.models import AuditRow
from docsys.errors import Forbidden, InvalidInput, NotFound
from docsys.folders import queries
from docsys.folders.events import FolderCreated
from docsys.folders.models import Folder
from docsys.folders.rules import FolderClosed, TooDeep
from docsys.folders.seed import seed
from tests.folders.factories import LOCAL_CLERK, NOW, STAFF, create

pytestmark = pytest.mark.db


@pytest.mark.rule("R-4.3.4-2")
def test_folders_are_made_down_to_the_fourth_level_and_no_further(library):
    assert [create(library, parent, "值班").code for parent in ("ZD07", "ZD0701")] == ["ZD0701", "ZD070101"]

    with pytest.raises(TooDeep, match=r"4\.3\.4（一）"):
        create(library, "ZD070101", "值班")


def test_a_folder_takes_what_its_parent_prescribes(library):
    parent = queries.by_code(library, "PZ02")

    folder = create(library, "PZ02", " 核心交换机 ")

    assert (folder.name, folder.parent_id, folder.category, folder.depth, folder.ordinal) == (
        "核心交换机",
        parent.id,
        "PZ",
        3,
        3,
    )
    assert (folder.kind, folder.pattern, folder.review_months, folder.core_backup, folder.version_managed) == (
        parent.kind,
        "A",
        12,
        True,
        True,
    )
    assert (folder.rights_from_id, folder.created_at, folder.closed_at) == (parent.rights_from_id, NOW, None)


def test_making_a_folder_is_written_into_the_log_and_announced(library, bus):
    heard = []
    bus.subscribe(FolderCreated, lambda _session, event: heard.append(event))

    folder = create(library, "SC01", "夜班")

    row = library.scalars(select(AuditRow)).one()
    assert (row.act, row.subject, row.detail) == ("folder.create", "SC0101", {"name": "夜班"})
    assert heard == [FolderCreated(folder.id, "SC0101", "现行库/02_SC_技术手册类/SC01_值班手册/SC0101_夜班", NOW)]


@pytest.mark.parametrize("actor", [STAFF, LOCAL_CLERK])
def test_only_the_network_wide_administrator_of_documents_makes_folders(library, actor):
    with pytest.raises(Forbidden, match="建立与调整文件夹"):
        create(library, "SC01", "夜班", actor=actor)

    assert queries.children(library, queries.by_code(library, "SC01")) == []


def test_a_name_is_used_once_below_one_folder(library):
    with pytest.raises(InvalidInput):
        create(library, "SC", "值班手册")

    assert create(library, "SC02", "值班手册").code == "SC0201"


def test_nothing_is_made_below_what_is_closed_or_unknown(library):
    queries.by_code(library, "SC03").closed_at = NOW

    with pytest.raises(FolderClosed):
        create(library, "SC03", "断电")
    with pytest.raises(NotFound):
        create(library, "SC33", "断电")


def test_two_who_ask_at_once_get_two_codes(database):
    with database.act() as session:
        seed(session, NOW)

    def make(name):
        with database.act() as session:
            return create(session, "SC01", name).code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(make, ["甲", "乙", "丙", "丁"]))

    assert sorted(codes) == ["SC0101", "SC0102", "SC0103", "SC0104"]
    with database.read() as session:
        assert session.scalar(select(func.count(Folder.id)).where(Folder.depth == 3)) == 4
