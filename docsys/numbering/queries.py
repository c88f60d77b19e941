"""What can be asked about numbers."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docsys.errors import NotFound
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.rules import NumberState, Series


def expected(session: Session, series: Series) -> str:
    """预计编号: what the series would give now. A promise to nobody; nothing is taken."""
    seq = session.scalar(select(Counter.next).where(Counter.series == series.key))
    return series.number(seq or 1)


def entry(session: Session, number: str) -> LedgerEntry:
    """The number's line in the ledger, whatever its state.

    Raises:
        NotFound: never given.

    """
    found = session.scalar(select(LedgerEntry).where(LedgerEntry.number == number))
    if found is None:
        raise NotFound(message="编号台账中没有编号 {number}，请核对后再查。", number=number)
    return found


def ledger(
    *, place: str | None = None, year: int | None = None, unit_code: str | None = None, state: NumberState | None = None
) -> Select[LedgerEntry]:
    """The ledger in number order. `place` is the beginning of a series: a library and folder, or a form code."""
    statement = select(LedgerEntry).order_by(LedgerEntry.series, LedgerEntry.seq, LedgerEntry.id)
    if place:
        below = LedgerEntry.series.startswith(f"{place}-", autoescape=True)
        statement = statement.where((LedgerEntry.series == place) | below)
    if year is not None:
        statement = statement.where(LedgerEntry.year == year)
    if unit_code:
        statement = statement.where(LedgerEntry.unit_code == unit_code)
    if state is not None:
        statement = statement.where(LedgerEntry.state == state)
    return statement


def successor_of(session: Session, number: str) -> str | None:
    """The number that stands for `number` today, over any number of renumberings; None where it was never renumbered."""
    last, seen = number, {number}
    while (following := _successor(session, last)) and following not in seen:
        seen.add(following)
        last = following
    return last if last != number else None


def former_numbers(session: Session, number: str) -> list[str]:
    """曾用编号, latest first: whoever searches for one finds what bears `number` now."""
    found: list[str] = []
    wave = [number]
    while wave:
        earlier = select(LedgerEntry.number).where(LedgerEntry.successor.in_(wave)).order_by(LedgerEntry.id.desc())
        wave = [one for one in session.scalars(earlier) if one not in {number, *found}]
        found += wave
    return found


def _successor(session: Session, number: str) -> str | None:
    return session.scalar(select(LedgerEntry.successor).where(LedgerEntry.number == number))
