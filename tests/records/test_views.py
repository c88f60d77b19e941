"""The pages: what is typed is never lost, what may not be seen is not found, what cannot be done says why."""

import re

import pytest
from sqlalchemy import event, select

from docsys.records.models import Record
from docsys.records.rules import State
from tests.records.factories import (
    BG,
    OPINION,
    RESULT,
    drafted,
    make_approval,
    make_approved,
    make_completed,
    make_draft,
    make_people,
    make_submitted,
    make_visit,
    visit,
)


def sent(raw):
    """Values as the inputs of a page send them."""
    fields = {}
    for name, value in raw.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            fields[f"{name}-rows"] = "1"
            fields |= {f"{name}-{place}-{key}": cell for place, row in enumerate(value) for key, cell in row.items()}
        elif isinstance(value, list):
            fields[name] = "、".join(value)
        else:
            fields[name] = ("是" if value else "否") if isinstance(value, bool) else value
    return fields


def stored(database, record_id=None):
    with database.read() as session:
        query = select(Record) if record_id is None else select(Record).where(Record.id == record_id)
        return session.scalars(query).one()


def test_the_list_of_forms_shows_each_with_its_article(browse, everybody):
    page = browse("lijing").get("/forms/").text

    assert "证联网变更单" in page
    assert "机房出入登记表" in page
    assert "10.3.5" in page


@pytest.mark.db
def test_an_order_goes_from_its_start_to_its_submission(browse, everybody, database):
    browser = browse("lijing")

    address = browser.post("/forms/BG/start").location
    answer = browser.post(f"{address}/submit", version="1", page="p", **sent(drafted()))

    record = stored(database)
    assert (answer.status_code, answer.location, record.state) == (303, address, State.PENDING)
    assert record.data["steps"] == BG.sample["steps"]
    assert record.data["executors"] == ["王海涛（wanghaitao）"]
    assert "BG-2026-0001 已提交，待评审。" in browser.get(address).text


def test_a_refused_submission_comes_back_with_all_that_was_typed(browse, begin, database):
    record_id = begin(make_draft)
    raw = sent(drafted(reason="", content="尚未保存的变更内容", steps=[{**BG.sample["steps"][0], "checker": "王海涛"}]))

    answer = browse("lijing").post(f"/forms/records/{record_id}/submit", version="2", page="p1", **raw)

    assert answer.status_code == 422
    assert "不符合 15.6.2（一）：请填写“变更原因概述”。" in answer.text
    assert "变更操作步骤 第 1 行“检查人”" in answer.text
    assert "同一步骤的操作人与检查人不能为同一人" in answer.text
    assert "尚未保存的变更内容" in answer.text
    assert stored(database, record_id).state is State.DRAFT


def test_a_lost_update_is_refused_and_nothing_typed_is_lost(browse, begin, database):
    record_id = begin(make_draft)
    browser = browse("lijing")
    address = f"/forms/records/{record_id}/save"
    assert browser.post(address, version="2", page="甲", **sent(drafted(name="甲改的"))).status_code == 303

    answer = browser.post(address, version="2", page="乙", **sent(drafted(name="乙改的")))

    assert answer.status_code == 409
    assert "已被他人修改" in answer.text
    assert "乙改的" in answer.text
    assert stored(database, record_id).data["name"] == "甲改的"


def test_autosave_keeps_the_draft_and_answers_with_json(browse, begin, database):
    record_id = begin(make_draft)
    browser = browse("lijing")

    answers = [
        browser.post(f"/forms/records/{record_id}/autosave", version="2", page="甲", **sent(drafted(name=name)))
        for name in ("一", "一二")
    ]

    assert [answer.json["version"] for answer in answers] == [3, 4]
    assert stored(database, record_id).data["name"] == "一二"


def test_one_more_row_saves_and_returns_to_the_rows(browse, begin):
    record_id = begin(make_draft)

    answer = browse("lijing").post(
        f"/forms/records/{record_id}/save", version="2", page="p1", more="steps", **sent(drafted())
    )

    assert answer.location == f"/forms/records/{record_id}#f-steps"


