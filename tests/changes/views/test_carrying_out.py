"""From the machine room to the archive on the pages of an order: each act by whoever does it, each refusal in its place."""

import io
import re

import pytest
from sqlalchemy import select

from docsys.changes.actions.turning import SET
from docsys.changes.jobs import JOBS
from docsys.changes.models import Change, ChangeDocument, ChangeItem, ChangeStep
from docsys.changes.rules.states import State
from docsys.clock import FixedClock
from docsys.jobs import Context
from tests.changes.factories import BG, START
from tests.changes.long import plan

pytestmark = pytest.mark.db
STALE = {"config_items": BG.sample["config_items"], "config_none": None}


@pytest.fixture
def clock():
    """The morning of the change; orders are led there on the clock of their line."""
    return FixedClock(START)


@pytest.fixture
def stands(database):
    def state(change_id):
        with database.read() as session:
            return session.get_one(Change, change_id).state

    return state


@pytest.fixture
def rows(database):
    def found(model, change_id, *conditions):
        with database.read() as session:
            query = select(model.id).where(model.change_id == change_id, *conditions).order_by(model.id)
            return list(session.scalars(query))

    return found


@pytest.mark.rule("R-15.6.4-1", "R-15.6.4-2", "R-15.6.4-4")
def test_it_begins_on_the_clock_after_every_check(visit, walk, rows, stands):
    change_id = walk(lambda line: line.ready())
    at = f"/changes/{change_id}"
    wang = visit("wanghaitao")

    early = wang.post(f"{at}/begin")
    assert (early.status_code, stands(change_id)) == (422, State.READY)
    assert "前置条件全部检查后才能开始实施" in early.text
    assert visit("zhangming").post(f"{at}/begin").status_code == 403
    for step_id in rows(ChangeStep, change_id, ChangeStep.kind == "before"):
        assert "请填写实际结果" in wang.post(f"{at}/steps/{step_id}/perform", result="").text
        assert wang.post(f"{at}/steps/{step_id}/perform", result="正常").status_code == 303
    assert "现在开始实施" in wang.get(f"{at}/work").text
    assert wang.post(f"{at}/begin").status_code == 303
    assert stands(change_id) is State.RUNNING


@pytest.mark.rule("R-15.6.4-5", "R-15.6.4-6")
def test_each_step_is_done_by_one_and_checked_by_another(visit, walk, rows, stands):
    change_id = walk(lambda line: line.running(**plan(2, 0)))
    at = f"/changes/{change_id}"
    wang, liu = visit("wanghaitao"), visit("liuying")
    first, second = rows(ChangeStep, change_id, ChangeStep.kind == "step")

    late = wang.post(
        f"{at}/steps/{first}/perform", result="已切换", started_at="2026-11-28T08:30", ended_at="2026-11-28T09:02"
    )
    assert "实际时间在计划之外，请写明特殊情况" in late.text
    assert 'value="已切换"' in late.text
    assert "请按方案的次序执行" in wang.post(f"{at}/steps/{second}/perform", result="完成").text
    done = {
        "result": "已切换",
        "started_at": "2026-11-28T08:30",
        "ended_at": "2026-11-28T09:02",
        "deviation": "提前到场",
    }
    assert wang.post(f"{at}/steps/{first}/perform", **done).status_code == 303
    assert wang.post(f"{at}/steps/{first}/check").status_code == 403
    assert "执行人不能核对自己的操作" in wang.get(f"{at}/work").text
    assert liu.post(f"{at}/steps/{first}/check").status_code == 303
    assert "请写明未执行的原因" in wang.post(f"{at}/steps/{second}/skip").text
    assert wang.post(f"{at}/steps/{second}/skip", deviation="该设备已下线").status_code == 303
    early = wang.post(f"{at}/finish", outcome="成功")
    assert (early.status_code, stands(change_id)) == (422, State.RUNNING)
    for step_id in rows(ChangeStep, change_id, ChangeStep.kind == "after"):
        assert liu.post(f"{at}/steps/{step_id}/perform", result="通过").status_code == 303
    assert wang.post(f"{at}/verify-result", verification="正常").status_code == 403
    assert liu.post(f"{at}/verify-result", verification="路由正常").status_code == 303
    assert "请填写回退完成时间" in wang.post(f"{at}/finish", outcome="失败", rolled_back="是").text
    assert wang.post(f"{at}/finish", outcome="成功").status_code == 303
    assert stands(change_id) is State.RECHECKING


def test_photos_and_logs_are_kept_with_the_order(visit, walk):
    change_id = walk(lambda line: line.running())
    at = f"/changes/{change_id}"
    wang = visit("wanghaitao")

    assert "请选择照片或日志文件" in wang.post(f"{at}/evidence").text
    assert visit("zhangming").post(f"{at}/evidence", file=(io.BytesIO(b"log"), "a.log")).status_code == 403
    photo = {"file": (io.BytesIO(b"\xff\xd8\xff\xe0 photo"), "机柜 A03.jpg"), "said": "切换后"}
    assert wang.post(f"{at}/evidence", **photo).status_code == 303
    page = wang.get(f"{at}/work").text
    assert "机柜 A03.jpg" in page
    [link] = re.findall(rf'href="({at}/evidence/\d+)"', page)
    with wang.get(link) as answer:
        assert answer.data == b"\xff\xd8\xff\xe0 photo"
    assert visit("zhouwei").get(link).status_code == 404


