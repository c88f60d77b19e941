"""How a rule is made (1.2 to 1.4): demand, draft, 送审稿, 定稿, publication; its sheets; and what the steps D2, D5, D8 ask for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from docsys.documents import actions as documents
from docsys.documents import queries
from docsys.documents.rules import State
from docsys.errors import TransitionForbidden
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from docsys.publication import actions as life
from docsys.publication import texts
from docsys.publication.rules import (
    NoBasis,
    NoCycle,
    NoDemand,
    NotAmendable,
    NotOfThisLevel,
    NotOwnedByWgb,
    NotYourDemand,
    OnlyWgbDrafts,
    OnlyZxbPublishes,
    PaperMissing,
    PublishedBeforeApproved,
)
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.models import Record
from docsys.records.queries import visible
from docsys.records.rules import State as RecordState
from docsys.records.steps import LedElsewhere, NotYours
from tests.documents import factories as make
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE

pytestmark = pytest.mark.db
XQ = CATALOGUE.get("XQ")
DRAFTER = "马骏（majun）"


@pytest.fixture
def people(session):
    return make.make_people(session)


@pytest.fixture
def archive(settings):
    return settings.archive


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.fixture
def guoying(session, people):
    return actor_of(session, make_user(session, "guoying", Role.ZXB, name="郭颖", unit="ZXB"))


def demand(session, people, decision="受理", **changes):
    """A demand of the operations centre, answered by 网管办."""
    wanted = {name: XQ.sample[name] for name in ("title", "area", "reason", "basis", "proposal")}
    record = records.start(session, XQ, actor=people.reader, now=NOW)
    records.submit(session, record.id, Typed(wanted, record.version), actor=people.reader, now=NOW)
    answer = {"decision": decision, "reply": "需求成立。", "drafter": DRAFTER, "due": "2026-12-31", **changes}
    records.sign(session, record.id, "answer", Typed(answer, record.version), actor=people.wgb, now=NOW)
    return record


def rule(session, people, archive, **changes):
    """The draft of a rule, by 网管办."""
    make.grant(session, people, "ZD")
    marks = {
        "folder_code": "ZD10",
        "level": "A",
        "title": "介质借用规定",
        "author": "马骏",
        "unit_id": people.wgb.unit_id,
    }
    new = make.marks(people, **marks | changes)
    return documents.register(session, new, make.staged(archive), "规定.txt", actor=people.wgb, now=NOW)


def handed_in(session, people, archive):
    document = rule(session, people, archive, demand=demand(session, people).number)
    return life.submit(session, document.id, actor=people.wgb, now=NOW)


def opened(document):
    version = queries.open_version(document)
    assert version is not None
    return version


def sheet(session, code):
    return session.scalars(select(Record).where(Record.form_code == code).order_by(Record.id.desc())).first()


@pytest.mark.rule("R-1.2.1-1")
def test_a_unit_demands_and_does_not_hand_in(session, people, archive):
    author = actor_of(session, make_user(session, "liuying", Role.AUTHOR, name="刘颖", unit="SHFE"))
    wanted = records.start(session, XQ, actor=author, now=NOW)
    document = documents.register(
        session,
        make.marks(people, folder_code="ZD10", level="A", unit_id=author.unit_id),
        make.staged(archive),
        "规定.txt",
        actor=author,
        now=NOW,
    )

    with pytest.raises(OnlyWgbDrafts, match=r"不符合 1\.2\.1：证信办级（A）制度和流程的送审稿由网管办起草提交"):
        life.submit(session, document.id, actor=author, now=NOW)

    assert (wanted.number, wanted.state) == ("XQ-2026-0001", RecordState.DRAFT)


@pytest.mark.rule("R-1.2.1-1")
def test_a_rule_needs_a_demand_that_was_accepted_and_its_own_drafter(session, people, archive):
    make.grant(session, people, "ZD")
    refused = demand(session, people, "不采纳", drafter="", due="")
    other = demand(session, people, drafter="陈志远（chenzhiyuan）")

    for number, wrong in (
        ("", NoDemand),
        ("XQ-2026-0099", NoDemand),
        (refused.number, NoDemand),
        (other.number, NotYourDemand),
    ):
        document = rule(session, people, archive, demand=number, title=f"规定{number}")
        with pytest.raises(wrong):
            life.submit(session, document.id, actor=people.wgb, now=NOW)
    assert refused.state is RecordState.COMPLETED


@pytest.mark.rule("R-2.2.2-1")
@pytest.mark.parametrize("folder", ["ZD10", "ZD16"])
def test_rules_and_emergency_plans_belong_to_wgb(session, people, archive, folder):
    number = demand(session, people).number
    document = rule(session, people, archive, demand=number, folder_code=folder, unit_id=people.author.unit_id)

    with pytest.raises(NotOwnedByWgb, match=r"不符合 2\.2\.2：.*归口单位应为网管办，现为运管中心"):
        life.submit(session, document.id, actor=people.wgb, now=NOW)


@pytest.mark.rule("R-1.2.1-1")
def test_only_wgb_answers_a_demand_and_nobody_declares_it_done(session, people):
    record = demand(session, people)

    assert record.standing == "待制度发布"
    with pytest.raises(NotYours, match="“制度发布”由系统（证信办发布该制度时）办理"):
        records.sign(session, record.id, "outcome", Typed({}, record.version), actor=people.wgb, now=NOW)


@pytest.mark.rule("R-1.2.2-1")
@pytest.mark.rule("R-1.2.3-1")
def test_zxb_amends_finishes_and_publishes_and_both_texts_are_kept(session, people, archive, guoying):
    document = handed_in(session, people, archive)
    version = opened(document)
    amended = life.Amended(make.staged(archive, "修改后的文本。"), "规定（定稿）.txt")

    with pytest.raises(NotOfThisLevel):
        life.approve(session, document.id, "同意", actor=people.approver, now=NOW, amended=amended)
    life.approve(session, document.id, "修改 2 处，同意定稿。", actor=people.zxb, now=NOW, amended=amended)
    with pytest.raises(OnlyZxbPublishes):
        life.request_publication(session, document.id, actor=people.admin, now=NOW)
    life.request_publication(session, document.id, actor=people.zxb, now=NOW)
    make.confirm(session, guoying)

    kept = texts.of_version(session, version.id)
    assert [(one.kind, one.by_name, one.opinion) for one in kept] == [
        ("送审稿", "马骏", ""),
        ("定稿", "何平", "修改 2 处，同意定稿。"),
    ]
    assert kept[0].sha256 != kept[1].sha256
    assert kept[1].file is version.file
    assert (document.state, sheet(session, "XQ").state) == (State.CURRENT, RecordState.COMPLETED)
    assert sheet(session, "XQ").data["result"] == f"{document.number} V1.0 已发布"


def test_the_sheet_of_a_publication_tells_every_step_and_is_archived(session, people, archive, guoying):
    document = handed_in(session, people, archive)
    life.send_back(session, document.id, "第三条缺期限", actor=people.zxb, now=NOW)
    life.submit(session, document.id, actor=people.wgb, now=NOW)
    life.approve(session, document.id, "同意定稿", actor=people.zxb, now=NOW)
    life.request_publication(session, document.id, actor=people.zxb, now=NOW)
    make.confirm(session, guoying)

    record = sheet(session, "FB")
    assert [(one["step"], one["who"], one["opinion"] or "") for one in record.data["steps"]] == [
        ("提交审核", "马骏", ""),
        ("退回修改", "何平", "第三条缺期限"),
        ("提交审核", "马骏", ""),
        ("审核", "何平", "同意定稿"),
        ("申请发布", "何平", ""),
        ("确认发布", "郭颖", ""),
    ]
    assert [one["what"] for one in record.data["files"]] == ["送审稿", "送审稿", "定稿"]
    assert (record.number, record.state, record.about_id) == ("FB-2026-0001", RecordState.ARCHIVED, document.id)
    assert (record.data["number"], record.data["published_on"]) == (document.number, "2026-11-23")
    with pytest.raises(LedElsewhere):
        records.start(session, CATALOGUE.get("FB"), actor=people.admin, now=NOW)


@pytest.mark.rule("R-1.4.2-1")
@pytest.mark.rule("R-1.4.3-1")
def test_a_revision_goes_the_same_way(session, people, archive, guoying):
    document = handed_in(session, people, archive)
    life.approve(session, document.id, "同意", actor=people.zxb, now=NOW)
    life.request_publication(session, document.id, actor=people.zxb, now=NOW)
    make.confirm(session, guoying)
    new = make.marks(people, version="V1.1", level="A", title="介质借用规定", demand="", notes=["增加期限"])

    life.revise(
        session, document.id, new, "年度评审", make.staged(archive, "新"), "规定.txt", actor=people.admin, now=NOW
    )

    with pytest.raises(OnlyWgbDrafts):
        life.submit(session, document.id, actor=people.admin, now=NOW)
    with pytest.raises(TransitionForbidden):
        life.request_publication(session, document.id, actor=people.admin, now=NOW)
    with pytest.raises(NoDemand):
        life.submit(session, document.id, actor=people.wgb, now=NOW)


@pytest.mark.rule("R-1.1.2-1")
def test_without_basis_or_cycle_nothing_is_handed_in(session, people, archive):
    document = make.make_draft(session, people, archive, basis="")

    with pytest.raises(NoBasis, match=r"不符合 1\.1\.2：还没有写明依据"):
        life.submit(session, document.id, actor=people.author, now=NOW)
    document.basis, document.review_months = "9.2", None
    with pytest.raises(NoCycle, match=r"不符合 4\.4\.1：还没有评审周期"):
        life.submit(session, document.id, actor=people.author, now=NOW)


def test_what_is_no_rule_is_not_amended_by_its_judge(session, people, archive):
    document = make.make_submitted(session, people, archive)

    with pytest.raises(NotAmendable):
        life.approve(
            session,
            document.id,
            "",
            actor=people.approver,
            now=NOW,
            amended=life.Amended(make.staged(archive), "x.txt"),
        )


def test_nothing_is_published_before_the_day_it_was_approved(session, people, archive):
    document = make.make_approved(session, people, archive)

    with pytest.raises(PublishedBeforeApproved, match="发布日期 2026-11-21 早于批准日期 2026-11-23"):
        life.request_publication(session, document.id, actor=people.admin, now=NOW - timedelta(days=2))


def test_an_abolition_writes_its_sheet_and_asks_what_becomes_of_paper(session, people, archive):
    document = make.make_current(session, people, archive, medium="电子+纸质")

    with pytest.raises(PaperMissing, match=r"不符合 4\.5\.2：ZLW-SC01-YGZX-001 有纸质份"):
        life.request_abolition(session, document.id, life.Ending("业务不符"), actor=people.admin, now=NOW)
    ending = life.Ending("业务不符", "ZLW-SC01-YGZX-002", "Z01 收回销毁")
    life.request_abolition(session, document.id, ending, actor=people.admin, now=NOW)
    make.confirm(session, people.second)

    record = sheet(session, "FZ")
    said = {name: record.data[name] for name in ("number", "reason", "replacement", "paper", "abolished_on")}
    assert said == {
        "number": "ZLW-SC01-YGZX-001",
        "reason": "业务不符",
        "replacement": "ZLW-SC01-YGZX-002",
        "paper": "Z01 收回销毁",
        "abolished_on": "2026-11-23",
    }
    assert [step.actor_name for step in record.steps if step.verb == "sign"] == ["赵敏", "孙立"]
    assert record.state is RecordState.ARCHIVED


def test_a_withdrawn_version_takes_its_sheet_with_it(session, people, archive):
    document = make.make_submitted(session, people, archive)

    life.withdraw(session, document.id, "不再需要", actor=people.author, now=NOW)

    assert sheet(session, "FB").state is RecordState.CANCELLED


def test_who_may_not_know_of_a_document_does_not_see_its_sheet(session, people, archive):
    make.make_submitted(session, people, archive, secrecy="高度敏感")
    record = sheet(session, "FB")

    def sees(actor):
        return session.scalar(select(Record.id).where(Record.id == record.id, visible(actor))) is not None

    assert (sees(people.author), sees(people.stranger)) == (True, False)
