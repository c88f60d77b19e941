"""Volumes: in number order, numbered through, closed once bound (R-4.3.7-2)."""

import pytest
from sqlalchemy import select

from docsys.errors import InvalidInput, NotFound
from docsys.jobs import Job
from docsys.numbering.models import LedgerEntry
from docsys.paper import actions, volumes
from docsys.paper.actions import Arrangement, NewVolume
from docsys.paper.rules import PagesMissing, VolumeBound, VolumeEmpty
from docsys.paper.states import CopyState, VolumeState
from tests.paper.factories import make_copies, make_document, make_loan, make_volume
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.7-2")]


@pytest.fixture
def copies(session, people, settings, document):
    """Three documents of SC01; copies of them registered out of order: 002, 003, 001."""
    others = [make_document(session, people, settings.archive, title=title) for title in ("巡检手册", "应急手册")]
    return [
        make_copies(session, people, one, pages=pages)[0]
        for one, pages in zip((*others, document), (10, 3, 4), strict=True)
    ]


def keeping(volume, **changes):
    values = {
        "title": volume.title,
        "location": volume.location,
        "retention": volume.retention,
        "remark": "",
        "kept": [item.copy_id for item in volume.items],
        "pages": {},
        "remarks": {},
    }
    return Arrangement(**{**values, **changes})


def contents(volume):
    return [(item.ordinal, item.number, item.first_page, item.last_page) for item in volume.items]


def test_documents_registered_out_of_order_stand_in_number_order(session, people, copies):
    volume = make_volume(session, people, copies)

    assert volume.number == "ZLW-SC01-J2026-01"
    assert contents(volume) == [
        (1, "ZLW-SC01-YGZX-001", 1, 4),
        (2, "ZLW-SC01-YGZX-002", 5, 14),
        (3, "ZLW-SC01-YGZX-003", 15, 17),
    ]
    assert (volume.pages, volume.secrecy, volume.state) == (17, "内部", VolumeState.COMPILING)


def test_volumes_of_a_folder_are_numbered_through(session, people, copies):
    first = make_volume(session, people, copies[:1])
    second = make_volume(session, people, copies[1:])

    assert (first.number, second.number) == ("ZLW-SC01-J2026-01", "ZLW-SC01-J2026-02")


def test_a_bound_volume_takes_no_insertion(session, people, copies):
    volume = make_volume(session, people, copies[:2])
    actions.bind(session, volume.id, actor=people.admin, now=NOW)

    with pytest.raises(VolumeBound, match=r"卷 ZLW-SC01-J2026-01 已装订，不能再插入.*补卷"):
        actions.arrange(session, volume.id, keeping(volume, added=[copies[2].id]), actor=people.admin, now=NOW)
    with pytest.raises(VolumeBound):
        actions.discard(session, volume.id, "重来", actor=people.admin, now=NOW)
    assert len(contents(volume)) == 2


def test_a_supplement_names_the_first(session, people, copies):
    first = make_volume(session, people, copies[1:])
    actions.bind(session, first.id, actor=people.admin, now=NOW)
    new = NewVolume("SC01", "值班手册汇编（补）", [copies[0].id], {}, supplements_id=first.id)

    second = actions.compile_volume(session, new, actor=people.admin, now=NOW)
    actions.bind(session, second.id, actor=people.admin, now=NOW)

    assert (second.number, second.supplements, first.state) == ("ZLW-SC01-J2026-02", first, VolumeState.SUPPLEMENTED)
    assert volumes.supplements_of(session, first) == [second]


def test_a_supplement_lies_in_the_folder_of_the_first(session, people, settings, copies):
    first = make_volume(session, people, copies[1:])
    actions.bind(session, first.id, actor=people.admin, now=NOW)
    rule = make_document(session, people, settings.archive, folder_code="ZD07", title="值班制度")
    (copy,) = make_copies(session, people, rule)

    with pytest.raises(InvalidInput, match="填写有误"):
        actions.compile_volume(
            session, NewVolume("ZD07", "补", [copy.id], {}, supplements_id=first.id), actor=people.admin, now=NOW
        )