@pytest.mark.rule("R-15.5.3-1", "R-15.6.5-1", "R-15.1.2-4")
def test_it_is_rechecked_watched_and_confirmed(visit, walk, stands):
    change_id = walk(lambda line: line.rechecking())
    at = f"/changes/{change_id}"
    desk = visit("zhangming")

    early = desk.post(f"{at}/confirm")
    assert (early.status_code, stands(change_id)) == (422, State.RECHECKING)
    assert "尚未反馈复核结果" in early.text
    assert "尚无观察记录" in early.text
    assert "不能作变更复核人" in visit("wanghaitao").post(f"{at}/feedback", feedback="达成").text
    assert visit("liuying").post(f"{at}/feedback", feedback="变更目标达成").status_code == 303
    watch = {"since": "2026-11-28T08:30", "until": "2026-11-28T09:00", "observed": "无告警"}
    assert visit("liuying").post(f"{at}/watches", **watch).status_code == 403
    assert visit("sunli").post(f"{at}/watches", **watch).status_code == 303
    assert desk.post(f"{at}/confirm").status_code == 303
    assert stands(change_id) is State.VERIFYING


@pytest.mark.rule("R-15.6.5-2")
def test_what_failed_is_summed_up_first(visit, walk, stands):
    failed = {"rolled_back": True, "rolled_back_at": START}
    change_id = walk(lambda line: line.running().work().finish("失败", **failed).feed_back().observe())
    at = f"/changes/{change_id}"
    desk = visit("zhangming")

    assert desk.post(f"{at}/confirm").status_code == 303
    assert stands(change_id) is State.SUMMARISING
    page = desk.get(f"{at}/closing").text
    assert "由实施单位作变更总结" in page
    sheet = visit("wanghaitao").post(f"{at}/summary")
    assert "BG-2026-0001" in visit("wanghaitao").get(sheet.headers["Location"]).text
    assert "应作变更总结（BZ）" in desk.post(f"{at}/summarise").text
    assert stands(change_id) is State.SUMMARISING


@pytest.mark.rule("R-4.4.6-1", "R-15.6.4-3", "R-17.4.3-1")
def test_documents_and_items_are_brought_up_to_date_before_two_persons_archive_it(visit, walk, rows, stands):
    change_id = walk(lambda line: line.verifying(**plan(1, 1), **STALE))
    at = f"/changes/{change_id}"
    keeper, clerk, desk, second = (visit(login) for login in ("zhaomin", "wujing", "zhangming", "sunyue"))

    early = keeper.post(f"{at}/verify")
    assert (early.status_code, stands(change_id)) == (422, State.VERIFYING)
    assert "尚未更新" in early.text
    [document] = rows(ChangeDocument, change_id)
    assert desk.post(f"{at}/documents/{document}/withdraw", reason="不需要").status_code == 403
    assert "请写明撤销该项的理由" in keeper.post(f"{at}/documents/{document}/withdraw").text
    assert "没有这一编号的已发布文档" in keeper.post(f"{at}/documents/{document}/name", number="ZLW-X").text
    assert keeper.post(f"{at}/documents/{document}/withdraw", reason="该配置随设备下线").status_code == 303
    for item in rows(ChangeItem, change_id):
        assert "请填写配置项的新值" in clerk.post(f"{at}/items/{item}", entered="").text
        assert clerk.post(f"{at}/items/{item}", entered="V5.31").status_code == 303
    assert keeper.post(f"{at}/verify").status_code == 303
    assert stands(change_id) is State.CLOSING
    assert "签字扫描件" in desk.post(f"{at}/archive", on_paper="1").text
    assert desk.post(f"{at}/archive").status_code == 303
    assert "待另一人确认" in second.get(f"{at}/archive").text
    assert stands(change_id) is State.CLOSING


@pytest.mark.rule("R-15.6.4-6", "R-4.5.1-1")
def test_who_may_not_read_the_archive_is_told_where_the_set_lies(visit, walk, database, settings, clock):
    change_id = walk(lambda line: line.closing().archive())
    desk = visit("zhangming")
    assert "全套材料正在生成" in desk.get(f"/changes/{change_id}/archive").text

    JOBS[SET](Context(database, settings, clock, {}), {"record_id": change_id})

    assert "全套材料已归入 SP01、CZ06。您没有这两个文件夹的使用权限" in desk.get(f"/changes/{change_id}/archive").text
    assert "变更单全套" in visit("lijing").get(f"/changes/{change_id}/archive").text
