"""Text of a Word file (.docx, .docm, .dotx): heads, body with tables in order, notes, feet. Pages where Word left marks."""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping

from docsys.search.extraction import xml
from docsys.search.extraction.archives import read_part
from docsys.search.extraction.limits import Limits
from docsys.search.pages import PageText

BODY = "word/document.xml"
_HEAD = re.compile(r"/header\d*\.xml$")
_FOOT = re.compile(r"/footer\d*\.xml$")
_NOTES = re.compile(r"/(?:footnotes|endnotes|comments)\.xml$")
# Deleted text, field codes, the fallback copy of a text box, pronunciation above characters.
SKIPPED = frozenset({"delText", "instrText", "delInstrText", "Fallback", "rt", "moveFrom"})
SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def pages(archive: zipfile.ZipFile, limits: Limits) -> list[PageText]:
    names = archive.namelist()
    body = _Text(limits.characters)
    xml.read(read_part(archive, _body_name(archive)), body)
    texts = body.pages()
    head = _parts(archive, filter(_HEAD.search, names), limits)
    tail = _parts(archive, (*filter(_NOTES.search, names), *filter(_FOOT.search, names)), limits)
    texts[0] = "\n".join(filter(None, (head, texts[0])))
    texts[-1] = "\n".join(filter(None, (texts[-1], tail)))
    if len(texts) == 1:
        return [PageText(None, texts[0])]
    return [PageText(number, text) for number, text in enumerate(texts, start=1)]


class _Text(xml.Target):
    """The paragraphs of a part, a new list wherever Word began a page when it last saved."""

    def __init__(self, most: int) -> None:
        self._pages: list[list[str]] = [[]]
        self._most = most
        self._in_text = False
        self._skipping = 0

    def pages(self) -> list[str]:
        return ["".join(page) for page in self._pages]

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in SKIPPED or self._skipping:
            self._skipping += 1
        elif name == "t":
            self._in_text = True
        elif name == "lastRenderedPageBreak" or (name == "br" and attributes.get("type") == "page"):
            self._turn_page()
        elif name == "br":
            self._add("\n")
        elif name in SIGNS:
            self._add(SIGNS[name])

    def ended(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._add("\n")

    def data(self, text: str) -> None:
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        self._pages[-1].append(text)
        self._most -= len(text)
        if self._most < 0:
            raise xml.Done

    def _turn_page(self) -> None:
        """Word marks a page break of the author twice: as the break, and as rendered right after it."""
        if "".join(self._pages[-1]).strip():
            self._pages.append([])


def _parts(archive: zipfile.ZipFile, names: Iterable[str], limits: Limits) -> str:
    """The texts of some parts, each different one once: first, even and default heads are mostly alike."""
    found: dict[str, None] = {}
    for name in sorted(names):
        part = _Text(limits.characters)
        xml.read(read_part(archive, name), part)
        found["\n".join(part.pages()).strip()] = None
    return "\n".join(filter(None, found))


class _Relations(xml.Target):
    def __init__(self) -> None:
        self.body = ""

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            self.body = posixpath.normpath(attributes.get("Target", "").lstrip("/"))


def _body_name(archive: zipfile.ZipFile) -> str:
    """Mostly word/document.xml; some programs name it otherwise and say so in the relations."""
    if BODY in archive.namelist():
        return BODY
    relations = _Relations()
    xml.read(read_part(archive, "_rels/.rels"), relations)
    return relations.body or BODY