def test_binding_orders_the_bound_copy(session, people, copies):
    volume = make_volume(session, people, copies)

    actions.bind(session, volume.id, actor=people.admin, now=NOW)

    waiting = session.scalars(select(Job).where(Job.kind == "paper.bind")).one()
    assert (volume.state, volume.bound_by, waiting.payload) == (VolumeState.BOUND, "赵敏", {"volume_id": volume.id})
    assert {copy.location for copy in copies} == {volume.location}


def test_without_pages_nothing_is_bound(session, people, settings):
    document = make_document(session, people, settings.archive)
    volume = make_volume(session, people, make_copies(session, people, document, pages=None))

    with pytest.raises(PagesMissing, match=r"ZLW-SC01-YGZX-001-V1.0-Z01"):
        actions.bind(session, volume.id, actor=people.admin, now=NOW)


def test_what_was_lent_meanwhile_is_not_bound(session, people, copies):
    volume = make_volume(session, people, copies)
    copies[0].state = CopyState.LENT

    with pytest.raises(InvalidInput):
        actions.bind(session, volume.id, actor=people.admin, now=NOW)


def test_an_empty_volume_is_refused(session, people, copies):
    with pytest.raises(VolumeEmpty):
        make_volume(session, people, [])
    volume = make_volume(session, people, copies)
    actions.arrange(session, volume.id, keeping(volume, kept=[]), actor=people.admin, now=NOW)
    with pytest.raises(VolumeEmpty):
        actions.bind(session, volume.id, actor=people.admin, now=NOW)


def test_what_is_put_in_and_taken_out_is_numbered_anew(session, people, copies):
    volume = make_volume(session, people, copies[:2])
    first, last = copies[2].id, copies[1].id

    actions.arrange(
        session,
        volume.id,
        keeping(volume, kept=[last], added=[first], pages={first: 6}, remarks={last: "附图"}),
        actor=people.admin,
        now=NOW,
    )

    assert contents(volume) == [(1, "ZLW-SC01-YGZX-001", 1, 6), (2, "ZLW-SC01-YGZX-003", 7, 9)]
    assert volume.items[1].remark == "附图"
    assert copies[0].item is None


def test_what_lies_in_one_volume_is_not_offered_for_another(session, people, copies):
    make_volume(session, people, copies[:1])

    assert volumes.candidates(session, people.admin, "SC") == [copies[2], copies[1]]
    with pytest.raises(InvalidInput, match="填写有误"):
        make_volume(session, people, copies)


def test_candidates_are_in_the_store_and_of_the_year(session, people, copies):
    make_loan(session, people, copies[0])

    assert volumes.candidates(session, people.admin, "SC01", 2026) == [copies[2], copies[1]]
    assert volumes.candidates(session, people.admin, "SC01", 2025) == []
    assert volumes.candidates(session, people.reader, "SC01") == []


def test_a_volume_that_was_given_up_leaves_a_void_number(session, people, copies):
    volume = make_volume(session, people, copies)

    actions.discard(session, volume.id, "选错文件夹", actor=people.admin, now=NOW)

    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.number == volume.number)).one()
    assert (volume.state, entry.state.value, entry.reason) == (VolumeState.DISCARDED, "空号", "撤销组卷：选错文件夹")
    assert make_volume(session, people, copies).number == "ZLW-SC01-J2026-02"


def test_a_volume_is_seen_by_who_keeps_or_audits_paper(session, people, copies):
    volume = make_volume(session, people, copies)

    assert volumes.get_volume(session, volume.id, people.auditor) is volume
    with pytest.raises(NotFound):
        volumes.get_volume(session, volume.id, people.reader)


def test_the_catalogue_of_paper_says_which_volume(session, people, copies):
    volume = make_volume(session, people, copies)
    assert volumes.volume_numbers(session) == {}

    actions.bind(session, volume.id, actor=people.admin, now=NOW)

    assert volumes.volume_numbers(session)["ZLW-SC01-YGZX-002"] == "ZLW-SC01-J2026-01"
