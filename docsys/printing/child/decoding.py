"""The QR codes on the pages of a scan, and some of its pages as a PDF of their own."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from docsys.printing.child.foreign import pictures
from docsys.printing.child.measuring import HEAD, NOT_A_SCAN
from docsys.printing.result import Unreadable

MOST_PAGES = 100
MOST_TEXT = 200
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Tried in turn until a code is found: 200 dots to the inch read most, a coarse photo wants more.
DOTS = (200, 300)
LARGEST_SIDE = 5000
BROKEN, TOO_MANY = "文件结构已损坏或已加密", f"扫描件超过 {MOST_PAGES} 页，请分成几个文件"


def codes(path: Path) -> list[list[str]]:
    """The texts of the codes on each page.

    Raises:
        Unreadable: neither a PDF nor a picture, broken, or of too many pages.

    """
    return [_texts(tries) for tries in _pages(path)]


def _pages(path: Path) -> Iterator[Iterator[Image.Image]]:
    """For each page its picture, and finer ones as long as they are asked for."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if pictures.is_picture(head):
        data = pictures.to_pdf(path)
    elif b"%PDF-" in head:
        data = path.read_bytes()
    else:
        raise Unreadable(reason=NOT_A_SCAN)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(reason=BROKEN) from error
    with document:
        if len(document) > MOST_PAGES:
            raise Unreadable(reason=TOO_MANY)
        for index in range(len(document)):
            yield _drawn(document[index])


def _drawn(page: pypdfium2.PdfPage) -> Iterator[Image.Image]:
    longest = max(*page.get_size(), 1)
    for dots in DOTS:
        yield page.render(scale=min(dots / 72, LARGEST_SIDE / longest), grayscale=True).to_pil()


def _texts(tries: Iterator[Image.Image]) -> list[str]:
    for image in tries:
        found = zxingcpp.read_barcodes(image, formats=QR)
        if found:
            return [one.text[:MOST_TEXT] for one in found]
    return []


def excerpt(path: Path, wanted: Sequence[int]) -> bytes:
    """The pages of these numbers, counted from 1, as a PDF; a picture is laid upon a sheet.

    Raises:
        Unreadable: broken, or without such a page.

    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    source = io.BytesIO(pictures.to_pdf(path) if pictures.is_picture(head) else path.read_bytes())
    try:
        reader, writer = PdfReader(source), PdfWriter()
        for number in wanted:
            if not 1 <= number <= len(reader.pages):
                raise Unreadable(reason=f"没有第 {number} 页")
            writer.add_page(reader.pages[number - 1])
        writer.add_metadata({"/Producer": "docsys"})
        writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        target = io.BytesIO()
        writer.write(target)
    except PyPdfError as error:
        raise Unreadable(reason=BROKEN) from error
    return target.getvalue()
