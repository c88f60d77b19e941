"""Text of a presentation (.pptx): one page per slide."""

import re
import zipfile

from docsys.search.extraction import xml
from docsys.search.extraction.archives import read_part
from docsys.search.extraction.limits import Limits
from docsys.search.pages import PageText

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml$")


class _Text(xml.Target):
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._in_text = False

    def began(self, name: str, _attributes: object) -> None:
        self._in_text = name == "t"

    def ended(self, name: str) -> None:
        self._in_text = False
        if name == "p":
            self.parts.append("\n")

    def data(self, text: str) -> None:
        if self._in_text:
            self.parts.append(text)


def pages(archive: zipfile.ZipFile, limits: Limits) -> list[PageText]:
    slides = sorted((int(found[1]), name) for name in archive.namelist() if (found := _SLIDE.match(name)))
    texts = []
    for number, name in slides[: limits.pages]:
        target = _Text()
        xml.read(read_part(archive, name), target)
        texts.append(PageText(number, "".join(target.parts)))
    return texts
