"""Which kind of file it is, and its content as PDF: by its first bytes, and by its name only where these say nothing."""

from dataclasses import dataclass
from pathlib import Path

from docsys.printing.child.foreign import archives, office, pictures, tables, texts, word
from docsys.printing.limits import MEBIBYTE, Limits
from docsys.printing.result import Unreadable

HEAD = 1024
ZIP, OLE, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
WORD_SUFFIXES = {".docx", ".docm", ".dotx", ".dotm"}
SHEET_SUFFIXES = {".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods", ".et"}
OFFICE_SUFFIXES = {".doc", ".dot", ".wps", ".odt", ".rtf", ".ppt", ".pptx", ".dps", ".odp"}
NOT_SHOWN = "“{suffix}”格式的文件不能转换为页面"
NEEDS_OFFICE = "“{suffix}”格式的文件须安装 LibreOffice 后才能转换为页面"
EMPTY, BROKEN, ENCRYPTED, TOO_LARGE = "文件为空", "文件结构已损坏", "文件已加密", "文件超过 {limit} MB"


@dataclass(frozen=True)
class Conversion:
    """Where and with what a file is converted."""

    folder: Path
    limits: Limits


@dataclass(frozen=True)
class Content:
    """`note` is what a reader must know of the conversion."""

    pdf: bytes
    note: str = ""


def to_pdf(path: Path, name: str, how: Conversion) -> Content:
    """The content of a foreign file on pages.

    Raises:
        Unreadable: it cannot be shown; says why.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    suffix = Path(name).suffix.lower()
    if path.stat().st_size > how.limits.file:
        raise Unreadable(reason=TOO_LARGE.format(limit=how.limits.file // MEBIBYTE))
    if not head:
        raise Unreadable(reason=EMPTY)
    if b"%PDF-" in head:
        return Content(path.read_bytes())
    if pictures.is_picture(head):
        return Content(pictures.to_pdf(path))
    if head.startswith(ZIP):
        return _zipped(path, suffix, how)
    if head.startswith((OLE, RTF)):
        return _by_office(path, suffix, how)
    if suffix in texts.SUFFIXES:
        return Content(texts.to_pdf(path, how.folder, how.limits))
    raise Unreadable(reason=BROKEN if suffix == ".pdf" else NOT_SHOWN.format(suffix=suffix or "无扩展名"))


def _zipped(path: Path, suffix: str, how: Conversion) -> Content:
    names = archives.names(path)
    if "word/document.xml" in names:
        if pdf := office.to_pdf(path, how.limits):
            return Content(pdf)
        return Content(word.to_pdf(path, how.folder, how.limits), word.NOTE)
    if any(name.startswith("xl/") for name in names) or suffix == ".ods":
        return Content(*tables.to_pdf(path, how.folder, how.limits))
    if suffix in OFFICE_SUFFIXES:
        return _by_office(path, suffix, how)
    raise Unreadable(reason=NOT_SHOWN.format(suffix=suffix or "压缩"))


def _by_office(path: Path, suffix: str, how: Conversion) -> Content:
    """The binary formats before 2007, and what only an office program can lay out."""
    if suffix in WORD_SUFFIXES | (SHEET_SUFFIXES - {".xls", ".et"}):
        raise Unreadable(reason=ENCRYPTED)  # a package inside a compound file is an encrypted one
    if suffix in SHEET_SUFFIXES:
        return Content(*tables.to_pdf(path, how.folder, how.limits))
    if suffix not in OFFICE_SUFFIXES:
        raise Unreadable(reason=NOT_SHOWN.format(suffix=suffix or "无扩展名"))
    if pdf := office.to_pdf(path, how.limits):
        return Content(pdf)
    raise Unreadable(reason=NEEDS_OFFICE.format(suffix=suffix))
