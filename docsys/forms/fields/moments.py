"""Days, times and moments, as the wall clock of Shanghai shows them."""

import calendar
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from docsys.forms.fields.base import FieldType, Names, Unreadable
from docsys.forms.shape import Field, Value

MONTHS = 12
WEEKDAYS = "一二三四五六日"


class Day(FieldType):
    """A day. With `counted_from` it is not typed but counted: so many years, months and days after another (5.1.6)."""

    name = "date"
    widget = "day"
    options = {
        "min": "day",
        "max": "day",
        "counted_from": "text",
        "years": "integer",
        "months": "integer",
        "days": "integer",
    }
    verb = "填写"

    def parse(self, field: Field, raw: Any) -> Value:
        return super().parse(field, raw.isoformat() if isinstance(raw, date) else raw)

    def read(self, field: Field, text: str) -> Value:
        try:
            return date.fromisoformat(_plain(text)).isoformat()
        except ValueError:
            raise Unreadable(f"“{text}”不是日期，请写作 2026-01-05。") from None

    def check(self, field: Field, value: Value) -> Iterator[str]:
        low, high = field.options.get("min"), field.options.get("max")
        if low and value < low:
            yield f"不得早于 {low}。"
        if high and value > high:
            yield f"不得晚于 {high}。"


def counted(field: Field, start: str) -> str:
    """The day so far after `start` (ISO) as `field` says; the last of the month where it has no such day."""
    day = date.fromisoformat(start[:10])
    whole = day.year * MONTHS + day.month - 1
    whole += field.options.get("years", 0) * MONTHS + field.options.get("months", 0)
    year, month = divmod(whole, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    moved = date(year, month + 1, min(day.day, last))
    return (moved + timedelta(days=field.options.get("days", 0))).isoformat()


class Time(FieldType):
    name = "time"
    widget = "time"

    def parse(self, field: Field, raw: Any) -> Value:
        return super().parse(field, raw.isoformat() if isinstance(raw, time) else raw)

    def read(self, field: Field, text: str) -> Value:
        plain = _plain(text)
        try:
            return time.fromisoformat(f"0{plain}" if plain[1:2] == ":" else plain).strftime("%H:%M")
        except ValueError:
            raise Unreadable(f"“{text}”不是时间，请写作 09:30。") from None


class DayTime(FieldType):
    name = "datetime"
    widget = "moment"

    def parse(self, field: Field, raw: Any) -> Value:
        return super().parse(field, raw.isoformat() if isinstance(raw, datetime) else raw)

    def read(self, field: Field, text: str) -> Value:
        try:
            moment = datetime.fromisoformat(_plain(text))
        except ValueError:
            raise Unreadable(f"“{text}”不是日期和时间，请写作 2026-01-05 09:30。") from None
        if len(text) <= len("2026-01-05"):
            raise Unreadable(f"“{text}”缺少时间，请写作 2026-01-05 09:30。")
        return moment.replace(tzinfo=None).isoformat(timespec="minutes")

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if value is None else str(value).replace("T", " ")


def weekday(value: str) -> str:
    """`周六` of an ISO day or moment."""
    return f"周{WEEKDAYS[date.fromisoformat(value[:10]).weekday()]}"


def period(start: str | None, end: str | None) -> str:
    """`2026-11-28（周六）09:00 至 12:00`; the second day only where it is another."""
    if not start or not end:
        return _moment(start) or (f"至 {_moment(end)}" if end else "")
    return f"{_moment(start)} 至 {end[11:] if start[:10] == end[:10] else _moment(end)}"


def _moment(value: str | None) -> str:
    return f"{value[:10]}（{weekday(value)}）{value[11:]}" if value else ""


def _plain(text: str) -> str:
    """Full-width digits, slashes and 年月日 as people type them."""
    plain = (
        unicodedata.normalize("NFKC", text).replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
    )
    day, *rest = plain.replace("T", " ").split()[:2] or [""]
    day = "-".join(part.zfill(2) for part in day.split("-"))
    return " ".join([day, *(one.zfill(5) if one[1:2] == ":" else one for one in rest)])
