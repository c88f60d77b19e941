"""The 标识版 of a document: attribute page and content, the nine marks in head and foot of every page (4.3.5)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from docsys.errors import TooComplex
from docsys.printing.frames import Frame
from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL
from docsys.printing.result import Unreadable

# Conversion, overlay and merging of a long manual take several times as long as one print.
PATIENCE = 4
TOO_COMPLEX = "文档过于复杂，无法在限定的时间和内存内处理"


@dataclass(frozen=True)
class Marks:
    """What stands in head and foot, as plain texts."""

    number: str
    version: str
    title: str
    author: str
    published_on: str
    revisions: str
    secrecy: str
    scope: str
    approval: str
    watermark: str = ""
    printed: str = ""


class Outcome(StrEnum):
    COMPLETE = "标识版"
    COMPANION = "随附属性页"


@dataclass(frozen=True)
class Marked:
    """`reason` says why the content is not in it, or what the reader must know of its conversion."""

    pdf: bytes
    pages: int
    outcome: Outcome
    reason: str = ""


def marked_pdf(
    attribute_page: str,
    original: Path | None,
    marks: Marks,
    *,
    folder: Path,
    name: str = "",
    limits: Limits = LIMITS,
) -> Marked:
    """Attribute page (the HTML of `attribute_page.html(…, bare=True)`) and the content of `original`, which is only read.

    What cannot be shown (archives, drawings, encrypted or broken files) gives a companion: attribute page and a page that
    says why. `name` is the file's name in the library; by its first bytes and then by this its kind is known.
    """
    name = name or (original.name if original else "")
    head = {"marks": asdict(marks), "folder": str(folder), "name": name}
    blobs = (attribute_page.encode(),)
    patient = limits.lasting(limits.seconds * PATIENCE)
    if original is None:
        return _marked(POOL.call("mark", head, blobs, patient), Outcome.COMPLETE)
    try:
        return _marked(POOL.call("mark", {**head, "path": str(original)}, blobs, patient), Outcome.COMPLETE)
    except TooComplex:
        reason = TOO_COMPLEX
    except Unreadable as error:
        reason = str(error.data["reason"])
    return companion(head, blobs, reason, patient)


def companion(head: Mapping[str, Any], blobs: tuple[bytes, ...], reason: str, limits: Limits) -> Marked:
    """Attribute page, and a page that says why the content is not shown."""
    frame = POOL.call("mark", {**head, "absent": reason}, blobs, limits)
    return _marked(frame, Outcome.COMPANION, reason)


def _marked(frame: Frame, outcome: Outcome, reason: str = "") -> Marked:
    return Marked(frame.blobs[0], frame.head["pages"], outcome, reason or frame.head.get("note", ""))
