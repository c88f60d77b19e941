"""A version of a table as the rulebook prints it: plain data in, a PDF out; and the same as rows of a list."""

from dataclasses import dataclass
from datetime import datetime

from docsys import printing
from docsys.clock import local
from docsys.references.models import ReferenceVersion
from docsys.references.rules import Rows, Table
from docsys.settings import Settings

TEMPLATE = "print/reference.html"
# The lines in which 19.1 is printed.
CONTACT_LINES = (("地址", "邮编"), ("证联网运管中心服务热线", "传真"), ("电子邮件",))


@dataclass(frozen=True)
class Printable:
    """All that a print of a table needs, loaded before any rendering begins."""

    which: Table
    number: int
    rows: Rows
    in_force: str

    @property
    def name(self) -> str:
        return f"表{self.which.value}_{self.which.label}_第{self.number}版"


def printable(version: ReferenceVersion) -> Printable:
    return Printable(Table(version.which), version.number, version.rows, f"{local(version.in_force_at):%Y-%m-%d}")


def html(it: Printable, settings: Settings, now: datetime) -> str:
    said = {row[0]: row[1] for row in it.rows} if it.which is Table.CONTACT else {}
    data = {
        "title": it.which.caption,
        "heading": it.which.heading,
        "which": it.which.value,
        "columns": head(it.which),
        "rows": numbered(it.which, it.rows),
        "lines": [[(label, said.get(label, "")) for label in line] for line in CONTACT_LINES] if said else [],
        "unit": settings.organisation,
        "number": f"表 {it.which.value}",
        "version": f"第 {it.number} 版 · {it.in_force} 起",
        "printed": f"{local(now):%Y-%m-%d %H:%M}",
    }
    return printing.page(TEMPLATE, data, folder=settings.templates)


def pdf(it: Printable, settings: Settings, now: datetime) -> bytes:
    """Render; no transaction is open meanwhile."""
    return printing.render(
        html(it, settings, now), folder=settings.templates, title=it.which.caption, limits=printing.Limits.of(settings)
    )


def head(which: Table) -> tuple[str, ...]:
    """The titles of the columns as printed: 19.2 counts its rows."""
    return ("序号", *which.columns) if which is Table.ROOMS else which.columns


def numbered(which: Table, rows: Rows) -> Rows:
    """The rows under `head`."""
    return tuple((str(place), *row) for place, row in enumerate(rows, 1)) if which is Table.ROOMS else rows
