"""Several people decide upon one order at the same moment: one outcome, and a clear answer for the others."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from docsys.changes import actions, queries
from docsys.changes.actions import Judgement
from docsys.changes.rules.states import State
from docsys.errors import DocsysError
from docsys.people.rules import Role
from tests.changes.factories import ANSWERS, CATALOGUE, OPINION, Line, make_people
from tests.people.factories import NOW, actor_of, make_user

pytestmark = pytest.mark.db

ANSWER = {
    State.APPROVED: "“已批准”状态下不能{}。",
    State.REJECTED: "“未通过”状态下不能{}。",
    State.WITHDRAWN: "“已撤销”状态下不能{}。",
}


@pytest.mark.parametrize("_round", range(3))
def test_two_judgements_and_a_withdrawal_leave_one_outcome(database, _round):
    database.info["forms"] = CATALOGUE
    with database.act() as session:
        people = make_people(session)
        other = actor_of(session, make_user(session, "fangyuan", Role.CHG_REVIEWER, name="方圆"))
        line = Line(session, people).begin().submit().pass_on().vote()
        change_id = line.id

    def judge(session: Any, conclusion: str, actor: Any) -> None:
        judged = Judgement(conclusion, OPINION, ANSWERS, ask_leader=False)
        actions.decide(session, change_id, judged, actor=actor, now=NOW)

    said = together(
        database,
        {
            "评审通过": lambda session: judge(session, "通过", people.chen),
            "评审不通过": lambda session: judge(session, "不通过", other),
            "撤销": lambda session: actions.cancel(session, change_id, "不再需要", actor=people.li, now=NOW),
        },
    )

    with database.read() as session:
        found = queries.of_record(session, change_id)
        assert found
        state, acts = found.state, [step.label for step in found.record.steps]
    winner = {State.APPROVED: "评审通过", State.REJECTED: "评审不通过", State.WITHDRAWN: "撤销"}[state]
    expected = {verb: ANSWER[state].format(verb) for verb in said if verb != winner}
    if state is State.APPROVED:  # an approved order is withdrawn by the desk alone
        expected["撤销"] = "撤销由变更申请人（评审通过前）或变更受理人员办理。"
    assert said == {winner: "", **expected}
    assert acts == ["起草", "提交", "受理并转评审", winner]


def together(database: Any, acts: dict[str, Callable[[Any], Any]]) -> dict[str, str]:
    """Each act in a thread and a transaction of its own, all let go at once; what each of them was answered."""
    gate, said = threading.Barrier(len(acts)), {}

    def run(verb: str, act: Callable[[Any], Any]) -> None:
        gate.wait()
        try:
            with database.act() as session:
                act(session)
            said[verb] = ""
        except DocsysError as refused:
            said[verb] = refused.sentence

    threads = [threading.Thread(target=run, args=one) for one in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
