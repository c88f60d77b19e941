"""Attachments: added while a version is a draft, numbered, and moved along with it."""

import pytest

from docsys.documents import actions
from docsys.documents.actions.attaching import MOST, TooManyAttachments
from docsys.documents.actions.drafting import NotADraft
from docsys.errors import NotFound
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db
CURRENT = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_运管中心值班手册"


@pytest.fixture
def people(session):
    return make.make_people(session)


def attach(session, people, archive, document, title="核心交换机拓扑图", name="x.PDF", actor=None):
    file = make.staged(archive, title)
    return actions.attach(session, document.id, file, name, title, actor=actor or people.author, now=NOW)


def publish(session, people, document):
    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    make.confirm(session, people.second)


def test_an_attachment_is_numbered_and_named_by_the_server(session, people, settings):
    document = make.make_draft(session, people, settings.archive)

    first = attach(session, people, settings.archive, document)
    second = attach(session, people, settings.archive, document, title="", name="电话表 2026.xlsx")

    assert (first.ordinal, second.ordinal, second.title) == (1, 2, "电话表 2026")
    assert first.file.path.endswith("/附件/CG-2026-0001-V1.0-F01_核心交换机拓扑图.pdf")
    assert first.file.original_name == "x.PDF"


def test_attachments_go_with_their_version_into_force_and_into_history(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    old = attach(session, people, settings.archive, document)
    publish(session, people, document)
    assert old.file.path == f"{CURRENT}/附件/ZLW-SC01-YGZX-001-V1.0-F01_核心交换机拓扑图.pdf"

    make.revise(session, people, settings.archive, document)
    new = attach(session, people, settings.archive, document)
    publish(session, people, document)

    assert new.file.path == f"{CURRENT}/附件/ZLW-SC01-YGZX-001-V1.1-F01_核心交换机拓扑图.pdf"
    history = "历史版本/ZLW-SC01-YGZX-001_运管中心值班手册/附件"
    assert old.file.path == f"{history}/ZLW-SC01-YGZX-001-V1.0-F01_核心交换机拓扑图.pdf"


def test_an_abolished_document_takes_its_attachments_along(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    kept = attach(session, people, settings.archive, document)
    publish(session, people, document)

    life.request_abolition(session, document.id, life.Ending("硬件停用", "无"), actor=people.admin, now=NOW)
    make.confirm(session, people.second)

    assert kept.file.path.startswith("作废库/ZLW-SC01-YGZX-001_运管中心值班手册/附件/")


def test_what_is_taken_away_leaves_the_draft_but_not_the_disk(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    gone = attach(session, people, settings.archive, document)

    actions.detach(session, document.id, gone.id, actor=people.author, now=NOW)

    assert document.versions[0].attachments == []
    assert gone.file.path.startswith("历史版本/草稿/")


def test_nothing_is_added_or_taken_once_it_is_submitted(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    added = attach(session, people, settings.archive, document)
    life.submit(session, document.id, actor=people.author, now=NOW)

    with pytest.raises(NotADraft, match=r"不符合 4.4.1：ZLW-SC01-YGZX-001 审核中，不能再修改"):
        attach(session, people, settings.archive, document)
    with pytest.raises(NotADraft):
        actions.detach(session, document.id, added.id, actor=people.author, now=NOW)


def test_a_strangers_draft_is_not_found(session, people, settings):
    document = make.make_draft(session, people, settings.archive)

    with pytest.raises(NotFound):
        attach(session, people, settings.archive, document, actor=people.stranger)


def test_an_attachment_of_another_document_is_not_found(session, people, settings):
    one = make.make_draft(session, people, settings.archive)
    other = make.make_draft(session, people, settings.archive, title="另一手册")
    added = attach(session, people, settings.archive, other)

    with pytest.raises(NotFound):
        actions.detach(session, one.id, added.id, actor=people.author, now=NOW)


def test_there_is_an_end_to_attachments(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    attach(session, people, settings.archive, document).ordinal = MOST
    session.flush()

    with pytest.raises(TooManyAttachments, match="每个版本最多 99 个附件"):
        attach(session, people, settings.archive, document)
