"""From the desk to 待实施, and an emergency from the telephone on: each act on its page by whoever does it."""

import pytest

from docsys.changes import queries
from docsys.changes.models import Change
from docsys.changes.rules.reviewing import CHECKLIST
from docsys.changes.rules.states import State

pytestmark = pytest.mark.db
ANSWERED = {f"answer_{key}": "符合" for key in CHECKLIST}


@pytest.fixture
def stands(database):
    def state(change_id):
        with database.read() as session:
            return session.get_one(Change, change_id).state

    return state


JUDGED = {"review_opinion": "同意实施", "conclusion": "通过", "ask_leader": "否", **ANSWERED}


@pytest.mark.rule("R-15.6.2-3")
def test_a_first_level_order_is_consulted_on_its_page(visit, walk, database, stands):
    change_id = walk(lambda line: line.begin(level="一级").submit())
    at = f"/changes/{change_id}"
    desk, own = visit("zhangming"), visit("wujing")

    wrong = desk.post(f"{at}/pass-on")
    assert (wrong.status_code, stands(change_id)) == (422, State.SUBMITTED)
    assert "须先征求各承建单位意见" in wrong.text
    assert "请填写答复期限" in desk.post(f"{at}/consult", reply_by="").text
    assert desk.post(f"{at}/consult", reply_by="2026-11-24").status_code == 303
    with database.read() as session:
        units = {one.code: one.id for one in queries.builders(session)}
    assert own.post(f"{at}/opinions", unit_id=units["DCE"], opinion="同意").status_code == 403
    assert own.post(f"{at}/opinions", unit_id=units["SHFE"], opinion="不同意").status_code == 422
    assert own.post(f"{at}/opinions", unit_id=units.pop("SHFE"), opinion="同意").status_code == 303
    early = desk.post(f"{at}/close-consultation")
    assert (early.status_code, stands(change_id)) == (422, State.CONSULTING)
    for unit_id in units.values():
        assert desk.post(f"{at}/opinions", unit_id=unit_id, opinion="无意见", person="值班经理").status_code == 303
    assert desk.post(f"{at}/close-consultation").status_code == 303
    assert stands(change_id) is State.REVIEWING


@pytest.mark.rule("R-15.5.1-1")
def test_it_is_reviewed_by_its_group_and_signed_by_the_leader(visit, walk, stands):
    change_id = walk(lambda line: line.begin(level="一级").submit().consult().hear().close())
    at = f"/changes/{change_id}"
    reviewers = [visit(login) for login in ("majun", "tangwen")]

    assert visit("chenzhiyuan").post(f"{at}/votes", opinion="同意").status_code == 403
    short = reviewers[0].post(f"{at}/decide", **JUDGED)
    assert (short.status_code, stands(change_id)) == (422, State.REVIEWING)
    assert "评审意见不足：应有 2 人，现有 0 人" in short.text
    for one in reviewers:
        assert one.post(f"{at}/votes", opinion="同意", said="具备实施条件").status_code == 303
    assert reviewers[0].post(f"{at}/ask-leader").status_code == 303
    assert "上级领导意见为必填" in reviewers[0].post(f"{at}/decide", **JUDGED).text
    assert visit("zhengguodong").post(f"{at}/endorse", leader_opinion="同意，注意回退时点").status_code == 303
    assert reviewers[1].post(f"{at}/decide", **JUDGED).status_code == 303
    assert stands(change_id) is State.APPROVED


@pytest.mark.rule("R-15.6.3-1")
def test_it_is_filed_and_announced_before_it_waits_for_its_day(visit, walk, stands):
    change_id = walk(lambda line: line.begin(level="一级").submit().consult().hear().close().vote().approve())
    at = f"/changes/{change_id}"
    desk = visit("zhangming")

    refused = desk.post(f"{at}/release")
    assert "请填写报备日期" in refused.text
    assert "尚未通知" in refused.text
    sheet = desk.get(desk.post(f"{at}/notices").headers["Location"]).text
    assert "BG-2026-0001" in sheet
    assert "SH-2 节点" in sheet
    assert "BT-2026-0001" in desk.get(f"{at}/notice").text
    walk(lambda line: issue(line, change_id))
    assert desk.post(f"{at}/release", filed_on="2026-11-25", filed_to="何平").status_code == 303
    assert stands(change_id) is State.READY
    for tab in ("", "/review", "/notice", "/history"):
        assert desk.get(at + tab).status_code == 200


def issue(line, change_id):
    found = queries.of_record(line.session, change_id)
    assert found
    line.change = found
    return line.notify()


def test_an_order_goes_back_is_given_up_or_reviewed_anew(visit, walk, stands):
    submitted = walk(lambda line: line.begin().submit())
    desk = visit("zhangming")

    assert "请写明退回的原因" in desk.post(f"/changes/{submitted}/send-back").text
    assert desk.post(f"/changes/{submitted}/send-back", reason="缺测试报告").status_code == 303
    assert stands(submitted) is State.RETURNED
    assert visit("wanghaitao").post(f"/changes/{submitted}/cancel", reason="不做了").status_code == 403
    assert visit("lijing").post(f"/changes/{submitted}/cancel", reason="不做了").status_code == 303
    assert stands(submitted) is State.WITHDRAWN


def test_an_approved_plan_is_rewritten_with_its_former_self_kept(visit, walk, stands):
    change_id = walk(lambda line: line.approved())
    desk = visit("zhangming")

    assert desk.post(f"/changes/{change_id}/reopen", reason="改期").status_code == 303

    assert stands(change_id) is State.REVIEWING
    page = desk.get(f"/changes/{change_id}").text
    assert "批准过的原方案" in page
    assert "改期" in page
    assert "修改方案后重新提交" in page


@pytest.mark.rule("R-15.3.3-1")
def test_an_emergency_is_decided_noted_for_others_confirmed_begun_and_ended(visit, people, stands):
    li, desk, zxb = (visit(login) for login in ("lijing", "zhangming", "heping"))
    facts = {"name": "主板更换", "level": "二级", "urgency": "链路中断", "impact": "单机运行", "reporter": "李静"}
    at = li.post("/changes/report", **facts).headers["Location"]
    change_id = int(at.rsplit("/", 1)[1])

    assert li.post(f"{at}/oral/allow", approver="何平").status_code == 403
    assert "批准方式" in desk.post(f"{at}/oral/allow", approver="何平").text
    said = {"approver": "何平", "means": "电话", "approved_at": "2026-11-23T08:50"}
    assert desk.post(f"{at}/oral/allow", **said).status_code == 303
    assert desk.post(f"{at}/oral/confirm").status_code == 403
    assert zxb.post(f"{at}/oral/confirm").status_code == 303
    one = {"executors": "王海涛（wanghaitao）", "verifiers": "王海涛（wanghaitao）"}
    refused = li.post(f"{at}/urgent/begin", **one)
    assert "两者不能为同一人" in refused.text
    assert li.post(f"{at}/urgent/begin", **{**one, "verifiers": "刘颖（liuying）"}).status_code == 303
    assert li.post(f"{at}/urgent/end", outcome="成功").status_code == 303

    page = li.get(f"{at}/notice").text
    assert stands(change_id) is State.COMPLETING
    assert "应在 2026-11-25 前补填" in page
    assert "口头审批与实施" in page
    assert "填写变更单" in page
