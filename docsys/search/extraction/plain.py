"""Plain text in the encodings met here: UTF-8, UTF-16, GB18030. All Chinese national text reads as the last."""

import codecs
from pathlib import Path

from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import NoText
from docsys.search.pages import PageText

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 4096
MOST_BYTES = 4  # of one character, in any of the encodings


def pages(path: Path, limits: Limits) -> list[PageText]:
    """The whole file as one page.

    Raises:
        NoText: it is not text.
    """
    with path.open("rb") as stream:
        data = stream.read(limits.characters * MOST_BYTES)
    return [PageText(None, decoded(data)[: limits.characters])]


def decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", _sixteen(data), "gb18030"):
        if encoding and (text := _strictly(data, encoding)) is not None:
            return text
    if b"\0" in data[:SAMPLE]:
        raise NoText("不是文本文件，没有可检索的文字")
    return data.decode("gb18030", "replace")


def _sixteen(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of its blanks and line ends is zero."""
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    if max(even, odd) < max(1, len(data[:SAMPLE]) // 50) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text, if `data` is that encoding throughout, but for a character cut off at the end. NUL is not text."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
