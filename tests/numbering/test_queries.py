import pytest
from sqlalchemy import func, select, update

from docsys.errors import NotFound
from docsys.numbering import actions, queries, rules
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.rules import NumberState
from tests.numbering.factories import CLERK, NOW, STAFF, issue

pytestmark = pytest.mark.db


def numbers(session, **which):
    return [entry.number for entry in session.scalars(queries.ledger(**which))]


def test_the_expected_number_is_the_next_and_is_not_taken(session):
    series = rules.document_series("ZLW", "PZ02", "A", "SHFE", NOW)

    assert [queries.expected(session, series) for _ in range(2)] == ["ZLW-PZ02-SHFE-001"] * 2
    assert session.scalar(select(func.count()).select_from(Counter)) == 0
    assert issue(session) == "ZLW-PZ02-SHFE-001"
    assert queries.expected(session, series) == "ZLW-PZ02-SHFE-002"
    assert session.scalar(select(func.count(LedgerEntry.id))) == 1


def test_the_ledger_is_read_by_place_year_unit_and_state(session):
    shfe, dce = issue(session), issue(session, unit="DCE")
    contract = issue(session, folder="HT02", pattern="B", unit="YGZX")
    form = actions.issue_form(session, "BG", None, now=NOW, actor=STAFF)
    actions.void(session, dce, reason="误取", actor=CLERK, now=NOW)

    assert sorted(numbers(session)) == sorted([form, contract, dce, shfe])
    assert numbers(session, place="ZLW-PZ02") == [dce, shfe]
    assert numbers(session, place="BG") == [form]
    assert numbers(session, place="ZLW-PZ0") == []
    assert numbers(session, place="ZLW-PZ__") == []
    assert sorted(numbers(session, year=2026)) == [form, contract]
    assert numbers(session, unit_code="SHFE") == [shfe]
    assert numbers(session, state=NumberState.VOID) == [dce]


def test_the_ledger_sorts_sequences_as_integers(session):
    issue(session)
    session.execute(update(Counter).values(next=999))

    assert [issue(session), issue(session)] == ["ZLW-PZ02-SHFE-999", "ZLW-PZ02-SHFE-1000"]
    assert numbers(session) == ["ZLW-PZ02-SHFE-001", "ZLW-PZ02-SHFE-999", "ZLW-PZ02-SHFE-1000"]


def test_an_old_number_leads_to_the_one_of_today_and_back(session):
    """Acceptance of 3.7: search of the old number finds the renumbered document."""
    first, second, third = issue(session), issue(session, folder="PZ03"), issue(session, folder="PZ04")
    actions.retire(session, first, reason="改号", successor=second, actor=CLERK, now=NOW)
    actions.retire(session, second, reason="改号", successor=third, actor=CLERK, now=NOW)

    assert [queries.successor_of(session, number) for number in (first, second, third)] == [third, third, None]
    assert queries.former_numbers(session, third) == [second, first]
    assert queries.former_numbers(session, first) == []


def test_a_number_never_given_is_not_found(session):
    with pytest.raises(NotFound, match="编号台账中没有编号 BG-2026-0001"):
        queries.entry(session, "BG-2026-0001")
    assert queries.successor_of(session, "BG-2026-0001") is None
