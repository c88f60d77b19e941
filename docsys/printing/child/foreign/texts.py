"""Text files: configurations, logs, tables of commas, in a face of equal widths, with the numbers of their lines."""

from pathlib import Path

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
    clean = [line.translate(CONTROLS) for line in lines]
    blocks = [
        {"first": first + 1, "lines": clean[first : first + BLOCK]} for first in range(0, max(len(clean), 1), BLOCK)
    ]
    html = page("print/text.html", {"blocks": blocks, "digits": len(str(len(clean)))}, folder=folder)
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
