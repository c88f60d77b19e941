"""What paper writes into its sheets: 借阅登记单 (JY, F-13) and 回收销毁登记 (HS, F-15)."""

import pytest
from sqlalchemy import select

from docsys.documents.models import Document
from docsys.jobs import Context, Job
from docsys.paper import actions
from docsys.paper.actions import Place, Wish
from docsys.paper.rules import HolderKind
from docsys.people.rules import Role
from docsys.records import jobs as record_jobs
from docsys.records.models import Record
from docsys.records.rules import State
from tests.documents.factories import confirm, make_people
from tests.paper.factories import DUE, make_copies, make_document, make_loan
from tests.people.factories import NOW, actor_of, make_user

pytestmark = pytest.mark.db
DESK = Place(HolderKind.DEPARTMENT, "运行部值班台")


@pytest.fixture
def copy(session, people, document):
    return make_copies(session, people, document)[0]


def sheets(session, code):
    return session.scalars(select(Record).where(Record.form_code == code).order_by(Record.id)).all()


def taken(sheet):
    return [(one.label, one.actor_name, one.remark) for one in sheet.steps]


@pytest.mark.rule("R-4.5.1-1")
def test_a_guarded_loan_is_one_sheet_from_the_request_to_the_return(session, people, settings):
    leader = actor_of(session, make_user(session, "gaolei", Role.LEADER, name="高磊"))
    guarded = make_document(session, people, settings.archive, title="密钥管理手册", secrecy="敏感")
    (copy,) = make_copies(session, people, guarded)

    loan = actions.ask(session, copy.id, Wish("核对备份步骤", DUE), actor=people.reader, now=NOW)
    actions.approve(session, loan.id, "同意，限机房内使用", actor=leader, now=NOW)
    actions.hand_out(session, loan.id, actor=people.admin, now=NOW)
    actions.extend(session, loan.id, DUE.replace(day=10), actor=people.admin, now=NOW)
    actions.take_back(session, loan.id, actor=people.second, now=NOW)

    (sheet,) = sheets(session, "JY")
    assert (sheet.number, sheet.state, sheet.unit_id) == (loan.number, State.ARCHIVED, guarded.unit_id)
    assert taken(sheet) == [
        ("提交", "李强", "核对备份步骤"),
        ("批准借阅", "高磊", "同意，限机房内使用"),
        ("交付借阅人", "赵敏", "已交付"),
        ("办理", "赵敏", "续借至 2026-12-10"),
        ("登记归还", "孙立", "已归还"),
        ("归档", "孙立", ""),
    ]
    assert sheet.data == {
        "title": "密钥管理手册",
        "number": guarded.number,
        "version": "V1.0",
        "copy": copy.code,
        "secrecy": "敏感",
        "borrower": "李强",
        "department": "运管中心运行部",
        "post": loan.post,
        "purpose": "核对备份步骤",
        "approval": "同意，限机房内使用",
        "lent": "已交付",
        "lent_on": "2026-11-23",
        "due_on": "2026-12-10",
        "returned": "已归还",
        "returned_on": "2026-11-23",
        "status": "已归还",
    }


def test_what_was_never_lent_leaves_a_cancelled_sheet(session, people, copy):
    loan = actions.ask(session, copy.id, Wish("核对", DUE), actor=people.reader, now=NOW)
    actions.refuse(session, loan.id, "请阅读电子版", actor=people.admin, now=NOW)
    again = actions.ask(session, copy.id, Wish("核对", DUE), actor=people.reader, now=NOW)
    actions.cancel(session, again.id, actor=people.reader, now=NOW)

    assert [(one.number, one.state, taken(one)[-1]) for one in sheets(session, "JY")] == [
        ("JY-YGZX-2026-0001", State.CANCELLED, ("作废", "赵敏", "不同意：请阅读电子版")),
        ("JY-YGZX-2026-0002", State.CANCELLED, ("作废", "李强", "借阅人取消申请")),
    ]


