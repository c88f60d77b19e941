"""What must be done anew: an order raised to 一级 is consulted, an altered plan is notified, updates are checked again."""

from datetime import timedelta

import pytest

from docsys.changes import actions, queries
from docsys.changes.actions import Judgement
from docsys.changes.models import ChangeDocument, Doing
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


@pytest.mark.rule("R-15.6.3-3")
def test_units_are_notified_anew_of_a_plan_that_was_altered_after_its_notice(line):
    line.begin(level="一级").submit().consult().hear().close().vote().approve().notify().release()
    actions.reopen(line.session, line.id, "推迟一天", actor=line.people.desk, now=line.now)
    line.now += timedelta(hours=1)
    line.submit().vote().approve()

    with pytest.raises(InvalidInput) as refused:
        line.release()

    assert list(refused.value.fields) == ["notice"]
    assert line.notify().release().change.state is State.READY


@pytest.mark.rule("R-4.4.6-1")
def test_the_archive_asks_once_more_whether_everything_is_updated(line):
    line.closing()
    late = ChangeDocument(place=1, number="ZLW-PZ02-SHFE-014", title="配置说明", version="V1.3", action="修订")
    late.responsible, late.doing = "刘颖", Doing.OPEN
    line.change.documents.append(late)
    line.session.flush()

    with pytest.raises(InvalidInput) as refused:
        line.archive()

    assert refused.value.fields == {
        "documents": [
            "不符合 4.4.5：ZLW-PZ02-SHFE-014 《配置说明》尚未更新：请发布新版本（或废止），或由文档管理员写明理由后撤销该项。"
        ]
    }
    assert line.change.state is State.CLOSING


@pytest.mark.rule("R-15.6.2-3")
def test_units_are_asked_anew_when_an_order_that_was_sent_back_comes_in_again(line):
    line.begin(level="一级").submit().consult().hear()
    actions.close_consultation(line.session, line.id, actor=line.people.desk, now=line.now)
    line.vote()
    back = Judgement("退回", "请补充第二步的回退方法")
    actions.decide(line.session, line.id, back, actor=line.reviewers[0], now=line.now)
    line.submit().consult()

    with pytest.raises(InvalidInput) as refused:
        line.close()

    units = "、".join(unit.short_name for unit in queries.builders(line.session))
    assert refused.value.fields == {
        "opinions": [f"不符合 15.6.2（三）：尚未收到{units}的意见，请催复；答复期限过后可记为“逾期未复”。"]
    }
    assert line.hear().close().change.state is State.REVIEWING
