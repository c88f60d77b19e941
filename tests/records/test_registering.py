"""The register of visits: entering, leaving, striking out (10.2.1, 10.3.3, 10.3.5, 6.2.5)."""

import pytest

from docsys.errors import EditConflict, Forbidden, InvalidInput
from docsys.records import actions, periods, queries
from docsys.records.actions import Typed
from docsys.records.rules import State
from tests.people.factories import NOW
from tests.records.factories import JC, make_visit, typed, visit

pytestmark = pytest.mark.db


@pytest.mark.rule("R-10.2.1-1")
def test_a_visit_is_a_numbered_row_and_open_until_the_visitor_leaves(session, people):
    record = make_visit(session, people)

    assert (record.number, record.state, record.period, record.opened_at, record.title) == (
        "JC-SHFE-2026-0001",
        State.OPEN,
        "2026-11",
        "2026-11-20T09:30",
        "周建国",
    )
    assert queries.open_rows(session, people.keeper, "JC") == [record]


def test_a_visit_that_is_over_is_entered_closed(session, people):
    assert make_visit(session, people, left_at="2026-11-20 11:45").state is State.CLOSED


@pytest.mark.rule("R-10.3.3-1")
@pytest.mark.parametrize("missing", ["approver", "escort"])
def test_an_unauthorised_visitor_without_approver_or_escort_is_refused(session, people, missing):
    with pytest.raises(InvalidInput) as refused:
        make_visit(session, people, **{missing: ""})

    assert refused.value.fields[missing][0].startswith("不符合 10.3.3：")


@pytest.mark.rule("R-6.2.5-1")
def test_a_supplier_without_his_approval_is_refused(session, people):
    with pytest.raises(InvalidInput) as refused:
        make_visit(session, people, xc_number="")

    assert refused.value.fields["xc_number"][0].startswith("不符合 6.2.5：")


def test_nobody_enters_tomorrow(session, people):
    with pytest.raises(InvalidInput) as refused:
        make_visit(session, people, entered_at="2026-11-24 09:00")

    assert refused.value.fields == {"entered_at": ["“进入时间”不得晚于现在。"]}


def test_only_the_keeper_of_a_room_enters_rows(session, people):
    with pytest.raises(Forbidden):
        actions.add_row(session, JC, visit(), actor=people.li, now=NOW)


@pytest.mark.rule("R-10.3.5-1")
def test_leaving_closes_the_row(session, people):
    record = make_visit(session, people)

    actions.sign(
        session, record.id, "leave", typed(record, {"left_at": "2026-11-20 11:45"}), actor=people.keeper, now=NOW
    )

    assert (record.state, record.data["left_at"], record.completed_at) == (State.CLOSED, "2026-11-20T11:45", NOW)
    assert queries.open_rows(session, people.keeper, "JC") == []


def test_nobody_leaves_before_he_entered_or_without_a_time(session, people):
    record = make_visit(session, people)

    for left_at, sentence in (
        ("2026-11-20 09:00", "不符合 10.3.5：离开时间不得早于进入时间。"),
        ("", "不符合 10.3.5：请填写“离开时间”。"),
        ("2026-11-29 09:00", "“离开时间”不得晚于现在。"),
    ):
        with pytest.raises(InvalidInput) as refused:
            actions.sign(session, record.id, "leave", typed(record, {"left_at": left_at}), actor=people.keeper, now=NOW)
        assert refused.value.fields == {"left_at": [sentence]}


def test_leaving_changes_nothing_else(session, people):
    record = make_visit(session, people)
    raw = {"left_at": "2026-11-20 11:45", "reason": "别的"}

    actions.sign(session, record.id, "leave", typed(record, raw), actor=people.keeper, now=NOW)

    assert record.data["reason"] == JC.sample["reason"]


def test_two_keepers_do_not_close_one_row(session, people):
    record = make_visit(session, people)

    with pytest.raises(EditConflict):
        actions.sign(
            session,
            record.id,
            "leave",
            Typed({"left_at": "2026-11-20 11:45"}, record.version - 1),
            actor=people.keeper,
            now=NOW,
        )


def test_a_wrong_row_is_struck_out_with_a_reason(session, people):
    record = make_visit(session, people)

    actions.cancel(session, record.id, remark="重复登记", actor=people.keeper, now=NOW)

    assert (record.state, periods.rows_of(session, JC, record.unit_id, "2026-11")) == (State.CANCELLED, [])
