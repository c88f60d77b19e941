"""A volume as one PDF: bookmarks, page numbers counted through, pages as they were shown (R-4.3.7-2)."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from docsys.errors import TooComplex
from docsys.printing import books
from docsys.printing.books import Chapter, Covers
from docsys.printing.child import binding, work
from docsys.printing.child.binding import Book, Part
from docsys.printing.limits import LIMITS
from docsys.printing.result import Unreadable
from tests.printing.samples import A3, A4, TEMPLATES, Page, link, pdf, places, read, texts

pytestmark = pytest.mark.rule("R-4.3.7-2")
NUMBER = "ZLW-SC01-J2026-01"
HEAD = {"kind": "bind", "folder": str(TEMPLATES), "number": NUMBER, "title": f"{NUMBER} 汇编"}
FRONT, BACK = "<p>封面</p><p style='break-before: page'>卷内目录</p>", "<p>备考表</p>"


@pytest.fixture
def bind(tmp_path):
    """The book of these contents; None stands for a document without a file."""

    def bind(*contents, pages=None):
        parts, last = [], 0
        for index, content in enumerate(contents):
            count = pages[index] if pages else len(read(content).pages)
            path = tmp_path / f"{index}.pdf"
            if content is not None:
                path.write_bytes(content)
            parts.append({
                "title": f"文件{index + 1}", "first": last + 1, "last": last + count, "pages": count, "name": path.name,
                "path": str(path) if content is not None else "", "absent": "本件仅有纸质原件。",
            })  # fmt: skip
            last += count
        head = {**HEAD, "parts": parts, "marks": [["封面", 0], ["卷内目录", 1], ["备考表", -1]]}
        _said, (made,) = work.bind(head, (FRONT.encode(), BACK.encode()), LIMITS)
        return made

    return bind


def lines(made):
    return [next((line for line in text.splitlines() if NUMBER in line), "").strip() for text in texts(made)]


def test_pages_are_counted_through_from_the_first_document(bind):
    made = bind(pdf(Page(), Page()), pdf(Page()), pdf(Page(), Page()))

    assert lines(made) == ["", "", *(f"{NUMBER} 卷内第 {page} 页" for page in range(1, 6)), ""]


def test_each_document_has_its_bookmark(bind):
    made = read(bind(pdf(Page(), Page()), pdf(Page())))

    found = [(one.title, made.get_destination_page_number(one)) for one in made.outline]
    assert found == [("封面", 0), ("卷内目录", 1), ("文件1", 2), ("文件2", 4), ("备考表", 5)]


def test_the_readers_page_field_counts_as_the_paper_does(bind):
    made = read(bind(pdf(Page(), Page()), pdf(Page())))

    assert made.page_labels == ["i", "ii", "1", "2", "3", "备考表"]


@pytest.mark.parametrize(
    "page", [Page(), Page(A3), Page(A4[::-1]), Page(rotate=90), Page(rotate=270), Page(crop=(50, 60, 500, 700))]
)
def test_the_number_stands_in_the_upper_right_corner_of_what_is_shown(bind, page):
    made = bind(pdf(page))

    place = places(made, "卷内第 1 页")[2]
    assert place.right == pytest.approx(18 * 72 / 25.4, abs=2)
    assert place.top == pytest.approx(4 * 72 / 25.4, abs=4)


def test_pages_keep_size_and_content(bind):
    made = bind(pdf(Page(A3), Page(rotate=90)))

    shown = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in read(made).pages[2:4]]
    assert shown == [(842, 1191), (842, 595)]
    assert all("LOWER" in text and "UPPER" in text for text in texts(made)[2:4])


def test_what_has_no_file_has_a_page_that_says_so_with_all_its_numbers(bind):
    made = bind(pdf(Page()), None, pdf(Page()), pages=(1, 5, 1))

    assert lines(made)[2:5] == [f"{NUMBER} 卷内第 1 页", f"{NUMBER} 卷内第 2–6 页", f"{NUMBER} 卷内第 7 页"]  # noqa: RUF001 - a range
    assert "本件仅有纸质原件" in texts(made)[3]


def test_links_of_the_documents_stay_and_scripts_go(bind):
    writer = PdfWriter(clone_from=read(pdf(Page())))
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    address = DictionaryObject({
        NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://example.com/")
    })  # fmt: skip
    writer.add_annotation(page_number=0, annotation=link((10, 10, 60, 30), A=address))
    buffer = io.BytesIO()
    writer.write(buffer)

    made = read(bind(buffer.getvalue()))

    assert made.pages[2]["/Annots"][0].get_object()["/A"]["/URI"] == "https://example.com/"
    assert "/OpenAction" not in made.root_object


def test_a_broken_document_is_refused(bind):
    with pytest.raises(Unreadable):
        bind(b"%PDF-1.7 nonsense", pages=(1,))


def test_a_volume_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(binding, "MOST_PAGES", 3)

    with pytest.raises(Unreadable, match="超过"):
        Book(pdf(Page()), [Part("a", pdf(Page(), Page()), 1, 2)], pdf(Page()))


def test_the_child_binds(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(Page()))
    covers = Covers(FRONT, BACK, [("封面", 0)])

    made = books.bound(NUMBER, "汇编", covers, [Chapter("甲", 1, 1, tmp_path / "a.pdf", "a.pdf")], folder=TEMPLATES)

    assert read(made).metadata.title == f"{NUMBER} 汇编"
    assert lines(made)[2] == f"{NUMBER} 卷内第 1 页"
    with pytest.raises(TooComplex):
        books.bound(NUMBER, "汇编", Covers("x" * (LIMITS.html + 1), BACK), [], folder=TEMPLATES)
