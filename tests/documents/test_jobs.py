"""What is made after the commit: prints, the Word copy with marks, 元数据.json, and 草稿库 left as it was found."""

import io
import json

import docx
import pytest

from docsys import vault
from docsys.documents import actions, jobs
from docsys.documents.jobs import METADATA, describe, print_document
from docsys.jobs import Context
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db
CURRENT = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_运管中心值班手册"
STEM = "ZLW-SC01-YGZX-001_V1.0_"


@pytest.fixture
def works(database, settings, clock):
    return Context(database, settings, clock)


def word(text="值班人员应保证通讯畅通。"):
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(stream)
    return io.BytesIO(stream.getvalue())


def publish(session, people, document_id):
    life.submit(session, document_id, actor=people.author, now=NOW)
    life.approve(session, document_id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document_id, actor=people.admin, now=NOW)
    make.confirm(session, people.second)


def published(database, settings, stream, name):
    with database.act() as session:
        people = make.make_people(session)
        make.grant(session, people)
        file = vault.stage(settings.archive, stream)
        document = actions.register(session, make.marks(people), file, name, actor=people.author, now=NOW)
        attached = make.staged(settings.archive, "拓扑")
        actions.attach(session, document.id, attached, "t.txt", "拓扑图", actor=people.author, now=NOW)
        publish(session, people, document.id)
        return document.id


def run(works, document_id):
    for job in (describe, print_document):
        job(works, {"document_id": document_id})


def names(folder):
    return {path.name for path in folder.iterdir()}


@pytest.mark.rule("R-4.3.5-2")
def test_a_word_file_gets_a_copy_with_the_marks_in_it(database, settings, works):
    document_id = published(database, settings, word(), "手册.docx")

    run(works, document_id)

    folder = settings.archive / CURRENT
    made = {f"{STEM}{what}" for what in ("运管中心值班手册.docx", "属性页.pdf", "标识版.pdf", "标识版.docx")}
    assert names(folder) == {*made, METADATA, "附件"}
    copy = docx.Document(str(folder / f"{STEM}标识版.docx"))
    assert "ZLW-SC01-YGZX-001" in "".join(paragraph.text for paragraph in copy.sections[0].header.paragraphs)
    assert "通讯畅通" in copy.element.body.xpath("string(.)")


def test_what_only_calls_itself_word_has_none_and_stops_nothing(database, settings, works):
    document_id = published(database, settings, io.BytesIO("不是 Word".encode()), "手册.docx")

    run(works, document_id)

    assert f"{STEM}标识版.docx" not in names(settings.archive / CURRENT)
    assert f"{STEM}标识版.pdf" in names(settings.archive / CURRENT)


def test_a_former_version_keeps_its_word_copy_where_it_lies(database, settings, works):
    document_id = published(database, settings, word(), "手册.docx")
    run(works, document_id)
    with database.act() as session:
        people = make.make_people_again(session)
        new = make.marks(people, version="V1.1", notes=["更换电话"])
        file = make.staged(settings.archive, "新电话")
        life.revise(session, document_id, new, "年度评审", file, "手册.txt", actor=people.author, now=NOW)
        publish(session, people, document_id)

    run(works, document_id)

    history = settings.archive / "历史版本/ZLW-SC01-YGZX-001_运管中心值班手册"
    assert f"{STEM}标识版.docx" in names(history)
    assert not {name for name in names(settings.archive / CURRENT) if name.endswith("标识版.docx")}


def test_the_metadata_know_the_attachments(database, settings, works):
    run(works, published(database, settings, word(), "手册.docx"))

    told = json.loads((settings.archive / CURRENT / METADATA).read_text("utf-8"))["attachments"]

    assert [(one["version"], one["ordinal"], one["title"]) for one in told] == [("V1.0", 1, "拓扑图")]
    assert told[0]["file"]["path"] == f"{CURRENT}/附件/ZLW-SC01-YGZX-001-V1.0-F01_拓扑图.txt"
    assert told[0]["file"]["original"] == "t.txt"


def test_nothing_is_left_behind_in_the_library_of_drafts(database, settings, works):
    with database.act() as session:
        people = make.make_people(session)
        document = make.make_draft(session, people, settings.archive)
        document_id, drafted = document.id, settings.archive / document.path
    describe(works, {"document_id": document_id})
    assert METADATA in names(drafted)

    with database.act() as session:
        publish(session, make.make_people_again(session), document_id)
    describe(works, {"document_id": document_id})

    assert names(settings.archive / "草稿库") == set()


def test_a_file_that_nobody_knows_is_never_swept_away(database, settings, works):
    with database.act() as session:
        people = make.make_people(session)
        document = make.make_draft(session, people, settings.archive)
        document_id, drafted = document.id, settings.archive / document.path
    describe(works, {"document_id": document_id})
    (drafted / "手写.txt").write_text("留", "utf-8")

    with database.act() as session:
        publish(session, make.make_people_again(session), document_id)
    describe(works, {"document_id": document_id})

    assert "手写.txt" in names(drafted)


def test_a_print_does_not_bring_back_a_folder_that_was_moved_while_it_was_made(database, settings, works, monkeypatch):
    document_id = published(database, settings, io.BytesIO(b"abc"), "a.txt")
    vault.settle(database, settings.archive, NOW)
    home = settings.archive / CURRENT

    def slow(*_words, **_named):
        home.rename(home.with_name("别处"))
        return b"%PDF-1.7"

    monkeypatch.setattr(jobs, "render", slow)

    with pytest.raises(FileNotFoundError):  # the worker tries again, and finds it where it lies by then
        print_document(works, {"document_id": document_id})
    assert [path.name for path in home.parent.iterdir()] == ["别处"]
