"""Reference data of calendars: 2004 to 2026. A year that is loaded already, by hand or before, stays as it is."""

import csv
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from docsys.calendars.models import DAYS, CalendarYear
from docsys.calendars.rules import Which

DATA = Path(__file__).with_name("data")


def seed(session: Session, now: datetime) -> None:
    """Add the years that are missing; what two persons imported or changed is never written over."""
    sources = tomllib.loads((DATA / "sources.toml").read_text("utf-8"))
    for which in Which:
        known = set(session.scalars(select(CalendarYear.year).where(CalendarYear.which == which)))
        years = set(range(sources["first"], sources["last"] + 1)) - known
        if not years:
            continue
        session.add_all(
            CalendarYear(which=which.value, year=year, source=sources[which.value], loaded_at=now)
            for year in sorted(years)
        )
        session.flush()
        session.execute(insert(DAYS[which]), [row for row in shipped(which) if row["day"].year in years])


def shipped(which: Which) -> list[dict[str, Any]]:
    """The days of the file that comes with the product."""
    with (DATA / f"{which.value}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {"day": date.fromisoformat(row["date"]), "kind": row["kind"], "note": row["note"]}
            for row in csv.DictReader(file)
        ]
