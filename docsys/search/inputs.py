"""What the address of the search page says, as a frozen dataclass."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docsys.search.queries import PAGE, RELEVANCE, SORTS, Filters
from docsys.search.query import MOST_CHARACTERS

MOST_PAGES = 100_000
SORT_LABELS = {RELEVANCE: "相关度", "newest": "最近更新", "number": "编号", "title": "标题"}


@dataclass(frozen=True)
class Asked:
    """A query with its filters, its order and the page of results; odd values fall back to the usual."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: str = RELEVANCE
    page: int = 1

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        sort = arguments.get("sort", RELEVANCE)
        return cls(
            # One character beyond the limit is enough to be told of it.
            arguments.get("q", "")[: MOST_CHARACTERS + 1],
            Filters(arguments.get("category", "")[:64], arguments.get("unit", "")[:200]),
            sort if sort in SORTS else RELEVANCE,
            _number(arguments.get("page", "1"), MOST_PAGES),
        )

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE

    def address(self) -> dict[str, str]:
        """The arguments that ask the same again, without the page."""
        asked = {"q": self.query, "category": self.filters.category, "unit": self.filters.unit}
        kept = {name: value for name, value in asked.items() if value}
        return kept if self.sort == RELEVANCE else {**kept, "sort": self.sort}


def position(arguments: Mapping[str, str]) -> int:
    """Which hit of the list, from 1."""
    return _number(arguments.get("position", "1"), MOST_PAGES * PAGE)


def _number(said: str, most: int) -> int:
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() and len(said) < len(str(most)) + 1 else 1
