"""Text of a PDF, page by page, by PDFium."""

from datetime import date
from pathlib import Path

import pypdfium2
from pypdfium2 import PdfiumError

from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import NoText, Properties, Unreadable
from docsys.search.pages import PageText

# PDFium's own sign for a hyphen at the end of a line.
HYPHEN = "\ufffe"


def read(path: Path, limits: Limits) -> tuple[list[PageText], Properties]:
    document = _open(path)
    try:
        return _pages(document, limits), _properties(document.get_metadata_dict())
    finally:
        document.close()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("文件已加密，需要口令才能打开") from error
        raise Unreadable("文件已损坏：不是可以打开的 PDF") from error


def _pages(document: pypdfium2.PdfDocument, limits: Limits) -> list[PageText]:
    texts = []
    left = limits.characters
    for number in range(1, min(len(document), limits.pages) + 1):
        text = _text(document, number)
        texts.append(PageText(number, text[:left]))
        left -= len(text)
        if left <= 0:
            break
    if not any(page.text.strip() for page in texts):
        raise NoText("PDF 中没有文字，可能是扫描件，未做文字识别")
    return texts


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    """One damaged page does not cost the others."""
    try:
        page = document[number - 1]
        text = page.get_textpage().get_text_range()
    except PdfiumError:
        return ""
    return str(text).replace(HYPHEN, "")


def _properties(said: dict[str, str]) -> Properties:
    return Properties(said.get("Title", ""), said.get("Author", ""), _written(said.get("CreationDate", "")))


def _written(said: str) -> str:
    """`D:20261102093000+08'00'` as 2026-11-02."""
    digits = said.removeprefix("D:")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""
