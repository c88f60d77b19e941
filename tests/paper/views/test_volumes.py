"""Volumes on screen, the paper catalogue, and 纸电核对."""

import csv
import io

import pytest
from pypdf import PdfReader

from docsys.jobs import Context
from docsys.paper import jobs
from docsys.paper.rules import range_text

ROUNDS, MANUAL, SECOND, GUARDED = "1", "2", "3", "4"
NEW = {"folder": "SC01", "title": "值班与巡检手册", "location": "库房 A 柜", "retention": "10 年"}


def rows(answer):
    """The lines of a CSV that bear a document's number."""
    return [row for row in csv.reader(io.StringIO(answer.text)) if len(row) > 1 and row[1].startswith("ZLW-")]


def text(answer):
    assert answer.status_code == 200
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


@pytest.mark.db
@pytest.mark.rule("R-4.3.7-2", "R-4.3.2-1")
def test_a_volume_is_compiled_printed_bound_and_closed(visit, database, settings, clock):
    keeper = visit("zhaomin")

    wizard = keeper.get("/paper/volumes/new?folder=SC01").text
    assert '预计卷号 <b class="mono">ZLW-SC01-J2026-01</b>' in wizard
    done = keeper.post("/paper/volumes/new", **NEW, chosen=[ROUNDS, MANUAL], **{"pages-1": "6", "pages-2": "4"})
    assert "已组卷 ZLW-SC01-J2026-01，共 2 件、10 页。" in keeper.get(done.location).text
    contents = text(keeper.get("/paper/volumes/1/contents.pdf"))
    assert contents.index("ZLW-SC01-YGZX-001") < contents.index("ZLW-SC01-YGZX-002")
    assert range_text(5, 10) in contents
    cover = text(keeper.get("/paper/volumes/1/cover.pdf"))
    for words in ("值班与巡检手册", "ZLW-SC01-J2026-01", "10 年", "ZLW-SC01-YGZX-001～002"):
        assert words in cover
    assert "值" in text(keeper.get("/paper/volumes/1/spine.pdf"))
    assert "备考表" in text(keeper.get("/paper/volumes/1/remarks.pdf"))
    assert keeper.get("/paper/volumes/1/bound.pdf").status_code == 404

    keeper.post("/paper/volumes/1/bind")
    late = keeper.post("/paper/volumes/1/arrange", **NEW, kept=[MANUAL])
    assert (late.status_code, "卷 ZLW-SC01-J2026-01 已装订，不能再插入、移出或调整文件" in late.text) == (422, True)
    jobs.bind_volume(Context(database, settings, clock, {}), {"volume_id": 1})
    assert "装订本 PDF" in keeper.get("/paper/volumes/1").text
    with keeper.get("/paper/volumes/1/bound.pdf") as answer:
        book = PdfReader(io.BytesIO(answer.data))
    assert [getattr(one, "title", None) for one in book.outline] == [
        "封面",
        "卷内目录",
        "001 ZLW-SC01-YGZX-001 运管中心值班手册",
        "002 ZLW-SC01-YGZX-002 巡检手册",
        "备考表",
    ]
    assert "补卷" in keeper.get("/paper/volumes/1").text
    assert "已编入卷 ZLW-SC01-J2026-01" in keeper.get("/paper/copies/2").text


def test_what_is_out_of_date_or_missing_is_refused_in_words(visit):
    keeper = visit("zhaomin")

    nothing = keeper.post("/paper/volumes/new", **NEW)
    gone = keeper.post("/paper/volumes/new", **NEW, chosen=["99"])
    unnamed = keeper.post("/paper/volumes/new", **NEW | {"title": " "}, chosen=[MANUAL])

    assert (nothing.status_code, "请先选入至少一份在库的纸质份" in nothing.text) == (422, True)
    assert (gone.status_code, "请刷新后重新选择" in gone.text) == (422, True)
    assert (unnamed.status_code, "请填写卷题名" in unnamed.text) == (422, True)


def test_a_volume_is_given_up_with_a_reason(visit):
    keeper = visit("zhaomin")
    keeper.post("/paper/volumes/new", **NEW, chosen=[MANUAL])

    refused = keeper.post("/paper/volumes/1/discard", reason="")
    done = keeper.post("/paper/volumes/1/discard", reason="并入他卷")

    assert (refused.status_code, "请写明撤销原因" in refused.text) == (422, True)
    assert "已撤销组卷，卷号记为空号，不再使用。" in keeper.get(done.location).text
    assert "还没有卷册" in keeper.get("/paper/volumes").text


def test_volumes_are_for_who_keeps_or_audits_them(visit):
    keeper, auditor, reader = visit("zhaomin"), visit("hejing"), visit("liqiang")
    keeper.post("/paper/volumes/new", **NEW, chosen=[MANUAL])

    assert [auditor.get(f"/paper/volumes{one}").status_code for one in ("", "/1", "/1/cover.pdf", "/new")] == [
        200,
        200,
        200,
        403,
    ]
    assert auditor.post("/paper/volumes/1/bind").status_code == 403
    assert [reader.get(f"/paper/volumes{one}").status_code for one in ("", "/1", "/1/cover.pdf", "/new")] == [
        403,
        404,
        404,
        403,
    ]
    register = auditor.get("/paper/volumes?format=csv").text
    assert "ZLW-SC01-J2026-01,值班与巡检手册,ZLW-SC01-YGZX-001,1,4,在编,,10 年,内部,库房 A 柜," in register


@pytest.mark.rule("R-4.3.7-1")
def test_the_paper_catalogue_is_the_catalogue_of_what_is_on_paper(visit):
    """The same codes, the same order; 载体 decides what stands in it, the reader's rights who sees it."""
    keeper = visit("zhaomin")
    keeper.post("/paper/volumes/new", **NEW, chosen=[MANUAL])
    keeper.post("/paper/volumes/1/bind")
    marks = {"title": "机房租赁合同", "folder": "HT01", "unit_id": "1", "version": "V1.0", "location": "合同柜"}
    keeper.post("/paper/file", **marks, count="1")

    whole, paper = rows(keeper.get("/catalogue/?format=csv")), rows(keeper.get("/paper/catalogue?format=csv"))

    volume = 9
    on_paper = [row for row in whole if "纸质" in row[8]]
    assert [row[1] for row in paper][:2] == ["ZLW-SC01-YGZX-001", "ZLW-SC01-YGZX-002"]
    assert [row[1:volume] for row in paper] == [row[1:volume] for row in on_paper]
    assert [row[volume] for row in paper] == ["ZLW-SC01-J2026-01", "", "", ""]
    assert rows(visit("zhouwei").get("/paper/catalogue?format=csv")) == []
    assert "ZLW-SC01-J2026-01" in text(keeper.get("/paper/catalogue?format=pdf")).replace("\n", "")


@pytest.mark.db
def test_the_comparison_names_what_does_not_agree_and_may_be_signed(visit):
    keeper, reader = visit("zhaomin"), visit("liqiang")
    keeper.post("/paper/copies/2/change", location="库房", pages="4", is_important="y")

    page = keeper.get("/paper/check?kind=no-scan")
    printed = text(keeper.get("/paper/check?kind=no-scan&format=pdf"))

    assert "重要纸质文件没有扫描备份（4.3.8）。" in page.text
    assert "未装订成册" not in page.text
    assert "重要纸质文件未扫描清单" in printed
    assert "核对人" in printed
    assert [reader.get("/paper/check").status_code, reader.get("/paper/catalogue").status_code] == [403, 200]
