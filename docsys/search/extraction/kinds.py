"""Which kind of file it is: by its first bytes, then by what lies in the archive, and by its name only where these say nothing."""

import shutil
import subprocess
import zipfile
from pathlib import Path

from docsys.search.extraction import ofd, sheets, slides, word
from docsys.search.extraction import xml as xml_reading
from docsys.search.extraction.archives import open_archive, read_part
from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import NoText, Properties, Unreadable
from docsys.search.pages import PageText

Read = tuple[list[PageText], Properties]
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_WITHIN = 1024
PICTURES = {
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"RIFF": "WEBP",
}  # fmt: skip
OOXML = frozenset({".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx"})
CORE = "docProps/core.xml"


def is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:PDF_WITHIN]


def picture(head: bytes) -> str:
    return next((kind for magic, kind in PICTURES.items() if head.startswith(magic)), "")


def office(path: Path, limits: Limits) -> Read:
    """Whatever lies in a zip: Word, Excel, PowerPoint, OFD; others have no text for us."""
    with open_archive(path, limits) as archive:
        names = set(archive.namelist())
        said = _core(archive) if CORE in names else Properties()
        if any(name.startswith("word/") for name in names):
            return word.pages(archive, limits), said
        if any(name.startswith("ppt/") for name in names):
            return slides.pages(archive, limits), said
        if "OFD.xml" in names:
            return ofd.pages(archive, limits), said
        if not any(name.startswith("xl/") for name in names) and "content.xml" not in names:
            raise NoText("压缩包只保存原件，不提取其中的文字")
    return sheets.pages(path, limits), said


def ole(path: Path, name: str, limits: Limits) -> Read:
    """The binary formats before 2007: .xls by calamine, .doc by antiword where it is installed."""
    suffix = Path(name).suffix.lower()
    if suffix in {".xls", ".xla", ".xlt"}:
        return sheets.pages(path, limits), Properties()
    if suffix in OOXML:
        raise Unreadable("文件已加密，需要口令才能打开")
    if suffix in {".doc", ".dot"} and (antiword := shutil.which("antiword")):
        command = [antiword, "-m", "UTF-8.txt", "-w", "0", str(path)]
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return [PageText(None, done.stdout.decode("utf-8", "replace")[: limits.characters])], Properties()
        raise Unreadable("旧版 Word 文件无法读取")
    raise NoText(f"旧版 Office 文件（{suffix or '无扩展名'}）只保存原件，请另存为新版格式后登记")


class _Core(xml_reading.Target):
    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self._name = ""

    def began(self, name: str, _attributes: object) -> None:
        self._name = name

    def ended(self, _name: str) -> None:
        self._name = ""

    def data(self, text: str) -> None:
        if self._name:
            self.said[self._name] = self.said.get(self._name, "") + text


def _core(archive: zipfile.ZipFile) -> Properties:
    """What the file says of itself; a damaged statement costs nothing else."""
    core = _Core()
    try:
        xml_reading.read(read_part(archive, CORE), core)
    except Unreadable:
        return Properties()
    said = core.said
    return Properties(
        said.get("title", ""), said.get("creator", ""), said.get("modified", said.get("created", ""))[:10]
    )
