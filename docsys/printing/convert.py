"""The content of a file on pages, for a preview or a 标识版; foreign files are read in the child."""

from dataclasses import dataclass
from pathlib import Path

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL


@dataclass(frozen=True)
class Converted:
    """`note` is what a reader must know of the conversion; empty where the pages are those of the original."""

    pdf: bytes
    note: str = ""


def to_pdf(path: Path, name: str = "", *, folder: Path, limits: Limits = LIMITS) -> Converted:
    """PDF itself; Word through LibreOffice or mammoth; workbooks, pictures and texts laid out by us.

    Raises:
        Unreadable: broken, encrypted, or of a kind that has no pages; says why.
        TooComplex: beyond the limits.
    """
    head = {"path": str(path), "name": name or path.name, "folder": str(folder)}
    frame = POOL.call("convert", head, (), limits)
    return Converted(frame.blobs[0], frame.head["note"])
