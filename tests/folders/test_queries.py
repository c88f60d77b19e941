import pytest
from sqlalchemy import event

from docsys.errors import NotFound
from docsys.folders import queries
from tests.folders.factories import create

pytestmark = pytest.mark.db


@pytest.fixture
def statements(library, database):
    """What is asked of the database from here on."""
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    library.expire_all()
    return asked


def test_a_code_that_is_not_there_is_not_found(library):
    with pytest.raises(NotFound, match="没有代码为“ZD77”的文件夹"):
        queries.by_code(library, "ZD77")


def test_the_tree_takes_one_query_however_deep_it_is(library, statements):
    shown = queries.tree(library)

    assert [leaf.folder.code for leaf in shown[1].branches] == ["SC01", "SC02", "SC03", "SC04", "SC05"]
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_the_tree_shows_all_levels_in_order(library):
    for parent in ("ZD07", "ZD07", "ZD0702"):
        create(library, parent, f"{parent} 之 {len(queries.children(library, queries.by_code(library, parent)))}")

    seventh = queries.tree(library)[0].branches[7]

    assert seventh.folder.code == "ZD07"
    assert [branch.folder.code for branch in seventh.branches] == ["ZD0701", "ZD0702"]
    assert [branch.folder.code for branch in seventh.branches[1].branches] == ["ZD070201"]


def test_the_chain_runs_from_the_category_down(library):
    folder = create(library, "ZD07", "交接班")

    assert [one.code for one in queries.chain(library, folder)] == ["ZD", "ZD07", "ZD0701"]
    assert queries.directory_of(library, folder) == ("现行库/01_ZD_技术制度及流程类/ZD07_值班及日常管理/ZD0701_交接班")
