"""One change for many documents: seen beforehand, done where it is permitted, each with its audit row (part 9 of the issue)."""

from datetime import date

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.bulk import actions, queries
from docsys.bulk import jobs as bulk_jobs
from docsys.bulk.changing import Change, Doing
from docsys.bulk.rules import AT_ONCE, MOST, MixedUnits, NothingChosen, NothingPermitted, TooMany, What
from docsys.documents.actions import RightRow
from docsys.documents.events import LibraryChanged
from docsys.documents.models import Document
from docsys.documents.rules import Right
from docsys.jobs import Context
from docsys.jobs.models import Job
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Held, Role
from docsys.publication import actions as life
from tests.documents.factories import confirm, make_current, make_draft, make_people, make_people_again
from tests.people.factories import NOW, place

pytestmark = pytest.mark.db
LATER = date(2027, 3, 1)


@pytest.fixture
def bus(bus):
    for listener in (life.carry_out, actions.carry_out):
        bus.subscribe(ConfirmationAccepted, listener)
    return bus


@pytest.fixture
def people(session):
    return make_people(session)


@pytest.fixture
def three(session, settings, people):
    """Two in force and a draft."""
    manuals = [make_current(session, people, settings.archive, title=f"手册{at}") for at in (1, 2)]
    return [*manuals, make_draft(session, people, settings.archive, title="草稿手册")]


def ids(documents):
    return [one.id for one in documents]


def planned(session, documents, change, actor):
    found = queries.plan(session, ids(documents), change, Doing(actor, NOW))
    return {one.document.title: (one.old, one.new, one.why) for one in found}


def acts(session, verb):
    return session.scalars(select(AuditRow.subject).where(AuditRow.act == verb).order_by(AuditRow.id)).all()


def review(day=LATER, reason="统一评审"):
    return Change(What.REVIEW, reason, next_review=day)


def test_the_preview_shows_old_and_new_and_changes_nothing(session, people, three):
    found = planned(session, three[:2], review(), people.admin)

    assert found == dict.fromkeys(("手册1", "手册2"), ("2027-11-23", "2027-03-01", ""))
    assert {one.next_review for one in three[:2]} == {date(2027, 11, 23)}


@pytest.mark.rule("R-1.3.1-1")
def test_a_review_put_off_is_refused_with_its_article(session, people, three):
    found = planned(session, three[:1], review(date(2028, 1, 1)), people.admin)

    assert found["手册1"][2].startswith("不符合 1.3.1、3.1.2：下次评审日期不能晚于 2027-11-23")


def test_only_the_permitted_are_done_each_with_its_row(session, people, three):
    move = Change(What.SCOPE, "业务调整", scope="全网监控")
    make_hidden = Change(What.FOLDER, "归类有误", folder="SC02")

    batch = actions.begin(session, ids(three), move, actor=people.admin, now=NOW)

    assert [(line.title, line.why, line.done_at) for line in batch.lines] == [
        ("草稿手册", "", NOW),
        ("手册1", "", NOW),
        ("手册2", "", NOW),
    ]
    assert {one.head.use_scope for one in three} == {"全网监控"}
    assert acts(session, "document.set_scope") == [line.number for line in batch.lines]
    assert acts(session, "bulk.begin") == [f"批量 {batch.id}"]
    assert planned(session, three, make_hidden, people.admin)["草稿手册"][2] == "“草稿”状态下不能改号。"


def test_who_lacks_the_right_sees_why_and_nothing_is_done(session, people, three):
    with pytest.raises(NothingPermitted):
        actions.begin(session, ids(three[:2]), review(), actor=people.auditor, now=NOW)

    assert planned(session, three[:1], review(), people.auditor)["手册1"][2].startswith("您没有“编辑文档属性”的权限")
    assert acts(session, "document.set_dates") == []


def test_what_may_not_be_known_of_is_as_if_it_had_not_been_chosen(session, people, three):
    assert planned(session, three, review(), people.stranger) == {}
    with pytest.raises(NothingChosen):
        actions.begin(session, ids(three), review(), actor=people.stranger, now=NOW)


def test_the_same_again_need_not_be_done(session, people, three):
    actions.begin(session, ids(three[:1]), review(), actor=people.admin, now=NOW)

    assert planned(session, three[:1], review(), people.admin)["手册1"][2] == queries.SAME


def row(session, people, *rights):
    department, post = place(session, "DCE")
    return RightRow(people.stranger.unit_id, department, post, frozenset(rights))


