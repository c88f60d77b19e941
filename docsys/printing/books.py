"""Documents bound into one PDF: bookmarks, page numbers counted through; done in the child (4.3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL
from docsys.printing.result import Attachment

# Opening, turning and merging hundreds of pages takes many times as long as one print.
PATIENCE = 10


@dataclass(frozen=True)
class Chapter:
    """One document: its file, or the PDF itself, or neither, and then the page that stands for it says `absent`. Without
    `title` it goes on with the one before.
    """

    title: str
    first: int
    last: int
    path: Path | None = None
    name: str = ""
    absent: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class Covers:
    """What comes before and after, as HTML of `page`, the latter may be empty; `marks` are its bookmarks: title, and page from the front or the end."""

    front: str
    back: str
    marks: Sequence[tuple[str, int]] = ()


def bound(  # noqa: PLR0913 - covers, chapters and what the book carries
    number: str,
    title: str,
    covers: Covers,
    chapters: Sequence[Chapter],
    *,
    carried: Sequence[Attachment] = (),
    folder: Path,
    limits: Limits = LIMITS,
) -> bytes:
    """The book. `number` stands on each page beside its page number; `carried` are files within it that are no pages.

    Raises:
        Unreadable: a chapter's file is broken or encrypted; TooComplex: beyond the limits.
    """
    given = [one for one in chapters if one.content]
    parts = [
        {
            "title": one.title,
            "first": one.first,
            "last": one.last,
            "path": str(one.path) if one.path else "",
            "name": one.name,
            "absent": one.absent,
            "blob": 2 + given.index(one) if one.content else 0,
            "pages": one.last - one.first + 1,
        }
        for one in chapters
    ]
    head: dict[str, Any] = {"number": number, "title": f"{number} {title}", "folder": str(folder), "parts": parts}
    head["marks"] = [[text, at] for text, at in covers.marks]
    head["carried"] = [
        {"name": one.name, "description": one.description, "relationship": one.relationship} for one in carried
    ]
    contents = (*(one.content for one in given), *(one.content for one in carried))
    blobs = (covers.front.encode(), covers.back.encode(), *contents)
    return POOL.call("bind", head, blobs, limits.lasting(limits.seconds * PATIENCE)).blobs[0]


def joined(prints: Sequence[tuple[str, bytes]], *, limits: Limits = LIMITS) -> bytes:
    """Prints of ours, each with its title, as one PDF with a bookmark for each; their pages stay as they are."""
    titles, contents = [title for title, _ in prints], tuple(content for _, content in prints)
    return POOL.call("join", {"titles": titles}, contents, limits).blobs[0]
