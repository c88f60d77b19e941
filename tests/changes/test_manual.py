"""One table leads the orders: page, refusal, diagram and manual say what it says."""

import re

import pytest

from docsys.changes.rules.guards import SUBMISSION
from docsys.changes.rules.states import State
from docsys.changes.rules.table import GUARDS, TABLE
from docsys.changes.shown import ON_SHEET
from docsys.changes.views.room import PLACES
from docsys.errors import TransitionForbidden
from tools import changes_page

PAGE = changes_page.PAGE.read_text("utf-8")


def test_the_manual_is_made_from_the_table():
    assert changes_page.page(PAGE) == PAGE


def test_the_diagram_draws_every_row_and_no_other():
    drawn = set(re.findall(r"^  (\w+) --> (\w+): (.+)$", PAGE, re.MULTILINE))
    everywhere = {row.verb for row in TABLE if len(row.sources) > changes_page.OF_ALL}

    assert everywhere == {"cancel"}
    assert drawn == {
        (source.name, row.after(source).name, row.label)
        for row in TABLE
        if row.verb not in everywhere
        for source in row.sources
    }


@pytest.mark.parametrize("state", State)
def test_what_the_table_does_not_offer_is_refused_in_its_words(state):
    offered = {row.verb for row in TABLE.offers(state)}

    for row in TABLE:
        if row.verb in offered:
            assert TABLE.transition(state, row.verb).label == TABLE.label(row.verb)
        else:
            with pytest.raises(TransitionForbidden, match=f"^“{state.label}”状态下不能{row.label}。$"):
                TABLE.transition(state, row.verb)


def test_every_act_has_its_place_on_a_page():
    assert {row.verb for row in TABLE} == {*PLACES, *ON_SHEET, "report"}


def test_what_is_checked_when_an_order_is_handed_in_is_what_the_command_checks():
    """`docsys change check`, the panel beside the sheet and the submission ask the same guards in the same order."""
    assert GUARDS["submit"] == GUARDS["resubmit"] == tuple(SUBMISSION)
    assert f"| 提交 | 变更申请人 | 草稿、退回补正 | 待受理 | 15.6.2（一） | {' '.join(SUBMISSION)} | — |" in PAGE
