"""A table is changed by two persons, upon the version both saw; its nodes agree with the other table."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.errors import EditConflict, Forbidden, InvalidInput, RuleBroken
from docsys.people import confirmations
from docsys.people.confirmations import SamePerson
from docsys.references import actions, queries
from docsys.references.rules import Table
from docsys.references.seed import seed
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-19-1")]
XIAN = ("XA-1", "西安数据中心", "西安市高新区锦业路 1号")


def ask(session, actor, which, rows, base=1, basis="BG-YGZX-2026-0012", reason="新增接入点"):
    return actions.request_change(session, which, rows, base=base, basis=basis, reason=reason, actor=actor, now=NOW)


def confirm(session, asked, actor):
    return confirmations.decide(session, asked.id, actor, NOW, accept=True)


def test_a_new_version_is_in_force_when_another_confirms(session, people, heard):
    before = queries.rows_of(session, Table.NODES)
    asked = ask(session, people.keeper, Table.NODES, [*before, XIAN])
    assert asked.title == "表 19.3 接入点信息表改为第 2 版：新增 1 行（新增接入点；依据：BG-YGZX-2026-0012）"
    with pytest.raises(SamePerson):
        confirm(session, asked, people.keeper)
    assert queries.nodes(session)[-1] == ("ZZ-2", "郑州商品交易所（期货大厦机房）")

    confirm(session, asked, people.desk)
    seed(session, NOW)

    assert queries.nodes(session)[-1] == ("XA-1", "西安数据中心")
    told = [
        (row.number, len(row.rows), row.basis, row.reason, row.requested_by, row.confirmed_by)
        for row in queries.history(session, Table.NODES)
    ]
    assert told == [
        (2, 13, "BG-YGZX-2026-0012", "新增接入点", "李娜", "王军"),
        (1, 12, "规章制度汇编第十九章（随系统提供，待运管中心确认）", "首次登记", "", ""),
    ]
    written = session.scalars(select(AuditRow).where(AuditRow.act == "reference.change")).one()
    assert (written.subject, written.detail) == (
        "参考表 19.3 接入点信息表",
        {
            "version": 2,
            "changed": "新增 1 行",
            "basis": "BG-YGZX-2026-0012",
            "reason": "新增接入点",
            "requested_by": "李娜",
        },
    )
    assert heard == [("19.3", 2)]


def test_what_is_missing_or_not_new_is_refused(session, people):
    same = queries.rows_of(session, Table.CONTACT)

    with pytest.raises(InvalidInput) as refused:
        ask(session, people.desk, Table.CONTACT, same, basis=" ", reason="因" * 101)
    with pytest.raises(Forbidden):
        ask(session, people.staff, Table.CONTACT, same)

    assert refused.value.fields == {
        "basis": ["请写明依据（变更单编号或文号），不超过 100 字。"],
        "reason": ["请写明原因，不超过 100 字。"],
        "rows": ["与现行版本完全相同，不必更改。"],
    }


def test_of_two_requests_upon_one_version_only_the_first_comes_into_force(session, people):
    before = queries.rows_of(session, Table.NODES)
    first = ask(session, people.keeper, Table.NODES, [*before, XIAN])
    second = ask(session, people.desk, Table.NODES, [*before[1:], before[0]], reason="调整次序")
    confirm(session, first, people.desk)

    with pytest.raises(RuleBroken) as late:
        confirm(session, second, people.keeper)
    with pytest.raises(EditConflict):
        ask(session, people.keeper, Table.NODES, before, base=1)

    assert late.value.sentence == "表 19.3 在申请之后已更改为第 2 版，请拒绝后重新申请。"


def test_a_node_that_went_meanwhile_stops_the_room_that_names_it(session, people):
    nodes, rooms = queries.rows_of(session, Table.NODES), queries.rows_of(session, Table.ROOMS)
    without = ask(session, people.keeper, Table.NODES, [row for row in nodes if row[0] != "SH-3"], reason="撤销")
    naming = ask(session, people.keeper, Table.ROOMS, [*rooms, ("中金所", "外高桥机房", "sh-3、SH-4")])
    confirm(session, without, people.desk)

    with pytest.raises(RuleBroken) as refused:
        confirm(session, naming, people.desk)

    assert refused.value.sentence == "第 9 行的节点 SH-3 不在表 19.3 中，请先在表 19.3 中增加该接入点。"
    assert queries.current(session, Table.ROOMS).number == 1