@pytest.mark.rule("R-2.3.3-1")
def test_a_recalled_copy_is_one_sheet_until_two_have_destroyed_it(session, people, copy):
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    task = actions.recall(session, copy.id, "更换封面", actor=people.admin, now=NOW)
    assert sheets(session, "HS") == []
    actions.collect(session, copy.id, actor=people.admin, now=NOW)
    actions.request_destruction(session, copy.id, "碎纸", "已换发", actor=people.admin, now=NOW)
    confirm(session, people.second)

    (sheet,) = sheets(session, "HS")
    assert (sheet.number, sheet.state, sheet.title) == (task.number, State.ARCHIVED, copy.code)
    assert taken(sheet) == [
        ("提交", "赵敏", ""),
        ("登记回收", "赵敏", "已回收"),
        ("申请销毁", "赵敏", "碎纸；已换发"),
        ("确认销毁", "孙立", "同意销毁"),
        ("归档", "孙立", ""),
    ]
    said = {
        name: sheet.data[name] for name in ("reason", "holder", "due_on", "collected_on", "handling", "destroyed_on")
    }
    assert said == {
        "reason": "更换封面",
        "holder": "运行部值班台",
        "due_on": "2026-11-30",
        "collected_on": "2026-11-23",
        "handling": "碎纸；已换发",
        "destroyed_on": "2026-11-23",
    }


def test_a_spare_copy_that_nobody_recalled_has_its_sheet_too(session, people, copy):
    actions.retire(session, copy.id, "多余", actor=people.admin, now=NOW)
    actions.request_destruction(session, copy.id, "焚毁", "多余", actor=people.admin, now=NOW)
    confirm(session, people.second, accept=False)
    actions.request_destruction(session, copy.id, "碎纸", "多余", actor=people.second, now=NOW)
    confirm(session, people.admin)

    (sheet,) = sheets(session, "HS")
    assert (sheet.number, sheet.state, sheet.data["handling"]) == (
        "HS-YGZX-2026-0001",
        State.ARCHIVED,
        "碎纸；多余",
    )


@pytest.mark.parametrize(("verb", "handling"), [("reinstate", "恢复在库"), ("lose", "遗失")])
def test_what_is_not_destroyed_ends_with_what_became_of_it(session, people, copy, verb, handling):
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    actions.recall(session, copy.id, "核对", actor=people.admin, now=NOW)
    if verb == "lose":
        actions.lose(session, copy.id, "搬迁时遗失", actor=people.admin, now=NOW)
    else:
        actions.collect(session, copy.id, actor=people.admin, now=NOW)
        actions.reinstate(session, copy.id, actor=people.admin, now=NOW)

    (sheet,) = sheets(session, "HS")
    assert (sheet.state, sheet.data["handling"]) == (State.ARCHIVED, handling)


def test_a_lent_copy_that_is_called_back_ends_both(session, people, copy):
    make_loan(session, people, copy)
    actions.recall(session, copy.id, "核对", actor=people.admin, now=NOW)
    actions.collect(session, copy.id, actor=people.admin, now=NOW)

    loan, recall = sheets(session, "JY")[0], sheets(session, "HS")[0]
    assert (loan.state, loan.data["status"], recall.state) == (State.ARCHIVED, "已归还", State.PENDING)


def test_the_finished_sheet_is_filed_for_three_years(database, settings, clock):
    with database.act() as session:
        people = make_people(session)
        (copy,) = make_copies(session, people, make_document(session, people, settings.archive))
        loan = make_loan(session, people, copy)
        actions.take_back(session, loan.id, actor=people.admin, now=NOW)
    with database.read() as session:
        (sheet,) = sheets(session, "JY")
        payload = {"record_id": sheet.id}
        assert payload in session.scalars(select(Job.payload).where(Job.kind == "record.archive")).all()

    record_jobs.archive_record(Context(database, settings, clock, {}), payload)

    with database.read() as session:
        (sheet,) = sheets(session, "JY")
        filed = session.get_one(Document, sheet.document_id)
        assert (filed.number, filed.title) == (
            "ZLW-SP09-JY-YGZX-2026-0001",
            "借阅登记单 ZLW-SC01-YGZX-001-V1.0-Z01",
        )
