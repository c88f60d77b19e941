"""4.2.2: whatever room writes, the seven categories stay."""

import pytest

from docsys.folders import queries
from docsys.folders.rules import CategoryFixed
from tests.folders.factories import create

pytestmark = pytest.mark.db


@pytest.mark.rule("R-4.2.2-1")
def test_deleting_a_category_is_refused(library):
    library.delete(queries.by_code(library, "RZ"))

    with pytest.raises(CategoryFixed, match="不能删除"):
        library.flush()


@pytest.mark.rule("R-4.2.2-1")
@pytest.mark.parametrize("change", [{"name": "日志"}, {"code": "LG"}])
def test_renaming_a_category_is_refused(library, change):
    category = queries.by_code(library, "RZ")
    for column, value in change.items():
        setattr(category, column, value)

    with pytest.raises(CategoryFixed, match="不能改名"):
        library.flush()


def test_other_attributes_of_a_category_may_change(library):
    queries.by_code(library, "RZ").review_months = 12
    library.flush()

    assert queries.by_code(library, "RZ").review_months == 12


def test_a_folder_below_may_be_renamed_and_deleted(library):
    create(library, "RZ01", "核心")
    queries.by_code(library, "RZ02").name = "主机与存储"
    library.delete(queries.by_code(library, "RZ0101"))
    library.flush()

    assert [one.name for one in queries.children(library, queries.by_code(library, "RZ"))][1] == "主机与存储"


def test_parents_and_children_know_each_other(library):
    category = queries.by_code(library, "SC")

    assert [child.code for child in category.children] == ["SC01", "SC02", "SC03", "SC04", "SC05"]
    assert category.children[0].parent is category
    assert category.parent is None
