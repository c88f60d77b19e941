"""Lists: 50 rows a page, sorted by a named column, filtered by what the address says. The address is the whole state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
PAGE = 50


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page of a list, with what its macros need."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE
    sort: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    def around(self) -> list[int | None]:
        """Page numbers to show; None is a gap: 1 … 4 5 6 … 20."""
        wanted = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        shown: list[int | None] = []
        for page in wanted:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return shown


def page_number() -> int:
    try:
        return max(1, min(int(request.args.get("page", "1")), 100_000))
    except ValueError:
        return 1


def chosen_sort(columns: Mapping[str, Any], default: str) -> str:
    """`title` or `-title` out of the address, if the list has such a column."""
    sort = request.args.get("sort", "")
    return sort if sort.removeprefix("-") in columns else default


Columns = Mapping[str, ColumnElement[Any] | Sequence[ColumnElement[Any]]]


def listing(
    session: Session, query: Select[Any], columns: Columns, default: str, *, narrow: ColumnElement[Any] | None = None
) -> Listing[Any]:
    """One page of `query` (entities or rows), sorted as the address asks. Ties fall to the last column of `columns`.

    `narrow` is the key of the entity: sorting by it alone, and fetching the wide rows of the one page, keeps the last page
    of 10,000 as quick as the first.
    """
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    sort = chosen_sort(columns, default)
    chosen = _several(columns[sort.removeprefix("-")])
    order = [one.desc() if sort.startswith("-") else one.asc() for one in chosen]
    order += [one.asc() for one in _several(list(columns.values())[-1])]
    pages = max(1, -(-total // PAGE))
    number = min(page_number(), pages)
    cut = query.order_by(None).order_by(*order).limit(PAGE).offset((number - 1) * PAGE)
    if narrow is not None:
        ids = cut.options().with_only_columns(narrow).subquery()
        cut = query.where(narrow.in_(select(ids))).order_by(None).order_by(*order)
    result = session.execute(cut)
    rows = result.scalars().all() if len(query.column_descriptions) == 1 else result.all()
    return Listing(rows, total, number, PAGE, sort)


def _several(column: ColumnElement[Any] | Sequence[ColumnElement[Any]]) -> Sequence[ColumnElement[Any]]:
    return (column,) if isinstance(column, ColumnElement) else column


def of_rows(rows: Iterable[Row]) -> Listing[Row]:
    """A page cut out of rows that are already in memory and sorted."""
    everything = list(rows)
    number = min(page_number(), max(1, -(-len(everything) // PAGE)))
    return Listing(everything[(number - 1) * PAGE : number * PAGE], len(everything), number)


def address(**changes: object) -> str:
    """The present address with some arguments changed; None takes one away. A new filter or sort begins at page 1."""
    arguments: dict[str, list[str]] = {name: request.args.getlist(name) for name in request.args}
    if "page" not in changes:
        arguments.pop("page", None)
    for name, value in changes.items():
        arguments.pop(name, None)
        if value not in {None, ""}:
            arguments[name] = [str(value)]
    query = urlencode(arguments, doseq=True)
    return f"{request.path}?{query}" if query else request.path
