"""What is taken over and into which folder it belongs: by names alone. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docsys.folders.rules import UNPRINTABLE

REASON_LENGTH = 500
NUMBER_LENGTH = 200
LINE_LENGTH = 200
ORIGIN = "历史导入，原位置："
KEYWORDS = Path(__file__).with_name("keywords.toml")

MACHINES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
)
CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}(?:\d{2}){0,3}(?![A-Za-z0-9])")
# ZLW-ZD07-YGZX-001, JS-2019-023, JR/T0099-2012
LATIN_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*-\d{2,}(?![A-Za-z0-9]|[.]\d)")
# A body, a year in some kind of brackets, a number, as letters of office are numbered
LETTER_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,10}[\u3014\uff3b\[\uff08(\u3010]\d{4}[\u3015\uff3d\]\uff09)\u3011]\s*第?\d{1,5}号"
)
LEAST_PARTS, LEAST_DIGITS = 3, 3
LEAST_WORD = 2


@dataclass(frozen=True)
class Place:
    """A folder that documents may lie in."""

    code: str
    name: str


def shown(relative: bytes) -> str:
    """A path below the imported folder as it is written down: shares of old Windows name files in GB18030, and what cannot
    be seen or stored becomes a replacement character.
    """
    try:
        text = relative.decode("utf-8")
    except UnicodeDecodeError:
        text = relative.decode("gb18030", "replace")
    return "".join("\ufffd" if unicodedata.category(char) in UNPRINTABLE else char for char in text)


def why_left_out(name: str) -> str | None:
    """Why a file or folder of that name is nobody's document, or None."""
    if name.startswith(("~$", ".~lock.")):
        return "办公软件的锁文件"
    if name.startswith("."):
        return "隐藏文件"
    if name.casefold() in MACHINES or name.endswith("~") or name.casefold().endswith(".tmp"):
        return "系统或临时文件"
    return None


def old_number(name: str) -> str:
    """The number that a file's name bears, or nothing: `JS-2019-023 值班手册.docx`."""
    stem = name.rpartition(".")[0] or name
    if letter := LETTER_NUMBER.search(stem):
        return letter[0][:NUMBER_LENGTH]
    for found in LATIN_NUMBER.finditer(stem):
        parts = re.split("[-/]", found[0])
        # SH-10 is a device; JS-023 and A-B-10 are numbers
        if len(parts) >= LEAST_PARTS or len(parts[-1]) >= LEAST_DIGITS:
            return found[0][:NUMBER_LENGTH]
    return ""


def without(name: str, number: str) -> str:
    """The name without its old number, as far as something is left of it."""
    left = name.replace(number, " ", 1).strip(" _-—·") if number else name
    return left if left.rpartition(".")[0].strip(" _-") else name


def origin(path: str) -> str:
    """What the history of versions says of an imported file; its end is kept where it is too long."""
    return ORIGIN + path[-(REASON_LENGTH - len(ORIGIN)) :]


def line(text: str) -> str:
    """Suggested words as one line that the database takes."""
    plain = "".join(" " if unicodedata.category(char) in UNPRINTABLE else char for char in text)
    return " ".join(plain.split())[:LINE_LENGTH]


def propose(folders: Sequence[str], name: str, places: Sequence[Place], into: str | None) -> str | None:
    """The code of the folder where a file belongs: by the names of the folders it lay in, the nearest first (a code, a
    name of ours, a keyword), by a code in its old number, then `into`; without that by keywords of its own name.
    """
    codes = {place.code for place in places}
    for folder in reversed(folders):
        if found := _by_code(folder, codes) or _by_name(folder, places) or _by_keyword(folder, codes):
            return found
    if found := _by_code(old_number(name), codes):
        return found
    return into or _by_name(name, places) or _by_keyword(name, codes)


def _by_code(text: str, codes: Iterable[str]) -> str | None:
    return next((code for code in CODE.findall(text) if code in codes), None)


def _by_name(text: str, places: Sequence[Place]) -> str | None:
    """The longest name that stands in the text; where two are as long, neither."""
    inside = [place for place in places if len(place.name) > LEAST_WORD and place.name in text]
    longest = max((len(place.name) for place in inside), default=0)
    found = {place.code for place in inside if len(place.name) == longest}
    return found.pop() if len(found) == 1 else None


def _by_keyword(text: str, codes: Iterable[str]) -> str | None:
    return next((code for word, code in keywords() if word in text and code in codes), None)


@cache
def keywords() -> tuple[tuple[str, str], ...]:
    """Keyword and code, the longest first."""
    told = tomllib.loads(KEYWORDS.read_text("utf-8"))
    pairs = [(word, code) for code, words in told.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[1])))
