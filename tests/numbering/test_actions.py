from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from docsys.audit.models import AuditRow
from docsys.errors import Forbidden, InvalidInput, NotFound, TransitionForbidden
from docsys.numbering import actions, queries
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.rules import NotIssued, NumberKind, NumberState, NumberTaken
from docsys.people.models import Unit
from docsys.people.rules import Actor, Held, Role
from docsys.people.seed import seed as seed_people
from tests.numbering.factories import CLERK, NOW, STAFF, archive, issue

pytestmark = pytest.mark.db


def test_numbers_follow_each_other_within_folder_and_unit(session):
    assert [issue(session), issue(session), issue(session, unit="DCE"), issue(session, folder="PZ01")] == [
        "ZLW-PZ02-SHFE-001",
        "ZLW-PZ02-SHFE-002",
        "ZLW-PZ02-DCE-001",
        "ZLW-PZ01-SHFE-001",
    ]


def test_the_ledger_says_who_took_which_number_for_what(session):
    number = issue(session, pattern="B", folder="HT02", unit="YGZX", subject="线路服务合同")

    entry = queries.entry(session, number)

    assert (entry.number, entry.series, entry.year, entry.unit_code, entry.seq) == (
        "ZLW-HT02-2026-YGZX-0001",
        "ZLW-HT02-2026-YGZX",
        2026,
        "YGZX",
        1,
    )
    assert (entry.kind, entry.state, entry.subject, entry.actor_name, entry.at, entry.reason) == (
        NumberKind.DOCUMENT,
        NumberState.ACTIVE,
        "线路服务合同",
        "王芳",
        NOW,
        "",
    )


@pytest.mark.rule("R-4.3.4-4")
def test_fifty_at_once_get_fifty_consecutive_numbers(database):
    def register(_):
        with database.act() as session:
            return issue(session)

    with ThreadPoolExecutor(10) as pool:
        numbers = list(pool.map(register, range(50)))

    assert sorted(numbers) == [f"ZLW-PZ02-SHFE-{seq:03}" for seq in range(1, 51)]


@pytest.mark.rule("N-3.1-2")
def test_a_rolled_back_registration_leaves_no_duplicate(database):
    """Acceptance of 3.7."""
    with database.act() as session:
        issue(session)
    with pytest.raises(Forbidden), database.act() as session:
        actions.void(session, issue(session), reason="误取", actor=STAFF, now=NOW)

    with database.act() as session:
        assert issue(session) == "ZLW-PZ02-SHFE-002"
        assert session.scalar(select(func.count(LedgerEntry.id))) == 2


@pytest.mark.rule("N-3.7-3")
def test_the_first_moment_of_the_year_in_shanghai_switches_the_year(session):
    """Acceptance of 3.7."""
    before, after = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    assert [actions.issue_form(session, "BG", None, now=now, actor=STAFF) for now in (before, before, after)] == [
        "BG-2026-0001",
        "BG-2026-0002",
        "BG-2027-0001",
    ]
    assert [issue(session, now=now) for now in (before, after)] == ["ZLW-PZ02-SHFE-001", "ZLW-PZ02-SHFE-002"]


@pytest.mark.rule("N-3.1-2")
def test_an_abolished_number_is_not_given_again(session):
    """Acceptance of 3.7."""
    numbers = [issue(session) for _ in range(14)]
    actions.retire(session, numbers[-1], reason="设备下线", successor=None, actor=CLERK, now=NOW)

    assert issue(session) == "ZLW-PZ02-SHFE-015"


@pytest.mark.rule("N-3.1-2")
def test_a_void_number_is_not_given_again(session):
    actions.void(session, issue(session), reason="登记有误", actor=CLERK, now=NOW)

    assert issue(session) == "ZLW-PZ02-SHFE-002"
    entry = queries.entry(session, "ZLW-PZ02-SHFE-001")
    assert (entry.state, entry.reason) == (NumberState.VOID, "登记有误")


@pytest.mark.rule("N-3.5-1")
def test_forms_are_numbered_by_unit_or_for_the_network(session):
    def form(code, unit):
        return actions.issue_form(session, code, unit, now=NOW, actor=STAFF)

    assert [form("BG", "YGZX"), form("BG", None), form("ZJ", "YGZX"), form("ZJ", "DCE"), form("JC", None)] == [
        "BG-2026-0001",
        "BG-2026-0002",
        "ZJ-YGZX-2026-0001",
        "ZJ-DCE-2026-0001",
        "JC-2026-0001",
    ]


def test_drafts_and_things_of_registers_have_numbers_too(session):
    draft = actions.issue_draft(session, subject="值班手册", actor=STAFF, now=NOW)
    device = actions.issue_register(session, "SB", "SHFE", subject="核心交换机", actor=STAFF, now=NOW)

    assert (draft, device) == ("CG-2026-0001", "SB-SHFE-00001")
    assert queries.entry(session, draft).kind == NumberKind.DRAFT
    assert queries.entry(session, device).kind == NumberKind.REGISTER


