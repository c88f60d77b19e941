"""Borrowing on screen: from the request to the slip, each step by whose it is (4.5.1, F-13)."""

import io

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.rule("R-4.5.1-1")
COPY, GUARDED = 2, 4
WISH = {"purpose": "核对值班流程", "due": "2026-12-07"}


@pytest.mark.db
def test_a_copy_is_asked_for_handed_out_extended_and_returned(visit):
    reader, keeper = visit("liqiang"), visit("zhaomin")

    asked = reader.post(f"/paper/copies/{COPY}/borrow", **WISH)
    assert "已提交借阅申请 JY-YGZX-2026-0001。请到文档管理员处取件。" in reader.get(asked.location).text
    assert reader.post("/paper/loans/1/hand_out").status_code == 403
    assert "李强 · JY-YGZX-2026-0001" in keeper.get("/").text
    keeper.post("/paper/loans/1/hand_out")
    late = keeper.post("/paper/loans/1/extend", due="2027-12-07")
    assert (late.status_code, "最长 30 天" in late.text) == (422, True)
    keeper.post("/paper/loans/1/extend", due="2026-12-20")
    assert "已续借至 2026-12-20。" in keeper.get("/paper/loans/1").text
    done = keeper.post("/paper/loans/1/take_back")

    assert "已登记归还。" in keeper.get(done.location).text
    register = keeper.get("/paper/loans?format=csv").text
    assert "JY-YGZX-2026-0001,ZLW-SC01-YGZX-001-V1.0-Z01,运管中心值班手册,李强,运管中心运行部 · " in register
    assert ",核对值班流程,,2026-11-23,2026-12-20,2026-11-23,已归还" in register


def test_guarded_paper_waits_for_a_superior(visit):
    reader, keeper, leader = visit("liqiang"), visit("zhaomin"), visit("gaolei")

    reader.post(f"/paper/copies/{GUARDED}/borrow", **WISH)
    early = keeper.post("/paper/loans/1/hand_out")
    assert (early.status_code, "敏感文件，借出前须经上级领导批准" in early.text) == (422, True)
    assert keeper.post("/paper/loans/1/approve").status_code == 403
    assert "密钥管理手册" in leader.get("/").text
    leader.post("/paper/loans/1/approve", reason="同意，限机房内使用")
    page = keeper.get("/paper/loans/1").text

    assert "高磊" in page
    assert "同意，限机房内使用" in page
    assert keeper.post("/paper/loans/1/hand_out").status_code == 303


def test_the_counter_lends_at_once_to_whom_it_may(visit):
    keeper = visit("zhaomin")
    at = f"/paper/copies/{COPY}/lend"

    nobody = keeper.post(at, borrower="王五", **WISH)
    stranger = keeper.post(at, borrower="周伟（zhouwei）", **WISH)
    done = keeper.post(at, borrower="李强（liqiang）", **WISH)

    assert (nobody.status_code, "“王五”不是唯一的系统用户" in nobody.text) == (422, True)
    assert (stranger.status_code, "周伟 没有 ZLW-SC01-YGZX-001 的“借阅纸质”权限" in stranger.text) == (422, True)
    assert "已借给 李强，2026-12-07 应还，借阅编号 JY-YGZX-2026-0001。" in keeper.get(done.location).text


def test_the_slip_is_printed_for_those_who_see_the_loan(visit):
    reader = visit("liqiang")
    reader.post(f"/paper/copies/{COPY}/borrow", **WISH)

    text = PdfReader(io.BytesIO(reader.get("/paper/loans/1/slip.pdf").data)).pages[0].extract_text()

    for words in ("JY-YGZX-2026-0001", "李强", "核对值班流程", "2026-12-07"):
        assert words in text
    stranger = visit("zhouwei")
    assert [stranger.get(f"/paper/loans/1{end}").status_code for end in ("", "/slip.pdf")] == [404, 404]
    assert "还没有借阅" in stranger.get("/paper/loans").text
