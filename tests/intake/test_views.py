"""The pages of an import from its opening to its report, and who finds none."""

import csv
import io
import re
from urllib.parse import quote

import pytest

from tests.intake.conftest import TREE

HEAD = ["路径", "结果", "文档编号", "文档名称", "原编号", "待补标识或原因"]
MANUAL = "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt"


def put(browser, run_id, name, data):
    """A file as the script of the page sends it."""
    token = re.findall(r'name="csrf-token" content="([^"]+)"', browser.get("/").text)[0]
    return browser.client.put(
        f"/intake/{run_id}/upload", data=data, headers={"X-File-Name": quote(name), "X-CSRFToken": token}
    )


def table(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.fixture
def keeper(visit):
    return visit("zhaomin")


@pytest.fixture
def uploaded(keeper):
    """An upload of the tree, whose reading was asked for."""
    opened = keeper.post("/intake/upload", title="旧电脑", unit="YGZX", into="ZD07")
    assert (opened.status_code, opened.location) == (303, "/intake/1")
    sent = [put(keeper, 1, name, text.encode()) for name, text in TREE.items()]
    assert [answer.get_json() for answer in sent] == [{"message": f"已收到 {name}"} for name in TREE]
    assert "已收到 5 个文件" in keeper.get("/intake/1").text
    assert keeper.post("/intake/1/begin").location == "/intake/1"
    return keeper


@pytest.mark.db
@pytest.mark.rule("R-4.3.4-4")
def test_a_tree_is_uploaded_read_corrected_imported_and_reported(uploaded, worker):
    keeper = uploaded
    assert '<progress max="1" value="0"' in keeper.get("/intake/1").text
    worker.drain()
    assert keeper.get("/intake/1/progress").headers["HX-Refresh"] == "true"
    listed = {row[0]: row for row in table(keeper.get("/intake/1/list.csv"))}
    assert {path: listed[path][-1] for path in TREE} == {
        MANUAL: "ZLW-SC01-YGZX-001",
        "PZ02/核心交换机.cfg": "ZLW-PZ02-YGZX-001",
        "机房维保合同/空调维保.txt": "ZLW-HT04-2026-YGZX-0001",
        "散件.txt": "",
        "副本/散件（2）.txt": "ZLW-ZD07-YGZX-001",
    }

    corrected = keeper.post(
        "/intake/items/1", folder="PZ02", unit="YGZX", title="核心交换机配置", old_number="旧-7", author="王军"
    )
    assert corrected.location == "/intake/1"
    refused = keeper.post("/intake/items/1", folder="XX99", unit="YGZX", title="核心交换机配置")
    assert (refused.status_code, "没有可归入的文件夹“XX99”" in refused.text) == (422, True)
    assert keeper.post("/intake/1/start").location == "/intake/1"
    worker.drain()

    report = table(keeper.get("/intake/1/report.csv"))
    assert HEAD in report
    rows = {row[0]: row[1:5] for row in report if row and row[0] in TREE}
    assert rows == {
        "PZ02/核心交换机.cfg": ["已导入", "ZLW-PZ02-YGZX-001", "核心交换机配置", "旧-7"],
        MANUAL: ["已导入", "ZLW-SC01-YGZX-001", "夜班值班手册", "JS-2019-023"],
        "副本/散件（2）.txt": ["已导入", "ZLW-ZD07-YGZX-001", "散件", ""],
        "散件.txt": ["已跳过", "", "散件", ""],
        "机房维保合同/空调维保.txt": ["已导入", "ZLW-HT04-2026-YGZX-0001", "空调维保", ""],
    }
    assert "与 副本/散件（2）.txt 内容相同" in keeper.get("/intake/1?show=skip").text
    assert "夜班值班手册" in keeper.get("/search?q=JS-2019-023").text  # 原编号 is kept and found


def test_the_list_comes_back_from_a_spreadsheet_whole_or_not_at_all(uploaded, worker):
    keeper = uploaded
    worker.drain()
    text = keeper.get("/intake/1/list.csv").get_data().decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("散件.txt")]
    wrong = give_back(keeper, "\r\n".join(lines).replace("SC01", "XX99"))
    assert (wrong.status_code, "没有可归入的文件夹“XX99”" in wrong.text) == (422, True)
    assert "不在交回的清单中" not in keeper.get("/intake/1").text

    assert give_back(keeper, "\r\n".join(lines).replace("空调维保,", "空调维保合同,")).location == "/intake/1"
    page = keeper.get("/intake/1").text
    assert ("空调维保合同" in page, "不在交回的清单中" in page) == (True, True)


def give_back(keeper, text):
    return keeper.post("/intake/1/list", file=(io.BytesIO(text.encode("utf-8-sig")), "清单.csv"))


def test_many_are_left_out_and_taken_in_again(uploaded, worker):
    keeper = uploaded
    worker.drain()
    assert keeper.post("/intake/1/bulk", verb="exclude", chosen=["1", "2"]).location == "/intake/1"
    assert keeper.get("/intake/1?state=excluded").text.count("选为不导入") == 2
    assert (
        keeper.post("/intake/1/bulk", verb="include", everything="1", **{"asked-state": "excluded"}).status_code == 303
    )
    assert "选为不导入" not in keeper.get("/intake/1").text
    none = keeper.post("/intake/1/bulk", verb="set", folder="ZD07")
    assert (none.status_code, "请先勾选文件" in none.text) == (422, True)


def test_who_may_not_import_finds_nothing(uploaded, visit):
    for login in ("wangjun", "liqiang"):
        other = visit(login)
        answers = [
            other.get(f"/intake/{page}").status_code for page in ("", "inbox", "1", "1/list.csv", "1/report.csv")
        ]
        assert answers == [403, 403, 404, 404, 404]
        assert "/intake/" not in other.get("/").text
        assert put(other, 1, "x.txt", b"x").status_code == 404
