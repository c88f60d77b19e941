"""Copies: registered, handed out, brought back, lost, destroyed; and called back when they are out of date."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.clock import local_day
from docsys.errors import Forbidden, InvalidInput, NotFound, TransitionForbidden
from docsys.paper import actions, queries
from docsys.paper.actions import Changes, Place
from docsys.paper.models import PaperCopy, Recall
from docsys.paper.rules import BoundInVolume, HolderKind, NotInForce, NotOnPaper, NotYetInForce, RenumberingBound
from docsys.paper.states import CopyState
from docsys.people.confirmations import SamePerson
from docsys.publication import actions as life
from tests.documents.factories import abolish, confirm, make_current, make_draft, revise
from tests.paper.factories import make_copies, make_document, make_loan, make_volume
from tests.people.factories import NOW

pytestmark = pytest.mark.db
DESK = Place(HolderKind.PLACE, "运行部值班台")


def states(session, document):
    copies = session.scalars(select(PaperCopy).where(PaperCopy.document_id == document.id).order_by(PaperCopy.ordinal))
    return [copy.state for copy in copies]


def told(session, act):
    return [row.subject for row in session.scalars(select(AuditRow).where(AuditRow.act == act).order_by(AuditRow.id))]


def publish_revision(session, people, settings, document, version="V1.1"):
    revise(session, people, settings.archive, document, version)
    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    confirm(session, people.second)


@pytest.mark.rule("R-4.3.1-1")
def test_copies_are_numbered_through_and_lie_in_the_store(session, people, document):
    first = make_copies(session, people, document, 2)
    third = make_copies(session, people, document)

    assert [copy.code for copy in (*first, *third)] == [
        "ZLW-SC01-YGZX-001-V1.0-Z01",
        "ZLW-SC01-YGZX-001-V1.0-Z02",
        "ZLW-SC01-YGZX-001-V1.0-Z03",
    ]
    assert {(copy.state, copy.holder, copy.is_important) for copy in first} == {
        (CopyState.IN_STORE, "库房 A 柜 2 层", False)
    }
    assert told(session, "paper.register") == [document.number, document.number]


def test_the_numbers_of_copies_run_on_over_versions(session, people, settings, document):
    make_copies(session, people, document, 2)
    publish_revision(session, people, settings, document)

    (copy,) = make_copies(session, people, document)

    assert copy.code == "ZLW-SC01-YGZX-001-V1.1-Z03"


@pytest.mark.rule("R-4.3.1-1")
def test_what_is_electronic_alone_has_no_copies(session, people, settings):
    document = make_current(session, people, settings.archive)

    with pytest.raises(NotOnPaper, match=r"载体是“电子”"):
        make_copies(session, people, document)


def test_the_carrier_is_widened_together_with_the_first_copy(session, people, settings):
    document = make_current(session, people, settings.archive)

    make_copies(session, people, document, widen=True)

    assert document.medium == "电子+纸质"
    assert told(session, "document.carrier") == [document.number]


def test_a_draft_has_no_copies(session, people, settings):
    draft = make_draft(session, people, settings.archive, medium="电子+纸质")

    with pytest.raises(NotYetInForce):
        make_copies(session, people, draft)


def test_only_who_keeps_paper_registers_it(session, people, document):
    with pytest.raises(Forbidden):
        actions.register(session, document.id, actions.NewCopies(), actor=people.reader, now=NOW)


def test_a_place_is_required(session, people, document):
    with pytest.raises(InvalidInput) as refused:
        make_copies(session, people, document, location=" ")

    assert refused.value.fields == {"location": ["请填写存放地点（4.3.1）。"]}


def test_a_copy_goes_to_a_desk_and_comes_back(session, people, document):
    (copy,) = make_copies(session, people, document)

    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    assert (copy.state, copy.holder) == (CopyState.IN_USE, "运行部值班台")

    actions.give_back(session, copy.id, actor=people.admin, now=NOW)
    assert (copy.state, copy.holder) == (CopyState.IN_STORE, "库房 A 柜 2 层")


def test_nothing_is_issued_to_nobody(session, people, document):
    (copy,) = make_copies(session, people, document)

    with pytest.raises(InvalidInput):
        actions.issue(session, copy.id, Place(), actor=people.admin, now=NOW)


def test_a_copy_is_put_elsewhere_and_called_important(session, people, document):
    (copy,) = make_copies(session, people, document)

    actions.change(
        session, copy.id, Changes("B 柜", 7, is_important=True, remark="盖章原件"), actor=people.admin, now=NOW
    )

    assert (copy.location, copy.holder, copy.pages, copy.is_important) == ("B 柜", "B 柜", 7, True)


@pytest.mark.rule("R-4.4.1-3")
def test_a_new_version_calls_back_what_is_outside_and_retires_what_is_in_the_store(session, people, settings, document):
    desk, _stored, lent, lost = make_copies(session, people, document, 4)
    actions.issue(session, desk.id, DESK, actor=people.admin, now=NOW)
    make_loan(session, people, lent)
    actions.lose(session, lost.id, "水淹", actor=people.admin, now=NOW)

    publish_revision(session, people, settings, document)

    assert states(session, document) == [
        CopyState.TO_RECALL,
        CopyState.RECALLED,
        CopyState.TO_RECALL,
        CopyState.LOST,
    ]
    tasks = session.scalars(select(Recall).order_by(Recall.id)).all()
    assert [(one.number, one.copy.code, one.reason, one.holder, str(one.due_on)) for one in tasks] == [
        ("HS-YGZX-2026-0001", desk.code, "被 V1.1 替代", "运行部值班台", "2026-11-30"),
        ("HS-YGZX-2026-0002", lent.code, "被 V1.1 替代", "李强", "2026-11-30"),
    ]


@pytest.mark.rule("R-4.4.1-3")
def test_an_abolition_calls_back_every_copy(session, people, document):
    (copy,) = make_copies(session, people, document)
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)

    abolish(session, people, document.id)

    assert states(session, document) == [CopyState.TO_RECALL]
    actions.collect(session, copy.id, actor=people.admin, now=NOW)
    task = session.scalars(select(Recall)).one()
    assert (copy.state, task.done_by, task.outcome) == (CopyState.RECALLED, "赵敏", "已回收")
    assert local_day(task.asked_at) == local_day(NOW)


def test_the_copies_of_the_new_version_stay(session, people, settings, document):
    make_copies(session, people, document)
    publish_revision(session, people, settings, document)
    (new,) = make_copies(session, people, document)

    publish_revision(session, people, settings, document, "V1.2")

    assert new.state is CopyState.RECALLED
    assert states(session, document) == [CopyState.RECALLED, CopyState.RECALLED]


def test_somebody_may_call_a_copy_back(session, people, document):
    (copy,) = make_copies(session, people, document)
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)

    task = actions.recall(session, copy.id, "值班台撤销", actor=people.admin, now=NOW)

    assert (copy.state, task.reason) == (CopyState.TO_RECALL, "值班台撤销")


def test_what_is_lost_ends_its_recall(session, people, document):
    (copy,) = make_copies(session, people, document)
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    task = actions.recall(session, copy.id, "清点", actor=people.admin, now=NOW)

    actions.lose(session, copy.id, "值班台已无此份", actor=people.admin, now=NOW)

    assert (copy.state, task.outcome) == (CopyState.LOST, "遗失")
    actions.find(session, copy.id, actor=people.admin, now=NOW)
    actions.reinstate(session, copy.id, actor=people.admin, now=NOW)
    assert copy.state is CopyState.IN_STORE


def test_a_void_copy_is_not_reinstated_nor_issued(session, people, settings, document):
    (copy,) = make_copies(session, people, document)
    publish_revision(session, people, settings, document)

    with pytest.raises(NotInForce, match=r"V1.0，已替代，不能恢复在库"):
        actions.reinstate(session, copy.id, actor=people.admin, now=NOW)


@pytest.mark.rule("R-2.3.3-1")
def test_a_copy_is_destroyed_by_two_persons(session, people, document):
    (copy,) = make_copies(session, people, document)
    actions.retire(session, copy.id, "多余", actor=people.admin, now=NOW)

    actions.request_destruction(session, copy.id, "碎纸", "多余的份", actor=people.admin, now=NOW)
    with pytest.raises(SamePerson):
        confirm(session, people.admin)
    assert copy.state is CopyState.RECALLED
    confirm(session, people.second)

    assert (copy.state, copy.destroyed_by, copy.destruction) == (CopyState.DESTROYED, "赵敏、孙立", "碎纸；多余的份")
    assert told(session, "paper.destroy") == [copy.code]


def test_what_is_in_use_is_not_destroyed(session, people, document):
    (copy,) = make_copies(session, people, document)

    with pytest.raises(TransitionForbidden, match=r"“在库”状态下不能销毁"):
        actions.request_destruction(session, copy.id, "碎纸", "多余", actor=people.admin, now=NOW)


def test_a_bound_copy_is_neither_issued_nor_retired(session, people, document):
    (copy,) = make_copies(session, people, document)
    make_volume(session, people, [copy])

    with pytest.raises(BoundInVolume, match=r"ZLW-SC01-J2026-01"):
        actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    with pytest.raises(BoundInVolume):
        actions.retire(session, copy.id, "多余", actor=people.admin, now=NOW)


def test_a_document_whose_paper_is_bound_is_not_renumbered(session, people, document):
    """3.7: only documents with no bound paper volume."""
    volume = make_volume(session, people, make_copies(session, people, document))
    actions.bind(session, volume.id, actor=people.admin, now=NOW)

    with pytest.raises(RenumberingBound, match=r"已装订入卷 ZLW-SC01-J2026-01"):
        life.request_renumbering(session, document.id, "SC02", "归错", actor=people.admin, now=NOW)


def test_a_reader_sees_copies_of_what_he_may_read_and_a_stranger_none(session, people, document):
    (copy,) = make_copies(session, people, document)

    assert queries.get_copy(session, copy.id, people.reader) is copy
    assert session.scalars(queries.copies(people.stranger, {})).all() == []
    with pytest.raises(NotFound):
        queries.get_copy(session, copy.id, people.stranger)


def test_a_reader_does_not_see_void_copies_but_who_has_one_does(session, people, settings, document):
    lent, stored = make_copies(session, people, document, 2)
    make_loan(session, people, lent)
    publish_revision(session, people, settings, document)

    seen = session.scalars(queries.copies(people.reader, {})).all()

    assert seen == [lent]
    assert session.scalars(queries.copies(people.auditor, {"state": "all"}).order_by(PaperCopy.id)).all() == [
        lent,
        stored,
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"state": "in_use"}, 1),
        ({"q": "值班台"}, 1),
        ({"folder": "ZD"}, 1),
        ({"important": "yes"}, 1),
        ({"scan": "yes"}, 0),
        ({"bound": "no"}, 3),
        ({"unit": "DCE"}, 0),
    ],
)
def test_the_list_is_narrowed(session, people, settings, document, asked, count):
    desk, _stored = make_copies(session, people, document, 2)
    actions.issue(session, desk.id, DESK, actor=people.admin, now=NOW)
    rule = make_document(session, people, settings.archive, folder_code="ZD07", title="值班制度")
    make_copies(session, people, rule)

    assert len(session.scalars(queries.copies(people.admin, asked)).all()) == count
