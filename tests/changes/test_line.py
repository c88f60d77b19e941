"""An order from its application to the archive: 二级 and 一级, a failure, an emergency."""

import pytest

from docsys.changes import queries
from docsys.changes.rules.states import State
from docsys.records.rules import State as SheetState

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
