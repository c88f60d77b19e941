"""`docsys paper …` and `docsys volume …`: the same acts as the pages, each person by his own password."""

import json

import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfReader

from docsys import cli, vault
from docsys.jobs import Context
from docsys.paper import jobs
from docsys.paper.rules import range_text
from docsys.shell import Shell
from tests.documents import factories as make
from tests.paper.factories import make_document
from tests.people.factories import NOW, PASSWORD

pytestmark = pytest.mark.db
NUMBER = "ZLW-SC01-YGZX-001"
COPY = f"{NUMBER}-V1.0-Z01"
KEEPER = ("--as", "zhaomin")


@pytest.fixture
def run(settings, database, clock):
    """`docsys …` upon two manuals in force, the first of which is registered on paper twice, out of order."""
    with database.act() as session:
        people = make.make_people(session)
        for title in ("运管中心值班手册", "巡检手册"):
            make_document(session, people, settings.archive, title=title)
    vault.settle(database, settings.archive, NOW)

    def command(*words):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(cli.docsys, words, obj=shell, input=f"{PASSWORD}\n", catch_exceptions=False)

    return command


def told(done, code=0):
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def register(run, number=NUMBER, *words):
    return told(run("paper", "register", number, "--pages", "4", *words, *KEEPER, "--json"))


def test_copies_are_registered_listed_and_shown(run):
    made = register(run, NUMBER, "--count", "2", "--location", "库房 A 柜 2 层", "--important")

    assert made[1] == {
        "code": f"{NUMBER}-V1.0-Z02",
        "title": "运管中心值班手册",
        "state": "在库",
        "holder": "库房 A 柜 2 层",
        "location": "库房 A 柜 2 层",
        "important": True,
        "lacks_scan": True,
        "pages": 4,
        "volume": None,
        "registered": "2026-11-23",
        "scans": [],
        "loan": None,
    }
    assert told(run("paper", "show", COPY, "--json")) == made[:1]
    assert run("paper", "list", "--unscanned", "--state", "在库").stdout.splitlines() == [
        f"{COPY}  在库  库房 A 柜 2 层  重要  未扫描  运管中心值班手册",
        f"{NUMBER}-V1.0-Z02  在库  库房 A 柜 2 层  重要  未扫描  运管中心值班手册",
        "共 2 份。",
    ]
    assert told(run("paper", "list", "--folder", "ZD", "--json")) == []


def test_a_copy_is_lent_listed_and_brought_back(run):
    register(run)
    wish = ("--purpose", "核对值班流程", "--due", "2026-12-07", *KEEPER)

    (lent,) = told(run("paper", "lend", COPY, "李强", *wish, "--json"))
    listed = told(run("paper", "loans", "--out", "--json"))
    (back,) = told(run("paper", "return", COPY, *KEEPER, "--json"))

    loan = {"number": "JY-YGZX-2026-0001", "state": "借出", "borrower": "李强", "due": "2026-12-07"}
    assert (lent["state"], lent["holder"], lent["loan"]) == ("借出", "李强", loan)
    assert [(one["number"], one["code"], one["purpose"], one["returned_at"]) for one in listed] == [
        ("JY-YGZX-2026-0001", COPY, "核对值班流程", None)
    ]
    assert (back["state"], back["holder"], back["loan"]) == ("在库", "文档库房", None)
    assert run("paper", "loans").stdout.splitlines()[0].split("  ")[1] == "已归还"
    assert (run("paper", "loans", "--late").exit_code, run("paper", "loans", "--out").exit_code) == (0, 0)


