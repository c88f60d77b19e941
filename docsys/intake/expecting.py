"""预计编号 of proposals: what each would get if all before it were imported and nobody else registered anything."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.folders.models import Folder
from docsys.intake import queries
from docsys.intake.models import ImportItem
from docsys.numbering.models import Counter
from docsys.numbering.rules import Series, document_series


def numbers(
    session: Session, run_id: int, rows: Sequence[ImportItem], *, library: str, now: datetime
) -> dict[int, str]:
    """By item; those that will get none are not in it. Three statements, however many rows there are."""
    before = queries.numbers_before(session, run_id, rows)
    wanted = {row.id: (row.folder, row.unit) for row in rows if row.id in before and row.folder and row.unit}
    patterns = dict(
        session.execute(
            select(Folder.code, Folder.pattern).where(Folder.code.in_({code for code, _unit in wanted.values()}))
        ).all()
    )
    series: dict[tuple[str, str], Series] = {
        (code, unit): document_series(library, code, patterns[code], unit, now)
        for code, unit in set(wanted.values())
        if code in patterns
    }
    keys = select(Counter.series, Counter.next).where(Counter.series.in_([one.key for one in series.values()]))
    counters = dict(session.execute(keys).all())
    return {
        item: series[place].number(counters.get(series[place].key, 1) + before[item])
        for item, place in wanted.items()
        if place in series
    }
