"""Review, the leader's opinion, completion."""

import pytest

from docsys.errors import EditConflict, Forbidden, InvalidInput, TransitionForbidden
from docsys.forms.layout import Signature
from docsys.people.rules import Permission
from docsys.records import actions, prints
from docsys.records.actions import Typed
from docsys.records.rules import SamePerson, State
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import BG, OPINION, RESULT, make_approved, make_completed, make_submitted, typed

pytestmark = pytest.mark.db


def test_a_reviewer_lets_it_pass_with_an_opinion(session, people):
    record = make_approved(session, people)

    assert (record.state, record.reviewed_at, record.data["review_opinion"]) == (
        State.APPROVED,
        NOW,
        OPINION["review_opinion"],
    )
    assert prints.signatures(record.steps)["review"] == Signature("网管办", "陈志远", 2026, 11, 23)


def test_a_reviewer_sends_it_back_with_an_opinion(session, people):
    record = make_submitted(session, people)

    actions.review(session, record.id, typed(record, OPINION), accept=False, actor=people.chen, now=NOW)

    assert (record.state, record.steps[-1].verb, record.steps[-1].remark) == (
        State.RETURNED,
        "return",
        OPINION["review_opinion"],
    )
    assert "review" not in prints.signatures(record.steps)


@pytest.mark.rule("R-15.6.3-2")
def test_an_opinion_is_needed_either_way(session, people):
    record = make_submitted(session, people)

    for accept in (True, False):
        with pytest.raises(InvalidInput) as refused:
            actions.review(session, record.id, typed(record, {}), accept=accept, actor=people.chen, now=NOW)
        assert refused.value.fields == {"review_opinion": ["不符合 15.6.3（二）：请填写“评审人意见”。"]}


def test_the_applicant_does_not_review_although_he_is_a_reviewer(session, people):
    reviewer = actor_of(session, make_user(session, "gaofeng", *(held.role for held in people.chen.grants)))
    record = make_submitted(session, people, applicant="高峰（gaofeng）")

    with pytest.raises(SamePerson, match=r"不符合 2\.3\.3：评审人与申请人、方案制定人不能为同一人"):
        actions.review(session, record.id, typed(record, OPINION), accept=True, actor=reviewer, now=NOW)


def test_the_planner_does_not_review_either(session, people):
    record = make_submitted(session, people, planner="陈志远（chenzhiyuan）")

    with pytest.raises(SamePerson):
        actions.review(session, record.id, typed(record, OPINION), accept=True, actor=people.chen, now=NOW)


def test_only_a_reviewer_reviews(session, people):
    record = make_submitted(session, people)

    with pytest.raises(Forbidden) as refused:
        actions.review(session, record.id, typed(record, OPINION), accept=True, actor=people.desk, now=NOW)

    assert Permission.RECORD_REVIEW.label in refused.value.sentence


def test_what_was_changed_since_it_was_read_is_not_reviewed(session, people):
    record = make_submitted(session, people)

    with pytest.raises(EditConflict):
        actions.review(session, record.id, Typed(OPINION, record.version - 1), accept=True, actor=people.chen, now=NOW)


def test_it_is_reviewed_once(session, people):
    record = make_approved(session, people)

    with pytest.raises(TransitionForbidden, match="“已通过”状态下不能评审通过。"):
        actions.review(session, record.id, typed(record, OPINION), accept=True, actor=people.chen, now=NOW)


def test_the_leader_signs_his_opinion_and_the_state_stays(session, people):
    record = make_submitted(session, people)

    actions.endorse(session, record.id, typed(record, {"leader_opinion": " 同意。 "}), actor=people.zhao, now=NOW)

    assert (record.state, record.data["leader_opinion"]) == (State.REVIEW, "同意。")
    assert prints.signatures(record.steps)["endorse"].name == "赵刚"


def test_an_empty_opinion_of_the_leader_is_refused(session, people):
    record = make_submitted(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.endorse(session, record.id, typed(record, {}), actor=people.zhao, now=NOW)
    assert refused.value.fields == {"leader_opinion": ["请填写“上级领导意见”。"]}

    with pytest.raises(Forbidden):
        actions.endorse(session, record.id, typed(record, {"leader_opinion": "同意"}), actor=people.desk, now=NOW)


def test_it_is_completed_with_its_result(session, people):
    record = make_completed(session, people)

    assert (record.state, record.completed_at, record.data["outcome"]) == (State.COMPLETED, NOW, "成功")
    assert record.data["review_opinion"] == OPINION["review_opinion"]
    assert set(prints.signatures(record.steps)) == {"submit", "review", "complete"}


@pytest.mark.parametrize("missing", ["achievement", "outcome", "rechecker", "rechecked_on"])
def test_it_is_not_completed_without_its_result(session, people, missing):
    record = make_approved(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.complete(session, record.id, typed(record, {**RESULT, missing: ""}), actor=people.li, now=NOW)

    label = BG.by_id[missing].label
    verb = "选择" if missing == "outcome" else "填写"
    assert refused.value.fields == {missing: [f"不符合 15.6.5（一）：请{verb}“{label}”。"]}


@pytest.mark.rule("R-15.6.5-1")
def test_an_executor_does_not_recheck(session, people):
    record = make_approved(session, people)

    with pytest.raises(InvalidInput) as refused:
        actions.complete(session, record.id, typed(record, {**RESULT, "rechecker": "王海涛"}), actor=people.li, now=NOW)

    assert refused.value.fields == {"rechecker": ["不符合 15.6.5（一）：变更复核人不能是变更执行人。"]}


def test_the_result_changes_nothing_that_was_reviewed(session, people):
    record = make_approved(session, people)

    actions.complete(session, record.id, typed(record, {**RESULT, "content": "别的内容"}), actor=people.li, now=NOW)

    assert record.data["content"] == BG.sample["content"].strip("\n")
