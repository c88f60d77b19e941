"""Review, the leader's opinion, completion."""

import pytest

from docsys.errors import EditConflict, Forbidden, InvalidInput
from docsys.forms.layout import Signature
from docsys.records import actions, prints
from docsys.records.actions import Typed
from docsys.records.rules import State
from docsys.records.steps import NotThisStep, NotYours, SamePerson
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import BG, OPINION, RESULT, make_approved, make_completed, make_submitted, typed

pytestmark = pytest.mark.db


def test_a_reviewer_lets_it_pass_with_an_opinion(session, people):
    record = make_approved(session, people)

    assert (record.state, record.reviewed_at, record.data["review_opinion"]) == (
        State.PENDING,
        NOW,
        OPINION["review_opinion"],
    )
    assert prints.signatures(record.steps)["review"] == Signature(
        "网管办", "陈志远", 2026, 11, 23, "2026-11-23 09:00", OPINION["review_opinion"]
    )


def test_a_reviewer_sends_it_back_with_an_opinion(session, people):
    record = make_submitted(session, people)

    actions.send_back(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW)

    assert (record.state, record.steps[-1].verb, record.steps[-1].remark) == (
        State.RETURNED,
        "return",
        OPINION["review_opinion"],
    )
    assert "review" not in prints.signatures(record.steps)


@pytest.mark.rule("R-15.6.3-2")
def test_an_opinion_is_needed_either_way(session, people):
    record = make_submitted(session, people)

    for act in (actions.sign, actions.send_back):
        with pytest.raises(InvalidInput) as refused:
            act(session, record.id, "review", typed(record, {}), actor=people.chen, now=NOW)
        assert refused.value.fields == {"review_opinion": ["不符合 15.6.3（二）：请填写“评审人意见”。"]}


def test_the_applicant_does_not_review_although_he_is_a_reviewer(session, people):
    reviewer = actor_of(session, make_user(session, "gaofeng", *(held.role for held in people.chen.grants)))
    record = make_submitted(session, people, applicant="高峰（gaofeng）")

    with pytest.raises(SamePerson, match=r"不符合 2\.3\.3：“评审”须由另一人办理"):
        actions.sign(session, record.id, "review", typed(record, OPINION), actor=reviewer, now=NOW)


def test_the_planner_does_not_review_either(session, people):
    record = make_submitted(session, people, planner="陈志远（chenzhiyuan）")

    with pytest.raises(SamePerson):
        actions.sign(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW)


def test_only_a_reviewer_reviews(session, people):
    record = make_submitted(session, people)

    with pytest.raises(NotYours, match="“评审”由二级变更评审人、网管办成员办理，您没有这一身份。"):
        actions.sign(session, record.id, "review", typed(record, OPINION), actor=people.desk, now=NOW)


def test_what_was_changed_since_it_was_read_is_not_reviewed(session, people):
    record = make_submitted(session, people)

    with pytest.raises(EditConflict):
        actions.sign(session, record.id, "review", Typed(OPINION, record.version - 1), actor=people.chen, now=NOW)


def test_it_is_reviewed_once(session, people):
    record = make_approved(session, people)

    with pytest.raises(NotThisStep, match="BG-2026-0001 现在待完成，不能办理“评审”。"):
        actions.sign(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW)


def test_the_leader_signs_his_opinion_and_the_state_stays(session, people):
    record = make_submitted(session, people)

    actions.sign(
        session, record.id, "endorse", typed(record, {"leader_opinion": " 同意。 "}), actor=people.zhao, now=NOW
    )

    assert (record.state, record.data["leader_opinion"]) == (State.PENDING, "同意。")
    assert prints.signatures(record.steps)["endorse"].name == "赵刚"


def test_an_empty_opinion_of_the_leader_is_refused(session, people):
    record = make_submitted(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.sign(session, record.id, "endorse", typed(record, {}), actor=people.zhao, now=NOW)
    assert refused.value.fields == {"leader_opinion": ["不符合 15.5.1（二）：请填写“上级领导意见”。"]}

    with pytest.raises(Forbidden):
        actions.sign(
            session, record.id, "endorse", typed(record, {"leader_opinion": "同意"}), actor=people.desk, now=NOW
        )


def test_it_is_completed_with_its_result(session, people):
    record = make_completed(session, people)

    assert (record.state, record.completed_at, record.data["outcome"]) == (State.COMPLETED, NOW, "成功")
    assert record.data["review_opinion"] == OPINION["review_opinion"]
    assert set(prints.signatures(record.steps)) == {"submit", "review", "complete"}


@pytest.mark.parametrize("missing", ["achievement", "outcome", "rechecker", "rechecked_on"])
def test_it_is_not_completed_without_its_result(session, people, missing):
    record = make_approved(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.sign(session, record.id, "complete", typed(record, {**RESULT, missing: ""}), actor=people.li, now=NOW)

    label = BG.by_id[missing].label
    verb = "选择" if missing == "outcome" else "填写"
    assert refused.value.fields == {missing: [f"不符合 15.6.5（一）：请{verb}“{label}”。"]}


@pytest.mark.rule("R-15.6.5-1")
def test_an_executor_does_not_recheck(session, people):
    record = make_approved(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.sign(
            session, record.id, "complete", typed(record, {**RESULT, "rechecker": "王海涛"}), actor=people.li, now=NOW
        )

    assert refused.value.fields == {"rechecker": ["不符合 15.6.5（一）：变更复核人不能是变更执行人。"]}


def test_the_result_changes_nothing_that_was_reviewed(session, people):
    record = make_approved(session, people)

    actions.sign(
        session, record.id, "complete", typed(record, {**RESULT, "content": "别的内容"}), actor=people.li, now=NOW
    )

    assert record.data["content"] == BG.sample["content"].strip("\n")