@pytest.mark.rule("R-4.5.1-1")
def test_rows_are_added_to_those_of_the_folder_or_stand_in_their_place(session, people, three):
    new = row(session, people, Right.LIST, Right.READ)

    actions.begin(session, ids(three[:1]), Change(What.RIGHTS_ADD, "借阅", rows=(new,)), actor=people.admin, now=NOW)
    actions.begin(
        session, ids(three[1:2]), Change(What.RIGHTS_REPLACE, "借阅", rows=(new,)), actor=people.admin, now=NOW
    )

    assert [[one.unit_id for one in document.rights] for document in three[:2]] == [
        [people.reader.unit_id, people.stranger.unit_id],
        [people.stranger.unit_id],
    ]


def test_a_sensitive_document_takes_no_row_for_everybody(session, settings, people):
    secret = make_current(session, people, settings.archive, title="密钥管理", secrecy="敏感")
    change = Change(What.RIGHTS_ADD, "开放", rows=(RightRow(None, None, None, frozenset({Right.LIST})),))

    assert planned(session, [secret], change, people.admin)["密钥管理"][2].startswith("不符合 4.5.1")


def test_a_batch_has_its_limits(session, people):
    with pytest.raises(NothingChosen):
        actions.begin(session, [], review(), actor=people.admin, now=NOW)
    with pytest.raises(TooMany):
        actions.begin(session, range(1, MOST + 2), review(), actor=people.admin, now=NOW)


def test_a_move_of_several_units_is_for_who_keeps_the_whole_network(session, settings, people, three):
    other = make_current(session, people, settings.archive, title="他人手册")
    other.unit_id = people.stranger.unit_id
    session.flush()
    units = (Held(Role.DOCADMIN, people.admin.unit_id), Held(Role.DOCADMIN, people.stranger.unit_id))
    local = people.admin.__class__(**{**people.admin.__dict__, "grants": units})

    with pytest.raises(MixedUnits):
        actions.begin(
            session, [three[0].id, other.id], Change(What.FOLDER, "归类", folder="SC02"), actor=local, now=NOW
        )


@pytest.fixture
def works(database, settings, clock):
    return Context(database, settings, clock)


@pytest.mark.rule("R-4.3.4-5", "R-2.3.3-1")
def test_one_yes_moves_the_whole_batch_each_under_a_number_of_its_own(database, settings, works, bus):
    bus.subscribe(LibraryChanged, lambda _session, _event: None)
    with database.act() as session:
        people = make_people(session)
        chosen = [make_current(session, people, settings.archive, title=f"手册{at}").id for at in (1, 2)]
        change = Change(What.FOLDER, "归类有误", folder="SC02")
        batch_id = actions.begin(session, chosen, change, actor=people.admin, now=NOW).id
    with database.act() as session:
        assert queries.state(queries.get(session, batch_id, make_people_again(session).admin)) == "待确认"
        confirm(session, make_people_again(session).second)

    with database.read() as session:
        job = session.scalars(select(Job).where(Job.kind == actions.RUN)).one()
    for _twice in range(2):
        bulk_jobs.run(works, job.payload)

    with database.read() as session:
        assert [(one.number, one.folder.code) for one in session.scalars(select(Document).order_by(Document.id))] == [
            ("ZLW-SC02-YGZX-001", "SC02"),
            ("ZLW-SC02-YGZX-002", "SC02"),
        ]
        batch = queries.get(session, batch_id, make_people_again(session).admin)
        assert (queries.state(batch), [line.new for line in batch.lines]) == (
            "已完成",
            ["ZLW-SC02-YGZX-001", "ZLW-SC02-YGZX-002"],
        )
        assert acts(session, "document.renumber") == ["ZLW-SC02-YGZX-001", "ZLW-SC02-YGZX-002"]


def test_many_are_a_job_and_what_forbids_one_meanwhile_is_written_beside_it(database, settings, works, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    with database.act() as session:
        people = make_people(session)
        manuals = [make_current(session, people, settings.archive, title=f"手册{at}") for at in (1, 2)]
        batch_id = actions.begin(session, ids(manuals), review(), actor=people.admin, now=NOW).id
        life.request_abolition(session, manuals[1].id, life.Ending("硬件停用", "无"), actor=people.admin, now=NOW)
        confirm(session, people.second)

    with database.read() as session:
        payload = session.scalars(select(Job.payload).where(Job.kind == actions.RUN)).one()
    bulk_jobs.run(works, payload)

    with database.read() as session:
        batch = queries.get(session, batch_id, make_people_again(session).admin)
        told = {line.title: (line.done_at is not None, line.why) for line in batch.lines}
        assert told == {"手册1": (True, ""), "手册2": (False, "“已废止”状态下不能调整评审与有效期。")}
        assert queries.state(batch) == "已完成"
        refused = session.scalars(select(AuditRow.result).where(AuditRow.act == "bulk.review")).all()
        assert refused == ["refused"]
    assert AT_ONCE == 20
