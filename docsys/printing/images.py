"""Pages of a PDF as pictures, for the preview in the page; drawn in the child."""

from pathlib import Path

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL


def pages(path: Path, *, limits: Limits = LIMITS) -> int:
    """How many pages the PDF at `path` has.

    Raises:
        Unreadable: broken or encrypted.
    """
    return int(POOL.call("count", {"path": str(path)}, (), limits).head["pages"])


def sizes(path: Path, *, limits: Limits = LIMITS) -> list[tuple[float, float]]:
    """Breadth and height of each page in points, so that a page keeps its place before its picture has come.

    Raises:
        Unreadable: broken or encrypted.
    """
    return [(float(one[0]), float(one[1])) for one in POOL.call("sizes", {"path": str(path)}, (), limits).head["sizes"]]


def page_png(path: Path, page: int, scale: float = 1.5, *, limits: Limits = LIMITS) -> bytes:
    """Page `page`, counted from 1, at `scale` pixels a point.

    Raises:
        Unreadable: broken, encrypted, or without this page.
    """
    return POOL.call("picture", {"path": str(path), "page": page, "scale": scale}, (), limits).blobs[0]
