"""The ledger made anew for `docsys rebuild`: out of 编号台账.csv, and of the numbers that documents bear. Whatever was ever
given stands in it again, and each series counts on above the greatest.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from docsys.numbering import rules
from docsys.numbering.jobs import HEAD
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.rules import NumberKind, NumberState
from docsys.web.tables import DANGEROUS

DRAFT = rules.DRAFT_FORM
KINDS = {one.label: one for one in NumberKind}


@dataclass(frozen=True)
class Line:
    """One number of the ledger, in plain values."""

    number: str
    kind: NumberKind
    series: str
    seq: int
    state: NumberState
    at: datetime
    year: int | None = None
    unit_code: str = ""
    subject: str = ""
    successor: str | None = None
    actor_name: str = ""
    reason: str = ""


def read(data: bytes) -> list[Line]:
    """The lines of 编号台账.csv as `numbering.jobs` writes it.

    Raises:
        ValueError, KeyError: it is not that table.
    """
    return [_line(row) for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


def _line(row: dict[str, str]) -> Line:
    cells = [_cell(row[name]) for name in HEAD]
    number, kind, series, year, unit, seq, state, subject, successor, actor, at, reason = cells
    return Line(
        number=number,
        kind=KINDS[kind],
        series=series,
        seq=int(seq),
        state=NumberState(state),
        at=datetime.fromisoformat(at),
        year=int(year) if year else None,
        unit_code=unit,
        subject=subject,
        successor=successor or None,
        actor_name=actor,
        reason=reason,
    )


def _cell(text: str) -> str:
    return text[1:] if text.startswith("'") and DANGEROUS.match(text[1:]) else text


def borne(
    number: str,
    *,
    at: datetime,
    state: NumberState = NumberState.ACTIVE,
    subject: str = "",
    successor: str | None = None,
    reason: str = "",
) -> Iterator[Line]:
    """The line of a number where the table has none, and with an archive number that of its form; none for what fits no
    pattern.
    """
    parsed = rules.parse(number)
    if parsed is None:
        return
    kind = NumberKind.VOLUME if rules.VOLUME_NUMBER.fullmatch(number) else _kind(parsed)
    yield Line(
        number,
        kind,
        number.rpartition("-")[0],
        parsed.seq,
        state,
        at,
        parsed.year,
        parsed.unit or "",
        subject,
        successor,
        reason=reason,
    )
    if parsed.library and parsed.form:
        form = number.removeprefix(f"{parsed.library}-{parsed.folder}-")
        yield from borne(form, at=at, subject=subject)


def _kind(parsed: rules.Parsed) -> NumberKind:
    if parsed.library:
        return NumberKind.DOCUMENT
    if parsed.form == DRAFT:
        return NumberKind.DRAFT
    return NumberKind.FORM if parsed.year else NumberKind.REGISTER


def restore(session: Session, lines: Iterable[Line]) -> int:
    """Enter each number once, the first line told of it counts; answers how many."""
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.number, line)
    ordered = sorted(first.values(), key=lambda line: (line.at, line.series, line.seq))
    session.add_all(LedgerEntry(**{**vars(line), "actor_id": None}) for line in ordered)
    by_series = sorted(filter(_is_counted, first.values()), key=lambda line: line.series)
    for series, numbers in groupby(by_series, key=lambda line: line.series):
        session.add(Counter(series=series, next=max(line.seq for line in numbers) + 1))
    session.flush()
    return len(first)


def _is_counted(line: Line) -> bool:
    """An archive number of pattern C takes the sequence of its form."""
    parsed = rules.parse(line.number)
    return parsed is None or parsed.library is None or parsed.form is None
