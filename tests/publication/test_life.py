"""The life of a document: each step, what it brings about on disk and in the index, and each refusal (D1 to D9)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from docsys import search, vault
from docsys.documents import actions as documents
from docsys.documents import queries
from docsys.documents.jobs import METADATA, describe, print_document
from docsys.documents.models import Document
from docsys.documents.rules import MarkMissing, State, VersionNotLater
from docsys.errors import Forbidden, NotFound, TransitionForbidden
from docsys.jobs import Context
from docsys.numbering import queries as numbers
from docsys.people.confirmations import SamePerson
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from docsys.publication import actions as life
from docsys.publication.rules import AuthorApproves, NoRights, NotOfThisLevel, OnlyZxbPublishes, RevisionOpen
from tests.documents import factories as make
from tests.people.factories import NOW, actor_of, make_user

pytestmark = pytest.mark.db
FOLDER = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_运管中心值班手册"


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.fixture
def people(session):
    return make.make_people(session)


@pytest.fixture
def archive(settings):
    return settings.archive


def states(document):
    return {str(one.version): one.state for one in document.versions}


@pytest.mark.rule("R-4.3.4-4")
def test_the_permanent_number_is_given_at_submission_and_the_drafts_number_leads_to_it(session, people, archive):
    document = make.make_draft(session, people, archive)
    assert document.number == "CG-2026-0001"

    life.submit(session, document.id, actor=people.author, now=NOW)

    assert (document.number, document.state) == ("ZLW-SC01-YGZX-001", State.REVIEW)
    assert numbers.successor_of(session, "CG-2026-0001") == "ZLW-SC01-YGZX-001"


@pytest.mark.rule("R-4.3.5-1")
@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"secrecy": ""}, "保密级别"),
        pytest.param({"use_scope": ""}, "使用范围", marks=pytest.mark.rule("R-4.5.1-2")),
        ({"level": ""}, "审批级别"),
        ({"notes": []}, "修订记录"),
    ],
)
def test_a_draft_without_a_mark_is_not_submitted_and_keeps_its_number(session, people, archive, changes, label):
    document = make.make_draft(session, people, archive, **changes)

    with pytest.raises(MarkMissing, match=f"缺少：{label}"):
        life.submit(session, document.id, actor=people.author, now=NOW)
    assert (document.number, document.state) == ("CG-2026-0001", State.DRAFT)


@pytest.mark.rule("R-4.5.1-3")
def test_a_draft_that_nobody_may_use_is_not_submitted(session, people, archive):
    new = make.marks(people)
    document = documents.register(session, new, make.staged(archive), "a.txt", actor=people.author, now=NOW)

    with pytest.raises(NoRights, match=r"不符合 4.5.1：还没有使用权限"):
        life.submit(session, document.id, actor=people.author, now=NOW)


@pytest.mark.rule("R-2.3.3-1")
def test_the_author_does_not_approve_his_own(session, people, archive):
    document = make.make_submitted(session, people, archive)
    both = replace(people.author, grants=(*people.author.grants, *people.approver.grants))

    with pytest.raises(AuthorApproves) as refused:
        life.approve(session, document.id, "", actor=both, now=NOW)

    assert str(refused.value) == "不符合 2.3.3：编写人与审批人不能为同一人，请由其他有审批权限的人员审核。"


def test_who_approves_nothing_may_not_approve(session, people, archive):
    document = make.make_submitted(session, people, archive)

    with pytest.raises(Forbidden, match="您没有“审核文档”的权限"):
        life.approve(session, document.id, "", actor=people.admin, now=NOW)


def test_what_was_sent_back_is_a_draft_again_with_its_number(session, people, archive):
    document = make.make_submitted(session, people, archive)

    life.send_back(session, document.id, "第三节缺电话", actor=people.approver, now=NOW)

    assert (document.state, document.number) == (State.DRAFT, "ZLW-SC01-YGZX-001")
    assert document.versions[0].opinion == "第三节缺电话"


@pytest.mark.rule("R-1.2.3-1")
def test_level_a_is_approved_and_published_by_zxb_alone(session, people, archive):
    """A manual of level A; how a rule is made stands in test_rules_made."""
    document = make.make_submitted(session, people, archive, level="A", title="全网值班手册")

    with pytest.raises(NotOfThisLevel, match=r"不符合 1.2.3：A 证信办级文档由证信办审批"):
        life.approve(session, document.id, "", actor=people.approver, now=NOW)
    life.approve(session, document.id, "定稿", actor=people.zxb, now=NOW)
    with pytest.raises(OnlyZxbPublishes, match=r"不符合 1.2.3"):
        life.request_publication(session, document.id, actor=people.admin, now=NOW)

    other = actor_of(session, make_user(session, "guoying", Role.ZXB, name="郭颖", unit="ZXB"))
    life.request_publication(session, document.id, actor=people.zxb, now=NOW)
    with pytest.raises(NotFound):
        make.confirm(session, people.second)
    make.confirm(session, other)
    assert document.state is State.CURRENT

    with pytest.raises(Forbidden):
        life.request_abolition(session, document.id, life.Ending("业务不符"), actor=people.admin, now=NOW)
    life.request_abolition(session, document.id, life.Ending("业务不符"), actor=people.zxb, now=NOW)
    make.confirm(session, other)
    assert (document.state, document.replacement) == (State.ABOLISHED, "无")


def test_zxb_neither_abolishes_nor_confirms_what_is_not_of_its_level(session, people, archive):
    """1.2.3: its business are the rules; a configuration of the units is published by the administrators of documents."""
    document = make.make_current(session, people, archive)

    with pytest.raises((Forbidden, NotFound)):
        life.request_abolition(session, document.id, life.Ending("业务不符", ""), actor=people.zxb, now=NOW)
    life.request_abolition(session, document.id, life.Ending("业务不符", ""), actor=people.admin, now=NOW)
    with pytest.raises(NotFound):
        make.confirm(session, people.zxb)


@pytest.mark.rule("R-2.3.3-1")
def test_publication_takes_a_second_person(session, people, archive):
    document = make.make_approved(session, people, archive)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)

    with pytest.raises(SamePerson, match=r"不符合 2.3.3：申请人与确认人不能为同一人"):
        make.confirm(session, people.admin)
    assert document.state is State.APPROVED

    make.confirm(session, people.second)
    assert (document.state, document.versions[0].published_by) == (State.CURRENT, "赵敏、孙立")


@pytest.mark.rule("R-4.4.1-1")
def test_a_new_version_supersedes_the_old_one_in_the_same_act(session, people, archive):
    document = make.make_current(session, people, archive)
    make.revise(session, people, archive, document)
    assert document.state is State.CURRENT

    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    make.confirm(session, people.second)

    assert states(document) == {"V1.0": State.SUPERSEDED, "V1.1": State.CURRENT}
    current = queries.current(session, document.id)
    assert current
    assert str(current.version) == "V1.1"
    paths = {str(one.version): one.file.path for one in document.versions if one.file}
    name = "ZLW-SC01-YGZX-001_运管中心值班手册"
    assert paths == {
        "V1.0": f"历史版本/{name}/ZLW-SC01-YGZX-001_V1.0_运管中心值班手册.txt",
        "V1.1": f"{FOLDER}/ZLW-SC01-YGZX-001_V1.1_运管中心值班手册.txt",
    }


def test_a_second_revision_waits_for_the_first(session, people, archive):
    document = make.make_current(session, people, archive)
    make.revise(session, people, archive, document)

    with pytest.raises(RevisionOpen, match=r"不符合 4.4.1：ZLW-SC01-YGZX-001 已有未完成的修订 V1.1"):
        make.revise(session, people, archive, document, "V1.2")


def test_a_revision_must_be_later(session, people, archive):
    document = make.make_current(session, people, archive)

    with pytest.raises(VersionNotLater):
        make.revise(session, people, archive, document, "V1.0")


@pytest.mark.rule("R-4.5.2-2")
def test_what_is_abolished_leaves_library_and_index_and_its_number_stays_taken(session, people, archive):
    document = make.make_current(session, people, archive)
    assert search.find(session, "值班手册").total == 1

    life.request_abolition(session, document.id, life.Ending("硬件停用", ""), actor=people.admin, now=NOW)
    make.confirm(session, people.second)

    assert (document.state, document.replacement) == (State.ABOLISHED, "无")
    assert document.path == "作废库/ZLW-SC01-YGZX-001_运管中心值班手册"
    assert search.find(session, "值班手册").total == 0
    assert make.make_submitted(session, people, archive, title="新手册").number == "ZLW-SC01-YGZX-002"


def test_what_is_being_revised_by_now_is_not_abolished_by_an_earlier_request(session, people, archive):
    document = make.make_current(session, people, archive)
    life.request_abolition(session, document.id, life.Ending("硬件停用", ""), actor=people.admin, now=NOW)
    make.revise(session, people, archive, document)

    with pytest.raises(RevisionOpen):
        make.confirm(session, people.second)
    assert states(document) == {"V1.0": State.CURRENT, "V1.1": State.DRAFT}


def test_what_was_never_published_can_be_withdrawn_and_leaves_a_gap_with_its_reason(session, people, archive):
    document = make.make_submitted(session, people, archive)

    life.withdraw(session, document.id, "重复登记", actor=people.author, now=NOW)

    entry = numbers.entry(session, "ZLW-SC01-YGZX-001")
    assert (document.state, entry.state.label, entry.reason) == (State.WITHDRAWN, "空号", "撤回：重复登记")
    with pytest.raises(TransitionForbidden):
        life.submit(session, document.id, actor=people.author, now=NOW)


def test_the_folder_of_a_published_document_explains_itself(database, settings, clock):
    with database.act() as session:
        people = make.make_people(session)
        document = make.make_current(session, people, settings.archive)
    context = Context(database, settings, clock)

    describe(context, {"document_id": document.id})
    print_document(context, {"document_id": document.id})

    stem = "ZLW-SC01-YGZX-001_V1.0_"
    found = {path.name for path in (settings.archive / FOLDER).iterdir()}
    assert found == {f"{stem}运管中心值班手册.txt", f"{stem}属性页.pdf", f"{stem}标识版.pdf", METADATA}
    told = (settings.archive / FOLDER / METADATA).read_text("utf-8")
    assert make.staged(settings.archive).sha256 in told


@pytest.mark.rule("R-4.3.4-4")
def test_fifty_parallel_submissions_get_fifty_consecutive_numbers(database, settings):
    with database.act() as session:
        people = make.make_people(session)
        drafts = [make.make_draft(session, people, settings.archive, title=f"手册{n}").id for n in range(50)]

    def submit(document_id):
        with database.act() as session:
            life.submit(session, document_id, actor=people.author, now=NOW)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(submit, drafts))

    with database.read() as session:
        numbers_given = sorted(session.scalars(select(Document.number)))
    assert numbers_given == [f"ZLW-SC01-YGZX-{n:03}" for n in range(1, 51)]
    vault.settle(database, settings.archive, NOW)
