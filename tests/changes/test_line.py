"""An order from its application to the archive: 二级 and 一级, and an emergency that is written up afterwards."""

import pytest

from docsys.changes import queries
from docsys.changes.actions import emergencies
from docsys.changes.actions.emergencies import Decision, Report, Team
from docsys.changes.actions.filing import missing
from docsys.changes.rules.finishing import SUCCESS, Result
from docsys.changes.rules.states import State
from docsys.records import actions as records
from docsys.records import shown
from docsys.records.prints import signatures
from docsys.records.rules import State as SheetState
from tests.changes.factories import BG, drafted, typed

pytestmark = pytest.mark.db


def test_a_second_level_order_goes_from_application_to_archive(line):
    done = line.closing()
    assert (done.change.state, done.change.record.state) == (State.CLOSING, SheetState.COMPLETED)

    done.archive()

    assert (done.change.state, done.change.record.state) == (State.ARCHIVED, SheetState.ARCHIVED)
    assert [step.label for step in done.change.record.steps] == [
        "起草",
        "提交",
        "受理并转评审",
        "评审通过",
        "转待实施",
        "开始实施",
        "实施完成",
        "确认复核结果",
        "核对完成",
        "归档",
    ]


def test_a_first_level_order_is_consulted_filed_and_notified(line):
    line.begin(level="一级").submit().consult().hear().close().vote().approve().notify().release()
    assert line.change.state is State.READY
    assert line.change.record.data["notice"] == "BT-2026-0001"
    assert len(line.change.record.data["opinions"]) == len(queries.builders(line.session))


def carried_out_first(line):
    """Told, approved by telephone, confirmed, carried out; it waits to be written up."""
    session, who, now = line.session, line.people, line.now
    said = Report("SH-2 主板更换", "链路中断", "单机运行", "李静", now)
    line.change = emergencies.report(session, BG, said, actor=who.li, now=now)
    emergencies.decide(session, line.id, "allow", Decision("何平", "电话", now), actor=who.desk, now=now)
    emergencies.confirm_decision(session, line.id, actor=who.zxb, now=now)
    emergencies.begin(session, line.id, Team(("王海涛（wanghaitao）",), ("刘颖（liuying）",)), actor=who.li, now=now)
    emergencies.end(session, line.id, Result(SUCCESS), actor=who.li, now=now)
    return line


@pytest.mark.rule("R-15.3.3-1", "R-15.6.2-2")
def test_an_emergency_keeps_what_was_approved_and_done_before_it_was_written_up(line):
    before = dict(carried_out_first(line).change.record.data)
    raw = drafted(type="紧急")

    records.submit(line.session, line.id, typed(line.change, raw), actor=line.people.li, now=line.now)

    record = line.change.record
    kept = (
        "reporter",
        "urgency",
        "approver",
        "means",
        "approved_at",
        "oral_confirmed",
        "started_at",
        "ended_at",
        "outcome",
    )
    assert {name: record.data[name] for name in kept} == {name: before[name] for name in kept}
    assert (line.change.state, record.step_label) == (State.RECHECKING, "复核")
    assert {"submit", "oral", "implement"} <= set(signatures(record.steps))
    assert [one.label for one in shown.line(record, BG) if one.state == "done"] == ["填写", "口头审批", "实施"]
    line.feed_back().observe().confirm().verify()
    assert missing(line.session, line.change) == []
    assert line.archive().change.state is State.ARCHIVED
