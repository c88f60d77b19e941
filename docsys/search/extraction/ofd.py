"""Text of an OFD file (GB/T 33190): the text codes of each page, as they are drawn."""

import re
import zipfile

from docsys.search.extraction import xml
from docsys.search.extraction.archives import read_part
from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import NoText
from docsys.search.pages import PageText

_PAGE = re.compile(r"Doc_(\d+)/Pages/Page_(\d+)/[^/]+\.xml$", re.IGNORECASE)


class _Text(xml.Target):
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._in_text = False

    def began(self, name: str, _attributes: object) -> None:
        self._in_text = name == "TextCode"

    def ended(self, name: str) -> None:
        self._in_text = False
        if name == "TextObject":
            self.parts.append("\n")

    def data(self, text: str) -> None:
        if self._in_text:
            self.parts.append(text)


def pages(archive: zipfile.ZipFile, limits: Limits) -> list[PageText]:
    found = sorted((int(place[1]), int(place[2]), name) for name in archive.namelist() if (place := _PAGE.search(name)))
    texts = []
    for number, (_document, _page, name) in enumerate(found[: limits.pages], start=1):
        target = _Text()
        xml.read(read_part(archive, name), target)
        texts.append(PageText(number, "".join(target.parts)))
    if not texts:
        raise NoText("OFD 文件中没有可以提取的文字")
    return texts
