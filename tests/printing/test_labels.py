"""A QR code on a print is read again from its picture."""

import io

import pypdfium2
import zxingcpp

from docsys.printing.child import rendering
from docsys.printing.labels import qr_svg
from docsys.printing.limits import LIMITS
from docsys.printing.pages import page


def test_the_code_at_the_foot_gives_the_number_back(folder):
    html = page("print/base.html", {"number": "BG-2026-0042", "qr": "BG-2026-0042"}, folder=folder)

    done = rendering.render(html, folder / "print", LIMITS, title="", attachments=(), variant=None)

    with pypdfium2.PdfDocument(io.BytesIO(done.pdf)) as document:
        image = document[0].render(scale=150 / 72).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(image)] == ["BG-2026-0042"]


def test_the_drawing_holds_nothing_but_squares():
    drawing = qr_svg('"><script>')

    assert drawing.startswith("<svg")
    assert "script" not in drawing
