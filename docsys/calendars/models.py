"""What is stored: which years are loaded from where, and for each calendar the days that differ from Monday to Friday."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from docsys.calendars.rules import DayKind, Which
from docsys.db import Base, key, line, moment, short


class CalendarYear(Base):
    """A year that is loaded. `source` is the notice it was taken from; two names, unless it came with the product."""

    __tablename__ = "calendar_years"
    __table_args__ = (UniqueConstraint("which", "year"),)

    id: Mapped[key]
    which: Mapped[short]
    year: Mapped[int]
    source: Mapped[line]
    requested_by: Mapped[line] = mapped_column(default="")
    confirmed_by: Mapped[line] = mapped_column(default="")
    loaded_at: Mapped[moment]


class _Day:
    """A day that differs. `source` and the two names where it was changed alone, apart from its year."""

    id: Mapped[key]
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[short]
    note: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    requested_by: Mapped[str] = mapped_column(String(200), default="")
    confirmed_by: Mapped[str] = mapped_column(String(200), default="")

    @property
    def kind_label(self) -> str:
        return DayKind(self.kind).label


class WorkingDay(_Day, Base):
    """A weekday off, or a Saturday or Sunday worked."""

    __tablename__ = "calendar_working_days"


class TradingDay(_Day, Base):
    """A weekday closed, or a trading day without its night session."""

    __tablename__ = "calendar_trading_days"


DayRow = WorkingDay | TradingDay
DAYS: dict[Which, type[WorkingDay] | type[TradingDay]] = {Which.WORKING: WorkingDay, Which.TRADING: TradingDay}
