"""The page of a document: tabs, previews, files, and what each right opens."""

import io

import pytest

from docsys import vault
from docsys.documents import actions, queries
from docsys.documents.actions import RightRow
from docsys.documents.rules import Right
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.people.factories import NOW, place

TABS = ["", "/attributes", "/versions", "/relations", "/history"]
NUMBER = "ZLW-SC01-YGZX-001"


def allow(act, *rights):
    def only(session, people):
        department, post = place(session)
        row = RightRow(people.reader.unit_id, department, post, frozenset(rights))
        actions.set_document_rights(session, 1, [row], actor=people.admin, now=NOW)

    act(only)


def publish_again(session, people, archive):
    document = make.revise(session, people, archive, queries.get(session, 1, people.admin))
    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    make.confirm(session, people.second)


def test_every_tab_is_a_page_of_its_own_and_a_part_for_htmx(visit, manual):
    reader = visit("liqiang")

    for tab in TABS:
        whole = reader.get(f"/documents/1{tab}")
        part = reader.get(f"/documents/1{tab}", headers={"HX-Target": "tab", "HX-Request": "true"})
        assert whole.status_code == part.status_code == 200
        assert "<html" in whole.text
        assert "<html" not in part.text
        assert part.text.strip().startswith('<div id="tab">')
        assert whole.headers["Vary"] == part.headers["Vary"]


def test_the_head_says_number_state_review_and_who_may_use_it(visit, manual):
    page = visit("liqiang").get("/documents/1").text

    assert f'data-copy="{NUMBER}"' in page
    assert "下次评审 2027-11-23（365 天后到期）" in page
    assert "可用：运管中心" in page
    assert "现行有效" in page
    assert "内部" in page


def test_the_pages_are_shown_as_pictures(visit, manual, printed):
    printed()
    reader = visit("liqiang")

    pages = reader.get("/documents/1/versions/1/preview", headers={"HX-Target": "preview"}).text
    picture = reader.get("/documents/1/versions/1/pages/1.png")

    assert "标识版 · 共 2 页" in pages
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert picture.data.startswith(b"\x89PNG")
    assert reader.get("/documents/1/versions/1/pages/3.png").status_code == 404


def test_a_draft_is_previewed_by_who_wrote_it(visit, act, settings):
    act(lambda session, people: make.make_draft(session, people, settings.archive))

    assert "原件预览 · 共 1 页" in visit("wangjun").get("/documents/1/versions/1/preview").text


def test_what_has_no_pages_says_why(visit, act, settings):
    def register(session, people):
        file = vault.stage(settings.archive, io.BytesIO(b"PK\x05\x06" + bytes(18)))
        make.grant(session, people)
        actions.register(session, make.marks(people), file, "包.zip", actor=people.author, now=NOW)

    act(register)

    page = visit("wangjun").get("/documents/1/versions/1/preview")

    assert page.status_code == 200
    assert "无法在页面中显示" in page.text


@pytest.mark.rule("R-4.5.1-3")
@pytest.mark.parametrize(
    ("rights", "opened"),
    [
        ([Right.LIST], {"", "/versions/1/attributes.pdf"}),
        ([Right.LIST, Right.READ], {"", "/versions/1/attributes.pdf", "/versions/1/preview"}),
        (
            [Right.LIST, Right.READ, Right.PRINT],
            {"", "/versions/1/attributes.pdf", "/versions/1/preview", "/versions/1/marked.pdf"},
        ),
        (
            [Right.LIST, Right.READ, Right.DOWNLOAD],
            {"", "/versions/1/attributes.pdf", "/versions/1/preview", "/versions/1/marked.pdf", "/versions/1/file"},
        ),
    ],
)
def test_each_right_opens_what_it_names_and_no_more(visit, manual, act, printed, rights, opened):
    printed()
    allow(act, *rights)
    reader = visit("liqiang")
    addresses = {
        "",
        "/versions/1/attributes.pdf",
        "/versions/1/preview",
        "/versions/1/marked.pdf",
        "/versions/1/file",
    }

    answers = {address: reader.get(f"/documents/1{address}").status_code for address in addresses}

    assert {address for address, status in answers.items() if status == 200} == opened
    assert {status for status in answers.values() if status != 200} <= {403}


def test_who_may_only_read_sees_why_he_cannot_download(visit, manual, act):
    allow(act, Right.LIST, Right.READ)

    page = visit("liqiang").get("/documents/1").text

    assert "下载需要“下载”权限" in page
    assert "/versions/1/file" not in page


