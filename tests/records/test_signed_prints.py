"""Printed, signed, scanned badly: the code in the foot still names the record."""

import io
from itertools import product

import pypdfium2
import pytest
from PIL import Image

from docsys.forms.shape import Kind
from docsys.printing import codes
from docsys.records import prints
from tests.records.test_shipped_forms import CATALOGUE, FRAME, rendered

SHEETS = [form for form in CATALOGUE if form.kind is not Kind.REGISTER]
DEGREES = (-3, 3)


def scanned(pdf, *, degrees, quality=50, dots=150):
    """Page by page as an office scanner gives them: turned, grey at the edges, squeezed by JPEG."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=dots / 72, grayscale=True).to_pil()
        image = image.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=235)
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        pages.append(Image.open(io.BytesIO(buffer.getvalue())))
    made = io.BytesIO()
    pages[0].save(made, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
    return made.getvalue(), len(pages)


def read_back(form, degrees, tmp_path):
    printable = prints.sample(form, FRAME)
    data, pages = scanned(rendered(printable).pdf, degrees=degrees)
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    return codes.codes(path) == [[printable.number]] * pages


@pytest.mark.parametrize("code", ["BG", "FB", "ZB", "YB"])
def test_its_code_is_read_at_150_dpi_turned_by_three_degrees(code, tmp_path):
    assert read_back(CATALOGUE.get(code), -3, tmp_path)


@pytest.mark.fault
def test_thirty_of_thirty_are_read(tmp_path):
    cases = list(product(SHEETS, DEGREES))[:30]

    assert [form.code for form, degrees in cases if not read_back(form, degrees, tmp_path)] == []
    assert len(cases) == 30
