"""The nodes, as other rooms ask for them; the seed writes nothing twice."""

import pytest
from sqlalchemy import func, select

from docsys.references import queries
from docsys.references.models import ReferenceVersion
from docsys.references.rules import Table
from docsys.references.seed import seed
from tests.people.factories import NOW

pytestmark = pytest.mark.db


def test_the_nodes_are_those_of_the_table_in_force(session):
    assert queries.nodes(session) == []
    seed(session, NOW)
    seed(session, NOW)

    nodes = queries.nodes(session)

    assert [code for code, _ in nodes] == [
        "BJ-1", "BJ-2", "SH-1", "SH-2", "SH-3", "SH-4", "SZ-1", "SZ-2", "DL-1", "DL-2", "ZZ-1", "ZZ-2"
    ]  # fmt: skip
    assert nodes[0] == ("BJ-1", "中证信息技术服务有限责任公司")
    assert session.scalar(select(func.count()).select_from(ReferenceVersion)) == 3
    assert list(queries.in_force(session)) == list(Table)
