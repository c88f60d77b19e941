"""Calendars for tests: those of the files that come with the product, as plain values."""

from datetime import date, datetime, timedelta
from functools import cache

from docsys.calendars.rules import Calendar, DayKind, SessionKind, Which
from docsys.calendars.seed import shipped
from docsys.clock import SHANGHAI

YEARS = frozenset(range(2004, 2027))


@cache
def official(which: Which) -> Calendar:
    """2004 to 2026, as seeded."""
    return Calendar(which, YEARS, {row["day"]: DayKind(row["kind"]) for row in shipped(which)})


def at(words: str) -> datetime:
    """`2026-11-23 16:00` by the clock of Shanghai."""
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


def by_the_minute(calendar: Calendar, start: datetime, minutes: int) -> set[tuple[date, SessionKind]]:
    """The same question asked of each minute, without a thought about intervals."""
    found = set()
    for minute in range(minutes):
        now = start + timedelta(minutes=minute)
        clock, before = now.hour * 60 + now.minute, now.date() - timedelta(days=1)
        if calendar.is_open(now.date()) and 510 <= clock < 960:
            found.add((now.date(), SessionKind.DAY))
        if calendar.has_night(now.date()) and clock >= 1260:
            found.add((now.date(), SessionKind.NIGHT))
        if clock < 150 and calendar.has_night(before):
            found.add((before, SessionKind.NIGHT))
    return found


NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
2025年11月4日
"""
CLOSED_2026 = """（一）元旦：1月1日（星期四）至1月3日（星期六）休市，1月5日（星期一）起照常开市。另外，1月4日（星期日）为周末休市。
（二）春节：2月15日（星期日）至2月23日（星期一）休市，2月24日（星期二）起照常开市。另外，2月14日（星期六）、2月28日（星期六）为周末休市。
（三）清明节：4月4日（星期六）至4月6日（星期一）休市，4月7日（星期二）起照常开市。
（四）劳动节：5月1日（星期五）至5月5日（星期二）休市，5月6日（星期三）起照常开市。另外，5月9日（星期六）为周末休市。
（五）端午节：6月19日（星期五）至6月21日（星期日）休市，6月22日（星期一）起照常开市。
（六）中秋节：9月25日（星期五）至9月27日（星期日）休市，9月28日（星期一）起照常开市。另外，9月20日（星期日）为周末休市。
（七）国庆节：10月1日（星期四）至10月7日（星期三）休市，10月8日（星期四）起照常开市。另外，10月10日（星期六）为周末休市。"""
# A made-up year to import: the real notice is not out yet.
NOTICE_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
"""
