"""Borrowing paper: who may, until when, and what becomes of it (4.5.1, F-13)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from docsys.documents.rules import Right
from docsys.errors import Forbidden, InvalidInput, NotFound, TransitionForbidden
from docsys.paper import actions, queries
from docsys.paper.actions import Wish
from docsys.paper.actions.lending import TooOften
from docsys.paper.models import Recall
from docsys.paper.rules import AlreadyAsked, BoundInVolume, MayNotBorrow, NeedsApproval, OwnRequest
from docsys.paper.states import CopyState, LoanState
from docsys.people.rules import Role
from docsys.publication import actions as life
from tests.documents.factories import confirm, grant, revise
from tests.paper.factories import DUE, make_copies, make_document, make_loan, make_volume
from tests.people.factories import NOW, actor_of, make_user

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.1-1")]
WISH = Wish("核对值班流程", DUE)


@pytest.fixture
def copy(session, people, document):
    return make_copies(session, people, document)[0]


@pytest.fixture
def guarded(session, people, settings):
    """A copy of a sensitive document."""
    document = make_document(session, people, settings.archive, title="密钥管理手册", secrecy="敏感")
    return make_copies(session, people, document)[0]


@pytest.fixture
def leader(session, people):
    return actor_of(session, make_user(session, "gaolei", Role.LEADER, name="高磊"))


def test_a_loan_goes_its_way(session, people, copy):
    loan = actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)
    assert (loan.number, loan.state, loan.department, loan.post) == (
        "JY-YGZX-2026-0001",
        LoanState.REQUESTED,
        "运管中心运行部",
        loan.post,
    )

    actions.hand_out(session, loan.id, actor=people.admin, now=NOW)
    assert (copy.state, copy.holder, loan.state, loan.lent_by) == (CopyState.LENT, "李强", LoanState.OUT, "赵敏")

    actions.take_back(session, loan.id, actor=people.second, now=NOW)
    assert (copy.state, copy.holder) == (CopyState.IN_STORE, "库房 A 柜 2 层")
    assert (loan.state, loan.received_by) == (LoanState.RETURNED, "孙立")


def test_who_has_no_right_to_borrow_is_refused(session, people, copy):
    grant(session, people, "SC", Right.LIST, Right.READ)

    with pytest.raises(MayNotBorrow, match=r"李强 没有 ZLW-SC01-YGZX-001 的“借阅纸质”权限"):
        actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)
    with pytest.raises(MayNotBorrow):
        make_loan(session, people, copy)


def test_the_right_is_looked_at_again_when_it_is_handed_out(session, people, copy):
    loan = actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)
    grant(session, people, "SC", Right.LIST)

    with pytest.raises(MayNotBorrow):
        actions.hand_out(session, loan.id, actor=people.admin, now=NOW)


def test_guarded_paper_goes_out_only_with_a_superiors_word(session, people, guarded, leader):
    loan = actions.ask(session, guarded.id, WISH, actor=people.reader, now=NOW)

    with pytest.raises(NeedsApproval, match=r"敏感文件，借出前须经上级领导批准"):
        actions.hand_out(session, loan.id, actor=people.admin, now=NOW)
    with pytest.raises(Forbidden):
        actions.approve(session, loan.id, "同意", actor=people.admin, now=NOW)
    actions.approve(session, loan.id, "同意", actor=leader, now=NOW)
    actions.hand_out(session, loan.id, actor=people.admin, now=NOW)

    assert (loan.approved_by, guarded.state) == ("高磊", CopyState.LENT)


def test_guarded_paper_is_not_lent_over_the_counter(session, people, guarded):
    with pytest.raises(NeedsApproval):
        make_loan(session, people, guarded)


@pytest.mark.rule("R-2.3.3-1")
def test_nobody_approves_or_hands_out_to_himself(session, people, guarded, copy, leader):
    own = actions.ask(session, guarded.id, WISH, actor=people.reader, now=NOW)
    own.borrower_id = leader.user_id

    with pytest.raises(OwnRequest):
        actions.approve(session, own.id, "同意", actor=leader, now=NOW)

    mine = actions.ask(session, copy.id, WISH, actor=people.admin, now=NOW)
    with pytest.raises(OwnRequest, match="不能给自己办理借出"):
        actions.hand_out(session, mine.id, actor=people.admin, now=NOW)


def test_what_somebody_waits_for_is_not_promised_twice(session, people, copy):
    actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)

    with pytest.raises(AlreadyAsked, match=r"已有 李强 的借阅申请 JY-YGZX-2026-0001"):
        actions.ask(session, copy.id, WISH, actor=people.second, now=NOW)


def test_a_request_is_cancelled_by_the_borrower_alone(session, people, copy):
    loan = actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)

    with pytest.raises(Forbidden):
        actions.cancel(session, loan.id, actor=people.admin, now=NOW)
    actions.cancel(session, loan.id, actor=people.reader, now=NOW)

    assert loan.state is LoanState.CANCELLED


def test_a_refusal_says_why(session, people, copy):
    loan = actions.ask(session, copy.id, WISH, actor=people.reader, now=NOW)

    with pytest.raises(InvalidInput):
        actions.refuse(session, loan.id, " ", actor=people.admin, now=NOW)
    actions.refuse(session, loan.id, "请阅读电子版", actor=people.admin, now=NOW)

    assert (loan.state, loan.remark) == (LoanState.REFUSED, "请阅读电子版")


def test_a_superior_refuses_what_he_need_not_lend(session, people, guarded, leader):
    loan = actions.ask(session, guarded.id, WISH, actor=people.reader, now=NOW)

    actions.refuse(session, loan.id, "不宜外借", actor=leader, now=NOW)

    assert loan.state is LoanState.REFUSED


def test_a_loan_is_extended_twice_at_most(session, people, copy):
    loan = make_loan(session, people, copy)
    for day in (10, 11):
        actions.extend(session, loan.id, date(2026, 12, day), actor=people.admin, now=NOW)

    assert (loan.due_on, loan.extensions) == (date(2026, 12, 11), 2)
    with pytest.raises(TooOften):
        actions.extend(session, loan.id, date(2026, 12, 12), actor=people.admin, now=NOW)


@pytest.mark.parametrize(
    "wish", [Wish("", DUE), Wish("核对", NOW.date()), Wish("核对", NOW.date() + timedelta(days=31))]
)
def test_purpose_and_day_are_required(session, people, copy, wish):
    with pytest.raises(InvalidInput):
        actions.ask(session, copy.id, wish, actor=people.reader, now=NOW)


def test_what_is_out_cannot_be_lent_again(session, people, copy):
    make_loan(session, people, copy)

    with pytest.raises(TransitionForbidden, match=r"“借出”状态下不能借出"):
        make_loan(session, people, copy)


def test_what_is_bound_is_not_lent(session, people, copy):
    make_volume(session, people, [copy])

    with pytest.raises(BoundInVolume):
        make_loan(session, people, copy)


@pytest.mark.rule("R-4.4.1-3")
def test_what_is_called_back_ends_out_of_use_when_it_returns(session, people, settings, document, copy):
    loan = make_loan(session, people, copy)
    revise(session, people, settings.archive, document)
    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    confirm(session, people.second)

    actions.take_back(session, loan.id, actor=people.admin, now=NOW)

    task = session.scalars(select(Recall)).one()
    assert (copy.state, loan.state, task.outcome) == (CopyState.RECALLED, LoanState.RETURNED, "已回收")


def test_a_lost_loan_is_a_lost_copy(session, people, copy):
    loan = make_loan(session, people, copy)

    actions.lose_lent(session, loan.id, "出差途中遗失", actor=people.admin, now=NOW)

    assert (copy.state, loan.state) == (CopyState.LOST, LoanState.LOST)


def test_the_list_of_what_is_late(session, people, copy):
    loan = make_loan(session, people, copy)
    on_time, late = DUE, DUE + timedelta(days=1)

    assert session.scalars(queries.loans(people.admin, {"state": "late"}, on_time)).all() == []
    assert session.scalars(queries.loans(people.admin, {"state": "late"}, late)).all() == [loan]


def test_a_borrower_sees_his_loans_and_a_stranger_none(session, people, copy):
    loan = make_loan(session, people, copy)

    assert queries.get_loan(session, loan.id, people.reader) is loan
    with pytest.raises(NotFound):
        queries.get_loan(session, loan.id, people.stranger)
    assert session.scalars(queries.loans(people.author, {}, DUE)).all() == []
