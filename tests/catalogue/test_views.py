"""The directory as its readers see it."""

import csv
import io
import shutil
from datetime import date

import pytest
from pypdf import PdfReader

from docsys import app as application
from docsys import vault
from docsys.catalogue import checking
from docsys.catalogue import jobs as catalogue_jobs
from docsys.documents import listed
from tests.documents.factories import grant, make_current, make_draft
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD


@pytest.fixture
def visit(database, settings, clock, library, monkeypatch):
    """A browser of the whole application, signed in: `visit("zhaomin")`."""
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def open_browser(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return open_browser


def test_the_tree_names_the_categories_as_the_rulebook_does(visit):
    """R-4.3.4-1: level 1 equals 4.2.2 character by character."""
    page = visit("liqiang").get("/catalogue/").text

    names = ["技术制度及流程类", "技术手册类", "系统配置类", "技术合同类", "与技术工作相关的各类审批及流转记录类"]
    places = [page.index(f"</span>{name}<") for name in [*names, "运维操作记录类", "系统日志记录类"]]
    assert places == sorted(places)


@pytest.mark.db
def test_a_folder_lists_its_documents_and_those_below(visit):
    browser = visit("liqiang")

    assert "ZLW-SC01-YGZX-001" in browser.get("/catalogue/SC01").text
    assert "ZLW-SC01-YGZX-001" in browser.get("/catalogue/SC").text
    assert "ZLW-SC01-YGZX-001" not in browser.get("/catalogue/SC02").text


def test_a_stranger_counts_and_lists_nothing(visit):
    """R-4.5.1: one condition for list and counts."""
    page = visit("zhouwei").get("/catalogue/").text

    assert "ZLW-SC01" not in page
    assert '<span class="count">1</span>' not in page


@pytest.mark.db
@pytest.mark.parametrize(
    ("narrowed", "stands"),
    [
        ("q=值班", True),
        ("q=王军", True),
        ("q=不存在", False),
        ("secrecy=敏感", False),
        ("unit=YGZX", True),
        ("unit=DCE", False),
    ],
)
def test_the_list_can_be_narrowed(visit, narrowed, stands):
    assert ("ZLW-SC01-YGZX-001" in visit("liqiang").get(f"/catalogue/?{narrowed}").text) is stands


def test_drafts_are_shown_when_asked_for(visit, database, library, settings):
    with database.act() as session:
        number = make_draft(session, library, settings.archive, title="一份草稿").number
    browser = visit("zhaomin")

    assert number not in browser.get("/catalogue/SC01").text
    assert number in browser.get("/catalogue/SC01?state=open").text


def test_the_order_is_that_of_the_directory(visit, database, library, settings):
    with database.act() as session:
        grant(session, library, "ZD")
        make_current(session, library, settings.archive, folder_code="ZD07", title="值班管理办法")
    page = visit("zhaomin").get("/catalogue/").text

    assert page.index("ZLW-ZD07-YGZX-001") < page.index("ZLW-SC01-YGZX-001")


def test_the_list_can_be_taken_along_as_csv(visit):
    rows = list(csv.reader(io.StringIO(visit("liqiang").get("/catalogue/SC?format=csv").data.decode("utf-8-sig"))))

    assert rows[0][:3] == ["序号", "文档编号", "文档名称"]
    assert rows[1][:4] == ["1", "ZLW-SC01-YGZX-001", "运管中心值班手册", "V1.0"]


def test_the_list_can_be_printed_with_its_filter_stated(visit):
    answer = visit("liqiang").get("/catalogue/SC?format=pdf&q=值班")
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()

    assert "SC 技术手册类 文档目录" in text
    assert "查找：值班" in text
    assert "ZLW-SC01-YGZX-001" in text


def test_an_unknown_folder_is_not_found(visit):
    assert visit("liqiang").get("/catalogue/XX99").status_code == 404


@pytest.mark.rule("R-4.3.4-2")
def test_an_administrator_makes_folders_to_depth_four(visit):
    browser = visit("zhaomin")

    assert browser.post("/catalogue/ZD07/folders", name="夜班").status_code == 303
    assert "ZD0701 夜班" in browser.get("/catalogue/ZD07").text
    assert browser.post("/catalogue/ZD0701/folders", name="交接").status_code == 303
    refused = browser.post("/catalogue/ZD070101/folders", name="第五级")
    assert (refused.status_code, "其下不能再建" in refused.text) == (422, True)


def test_a_refused_folder_keeps_what_was_typed(visit):
    refused = visit("zhaomin").post("/catalogue/ZD07/folders", name="a/b")

    assert refused.status_code == 422
    assert 'value="a/b"' in refused.text
    assert "文件夹名称不能含有" in refused.text


def test_who_may_not_make_folders_is_refused(visit):
    assert visit("liqiang").post("/catalogue/ZD07/folders", name="夜班").status_code == 403


class TestCheck:
    def test_only_those_who_answer_for_the_library_see_it(self, visit):
        assert visit("zhaomin").get("/catalogue/check").status_code == 200
        assert visit("liqiang").get("/catalogue/check").status_code == 403

    def test_before_the_first_check_it_says_so(self, visit):
        browser = visit("zhaomin")

        assert "还没有检查过" in browser.get("/catalogue/check").text
        assert browser.get("/catalogue/check?format=pdf").status_code == 404

    def test_findings_stand_on_the_page_in_the_file_and_on_paper(self, visit, worker, settings, clock):
        browser = visit("zhaomin")
        shutil.rmtree(next((settings.archive / "现行库").rglob("ZLW-SC01-*")))
        assert browser.post("/catalogue/check").status_code == 303
        clock.move(seconds=30)
        worker.drain()

        assert "1 处不符" in browser.get("/catalogue/check").text
        assert "有目录无文件夹,ZLW-SC01-YGZX-001" in browser.get("/catalogue/check?format=csv").text
        paper = PdfReader(io.BytesIO(browser.get("/catalogue/check?format=pdf").data)).pages[0].extract_text()
        assert "结果：1 处不符" in paper
        assert "检查人签字" in paper

    def test_a_chosen_line_is_mended_and_the_page_says_so(self, visit, worker, settings):
        browser = visit("zhaomin")
        folder = next((settings.archive / "现行库").rglob("ZLW-SC01-*"))
        (folder / "随手放的.txt").write_text("x")
        catalogue_jobs.run_check(worker.context, {})
        path = f"{folder.relative_to(settings.archive).as_posix()}/随手放的.txt"
        assert "移至待查" in browser.get("/catalogue/check").text

        assert browser.post("/catalogue/repair", kind="d", path=path).status_code == 303
        worker.drain()

        page = browser.get("/catalogue/check").text
        assert ("已修复" in page, "没有不符之处" in page) == (True, True)

    def test_only_an_administrator_of_documents_repairs(self, visit):
        assert visit("admin").get("/catalogue/check").status_code == 200
        assert visit("admin").post("/catalogue/repair", kind="d", path="x").status_code == 403

    def test_a_library_in_order_is_said_to_be(self, visit, worker):
        browser = visit("zhaomin")
        catalogue_jobs.run_check(worker.context, {})

        assert "没有不符之处" in browser.get("/catalogue/check").text


class TestAdjusting:
    def test_a_folder_gets_another_name_and_its_documents_follow_on_disk(
        self, visit, worker, database, settings, clock
    ):
        browser = visit("zhaomin")

        assert browser.post("/catalogue/SC01/name", new_name="值班与交接").status_code == 303
        vault.settle(database, settings.archive, clock.now())
        worker.drain()

        [main] = settings.archive.rglob("ZLW-SC01-YGZX-001_V1.0_*.txt")
        assert main.parent.parent.name == "SC01_值班与交接"
        assert not (main.parent.parent.parent / "SC01_值班手册").exists()
        assert checking.check(database, settings.archive, clock.now()).defects == ()
        assert "SC01 值班与交接" in browser.get("/catalogue/SC01").text

    def test_a_closed_folder_offers_no_drop_and_is_opened_again(self, visit):
        browser = visit("zhaomin")

        assert browser.post("/catalogue/SC01/close").status_code == 303
        assert "data-upload-url" not in browser.get("/catalogue/SC01").text
        assert browser.post("/catalogue/SC01/reopen").status_code == 303
        assert "data-upload-url" in browser.get("/catalogue/SC01").text

    def test_a_refused_name_comes_back(self, visit):
        refused = visit("zhaomin").post("/catalogue/SC01/name", new_name="a/b")

        assert (refused.status_code, 'value="a/b"' in refused.text) == (422, True)

    def test_a_category_is_not_renamed(self, visit):
        assert visit("zhaomin").post("/catalogue/SC/name", new_name="手册").status_code == 422


@pytest.mark.db
def test_the_tree_can_be_searched_without_a_script(visit):
    page = visit("liqiang").get("/catalogue/SC?tree=zbsc&q=值班").text

    assert "SC01</span>值班手册" in page
    assert "SC02" not in page
    assert '<input type="hidden" name="q" value="值班">' in page


@pytest.mark.db
@pytest.mark.parametrize(
    ("due", "day", "found"),
    [
        ("overdue", "2027-11-24", True),
        ("overdue", "2027-11-23", False),
        ("soon", "2027-11-23", True),
        ("soon", "2026-12-01", False),
        ("expired", "2027-11-24", False),
        ("missing", "2026-12-01", False),
        ("no_file", "2026-12-01", False),
        ("unknown", "2026-12-01", True),
    ],
)
def test_the_list_is_narrowed_to_how_documents_stand(visit, database, library, due, day, found):
    at = listed.AsOf(date.fromisoformat(day), 60)
    with database.read() as session:
        rows = session.scalars(listed.listed(library.admin, {"due": due}, at)).all()

    assert [one.number for one in rows] == (["ZLW-SC01-YGZX-001"] if found else [])
    assert visit("zhaomin").get(f"/catalogue/?due={due}&format=csv").status_code == 200


@pytest.mark.rule("R-4.2.2-1")
def test_an_eighth_category_is_asked_for_below_the_tree(visit):
    keeper = visit("zhaomin")

    refused = keeper.post("/catalogue/categories", code="SC", name="培训资料类", kind="controlled")
    asked = keeper.post("/catalogue/categories", code="PX", name="培训资料类", kind="controlled")

    assert (refused.status_code, "已有类别 SC" in refused.text) == (422, True)
    assert (asked.status_code, "增设类别 PX 培训资料类" in visit("sunli").get("/confirmations").text) == (303, True)
    assert visit("liqiang").post("/catalogue/categories", code="PX", name="甲", kind="record").status_code == 403
    assert "增设类别" not in visit("liqiang").get("/catalogue/").text
