"""Many documents as one book: front pages, parts with bookmarks and page numbers counted through, back pages (4.3.7).

What is bound declares no PDF/A; each part is put upright at its own size, and its number stands in its upper right corner.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject, TextStringObject

from docsys.printing.child.annotations import move_annotations, turn_off
from docsys.printing.child.geometry import MM
from docsys.printing.child.stamping import (
    MOST_PAGES,
    NUMBER,
    TOO_MANY,
    as_shown,
    cm,
    copied,
    drawings,
    inherited,
    opened,
    put_on_sheet,
    wrap,
)
from docsys.printing.result import Attachment, Unreadable

# The strip of print/numbers.css, 60 mm by 11 mm: its right end 18 mm from the edge, as the heads end, its middle 5.4 mm below the upper one.
STRIP_RIGHT, STRIP_TOP = (60 + 18) * MM, (5.4 + 5.5) * MM


@dataclass(frozen=True)
class Part:
    """One document of the book, or where `title` is empty what goes on with the one before. Its pages bear the numbers from `first`; the last one all that are left up to `last`."""

    title: str
    content: bytes
    first: int
    last: int


class Book:
    """A volume in the making: open the parts, know the line for each page, lay it on."""

    def __init__(self, front: bytes, parts: Sequence[Part], back: bytes) -> None:
        self._parts = parts
        self._writer = PdfWriter()
        self._front = _append(self._writer, front)
        self._counts = [_append(self._writer, _upright(part.content)) for part in parts]
        self._back = _append(self._writer, back)
        if self.total > MOST_PAGES:
            raise Unreadable(reason=TOO_MANY)

    @property
    def total(self) -> int:
        return len(self._writer.pages)

    def lines(self, number: str) -> list[str]:
        """What stands on each page of the parts: `ZLW-SC01-J2026-01 卷内第 5 页`."""
        return [f"{number} 卷内第 {text} 页" for text in self._numbers()]

    def _numbers(self) -> Iterator[str]:
        for part, count in zip(self._parts, self._counts, strict=True):
            for index in range(count):
                page = min(part.first + index, part.last)
                is_open = index == count - 1 and page < part.last
                yield f"{page}\N{EN DASH}{part.last}" if is_open else str(page)

    def finish(self, numbers: bytes, marks: Sequence[Sequence[Any]], said: dict[str, str]) -> bytes:
        """`numbers` has a strip for each of `lines`; `marks` are further bookmarks, (title, page counted from the front, or
        where negative from the end); `said` is the Info of the whole.
        """
        writer = self._writer
        inner = list(writer.pages)[self._front : self.total - self._back]
        for page, strip in zip(inner, drawings(writer, numbers), strict=True):
            _lay_on(writer, page, strip)
        _bookmark(self, marks)
        self._label()
        turn_off(writer)
        writer.metadata = None
        writer.add_metadata(said)
        writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    def carry(self, file: Attachment) -> None:
        """Put a file into the book that is no page of it."""
        kept = self._writer.add_attachment(file.name, file.content)
        kept.description = TextStringObject(file.description or file.name)
        kept.associated_file_relationship = NameObject(f"/{file.relationship}")
        kept.size = NumberObject(len(file.content))

    def starts(self) -> list[tuple[str, int]]:
        """Each part's title and the page it begins on."""
        found, at = [], self._front
        for part, count in zip(self._parts, self._counts, strict=True):
            found.append((part.title, at))
            at += count
        return found

    @property
    def writer(self) -> PdfWriter:
        return self._writer

    def _label(self) -> None:
        """The reader's page field counts as the paper does: i, ii, then 1, 2 …"""
        if self._front:
            self._writer.set_page_label(0, self._front - 1, style="/r")  # type: ignore[arg-type]  # a name of PDF
        for (_title, at), part, count in zip(self.starts(), self._parts, self._counts, strict=True):
            self._writer.set_page_label(at, at + count - 1, style="/D", start=part.first)  # type: ignore[arg-type]
        if self._back:
            self._writer.set_page_label(self.total - self._back, self.total - 1, prefix="备考表")


def _bookmark(book: Book, marks: Sequence[Sequence[Any]]) -> None:
    """In the order of the pages."""
    found = [
        *((title, at if at >= 0 else book.total + at) for title, at in marks),
        *((title, at) for title, at in book.starts() if title),
    ]
    for title, at in sorted(found, key=lambda one: one[1]):
        book.writer.add_outline_item(title=title, page_number=at)


def _append(writer: PdfWriter, pdf: bytes) -> int:
    if not pdf:
        return 0
    before = len(writer.pages)
    writer.append(io.BytesIO(pdf), import_outline=False)
    return len(writer.pages) - before


def _upright(content: bytes) -> bytes:
    """A foreign PDF with every page as it is shown, nothing in it that runs by itself."""
    writer = opened(content)
    turn_off(writer)
    done: set[int] = set()
    for page in list(writer.pages):
        placement = as_shown(page)
        move_annotations(page, placement, done)
        put_on_sheet(writer, page, placement)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _lay_on(writer: PdfWriter, page: Any, strip: Any) -> None:
    own = copied(inherited(page, "/Resources"))
    named = copied(own.get("/XObject"))
    name = _free(named)
    named[name] = strip
    own[NameObject("/XObject")] = named
    page[NameObject("/Resources")] = own
    width, height = (float(number) for number in page.mediabox[2:])
    place = cm((1, 0, 0, 1, width - STRIP_RIGHT, height - STRIP_TOP))
    wrap(writer, page, b"q\n", b"\nQ\nq\n" + place + name.encode() + b" Do\nQ\n")


def _free(named: Any) -> NameObject:
    """A marked copy has a drawing of our usual name already."""
    name, count = str(NUMBER), 0
    while name in named:
        count += 1
        name = f"{NUMBER}{count}"
    return NameObject(name)


def joined(titles: Sequence[str], prints: Sequence[bytes]) -> bytes:
    """Our own prints one behind the other, each under a bookmark, its pages as they are."""
    writer = PdfWriter()
    for title, content in zip(titles, prints, strict=True):
        writer.append(io.BytesIO(content), outline_item=title, import_outline=False)
    writer.add_metadata({"/Producer": "docsys"})
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