@pytest.mark.rule("R-4.4.1-1")
def test_a_former_version_comes_back_byte_for_byte_to_those_who_handle_it(visit, manual, act, settings):
    act(lambda session, people: publish_again(session, people, settings.archive))
    author = visit("wangjun")

    answer = author.get("/documents/1/versions/1/file")

    assert answer.data == "值班人员应保证通讯畅通。".encode()
    assert f"filename*=UTF-8''{NUMBER}_V1.0_%E8%BF%90" in answer.headers["Content-Disposition"]
    assert "已替代" in author.get("/documents/1/versions").text


@pytest.mark.rule("R-4.4.1-3")
def test_a_reader_is_given_only_what_is_in_force(visit, manual, act, settings):
    act(lambda session, people: publish_again(session, people, settings.archive))
    reader = visit("liqiang")

    listed = reader.get("/documents/1/versions")
    assert listed.status_code == 200
    assert "V1.1" in listed.text
    assert "已替代" not in listed.text
    assert "现行版本为 V1.1，以下即为现行版本" in reader.get("/documents/1?version=1").text
    assert reader.get("/documents/1/versions/1/preview").status_code == 404


@pytest.mark.rule("R-4.3.5-2")
def test_each_version_offers_what_was_made_of_it(visit, manual, printed):
    reader = visit("liqiang")
    assert "标识版 PDF" not in reader.get("/documents/1/versions").text

    printed()

    page = reader.get("/documents/1/versions").text
    assert 'href="/documents/1/versions/1/marked.pdf"' in page
    assert 'href="/documents/1/versions/1/attributes.pdf"' in page
    assert "marked.docx" not in page


def test_the_attribute_page_has_the_rows_of_the_table(visit, manual):
    page = visit("liqiang").get("/documents/1/attributes").text

    printed = [
        "文档属性",
        "文档名称",
        "文档版本号",
        "文档状态",
        "作者",
        "文档编写日期",
        "文档发布日期",
        "文档变更历史清单",
    ]
    printed += ["本次修改变更说明", "补充标识（4.3.5、4.5.1）", "使用权限（部门/岗位）", "曾用编号/原编号"]
    places = [page.index(label) for label in printed]
    assert places == sorted(places)


@pytest.mark.rule("R-4.5.2-2")
def test_an_abolished_document_leaves_a_tombstone_and_its_file_is_gone(visit, manual, act, printed):
    act(lambda session, people: make.abolish(session, people, 1, "设备已停用", "ZLW-SC01-YGZX-009"))
    printed()
    reader = visit("liqiang")

    stone = reader.get("/documents/1").text

    for told in ("该文档已废止", "设备已停用", "ZLW-SC01-YGZX-009", "赵敏", "孙立"):
        assert told in stone
    assert "该文档已废止" in reader.get("/documents/1/versions").text
    for address in ("file", "preview", "marked.pdf", "pages/1.png", "attributes.pdf"):
        assert reader.get(f"/documents/1/versions/1/{address}").status_code == 410


@pytest.mark.rule("R-4.4.1-3")
def test_void_copies_are_for_those_who_keep_and_audit_and_never_without_their_watermark(visit, manual, act, printed):
    act(lambda session, people: make.abolish(session, people, 1))
    auditor = visit("hejing")
    waiting = auditor.get("/documents/1/versions/1/preview", headers={"HX-Target": "preview"})
    assert waiting.status_code == 200
    assert "作废标识版尚未生成，请稍候刷新。" in waiting.text
    assert "<img" not in waiting.text
    assert auditor.get("/documents/1/versions/1/pages/1.png").status_code == 404
    printed()

    assert "/pages/1.png" in auditor.get("/documents/1/versions/1/preview").text
    assert auditor.get("/documents/1/versions/1/pages/1.png").status_code == 200
    assert auditor.get("/documents/1/versions/1/file").status_code == 410


@pytest.mark.db
def test_next_and_previous_follow_the_list(visit, act, settings):
    for title in ("甲", "乙", "丙"):
        act(lambda session, people, title=title: make.make_current(session, people, settings.archive, title=title))
    reader = visit("liqiang")

    page = reader.get("/documents/2?list=folder%3DSC01&position=2").text

    assert "第 2 条" in page
    assert reader.get("/documents/step?list=folder%3DSC01&position=3").headers["Location"].startswith("/documents/3?")
    assert reader.get("/documents/step?list=folder%3DSC01&position=4").status_code == 404
    assert "下一条" not in reader.get("/documents/3?list=folder%3DSC01&position=3").text
    assert "list=folder" in page[page.index("ds-tabs") : page.index("</nav>", page.index("ds-tabs"))]
