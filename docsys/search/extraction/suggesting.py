"""What to write into the registration page: out of the file's name, its properties and its first page. Only proposals."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docsys.search.extraction.limits import FIRST_PAGE
from docsys.search.extraction.parent import extract
from docsys.search.extraction.result import Properties

_VERSION = re.compile(r"(?<![A-Za-z])[Vv](?:er(?:sion)?)?[.\s]?(\d{1,3}(?:\.\d{1,3}){0,2})(?![\d.]*[A-Za-z])")
_EDITION = re.compile(r"第\s*(\d{1,3})\s*版|(?<!\d)(\d{1,3}(?:\.\d{1,3}){1,2})\s*版")
_DATE = re.compile(
    r"(?<!\d)(20\d\d|19\d\d)\s*[-_.年/]?\s*(1[0-2]|0?[1-9])\s*[-_.月/]?\s*([12]\d|3[01]|0?[1-9])\s*日?(?!\d)"
)
_NUMBER = re.compile(r"^(?:[A-Z]{2,4}-)(?:[A-Z]{2,4}\d{0,2}-)+(?:\d{4}-)?\d{3,4}(?:-[A-Z]\d{2})?[_\s-]+")
_COPY = re.compile(
    r"\s*[（(](?:\d{1,2}|副本|最终版?|终稿|定稿|final)[)）]|[-_ ]*(?:副本|终稿|定稿|最终版|final)$", re.IGNORECASE
)
_EMPTY_BRACKETS = re.compile(r"[(（\[【][\s_-]*[)）\]】]")
_EDGE = " _-—·.,，、"
_AUTHOR = re.compile(r"(?:作者|编写人|编制人?|拟稿人?|起草人?)\s*[:：]\s*([\u4e00-\u9fff·]{2,8})")
_VERSION_SAID = re.compile(r"版本号?\s*[:：]\s*[Vv]?(\d{1,3}(?:\.\d{1,3}){0,2})")
_DATE_SAID = re.compile(r"(?:编写|编制|发布|拟稿|完成)?日期\s*[:：]\s*(\S{8,12})")
_MACHINE_NAMES = re.compile(
    r"^(?:新建|文档\d*$|document\d*$|doc\d*$|scan|img|image|未命名|untitled|microsoft word|\d+$)", re.IGNORECASE
)
_MACHINE_PEOPLE = re.compile(
    r"^(?:admin\w*|user\d*|用户|微软用户|微软中国|lenovo|dell|hp|pc|python-docx|microsoft\w*|windows.*|root|un-named|openpyxl)$",
    re.IGNORECASE,
)
SHORTEST_LINE, LONGEST_LINE = 2, 60


@dataclass(frozen=True)
class Suggestion:
    """Empty where nothing suggests itself. `version` without its V: `2.1`."""

    title: str = ""
    author: str = ""
    version: str = ""
    written_on: date | None = None


def suggest(path: Path, name: str) -> Suggestion:
    """For the file at `path` which the person calls `name`. A moment's work, never an error."""
    found = extract(path, name, FIRST_PAGE)
    return merged(name, found.properties, found.pages[0].text if found.pages else "")


def merged(name: str, said: Properties, page: str) -> Suggestion:
    """The name first: people name files for others; programs fill in properties."""
    named = from_name(name)
    return Suggestion(
        title=named.title or _title_said(said.title) or _first_line(page),
        author=_person(said.author) or _first(_AUTHOR, page),
        version=named.version or _first(_VERSION_SAID, page),
        written_on=named.written_on or _day(_first(_DATE_SAID, page)) or _day(said.written),
    )


def from_name(name: str) -> Suggestion:
    """`运管中心值班手册V2.1_20261102.docx`: the title, 2.1, 2 November 2026."""
    stem = Path(name.replace("\\", "/")).stem
    version = _VERSION.search(stem) or _EDITION.search(stem)
    day = _day(stem)
    title = _DATE.sub(" ", stem, count=1) if day else stem
    title = _EDITION.sub(" ", _VERSION.sub(" ", title, count=1), count=1)
    title = _NUMBER.sub("", _COPY.sub("", _EMPTY_BRACKETS.sub(" ", title).strip(_EDGE)))
    title = re.sub(r"[\s_]+", " ", title).strip(_EDGE)
    number = next(filter(None, version.groups()), "") if version else ""
    return Suggestion("" if _MACHINE_NAMES.match(title) else title, "", number, day)


def _day(text: str) -> date | None:
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _title_said(title: str) -> str:
    title = re.sub(r"^Microsoft \w+ - |\.(?:docx?|xlsx?|pptx?|wps)$", "", title.strip())
    return "" if _MACHINE_NAMES.match(title) else title


def _person(author: str) -> str:
    return "" if _MACHINE_PEOPLE.match(author.strip()) else author.strip()


def _first_line(page: str) -> str:
    lines = (line.strip() for line in page.splitlines())
    return next((line for line in lines if SHORTEST_LINE <= len(line) <= LONGEST_LINE), "")
