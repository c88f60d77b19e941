"""What can be seen of a PDF without printing it: how many pages, one page as a picture, the fonts inside."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from docsys.printing.result import Unreadable

LARGEST_SIDE = 4000
BROKEN, NO_PAGE = "文件结构已损坏或已加密", "没有第 {page} 页"
SUBSET = 7  # "ABCDEF+"
DEEPEST = 5


def count(path: Path) -> int:
    with _opened(path) as document:
        return len(document)


def sizes(path: Path) -> list[tuple[float, float]]:
    """Breadth and height of each page, in points."""
    with _opened(path) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def png(path: Path, page: int, scale: float) -> bytes:
    """Page `page`, counted from 1, at `scale` pixels a point."""
    with _opened(path) as document:
        if not 1 <= page <= len(document):
            raise Unreadable(reason=NO_PAGE.format(page=page))
        shown = document[page - 1]
        scale = min(scale, LARGEST_SIDE / max(*shown.get_size(), 1))
        buffer = io.BytesIO()
        shown.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(buffer, "PNG", optimize=False)
        return buffer.getvalue()


def _opened(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(reason=BROKEN) from error


def fonts(pdf: bytes) -> set[str]:
    """Base names of every embedded font, also of those inside drawings."""
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        _collect(page.get("/Resources"), found, 0)
    return found


def _collect(resources: Any, found: set[str], depth: int) -> None:
    resources = resources.get_object() if resources is not None else {}
    for font in (resources.get("/Font") or {}).values():
        real = font.get_object()
        for one in [real, *(kid.get_object() for kid in real.get("/DescendantFonts", ()))]:
            descriptor = one.get("/FontDescriptor")
            if descriptor and any(key in descriptor.get_object() for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                name = str(one["/BaseFont"]).lstrip("/")
                found.add(name[SUBSET:] if name[SUBSET - 1 : SUBSET] == "+" else name)
    if depth < DEEPEST:
        for drawing in (resources.get("/XObject") or {}).values():
            if drawing.get_object().get("/Subtype") == "/Form":
                _collect(drawing.get_object().get("/Resources"), found, depth + 1)