def test_a_row_that_is_ticked_off_is_gone(browse, begin, database):
    record_id = begin(make_draft)
    raw = {**sent(drafted()), "steps-0-gone": "1"}

    browse("lijing").post(f"/forms/records/{record_id}/save", version="2", page="p1", **raw)

    assert [row["item"] for row in stored(database, record_id).data["steps"]] == [
        row["item"] for row in BG.sample["steps"][1:]
    ]


@pytest.mark.parametrize("path", ["", "/print.pdf"])
def test_what_may_not_be_seen_is_answered_like_what_is_not_there(browse, begin, path):
    record_id = begin(make_submitted)
    browser = browse("zhouwei")

    hidden, absent = (browser.get(f"/forms/records/{one}{path}") for one in (record_id, record_id + 1000))

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert [without_time(hidden.text)] == [without_time(absent.text)]


def without_time(page):
    return re.sub(r"csrf-token\" content=\"[^\"]+|\d{2}:\d{2}(:\d{2})?|nonce=\"[^\"]+|value=\"[^\"]{40,}\"", "", page)


def test_the_reviewer_sees_inputs_and_lets_it_pass(browse, begin, database):
    record_id = begin(make_submitted)
    browser = browse("chenzhiyuan")
    page = browser.get(f"/forms/records/{record_id}").text

    answer = browser.post(f"/forms/records/{record_id}/steps/review", version="3", verdict="sign", **OPINION)

    assert 'name="review_opinion"' in page
    assert 'name="reason"' not in page
    assert (answer.status_code, stored(database, record_id).state) == (303, State.PENDING)


def test_the_applicant_sees_why_he_cannot_review(browse, begin):
    record_id = begin(make_submitted)

    page = browse("lijing").get(f"/forms/records/{record_id}").text

    assert 'name="review_opinion"' not in page
    assert re.search(r"disabled>\s*评审通过", page)
    assert "“评审”由二级变更评审人、网管办成员办理，您没有这一身份。" in page


def test_the_leader_finds_his_field(browse, begin, database):
    record_id = begin(make_submitted)
    browser = browse("zhaogang")

    assert "签署" in browser.get(f"/forms/records/{record_id}").text
    browser.post(f"/forms/records/{record_id}/steps/endorse", version="3", leader_opinion="同意。")

    assert stored(database, record_id).data["leader_opinion"] == "同意。"


def test_completion_asks_for_the_result_and_offers_today(browse, begin, database):
    record_id = begin(make_approved)
    browser = browse("lijing")
    page = browser.get(f"/forms/records/{record_id}").text

    answer = browser.post(f"/forms/records/{record_id}/steps/complete", version="4", **RESULT)

    assert 'value="2026-11-23"' in page
    assert (answer.status_code, stored(database, record_id).state) == (303, State.COMPLETED)


def test_archiving_waits_for_the_second_person(browse, begin, database):
    record_id = begin(make_completed)
    browser = browse("zhangming")

    answer = browser.post(f"/forms/records/{record_id}/archive")

    assert "已申请归档，待第二人确认（2.3.3）。" in browser.get(answer.location).text
    assert stored(database, record_id).state is State.COMPLETED


def test_withdrawing_and_giving_up(browse, begin, database):
    record_id = begin(make_submitted)
    browser = browse("lijing")

    browser.post(f"/forms/records/{record_id}/withdraw")
    refused = browser.post(f"/forms/records/{record_id}/cancel", remark="")
    browser.post(f"/forms/records/{record_id}/cancel", remark="设备延期到货")

    assert refused.status_code == 422
    assert stored(database, record_id).state is State.CANCELLED


def test_prints_come_as_pdf(browse, begin):
    record_id = begin(make_submitted)
    browser = browse("lijing")

    for address in (f"/forms/records/{record_id}/print.pdf", "/forms/BG/blank.pdf", "/forms/JC/blank.pdf"):
        answer = browser.get(address)
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_a_visit_is_entered_in_the_page_and_stands_as_open(browse, everybody, database):
    browser = browse("qianli")

    with database.act() as session:
        approval = make_approval(session, everybody)
        number = approval.number

    answer = browser.post("/forms/JC/rows", **sent(visit(xc_number=number)))
    page = browser.get(answer.location).text

    assert "已登记，编号 JC-SHFE-2026-0001。" in page
    assert "在场 1" in page
    assert "隔日未结" in page
    assert stored(database, 2).data["approver"] == "陈志远（chenzhiyuan）"


