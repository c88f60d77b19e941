"""How finely a page was scanned: the dots of its pictures against the size of the paper (4.3.8)."""

from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, UnidentifiedImageError

from docsys.printing.child.foreign.pictures import FORMATS, FRAMES, is_picture
from docsys.printing.child.foreign.pictures import TOO_LARGE as TOO_MANY_DOTS
from docsys.printing.child.geometry import Matrix, multiply
from docsys.printing.child.stamping import BROKEN, ENCRYPTED, MOST_PAGES, TOO_MANY
from docsys.printing.result import Unreadable

POINTS = 72
HEAD = 1024
# A picture that covers less than half of a page does not make the page a scan.
COVERED = 0.5
NOT_ENCRYPTED = -1
NOT_A_SCAN = "扫描件须为 PDF 或图片（PNG、JPEG、TIFF）"
Measured = list[dict[str, Any]]


def measure(path: Path, paper: tuple[float, float]) -> Measured:
    """For each page `width` and `height` in dots and `dpi`, 0 where no picture covers half of it; `basis` says against what
    a picture without a page was measured: `paper`, in millimetres.

    Raises:
        Unreadable: neither a PDF nor a picture, or broken.

    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if b"%PDF-" in head:
        return _pdf(path)
    if is_picture(head):
        return _picture(path, paper)
    raise Unreadable(reason=NOT_A_SCAN)


def _picture(path: Path, paper: tuple[float, float]) -> Measured:
    try:
        with Image.open(path, formats=FORMATS) as source:
            count = min(getattr(source, "n_frames", 1), FRAMES) if source.format == "TIFF" else 1
            return [_frame(source, index, paper) for index in range(count)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(reason=TOO_MANY_DOTS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(reason="图片已损坏") from error


def _frame(source: Image.Image, index: int, paper: tuple[float, float]) -> dict[str, Any]:
    """As the picture lies on the paper: what its file claims of dots to the inch is not asked."""
    if index:
        source.seek(index)
    source.load()
    short, long = sorted(source.size)
    narrow, wide = sorted(paper)
    dpi = max(short / (narrow / 25.4), long / (wide / 25.4))
    return {"width": source.width, "height": source.height, "dpi": round(dpi), "basis": "paper"}


def _pdf(path: Path) -> Measured:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(reason=BROKEN) from error
    with document:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) != NOT_ENCRYPTED:
            raise Unreadable(reason=ENCRYPTED)
        if len(document) > MOST_PAGES:
            raise Unreadable(reason=TOO_MANY)
        return [_page(document[index]) for index in range(len(document))]


def _page(page: Any) -> dict[str, Any]:
    """The resolution that at least half of the page has: a fine logo does not make a coarse scan fine, and of a scan in
    strips or layers the layers that cover the page count.
    """
    width, height = page.get_size()
    pictures = sorted(_pictures(page), key=lambda one: one[0], reverse=True)
    covered = 0.0
    for dpi, area, (across, down) in pictures:
        covered += area
        if covered >= COVERED * width * height:
            return {"width": across, "height": down, "dpi": round(dpi), "basis": ""}
    return {"width": 0, "height": 0, "dpi": 0, "basis": ""}


def _pictures(page: Any) -> Iterator[tuple[float, float, tuple[int, int]]]:
    """Each picture with its resolution, the area it covers in square points, and its dots."""
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        across, down = one.get_px_size()
        a, b, c, d, _e, _f = _matrix(one)
        width, height = hypot(a, b), hypot(c, d)
        if min(width, height) > 0:
            yield min(across / width, down / height) * POINTS, width * height, (across, down)


def _matrix(one: Any) -> Matrix:
    """Its own, and those of the drawings it lies in."""
    matrix: Matrix = one.get_matrix().get()
    within = one.container
    while within is not None:
        matrix = multiply(matrix, within.get_matrix().get())
        within = within.container
    return matrix
