"""The editor of use rights, for a document and for a folder (4.5.1)."""

import pytest

from docsys.documents.models import Document, UseRight
from tests.documents import factories as make
from tests.people.factories import place


@pytest.fixture
def somewhere(act):
    """Department and post of the stranger's unit."""
    return act(lambda session, people: (people.stranger.unit_id, *place(session, "DCE")))


def row(somewhere, *rights, index=0, **more):
    unit, department, post = somewhere
    typed = {"unit": unit, "department": department, "post": post, **dict.fromkeys(rights, "1"), **more}
    return {f"r{index}-{name}": str(value) for name, value in typed.items()}


@pytest.mark.db
def test_rows_are_saved_and_open_the_document(visit, manual, somewhere):
    keeper = visit("zhaomin")
    assert visit("zhouwei").get("/documents/1").status_code == 404

    assert keeper.post("/documents/1/rights", **row(somewhere, "read", until="2027-01-31")).status_code == 303

    assert visit("zhouwei").get("/documents/1").status_code == 200
    assert visit("liqiang").get("/documents/1").status_code == 404
    assert "可以看目录、阅读，至 2027-01-31 止" in keeper.get("/documents/1/rights").text


def test_the_document_follows_its_folder_again(visit, manual, somewhere):
    keeper = visit("zhaomin")
    keeper.post("/documents/1/rights", **row(somewhere, "read"))

    keeper.post("/documents/1/rights", inherit="1")

    assert visit("zhouwei").get("/documents/1").status_code == 404
    assert "继承自文件夹" in keeper.get("/documents/1/rights").text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"department": "1"}, "部门不属于所选单位。"),
        ({"until": "明年"}, "日期请写成"),
        ({"list": "", "read": ""}, "请至少勾选一项权限"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_saved(visit, manual, somewhere, more, sentence):
    page = visit("zhaomin").post("/documents/1/rights", **{**row(somewhere, "read"), **row(somewhere, **more)})

    assert page.status_code == 422
    assert sentence in page.text


def test_a_row_twice_is_refused(visit, manual, somewhere):
    twice = {**row(somewhere, "read"), **row(somewhere, "print", index=1)}

    assert "与前面的行重复" in visit("zhaomin").post("/documents/1/rights", **twice).text


def test_a_removed_row_and_an_empty_one_are_not_saved(visit, manual, somewhere, act):
    rows = {**row(somewhere, "read"), **row(somewhere, "read", index=1, remove="1"), "r2-unit": ""}

    visit("zhaomin").post("/documents/1/rights", **rows)

    assert act(lambda session, _people: len(session.get(Document, 1).rights)) == 1


def test_everybody_is_refused_for_what_is_sensitive(visit, act, settings):
    act(lambda session, people: make.make_current(session, people, settings.archive, secrecy="敏感"))

    page = visit("zhaomin").post("/documents/1/rights", **{"r0-unit": "*", "r0-read": "1"})

    assert page.status_code == 422
    assert "使用权限须具体到部门和岗位" in page.text


def test_a_reader_neither_sees_nor_changes_the_rows(visit, manual, somewhere):
    reader = visit("liqiang")

    assert ">权限</a>" not in reader.get("/documents/1").text
    assert reader.get("/documents/1/rights").status_code == 403
    assert reader.post("/documents/1/rights", **row(somewhere, "read")).status_code == 403


def test_an_auditor_reads_the_rows_and_changes_none(visit, manual):
    auditor = visit("hejing")

    page = auditor.get("/documents/1/rights").text

    assert "✓" in page
    assert "保存使用权限" not in page
    assert auditor.post("/documents/1/rights", inherit="1").status_code == 403


def test_a_folder_gives_its_rows_to_what_lies_below(visit, manual, somewhere, act):
    keeper = visit("zhaomin")

    assert keeper.post("/documents/folders/SC01/rights", **row(somewhere, "read", "download")).status_code == 303

    assert visit("zhouwei").get("/documents/1").status_code == 200
    assert "大商所" in keeper.get("/documents/folders/SC01/rights").text
    keeper.post("/documents/folders/SC01/rights", inherit="1")
    assert visit("zhouwei").get("/documents/1").status_code == 404
    assert act(lambda session, _people: session.query(UseRight).filter_by(document_id=None).count()) == 1


def test_only_who_keeps_folders_opens_their_rights(visit, manual, somewhere):
    reader = visit("liqiang")

    assert reader.get("/documents/folders/SC01/rights").status_code == 403
    assert reader.post("/documents/folders/SC01/rights", **row(somewhere, "read")).status_code == 403