def test_a_refused_visit_keeps_what_was_typed(browse, everybody):
    answer = browse("qianli").post("/forms/JC/rows", **sent(visit(escort="", visitor="欧阳致远")))

    assert answer.status_code == 422
    assert "不符合 10.3.3：非授权工作人员进入机房，应由授权人员全程陪同，请填写陪同人。" in answer.text
    assert "欧阳致远" in answer.text


def test_leaving_is_entered_in_the_list(browse, begin, database):
    record_id = begin(make_visit)
    browser = browse("qianli")
    address = f"/forms/records/{record_id}/steps/leave"

    refused = browser.post(address, version="1", left_at="2026-11-20T08:00")
    done = browser.post(address, version="1", to="list", left_at="2026-11-20T11:45")

    assert (refused.status_code, done.status_code, done.location) == (422, 303, "/forms/JC/")
    assert "离开时间不得早于进入时间" in refused.text
    assert stored(database, record_id).state is State.CLOSED


def test_a_month_is_printed_and_asks_for_a_second_person(browse, begin, clock):
    begin(make_visit, left_at="2026-11-20 11:45")
    clock.move(days=10)
    browser = browse("zhangming")
    page = browser.get("/forms/JC/").text
    address = re.search(r'action="(/forms/JC/lists/\d+/2026-11/archive)"', page)

    assert address
    assert "待第二人确认" in browser.get(browser.post(address[1]).location).text
    printed = browser.get(address[1].replace("/archive", ".pdf"))
    assert printed.data[:5] == b"%PDF-"


def test_a_row_is_struck_out(browse, begin, database):
    record_id = begin(make_visit)

    browse("qianli").post(f"/forms/JC/rows/{record_id}/cancel", remark="重复登记")

    assert stored(database, record_id).state is State.CANCELLED


def test_who_keeps_no_register_sees_no_inputs_for_it(browse, everybody):
    browser = browse("lijing")

    assert 'name="visitor"' not in browser.get("/forms/JC/").text
    assert browser.post("/forms/JC/rows", **sent(visit())).status_code == 403


@pytest.mark.db
def test_lists_are_filtered_and_exported(browse, begin):
    begin(make_draft)
    browser = browse("lijing")

    assert "BG-2026-0001" in browser.get("/forms/BG/?q=核心&state=draft").text
    assert "没有符合条件的记录" in browser.get("/forms/BG/?q=不存在").text
    assert "SH-2 节点核心交换机软件版本升级" in browser.get("/forms/BG/list.csv").data.decode("utf-8-sig")
    assert browser.get("/forms/BG/list.xlsx").data[:2] == b"PK"


def test_the_desk_of_a_reviewer_shows_what_waits_for_him(browse, begin):
    begin(make_submitted)

    page = browse("chenzhiyuan").get("/").text

    assert "待我办理的表单" in page
    assert "BG-2026-0001" in page
    assert 'aria-label="1 项待办"' in page


def test_the_desk_of_a_keeper_shows_who_is_inside(browse, begin):
    begin(make_visit)

    page = browse("qianli").get("/").text

    assert "未结登记" in page
    assert "待登记离开" in page


def test_the_desk_of_an_applicant_shows_his_drafts(browse, begin):
    begin(make_draft)

    assert "SH-2 节点核心交换机软件版本升级" in browse("lijing").get("/").text


def test_an_unknown_form_is_not_found(browse, everybody):
    assert browse("lijing").get("/forms/XX/").status_code == 404


def test_a_list_page_asks_the_database_as_often_for_three_rows_as_for_one(browse, database):
    def asked(browser):
        with counted(database) as statements:
            browser.get("/forms/BG/")
        return len(statements)

    with database.act() as session:
        people = make_people(session)
        make_submitted(session, people)
    browser = browse("lijing")
    browser.get("/forms/BG/")
    for_one = asked(browser)
    with database.act() as session:
        for _ in range(2):
            make_submitted(session, people)

    assert asked(browser) == for_one


class counted:  # noqa: N801 - reads as a verb
    def __init__(self, database):
        self.engine, self.statements = database.engine, []

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error):
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_rest):
        self.statements.append(statement)