def test_an_archived_form_keeps_its_number(session):
    form = actions.issue_form(session, "ZJ", "YGZX", now=NOW, actor=STAFF)

    number = archive(session, form, folder="CZ01")

    entry = queries.entry(session, number)
    assert number == "ZLW-CZ01-ZJ-YGZX-2026-0001"
    assert (entry.kind, entry.year, entry.unit_code, entry.seq) == (NumberKind.DOCUMENT, 2026, "YGZX", 1)


@pytest.mark.rule("R-4.3.4-4")
def test_a_form_number_typed_by_hand_is_not_archived(session):
    with pytest.raises(NotIssued, match=r"不符合 4\.3\.4（二）：编号 BG-2026-0042 不在编号台账"):
        archive(session, "BG-2026-0042")


def test_a_form_is_archived_once(session):
    form = actions.issue_form(session, "BG", None, now=NOW, actor=STAFF)
    archive(session, form)

    with pytest.raises(NumberTaken, match=r"ZLW-SP01-BG-2026-0001 已在编号台账"):
        archive(session, form)


def test_a_void_form_is_not_archived(session):
    form = actions.issue_form(session, "BG", None, now=NOW, actor=STAFF)
    actions.void(session, form, reason="误填", actor=CLERK, now=NOW)

    with pytest.raises(NotIssued):
        archive(session, form)


@pytest.mark.rule("N-3.6-1")
def test_the_ledger_itself_refuses_a_second_line_for_a_number(session):
    issue(session)
    session.execute(update(LedgerEntry).values(state=NumberState.VOID))
    session.execute(delete(Counter))

    with pytest.raises(IntegrityError):
        issue(session)


def test_taking_a_number_out_of_use_is_written_into_the_log(session):
    old, new = issue(session), issue(session, folder="PZ03")

    actions.retire(session, old, reason="改号", successor=new, actor=CLERK, now=NOW)

    row = session.scalars(select(AuditRow)).one()
    assert (row.act, row.subject, row.detail) == (
        "number.retire",
        old,
        {"state": "停用", "reason": "改号", "successor": new},
    )


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_number_goes_out_of_use_only_for_a_reason(session, reason):
    number = issue(session)

    with pytest.raises(InvalidInput):
        actions.void(session, number, reason=reason, actor=CLERK, now=NOW)

    assert queries.entry(session, number).state == NumberState.ACTIVE
    assert session.scalars(select(AuditRow)).all() == []


def test_a_number_goes_out_of_use_once(session):
    number = issue(session)
    actions.void(session, number, reason="误取", actor=CLERK, now=NOW)

    with pytest.raises(TransitionForbidden, match="“空号”状态下不能停用"):
        actions.retire(session, number, reason="废止", successor=None, actor=CLERK, now=NOW)


def test_a_successor_must_be_in_the_ledger(session):
    number = issue(session)

    with pytest.raises(NotFound):
        actions.retire(session, number, reason="改号", successor="ZLW-PZ03-SHFE-001", actor=CLERK, now=NOW)

    assert queries.entry(session, number).state == NumberState.ACTIVE


def test_a_permanent_number_is_the_administrators_of_its_unit(session):
    seed_people(session, NOW)
    units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    theirs = Actor(None, "a", "甲", None, "DCE", "大商所", grants=(Held(Role.DOCADMIN, units["DCE"]),))
    own = Actor(None, "b", "乙", None, "SHFE", "上期所", grants=(Held(Role.DOCADMIN, units["SHFE"]),))
    number = issue(session, unit="SHFE")

    for stranger in (STAFF, theirs):
        with pytest.raises(Forbidden, match="管理编号"):
            actions.void(session, number, reason="误取", actor=stranger, now=NOW)
    actions.void(session, number, reason="误取", actor=own, now=NOW)

    assert queries.entry(session, number).state == NumberState.VOID


def test_a_network_wide_number_is_the_network_wide_administrators(session):
    seed_people(session, NOW)
    unit_id = session.scalars(select(Unit.id).where(Unit.code == "YGZX")).one()
    local = Actor(None, "b", "乙", None, "YGZX", "运管中心", grants=(Held(Role.DOCADMIN, unit_id),))
    number = actions.issue_form(session, "BG", None, now=NOW, actor=STAFF)

    with pytest.raises(Forbidden):
        actions.void(session, number, reason="误取", actor=local, now=NOW)


def test_a_draft_gives_way_to_its_permanent_number_without_an_administrator(session):
    draft = actions.issue_draft(session, subject="值班手册", actor=STAFF, now=NOW)
    number = issue(session)

    actions.retire(session, draft, reason="首次送审，取得正式编号", successor=number, actor=STAFF, now=NOW)

    assert queries.successor_of(session, draft) == number
