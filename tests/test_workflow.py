"""The state machine over a small table."""

from enum import StrEnum

import pytest

from docsys.errors import TransitionForbidden
from docsys.workflow import Transition, Workflow


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        return {"red": "红灯", "green": "绿灯", "broken": "故障"}[self.value]


TABLE = Workflow(
    (
        Transition(verb="go", label="放行", sources=(Light.RED,), target=Light.GREEN),
        Transition(verb="stop", label="停止", sources=(Light.GREEN,), target=Light.RED),
        Transition(verb="clean", label="擦拭", sources=(Light.RED, Light.GREEN)),
        Transition(verb="break", label="停用", sources=(Light.RED,), target=Light.BROKEN),
    ),
    line=(Light.RED, Light.GREEN),
)


def test_a_verb_leads_from_its_states_to_its_target():
    assert TABLE.transition(Light.RED, "go").after(Light.RED) is Light.GREEN


def test_a_verb_without_target_leaves_the_state():
    assert TABLE.transition(Light.GREEN, "clean").after(Light.GREEN) is Light.GREEN


def test_refuses_a_verb_in_another_state_by_its_chinese_names():
    with pytest.raises(TransitionForbidden, match="“绿灯”状态下不能放行。"):
        TABLE.transition(Light.GREEN, "go")


def test_refuses_a_verb_the_table_does_not_know():
    with pytest.raises(TransitionForbidden, match="“红灯”状态下不能fly。"):
        TABLE.transition(Light.RED, "fly")


def test_says_what_a_state_offers():
    assert [row.verb for row in TABLE.offers(Light.RED)] == ["go", "clean", "break"]
    assert (TABLE.allows(Light.GREEN, "stop"), TABLE.allows(Light.GREEN, "go")) == (True, False)


def test_names_every_state_those_of_the_line_first():
    assert TABLE.states() == [Light.RED, Light.GREEN, Light.BROKEN]
    assert len(list(TABLE)) == 4
