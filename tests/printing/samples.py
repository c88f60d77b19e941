"""Files such as people hand in, made here: PDFs of odd sizes, Word files, workbooks, pictures. And one attribute page."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
)  # fmt: skip

from docsys.printing.attribute_page import AttributePage, ChangeLine, VersionLine
from docsys.printing.marks import Marks
from docsys.settings import PACKAGE

TEMPLATES = PACKAGE.parent / "templates"

ATTRIBUTES = AttributePage(
    title="运管中心值班手册",
    version="V2.1",
    state="现行有效",
    author="赵敏",
    written_on="2026-10-12",
    published_on="2026-11-02",
    number="ZLW-SC01-YGZX-002",
    folder="技术手册类 / SC01 值班手册",
    secrecy="内部",
    scope="证联网一线、二线值班与日常监控",
    rights="运行部 · 值班人员、值班负责人；网络部 · 网络管理员（阅读、下载）",
    approval="C 运管中心级",
    unit="运管中心",
    carrier="电子 + 纸质（J2026-01 册）",
    next_review="2027-11-02",
    history=(
        VersionLine("V1.0", "2024-03-18", "赵敏", "首次发布"),
        VersionLine("V2.0", "2025-11-20", "孙立", "增加二线值班职责（9.3.4）"),
        VersionLine("V2.1", "2026-11-02", "赵敏", "变更单 BG-2026-0031"),
    ),
    changes=(ChangeLine("V2.1", "3.2 节：更新核心交换机巡检项"), ChangeLine("V2.1", "附录 B：更换值班电话")),
)
MARKS = Marks(
    number=ATTRIBUTES.number,
    version=ATTRIBUTES.version,
    title=ATTRIBUTES.title,
    author=ATTRIBUTES.author,
    published_on=ATTRIBUTES.published_on,
    revisions="3 条（见属性页）",
    secrecy=ATTRIBUTES.secrecy,
    scope=ATTRIBUTES.scope,
    approval=ATTRIBUTES.approval,
)
A4, A3 = (595.276, 841.89), (841.89, 1190.55)


@dataclass(frozen=True)
class Page:
    """A page with a word at its lower left and its upper right corner."""

    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    stream: bytes = b""
    is_tagged: bool = False


def pdf(*pages: Page) -> bytes:
    writer = PdfWriter()
    for one in pages or (Page(),):
        _add(writer, one)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _add(writer: PdfWriter, one: Page) -> None:
    page = writer.add_blank_page(*one.size)
    left, bottom, right, top = one.crop or (0, 0, *one.size)
    stream = DecodedStreamObject()
    stream.set_data(
        one.stream
        + f"BT /F0 12 Tf {left + 2} {bottom + 4} Td (LOWER) Tj ET BT /F0 12 Tf {right - 50} {top - 14} Td (UPPER) Tj ET".encode()
    )
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject({
        NameObject("/Font"): DictionaryObject({NameObject("/F0"): font})
    })  # fmt: skip
    page[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001 - pypdf has no public name for it
    page[NameObject("/Rotate")] = NumberObject(one.rotate)
    if one.crop:
        page[NameObject("/CropBox")] = RectangleObject(one.crop)
    if one.is_tagged:
        page[NameObject("/StructParents")] = NumberObject(0)


def link(rectangle: tuple[float, ...], **more: Any) -> DictionaryObject:
    return DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject(FloatObject(number) for number in rectangle),
        **{NameObject(f"/{key}"): value for key, value in more.items()},
    })  # fmt: skip


def word(path: Path, *paragraphs: str, first_page: bool = False) -> Path:
    document = docx.Document()
    for text in paragraphs or ("值班手册正文",):
        document.add_paragraph(text)
    if first_page:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "首页原有页眉"
    document.save(str(path))
    return path


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("设备清单")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return path


def picture(path: Path, size: tuple[int, int] = (600, 400), mode: str = "RGB", **said: Any) -> Path:
    Image.new(mode, size, 128 if mode in {"L", "1"} else "#336699").save(path, **said)
    return path


def read(pdf_bytes: bytes) -> Any:
    """As pypdf sees it; its types are wider than what a test asks."""
    return PdfReader(io.BytesIO(pdf_bytes))


def texts(pdf_bytes: bytes) -> list[str]:
    """What stands on each page, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(pdf_bytes) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@dataclass(frozen=True)
class Place:
    """Where a text stands, in points from the edges of its page."""

    left: float
    right: float
    top: float
    bottom: float


def places(pdf_bytes: bytes, text: str) -> list[Any]:
    """On each page, the `Place` where `text` stands nearest to the head, or None."""
    with pypdfium2.PdfDocument(pdf_bytes) as document:
        return [min(_places(page, text), key=lambda place: place.top, default=None) for page in document]


def _places(page: Any, text: str) -> Iterator[Place]:
    width, height = page.get_size()
    textpage = page.get_textpage()
    search = textpage.search(text, match_case=True)
    while found := search.get_next():
        boxes = [textpage.get_charbox(found[0] + index, loose=True) for index in range(found[1])]
        yield Place(
            left=round(min(box[0] for box in boxes), 1),
            right=round(width - max(box[2] for box in boxes), 1),
            top=round(height - max(box[3] for box in boxes), 1),
            bottom=round(min(box[1] for box in boxes), 1),
        )
