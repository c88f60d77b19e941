"""Reading back what `labels` writes: the codes on the pages of a scan, found in the child."""

from collections.abc import Sequence
from pathlib import Path

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL

# A hundred pages at some 70 ms each, twice where the first look finds nothing.
PATIENCE = 3


def codes(path: Path, *, limits: Limits = LIMITS) -> list[list[str]]:
    """The texts of the QR codes on each page of a PDF or picture.

    Raises:
        Unreadable: neither, broken, encrypted, or of too many pages; TooComplex: beyond the limits.

    """
    patient = limits.lasting(limits.seconds * PATIENCE)
    return [list(map(str, page)) for page in POOL.call("codes", {"path": str(path)}, (), patient).head["pages"]]


def excerpt(path: Path, pages: Sequence[int], *, limits: Limits = LIMITS) -> bytes:
    """The pages of these numbers, counted from 1, as a PDF of their own.

    Raises:
        Unreadable: broken, or without such a page.

    """
    return POOL.call("excerpt", {"path": str(path), "pages": list(pages)}, (), limits).blobs[0]
