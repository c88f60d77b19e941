"""A-47: an order whose level is raised after its approval starts again where the higher level begins."""

import pytest

from docsys.changes import actions
from docsys.changes.rules.states import State
from docsys.errors import InvalidInput

pytestmark = pytest.mark.db


@pytest.mark.rule("R-15.4.1-1")
@pytest.mark.rule("R-15.6.2-3")
def test_an_order_raised_to_the_first_level_is_not_approved_before_the_units_were_asked(line):
    line.ready()
    actions.reopen(line.session, line.id, "影响范围扩大", actor=line.people.desk, now=line.now)
    line.typed["level"] = "一级"
    line.submit().vote()

    with pytest.raises(InvalidInput) as refused:
        line.approve()

    assert refused.value.fields == {
        "conclusion": [
            "不符合 15.6.2（三）：一级变更须先征求各承建单位意见，本单改为一级后尚未征求。请评审退回，申请人重新提交后由运管中心征求意见。"
        ]
    }
    assert (line.change.state, line.change.level) == (State.REVIEWING, "一级")
