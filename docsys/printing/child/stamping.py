"""The 标识版: attribute page and content, with the same marks in head and foot of every page (4.3.5).

The content is cloned, so that outline, links and structure stay; each page is put on a sheet of the A series, a little smaller
where need be, and the marks are laid over it. What is stamped declares no PDF/A.
"""

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
)  # fmt: skip

from docsys.printing.child.annotations import move_annotations, turn_off
from docsys.printing.child.geometry import A4, MM, Matrix, Placement, Sheet, place, upright
from docsys.printing.result import Unreadable

MOST_PAGES = 2000
MOST_ANCESTORS = 50
MARKS, NUMBER, CONTENT = NameObject("/DocsysMarks"), NameObject("/DocsysNumber"), NameObject("/DocsysContent")
# The strip of print/numbers.css: 60 mm broad, its right end where the foot ends.
STRIP_RIGHT, STRIP_BOTTOM = (60 + 18) * MM, 6.5 * MM
LETTER = (0.0, 0.0, 595.276, 841.89)
SMALLEST, LARGEST = 3.0, 20_000.0
ENCRYPTED, BROKEN, TOO_MANY = "文件已加密", "文件结构已损坏", f"文件超过 {MOST_PAGES} 页"


class Stamp:
    """One 标识版 in the making: open the content, know its sheets, lay the marks over it."""

    def __init__(self, attribute_page: bytes, content: bytes | None) -> None:
        self._front = PdfReader(io.BytesIO(attribute_page))
        self._writer = opened(content) if content else PdfWriter()
        self._placements = [_placement(page) for page in self._writer.pages]

    def sheets(self) -> list[Sheet]:
        return [A4] * len(self._front.pages) + [placement.sheet for placement in self._placements]

    def finish(self, marks: bytes, numbers: bytes, said: dict[str, str]) -> bytes:
        """Lay over each page the marks of its sheet and the strip with its number; `said` is the Info of the whole.

        `marks` has a page for each different one of `sheets`, in the order of their first use; `numbers` one for each page.
        """
        sheets = self.sheets()
        writer = self._writer
        pages = list(writer.pages)
        turn_off(writer)
        done: set[int] = set()
        for page, placement in zip(pages, self._placements, strict=True):
            move_annotations(page, placement, done)
            put_on_sheet(writer, page, placement)
        for index, page in enumerate(self._front.pages):
            writer.insert_page(page, index)
        _flatten_tree(writer, len(self._front.pages), pages)
        drawn = drawings(writer, marks)
        forms = dict(zip(dict.fromkeys(sheets), drawn, strict=True))
        for page, sheet, number in zip(writer.pages, sheets, drawings(writer, numbers), strict=True):
            _lay_over(writer, page, forms[sheet], number, sheet)
        writer.metadata = None
        writer.add_metadata(said)
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()


def opened(content: bytes) -> PdfWriter:
    """As pypdf reads it, or else as PDFium, which forgives more, writes it anew."""
    try:
        return _cloned(content)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - pypdf raises what it likes on broken files
        try:
            return _cloned(_repaired(content))
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(reason=BROKEN) from error


def _cloned(content: bytes) -> PdfWriter:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Unreadable(reason=ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(reason=TOO_MANY)
    writer = PdfWriter(clone_from=reader)
    pages = list(writer.pages)
    for page in pages:  # what cannot be read shows itself here, not in the midst of the stamping
        _placement(page)
        _data(page)
    if not pages or len({id(page.get_object()) for page in pages}) < len(pages):
        raise ValueError("no page, or one that stands twice in the tree")
    return writer


def _repaired(content: bytes) -> bytes:
    source = pypdfium2.PdfDocument(content)
    target = pypdfium2.PdfDocument.new()
    target.import_pages(source)
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(MOST_ANCESTORS):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if parent is None:
            return None
        node = parent.get_object()
    return None


def _placement(page: PageObject) -> Placement:
    return place(visible(page), *_turn_and_unit(page))


def as_shown(page: PageObject) -> Placement:
    """The page at its own size, turned as it is shown."""
    return upright(visible(page), *_turn_and_unit(page))


def _turn_and_unit(page: PageObject) -> tuple[int, float]:
    rotation = inherited(page, "/Rotate")
    turn = int(rotation) % 360 if isinstance(rotation, (int, float)) else 0
    unit = page.get("/UserUnit", 1.0)
    factor = float(unit) if isinstance(unit, (int, float)) and unit > 0 else 1.0
    return turn if turn in {90, 180, 270} else 0, factor


def visible(page: PageObject) -> tuple[float, float, float, float]:
    """The crop box within the media box; a sensible page where they are none."""
    media = _box(inherited(page, "/MediaBox")) or LETTER
    crop = _box(inherited(page, "/CropBox")) or media
    both = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return both if both[2] - both[0] >= SMALLEST and both[3] - both[1] >= SMALLEST else media


def _box(value: Any) -> tuple[float, float, float, float] | None:
    try:
        left, bottom, right, top = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    fits = SMALLEST <= right - left <= LARGEST and SMALLEST <= top - bottom <= LARGEST
    return (left, bottom, right, top) if fits else None


def _data(page: PageObject) -> bytes:
    contents = page.get_contents()
    return b"" if contents is None else contents.get_data()


def _stream(data: bytes) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _form(writer: PdfWriter, data: bytes, box: tuple[float, float, float, float], resources: Any) -> Any:
    """A page as a drawing that can be placed: whatever it leaves undone inside stays inside."""
    form = _stream(data).flate_encode()
    form.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(FloatObject(number) for number in box),
        NameObject("/Resources"): resources if resources is not None else DictionaryObject(),
    })  # fmt: skip
    return writer._add_object(form)  # noqa: SLF001 - pypdf has no public name for it


