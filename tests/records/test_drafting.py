"""A sheet from its first line to its submission."""

import pytest
from sqlalchemy import select

from docsys.errors import EditConflict, Forbidden, InvalidInput, NotFound, TransitionForbidden
from docsys.forms.definitions import digest, restore, snapshot
from docsys.records import actions, queries
from docsys.records.actions import Typed
from docsys.records.models import FormRevision, RecordStep
from docsys.records.rules import Locked, RevisionChanged, State
from tests.people.factories import NOW
from tests.records.factories import BG, OPINION, drafted, make_draft, make_submitted, typed

pytestmark = pytest.mark.db


def verbs(session, record):
    return list(
        session.scalars(select(RecordStep.verb).where(RecordStep.record_id == record.id).order_by(RecordStep.id))
    )


def test_a_new_order_has_its_number_the_defaults_and_the_applicant(session, people):
    record = actions.start(session, BG, actor=people.li, now=NOW)

    shown = {name: record.data[name] for name in ("applicant", "planner", "units", "type", "level", "impact_system")}
    assert record.number == "BG-2026-0001"
    assert record.state is State.DRAFT
    assert shown == {
        "applicant": "李静（lijing）",
        "planner": "李静（lijing）",
        "units": ["上海期货交易所"],
        "type": "一般",
        "level": "二级",
        "impact_system": "无",
    }
    assert verbs(session, record) == ["start"]


def test_a_record_keeps_the_definition_it_was_made_with(session, people):
    record = make_draft(session, people)

    assert record.form_revision.sha256 == digest(BG)
    assert queries.form_of(record) == BG
    make_draft(session, people)
    assert len(session.scalars(select(FormRevision)).all()) == 1


def test_a_changed_definition_of_the_same_revision_is_refused(session, people):
    make_draft(session, people)
    changed = restore({**snapshot(BG), "title": "另一张单"})

    with pytest.raises(RevisionChanged, match="BG 第 1 版的定义已被改动而未提高版次"):
        actions.start(session, changed, actor=people.li, now=NOW)


def test_a_draft_is_kept_incomplete_and_even_unreadable(session, people):
    record = actions.start(session, BG, actor=people.li, now=NOW)

    actions.save(session, record.id, typed(record, {"name": "升级", "start": "明早九点"}), actor=people.li, now=NOW)

    assert (record.data["name"], record.data["start"], record.title) == ("升级", "明早九点", "升级")


def test_names_are_written_with_their_accounts(session, people):
    record = make_draft(session, people, executors="王海涛", verifiers="liuying", planner="某外单位人员")

    assert (record.data["executors"], record.data["verifiers"], record.data["planner"]) == (
        ["王海涛（wanghaitao）"],
        ["刘颖（liuying）"],
        "某外单位人员",
    )
    assert record.people["王海涛（wanghaitao）"].startswith("王海涛（上海期货交易所")


def test_a_page_that_is_out_of_date_does_not_overwrite_what_came_meanwhile(session, people):
    record = make_draft(session, people)
    before = record.version
    actions.save(session, record.id, Typed(drafted(name="甲改的"), before, "甲"), actor=people.li, now=NOW)

    with pytest.raises(EditConflict, match="已被他人修改"):
        actions.save(session, record.id, Typed(drafted(name="乙改的"), before, "乙"), actor=people.li, now=NOW)

    assert record.data["name"] == "甲改的"


def test_a_page_may_go_on_saving_what_it_saved_itself(session, people):
    record = make_draft(session, people)
    before = record.version

    for name in ("一", "一二", "一二三"):
        actions.save(session, record.id, Typed(drafted(name=name), before, "甲"), actor=people.li, now=NOW)

    assert record.data["name"] == "一二三"


def test_a_complete_draft_is_submitted_with_its_day(session, people):
    record = make_submitted(session, people, submitted_on="")

    assert (record.state, record.submitted_at, record.data["submitted_on"]) == (State.PENDING, NOW, "2026-11-23")
    assert verbs(session, record) == ["start", "submit"]


@pytest.mark.rule("R-15.6.2-1")
def test_an_incomplete_draft_is_refused_with_its_articles_and_stays_a_draft(session, people):
    record = make_draft(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.submit(session, record.id, typed(record, drafted(reason="")), actor=people.li, now=NOW)

    assert refused.value.fields == {"reason": ["不符合 15.6.2（一）：请填写“变更原因概述”。"]}
    assert record.state is State.DRAFT


def test_a_submitted_order_is_not_edited(session, people):
    record = make_submitted(session, people)

    with pytest.raises(Locked, match="BG-2026-0001 待评审，内容不能再修改。"):
        actions.save(session, record.id, typed(record, drafted()), actor=people.li, now=NOW)


def test_the_applicant_takes_it_back_before_the_review(session, people):
    record = make_submitted(session, people)

    actions.withdraw(session, record.id, actor=people.li, now=NOW)

    assert (record.state, record.submitted_at) == (State.DRAFT, None)
    with pytest.raises(TransitionForbidden, match="“草稿”状态下不能撤回。"):
        actions.withdraw(session, record.id, actor=people.li, now=NOW)


def test_nobody_else_takes_it_back(session, people):
    record = make_submitted(session, people)

    with pytest.raises(Forbidden):
        actions.withdraw(session, record.id, actor=people.desk, now=NOW)


def test_a_stranger_gets_the_same_answer_as_for_what_is_not_there(session, people):
    record = make_draft(session, people)

    for record_id in (record.id, record.id + 1000):
        with pytest.raises(NotFound):
            actions.save(session, record_id, typed(record, drafted()), actor=people.stranger, now=NOW)


def test_a_draft_is_given_up_with_a_reason_and_its_number_is_not_used_again(session, people):
    record = make_draft(session, people)

    with pytest.raises(InvalidInput):
        actions.cancel(session, record.id, remark=" ", actor=people.li, now=NOW)
    actions.cancel(session, record.id, remark="设备延期到货", actor=people.li, now=NOW)

    assert record.state is State.CANCELLED
    assert make_draft(session, people).number == "BG-2026-0002"


def test_what_came_back_is_corrected_and_comes_in_without_the_old_opinion(session, people):
    record = make_submitted(session, people)
    actions.send_back(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW)

    actions.submit(session, record.id, typed(record, drafted(name="改过的")), actor=people.li, now=NOW)

    assert (record.state, record.data["name"], record.data.get("review_opinion")) == (State.PENDING, "改过的", None)
