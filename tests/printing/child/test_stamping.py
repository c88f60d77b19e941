"""The 标识版: nine marks at the same place on every page of whatever origin; the original's pages stay readable (4.3.5)."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from docsys.printing.child.stamping import BROKEN, ENCRYPTED
from docsys.printing.result import Unreadable
from tests.printing.samples import A3, A4, MARKS, Page, link, pdf, places, read, texts

HEADS = (MARKS.number, MARKS.secrecy)
FEET = (f"编写人 {MARKS.author}", f"使用范围 {MARKS.scope}")
ODD = {
    "A4": Page(),
    "A4 across": Page(A4[::-1]),
    "A3": Page(A3),
    "A3 across": Page(A3[::-1]),
    "Letter": Page((612, 792)),
    "small": Page((200, 300)),
    "turned 90": Page(rotate=90),
    "turned 180": Page(rotate=180),
    "turned 270": Page(rotate=270),
    "turned -90": Page(rotate=-90),
    "cropped": Page(A3, crop=(100, 200, 600, 900)),
    "cropped and turned": Page(A3, crop=(100, 200, 600, 900), rotate=90),
    "left open": Page(stream=b"q q 3 0 0 3 50 50 cm 0.5 0 0 0.5 9 9 cm "),
    "closed too often": Page(stream=b"Q Q Q 0.2 0 0 0.2 0 0 cm "),
    "tagged": Page(is_tagged=True),
    "tagged and turned": Page(A3, rotate=270, is_tagged=True),
}


@pytest.mark.rule("R-4.3.5-2")
def test_marks_stand_at_the_same_place_on_every_page_of_every_origin(mark):
    made = mark(pdf(*ODD.values()))

    for text in HEADS:
        tops = {place.top if text == MARKS.number else (place.right, place.top) for place in places(made, text)}
        assert len(tops) == 1, text
    assert len({place.left for place in places(made, MARKS.number)}) == 1
    for text in FEET:
        assert len({(place.left, place.bottom) for place in places(made, text)[1:]}) == 1, text
    assert len({place.bottom for place in places(made, f"编写人 {MARKS.author}")}) == 1
    assert len({place.bottom for place in places(made, " 页 / 共 17 页")}) == 1


@pytest.mark.rule("R-4.3.5-2")
def test_the_nine_marks_stand_on_each_page(mark):
    for index, text in enumerate(texts(mark(pdf(Page(), Page(A3, rotate=90))))):
        for expected in (
            MARKS.title, MARKS.number, MARKS.author, MARKS.version, MARKS.published_on, MARKS.revisions, MARKS.secrecy,
            MARKS.scope, MARKS.approval, f"第 {index + 1} 页 / 共 3 页",
        ):  # fmt: skip
            assert expected in text


@pytest.mark.parametrize("name", [name for name in ODD if name not in {"left open", "closed too often"}])
def test_the_content_is_upright_whole_and_clear_of_the_marks(mark, name):
    made = mark(pdf(ODD[name]))

    (_, lower), (_, upper) = places(made, "LOWER"), places(made, "UPPER")
    assert lower.bottom > 19 * 72 / 25.4 - 3
    assert upper.top > 14.5 * 72 / 25.4 - 3
    if "turned" not in name:
        assert lower.left < upper.left
        assert lower.top > upper.top


def test_turned_pages_lie_as_they_were_shown(mark):
    (_, lower), (_, upper) = (places(mark(pdf(Page(rotate=90))), word) for word in ("LOWER", "UPPER"))

    assert lower.left < upper.left  # lower left becomes upper left
    assert lower.top < upper.top


def test_a_watermark_lies_across_every_page(mark):
    made = mark(pdf(Page(), Page(A3)), replace(MARKS, watermark="作废"))

    assert all("作废" in text for text in texts(made))


def test_what_is_stamped_declares_no_pdf_a_and_runs_nothing(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), script])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})
    writer.xmp_metadata = b'<x xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part></x>'
    writer.root_object[NameObject("/OpenAction")] = script
    buffer = io.BytesIO()
    writer.write(buffer)

    made = mark(buffer.getvalue())

    reader = read(made)
    assert b"pdfaid" not in made
    assert b"/JavaScript" not in made
    assert "/Metadata" not in reader.trailer["/Root"]
    assert reader.metadata.title == "ZLW-SC01-YGZX-002 V2.1 运管中心值班手册"


def test_outline_and_embedded_files_of_the_original_stay(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf(Page(), Page())))
    writer.add_outline_item(title="第二章", page_number=1)
    writer.add_attachment("附表.csv", b"a,b\n")
    buffer = io.BytesIO()
    writer.write(buffer)

    reader = read(mark(buffer.getvalue()))

    assert [(item.title, reader.get_destination_page_number(item)) for item in reader.outline] == [("第二章", 2)]
    assert reader.attachments["附表.csv"] == [b"a,b\n"]


def test_links_move_with_their_page_and_scripts_fall_away(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf(Page(rotate=90))))
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.pages[0][NameObject("/Annots")] = ArrayObject(
        [link((0, 0, 100, 50)), link((0, 0, 9, 9), A=script), link(())]
    )
    buffer = io.BytesIO()
    writer.write(buffer)

    page = read(mark(buffer.getvalue())).pages[1]

    first, second = (one.get_object() for one in page["/Annots"])
    assert first["/Rect"][3] - first["/Rect"][1] > first["/Rect"][2] - first["/Rect"][0]
    assert first["/Rect"][3] <= page.mediabox.height - 14.5 * 72 / 25.4 + 1
    assert "/A" not in second


def test_encrypted_files_are_refused_with_the_reason(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("geheim", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)

    with pytest.raises(Unreadable) as refusal:
        mark(buffer.getvalue())

    assert refusal.value.data["reason"] == ENCRYPTED


def test_broken_files_are_refused_with_the_reason(mark):
    with pytest.raises(Unreadable) as refusal:
        mark(b"%PDF-1.7\nnothing that follows makes sense")

    assert refusal.value.data["reason"] == BROKEN


def test_a_file_cut_short_is_read_as_far_as_it_can_be(mark):
    whole = pdf(Page(), Page())

    made = mark(whole[: whole.rindex(b"xref")])

    assert len(texts(made)) == 3


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [0, 0, 1e9, 1e9], ["x"], [595, 842, 0, 0]])
def test_senseless_page_sizes_do_no_harm(mark, box):
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    page = writer.pages[0]
    page[NameObject("/MediaBox")] = ArrayObject(
        TextStringObject(one) if isinstance(one, str) else NameObject("/x") if one is None else FloatObject(one)
        for one in box
    )
    buffer = io.BytesIO()
    writer.write(buffer)

    made = read(mark(buffer.getvalue()))

    assert [round(float(page.mediabox.width)) for page in made.pages] == [595, 595]


def test_a_page_tree_that_lies_is_made_honest(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf(Page(), Page(A3))))
    tree: Any = writer.root_object["/Pages"].get_object()
    tree[NameObject("/Count")] = FloatObject(7)
    del writer.pages[1][NameObject("/Type")]
    buffer = io.BytesIO()
    writer.write(buffer)

    made = mark(buffer.getvalue())

    assert [len(text) > 20 for text in texts(made)] == [True, True, True]
    assert read(made).trailer["/Root"]["/Pages"]["/Count"] == 3


def test_a_page_that_stands_twice_is_marked_twice_and_shrunk_once(mark):
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    tree: Any = writer.root_object["/Pages"].get_object()
    tree["/Kids"].append(tree["/Kids"][0])
    tree[NameObject("/Count")] = FloatObject(2)
    buffer = io.BytesIO()
    writer.write(buffer)

    made = mark(buffer.getvalue())

    first, second = places(made, "LOWER")[1:]
    assert first == second == places(mark(pdf()), "LOWER")[1]
