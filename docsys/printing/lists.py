"""Lists on paper: catalogues, reports, registers of what is stored. Landscape, head repeated, groups with their headings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from docsys.printing.pages import page

TEMPLATE = "print/list.html"


@dataclass(frozen=True)
class Column:
    label: str
    width: float
    """Share of the breadth; the shares of a list need not add up to 100."""
    align: Literal["left", "center", "right"] = "left"
    is_number: bool = False
    """Document numbers: one line where possible, in the sans face."""


@dataclass(frozen=True)
class Group:
    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Listing:
    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    filtered_by: str = ""
    summary: str = ""
    unit: str = ""
    secrecy: str = ""
    number: str = ""
    printed: str = ""
    watermark: str = ""
    signatures: tuple[str, ...] = field(default=())
    is_landscape: bool = True
    empty: str = "没有符合条件的内容"


def html(listing: Listing, *, folder: Path) -> str:
    total = sum(column.width for column in listing.columns)
    widths = [round(100 * column.width / total, 3) for column in listing.columns]
    data = {
        "list": listing,
        "widths": widths,
        "title": listing.title,
        "unit": listing.unit,
        "secrecy": listing.secrecy,
        "number": listing.number,
        "printed": listing.printed,
        "watermark": listing.watermark,
        "landscape": listing.is_landscape,
    }
    return page(TEMPLATE, data, folder=folder)


def one_group(rows: Iterable[tuple[str, ...]]) -> tuple[Group, ...]:
    """For a list without headings."""
    return (Group("", tuple(rows)),)
