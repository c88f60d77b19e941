"""The short life of a record (HT, SP, CZ, RZ): registered, filed, never edited, supplemented."""

from datetime import date

import pytest

from docsys.documents import actions as documents
from docsys.documents import relations
from docsys.documents.actions.drafting import NotADraft
from docsys.documents.contracts import CLAUSES, ContractMissing, Terms
from docsys.documents.describing import metadata
from docsys.documents.offers import offers
from docsys.documents.rules import MarkMissing, State
from docsys.errors import Forbidden, TransitionForbidden
from docsys.publication import actions as life
from docsys.publication.rules import ClausesMissing, IsARecord, NoRights, NotARecord, ReasonMissing
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db


@pytest.fixture
def people(session):
    return make.make_people(session)


@pytest.fixture
def archive(settings):
    return settings.archive


def log(session, people, archive, **changes):
    """A system log, registered."""
    make.grant(session, people, "RZ")
    return make.make_draft(session, people, archive, **{"folder_code": "RZ01", "title": "核心交换机日志"} | changes)


def test_a_record_is_filed_under_a_dated_number_and_lies_in_the_library(session, people, archive):
    document = log(session, people, archive)
    assert document.number == "CG-2026-0001"

    life.file_record(session, document.id, actor=people.author, now=NOW)

    version = document.head
    assert (document.number, document.state, version.state) == (
        "ZLW-RZ01-2026-YGZX-0001",
        State.ARCHIVED,
        State.ARCHIVED,
    )
    assert (document.retention, document.next_review, version.published_by) == ("3y", None, "王军")
    assert document.path.startswith("现行库/07_RZ_系统日志记录类/RZ01_")
    assert version.file.path.startswith(document.path)
    assert relations.former_numbers(session, document) == ["CG-2026-0001"]


def test_it_needs_its_marks_and_use_rights(session, people, archive):
    unmarked = log(session, people, archive, secrecy="", level="")
    with pytest.raises(MarkMissing, match="保密级别、审批级别"):
        life.file_record(session, unmarked.id, actor=people.author, now=NOW)
    documents.set_folder_rights(session, "RZ", [], actor=people.admin, now=NOW)
    documents.change_marks(session, unmarked.id, make.marks(people), actor=people.author, now=NOW)

    with pytest.raises(NoRights):
        life.file_record(session, unmarked.id, actor=people.author, now=NOW)
    assert unmarked.state is State.DRAFT


def test_records_are_not_reviewed_and_controlled_documents_are_not_filed(session, people, archive):
    record, manual = log(session, people, archive), make.make_draft(session, people, archive)

    with pytest.raises(IsARecord, match=r"“RZ01 .*”存放记录类文档，不经审核发布，请直接归档。"):
        life.submit(session, record.id, actor=people.author, now=NOW)
    with pytest.raises(NotARecord, match=r"“SC01 .*”存放受控文件，须经审核和发布，不能直接归档。"):
        life.file_record(session, manual.id, actor=people.author, now=NOW)

    assert [one.verb for one in offers(session, record, people.author, NOW)] == ["withdraw", "archive"]
    assert [one.verb for one in offers(session, manual, people.author, NOW)] == ["withdraw", "submit"]


def test_what_is_filed_is_never_edited(session, people, archive):
    document = life.file_record(session, log(session, people, archive).id, actor=people.author, now=NOW)

    with pytest.raises(NotADraft):
        documents.change_marks(session, document.id, make.marks(people), actor=people.admin, now=NOW)
    with pytest.raises(TransitionForbidden):
        life.withdraw(session, document.id, "错了", actor=people.admin, now=NOW)
    with pytest.raises(TransitionForbidden):
        life.file_record(session, document.id, actor=people.admin, now=NOW)
    assert [one.verb for one in offers(session, document, people.admin, NOW)] == ["supplement"]


def test_a_supplement_is_a_record_of_its_own_and_both_name_each_other(session, people, archive):
    document = life.file_record(session, log(session, people, archive).id, actor=people.author, now=NOW)
    file = make.staged(archive, "缺失的一小时。")
    with pytest.raises(Forbidden):
        life.supplement(session, document.id, "补一小时", file, "补.txt", actor=people.reader, now=NOW)
    with pytest.raises(ReasonMissing):
        life.supplement(session, document.id, " ", file, "补.txt", actor=people.admin, now=NOW)

    made = life.supplement(session, document.id, "补 两点到三点", file, "补.txt", actor=people.admin, now=NOW)
    life.file_record(session, made.id, actor=people.admin, now=NOW)

    head = made.head
    assert head is not None
    assert (made.title, made.supplements, head.notes) == (
        "核心交换机日志（补充）",
        document.number,
        [f"补充 {document.number}：补 两点到三点"],
    )
    assert list(relations.supplemented(session, document, people.admin)) == [made]
    assert list(relations.supplemented(session, made, people.admin)) == [document]
    assert metadata(session, made, NOW)["supplements"] == document.number


def test_a_draft_cannot_be_supplemented(session, people, archive):
    with pytest.raises(TransitionForbidden):
        life.supplement(
            session,
            log(session, people, archive).id,
            "补",
            make.staged(archive),
            "补.txt",
            actor=people.admin,
            now=NOW,
        )


@pytest.mark.rule("R-6.2.1-1", "R-6.2.2-1", "R-6.2.3-1", "R-6.2.4-1")
def test_a_contract_is_filed_with_its_terms_and_each_clause_looked_for(session, people, archive):
    make.grant(session, people, "HT")
    document = make.make_draft(session, people, archive, folder_code="HT04", title="空调维保合同")
    with pytest.raises(ContractMissing):
        life.file_record(session, document.id, actor=people.author, now=NOW)
    terms = ("甲公司", date(2026, 1, 1), date(2026, 12, 31))
    some = {name: "有" for name in CLAUSES if name != "secrecy"}
    documents.set_terms(session, document.id, Terms(*terms, some), actor=people.author, now=NOW)
    with pytest.raises(ClausesMissing, match=r"合同条款尚未逐项核对：保密条款和泄密的法律责任（6\.2\.2）"):
        life.file_record(session, document.id, actor=people.author, now=NOW)
    documents.set_terms(session, document.id, Terms(*terms, {**some, "secrecy": "有"}), actor=people.author, now=NOW)

    life.file_record(session, document.id, actor=people.author, now=NOW)

    assert (document.number, document.retention) == ("ZLW-HT04-2026-YGZX-0001", "10y")
