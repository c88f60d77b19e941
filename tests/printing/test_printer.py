"""Our own prints declare PDF/A-3b, carry their data, and hold Chinese fonts."""

import logging

from docsys.printing import Attachment, Limits, fonts, page, render, rendered
from tests.printing.samples import TEMPLATES, read, texts

HTML = page("print/base.html", {"title": "变更单", "number": "BG-2026-0042", "secrecy": "内部"}, folder=TEMPLATES)
DATA = '{"编号": "BG-2026-0042"}'.encode()


def test_a_print_declares_pdf_a_3b_and_carries_its_data():
    done = render(HTML, folder=TEMPLATES, attachments=[Attachment("BG-2026-0042.json", DATA, "记录数据")])

    reader = read(done)
    declared = reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in declared or b'pdfaid:part="3"' in declared
    assert b">B</pdfaid:conformance>" in declared or b'pdfaid:conformance="B"' in declared
    assert reader.attachments["BG-2026-0042.json"] == [DATA]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "变更单"


def test_a_title_can_be_given():
    reader = read(render(HTML, folder=TEMPLATES, title="变更单 BG-2026-0042"))

    assert reader.metadata.title == "变更单 BG-2026-0042"


def test_a_part_of_something_larger_declares_nothing():
    done = render(HTML, folder=TEMPLATES, variant=None)

    assert b"pdfaid" not in done


def test_the_same_data_give_the_same_print_byte_for_byte():
    one, two = (
        render(HTML, folder=TEMPLATES, attachments=[Attachment("a.json", DATA)], limits=Limits()) for _ in range(2)
    )

    assert one == two


def test_the_fonts_inside_are_chinese():
    assert all("CJK" in name for name in fonts.embedded(render(HTML, folder=TEMPLATES)))
    assert fonts.check().is_complete
    assert "齐备" in fonts.check().sentence


def test_what_the_renderer_complains_about_is_told_and_logged(caplog):
    with caplog.at_level(logging.WARNING, "docsys.printing"):
        done = rendered(
            '<html lang="zh-CN"><p style="colour: red">x</p><img src="file:///etc/passwd">', folder=TEMPLATES
        )

    assert len(done.warnings) == 2
    assert "colour" in caplog.text
    assert done.pages == len(texts(done.pdf)) == 1
