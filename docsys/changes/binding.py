"""The complete set of an order as one PDF: contents, sheets under bookmarks, signed scans, photos and logs carried as files."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docsys import printing
from docsys.changes.bundle import Bundle, Loose, Scan, Sheet
from docsys.errors import TooComplex
from docsys.printing import Attachment, Limits, Unreadable, convert
from docsys.printing.books import Chapter, Covers, bound
from docsys.settings import Settings

MEBIBYTE = 1024 * 1024
EACH, ALL = 20 * MEBIBYTE, 60 * MEBIBYTE
"""How large a file may be that is carried within the set, and all of them together; larger ones are named, and stay where they are."""
CARRIED, LARGE, GONE = "已嵌入", "过大，未嵌入，另存于文档库", "原件缺失，未嵌入"
INSTEAD = "{why}。原件 {name} 存于“扫描备份”，并作为随卷文件保存。"


@dataclass(frozen=True)
class Drawn:
    """One part of the set: its pages, or `why` there is one page in their stead."""

    title: str
    pdf: bytes
    pages: int
    said: str = ""
    why: str = ""
    scan: Scan | None = None


@dataclass(frozen=True)
class Line:
    """One line of the contents."""

    title: str
    pages: str
    remark: str


@dataclass(frozen=True)
class Put:
    """One line of the list of files."""

    name: str
    size: str
    sha256: str
    said: str


def whole(bundle: Bundle, settings: Settings) -> bytes:
    """The one PDF. A scan that cannot be bound is named in its place and carried as the file that it is."""
    sheets = [_printed(sheet, settings) for sheet in bundle.sheets]
    scans = [_shown(scan, settings) for scan in bundle.scans]
    try:
        return _bound(bundle, [*sheets, *scans], settings)
    except (Unreadable, TooComplex):
        return _bound(bundle, [*sheets, *(_absent(scan, "扫描件无法装订") for scan in bundle.scans)], settings)


def _printed(sheet: Sheet, settings: Settings) -> Drawn:
    folder = settings.templates
    html = printing.page(sheet.print.template, sheet.print.context, folder=folder)
    done = printing.rendered(html, folder=folder, variant=None, limits=Limits.of(settings), title=sheet.title)
    return Drawn(sheet.title, done.pdf, done.pages)


def _shown(scan: Scan, settings: Settings) -> Drawn:
    """The pages of a scan, or why there are none."""
    if not scan.path.is_file():
        return _absent(scan, "原件缺失")
    if scan.size > ALL:
        return _absent(scan, "扫描件过大")
    try:
        done = convert.to_pdf(scan.path, scan.name, folder=settings.templates, limits=Limits.of(settings))
    except (Unreadable, TooComplex) as refused:
        return _absent(scan, refused.sentence.rstrip("。"))
    return Drawn(scan.title, done.pdf, scan.pages, scan.said)


def _absent(scan: Scan, why: str) -> Drawn:
    return Drawn(scan.title, b"", 1, f"{scan.said}（{why}）", INSTEAD.format(why=why, name=scan.name), scan)


def _bound(bundle: Bundle, drawn: Sequence[Drawn], settings: Settings) -> bytes:
    chapters, lines = [], []
    at = 1
    for one in drawn:
        last = at + one.pages - 1
        chapters.append(Chapter(one.title, at, last, content=one.pdf, absent=one.why))
        lines.append(Line(one.title, f"{at}" if last == at else f"{at}\N{EN DASH}{last}", one.said))
        at = last + 1
    loose = [_data(bundle), *bundle.files, *(_as_file(one.scan) for one in drawn if one.scan)]
    carried, put = _carried(loose)
    return bound(
        bundle.number,
        f"变更归档全卷 {bundle.title}",
        Covers(_front(bundle, lines, put, settings), "", [("卷内目录", 0)]),
        chapters,
        carried=carried,
        folder=settings.templates,
        limits=Limits.of(settings),
    )


def _front(bundle: Bundle, lines: Sequence[Line], put: Sequence[Put], settings: Settings) -> str:
    about = {
        "title": f"{bundle.number} 变更归档全卷",
        "unit": settings.organisation,
        "secrecy": "内部",
        "number": bundle.number,
        "version": "归档全卷",
        "qr": bundle.number,
        "urgent": bundle.urgent,
        "facts": bundle.facts,
        "lines": lines,
        "files": put,
    }
    return printing.page("print/changes/set.html", about, folder=settings.templates)


def _data(bundle: Bundle) -> Loose:
    """The order as JSON: what a later reader needs without this program."""
    content = bundle.operations.attachment()
    digest = hashlib.sha256(content).hexdigest()
    return Loose(f"{bundle.number}.json", digest, len(content), "变更单的数据", content=content)


def _as_file(scan: Scan) -> Loose:
    return Loose(scan.name, scan.sha256, scan.size, scan.title, scan.path)


def _carried(files: Sequence[Loose]) -> tuple[list[Attachment], list[Put]]:
    """What goes into the PDF, within the limits, and what is said of each file."""
    carried, put = [], []
    room = ALL
    for file in files:
        content, how = _content(file, room)
        if content:
            room -= len(content)
            carried.append(Attachment(file.name, content, file.said, "Source" if file.content else "Supplement"))
        put.append(Put(file.name, _size(file.size), file.sha256, "；".join(_filled(file.said, how))))
    return carried, put


def _content(file: Loose, room: int) -> tuple[bytes, str]:
    if file.content:
        return file.content, CARRIED
    if file.path is None or not file.path.is_file():
        return b"", GONE
    if file.size > min(EACH, room):
        return b"", LARGE
    return file.path.read_bytes(), CARRIED


def _filled(*texts: str) -> Iterator[str]:
    return (text for text in texts if text)


def _size(count: int) -> str:
    return f"{count / MEBIBYTE:.1f} MB" if count >= MEBIBYTE else f"{max(count / 1024, 0.1):.1f} KB"
