"""The pages of copies and scans; who may open them, and what a refusal says."""

import csv
import io
import re

import pytest
from PIL import Image

MANUAL = "ZLW-SC01-YGZX-001"
ROUNDS = "ZLW-SC01-YGZX-002"
GUARDED = "ZLW-SC01-YGZX-003"
# The copies by their id: of the rounds, twice of the manual, of the guarded one.
FIRST, SECOND = 2, 3


def codes(page):
    return re.findall(r'data-copy="([^"]+-Z\d\d)"', page)


def scanned(dpi):
    """One page as a scanner at so many dots would give it."""
    found = io.BytesIO()
    Image.new("1", (round(8.27 * dpi), round(11.69 * dpi))).save(found, "PDF", resolution=dpi)
    found.seek(0)
    return found


@pytest.mark.db
def test_the_list_stands_in_number_order_and_is_taken_along(visit):
    keeper = visit("zhaomin")

    answer = keeper.get("/paper/?format=csv&state=in_store")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    head = next(row for row in rows if row[:1] == ["份号"])
    assert head == ["份号", "文档名称", "版本", "状态", "持有人", "存放地点", "卷号", "重要", "扫描件", "页数", "备注"]
    found = [row for row in rows if row and row[0].startswith("ZLW-")]
    assert [row[0] for row in found] == [
        f"{MANUAL}-V1.0-Z01",
        f"{MANUAL}-V1.0-Z02",
        f"{ROUNDS}-V1.0-Z01",
        f"{GUARDED}-V1.0-Z01",
    ]
    place = "库房 A 柜 2 层"
    assert found[0][1:] == ["运管中心值班手册", "V1.0", "在库", place, place, "", "", "", "4", ""]


def test_a_reader_finds_what_he_may_read_and_cannot_keep_it(visit):
    reader = visit("liqiang")

    page = reader.get("/paper/").text

    assert "登记纸质份" not in page
    assert "运管中心值班手册" in page
    assert [reader.get(f"/paper/{one}").status_code for one in ("new", "file", "volumes", "check")] == [403] * 4
    assert reader.post("/paper/new", number=MANUAL, count="1", location="库房").status_code == 403
    assert reader.post(f"/paper/copies/{FIRST}/change", location="家里").status_code == 403
    assert reader.post(f"/paper/copies/{FIRST}/retire", reason="不要了").status_code == 403


def test_a_stranger_finds_nothing(visit):
    stranger = visit("zhouwei")

    assert "没有您可以查看的纸质份" in stranger.get("/paper/").text
    assert [stranger.get(f"/paper/copies/{one}").status_code for one in (FIRST, 999)] == [404, 404]
    assert stranger.post(f"/paper/copies/{FIRST}/borrow", purpose="看看", due="2026-12-07").status_code == 404


def test_copies_are_registered_by_number(visit):
    keeper = visit("zhaomin")

    assert f"<b>{ROUNDS}《巡检手册》</b>" in keeper.get(f"/paper/new?number={ROUNDS}").text
    refused = keeper.post("/paper/new", number=ROUNDS, count="0", location="")
    done = keeper.post("/paper/new", number=ROUNDS, count="2", location="库房 B", pages="10", important="yes")

    assert (refused.status_code, "份数须为 1 至 50" in refused.text) == (422, True)
    page = keeper.get(done.location).text
    assert f"已登记 2 份，份号 {ROUNDS}-V1.0-Z02 至 Z03。" in page
    assert "重要纸质文件，还没有扫描备份。请扫描后在此登记。" in page
    assert "没有编号为 ZLW-X-001 的文档" in keeper.get("/paper/new?number=ZLW-X-001").text


@pytest.mark.rule("R-4.3.1-1")
def test_what_is_on_paper_alone_is_entered_with_its_copies(visit):
    keeper = visit("zhaomin")
    marks = {"title": "机房租赁合同", "folder": "HT01", "unit_id": "1", "author": "赵敏", "version": "V1.0"}

    refused = keeper.post("/paper/file", **marks, count="1", location="")
    done = keeper.post("/paper/file", **marks, count="1", location="合同柜", pages="12")

    assert (refused.status_code, "请填写存放地点" in refused.text) == (422, True)
    assert "已登记纸质文件 ZLW-HT01-2026-" in keeper.get(done.location).text
    assert "机房租赁合同" in keeper.get("/paper/catalogue?folder=HT").text
    assert "机房租赁合同" in keeper.get("/paper/?scan=lacking").text


@pytest.mark.db
def test_a_copy_is_handed_out_recalled_and_destroyed_by_two(visit):
    keeper, second = visit("zhaomin"), visit("sunli")
    at = f"/paper/copies/{FIRST}"

    keeper.post(f"{at}/issue", holder_kind="department", holder="运行部值班台")
    assert "运行部值班台" in keeper.get(at).text
    keeper.post(f"{at}/recall", reason="更换封面")
    keeper.post(f"{at}/collect")
    asked = keeper.post(f"{at}/destroy", way="碎纸", reason="破损")
    assert "须由另一人在“双人确认”中确认后生效" in keeper.get(asked.location).text
    second.post("/confirmations/1", verdict="accept", decision="accept")

    register = keeper.get("/paper/recalls?state=all&format=csv").text
    assert (
        f"HS-YGZX-2026-0001,{MANUAL}-V1.0-Z01,运管中心值班手册,运行部值班台,更换封面,2026-11-30,2026-11-23," in register
    )


@pytest.mark.rule("R-4.3.8-1")
def test_a_scan_is_measured_kept_and_shown(visit):
    keeper, reader = visit("zhaomin"), visit("liqiang")
    at = f"/paper/copies/{FIRST}"
    keeper.post(f"{at}/change", location="库房", pages="4", is_important="y")
    assert "运管中心值班手册" in keeper.get("/catalogue/SC01?due=no_scan").text

    coarse = keeper.post(f"{at}/scans", file=(scanned(100), "签字页.pdf"), paper="A4")
    kept = keeper.post(f"{at}/scans", file=(scanned(300), "签字页.pdf"), paper="A4")

    assert coarse.status_code == 422
    assert "不符合 4.3.8：“签字页.pdf”实测 100 dpi" in coarse.text
    assert "已登记 1 个扫描件：300 dpi" in keeper.get(kept.location).text
    assert "没有符合条件的纸质份" in keeper.get("/paper/?scan=lacking").text
    assert "运管中心值班手册" not in keeper.get("/catalogue/SC01?due=no_scan").text
    with reader.get("/paper/scans/1") as answer:
        assert answer.data.startswith(b"%PDF")
    assert visit("zhouwei").get("/paper/scans/1").status_code == 404
    assert reader.post(f"{at}/scans", file=(scanned(300), "x.pdf")).status_code == 403


def test_the_log_tells_what_was_done_with_a_copy(visit):
    keeper, auditor = visit("zhaomin"), visit("hejing")
    keeper.post(f"/paper/copies/{SECOND}/retire", reason="多余")

    page = auditor.get(f"/paper/copies/{SECOND}").text

    assert "纸质份停用" in page
    assert "恢复在库" not in page
    assert "恢复在库" in keeper.get(f"/paper/copies/{SECOND}").text
