"""Paper as prints: a volume's cover, contents, spine and 备考表, the slip of a loan, and the lists. Plain data in, HTML out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from docsys.clock import local, local_day
from docsys.paper import rules
from docsys.paper.models import Loan, Volume
from docsys.printing.lists import Listing
from docsys.printing.pages import page

PARTS = {"cover": "封面", "contents": "卷内目录", "spine": "脊背", "remarks": "备考表"}
SPINES = (15, 20, 25, 30, 40)
SPINE_HEIGHT = 130.0  # millimetres for the title
POINT = 25.4 / 72
LINE = 1.18
LARGEST, SMALLEST = 22.0, 7.0
WORD = re.compile(r"[A-Za-z0-9.]{1,4}(?![A-Za-z0-9.])|.", re.DOTALL)
VOLUME_COLUMN = 9  # of the directory (F-09a)
WIDTHS = {"载体": 8, "卷号": 17, "文档名称": 25, "备注": 12}  # of the directory of paper (F-09b)


@dataclass(frozen=True)
class Item:
    """One line of the 卷内目录."""

    ordinal: int
    number: str
    author: str
    title: str
    dated: str
    version: str
    range: str
    remark: str


@dataclass(frozen=True)
class Sheet:
    """A volume in plain values."""

    number: str
    title: str
    category: str
    unit: str
    span: str
    days: str
    retention: str
    secrecy: str
    location: str
    pages: int
    remark: str
    bound_by: str
    bound_on: str
    supplements: str
    supplemented_by: tuple[str, ...]
    items: tuple[Item, ...]


def sheet(volume: Volume, category: str, supplemented_by: Iterable[str]) -> Sheet:
    """`category` is the name of its category, `supplemented_by` the numbers of its 补卷."""
    return Sheet(
        number=volume.number,
        title=volume.title,
        category=_place(volume, category),
        unit=volume.unit.name,
        span=rules.span([item.number for item in volume.items]),
        days=rules.days(item.dated for item in volume.items),
        retention=volume.retention,
        secrecy=volume.secrecy,
        location=volume.location,
        pages=volume.pages,
        remark=volume.remark,
        bound_by=volume.bound_by,
        bound_on=str(local_day(volume.bound_at)) if volume.bound_at else "",
        supplements=volume.supplements.number if volume.supplements else "",
        supplemented_by=tuple(supplemented_by),
        items=tuple(
            Item(
                item.ordinal,
                item.number,
                item.author,
                item.title,
                str(item.dated or ""),
                item.version_text,
                rules.range_text(item.first_page, item.last_page) if item.pages else "",
                item.remark,
            )
            for item in volume.items
        ),
    )


def _place(volume: Volume, category: str) -> str:
    """The category, and the folder below it that the volume was made of."""
    folder = volume.folder
    return f"{folder.code} {folder.name}" if folder.depth == 1 else f"{category} / {folder.code} {folder.name}"


def part(name: str, of: Sheet, now: datetime, *, folder: Path) -> str:
    """`cover`, `contents`, `spine`, `remarks`, or `front`: cover and contents together."""
    data: dict[str, Any] = {
        "volume": of,
        "title": f"{of.number} {PARTS.get(name, of.title)}",
        "unit": of.unit,
        "secrecy": of.secrecy,
        "number": of.number,
        "printed": f"{local(now):%Y-%m-%d %H:%M}",
        "qr": of.number,
    }
    if name == "spine":
        data["spines"] = [spine(of, width) for width in SPINES]
    return page(f"print/volume/{name}.html", data, folder=folder)


def spine(of: Sheet, width: int) -> dict[str, Any]:
    """One strip: the title stands upright, sign under sign, as large as breadth and length allow."""
    cells = spine_cells(of.title)
    size = min(LARGEST, width * 0.55 / POINT, SPINE_HEIGHT / (len(cells) * LINE * POINT))
    ends = spine_cells(f"{of.retention}　{of.secrecy}")
    small = min(11.0, max(SMALLEST, width * 0.22 / POINT))
    return {
        "width": width,
        "cells": cells,
        "size": round(max(size, SMALLEST), 1),
        "small": round(small, 1),
        "ends": ends,
    }


def spine_cells(text: str) -> list[str]:
    """Sign by sign; up to four Latin letters or figures stay side by side: `2026`, `V1.0`."""
    return ["\N{NO-BREAK SPACE}" if cell.isspace() else cell for cell in WORD.findall(text)]


def loan_slip(loan: Loan, *, unit: str, now: datetime, folder: Path) -> str:
    """F-13 for one loan, to be signed."""
    copy = loan.copy
    lent = f"{local(loan.lent_at):%Y-%m-%d %H:%M}　{loan.lent_by}" if loan.lent_at else ""
    returned = f"{local(loan.returned_at):%Y-%m-%d %H:%M}　{loan.received_by}" if loan.returned_at else ""
    approved = f"{loan.approved_by}　{local_day(loan.approved_at)}" if loan.approved_at else ""
    data = {
        "loan": {
            "number": loan.number,
            "document": copy.document.number,
            "copy": copy.code,
            "title": copy.document.title,
            "version": str(copy.version.version),
            "secrecy": copy.version.secrecy,
            "purpose": loan.purpose,
            "borrower": loan.borrower_name,
            "post": " · ".join(filter(None, (loan.department, loan.post))),
            "approved": approved if loan.is_guarded else "不需要",
            "lent": lent,
            "due": str(loan.due_on),
            "returned": returned,
            "state": loan.state.label,
            "remark": loan.remark,
        },
        "title": f"{loan.number} 纸质文件借阅登记单",
        "unit": unit,
        "number": loan.number,
        "printed": f"{local(now):%Y-%m-%d %H:%M}",
        "qr": loan.number,
    }
    return page("print/paper/loan.html", data, folder=folder)


def with_volumes(listing: Listing, volumes: dict[str, str]) -> Listing:
    """The directory of paper (F-09b) is that of documents (F-09a) with its 卷号 filled."""
    groups = tuple(
        replace(group, rows=tuple(with_volume(row, volumes) for row in group.rows)) for group in listing.groups
    )
    columns = tuple(replace(one, width=WIDTHS.get(one.label, one.width)) for one in listing.columns)
    return replace(listing, columns=columns, groups=groups)


def with_volume(row: Sequence[str], volumes: dict[str, str]) -> tuple[str, ...]:
    return (*row[:VOLUME_COLUMN], volumes.get(row[1], ""), *row[VOLUME_COLUMN + 1 :])
