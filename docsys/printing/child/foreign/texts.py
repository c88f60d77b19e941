"""Text files: configurations, logs, tables of commas, in a face of equal widths, with the numbers of their lines.

Lines are broken here, by the widths of their characters: WeasyPrint takes several times as long to break them itself.
"""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import combining, east_asian_width

from docsys.errors import TooComplex
from docsys.printing.child.rendering import render
from docsys.printing.limits import Limits
from docsys.printing.pages import page
from docsys.printing.result import Unreadable

SUFFIXES = {
    ".txt", ".md", ".csv", ".tsv", ".log", ".cfg", ".conf", ".ini", ".json", ".xml", ".yaml", ".yml", ".toml", ".sh", ".py",
    ".sql", ".rst", ".properties", ".bat", ".ps1",
}  # fmt: skip
LARGEST = 4 * 1024 * 1024
LINES, LONGEST, BLOCK = 20_000, 4000, 40
# Half-wide characters that stand on one line of print/text.css.
BREADTH, TAB_STOP, GAP = 114, 4, "  "
ENCODINGS = ("utf-8-sig", "gb18030")
TAB = 9
CONTROLS = {code: None for code in range(32) if code != TAB} | {0x7F: None}
NOT_TEXT = "文件内容不是文字"


def to_pdf(path: Path, folder: Path, limits: Limits) -> bytes:
    """Raises:
    TooComplex: more lines than anyone prints.
    Unreadable: not a text.
    """
    if path.stat().st_size > LARGEST:
        raise TooComplex
    lines = decoded(path.read_bytes()).splitlines()
    if len(lines) > LINES or any(len(line) > LONGEST for line in lines):
        raise TooComplex
    numbered = list(_numbered(lines))
    blocks = ["\n".join(numbered[first : first + BLOCK]) for first in range(0, len(numbered), BLOCK)]
    html = page("print/text.html", {"blocks": blocks}, folder=folder)
    return render(html, folder / "print", limits, title=path.name, attachments=(), variant=None).pdf


def decoded(data: bytes) -> str:
    """UTF-16 by its mark, then UTF-8, then the national encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise Unreadable(reason=NOT_TEXT)
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def _numbered(lines: list[str]) -> Iterator[str]:
    """Each line with its number, continued without one where it is too long for the sheet."""
    digits = len(str(len(lines)))
    for number, line in enumerate(lines, 1):
        head = f"{number:>{digits}}{GAP}"
        for part in broken(line.translate(CONTROLS).expandtabs(TAB_STOP), BREADTH - len(head)):
            yield head + part
            head = " " * len(head)


def broken(line: str, breadth: int) -> Iterator[str]:
    """`line` in pieces of at most `breadth` half-wide characters; one piece at least."""
    piece, width = "", 0
    for character in line:
        wide = 0 if combining(character) else 2 if east_asian_width(character) in "WFA" else 1
        if width + wide > breadth:
            yield piece
            piece, width = "", 0
        piece, width = piece + character, width + wide
    yield piece
