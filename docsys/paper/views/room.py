"""The blueprint of the room, its line of tabs, and what its lists share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from docsys.errors import Refused
from docsys.paper import listings
from docsys.paper.listings import Row, Stated
from docsys.people.rules import Permission, scope
from docsys.printing.lists import Column
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings
from docsys.web.tables import as_file

bp = Blueprint("paper", __name__, url_prefix="/paper")

# WeasyPrint needs 4 s for 1,000 rows (house 7); a page is not kept waiting for more.
MOST_PRINTED = 1000
TABS = (
    ("index", "纸质份", None),
    ("loan_list", "借阅", None),
    ("recall_list", "回收", None),
    ("volume_list", "卷册", Permission.PAPER_READ),
    ("catalogue", "纸质目录", None),
    ("check", "纸电核对", Permission.PAPER_READ),
)


class TooManyToPrint(Refused):
    message = "共 {count} 条，一次最多打印 {most} 条。请先筛选，或导出 CSV、Excel。"


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The tabs this person has, as (label, address, whether it is this page)."""
    shown = (tab for tab in TABS if tab[2] is None or holds(tab[2]))
    return [(label, url_for(f"paper.{name}"), name == current) for name, label, _permission in shown]


def holds(permission: Permission) -> bool:
    """Whether this person has it anywhere."""
    units = scope(actor(), permission)
    return units is None or bool(units)


def asked(names: Sequence[str]) -> dict[str, str]:
    """The filter of a list as the address says it."""
    return {name: value for name in names if (value := request.args.get(name, "").strip())}


def rows_of(query: Select[Any], order: Sequence[Any], row: Callable[[Any], Row]) -> list[Row]:
    """The whole list, for a file."""
    return [row(one) for one in db().scalars(query.order_by(*order))]


def taken_along(
    kind: str, title: str, columns: Sequence[Column], rows: Iterable[Row], stated: Mapping[str, str], *signatures: str
) -> ResponseReturnValue:
    """The list as CSV, xlsx or PDF, with its filter stated."""
    found = list(rows)
    if kind != "pdf":
        return as_file(kind, title, listings.head(columns), found, stated=stated)
    if len(found) > MOST_PRINTED:
        raise TooManyToPrint(count=len(found), most=MOST_PRINTED)
    words = "，".join(f"{name}：{value}" for name, value in stated.items())
    around = Stated(words, settings().organisation, printed_at(), signatures)
    return list_answer(listings.listing(title, columns, found, around))
