"""The resolution of a scan, measured in the child (4.3.8)."""

from dataclasses import dataclass
from pathlib import Path

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL

A3, A4, A5 = (297.0, 420.0), (210.0, 297.0), (148.0, 210.0)
PAPERS = {"A4": A4, "A3": A3, "A5": A5}


@dataclass(frozen=True)
class PageDots:
    """One page: its dots, how many there are to an inch of paper; `is_assumed` where the paper's size was told, not found."""

    width: int
    height: int
    dpi: int
    is_assumed: bool


def measured(path: Path, *, paper: str = "A4", limits: Limits = LIMITS) -> list[PageDots]:
    """Each page of a PDF, each frame of a picture; a picture counts as filling a sheet of `paper`.

    Raises:
        Unreadable: neither PDF nor picture, or broken; TooComplex: beyond the limits.
    """
    head = {"path": str(path), "paper": PAPERS.get(paper, A4)}
    found = POOL.call("measure", head, (), limits).head["pages"]
    return [PageDots(one["width"], one["height"], one["dpi"], bool(one["basis"])) for one in found]
