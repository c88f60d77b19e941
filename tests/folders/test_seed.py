import pytest
from sqlalchemy import func, select

from docsys.folders import queries
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.folders.seed import seed
from tests.folders.factories import NOW, create

pytestmark = pytest.mark.db

CATEGORIES = [
    (1, "ZD", "技术制度及流程类", FolderKind.CONTROLLED, "A"),
    (2, "SC", "技术手册类", FolderKind.CONTROLLED, "A"),
    (3, "PZ", "系统配置类", FolderKind.CONTROLLED, "A"),
    (4, "HT", "技术合同类", FolderKind.RECORD, "B"),
    (5, "SP", "与技术工作相关的各类审批及流转记录类", FolderKind.RECORD, "B"),
    (6, "CZ", "运维操作记录类", FolderKind.RECORD, "B"),
    (7, "RZ", "系统日志记录类", FolderKind.RECORD, "B"),
]


@pytest.mark.rule("R-4.2.2-1")
@pytest.mark.rule("R-4.3.4-1")
def test_a_fresh_library_lists_the_seven_categories_in_order(library):
    shown = [branch.folder for branch in queries.tree(library)]

    assert [(one.ordinal, one.code, one.name, one.kind, one.pattern) for one in shown] == CATEGORIES


@pytest.mark.rule("N-3.2-1")
def test_the_second_level_is_that_of_the_requirements(library):
    below = {branch.folder.code: [leaf.folder for leaf in branch.branches] for branch in queries.tree(library)}

    assert {code: len(folders) for code, folders in below.items()} == {
        "ZD": 17, "SC": 5, "PZ": 8, "HT": 5, "SP": 11, "CZ": 8, "RZ": 5,
    }  # fmt: skip
    assert [(one.code, one.name) for one in below["ZD"][:3]] == [
        ("ZD00", "综合"),
        ("ZD01", "制度和流程管理"),
        ("ZD02", "文档管理"),
    ]
    assert (below["SP"][-1].code, below["SP"][-1].name) == ("SP11", "关联单位往来")


def test_folders_take_what_their_category_prescribes(library):
    configuration, contract = queries.by_code(library, "PZ02"), queries.by_code(library, "HT02")

    assert (configuration.review_months, configuration.version_managed, configuration.core_backup) == (12, True, True)
    assert (contract.review_months, contract.version_managed, contract.core_backup) == (None, False, False)
    assert configuration.rights_from_id == queries.by_code(library, "PZ").id


def test_seeding_again_adds_only_what_is_missing(library):
    create(library, "ZD07", "交接班")
    queries.by_code(library, "ZD08").name = "机房与动力管理"
    library.delete(queries.by_code(library, "RZ05"))
    library.flush()

    seed(library, NOW)

    assert library.scalar(select(func.count(Folder.id))) == 7 + 59 + 1
    assert queries.by_code(library, "ZD08").name == "机房与动力管理"
    assert queries.by_code(library, "RZ05").name == "操作审计"