def test_what_is_late_is_a_finding(run, clock):
    register(run)
    run("paper", "lend", COPY, "liqiang", "--purpose", "核对", "--due", "2026-12-07", *KEEPER)
    clock.move(days=20)

    late = run("paper", "loans", "--late")

    assert (late.exit_code, late.stdout.splitlines()) == (
        1,
        [f"JY-YGZX-2026-0001  借出  李强  应还 2026-12-07  {COPY}", "共 1 条。"],
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("lend", COPY, "周伟", "--purpose", "核对", "--due", "2026-12-07", *KEEPER), 1, "周伟 没有"),
        (("lend", COPY, "李", "--purpose", "核对", "--due", "2026-12-07", *KEEPER), 1, "不是唯一的系统用户"),
        (("lend", COPY, "李强", "--purpose", "核对", "--due", "2027-12-07", *KEEPER), 1, "最长 30 天"),
        (("lend", COPY, "李强", "--purpose", "核对", "--due", "2026-12-07", "--as", "liqiang"), 1, "权限"),
        (("lend", COPY, "李强", "--purpose", "核对", "--due", "2026-12-07"), 2, "--as"),
        (("return", COPY, *KEEPER), 1, "“在库”状态下不能归还入库"),
        (("show", "ZLW-X-Z09"), 1, "没有份号为 ZLW-X-Z09 的纸质份，请核对后再查。"),
        (("register", NUMBER, "--count", "51", *KEEPER), 1, "份数须为 1 至 50"),
        (("register", NUMBER, "--as", "liqiang"), 1, "登记与保管纸质文件"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words(run, words, code, sentence):
    register(run)

    done = run("paper", *words)

    assert done.exit_code == code, done.output
    assert sentence in done.stderr
    assert [one["state"] for one in told(run("paper", "list", "--json"))] == ["在库"]


@pytest.mark.rule("R-4.3.8-1")
def test_important_paper_is_a_finding_until_it_is_scanned(run, tmp_path, settings):
    register(run, NUMBER, "--important")
    page, blurred = tmp_path / "签字页.pdf", tmp_path / "模糊.png"
    Image.new("1", (1654, 2339)).save(page, "PDF", resolution=200)
    Image.new("1", (600, 850)).save(blurred)

    missing = told(run("paper", "check", "--kind", "no-scan", "--json"), code=1)
    coarse = run("paper", "scan", COPY, str(blurred), *KEEPER)
    (kept,) = told(run("paper", "scan", COPY, str(page), *KEEPER, "--json"))

    assert missing == [
        {
            "kind": "no-scan",
            "label": "重要未扫描",
            "number": NUMBER,
            "title": "运管中心值班手册",
            "version": "V1.0",
            "code": COPY,
            "holder": "文档库房",
            "detail": "重要纸质文件没有扫描备份（4.3.8）。",
        }
    ]
    assert (coarse.exit_code, "不符合 4.3.8：“模糊.png”实测" in coarse.stderr) == (1, True)
    path = f"扫描备份/{NUMBER}_运管中心值班手册/{COPY}-S01.pdf"
    assert kept["scans"] == [{"path": path, "dpi": 200, "measured": "200 dpi（1654×2339 像素）"}]
    found = run("paper", "check", "--kind", "no-scan")
    assert (found.exit_code, found.stdout) == (0, "截至 2026-11-23：0 处。\n")
    assert "未登记纸质份  ZLW-SC01-YGZX-002  巡检手册" in run("paper", "check").stdout


@pytest.mark.rule("R-4.3.7-2", "R-4.3.2-1")
def test_a_folder_is_bound_in_number_order_and_printed(run, tmp_path, database, settings, clock):
    register(run, "ZLW-SC01-YGZX-002")
    register(run)

    compiled = told(run("volume", "compile", "SC01", "--title", "值班与巡检手册", *KEEPER, "--json"))
    assert (compiled["number"], compiled["state"], compiled["pages"]) == ("ZLW-SC01-J2026-01", "在编", 8)
    assert [(one["ordinal"], one["number"], one["pages"], one["copy"]) for one in compiled["items"]] == [
        (1, NUMBER, range_text(1, 4), COPY),
        (2, "ZLW-SC01-YGZX-002", range_text(5, 8), "ZLW-SC01-YGZX-002-V1.0-Z01"),
    ]
    early = run("volume", "print", "ZLW-SC01-J2026-01", "book", "--out", str(tmp_path / "装订本.pdf"))
    assert (early.exit_code, early.stderr.strip()) == (1, "尚未装订，没有装订本。")

    assert told(run("volume", "bind", compiled["number"], *KEEPER, "--json"))["state"] == "已装订"
    again = run("volume", "bind", compiled["number"], *KEEPER)
    assert (again.exit_code, again.stderr.strip()) == (
        1,
        "不符合 4.3.7：卷 ZLW-SC01-J2026-01 已装订，不能再插入、移出或调整文件。请用“补卷”另立一卷。",
    )

    jobs.bind_volume(Context(database, settings, clock, {}), {"volume_id": 1})
    texts = {}
    for what in ("cover", "contents", "book"):
        out = tmp_path / f"{what}.pdf"
        assert run("volume", "print", compiled["number"], what, "--out", str(out)).exit_code == 0
        texts[what] = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "值班与巡检手册" in texts["cover"]
    assert NUMBER in texts["contents"]
    assert run("volume", "list").stdout.splitlines() == [
        "ZLW-SC01-J2026-01  已装订  2 件 8 页  值班与巡检手册",
        "共 1 卷。",
    ]


def test_a_volume_is_given_up_before_it_is_bound(run):
    register(run)
    number = told(run("volume", "compile", "SC01", "--copy", COPY, *KEEPER, "--json"))["number"]

    refused = run("volume", "discard", number, "--reason", "重组", "--as", "liqiang")
    given_up = told(run("volume", "discard", number, "--reason", "与巡检手册合订", *KEEPER, "--json"))

    assert refused.exit_code == 1
    assert (given_up["state"], given_up["items"]) == ("已撤销", [])
    assert told(run("volume", "list", "--json")) == []


def test_what_comes_later_goes_into_a_supplement(run):
    register(run)
    first = told(run("volume", "compile", "SC01", *KEEPER, "--json"))["number"]
    run("volume", "bind", first, *KEEPER)
    register(run, "ZLW-SC01-YGZX-002")

    second = told(run("volume", "compile", "SC01", "--supplements", first, *KEEPER, "--json"))

    assert (second["number"], second["supplements"], [one["number"] for one in second["items"]]) == (
        "ZLW-SC01-J2026-02",
        first,
        ["ZLW-SC01-YGZX-002"],
    )
    assert run("volume", "show", second["number"]).stdout.splitlines() == [
        f"ZLW-SC01-J2026-02  在编  1 件 4 页  {second['title']}",
        f"  001  ZLW-SC01-YGZX-002 V1.0  第 {range_text(1, 4)} 页  巡检手册",
    ]