def put_on_sheet(writer: PdfWriter, page: PageObject, placement: Placement) -> None:
    """Tagged pages keep their streams, so that the structure still finds them; others become one drawing."""
    box, resources = visible(page), inherited(page, "/Resources")
    if "/StructParents" in page:
        clip = f"{box[0]:.4f} {box[1]:.4f} {box[2] - box[0]:.4f} {box[3] - box[1]:.4f} re W n\n"
        wrap(writer, page, b"q\n" + cm(placement.matrix) + clip.encode(), b"\nQ\n")
        page[NameObject("/Resources")] = copied(resources)
    else:
        form = _form(writer, _data(page), box, resources)
        page[NameObject("/Contents")] = writer._add_object(  # noqa: SLF001 - as above
            _stream(b"q\n" + cm(placement.matrix) + CONTENT.encode() + b" Do\nQ\n")
        )
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({CONTENT: form})})
    for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit", "/AA", "/Thumb"):
        page.pop(NameObject(key), None)
    sheet = RectangleObject((0, 0, *placement.sheet.points))
    page[NameObject("/MediaBox")] = page[NameObject("/CropBox")] = sheet
    page[NameObject("/Rotate")] = NumberObject(0)


def _flatten_tree(writer: PdfWriter, front: int, pages: list[PageObject]) -> None:
    """One level of pages, counted right: nothing is inherited any more, and foreign trees may lie."""
    tree = writer.root_object["/Pages"].get_object()
    all_pages = [*list(writer.pages)[:front], *pages]
    for page in all_pages:
        page[NameObject("/Type")] = NameObject("/Page")
        page[NameObject("/Parent")] = writer.root_object.raw_get("/Pages")
    tree[NameObject("/Kids")] = ArrayObject(page.indirect_reference for page in all_pages)  # type: ignore[index]
    tree[NameObject("/Count")] = NumberObject(len(all_pages))  # type: ignore[index]


def drawings(writer: PdfWriter, pdf: bytes) -> list[Any]:
    """Each page of a print of ours as a drawing."""
    return [
        _form(
            writer,
            _data(page),
            (0, 0, float(page.mediabox[2]), float(page.mediabox[3])),
            page["/Resources"].clone(writer),
        )
        for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def _lay_over(writer: PdfWriter, page: PageObject, marks: Any, number: Any, sheet: Sheet) -> None:
    own = copied(inherited(page, "/Resources"))
    both = copied(own.get("/XObject"))
    both[MARKS], both[NUMBER] = marks, number
    own[NameObject("/XObject")] = both
    page[NameObject("/Resources")] = own
    strip = cm((1, 0, 0, 1, sheet.points[0] - STRIP_RIGHT, STRIP_BOTTOM))
    wrap(writer, page, b"q\n", b"\nQ\nq\n" + MARKS.encode() + b" Do\n" + strip + NUMBER.encode() + b" Do\nQ\n")


def wrap(writer: PdfWriter, page: PageObject, before: bytes, after: bytes) -> None:
    streams = [writer._add_object(_stream(data)) for data in (before, after)]  # noqa: SLF001 - as above
    page[NameObject("/Contents")] = ArrayObject([streams[0], *_streams(page), streams[1]])


def _streams(page: PageObject) -> Iterator[Any]:
    contents = page.get("/Contents")
    found = contents.get_object() if contents is not None else None
    if isinstance(found, ArrayObject):
        yield from found
    elif found is not None:
        yield page.raw_get("/Contents")


def copied(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return DictionaryObject(found) if isinstance(found, DictionaryObject) else DictionaryObject()


def cm(matrix: Matrix) -> bytes:
    return (" ".join(f"{number:.6f}" for number in matrix) + " cm\n").encode()
